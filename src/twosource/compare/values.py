"""Figures of one counted thing held against each other: which exclude each other, which replace, which are only told more exactly.

Reads the profiles of one finding, gives Splits of the aspects value, unit and scope. Values compare as sets (figures.py).
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from twosource.compare import figures
from twosource.compare.align import same_source
from twosource.compare.profile import Figure, Profile
from twosource.compare.readings import EARLIER, LATER, Side, Split, order, rivals, said, sides
from twosource.compare.repeated import Accounts, of_another
from twosource.model import Article, Aspect, Bound, Claim, Polarity, Relation

Aligned = Container[frozenset[str]]
Held = Sequence[tuple[Profile, Figure]]
Pairs = set[frozenset[float | None]]  # of values
NONE: Pairs = set()


@dataclass(frozen=True, slots=True)
class Told:
    """A figure as one reading tells it; the first claim's figure stands for all that say the same."""

    side: Side
    figure: Figure


def values(profiles: Sequence[Profile], articles: Mapping[str, Article], aligned: Aligned, accounts: Accounts) -> Iterator[Split]:
    """Figures are held against each other only where their claims are aligned pair by pair, not merely in one finding."""
    profiled = {p.claim.id: p for p in profiles}
    affirmed = [p for p in profiles if p.claim.polarity is Polarity.AFFIRMED]
    held = [(p, f) for p in affirmed for f in p.figures if f.quantity.low != 1.0]
    for group in _of_one_thing(held):
        several = any(accounts.several(f) for _, f in group)
        group, two = of_one(group, articles) if figures.fixed(group[0][1]) else (group, NONE)

        def faced(a: Claim, b: Claim, x: Told, y: Told, *, several: bool = several) -> bool:
            """The claims are held against each other: aligned as a pair, agreeing in no figure, and of one happening."""
            if several or frozenset((a.id, b.id)) not in aligned or accounts.agree(a, b):
                return False
            if of_another((profiled[a.id], x.figure), (profiled[b.id], y.figure)):
                return False
            if accounts.part_of(profiled[a.id], x.figure, y.figure) or accounts.part_of(profiled[b.id], y.figure, x.figure):
                return False
            return not accounts.has(a, x.figure, y.figure) and not accounts.has(b, y.figure, x.figure)

        def pair(x: Told, y: Told, *, two: Pairs = two) -> tuple[Relation, str]:
            met = [(a, b) for a in x.side.claims for b in y.side.claims]
            if frozenset((x.figure.quantity.low, y.figure.quantity.low)) in two:
                return Relation.SAME, ""
            if any(faced(a, b, x, y) for a, b in met):
                return stand(x, y, accounts)
            if any(frozenset((a.id, b.id)) in aligned for a, b in met):
                return _exactness(x.figure, y.figure)
            return Relation.SAME, ""

        yield from set_against(group, pair, accounts, beside=held)


def of_one(group: Held, articles: Mapping[str, Article]) -> tuple[list[tuple[Profile, Figure]], Pairs]:
    """The figures that can be of one person or thing, and the values that are of two: one article tells both.

    Of an article with two ages, the one that no other article tells is of somebody else: "the boy, 4", "a boy of 2 was bitten in 2013".
    """
    by: dict[str, list[tuple[Profile, Figure]]] = {}
    for p, f in group:
        by.setdefault(p.claim.article_id, []).append((p, f))
    kept: list[tuple[Profile, Figure]] = []
    two: Pairs = set()
    for article, own in by.items():
        apart = [
            (f, g)
            for (p, f), (q, g) in combinations(own, 2)
            if figures.relation(f.quantity, g.quantity) is Relation.CONFLICTS and not rivals(p.claim, q.claim, articles)
        ]
        if apart and not any(EARLIER.search(said(p.claim)) or LATER.search(said(p.claim)) for p, _ in own):
            others = {f.quantity.low for a, told in by.items() if a != article for _, f in told}
            own = [(p, f) for p, f in own if f.quantity.low in others]
            two |= {frozenset((f.quantity.low, g.quantity.low)) for f, g in apart}
        kept += own
    return kept, two


