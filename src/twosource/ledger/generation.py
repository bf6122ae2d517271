"""Which state of the ledger holds: one small file that names the version of each table, replaced in one step.

Reads and writes DIR/ledger.json. A reader that has read it knows everything it needs; a crash before the rename leaves the old one.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from twosource.errors import UsageError

FORMAT = 2  # of the layout; a change of the records' fields alone needs no new one (store.py fills in what is missing)
FILE = "ledger.json"
TABLES = "tables"

UPGRADES: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = {  # from that format to the next
    1: lambda raw: raw | {"format": 2, "rulings": 0},  # a program that knows format 1 would build as if nobody had ruled
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """A state of the ledger. `rules` are the digests of the code and data that made it (rules.py)."""

    generation: int = 0
    tables: Mapping[str, int] = field(default_factory=dict)
    rules: Mapping[str, str] = field(default_factory=dict)
    rulings: int = 0  # number of the newest ruling that was given to it
    purge: bool = False  # removed text may still lie in files that no table names
    program: str = ""


def read(folder: Path) -> Generation | None:
    """The generation that holds; None where there is none; UsageError for a ledger of another format."""
    try:
        raw = json.loads((folder / FILE).read_text(encoding="utf-8"))
        found = raw["format"]
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{folder / FILE} is no ledger's file; give another --ledger") from error
    if not isinstance(found, int) or found > FORMAT:
        raise UsageError(
            f"the ledger {folder} has format {found}, written by twosource {raw.get('program', '?')}; "
            f"this is {version('twosource')}, which knows format {FORMAT}: install the newer one"
        )
    while raw["format"] < FORMAT:
        upgrade = UPGRADES.get(raw["format"])
        if upgrade is None:
            raise UsageError(
                f"the ledger {folder} has format {found}, of twosource {raw.get('program', '?')}, which cannot be carried over; "
                "build it again from its inputs with: twosource build INPUT... --ledger NEW"
            )
        raw = upgrade(raw)
    names = ("generation", "tables", "rules", "rulings", "purge", "program")
    try:
        return Generation(**{name: raw[name] for name in names})
    except KeyError as error:
        raise UsageError(f"{folder / FILE} lacks {error}; give another --ledger") from error


def write(folder: Path, new: Generation) -> None:
    """Put `new` in place of the generation before, whole or not at all, on the disk before this returns."""
    row = {
        "format": FORMAT,
        "generation": new.generation,
        "tables": dict(sorted(new.tables.items())),
        "rules": dict(sorted(new.rules.items())),
        "rulings": new.rulings,
        "purge": new.purge,
        "program": version("twosource"),
    }
    fresh = folder / f".{FILE}.new"
    with open(fresh, "w", encoding="utf-8") as file:
        file.write(json.dumps(row, indent=1) + "\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(folder / FILE)
    to_disk(folder)


def to_disk(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
