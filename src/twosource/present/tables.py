"""The sections of a story's brief that can be looked up: who said what, figures, the timeline, and what is not in which outlet.

Reads Material, gives view.Section. They repeat what the findings say in another order and add nothing to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from twosource.model import Article, Bound, Claim, Finding, Quantity, ScopeKind, SourceKind, Status, TimeType
from twosource.naming import same_name
from twosource.present.material import Material, moment
from twosource.present.retell import said
from twosource.present.sections import group, table
from twosource.present.view import Group, Line, Section
from twosource.present.words import STATUS, capital, date, flat, listed, outlet, short

SPEAKERS = 24  # names before "and N more"
SAID = 5  # lines a name
FIGURES = 24
DATES = 16
BOUNDS = {
    Bound.AT_LEAST: "at least",
    Bound.AT_MOST: "at most",
    Bound.MORE_THAN: "more than",
    Bound.LESS_THAN: "less than",
    Bound.ABOUT: "about",
}
LITTLE = 0.5  # of an article's text: read less than this, its silence means less
_WIDTH = 160  # characters of a statement in a table


def lookups(m: Material) -> Iterator[Section]:
    """The sections in reading order, empty ones left out."""
    made = (_said(m), _figures(m), _timeline(m), _silence(m))
    yield from (s for s in made if s is not None)


def _said(m: Material) -> Section | None:
    """Each name with what it said; what B said as A tells it stands under that."""
    by_name: dict[str, list[tuple[Finding, list[Claim]]]] = {}
    titles: dict[str, str] = {}
    for finding in m.findings:
        names = {c: o.name for o in finding.origin_list if o.kind is SourceKind.PERSON for c in o.claims}
        of_finding: dict[str, list[Claim]] = {}
        for claim in m.standing(finding):
            if title := _speaker(claim, names.get(claim.id)):
                titles.setdefault(title.casefold(), title)
                of_finding.setdefault(title.casefold(), []).append(claim)
        for key, claims in of_finding.items():
            by_name.setdefault(key, []).append((finding, claims))
    for key in list(by_name):  # "Wirth" in a text that leaves her first name out
        fuller = [k for k in by_name if len(k) > len(key) and same_name(titles[k], titles[key])]
        if len(fuller) == 1:
            by_name[fuller[0]] += by_name.pop(key)
    order = sorted(by_name, key=lambda k: (-len(by_name[k]), k))
    groups = [_speech(m, titles[key], by_name[key]) for key in order]
    if not groups:
        return None
    cap = SPEAKERS if len(groups) > SPEAKERS + 1 else len(groups)
    shown, rest = groups[:cap], groups[cap:]
    blocks = [*shown, *([_folded(rest)] if rest else [])]
    return Section(key="said", title="Who said what", blocks=tuple(blocks))


def _speaker(claim: Claim, origin: str | None) -> str | None:
    chain = claim.attribution.chain if claim.attribution else ()
    if not chain:
        return None
    *tellers, last = (flat(link.name) for link in chain)
    last = flat(origin) if origin and not tellers and not chain[-1].speaks_for else last
    name = capital(last)
    return f"{name}, as {' by way of '.join(reversed(tellers))} tells it" if tellers else name


def _speech(m: Material, title: str, of: list[tuple[Finding, list[Claim]]]) -> Group:
    lines = []
    for finding, claims in of:
        best = m.best(claims)
        if best is not None:
            tag = "" if finding.status in (Status.SINGLE, Status.CARRIED) else STATUS[finding.status]
            lines.append(Line(text=said(best, m.articles.get(best.article_id)), notes=m.cited(claims), tag=tag, status=finding.status))
    merged: dict[str, Line] = {}
    for line in lines:  # one sentence that came to two findings is told once
        seen = merged.get(line.text)
        merged[line.text] = (
            line
            if seen is None
            else Line(text=line.text, notes=tuple(dict.fromkeys((*seen.notes, *line.notes))), tag=seen.tag, status=seen.status)
        )
    bodies = sorted(
        {link.speaks_for for _, claims in of for c in claims if c.attribution for link in c.attribution.chain[-1:] if link.speaks_for}
    )
    return group(title, merged.values(), remark=f"for {listed(bodies)}" if bodies else "", cap=SAID)


def _folded(rest: list[Group]) -> Group:
    lines = tuple(
        Line(text=f"{g.title}: {line.text}", notes=line.notes, tag=line.tag, status=line.status)
        for g in rest
        for line in (*g.lines, *g.more)
    )
    return Group(title="More names", lines=(), more=lines)


def _figures(m: Material) -> Section | None:
    rows = []
    for finding in m.findings:
        by_value: dict[tuple[object, ...], list[tuple[Claim, Quantity]]] = {}
        for claim in m.claims(finding.claims):
            for q in claim.quantities:
                by_value.setdefault((q.low, q.high, q.bound, q.unit, q.per, q.head), []).append((claim, q))
        for members in by_value.values():
            rows.append(_figure(m, finding, members))
    if not rows:
        return None
    return Section(key="figures", title="Figures", blocks=(table(("Figure", "As told", "On whose word"), rows, cap=FIGURES),))


def _figure(m: Material, finding: Finding, members: list[tuple[Claim, Quantity]]) -> tuple[Line, ...]:
    claims = list(dict.fromkeys(c for c, _ in members))
    best = m.best(claims) or claims[0]
    quantity = next(q for c, q in members if c is best)
    article = m.articles.get(best.article_id)
    ids = {c.id for c in claims}
    gone = ids <= set(finding.retracted)
    names = [o for o in finding.origin_list if ids & set(o.claims)]
    whose = listed("no source named" if o.kind is SourceKind.UNSTATED else flat(o.name) for o in names) or "no source named"
    outlets = listed(m.outlets(c.article_id for c in claims))
    figure = Line(text=amount(quantity, article), remarks=_measured(quantity), tag=STATUS[Status.RETRACTED] if gone else "")
    return figure, Line(text=short(m.told(best), _WIDTH), notes=m.cited(claims)), Line(text=whose, remarks=(outlets,))


def _measured(quantity: Quantity) -> tuple[str, ...]:
    """Of what whole, since when: what a bare figure would mislead without."""
    before = {ScopeKind.WHOLE: "of ", ScopeKind.BASELINE: ""}
    return tuple(f"{before[s.kind]}{flat(s.text).removeprefix('of ')}" for s in quantity.scopes if s.kind in before)


def _bounded(figure: str, quantity: Quantity) -> str:
    bound = BOUNDS.get(quantity.bound, "")
    return (
        figure
        if not bound or re.search(r"\b(?:least|most|than|about|around|over|under|nearly|some|up to)\b", figure, re.I)
        else f"{bound} {figure}"
    )


def amount(quantity: Quantity, article: Article | None) -> str:
    """The figure's own words with what is counted, where that stands next to it."""
    if article is None:
        return f"{quantity.low:g}" if quantity.low is not None else "not given"
    start, end = quantity.span
    counted = quantity.counted_span
    if counted and counted[0] <= start and end <= counted[1] and counted[1] - counted[0] <= _WIDTH:
        start, end = counted
    elif counted and end <= counted[0] <= end + 1 and counted[1] - start <= _WIDTH:
        end = counted[1]
    return _bounded(flat(article.text[start:end]), quantity)


