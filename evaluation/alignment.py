"""Which claims are joined across articles, as sentence pairs: ECB+ (of one subtopic, linked if they share an event chain),
QA-ALIGN (linked if questions about them are aligned), SuperPAL (of a summary and its texts, linked if propositions are aligned).

A pair is joined here if a finding holds evidence (or a reading) of both. `balanced` is the mean of linked pairs joined and unlinked
pairs kept apart. Baselines: `lemma` (how many lemmas of verbs two sentences share) and `embedding` (the cosine of their vectors), each
at the threshold that is best on the very pairs, and, as the product has it, at one for all sets (`..._one_setting`).
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from evaluation import embedding
from evaluation.ecbplus import Document, documents
from evaluation.propositions import pairwise, qa_align, superpal
from twosource.extract.parse import load_model
from twosource.model import Article, Membership

Place = tuple[str, int]  # document, sentence
Pair = frozenset[Place]
Gold = Sequence[Document]
ONE_SETTING = {"lemma": 1, "embedding": 46}  # the best mean over QA-ALIGN and SuperPAL, of 1 to 4 lemmas and of every other hundredth


def load(data: Path) -> dict[str, Gold]:
    sets: dict[str, Gold] = {"ecbplus": documents(data / "ecbplus")}
    whole = superpal(data / "superpal")
    return sets | {"qa_align": qa_align(data / "qa_align"), "superpal": whole, "superpal_pairs": pairwise(whole)}


def memberships(gold: Gold) -> list[Membership] | None:
    """The documents of QA-ALIGN and SuperPAL are given as of one story; those of ECB+ are grouped by the product."""
    if any(d.subtopic != d.topic for d in gold):
        return None
    return [Membership(article_id=d.name, story_id=d.topic, family_id=d.name, why="given") for d in gold]


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
    rows, wanted, inside = list(rows), linked(gold), _inside(gold)
    found = joined(gold, rows)
    lost = _lost(gold, rows, (inside & wanted) - found)
    likeness = {"lemma": lemma(gold, inside)}
    if embedding.installed():
        likeness["embedding"] = cosine(gold, inside)
    else:
        print("alignment: no `embedding` baseline, its model is not installed (pip install 'twosource[evaluation]')", file=sys.stderr)
    baselines = {name: best(wanted, held) for name, held in likeness.items()}
    baselines |= {f"{name}_one_setting": balanced(wanted, held, ONE_SETTING[name]) for name, held in likeness.items()}
    return _rates(wanted, found, inside) | {"lost": lost} | baselines


def _lost(gold: Gold, rows: Sequence[dict[str, Any]], pairs: set[Pair]) -> dict[str, float]:
    """Of the linked pairs that no finding joins: in two stories, a sentence without any claim, or claims of different findings."""
    by_name = {d.name: d for d in gold}
    stories = {e["article_id"]: row["story_id"] for row in rows for e in row["evidence"]}
    read = {place for row in rows for place in _evidence(row, by_name)}
    causes = Counter(
        "other_story" if len({stories.get(name) for name, _ in pair}) > 1 else "no_claim" if not pair <= read else "other_finding"
        for pair in pairs
    )
    return {cause: round(n / len(pairs), 4) for cause, n in sorted(causes.items())}


def _rates(wanted: set[Pair], found: set[Pair], inside: set[Pair]) -> dict[str, Any]:
    positive, negative = inside & wanted, inside - wanted
    kept, apart = len(positive & found) / len(positive), len(negative - found) / len(negative)
    sizes = {"linked": len(positive), "not_linked": len(negative)}
    return sizes | {"tpr": round(kept, 4), "tnr": round(apart, 4), "balanced": round((kept + apart) / 2, 4)}


def best(wanted: set[Pair], likeness: Mapping[Pair, int]) -> float:
    """The best balanced rate of joining what is at least so alike, over all thresholds."""
    return max(balanced(wanted, likeness, least) for least in set(likeness.values()))


def balanced(wanted: set[Pair], likeness: Mapping[Pair, int], least: int) -> float:
    """The balanced rate of joining what is at least so alike."""
    return float(_rates(wanted, {p for p, v in likeness.items() if v >= least}, set(likeness))["balanced"])


def lemma(gold: Gold, inside: Iterable[Pair]) -> dict[Pair, int]:
    """How many lemmas of verbs two sentences share."""
    verbs: dict[Place, set[str]] = {}
    for d, doc in zip(gold, load_model().pipe([d.text for d in gold]), strict=True):
        for number, (start, end) in d.sentences.items():
            verbs[d.name, number] = {t.lemma_.lower() for t in doc if t.pos_ == "VERB" and start <= t.idx < end}
    return {pair: len(set.intersection(*(verbs[place] for place in pair))) for pair in inside}


def cosine(gold: Gold, inside: Iterable[Pair]) -> dict[Pair, int]:
    """The cosine of two sentences' vectors, in hundredths."""
    texts = {(d.name, number): d.text[slice(*span)] for d in gold for number, span in d.sentences.items()}
    vectors = dict(zip(texts, embedding.embedded(list(texts.values())), strict=True))
    found = {}
    for pair in inside:
        a, b = (vectors[place] for place in pair)
        found[pair] = round(100 * float(a @ b))
    return found


def errors(gold: Gold, rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Unlinked pairs that were joined: what an editor would object to first."""
    by_name = {d.name: d for d in gold}
    for pair in sorted(map(sorted, (joined(gold, rows) - linked(gold)) & _inside(gold))):
        yield {"false": [by_name[d].text[slice(*by_name[d].sentences[s])] for d, s in pair]}
