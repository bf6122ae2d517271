"""In what the readings of one finding differ, slot by slot, with the words of each reading.

Reads the claims of one finding, gives Splits: an aspect, how the readings stand to one another, and which claims hold which.
Adding detail is no conflict; a later figure that replaces an earlier one is no dispute; silence is silence.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from twosource.compare import figures
from twosource.compare.align import quotations, same_source, shared_quotation
from twosource.compare.profile import Figure, Profile, stem, weight
from twosource.model import Article, Aspect, Claim, Modality, Polarity, Relation, SourceKind, Span, TimeExpression

# The text itself says that its figure is the newer one, or the older.
LATER = re.compile(
    r"\b(rose|risen|rises|raised|raising|raises|climb(?:ed|s)?|increased|jumped|revised|updated|now|grew|grown|went up)\b", re.I
)
EARLIER = re.compile(r"\b(earlier|initially|at first|previously|originally|had been|up from)\b", re.I)
CLOCK_TOLERANCE = 15 * 60  # seconds; contract: a quarter of an hour for "about" clock times
TELLING = 15  # tenths: a word that tells something (zipf 5.5 and rarer)
ONE_PROPOSITION = 65  # percent of the denial's weight that both share; read on the demo and ten news_cluster stories
SAME_WORDS = 85  # percent of the fuller one's, where the predicate is of no class ("go ahead")
STRENGTH = {
    Modality.STATED: "as so",
    Modality.HEDGED: "as possible",
    Modality.EXPECTED: "as expected",
    Modality.CONDITIONAL: "on a condition",
}


@dataclass(frozen=True, slots=True)
class Side:
    """One reading: its words, and the claims that hold it (the first is shown)."""

    span: Span
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Split:
    aspect: Aspect
    kind: Relation
    sides: tuple[Side, ...]
    why: str


def splits(profiles: Sequence[Profile], articles: Mapping[str, Article], aligned: Container[frozenset[str]]) -> Iterator[Split]:
    """Every difference among the claims of one finding, in the order of the aspects; figures are held against each other only where
    their claims are aligned pair by pair, not merely in one finding."""
    yield from _values(profiles, articles, aligned)
    yield from _scopes(profiles)
    yield from _conditions(profiles)
    yield from _polarity(profiles)
    yield from _modality(profiles)
    yield from _attribution(profiles, articles)
    yield from _times(profiles)
    yield from _when_and_where(profiles)
    yield from _words(profiles)


def later(a: Claim, b: Claim, articles: Mapping[str, Article]) -> int | None:
    """1 if `a` is the newer word, -1 if `b` is, None if nothing tells: what the texts say, versions, clock times with zone, days."""
    says = [bool(LATER.search(c.text)) - bool(EARLIER.search(c.text)) for c in (a, b)]
    if says[0] != says[1]:
        return 1 if says[0] > says[1] else -1
    x, y = articles.get(a.article_id), articles.get(b.article_id)
    if x is None or y is None or x.id == y.id:
        return None
    if x.version_of == y.id or y.version_of == x.id:
        return 1 if x.version_of == y.id else -1
    first, second = x.modified or x.published, y.modified or y.published
    if not first or not second:
        return None
    moments = [_moment(t) for t in (first, second)]
    if moments[0] is not None and moments[1] is not None and moments[0] != moments[1]:
        return 1 if moments[0] > moments[1] else -1
    if first[:10] != second[:10]:
        return 1 if first[:10] > second[:10] else -1
    return None


def _moment(published: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(published)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


def _values(profiles: Sequence[Profile], articles: Mapping[str, Article], aligned: Container[frozenset[str]]) -> Iterator[Split]:
    """Figures of one counted thing whose values exclude each other."""
    held = [(p, f) for p in profiles for f in p.figures if f.quantity.low not in (None, 1.0)]  # "one of them" is no count
    groups: list[list[tuple[Profile, Figure]]] = []
    for item in held:
        home = next((g for g in groups if all(figures.comparable(item[1], f) for _, f in g)), None)
        if home is None:
            groups.append([item])
        else:
            home.append(item)
    for group in groups:
        sides = _sides([(p.claim, f.quantity.span, (f.quantity.low, f.quantity.high, f.quantity.bound, f.quantity.unit)) for p, f in group])
        if len(sides) < 2:
            continue
        first = {p.claim.id: f for p, f in reversed(group)}
        found: dict[Relation, list[tuple[Side, Side, str]]] = {}
        for x, y in combinations(sides, 2):
            if not any(_faced(a, b, held, aligned) for a in x.claims for b in y.claims):
                continue
            f, g = first[x.claims[0].id], first[y.claims[0].id]
            stands = figures.relation(f.quantity, g.quantity)
            if stands is Relation.SAME and not _rose(f, g, x.claims[0], y.claims[0]):
                continue
            if stands is Relation.ADDS:
                found.setdefault(Relation.ADDS, []).append((x, y, "one figure rounds the other"))
            elif not figures.scopes_agree(f.quantity, g.quantity):
                continue  # figures of different scopes: told as a difference of scope
            else:
                kind, why = _succession(x, y, f, g, articles)
                found.setdefault(kind, []).append((x, y, why))
        replaced = {s.claims[0].id for x, y, _ in found.get(Relation.SUPERSEDES, ()) for s in (x, y) if _older(s, x, y, articles)}
        for kind, pairs in found.items():
            if kind is Relation.CONFLICTS:
                pairs = [p for p in pairs if not {p[0].claims[0].id, p[1].claims[0].id} <= replaced]
            if pairs:
                shown = dict.fromkeys(s for x, y, _ in pairs for s in (x, y))
                yield Split(Aspect.VALUE, kind, tuple(shown), pairs[0][2])


def _faced(a: Claim, b: Claim, held: Sequence[tuple[Profile, Figure]], aligned: Container[frozenset[str]]) -> bool:
    """The claims are held against each other: aligned as a pair, and with no figure in which they agree."""
    if a.id == b.id or frozenset((a.id, b.id)) not in aligned:
        return a.id == b.id
    mine, theirs = ([f for p, f in held if p.claim.id == c.id] for c in (a, b))
    return not any(
        figures.comparable(f, g) and figures.relation(f.quantity, g.quantity) is not Relation.CONFLICTS and f.quantity.low == g.quantity.low
        for f in mine
        for g in theirs
    )


def _rose(f: Figure, g: Figure, x: Claim, y: Claim) -> bool:
    """ "at least 9", then "rose to 12": the values do not exclude each other, but one replaces the other."""
    return f.running and g.running and f.quantity.low != g.quantity.low and bool(LATER.search(x.text)) != bool(LATER.search(y.text))


def _older(side: Side, x: Side, y: Side, articles: Mapping[str, Article]) -> bool:
    newer = later(x.claims[0], y.claims[0], articles)
    return side is (y if newer == 1 else x)


def _succession(x: Side, y: Side, f: Figure, g: Figure, articles: Mapping[str, Article]) -> tuple[Relation, str]:
    """Whether the newer of two figures replaces the older, or disputes it."""
    known = {later(a, b, articles) for a in x.claims for b in y.claims}
    orders = known - {None}  # one dated pair is enough to order two figures
    if orders in ({1}, {-1}):
        old, new = (g, f) if orders == {1} else (f, g)
        grew = f.running and g.running and (new.quantity.low or 0) > (old.quantity.low or 0)
        own = any(
            same_source(a, b) or articles[a.article_id].version_of == b.article_id or articles[b.article_id].version_of == a.article_id
            for a in x.claims
            for b in y.claims
        )
        said = any(LATER.search(c.text) for c in (*x.claims, *y.claims))
        if grew or own or said:
            return Relation.SUPERSEDES, "the later figure replaces the earlier"
        return Relation.CONFLICTS, "the figures exclude each other"
    return Relation.CONFLICTS, "the figures exclude each other; order unknown" if None in known and _could_be_order(
        f, g
    ) else "the figures exclude each other"


def _could_be_order(f: Figure, g: Figure) -> bool:
    return f.running and g.running


def _scopes(profiles: Sequence[Profile]) -> Iterator[Split]:
    """What the readings are measured from, over or in: "since the war began" against "since such drones began"."""
    kinds: dict[str, list[tuple[Claim, Span, object]]] = {}
    for p in profiles:
        scopes = [*p.claim.scopes, *(s for f in p.figures for s in f.quantity.scopes)]
        for scope in dict.fromkeys(scopes):
            kinds.setdefault(scope.kind, []).append((p.claim, scope.span, _bag(scope.text)))
    for kind, items in kinds.items():
        sides = _sides(items)
        if kind not in figures.COMPARED:  # "overnight" beside "on Sunday night" is a matter of time, not of scope
            continue
        if len(sides) > 1 and len({s.claims[0].article_id for s in sides}) > 1:
            yield Split(
                Aspect.SCOPE, Relation.ADDS, sides, "measured from different points" if kind == "baseline" else "told of a different range"
            )


def _conditions(profiles: Sequence[Profile]) -> Iterator[Split]:
    items = [(p.claim, p.claim.condition, _bag(_words_at(p.claim, p.claim.condition))) for p in profiles if p.claim.condition]
    sides = _sides([(c, s, b) for c, s, b in items if s is not None])
    without = [p.claim for p in profiles if not p.claim.condition and p.claim.article_id not in {c.article_id for c, _, _ in items}]
    if sides and without:
        bare = Side(without[0].span, tuple(without))
        yield Split(Aspect.CONDITION, Relation.ADDS, (*sides, bare), "a condition that the other account does not give")
    elif len(sides) > 1:
        yield Split(Aspect.CONDITION, Relation.ADDS, sides, "the condition is told differently")


def _words_at(claim: Claim, span: Span | None) -> str:
    if span is None:
        return ""
    s, e = span[0] - claim.span[0], span[1] - claim.span[0]
    return claim.text[max(s, 0) : e] if e > 0 else ""


def _polarity(profiles: Sequence[Profile]) -> Iterator[Split]:
    """One proposition put as so and as not so; "we have not searched every part" does not deny that they searched."""
    denying = [p for p in profiles if p.claim.polarity is Polarity.DENIED]
    affirming = [p for p in profiles if p.claim.polarity is Polarity.AFFIRMED]
    against = [(p, q) for p in denying for q in affirming if _one_proposition(p, q)]
    if not against:
        return
    denied, affirmed = ({p.claim.id: p.claim for p in side} for side in zip(*against, strict=True))
    sides = tuple(Side(next(iter(s.values())).span, tuple(s.values())) for s in (affirmed, denied))
    chain = sides[1].claims[0].attribution.chain if sides[1].claims[0].attribution else ()
    yield Split(Aspect.POLARITY, Relation.CONFLICTS, sides, f"{chain[-1].name if chain else 'one account'} puts it as not so")


def _one_proposition(a: Profile, b: Profile) -> bool:
    """`a` denies `b`: of one event, and hardly a telling word of the denial without its match."""
    if a.claim.article_id == b.claim.article_id and a.claim.span == b.claim.span:
        return True
    shared = sum(a.weights[t] for t in a.weights.keys() & b.weights.keys())
    if a.event & b.event:  # what is denied may be told with more beside it: "hit the hospital with two missiles on Sunday"
        return shared * 100 >= ONE_PROPOSITION * a.total
    return shared * 100 >= SAME_WORDS * max(a.total, b.total)


def _modality(profiles: Sequence[Profile]) -> Iterator[Split]:
    sides = _sides([(p.claim, p.claim.span, p.claim.modality) for p in profiles if p.claim.modality is not Modality.CONDITIONAL])
    if len(sides) > 1 and len({s.claims[0].article_id for s in sides}) > 1:
        yield Split(Aspect.MODALITY, Relation.ADDS, sides, "put " + " and ".join(STRENGTH[s.claims[0].modality] for s in sides))


def _attribution(profiles: Sequence[Profile], articles: Mapping[str, Article]) -> Iterator[Split]:
    for a, b in combinations(profiles, 2):
        quote = shared_quotation(a.claim, b.claim)
        people = [_named_here(p.claim, articles) for p in (a, b)]
        if quote and len(quote) > 15 and people[0] and people[1] and not _one_person(people[0], people[1], quote):
            pair = (Side(a.claim.span, (a.claim,)), Side(b.claim.span, (b.claim,)))
            yield Split(Aspect.ATTRIBUTION, Relation.CONFLICTS, pair, f"the same words are given to {people[0]} and to {people[1]}")
            return
    sides = _sides([(p.claim, p.claim.span, _voice(p.claim)) for p in profiles])
    if len(sides) > 1 and len({s.claims[0].article_id for s in sides}) > 1:
        kinds = sorted({_voice(s.claims[0]) for s in sides})
        yield Split(Aspect.ATTRIBUTION, Relation.ADDS, sides, "told " + " and ".join(kinds))


def _one_person(a: str, b: str, quote: str) -> bool:
    """Two spellings of one name, or one of whom the words speak: then the other spoke for them."""
    surnames = [n.split()[-1].lower() for n in (a, b)]
    return surnames[0] == surnames[1] or any(n in quote for n in surnames)


def _named_here(claim: Claim, articles: Mapping[str, Article]) -> str | None:
    """The one person it is given to, if the words beside it name them; a pronoun may have been read wrongly."""
    chain = claim.attribution.chain if claim.attribution else ()
    if len(chain) != 1 or chain[0].kind is not SourceKind.PERSON or chain[0].mention is None:
        return None
    start, end = chain[0].mention
    return chain[0].name if chain[0].name.split()[-1] in articles[claim.article_id].text[start:end] else None


def _voice(claim: Claim) -> str:
    if claim.attribution is None or not claim.attribution.chain:
        return "in the outlet's own words"
    return "on the word of an unnamed source" if claim.attribution.chain[-1].kind is SourceKind.UNNAMED else "on a named source's word"


def _times(profiles: Sequence[Profile]) -> Iterator[Split]:
    """When it was: one date or clock time each, of claims whose own events are of one class, that exclude each other."""
    dated = [(p, t) for p in profiles for t in _when(p)]
    for (p, t), (q, u) in combinations(dated, 2):
        if (
            p.claim.article_id != q.claim.article_id
            and p.event & q.event
            and len(_when(p)) == len(_when(q)) == 1
            and _apart(t, u)
            and not _same_word(p, t, q, u)
        ):
            pair = (Side(t.span, (p.claim,)), Side(u.span, (q.claim,)))
            yield Split(Aspect.TIME, Relation.CONFLICTS, pair, "the times exclude each other")
            return


def _same_word(p: Profile, t: TimeExpression, q: Profile, u: TimeExpression) -> bool:
    """ "Sunday" and "Sunday night" are not set against each other: at most one was counted from another day."""
    told = [c.text[x.span[0] - c.span[0] : x.span[1] - c.span[0]].lower() for c, x in ((p.claim, t), (q.claim, u))]
    return bool(set(re.findall(r"[a-z]{3,}", told[0])) & set(re.findall(r"[a-z]{3,}", told[1])))


def _when(p: Profile) -> list[TimeExpression]:
    """The days or hours of the event, an hour before its day ("6 a.m. on Sunday" is one time); baselines are none."""
    scopes = [s.span for s in p.claim.scopes]
    told = [t for t in p.times if t.type in ("date", "time") and t.earliest and t.latest and not t.earliest[:4].startswith("0")]
    told = [t for t in told if not any(s <= t.span[0] and t.span[1] <= e for s, e in scopes)]
    hours = [t for t in told if t.type == "time" and "T" in (t.earliest or "")]
    return hours or told


def _apart(t: TimeExpression, u: TimeExpression) -> bool:
    assert t.earliest and t.latest and u.earliest and u.latest
    if "T" in t.earliest and "T" in u.earliest and t.earliest[:10] == u.earliest[:10]:
        moments = [datetime.fromisoformat(x.replace("Z", "+00:00")) for x in (t.earliest, t.latest, u.earliest, u.latest)]
        if len({m.tzinfo is None for m in moments}) > 1:
            return False
        gap = max((moments[2] - moments[1]).total_seconds(), (moments[0] - moments[3]).total_seconds())
        return gap > CLOCK_TOLERANCE
    return t.latest[:10] < u.earliest[:10] or u.latest[:10] < t.earliest[:10]


def _when_and_where(profiles: Sequence[Profile]) -> Iterator[Split]:
    """A day, hour or place that one account gives and another leaves open."""
    for aspect, slots in ((Aspect.TIME, _time_slots), (Aspect.PLACE, _place_slots)):
        held = {p.claim.id: slots(p) for p in profiles}
        giving = [p for p in profiles if held[p.claim.id]]
        told = {p.claim.article_id for p in giving}
        open_ = [p.claim for p in profiles if p.claim.article_id not in told]
        if giving and open_:
            sides = (Side(held[giving[0].claim.id][0], tuple(p.claim for p in giving)), Side(open_[0].span, tuple(open_)))
            yield Split(aspect, Relation.ADDS, sides, f"only one says {'when' if aspect is Aspect.TIME else 'where'}")


def _time_slots(p: Profile) -> list[Span]:
    scopes = [s.span for s in p.claim.scopes]  # "since 1998" is no time of the event
    return [t.span for t in p.times if t.type in ("date", "time") and not any(s <= t.span[0] and t.span[1] <= e for s, e in scopes)]


def _place_slots(p: Profile) -> list[Span]:
    return [place.span for place in p.claim.places]


def _words(profiles: Sequence[Profile]) -> Iterator[Split]:
    """The same said in other words (wording), or more of it (detail); the pair that differs most is shown."""
    wording: list[tuple[int, Side, Side, str]] = []
    detail: list[tuple[int, Side, Side, str]] = []
    for a, b in combinations(profiles, 2):
        if a.claim.article_id == b.claim.article_id:
            continue
        mine, theirs = (_telling(x, y) for x, y in ((a, b), (b, a)))
        pair = Side(a.claim.span, (a.claim,)), Side(b.claim.span, (b.claim,))
        size = -len(mine) - len(theirs)
        if mine and theirs and (same_source(a.claim, b.claim) or shared_quotation(a.claim, b.claim) or a.event & b.event):
            quoted = bool(quotations(a.claim)) != bool(quotations(b.claim))
            why = "a quotation and a paraphrase of it" if quoted else f"{_list(mine)} against {_list(theirs)}"
            wording.append((size, *pair, why))
        more = mine if not theirs else theirs if not mine else _specific(a, b) or _specific(b, a)
        if more:
            detail.append((size, *pair, f"only one says {_list(more)}"))
    for aspect, found in ((Aspect.WORDING, wording), (Aspect.DETAIL, detail)):
        if found:
            _, x, y, why = min(found, key=lambda d: (d[0], d[1].claims[0].id, d[2].claims[0].id))
            yield Split(aspect, Relation.ADDS, (x, y), why)


def _specific(a: Profile, b: Profile) -> list[str]:
    """Names and figures of `a` that `b` has none of, where `b` has nothing of the kind to set against them."""
    figures_ = [f.quantity.counted or f"{f.quantity.low:g}" for f in a.figures if f.quantity.low is not None] if not b.figures else []
    return [*(n for n in a.claim.names if not b.names), *figures_]


def _telling(a: Profile, b: Profile) -> list[str]:
    """Words of `a` that tell something and have no match in `b`."""
    other = {stem(t) for t in b.claim.terms} | {part for n in b.claim.names for part in n.lower().split()}
    return list(dict.fromkeys(t for t in a.claim.terms if stem(t) not in other and weight(t) >= TELLING))


def _list(words: list[str]) -> str:
    return ", ".join(repr(w) for w in words[:3])


def _bag(text: str) -> frozenset[str]:
    return frozenset(
        stem(w)
        for w in re.findall(r"[\w']+", text.lower())
        if w not in ("the", "a", "an", "it", "if", "to", "of", "for", "in", "its", "his", "her", "their", "in", "on")
    )


def _sides(items: Sequence[tuple[Claim, Span, object]]) -> tuple[Side, ...]:
    """Claims by the reading they hold, in the order of the claims; the first of each is shown."""
    readings: dict[object, tuple[Span, list[Claim]]] = {}
    for claim, span, reading in sorted(items, key=_place):
        readings.setdefault(reading, (span, []))[1].append(claim)
    return tuple(Side(span, tuple(dict.fromkeys(claims))) for span, claims in readings.values())


def _place(item: tuple[Claim, Span, object]) -> tuple[str, Span, str]:
    return item[0].article_id, item[1], item[0].id
