"""One whole generation of a ledger, to read from: the tables as they were when it was opened, whatever is written meanwhile.

Reads DIR/ledger.json and the files that its versions name, which it holds open: compaction and removal take no file from under it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
from deltalake import DeltaTable
from deltalake.exceptions import DeltaError

from twosource.errors import Mismatch, UsageError
from twosource.group.stories import assemble
from twosource.ledger import generation
from twosource.ledger.generation import TABLES, Generation
from twosource.ledger.store import UNIT, files_of, read_file, records_table
from twosource.model import Article, Problem, Record, Story, Table
from twosource.pipeline import STAGES
from twosource.schema import from_table

RECORDS: Mapping[str, type] = {"articles": Article, "problems": Problem} | {stage.writes: stage.record for stage in STAGES}
TRIES = 20  # a generation can be replaced, and its files deleted, between reading its name and opening them


class Ledger:
    """A generation of the ledger in `folder`; it gives the same tables as a pipeline.Run on the same articles."""

    def __init__(self, folder: Path, of: Generation) -> None:
        self.folder, self.generation = folder, of
        self._files = {name: [pa.memory_map(f) for f in uris(folder, name, version)] for name, version in of.tables.items()}

    def table(self, name: str) -> Table:
        """The table as Arrow; UsageError where the ledger was built no further than to one before it."""
        if name not in self.generation.tables and name in RECORDS:
            fix = f"make them with: twosource build --ledger {self.folder}"
            raise UsageError(f"the ledger {self.folder} was built with --until: it has no {name} yet; {fix}")
        return self._records(name, RECORDS[name])

    def records(self, name: str) -> list[Record]:
        """The rows of a table, in the order they are printed in."""
        return list(from_table(self.table(name), RECORDS[name]))

    def stories(self) -> list[Story]:
        """The stories, sorted by id."""
        return assemble(self.records("articles"), memberships=self.records("memberships"), copies=self.records("copies"))

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What could not be read or done: first of the inputs, then of the stages."""
        found = self.by_unit("problems", Problem)
        first = sorted((p for u, p in found.items() if not u.startswith("stages")), key=lambda p: (p.uri or "", p.message))
        later = sorted((p for u, p in found.items() if u.startswith("stages")), key=lambda p: (p.article_id or "", p.span or (0, 0)))
        return (*first, *later)

    def read_problems(self) -> list[Problem]:
        """What could not be read of the inputs, as it was told then."""
        return [p for u, p in self.by_unit("problems", Problem).items() if u.startswith("supply")]

    def by_unit(self, name: str, of: type) -> dict[str, Record]:
        """A table whose units are single records."""
        parts = self._parts(name)
        ordered = [p.sort_by(UNIT) for p in [pa.concat_tables(parts)]] if parts else []
        units = [u for p in ordered for u in p[UNIT].to_pylist()]
        return dict(zip(units, from_table(records_table(ordered, of, sort=False), of), strict=True))

    def raw(self, name: str, of: type) -> list[Record]:
        """The records of a table that is not the pipeline's."""
        return list(from_table(self.as_table(name, of), of))

    def as_table(self, name: str, of: type) -> Table:
        """A table that is not the pipeline's, as Arrow."""
        return self._records(name, of)

    def as_supplied(self, article: Article) -> Article:
        """A settled article without what a person said of it: with the outlet and the date that it came with."""
        if not article.rulings:
            return article
        given = next((a for a in self._supplied if a.sha256 == article.sha256 and article.id.startswith(a.id)), article)
        return replace(article, outlet=given.outlet, published=given.published, rulings=())

    @cached_property
    def _supplied(self) -> list[Article]:
        return self.raw("supplied", Article)

    def _records(self, name: str, of: type) -> Table:
        return records_table(self._parts(name), of)

    def _parts(self, name: str) -> list[Any]:
        for file in self._files.get(name, ()):
            file.seek(0)
        return [read_file(file) for file in self._files.get(name, ())]


def uris(folder: Path, name: str, version: int) -> list[str]:
    """The Parquet files of one version of a table."""
    path = folder.absolute() / TABLES / name
    return files_of(DeltaTable(str(path), version=version), path)


def open_ledger(folder: Path) -> Ledger:
    """The generation that holds now; UsageError where there is no ledger, Mismatch where its files are not there."""
    for tried in range(TRIES + 1):
        now = generation.read(folder)
        if now is None:
            raise UsageError(f"there is no ledger at {folder}; make one with: twosource build INPUT... --ledger {folder}")
        try:
            return Ledger(folder, now)
        except (OSError, DeltaError) as error:
            if tried == TRIES:
                raise Mismatch(f"the ledger {folder} is damaged: a file of generation {now.generation} cannot be read: {error}") from error
    raise AssertionError
