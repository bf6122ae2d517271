"""Schemas and encodings derived from the records of model.py: Arrow types, JSON Schemas, rows and back."""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from functools import cache
from itertools import islice
from typing import Any, Union, get_args, get_origin, get_type_hints

from twosource import model
from twosource.model import Record, Table

BATCH = 1000  # rows that are held as Python objects at a time
PUBLIC: tuple[type, ...] = (model.Article, model.Claim, model.Story, model.Finding, model.Problem)


@cache
def fields(record: type) -> tuple[tuple[str, Any], ...]:
    """(name, resolved type) of each field, in order."""
    hints = get_type_hints(record)
    return tuple((f.name, hints[f.name]) for f in dataclasses.fields(record))


def _optional(hint: Any) -> tuple[Any, bool]:
    if get_origin(hint) in (Union, types.UnionType):
        inner = [a for a in get_args(hint) if a is not type(None)]
        return inner[0], True
    return hint, False


def arrow_type(hint: Any) -> Any:
    """The Arrow type of a field's type; a span is a list of two int64."""
    import pyarrow as pa

    hint, _ = _optional(hint)
    if get_origin(hint) is tuple:
        return pa.list_(arrow_type(get_args(hint)[0]))
    if dataclasses.is_dataclass(hint):
        return pa.struct([(n, arrow_type(h)) for n, h in fields(hint)])  # type: ignore[arg-type]
    if issubclass(hint, StrEnum) or hint is str:
        return pa.string()
    return {int: pa.int64(), float: pa.float64(), bool: pa.bool_()}[hint]


@cache
def arrow_schema(record: type) -> Any:
    """The Arrow schema of a table of `record`."""
    import pyarrow as pa

    return pa.schema([pa.field(n, arrow_type(h), nullable=_optional(h)[1]) for n, h in fields(record)])


@cache
def _encoder(hint: Any) -> Callable[[Any], Any] | None:
    """What makes a value of this type plain; None where it is so already."""
    hint, _ = _optional(hint)
    if get_origin(hint) is tuple:
        item = _encoder(get_args(hint)[0])
        return list if item is None else lambda v: [item(x) for x in v]
    if dataclasses.is_dataclass(hint):
        names = [n for n, _ in fields(hint)]  # type: ignore[arg-type]
        parts = [(n, e) for n, h in fields(hint) if (e := _encoder(h))]  # type: ignore[arg-type]

        def encode(record: Record) -> dict[str, Any]:
            row = {n: getattr(record, n) for n in names}
            for name, part in parts:
                if row[name] is not None:
                    row[name] = part(row[name])
            return row

        return encode
    return str if issubclass(hint, StrEnum) else None


def to_row(value: Any) -> Any:
    """A record as plain lists, dicts, strings and numbers."""
    if isinstance(value, tuple):
        return [to_row(v) for v in value]
    kind: Any = type(value)
    encode = None if value is None else _encoder(kind)
    return encode(value) if encode else value


@cache
def _decoder(hint: Any) -> Callable[[Any], Any]:
    hint, optional = _optional(hint)
    decode: Callable[[Any], Any]
    if get_origin(hint) is tuple:
        item = _decoder(get_args(hint)[0])
        plain = get_args(hint)[0] in (int, str)
        decode = tuple if plain else lambda v: tuple(map(item, v))
    elif dataclasses.is_dataclass(hint):
        parts = [(n, _decoder(h)) for n, h in fields(hint)]  # type: ignore[arg-type]
        make: Any = hint
        decode = lambda v: make(**{n: d(v[n]) for n, d in parts})  # noqa: E731
    elif issubclass(hint, StrEnum):
        decode = hint
    else:
        return lambda v: v
    return (lambda v: None if v is None else decode(v)) if optional else decode


def from_row(row: dict[str, Any], of: type) -> Record:
    """The record that `to_row` made this row from."""
    return _decoder(of)(row)


def to_table(records: Iterable[Record], of: type) -> Table:
    """Batch by batch: no more than BATCH records are held beside the table."""
    import pyarrow as pa

    rows = map(to_row, records)
    schema = arrow_schema(of)
    batches = iter(lambda: list(islice(rows, BATCH)), [])
    return pa.Table.from_batches([pa.RecordBatch.from_pylist(batch, schema=schema) for batch in batches], schema=schema)


def from_table(table: Table, of: type) -> Iterator[Record]:
    names = [n for n, _ in fields(of)]
    for batch in table.select(names).to_batches(max_chunksize=BATCH):
        for row in batch.to_pylist():
            yield from_row(row, of)


def json_line(record: Record) -> str:
    """One line of JSONL: fields in the record's order, no spaces to argue about."""
    return json.dumps(to_row(record), ensure_ascii=False, separators=(", ", ": "))


def json_schemas() -> dict[str, Any]:
    """JSON Schemas (2020-12) of the public records by lower-case name."""
    from pydantic import TypeAdapter

    return {
        record.__name__.lower(): {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            **TypeAdapter(record).json_schema(mode="serialization"),
        }
        for record in PUBLIC
    }
