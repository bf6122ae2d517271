"""What the rulings of a ledger come to in one run: matched to its articles, given to its stages, and what became of each afterwards.

Reads Ruling, articles, tables; writes Ruled rows for the stages, an Effect for each ruling, a Change for each finding that rulings made
another. What matches nothing is told, never dropped. How a stage applies a Ruled is the stage's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import pyarrow as pa
import pyarrow.compute as pc

from twosource.errors import ProblemKind
from twosource.ledger.rulings import Ruling, Target, standing
from twosource.model import Article, Claim, Problem, Ruled, RulingKind, Status, Table
from twosource.ruled import matched
from twosource.schema import from_table

OF_ARTICLE = (RulingKind.SET_OUTLET, RulingKind.SET_PUBLISHED, RulingKind.WRONG_SOURCE, RulingKind.RENAME)
BETWEEN = (RulingKind.SAME, RulingKind.NOT_SAME, RulingKind.MERGE_STORIES, RulingKind.SPLIT_STORY)
OF_CLAIMS = (RulingKind.SAME, RulingKind.NOT_SAME, RulingKind.WRONG_SOURCE, RulingKind.RENAME)

Tables = Callable[[str], Table]


class State(StrEnum):
    """What became of a ruling."""

    HOLDS = "holds"
    WAITS = "waits"  # for the next build
    UNMATCHED = "unmatched"  # what it is about is not here any more
    OVERRULED = "overruled"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """A ruling, and what became of it."""

    ruling: Ruling
    state: State
    why: str
    undo: int | None = None  # number of the row that takes it back


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What rulings made of one finding, from one generation to the next. It holds no words of an article."""

    finding_id: str
    story_id: str
    was: tuple[Status, ...]  # of the findings that its claims were in; () where they are new
    now: Status
    rulings: tuple[int, ...]  # made or undone since

    @property
    def told(self) -> str:
        """In a line: "was corroborated, now disputed"."""
        was = "/".join(self.was) or "not there"
        what = f"was {was}, now {self.now}" if self.was != (self.now,) else f"{self.now} as before, with other claims, counts or names"
        return f"{what} (ruling {', '.join(map(str, self.rulings))})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The rulings at one moment. `last` is the number of the newest row, undoings included: it says which rulings these are."""

    rulings: tuple[Ruling, ...]  # that nobody took back
    last: int

    @classmethod
    def of(cls, rows: Sequence[Ruling]) -> Standing:
        return cls(rulings=tuple(standing(rows)), last=max((r.id for r in rows), default=0))

    def dated(self, articles: Sequence[Article]) -> list[Article]:
        """Articles as supplied, with the dates that a person gave them: the order of versions rests on dates."""
        given = {r.article_id: r.value for r in self._ruled(articles, (RulingKind.SET_PUBLISHED,))}
        return [replace(a, published=given[a.id]) if a.id in given else a for a in articles] if given else list(articles)

    def applied(self, articles: Sequence[Article]) -> list[Article]:
        """Settled articles, with the outlets that a person gave them, and the rulings that the reading of claims goes by."""
        given: dict[str, list[Ruled]] = defaultdict(list)
        for r in self._ruled(articles, OF_ARTICLE):
            given[r.article_id].append(r)
        return [_with(a, given[a.id]) if a.id in given else a for a in articles]

    def between(self, articles: Sequence[Article]) -> list[Ruled]:
        """The rulings that join or part articles or their claims."""
        return self._ruled(articles, BETWEEN)

    def _ruled(self, articles: Sequence[Article], kinds: Collection[RulingKind]) -> list[Ruled]:
        rulings = [r for r in self.rulings if r.kind in kinds]
        wanted = {t.sha256 for r in rulings for t in r.targets}
        by_text = _by_text(a for a in articles if a.sha256 in wanted)
        return [
            Ruled(
                id=r.id,
                kind=r.kind,
                article_id=article,
                place=place,
                span=target.span,
                claim=target.claim,
                value=r.value,
                source_kind=r.source_kind,
            )
            for r in rulings
            for place, target in enumerate(r.targets)
            if (article := _article(target, by_text)) is not None
        ]


