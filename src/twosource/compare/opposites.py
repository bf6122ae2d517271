"""Words that cannot both be said of one thing: "rose" and "fell", "at the scene" and "in hospital" (antonymy).

Reads data/opposites.tsv and claims. Does not know synonyms: those are classes of events (data/predicates.tsv).
"""

from __future__ import annotations

import re
from functools import cache

from twosource.model import Claim, Span
from twosource.naming import rows


@cache
def _polar() -> dict[str, list[tuple[int, int, bool]]]:
    """Predicate -> (row, side, whether the second side may follow the first in time)."""
    table: dict[str, list[tuple[int, int, bool]]] = {}
    for n, (aspect, *sides, turns) in enumerate(rows("opposites.tsv")):
        if aspect == "polarity":
            for side, words in enumerate(sides):
                for word in words.split(","):
                    table.setdefault(word.strip(), []).append((n, side, turns == "yes"))
    return table


def opposite(a: str, b: str) -> tuple[int, bool] | None:
    """(1 if `a` is what may follow `b`, else -1; whether it may) for two opposite predicates, else None."""
    for row, side, turns in _polar().get(a, ()):
        for other, against, _ in _polar().get(b, ()):
            if row == other and side != against:
                return (1 if side > against else -1), turns
    return None


@cache
def _places() -> list[tuple[re.Pattern[str], tuple[int, int]]]:
    found = []
    for n, (aspect, *sides, _) in enumerate(rows("opposites.tsv")):
        if aspect == "place":
            for side, words in enumerate(sides):
                phrases = "|".join(re.escape(w.strip()) for w in words.split(","))
                found.append((re.compile(rf"\b(?:{phrases})\b", re.I), (n, side)))
    return found


def place_words(claim: Claim) -> list[tuple[Span, tuple[int, int]]]:
    """Phrases of the claim that name one side of a pair of places: span, (pair, side); none of a pair whose both sides it names."""
    found = [
        ((m.start() + claim.span[0], m.end() + claim.span[0]), key) for pattern, key in _places() for m in pattern.finditer(claim.text)
    ]
    both = {n for _, (n, side) in found for _, (m, other) in found if n == m and side != other}
    return [x for x in found if x[1][0] not in both]
