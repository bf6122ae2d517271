"""When and where, as the accounts of one finding tell it: times and places that exclude each other, and those that say more exactly.

Reads the profiles of one finding, gives Splits of the aspects time and place. An account that gives none conflicts with none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from itertools import combinations

from twosource.compare.opposites import place_words
from twosource.compare.profile import Profile
from twosource.compare.readings import Side, Split
from twosource.model import Aspect, Claim, Relation, Span, TimeExpression

SLIP = 2  # days or months, by what is told
_YEAR = re.compile(r"\d{4}")
CLOCK_TOLERANCE = 15 * 60  # seconds; contract: a quarter of an hour for "about" clock times

ABOUT = re.compile(r"\b(around|about|after|before|by|until|since|nearly|almost|shortly after|just (?:after|before))(?: |$)$", re.I)
# Counted from what was told before, not from the day of the text: "a day before", "the following night".
COUNTED_ON = re.compile(
    r"\b(?:before|earlier|later|after|previous|following|next|same|prior|preceding)\b"
    r"|^(?:the|that) (?:day|night|morning|evening|afternoon|week|month|year)$",
    re.I,
)
BEFORE = re.compile(r"\bfrom \S+(?: \w+)? (?:in|on) $")  # "fell to 4.8% from 5.2% in August": of the value before
# What stands before the name of a place where something was: "in Marnow", "near the town of Orvel", "in a Knightstown home".
AT = re.compile(r"\b(?:in|at|near|outside|inside|off|around|across|along|over|on|(?:north|south|east|west) of)(?: [\w’'-]+){0,3},? $", re.I)

# Where it was by the kind of place: "in the driveway", "to a local hospital", "outside her home".
BUILT = re.compile(
    r"\b(?i:in|at|to|near|outside|inside|into|behind|on) (?:an?|the|his|her|their|its|this|that) (?:[\w’'-]+ ){0,2}?"
    r"(?P<what>hospital|home|house|apartment|driveway|yard|garage|car park|parking lot|street|road|highway|bridge|tunnel|school|church"
    r"|mosque|hotel|bar|club|nightclub|restaurant|store|shop|mall|market|station|airport|stadium|park|forest|field|beach|lake|river|court"
    r"|jail|prison|hall|office|factory|mill|camp|square)\b"
    r"(?=[^\w\s-]|$| (?:in|on|at|near|and|or|where|when|after|before|by|for|with|as|to|from|while|who|that|which|but"
    r"|during|late|early|\w+day)\b)"
)
Slot = tuple[Span, object]  # where it is said, and what comparison goes by


def circumstances(profiles: Sequence[Profile]) -> Iterator[Split]:
    yield from _clashing_times(profiles)
    yield from _clashing_places(profiles)
    yield from _fuller(profiles, Aspect.TIME, _time_slots)
    yield from _fuller(profiles, Aspect.PLACE, _place_slots)


def _clashing_times(profiles: Sequence[Profile]) -> Iterator[Split]:
    """One date or clock time each, of claims whose own events are of one class, that exclude each other."""
    dated = [(p, t) for p in profiles for t in when(p)]
    for (p, t), (q, u) in combinations(dated, 2):
        if (
            p.claim.article_id != q.claim.article_id
            and p.event & q.event
            and len(when(p)) == len(when(q)) == 1
            and apart(t, u)
            and (_near(t, u) or all(_YEAR.search(_words(c, x.span)) for c, x in ((p.claim, t), (q.claim, u))))
            and not _same_word(p, t, q, u)
        ):
            pair = (Side(t.span, (p.claim,)), Side(u.span, (q.claim,)))
            yield Split(Aspect.TIME, Relation.CONFLICTS, pair, "the times exclude each other")
            return


def _same_word(p: Profile, t: TimeExpression, q: Profile, u: TimeExpression) -> bool:
    """ "Sunday" and "Sunday night" are not set against each other: at most one was counted from another day."""
    told = [_words(p.claim, t.span), _words(q.claim, u.span)]
    return bool(set(re.findall(r"[a-z]{3,}", told[0])) & set(re.findall(r"[a-z]{3,}", told[1])))


def _words(claim: Claim, span: Span) -> str:
    return claim.text[max(span[0] - claim.span[0], 0) : span[1] - claim.span[0]].lower()


def when(p: Profile) -> list[TimeExpression]:
    """The days or hours of the event, an hour before its day ("6 a.m. on Sunday" is one time); baselines are none."""
    scopes = [s.span for s in p.claim.scopes]
    told = [t for t in p.times if t.type in ("date", "time") and t.earliest and t.latest and not t.earliest[:4].startswith("0")]
    told = [t for t in told if not any(s <= t.span[0] and t.span[1] <= e for s, e in scopes)]
    told = [t for t in told if not (COUNTED_ON.search(_words(p.claim, t.span)) or BEFORE.search(p.claim.text[: _at(p.claim, t)]))]
    hours = [t for t in told if t.type == "time" and "T" in (t.earliest or "")]
    return hours or told


def _at(claim: Claim, time: TimeExpression) -> int:
    return max(time.span[0] - claim.span[0], 0)


def apart(t: TimeExpression, u: TimeExpression) -> bool:
    assert t.earliest and t.latest and u.earliest and u.latest
    if "T" in t.earliest and "T" in u.earliest and t.earliest[:10] == u.earliest[:10]:
        moments = [datetime.fromisoformat(x.replace("Z", "+00:00")) for x in (t.earliest, t.latest, u.earliest, u.latest)]
        if len({m.tzinfo is None for m in moments}) > 1:
            return False
        gap = max((moments[2] - moments[1]).total_seconds(), (moments[0] - moments[3]).total_seconds())
        return gap > CLOCK_TOLERANCE
    if "T" in t.earliest and t.earliest[10:] == u.earliest[10:]:
        return False  # 11:55 p.m., "11:55 p.m. Sunday": one of the days was counted from another
    return t.latest[:10] < u.earliest[:10] or u.latest[:10] < t.earliest[:10]


def _near(t: TimeExpression, u: TimeExpression) -> bool:
    """As near as a slip may be: of a strike on Tuesday and one two weeks later neither is wrong. Of spans the shorter one counts."""
    days = [[date.fromisoformat(x[:10]).toordinal() for x in (v.earliest, v.latest) if x] for v in (t, u)]
    gap = max(days[1][0] - days[0][1], days[0][0] - days[1][1])
    return gap <= SLIP * (1 + min(end - start for start, end in days))


def _clashing_places(profiles: Sequence[Profile]) -> Iterator[Split]:
    """ "died at the scene" against "died in hospital": of one event, places that exclude each other."""
    for p, q in combinations(profiles, 2):
        if p.claim.article_id == q.claim.article_id or not p.event & q.event:
            continue
        for (span, side), (other, against) in ((x, y) for x in place_words(p.claim) for y in place_words(q.claim)):
            if side[0] == against[0] and side[1] != against[1]:
                pair = (Side(span, (p.claim,)), Side(other, (q.claim,)))
                yield Split(Aspect.PLACE, Relation.CONFLICTS, pair, "it was in one place or in the other")
                return


def _fuller(profiles: Sequence[Profile], aspect: Aspect, slots: Callable[[Profile], list[Slot]]) -> Iterator[Split]:
    """A day, hour or place that one account gives and another leaves open, or gives less exactly; an account is all its claims here."""
    told: dict[str, dict[object, tuple[Span, Claim]]] = {}
    for p in profiles:
        held = told.setdefault(p.claim.article_id, {})
        for span, key in slots(p):
            held.setdefault(key, (span, p.claim))
    accounts: dict[frozenset[object], list[str]] = {}
    for article, held in told.items():
        accounts.setdefault(frozenset(held), []).append(article)
    if len(accounts) < 2:
        return
    shared = frozenset.intersection(*accounts)
    sides = []
    for keys, articles in accounts.items():
        claims = tuple(p.claim for p in profiles if p.claim.article_id in articles)
        own = [told[articles[0]][k] for k in told[articles[0]] if k in keys - shared] or list(told[articles[0]].values())
        span, first = own[0] if own else (claims[0].span, claims[0])
        sides.append((not own, Side(span, (first, *(c for c in claims if c is not first)))))
    sides.sort(key=lambda s: s[0])
    where = "when" if aspect is Aspect.TIME else "where"
    why = f"only one says {where}" if sides[-1][0] else f"they say otherwise {where}"
    yield Split(aspect, Relation.ADDS, tuple(s for _, s in sides), why)


def _time_slots(p: Profile) -> list[Slot]:
    scopes = [s.span for s in p.claim.scopes]  # "since 1998" is no time of the event
    times = [t for t in p.times if t.type in ("date", "time") and not any(s <= t.span[0] and t.span[1] <= e for s, e in scopes)]
    return [(t.span, (t.earliest, t.latest, _about(p.claim, t)) if t.earliest else t.value or _words(p.claim, t.span)) for t in times]


def _about(claim: Claim, time: TimeExpression) -> str:
    """ "around 10 p.m.", "after 10 p.m." """
    found = ABOUT.search(claim.text[: time.span[0] - claim.span[0]]) or ABOUT.match(_words(claim, time.span))
    return found[1].lower() if found else ""


def _place_slots(p: Profile) -> list[Slot]:
    """Places where it was; "a deal with the United States" says nothing of where."""
    start = p.claim.span[0]
    named = [(x.span, x.name.lower()) for x in p.claim.places if x.span[0] >= start and AT.search(p.claim.text[: x.span[0] - start])]
    built = [((start + m.start(), start + m.end()), m["what"].lower()) for m in BUILT.finditer(p.claim.text)]
    return [*named, *built]