def _by_text(articles: Iterable[Article]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for article in articles:
        if article.id not in found[article.sha256]:
            found[article.sha256].append(article.id)
    return found


def _article(target: Target, by_text: Mapping[str, Sequence[str]]) -> str | None:
    """The id of the article with the target's text: where several carry it, the one that it was made on."""
    held = by_text.get(target.sha256, ())
    if len(held) > 1:
        id = target.article or ""
        held = [a for a in held if a == id] or [a for a in held if a.startswith(f"{id}~") or id.startswith(f"{a}~")]
    return held[0] if len(held) == 1 else None


def _with(article: Article, rulings: Sequence[Ruled]) -> Article:
    outlet = article.outlet
    for r in rulings:
        if r.kind is RulingKind.SET_OUTLET:
            outlet = r.value
    return replace(article, outlet=outlet, rulings=tuple(rulings))


def effects(rows: Sequence[Ruling], last: int, tables: Tables) -> list[Effect]:
    """What became of every ruling in the run that made `tables`, to which those up to number `last` were given."""
    if not rows:
        return []
    undone = {r.undo_of: r for r in rows if r.undo_of is not None}
    given = [r for r in rows if r.kind is not RulingKind.UNDO and (r.id <= last or r.kind is RulingKind.NOTE) and r.id not in undone]
    hold = _Held(given, tables)
    found = []
    for r in rows:
        if r.kind is RulingKind.UNDO:
            continue
        if r.id in undone:
            back = undone[r.id]
            later = "; it goes with the next build" if r.id <= last < back.id and r.kind is not RulingKind.NOTE else ""
            found.append(Effect(ruling=r, state=State.UNDONE, why=f"taken back by {back.by}, {back.at[:10]}{later}", undo=back.id))
        elif r.id > last and r.kind is not RulingKind.NOTE:  # a note is on its words as soon as it is made
            found.append(Effect(ruling=r, state=State.WAITS, why="the next build applies it"))
        else:
            state, why = hold.state(r)
            found.append(Effect(ruling=r, state=state, why=why))
    return found


class _Held:
    """The articles, claims and findings that rulings are about, and the rulings that these name."""

    def __init__(self, rulings: Sequence[Ruling], tables: Tables) -> None:
        texts = pa.array(sorted({t.sha256 for r in rulings for t in r.targets}), pa.string())
        articles = tables("articles")
        self.articles: list[Article] = list(from_table(articles.filter(pc.is_in(articles["sha256"], texts)), Article))
        self.by_text = _by_text(self.articles)
        ids = pa.array([a.id for a in self.articles], pa.string())
        claims = tables("claims")
        self.claims: list[Claim] = list(from_table(claims.filter(pc.is_in(claims["article_id"], ids)), Claim))
        members = tables("memberships")
        members = members.filter(pc.is_in(members["article_id"], ids))
        self.story = dict(zip(members["article_id"].to_pylist(), members["story_id"].to_pylist(), strict=True))
        findings = tables("findings").select(["story_id", "claims"])
        held = findings.filter(pc.is_in(findings["story_id"], pa.array(sorted(set(self.story.values())), pa.string())))
        self.finding = {c: n for n, row in enumerate(held["claims"].to_pylist()) for c in row}
        self.named = {r.id for a in self.articles for r in a.rulings if r.kind in (RulingKind.SET_OUTLET, RulingKind.SET_PUBLISHED)}
        self.named |= {id for c in self.claims for id in c.rulings} | {id for row in members["rulings"].to_pylist() for id in row}

    def state(self, ruling: Ruling) -> tuple[State, str]:
        found = []
        for place, target in enumerate(ruling.targets):
            article = _article(target, self.by_text)
            where = f"the {place + 1}. of its texts" if len(ruling.targets) > 1 else "its text"
            if article is None:
                many = len(self.by_text.get(target.sha256, ())) > 1
                return State.UNMATCHED, f"{where} is {'carried by several articles' if many else 'not in the ledger'}"
            ruled = Ruled(id=ruling.id, kind=ruling.kind, article_id=article, place=place, span=target.span, claim=target.claim)
            claim = matched(ruled, self.claims)
            if ruling.kind in OF_CLAIMS and claim is None:
                return State.UNMATCHED, f"no claim stands where it points to in {where}"
            found.append((article, claim))
        if ruling.kind in (RulingKind.SAME, RulingKind.NOT_SAME):
            return self._together(ruling.kind, [c for _, c in found if c is not None])
        if ruling.kind is RulingKind.NOTE or ruling.id in self.named:
            return State.HOLDS, "applied"
        return State.OVERRULED, "it changes nothing beside the other rulings"

    def _together(self, kind: RulingKind, claims: Sequence[Claim]) -> tuple[State, str]:
        homes = [self.finding.get(c.id) for c in claims]
        if kind is RulingKind.NOT_SAME:
            apart = homes[0] not in homes[1:]
            return (State.HOLDS, "applied") if apart else (State.OVERRULED, "another ruling puts them together")
        if len(set(homes)) == 1:
            return State.HOLDS, "applied"
        if len({self.story.get(c.article_id) for c in claims}) > 1:
            return State.UNMATCHED, "its claims stand in different stories; merge these first"
        return State.OVERRULED, "another ruling keeps them apart"


def troubles(found: Iterable[Effect]) -> list[Problem]:
    """A problem row for each ruling that matches nothing, or not all that it is about."""
    return [
        Problem(stage="rulings", kind=ProblemKind.RULING, message=f"{e.ruling.name} is not applied: {e.why}")
        for e in found
        if e.state is State.UNMATCHED
    ]


COMPARED = ("id", "story_id", "status", "claims", "rulings", "outlets", "outlets_unknown", "texts", "origins", "origin_list", "summary")


def changes(before: Tables, after: Tables, *, since: Collection[int]) -> list[Change]:
    """What the rulings numbered `since`, made or undone, changed of the findings of `after`."""
    if not since:
        return []
    old = before("findings").select(list(COMPARED)).to_pylist()
    home = {c: row for row in old for c in row["claims"]}
    placed = [_story_rulings(t) for t in (before, after)]
    known = {row["id"]: row for row in old}
    found = []
    for row in after("findings").select(list(COMPARED)).to_pylist():
        same = known.get(row["id"])
        if same is not None and all(same[c] == row[c] for c in COMPARED if c not in ("story_id", "rulings")):
            continue
        were = {h["id"]: h for c in row["claims"] if (h := home.get(c))}
        named = set(row["rulings"]) | placed[1].get(row["story_id"], set())
        named |= {r for h in were.values() for r in (*h["rulings"], *placed[0].get(h["story_id"], ()))}
        if by := sorted(named & set(since)):
            was = tuple(Status(h["status"]) for _, h in sorted(were.items()))
            found.append(Change(finding_id=row["id"], story_id=row["story_id"], was=was, now=Status(row["status"]), rulings=tuple(by)))
    return sorted(found, key=lambda c: c.finding_id)


def _story_rulings(tables: Tables) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    members = tables("memberships")
    for story, rulings in zip(members["story_id"].to_pylist(), members["rulings"].to_pylist(), strict=True):
        if rulings:
            found[story].update(rulings)
    return found


def since(rows: Sequence[Ruling], last: int) -> set[int]:
    """The rulings made or undone after row `last`."""
    return {r.undo_of or r.id for r in rows if r.id > last}
