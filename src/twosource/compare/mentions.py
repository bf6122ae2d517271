"""Which claims tell in passing what another finding tells: "guilty in the murder of Vale" beside "Vale was murdered".

Reads the claims of a story and its groups, gives for each group claims of others that mention its happening (event coreference, ECB+)
or say much of the same, each with words and a why. A claim stays in its own finding; with a mention nothing is compared.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from twosource.compare.figures import people_words, sex
from twosource.compare.grouping import TOGETHER
from twosource.compare.profile import PRONOUNS, VERB_WEIGHT, event_kinds, head_of, once, singular, stem, weight
from twosource.compare.retold import retold
from twosource.model import Alignment, Article, Claim, Mentioned, Modality, Participant, Polarity, Relation, Span
from twosource.naming import name_key, same_name

# Set on ECB+ 1-35 and the own stories, all of which were looked at (`python -m evaluation alignment findings`).
DOMINANT = 90  # percent of the articles that name somebody: if so many name one, those that name nobody mean no other
LIKE = 65  # points of its best pair with a finding: less is too little for a claim that has a finding of its own
AROUND = 25  # characters on either side of an event's word in which its measures are looked for

# Another of the kind, or none: not what was told of before.
OTHER = re.compile(
    r"\b(?:another|others?|previous|earlier|second|third|fourth|next|last|past|any|every|each|such|similar|separate|no|recent|future)\b",
    re.I,
)
LEFT = re.compile(r"(?:[\w'’-]+\W+){0,2}$")  # the two words before
SELF = re.compile(r"\b(?:him|her|it|them)sel(?:f|ves)\b", re.I)
HEAD_ENDS = re.compile(r" (?:of|in|on|for|at|from|with|to|by|who|which|that)\b|,")


@dataclass(frozen=True, slots=True)
class Mention:
    """A claim that tells what a finding tells, and stands in another."""

    claim: Claim
    span: Span
    why: str


@dataclass(frozen=True, slots=True)
class _Side:
    """Who did it, or to whom, as far as the words tell."""

    name: str | None
    head: frozenset[str]
    people: bool  # no more than that it was somebody
    several: bool
    sex: str | None
    self: bool  # who did it


@dataclass(frozen=True, slots=True)
class _Told:
    """An event of one kind in the words of one claim."""

    claim: Claim
    span: Span
    kind: str
    own: bool  # the claim's predicate, not one that it mentions
    sides: Mapping[str, _Side]
    figures: Mapping[str | None, frozenset[float]]  # unit -> values
    days: frozenset[str]


def mentions(
    groups: Sequence[Collection[str]],
    claims: Mapping[str, Claim],
    alignments: Iterable[Alignment],
    *,
    past: Container[tuple[str, Span]],
    articles: Mapping[str, Article],
) -> list[list[Mention]]:
    """For each group, the claims of others that tell of it, one mention a claim; `past`: sentences about what was long before."""
    home = {c: n for n, group in enumerate(groups) for c in group}
    apart = {(home[y], x) for a in alignments if a.relation is Relation.APART for x, y in ((a.a, a.b), (a.b, a.a)) if y in home}
    found: list[dict[str, Mention]] = [{} for _ in groups]
    again = ((n, Mention(c, words, why)) for n, c, words, why in retold(groups, claims, articles) if _fits(c, groups[n], claims))
    for n, mention in (*_of_happenings(groups, home, claims, past), *_beside(groups, home, claims, alignments), *again):
        if (n, mention.claim.id) not in apart:
            found[n].setdefault(mention.claim.id, mention)
    return [sorted(of.values(), key=lambda m: (m.claim.article_id, m.span, m.claim.id)) for of in found]


def _beside(
    groups: Sequence[Collection[str]], home: Mapping[str, int], claims: Mapping[str, Claim], alignments: Iterable[Alignment]
) -> Iterator[tuple[int, Mention]]:
    """Claims that are like those of two groups, and could go to one: "the mayor, who resigned on Monday, was charged"."""
    total: Counter[tuple[str, int]] = Counter()
    best: dict[tuple[str, int], Alignment] = {}
    for x in alignments:
        for a, b in ((x.a, x.b), (x.b, x.a)):
            if a in claims and b in claims and home[a] != home[b] and x.relation is Relation.SAME:
                key = a, home[b]
                total[key] += x.score
                if key not in best or x.score > best[key].score:
                    best[key] = x
    for (c, n), points in sorted(total.items()):
        claim, members = claims[c], [claims[m] for m in groups[n] if m in claims]
        if points < TOGETHER * len(members) or best[c, n].score < LIKE:
            continue
        if any((m.article_id, m.sentence) == (claim.article_id, claim.sentence) for m in members) or _counts_more(claim, members):
            continue
        own = {claims[m].article_id for m in groups[home[c]] if m in claims}
        if claim.attribution and any(m.article_id in own for m in members):
            continue  # two sayings of one speech, which an article gives side by side
        yield n, Mention(claim, claim.span, best[c, n].why)


def _fits(claim: Claim, group: Collection[str], claims: Mapping[str, Claim]) -> bool:
    """What happened of one kind in both may be one happening."""
    told = list(_told(claim))
    held = [t for c in group if told and c in claims for t in _told(claims[c])]
    return not any(x.kind == y.kind and _apart(x, y) for x in told for y in held)


def _counts_more(claim: Claim, members: Sequence[Claim]) -> bool:
    """ "58 were killed and 500 hurt" beside the 500 alone: its words would stand for another figure too."""
    held = {q.head for m in members for q in m.quantities}
    return any(q.head not in held for q in claim.quantities if q.unit is None)


def _of_happenings(
    groups: Sequence[Collection[str]], home: Mapping[str, int], claims: Mapping[str, Claim], past: Container[tuple[str, Span]]
) -> Iterator[tuple[int, Mention]]:
    """Claims that mention what the most claims of one group tell."""
    kinds: dict[str, list[_Told]] = defaultdict(list)
    for claim in claims.values():
        if (claim.article_id, claim.sentence) not in past:
            for told in _told(claim):
                kinds[told.kind].append(told)
    for _, all_told in sorted(kinds.items()):
        for happening in _happenings(all_told):
            anchors: dict[int, set[str]] = {home[t.claim.id]: set() for t in happening if t.own}
            for t in happening:
                if home[t.claim.id] in anchors:
                    anchors[home[t.claim.id]].add(t.claim.article_id)
            if not anchors or len({t.claim.article_id for t in happening}) < 2:
                continue
            anchor = min(anchors, key=lambda n: (-len(anchors[n]), -len(groups[n]), sorted(groups[n])))
            core = [t for t in happening if t.own and home[t.claim.id] == anchor]
            for told in happening:
                if home[told.claim.id] != anchor and (why := _why(told, core)):
                    yield anchor, Mention(told.claim, told.span, why)


def _told(claim: Claim) -> Iterator[_Told]:
    sure = claim.polarity is Polarity.AFFIRMED and claim.modality is Modality.STATED
    events = [Mentioned(span=claim.span, event=claim.event)] if claim.event and sure else []
    names = {name_key(n) for n in claim.names}
    start = claim.span[0]
    for n, m in enumerate((*events, *claim.passing)):
        event = m.event
        after = re.findall(r"[\w'’-]+", claim.text[event.trigger[1] - start :].lower())[:5]
        kinds = event_kinds(event.predicate.split(), after)
        if not kinds and weight(event.predicate.split()[0]) >= VERB_WEIGHT:
            kinds = frozenset({stem(event.predicate)})
        people = (("agent", event.agent), ("patient", event.patient))
        before = LEFT.search(claim.text[: event.trigger[0] - start])
        if not kinds or OTHER.search(" ".join([before[0] if before else "", *(p.name for _, p in people if p)])):
            continue
        sides = {role: _side(p, names) for role, p in people if p and p.name.lower() not in PRONOUNS}
        low, high = min(m.span[0], event.trigger[0] - AROUND), max(m.span[1], event.trigger[1] + AROUND)
        figures: dict[str | None, set[float]] = {}
        for q in claim.quantities:
            if q.low is not None and (q.unit is None or low <= q.span[0] < high):
                figures.setdefault(q.unit, set()).add(q.low)
        days = {t.value for t in claim.times if t.type in ("date", "time") and t.value and m.span[0] <= t.span[0] < m.span[1]}
        for kind in sorted(kinds):
            values = {unit: frozenset(v) for unit, v in figures.items()}
            yield _Told(claim, m.span, kind, n < len(events), sides, values, frozenset(days))


def _side(p: Participant, names: Collection[str]) -> _Side:
    words = re.findall(r"[\w'’-]+", HEAD_ENDS.split(p.name.lower())[0])
    one = [singular(w) for w in words]
    head = frozenset(map(stem, one[-1:])) if one else head_of(p)
    several = words[-1:] != one[-1:] or bool({"both", "two", "three", "four", "five", "several", "many"} & set(words))
    named = p.name if name_key(p.name) in names else None
    return _Side(named, head, head <= people_words(), several, sex(one), bool(SELF.search(p.name)))


def _happenings(told: Sequence[_Told]) -> list[list[_Told]]:
    """What is told of one kind of event, parted where names part it: two people who died are two deaths."""
    names: list[str] = []

    def canonical(name: str) -> str:
        known = next((n for n in names if same_name(n, name)), None)
        if known is None:
            names.append(name)
        return known or name

    people = [{role: canonical(s.name) for role, s in t.sides.items() if s.name} for t in told]
    where: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for t, of in zip(told, people, strict=True):
        for role, name in of.items():
            where[role][name].add(t.claim.article_id)
    first: dict[str, str] = {}
    rivals = False
    for role, held in where.items():
        ranked = sorted(held, key=lambda n: (-len(held[n]), n))
        first[role] = ranked[0]
        named = len(set().union(*held.values()))
        rivals |= 100 * len(held[ranked[0]]) < DOMINANT * named
    parts: dict[str, list[_Told]] = defaultdict(list)
    for t, of in zip(told, people, strict=True):
        other = sorted(n for role, n in of.items() if n != first[role])
        if not rivals:
            parts[other[0] if len(other) == len(of) > 0 else ""].append(t)
        elif of:
            parts[next(iter(of.values()))].append(t)
        else:
            meant = {n for n in names if any(same_name(n, x) for x in t.claim.names)}
            if len(meant) == 1:
                parts[meant.pop()].append(t)
    return [parts[n] for n in sorted(parts)]


def _why(told: _Told, core: Sequence[_Told]) -> str | None:
    """Why this is of the happening that the core tells; None if it is not, or nothing says that it is."""
    if any(_apart(told, c) for c in core):
        return None
    what = told.kind.replace("_", " ")
    shared = sorted({s for c in core for s in _shared(told, c)})
    if shared:
        return f"tells of {what} too, with {shared[0]}"
    return f"tells of {what} too, of which the story has one" if told.kind in once() else None


def _shared(a: _Told, b: _Told) -> Iterator[str]:
    """Who or what is in both, whatever its part."""
    for s in a.sides.values():
        for t in b.sides.values():
            if s.name and t.name and same_name(s.name, t.name):
                yield s.name
            elif s.head & t.head and not s.people:
                yield min(s.head & t.head)


def _apart(a: _Told, b: _Told) -> bool:
    """The days, the figures or those who took part cannot be of one happening."""
    if a.days and b.days and not a.days & b.days:
        return True
    if any(not a.figures[unit] & b.figures[unit] for unit in a.figures.keys() & b.figures.keys()):
        return True
    return any(_differ(a.sides[role], b.sides[role]) for role in a.sides.keys() & b.sides.keys())


def _differ(a: _Side, b: _Side) -> bool:
    if a.name and b.name:
        return not same_name(a.name, b.name)
    if a.self is not b.self:
        return True
    if a.name or b.name:
        return a.several or b.several
    if not (a.people and b.people):
        return False
    return a.several is not b.several or (None not in (a.sex, b.sex) and a.sex != b.sex)
