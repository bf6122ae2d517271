"""Time expressions (TIMEX3) on TimeBank and AQUAINT, as cleaned for TempEval-3.

Gold is every TIMEX3 inside <TEXT>; the document creation time is what the product gets as `published` and is not scored. Figures as
in the shared task: strict = same span (outer blanks and punctuation aside), relaxed = a character in common, one to one; value and
type F1 = relaxed matches whose value or type is right, over all predicted and all gold. Both annotations are known to miss some.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.matching import one_to_one, prf
from twosource.model import Article

Gold = dict[str, "Document"]
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True)
class Document:
    """A text with its creation time and its TIMEX3 as (start, end, type, value)."""

    text: str
    published: str
    title: str | None
    times: tuple[tuple[int, int, str, str], ...]


def load(data: Path) -> dict[str, Gold]:
    """The one set, by document name."""
    return {"timeml": {p.stem: _document(p) for p in sorted((data / "timeml").rglob("*.tml"))}}


def _document(path: Path) -> Document:
    raw = path.read_bytes().decode("utf-8")
    published = re.search(r"<DCT>.*?value=\"([^\"]+)\"", raw, re.S)
    body = re.search(r"<TEXT>(.*?)</TEXT>", raw, re.S)
    if not published or not body:
        raise ValueError(f"{path.name} is no TimeML document with a DCT and a TEXT")
    title = re.search(r"<TITLE>(.*?)</TITLE>", raw, re.S)
    text, at, times = "", 0, []
    opened: list[tuple[int, dict[str, str]]] = []
    for m in _TAG.finditer(body[1]):
        text += html.unescape(body[1][at : m.start()])
        at = m.end()
        if m[0].startswith("<TIMEX3") and not m[0].endswith("/>"):  # an empty TIMEX3 has no span
            opened.append((len(text), dict(re.findall(r"(\w+)=\"([^\"]*)\"", m[0]))))
        elif m[0].startswith("</TIMEX3"):
            start, attributes = opened.pop()
            if len(text) > start:
                times.append((start, len(text), attributes.get("type", ""), attributes.get("value", "")))
    text += html.unescape(body[1][at:])
    return Document(text, published[1], html.unescape(_TAG.sub("", title[1])) if title else None, tuple(times))


def articles(gold: Gold) -> Iterator[Article]:
    for name, d in gold.items():
        digest = hashlib.sha256(d.text.encode()).hexdigest()
        yield Article(id=name, uri=name, title=d.title, published=d.published, language="en", text=d.text, sha256=digest)


def score(gold: Gold, rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Strict, relaxed, value and type precision, recall and F1."""
    counts: Counter[str] = Counter()
    for document, found, pairs in _matched(gold, rows):
        counts["gold"] += len(document.times)
        counts["found"] += len(found)
        for g, p in pairs:
            counts["relaxed"] += 1
            counts.update(_agrees(document, document.times[g], found[p]))
    figures: dict[str, Any] = {"gold": counts["gold"], "predicted": counts["found"]}
    figures |= {k: prf(counts[k], counts["found"], counts["gold"]) for k in ("strict", "relaxed", "value", "type")}
    return figures


def errors(gold: Gold, rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Misses, false alarms and matches that differ in span, type or value."""
    names = {id(d): name for name, d in gold.items()}
    for document, found, pairs in _matched(gold, rows):
        name = names[id(document)]
        for g, p in pairs:
            if len(_agrees(document, document.times[g], found[p])) < 3:
                given = {**found[p], "text": document.text[slice(*found[p]["span"])]}
                yield {"doc": name, "gold": _told(document, document.times[g]), "found": given}
        matched_gold, matched_found = {g for g, _ in pairs}, {p for _, p in pairs}
        for g, t in enumerate(document.times):
            if g not in matched_gold:
                yield {"doc": name, "miss": _told(document, t)}
        for p, f in enumerate(found):
            if p not in matched_found:
                yield {"doc": name, "false": {**f, "text": document.text[slice(*f["span"])]}}


def _told(document: Document, t: tuple[int, int, str, str]) -> dict[str, Any]:
    return {"span": [t[0], t[1]], "type": t[2], "value": t[3], "text": document.text[t[0] : t[1]]}


def _matched(gold: Gold, rows: Iterable[Mapping[str, Any]]) -> Iterator[tuple[Document, list[Mapping[str, Any]], list[tuple[int, int]]]]:
    found: dict[str, dict[tuple[int, int], Mapping[str, Any]]] = defaultdict(dict)
    for row in rows:
        for t in row.get("times") or ():
            found[row["article_id"]].setdefault((t["span"][0], t["span"][1]), t)
    for name, document in gold.items():
        there = list(found[name].values())
        wanted = [_trimmed(document.text, t[0], t[1]) for t in document.times]
        given = [_trimmed(document.text, *t["span"]) for t in there]
        overlaps = [
            (2.0 if a == b else (min(a[1], b[1]) - max(a[0], b[0])) / (max(a[1], b[1]) - min(a[0], b[0])), g, p)
            for g, a in enumerate(wanted)
            for p, b in enumerate(given)
            if a[0] < b[1] and b[0] < a[1]
        ]
        yield document, there, one_to_one(overlaps)


def _agrees(document: Document, wanted: tuple[int, int, str, str], given: Mapping[str, Any]) -> list[str]:
    """In which of span, value and type a pair agrees."""
    same = {
        "strict": _trimmed(document.text, wanted[0], wanted[1]) == _trimmed(document.text, *given["span"]),
        "value": (given.get("value") or "").strip() == wanted[3].strip(),
        "type": str(given.get("type") or "").upper() == wanted[2].upper(),
    }
    return [k for k, agrees in same.items() if agrees]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while end > start and not text[end - 1].isalnum():
        end -= 1
    while start < end and not text[start].isalnum():
        start += 1
    return start, end
