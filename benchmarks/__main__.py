"""`python -m benchmarks`: articles a second and peak memory of each stage, each as a ratio to the bare spaCy parse of the same text.

Prints a Markdown table for each number of processes, measured in an interpreter of its own. `python -m benchmarks desk` measures the pages,
`python -m benchmarks parts` the parts of the claims stage, `python -m benchmarks growth` what grows with an archive.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from benchmarks.stages import measure, shown


def main() -> None:
    if sys.argv[1:2] == ["desk"]:
        from benchmarks.desk import main as desk

        return desk(sys.argv[2:])
    if sys.argv[1:2] == ["parts"]:
        from benchmarks.parts import main as parts

        return parts(sys.argv[2:])
    if sys.argv[1:2] == ["growth"]:
        from benchmarks.growth import main as growth

        return growth(sys.argv[2:])
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=160)
    parser.add_argument("--processes", type=int, nargs="*", default=[1, 2])
    given = parser.parse_args()
    if len(given.processes) != 1:
        for processes in given.processes:
            own = [sys.executable, "-m", "benchmarks", "--articles", str(given.articles), "--processes", str(processes)]
            subprocess.run(own, check=True)
        return
    (processes,) = given.processes
    named = os.environ.get("TWOSOURCE_DATA")
    what, rows = measure(given.articles, Path(named) if named and Path(named).is_dir() else None, processes)
    print(f"{what}, {processes} process{'es' if processes > 1 else ''}\n\n{shown(rows)}\n")


if __name__ == "__main__":
    main()
