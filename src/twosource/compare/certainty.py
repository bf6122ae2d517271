"""How surely and whether at all: one account affirms what another denies, states what another hedges, knows what another does not.

Reads the profiles of one finding, gives Splits of the aspects polarity and modality (event factuality). It weighs nobody's word.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import combinations

from twosource.compare import figures
from twosource.compare.figures import other_people, people_words
from twosource.compare.opposites import opposite
from twosource.compare.profile import Profile, stem
from twosource.compare.readings import Side, Split, across, order
from twosource.model import Article, Aspect, Claim, Force, Modality, Polarity, Relation

# Percent of the denial's weight that the other account has too. A cue that denies ("denied that ...") takes up what was said and may
# shorten it; "not" denies just its own words, and the more surely if the other uses its very verb. Set on half of negation_nli's pairs:
# 70 and 85 give .85 right of those told (`python -m evaluation pairs`); 65 read on the demo and ten news_cluster stories.
DENIED_BY_CUE, DENIED_BY_NOT, SAME_WORDS = 65, 70, 85
LITTLE = 25  # tenths: "did not ride" denies nothing that could be told

# "not only", "not all": something is denied, but not the proposition.
PARTLY = re.compile(
    r"\bnot (?:more than|much|only|just|merely|simply|all|every\w*|always|necessarily|entirely|yet|the only|sure|clear)\b"
    r"|\bno (?:one|longer)\b|\bnot (?:\w+ ){1,3}(?:all|every|each)\b",
    re.I,
)
NEGATED = re.compile(r"\b(?:not|no|never|neither|nor|without|none|nobody|nothing|cannot|unable)\b|n['’]t\b", re.I)
# "has yet to appear" is not "appeared", though no word of it denies.
NOT_DONE = re.compile(r"\b(?:yet to|unable to|fail(?:s|ed)? to|refus(?:e|es|ed) to|declin(?:e|es|ed) to|far from)\b", re.I)
HEDGE = re.compile(
    r"\b(may|might|could(?:n['’]t)?|perhaps|maybe|apparent(?:ly)?|alleged(?:ly)?|reportedly|suspected|suspects?|possibl[ey]|probabl[ey]|likely"
    r"|presum(?:ed|ably)|believ(?:e|es|ed)|thought to|feared|seem(?:s|ed|ingly)?|appear(?:s|ed) to|preliminary)\b",
    re.I,
)
UNKNOWN = re.compile(r"\b(unknown|unclear|not (?:yet )?(?:been )?(?:known|clear|identified|named|determined|confirmed))\b", re.I)
SETTLED = re.compile(r"\b(confirm\w*|determin\w*|ruled|conclud\w*|turned out|proved to be|identified as)\b", re.I)
ADVERB = 12  # characters before a cue: "reportedly said"
LEVELS = ("as so", "as possible", "as expected", "on a condition", "as not known")
STATED, HEDGED, NOT_KNOWN = 0, 1, 4
LEVEL = {Modality.STATED: STATED, Modality.HEDGED: HEDGED, Modality.EXPECTED: 2, Modality.CONDITIONAL: 3}


def certainty(profiles: Sequence[Profile], articles: Mapping[str, Article]) -> Iterator[Split]:
    yield from _denials(profiles)
    yield from _opposites(profiles, articles)
    yield from _modality(profiles, articles)


def _denials(profiles: Sequence[Profile]) -> Iterator[Split]:
    """One proposition put as so and as not so; "we have not searched every part" does not deny that they searched."""
    denying = [p for p in profiles if p.claim.polarity is Polarity.DENIED or NOT_DONE.search(p.claim.text)]
    affirming = [p for p in profiles if p not in denying]
    against = [(p, q) for p in denying for q in affirming if denies(p, q)]
    if not against:
        return
    denied, affirmed = ({p.claim.id: p.claim for p in side} for side in zip(*against, strict=True))
    sides = tuple(Side(next(iter(s.values())).span, tuple(s.values())) for s in (affirmed, denied))
    chain = sides[1].claims[0].attribution.chain if sides[1].claims[0].attribution else ()
    yield Split(Aspect.POLARITY, Relation.CONFLICTS, sides, f"{chain[-1].name if chain else 'one account'} puts it as not so")


def denies(a: Profile, b: Profile) -> bool:
    """`a` denies `b`: hardly a telling word of the denial without its match; what is affirmed may say more beside it."""
    if a.claim.article_id == b.claim.article_id and a.claim.span == b.claim.span:
        return True
    if a.claim.attribution is not None and a.claim.attribution.force is Force.DENYING:
        shared = sum(a.weights[t] for t in a.weights.keys() & b.weights.keys())
        return (bool(a.event & b.event) and shared * 100 >= DENIED_BY_CUE * a.total) or shared * 100 >= SAME_WORDS * max(a.total, b.total)
    if PARTLY.search(a.claim.text) or NEGATED.search(b.claim.text) or not _figures_fit(a, b) or other_people(a.claim, b.claim):
        return False
    if a.total < LITTLE or _speakers_apart(a.claim, b.claim):
        return False
    words = {stem(w) for w in re.findall(r"\w+", b.claim.text.lower())} | b.weights.keys()
    verb = bool(a.event & b.event) or (a.claim.event is not None and stem(a.claim.event.predicate.split()[0]) in words)
    return _share_in(a, words) >= (DENIED_BY_NOT if verb else SAME_WORDS)


def _speakers_apart(a: Claim, b: Claim) -> bool:
    """ "I did not", "you did": of two people."""
    first, second = (re.match(r"(?:i|you|we|he|she|they)\b", c.text, re.I) for c in (a, b))
    return first is not None and second is not None and first[0].lower() != second[0].lower()


def _share_in(denial: Profile, words: Container[str]) -> int:
    """Percent of the denial's weight that is among `words`; who it was may go by another noun ("the driver", "a man of 40")."""
    found = {t for t in denial.weights if t in words or t.lstrip("@").split()[-1] in words}
    lacking = denial.weights.keys() - found - people_words()
    shared = sum(denial.weights[t] for t in found)
    return 100 * shared // max(shared + sum(denial.weights[t] for t in lacking), 1)


def _figures_fit(a: Profile, b: Profile) -> bool:
    """ "not 100 members" does not deny 4,000 members."""
    return all(any(f.quantity.low == g.quantity.low for g in b.figures) for f in a.figures if f.quantity.low is not None)


def _opposites(profiles: Sequence[Profile], articles: Mapping[str, Article]) -> Iterator[Split]:
    """ "rose" and "fell" of one thing; "lost contact", then "regained contact": the later state replaces the earlier."""
    for p, q in combinations(profiles, 2):
        a, b = p.claim, q.claim
        if a.event is None or b.event is None or a.polarity is not b.polarity or a.article_id == b.article_id or not _one_subject(p, q):
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
    same = (p.agent | p.patient) & (q.agent | q.patient) or p.names & q.names
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
    settled = bool(SETTLED.search(most.claims[0].text) or SETTLED.search(_telling(most.claims[0], articles)))
    if order(most.claims, least.claims, articles) == 1 and (max(by_level) == NOT_KNOWN or (settled and max(by_level) == HEDGED)):
        yield Split(Aspect.MODALITY, Relation.SUPERSEDES, (least, most), why)
    else:
        yield Split(Aspect.MODALITY, Relation.ADDS, sides, why)


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
