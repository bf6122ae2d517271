"""The tables on disk, at their newest state: Delta tables whose rows know the unit of work they came of.

A unit is one call of a stage's function: its rows, and what it could not do, are written in one commit, so a unit is there whole or
not at all. A row whose first column is null only says that its unit is done. Nothing here decides which units are wanted.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from deltalake import CommitProperties, DeltaTable, PostCommitHookProperties, write_deltalake
from deltalake.exceptions import DeltaError

from twosource.errors import TwosourceError, UsageError
from twosource.ledger.generation import TABLES, to_disk
from twosource.model import Problem, Record, Table
from twosource.schema import BATCH, arrow_schema, arrow_type, fields, from_row, to_row

UNIT, PROBLEM = "unit", "problem"
MANY_UNITS = 300  # over that, the table is written anew rather than searched for them
MANY_FILES = 24  # over that, small files are put together
FILE_SIZE = 32 * 2**20  # of files put together: one unit taken out means one file written again
LOG = 200  # commits after which the log before them is dropped
KEYS = ("id", "of", "copy", "article_id", "story_id", "a", "b", "stage", "uri", "message")  # columns that rows are put in order by
# No minima and maxima of columns in the log: they would keep pieces of text that `remove` must take out.
SETTINGS = {
    "delta.dataSkippingNumIndexedCols": "0",
    "delta.enableExpiredLogCleanup": "false",
    "delta.logRetentionDuration": "interval 0 days",
}


class LedgerFull(TwosourceError):
    """The disk, or a limit on file sizes, is reached: exit code 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What came of one unit: records, and problems among them."""

    unit: str
    records: tuple[Record, ...]


@contextmanager
def disk(folder: Path) -> Iterator[None]:
    """Tells a full disk, or one that may not be written, in the user's terms."""
    try:
        yield
    except (OSError, DeltaError) as error:
        what = str(error)
        if any(sign in what for sign in ("No space left", "File too large", "Disk quota", "os error 28", "os error 27")):
            told = f"the disk is full, or a limit on file sizes is met, under {folder}; all finished work is kept: free space and run again"
            raise LedgerFull(told) from error
        if isinstance(error, PermissionError) or "Permission denied" in what or "Read-only" in what:
            raise UsageError(f"the ledger {folder} may not be written here; change its permissions or give another --ledger") from error
        raise


def storage_schema(of: type) -> Any:
    """The columns of a table of `of` on disk."""
    columns = [pa.field(name, arrow_type(hint)) for name, hint in fields(of)]
    return pa.schema([*columns, pa.field(UNIT, pa.string()), pa.field(PROBLEM, arrow_type(Problem))])


