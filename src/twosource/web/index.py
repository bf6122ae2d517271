"""Is the search ready? A small ledger's index is made when it is first asked; a large one's in a process of its own, beforehand.

Reads nothing itself: ledger.indexing makes DIR/search.sqlite for the generation that holds, in as much time as what the build touched
asks for. Until then the page says so and asks again.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

from twosource.ledger.indexing import indexed

PATIENCE = 5.0  # seconds that a search waits for its index before it says so
SMALL = 20_000  # claims: the index of as many is made in a few seconds
MAKE = """
import sys, pathlib
from twosource.ledger import open_ledger
from twosource.ledger.indexing import current
current(open_ledger(pathlib.Path(sys.argv[1])))
"""


class Index:
    """The search of one ledger."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._made: dict[int, threading.Event] = {}

    def ready(self, generation: int, *, claims: int, wait: float = 0.0) -> bool:
        """Whether this generation can be searched now, or within `wait` seconds; if not, that is begun."""
        if claims <= SMALL or indexed(self._folder) == generation:
            return True
        with self._lock:
            if generation not in self._made:
                self._made = {generation: threading.Event()}
                threading.Thread(target=self._make, args=(self._made[generation],), name="twosource-index", daemon=True).start()
            made = self._made[generation]
        return made.wait(wait)

    def _make(self, made: threading.Event) -> None:
        subprocess.run([sys.executable, "-c", MAKE, str(self._folder)], check=False)
        made.set()
