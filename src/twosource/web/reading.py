"""Two or more articles side by side, the findings listed beside them, the words of each finding marked in every pane.

Reads Material and the articles asked for; gives panes and a list. The panes hold whole texts; the list is paged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from twosource.model import Article, Finding, Relation, Span
from twosource.present.citation import citation
from twosource.present.material import Material
from twosource.present.words import counts, date, disputed, link, outlet
from twosource.web.marks import Piece, Stretch, pieces
from twosource.web.matrix import Column

PANES = 4
LISTED = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A finding in the list beside the panes."""

    finding: Finding
    headline: str
    tag: str
    counts: str
    citations: tuple[tuple[str, str], ...]  # (outlet, citation) of its first words in each


@dataclass(frozen=True, slots=True, kw_only=True)
class Pane:
    article: Article
    name: str
    when: str
    url: str | None
    pieces: tuple[Piece, ...]
    at: int | None  # where the focused finding's first words, or the words asked for, begin
    silent: bool  # the focused finding has no words here


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    panes: tuple[Pane, ...]
    items: tuple[Item, ...]
    focus: Item | None
    found: int
    page: int
    pages: int

    @property
    def first_at(self) -> int | None:
        """The first pane that has the words."""
        return next((n for n, p in enumerate(self.panes) if p.at is not None), None)


def choose(m: Material, columns: Sequence[Column], finding: Finding | None) -> list[str]:
    """The two articles to open with: those whose readings conflict, else two outlets that carry it, else the two that share most."""
    if finding is not None:
        told = [
            r.article_id
            for kind in (Relation.CONFLICTS, Relation.SUPERSEDES)
            for d in finding.differences
            if d.kind is kind
            for r in d.readings
        ] + sorted((e.article_id for e in finding.told), key=lambda a: m.place(a, (0, 0)))
        first = list(dict.fromkeys(a for a in told if a in m.articles))
    else:
        first = []
    shares = Counter(a for f in m.findings if f.outlets > 1 for a in {e.article_id for e in f.told})
    leads = [max(c.articles, key=lambda a: shares[a.id]).id for c in columns]
    rest = sorted(leads, key=lambda a: -shares[a])
    by_outlet: dict[str, str] = {}
    for article in (*first, *rest):
        by_outlet.setdefault(outlet(m.articles[article]), article)
    return list(by_outlet.values())[:2]


def reading(m: Material, articles: Sequence[Article], *, focus: str | None, at: tuple[str, Span] | None, page: int) -> Reading:
    """The panes of these articles; the page of the list that holds `focus`, where one is asked for; `at` is words in one of them."""
    here = [a.id for a in articles]
    wanted = [f for f in m.findings if any(e.article_id in here for e in f.told)]
    wanted.sort(key=lambda f: -len({e.article_id for e in f.told} & set(here)))
    order = [f.id for f in wanted]
    if focus is None and at is not None:
        focus = _finding_at(wanted, *at)
    place = order.index(focus) if focus in order else None
    if place is not None:
        page = place // LISTED + 1
    pages = max(1, -(-len(wanted) // LISTED))
    page = min(page, pages)
    shown = wanted[(page - 1) * LISTED : page * LISTED]
    focused = wanted[place] if place is not None else None
    stretches = {i: list(_stretches(wanted, i)) for i in here}
    return Reading(
        panes=tuple(_pane(a, stretches[a.id], focused, at) for a in articles),
        items=tuple(_item(m, f, here) for f in shown),
        focus=_item(m, focused, here) if focused else None,
        found=len(wanted),
        page=page,
        pages=pages,
    )


def _stretches(findings: Iterable[Finding], article: str) -> Iterable[Stretch]:
    for f in findings:
        for e in f.told:
            if e.article_id == article:
                yield Stretch(span=e.span, finding=f.id)
        for d in f.differences:
            if d.kind is not Relation.ADDS:
                for r in d.readings:
                    if r.article_id == article:
                        yield Stretch(span=r.span, finding=f.id, key=True)


def _finding_at(findings: Iterable[Finding], article: str, span: Span) -> str | None:
    """The finding whose words these are, most nearly."""
    over = [
        (abs(e.span[0] - span[0]) + abs(e.span[1] - span[1]), f.id)
        for f in findings
        for e in f.told
        if e.article_id == article and e.span[0] < span[1] and span[0] < e.span[1]
    ]
    return min(over)[1] if over else None


def _item(m: Material, finding: Finding, here: Sequence[str]) -> Item:
    carried: dict[str, Span] = {}
    for e in sorted(finding.told, key=lambda e: (e.span[0], -e.span[1])):
        carried.setdefault(e.article_id, e.span)
    conflicts = dict.fromkeys(d.aspect for d in finding.differences if d.kind is Relation.CONFLICTS)
    return Item(
        finding=finding,
        headline=m.headline(finding),
        tag=disputed(conflicts) if conflicts else "",
        counts=counts(finding),
        citations=tuple((outlet(m.articles[a]), citation(m.articles[a], carried[a])) for a in here if a in carried),
    )


def _pane(article: Article, stretches: Sequence[Stretch], focused: Finding | None, at: tuple[str, Span] | None) -> Pane:
    spans = sorted({e.span for e in focused.told if e.article_id == article.id}) if focused else []
    start = spans[0][0] if spans else None
    if at is not None and at[0] == article.id:
        start = at[1][0]
    return Pane(
        article=article,
        name=outlet(article),
        when=date(article.published),
        url=link(article.uri),
        pieces=tuple(pieces(article, stretches, cuts=() if start is None else (start,))),
        at=start,
        silent=focused is not None and not spans,
    )
