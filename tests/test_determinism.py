"""Same articles, same bytes: in any order, with one process or two, run after run."""

import random
from importlib.resources import files

import pytest

import twosource
from twosource.engines import local
from twosource.engines.local import LocalEngine
from twosource.pipeline import Run
from twosource.schema import json_line


@pytest.fixture(scope="module")
def articles():
    demo = files("twosource") / "demo"
    return twosource.read_articles([str(demo / "articles")], outlets=demo / "outlets.csv").articles  # type: ignore[arg-type]


def lines(articles, processes=1):
    run = Run(LocalEngine(processes=processes), articles)
    return ["\n".join(map(json_line, rows)) for rows in (run.records("claims"), run.stories(), run.records("findings"))]


@pytest.fixture(scope="module")
def expected(articles):
    return lines(articles)


def test_order_changes_nothing(articles, expected):
    shuffled = list(articles)
    random.Random(3).shuffle(shuffled)
    assert lines(shuffled) == expected


def test_two_processes_change_nothing(articles, expected, monkeypatch):
    monkeypatch.setattr(local, "POOL_FROM", 2)
    monkeypatch.setattr(local, "BATCH", 3)
    assert lines(articles, processes=2) == expected


def test_every_claim_is_in_exactly_one_finding(articles):
    run = Run(LocalEngine(), articles)
    held = [c for f in run.records("findings") for c in f.claims]
    assert sorted(held) == [c.id for c in run.records("claims")]


def test_every_span_holds_its_words(articles):
    run = Run(LocalEngine(), articles)
    text = {a.id: a.text for a in articles}
    for claim in run.records("claims"):
        assert text[claim.article_id][slice(*claim.span)] == claim.text
    for finding in run.records("findings"):
        for e in (*finding.evidence, *(r for d in finding.differences for r in d.readings)):
            assert text[e.article_id][slice(*e.span)] == e.text


def test_the_counts_keep_their_bounds(articles):
    for f in twosource.findings(articles):
        assert f.evidence
        if f.status != "retracted":
            assert f.outlets >= 1 and f.texts >= 1 and 1 <= f.origins <= f.origins_max
        assert len(f.origin_list) == f.origins


def test_all_six_statuses_occur_in_the_demo(articles):
    assert {str(f.status) for f in twosource.findings(articles)} >= {"disputed", "developing", "single", "carried", "corroborated"}
