"""Token sets and one-to-one matching shared by the tasks. A token is \\w+; a figure is rounded to four places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

TOKEN = re.compile(r"\w+")


class Tokens:
    """A text's word tokens, so that spans compare as sets of token numbers."""

    def __init__(self, text: str) -> None:
        self.spans = [m.span() for m in TOKEN.finditer(text)]

    def inside(self, spans: Iterable[Sequence[int]]) -> frozenset[int]:
        return frozenset(i for s, e in spans for i, (a, b) in enumerate(self.spans) if a < e and b > s)


def half(a: frozenset[int], b: frozenset[int]) -> bool:
    """At least half of each is shared."""
    return bool(a) and bool(b) and len(a & b) * 2 >= max(len(a), len(b))


def one_to_one(pairs: Iterable[tuple[float, int, int]]) -> list[tuple[int, int]]:
    """Greedy matching of (score, gold, predicted), best first."""
    gold: set[int] = set()
    predicted: set[int] = set()
    matched = []
    for _, g, p in sorted(pairs, key=lambda x: (-x[0], x[1], x[2])):
        if g not in gold and p not in predicted:
            gold.add(g)
            predicted.add(p)
            matched.append((g, p))
    return matched


def prf(hits: int, predicted: int, gold: int) -> dict[str, float]:
    p = hits / predicted if predicted else 0.0
    r = hits / gold if gold else 0.0
    return {"p": round(p, 4), "r": round(r, 4), "f1": round(2 * p * r / (p + r), 4) if p + r else 0.0}
