"""Twosource: what is known, from whom, and where the accounts part, every line tied to its exact words.

    >>> import twosource
    >>> found = twosource.findings(twosource.read_articles(["articles/"]).articles)  # doctest: +SKIP
    >>> ledger = twosource.open("ledger/")  # doctest: +SKIP
    >>> ledger.search("drones > 200 said:Zelenskyy")  # doctest: +SKIP

The records are in twosource.model; the command line calls these same functions. A notebook shows what they give as tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from twosource.library import Library, Records
    from twosource.model import Article, Claim, Finding, Story
    from twosource.pipeline import Run
    from twosource.read import Reading

__all__ = ["claims", "findings", "open", "read_articles", "stories"]


def read_articles(inputs: Sequence[str], *, outlets: Path | None = None, published: str | None = None) -> Reading:
    """Articles from files and folders; what could not be read is in the result's problems. UsageError for a path that is not there."""
    from twosource.read import read

    return read(inputs, outlets=outlets, published=published)


def claims(articles: Sequence[Article], *, processes: int = 1) -> Records[Claim]:
    """Each proposition the articles put forward, on whose word, sorted by id."""
    return _shown(_run(articles, processes).records("claims"))


def stories(articles: Sequence[Article], *, processes: int = 1) -> Records[Story]:
    """The articles by happening, with copies folded, sorted by id."""
    return _shown(_run(articles, processes).stories())


def findings(articles: Sequence[Article], *, processes: int = 1) -> Records[Finding]:
    """What the claims of each story come to, sorted by id."""
    return _shown(_run(articles, processes).records("findings"))


def open(folder: str | Path) -> Library:
    """The ledger in a folder: its records, search, rulings and builds. UsageError where there is none."""
    from twosource.library import Library

    return Library(folder)


def _shown(rows: list[Any]) -> Records[Any]:
    from twosource.library import Records

    return Records(rows)


def _run(articles: Sequence[Article], processes: int) -> Run:
    from twosource.engines.local import LocalEngine
    from twosource.pipeline import Run

    return Run(LocalEngine(processes=processes), articles)
