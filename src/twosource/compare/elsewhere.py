"""What a claim tells in passing, and another finding's claims tell otherwise: an age, a depth, a count, a place, what is not yet known.

Reads the claims of one story as they were grouped, gives each finding the Splits whose readings stand partly in others ("the
80m-deep well" in a claim of the rescue). No claim changes its finding, and what is told inside one finding is left to differences.py.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations

from twosource.compare import figures
from twosource.compare.certainty import UNKNOWN, questions
from twosource.compare.dated import Day
from twosource.compare.denied import denied
from twosource.compare.facts import facts
from twosource.compare.opposites import opposite, place_words
from twosource.compare.profile import GENERIC, OF_KIN, Figure, Profile, event_classes, stem, weight
from twosource.compare.readings import Side, Split, order, rivals
from twosource.compare.repeated import Accounts, of_another
from twosource.compare.unnamed import unnamed
from twosource.compare.values import Held, Pairs, Told, of_one, set_against, stand
from twosource.model import Article, Aspect, Bound, Claim, Modality, Polarity, Quantity, Relation, ScopeKind, Span
from twosource.naming import fold, name_key, rows, same_name

RARE = 20  # tenths: a word that two claims share and that says what they are about (zipf 5 and rarer)
COUNTED = 25  # tenths: a noun so rare that a story hardly counts two sets of it ("excavators", not "members")
REACH = 3  # words before a place word
SIZES = frozenset("m cm mm km [ft_i] [in_i] [yd_i] [mi_i] kg g t [lb_av] [ston_av] m2 km2 [sft_i] har [acr_us]".split())
ONCE = frozenset({"born", "died"})  # of single_valued.tsv: one person founds many things, and comes to many places
# What is set for somebody, one sum at a time, and may be set anew: the later day's sum replaces the earlier.
SUMS = frozenset("bond bail ransom reward bounty".split())
STAYING = frozenset({"stay", "remain", "leave"})  # "were left trapped", "managed to stay on the rails": of anybody
# Events that happen in one place; other things may be said indoors and out.
PLACED = frozenset("die shoot stab attack explode fire crash collapse murder".split())


def elsewhere(
    groups: Sequence[frozenset[str]],
    profiles: Mapping[str, Profile],
    accounts: Accounts,
    apart: Container[frozenset[str]],
    *,
    past: Container[tuple[str, Span]] = (),
) -> dict[int, list[Split]]:
    """Splits by the number of the group that holds the most of their claims; `apart`: pairs that a person keeps apart.

    `past`: sentences about what was long before, whose boys and wells are others.
    """
    articles = accounts.articles
    home = {claim: n for n, group in enumerate(groups) for claim in group}
    here = [profiles[c] for group in groups for c in sorted(group) if c in profiles]
    told = [p for p in here if not any((p.claim.article_id, at) in past for at in (p.claim.sentence, p.claim.span))]
    found: dict[int, list[Split]] = {}
    for split in (
        *_figures(told, accounts),
        *_places(told, articles),
        *_years(here, articles),
        *_answers(told, articles),
        *unnamed(told, articles),
        *denied(told, articles),
        *_turns(told, articles),
    ):
        claims = [c.id for side in split.sides for c in side.claims]
        at = Counter(home[c] for c in claims)
        if len(at) > 1 and not any(frozenset(pair) in apart for pair in combinations(claims, 2)):
            first = Counter(home[c.id] for c in split.sides[0].claims) if split.aspect is Aspect.MODALITY else at  # what was open
            found.setdefault(min(first, key=lambda n: (-first[n], n)), []).append(split)
    return found


def _about_one(a: Profile, b: Profile, *, but: Container[str] = ()) -> bool:
    """They share an event or a word that says what they are about, besides the words in `but`."""
    if (a.classes & b.classes) - {"report", "announce", "show"}:
        return True
    return any(weight(t) >= RARE for t in a.weights.keys() & b.weights.keys() if t[0] not in "@=#" and t not in but)


def _figures(told: Sequence[Profile], accounts: Accounts) -> Iterator[Split]:
    held: dict[tuple[str, ...], list[tuple[Profile, Figure]]] = {}
    for p in told:
        for f in p.figures:
            if p.claim.polarity is Polarity.AFFIRMED and (key := _counted(f, p.claim)) is not None:
                held.setdefault(key, []).append((p, f))
    if not {("age", "", "boy"), ("age", "", "girl")} <= held.keys() and ("age", "", "child") in held:
        sex = next((k for k in (("age", "", "boy"), ("age", "", "girl")) if k in held), ("age", "", "child"))
        held[sex] = [*held[sex], *held.pop(("age", "", "child"))] if sex[-1] != "child" else held[sex]
    for key in sorted(held):
        group, two = of_one(sorted(held[key], key=lambda x: (x[0].claim.article_id, x[1].quantity.span)), accounts.articles)
        if not two or (key[0] == "age" and key[-1] not in ("man", "woman")):  # a story has many men, and one boy
            people = figures.people_words()
            but = {stem(key[-1]), *people}

            def pair(
                x: Told,
                y: Told,
                *,
                but: Container[str] = but,
                group: Held = group,
                two: Pairs = two,
                work: bool = key[0] == "at work",
                sums: bool = key[0] == "sum",
            ) -> tuple[Relation, str]:
                if sums:
                    return _set_anew(x, y, accounts)
                if frozenset((x.figure.quantity.low, y.figure.quantity.low)) in two:
                    return Relation.SAME, ""
                mine, theirs = ([(p, f) for p, f in group if p.claim in t.side.claims] for t in (x, y))
                met = any(
                    p.claim.article_id != q.claim.article_id and (work or (_about_one(p, q, but=but) and not of_another((p, f), (q, g))))
                    for p, f in mine
                    for q, g in theirs
                )
                kind, why = stand(x, y, accounts) if met else (Relation.SAME, "")
                return (kind, why) if kind in (Relation.CONFLICTS, Relation.SUPERSEDES) else (Relation.SAME, "")

            yield from set_against(group, pair, accounts, beside=group, bounds=False)


FOR_WHOM = re.compile(r"\bfor ((?:[A-Z][\w’'-]+ ?)+)\b")


def _capitals(claim: Claim) -> set[str]:
    """Words of names, however they are written: "Kolm" of "Kolm's bail"."""
    return {w for w in re.findall(r"\b[A-Z][\w-]+", claim.text) if weight(w.lower()) >= RARE}


def _for_others(a: Claim, b: Claim) -> bool:
    """ "Bail for Ada Kolm", "bail for Ben Rusk"."""
    mine, theirs = (FOR_WHOM.search(c.text) for c in (a, b))
    return mine is not None and theirs is not None and not same_name(mine[1], theirs[1])


def _set_anew(x: Told, y: Told, accounts: Accounts) -> tuple[Relation, str]:
    """Bail of one sum, and of another: replaced if on a later day; those of two people are two."""
    pairs = [(a, b) for a in x.side.claims for b in y.side.claims]
    if figures.relation(x.figure.quantity, y.figure.quantity) is not Relation.CONFLICTS or x.figure.quantity.unit != y.figure.quantity.unit:
        return Relation.SAME, ""
    if not all(a.article_id != b.article_id and _capitals(a) & _capitals(b) and not _for_others(a, b) for a, b in pairs):
        return Relation.SAME, ""
    if order(x.side.claims, y.side.claims, accounts.articles) is None:
        return Relation.CONFLICTS, "the figures exclude each other; order unknown"
    return Relation.SUPERSEDES, "the later figure replaces the earlier"


# What a size is of: "80m-deep", "40 metres deep", "a depth of 40 m".
ACROSS = {"deep": "depth", "high": "height", "tall": "height", "long": "length", "wide": "width", "thick": "thickness", "heavy": "weight"}
AFTER = re.compile(rf"[ -]?({'|'.join(ACROSS)})\b", re.I)
BEFORE = re.compile(r"\b(depth|height|length|width|thickness|weight|altitude) of (?:about |around |some )?$", re.I)


def _dimension(claim: Claim, q: Quantity) -> str | None:
    start, end = q.span[0] - claim.span[0], q.span[1] - claim.span[0]
    if after := AFTER.match(claim.text, end):
        return ACROSS[after[1].lower()]
    before = BEFORE.search(claim.text[:start])
    return before[1].lower() if before else None


def _counted(f: Figure, claim: Claim) -> tuple[str, ...] | None:
    """What a story has but one of: the age of the girl or of Ada Kolm, the depth of the well, the number of excavators."""
    q = f.quantity
    head = q.head.lower() if q.head else None
    if (
        q.low is None
        or q.increment
        or q.change is not None
        or q.per
        or f.whole
        or q.part_of
        or any(s.kind is ScopeKind.BASELINE for s in q.scopes)
    ):
        return None
    if q.unit == figures.YEARS:
        kind = figures.person(q) if not OF_KIN.search(claim.text[: max(q.span[0] - claim.span[0], 0)]) else None
        part = _part(claim, q) if kind in ("man", "woman") else ""  # of two men, one may have shot the other
        return ("age", part, kind) if kind and part is not None else None
    if head in SUMS and q.unit in currencies():
        return ("sum", head)
    if q.unit in SIZES:
        return ("size", q.unit, across) if (across := _dimension(claim, q)) else None
    if head is None or head in GENERIC or q.low == 1.0 or q.unit is not None:
        return None
    if figures.working(f):
        return ("at work", f.kind or "")
    return ("count", stem(head)) if f.kind is None and q.bound is not Bound.VAGUE and weight(head) >= COUNTED else None


@cache
def currencies() -> frozenset[str]:
    return frozenset(code for code, *_ in rows("currencies.tsv"))


def _part(claim: Claim, q: Quantity) -> str | None:
    """Whether the figure is of who does it or of whom it is done to."""
    parts = {"agent": claim.event.agent, "patient": claim.event.patient} if claim.event else {}
    return next((name for name, p in parts.items() if p and p.mention[0] <= q.span[0] < p.mention[1]), None)


def _places(told: Sequence[Profile], articles: Mapping[str, Article]) -> Iterator[Split]:
    """Who died at the scene in one account and in hospital in another; each account must put them in one place only."""
    held: dict[tuple[int, str], dict[str, dict[int, list[Side]]]] = {}
    for p in told:
        events = p.classes & PLACED
        for span, (pair, side) in place_words(p.claim) if events and p.claim.polarity is Polarity.AFFIRMED else ():
            dying = "die" in events
            for whom in _who(p) if dying else sorted(events & _just_before(p.claim, span)):
                accounts = held.setdefault((pair, whom), {}).setdefault(p.claim.article_id, {})
                accounts.setdefault(side, []).append(Side(span, (p.claim,)))
    for key in sorted(held):
        clear = {article: next(iter(sides_.items())) for article, sides_ in held[key].items() if len(sides_) == 1}
        by: dict[int, list[Side]] = {}
        for _, (side, words) in sorted(clear.items(), key=lambda x: x[0]):
            by.setdefault(side, []).append(words[0])
        named = [{x.name.lower() for s in found for x in s.claims[0].places} for found in by.values()]
        if len(by) == 2 and (not all(named) or named[0] & named[1]):  # "outside a Marnow hall", "inside an Orvel one"
            sides = tuple(Side(found[0].span, tuple(s.claims[0] for s in found)) for _, found in sorted(by.items()))
            yield Split(Aspect.PLACE, Relation.CONFLICTS, sides, "it was in one place or in the other")


def _just_before(claim: Claim, span: tuple[int, int]) -> frozenset[str]:
    """The event that a place word goes with: "opened fire inside", not "bodies inside the tram that crashed"."""
    before = re.findall(r"\w+", claim.text[: span[0] - claim.span[0]].lower())[-REACH:]
    return event_classes([*before, *("fire" for w in before if w == "opened"), *("open" for w in before if w == "opened")])[0]


def _who(p: Profile) -> list[str]:
    """Of whom it tells: kinds of people, or names; "the victims" are anybody."""
    kinds = figures.people_in(p.claim)
    names = sorted(name_key(n) for n in p.names)
    return sorted(kinds) or names or []


def _years(told: Sequence[Profile], articles: Mapping[str, Article]) -> Iterator[Split]:
    """Two years of what befalls one person or thing once: claims of other years long ago are not aligned, though they tell of one thing."""
    plain = (p.claim for p in told if p.claim.polarity is Polarity.AFFIRMED and p.claim.modality is Modality.STATED)
    dated = [(c, f, f.value) for c in plain if c.times for f in facts(c) if f.key in ONCE and isinstance(f.value, Day) and f.value.year]
    seen: set[str] = set()
    for (a, f, day), (b, g, other) in combinations(dated, 2):
        if a.article_id == b.article_id or f.key != g.key or f.key in seen or not day.excludes(other):
            continue
        mine, theirs = _called(a, f.subject), _called(b, g.subject)
        if _one_bearer(mine, theirs, *(fold(articles[c.article_id].text[slice(*c.sentence)]) for c in (a, b))):
            seen.add(f.key)
            sides = Side(f.span, (a,)), Side(g.span, (b,))
            yield Split(Aspect.TIME, Relation.CONFLICTS, sides, "the dates exclude each other")


def _called(claim: Claim, subject: frozenset[str]) -> frozenset[str]:
    """The name of what is spoken of, if it has one: "Ada Kolm" of "Ada Kolm, a baker"."""
    return subject & {fold(w) for w in _capitals(claim)} or subject


def _one_bearer(mine: frozenset[str], theirs: frozenset[str], here: str, there: str) -> bool:
    """One is called as the other, or by part of it; of whom no word says it, the sentence names the other."""
    if mine and theirs:
        return mine <= theirs or theirs <= mine
    return bool(mine or theirs) and (mine or theirs) <= set((there if mine else here).split())


def _answers(told: Sequence[Profile], articles: Mapping[str, Article]) -> Iterator[Split]:
    """ "His condition is unknown", and days later "the boy was found dead"."""
    for asks, answers in questions():
        open_ = [p for p in told if UNKNOWN.search(p.claim.text) and asks.search(p.claim.text)]
        known = [
            p
            for p in told
            if answers.search(p.claim.text)
            and not UNKNOWN.search(p.claim.text)
            and p.claim.polarity is Polarity.AFFIRMED
            and p.claim.modality is Modality.STATED
        ]
        met = [(p, q) for p in open_ for q in known if order((p.claim,), (q.claim,), articles) == -1 and _of_one(p, q)]
        if met:
            older, newer = ({x.claim.id: x.claim for x in side} for side in zip(*met, strict=True))
            sides = tuple(Side(next(iter(s.values())).span, tuple(s.values())) for s in (older, newer))
            yield Split(Aspect.MODALITY, Relation.SUPERSEDES, sides, "put as so and as not known")


def _of_one(p: Profile, q: Profile) -> bool:
    """They speak of one person or thing by name, by kind, or by who does it: not of "those injured" and of Ada Kolm."""
    if p.names & q.names or (p.agent | p.patient) & (q.agent | q.patient):
        return True
    return bool(figures.people_in(p.claim) and figures.people_in(q.claim)) and figures.may_be_one(p.claim, q.claim)


def _turns(told: Sequence[Profile], articles: Mapping[str, Article]) -> Iterator[Split]:
    """ "Contact has been lost with the satellite", then "they have regained control of the satellite"."""
    acting = [
        p for p in told if p.claim.event is not None and p.claim.polarity is Polarity.AFFIRMED and p.claim.modality is Modality.STATED
    ]
    for p, q in combinations(acting, 2):
        assert p.claim.event is not None and q.claim.event is not None
        against = opposite(p.claim.event.predicate, q.claim.event.predicate)
        if (
            against is None
            or not against[1]
            or {p.claim.event.predicate, q.claim.event.predicate} & STAYING
            or not rivals(p.claim, q.claim, articles)
            or not _one_matter(p, q)
        ):
            continue
        after = against[0]  # what is regained was lost before, whatever the dates say
        if not (p if after == 1 else q).claim.event.predicate.startswith("re"):  # type: ignore[union-attr]
            after = order((p.claim,), (q.claim,), articles) or after
        new, old = (p.claim, q.claim) if after == 1 else (q.claim, p.claim)
        yield Split(
            Aspect.POLARITY, Relation.SUPERSEDES, (Side(old.span, (old,)), Side(new.span, (new,))), "the later state replaces the earlier"
        )


def _one_matter(p: Profile, q: Profile) -> bool:
    shared = {t for t in p.weights.keys() & q.weights.keys() if t[0] not in "@=#" and weight(t) >= RARE}
    return bool(shared) and bool(p.names & q.names or (p.agent | p.patient) & (q.agent | q.patient) or len(shared) > 1)
