"""What the words around a figure make of it: a bound, an increment, an age, a move up or down.

Reads a sentence and where a measure stands in it; gives Bound, Change and ends. "well over 20 or so", "45-year-old", "cut rates by half a
point". Reference: data/approximators.tsv, data/change_words.tsv. Does not read the numbers themselves.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from twosource.extract.numbers import group, table
from twosource.extract.quantities_measures import Measure
from twosource.extract.quantities_syntax import View, counted_noun
from twosource.model import Bound, Change

_AGE = re.compile(r"(?:[\s-]?(?:years?|yrs?|months?|weeks?|days?))?(?:[\s-]|\s-\s)?(?:old\b|of age\b)|[\s-]?y/?o\b", re.I)
_MOVING = re.compile(
    r"\b(?:all|moved?|tak(?:e|en|ing)|took|turn|hand(?:ed)?|went|go|spread)$", re.I
)  # "spread over three days" is no bound
_PARTS_OF_PRICE = ("percent", "point", "percentage_point", "basis_point", "cent", "sen")
_THOSE = re.compile(
    r"\b(?:people|those|adults|men|women|voters|children|kids|players|anyone|everyone|girls|boys|workers|residents|patients|citizens)"
    r"\s(?:aged\s)?(?:under|over|above|below)\s$",
    re.I,
)
_CLOSING = ("end", "close", "finish", "trade", "go", "move", "open")
_OLDEST = 120
REACH = 100  # characters before a figure that can tell what it is; a line of figures alone stays linear


@cache
def _bounds(where: str) -> tuple[tuple[str, str], ...]:
    """(words, bound), longest first."""
    found = [(w, row[0]) for row in table("approximators.tsv") if row[1] == where for w in row[2].split("|")]
    return tuple(sorted(found, key=lambda x: (-len(x[0]), x[0], x[1])))


@cache
def _last_words() -> dict[str, tuple[tuple[str, str], ...]]:
    """The bounds said before a figure by their last character, longest first."""
    found: dict[str, list[tuple[str, str]]] = {}
    for words, kind in _bounds("before"):
        found.setdefault(words[-1], []).append((words, kind))
    return {k: tuple(v) for k, v in found.items()}


@cache
def _moves() -> dict[str, tuple[tuple[str, Change], ...]]:
    """Lemma -> (class, direction), ..."""
    found: dict[str, tuple[tuple[str, Change], ...]] = {}
    for direction, kind, words in table("change_words.tsv"):
        for word in words.split("|"):
            found[word] = (*found.get(word, ()), (kind, Change(direction)))
    return found


def bound_before(text: str, start: int) -> tuple[Bound | None, int, bool]:
    """The bound said before the figure at `start`, where it begins, and whether it says that the figure is an increment."""
    bound: Bound | None = None
    begin = where = start
    increment = False
    while True:
        head = text[:where].rstrip(" \u00a0" if bound else " \u00a0-(")
        low = head[-40:].lower()
        found = next((x for x in _last_words().get(low[-1:], ()) if _ends_with(low, x[0])), None)
        if found is None:
            return bound, begin, increment
        words, kind = found
        where = len(head) - len(words)
        if words in ("over", "under", "above", "below") and _MOVING.search(head[:where].rstrip()):
            return bound, begin, increment
        increment |= words.split()[-1] in ("another", "additional", "further", "extra")
        if kind != "skip":
            bound = Bound(kind) if bound in (None, Bound.ABOUT) else bound
            begin = where
        elif bound is not None:
            return bound, begin, increment


def bound_of(view: View, m: Measure) -> tuple[Bound | None, int, bool]:
    """bound_before, but "over five years", "a shot over two men" are no bounds where the parse takes "over" for a preposition."""
    bound, begin, increment = bound_before(view.text, m.start)
    token = view.tokens[view.index(begin)]
    if bound and (m.time or m.unit is None) and token.lower_ in ("over", "around", "about") and token.dep_ == "prep":
        return None, m.start, increment
    return bound, begin, increment


def _ends_with(text: str, words: str) -> bool:
    if not text.endswith(words):
        return False
    before = text[: len(text) - len(words)][-1:]
    return not words[0].isalpha() or not (before.isalnum() or before in ("'", "’"))


def bound_after(text: str, end: int) -> tuple[Bound | None, int]:
    """The bound said after the figure, and where it ends: "20 or more", "50-plus"."""
    tail = text[end : end + 40]
    for words, kind in _bounds("after"):
        m = re.match(rf"[\s]?{re.escape(words)}(?![^\W_])", tail, re.I)
        if (
            m is None
            or (words == "odd" and tail[:1] == " ")
            or (words in ("plus", "tops", "minimum", "maximum", "approximately") and re.match(r"\s\S+\s\d", tail))
        ):
            continue  # "40 plus 5 people", "maximum 5"
        return Bound(kind), end + m.end()
    return None, end


def age_end(view: View, m: Measure) -> int | None:
    """Where an age ends: "45-year-old", "5 years old", "aged 9", ", 45,"; None if the measure is none."""
    text = view.text
    if m.time and text[: m.end].lower().endswith("old"):
        return m.end
    found = _AGE.match(text, m.end)
    if found and (m.time or re.search("y", found[0], re.I)):
        return found.end()
    if m.unit is not None or m.number.scaled or not 0 < m.low < _OLDEST or m.low.denominator != 1:
        return None
    before = text[max(0, m.start - REACH) : m.start]
    if re.search(r"\b(?:aged?|ages)\s(?:of\s|around\s|about\s)?$", before, re.I) or _said_of_a_person(view, m):
        return m.end
    if _THOSE.search(before):
        return m.end
    word = re.search(r"([\w’'-]+),\s$", before)
    named = (
        m.number.digits
        and word
        and (word[1][0].isupper() or word[1].lower() in group("kin"))
        and re.match(r",|\.$|;|\s[―—–-]\s", text[m.end :])
    )
    return m.end if named and view.tokens[max(0, view.index(m.start) - 2)].pos_ in ("PROPN", "NOUN") else None


def _said_of_a_person(view: View, m: Measure) -> bool:
    """ "He will be 35", "the singer turned 80"."""
    token = view.tokens[view.index(m.start)]
    verb = token.head
    if token.dep_ not in ("attr", "acomp", "dobj") or verb.lemma_ not in ("be", "turn") or list(token.rights):
        return False
    return any(
        c.dep_ == "nsubj" and (c.lower_ in ("he", "she", "i", "who") or c.ent_type_ == "PERSON" or verb.lemma_ == "turn")
        for c in verb.children
    )


def change_verb_near(view: View, start: int) -> bool:
    """A verb of change stands a few words before the figure."""
    i = view.index(start)
    return any(kind != "way" for t in view.tokens[max(0, i - 4) : i] if t.pos_ == "VERB" for kind, _ in _moves().get(t.lemma_.lower(), ()))


def way(word: str) -> Change | None:
    """The direction of "up", "lower"."""
    return next((d for kind, d in _moves().get(word, ()) if kind == "way"), None)


def change_of(view: View, m: Measure, begin: int, end: int) -> Change | None:
    """ "rose 3 %", "up 5", "cut by half a point", "34 % higher", "+0.2 %"; `begin` and `end` take in the figure's bounds."""
    price = m.unit in _PARTS_OF_PRICE
    if price and view.text[max(0, m.start - 1) : m.start] == "+":
        return Change.UP
    tokens, after = view.tokens, view.index(end - 1) + 1
    previous = _previous(view, view.index(begin))
    by = previous is not None and tokens[previous].lower_ == "by"
    if m.unit is None and not by and counted_noun(view, after)[0] is not None:
        return None  # "sank three boats", "dropped 12 bombs"
    told = _previous(view, previous) if by and previous is not None else previous
    if told is not None and any(t.lower_ == "the" for t in tokens[told + 1 : view.index(begin)]):
        return None  # "fell down the 40m shaft": a way, not a change
    if told is not None and (found := _move_of(tokens[told], by=by, price=price, measured=m.unit is not None)):
        return found
    if by and previous is not None and (found := _move_of(tokens[previous].head, by=True, price=price, measured=True)):
        return found
    return (
        way(tokens[after].lower_) if m.unit and after < len(tokens) and tokens[after].lower_ in ("higher", "lower", "up", "down") else None
    )


def _previous(view: View, i: int) -> int | None:
    """The word before a figure, past determiners and adverbs: "rose by just 3 %"."""
    i -= 1
    while i >= 0:
        token = view.tokens[i]
        passed = token.tag_ in ("DT", "PRP$") or (token.pos_ == "ADV" and token.lower_.endswith("ly")) or token.text in "$£€("
        if not passed and (token.lower_, "skip") not in _bounds("before"):
            return i
        i -= 1
    return None


def _move_of(token: Any, *, by: bool, price: bool, measured: bool) -> Change | None:
    if token.dep_ == "prt" and not price and not _moves().get(token.head.lemma_.lower()):
        return None  # "gave up 517 yards"
    for kind, direction in _moves().get(token.lower_, ()):
        told = measured or by or token.head.pos_ != "VERB" or token.head.lemma_ in _CLOSING or token.head.lemma_ in _moves()
        if kind == "way" and told:
            return direction  # not "shot down 138 of the drones"
    for kind, direction in _moves().get(token.lemma_.lower(), ()) if token.pos_ == "VERB" or by else ():
        if kind == "move" or (kind == "trade" and (price or by)) or (kind == "by" and by):
            return direction
    return None
