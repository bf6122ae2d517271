"""Stories as a person put them together or took them apart, after the texts had their say.

Reads the memberships that the texts gave and the rulings that merge and split; writes Membership, other rows as they are. Later rulings
are applied to what earlier ones made. Text families stay: what two texts share is not a matter of opinion.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from twosource.group.dates import order
from twosource.group.stories import story_id
from twosource.model import Engine, Membership, Ruled, RulingKind, Table

KINDS = (RulingKind.MERGE_STORIES, RulingKind.SPLIT_STORY)
DATED = "SELECT id, published FROM t"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    id: str
    published: str | None


def rule_stories(engine: Engine, memberships: Table, articles: Table, rulings: Table) -> Table:
    """The table of Membership."""
    ruled = [r for r in engine.records(rulings, Ruled) if r.kind in KINDS]
    if not ruled:
        return memberships
    published = {a.id: a.published for a in engine.records(engine.sql(DATED, t=articles), Dated)}
    return engine.table(regrouped(list(engine.records(memberships, Membership)), ruled, published), Membership)


def regrouped(memberships: Iterable[Membership], rulings: Iterable[Ruled], published: Mapping[str, str | None]) -> list[Membership]:
    """The memberships with every ruling applied, in the order they were made."""
    rows = {m.article_id: m for m in memberships}
    group: dict[str, object] = {id: m.story_id for id, m in rows.items()}
    by: dict[str, list[int]] = defaultdict(list)
    for id, kind, targets in _in_order(rulings):
        targets = [t for t in targets if t in rows]
        homes = {group[t] for t in targets}
        if kind is RulingKind.MERGE_STORIES and len(targets) < 2:
            continue
        members = [a for a in rows if group[a] in homes]
        for a in members:
            by[a].append(id)
        group |= dict.fromkeys(members if kind is RulingKind.MERGE_STORIES else targets, id)
    first: dict[object, str] = {}
    for a in sorted(rows, key=lambda a: order(published.get(a), a)):
        first.setdefault(group[a], a)
    return [
        replace(
            m, story_id=story_id(first[group[a]]), why=f"a person made this story what it is (ruling {by[a][-1]})", rulings=tuple(by[a])
        )
        if by[a]
        else m
        for a, m in rows.items()
    ]


def _in_order(rulings: Iterable[Ruled]) -> list[tuple[int, RulingKind, list[str]]]:
    targets: dict[tuple[int, RulingKind], list[str]] = defaultdict(list)
    for r in sorted((r for r in rulings if r.kind in KINDS), key=lambda r: (r.id, r.place)):
        targets[r.id, r.kind].append(r.article_id)
    return [(id, kind, of) for (id, kind), of in targets.items()]
