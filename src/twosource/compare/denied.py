"""A denial and what it denies, wherever in a story the two stand: "her claims of an attack are untrue" against "he attacked me".

Reads the claims of one story, gives Splits of the aspect polarity. A denial is on somebody's word; what it denies is another's, or an
outlet's own. Two claims of one finding are compared in denials.py, and more freely, since they were aligned.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from twosource.compare.denials import AUXILIARY, HEDGE, NEGATED, PARTLY
from twosource.compare.profile import PRONOUNS, Profile, event_classes, stem, topic, weight
from twosource.compare.readings import Side, Split
from twosource.compare.repeated import other_days
from twosource.model import Article, Aspect, Claim, Force, Modality, Polarity, Relation
from twosource.naming import same_name

TELLING = 15  # tenths
# "Her claims of being attacked are untrue": what was claimed is denied, though the sentence affirms.
DISMISSED = re.compile(
    r"\b(?:claims?|allegations?|accusations?|reports?|rumou?rs?|suggestions?|stor(?:y|ies)|charges?) (?:of|that|about)\b"
    r"(?P<what>[^.;]{3,90}?) (?:is|are|was|were|be)(?: \w+ly)?"
    r" (?:not true|untrue|false|baseless|unfounded|groundless|fabricated|lies|nonsense|denied|rejected|without (?:merit|basis))\b",
    re.I,
)
OPEN = re.compile(r"\b(?:whether|whatever|if|would|close to|deny|denied|denies)\b", re.I)


def denied(told: Sequence[Profile], articles: Mapping[str, Article]) -> Iterator[Split]:
    """One split for each matter: all that affirm it, all that deny it."""
    pairs = [(p, q) for p in told if (what := _what(p)) is not None for q in told if _affirms(q) and _against(p, what, q)]
    while pairs:
        matter = [pairs.pop(0)]
        while met := [x for x in pairs if any(x[0] is p or x[1] is q for p, q in matter)]:
            matter += met
            pairs = [x for x in pairs if not any(x is m for m in met)]
        no, yes = ({x.claim.id: x.claim for x in side} for side in zip(*matter, strict=True))
        if len({c.article_id for c in (*no.values(), *yes.values())}) > 1:
            who = _source(matter[0][0].claim)
            sides = tuple(Side(next(iter(s.values())).span, tuple(s.values())) for s in (yes, no))
            yield Split(Aspect.POLARITY, Relation.CONFLICTS, sides, f"{who} puts it as not so")


def _source(claim: Claim) -> str | None:
    return claim.attribution.chain[-1].name if claim.attribution and claim.attribution.chain else None


def _what(p: Profile) -> frozenset[str] | None:
    """The telling words that a claim denies, on somebody's word; None if it denies nothing."""
    if _source(p.claim) is None or PARTLY.search(p.claim.text):
        return None
    if m := DISMISSED.search(p.claim.text):
        return _topics(m["what"])
    if p.claim.polarity is not Polarity.DENIED:
        return None
    return frozenset(t for t in p.weights if t[0] not in "@=#" and weight(t) >= TELLING)


def _topics(text: str) -> frozenset[str]:
    return frozenset(
        topic(w) for w in re.findall(r"[a-z]+", text.lower()) if w not in AUXILIARY and w not in PRONOUNS and weight(w) >= TELLING
    )


def _affirms(q: Profile) -> bool:
    return (
        q.claim.polarity is Polarity.AFFIRMED
        and q.claim.modality in (Modality.STATED, Modality.CONDITIONAL)
        and not any(pattern.search(q.claim.text) for pattern in (HEDGE, NEGATED, OPEN, DISMISSED))
    )


def _against(p: Profile, what: frozenset[str], q: Profile) -> bool:
    who, other = _source(p.claim), _source(q.claim)
    if who is None or (other is not None and same_name(who, other)) or other_days(p, q):
        return False
    if p.claim.article_id == q.claim.article_id and p.claim.sentence == q.claim.sentence:
        return False
    return _accused(p, who, q) or _same(p, what, q)


def _accused(p: Profile, who: str, q: Profile) -> bool:
    """Who is said to have done it denies the very event."""
    dismissed = DISMISSED.search(p.claim.text)
    if not dismissed and not (p.claim.attribution and p.claim.attribution.force is Force.DENYING):
        return False
    words = _lemmas(dismissed["what"]) if dismissed else frozenset(p.claim.terms)
    doer = q.claim.event.agent if q.claim.event else None
    places = [{place.name for place in r.claim.places} for r in (p, q)]
    if all(places) and not places[0] & places[1]:
        return False  # "denied shelling the hospital in Marnow", "shelled positions near Orvel"
    return bool(event_classes(words)[0] & q.event) and doer is not None and same_name(who, doer.name)


def _lemmas(text: str) -> frozenset[str]:
    """Words and their stems, as the classes of events are listed."""
    words = re.findall(r"[a-z]+", text.lower())
    return frozenset({*words, *map(stem, words)})


def _same(p: Profile, what: frozenset[str], q: Profile) -> bool:
    """All that is denied is said by the other, of the same thing if both say of what."""
    if len(what) < 2:
        return False  # "it is not a crisis": what is not?
    named = {part for n in q.claim.names for part in n.lower().split()}
    words = {topic(t) for t in q.claim.terms if t not in named}
    if not what <= words:
        return False
    mine, theirs = p.agent | p.patient, q.agent | q.patient
    names = p.names - q.names
    verb = topic(p.claim.event.predicate.split()[0]) if p.claim.event else None
    return (verb in what) and not names and (not mine or not theirs or bool(mine & theirs))
