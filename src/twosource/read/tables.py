"""Tables of articles, a row each: CSV and Parquet.

Reads a Blob row by row, gives a Draft per row, under the names of data/aliases.tsv. A CSV's delimiter is the one that makes the most
of its header's names known; its cells may hold lists as JSON or as Python prints them. Reference: RFC 4180.
"""

from __future__ import annotations

import ast
import csv
import json
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from twosource.errors import ProblemKind
from twosource.read.decode import decode, encoding_of
from twosource.read.draft import MAX_LINE, Blob, Budget, CannotRead, Draft, Read, lost
from twosource.read.fields import Value, draft_of, known_names

_DELIMITERS = (",", "\t", ";", "|")
_BATCH = 64  # rows of Parquet held at once
_STRUCTURE = re.compile(r"\s*(?:\[.*\]|\{.*\})\s*", re.S)
_FLAGS = frozenset({"agency", "canceled"})
_AS_WRITTEN = frozenset({"text", "title", "id"})  # "[2025]" is a title
_GUARD = re.compile(r"'[=+\-@\t\r]")  # a spreadsheet-safe CSV marks with an apostrophe what would be a formula


def read_csv(blob: Blob) -> Iterator[Read]:
    csv.field_size_limit(MAX_LINE)
    dropped: list[int] = []
    lines = _lines(blob, dropped)
    header, delimiter = _header(lines, blob.uri)
    rows = csv.reader(lines, delimiter=delimiter)
    number, empty = 1, True
    while True:
        number += 1
        where = f"{blob.uri}, row {number}"
        try:
            cells = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            yield lost(ProblemKind.MALFORMED, f"{where} is no CSV: {error}", uri=blob.uri)
            empty = False
            continue
        if any(c.strip() for c in cells):
            empty = False
            yield _row(header, cells, blob.uri, where)
    for line in dropped:
        message = f"{blob.uri}, line {line} is longer than {MAX_LINE // 2**20} MB, the most that is read as one line; split its article"
        yield lost(ProblemKind.TOO_LONG, message, uri=blob.uri)
    if empty and not dropped:
        raise CannotRead(ProblemKind.EMPTY, f"{blob.uri} has a header and no rows")


def _lines(blob: Blob, dropped: list[int]) -> Iterator[str]:
    """Decoded lines with their ends; the numbers of those too long to hold go to `dropped`."""
    encoding = encoding_of(blob.head(), blob.uri)
    if encoding.startswith(("utf-16", "utf-32")):
        yield from decode(blob.whole(), blob.uri)[0].splitlines(keepends=True)
        return
    for number, line in enumerate(blob.lines(), 1):
        if line is None:
            dropped.append(number)
        else:
            text = line.decode(encoding, "replace") + "\n"
            yield text.removeprefix("\ufeff") if number == 1 else text


def _header(lines: Iterator[str], uri: str) -> tuple[list[str], str]:
    first = next((line for line in lines if line.strip()), None)
    if first is None:
        raise CannotRead(ProblemKind.EMPTY, f"{uri} is empty")
    best: tuple[int, list[str], str] = (0, [], "")
    for delimiter in _DELIMITERS:
        try:
            names = [name.strip() for name in next(csv.reader([first], delimiter=delimiter))]
        except (csv.Error, StopIteration):
            continue
        known = known_names(names)
        if "text" in known or "page" in known:
            best = max(best, (len(known), names, delimiter), key=lambda b: b[0])
    if not best[0]:
        raise CannotRead(
            ProblemKind.NO_ARTICLE,
            f"{uri} has no column for the text; its first line must name the columns, one of them text, maintext, body or the like",
        )
    return best[1], best[2]


def _row(header: Sequence[str], cells: list[str], uri: str, where: str) -> Read:
    try:
        if len(cells) > len(header):
            told = f"{where} has {len(cells)} cells, and the header {len(header)}; quote values that hold the delimiter"
            raise CannotRead(ProblemKind.MALFORMED, told)
        row = {name: _cell(cell, name) for name, cell in zip(header, cells, strict=False) if name}
        draft = draft_of(row, uri, where)
    except CannotRead as error:
        return lost(error.kind, error.message, uri=uri)
    return draft


def _cell(cell: str, column: str) -> Value:
    """The text of a cell, or the list or object that it writes out; None where it is empty."""
    if _GUARD.match(cell):
        return cell[1:]
    if column in _FLAGS:
        return {"true": True, "false": False}.get(cell.lower(), cell)
    if cell[:1] not in ("[", "{") or not _STRUCTURE.fullmatch(cell) or known_names([column]) & _AS_WRITTEN:
        return cell or None
    for parse in (json.loads, ast.literal_eval):  # pandas writes "['Ana', 'Bo']"
        try:
            value: Value = parse(cell)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
        return value if isinstance(value, list | dict) else cell
    return cell


def read_parquet(blob: Blob) -> Iterator[Read]:
    """Rows one at a time; columns of strings stay dictionaries, so a value that a file repeats a million times is held once."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = blob.seekable()
    budget = blob.budget or Budget(blob.uri)
    try:
        budget.earn(file.seek(0, 2))
        file.seek(0)
        schema = pq.read_schema(file)
        strings = [field.name for field in schema if pa.types.is_string(field.type) or pa.types.is_large_string(field.type)]
        if not {"text", "page"} & known_names(schema.names):
            names = ", ".join(schema.names[:12])[:200]
            raise CannotRead(ProblemKind.NO_ARTICLE, f"{blob.uri} has no column for the text; its columns are {names}")
        file.seek(0)
        table = pq.ParquetFile(file, read_dictionary=strings)
        for group in range(table.num_row_groups):
            budget.spend(table.metadata.row_group(group).total_byte_size)
        number = 0
        for batch in table.iter_batches(batch_size=_BATCH):
            for index in range(batch.num_rows):
                number += 1
                row = {name: _plain(column[index].as_py()) for name, column in zip(batch.schema.names, batch.columns, strict=True)}
                budget.spend(sum(len(v) for v in row.values() if isinstance(v, str)))
                yield _parquet_row(row, blob.uri, f"{blob.uri}, row {number}")
    except (pa.ArrowException, OSError, ValueError, MemoryError, KeyError, TypeError, OverflowError) as error:
        raise CannotRead(ProblemKind.MALFORMED, f"{blob.uri} is no whole Parquet file: {str(error)[:200]}") from error
    if not number:
        raise CannotRead(ProblemKind.EMPTY, f"{blob.uri} has no rows")


def _parquet_row(row: dict[str, Value], uri: str, where: str) -> Draft | Read:
    try:
        return draft_of(row, uri, where)
    except CannotRead as error:
        return lost(error.kind, error.message, uri=uri)


def _plain(value: Any) -> Value:
    """What JSON can say of an Arrow value."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items()}
    return value if isinstance(value, str | int | float | bool) else None