def _timeline(m: Material) -> Section | None:
    """What the texts put at a date, and when each article came out; the widest told first kept where there are many."""
    rows: list[tuple[str, int, tuple[Line, ...]]] = []
    for rank, finding in enumerate(m.findings):
        by_value: dict[tuple[str, str], list[Claim]] = {}
        for claim in m.standing(finding):
            for time in claim.times:
                if time.span[0] < claim.sentence[0]:
                    continue  # the dateline's: when it was written
                if time.type in (TimeType.DATE, TimeType.TIME) and time.value and time.earliest:
                    by_value.setdefault((time.earliest, time.value), []).append(claim)
        for (earliest, value), claims in by_value.items():
            best = m.best(claims) or claims[0]
            line = Line(
                text=short(m.told(best), _WIDTH),
                notes=m.cited(dict.fromkeys(claims)),
                remarks=(listed(m.outlets(c.article_id for c in claims)),),
            )
            rows.append((moment(earliest), rank, (Line(text=capital(date(value))), line)))
    kept = sorted(rows, key=lambda r: r[1])[:DATES]
    rest = [r for r in rows if r not in kept]
    for number, a in enumerate(m.articles.values()):
        if a.published:
            title = f": “{flat(a.title)}”" if a.title else ""
            updated = f"; updated {date(a.modified)}" if a.modified and a.modified != a.published else ""
            kept.append(
                (
                    moment(a.published),
                    len(m.findings) + number,
                    (Line(text=date(a.published)), Line(text=f"Published by {outlet(a)}{title}{updated}")),
                )
            )
    undated = [outlet(a) for a in m.articles.values() if not a.published]
    if not kept:
        return None
    lead = f"{listed(undated)}: publication date not given." if undated else ""
    shown = tuple(row for *_, row in sorted(kept, key=lambda r: r[:2]))
    block = table(("When", "What"), shown, cap=len(shown))
    more = tuple(row for *_, row in sorted(rest, key=lambda r: r[:2]))
    return Section(key="timeline", title="Timeline", lead=lead, blocks=(replace(block, more=more),))


def _silence(m: Material) -> Section | None:
    rows = []
    for finding in m.findings:
        if finding.outlets < 2 or finding.texts < 2 or not finding.silent:
            continue
        having = m.outlets(e.article_id for e in finding.told)
        partly = [s for s in finding.silent if s.share_read < LITTLE and s.article_id in m.articles]
        names = m.outlets(s.article_id for s in finding.silent)
        remarks = tuple(
            f"{outlet(m.articles[s.article_id])}: {round(s.share_read * 100)} percent of its text read for claims" for s in partly
        )
        rows.append(
            (
                Line(text=m.headline(finding), notes=m.all_cited(finding)),
                Line(text=listed(having, cap=6)),
                Line(text=listed(names, cap=6), remarks=remarks),
            )
        )
    if not rows:
        return None
    lead = "An outlet that does not have a thing neither confirms nor denies it."
    return Section(key="silence", title="What is not in which outlet", lead=lead, blocks=(table(("Finding", "In", "Not in"), rows),))
