"""Which files the arguments name: files as given, directories walked in order, `-` for standard input.

Raises UsageError for what cannot be (a path that is not there, a directory with nothing to read) before anything is read.
Hidden files are skipped. Says nothing of what a file holds: formats.py does.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import BinaryIO, cast

from twosource.errors import ProblemKind, UsageError
from twosource.read.draft import Blob, CannotRead
from twosource.read.formats import OTHERS, supported

STDIN = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One thing to read: `named` by the user, or found in a directory."""

    uri: str
    named: bool


def find(inputs: Sequence[str]) -> list[Source]:
    """The sources that the arguments name, each once, in order of their names."""
    if not inputs:
        raise UsageError("no input was given; name files or folders of articles, or - for standard input")
    found: dict[str, Source] = {}  # by where it really is: a.txt and ./a.txt are one file
    for source in sorted((s for given in inputs for s in _of(given)), key=lambda s: (not s.named, s.uri)):
        found.setdefault(STDIN if source.uri == STDIN else os.path.realpath(source.uri), source)
    return sorted(found.values(), key=lambda s: s.uri)


def _of(given: str) -> Iterator[Source]:
    if given == STDIN:
        yield Source(uri=STDIN, named=True)
    elif not given or "\0" in given:
        raise UsageError(f"{given!r} is no path; name a file or folder, or - for standard input")
    elif os.path.isdir(given):
        files = list(_walk(given))
        if not any(supported(f) for f in files):
            other = f" ({len(files)} files of other kinds)" if files else ""
            raise UsageError(f"{given} has nothing to read{other}{OTHERS}")
        yield from (Source(uri=f, named=False) for f in files)
    elif os.path.lexists(given):
        yield Source(uri=given, named=True)
    else:
        raise UsageError(_missing(given))


def _walk(folder: str) -> Iterator[str]:
    for at, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        yield from (os.path.join(at, name) for name in sorted(names) if not name.startswith("."))


def _missing(given: str) -> str:
    if "://" in given:
        return f"{given} is a web address, and only files are read; save the page and name the file"
    path = Path(given)
    while not path.parent.is_dir():  # "artcles/a.txt": the folder's name is what is wrong
        path = path.parent
    try:
        by_stem = {Path(name).stem: name for name in sorted(os.listdir(path.parent), reverse=True)}
    except OSError:
        by_stem = {}
    near = get_close_matches(path.stem, list(by_stem), n=1)
    hint = f"; did you mean {path.parent / by_stem[near[0]]}?" if near else ""
    return f"there is no file or folder {given}{hint}"


def open_blob(source: Source, stdin: BinaryIO) -> Blob:
    """The bytes of a source; CannotRead where the system does not give them."""
    if source.uri == STDIN:
        return Blob(STDIN, stdin)
    if not source.named and os.path.exists(source.uri) and not os.path.isfile(source.uri):
        raise CannotRead(
            ProblemKind.UNREADABLE, f"{source.uri} is a device or pipe and no file; name it to read it"
        )  # opening one can wait for ever
    try:
        # unbuffered: a pipe such as /dev/fd/63 gives what it has, and a Blob holds its own head
        raw = open(source.uri, "rb", buffering=0)  # noqa: SIM115 - the front door closes it
    except OSError as error:
        raise CannotRead(ProblemKind.UNREADABLE, f"{source.uri} could not be opened: {_reason(error)}") from error
    return Blob(source.uri, cast(BinaryIO, io.BufferedReader(raw)))


def _reason(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "no permission; check who may read it"
    if isinstance(error, FileNotFoundError):
        return "it is a link to a file that is not there"
    return (error.strerror or type(error).__name__).lower()
