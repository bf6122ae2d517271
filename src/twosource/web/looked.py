"""Who has looked at which story, and in what state it was then: what is new since, is new for that person. And what each keeps for later.

Reads and writes DIR/desk.sqlite, which holds nothing of an article and can be deleted: then everything is new again, and
nothing is kept.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path

FILE = "desk.sqlite"
TABLE = 'CREATE TABLE IF NOT EXISTS looked ("by" TEXT, story TEXT, state TEXT, PRIMARY KEY ("by", story)) STRICT, WITHOUT ROWID'
LATER = 'CREATE TABLE IF NOT EXISTS later ("by" TEXT, story TEXT, PRIMARY KEY ("by", story)) STRICT, WITHOUT ROWID'
SECONDS = 10.0  # that one writer waits for another


class Looked:
    """The stories that people have looked at in the ledger in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def by(self, by: str) -> dict[str, str]:
        """Story -> the state in which this person last saw it."""
        with suppress(sqlite3.OperationalError), closing(self._open()) as connection:  # a folder that may not be written: nothing is known
            return dict(connection.execute('SELECT story, state FROM looked WHERE "by" = ?', (by,)))
        return {}

    def add(self, by: str, states: Mapping[str, str]) -> None:
        """This person has seen these stories in these states."""
        with suppress(sqlite3.OperationalError), closing(self._open()) as connection, connection:
            connection.executemany(
                "INSERT OR REPLACE INTO looked VALUES (?, ?, ?)", [(by, story, state) for story, state in states.items()]
            )

    def later(self, by: str) -> set[str]:
        """The stories that this person keeps to be read later."""
        with suppress(sqlite3.OperationalError), closing(self._open()) as connection:
            return {story for (story,) in connection.execute('SELECT story FROM later WHERE "by" = ?', (by,))}
        return set()

    def keep(self, by: str, story: str, *, later: bool) -> None:
        """This person keeps a story for later, or no more."""
        sql = "INSERT OR IGNORE INTO later VALUES (?, ?)" if later else 'DELETE FROM later WHERE "by" = ? AND story = ?'
        with suppress(sqlite3.OperationalError), closing(self._open()) as connection, connection:
            connection.execute(sql, (by, story))

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=SECONDS)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(TABLE)
        connection.execute(LATER)
        return connection
