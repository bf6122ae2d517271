"""Which quantities a sentence states: how many or how much, of what, within which scope, moved which way.

Reads a parsed sentence and its time expressions, gives model.Quantity (quantity extraction: CQE, EMNLP 2023). Names with numbers, labels,
years, clock times, scores and addresses are no quantities. A duration that a TIMEX3 covers is left to it, unless the text bounds it or it
is an age. Does not convert units; wholes in other sentences are linked by quantities_wholes.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from twosource.extract.numbers import group
from twosource.extract.parse import Sentence
from twosource.extract.quantities_around import REACH, bound_before
from twosource.extract.quantities_measures import is_time, rate_at, unit_name
from twosource.extract.quantities_stated import Figures, Stated, openers
from twosource.extract.quantities_syntax import (
    Phrase,
    View,
    counted_noun,
    holder,
    measured_thing,
    phrase_of,
    root_of,
    scopes_of,
    taken_from,
)
from twosource.extract.quantities_wholes import link_wholes
from twosource.model import Bound, Quantity, Scope, ScopeKind, Span, TimeExpression

__all__ = ["find_quantities", "link_wholes"]

_ANY = re.compile(r"\d|[¼½¾⅓⅔⅕⅖⅗⅘⅙⅛⅜⅝⅞]")
_WORDS = re.compile(r"[^\W\d_]+")
_DOTTED = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_CONVERTED = re.compile(r"\s?[(/]\s?(?:or |about |around )?")
_LIST = re.compile(r"\s?(?:,|,? and|,? or|of (?:the|its|their|his|her)|to|-, |-? (?:and|or|to)|or even)\s?")
_LEVEL = re.compile(r"(?:^|\s)(?:to|from)\s(?:a\s|just\s|about\s)?$")
_COMPARED = re.compile(r",? (?:(?:up|down) )?(?:to|at|from|compared (?:to|with)|versus) (?:a |the |just |about |around )?$")
_SUBJECTS = ("dobj", "nsubj", "nsubjpass", "conj", "ROOT")  # a bare number in these places counts something that is not said
_SAID_OF = re.compile(r"\b(?:of|at|to|from|by|is|was|are|were|be|stood|reached|hit)\s(?:a |an |just |only )?$", re.I)
_OF_AGE = re.compile(
    r"([^\W\d_]+) (?:(?:under|over|above|below) the age of|aged(?: between| over| under)?|ages) (?:just |only |about )?$", re.I
)
_FRONTED = re.compile(r"\bof (which|whom|these|those|them),? (?:only |just |about |some |at least )*$", re.I)
_OF_THE = re.compile(r"\b[Oo]f (?:the|these|those|its|their|some|about|more than|at least) (?:\w+ )?$")
_COMMA = re.compile(r" [^,;.]{1,60}, (?:only |just |about |some |at least )*")
_LENGTHS = ("m", "km", "[mi_i]", "[yd_i]", "[ft_i]", "[nmi_i]")
_NEAR = 60  # characters over which a unit, or what is counted, goes on


def find_quantities(sentence: Sentence, *, times: Sequence[TimeExpression] = ()) -> tuple[Quantity, ...]:
    """Every quantity of the sentence, in text order; `times` are the time expressions found in it."""
    text = sentence.tokens.text
    if not (_ANY.search(text) or (openers() - {"a", "an"}) & {w.lower() for w in _WORDS.findall(text)}):
        return ()
    return _Reader(View(sentence), times).quantities()


@dataclass(slots=True)
class _What:
    """What a figure counts or measures, as far as it is known."""

    unit: str | None
    per: str | None
    per_span: tuple[int, int] | None  # in the sentence's text
    phrase: Phrase | None = None
    part: Phrase | None = None  # the words that name the whole
    owner: Phrase | None = None  # whose money it is
    more: bool = False
    last: int = 0  # last token of the figure, with its unit
    told: bool = False  # it counts nothing, whatever the figure before it counts


class _Reader:
    """One sentence's figures, filled with what they count, in order."""

    def __init__(self, view: View, times: Sequence[TimeExpression]) -> None:
        self.view = view
        self.times = times
        self.figures = Figures(view, times).stated()
        self.done: list[Quantity] = []
        self.rated: tuple[int, int] | None = None  # where the last rate was read

    def quantities(self) -> tuple[Quantity, ...]:
        for s in self.figures:
            self.view.taken.update(range(self.view.index(s.measure.start), self.view.index(s.past - 1) + 1))
        for n, s in enumerate(self.figures):
            self.done.append(self.filled(s, self.figures[n + 1] if n + 1 < len(self.figures) else None))
        return tuple(self.listed())

    def listed(self) -> list[Quantity]:
        """ "four-, five- and six-cylinder", "45 and 50 cases": what the last of a list counts, they all count."""
        found = self.done[:]
        for n in range(len(found) - 2, -1, -1):
            here, after = found[n], found[n + 1]
            between = self.view.text[self.figures[n].past : self.figures[n + 1].start]
            if here.counted is None and here.unit == after.unit is None and _LIST.fullmatch(between):
                found[n] = replace(here, counted=after.counted, counted_span=after.counted_span, head=after.head)
        return found

    def filled(self, s: Stated, following: Stated | None) -> Quantity:
        view, m = self.view, s.measure
        first, last = view.index(m.start), view.index(max(m.start, s.past - 1))
        anchor = root_of(view, first, last)
        earlier = self.done[-1] if self.done else None
        converted = earlier if earlier and self.converts(s, earlier) else None
        what = self.what(s, anchor, first, last, following, converted)
        counted_span = counted = head = whole = None
        if what.phrase is not None:
            counted_span, counted = view.at(what.phrase.first, what.phrase.last), view.words(what.phrase.first, what.phrase.last)
            noun = self.head_noun(what.phrase)
            head = noun.lower_ if noun.lower_ in group("state") else noun.lemma_.lower()
        elif earlier is not None and what.owner is None and not what.told and (converted or self.goes_on(s, earlier, first)):
            counted, counted_span, head = earlier.counted, earlier.counted_span, earlier.head
            whole = earlier.part_of if what.unit is None else None  # "of which 31 were shot down and 4 hit the port"
        low, high = s.low, s.high
        if what.unit is None and what.phrase is not None and what.phrase.first > last and _DOTTED.fullmatch(view.text[m.start : m.end]):
            low, high = low and low * 1000, high and high * 1000  # a count is whole: "12.500 people"
        self.rated = what.per_span or self.rated
        scopes = self.scopes(what, anchor, first, counted_span)
        if converted:
            scopes = list(converted.scopes)
        return Quantity(
            span=view.place(s.start, s.end),
            low=_finite(low),
            high=_finite(high),
            bound=converted.bound if converted and s.bound is Bound.EXACT else s.bound,
            unit=what.unit,
            per=what.per,
            counted=counted,
            counted_span=counted_span,
            part_of=self.part_of(s, what, following) or whole,
            scopes=tuple(scopes),
            scope="; ".join(x.text for x in scopes) or None,
            change=converted.change
            if converted
            else s.change or (earlier.change if earlier and self.gapped(what, first, earlier) else None),
            increment=s.increment or what.more,
            head=head,
        )

    def gapped(self, what: _What, first: int, earlier: Quantity) -> bool:
        """The clause leaves out the verb of the one before: "Orr fell 2 %, Lind by 3 %" tells of two falls."""
        if what.phrase is None or what.unit is None or what.unit != earlier.unit:
            return False
        since = self.view.index(earlier.span[1] - 1 - self.view.sentence.offset - self.view.base) + 1
        between = self.view.tokens[since:first]
        joined = bool(between) and between[0].lower_ in (",", ";", "and") and since <= what.phrase.first < first
        return joined and all(
            t.pos_ not in ("VERB", "AUX", "SCONJ") and (t.pos_ != "ADP" or t.lower_ in ("by", "between")) for t in between
        )

    def head_noun(self, phrase: Phrase) -> Any:
        """The noun that says what is counted: "cases" in "the number of cases"."""
        noun = self.view.tokens[phrase.head]
        inner = [c for p in noun.children if p.lower_ == "of" for c in p.children if c.dep_ == "pobj" and self.view.inside(c)]
        return inner[0] if noun.lemma_ in group("manner") and inner and self.view.local(inner[0]) <= phrase.last else noun

    def what(self, s: Stated, anchor: Any, first: int, last: int, following: Stated | None, converted: Quantity | None) -> _What:
        """The unit with what is measured, or what is counted."""
        view, m = self.view, s.measure
        money = m.unit is not None and re.fullmatch("[A-Z]{3}", m.unit) is not None
        what = _What(m.unit or ("a" if s.age else None), *self.rate(s, following), last=last)
        if m.unit is None or m.number.share:
            what.phrase, what.part, what.more = self.counted(s, last)
            if what.phrase is not None and what.unit is None and not m.number.share:
                self.read_unit_behind(what)
        else:
            what.more = last + 1 < len(view.tokens) and view.tokens[last + 1].lower_ == "more"
        if what.unit is None and what.phrase is None and not m.number.share:
            what.unit = self.borrowed_unit(s, following)
        if converted is not None or (m.number.share and not (s.change and what.phrase is None)):
            what.phrase = what.phrase if converted is None else None
        elif s.age and (aged := _OF_AGE.search(view.text[: m.start])):
            what.phrase, _ = counted_noun(view, view.index(aged.start(1)))
        elif what.unit in _LENGTHS and self.away(last):
            what.told = True  # "40 km east of the capital": where, not how much of what
        elif what.phrase is None and (what.unit is not None or m.number.share or self.states_a_level(s, anchor)) and not self.compares(s):
            what.phrase = measured_thing(view, first, self.past_conversion(what.last, following), money=money)
            of = what.last + 1 < len(view.tokens) and view.tokens[what.last + 1].lower_ == "of"
            what.part = what.phrase if what.unit == "percent" and of else None
            if money and anchor.dep_ == "dobj" and anchor.head.lemma_ in group("paying") and what.phrase and what.phrase.last < first:
                what.owner, what.phrase = what.phrase, None  # "Chile gave $5 million": Chile's, not of Chile
        return what

    def away(self, last: int) -> bool:
        """The length is followed by what makes it a distance from somewhere."""
        following = [t.lower_ for t in self.view.tokens[last + 1 : last + 4] if t.lower_ not in ("to", "the", "due", "further")]
        return bool(following) and following[0] in group("away")

    def rate(self, s: Stated, following: Stated | None) -> tuple[str | None, tuple[int, int] | None]:
        """What a measure is counted by; said once for "9 billion shekels ($2.4 billion) a year", "from $75 a barrel to $45"."""
        m, earlier = s.measure, self.done[-1] if self.done else None
        if m.per or m.unit is None:
            return m.per, m.per_span
        bracket = following is not None and self.view.text[m.end : following.start].strip() == "("
        end = following.past if bracket and following is not None else m.end
        if self.view.text[end : end + 1] == ")":
            return rate_at(self.view.text, end + 1)
        level = earlier is not None and earlier.unit == m.unit and earlier.per is not None and _LEVEL.search(self.gap(s)) is not None
        if not level or earlier is None or len(self.gap(s)) >= _NEAR:
            return None, None
        return earlier.per, self.rated

    def states_a_level(self, s: Stated, anchor: Any) -> bool:
        """A number without a unit that is said of something: "a limit of 10,000", "to close at 1,478"; not "between the two"."""
        end = bound_before(self.view.text, s.measure.start)[1]
        return anchor.dep_ not in _SUBJECTS and _SAID_OF.search(self.view.text, max(0, end - REACH), end) is not None

    def read_unit_behind(self, what: _What) -> None:
        """ "3,000 tests a day", "517 rushing yards": a rate or a unit that follows the counted words."""
        phrase, view = what.phrase, self.view
        if phrase is None:
            return
        what.per, what.per_span = rate_at(view.text, view.starts[phrase.last] + len(view.tokens[phrase.last].text))
        unit = unit_name(view.tokens[phrase.head].lower_)
        if unit is not None and phrase.first < phrase.head == phrase.last:
            what.unit, what.phrase, what.last = unit, None, phrase.last

    def scopes(self, what: _What, anchor: Any, first: int, counted_span: Span | None) -> list[Scope]:
        view, phrase = self.view, what.phrase
        found: list[Scope] = []
        if what.part is not None:
            found.append(self.whole(what.part))
        if (
            phrase is not None
            and (owner := holder(view, view.tokens[phrase.head], first, anchor, measured=what.unit is not None))
            and not phrase.overlaps(owner)
        ):
            found.append(self.whole(owner))
        if phrase is not None and phrase.first > what.last and (group_of := taken_from(view, phrase)):
            found.append(self.whole(group_of))
        if what.owner is not None:
            found.append(self.whole(what.owner))
        if what.per_span:
            kind = ScopeKind.TIME if is_time(what.per) else ScopeKind.WHOLE
            found.append(Scope(kind=kind, span=view.place(*what.per_span), text=view.text[slice(*what.per_span)]))
        own = (first, max(what.last, phrase.last)) if phrase is not None and phrase.first > first else (first, what.last)
        near = scopes_of(view, anchor, self.times, own)
        found += [x for x in near if counted_span is None or x.span[0] >= counted_span[1] or x.span[1] <= counted_span[0]]
        return sorted({(x.kind, x.span): x for x in found}.values(), key=lambda x: (x.span, str(x.kind)))

    def whole(self, phrase: Phrase) -> Scope:
        return Scope(kind=ScopeKind.WHOLE, span=self.view.at(phrase.first, phrase.last), text=self.view.words(phrase.first, phrase.last))

    def part_of(self, s: Stated, what: _What, following: Stated | None) -> Span | None:
        """The whole: its figure in "138 of the 267 drones", else the words that name it; "of which 31", "of the 60 miners, 21"."""
        if what.part is None and what.unit is None:
            text, begin = self.view.text, max(0, s.start - REACH)
            fronted = _FRONTED.search(text, begin, s.start)
            if fronted:
                return self.view.place(*fronted.span(1))
            earlier = self.done[-1] if self.done else None
            if earlier and _OF_THE.search(text, begin, max(0, s.start - len(self.gap(s)) - (earlier.span[1] - earlier.span[0]))):
                return earlier.span if earlier.unit is None and _COMMA.fullmatch(self.gap(s)) else None
        if what.part is None:
            return None
        if following is not None and what.last < self.view.index(following.measure.start) <= what.part.last:
            return self.view.place(following.start, following.end)
        return self.view.at(what.part.first, what.part.last)

    def counted(self, s: Stated, last: int) -> tuple[Phrase | None, Phrase | None, bool]:
        """The counted phrase, the words that name the whole ("these drones"), and whether it says "more"."""
        tokens, share = self.view.tokens, s.measure.number.share
        after, more = last + 1, False
        hyphen = after < len(tokens) and tokens[after].text in ("-", "‐")
        after += hyphen
        if after + 1 < len(tokens) and tokens[after].lower_ == "more" and tokens[after + 1].lower_ == "of":
            after, more = after + 1, True
        word = tokens[after].lower_ if after < len(tokens) else ""
        if word == "of" or (word == "in" and s.measure.number.vague):
            return *self.partitive(after, definite=share, vague=s.measure.number.vague), more
        while share and after < len(tokens) and _determiner(tokens[after]):
            after += 1
        noun, told = counted_noun(self.view, after)
        if noun is None:
            return None, None, told
        if hyphen:
            return Phrase(after, after, after), None, more  # "an 11-member council": members
        if tokens[noun.head].ent_type_ in ("DATE", "TIME") and tokens[noun.first].lower_ in ("last", "next", "this"):
            return None, None, more  # "2.1 last year"
        return self.of_phrase(noun) or noun, None, told

    def partitive(self, of: int, *, definite: bool, vague: bool) -> tuple[Phrase | None, Phrase | None]:
        """ "138 of these drones", "one of them", "dozens of villagers": what is counted, and the whole where one is meant."""
        tokens, taken = self.view.tokens, self.view.taken
        start = of + 1
        while start < len(tokens) and (_determiner(tokens[start]) or start in taken or start + 1 in taken):
            if tokens[start].lower_ in ("them", "us", "whom", "which"):
                return None, Phrase(start, start, start)
            start += 1
        noun, _ = counted_noun(self.view, start)
        if noun is None or tokens[noun.head].ent_type_ in ("DATE", "TIME"):
            return None, None
        noun = phrase_of(self.view, tokens[noun.head], after=noun.first) or noun
        whole = Phrase(of + 1, noun.last, noun.head) if (definite or start > of + 1) and not vague else None
        return noun, whole

    def of_phrase(self, noun: Phrase) -> Phrase | None:
        """ "snaps of man coverage": the thing with its "of"."""
        tokens = self.view.tokens
        if noun.last + 2 >= len(tokens) or tokens[noun.last + 1].lower_ != "of":
            return None
        inner, _ = counted_noun(self.view, noun.last + 2)
        return Phrase(noun.first, inner.last, noun.head) if inner and inner.first == noun.last + 2 else None

    def past_conversion(self, last: int, following: Stated | None) -> int:
        """The token that closes "(13 km)" after a figure, else the figure's last."""
        tokens = self.view.tokens
        if following is not None and last + 2 < len(tokens) and tokens[last + 1].text == "(":
            end = self.view.index(max(0, following.end - 1))
            if self.view.index(following.start) == last + 2 and end + 1 < len(tokens) and tokens[end + 1].text == ")":
                return end + 1
        return last

    def gap(self, s: Stated) -> str:
        """The text between the figure before and this one."""
        shift = self.view.sentence.offset + self.view.base
        return self.view.text[max(0, self.done[-1].span[1] - shift) : s.start] if self.done else ""

    def converts(self, s: Stated, earlier: Quantity) -> bool:
        """It says the figure before it again in another unit: "$10m (£8m)", "8 miles (13 km)"."""
        other = s.measure.unit is not None and s.measure.unit != earlier.unit and not s.age
        return other and _CONVERTED.fullmatch(self.gap(s)) is not None

    def compares(self, s: Stated) -> bool:
        """It goes on from the figure before: "rose 3 % to $12", "$84 billion, down from $93 billion"."""
        earlier = self.done[-1] if self.done else None
        measures = s.measure.unit is not None and earlier is not None and earlier.unit is not None
        return measures and earlier is not None and earlier.counted is not None and _COMPARED.fullmatch(self.gap(s)) is not None

    def borrowed_unit(self, s: Stated, following: Stated | None) -> str | None:
        """ "280 million of the 1.5 billion shekels", "from 208 pounds to 193", "rose 2 per cent, then by 1"."""
        if following is not None and following.measure.unit and _LIST.fullmatch(self.view.text[s.end : following.measure.start]):
            return following.measure.unit
        earlier = self.done[-1] if self.done else None
        if earlier is None or earlier.unit is None or not s.measure.number.digits or s.age:
            return None
        if s.change and earlier.change and earlier.unit == "percent":
            return earlier.unit
        level = _LEVEL.search(self.gap(s)) and len(self.gap(s)) < _NEAR
        return earlier.unit if level and earlier.unit not in ("percent", "a") and earlier.change is None else None

    def goes_on(self, s: Stated, earlier: Quantity, first: int) -> bool:
        """ "killed 12 people and wounded 34": what the figure before counts is counted on."""
        if earlier.counted is None or s.age or (s.measure.unit is None) != (earlier.unit is None):
            return False
        if s.measure.unit is None:
            return self.view.tokens[first].dep_ in ("dobj", "nsubj", "nsubjpass", "conj", "pobj", "nummod")
        return len(self.gap(s)) < _NEAR


def _finite(value: Any) -> float | None:
    """As a float; None where it is larger than any ("1e400"): no known figure."""
    try:
        return None if value is None else float(value)
    except OverflowError:
        return None


def _determiner(token: Any) -> bool:
    return token.pos_ in ("DET", "PRON") or token.tag_ in ("PRP$", "PDT")
