"""Where things stand on a line: when each outlet reported, and the figures of one finding beside each other.

Reads Material; gives places (across in percent of whatever width there is, down in pixels) and the rows of the table that always stands
beneath. The field: lane chart, dot plot. The template draws; nothing here needs a script.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from twosource.compare.figures import interval
from twosource.model import Article, Aspect, Claim, Finding, Quantity, Relation, Span
from twosource.present.material import Material
from twosource.present.tables import amount
from twosource.present.words import date, flat, listed, outlet, short
from twosource.web import axis

LEFT, RIGHT = 4, 96  # percent
LANE = 34  # pixels: a name, and the line under it
FOOT = 30
APART = 16  # percent between the labels of figures
FIRSTS = 3  # findings named as first told in an article
STRIPS = 8
_LABEL = 44  # characters of a lane's name


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    x: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    x: float
    y: float
    title: str
    kind: str  # "first", "version", "killed"; "low", "high": an open end
    until: float | None = None  # where it ends: a day is as wide as a day


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    y: float
    name: str
    dots: tuple[Dot, ...]
    bar: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A row of the timeline's table."""

    article: Article
    when: str
    outlet: str
    first: tuple[tuple[str, str], ...]  # (finding, headline): what two or more outlets have, and this article had first
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    height: float
    ticks: tuple[Tick, ...]
    lanes: tuple[Lane, ...]
    note: str  # whose hours they are
    reports: tuple[Report, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A row of a strip's table: one value, who has it, on whose word."""

    words: str
    span: Span
    article_id: str
    outlets: str
    source: str
    retracted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """The values that a finding gives of one thing."""

    finding: Finding
    headline: str
    height: float
    ticks: tuple[Tick, ...]
    lanes: tuple[Lane, ...]
    values: tuple[Value, ...]
    note: str = ""


def timeline(m: Material) -> Timeline:
    """Articles by outlet on the days they were published; those without a date stand in the table alone."""
    firsts: dict[str, list[Finding]] = {}
    for f in m.findings:
        dated = [e.article_id for e in f.told if e.article_id in m.articles and m.articles[e.article_id].published]
        if f.outlets > 1 and dated:
            firsts.setdefault(min(dated, key=lambda a: m.place(a, (0, 0))), []).append(f)
    moments = axis.moments(m.articles.values())
    line = axis.axis(moments.values())
    ends = [at.timestamp() for at, _ in line.marks] or [0.0]
    scale = _Scale(ends[0], ends[-1])
    lanes: dict[str, list[Dot]] = {}
    for a in m.articles.values():
        if a.id in moments:
            kind = "killed" if a.canceled else "version" if a.version_of else "first"
            of = lanes.setdefault(outlet(a), [])
            at = moments[a.id]
            title = f"{outlet(a)}, {date(axis.published(a))}: {flat(a.title or '')}"
            of.append(Dot(x=scale(at.start.timestamp()), until=scale(at.end.timestamp()), y=0, title=title, kind=kind))
    placed = []
    for n, (name, dots) in enumerate(lanes.items()):
        y = LANE * (n + 1)
        placed.append(Lane(y=y, name=short(name, _LABEL), dots=tuple(replace(d, y=y) for d in sorted(dots, key=lambda d: d.x))))
    return Timeline(
        height=LANE * len(placed) + FOOT,
        ticks=tuple(Tick(x=scale(at.timestamp()), text=words) for at, words in line.marks),
        lanes=tuple(placed),
        note=line.hours,
        reports=tuple(_report(m, a, firsts.get(a.id, [])) for a in m.articles.values()),
    )


def _report(m: Material, article: Article, first: Sequence[Finding]) -> Report:
    kept = len(first) if len(first) <= FIRSTS + 1 else FIRSTS
    return Report(
        article=article,
        when=date(axis.published(article)),
        outlet=outlet(article),
        first=tuple((f.id, m.headline(f)) for f in first[:kept]),
        more=len(first) - kept,
    )


class _Scale:
    """A value's place across the chart."""

    def __init__(self, low: float, high: float) -> None:
        self.low, self.high = low, high if high > low else low + 1

    def __call__(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return round(LEFT + min(max(share, 0.0), 1.0) * (RIGHT - LEFT), 2)


def strips(m: Material) -> tuple[list[Strip], int]:
    """Findings of which two or more readings give different figures, the disputed first; and how many more there are."""
    found: list[tuple[bool, Finding, list[tuple[Claim, Quantity]]]] = []
    for finding in m.findings:
        parted = {r.claim_id for d in finding.differences if d.aspect in (Aspect.VALUE, Aspect.UNIT) for r in d.readings}
        told: dict[tuple[str | None, str | None, str | None], list[tuple[Claim, Quantity]]] = {}
        for claim in m.claims(finding.claims) if parted else ():
            for q in claim.quantities:
                if interval(q) is not None and not q.increment:
                    told.setdefault((q.unit, q.per, (q.head or "").lower() or None), []).append((claim, q))
        for members in told.values():
            if len({(q.low, q.high, q.bound) for c, q in members if c.id in parted}) > 1:
                found.append((not any(d.kind is Relation.CONFLICTS for d in finding.differences), finding, members))
    found.sort(key=lambda f: f[0])
    return [_strip(m, finding, members) for _, finding, members in found[:STRIPS]], len(found[STRIPS:])


def _strip(m: Material, finding: Finding, members: Sequence[tuple[Claim, Quantity]]) -> Strip:
    by_value: dict[tuple[float | None, float | None, str], list[tuple[Claim, Quantity]]] = {}
    for claim, q in members:
        by_value.setdefault((q.low, q.high, q.bound.value), []).append((claim, q))
    ordered = sorted(by_value.values(), key=lambda of: (_ends(of[0][1]), of[0][1].bound.value))
    ends = [e for of in ordered for e in _ends(of[0][1]) if math.isfinite(e)]
    low, high = min(ends), max(ends)
    pad = (high - low) * 0.12 or abs(high) * 0.1 or 1.0
    scale = _Scale(low - pad, high + pad)
    lanes, values = [], []
    for n, of in enumerate(ordered):
        claim, q = of[0]
        y = LANE * (n + 1)
        start, end = _ends(q)
        words = amount(q, m.articles.get(claim.article_id))
        dots = [Dot(x=scale(e), y=y, title=words, kind="first") for e in dict.fromkeys((start, end)) if math.isfinite(e)]
        dots += [Dot(x=RIGHT, y=y, title=words, kind="high")] if end == math.inf else []
        dots += [Dot(x=LEFT, y=y, title=words, kind="low")] if start == -math.inf else []
        bar = (scale(max(start, scale.low)), scale(min(end, scale.high)))
        lanes.append(Lane(y=y, name=short(words, _LABEL), dots=tuple(dots), bar=bar if bar[0] != bar[1] else None))
        values.append(_value(m, finding, of, words))
    ticks = tuple(Tick(x=scale(e), text=f"{e:,.10g}") for e in _apart(sorted(set(ends)), scale))
    return Strip(
        finding=finding,
        headline=m.headline(finding),
        height=LANE * len(lanes) + FOOT,
        ticks=ticks,
        lanes=tuple(lanes),
        values=tuple(values),
    )


def _apart(ends: Iterable[float], scale: _Scale) -> list[float]:
    """Those whose labels do not run into each other."""
    kept: list[float] = []
    for end in ends:
        if not kept or scale(end) - scale(kept[-1]) > APART:
            kept.append(end)
    return kept


def _ends(q: Quantity) -> tuple[float, float]:
    found = interval(q)
    assert found is not None
    return found


def _value(m: Material, finding: Finding, of: Sequence[tuple[Claim, Quantity]], words: str) -> Value:
    claims = [c for c, _ in of]
    names = [flat(c.attribution.chain[-1].name) for c in claims if c.attribution and c.attribution.chain]
    return Value(
        words=words,
        span=of[0][1].span,
        article_id=claims[0].article_id,
        outlets=listed(m.outlets(c.article_id for c in claims), cap=6),
        source=listed(names) or "no source named",
        retracted=all(c.id in finding.retracted for c in claims),
    )
