"""How surely and whether at all: one account affirms what another denies, states what another hedges, knows what another does not.

Reads the profiles of one finding, gives Splits of the aspects polarity and modality (event factuality). It weighs nobody's word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations, product

from twosource.compare import figures
from twosource.compare.denials import HEDGE, denials
from twosource.compare.opposites import opposite
from twosource.compare.profile import Profile
from twosource.compare.readings import Side, Split, across, order
from twosource.compare.repeated import other_days
from twosource.model import Article, Aspect, Claim, Force, Modality, Polarity, Relation
from twosource.naming import rows

UNKNOWN = re.compile(r"\b(unknown|unclear|not (?:yet )?(?:been )?(?:known|clear|identified|named|determined|confirmed))\b", re.I)
SETTLED = re.compile(r"\b(confirm\w*|determin\w*|ruled|conclud\w*|turned out|proved to be)\b", re.I)
AHEAD = re.compile(r"\b(?:will|shall|(?:is|are|was|were) (?:to|set to|due to|expected to|going to))\b|['’]ll\b", re.I)
ADVERB = 12  # characters before a cue: "reportedly said"
LEVELS = ("as so", "as possible", "as expected", "on a condition", "as not known")
STATED, HEDGED, EXPECTED, NOT_KNOWN = 0, 1, 2, 4
LEVEL = {Modality.STATED: STATED, Modality.HEDGED: HEDGED, Modality.EXPECTED: EXPECTED, Modality.CONDITIONAL: 3}


def certainty(profiles: Sequence[Profile], articles: Mapping[str, Article]) -> Iterator[Split]:
    yield from denials(profiles, articles)
    yield from _opposites(profiles, articles)
    yield from _modality(profiles, articles)


def _opposites(profiles: Sequence[Profile], articles: Mapping[str, Article]) -> Iterator[Split]:
    """ "rose" and "fell" of one thing; "lost contact", then "regained contact": the later state replaces the earlier."""
    for p, q in combinations(profiles, 2):
        a, b = p.claim, q.claim
        if a.event is None or b.event is None or a.article_id == b.article_id or Polarity.DENIED in (a.polarity, b.polarity):
            continue
        if not _one_subject(p, q) or other_days(p, q):
            continue
        against = opposite(a.event.predicate, b.event.predicate)
        if against is None:
            continue
        after, turns = against
        if not turns:
            yield Split(Aspect.POLARITY, Relation.CONFLICTS, (Side(a.span, (a,)), Side(b.span, (b,))), _against(a, b))
            return
        new, old = (a, b) if (order((a,), (b,), articles) or after) == 1 else (b, a)
        why = f"what was {_word(old)!r} is later {_word(new)!r}"
        yield Split(Aspect.POLARITY, Relation.SUPERSEDES, (Side(old.span, (old,)), Side(new.span, (new,))), why)
        return


def _against(a: Claim, b: Claim) -> str:
    return f"{_word(a)!r} against {_word(b)!r}"


def _word(claim: Claim) -> str:
    assert claim.event is not None
    start, end = claim.event.trigger
    inside = claim.text[max(start - claim.span[0], 0) : end - claim.span[0]]
    return inside or claim.event.predicate


def _one_subject(p: Profile, q: Profile) -> bool:
    """They speak of one thing: who or what it happens to is the same, and no figure tells them apart or tells the same."""
    same = (p.agent | p.patient) & (q.agent | q.patient) or (not (p.agent and q.agent) and p.names & q.names)
    met = [(f.quantity, g.quantity) for f in p.figures for g in q.figures if figures.comparable(f, g)]
    return bool(same) and not any(figures.relation(f, g) is Relation.CONFLICTS for f, g in met)  # "rose 12 percent": a matter of value


def _modality(profiles: Sequence[Profile], articles: Mapping[str, Article]) -> Iterator[Split]:
    """The surest that each account puts an event; a later answer replaces "not known", and "confirmed" replaces "feared"."""
    told: dict[tuple[str, frozenset[str]], list[tuple[int, Claim]]] = {}
    for p in profiles:
        told.setdefault((p.claim.article_id, p.event), []).append((certainty_of(p.claim, articles), p.claim))
    by_level: dict[int, list[Claim]] = {}
    for held in told.values():
        surest = min(level for level, _ in held)
        by_level.setdefault(surest, []).extend(claim for level, claim in held if level == surest)
    sides = tuple(Side(found[0].span, tuple(found)) for _, found in sorted(by_level.items()))
    if not across(sides):
        return
    why = "put " + " and ".join(LEVELS[n] for n in sorted(by_level))
    least, most = sides[-1], sides[0]
    if max(by_level) == NOT_KNOWN and not any(answered(c, known) for c in least.claims for known in most.claims):
        return
    settled = bool(SETTLED.search(most.claims[0].text) or SETTLED.search(_telling(most.claims[0], articles)))
    came = _came(least, most, profiles, articles) if max(by_level) == EXPECTED and min(by_level) == STATED else None
    if came is not None:
        yield Split(Aspect.MODALITY, Relation.SUPERSEDES, came, why)
    elif order(most.claims, least.claims, articles) == 1 and (max(by_level) == NOT_KNOWN or (settled and max(by_level) == HEDGED)):
        yield Split(Aspect.MODALITY, Relation.SUPERSEDES, (least, most), why)
    else:
        yield Split(Aspect.MODALITY, Relation.ADDS, sides, why)


def _came(least: Side, most: Side, profiles: Sequence[Profile], articles: Mapping[str, Article]) -> tuple[Side, Side] | None:
    """ "Their names will be released" and, a day later, "released their names": what was to come has come."""
    told = {p.claim.id: p for p in profiles}
    met = [
        (p.claim, q.claim)
        for p, q in product(*([told[c.id] for c in side.claims] for side in (least, most)))
        if AHEAD.search(p.claim.text)
        and _past(q.claim)
        and p.claim.event is not None
        and q.claim.event is not None
        and p.claim.event.predicate == q.claim.event.predicate
        and (p.agent & q.agent or p.patient & q.patient)
        and not (p.patient and q.patient and not p.patient & q.patient)
        and not (p.names - q.names and q.names - p.names)  # "will run in Marnow", "ran in Orvel"
        and not other_days(p, q)
        and _day(p.claim, articles) < _day(q.claim, articles) != "~"
    ]
    if not met:
        return None
    ahead, done = ({c.id: c for c in side} for side in zip(*met, strict=True))
    return Side(next(iter(ahead.values())).span, tuple(ahead.values())), Side(next(iter(done.values())).span, tuple(done.values()))


def _day(claim: Claim, articles: Mapping[str, Article]) -> str:
    """Of its article; "~", after all days, where none is known."""
    article = articles[claim.article_id]
    return (article.modified or article.published or "~")[:10]


def _past(claim: Claim) -> bool:
    """Its verb tells of what has been: another form than that of "will open" or "is to open"."""
    return (
        not AHEAD.search(claim.text)
        and claim.event is not None
        and _word(claim).lower() not in (claim.event.predicate, f"{claim.event.predicate}s")
    )


@cache
def questions() -> list[tuple[re.Pattern[str], re.Pattern[str]]]:
    """What may be open, and the words that answer it (data/open_questions.tsv)."""
    made = [[re.compile(rf"\b(?:{words})\b", re.I) for words in row[1:]] for row in rows("open_questions.tsv")]
    return [(asks, answers) for asks, answers in made]


def answered(claim: Claim, by: Claim) -> bool:
    """ "His condition is unknown" is answered by "found dead", not by "he fell into a well"."""
    return any(asks.search(claim.text) and answers.search(by.text) for asks, answers in questions())


def certainty_of(claim: Claim, articles: Mapping[str, Article]) -> int:
    """An index into LEVELS: the claim's modality, and the words in it or beside its cue that hedge ("reportedly said")."""
    if UNKNOWN.search(claim.text):
        return NOT_KNOWN
    level = LEVEL[claim.modality]
    told = claim.attribution
    doubting = told is not None and (told.force is Force.DOUBTING or HEDGE.search(_telling(claim, articles)))
    return HEDGED if level == STATED and (doubting or HEDGE.search(claim.text)) else level


def _telling(claim: Claim, articles: Mapping[str, Article]) -> str:
    """The words that say who said it: source and cue, and the adverb before the cue."""
    if claim.attribution is None:
        return ""
    text, source, cue = articles[claim.article_id].text, claim.attribution.source, claim.attribution.cue
    before = text[max(cue[0] - ADVERB, claim.sentence[0]) : cue[1]] if cue else ""
    return f"{text[source[0] : source[1]] if source else ''} {before}"
