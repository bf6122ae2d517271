"""The embedded engine: DuckDB for SQL, a pool of processes for `map` and `group`.

A worker opens its model once, because the stage functions cache it. Processes are spawned, one BLAS thread each, once for all
stages, and only where there is enough work to repay their start. Beside the tables, only a few batches are held as records.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing import get_context
from tempfile import gettempdir, mkstemp
from typing import Any, TypeVar

from twosource.engines.rows import Group, Made, Map, Rows, group_rows, map_rows, whole_groups
from twosource.model import Problem, Record, Table
from twosource.schema import arrow_schema, fields, from_table, to_table

BATCH = 16  # rows of `map` a task: small enough to share out, large enough that sending them does not show
GROUPED = 256  # rows of `group` a task, in whole groups: most stories are one article
POOL_FROM = 50  # rows: below that a second process costs more than it brings (it loads the model in about 1.5 s)
AHEAD = 4  # tasks sent ahead to each process: none is idle, and no more is held
CHUNK = 10_000  # rows a chunk of SQL's results: of one whose texts exceed 2 GB, Arrow can make no array

HELD = 50_000  # rows of a stage's table that are kept in memory
MEMORY = "512MB"  # that SQL may hold beside its tables; the rest goes to the system's temporary folder
SPARKS = "CREATE MACRO explode(list) AS unnest(list); CREATE MACRO size(list) AS len(list)"  # what the shared SQL calls by Spark's name

Progress = Callable[[int], None]
Batch = TypeVar("Batch", bound=Sized)
Result = TypeVar("Result")


@contextmanager
def _one_thread() -> Iterator[None]:
    """Processes started inside use one BLAS thread each: it is read when they import."""
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(dict.fromkeys(names, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _started() -> None:
    """The first task of a process: it makes the pool start it."""


class LocalEngine:
    """Runs stages on this machine. `processes` is how many may work at once; `progress` is called with the rows done."""

    def __init__(self, *, processes: int = 1, progress: Progress | None = None) -> None:
        self.processes = processes
        self.progress = progress
        self.problems: list[Problem] = []
        self._pool: ProcessPoolExecutor | None = None

    def table(self, records: Iterable[Record], of: type) -> Table:
        return to_table(records, of)

    def records(self, table: Table, of: type) -> Iterator[Record]:
        return from_table(table, of)

    def map(self, function: Map, rows: Table, *, reads: type, writes: type) -> Table:
        names = [name for name, _ in fields(reads)]
        batches = (Rows({"": rows.slice(at, BATCH)}) for rows in _chunks(rows.select(names)) for at in range(0, len(rows), BATCH))
        work = partial(map_rows, function=function, reads=reads, writes=writes)
        return self._gathered(self.each(work, batches, size=len(rows)), writes)

    def group(self, function: Group, tables: Mapping[str, tuple[Table, type]], *, key: str, writes: type) -> Table:
        of = {name: record for name, (_, record) in tables.items()}
        by_key = {name: self._sorted(table.select(list({key: None, **dict(fields(of[name]))})), key) for name, (table, _) in tables.items()}
        work = partial(group_rows, function=function, of=of, key=key, writes=writes)
        size = sum(map(len, by_key.values()))
        return self._gathered(self.each(work, whole_groups(by_key, key=key, size=GROUPED), size=size), writes)

    def sql(self, query: str, **tables: Table) -> Table:
        import duckdb

        settings: dict[str, Any] = {"threads": str(self.processes), "memory_limit": MEMORY, "temp_directory": gettempdir()}
        with duckdb.connect(":memory:", config=settings) as connection:
            connection.execute(SPARKS)
            for name, table in tables.items():
                connection.register(name, table)
            return connection.sql(query).to_arrow_table(CHUNK)

    def each(self, work: Callable[[Batch], Result], batches: Iterable[Batch], *, size: int) -> Iterator[Result]:
        """What `work` (importable) makes of each batch, in their order, by as many processes as `size` rows repay."""
        if self.processes == 1 or size < POOL_FROM:
            for batch in batches:
                yield self._done(work(batch), len(batch))
            return
        pool = self._running()
        sent: deque[tuple[Future[Result], int]] = deque()
        try:
            for batch in batches:
                sent.append((pool.submit(work, batch), len(batch)))
                if len(sent) > AHEAD * self.processes:
                    future, rows = sent.popleft()
                    yield self._done(future.result(), rows)
            for future, rows in sent:
                yield self._done(future.result(), rows)
        except BaseException:
            self._pool = None
            pool.shutdown(wait=False, cancel_futures=True)
            raise

    def _running(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self.processes, mp_context=get_context("spawn"))
            with _one_thread():
                for _ in range(self.processes):
                    self._pool.submit(_started)
        return self._pool

    def _done(self, result: Result, rows: int) -> Result:
        if self.progress:
            self.progress(rows)
        return result

    def _sorted(self, table: Table, key: str) -> Table:
        return self.sql(f'SELECT * FROM t ORDER BY "{key}"', t=table)

    def _gathered(self, done: Iterable[Made], writes: type) -> Table:
        """What was made, as one table; of more than HELD rows it lies in a temporary file, and only what is looked at is in memory."""
        import pyarrow as pa

        parts: list[Table] = [arrow_schema(writes).empty_table()]
        file: _File | None = None
        for chunk in self._chunked(done):
            if file is None and sum(map(len, parts)) + len(chunk) > HELD:
                file = _File(chunk.schema, parts)
                parts = []
            if file is None:
                parts.append(chunk)
            else:
                file.write(chunk)
        return file.table() if file else pa.concat_tables(parts)

    def _chunked(self, done: Iterable[Made]) -> Iterator[Table]:
        """The rows made, CHUNK and a few together."""
        import pyarrow as pa

        small: list[Table] = []
        for made in done:
            self.problems += made.problems
            small += made.rows.tables.values()
            if sum(map(len, small)) >= CHUNK:
                yield pa.concat_tables(small).combine_chunks()
                small = []
        if small:
            yield pa.concat_tables(small).combine_chunks()


class _File:
    """Tables in a temporary file, which is gone when the table read from it is."""

    def __init__(self, schema: Any, tables: Iterable[Table]) -> None:
        import pyarrow as pa

        handle, self.path = mkstemp(suffix=".arrow", prefix="twosource-")
        os.close(handle)
        self.writer = pa.ipc.new_file(self.path, schema)
        for table in tables:
            self.write(table)

    def write(self, table: Table) -> None:
        self.writer.write_table(table)

    def table(self) -> Table:
        import pyarrow as pa

        self.writer.close()
        found = pa.ipc.open_file(pa.memory_map(self.path)).read_all()
        with suppress(OSError):  # Windows keeps a file that is mapped
            os.unlink(self.path)
        return found


def _chunks(table: Table) -> Iterator[Table]:
    """The table by the chunks it is made of: to cut a slice from a table costs by its chunks."""
    import pyarrow as pa

    for batch in table.to_batches():
        yield pa.Table.from_batches([batch])
