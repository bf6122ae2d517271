"""How rows travel to the workers of an engine and what these make of them: a few rows of one or more tables, as Arrow.

Reads and writes Rows; the stage's function sees records only. Records and problems are parted here, for every engine. It does
not know where it runs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import pyarrow as pa

from twosource.model import Problem, Record, Table
from twosource.schema import from_table, to_table

Map: TypeAlias = Callable[[Iterator[Record]], Iterable[Record]]
Group: TypeAlias = Callable[[str, Mapping[str, list[Record]]], Iterable[Record]]


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of some tables; a slice of Arrow would pickle the whole table that it is cut from, these only themselves."""

    tables: dict[str, Table]

    def __len__(self) -> int:
        return sum(map(len, self.tables.values()))

    def __reduce__(self) -> tuple[Any, ...]:
        return _unpacked, ({name: _packed(table) for name, table in self.tables.items()},)


@dataclass(frozen=True, slots=True)
class Made:
    """What a function made of some rows."""

    rows: Rows  # one table, named ""
    problems: list[Problem]


def _packed(table: Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return bytes(sink.getvalue())


def _unpacked(tables: dict[str, bytes]) -> Rows:
    return Rows({name: pa.ipc.open_stream(data).read_all() for name, data in tables.items()})


def map_rows(rows: Rows, *, function: Map, reads: type, writes: type) -> Made:
    """`function` over the records of the one table in `rows`."""
    (table,) = rows.tables.values()
    return _made(function(from_table(table, reads)), writes)


def group_rows(rows: Rows, *, function: Group, of: Mapping[str, type], key: str, writes: type) -> Made:
    """`function` over each group of `rows`, in the order of the keys."""
    groups: dict[str, dict[str, list[Record]]] = {}
    for name, table in rows.tables.items():
        for value, record in zip(table[key].to_pylist(), from_table(table, of[name]), strict=True):
            groups.setdefault(value, {n: [] for n in of})[name].append(record)
    return _made((r for value, held in sorted(groups.items()) for r in function(value, held)), writes)


def _made(records: Iterable[Record], writes: type) -> Made:
    problems: list[Problem] = []

    def kept() -> Iterator[Record]:
        for record in records:
            if isinstance(record, Problem):
                problems.append(record)
            else:
                yield record

    return Made(Rows({"": to_table(kept(), writes)}), problems)


def whole_groups(tables: Mapping[str, Table], *, key: str, size: int) -> Iterator[Rows]:
    """Tables that are sorted by `key`, cut between groups into batches of `size` rows or little more."""
    counts = {name: Counter(table[key].to_pylist()) for name, table in tables.items()}
    start, end = dict.fromkeys(tables, 0), dict.fromkeys(tables, 0)
    for value in sorted({v for c in counts.values() for v in c}):
        end = {name: at + counts[name][value] for name, at in end.items()}
        if sum(end.values()) - sum(start.values()) >= size:
            yield _slice(tables, start, end)
            start = end
    if end != start:
        yield _slice(tables, start, end)


def _slice(tables: Mapping[str, Table], start: Mapping[str, int], end: Mapping[str, int]) -> Rows:
    return Rows({name: table.slice(start[name], end[name] - start[name]) for name, table in tables.items()})
