"""`python -m evaluation [TASK ...]`: figures of each task on the public data under TWOSOURCE_DATA, one JSON line a task.

`--errors DIR` writes misses and false alarms; `--check` compares with floors.json (exit 1 below a floor or on other data);
`--raise-floors` lifts floors to what was measured, `--lower-floors REASON` is the only way down.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import math
import os
import sys
from pathlib import Path
from typing import Any

from twosource.engines.local import LocalEngine
from twosource.model import Membership
from twosource.pipeline import Run
from twosource.schema import to_row

FLOORS = Path(__file__).with_name("floors.json")
# task -> the table it is scored on
TASKS = {
    "reading": "articles",
    "credit": "articles",
    "copies": "stories",
    "stories": "stories",
    "attribution": "claims",
    "quantities": "claims",
    "times": "claims",
    "alignment": "findings",
    "meantime": "claims",
    "findings": "findings",
    "pairs": "claims",
}


def data_folder() -> Path | None:
    """Where the public data stands, or None."""
    folder = os.environ.get("TWOSOURCE_DATA")
    return Path(folder) if folder and Path(folder).is_dir() else None


def digest(folder: Path, names: list[str]) -> str:
    """SHA-256 over the names and bytes of the files a task reads."""
    total = hashlib.sha256()
    for name in names:
        for path in sorted(p for p in (folder / name).rglob("*") if p.is_file()):
            total.update(str(path.relative_to(folder)).encode() + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def measure(task: str, folder: Path, *, processes: int = 1) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """(figures, errors) of one task: each of its sets is read, run through the product and scored."""
    module = importlib.import_module(f"evaluation.{task}")
    figures: dict[str, Any] = {}
    errors: list[dict[str, Any]] = []
    for name, gold in module.load(folder).items():
        run = Run(LocalEngine(processes=processes), list(module.articles(gold)))
        given = module.memberships(gold) if hasattr(module, "memberships") else None
        if given is not None:
            run.tables["memberships"] = run.engine.table(given, Membership)
        made = run.stories() if TASKS[task] == "stories" else run.records(TASKS[task])
        rows = [to_row(r) for r in made]
        figures[name] = module.score(gold, rows)
        errors += [{"set": name, **e} for e in module.errors(gold, rows)]
    return figures, errors


def at(figures: dict[str, Any], path: str) -> float:
    value: Any = figures
    for part in path.split("."):
        value = value[part]
    return float(value)


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("tasks", nargs="*", default=list(TASKS), metavar="TASK", help=", ".join(TASKS))
    ask.add_argument("--errors", type=Path)
    ask.add_argument("--check", action="store_true")
    ask.add_argument("--raise-floors", action="store_true")
    ask.add_argument("--lower-floors", metavar="REASON")
    ask.add_argument("--processes", type=int, default=1)
    args = ask.parse_args()
    folder = data_folder()
    if folder is None:
        sys.exit("set TWOSOURCE_DATA to the folder with the public evaluation data (docs/quality.md says where each set is published)")
    floors = json.loads(FLOORS.read_text())
    failed = False
    for task in args.tasks:
        figures, errors = measure(task, folder, processes=args.processes)
        print(json.dumps({"task": task, **figures}, ensure_ascii=False), flush=True)
        if args.errors:
            args.errors.mkdir(parents=True, exist_ok=True)
            (args.errors / f"{task}.jsonl").write_text("".join(json.dumps(e, ensure_ascii=False) + "\n" for e in errors))
        floor = floors[task]
        if args.check:
            failed |= below(task, figures, floor, folder)
        for path, value in floor["floors"].items():
            measured = math.floor(at(figures, path) * 1000) / 1000
            if (args.raise_floors and measured > value) or args.lower_floors:
                floor["floors"][path] = measured
        if args.lower_floors:
            floor["lowered"] = args.lower_floors
        if args.raise_floors or args.lower_floors:
            floor["sha256"] = digest(folder, floor["data"])
    if args.raise_floors or args.lower_floors:
        FLOORS.write_text(json.dumps(floors, indent=2) + "\n")
    return int(failed)


def below(task: str, figures: dict[str, Any], floor: dict[str, Any], folder: Path) -> bool:
    """Says what is under its floor, on stderr."""
    missed = [
        f"{task} {path}: {at(figures, path)} is below its floor {value}"
        for path, value in floor["floors"].items()
        if at(figures, path) < value
    ]
    if digest(folder, floor["data"]) != floor["sha256"]:
        missed.append(f"{task}: the data is not the data the floors were measured on")
    for line in missed:
        print(line, file=sys.stderr)
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main())
