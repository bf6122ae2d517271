"""How do time and memory of reading, copies and stories grow with the articles? `python -m benchmarks growth 2000 20000 200000`.

Each size is a corpus of synthetic.py, run in an interpreter of its own, in one process and without a parse; time is the processor's. The
exponent is the slope of log time on log articles. Beside it, on the same files up to --others articles, what people use: datasketch
(MinHash LSH over 5-word shingles, for copies) and scikit-learn's HDBSCAN over tf-idf reduced to 100 dimensions (for stories). With
`--append N` each corpus is also built into a ledger without its last N articles, which are then added: what a day costs an archive.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from math import log
from pathlib import Path
from time import process_time
from typing import Any

from benchmarks.synthetic import Corpus

WAYS = ("twosource", "datasketch", "hdbscan")
LEDGER = "ledger"


def main(given: list[str]) -> None:
    raw = argparse.RawDescriptionHelpFormatter
    ask = argparse.ArgumentParser(prog="python -m benchmarks growth", description=__doc__, formatter_class=raw)
    ask.add_argument("sizes", type=int, nargs="*", default=[2000, 20000])
    ask.add_argument("--others", type=int, default=0, help="up to how many articles the others are run on (none unless told)")
    ask.add_argument("--append", type=int, default=0, metavar="N", help="also build a ledger of all but N articles, and add those")
    ask.add_argument("--folder", type=Path, help="keep the corpora there, and use those that are")
    ask.add_argument("--way", choices=(*WAYS, LEDGER), help=argparse.SUPPRESS)
    args = ask.parse_args(given)
    if args.way:
        print(json.dumps(_measured(args.way, _corpus(args.folder, args.sizes[0]), args.append)))
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.folder or Path(temporary)
        rows = [
            {"way": way, "articles": size} | _in_its_own_interpreter(way, size, folder, args.append)
            for size in args.sizes
            for way in (*WAYS, LEDGER)
            if way == "twosource" or (args.append if way == LEDGER else size <= args.others)
        ]
    print(_shown([row for row in rows if row["way"] != LEDGER]))
    if args.append:
        print("\n" + _shown_appends([row for row in rows if row["way"] == LEDGER], args.append))


def _corpus(folder: Path, size: int) -> Path:
    path = folder / f"corpus-{size}.jsonl"
    if not path.exists():
        with path.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in Corpus(size))
    return path


def _in_its_own_interpreter(way: str, size: int, folder: Path, append: int) -> dict[str, Any]:
    _corpus(folder, size)
    own = [sys.executable, "-m", "benchmarks", "growth", str(size), "--folder", str(folder), "--append", str(append), "--way", way]
    found: dict[str, Any] = json.loads(subprocess.run(own, check=True, stdout=subprocess.PIPE, text=True).stdout)
    return found


def _measured(way: str, path: Path, append: int) -> dict[str, Any]:
    seconds: dict[str, float] = {}

    def step(name: str, work: Callable[[], Any]) -> Any:
        began = process_time()
        made = work()
        seconds[name] = process_time() - began
        return made

    ways: dict[str, Callable[[Path, Callable[..., Any]], None]] = {
        "twosource": _twosource,
        "datasketch": _datasketch,
        "hdbscan": _hdbscan,
        LEDGER: partial(_appended, last=append),
    }
    ways[way](path, step)
    return {"seconds": seconds, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20}  # GB; Linux counts in kB


def _twosource(path: Path, step: Callable[[str, Callable[[], Any]], Any]) -> None:
    from twosource import read_articles
    from twosource.engines.local import LocalEngine
    from twosource.pipeline import Run

    run = Run(LocalEngine(), step("read", lambda: read_articles([str(path)]).articles))
    step("copies", lambda: run.table("copies"))
    step("stories", run.stories)


def _appended(path: Path, step: Callable[[str, Callable[[], Any]], Any], *, last: int) -> None:
    from twosource.ledger import build

    with tempfile.TemporaryDirectory() as temporary:
        lines, parts = path.read_text(encoding="utf-8").splitlines(keepends=True), [Path(temporary) / f"{n}.jsonl" for n in (1, 2)]
        parts[0].write_text("".join(lines[:-last]), encoding="utf-8")
        parts[1].write_text("".join(lines[-last:]), encoding="utf-8")
        lines.clear()
        for name, part in zip(("build", "append"), parts, strict=True):
            step(name, partial(build, [str(part)], Path(temporary) / "ledger", until="memberships"))


def _texts(path: Path) -> list[str]:
    return [json.loads(line)["text"] for line in path.open(encoding="utf-8")]


def _datasketch(path: Path, step: Callable[[str, Callable[[], Any]], Any]) -> None:
    from datasketch import MinHash, MinHashLSH

    def near() -> int:
        index, found = MinHashLSH(threshold=0.5, num_perm=128), 0
        for n, text in enumerate(texts):
            words = re.findall(r"\w+", text.lower())
            sketch = MinHash(num_perm=128)
            sketch.update_batch({" ".join(words[i : i + 5]).encode() for i in range(len(words) - 4)})
            found += len(index.query(sketch))
            index.insert(str(n), sketch)
        return found

    texts = step("read", lambda: _texts(path))
    step("copies", near)


def _hdbscan(path: Path, step: Callable[[str, Callable[[], Any]], Any]) -> None:
    from sklearn.cluster import HDBSCAN
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer

    def clusters() -> Any:
        vectors = TfidfVectorizer(sublinear_tf=True).fit_transform(texts)
        return HDBSCAN(min_cluster_size=2, copy=True).fit(TruncatedSVD(100, random_state=0).fit_transform(vectors))

    texts = step("read", lambda: _texts(path))
    step("stories", clusters)


def _shown(rows: list[dict[str, Any]]) -> str:
    lines = ["| | articles | read s | copies s | stories s | articles/s | peak GB |", "|---|---:|---:|---:|---:|---:|---:|"]
    for row in rows:
        steps = " | ".join(f"{row['seconds'][s]:.1f}" if s in row["seconds"] else "" for s in ("read", "copies", "stories"))
        lines.append(f"| {row['way']} | {row['articles']:,} | {steps} | {row['articles'] / _total(row):.0f} | {row['peak']:.2f} |")
    for way in WAYS:
        points = [(log(row["articles"]), log(_total(row))) for row in rows if row["way"] == way]
        if len(points) > 1:
            lines.append(f"\nexponent of time, {way}: {_slope(points):.2f}")
    return "\n".join(lines)


def _shown_appends(rows: list[dict[str, Any]], last: int) -> str:
    lines = [f"| articles | build of all but {last:,}, s | append of {last:,}, s | ratio | peak GB |", "|---:|---:|---:|---:|---:|"]
    for row in rows:
        build, append = (row["seconds"][name] for name in ("build", "append"))
        lines.append(f"| {row['articles']:,} | {build:.1f} | {append:.1f} | {append / build:.3f} | {row['peak']:.2f} |")
    return "\n".join(lines)


def _total(row: dict[str, Any]) -> float:
    return float(sum(row["seconds"].values()))


def _slope(points: list[tuple[float, float]]) -> float:
    """Of the line of least squares."""
    x, y = (sum(p[i] for p in points) / len(points) for i in (0, 1))
    return sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, _ in points)
