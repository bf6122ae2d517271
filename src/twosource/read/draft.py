"""What a reader hands over: a text with whatever its input says of it, as it says it, before it is an article.

A reader takes a Blob (bytes with a name) and yields a Draft for every article in it, and a Problem for each one it lost.
Dates, languages and hosts are still as given; finish.py reads them. Nothing here knows a format.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, TypeAlias

from twosource.errors import ProblemKind
from twosource.model import Article, Problem

MAX_FILE = 64 * 2**20  # bytes of a file read whole; lines of JSONL are read one at a time
MAX_LINE = 16 * 2**20  # bytes of a JSONL line: a text of MAX_TEXT characters fits even as \uXXXX pairs
MAX_TEXT = 1_000_000  # characters of an article; the longest of 18,777 news articles has 76,553
_HEAD = 2**16
_CHUNK = 2**20


class CannotRead(Exception):
    """This input, or this record of it, gives no article; becomes a problem row."""

    def __init__(self, kind: ProblemKind, message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One article as its input gives it. `given` is a row that Twosource wrote itself, taken as it stands."""

    uri: str
    text: str = ""
    id: str | None = None
    outlet: str | None = None  # a name
    host: str | None = None  # a domain that stands for the outlet where no name does
    credit: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    bylines: tuple[str, ...] = ()  # further names where an agency may be credited: "Associated Press in Valencia"
    published: str | int | float | None = None
    modified: str | int | float | None = None
    language: str | None = None
    version_of: str | None = None
    canceled: bool = False  # a kill notice; it may come without a text
    given: Article | None = None
    where: str | None = None  # the place in the file, for messages: "line 3"
    notes: tuple[tuple[ProblemKind, str], ...] = ()  # what went wrong without losing the article


Read: TypeAlias = Draft | Problem


@dataclass(slots=True)
class Blob:
    """Bytes with a name, read at most once and never more than the limits allow."""

    uri: str
    stream: BinaryIO
    _head: bytes = field(default=b"")

    def head(self) -> bytes:
        """The first 64 KB, still to be read."""
        while len(self._head) < _HEAD and (more := self.stream.read(_HEAD - len(self._head))):
            self._head += more
        return self._head

    def whole(self) -> bytes:
        """All bytes; CannotRead over MAX_FILE."""
        parts, size = [self._head], len(self._head)
        while size <= MAX_FILE and (more := self.stream.read(_CHUNK)):
            parts.append(more)
            size += len(more)
        if size > MAX_FILE:
            raise CannotRead(
                ProblemKind.TOO_LONG,
                f"{self.uri} is larger than {MAX_FILE // 2**20} MB, the most that is read as one file; split it, or give it as JSONL",
            )
        return b"".join(parts)

    def lines(self) -> Iterator[bytes | None]:
        """Lines without their newline; None for a line over MAX_LINE, which is skipped without being held."""
        held, over = self._head, False
        more = True
        while more:
            *ended, held = held.split(b"\n")
            for line in ended:
                yield None if over or len(line) > MAX_LINE else line
                over = False
            parts = [held]
            more = False
            while chunk := self.stream.read(_CHUNK):
                more = True
                if over or sum(map(len, parts)) > MAX_LINE:
                    over, parts = True, []
                parts.append(chunk)
                if b"\n" in chunk:
                    break
            held = b"".join(parts)
        if held or over:
            yield None if over or len(held) > MAX_LINE else held


Reader: TypeAlias = Callable[[Blob], Iterator[Read]]


def lost(kind: ProblemKind, message: str, *, uri: str) -> Problem:
    """The problem row of an article that could not be read."""
    return Problem(stage="read", kind=kind, message=message, uri=uri)


def check_length(characters: int, what: str) -> None:
    """CannotRead over MAX_TEXT."""
    if characters > MAX_TEXT:
        raise CannotRead(
            ProblemKind.TOO_LONG,
            f"{what} is longer than {MAX_TEXT:,} characters, the most that is read as one article; split it into its articles",
        )
