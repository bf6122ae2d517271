"""Attributions (source, cue, content) on PolNeAR's dev part: brat standoff over 84 articles of seven outlets.

Gold is one annotator's file a text (the first by name): relations with a cue and a content, spans typed Discuss or Discard left out,
contents of one cue and source taken together, as on the side of the claims. `attribution` = one to one, source and content each share
half of the word tokens of both sides (a gold without a source wants none); `lenient` = one shared source token is enough. Annotators
among themselves reach about .63. Half of all tokens are content, so the token figure is quoted as Cohen's kappa. Nested attributions
are not in the gold: those that the product finds count as false alarms.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.matching import Tokens, half, one_to_one, prf
from twosource.model import Article

Spans = tuple[tuple[int, int], ...]
Gold = dict[str, "Document"]
_SKIPPED = frozenset(("Discuss", "Discard"))
_MARKS = '"“”„‟«»'
_MATCHES = ("content", "full", "lenient")


@dataclass(frozen=True, slots=True)
class Relation:
    source: Spans
    cue: Spans
    content: Spans


@dataclass(frozen=True, slots=True)
class Document:
    text: str
    relations: tuple[Relation, ...]


def load(data: Path) -> dict[str, Gold]:
    """The dev part, by text name."""
    return {"polnear": read(data / "polnear" / "dev")}


def read(folder: Path) -> Gold:
    """Every text of a part that has an annotation."""
    gold: Gold = {}
    for path in sorted((folder / "text").glob("*.txt")):
        annotations = sorted(p for p in (folder / "attributions").glob("*.ann") if p.name.startswith(path.stem + "_"))
        if annotations:
            gold[path.stem] = Document(path.read_bytes().decode("utf-8"), _relations(annotations[0].read_text(encoding="utf-8")))
    return gold


def _relations(standoff: str) -> tuple[Relation, ...]:
    spans: dict[str, tuple[str, list[tuple[int, int]]]] = {}
    lines = standoff.split("\n")
    for line in lines:
        m = re.match(r"(T\d+)\t(\S+) ([\d ;]+)\t", line)
        if m:
            spans[m[1]] = (m[2], [(int(s), int(e)) for s, e in (piece.split() for piece in m[3].split(";"))])
    found: dict[tuple[Spans, Spans], set[tuple[int, int]]] = {}
    for line in lines:
        if not re.match(r"E\d+\t", line):
            continue
        roles: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for argument in line.split("\t")[1].split():
            role, _, name = argument.partition(":")
            kind, where = spans.get(name, ("Discard", []))
            if kind not in _SKIPPED:
                roles[re.sub(r"\d+$", "", role)] += where
        if roles["Cue"] and roles["Content"]:
            key = (tuple(sorted(roles["Source"])), tuple(sorted(roles["Cue"])))
            found.setdefault(key, set()).update(roles["Content"])
    return tuple(Relation(source, cue, tuple(sorted(content))) for (source, cue), content in found.items())


def articles(gold: Gold) -> Iterator[Article]:
    for name, d in gold.items():
        yield Article(id=name, uri=f"{name}.txt", language="en", text=d.text, sha256=hashlib.sha256(d.text.encode()).hexdigest())


def mode(text: str, content: Sequence[tuple[int, int]]) -> str:
    """Direct: wholly in quotation marks; mixed: marks inside; indirect: none."""
    words = " ".join(text[s:e] for s, e in content).strip().strip(".,;: ")
    if not any(c in _MARKS for c in words):
        return "indirect"
    return "direct" if words[0] in _MARKS and words[-1] in _MARKS and not any(c in _MARKS for c in words[1:-1]) else "mixed"


def score(gold: Gold, rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """All figures, with recall by mode and the attribution figure by outlet."""
    counts: Counter[str] = Counter()
    modes: dict[str, Counter[str]] = defaultdict(Counter)
    outlets: dict[str, Counter[str]] = defaultdict(Counter)
    for name, document, found, matched, tokens in _matched(gold, rows):
        wanted = document.relations
        outlet = outlets[name.split("_")[0]]
        outlet.update(gold=len(wanted), found=len(found), hits=len(matched["full"]))
        counts.update(gold=len(wanted), found=len(found))
        counts.update({f"{m}_hits": len(pairs) for m, pairs in matched.items()})
        inside_gold = frozenset[int]().union(*(tokens.inside(r.content) for r in wanted))
        inside_found = frozenset[int]().union(*(tokens.inside(r.content) for r in found))
        counts.update(tokens=len(tokens.spans), token_hits=len(inside_gold & inside_found))
        counts.update(token_gold=len(inside_gold), token_found=len(inside_found))
        for field in ("source", "cue"):
            counts.update(_distinct(field, wanted, found, tokens))
        hit = {m: {g for g, _ in pairs} for m, pairs in matched.items()}
        for n, relation in enumerate(wanted):
            for m in [mode(document.text, relation.content)] + ([] if relation.source else ["no_source"]):
                modes[m].update(n=1, **{x: int(n in hit[x]) for x in _MATCHES})
    figures: dict[str, Any] = {
        "gold": counts["gold"],
        "predicted": counts["found"],
        "attribution": prf(counts["full_hits"], counts["found"], counts["gold"]),
        "attribution_lenient": prf(counts["lenient_hits"], counts["found"], counts["gold"]),
        "content_tokens": {**prf(counts["token_hits"], counts["token_found"], counts["token_gold"]), "kappa": _kappa(counts)},
        "content_spans": prf(counts["content_hits"], counts["found"], counts["gold"]),
    }
    for field in ("source", "cue"):
        for kind in ("exact", "partial"):
            figures[f"{field}_{kind}"] = prf(counts[f"{field}_{kind}"], counts[f"{field}_found"], counts[f"{field}_gold"])
    figures["recall_by_mode"] = {m: {"n": c["n"], **{x: round(c[x] / c["n"], 4) for x in _MATCHES}} for m, c in sorted(modes.items())}
    figures["by_outlet"] = {o: prf(c["hits"], c["found"], c["gold"]) for o, c in sorted(outlets.items())}
    return figures


def errors(gold: Gold, rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Misses and false alarms; `content_found` says that a miss is one of the source alone."""
    for name, document, found, matched, _ in _matched(gold, rows):
        hit, used, content = {g for g, _ in matched["full"]}, {p for _, p in matched["full"]}, {g for g, _ in matched["content"]}
        for n, relation in enumerate(document.relations):
            if n not in hit:
                yield {"doc": name, "miss": _told(document, relation), "content_found": n in content}
        for n, relation in enumerate(found):
            if n not in used:
                yield {"doc": name, "false": _told(document, relation)}


