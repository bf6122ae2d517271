"""Which quantities a sentence states: how many or how much, of what, within which scope, moved which way.

Reads a parsed sentence and its time expressions, gives model.Quantity (quantity extraction; the field's CQE, EMNLP 2023). Names with numbers,
labels, years, clock times, scores and addresses are no quantities. A duration that a TIMEX3 covers is left to it, unless the text bounds it
or it is an age. Does not convert units, and decides nothing about other sentences (see quantities_wholes.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache

from twosource.extract.numbers import Number, lex, number_words
from twosource.extract.parse import Sentence
from twosource.extract.quantities_around import age_end, bound_after, bound_before, change_of, change_verb_near, way
from twosource.extract.quantities_measures import Measure, is_time, measure_at, money_before, rate_at
from twosource.extract.quantities_names import Names, words
from twosource.extract.quantities_syntax import Phrase, View, counted_noun, measured_thing, phrase_of, possessor, root_of, scopes_of
from twosource.extract.quantities_wholes import link_wholes
from twosource.model import Bound, Change, Quantity, Scope, ScopeKind, Span, TimeExpression

__all__ = ["find_quantities", "link_wholes"]

_ANY = re.compile(r"\d|[¼½¾⅓⅔⅕⅖⅗⅘⅙⅛⅜⅝⅞]")
_WORDS = re.compile(r"[^\W\d_]+")
_JOIN = re.compile(r"\s?(?:-|–|—|‐|‑)\s?|\s(to|or|and|through)[\s-]", re.I)
_DOTTED = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_NEAR_SCALE = 10  # "$200 to $4 million" begins at 200 dollars, "89 to 93 billion" at 89 billion


@dataclass(frozen=True, slots=True)
class _Stated:
    """A measure with its bounds: characters start to end of the sentence's text."""

    measure: Measure
    start: int
    end: int
    past: int  # where a bound after it ends: "20 or more"
    low: Fraction | None
    high: Fraction | None
    bound: Bound
    change: Change | None = None
    increment: bool = False
    age: bool = False
    range: bool = False


def find_quantities(sentence: Sentence, *, times: Sequence[TimeExpression] = ()) -> tuple[Quantity, ...]:
    """Every quantity of the sentence, in text order; `times` are the time expressions found in it."""
    view = View(sentence)
    if not (_ANY.search(view.text) or _openers() & {w.lower() for w in _WORDS.findall(view.text)}):
        return ()
    reader = _Reader(view, times)
    return reader.quantities()


@cache
def _openers() -> frozenset[str]:
    return number_words() | {"no", "others"}


