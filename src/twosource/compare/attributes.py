"""What a thing has only one of, told as two: what it is, of which state, made by whom, which in number, when, lying where.

Reads the profiles of one finding, gives Splits (functional relations: Lin, Mausam and Etzioni 2010, "Identifying functional
relations in web text"); what is read of each claim is in facts. It takes no part in callings: one person may have several.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from itertools import combinations

from twosource.compare.dated import Day
from twosource.compare.facts import Fact, Sort, facts
from twosource.compare.profile import PRONOUNS, Profile
from twosource.compare.readings import Side, Split
from twosource.compare.regions import excluding
from twosource.model import Aspect, Claim, Modality, Polarity, Relation
from twosource.naming import fold

WHY = {
    Sort.NATURE: (Aspect.VALUE, "it is not both of these"),
    Sort.STATE: (Aspect.VALUE, "of one state or of the other"),
    Sort.MAKER: (Aspect.VALUE, "each names another for it"),
    Sort.RANK: (Aspect.VALUE, "it is not both of these in number"),
    Sort.DATE: (Aspect.TIME, "the dates exclude each other"),
    Sort.PLACE: (Aspect.PLACE, "it lies in one place or in the other"),
}


def attributes(profiles: Sequence[Profile], aligned: Container[frozenset[str]]) -> Iterator[Split]:
    """The first pair of readings of each attribute that exclude each other, of claims that are aligned and told as so."""
    told = [(p.claim, facts(p.claim)) for p in profiles if p.claim.polarity is Polarity.AFFIRMED and p.claim.modality is Modality.STATED]
    seen: set[tuple[Sort, str]] = set()
    for (a, mine), (b, theirs) in combinations(told, 2):
        if a.article_id == b.article_id or frozenset((a.id, b.id)) not in aligned:
            continue
        for f, g in ((f, g) for f in mine for g in theirs if (f.sort, f.key) == (g.sort, g.key) and (f.sort, f.key) not in seen):
            if _of_one(f, g, a, b) and _exclude(f, g, a, b):
                seen.add((f.sort, f.key))
                aspect, why = WHY[f.sort]
                yield Split(aspect, Relation.CONFLICTS, (Side(f.span, (a,)), Side(g.span, (b,))), why)


def _of_one(f: Fact, g: Fact, a: Claim, b: Claim) -> bool:
    """Each names what the other's fact is of; whom a pronoun or "directed by ..." is of was settled by those who aligned them."""
    return not f.subject or not g.subject or (_names(b, f.subject) and _names(a, g.subject))


def _names(claim: Claim, subject: frozenset[str]) -> bool:
    words = fold(claim.text).split()
    return bool(subject & set(words)) or bool(PRONOUNS.intersection(words[:1]))


def _exclude(f: Fact, g: Fact, a: Claim, b: Claim) -> bool:
    x, y = f.value, g.value
    if isinstance(x, Day) or isinstance(y, Day):
        return isinstance(x, Day) and isinstance(y, Day) and x.excludes(y)
    if f.sort in (Sort.STATE, Sort.PLACE):
        return excluding(x, y)
    if f.sort is Sort.MAKER:  # whom the other account names in another part may have made it with the one it names
        return not x & set(fold(b.text).split()) and not y & set(fold(a.text).split())
    return not x & y