def _told(document: Document, relation: Relation) -> dict[str, list[str]]:
    return {f: [document.text[s:e] for s, e in getattr(relation, f)] for f in ("source", "cue", "content")}


def _found(rows: Iterable[Mapping[str, Any]]) -> dict[str, list[Relation]]:
    """Claims of one article with the same cue and source are one attribution, its content theirs together."""
    by: dict[str, dict[tuple[Spans, ...], tuple[Spans, Spans, set[tuple[int, int]]]]] = defaultdict(dict)
    for row in rows:
        a = row.get("attribution")
        if not a:
            continue
        source, cue = _spans(a.get("source")), _spans(a.get("cue"))
        content = _spans(a.get("content"))
        key = (source, cue) if cue else (source, cue, content)
        by[row["article_id"]].setdefault(key, (source, cue, set()))[2].update(content)
    return {name: [Relation(s, c, tuple(sorted(content))) for s, c, content in found.values()] for name, found in by.items()}


def _spans(value: Any) -> Spans:
    if not value:
        return ()
    return ((value[0], value[1]),) if isinstance(value[0], int) else tuple((s, e) for s, e in value)


def _matched(
    gold: Gold, rows: Iterable[Mapping[str, Any]]
) -> Iterator[tuple[str, Document, list[Relation], dict[str, list[tuple[int, int]]], Tokens]]:
    """Each text with what was found in it and the one-to-one matches by content, content and source, and content and a source token."""
    made = _found(rows)
    for name, document in gold.items():
        tokens, found = Tokens(document.text), made.get(name, [])
        sides = [[(tokens.inside(r.source), tokens.inside(r.content)) for r in side] for side in (document.relations, found)]
        pairs: dict[str, list[tuple[float, int, int]]] = {m: [] for m in _MATCHES}
        for g, (source, content) in enumerate(sides[0]):
            for p, (said_by, said) in enumerate(sides[1]):
                if not half(content, said):
                    continue
                shared, neither = len(content & said) / len(content | said), not source and not said_by
                pairs["content"].append((shared, g, p))
                if neither or half(source, said_by):
                    pairs["full"].append((shared, g, p))
                if neither or source & said_by:
                    pairs["lenient"].append((shared, g, p))
        yield name, document, found, {m: one_to_one(x) for m, x in pairs.items()}, tokens


def _distinct(field: str, wanted: Sequence[Relation], found: Sequence[Relation], tokens: Tokens) -> dict[str, int]:
    """Counts over the distinct source or cue spans of a text."""
    sides = [sorted({s for r in side if (s := tokens.inside(getattr(r, field)))}, key=sorted) for side in (wanted, found)]
    overlaps = [(len(a & b) / len(a | b), g, p) for g, a in enumerate(sides[0]) for p, b in enumerate(sides[1]) if a & b]
    return {
        f"{field}_gold": len(sides[0]),
        f"{field}_found": len(sides[1]),
        f"{field}_exact": len(set(sides[0]) & set(sides[1])),
        f"{field}_partial": len(one_to_one(overlaps)),
    }


def _kappa(counts: Counter[str]) -> float:
    """Cohen's kappa over all tokens: 0 for calling everything content, whose F1 is .67 here."""
    n, hits, found, gold = counts["tokens"], counts["token_hits"], counts["token_found"], counts["token_gold"]
    if not n:
        return 0.0
    observed = (hits + n - found - gold + hits) / n
    chance = (found * gold + (n - found) * (n - gold)) / n / n
    return round((observed - chance) / (1 - chance), 4) if chance < 1 else 0.0
