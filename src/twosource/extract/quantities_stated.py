"""Which figures a sentence states, each with its bounds, its range and its move, before anything is said of what they count.

Reads a sentence's text, lexemes and time expressions, gives Stated. "at least 34", "3 to 5", "$89 to $93 million", "many others", "no
deaths", "half of 1 per cent". Reference: data/approximators.tsv. Does not look at what is counted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache

from twosource.extract.numbers import Number, group, lex, number_words
from twosource.extract.quantities_around import age_end, bound_after, bound_before, bound_of, change_of, change_verb_near, way
from twosource.extract.quantities_measures import Measure, measure_at, money_before
from twosource.extract.quantities_names import Names, words
from twosource.extract.quantities_syntax import View, counted_noun
from twosource.model import Bound, Change, TimeExpression

_JOIN = re.compile(r"\s?(?:-|–|—|‐|‑)\s?|\s(to|or|and|through)[\s-]", re.I)
_BETWEEN = re.compile(r"\s?(?:about|around|nearly|some|perhaps|even)?\s?", re.I)  # what may stand between the join and the other end
_NEAR_SCALE = 10  # "$200 to $4 million" begins at 200 dollars, "89 to 93 billion" at 89 billion
_NOT = re.compile(r"\bnot\s$", re.I)
_NOTHING = Fraction(0)


@cache
def openers() -> frozenset[str]:
    """Every word that a figure may begin with."""
    return number_words() | {"a", "an", "no"}


@dataclass(frozen=True, slots=True)
class Stated:
    """A measure from `start` to `end` of the sentence's text; a bound after it ends at `past` ("20 or more")."""

    measure: Measure
    start: int
    end: int
    past: int
    low: Fraction | None
    high: Fraction | None
    bound: Bound
    change: Change | None = None
    increment: bool = False
    age: bool = False


