"""The same number in another measure, or of another thing: "30 miles" and "30 kilometres", "34 buses" and "34 trams".

Reads the profiles of one finding, gives Splits of the aspects unit and counted. Other numbers of one thing are values.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from functools import cache
from itertools import combinations

from twosource.compare.figures import people_words
from twosource.compare.profile import Figure, Profile, stem
from twosource.compare.readings import Side, Split
from twosource.model import Aspect, Bound, Relation, Span
from twosource.naming import rows

COUNT = 3  # "two" and less are said of too much to be one figure


def measures(profiles: Sequence[Profile], aligned: Container[frozenset[str]]) -> Iterator[Split]:
    """The first such pair of each aspect, of claims that are aligned; another thing counted adds, since one may be a kind of the other."""
    told: set[Aspect] = set()
    for p, q in combinations(profiles, 2):
        if p.claim.article_id == q.claim.article_id or frozenset((p.claim.id, q.claim.id)) not in aligned:
            continue
        for f, g in ((f, g) for f in p.figures for g in q.figures if _same_number(f, g)):
            if Aspect.UNIT not in told and _measures(f) & _measures(g) and f.quantity.unit != g.quantity.unit:
                told.add(Aspect.UNIT)
                pair = (Side(f.quantity.span, (p.claim,)), Side(g.quantity.span, (q.claim,)))
                yield Split(Aspect.UNIT, Relation.CONFLICTS, pair, "the same number in another measure")
            if Aspect.COUNTED not in told and _other_thing(p, f, q, g):
                told.add(Aspect.COUNTED)
                pair = (Side(_counted(f), (p.claim,)), Side(_counted(g), (q.claim,)))
                yield Split(Aspect.COUNTED, Relation.ADDS, pair, "the same number of what each names otherwise")


def _same_number(f: Figure, g: Figure) -> bool:
    x, y = f.quantity, g.quantity
    return x.low is not None and (x.low, x.high, x.per) == (y.low, y.high, y.per) and Bound.VAGUE not in (x.bound, y.bound)


@cache
def _kinds() -> dict[str, frozenset[str]]:
    """Unit -> what it measures."""
    found = {code: frozenset({what}) for what, codes in rows("measures.tsv") for code in codes.split()}
    return found | {code: frozenset({"money"}) for code, *_ in rows("currencies.tsv")}


def _measures(figure: Figure) -> frozenset[str]:
    return _kinds().get(figure.quantity.unit or "", frozenset())


def _other_thing(p: Profile, f: Figure, q: Profile, g: Figure) -> bool:
    """Both name what they count in telling nouns, and neither says the noun of the other anywhere."""
    if f.quantity.unit or g.quantity.unit or (f.quantity.low or 0) < COUNT or not p.event & q.event:
        return False
    heads = [stem((x.quantity.head or "").lower()) for x in (f, g)]
    return all(heads) and not set(heads) & people_words() and heads[0] not in q.weights and heads[1] not in p.weights


def _counted(figure: Figure) -> Span:
    return figure.quantity.counted_span or figure.quantity.span
