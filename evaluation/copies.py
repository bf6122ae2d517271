"""Copies among articles of news_cluster and of Article-Bias-Prediction (allsides_articles; only those that a labelled pair names), held
against pairs labelled by reading (labels/copies.json and copies-allsides.json: ids and reasons only).

A label is copy (one text carried by the other, trimmed, re-led or edited), partial (a text of its own that carries a passage),
quotes (the same speech), boilerplate (the outlet's own lines) or other. Copies of one text are a family, so found pairs are closed
over families; kind partial is left out, and pairs labelled partial are neither asked nor punished. A pair without a label that is
found counts as false.
"""

from __future__ import annotations

import gzip
import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from evaluation import stories
from evaluation.matching import prf
from twosource import read_articles
from twosource.model import Article

LABELS = Path(__file__).with_name("labels")
CONTAINED = 0.5  # a found copy counts from here

Pair = frozenset[str]


@dataclass(frozen=True, slots=True)
class Gold:
    articles: stories.Gold
    labels: dict[Pair, str]


def load(data: Path) -> dict[str, Gold]:
    labels = _labels("copies-allsides.json")
    return {
        "news_cluster": Gold(stories.news_cluster(data), _labels("copies.json")),
        "allsides": Gold(_allsides(data, {name for pair in labels for name in pair}), labels),
    }


def _labels(name: str) -> dict[Pair, str]:
    return {frozenset((p["id_a"], p["id_b"])): p["label"] for p in json.loads((LABELS / name).read_text(encoding="utf-8"))["pairs"]}


def _allsides(data: Path, wanted: set[str]) -> stories.Gold:
    """The articles of that name, read as a user's file is: their furniture counts."""
    source = data / "allsides_articles" / "articles.jsonl.gz"
    with gzip.open(source, "rt", encoding="utf-8") as lines, tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "articles.jsonl")
        path.write_text("".join(line for line in lines if json.loads(line)["ID"] in wanted), encoding="utf-8")
        return {a.id: stories.Labelled("", a) for a in read_articles([str(path)]).articles}


def articles(gold: Gold) -> Iterator[Article]:
    return stories.articles(gold.articles)


def score(gold: Gold, rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """P, R, F1 on the pairs labelled copy; how many of each label were found; families found whole."""
    found, families = _found(rows)
    by_label = Counter(gold.labels.get(pair, "none") for pair in found)
    wanted = Counter(gold.labels.values())
    false = sum(n for label, n in by_label.items() if label not in ("copy", "partial"))
    whole = _families(tuple(sorted(p)) for p, label in gold.labels.items() if label == "copy")
    return {
        "labelled": len(gold.labels),
        "predicted_pairs": len(found),
        "copy": prf(by_label["copy"], by_label["copy"] + false, wanted["copy"]),
        "found": {label: by_label[label] for label in ("copy", "partial", "quotes", "boilerplate", "other", "none")},
        "families": len(whole),
        "families_exact": sum(f in families for f in whole),
    }


def errors(gold: Gold, rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Copies missed and pairs wrongly found, by ids and titles."""
    found, _ = _found(rows)
    for kind, pairs in (("miss", {p for p, label in gold.labels.items() if label == "copy"} - found), ("false", found)):
        for pair in sorted(map(sorted, pairs)):
            label = gold.labels.get(frozenset(pair), "none")
            if kind == "miss" or label not in ("copy", "partial"):
                yield {kind: pair, "label": label, "titles": [gold.articles[name].article.title for name in pair]}


def _found(rows: Iterable[Mapping[str, Any]]) -> tuple[set[Pair], list[set[str]]]:
    copies = [c for row in rows for c in row["copies"] if c["kind"] != "partial" and c["contained"] >= CONTAINED]
    families = _families((c["of"], c["copy"]) for c in copies)
    return {frozenset(pair) for family in families for pair in combinations(sorted(family), 2)}, families


def _families(pairs: Iterable[Iterable[str]]) -> list[set[str]]:
    families: list[set[str]] = []
    for pair in pairs:
        joined = set(pair).union(*(f for f in families if f & set(pair)))
        families = [f for f in families if not f & joined] + [joined]
    return families