class Store:
    """The newest versions of the tables in one ledger's folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, name: str) -> str:
        return str(self.folder.absolute() / TABLES / name)

    def names(self) -> list[str]:
        root = self.folder / TABLES
        return sorted(p.name for p in root.iterdir() if DeltaTable.is_deltatable(str(p.absolute()))) if root.is_dir() else []

    def units(self, name: str, of: type) -> set[str]:
        """The units that are done; none where the records had other fields then."""
        delta = self._open(name)
        if delta is None or not _fits(delta, of):
            return set()
        return {u for part in self._parts(name, delta, [UNIT]) for u in part[UNIT].to_pylist()}

    def append(self, name: str, made: Iterable[Made], of: type) -> None:
        """Add units in one commit."""
        rows = (row for m in made for row in _rows(m, of))
        parts = [pa.Table.from_pylist(some, schema=storage_schema(of)) for some in iter(lambda: list(islice(rows, BATCH)), [])]
        if parts:
            self._write(name, pa.concat_tables(parts), of)

    def drop(self, name: str, units: Collection[str], of: type) -> None:
        """Take units out."""
        delta = self._open(name)
        if delta is None or not units:
            return
        with disk(self.folder):
            if len(units) <= MANY_UNITS:
                listed = ", ".join(f"'{u}'" for u in sorted(units))
                delta.delete(f"{UNIT} IN ({listed})", post_commithook_properties=_HOOK)
                return
        table = pa.concat_tables(self._parts(name, delta))
        kept = table.filter(pc.invert(pc.is_in(table[UNIT], pa.array(sorted(units)))))
        self._write(name, kept.cast(storage_schema(of)), of, mode="overwrite")

    def keep(self, name: str, made: Iterable[Made], of: type) -> None:
        """Make the table hold just these units, writing only those it lacks."""
        wanted = {m.unit: m for m in made}
        have = self.units(name, of)
        self.drop(name, have - wanted.keys(), of)
        self.append(name, [m for unit, m in sorted(wanted.items()) if unit not in have], of)
        self.ensure(name, of)

    def ensure(self, name: str, of: type) -> None:
        """An empty table where there is none."""
        delta = self._open(name)
        if delta is None or not _fits(delta, of):
            self._write(name, storage_schema(of).empty_table(), of)

    def load(self, name: str, of: type, *, units: Collection[str] | None = None) -> Table:
        """The records of the table as it is now, or of these units of it, in a fixed order."""
        delta = self._open(name)
        parts = iter(()) if delta is None else self._read(name, delta)
        if units is not None:
            among = pa.array(sorted(units), pa.string())
            parts = (_only(part, pc.is_in(part[UNIT], among)) for part in parts)
        return records_table(list(parts), of)

    def problems(self, name: str, of: type) -> list[Problem]:
        """What the table's units could not do."""
        delta = self._open(name)
        parts = [] if delta is None else self._parts(name, delta, [PROBLEM])
        return [from_row(row, Problem) for part in parts for row in part[PROBLEM].to_pylist() if row is not None]

    def version(self, name: str) -> int:
        delta = self._open(name)
        return -1 if delta is None else delta.version()

    def compact(self, name: str) -> None:
        """Put small files together where there are many."""
        delta = self._open(name)
        if delta is not None and len(delta.file_uris()) > MANY_FILES:
            with disk(self.folder):
                delta.optimize.compact(target_size=FILE_SIZE, post_commithook_properties=_HOOK)

    def clean(self, name: str, *, hours: int, everything: bool = False) -> None:
        """Delete files that the table has not named for so long, and the log before its last checkpoint where that is long."""
        delta = self._open(name)
        if delta is None:
            return
        with disk(self.folder):
            delta.vacuum(
                retention_hours=hours, dry_run=False, enforce_retention_duration=False, full=everything, post_commithook_properties=_HOOK
            )
            if len(list(Path(self.path(name), "_delta_log").glob("*.json"))) > LOG:
                delta.update_incremental()
                delta.create_checkpoint()
                delta.cleanup_metadata()

    def flush(self, since: float) -> None:
        """Wait until every file written since then is on the disk, and the names of the folders they are in."""
        for folder in [p for name in self.names() for p in (Path(self.path(name)), Path(self.path(name), "_delta_log"))]:
            for file in folder.iterdir():
                if file.is_file() and file.stat().st_mtime >= since:
                    to_disk(file)
            to_disk(folder)

    def _read(self, name: str, delta: DeltaTable, columns: list[str] | None = None) -> Iterator[Any]:
        """The files one after the other: of 200,000 articles each copy of a table is half a gigabyte."""
        return (read_file(f, columns) for f in files_of(delta, Path(self.path(name))))

    def _parts(self, name: str, delta: DeltaTable, columns: list[str] | None = None) -> list[Any]:
        return list(self._read(name, delta, columns))

    def _open(self, name: str) -> DeltaTable | None:
        path = self.path(name)
        return DeltaTable(path) if DeltaTable.is_deltatable(path) else None

    def _write(self, name: str, rows: Any, of: type, *, mode: Any = "append") -> None:
        with disk(self.folder):
            delta = self._open(name)
            Path(self.path(name)).mkdir(parents=True, exist_ok=True)
            if delta is None:
                DeltaTable.create(self.path(name), schema=storage_schema(of), configuration=SETTINGS)
            elif not _fits(delta, of):  # the records had other fields then: nothing made so is wanted any more
                write_deltalake(
                    delta, rows, mode="overwrite", schema_mode="overwrite", configuration=SETTINGS, post_commithook_properties=_HOOK
                )
                return
            if len(rows) or mode == "overwrite":
                write_deltalake(self.path(name), rows, mode=mode, commit_properties=CommitProperties(), post_commithook_properties=_HOOK)