def overlap(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


class _Reader:
    def __init__(self, view: View, times: Sequence[TimeExpression]) -> None:
        self.view = view
        self.text = view.text
        self.times = times
        self.lexemes = lex(self.text)
        self.signs = money_before(self.text)
        shift = view.sentence.offset + view.base
        self.names = Names(view, self.lexemes, [(t.span[0] - shift, t.span[1] - shift, str(t.type)) for t in times])

    def quantities(self) -> tuple[Quantity, ...]:
        stated = self.stated()
        for s in stated:
            self.view.taken.update(range(self.view.index(s.measure.start), self.view.index(s.past - 1) + 1))
        found: list[Quantity] = []
        for n, s in enumerate(stated):
            found.append(self.filled(s, found, stated[n + 1] if n + 1 < len(stated) else None))
        return tuple(found)

    # which figures there are

    def stated(self) -> list[_Stated]:
        found: list[_Stated] = []
        i = 0
        while i < len(self.lexemes):
            step = self.at(i)
            if isinstance(step, _Stated):
                found.append(step)
                i = next((k for k in range(i + 1, len(self.lexemes)) if self.lexemes[k].start >= step.past), len(self.lexemes))
            else:
                i = step
        return found

    def at(self, i: int) -> _Stated | int:
        """The figure that begins at lexeme i, else the lexeme to go on from."""
        if self.lexemes[i].kind == "s":
            return i + 1
        if vague := self.vague_at(i):
            return vague
        measure = measure_at(self.text, self.lexemes, i, self.signs)
        if measure is None:
            return i + 1
        skip = self.names.past(measure)
        if skip:
            return max(i + 1, skip)
        return self.bounded(self.ranged(measure))

    def vague_at(self, i: int) -> _Stated | None:
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
            return _Stated(self.plain(start, end, i), start, end, end, lone, lone, Bound.EXACT)
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
            return _Stated(self.plain(start, end, i), start, end, end, None, None, Bound.VAGUE)
        return None

    def plain(self, start: int, end: int, i: int) -> Measure:
        zero = Fraction(0)
        return Measure(start, end, Number(i, i + 1, zero, zero, zero, digits=False), zero, zero, None, False, None, None, i, i + 1)

    # bounds, ranges

    def ranged(self, m: Measure) -> _Stated:
        """The measure, joined with the other end where it is a range."""
        one = _Stated(m, m.start, m.end, m.end, m.low, m.high, Bound.VAGUE if m.number.vague else Bound.EXACT)
        joint = _JOIN.match(self.text, m.end)
        if joint is None:
            return one
        begin = next((k for k in range(m.last, len(self.lexemes)) if self.lexemes[k].start >= joint.end()), None)
        other = None
        for k in range(begin or 0, min((begin or 0) + 4, len(self.lexemes))) if begin is not None else ():
            between = self.text[joint.end() : self.lexemes[k].start]
            if re.fullmatch(
                r"\W*[A-Z]{0,3}\W*|\W*(?:about|around|nearly|some|perhaps|even|over|as much as|as many as|more than|up to|minus|PS|RM|Y=)\W*",
                between,
            ):
                other = measure_at(self.text, self.lexemes, k, self.signs)
                other = (
                    other
                    if other
                    and self.text[joint.end() : other.start].strip(" -").lower()
                    in ("", "about", "around", "even", "perhaps", "some", "minus", "nearly")
                    else None
                )
            if other:
                break
        if other is None or not self.joins(m, other, (joint[1] or "-").lower()):
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
        return _Stated(merged, m.start, other.end, other.end, merged.low, merged.high, Bound.BETWEEN, range=True)

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
        moved = change_verb_near(self.view, m.start) or any(way(w) for w in before)
        if moved and (m.unit or "from" in before):
            return False  # "rose 3 % to 12 %", "fell from 5 to 4": two figures
        if not m.unit and not other.unit and moved:
            return other.low <= 2 * m.low and m.low < other.low
        return "from" in before or "between" in before or "range" in before or m.low <= other.low or m.unit is None

    def bounded(self, s: _Stated) -> _Stated:
        before, begin, increment = bound_before(self.text, s.measure.start)
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

    # what they count

    def filled(self, s: _Stated, done: list[Quantity], following: _Stated | None) -> Quantity:
        view, m = self.view, s.measure
        first, last = view.index(m.start), view.index(max(m.start, s.past - 1))
        unit, per, per_span = m.unit, m.per, m.per_span
        if s.age:
            unit = unit or "a"
        phrase: Phrase | None = None
        part: Phrase | None = None
        increment = s.increment
        anchor = root_of(view, first, last)
        counts = unit is None
        if counts or m.number.share:
            phrase, part, more = self.counted(s, last)
            increment |= more
            if phrase is not None and counts and not m.number.share:
                per_found = rate_at(self.text, view.starts[phrase.last] + len(view.tokens[phrase.last].text))
                per, per_span = per_found if per is None else (per, per_span)
        else:
            increment |= last + 1 < len(view.tokens) and view.tokens[last + 1].lower_ == "more"
        low, high = s.low, s.high
        inherited = done[-1] if done else None
        converted = self.converted(s, inherited)
        if phrase is not None and counts and low is not None and high is not None and _DOTTED.fullmatch(self.text[m.start : m.end]):
            low, high = low * 1000, high * 1000  # a count is whole: "12.500 people"
        if counts and phrase is None and not m.number.share and not s.age:
            unit = self.borrowed_unit(s, done, following)
        if converted is not None:
            phrase = None
        elif (
            phrase is None
            and (unit is not None or anchor.dep_ not in ("dobj", "nsubj", "nsubjpass", "conj", "ROOT"))
            and not m.number.share
        ):
            phrase = measured_thing(view, first, self.past_conversion(last, following))
            if unit in ("percent",) and last + 1 < len(view.tokens) and view.tokens[last + 1].lower_ == "of" and phrase is not None:
                part = phrase
        scopes: list[Scope] = []
        part_of = None
        if part is not None:
            part_of = view.at(part.first, part.last)
            figure = self.figure_in(last + 1, part, following)
            scopes.append(Scope(kind=ScopeKind.WHOLE, span=part_of, text=view.words(part.first, part.last)))
            part_of = figure or part_of
        counted_span = counted = head = None
        if phrase is not None:
            counted_span, counted = view.at(phrase.first, phrase.last), view.words(phrase.first, phrase.last)
            head = view.tokens[phrase.head].lemma_.lower()
            owner = possessor(view, view.tokens[phrase.head], first)
            if owner:
                scopes.append(Scope(kind=ScopeKind.WHOLE, span=view.at(owner.first, owner.last), text=view.words(owner.first, owner.last)))
        elif inherited is not None and (converted or self.carries(s, inherited, first)):
            counted, counted_span, head = inherited.counted, inherited.counted_span, inherited.head
        span = view.place(s.start, s.end)
        if per_span:
            place = view.place(*per_span)
            scopes.append(Scope(kind=ScopeKind.TIME if is_time(per) else ScopeKind.WHOLE, span=place, text=self.text[slice(*per_span)]))
        own = (first, max(last, phrase.last)) if phrase is not None and phrase.first > first else (first, last)
        scopes += [x for x in scopes_of(view, anchor, self.times, own) if counted_span is None or not overlap(x.span, counted_span)]
        scopes = sorted({(x.kind, x.span): x for x in scopes}.values(), key=lambda x: (x.span, str(x.kind)))
        return Quantity(
            span=span,
            low=None if low is None else float(low),
            high=None if high is None else float(high),
            bound=converted.bound if converted and s.bound is Bound.EXACT else s.bound,
            unit=unit,
            per=per,
            counted=counted,
            counted_span=counted_span,
            part_of=part_of,
            scopes=tuple(scopes),
            scope="; ".join(x.text for x in scopes) or None,
            change=converted.change if converted else s.change,
            increment=increment,
            head=head,
        )

    def converted(self, s: _Stated, earlier: Quantity | None) -> Quantity | None:
        """The figure that this one says again in another unit: "$10m (£8m)", "8 miles (13 km)"."""
        if earlier is None or s.measure.unit is None or s.measure.unit == earlier.unit or s.age:
            return None
        shift = self.view.sentence.offset + self.view.base
        between = self.text[max(0, earlier.span[1] - shift) : s.start]
        return earlier if re.fullmatch(r"\s?[(/]\s?(?:or |about |around )?", between) else None

    def past_conversion(self, last: int, following: _Stated | None) -> int:
        """The token that closes "(13 km)" after a figure, else the figure's last."""
        tokens = self.view.tokens
        if following is not None and last + 2 < len(tokens) and tokens[last + 1].text == "(":
            end = self.view.index(max(0, following.end - 1))
            if self.view.index(following.start) == last + 2 and end + 1 < len(tokens) and tokens[end + 1].text == ")":
                return end + 1
        return last

    def counted(self, s: _Stated, last: int) -> tuple[Phrase | None, Phrase | None, bool]:
        """The counted phrase, the whole where the text names it ("of these drones"), and whether it says "more"."""
        tokens = self.view.tokens
        after = last + 1
        more = False
        while after < len(tokens) and (
            tokens[after].text in ("-", "‐")
            or (tokens[after].lower_ == "more" and after + 1 < len(tokens) and tokens[after + 1].lower_ == "of")
        ):
            more |= tokens[after].lower_ == "more"
            after += 1
        if after < len(tokens) and (tokens[after].lower_ == "of" or (tokens[after].lower_ == "in" and s.measure.number.vague)):
            start = after + 1
            while start < len(tokens) and (
                tokens[start].pos_ in ("DET", "PRON")
                or tokens[start].tag_ in ("PRP$", "PDT")
                or start in self.view.taken
                or start + 1 in self.view.taken
            ):
                if tokens[start].lower_ in ("them", "us", "whom", "which"):
                    return None, Phrase(start, start, start), more
                start += 1
            noun, _ = counted_noun(self.view, start)
            if noun is None:
                return None, None, more
            noun = phrase_of(self.view, tokens[noun.head], after=noun.first) or noun
            if tokens[noun.head].ent_type_ in ("DATE", "TIME"):
                return None, None, more
            definite = start > after + 1 or s.measure.number.share
            return noun, Phrase(after + 1, noun.last, noun.head) if definite and not s.measure.number.vague else None, more
        if s.measure.number.share and after < len(tokens):
            while after < len(tokens) and (tokens[after].pos_ in ("DET", "PRON") or tokens[after].tag_ == "PRP$"):
                after += 1
        noun, told = counted_noun(self.view, after)
        if noun is not None and after > last + 1 and tokens[last + 1].text in ("-", "‐"):
            return Phrase(after, after, after), None, more  # "an 11-member council": members
        if (
            noun is not None
            and tokens[noun.head].lemma_ in ("year", "month", "week", "night", "time")
            and tokens[noun.first].lower_ in ("last", "next", "this")
        ):
            return None, None, more  # "2.1 last year"
        if noun is not None and not s.measure.number.vague:
            wide = self.of_phrase(noun)
            noun = wide or noun
        return noun, None, more or told

    def of_phrase(self, noun: Phrase) -> Phrase | None:
        """ "snaps of man coverage": the thing with its "of"."""
        tokens = self.view.tokens
        if noun.last + 2 >= len(tokens) or tokens[noun.last + 1].lower_ != "of":
            return None
        inner, _ = counted_noun(self.view, noun.last + 2)
        return Phrase(noun.first, inner.last, noun.head) if inner and inner.first == noun.last + 2 else None

    def figure_in(self, after: int, part: Phrase, following: _Stated | None) -> Span | None:
        """ "138 of the 267 drones": the figure of the whole."""
        if following is None:
            return None
        first = self.view.index(following.measure.start)
        return self.view.place(following.start, following.end) if after <= first <= part.last else None

    def borrowed_unit(self, s: _Stated, done: list[Quantity], following: _Stated | None) -> str | None:
        """ "280 million of the 1.5 billion shekels", "from 208 pounds to 193", "45 and 50 mg"."""
        text = self.text
        if following is not None and following.measure.unit:
            gap = text[s.end : following.measure.start]
            if re.fullmatch(r"\s?(?:,|,? and|,? or|of (?:the|its|their|his|her)|to|-, |-? (?:and|or|to))\s?", gap):
                return following.measure.unit
        if done and done[-1].unit and s.measure.number.digits:
            shift = self.view.sentence.offset + self.view.base
            gap = text[done[-1].span[1] - shift : s.start]
            if (
                re.search(r"(?:^|\s)(?:to|from|at)\s(?:a\s|just\s|about\s)?$", gap)
                and len(gap) < 60
                and done[-1].unit not in ("percent", "a")
                and done[-1].change is None
            ):
                return done[-1].unit
        return None

    def carries(self, s: _Stated, earlier: Quantity, first: int) -> bool:
        """ "killed 12 people and wounded 34", "3.23 shekels (11 dollars)": the thing said before goes on."""
        if earlier.counted is None or s.age:
            return False
        if (s.measure.unit is None) != (earlier.unit is None):
            return False
        tokens = self.view.tokens
        shift = self.view.sentence.offset + self.view.base
        gap = self.text[max(0, earlier.span[1] - shift) : s.start]
        if s.measure.unit is not None:
            return (bool(re.match(r"\s?[(/]", gap)) and len(gap) < 4) or (
                tokens[first].dep_ in ("conj", "appos", "pobj", "nummod", "dobj") and len(gap) < 30
            )
        return tokens[first].dep_ in ("dobj", "nsubj", "nsubjpass", "conj", "pobj", "nummod")
