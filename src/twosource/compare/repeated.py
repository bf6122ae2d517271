"""Whether a story has several of what a figure measures: three launches, each with its distance; five passes, each with its yards.

Reads the profiles of all claims of a story. One account that gives two values in one voice, with no word of a later or earlier one,
tells of two things; claims of different days do too. Counts that grow (the dead) are one count, whatever the days.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import combinations

from twosource.compare import figures
from twosource.compare.circumstances import apart, when
from twosource.compare.profile import Figure, Profile, counted_kind, stem, takes_part, weight
from twosource.compare.readings import EARLIER, LATER, rivals, said
from twosource.model import Article, Claim, Modality, Participant, Relation

Told = tuple[Profile, Figure]

IN_SIGHT = re.compile(
    r"\bfrom where (?:i|we|he|she|they)\b|\b(?:i|we) (?:could (?:only )?(?:see|count)|saw|counted)\b", re.I
)  # not all there was
OTHERS = re.compile(r"(?:an?|one|two|three|another|the other) ", re.I)
SCORED = "score"  # of data/predicates.tsv
MANY = 12  # comparable figures of one article that are looked at: a table's rows tell no more
LIMITING = 12  # tenths: a word that limits its noun (zipf 5.8 and rarer)


class Accounts:
    """The figures of a story by article."""

    def __init__(self, told: Iterable[Profile] = (), articles: Mapping[str, Article] | None = None) -> None:
        self.articles = articles or {}
        self._by: dict[str, list[Told]] = {}
        self._told: dict[object, list[Profile]] = {}
        for p in told:
            self._told.setdefault((p.claim.article_id, p.claim.sentence), []).append(p)
            self._by.setdefault(p.claim.article_id, []).extend((p, f) for f in p.figures)
        self._several: dict[object, bool] = {}

    def several(self, figure: Figure) -> bool:
        """One account gives two values of such a thing in one voice."""
        if figure.running or figures.fixed(figure):
            return False
        key = (figure.kind, figure.quantity.counted, figure.quantity.low, figure.quantity.unit, figure.quantity.head, figure.event)
        if key not in self._several:
            alike = ([(p, f) for p, f in held if figures.comparable(f, figure)][:MANY] for held in self._by.values())
            self._several[key] = any(self._two(x, y) for held in alike for x, y in combinations(held, 2))
        return self._several[key]

    def _two(self, x: Told, y: Told) -> bool:
        return figures.relation(x[1].quantity, y[1].quantity) is Relation.CONFLICTS and self._one_voice(x[0].claim, y[0].claim)

    def _one_voice(self, a: Claim, b: Claim) -> bool:
        dated = any(EARLIER.search(said(c)) or LATER.search(said(c)) for c in (a, b))
        return not dated and (a.id == b.id or not rivals(a, b, self.articles))

    def has(self, claim: Claim, own: Figure, value: Figure) -> bool:
        """The claim's account gives the other value too, in the same voice: of another thing, unless the count grew meanwhile."""
        return not own.running and any(
            _value(f) == _value(value) and figures.comparable(f, own) and self._one_voice(p.claim, claim)
            for p, f in self._by.get(claim.article_id, ())
        )

    def put_right(self, value: Figure, other: Figure) -> bool:
        """An account tells `value` as the earlier word ("was first said to be four") and `other` beside it."""
        return any(
            any(_value(f) == _value(value) and figures.comparable(f, value) and EARLIER.search(said(p.claim)) for p, f in held)
            and any(_value(f) == _value(other) and not EARLIER.search(said(p.claim)) for p, f in held)
            for held in self._by.values()
        )

    def part_of(self, p: Profile, part: Figure, whole: Figure) -> bool:
        """Its sentence goes on to count the others of the whole: "eight died in Marnow, and a man died in Orvel", of nine."""
        beside = self._told.get((p.claim.article_id, p.claim.sentence), ())
        others = [q for q in beside if p.event & q.event and p.claim.span[1] <= q.claim.span[0] and OTHERS.match(q.claim.text)]
        counts = [max((_least(f) for f in q.figures if f.quantity.unit is None), default=1.0) for q in others]
        return bool(others) and _least(part) + sum(counts) == _least(whole)

    def agree(self, a: Claim, b: Claim) -> bool:
        """Both tell one figure of one thing in their words, whichever claim of the sentence it is put to."""
        return any(
            _value(f) == _value(g) and (f.quantity.unit is not None or figures.one_thing(f, g))
            for f in self._within(a)
            for g in self._within(b)
        )

    def _within(self, claim: Claim) -> list[Figure]:
        start, end = claim.span
        return [f for _, f in self._by.get(claim.article_id, ()) if start <= f.quantity.span[0] < end and f.quantity.low not in (None, 1.0)]


def _value(figure: Figure) -> object:
    q = figure.quantity
    return q.low, q.high, q.unit, q.change


def of_another(x: Told, y: Told) -> bool:
    """The words tell two things apart: by who does it, whether it is done or only planned, its kind, or its day."""
    (p, f), (q, g) = x, y
    if any(IN_SIGHT.search(r.claim.text) and _least(h) < _least(k) for (r, h), k in ((x, g), (y, f))):
        return True  # who counts what is in sight contradicts nobody who tells of more
    if SCORED in p.classes & q.classes and not p.names & q.names:
        return True  # a match has many goals
    if f.running and g.running:
        return _in_passing(p, f) or _in_passing(q, g)
    if (p.claim.modality is Modality.EXPECTED) is not (q.claim.modality is Modality.EXPECTED):
        return True  # "threatened to fire four missiles", "fired three missiles"
    doers = [_named(c.event.agent) if c.event else frozenset() for c in (p.claim, q.claim)]
    kinds = [_told_apart(f), _told_apart(g)]
    return any(a and b and not a & b for a, b in (doers, kinds)) or other_days(p, q)


def _least(figure: Figure) -> float:
    return figure.quantity.low or 0.0


def _in_passing(p: Profile, f: Figure) -> bool:
    """Neither its noun nor its verb is what is counted: "a car with two wounded men" is no count of the wounded."""
    if f.kind is None or f.quantity.head is None or takes_part(p.claim, f.quantity):
        return False
    said_by = (f.quantity.head.lower(), *(p.claim.event.predicate.split() if p.claim.event else ()))
    return not any((counted_kind(w) or (None,))[0] == f.kind for w in said_by)


def _named(doer: Participant | None) -> frozenset[str]:
    """The words of a name."""
    return (
        frozenset(w.lower() for w in doer.name.split() if w[:1].isupper()) if doer is not None and doer.name[:1].isupper() else frozenset()
    )


def _told_apart(figure: Figure) -> frozenset[str]:
    """What limits the noun that is counted: "long-range" of "two long-range missiles"."""
    words = re.findall(r"[\w’'-]+", (figure.quantity.counted or "").lower())
    return frozenset(stem(w) for w in words[:-1] if weight(w) >= LIMITING) if not figure.running else frozenset()


def other_days(p: Profile, q: Profile) -> bool:
    """Each says when, and the days exclude each other."""
    mine, theirs = when(p), when(q)
    return bool(mine and theirs) and all(apart(t, u) for t in mine for u in theirs)