def set_against(
    group: Sequence[tuple[Profile, Figure]],
    pair: Callable[[Told, Told], tuple[Relation, str]],
    accounts: Accounts,
    *,
    beside: Sequence[tuple[Profile, Figure]],
    bounds: bool = True,
) -> Iterator[Split]:
    """Figures of one thing by reading, each two judged by `pair`; `beside`: all figures told, for parts that make up a whole.

    Without `bounds`, "about 40" and "40" are one reading.
    """
    read = [_reading(group, s) for s in sides([(p.claim, f.quantity.span, _value(f) if bounds else f.quantity.low) for p, f in group])]
    found: dict[Relation, list[tuple[Told, Told, str]]] = {}
    for x, y in combinations(read, 2):
        kind, why = pair(x, y)
        if kind is not Relation.SAME:
            found.setdefault(kind, []).append((x, y, why))
    replaced = {id(_older(x, y, accounts)) for x, y, _ in found.get(Relation.SUPERSEDES, ())}
    for kind, pairs in found.items():
        if kind is Relation.CONFLICTS:  # readings that are both superseded no longer stand against each other
            parts = [p for p in pairs if _makes_up(p[0], p[1], beside)]
            for x, y, _ in parts:
                yield Split(Aspect.SCOPE, Relation.ADDS, (x.side, y.side), "the parts that one gives make up the whole of the other")
            pairs = [p for p in pairs if p not in parts and not {id(p[0]), id(p[1])} <= replaced]
        if pairs:
            told = list({id(t): t for x, y, _ in pairs for t in (x, y)}.values())
            if kind is Relation.SUPERSEDES:  # what replaces stands after what it replaces
                told.sort(key=lambda t: sum(_older(x, y, accounts) is not t for x, y, _ in pairs if t in (x, y)))
            shown = [t.side for t in told] if kind is Relation.ADDS else _by_value(told)
            yield Split(Aspect.VALUE, kind, tuple(shown), pairs[0][2])


def _by_value(told: Sequence[Told]) -> list[Side]:
    """One side a value: "at least nine" and "nine" stand together against 12."""
    held: dict[object, list[Side]] = {}
    for t in told:
        q = t.figure.quantity
        held.setdefault((q.low, q.high, q.unit, q.change), []).append(t.side)
    return [Side(same[0].span, tuple(dict.fromkeys(c for s in same for c in s.claims))) for same in held.values()]


def impossible(profiles: Sequence[Profile]) -> Iterator[Split]:
    """ "15 of the 12 passengers": a part that is more than its whole."""
    for p in profiles:
        for part in (q for q in p.claim.quantities if q.part_of is not None and q.low is not None):
            whole = next((q for q in p.claim.quantities if q.span == part.part_of and q.unit == part.unit), None)
            limit = figures.interval(whole) if whole is not None else None
            if whole is not None and limit is not None and (part.low or 0) > limit[1]:
                pair = (Side(part.span, (p.claim,)), Side(whole.span, (p.claim,)))
                yield Split(Aspect.VALUE, Relation.CONFLICTS, pair, "the part is more than the whole")


def _of_one_thing(held: Sequence[tuple[Profile, Figure]]) -> list[list[tuple[Profile, Figure]]]:
    groups: list[list[tuple[Profile, Figure]]] = []
    for item in held:
        home = next((g for g in groups if all(figures.comparable(item[1], f) for _, f in g)), None)
        if home is None:
            groups.append([item])
        else:
            home.append(item)
    return groups


def _value(f: Figure) -> object:
    return f.quantity.low, f.quantity.high, f.quantity.bound, f.quantity.unit, f.quantity.change


def _reading(group: Sequence[tuple[Profile, Figure]], side: Side) -> Told:
    return Told(side, next(f for p, f in group if p.claim.id == side.claims[0].id and f.quantity.span == side.span))


