"""What a claim says of a thing that it has only one of: "is a 1973 Canadian film", "directed by Ada Kolm", "(born October 4, 1941)".

Reads a Claim's words, gives Facts: an attribute, of what, its value and where it stands (attribute extraction). Which attributes
are of one value is data (single_valued.tsv, natures.tsv). It does not read what is denied, nor compare.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from twosource.compare.dated import Day, find_day
from twosource.compare.profile import PRONOUNS, weight
from twosource.compare.regions import State, demonym, states
from twosource.model import Claim, Span
from twosource.naming import fold, rows


class Sort(StrEnum):
    """What of a thing is told."""

    NATURE = "nature"
    STATE = "state"
    MAKER = "maker"
    RANK = "ranked"
    DATE = "dated"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Fact:
    """One attribute as one claim gives it."""

    sort: Sort
    key: str  # which of its sort: "direct", "born"
    subject: frozenset[str]  # folded words that name what it is of; empty where a pronoun does
    value: Day | frozenset[Any]  # kinds, States, words of names, numbers
    span: Span


COPULA = re.compile(
    r"\b(?<!who )(?<!which )(?<!that )(?:is|was|are|were|be|became|becomes|remains|remained)"
    r"(?: (?:also|now|currently|only|still|solely|exclusively|originally|a|an|the|[\w-]+['’]s))* (?=\w)",
    re.I,
)
# Where the phrase after the copula ends: "a 1973 drama film | directed by ...".
END = frozenset(
    "of in by on at from to for with that which who whose where when since after before during about based set made written known "
    "built led born shot starring featuring but as than because while not within under between among".split()
)
WORD = re.compile(r"[\w’'-]+|[^\w\s]")
LISTED = frozenset(("", "and", "or"))  # after the last word of a noun phrase
WORDS = 3  # of a nature or before a ranked noun
ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth".split()
NUMBERS = {word: n for n, word in enumerate(ORDINALS, 1)}
RANK = re.compile(rf"\b({'|'.join(ORDINALS)}|\d+(?:st|nd|rd|th))(?: and final)? ((?:[\w’'-]+ ){{0,{WORDS}}}[\w’'-]+)", re.I)
NAMED = re.compile(r"[^\W\d_][\w’'.-]*")
BY = r"by (.{2,90})"
NAMES_END = re.compile(r"[;(]| (?:for|from|in|on|at|starring|who|which|that)\b|, (?:starring|and (?:released|directed))")
WORKS = ("song", "single", "album", "painting", "novel", "book", "symphony")
RELEASED = frozenset(("film", "series", "book", "album", "song"))  # their year is that of release
LIVED = re.compile(r"\(([^()]*?\d{4}) ?[–—−-] ?([^()]*?\d{4})\)")  # "(April 8, 1931 – 2 May 2001)"
FIRST = re.compile(r"(?:On|In) ([^A-Z]*(?:[A-Z][a-z]+ )?\d[\d, ]*),? ([A-Z].{2,60}?) (?:was |were |first )*([a-z]+)\b")
WITHIN = 70  # characters from what happened to its date
RELATIVE = re.compile(r"\b(?:who|which|that) (?:was |were )?$")
KINDS_OF_PLACE = "city|town|village|country|capital|island|river|lake|mountain|state"
LIES = re.compile(
    rf"\b(?:(?P<born>born)|(?P<lies>(?:is|lies)(?: located)?)|(?:is|was) (?:a|an|the) (?:[\w-]+ ){{0,4}}?(?:{KINDS_OF_PLACE})"
    r"|(?:is|was) (?:a|an|the) [^.;,]*?\b(?:located|situated|based|originating)|originat\w+|headquartered)"
    r" (?:in|of|from) (?P<where>[^.;]+)",
    re.I,
)
WHERE_ENDS = re.compile(r"\b(?:after|bordered|and has|and was|who|which|where|with|is|was|on|from|comes)\b")
TELLING = 12  # tenths: a word that tells its thing from others


def facts(claim: Claim) -> list[Fact]:
    return [*_said_to_be(claim), *_makers(claim), *_ranks(claim), *_dates(claim), *_places(claim)]


@cache
def _natures() -> dict[str, str]:
    return {noun.strip(): kind for kind, nouns in rows("natures.tsv") for noun in nouns.split(",")}


@cache
def _single(sort: Sort) -> dict[str, str]:
    """Word -> key, of one sort of single_valued.tsv."""
    return {w.strip(): key for of, key, words in rows("single_valued.tsv") if of == sort for w in re.split("[,;]", words)}


def _subject(text: str) -> frozenset[str]:
    """The words that name what is spoken of; none of a pronoun."""
    words = fold(re.sub(r"\([^)]*\)?", " ", text)).split()
    return frozenset(w for w in words if weight(w) >= TELLING and w not in PRONOUNS)


def _at(claim: Claim, start: int, end: int) -> Span:
    return claim.span[0] + start, claim.span[0] + end


def _said_to_be(claim: Claim) -> Iterator[Fact]:
    """ "is a 1973 Canadian drama film": a film, of Canada, of 1973."""
    m = COPULA.search(claim.text)
    words = _phrase(claim.text, m.end()) if m else []
    if m is None or not words:
        return
    natures: set[str] = set()
    of: set[State] = set()
    for n, word in enumerate(words):
        before, after = (words[k][0].lower() if 0 <= k < len(words) else "" for k in (n - 1, n + 1))
        if after in LISTED:
            ends = (" ".join(w[0].lower() for w in words[k : n + 1]) for k in range(max(n + 1 - WORDS, 0), n + 1))
            natures |= {_natures()[e] for e in ends if e in _natures()}
        if (state := demonym(word[0], before=before, after=after)) is not None:
            of.add(state)
    subject, span = _subject(claim.text[: m.start()]), _at(claim, words[0].start(), words[-1].end())
    if natures:
        yield Fact(Sort.NATURE, "", subject, frozenset(natures), span)
    if of:
        yield Fact(Sort.STATE, "", subject, frozenset(of), span)
    if natures & RELEASED and (day := find_day(" ".join(w[0] for w in words))) is not None:
        yield Fact(Sort.DATE, "released", subject, day, span)


def _phrase(text: str, at: int) -> list[re.Match[str]]:
    """The words of the noun phrase that starts at `at`."""
    found: list[re.Match[str]] = []
    for m in WORD.finditer(text, at):
        word = m[0].lower()
        done = bool(found) and word.endswith("ed") and found[-1][0].lower() in _natures()  # "a film | produced in 1973"
        if done or word in END or not word[0].isalnum():
            break
        found.append(m)
    return found


def _makers(claim: Claim) -> Iterator[Fact]:
    """ "written and directed by Ada Kolm", "a song by ...", "Ada Kolm directed ..."."""
    verbs = _single(Sort.MAKER)
    text = claim.text
    told = [(m, [m[1], *m[2].split()[1:]], 3) for m in re.finditer(rf"\b({'|'.join(verbs)})((?: and \w+)?) {BY}", text)]
    told += [(m, ["recorded"], 2) for m in re.finditer(rf"\b({'|'.join(WORKS)}) {BY}", text)]
    for m, made, group in told:
        if names := _named(NAMES_END.split(m[group])[0]):
            for key in dict.fromkeys(verbs[w] for w in made if w in verbs):
                yield Fact(Sort.MAKER, key, _subject(text[: m.start()]), names, _at(claim, *m.span(group)))
    event = claim.event
    if event is None or event.agent is None or event.patient is None or event.predicate not in verbs:
        return
    names = _named(event.agent.name)
    if names and _named(event.patient.name) and claim.span[0] <= event.agent.mention[0] < event.trigger[0]:
        yield Fact(Sort.MAKER, verbs[event.predicate], _subject(event.patient.name), names, event.agent.mention)


def _named(text: str) -> frozenset[str]:
    """The folded words of names in a stretch."""
    return frozenset(w for m in NAMED.finditer(text) if m[0][0].isupper() for w in fold(m[0]).split() if w not in PRONOUNS and w != "the")


def _ranks(claim: Claim) -> Iterator[Fact]:
    """ "her second studio album": the noun after the number; all numbers that the claim gives of one noun."""
    nouns = _single(Sort.RANK)
    found: dict[str, tuple[set[int], Span]] = {}
    for m in RANK.finditer(claim.text):
        words = m[2].lower().split()
        noun = next((n for k in range(len(words)) for n in (" ".join(words[k : k + 2]), words[k]) if n in nouns), None)
        if noun is not None:
            number = NUMBERS.get(m[1].lower()) or int(m[1][:-2])
            found.setdefault(nouns[noun], (set(), _at(claim, *m.span())))[0].add(number)
    for key, (numbers, at) in found.items():
        yield Fact(Sort.RANK, key, frozenset(), frozenset(numbers), at)


def _dates(claim: Claim) -> Iterator[Fact]:
    """ "(born October 4, 1941)", "(1931 – 2001)", "was released in March", "On May 14, 2012, Ada Kolm died"."""
    keys, text = _single(Sort.DATE), claim.text
    words = "|".join(sorted(keys, key=len, reverse=True))
    for m in re.finditer(rf"\b({words})\b([^;()]{{0,{WITHIN}}}(?:;[^)]{{0,40}})?)", text):
        day = find_day(re.split(rf"\b(?:who|which|that|{words})\b", m[2])[0])
        if day is not None and not RELATIVE.search(text[: m.start()]):
            opened = text.rfind("(", 0, m.start())
            before = text[:opened] if opened > text.rfind(")", 0, m.start()) else text[: m.start()]
            yield Fact(Sort.DATE, keys[m[1]], _subject(before), day, _at(claim, m.start(), m.start(2) + day.end))
    for m in LIVED.finditer(text):
        for key, group in (("born", 1), ("died", 2)):
            if (day := find_day(m[group])) is not None:
                yield Fact(Sort.DATE, key, _subject(text[: m.start()]), day, _at(claim, *m.span(group)))
    first = FIRST.match(text)
    if first is not None and first[3] in keys and (day := find_day(first[1])) is not None:
        yield Fact(Sort.DATE, keys[first[3]], _subject(first[2]), day, _at(claim, *first.span(1)))


def _places(claim: Claim) -> Iterator[Fact]:
    """ "is a country in Africa", "born in Marnow": where it lies, not where it went."""
    for m in LIES.finditer(claim.text):
        subject = claim.text[: m.start()]
        here = [p for p in claim.places if claim.span[0] <= p.span[0] < claim.span[0] + len(subject)]
        if m["lies"] and not here and not re.match(r"[A-Z]\w+ $", subject):
            continue  # "the minister is in Paris"
        where = WHERE_ENDS.split(m["where"])[0].rstrip(" ,")
        if found := states(where):
            at = m.start("where")
            yield Fact(Sort.PLACE, "born" if m["born"] else "", _subject(subject), found, _at(claim, at, at + len(where)))
