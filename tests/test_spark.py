"""On a cluster whose workers and executors are killed, the same bytes as on one machine."""

import os
import signal
from dataclasses import replace
from functools import partial
from importlib.resources import files
from pathlib import Path

import pytest

import twosource
from benchmarks.synthetic import Corpus
from tests.running import article
from tests.spark import spark_engine
from tests.test_worked_cases import WIRE
from twosource.compare.findings import find_story
from twosource.engines.local import LocalEngine
from twosource.extract.claims import extract
from twosource.ledger import build, open_ledger
from twosource.model import Article, Claim
from twosource.pipeline import Run
from twosource.schema import json_line

SIZE = int(os.environ.get("TWOSOURCE_SPARK_ARTICLES", "2000"))


@pytest.fixture(scope="module")
def spark():
    return spark_engine()


@pytest.fixture(scope="module")
def demo():
    folder = files("twosource") / "demo"
    return twosource.read_articles([str(folder / "articles")], outlets=folder / "outlets.csv").articles  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def corpus():
    rows = Corpus(SIZE, words=80)
    return [article(r["text"], id=r["id"], outlet=r["outlet"], published=r["published"], title=r["title"]) for r in rows]


def lines(run, *tables):
    return {t: "\n".join(map(json_line, run.stories() if t == "stories" else run.records(t))) for t in tables}


def once(marker, kill, function, rows):
    """`function`, but the first to come here kills a process."""
    for row in rows:
        try:
            os.close(os.open(marker, os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            pass
        else:
            kill()
        yield from function(iter([row]))


def once_group(marker, kill, function, key, rows):
    """`function`, but the first group to come here kills a process."""
    list(once(marker, kill, iter, [key]))
    yield from function(key, rows)


def kill_worker():
    os.kill(os.getpid(), signal.SIGKILL)


def kill_executor():
    """The JVM that started this worker's daemon."""
    status = Path(f"/proc/{os.getppid()}/status").read_text().splitlines()
    executor = next(int(line.split()[1]) for line in status if line.startswith("PPid:"))
    assert b"CoarseGrainedExecutorBackend" in Path(f"/proc/{executor}/cmdline").read_bytes()
    os.kill(executor, signal.SIGKILL)


def test_the_demo_gives_the_same_bytes(spark, demo):
    here, there = (lines(Run(engine, demo), "claims", "stories", "findings") for engine in (LocalEngine(), spark))
    assert here == there


def test_a_worked_case_gives_the_same_bytes(spark):
    wires = [article(WIRE, id=i, outlet=i.upper(), published="2025-03-05", credit="AP") for i in "xy"]
    here, there = (lines(Run(engine, wires), "findings") for engine in (LocalEngine(), spark))
    assert here == there != {"findings": ""}


def test_a_generated_corpus_gives_the_same_bytes_though_a_worker_and_an_executor_are_killed(spark, corpus, tmp_path, monkeypatch):
    here = lines(Run(LocalEngine(), corpus), "stories", "claims", "findings")
    assert '"copies": [{' in here["stories"]
    markers = [str(tmp_path / name) for name in ("worker", "executor")]
    monkeypatch.setattr("twosource.extract.inherit.extract", partial(once, markers[0], kill_worker, extract))
    monkeypatch.setattr("twosource.pipeline.find_story", partial(once_group, markers[1], kill_executor, find_story))
    there = lines(Run(spark, corpus), "stories", "claims", "findings")
    assert all(map(os.path.exists, markers))
    assert here == there


def test_a_ledger_that_a_cluster_built_is_the_one_this_machine_builds(spark, demo, tmp_path):
    (tmp_path / "demo.jsonl").write_text("".join(json_line(a) + "\n" for a in demo))
    here, there = (tmp_path / name for name in ("here", "there"))
    build([str(tmp_path / "demo.jsonl")], here)
    build([str(tmp_path / "demo.jsonl")], there, workers=spark)
    names = ("copies", "memberships", "claims", "alignments", "findings")
    assert lines(open_ledger(here), *names) == lines(open_ledger(there), *names)
    assert build([], here, workers=spark).units == 0  # what one made, the other takes up


@pytest.mark.parametrize("kill", [kill_worker, kill_executor])
def test_what_a_killed_process_had_made_is_made_again(spark, demo, tmp_path, kill):
    many = [replace(a, id=f"{a.id}-{n}") for n in range(6) for a in demo]
    marker = str(tmp_path / "killed")
    function = partial(once, marker, kill, extract)
    made = spark.map(function, spark.table(many, Article), reads=Article, writes=Claim)
    there = sorted(map(json_line, spark.records(made, Claim)))
    assert os.path.exists(marker)
    engine = LocalEngine()
    here = engine.map(extract, engine.table(many, Article), reads=Article, writes=Claim)
    assert there == sorted(map(json_line, engine.records(here, Claim)))
