"""Builds that were asked for on the page: one at a time, each in a process of its own, with what it has come to.

Reads what the builder prints. Files that came with a request are kept until their build is over.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from twosource.errors import UsageError
from twosource.present.display import shown

WAITING = 8  # builds that may wait
NAME = 60  # characters of a file's name that are kept: four bytes each fit any file system
MOST = 1000  # files at once
KEPT = 12  # builds that are told of after they are over


@dataclass(slots=True)
class Job:
    """A build, waiting, running or over."""

    number: int
    what: str  # "3 files", "the folder /news", "what rulings ask for"
    inputs: tuple[str, ...]
    outlets: str | None
    published: str | None
    stand_in: Path
    own: bool  # the folder it stands in is its own, and goes with it
    stage: str = ""
    advanced: int = 0
    began: float = 0.0
    over: bool = False
    failed: str = ""
    done: dict[str, Any] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        return self.advanced / max(time.monotonic() - self.began, 1e-3) if self.began else 0.0


class Jobs:
    """The builds of one ledger; `after` is called when one has changed it."""

    def __init__(self, folder: Path, *, after: Callable[[], None]) -> None:
        self.folder, self._after = folder, after
        self._jobs: list[Job] = []
        self._lock = threading.Lock()
        self._turn = threading.Lock()
        self._count = 0

    def all(self) -> list[Job]:
        """The newest first."""
        return self._jobs[::-1]

    @property
    def busy(self) -> bool:
        return any(not j.over for j in self._jobs)

    def folder_or_file(self, path: str) -> Job:
        """Add what is at a path of this machine."""
        if not Path(path).exists():
            raise UsageError(f"there is nothing at {path}")
        return self._start([str(Path(path).absolute())], what=path)

    def files(self, files: Iterable[tuple[str, bytes]], *, outlets: bytes | None, published: str | None) -> Job:
        """Add files by name and content."""
        stand_in = Path(tempfile.mkdtemp(prefix="twosource-"))
        names = [_kept(stand_in, name, content) for name, content in files]
        csv = None
        if outlets:
            csv = str(stand_in / ".outlets.csv")
            Path(csv).write_bytes(outlets)
        what = names[0] if len(names) == 1 else f"{len(names)} files"
        return self._start(names, what=what, outlets=csv, published=published, stand_in=stand_in)

    def again(self) -> Job:
        """Redo what rulings and changed rules ask for."""
        return self._start([], what="what rulings ask for")

    def _start(
        self,
        inputs: Sequence[str],
        *,
        what: str,
        outlets: str | None = None,
        published: str | None = None,
        stand_in: Path | None = None,
    ) -> Job:
        with self._lock:
            if sum(not j.over for j in self._jobs) >= WAITING:
                raise UsageError(f"{WAITING} builds are waiting; add this when they are over")
            self._count += 1
            own = stand_in is not None
            job = Job(self._count, shown(what), tuple(inputs), outlets, published, stand_in or Path.cwd(), own)
            over = [j for j in self._jobs if j.over][-KEPT:]
            self._jobs = [*over, *(j for j in self._jobs if not j.over), job]
        threading.Thread(target=self._run, args=(job,), name=f"twosource-build-{job.number}", daemon=True).start()
        return job

    def _run(self, job: Job) -> None:
        with self._turn:
            try:
                self._build(job)
                if job.done.get("changed"):
                    self._after()
            except Exception as error:
                job.failed = f"{type(error).__name__}: {error}"
            finally:
                job.over = True
                if job.own:
                    shutil.rmtree(job.stand_in, ignore_errors=True)

    def _build(self, job: Job) -> None:
        order = {
            "folder": str(self.folder),
            "inputs": list(job.inputs),
            "outlets": job.outlets,
            "published": job.published,
            "stand_in": str(job.stand_in),
        }
        job.began = time.monotonic()
        with subprocess.Popen(
            [sys.executable, "-m", "twosource.web.builder"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        ) as child:
            assert child.stdin is not None and child.stdout is not None
            child.stdin.write(json.dumps(order))
            child.stdin.close()
            for line in child.stdout:
                _take(job, json.loads(line))
        if not job.done and not job.failed:
            job.failed = f"the build ended with exit code {child.returncode}; all finished work is kept, and adding the same again goes on"


def _take(job: Job, step: dict[str, Any]) -> None:
    """What the builder says."""
    if "began" in step:
        job.stage, job.advanced, job.began = step["began"], 0, time.monotonic()
    elif "advanced" in step:
        job.advanced += step["advanced"]
    elif "failed" in step:
        job.failed = step["failed"]
    else:
        job.done = step["done"]


def _kept(folder: Path, name: str, content: bytes) -> str:
    """The file under the last part of its name, whatever the name says of other folders, and never under a name that is taken."""
    last = shown(name.replace("\\", "/").rstrip("/").rpartition("/")[2]).strip().lstrip(".-") or "article.txt"
    stem, dot, ending = last.rpartition(".")
    stem, ending = (stem[:NAME], dot + ending[:20]) if dot else (last[:NAME], "")
    for n in range(1, 2 * MOST):
        path = folder / f"{stem}{f'-{n}' if n > 1 else ''}{ending}"
        try:
            with open(path, "xb") as file:
                file.write(content)
            return path.name
        except FileExistsError:
            continue
        except (OSError, ValueError):  # a name that no file can have here
            stem, ending = "article", ".txt"
    raise UsageError(f"more than {MOST} files at once; put them in a folder and add that")