class Figures:
    """The reader of one sentence's figures."""

    def __init__(self, view: View, times: Sequence[TimeExpression]) -> None:
        self.view = view
        self.text = view.text
        self.lexemes = lex(self.text)
        self.signs = money_before(self.text)
        shift = view.sentence.offset + view.base
        self.names = Names(view, self.lexemes, [(t.span[0] - shift, t.span[1] - shift, str(t.type)) for t in times])

    def stated(self) -> list[Stated]:
        found: list[Stated] = []
        i = 0
        while i < len(self.lexemes):
            step = self.at(i)
            if isinstance(step, Stated):
                found.append(step)
                i = self.lexeme_from(i + 1, step.past)
            else:
                i = step
        return found

    def lexeme_from(self, i: int, char: int) -> int:
        """The first lexeme from i on that starts at or after a character."""
        while i < len(self.lexemes) and self.lexemes[i].start < char:
            i += 1
        return i

    def at(self, i: int) -> Stated | int:
        """The figure that begins at lexeme i, else the lexeme to go on from."""
        here = self.lexemes[i]
        if here.kind == "s" or (here.kind == "w" and here.low not in openers()):
            return i + 1
        if vague := self.vague_at(i):
            return vague
        measure = measure_at(self.text, self.lexemes, i, self.signs)
        if measure is None:
            return i + 1
        skip = self.names.past(measure)
        if skip:
            return max(i + 1, skip)
        if nobody := self.not_one(measure):
            return nobody
        return self.bounded(self.ranged(self.share_of_percent(measure)))

    def share_of_percent(self, m: Measure) -> Measure:
        """ "half of 1 per cent"."""
        of = re.compile(r"\sof\s").match(self.text, m.end) if m.number.share else None
        other = self.other_end(m, of.end()) if of else None
        if other is None or other.unit not in ("percent", "percentage_point"):
            return m
        return replace(other, start=m.start, low=m.low * other.low, high=m.high * other.high, first=m.first)

    def vague_at(self, i: int) -> Stated | None:
        """ "many others", "several of them", "no casualties"."""
        word = self.lexemes[i].low
        if word not in ("many", "several", "few", "no"):
            return None
        start, end = self.lexemes[i].start, self.lexemes[i].end
        after = self.lexemes[i + 1].low if i + 1 < len(self.lexemes) else ""
        lone = Fraction(0)
        if word == "no":
            noun, _ = counted_noun(self.view, self.view.index(start) + 1)
            if noun is None or self.view.tokens[noun.head].lower_ not in words("toll"):
                return None
            return Stated(self.plain(start, end, i), start, end, end, lone, lone, Bound.EXACT)
        if word == "few" and self.text[max(0, start - 2) : start].lower() == "a ":
            start -= 2
        if (
            after in ("others", "more")
            or after == "other"
            or (
                after == "of"
                and i + 2 < len(self.lexemes)
                and self.lexemes[i + 2].low in ("them", "those", "these", "the", "whom", "which")
            )
        ):
            return Stated(self.plain(start, end, i), start, end, end, None, None, Bound.VAGUE)
        return None

    def not_one(self, m: Measure) -> Stated | None:
        """ "not one of the 12 miners survived": none of them."""
        one = m.low == m.high == 1 and m.unit is None and not m.number.digits
        before = _NOT.search(self.text[: m.start]) if one else None
        return Stated(m, before.start(), m.end, m.end, _NOTHING, _NOTHING, Bound.EXACT) if before else None

    def plain(self, start: int, end: int, i: int) -> Measure:
        zero = Fraction(0)
        return Measure(start, end, Number(i, i + 1, zero, zero, zero, digits=False), zero, zero, None, False, None, None, i, i + 1)

    # bounds, ranges

    def ranged(self, m: Measure) -> Stated:
        """The measure, joined with the other end where it is a range."""
        one = Stated(m, m.start, m.end, m.end, m.low, m.high, Bound.VAGUE if m.number.vague else Bound.EXACT)
        joint = _JOIN.match(self.text, m.end)
        other = self.other_end(m, joint.end(), attached=joint[1] is None) if joint else None
        if joint is None or other is None or not self.joins(m, other, (joint[1] or "-").lower()):
            return one
        low, high = m.low, other.low
        if (
            other.number.scaled
            and not m.number.scaled
            and m.low < 1000
            and other.number.mantissa
            and m.low / other.number.mantissa < _NEAR_SCALE
        ):
            low = m.low * (other.number.low / other.number.mantissa)
        if m.unit is None and other.unit == "GBP" and other.low != other.number.low:
            low = low / 100
        unit = other.unit or m.unit
        merged = replace(
            other,
            start=m.start,
            low=min(low, high),
            high=max(low, high, other.high),
            unit=unit,
            time=other.time or m.time,
            per=other.per or m.per,
            per_span=other.per_span or m.per_span,
            first=m.first,
        )
        return Stated(merged, m.start, other.end, other.end, merged.low, merged.high, Bound.BETWEEN)

    def other_end(self, m: Measure, start: int, *, attached: bool = False) -> Measure | None:
        """The measure that follows right after a join, past a currency sign or an approximator; one sign stands for both in "$5-6m"."""
        k = self.lexeme_from(m.last, start)
        signs = self.signs
        if (sign := signs.get(self.lexemes[m.first].start)) and attached and k < len(self.lexemes) and not m.number.scaled:
            here = self.lexemes[k].start
            signs = {here: (here, sign[1]), **signs}
        for i in range(k, min(k + 4, len(self.lexemes))):
            other = measure_at(self.text, self.lexemes, i, signs)
            if other is not None:
                between = self.text[start : other.start]
                return other if _BETWEEN.fullmatch(between) else None
        return None

    def joins(self, m: Measure, other: Measure, word: str) -> bool:
        if (m.unit and other.unit and m.unit != other.unit) or m.per or other.number.share != m.number.share:
            return False
        if m.unit and not other.unit and m.start not in self.signs and word != "to":
            return False
        before = re.findall(r"[^\W\d_]+", self.text[: bound_before(self.text, m.start)[1]].lower())[-2:]
        if word == "-":
            return (m.low < other.low and not re.match(r"\s[-–—]\s", self.text[m.end : m.end + 3])) or (
                m.unit is None and other.unit is not None and m.low < other.low
            )
        if word == "and":
            return bool(before) and "between" in before
        if word == "or":
            return m.unit is None and m.low < other.low and (other.low <= 3 * m.low + 1)
        if word == "to" and "from" in before and (m.low > other.low or self.passes(m)):
            return False  # a range goes up: "went from 5 % to 4 %" are two readings
        moved = change_verb_near(self.view, m.start) or any(way(w) for w in before)
        if moved and (m.unit or "from" in before):
            return False  # "rose 3 % to 12 %", "fell from 5 to 4": two figures
        if not m.unit and not other.unit and moved:
            return other.low <= 2 * m.low and m.low < other.low
        return "from" in before or "between" in before or "range" in before or m.low <= other.low or m.unit is None

    def passes(self, m: Measure) -> bool:
        """A verb of passing from one state to another stands right before "from": "the toll went from 3 to 12"."""
        i = self.view.index(bound_before(self.text, m.start)[1])
        return any(t.pos_ == "VERB" and t.lemma_ in group("passing") for t in self.view.tokens[max(0, i - 3) : i])

    def bounded(self, s: Stated) -> Stated:
        before, begin, increment = bound_of(self.view, s.measure)
        age = age_end(self.view, s.measure)
        after, end = bound_after(self.text, age or s.end)
        bound = before or after
        low, high = s.low, s.high
        if bound is None:
            bound = s.bound
        elif s.bound is Bound.VAGUE:
            bound = Bound.VAGUE
        change = change_of(self.view, s.measure, begin, end)
        return replace(
            s, end=age or s.end, past=end, low=low, high=high, bound=bound, increment=increment, change=change, age=age is not None
        )
