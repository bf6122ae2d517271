"""One generation of a ledger, held in memory by story: what the pages and the API are answered from.

Reads a Ledger once; gives a line on every story for lists, and the whole records of one story when they are asked for. It is never
changed: a newer generation is another Shelf.
"""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from itertools import islice
from typing import Any

import pyarrow as pa

from twosource.group.stories import assemble, story_id
from twosource.ledger import Ledger
from twosource.ledger.standing import Change
from twosource.model import Article, Claim, CopyKind, Finding, Membership, Record, Relation, Status, Story, Table
from twosource.present.material import Material, Notes, moment
from twosource.schema import from_table

KEPT = 8  # stories whose records are kept as they were last made: a reader goes back and forth
DIFFERING = (Status.DISPUTED, Status.DEVELOPING, Status.RETRACTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a list says of a story; `state` changes whenever its articles or findings do."""

    story: Story
    statuses: Mapping[Status, int]
    languages: tuple[str, ...]
    unnamed: int  # articles whose outlet is not given
    folded: int  # copies and versions
    killed: int  # articles withdrawn by a kill notice
    corrected: int  # articles with a correction or an editor's note
    state: str

    @property
    def newest(self) -> str:
        return moment(self.story.last_published)


class Shelf:
    """The stories of `ledger`."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger, self.generation = ledger, ledger.generation.generation
        self.problems = ledger.problems
        self._articles = _Rows(ledger.table("articles"), Article)
        self._claims = _Rows(ledger.table("claims"), Claim)
        self._findings = _Rows(ledger.table("findings"), Finding)
        memberships: list[Membership] = ledger.records("memberships")
        articles: list[Article] = self._articles.take(range(len(self._articles)))
        self.size = len(self._claims)
        self.story_of = {m.article_id: m.story_id for m in memberships}
        self.family_of = {m.article_id: m.family_id for m in memberships}
        self._article_at = {a.id: n for n, a in enumerate(articles)}
        self._claims_of = self._claims.by("article_id")
        self._findings_of = self._findings.by("story_id")
        self._finding_at = {id: n for n, id in enumerate(self._findings.column("id"))}
        self.entries = self._entries(articles, memberships)
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, Material] = OrderedDict()
        self.languages = sorted({a.language for a in articles if a.language})
        self.outlets = sorted({a.outlet for a in articles if a.outlet}, key=str.casefold)

    def story(self, id: str) -> Entry | None:
        """The story of this id, or that which took its articles over."""
        found = self.entries.get(id)
        return found or self.entries.get(self._moved().get(id, ""))

    def articles(self, ids: Iterable[str]) -> dict[str, Article]:
        """These articles, those that are here."""
        found: list[Article] = self._articles.take([self._article_at[i] for i in ids if i in self._article_at])
        return {a.id: a for a in found}

    def findings(self, story: str) -> list[Finding]:
        found: list[Finding] = self._findings.take(self._findings_of.get(story, ()))
        return found

    def finding(self, id: str) -> Finding | None:
        at = self._finding_at.get(id)
        return None if at is None else self._findings.take([at])[0]

    def claims(self, articles: Iterable[str]) -> dict[str, Claim]:
        """The claims of these articles, by id."""
        found: list[Claim] = self._claims.take([n for a in articles for n in self._claims_of.get(a, ())])
        return {c.id: c for c in found}

    def claim(self, id: str) -> Claim | None:
        """One claim."""
        at = self._claim_at.get(id)
        return None if at is None else self._claims.take([at])[0]

    def finding_of(self, claim: str) -> str | None:
        """The id of the finding that a claim is in."""
        return self._finding_of.get(claim)

    def table(self, name: str) -> Table:
        """A table of this generation, as Arrow."""
        held = {"articles": self._articles, "claims": self._claims, "findings": self._findings}
        return held[name].table if name in held else self.ledger.table(name)

    @cached_property
    def changes(self) -> list[Change]:
        """What rulings made of findings in the run that made this generation."""
        return self.ledger.raw("changes", Change)

    @cached_property
    def _claim_at(self) -> dict[str, int]:
        return {id: n for n, id in enumerate(self._claims.column("id"))}

    @cached_property
    def _finding_of(self) -> dict[str, str]:
        columns = (self._findings.column(name) for name in ("id", "claims"))
        return {claim: id for id, claims in zip(*columns, strict=True) for claim in claims}

    def page(self, name: str, *, after: str, most: int, of: Sequence[str] | None = None, **having: str) -> list[Record]:
        """Up to `most` articles, claims or findings after that id, in their order; only those of these articles or stories, so valued."""
        rows, parts = {
            "articles": (self._articles, {}),
            "claims": (self._claims, self._claims_of),
            "findings": (self._findings, self._findings_of),
        }[name]
        ids = rows.column("id")
        start = bisect_right(ids, after)
        numbers: Iterable[int] = range(start, len(ids))
        if of is not None:
            held = (
                [self._article_at[i] for i in of if i in self._article_at]
                if name == "articles"
                else [n for i in of for n in parts.get(i, ())]
            )
            numbers = sorted(n for n in held if n >= start)
        for column, value in having.items():
            values = rows.column(column)
            numbers = [n for n in numbers if values[n] == value]
        return rows.take(list(islice(numbers, most)))

    def material(self, story: str) -> Material:
        """What the pages of one story are made from; the last few are kept."""
        with self._lock:
            if story in self._kept:
                self._kept.move_to_end(story)
                return self._kept[story]
        of = self.entries[story].story
        articles = self.articles(of.articles)
        made = Material(of, self._lean(story), self.claims(of.articles), articles, Notes(articles))
        with self._lock:
            self._kept[story] = made
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return made

    def _lean(self, story: str) -> list[Finding]:
        """The findings of a story; those of one outlet without `silent`, which says as much as all the other articles together."""
        status = self._findings.column("status")
        alone = [n for n in self._findings_of.get(story, ()) if status[n] == Status.SINGLE]
        rest = [n for n in self._findings_of.get(story, ()) if status[n] != Status.SINGLE]
        return [*self._findings.take(rest), *self._findings.take(alone, without="silent")]

    def differing(self, stories: Sequence[str]) -> dict[str, Finding]:
        """For each story the finding with its newest difference, where it has one."""
        rows = [n for s in stories for n in self._findings_of.get(s, ()) if self._findings.column("status")[n] in DIFFERING]
        found: dict[str, list[Finding]] = defaultdict(list)
        for finding in self._findings.take(rows):
            found[finding.story_id].append(finding)
        published = {
            a.id: moment(a.published) for a in self.articles({e.article_id for fs in found.values() for f in fs for e in f.told}).values()
        }

        def newness(finding: Finding) -> tuple[str, int, int, str]:
            told = [r.article_id for d in finding.differences if d.kind is not Relation.ADDS for r in d.readings] or [
                e.article_id for e in finding.told
            ]
            return max((published.get(i, "") for i in told), default=""), finding.outlets, finding.texts, finding.id

        return {story: max(of, key=newness) for story, of in found.items()}

    def _entries(self, articles: Sequence[Article], memberships: Sequence[Membership]) -> dict[str, Entry]:
        by_id = {a.id: a for a in articles}
        statuses: dict[str, Counter[Status]] = defaultdict(Counter)
        states: dict[str, list[str]] = defaultdict(list)
        columns = (self._findings.column(name) for name in ("story_id", "status", "id"))
        for story, status, id in zip(*columns, strict=True):
            statuses[story][Status(status)] += 1
            states[story].append(f"{id} {status}")
        entries = {}
        for story in assemble(articles, memberships=memberships, copies=self.ledger.records("copies")):
            here = [by_id[i] for i in story.articles]
            entries[story.id] = Entry(
                story=story,
                statuses=statuses[story.id],
                languages=tuple(sorted({a.language for a in here if a.language})),
                unnamed=sum(a.outlet is None for a in here),
                folded=len({c.copy for c in story.copies if c.kind is not CopyKind.PARTIAL}),
                killed=sum(a.canceled for a in here),
                corrected=sum(bool(a.corrections) for a in here),
                state=blake2b("\n".join([*story.articles, *sorted(states[story.id])]).encode(), digest_size=8).hexdigest(),
            )
        return entries

    def _moved(self) -> dict[str, str]:
        """Ids of stories that were of another earliest article once -> the story that has it now."""
        return {story_id(article): story for article, story in self.story_of.items()}


class _Rows:
    """A table of records, some of which are made when they are asked for."""

    def __init__(self, table: Table, of: type) -> None:
        self.table: Any = table.combine_chunks()
        self._of = of
        self._columns: dict[str, list[Any]] = {}

    def __len__(self) -> int:
        return len(self.table)

    def column(self, name: str) -> list[Any]:
        if name not in self._columns:
            self._columns[name] = self.table[name].to_pylist()
        return self._columns[name]

    def by(self, name: str) -> dict[str, list[int]]:
        """The rows with each value of a column."""
        rows: dict[str, list[int]] = defaultdict(list)
        for n, value in enumerate(self.column(name)):
            rows[value].append(n)
        return dict(rows)

    def take(self, rows: Sequence[int], *, without: str | None = None) -> list[Record]:
        """These rows as records; `without` is a column of lists that are left empty."""
        taken = self.table.take(pa.array(rows, pa.int64()))
        if without is not None:
            at = taken.schema.get_field_index(without)
            taken = taken.set_column(at, without, pa.array([[]] * len(rows), taken.schema.field(at).type))
        return list(from_table(taken, self._of))
