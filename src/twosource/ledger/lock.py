"""One writer at a time: an advisory lock on DIR/lock that says who holds it, and goes with its holder.

The file stays; the lock is the kernel's (flock), so a killed holder leaves none behind.
"""

from __future__ import annotations

import fcntl
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from twosource.errors import TwosourceError

FILE = "lock"


class LedgerLocked(TwosourceError):
    """Another process is writing the ledger: exit code 1."""


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Hold the ledger for writing; LedgerLocked names who has it."""
    handle = os.open(folder / FILE, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise LedgerLocked(f"the ledger {folder} is being written by {_holder(handle)}; wait until it is done, or end it") from error
        start = datetime.now(UTC).isoformat(timespec="seconds")
        held = json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "start": start}).encode()
        os.ftruncate(handle, 0)
        os.pwrite(handle, held, 0)
        yield
    finally:
        os.close(handle)


def _holder(handle: int) -> str:
    try:
        held = json.loads(os.pread(handle, 4096, 0))
        return f"process {held['pid']} on {held['host']} since {held['start']}"
    except (ValueError, KeyError, TypeError):
        return "another process that has just begun"
