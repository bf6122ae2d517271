"""What a reader hands over: a text with whatever its input says of it, as it says it, before it is an article.

A reader takes a Blob (bytes with a name) and yields a Draft for every article in it, and a Problem for each one it lost.
Dates, languages and hosts are still as given; finish.py reads them. Nothing here knows a format.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, TypeAlias, cast

from twosource.errors import ProblemKind
from twosource.model import Article, Problem

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MAX_FILE = 64 * 2**20  # bytes of a file read whole; lines of JSONL are read one at a time
MAX_LINE = 16 * 2**20  # bytes of a JSONL line: a text of MAX_TEXT characters fits even as \uXXXX pairs
MAX_TEXT = 1_000_000  # characters of an article; the longest of 18,777 news articles has 76,553
MAX_RATIO = 100  # times its size that an archive may unpack to; saved pages reach 20, a bomb has 1,000
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
    path: str | None = None  # the file inside an archive
    notes: tuple[tuple[ProblemKind, str], ...] = ()  # what went wrong without losing the article


Read: TypeAlias = Draft | Problem


class Exhausted(CannotRead):
    """An archive unpacks to more than its budget: nothing further of it is read."""


@dataclass(slots=True)
class Budget:
    """What one input may unpack to, over everything packed inside it. It grows with the packed bytes that are read."""

    uri: str
    left: int = 256 * 2**20

    def earn(self, packed: int) -> None:
        self.left += packed * MAX_RATIO

    def spend(self, unpacked: int) -> None:
        self.left -= unpacked
        if self.left < 0:
            raise Exhausted(
                ProblemKind.TOO_LONG,
                f"{self.uri} unpacks to more than {MAX_RATIO} times its size, and the rest of it is not read; give its articles unpacked",
            )


@dataclass(slots=True)
class Blob:
    """Bytes with a name, read at most once and never more than the limits allow."""

    uri: str
    stream: BinaryIO
    name: str = ""  # tells the format where the uri does not: "a.jsonl" of "a.jsonl.gz"
    budget: Budget | None = None  # of the archive that this is in
    depth: int = 0  # how many archives this is in
    _head: bytes = field(default=b"")

    def head(self) -> bytes:
        """The first 64 KB, still to be read."""
        while len(self._head) < _HEAD and (more := self.stream.read(_HEAD - len(self._head))):
            self._head += more
        return self._head

    def file(self) -> BinaryIO:
        """All bytes from the first, as a file."""
        if not self._head:
            return self.stream
        if self.stream.seekable():
            self.stream.seek(-len(self._head), io.SEEK_CUR)
            self._head = b""
            return self.stream
        return cast(BinaryIO, io.BufferedReader(_Rejoined(self)))

    def seekable(self) -> BinaryIO:
        """All bytes as a file to go to and fro in: the file itself, else its bytes, of which CannotRead over MAX_FILE."""
        return self.file() if self.stream.seekable() else io.BytesIO(self.whole())

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


class _Rejoined(io.RawIOBase):
    """A blob's head and what follows it."""

    def __init__(self, blob: Blob) -> None:
        self._head, self._stream = blob.head(), blob.stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        data = self._head[: len(view)] or self._stream.read(len(view))
        self._head = self._head[len(view) :]
        view[: len(data)] = data
        return len(data)


class Forward:
    """A stream that only goes forward, in the form that fastwarc takes one: it must be able to say where it is, on a pipe too."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._at = stream, 0
        self.end = b""  # the last bytes read

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self._at += len(data)
        self.end = (self.end + data[-8:])[-8:]
        return data

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        raise io.UnsupportedOperation("seek")

    def close(self) -> None:
        """Whoever opened the stream closes it."""


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
