"""What people decided, kept apart from what is derived: rows that are added, never changed; undoing is one more row.

Reads and writes DIR/rulings.sqlite (WAL). A target is an article's SHA-256 and a span, with the ids and the words it had then, so a
ruling can be matched again after every re-run, whatever ids the records have. Applying rulings is not done here (standing.py).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from twosource.errors import TwosourceError, UsageError
from twosource.model import RulingKind, SourceKind, Span
from twosource.read.dates import read_date

FILE = "rulings.sqlite"
TABLE = """
CREATE TABLE IF NOT EXISTS rulings (
  id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, targets TEXT NOT NULL, value TEXT, source_kind TEXT,
  "by" TEXT NOT NULL, at TEXT NOT NULL, undo_of INTEGER REFERENCES rulings(id)
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS rulings_undone_once ON rulings(undo_of) WHERE undo_of IS NOT NULL;
"""
STAY = """
CREATE TRIGGER IF NOT EXISTS rulings_stay BEFORE UPDATE ON rulings BEGIN SELECT raise(ABORT, 'rulings are never changed'); END;
CREATE TRIGGER IF NOT EXISTS rulings_last BEFORE DELETE ON rulings BEGIN SELECT raise(ABORT, 'rulings are never deleted'); END;
"""
COLUMNS = 'kind, targets, value, source_kind, "by", at, undo_of'
MOST_TARGETS, LONGEST_VALUE, LONGEST_NAME, LONGEST_QUOTE = 500, 4000, 200, 500
OF_WORDS = (RulingKind.SAME, RulingKind.NOT_SAME, RulingKind.WRONG_SOURCE, RulingKind.RENAME)
OF_SEVERAL = (RulingKind.SAME, RulingKind.NOT_SAME, RulingKind.MERGE_STORIES)
WITH_VALUE = (RulingKind.RENAME, RulingKind.NOTE)
WITH_NONE = (RulingKind.SAME, RulingKind.NOT_SAME, RulingKind.MERGE_STORIES, RulingKind.SPLIT_STORY)
REMOVED = "(removed)"
SECONDS = 20.0  # that one writer waits for another


class RulingsMoved(TwosourceError):
    """Somebody ruled on the same words meanwhile; `later` is what they decided."""

    def __init__(self, later: Sequence[Ruling]) -> None:
        told = "; ".join(f"{r.by} ruled {r.kind} (ruling {r.id})" for r in later)
        super().__init__(f"meanwhile {told} on the same words; look at it, and rule again if you still want to")
        self.later = tuple(later)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The words a ruling is about; without a span, the whole article. Ids and words are as they were when it was made."""

    sha256: str
    span: Span | None = None
    article: str | None = None
    claim: str | None = None
    quote: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    id: int
    kind: RulingKind
    targets: tuple[Target, ...]
    value: str | None
    source_kind: SourceKind | None
    by: str
    at: str
    undo_of: int | None

    @property
    def name(self) -> str:
        return f"ruling {self.id} ({self.kind}, by {self.by}, {self.at[:10]})"


class Rulings:
    """The rulings of the ledger in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._connection = sqlite3.connect(folder / FILE, isolation_level=None, timeout=SECONDS)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.executescript(TABLE + STAY)
        if "source_kind" not in {row[1] for row in self._connection.execute("PRAGMA table_info(rulings)")}:
            self._connection.execute("ALTER TABLE rulings ADD COLUMN source_kind TEXT")

    def add(
        self,
        kind: RulingKind,
        *,
        targets: Sequence[Target],
        by: str,
        value: str | None = None,
        source_kind: SourceKind | None = None,
        seen: int | None = None,
    ) -> Ruling:
        """Add a ruling; it is on the disk when this returns. RulingsMoved if there are rulings after `seen` on the same words."""
        value = _checked(kind, targets, by, value)
        new = Ruling(id=0, kind=kind, targets=tuple(targets), value=value, source_kind=source_kind, by=by, at=_now(), undo_of=None)
        with self._writing():
            later = [] if seen is None else [r for r in self.all() if r.id > seen and _meet(r.targets, new.targets)]
            if later:
                raise RulingsMoved(later)
            return self._added(new)

    def undo(self, id: int, *, by: str) -> Ruling:
        """Take a ruling back, by one more row."""
        _check_text("the name", by, LONGEST_NAME)
        with self._writing():
            known = {r.id: r for r in self.all()}
            if id not in known or known[id].kind is RulingKind.UNDO:
                raise UsageError(f"there is no ruling {id} to undo")
            if any(r.undo_of == id for r in known.values()):
                raise UsageError(f"the ruling {id} is undone already")
            undone = known[id]
            return self._added(replace(undone, kind=RulingKind.UNDO, value=None, source_kind=None, by=by, at=_now(), undo_of=id))

    def all(self) -> list[Ruling]:
        """Every row, in the order they were made."""
        rows = self._connection.execute(f"SELECT id, {COLUMNS} FROM rulings ORDER BY id")
        return [
            Ruling(
                id=id,
                kind=RulingKind(kind),
                targets=_targets(targets),
                value=value,
                source_kind=SourceKind(source_kind) if source_kind else None,
                by=by,
                at=at,
                undo_of=undo_of,
            )
            for id, kind, targets, value, source_kind, by, at, undo_of in rows
        ]

    def standing(self) -> list[Ruling]:
        """The rulings that nobody took back."""
        return standing(self.all())

    def forget(self, texts: Collection[str]) -> None:
        """Take the words out of the rulings on texts (SHA-256) that were removed for good; that they were made, by whom and when, stays."""
        self._connection.execute("DROP TRIGGER IF EXISTS rulings_stay")
        try:
            with self._writing():
                for ruling in self.all():
                    if any(t.sha256 in texts for t in ruling.targets):
                        kept = [replace(t, quote=None) if t.sha256 in texts else t for t in ruling.targets]
                        value = None if ruling.value is None else REMOVED
                        sql = "UPDATE rulings SET targets = ?, value = ? WHERE id = ?"
                        self._connection.execute(sql, (_listed(kept), value, ruling.id))
            self._connection.execute("VACUUM")
            if self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
                raise TwosourceError(f"another program reads the rulings of {self.folder}; end it, and run any build to finish the removal")
        finally:
            self._connection.executescript(STAY)

    def close(self) -> None:
        self._connection.close()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def _added(self, new: Ruling) -> Ruling:
        kind, source_kind = new.kind.value, None if new.source_kind is None else new.source_kind.value
        row = (kind, _listed(new.targets), new.value, source_kind, new.by, new.at, new.undo_of)
        id = self._connection.execute(f"INSERT INTO rulings ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)", row).lastrowid
        assert id is not None
        return replace(new, id=id)


def read_rulings(folder: Path) -> list[Ruling]:
    """Every ruling of the ledger in `folder`, in the order they were made."""
    if not (folder / FILE).exists():
        return []
    with closing(Rulings(folder)) as rulings:
        return rulings.all()


def standing(rulings: Sequence[Ruling]) -> list[Ruling]:
    """Those that nobody took back."""
    undone = {r.undo_of for r in rulings}
    return [r for r in rulings if r.kind is not RulingKind.UNDO and r.id not in undone]


def _checked(kind: RulingKind, targets: Sequence[Target], by: str, value: str | None) -> str | None:
    """The value as it is kept; UsageError for a ruling that cannot be."""
    least = 2 if kind in OF_SEVERAL else 1
    if kind is RulingKind.UNDO:
        raise UsageError("to take a ruling back, undo it by its number")
    if not least <= len(targets) <= MOST_TARGETS:
        raise UsageError(f"{kind} is about {least} to {MOST_TARGETS} {'claims' if kind in OF_WORDS else 'articles'}, not {len(targets)}")
    if kind in OF_WORDS and any(t.span is None for t in targets):
        raise UsageError(f"{kind} is about claims; name claims, not articles")
    value = value.strip() if value is not None else None
    _check_text("the name", by, LONGEST_NAME)
    if value is not None:
        _check_text("the value", value or "-", LONGEST_VALUE if kind is RulingKind.NOTE else LONGEST_NAME)
    if kind in WITH_VALUE and not value:
        raise UsageError(f"{kind} wants a value: {'the name' if kind is RulingKind.RENAME else 'the words of the note'}")
    if kind in WITH_NONE and value:
        raise UsageError(f"{kind} takes no value; add a note for what you want to say")
    if kind is RulingKind.SET_PUBLISHED and value:
        value = read_date(value)
        if value is None:
            raise UsageError("the date cannot be read; write it like 2026-03-06 or 2026-03-06T14:30:00Z")
    return value or None


def _check_text(what: str, text: str, most: int) -> None:
    if not 0 < len(text.strip()) <= len(text) <= most:
        raise UsageError(f"{what} has 1 to {most} characters")
    if any("\ud800" <= c <= "\udfff" for c in text):
        raise UsageError(f"{what} holds half a character")


def _meet(a: Sequence[Target], b: Sequence[Target]) -> bool:
    def touch(x: Span | None, y: Span | None) -> bool:
        return x is None or y is None or (x[0] < y[1] and y[0] < x[1])

    return any(x.sha256 == y.sha256 and touch(x.span, y.span) for x in a for y in b)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _listed(targets: Sequence[Target]) -> str:
    return json.dumps([[t.sha256, t.span, t.article, t.claim, t.quote] for t in targets])


def _targets(listed: str) -> tuple[Target, ...]:
    rows = ([*row, None, None, None][:5] for row in json.loads(listed))
    return tuple(Target(sha256=s, span=None if p is None else (p[0], p[1]), article=a, claim=c, quote=q) for s, p, a, c, q in rows)
