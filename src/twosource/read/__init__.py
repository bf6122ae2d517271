"""Bytes to articles: files, folders and standard input, in whatever format they come.

Reads paths, gives a Reading: the articles, and a problem row for everything that could not be read. The user's mistakes
(UsageError) are found before any work; a bad file or record never stops a run. Never opens a network connection.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from twosource.errors import ProblemKind, UsageError
from twosource.model import Article, Problem
from twosource.read.dates import read_date
from twosource.read.draft import CannotRead, lost
from twosource.read.finish import finish
from twosource.read.formats import format_of
from twosource.read.inputs import Source, find, open_blob
from twosource.read.outlets import Said, load_outlets
from twosource.read.settle import settle

__all__ = ["Lost", "Reading", "read", "scan", "settle"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What came of the inputs. `unread` counts the files and records that gave no article, each of which has a problem row."""

    articles: tuple[Article, ...]
    problems: tuple[Problem, ...]
    unread: int


@dataclass(frozen=True, slots=True)
class Lost:
    """A file or record that gave no article."""

    problem: Problem


def read(inputs: Sequence[str], *, outlets: Path | None = None, published: str | None = None, stdin: BinaryIO | None = None) -> Reading:
    """All articles of the inputs, sorted by id. UsageError for a path, an --outlets or a --published that cannot be."""
    articles: list[Article] = []
    problems: list[Problem] = []
    unread = 0
    for item in scan(inputs, outlets=outlets, published=published, stdin=stdin):
        if isinstance(item, Article):
            articles.append(item)
        elif isinstance(item, Lost):
            problems.append(item.problem)
            unread += 1
        else:
            problems.append(item)
    settled, twice = settle(articles)
    return Reading(articles=settled, problems=tuple(sorted((*problems, *twice), key=lambda p: (p.uri or "", p.message))), unread=unread)


def scan(
    inputs: Sequence[str], *, outlets: Path | None = None, published: str | None = None, stdin: BinaryIO | None = None
) -> Iterator[Article | Problem | Lost]:
    """The articles one by one as they are read, before `settle` has seen them together; the arguments are checked at once."""
    said = load_outlets(outlets)
    day = _published(published)
    sources = find(inputs)
    return (item for source in sources for item in _read_one(source, said, day, stdin or sys.stdin.buffer))


def _published(given: str | None) -> str | None:
    if given is None:
        return None
    day = read_date(given)
    if day is None:
        raise UsageError(f"--published {given!r} is no date; write it as 2025-02-23 or 2025-02-23T14:00:00+01:00")
    return day


def _read_one(source: Source, said: Sequence[Said], published: str | None, stdin: BinaryIO) -> Iterator[Article | Problem | Lost]:
    try:
        blob = open_blob(source, stdin)
        try:
            for item in format_of(blob).load()(blob):
                if isinstance(item, Problem):
                    yield item if item.kind is ProblemKind.UNSUPPORTED else Lost(item)
                    continue
                path = item.path or source.uri
                try:
                    article, problems = finish(item, path=path, outlets=said, published=published)
                except CannotRead as error:
                    yield Lost(lost(error.kind, error.message, uri=path))
                    continue
                yield article
                yield from problems
        finally:
            if blob.stream is not stdin:
                blob.stream.close()
    except CannotRead as error:
        problem = lost(error.kind, error.message, uri=source.uri)
        # a picture beside the articles of a folder or archive is named, and is nothing that was asked for
        yield problem if error.kind is ProblemKind.UNSUPPORTED and not source.named else Lost(problem)
    except OSError as error:
        yield Lost(
            lost(
                ProblemKind.UNREADABLE,
                f"{source.uri} could not be read to its end: {(error.strerror or type(error).__name__).lower()}",
                uri=source.uri,
            )
        )
    except RecursionError:
        yield Lost(lost(ProblemKind.MALFORMED, f"{source.uri} is nested too deeply to be read", uri=source.uri))
