"""The summary line says nothing that its evidence does not: proved for every finding of the demo, the samples and the annotated stories."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

import twosource
from evaluation import findings as annotated
from tests.conftest import absent
from tests.running import article, story
from twosource.compare.support import unsupported
from twosource.engines.local import LocalEngine
from twosource.pipeline import Run

DEMO = Path(twosource.__file__).parent / "demo"


def faults(articles):
    run = Run(LocalEngine(), list(articles))
    claims = {c.id: c for c in run.records("claims")}
    return {f.summary: found for f in run.records("findings") if (found := list(unsupported(f, claims)))}


def test_every_summary_of_the_demo_is_supported():
    assert faults(twosource.read_articles([str(DEMO)]).articles) == {}


def test_every_summary_of_the_samples_is_supported():
    folder = os.environ.get("TWOSOURCE_SAMPLES")
    if not folder or not Path(folder).is_dir():
        absent("TWOSOURCE_SAMPLES does not name the folder with the two sample articles")
    assert faults(twosource.read_articles([folder]).articles) == {}


def test_every_summary_of_the_annotated_stories_is_supported(data):
    assert faults(annotated.articles(annotated.load(data)["own"])) == {}


@pytest.fixture(scope="module")
def found():
    findings, claims = story(article("“We were not warned in time,” Ada Kolm said. The driver may have fled.", id="x", outlet="X"))
    return {("warned" if "warned" in f.summary else "fled"): f for f in findings}, claims


@pytest.mark.parametrize(
    ("which", "summary", "fault"),
    [
        ("warned", "Ada Kolm: “We were not warned in time in 1998”", "1998"),
        ("warned", "Ada Kolm: “We were warned in time”", "verbatim"),
        ("fled", "the driver fled on Monday", "monday"),
    ],
)
def test_a_summary_that_says_more_is_caught(found, which, summary, fault):
    findings, claims = found
    assert not list(unsupported(findings[which], claims))
    assert any(fault in said for said in unsupported(replace(findings[which], summary=summary), claims))


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Ada Kolm denied the theft.", "(denied)"),
        ("Jan Brede suspected a fault in the engine.", "(suspected)"),
    ],
)
def test_a_reserve_outside_the_words_is_told(text, cue):
    findings, _ = story(article(text, id="x", outlet="X"))
    assert any(cue in f.summary for f in findings)
