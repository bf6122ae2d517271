"""Where things stand on a line: when each outlet reported, and the figures of one finding beside each other.

Reads Material; gives places (across in percent of whatever width there is, down in pixels) and the rows of the table that always stands
beneath. The field: lane chart, dot plot. The template draws; nothing here needs a script.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from twosource.compare.figures import interval
from twosource.model import Article, Aspect, Claim, Finding, Quantity, Relation, Span
from twosource.present.material import Material
from twosource.present.tables import amount
from twosource.present.words import date, flat, listed, outlet, short

LEFT, RIGHT = 4, 96  # percent
LANE = 34  # pixels: a name, and the line under it
FOOT = 30
APART = 16  # percent between the labels of figures
FIRSTS = 3  # findings named as first told in an article
STRIPS = 8
_STEPS = (
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=6),
    timedelta(days=1),
    timedelta(days=7),
    timedelta(days=30),
    timedelta(days=365),
)
_TICKS = 8
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


def timeline(m: Material) -> Timeline:
    """Articles by outlet on the days they were published; those without a date stand in the table alone."""
    firsts: dict[str, list[Finding]] = {}
    for f in m.findings:
        dated = [e.article_id for e in f.evidence if e.article_id in m.articles and m.articles[e.article_id].published]
        if f.outlets > 1 and dated:
            firsts.setdefault(min(dated, key=lambda a: m.place(a, (0, 0))), []).append(f)
    moments = {a.id: at for a in m.articles.values() if (at := _moment(a.published))}
    scale, ticks = _time_scale(list(moments.values()))
    lanes: dict[str, list[Dot]] = {}
    for a in m.articles.values():
        if a.id in moments:
            kind = "killed" if a.canceled else "version" if a.version_of else "first"
            of = lanes.setdefault(outlet(a), [])
            of.append(Dot(x=scale(moments[a.id]), y=0, title=f"{outlet(a)}, {date(a.published)}: {flat(a.title or '')}", kind=kind))
    placed = []
    for n, (name, dots) in enumerate(lanes.items()):
        y = LANE * (n + 1)
        placed.append(Lane(y=y, name=short(name, _LABEL), dots=tuple(Dot(x=d.x, y=y, title=d.title, kind=d.kind) for d in dots)))
    return Timeline(
        height=LANE * len(placed) + FOOT,
        ticks=ticks,
        lanes=tuple(placed),
        reports=tuple(_report(m, a, firsts.get(a.id, [])) for a in m.articles.values()),
    )


def _report(m: Material, article: Article, first: Sequence[Finding]) -> Report:
    kept = len(first) if len(first) <= FIRSTS + 1 else FIRSTS
    return Report(
        article=article,
        when=date(article.published),
        outlet=outlet(article),
        first=tuple((f.id, m.headline(f)) for f in first[:kept]),
        more=len(first) - kept,
    )


def _moment(iso: str | None) -> datetime | None:
    try:
        at = datetime.fromisoformat(iso or "")
    except ValueError:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)


def _time_scale(moments: Sequence[datetime]) -> tuple[_Scale, tuple[Tick, ...]]:
    if not moments:
        return _Scale(0, 1), ()
    first, last = min(moments), max(moments)
    step = next((s for s in _STEPS if (last - first) <= s * _TICKS), (last - first) / _TICKS)
    zero = datetime(first.year, 1, 1, tzinfo=UTC) if step >= timedelta(days=1) else first.replace(hour=0, minute=0, second=0, microsecond=0)
    start = zero + step * ((first - zero) // step)
    count = -((start - last) // step) or 1
    scale = _Scale(start.timestamp(), (start + step * count).timestamp())
    at = [start + step * n for n in range(count + 1)]
    days = any(t.hour == 0 for t in at)
    return scale, tuple(Tick(x=scale(t.timestamp()), text=_tick(t, step, days or t != at[0])) for t in at)


def _tick(at: datetime, step: timedelta, days: bool) -> str:
    """The day where one begins, else the hour; with the day, where no day begins on the line."""
    day = date(at.date().isoformat()).rsplit(" ", 1)[0]
    if step >= timedelta(days=1) or (days and at.hour == 0):
        return day
    return f"{at:%H:%M}" if days else f"{day} {at:%H:%M}"


class _Scale:
    """A value's place across the chart."""

    def __init__(self, low: float, high: float) -> None:
        self.low, self.high = low, high if high > low else low + 1

    def __call__(self, value: float | datetime) -> float:
        number = value.timestamp() if isinstance(value, datetime) else value
        share = (number - self.low) / (self.high - self.low)
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
