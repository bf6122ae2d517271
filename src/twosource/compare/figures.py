"""Whether two figures count the same thing, and whether what they say of it agrees.

Reads Figures of two claims, gives a Relation or None (not comparable). Values compare as sets: bounds are ranges, "about" is a
tenth either way, ranges that touch agree, a round figure and the fuller one that it rounds agree and the fuller adds.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from functools import cache

from twosource.compare.profile import GENERIC, Figure, stem
from twosource.model import Bound, Claim, Quantity, Relation, ScopeKind
from twosource.naming import name_key, rows, same_name

COMPARED = (ScopeKind.BASELINE, ScopeKind.PLACE)
NEAR = 2  # times
ABOUT = 0.1  # contract: a tenth either way
CROWD = 1000  # beyond it, "thousands" and "millions" are said of any number
ADULT = 18
YEARS = "a"  # UCUM: of ages


def interval(quantity: Quantity) -> tuple[float, float] | None:
    """The values a quantity leaves open, both ends included; None where it says none."""
    low, high = quantity.low, quantity.high
    if low is None and high is None:
        return None
    low_value = low if low is not None else high
    high_value = high if high is not None else low
    assert low_value is not None and high_value is not None
    match quantity.bound:
        case Bound.ABOUT:
            return low_value - abs(low_value) * ABOUT, high_value + abs(high_value) * ABOUT
        case Bound.AT_LEAST | Bound.MORE_THAN:
            return low_value, math.inf
        case Bound.AT_MOST | Bound.LESS_THAN:
            return -math.inf, high_value
        case _:
            return low_value, high_value


def comparable(a: Figure, b: Figure) -> bool:
    """They count one thing in one unit: dead and wounded, the whole and its part, increment and total are apart."""
    x, y = a.quantity, b.quantity
    if (x.unit, x.per, x.increment, a.whole, a.kind) != (y.unit, y.per, y.increment, b.whole, b.kind):
        return False
    if x.change is not y.change and not (a.running and b.running) and None in (x.change, y.change):
        return False  # "rose to 12" is a total of 12, "rose 3 percent" no level
    heads = _head(x), _head(y)
    if x.unit == YEARS:
        return _one_person(x, y)
    if not one_thing(a, b) or (a.kind is None and heads == (None, None)):
        return False
    if 0.0 in (x.low, y.low) and None not in heads:
        return True  # "zero arrests", "five arrests"
    if a.kind is not None or a.event & b.event:
        return True
    # "the 80m-deep well", "a depth of 40m": a measure of one thing; a share of voters may be those for or those against
    share = x.unit == "percent" and x.change is None and x.low != y.low and a.event and b.event
    return x.unit is not None and None not in heads and not share


def one_thing(a: Figure, b: Figure) -> bool:
    """The nouns they count can be of one thing: not "100 trucks" and "100 excavators"."""
    heads = _head(a.quantity), _head(b.quantity)
    return None in heads or stem(heads[0] or "") == stem(heads[1] or "") or bool(GENERIC & set(heads) and not a.quantity.unit)


def opposable(a: Figure, b: Figure) -> bool:
    """If they differ, one excludes the other: not a part against a whole, nor what was counted since another day."""
    x, y = a.quantity, b.quantity
    since = [any(s.kind is ScopeKind.BASELINE and not s.text.lower().startswith("from") for s in q.scopes) for q in (x, y)]
    if (x.part_of is None) is not (y.part_of is None) or since[0] is not since[1] or a.whole is not b.whole:
        return False  # "of the 20 there, four were badly hurt"; "no deaths since 1959"
    heads = [stem(h) if (h := _head(q)) else None for q in (x, y)]
    if heads[0] == heads[1] or x.unit is not None or (working(a) and a.kind == b.kind):
        return True
    if stem("body") in heads:
        return False  # "divers found three bodies", "twelve people died": what is found is not all the dead
    whole = [h is None or h in _anybody() for h in heads]
    if all(whole):
        return True
    # "ten children among the dead" are some of the dead, "twelve miners" are more than "nine people"
    return a.kind is not None and any(whole) and _more(x, y) is whole[1]


def working(figure: Figure) -> bool:
    """It counts who or what is sent to work: a story has one such count of rescuers, and it changes."""
    return (figure.kind or "").startswith("working_")


def _more(a: Quantity, b: Quantity) -> bool:
    return (a.low or a.high or 0) > (b.low or b.high or 0)


@cache
def _anybody() -> frozenset[str]:
    return frozenset(map(stem, GENERIC))


def fixed(figure: Figure) -> bool:
    """An age cannot change in the days of a story: another one is no later word."""
    return figure.quantity.unit == YEARS


def _one_person(a: Quantity, b: Quantity) -> bool:
    """It is the age of people of one kind ("girl", "stepdaughter") or of one name."""
    kinds = [_people().get(_head(q) or "") for q in (a, b)]
    if kinds != [None, None]:
        return kinds[0] == kinds[1]
    return a.counted is not None and b.counted is not None and a.counted[:1].isupper() and same_name(a.counted, b.counted)


@cache
def _people() -> dict[str, str]:
    return {noun.strip(): kind for kind, nouns in rows("person_nouns.tsv") for noun in nouns.split(",")}


def same_value(a: Figure, b: Figure) -> bool:
    """One value in one unit: a correction seldom says again what it counted."""
    x, y = a.quantity, b.quantity
    return (x.low, x.high, x.unit) == (y.low, y.high, y.unit)


def _head(quantity: Quantity) -> str | None:
    return quantity.head.lower() if quantity.head else (quantity.counted or "").lower().split(" ")[-1] or None


def scopes_agree(a: Quantity, b: Quantity) -> bool:
    """No baseline or place is given by both otherwise; times are compared as times, a whole as a figure of its own."""
    mine = {s.kind: _told(s.text) for s in a.scopes if s.kind in COMPARED}
    return all(mine.get(s.kind, _told(s.text)) == _told(s.text) for s in b.scopes)


@cache
def _told(scope: str) -> frozenset[str]:
    """What a scope says, however it is written: "from 9" is "from nine", "in the town of Marnow" is not "in Orvel"."""
    words = re.findall(r"\w+", scope.lower())
    return frozenset(_digits().get(w, stem(w)) for w in words if w not in ("the", "a", "an", "in", "at", "of", "just", "only"))


@cache
def _digits() -> dict[str, str]:
    return {word: str(n) for n, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())}


def relation(a: Quantity, b: Quantity) -> Relation:
    """SAME, ADDS (one rounds the other) or CONFLICTS of two comparable figures."""
    if a.change is not b.change and None not in (a.change, b.change):
        return Relation.CONFLICTS  # "rose 12 percent", "fell 12 percent"
    x, y = interval(a), interval(b)
    if x is None or y is None:
        return Relation.SAME
    if x[0] <= y[1] and y[0] <= x[1]:
        return Relation.SAME
    if any(q.bound is Bound.VAGUE and max(q.low or 0, q.high or 0) > CROWD for q in (a, b)):
        return Relation.SAME  # "billions" excludes no figure; "dozens" excludes 500
    if rounds(x[0], y[0]) or rounds(y[0], x[0]):
        return Relation.ADDS
    return Relation.CONFLICTS


def near(a: Quantity, b: Quantity) -> bool:
    """Of one size: "at least 50" does not exclude 527, but is hardly said of it."""
    x, y = a.low or a.high, b.low or b.high
    return x == y and x is not None if not x or not y else x * y > 0 and max(x / y, y / x) <= NEAR


def rounds(coarse: float, fine: float) -> bool:
    """300 rounds 297; 30 does not round 34, nor 9 any other count."""
    if not (math.isfinite(coarse) and math.isfinite(fine)) or coarse <= 10 or coarse == fine or coarse != int(coarse):
        return False
    step = 1
    while coarse % (step * 10) == 0:
        step *= 10
    return step >= 10 and coarse / step <= 99 and abs(fine - coarse) * 2 <= step and abs(fine - coarse) * 20 <= coarse


def person(age: Quantity) -> str | None:
    """Whose age it is: a name, "girl", "boy", "man" ...; of "the six-year-old" a child, None if nothing tells."""
    if kind := _people().get(_head(age) or ""):
        return kind
    if age.counted is not None:
        return name_key(age.counted) if age.counted[:1].isupper() else None
    return "child" if age.low is not None and age.low < ADULT else None


def people_in(claim: Claim) -> set[str]:
    """The kinds of people it names: "woman" of "Brenda's mother"."""
    return {kind for t in claim.terms if (kind := _people().get(t))}


def may_be_one(a: Claim, b: Claim) -> bool:
    """No word of theirs tells two people apart: "the child" may be "the boy", and not "the mother"."""
    mine, theirs = (people_in(c) for c in (a, b))
    young = {"boy", "girl"}
    return (
        not (mine and theirs)
        or bool(mine & theirs)
        or ("child" in mine and bool(theirs & young))
        or ("child" in theirs and bool(mine & young))
    )


def other_people(a: Claim, b: Claim) -> bool:
    """One speaks of men or boys alone, the other of women or girls alone."""
    kinds = [{s for t in c.terms if (s := sex((t,)))} for c in (a, b)]
    return bool(kinds[0] and kinds[1]) and not kinds[0] & kinds[1]


def sex(words: Iterable[str]) -> str | None:
    """Of the last of these nouns that tells it."""
    return next((_SEX[k] for w in reversed(list(words)) if (k := _people().get(w)) in _SEX), None)


_SEX = {"girl": "f", "woman": "f", "boy": "m", "man": "m"}


@cache
def people_words() -> frozenset[str]:
    """Stems of nouns that say no more than that it is a person."""
    return frozenset(map(stem, (*_people(), *GENERIC, "male", "female", "guy", "lady", "individual", "couple")))
