"""Which claims are joined across articles, as sentence pairs of one subtopic, against ECB+ cross-document event chains.

A pair of validated sentences of two documents is linked in the gold if they share a chain; it is joined here if a finding holds
evidence (or a reading) of both. `balanced` is the mean of linked pairs joined and unlinked pairs kept apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from evaluation.ecbplus import Document, documents
from twosource.model import Article

Place = tuple[str, int]  # document, sentence
Pair = frozenset[Place]
Gold = Sequence[Document]


def load(data: Path) -> dict[str, Gold]:
    return {"ecbplus": documents(data / "ecbplus")}


def articles(gold: Gold) -> list[Article]:
    return [Article(id=d.name, uri=f"https://example.org/{d.name}", language="en", text=d.text, sha256="") for d in gold]


def linked(gold: Gold) -> set[Pair]:
    held: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for d in gold:
        for chain, sentences in d.chains.items():
            held[d.topic, chain] += [(d.name, s) for s in sorted(sentences)]
    return {frozenset((x, y)) for places in held.values() for x, y in combinations(places, 2) if x[0] != y[0]}


def joined(gold: Gold, rows: Iterable[dict[str, Any]]) -> set[Pair]:
    by_name = {d.name: d for d in gold}
    pairs: set[Pair] = set()
    for row in rows:
        places = list(_evidence(row, by_name))
        pairs |= {frozenset((x, y)) for x, y in combinations(places, 2) if x[0] != y[0]}
    return pairs


def _evidence(row: dict[str, Any], by_name: dict[str, Document]) -> Iterator[Place]:
    spans = {(e["article_id"], tuple(e["span"])) for e in [*row["evidence"], *(r for d in row["differences"] for r in d["readings"])]}
    for name, (start, end) in sorted(spans):
        for number, (s, e) in by_name[name].sentences.items() if name in by_name else ():
            shared = min(e, end) - max(s, start)
            if shared > 0 and shared * 2 >= min(e - s, end - start):
                yield name, number


def _inside(gold: Gold) -> set[Pair]:
    groups: dict[str, list[Document]] = defaultdict(list)
    for d in gold:
        groups[d.subtopic].append(d)
    apart = [(a, b) for group in groups.values() for a, b in combinations(group, 2)]
    return {frozenset(((a.name, x), (b.name, y))) for a, b in apart for x in a.sentences for y in b.sentences}


def score(gold: Gold, rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    wanted, found, inside = linked(gold), joined(gold, rows), _inside(gold)
    positive, negative = inside & wanted, inside - wanted
    kept, apart = len(positive & found) / len(positive), len(negative - found) / len(negative)
    sizes = {"linked": len(positive), "not_linked": len(negative)}
    return sizes | {"tpr": round(kept, 4), "tnr": round(apart, 4), "balanced": round((kept + apart) / 2, 4)}


def errors(gold: Gold, rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Unlinked pairs that were joined: what an editor would object to first."""
    by_name = {d.name: d for d in gold}
    for pair in sorted(map(sorted, (joined(gold, rows) - linked(gold)) & _inside(gold))):
        yield {"false": [by_name[d].text[slice(*by_name[d].sentences[s])] for d, s in pair]}
