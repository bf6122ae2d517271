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
from twosource.compare.profile import PRONOUNS, VERB_WEIGHT, befalls, class_weight, event_kinds, head_of, once, singular, stem, weight
from twosource.compare.retold import retold
from twosource.compare.whither import Whither, bound_elsewhere, whither
from twosource.compare.whither import apart as ways_apart
from twosource.model import Alignment, Article, Claim, Mentioned, Modality, Participant, Polarity, Quantity, Relation, Span
from twosource.naming import name_key, same_name

# Set on ECB+ 1-35 and the own stories, all of which were looked at (`python -m evaluation alignment findings`).
DOMINANT = 80  # percent of the articles that name somebody: if so many name one, those that name nobody mean no other
LIKE = 80  # points of its best pair with a finding: less is too little for a claim that has a finding of its own
LEAD = 2  # sentences: a headline and what follows it
MAIN = 2  # of so many articles, one that begins with it: else "accused of assault" is of any assault
HAPPENINGS = 5  # of one kind in a story: after those that most articles tell, none is looked for
AROUND = 25  # characters on either side of an event's word in which its measures are looked for

# Another of the kind, or none: not what was told of before.
OTHER = re.compile(
    r"\b(?:another|others?|previous|earlier|second|third|fourth|next|last|past|any|every|each|such|similar|separate|no|some|recent|future)\b",
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
    figures: Mapping[str, frozenset[float]]  # unit or what is counted -> values
    days: frozenset[str]
    whither: Whither


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
        if any(bound_elsewhere(claim, m) for m in members):
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
        if (claim.article_id, claim.sentence) not in past and (claim.article_id, claim.span) not in past:
            for told in _told(claim):
                kinds[told.kind].append(told)
    first = _leads(claims.values())
    for _, of_kind in sorted(kinds.items(), key=lambda k: (-class_weight().get(k[0], 0), k[0])):  # "murder" says more than "die"
        told_first = {t.claim.article_id for t in of_kind if t.claim.sentence in first[t.claim.article_id]}
        yield from _of_one_kind(of_kind, groups, home, main=MAIN * len(told_first) >= len(first))


def _leads(claims: Iterable[Claim]) -> dict[str, list[Span]]:
    """The first sentences of each article that tell anything: what it is news of."""
    told: dict[str, set[Span]] = defaultdict(set)
    for claim in claims:
        told[claim.article_id].add(claim.sentence)
    return {article: sorted(sentences)[:LEAD] for article, sentences in told.items()}


def _of_one_kind(
    told: list[_Told], groups: Sequence[Collection[str]], home: Mapping[str, int], *, main: bool
) -> Iterator[tuple[int, Mention]]:
    """The happening that most articles tell, with what mentions it; then the next of what is left: two people who died are two deaths.

    `main`: the story is of one such happening, so that any word of it will do.
    """
    leading = _leading(told)
    for _ in range(HAPPENINGS):
        anchors: dict[int, set[str]] = {home[t.claim.id]: set() for t in ([t for t in told if t.own] or told)}
        for t in told:
            if home[t.claim.id] in anchors:
                anchors[home[t.claim.id]].add(t.claim.article_id)
        if not anchors:
            return
        anchor = min(anchors, key=lambda n: (-len(anchors[n]), -len(groups[n]), sorted(groups[n])))
        held = [t for t in told if home[t.claim.id] == anchor]
        core = [t for t in held if t.own] or held
        others = [(t, why) for t in told if home[t.claim.id] != anchor and (why := _why(t, core, leading, main=main))]
        yield from ((anchor, Mention(t.claim, t.span, why)) for t, why in others)
        gone = {id(t) for t in held} | {id(t) for t, _ in others}
        told = [t for t in told if id(t) not in gone]


def _told(claim: Claim) -> Iterator[_Told]:
    sure = claim.polarity is Polarity.AFFIRMED and claim.modality is not Modality.CONDITIONAL
    events = [Mentioned(span=claim.span, event=claim.event)] if claim.event and sure else []
    start = claim.span[0]
    for n, m in enumerate((*events, *claim.passing)):
        event = m.event
        after = re.findall(r"[\w'’-]+", claim.text[event.trigger[1] - start :].lower())[:5]
        kinds = event_kinds(event.predicate.split(), after)
        if event.predicate == "fire":  # "fired" is dismissed or, with a shot, shot; "the fire" burns
            done = claim.text[event.trigger[0] - start :].lower().startswith(("fired", "firing"))
            kinds -= {"fire"} if done and "shoot" not in kinds else {"dismiss_from"}
        phrase = bool(kinds) and not event_kinds(event.predicate.split(), ())  # "opened fire": its object is a part of the word
        if not kinds and weight(event.predicate.split()[0]) >= VERB_WEIGHT:
            kinds = frozenset({stem(event.predicate)})
        people = (("agent", event.agent), ("patient", None if phrase else event.patient))
        before = LEFT.search(claim.text[: event.trigger[0] - start])
        if not kinds or OTHER.search(" ".join([before[0] if before else "", *(p.name for _, p in people if p)])):
            continue
        sides = {role: _side(p, claim) for role, p in people if p and p.name.lower() not in PRONOUNS and not _is_time(p, claim)}
        low, high = min(m.span[0], event.trigger[0] - AROUND), max(m.span[1], event.trigger[1] + AROUND)
        figures: dict[str, set[float]] = {}
        for q in claim.quantities:
            if q.low is not None and (q.unit is None or low <= q.span[0] < high):
                figures.setdefault(q.unit or _counted(q), set()).add(q.low)
        dated = (t for t in claim.times if t.type in ("date", "time") and m.span[0] <= t.span[0] < m.span[1])
        days = {t.value[:10] for t in dated if t.value and len(t.value) >= len("2025-02-23")}
        for kind in sorted(kinds):
            values = {unit: frozenset(v) for unit, v in figures.items()}
            yield _Told(claim, m.span, kind, n < len(events), sides, values, frozenset(days), whither(claim, event.trigger))


def _counted(q: Quantity) -> str:
    """What a figure without a unit counts: people of any kind are one thing."""
    return "" if q.head is None or stem(q.head) in people_words() else stem(q.head)


def _is_time(p: Participant, claim: Claim) -> bool:
    """ "The death on Tuesday" is of no Tuesday."""
    return any(t.span[0] < p.mention[1] and p.mention[1] <= t.span[1] for t in claim.times)


def _side(p: Participant, claim: Claim) -> _Side:
    written = claim.text[max(p.mention[0] - claim.span[0], 0) : p.mention[1] - claim.span[0]]
    words = re.findall(r"[\w'’-]+", HEAD_ENDS.split(p.name.lower())[0])
    one = [singular(w) for w in words]
    head = frozenset(map(stem, one[-1:])) if one else head_of(p)
    named = _named(p, written, claim)
    several = words[-1:] != one[-1:] or bool({"both", "two", "three", "four", "five", "several", "many"} & set(words))
    return _Side(named, head, head <= people_words(), several and not named, sex(one), bool(SELF.search(written)))


def _named(p: Participant, written: str, claim: Claim) -> str | None:
    """Whom the words name: "climber Ada Kolm" does, "the former FBI official" and a place do not."""
    last = HEAD_ENDS.split(written.strip())[0].split()[-1:]
    places = {place.name for place in claim.places}
    for name in claim.names:
        if name in places:
            continue
        if name_key(name) == name_key(p.name):
            return None if name in written and last and last[0] not in name else p.name
        if last and last[0][:1].isupper() and last[0] == name.split()[-1]:
            return name
    return None


def _leading(told: Sequence[_Told]) -> list[str] | None:
    """Of each part in events of one kind, whom nearly all articles name that name anybody; None if they name several."""
    names: list[str] = []

    def canonical(name: str) -> str:
        known = next((n for n in names if same_name(n, name)), None)
        if known is None:
            names.append(name)
        return known or name

    where: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for t in told:
        for role, side in t.sides.items():
            if side.name and _telling(t.kind, role):
                where[role][canonical(side.name)].add(t.claim.article_id)
    first: list[str] = []
    for held in where.values():
        lead = min(held, key=lambda n: (-len(held[n]), n))
        if 100 * len(held[lead]) < DOMINANT * len(set().union(*held.values())):
            return None
        first.append(lead)
    return first


def _why(told: _Told, core: Sequence[_Told], leading: Sequence[str] | None, *, main: bool) -> str | None:
    """Why this is of the happening that the core tells; None if it is not, or nothing says that it is."""
    if any(_apart(told, c) for c in core):
        return None
    what = told.kind.replace("_", " ")
    shared = sorted({s for c in core for s in _shared(told, c, named=leading is None)})
    if shared and (told.kind in class_weight() or len(shared) > 1):
        return f"tells of {what} too, with {shared[0]}"
    named = {s.name for c in core for s in c.sides.values() if s.name}
    if leading is None or not all(any(same_name(n, x) for x in leading) for n in named):  # of several, whom?
        meant = sorted(n for n in named if any(same_name(n, x) for x in told.claim.names))
        return f"tells of {what} too, beside {meant[0]}" if meant else None
    return f"tells of {what} too, of which the story has one" if main and told.kind in once() else None


def _shared(a: _Told, b: _Told, *, named: bool) -> Iterator[str]:
    """Who or what is in both, whatever its part; of several that the story tells apart, by name only."""
    for s in a.sides.values():
        for t in b.sides.values():
            if s.name and t.name and same_name(s.name, t.name):
                yield s.name
            elif s.head & t.head and not (s.people or named):
                yield min(s.head & t.head)


def _apart(a: _Told, b: _Told) -> bool:
    """The days, the figures or those who took part cannot be of one happening."""
    if (a.days and b.days and not a.days & b.days) or ways_apart(a.whither, b.whither):
        return True
    if any(not a.figures[unit] & b.figures[unit] for unit in a.figures.keys() & b.figures.keys()):
        return True
    return any(_differ(a.sides[role], b.sides[role]) for role in a.sides.keys() & b.sides.keys() if _telling(a.kind, role))


def _telling(kind: str, role: str) -> bool:
    """Whether another one in this part makes another event."""
    return role == "agent" or kind not in befalls()


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
