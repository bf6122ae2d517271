"""What a difference is made of: sides, each with its words and the claims that hold them; and who said which first.

Reads claims, gives Sides; the slots that are compared are in values, certainty, circumstances and differences.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from twosource.compare.profile import stem
from twosource.model import Article, Aspect, Claim, Relation, Span

# The text itself says that its reading is the newer one, or the older. What rises is a count that rises to another: waters do too.
_RISING = r"(?:rose|risen|rises|raised|raising|raises|climb(?:ed|s)?|increased|jumped|grew|grown|went up)"
LATER = re.compile(
    rf"\b(?:{_RISING}(?= [^.;]{{0,60}}?\bto\b| by\b)|(?:tolls?|numbers?|counts?|totals?|figures?|estimates?)\b[^.;]{{0,40}}?\b{_RISING}"
    r"|revised|updated|now|finally|again|(?:up|down) from)\b",
    re.I,
)
EARLIER = re.compile(
    r"\b(earlier(?! (?:this|that|in|on|today))|initially|at first|originally|had been|previously"
    r"|previous (?:\w+ )?(?:tolls?|totals?|counts?|figures?|estimates?|numbers?)"
    r"|(?:preliminary|initial|early) (?:reports?|counts?|figures?|estimates?))\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Side:
    """One reading: its words, and the claims that hold it (the first is shown)."""

    span: Span
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Split:
    """In what the sides differ, how they stand to one another, and why."""

    aspect: Aspect
    kind: Relation
    sides: tuple[Side, ...]
    why: str


def sides(items: Sequence[tuple[Claim, Span, object]]) -> tuple[Side, ...]:
    """Claims by the reading they hold, in the order of the claims; the first of each is shown."""
    readings: dict[object, tuple[Span, list[Claim]]] = {}
    for claim, span, reading in sorted(items, key=_place):
        readings.setdefault(reading, (span, []))[1].append(claim)
    return tuple(Side(span, tuple(dict.fromkeys(claims))) for span, claims in readings.values())


def _place(item: tuple[Claim, Span, object]) -> tuple[str, Span, str]:
    return item[0].article_id, item[1], item[0].id


def across(found: Sequence[Side]) -> bool:
    """Two readings at least, and not all of one article."""
    return len(found) > 1 and len({c.article_id for s in found for c in s.claims}) > 1


def bag(text: str) -> frozenset[str]:
    """The words that tell something, inflections undone."""
    return frozenset(stem(w) for w in re.findall(r"[\w']+", text.lower()) if w not in _SMALL)


_SMALL = frozenset("the a an it if to of for in its his her their on".split())


def later(a: Claim, b: Claim, articles: Mapping[str, Article]) -> int | None:
    """1 if `a` is the newer word, -1 if `b` is, None if nothing tells: what the texts say, versions, clock times with zone, days."""
    says = [bool(LATER.search(c)) - bool(EARLIER.search(c)) for c in (said(a), said(b))]
    if says[0] != says[1]:
        return 1 if says[0] > says[1] else -1
    x, y = articles.get(a.article_id), articles.get(b.article_id)
    if x is None or y is None or x.id == y.id:
        return None
    if x.version_of == y.id or y.version_of == x.id:
        return 1 if x.version_of == y.id else -1
    first, second = x.modified or x.published, y.modified or y.published
    if not first or not second:
        return None
    moments = [_moment(t) for t in (first, second)]
    if moments[0] is not None and moments[1] is not None and moments[0] != moments[1]:
        return 1 if moments[0] > moments[1] else -1
    if first[:10] != second[:10]:
        return 1 if first[:10] > second[:10] else -1
    return None


def said(claim: Claim) -> str:
    """Its words, after its source's: "Earlier reports" may tell the time."""
    source = " ".join(link.name for link in claim.attribution.chain) if claim.attribution else ""
    return f"{source} {claim.text}"


def order(xs: Sequence[Claim], ys: Sequence[Claim], articles: Mapping[str, Article]) -> int | None:
    """1 if the claims of `xs` are the newer, -1 if those of `ys` are: one dated pair is enough, two that disagree are none."""
    known = {later(a, b, articles) for a in xs for b in ys} - {None}
    return known.pop() if len(known) == 1 else None


def rivals(a: Claim, b: Claim, articles: Mapping[str, Article]) -> bool:
    """They can be set against each other: two articles, or in one article two sources, or its headline and its body."""
    if a.article_id != b.article_id:
        return True
    names = [c.attribution.chain[-1].name if c.attribution and c.attribution.chain else None for c in (a, b)]
    if None not in names and names[0] != names[1]:
        return True
    heading = [c.span[1] <= _heading(articles[c.article_id].text) for c in (a, b)]
    return heading[0] is not heading[1]


# The lines that open a text without an end stop: headline, dek and byline.
_OPENING = re.compile(r"(?:[^\n.!?]{3,200}(?:\.\d[^\n.!?]*)?\n\s*){1,4}")


def _heading(text: str) -> int:
    """Where the headline and dek of a text end; 0 if it opens with a sentence."""
    found = _OPENING.match(text)
    return found.end() if found else 0


def _moment(published: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(published)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None
