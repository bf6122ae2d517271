"""The engine of a ledger: runs a stage's function only on what it has not been run on, and keeps what it made as it goes.

A unit's name is the digest of the rules and of all it is made from, so what is there is right, whatever was done before and in
whatever order: an append, a changed rule and a build taken up after a kill are one case. The field: memoised, content-addressed
builds. Stages do not notice (model.Engine).
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from hashlib import sha256
from itertools import islice
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from twosource.engines.local import BATCH, LocalEngine
from twosource.ledger import rules
from twosource.ledger.store import Made, Store
from twosource.model import Record, Table
from twosource.pipeline import STAGES
from twosource.schema import fields, from_table, to_row, to_table

KEPT_EVERY = 10.0  # seconds of work that a kill loses at most: a commit costs 20 ms, and leaves a small file
TABLE_OF = {stage.record: stage.writes for stage in STAGES}


class Workers(Protocol):
    """Who does the work: processes of this machine (LocalEngine), or a cluster's (SparkEngine)."""

    def each(self, work: Callable[[list[Any]], list[Made]], batches: Iterable[list[Any]], *, size: int) -> Iterator[list[Made]]:
        """What `work` makes of each batch, in their order."""
        ...


class Remembering:
    """An engine over a ledger's store: SQL is done here, by DuckDB, the stages' functions by `workers`."""

    def __init__(self, store: Store, workers: Workers) -> None:
        self.store, self.workers = store, workers
        self.local = workers if isinstance(workers, LocalEngine) else LocalEngine()
        self.kept: dict[str, type] = {}  # the tables written in this build
        self.wanted: dict[str, set[str]] = {}  # the units of each
        self.made = 0  # units

    def table(self, records: Iterable[Record], of: type) -> Table:
        return to_table(records, of)

    def records(self, table: Table, of: type) -> Iterator[Record]:
        return from_table(table, of)

    def sql(self, query: str, **tables: Table) -> Table:
        return self.local.sql(query, **tables)

    def map(self, function: Callable[[Iterator[Record]], Iterable[Record]], rows: Table, *, reads: type, writes: type) -> Table:
        seed = rules.of_function(function)
        units = [_digest(seed, row) for row in _row_digests(self, rows, reads)]

        def missing(new: set[str]) -> Iterator[list[tuple[str, Record]]]:
            at = {i: u for u, i in {u: i for i, u in enumerate(units) if u in new}.items()}
            found = from_table(rows.filter(pa.array([i in at for i in range(len(units))], pa.bool_())), reads)
            todo = zip((at[i] for i in sorted(at)), found, strict=True)
            while batch := list(islice(todo, BATCH)):
                yield batch

        return self._settle(_map_units, function, units, missing, writes)

    def group(
        self,
        function: Callable[[str, Mapping[str, list[Record]]], Iterable[Record]],
        tables: Mapping[str, tuple[Table, type]],
        *,
        key: str,
        writes: type,
    ) -> Table:
        seed = rules.of_function(function)
        parts: dict[str, list[str]] = {}
        for name, (table, of) in sorted(tables.items()):
            for value, row in sorted(zip(table[key].to_pylist(), _row_digests(self, table, of), strict=True)):
                parts.setdefault(value, []).append(f"{name} {row}")
        unit_of = {value: _digest(seed, value, *rows) for value, rows in sorted(parts.items())}

        def missing(new: set[str]) -> Iterator[list[tuple[str, str, dict[str, list[Record]]]]]:
            keys = pa.array([value for value, unit in unit_of.items() if unit in new], pa.string())
            groups: dict[str, dict[str, list[Record]]] = {value: {n: [] for n in tables} for value in keys.to_pylist()}
            for name, (table, of) in tables.items():
                wanted = table.filter(pc.is_in(table[key].cast(pa.string()), keys))
                for value, record in zip(wanted[key].to_pylist(), from_table(wanted, of), strict=True):
                    groups[value][name].append(record)
            todo = ((unit_of[value], value, rows) for value, rows in groups.items())
            while batch := list(islice(todo, BATCH)):
                yield batch

        return self._settle(_group_units, function, list(unit_of.values()), missing, writes)

    def _settle(
        self,
        work: Callable[..., list[Made]],
        function: Callable[..., Iterable[Record]],
        units: list[str],
        missing: Callable[[set[str]], Iterator[list[Any]]],
        writes: type,
    ) -> Table:
        """Make the units that are missing and give the table of those asked for; several calls may each make a part of one table."""
        name = TABLE_OF.get(writes, function.__name__)
        self.kept[name] = writes
        wanted = set(units)
        self.wanted.setdefault(name, set()).update(wanted)
        have = self.store.units(name, writes)
        new = wanted - have
        waiting: list[Made] = []
        made, last = 0, time.monotonic()
        try:
            for batch in self.workers.each(partial(work, function), missing(new), size=len(new)):
                waiting += batch
                made += len(batch)
                if time.monotonic() - last >= KEPT_EVERY:
                    self.store.append(name, waiting, writes)
                    waiting, last = [], time.monotonic()
        except KeyboardInterrupt:
            self.store.append(name, waiting, writes)
            raise
        self.store.append(name, waiting, writes)
        assert made == len(new), f"{name}: {made} of {len(new)} units were made"
        self.made += made
        self.store.ensure(name, writes)
        return self.store.load(name, writes, units=wanted)

    def drop_unwanted(self) -> None:
        """Take out the units that no call of this build asked for."""
        for name, writes in self.kept.items():
            self.store.drop(name, self.store.units(name, writes) - self.wanted[name], writes)


def _map_units(function: Callable[[Iterator[Record]], Iterable[Record]], batch: list[tuple[str, Record]]) -> list[Made]:
    return [Made(unit=unit, records=tuple(function(iter([record])))) for unit, record in batch]


def _group_units(
    function: Callable[[str, Mapping[str, list[Record]]], Iterable[Record]], batch: list[tuple[str, str, dict[str, list[Record]]]]
) -> list[Made]:
    return [Made(unit=unit, records=tuple(function(key, rows))) for unit, key, rows in batch]


def _digest(*parts: str) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()


def _row_digests(engine: Remembering, table: Table, of: type) -> list[str]:
    """A digest of the fields of each row; DuckDB does it a hundred times faster than Python would."""
    names = [name for name, _ in fields(of)]
    packed = ", ".join(f'"{name}" := "{name}"' for name in names)
    rows = table.select(names).append_column("row number", pa.array(range(len(table)), pa.int64()))
    query = f'SELECT sha256(CAST(to_json(struct_pack({packed})) AS VARCHAR)) AS digest FROM t ORDER BY "row number"'
    found: list[str] = engine.sql(query, t=rows)["digest"].to_pylist()
    return found


def row_digest(record: Record) -> str:
    """A digest of one record, for units that are records."""
    return sha256(json.dumps(to_row(record), ensure_ascii=True, sort_keys=True).encode()).hexdigest()
