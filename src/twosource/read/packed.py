"""Packed files: gzip and Zstandard around one file of any kind, zip around many.

Reads a Blob, gives what the readers of the files inside give, each under the archive's name and its own. Nothing is written to
disk. Whatever is packed in one input, at any depth, comes out of one Budget, so a bomb costs no more than a hundred times its size.
"""

from __future__ import annotations

import gzip
import io
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO, cast

from twosource.errors import ProblemKind
from twosource.read.draft import MAX_FILE, MAX_RATIO, Blob, Budget, CannotRead, Draft, Exhausted, Forward, Read, lost
from twosource.read.formats import format_of, unpacked

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MAX_DEPTH = 3  # archives in archives
_DAMAGE = (EOFError, OSError, ValueError, zlib.error, zipfile.BadZipFile, RuntimeError, NotImplementedError)


class _Stream(io.RawIOBase):
    """A stream told what it gives: packed bytes earn, unpacked bytes are spent, and damage is CannotRead."""

    def __init__(self, inner: BinaryIO, uri: str, budget: Budget, *, packed: bool) -> None:
        self._inner, self._uri = inner, uri
        self._count = budget.earn if packed else budget.spend

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        try:
            data = self._inner.read(len(view))
        except _DAMAGE as error:
            reason = "it is cut short" if isinstance(error, EOFError) else str(error)[:200] or type(error).__name__
            raise CannotRead(ProblemKind.MALFORMED, f"{self._uri} is damaged, and not read beyond that: {reason}") from error
        self._count(len(data))
        view[: len(data)] = data
        return len(data)


def _buffered(stream: _Stream) -> BinaryIO:
    return cast(BinaryIO, io.BufferedReader(stream, 2**16))


def read_gzip(blob: Blob) -> Iterator[Read]:
    yield from _one(blob, lambda packed: cast(BinaryIO, gzip.GzipFile(fileobj=packed)))


def read_zstd(blob: Blob) -> Iterator[Read]:
    """Also with the dictionary in front that the WARC specification proposes."""
    from fastwarc.stream_io import ZstdReader

    yield from _one(blob, lambda packed: cast(BinaryIO, ZstdReader(Forward(packed))))


def _one(blob: Blob, opened: Callable[[BinaryIO], BinaryIO]) -> Iterator[Read]:
    _check_depth(blob)
    packed = blob.file()
    budget = blob.budget
    if budget is None:  # what is packed in a packed file has earned nothing of its own
        budget = Budget(blob.uri)
        packed = _buffered(_Stream(packed, blob.uri, budget, packed=True))
    stream = _buffered(_Stream(opened(packed), blob.uri, budget, packed=False))
    inner = Blob(blob.uri, stream, name=unpacked(blob.name or blob.uri), budget=budget, depth=blob.depth + 1)
    if inner.name == (blob.name or blob.uri):  # without the suffix: told by its bytes
        inner.name = "-"
    yield from format_of(inner).load()(inner)


def read_zip(blob: Blob) -> Iterator[Read]:
    """Every file in the archive but hidden ones; one that cannot be read loses only itself."""
    _check_depth(blob)
    file = blob.seekable()
    budget = blob.budget
    if budget is None:
        budget = Budget(blob.uri)
        budget.earn(file.seek(0, io.SEEK_END))
    try:
        archive = zipfile.ZipFile(file)
        members = [m for m in archive.infolist() if not m.is_dir()]
    except _DAMAGE as error:
        raise CannotRead(ProblemKind.MALFORMED, f"{blob.uri} is no whole zip archive: {error}") from error
    members = [m for m in members if not any(part.startswith((".", "__MACOSX")) and part != ".." for part in m.filename.split("/"))]
    if not members:
        raise CannotRead(ProblemKind.EMPTY, f"{blob.uri} is an archive with no files in it")
    for member in sorted(members, key=lambda m: m.filename):
        yield from _member(archive, member, Blob(f"{blob.uri}/{member.filename}", io.BytesIO(), budget=budget, depth=blob.depth + 1))


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, blob: Blob) -> Iterator[Read]:
    assert blob.budget is not None
    try:
        _check(member, blob.uri)
        with archive.open(member) as opened:
            blob.stream = _buffered(_Stream(cast(BinaryIO, opened), blob.uri, blob.budget, packed=False))
            for item in format_of(blob).load()(blob):
                yield replace(item, path=item.path or blob.uri) if isinstance(item, Draft) else item
    except Exhausted:
        raise
    except CannotRead as error:
        yield lost(error.kind, error.message, uri=blob.uri)
    except RecursionError:
        yield lost(ProblemKind.MALFORMED, f"{blob.uri} is nested too deeply to be read", uri=blob.uri)
    except _DAMAGE as error:
        yield lost(ProblemKind.MALFORMED, f"{blob.uri} is damaged: {str(error)[:200]}", uri=blob.uri)


def _check(member: zipfile.ZipInfo, uri: str) -> None:
    if member.filename.startswith("/") or ".." in member.filename.split("/"):
        raise CannotRead(ProblemKind.UNREADABLE, f"{uri} names a place outside the archive and is not read; pack it again")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise CannotRead(ProblemKind.UNREADABLE, f"{uri} is a link and no file; pack the file itself")
    if member.flag_bits & 1:
        raise CannotRead(ProblemKind.UNREADABLE, f"{uri} is encrypted; pack it again without a password")
    if member.file_size > max(MAX_FILE, MAX_RATIO * member.compress_size):  # found before a byte of it is unpacked
        raise CannotRead(ProblemKind.TOO_LONG, f"{uri} unpacks to more than {MAX_RATIO} times its size and is not read")


def _check_depth(blob: Blob) -> None:
    if blob.depth >= MAX_DEPTH:
        raise CannotRead(ProblemKind.UNREADABLE, f"{blob.uri} is packed more than {MAX_DEPTH} times over; unpack it first")
