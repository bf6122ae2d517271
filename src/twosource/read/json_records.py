"""JSON and JSONL: an object is an article, a list or an object around a list is many, and so is a line each; also JSON Feed and ninjs.

Reads a Blob, gives a Draft per record. A record that does not parse or holds no text loses only itself; lines are read one at
a time. Which fields a record may have is fields.py's.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from twosource.errors import ProblemKind
from twosource.read.decode import decode
from twosource.read.draft import MAX_LINE, Blob, CannotRead, Read, lost
from twosource.read.feed import is_json_feed, read_json_feed
from twosource.read.fields import draft_of, holds_text
from twosource.read.ninjs import is_ninjs
from twosource.read.ninjs import rows as ninjs_rows

_LISTS = (
    "articles",
    "results",
    "items",
    "stories",
    "documents",
    "docs",
    "data",
    "response",
    "@graph",
)  # what wraps records, outermost first
_WRAPPERS = 4  # objects around a list: {"response": {"results": [...]}} is two
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read_jsonl(blob: Blob) -> Iterator[Read]:
    if blob.head().startswith(_UTF16):
        yield from _lines(iter(decode(blob.whole(), blob.uri)[0].encode().split(b"\n")), blob.uri)
    else:
        yield from _lines(blob.lines(), blob.uri)


def read_json(blob: Blob) -> Iterator[Read]:
    """One JSON value; or, whatever the suffix says, lines of them."""
    head = blob.head()
    first, newline, rest = head.partition(b"\n")
    if newline and rest.strip() and isinstance(_value(first), dict):
        yield from read_jsonl(blob)
        return
    data = blob.whole()
    try:
        value = _parse(decode(data, blob.uri)[0])
    except _Malformed as error:
        lines = data.split(b"\n")
        if any(isinstance(_value(line), dict) for line in lines if line[:1] == b"{"):  # one bad line among good ones
            yield from _lines(iter(lines), blob.uri)
            return
        raise CannotRead(ProblemKind.MALFORMED, f"{blob.uri} is not valid JSON: {error}") from error
    if not value:
        raise CannotRead(ProblemKind.EMPTY, f"{blob.uri} holds no article: it is an empty {'list' if isinstance(value, list) else 'value'}")
    yield from _records(value, blob.uri, blob.uri)


def _lines(lines: Iterator[bytes | None], uri: str) -> Iterator[Read]:
    empty = True
    for number, line in enumerate(lines, 1):
        where = f"{uri}, line {number}"
        if line is None:
            yield lost(
                ProblemKind.TOO_LONG,
                f"{where} is longer than {MAX_LINE // 2**20} MB, the most that is read as one line; split its article",
                uri=uri,
            )
        elif line.strip():
            try:
                text, note = decode(line, where)
                if note:
                    raise CannotRead(ProblemKind.MALFORMED, f"{note} (JSON is always UTF-8)")
                yield from _records(_parse(text), uri, where)
            except _Malformed as error:
                yield lost(ProblemKind.MALFORMED, f"{where} is not valid JSON: {error}", uri=uri)
            except CannotRead as error:
                yield lost(error.kind, error.message, uri=uri)
        elif line is not None:
            continue
        empty = False
    if empty:
        raise CannotRead(ProblemKind.EMPTY, f"{uri} is empty")


def _records(value: Any, uri: str, where: str, *, inside: int = 0) -> Iterator[Read]:
    """The drafts in a parsed value; a record that gives none is a problem of its own."""
    if is_json_feed(value):
        yield from read_json_feed(value, uri)
        return
    if isinstance(value, dict) and is_ninjs(value):
        for number, row in enumerate(ninjs_rows(value)):
            yield _record(row, uri, f"{where}, association {number}" if number else where)
        return
    if inside < _WRAPPERS and isinstance(value, dict) and not holds_text(value):
        inner = next((value[k] for k in _LISTS if isinstance(value.get(k), list | dict)), None)
        if inner is not None:
            yield from _records(inner, uri, where, inside=inside + 1)
            return
    if inside < _WRAPPERS and isinstance(value, list):
        for number, item in enumerate(value, 1):
            yield from _records(item, uri, f"{where}, item {number}", inside=_WRAPPERS)
        return
    yield _record(value, uri, where)


def _record(value: Any, uri: str, where: str) -> Read:
    try:
        if not isinstance(value, dict):
            raise CannotRead(ProblemKind.MALFORMED, f"{where} is {_KINDS.get(type(value), 'a value')}, not an object with a text")
        return draft_of(value, uri, where)
    except CannotRead as error:
        return lost(error.kind, error.message, uri=uri)


_KINDS = {str: "a string", int: "a number", float: "a number", bool: "true or false", list: "a list", type(None): "null"}


class _Malformed(Exception):
    pass


def _parse(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        at = f"line {error.lineno}, column {error.colno}" if error.lineno > 1 else f"column {error.colno}"
        raise _Malformed(f"{error.msg} at {at}") from error
    except RecursionError as error:
        raise _Malformed("it is nested too deeply") from error
    except ValueError as error:  # a number of thousands of digits
        raise _Malformed(str(error).split(";")[0]) from error


def _value(line: bytes) -> Any:
    try:
        return _parse(line.decode())
    except (_Malformed, UnicodeDecodeError):
        return None
