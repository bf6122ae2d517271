"""Kills builds and appends at random moments, fills the disk under them, runs two at once; the ledger must come out as if nothing was.

    python -m tests.crash --kills 200 --seed 1

After each blow the ledger opens, verifies and is one whole generation; the last build ends with the bytes of an undisturbed one.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from twosource.errors import UsageError
from twosource.ledger import build, mismatches, open_ledger
from twosource.schema import json_line

DEMO = Path(str(files("twosource") / "demo"))
INPUTS = [str(p) for p in sorted((DEMO / "articles").iterdir())]
# The real command; small pieces of work are kept at once, so that blows fall between many commits.
COMMAND = """
import resource, sys
from twosource.ledger import engine
engine.KEPT_EVERY, engine.BATCH = float(sys.argv.pop(1)), int(sys.argv.pop(1))
limit = int(sys.argv.pop(1))
if limit:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
from twosource.cli import main
main()
"""


class Broken(AssertionError):
    """Something was lost."""


def start(folder: Path, inputs: Sequence[str], *, limit: int = 0, often: bool = True) -> subprocess.Popen[str]:
    pieces = ("0", "1") if often else ("10", "16")
    command = [sys.executable, "-c", COMMAND, *pieces, str(limit), "build", *inputs, "--outlets", str(DEMO / "outlets.csv")]
    return subprocess.Popen([*command, "--ledger", str(folder)], stderr=subprocess.PIPE, text=True)


def printed(folder: Path) -> list[str]:
    """All that is printed of the ledger; Broken where it does not verify. Nothing where there is no ledger yet."""
    try:
        held = open_ledger(folder)
    except UsageError as none:
        if "there is no ledger" not in str(none):
            raise
        return []
    if wrong := list(mismatches(held)):
        raise Broken("; ".join(wrong))
    return [json_line(r) for name in ("articles", "claims", "findings") for r in held.records(name)] + [
        json_line(s) for s in held.stories()
    ]


class Trial:
    """One seed's blows; what an undisturbed build of any of the inputs prints is worked out once each."""

    def __init__(self, seed: int, folder: Path, inputs: Sequence[str] = INPUTS) -> None:
        self.chance, self.folder, self.inputs = random.Random(seed), folder, inputs
        self.known: dict[tuple[str, ...], list[str]] = {(): []}
        self.seconds = 8.0
        self.met: Counter[str] = Counter()

    def undisturbed(self, inputs: Sequence[str]) -> list[str]:
        key = tuple(sorted(inputs))
        if key not in self.known:
            folder = self.folder / f"undisturbed-{len(self.known)}"
            build(list(key), folder, outlets=DEMO / "outlets.csv")
            self.known[key] = printed(folder)
        return self.known[key]

    def splits(self, most: int) -> list[list[str]]:
        shuffled = self.chance.sample(self.inputs, len(self.inputs))
        cuts = sorted(self.chance.sample(range(1, len(shuffled)), self.chance.randint(0, most - 1)))
        return [shuffled[a:b] for a, b in zip([0, *cuts], [*cuts, len(shuffled)], strict=True)]

    def kills(self, number: int) -> None:
        """SIGKILL at random moments, until a build gets through before its blow; then the next append."""
        done = ledgers = 0
        while done < number:
            ledgers += 1
            folder = self.folder / f"killed-{ledgers}"
            held: list[str] = []
            for inputs in self.splits(3):
                before, after = self.undisturbed(held), self.undisturbed([*held, *inputs])
                for blow in range(12):
                    began = time.monotonic()
                    process = start(folder, inputs, often=self.chance.random() < 0.8)
                    spared = blow == 11 or done >= number  # it gets through, however loaded the machine is
                    try:
                        process.wait(None if spared else self.chance.uniform(0, 1.1 * self.seconds))
                    except subprocess.TimeoutExpired:
                        process.send_signal(signal.SIGKILL)
                        done += 1
                    _, told = process.communicate()
                    self.expect(printed(folder), (before, after), f"after blow {blow} to {folder}")
                    if process.returncode != -signal.SIGKILL:
                        self.seconds = (self.seconds + time.monotonic() - began) / 2
                        if process.returncode:
                            raise Broken(f"a build failed after a kill: {told}")
                        break
                held += inputs
                self.expect(printed(folder), (after,), f"at the end of an append to {folder}")
            print(f"{done} kills, {ledgers} ledgers, {round(self.seconds, 1)} s a build", file=sys.stderr)
        self.met["kills"] += done

    def full_disks(self, number: int) -> None:
        """A limit on file sizes, lower than what the build needs, then no limit."""
        for n in range(number):
            folder = self.folder / f"full-{n}"
            first, *more = self.splits(2)
            second = more[0] if more else []
            if second:
                build(first, folder, outlets=DEMO / "outlets.csv")
            inputs, held = (second, first) if second else (first, [])
            before, after = self.undisturbed(held), self.undisturbed([*held, *inputs])
            process = start(folder, inputs, limit=int(1000 * 2 ** self.chance.uniform(0, 7)))
            _, told = process.communicate()
            if process.returncode not in (0, 1) or (process.returncode == 1 and "the disk is full" not in told):
                raise Broken(f"a full disk ended with {process.returncode}: {told}")
            self.met["full"] += process.returncode
            self.expect(printed(folder), (before, after), f"after a full disk at {folder}")
            if start(folder, inputs).wait():
                raise Broken(f"no build after a full disk at {folder}")
            self.expect(printed(folder), (after,), f"after room was made at {folder}")

    def two_at_once(self, number: int) -> None:
        """Two builds of different articles; the one that finds the lock held says so and is run again."""
        for n in range(number):
            folder = self.folder / f"two-{n}"
            middle = self.chance.randint(1, len(self.inputs) - 1)
            halves = self.inputs[:middle], self.inputs[middle:]
            both = [start(folder, half) for half in halves]
            for half, process, told in [(h, p, p.communicate()[1]) for h, p in zip(halves, both, strict=True)]:
                if process.returncode and (process.returncode != 1 or "is being written by" not in told):
                    raise Broken(f"the second writer ended with {process.returncode}: {told}")
                self.met["locked"] += process.returncode
                if process.returncode and start(folder, half).wait():
                    raise Broken("no build after the first writer was done")
            self.expect(printed(folder), (self.undisturbed(self.inputs),), f"after two builds at {folder}")

    def expect(self, found: list[str], allowed: Sequence[list[str]], when: str) -> None:
        if found not in allowed:
            raise Broken(f"{when}: {len(found)} lines that no undisturbed build prints")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--full", type=int, default=20)
    parser.add_argument("--two", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(given.seed, Path(folder))
        trial.kills(given.kills)
        trial.full_disks(given.full)
        trial.two_at_once(given.two)
        print(f"seed {given.seed}: {dict(trial.met)}; every ledger opened, verified and ended with the bytes of an undisturbed build")


if __name__ == "__main__":
    main()
