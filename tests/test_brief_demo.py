"""The demo's brief, word for word. After a change that is meant, run with TWOSOURCE_UPDATE_GOLDEN=1 and read the diff."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest

from twosource.model import Status
from twosource.present.brief import Brief, brief, to_html, to_json, to_markdown

GOLDEN = Path(__file__).parent / "golden"
DEMO = Path(__file__).parent.parent / "src" / "twosource" / "demo"


@cache
def demo() -> Brief:
    """The brief of the bundled articles, read as `twosource demo` reads them."""
    from twosource.engines.local import LocalEngine
    from twosource.pipeline import Run
    from twosource.read import read

    reading = read([str(DEMO / "articles")], outlets=DEMO / "outlets.csv")
    engine = LocalEngine()
    run = Run(engine, reading.articles)
    findings, claims, articles = (run.records(name) for name in ("findings", "claims", "articles"))
    return brief(run.stories(), findings=findings, claims=claims, articles=articles, problems=(*reading.problems, *engine.problems))


@pytest.mark.parametrize("name", ["demo.md", "demo.json"])
def test_the_brief_is_the_golden_one(name: str) -> None:
    made = {"demo.md": to_markdown, "demo.json": to_json}[name](demo())
    made = made.replace(str(DEMO), "demo")  # the uri of a file is its path as given
    path = GOLDEN / name
    if os.environ.get("TWOSOURCE_UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(made, encoding="utf-8")
    assert made == path.read_text(encoding="utf-8")


def test_every_status_occurs() -> None:
    assert {f.status for f in demo().findings} == set(Status)


def test_every_finding_is_told_and_every_footnote_holds() -> None:
    made = demo()
    texts = {a.id: a.text for a in made.articles}
    assert all(texts[n.article_id][slice(*n.span)] == n.words for n in made.notes)
    cited = {(n.article_id, at) for n in made.notes for at in range(*n.span)}
    assert [f.summary for f in made.findings if not any((e.article_id, e.span[0]) in cited for e in f.evidence)] == []


def test_the_other_accident_is_a_story_of_its_own() -> None:
    assert [len(p.sections) > 0 for p in demo().parts] == [True, True]
    assert [len(s.articles) for s in demo().stories] == [9, 1]


def test_the_page_has_a_mark_for_every_footnote() -> None:
    page = to_html(demo())
    assert [n.number for n in demo().notes if f'<mark id="m{n.number}">' not in page] == []
