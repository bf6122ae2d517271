"""The figures for stories and copies, on gold written here; and on the public data, where it is at hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evaluation import copies, stories
from twosource.engines.local import LocalEngine
from twosource.group.copies import find_copies
from twosource.group.stories import assemble, find_stories
from twosource.model import Article, Copy, Membership
from twosource.schema import to_row


def gold(**events: str) -> stories.Gold:
    return {n: stories.Labelled(e, Article(id=n, uri=n, text=n, sha256="0" * 64)) for n, e in events.items()}


def row(id: str, *names: str, **copied: Any) -> dict[str, Any]:
    return {"id": id, "articles": list(names), "copies": [dict(copied)] if copied else []}


def pair(of: str, copy: str, kind: str = "copy", contained: float = 1.0) -> dict[str, Any]:
    return row("s", of=of, copy=copy, kind=kind, contained=contained)


GOLD = gold(a="1", b="1", c="1", d="2", e="2")


def test_gold_is_right_in_everything() -> None:
    rows = [row("x", "a", "b", "c"), row("y", "d", "e")]
    figures = stories.score(GOLD, rows)
    assert (figures["bcubed"]["f1"], figures["pairs"]["f1"], figures["ari"]) == (1, 1, 1)
    assert (figures["over_merged"], figures["events_merged"], figures["split"]) == (0, 0, 0)
    assert list(stories.errors(GOLD, rows)) == []


def test_a_merged_and_a_split_event_are_told() -> None:
    rows = [row("x", "a", "b", "d"), row("y", "e")]
    figures = stories.score(GOLD, rows)
    assert figures["bcubed"] == {"p": 0.7333, "r": 0.5333, "f1": 0.6175}  # c stands alone
    assert (figures["over_merged"], figures["events_merged"], figures["split"]) == (1, 2, 2)
    assert [next(iter(e)) for e in stories.errors(GOLD, rows)] == ["merged", "split", "split"]


def labelled(**labels: str) -> copies.Gold:
    return copies.Gold(gold(a="1", b="1", c="1", d="1"), {frozenset(p): label for p, label in labels.items()})


def test_copies_are_closed_over_their_family() -> None:
    g = labelled(ab="copy", ac="copy", bc="copy", cd="quotes")
    figures = copies.score(g, [pair("a", "b"), pair("a", "c")])
    assert (figures["copy"]["f1"], figures["families_exact"], figures["found"]["quotes"]) == (1, 1, 0)


def test_partial_and_barely_contained_pairs_are_not_counted_as_found() -> None:
    g = labelled(ab="copy", cd="copy")
    rows = [pair("a", "b", "partial"), pair("c", "d", contained=0.4)]
    assert copies.score(g, rows)["predicted_pairs"] == 0
    assert [e["miss"] for e in copies.errors(g, rows)] == [["a", "b"], ["c", "d"]]


def test_a_pair_nobody_labelled_is_false_and_a_partial_one_is_not_punished() -> None:
    g = labelled(ab="partial", cd="copy")
    figures = copies.score(g, [pair("a", "b"), pair("c", "d"), pair("b", "c")])
    assert figures["copy"]["p"] == round(1 / 5, 4)  # closure makes four more pairs of b with c and d
    assert [e["label"] for e in copies.errors(g, [pair("b", "d")])] == ["copy", "none"]


@pytest.mark.parametrize("name", ["copies.json", "copies-allsides.json"])
def test_labels_are_ids_labels_and_reasons(name: str) -> None:
    pairs = json.loads((copies.LABELS / name).read_text(encoding="utf-8"))["pairs"]
    assert len({frozenset((p["id_a"], p["id_b"])) for p in pairs}) == len(pairs) >= 95
    assert {p["label"] for p in pairs} == {"copy", "partial", "quotes", "boilerplate", "other"}
    assert all(p["reason"] and len(p["reason"].split()) <= 15 for p in pairs)


@pytest.mark.parametrize(
    ("name", "least", "merged"),
    [("news_cluster", 0.95, 2), ("gvc", 0.98, 0), ("ecb", 0.87, 26)],
)
def test_one_setting_serves_three_sets(data: Path, name: str, least: float, merged: int) -> None:
    g = stories.load(data)[name]
    rows = grouped(stories.articles(g))
    figures = stories.score(g, rows)
    assert figures["bcubed"]["f1"] >= least
    assert figures["events_merged"] <= merged


def test_labelled_copies_are_found(data: Path) -> None:
    g = copies.load(data)["news_cluster"]
    figures = copies.score(g, grouped(copies.articles(g)))
    assert min(figures["copy"].values()) >= 0.95


def grouped(articles: Any) -> list[dict[str, Any]]:
    known = list(articles)
    engine = LocalEngine()
    table = engine.table(known, Article)
    found = find_copies(engine, table)
    memberships = engine.records(find_stories(engine, table, found), Membership)
    return [to_row(s) for s in assemble(known, memberships=memberships, copies=engine.records(found, Copy))]
