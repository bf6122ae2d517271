"""Polarity and certainty of event mentions on MEANTIME (Minard et al. 2016; CC BY 4.0): tokenised Wikinews articles.

A mention is read from the claim whose trigger overlaps it (of several, the shortest), else from the attribution whose cue it is ("did not
say" is denied), else it is taken as affirmed and certain, as the majority is; `found` is the share that triggers a claim. Certainty: what
MEANTIME calls possible or probable is uncertain, as is a claim that is hedged, or wished and planned but not announced with "will" (a
condition is another attribute there). Underspecified mentions are left out. `macro_f1` is the mean over both classes, `majority` what
calling all mentions alike would get.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from evaluation.matching import prf
from twosource.model import Article, Span

_CLOSING = re.compile(r"[,.;:!?%)\]’”]$|n't$|'s$|'re$|'ve$|'ll$|'d$|'m$")
_POLARITY = {"POS": "affirmed", "NEG": "denied"}
_CERTAINTY = {"CERTAIN": "certain", "POSSIBLE": "uncertain", "PROBABLE": "uncertain"}
_TASKS = {"polarity": ("affirmed", "denied"), "certainty": ("certain", "uncertain")}
_NEGATED = re.compile(r"\b(?:not|never|nor)\b|n['’]t\b", re.I)
_SURE = re.compile(r"\b(?:will|shall|to be|set to|due to|is to|are to)\b|['’]ll\b", re.I)


@dataclass(frozen=True, slots=True)
class Mention:
    span: Span
    polarity: str | None
    certainty: str | None


@dataclass(frozen=True, slots=True)
class Document:
    name: str
    text: str
    mentions: tuple[Mention, ...]


Gold = Sequence[Document]


def load(data: Path) -> dict[str, Gold]:
    return {"meantime": [_document(p) for p in sorted((data / "meantime").glob("corpus_*/*.xml"))]}


def _document(path: Path) -> Document:
    root = etree.parse(path).getroot()
    text, sentence = "", None
    at: dict[str, Span] = {}
    for token in root.iter("token"):
        word = token.text or ""
        if sentence is not None and token.get("sentence") != sentence:
            text += "\n"
        elif text and not _CLOSING.match(word) and text[-1] not in "([$£€“\n":
            text += " "
        sentence = token.get("sentence")
        at[token.get("t_id")] = (len(text), len(text) + len(word))
        text += word
    mentions = []
    for event in root.iter("EVENT_MENTION"):
        spans = [at[a.get("t_id")] for a in event.iter("token_anchor")]
        if spans:
            span = min(spans)[0], max(spans)[1]
            mentions.append(Mention(span, _POLARITY.get(event.get("polarity")), _CERTAINTY.get(event.get("certainty"))))
    return Document(path.stem, text, tuple(sorted(mentions, key=lambda m: m.span)))


def articles(gold: Gold) -> list[Article]:
    return [Article(id=d.name, uri=f"https://example.org/{d.name}", language="en", text=d.text, sha256="") for d in gold]


def read(claim: Mapping[str, Any] | None, cue: str | None = None) -> dict[str, str]:
    """The two attributes that a claim gives its event, or a cue's words to the saying."""
    if claim is None:
        return {"polarity": "denied" if cue and _NEGATED.search(cue) else "affirmed", "certainty": "certain"}
    unsure = claim["modality"] == "hedged" or (claim["modality"] == "expected" and not _SURE.search(claim["text"]))
    return {"polarity": claim["polarity"], "certainty": "uncertain" if unsure else "certain"}


def _pairs(gold: Gold, rows: Iterable[Mapping[str, Any]]) -> Iterator[tuple[Document, Mention, Mapping[str, Any] | None, str | None]]:
    claims: dict[str, list[Mapping[str, Any]]] = {}
    cues: dict[str, set[Span]] = {}
    for row in rows:
        if row.get("event"):
            claims.setdefault(row["article_id"], []).append(row)
        if row.get("attribution") and row["attribution"]["cue"]:
            cues.setdefault(row["article_id"], set()).add(tuple(row["attribution"]["cue"]))
    for d in gold:
        for m in d.mentions:
            fitting = [c for c in claims.get(d.name, ()) if c["event"]["trigger"][0] < m.span[1] and m.span[0] < c["event"]["trigger"][1]]
            cue = min((c for c in cues.get(d.name, ()) if c[0] < m.span[1] and m.span[0] < c[1]), default=None)
            narrowest = min(fitting, key=lambda c: (c["span"][1] - c["span"][0], c["id"]), default=None)
            yield d, m, narrowest, d.text[slice(*cue)] if cue else None


def score(gold: Gold, rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    pairs = list(_pairs(gold, rows))
    figures: dict[str, Any] = {"mentions": len(pairs), "found": round(sum(c is not None for _, _, c, _ in pairs) / len(pairs), 4)}
    for task, classes in _TASKS.items():
        told = [(getattr(m, task), read(c, cue)[task]) for _, m, c, cue in pairs if getattr(m, task) is not None]
        alike = _macro([(g, classes[0]) for g, _ in told], classes)["macro_f1"]
        figures[task] = {"n": len(told), "majority": alike, **_macro(told, classes)}
    return figures


def _macro(told: Sequence[tuple[str, str]], classes: Sequence[str]) -> dict[str, Any]:
    hits, found, wanted = Counter(g for g, p in told if g == p), Counter(p for _, p in told), Counter(g for g, _ in told)
    each = {c: prf(hits[c], found[c], wanted[c]) for c in classes}
    return {"macro_f1": round(sum(f["f1"] for f in each.values()) / len(each), 4), **each}


def errors(gold: Gold, rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Mentions read as what they are not, with the line they stand in."""
    for d, m, claim, cue in _pairs(gold, rows):
        line = d.text[d.text.rfind("\n", 0, m.span[0]) + 1 :].split("\n", 1)[0]
        for task in _TASKS:
            want, got = getattr(m, task), read(claim, cue)[task]
            if want is not None and want != got:
                told = {"modality": claim["modality"], "text": claim["text"]} if claim else None
                yield {"doc": d.name, "task": task, "gold": want, "read": got, "event": d.text[slice(*m.span)], "claim": told, "line": line}
