"""What the pages share: the generation that is shown, the rulings, who has looked at what, and the build that runs.

Opens the ledger in its folder anew when a build has replaced it; until the new generation is in memory, the one before is answered from,
so a reader always sees a whole one. It renders nothing.
"""

from __future__ import annotations

import threading
from pathlib import Path

from twosource.ledger import generation, open_ledger
from twosource.web.deciding import Deciding
from twosource.web.index import Index
from twosource.web.jobs import Jobs
from twosource.web.looked import Looked
from twosource.web.shelf import Shelf


class Desk:
    """A ledger's folder, as the pages see it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        self._latest = self._seen()
        self._shelf = Shelf(open_ledger(self.folder))
        self._loading = threading.Lock()
        self.jobs = Jobs(self.folder, after=self.catch_up)
        self.deciding = Deciding(self.folder)
        self.looked = Looked(self.folder)
        self._index = Index(self.folder)
        self.searchable()

    @property
    def shelf(self) -> Shelf:
        """The newest generation that is in memory; a newer one on disk begins to be read."""
        if self._seen() != self._latest and self._loading.acquire(blocking=False):
            try:
                threading.Thread(target=self._load, name="twosource-shelf", daemon=True).start()
            except RuntimeError:
                self._loading.release()
        return self._shelf

    def catch_up(self) -> None:
        """Wait until the newest generation is in memory."""
        self._loading.acquire()
        self._load()

    def searchable(self, *, wait: float = 0.0) -> bool:
        """Whether what is shown can be searched, now or within `wait` seconds."""
        return self._index.ready(self._shelf.generation, claims=self._shelf.size, wait=wait)

    def _load(self) -> None:
        try:
            while (seen := self._seen()) != self._latest:
                self._shelf = Shelf(open_ledger(self.folder))
                self._latest = seen
                self.searchable()
        finally:
            self._loading.release()

    def _seen(self) -> tuple[int, int]:
        """What changes whenever ledger.json is replaced."""
        at = (self.folder / generation.FILE).stat()
        return at.st_ino, at.st_mtime_ns
