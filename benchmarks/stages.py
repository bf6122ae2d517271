"""How fast is each stage, and how much memory does it take, beside the bare parse of the same text?

Gives rows of seconds and peaks, and a table of them. The parse is what spaCy alone takes for the same paragraphs, in the same run and by
the same workers, the model open. Peaks are of resident memory (Linux), all processes together.
"""

from __future__ import annotations

import contextlib
import gc
import os
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from multiprocessing import active_children
from pathlib import Path

from benchmarks.corpus import copies_of, corpus
from twosource.engines.local import LocalEngine
from twosource.engines.rows import Map
from twosource.extract.claims import extract
from twosource.model import Article, Membership, Table
from twosource.pipeline import STAGES, Run
from twosource.schema import json_line

Row = tuple[str, int, float, float, float]  # what, articles, seconds by the clock, by the processors, peak in MB


def bare(articles: Iterator[Article]) -> Iterator[Membership]:
    """spaCy and nothing else, on the paragraphs that the pipeline parses."""
    from twosource.extract.parse import load_model, paragraphs

    nlp = load_model()
    for a in articles:
        for _ in nlp.pipe([re.sub(r"\s", " ", a.text[s:e]) for s, e in paragraphs(a.text)]):
            pass
    yield from ()


def ready(articles: Iterator[Article]) -> Iterator[Membership]:
    """Opens the model, so that no stage is charged for it."""
    from twosource.extract.parse import load_model

    load_model()("Ready.")
    yield from ()


def measure(size: int, data: Path | None, processes: int) -> tuple[str, list[Row]]:
    what, articles = corpus(size, data)
    engine = LocalEngine(processes=processes)
    table = engine.table(articles, Article)
    engine.map(ready, table, reads=Article, writes=Membership)
    Run(LocalEngine(), articles[:3]).table("findings")  # tables of words and names are read once, whatever comes after
    rows = [timed("bare spaCy parse", len(articles), lambda: engine.map(bare, table, reads=Article, writes=Membership))]
    run = Run(engine, articles, tables={"articles": table})
    stages = [timed(stage.writes, len(articles), lambda stage=stage: run.table(stage.writes)) for stage in STAGES]  # type: ignore[misc]
    sums = sum(s[2] for s in stages), sum(s[3] for s in stages)
    rows += [*stages, ("all stages", len(articles), *sums, max(s[4] for s in stages))]
    rows.append(_with_copies(articles, processes))
    with tempfile.TemporaryDirectory() as folder:
        rows += _ledger(articles, Path(folder), processes)
    return what, rows


class _Apart(LocalEngine):
    """Keeps apart what reading the articles for claims took: a parse takes a tenth more or less from run to run."""

    read: Row

    def map(self, function: Map, rows: Table, *, reads: type, writes: type) -> Table:
        if function is not extract:
            return super().map(function, rows, reads=reads, writes=writes)
        made: list[Table] = []
        self.read = timed("read", len(rows), lambda: made.append(super(_Apart, self).map(function, rows, reads=reads, writes=writes)))
        return made[0]


def _with_copies(articles: list[Article], processes: int) -> Row:
    """What a copy costs: the articles and each once more, less the articles alone, and what texts more are read at what one took."""

    def run(of: list[Article]) -> tuple[Row, Row]:
        engine = _Apart(processes=processes)
        return timed("each copied once more", len(articles), lambda: Run(engine, of).table("findings")), engine.read

    (what, size, *alone), (_, first, *read) = run(articles)
    (_, _, *both, peak), (_, then, *more, _) = run([*articles, *copies_of(articles)])
    costs = [(b - m) - (a - r) + (then - first) * r / first for a, r, b, m in zip(alone, read, both, more, strict=False)]
    return what, size, max(costs[0], 1e-9), max(costs[1], 1e-9), peak


def _ledger(articles: list[Article], folder: Path, processes: int) -> Iterator[Row]:
    from twosource.ledger import build

    last = max(1, len(articles) // 20)
    paths = [folder / "most.jsonl", folder / "rest.jsonl"]
    for path, part in zip(paths, (articles[:-last], articles[-last:]), strict=True):
        path.write_text("".join(json_line(a) + "\n" for a in part), encoding="utf-8")
    ledger = folder / "ledger"
    yield timed("ledger: build", len(articles) - last, lambda: build([str(paths[0])], ledger, processes=processes))
    yield timed(f"ledger: append {last} to it", last, lambda: build([str(paths[1])], ledger, processes=processes))
    yield timed("ledger: nothing new", len(articles), lambda: build([str(p) for p in paths], ledger, processes=processes))


def timed(what: str, size: int, work: Callable[[], object]) -> Row:
    gc.collect()
    for pid in _processes():
        _forget_peak(pid)
    before, began = _worked(), time.perf_counter()
    work()
    return what, size, time.perf_counter() - began, _worked() - before, sum(map(_peak, _processes()))


def _worked() -> float:
    """Processor time of all processes: other programs on the machine hardly change it."""
    found = time.process_time()
    for pid in _processes()[1:]:
        with contextlib.suppress(OSError):
            user, system = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]
            found += (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
    return found


def _processes() -> list[int]:
    return [os.getpid(), *(p.pid for p in active_children() if p.pid)]


def _forget_peak(pid: int) -> None:
    with contextlib.suppress(OSError):  # not Linux, or not allowed: the peak is that of the process so far
        Path(f"/proc/{pid}/clear_refs").write_text("5")


def _peak(pid: int) -> float:
    try:
        found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0.0
    return int(found[1]) / 1024 if found else 0.0


def shown(rows: list[Row]) -> str:
    (_, size, seconds, worked, memory), *_ = rows
    parse, processor = seconds / size, worked / size
    lines = [
        "| | articles/s | time / parse | speed / parse | processor / parse | peak MB | memory / parse |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for what, n, took, work, peak in rows:
        each, own = took / n, work / n / processor
        lines.append(
            f"| {what} | {1 / each:.1f} | {each / parse:.3f} | {parse / each:.2f} | {own:.3f} | {peak:.0f} | {peak / memory:.2f} |"
        )
    return "\n".join(lines)
