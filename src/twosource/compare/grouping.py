"""Which aligned claims make one finding?

Reads the claims of a story and its alignments, gives groups of claim ids. Average linkage over the points, a pair that is not aligned
counting nought: likeness must not drift. It does not judge a pair; that is `align.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from twosource.compare.align import CERTAIN, HOT
from twosource.compare.whither import Whither, apart, whither
from twosource.linkage import average_linkage
from twosource.model import Alignment, Claim, Relation

TOGETHER = 22  # mean points over all pairs of two groups, set with the points (`python -m evaluation alignment findings`)
ALWAYS = 10**9  # what the text itself joins, and what a person does
ELSEWHERE = -100  # "checked into the clinic", "checked out of it"
NEVER = -(10**5)  # two claims of one sentence: a sentence does not say one thing twice
APART = -(10**15)  # what a person keeps apart


def grouped(claims: Sequence[Claim], alignments: Sequence[Alignment]) -> list[frozenset[str]]:
    """The claims of each finding; claims that a person keeps apart are in no group together."""
    number = {c.id: n for n, c in enumerate(claims)}
    sentences: dict[tuple[str, tuple[int, int]], list[int]] = {}
    for c in claims:
        sentences.setdefault((c.article_id, c.sentence), []).append(number[c.id])
    sums = dict.fromkeys(_bound_elsewhere(claims), ELSEWHERE)
    sums |= {pair: NEVER for held in sentences.values() for pair in combinations(held, 2)}
    for x in (x for x in alignments if x.a in number and x.b in number):
        pair = min(number[x.a], number[x.b]), max(number[x.a], number[x.b])
        if x.relation is Relation.APART:
            sums[pair] = APART
        elif x.score >= CERTAIN and sums.get(pair) != APART:
            sums[pair] = ALWAYS
        else:
            sums.setdefault(pair, x.score)
    return [frozenset(claims[n].id for n in group) for group in average_linkage([1] * len(claims), sums=sums, threshold=TOGETHER)]


def _bound_elsewhere(claims: Sequence[Claim]) -> Iterator[tuple[int, int]]:
    """Pairs of one verb that goes to, or comes from, what has other names."""
    bound: dict[str, list[tuple[int, Whither]]] = {}
    for n, claim in enumerate(claims):
        if claim.event and (way := whither(claim, claim.event.trigger)):
            bound.setdefault(claim.event.predicate, []).append((n, way))
    for held in bound.values():
        if len(held) <= HOT:
            yield from ((m, n) for (m, x), (n, y) in combinations(held, 2) if apart(x, y))
