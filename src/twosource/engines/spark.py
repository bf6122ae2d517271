"""The engine of a cluster: the same stages over PySpark 4, their functions through mapInArrow and applyInArrow, their SQL as it is.

A table is a DataFrame. What a stage made is kept, for several others read it; a lost executor's share is made again, to the
same bytes. Workers need this package. It does not read inputs: articles come as records, or as a DataFrame of their columns.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

import pyarrow as pa
import pyarrow.compute as pc
from pyspark.sql import SparkSession
from pyspark.sql.functions import col, struct
from pyspark.sql.pandas.types import from_arrow_schema

from twosource.engines.rows import Group, Made, Map, Rows, group_rows, map_rows
from twosource.model import Problem, Record, Table
from twosource.schema import arrow_type, fields, from_table, to_table

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

WAVE = 8
RECORD, PROBLEM = "record", "problem"  # columns of what a function made: one of both is null
SETTINGS = {
    "spark.sql.execution.arrow.maxRecordsPerBatch": "256",  # articles that a worker holds as records
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.showConsoleProgress": "false",
}


def session(master: str | None = None, *, settings: Mapping[str, str] | None = None) -> SparkSession:
    """A Spark session on `master`, else on the one that spark-submit or the configuration names."""
    builder = SparkSession.builder.appName("twosource")
    chosen = {**SETTINGS, **(settings or {})}
    if master:
        builder = builder.master(master)
        if master.startswith("local"):  # executors on this machine: its own interpreter, and no way in from outside
            os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
            os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
            chosen = {"spark.driver.host": "127.0.0.1", "spark.ui.enabled": "false", **chosen}
    for name, value in chosen.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


Batch = TypeVar("Batch")
Result = TypeVar("Result")


class SparkEngine:
    """Runs stages on a Spark session."""

    def __init__(self, spark: SparkSession) -> None:
        self.spark = spark
        self._made: list[DataFrame] = []

    @property
    def problems(self) -> list[Problem]:
        """What could not be done in any stage so far."""
        return [p for made in self._made for p in self.records(made.where(col(PROBLEM).isNotNull()).select(f"{PROBLEM}.*"), Problem)]

    def table(self, records: Iterable[Record], of: type) -> Table:
        rows = to_table(records, of)
        return self.spark.createDataFrame(rows if len(rows) else [], from_arrow_schema(rows.schema))

    def records(self, table: Table, of: type) -> Iterator[Record]:
        return from_table(table.select([name for name, _ in fields(of)]).toArrow(), of)

    def map(self, function: Map, rows: Table, *, reads: type, writes: type) -> Table:
        work = partial(_map, function=function, reads=reads, writes=writes)
        return self._kept(rows.select([name for name, _ in fields(reads)]).mapInArrow(work, _made_schema(writes)))

    def group(self, function: Group, tables: Mapping[str, tuple[Table, type]], *, key: str, writes: type) -> Table:
        of = {name: record for name, (_, record) in tables.items()}
        each = [
            table.select(col(key).alias("key of group"), struct(*(col(n) for n, _ in fields(record))).alias(name))
            for name, (table, record) in tables.items()
        ]
        union = each[0]
        for frame in each[1:]:
            union = union.unionByName(frame, allowMissingColumns=True)

        def work(together: pa.Table) -> pa.Table:  # Spark asks for its types, and a partial tells none
            return _group(together, function=function, of=of, key=key, writes=writes)

        return self._kept(union.groupBy("key of group").applyInArrow(work, _made_schema(writes)))

    def sql(self, query: str, **tables: Table) -> Table:
        for name, table in tables.items():
            table.createOrReplaceTempView(name)
        return self._cut(self.spark.sql(query))

    def each(self, work: Callable[[Batch], Result], batches: Iterable[Batch], *, size: int) -> Iterator[Result]:
        """What `work` (importable) makes of each batch, in their order; a job for WAVE batches a core, so that results come as it goes."""
        context = self.spark.sparkContext
        todo = iter(batches)
        while wave := list(islice(todo, WAVE * context.defaultParallelism)):
            yield from context.parallelize(wave, len(wave)).map(work).collect()

    def _cut(self, made: DataFrame) -> DataFrame:
        """The rows, kept, for several others read them; how they come about is known to Spark's RDDs alone, which make lost ones again.

        A plan that holds every plan before it, as often as they are read, takes minutes to make for ten articles.
        """
        from pyspark.sql.classic.dataframe import DataFrame as Classic

        rows = made._jdf.queryExecution().toRdd()
        plain = self.spark._jsparkSession.internalCreateDataFrame(rows, made._jdf.schema(), False)
        return Classic(plain, self.spark).persist()

    def _kept(self, made: DataFrame) -> DataFrame:
        made = self._cut(made)
        self._made.append(made)
        return made.where(col(RECORD).isNotNull()).select(f"{RECORD}.*")


def _made_schema(writes: type) -> Any:
    return from_arrow_schema(pa.schema([(RECORD, arrow_type(writes)), (PROBLEM, arrow_type(Problem))]))


def _map(batches: Iterable[pa.RecordBatch], *, function: Map, reads: type, writes: type) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        rows = Rows({"": pa.Table.from_batches([batch])})
        yield from _both(map_rows(rows, function=function, reads=reads, writes=writes), writes).to_batches()


def _group(together: pa.Table, *, function: Group, of: Mapping[str, type], key: str, writes: type) -> pa.Table:
    tables = {}
    for name in of:
        mine = together.filter(pc.is_valid(together[name]))
        held = mine[name].combine_chunks()
        columns = dict(zip((f.name for f in held.type), held.flatten(), strict=True))
        tables[name] = pa.table({**columns, key: mine["key of group"]})  # an alignment has its story_id already
    return _both(group_rows(Rows(tables), function=function, of=of, key=key, writes=writes), writes)


def _both(made: Made, writes: type) -> pa.Table:
    """Records and problems as one table, below each other."""
    records, problems = made.rows.tables[""], to_table(made.problems, Problem)
    parts = []
    for table, of in ((records, writes), (problems, Problem)):
        held = pa.concat_arrays([b.to_struct_array() for b in table.to_batches()] or [pa.array([], arrow_type(of))])
        mine = RECORD if table is records else PROBLEM
        columns = {name: pa.nulls(len(held), arrow_type(type_)) for name, type_ in ((RECORD, writes), (PROBLEM, Problem))}
        parts.append(pa.table({**columns, mine: held.cast(arrow_type(of))}))
    return pa.concat_tables(parts)
