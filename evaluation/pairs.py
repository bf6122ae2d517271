"""Whether a pair of sentences is told as a conflict, on pairs that people marked: FEVER-symmetric, negation NLI, SummEdits.

Each sentence is an article of its own. The pair is put to the comparison directly: that the two speak of one thing is given, and
each claim of the second is held against the claim of the first that shares most words with it. A pair is *told* if that gives a
`conflicts`. SummEdits is asked by kind of edit: every eighth summary and the same summary edited. None of the three is news.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from twosource.compare.differences import splits
from twosource.compare.profile import Profile, profile, stem, weight
from twosource.compare.readings import Split
from twosource.model import Article, Claim, Relation
from twosource.schema import from_row

DAY = "2020-01-01"
BRACKETS = (
    ("-LRB- ", "("), (" -RRB-", ")"), ("-LSB- ", "["), (" -RSB-", "]"), (" --", " –"), ("`` ", "“"), (" ``", "”"),
    (" '", "'"), (" ,", ","), (" .", "."),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sentences; `conflict` if people say that both cannot be so; how it was made, where that is known."""

    name: str
    texts: tuple[str, str]
    conflict: bool
    kinds: tuple[str, ...] = ()


Gold = Sequence[Pair]


def load(data: Path) -> dict[str, Gold]:
    return {"fever_symmetric": list(_fever(data)), "negation_nli": list(_negation(data)), "summedits": list(_summaries(data))}


def _fever(data: Path) -> Iterator[Pair]:
    for n, line in enumerate((data / "fever_symmetric" / "dev.jsonl").read_text().splitlines()):
        row = json.loads(line)
        yield Pair(f"fever.{n}", (_plain(row["sentence1"]), _plain(row["sentence2"])), row["gold_label"] == "REFUTES")


def _negation(data: Path) -> Iterator[Pair]:
    """MNLI and SNLI; RTE does not tell contradiction from mere lack of entailment."""
    for name in ("MNLI", "SNLI"):
        with (data / "negation_nli" / "clean_data" / f"{name}.txt").open(encoding="cp1252", errors="replace") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                yield Pair(f"{name}.{row['index']}", (row["Text"], row["Hypothesis"]), row["gold_label"] == "contradiction", (name,))


def _summaries(data: Path) -> Iterator[Pair]:
    for path in sorted((data / "summedits").glob("*.json")):
        for row in json.loads(path.read_text())[::8]:
            if row["summary"] != row["original_summary"]:
                edits = row["edit_types"] if isinstance(row["edit_types"], list) else json.loads(row["edit_types"].replace("'", '"'))
                yield Pair(row["id"], (row["original_summary"], row["summary"]), str(row["label"]) == "0", tuple(edits))


def _plain(text: str) -> str:
    """The brackets and spaces of a treebank undone."""
    for old, new in BRACKETS:
        text = text.replace(old, new)
    return text


def articles(gold: Gold) -> list[Article]:
    return [
        Article(
            id=f"{pair.name}.{side}", uri=f"https://{side}.example/{pair.name}", outlet=side, published=DAY, language="en", text=text,
            sha256=hashlib.sha256(text.encode()).hexdigest(),
        )
        for pair in gold
        for side, text in zip("xy", pair.texts, strict=True)
    ]  # fmt: skip


def told(gold: Gold, rows: Iterable[dict[str, Any]]) -> dict[str, list[Split]]:
    """Pair -> the conflicts between its two sentences."""
    given = {a.id: a for a in articles(gold)}
    claims: dict[str, list[Claim]] = {}
    for row in rows:
        claim: Claim = from_row(row, Claim)
        claims.setdefault(claim.article_id, []).append(claim)
    found: dict[str, list[Split]] = {}
    for pair in gold:
        first, second = ([profile(c) for c in sorted(claims.get(f"{pair.name}.{side}", ()), key=lambda c: (c.span, c.id))] for side in "xy")
        against = [s for q in second for s in _conflicts(q, first, given)]
        if against:
            found[pair.name] = against
    return found


def _conflicts(claim: Profile, others: Sequence[Profile], given: Mapping[str, Article]) -> Iterator[Split]:
    shared = [(sum(map(weight, _words(claim) & _words(p))), -n) for n, p in enumerate(others)]
    if not shared or max(shared)[0] == 0:
        return
    pair = (others[-max(shared)[1]], claim)
    aligned = {frozenset(p.claim.id for p in pair)}
    yield from (s for s in splits(pair, given, aligned, {p.claim.id: "" for p in pair}) if s.kind is Relation.CONFLICTS)


def _words(claim: Profile) -> frozenset[str]:
    return frozenset(map(stem, re.findall(r"\w+", claim.claim.text.lower())))


def score(gold: Gold, rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    against = told(gold, rows)
    figures: dict[str, Any] = {"pairs": len(gold), **_figures(gold, against)}
    for kind in sorted({k for p in gold for k in p.kinds}):
        of = [p for p in gold if p.kinds == (kind,)]
        figures[kind] = {"pairs": len(of), **_figures(of, against)}
    return figures


def _figures(gold: Gold, against: Container[str]) -> dict[str, float]:
    right = sum(p.conflict and p.name in against for p in gold)
    return {"p": _share(right, sum(p.name in against for p in gold)), "r": _share(right, sum(p.conflict for p in gold))}


def _share(n: int, of: int) -> float:
    return round(n / of, 4) if of else 0.0


def errors(gold: Gold, rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    against = told(gold, rows)
    for p in gold:
        if p.conflict != (p.name in against):
            why = [f"{s.aspect}: {' / '.join(side.claims[0].text for side in s.sides)} ({s.why})" for s in against.get(p.name, ())]
            yield {"pair": p.name, "texts": p.texts, "wanted": p.conflict, "kinds": p.kinds, "told": why}
