"""Which state or continent a name or a demonym stands for, and whether one lies in another: Trieste, Italy, "European".

Reads words; gives States, from data/countries.tsv, places.tsv and continents.tsv. A name that several states bear stands for none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from twosource.naming import rows, several

# "Latin American music", "American football", "English language": no state.
NOT_BEFORE = frozenset("latin african native central south north anglo first".split())
NOT_AFTER = frozenset("language languages dream".split())
LONGEST = 4  # words of a place's name


@dataclass(frozen=True, slots=True, order=True)
class State:
    """A continent (no code), a state, or a city in one."""

    continents: tuple[str, ...]
    code: str = ""
    city: str = ""


@cache
def _lying() -> dict[str, tuple[str, ...]]:
    """Code -> continents."""
    found: dict[str, tuple[str, ...]] = {}
    for name, _, codes in rows("continents.tsv"):
        for code in codes.split():
            found[code] = (*found.get(code, ()), name)
    return found


@cache
def _named() -> dict[str, State]:
    shared = {name for (name,) in rows("shared_places.tsv")}
    found: dict[str, State] = {"America": State(_lying()["US"], "US")}
    for name, code, sort, _ in rows("places.tsv"):
        if sort != "short" and code != "-" and name not in shared:
            found[name] = State(_lying()[code], code, name if sort == "city" else "")
    for code, name, _, others, capital, _ in rows("countries.tsv"):
        if capital not in ("-", *shared):
            found[capital] = State(_lying()[code], code, capital)
        found |= {n: State(_lying()[code], code) for n in (name, *several(others)) if n not in shared}
    for name, _, _ in rows("continents.tsv"):
        found[name] = State((name,))
    return found


@cache
def _demonyms() -> dict[str, State]:
    found = {d: State(_lying()[code], code) for code, _, demonyms, *_ in rows("countries.tsv") for d in several(demonyms)}
    return found | {d: State((name,)) for name, demonyms, _ in rows("continents.tsv") for d in several(demonyms)}


def demonym(word: str, *, before: str = "", after: str = "") -> State | None:
    """The state of "Canadian" between its neighbours."""
    return None if before.lower() in NOT_BEFORE or after.lower() in NOT_AFTER else _demonyms().get(word)


def states(text: str) -> frozenset[State]:
    """Every place that the words name, the longest names first."""
    found: set[State] = set()
    words = re.findall(r"[\w’'-]+", text)
    at = 0
    while at < len(words):
        size = next((n for n in range(LONGEST, 0, -1) if " ".join(words[at : at + n]) in _named()), 0)
        if size:
            found.add(_named()[" ".join(words[at : at + size])])
        at += max(size, 1)
    return frozenset(found)


def excluding(a: Iterable[State], b: Iterable[State]) -> bool:
    """No place of one lies in a place of the other."""
    other = list(b)
    return not any(_within(x, y) or _within(y, x) for x in a for y in other)


def _within(x: State, y: State) -> bool:
    """ "Trieste" in "Italy", "Italy" in "Europe"; a city of the same state as another is not in it."""
    if not y.code:
        return bool(set(x.continents) & set(y.continents))
    return x.code == y.code and y.city in ("", x.city)
