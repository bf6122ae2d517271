"""Who was not named when one account was written, and is named in a later one: "who has not yet been identified", "the attacker, Ada Kolm".

Reads the claims of one story, gives Splits of the aspect modality. A name is taken for the unnamed person's where both stand in one
role of the story (who did it, to whom it was done, who drove), or both are of one age. It does not guess who is meant beyond that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from twosource.compare import figures
from twosource.compare.profile import Profile
from twosource.compare.readings import Side, Split, order
from twosource.model import Article, Aspect, Claim, Relation
from twosource.naming import name_key, rows

WHY = "not named at first, and named later"
_NOT = r"(?:not|n['’]t)(?: yet| immediately| been| publicly| being| be)*"
_PEOPLE = "man|woman|boy|girl|child|teenager|male|female|person"
UNNAMED = re.compile(
    rf"\b(?:(?:unidentified|unnamed) (?:[\w-]+ ){{0,2}}?(?:{_PEOPLE}|ROLE)|(?:yet to be|{_NOT}) (?:identified|named)"
    rf"|(?:names?|identit(?:y|ies))\b[^.;]{{0,40}}? (?:{_NOT} (?:released|known|disclosed|given|clear|made public)|unknown|withheld)"
    rf"|{_NOT} (?:identify|name|release (?:the |his |her )?(?:names?|identity)))\b",
    re.I,
)
_NAME = r"(?:(?:[A-Z][\w’'-]+|[A-Z]\.) ){1,3}[A-Z][\w’'-]+"
_AGE = r"(?:(?:the )?(?:\w+-){2}old |\d+-year ?- ?old )?"
GIVEN = re.compile(rf"\b(?:identified|named)\b[^.;]{{0,80}}? as {_AGE}(?P<name>{_NAME})")
YEARS = figures.YEARS
_DEEDS = frozenset("shoot stab bomb explode attack crash steal kidnap hijack fire murder rape".split())  # of data/predicates.tsv


@dataclass(frozen=True, slots=True)
class Named:
    """A name that an account gives for somebody in a role."""

    name: str
    role: str | None
    profile: Profile
    told: bool  # the text tells that they were identified


def unnamed(told: Sequence[Profile], articles: Mapping[str, Article]) -> Iterator[Split]:
    """One split for each person who was not named: where that is said, and the claims that name them."""
    known = [n for p in told for n in _named(p, articles)]
    by_sentence: dict[object, Profile] = {}
    for p in told:
        at = (p.claim.article_id, p.claim.sentence)
        if _pattern().search(p.claim.text) and (at not in by_sentence or len(p.claim.text) < len(by_sentence[at].claim.text)):
            by_sentence[at] = p  # "who has not been identified", not all that he did
    for p in by_sentence.values():
        role = _role(p, told, articles)
        found = [n for n in known if _is_who(n, p, role, known, told)]
        newer = _first([n.profile for n in found if _after(p, n.profile, articles)])
        newer |= {
            a: c
            for a, c in _first([q for n in found for q in told if n.name in q.names and _after(p, q, articles)]).items()
            if a not in newer
        }
        newer = newer or _first([n.profile for n in found if n.told and n.profile.claim.article_id == p.claim.article_id])
        if newer:
            sides = Side(p.claim.span, (p.claim,)), Side(next(iter(newer.values())).span, tuple(newer.values()))
            yield Split(Aspect.MODALITY, Relation.SUPERSEDES, sides, WHY)


def _after(p: Profile, q: Profile, articles: Mapping[str, Article]) -> bool:
    return order((p.claim,), (q.claim,), articles) == -1


def _first(told: Sequence[Profile]) -> dict[str, Claim]:
    """The first claim of each article."""
    return {p.claim.article_id: p.claim for p in sorted(told, key=lambda p: (p.claim.article_id, p.claim.span), reverse=True)}


@cache
def _roles() -> dict[str, str]:
    return {noun.strip(): role for role, nouns in rows("roles.tsv") for noun in nouns.split(",")}


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(UNNAMED.pattern.replace("ROLE", "|".join(_roles())), re.I)


@cache
def _beside() -> re.Pattern[str]:
    """ "The attacker, Ada Kolm", "gunman Ada Kolm"."""
    return re.compile(rf"\b(?i:{'|'.join(_roles())}),? (?P<name>{_NAME})")


def _sentence(claim: Claim, articles: Mapping[str, Article]) -> str:
    return articles[claim.article_id].text[slice(*claim.sentence)]


def _named(p: Profile, articles: Mapping[str, Article]) -> Iterator[Named]:
    text = _sentence(p.claim, articles)
    for m in GIVEN.finditer(text):
        if m["name"] in p.claim.text:
            yield Named(name_key(m["name"]), _role_word(text[: m.start("name")]) or _done_to(text[: m.start("name")]), p, True)
    for m in _beside().finditer(p.claim.text):
        yield Named(name_key(m["name"]), _role_word(m[0]), p, False)


def _role_word(text: str) -> str | None:
    return next((_roles()[w] for w in re.findall(r"\w+", text.lower()) if w in _roles()), None)


# To whom it was done: what befell is told of them in the passive, or found on them.
DONE_TO = re.compile(
    r"\b(?:killed|slain|found dead|died|dead|fatally|(?:was|were|been|man|woman|boy|girl) (?:shot|stabbed|struck)|wounds?)\b", re.I
)
VIOLENT = frozenset({"shoot", "attack", "stab", "explode", "murder"})


def _done_to(text: str) -> str | None:
    return "victim" if DONE_TO.search(text) else None


def _role(p: Profile, told: Sequence[Profile], articles: Mapping[str, Article]) -> str | None:
    """By the noun that stands for them, else by what they do or suffer in that sentence."""
    text = _sentence(p.claim, articles)
    if role := _role_word(p.claim.text):
        return role
    beside = [q for q in told if (q.claim.article_id, q.claim.sentence) == (p.claim.article_id, p.claim.sentence)]
    if any(q.event & VIOLENT and q.agent & figures.people_words() for q in beside):
        return "doer"
    return _done_to(text)


def _happenings(p: Profile, told: Sequence[Profile]) -> frozenset[str]:
    """What happened, of what its sentence tells: not that somebody was charged with it, or died of it."""
    at = p.claim.article_id, p.claim.sentence
    return frozenset().union(*(q.classes for q in told if (q.claim.article_id, q.claim.sentence) == at)) & _DEEDS


def _is_who(n: Named, p: Profile, role: str | None, known: Sequence[Named], told: Sequence[Profile]) -> bool:
    """The name may be the unnamed one's: of one age, or alone in that role; no age or sex tells them apart."""
    ages = [{f.quantity.low for f in x.figures if f.quantity.unit == YEARS} for x in (p, n.profile)]
    if figures.other_people(p.claim, n.profile.claim) or (ages[0] and ages[1] and not ages[0] & ages[1]):
        return False
    if n.profile.claim.article_id == p.claim.article_id:
        return n.told and bool(ages[0] & ages[1])
    if any(k.role == role and k.profile.claim.article_id == p.claim.article_id for k in known):
        return False  # its own account names another in that role
    kinds = [_happenings(x, told) for x in (p, n.profile)]
    if all(kinds) and not kinds[0] & kinds[1]:
        return False  # the suspect in a shooting, the suspect in a robbery
    alone = len({k.name.split()[-1] for k in known if k.role == role}) == 1
    return bool(ages[0] & ages[1]) or (role is not None and n.role == role and alone)