_HOOK = PostCommitHookProperties(create_checkpoint=True, cleanup_expired_logs=False)


def _rows(made: Made, of: type) -> Iterator[dict[str, Any]]:
    for r in made.records:
        yield {**to_row(r), UNIT: made.unit} if isinstance(r, of) else {PROBLEM: to_row(r), UNIT: made.unit}
    if not made.records:
        yield {UNIT: made.unit}


def _fits(delta: DeltaTable, of: type) -> bool:
    found = pa.schema(delta.schema().to_arrow())
    return bool(found.equals(storage_schema(of))) or _names(found) == _names(storage_schema(of))


def files_of(delta: DeltaTable, folder: Path) -> list[str]:
    """The files of a table's version; Delta gives them escaped where the folder's name is odd."""
    return [str(folder / f.rsplit("/", 1)[-1]) for f in delta.file_uris()]


def read_file(file: Any, columns: list[str] | None = None) -> Any:
    """A Parquet file as Arrow; what Delta wrote again (after a deletion) says it holds string views, which little can be done with."""
    read = pq.read_table(file, columns=columns)
    return read.cast(pa.schema([pa.field(f.name, _plain(f.type)) for f in read.schema]))


def _plain(kind: Any) -> Any:
    if pa.types.is_struct(kind):
        return pa.struct([pa.field(f.name, _plain(f.type)) for f in kind])
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return pa.list_(_plain(kind.value_type))
    return pa.string() if pa.types.is_string_view(kind) or pa.types.is_large_string(kind) else kind


def _names(schema: Any) -> list[tuple[str, str]]:
    return [(f.name, str(f.type).replace("element", "item").replace("large_", "").replace("string_view", "string")) for f in schema]


def records_table(parts: Sequence[Any], of: type, *, sort: bool = True) -> Table:
    """Rows read from files as a table of `of`: bookkeeping left out, fields that are new since filled in, in a fixed order."""
    schema = arrow_schema(of)
    if not parts:
        return schema.empty_table()
    read = pa.concat_tables(parts, promote_options="default")
    read = _only(read, pc.is_valid(read[schema.names[0]]))
    defaults = {f.name: f.default for f in dataclasses.fields(of)}
    columns = []
    for field in schema:
        if field.name in read.schema.names:
            columns.append(read[field.name])
        else:
            default = defaults[field.name]
            blank = None if default is dataclasses.MISSING else to_row(default)
            columns.append(pa.array([blank] * len(read), field.type))
    try:
        table = pa.table(dict(zip(schema.names, columns, strict=True))).cast(schema)
    except (pa.ArrowInvalid, pa.ArrowTypeError, ValueError) as error:
        fix = "redo it with: twosource build --ledger DIR"
        raise UsageError(f"the ledger was written by another version, with other fields; {fix}") from error
    del read, columns
    return _in_order(table, [name for name in KEYS if name in schema.names]) if sort else table


def _only(table: Any, wanted: Any) -> Any:
    """The rows that are wanted; the table itself, not a copy of it, where all are."""
    return table if pc.all(wanted, skip_nulls=False, min_count=0).as_py() else table.filter(wanted)


def _in_order(table: Any, keys: Sequence[str]) -> Any:
    """Sorted by the keys; the table itself where it is: what one build made lies in order."""
    if not keys or len(table) < 2:
        return table
    first = table[keys[0]]
    if pc.all(pc.less(first.slice(0, len(table) - 1), first.slice(1)), skip_nulls=False).as_py():  # nulls lie last
        return table
    return table.sort_by([(name, "ascending") for name in keys])