def stand(x: Told, y: Told, accounts: Accounts) -> tuple[Relation, str]:
    f, g = x.figure, y.figure
    stands = figures.relation(f.quantity, g.quantity)
    if stands is Relation.ADDS:
        return stands, "one figure rounds the other"
    if stands is Relation.SAME:
        later = _succession(x, y, accounts) if _rose(x, y) else None
        return later if later is not None and later[0] is Relation.SUPERSEDES else _exactness(f, g)
    if not figures.opposable(f, g) or not any(rivals(a, b, accounts.articles) for a in x.side.claims for b in y.side.claims):
        return Relation.SAME, ""
    if not figures.scopes_agree(f.quantity, g.quantity):
        return Relation.SAME, ""  # figures of different scopes: told as a difference of scope
    return _succession(x, y, accounts)


def _exactness(f: Figure, g: Figure) -> tuple[Relation, str]:
    """ "more than 50" beside 59, "several" beside six: they agree, and one says more."""
    if figures.relation(f.quantity, g.quantity) is Relation.SAME and _value(f) != _value(g):
        return Relation.ADDS, "one gives the figure more exactly"
    return Relation.SAME, ""


def _rose(x: Told, y: Told) -> bool:
    """ "at least 9", then "rose to 12": the values do not exclude each other, but one replaces the other."""
    f, g = x.figure, y.figure
    says = {bool(LATER.search(said(t.side.claims[0]))) for t in (x, y)}
    return f.running and g.running and f.quantity.low != g.quantity.low and len(says) == 2


def _older(x: Told, y: Told, accounts: Accounts) -> Told:
    return y if _newer(x, y, accounts) == 1 else x


def _newer(x: Told, y: Told, accounts: Accounts) -> int | None:
    """1 if `x` is the newer word, -1 if `y` is; an account that puts an age right says so for all, whatever their days."""
    right = [figures.fixed(x.figure) and accounts.put_right(old.figure, new.figure) for old, new in ((y, x), (x, y))]
    return order(x.side.claims, y.side.claims, accounts.articles) if right[0] is right[1] else 1 - 2 * right.index(True)


def _succession(x: Told, y: Told, accounts: Accounts) -> tuple[Relation, str]:
    """Whether the newer of two figures replaces the older, or disputes it."""
    if x.figure.quantity.change is not y.figure.quantity.change and not (x.figure.running and y.figure.running):
        return Relation.CONFLICTS, "one says up, the other down"
    excluded = "the figures exclude each other"
    newer, articles = _newer(x, y, accounts), accounts.articles
    if newer is None:
        apart = {c.article_id for c in (*x.side.claims, *y.side.claims)}
        return Relation.CONFLICTS, excluded if len(apart) == 1 or figures.fixed(x.figure) else f"{excluded}; order unknown"
    if figures.fixed(x.figure) and (accounts.put_right(x.figure, y.figure) or accounts.put_right(y.figure, x.figure)):
        return Relation.SUPERSEDES, "one account puts the other right"
    new, old = (x, y) if newer == 1 else (y, x)
    pairs = [(a, b) for a in x.side.claims for b in y.side.claims]
    grew = new.figure.running and old.figure.running and (new.figure.quantity.low or 0) > (old.figure.quantity.low or 0)
    own = any(
        same_source(a, b) or articles[a.article_id].version_of == b.article_id or articles[b.article_id].version_of == a.article_id
        for a, b in pairs
    )
    ordered = any(LATER.search(text) or EARLIER.search(text) for text in map(said, (*x.side.claims, *y.side.claims)))
    if ordered or ((grew or own) and not figures.fixed(x.figure)):
        return Relation.SUPERSEDES, "the later figure replaces the earlier"
    return Relation.CONFLICTS, excluded


def _makes_up(x: Told, y: Told, held: Sequence[tuple[Profile, Figure]]) -> bool:
    """ "25 years" and "20 years" in one account, "45 years in two trials" in the other: no dispute."""
    for part, whole in ((x, y), (y, x)):
        accounts = {c.article_id for c in part.side.claims}
        mine, total = part.figure.quantity, whole.figure.quantity
        beside = [f.quantity for p, f in held if p.claim.article_id in accounts and f.quantity.span != mine.span]
        if mine.low is not None and total.low is not None and total.low > mine.low:
            rest = total.low - mine.low
            if any(q.low == rest != mine.low and q.unit == mine.unit and q.bound is Bound.EXACT for q in beside):
                return True
    return False
