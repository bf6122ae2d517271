"""Twosource: what is known, from whom, and where the accounts part, every line tied to its exact words.

    >>> import twosource
    >>> found = twosource.findings(twosource.read_articles(["articles/"]).articles)  # doctest: +SKIP

The records are in twosource.model; the command line calls these same functions.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from twosource.model import Article, Claim, Finding, Story
    from twosource.pipeline import Run
    from twosource.read import Reading

__all__ = ["claims", "findings", "read_articles", "stories"]


def read_articles(inputs: Sequence[str], *, outlets: Path | None = None, published: str | None = None) -> Reading:
    """Articles from files and folders; what could not be read is in the result's problems. UsageError for a path that is not there."""
    from twosource.read import read

    return read(inputs, outlets=outlets, published=published)


def claims(articles: Sequence[Article], *, processes: int = 1) -> list[Claim]:
    """Each proposition the articles put forward, on whose word, sorted by id."""
    return _run(articles, processes).records("claims")


def stories(articles: Sequence[Article], *, processes: int = 1) -> list[Story]:
    """The articles by happening, with copies folded, sorted by id."""
    return _run(articles, processes).stories()


def findings(articles: Sequence[Article], *, processes: int = 1) -> list[Finding]:
    """What the claims of each story come to, sorted by id."""
    return _run(articles, processes).records("findings")


def _run(articles: Sequence[Article], processes: int) -> Run:
    from twosource.engines.local import LocalEngine
    from twosource.pipeline import Run

    return Run(LocalEngine(processes=processes), articles)
