"""What people decided, kept apart from what is derived: rows that are added, never changed; undoing is one more row.

Reads and writes DIR/rulings.sqlite (WAL). A target is an article's SHA-256 and a span, so a ruling can be matched again after every
re-run, whatever ids the records have then. Applying rulings is not done here.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from twosource.errors import UsageError
from twosource.model import Span

FILE = "rulings.sqlite"
TABLE = """
CREATE TABLE IF NOT EXISTS rulings (
  id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, targets TEXT NOT NULL, value TEXT, "by" TEXT NOT NULL, at TEXT NOT NULL,
  undo_of INTEGER REFERENCES rulings(id)
) STRICT;
CREATE TRIGGER IF NOT EXISTS rulings_stay BEFORE UPDATE ON rulings BEGIN SELECT raise(ABORT, 'rulings are never changed'); END;
CREATE TRIGGER IF NOT EXISTS rulings_last BEFORE DELETE ON rulings BEGIN SELECT raise(ABORT, 'rulings are never deleted'); END;
"""


class Kind(StrEnum):
    SAME = "same"
    NOT_SAME = "not_same"
    WRONG_SOURCE = "wrong_source"
    RENAME = "rename"
    MERGE_STORIES = "merge_stories"
    SPLIT_STORY = "split_story"
    SET_OUTLET = "set_outlet"
    SET_PUBLISHED = "set_published"
    NOTE = "note"
    UNDO = "undo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The words a ruling is about; without a span, the whole article."""

    sha256: str
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    id: int
    kind: Kind
    targets: tuple[Target, ...]
    value: str | None
    by: str
    at: str
    undo_of: int | None


class Rulings:
    """The rulings of the ledger in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._connection = sqlite3.connect(folder / FILE, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.executescript(TABLE)

    def add(self, kind: Kind, *, targets: Sequence[Target], by: str, value: str | None = None) -> Ruling:
        """Add a ruling; it is on the disk when this returns."""
        return self._add(kind, targets, value, by, None)

    def undo(self, id: int, *, by: str) -> Ruling:
        """Take a ruling back, by one more row."""
        known = {r.id: r for r in self.all()}
        if id not in known or known[id].kind is Kind.UNDO:
            raise UsageError(f"there is no ruling {id} to undo")
        if any(r.undo_of == id for r in known.values()):
            raise UsageError(f"the ruling {id} is undone already")
        return self._add(Kind.UNDO, known[id].targets, None, by, id)

    def all(self) -> list[Ruling]:
        """Every row, in the order they were made."""
        rows = self._connection.execute('SELECT id, kind, targets, value, "by", at, undo_of FROM rulings ORDER BY id')
        return [
            Ruling(id=id, kind=Kind(kind), targets=_targets(targets), value=value, by=by, at=at, undo_of=undo_of)
            for id, kind, targets, value, by, at, undo_of in rows
        ]

    def standing(self) -> list[Ruling]:
        """The rulings that nobody took back."""
        rulings = self.all()
        undone = {r.undo_of for r in rulings}
        return [r for r in rulings if r.kind is not Kind.UNDO and r.id not in undone]

    def close(self) -> None:
        self._connection.close()

    def _add(self, kind: Kind, targets: Sequence[Target], value: str | None, by: str, undo_of: int | None) -> Ruling:
        at = datetime.now(UTC).isoformat(timespec="seconds")
        listed = json.dumps([[t.sha256, t.span] for t in targets])
        sql = 'INSERT INTO rulings (kind, targets, value, "by", at, undo_of) VALUES (?, ?, ?, ?, ?, ?)'
        id = self._connection.execute(sql, (kind.value, listed, value, by, at, undo_of)).lastrowid
        assert id is not None
        return Ruling(id=id, kind=kind, targets=tuple(targets), value=value, by=by, at=at, undo_of=undo_of)


def _targets(listed: str) -> tuple[Target, ...]:
    return tuple(Target(sha256=sha, span=None if span is None else (span[0], span[1])) for sha, span in json.loads(listed))
