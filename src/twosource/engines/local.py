"""The embedded engine: DuckDB for SQL, a pool of processes for `map` and `group`.

A worker opens its model once, because the stage functions cache it. Processes are spawned, one BLAS thread each, and only
where there is enough work to repay their start.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

from twosource.model import Problem, Record, Table
from twosource.schema import from_table, to_table

BATCH = 16  # articles a task: small enough to share out, large enough that pickling does not show
POOL_FROM = 50  # rows: below that a second process costs more than it brings (it loads the model in about 1.5 s)

Progress = Callable[[int], None]


def _one_thread() -> None:
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"


def _map_batch(function: Callable[[Iterator[Record]], Iterable[Record]], batch: list[Record]) -> list[Record]:
    return list(function(iter(batch)))


def _group_batch(
    function: Callable[[str, Mapping[str, list[Record]]], Iterable[Record]], batch: list[tuple[str, dict[str, list[Record]]]]
) -> list[Record]:
    return [r for key, rows in batch for r in function(key, rows)]


class LocalEngine:
    """Runs stages on this machine. `processes` is how many may work at once; `progress` is called with the rows done."""

    def __init__(self, *, processes: int = 1, progress: Progress | None = None) -> None:
        self.processes = processes
        self.progress = progress
        self.problems: list[Problem] = []

    def table(self, records: Iterable[Record], of: type) -> Table:
        return to_table(records, of)

    def records(self, table: Table, of: type) -> Iterator[Record]:
        return from_table(table, of)

    def map(self, function: Callable[[Iterator[Record]], Iterable[Record]], rows: Table, *, reads: type, writes: type) -> Table:
        records = list(from_table(rows, reads))
        batches = [records[i : i + BATCH] for i in range(0, len(records), BATCH)]
        return self._run(_map_batch, function, batches, len(records), writes)

    def group(
        self,
        function: Callable[[str, Mapping[str, list[Record]]], Iterable[Record]],
        tables: Mapping[str, tuple[Table, type]],
        *,
        key: str,
        writes: type,
    ) -> Table:
        groups: dict[str, dict[str, list[Record]]] = {}
        rows = 0
        for name, (table, of) in tables.items():
            for value, record in zip(table[key].to_pylist(), from_table(table, of), strict=True):
                groups.setdefault(value, {n: [] for n in tables})[name].append(record)
                rows += 1
        ordered = sorted(groups.items())
        return self._run(_group_batch, function, [[g] for g in ordered], len(ordered), writes)

    def sql(self, query: str, **tables: Table) -> Table:
        import duckdb

        with duckdb.connect(":memory:") as connection:
            for name, table in tables.items():
                connection.register(name, table)
            return connection.sql(query).to_arrow_table()

    def _run(
        self, work: Callable[..., list[Record]], function: Callable[..., Iterable[Record]], batches: list[Any], size: int, writes: type
    ) -> Table:
        kept: list[Record] = []
        results: Iterable[list[Record]]
        if self.processes > 1 and size >= POOL_FROM:
            before = dict(os.environ)
            _one_thread()  # set before the spawn: BLAS reads it at import
            try:
                with ProcessPoolExecutor(self.processes, mp_context=get_context("spawn"), initializer=_one_thread) as pool:
                    kept = self._keep(pool.map(work, [function] * len(batches), batches), batches)
            finally:
                os.environ.clear()
                os.environ.update(before)
        else:
            results = (work(function, b) for b in batches)
            kept = self._keep(results, batches)
        return to_table(kept, writes)

    def _keep(self, results: Iterable[list[Record]], batches: list[Any]) -> list[Record]:
        kept = []
        for batch, found in zip(batches, results, strict=True):
            for record in found:
                if isinstance(record, Problem):
                    self.problems.append(record)
                else:
                    kept.append(record)
            if self.progress:
                self.progress(len(batch))
        return kept
