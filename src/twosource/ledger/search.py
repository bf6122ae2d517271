"""Full-text search over a ledger's claims and articles: SQLite FTS5, made anew whenever the ledger has moved on.

Reads a Ledger; writes DIR/search.sqlite, which can be deleted at any time. The field: BM25 ranking over an inverted index.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from twosource.errors import UsageError
from twosource.ledger.reader import Ledger
from twosource.model import Span

FILE = "search.sqlite"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A claim, or an article where `claim_id` is None, that holds the words."""

    article_id: str
    claim_id: str | None
    span: Span
    text: str


def search(ledger: Ledger, query: str, *, limit: int = 50) -> list[Hit]:
    """The best hits of an FTS5 query ('drones', '"ten boats"', 'harbor NOT fog'), claims before whole articles."""
    with sqlite3.connect(_current(ledger)) as connection:
        sql = "SELECT article_id, claim_id, start, end, text FROM words WHERE words MATCH ? ORDER BY claim_id IS NULL, rank, rowid LIMIT ?"
        try:
            rows = connection.execute(sql, (query, limit)).fetchall()
        except sqlite3.OperationalError as error:
            raise UsageError(f"the search {query!r} cannot be read: {error}; put phrases in double quotes") from error
    connection.close()
    return [Hit(article_id=a, claim_id=c, span=(s, e), text=t) for a, c, s, e, t in rows]


def forget(folder: Path) -> None:
    """Delete the index; the next search makes it anew."""
    for name in (FILE, f"{FILE}.new", f"{FILE}.new-journal"):
        (folder / name).unlink(missing_ok=True)


def _current(ledger: Ledger) -> Path:
    path = ledger.folder / FILE
    if path.exists():
        with sqlite3.connect(path) as connection:
            (found,) = connection.execute("PRAGMA user_version").fetchone()
        connection.close()
        if found == ledger.generation.generation:
            return path
    fresh = ledger.folder / f"{FILE}.new"
    fresh.unlink(missing_ok=True)
    with sqlite3.connect(fresh) as connection:
        connection.execute(
            "CREATE VIRTUAL TABLE words USING fts5(article_id UNINDEXED, claim_id UNINDEXED, start UNINDEXED, end UNINDEXED, text)"
        )
        insert = "INSERT INTO words VALUES (?, ?, ?, ?, ?)"
        connection.executemany(insert, ((c.article_id, c.id, *c.span, c.text) for c in ledger.records("claims")))
        connection.executemany(insert, ((a.id, None, 0, len(a.text), a.text) for a in ledger.records("articles")))
        connection.execute(f"PRAGMA user_version = {ledger.generation.generation}")
    connection.close()
    return fresh.replace(path)
