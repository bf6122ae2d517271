"""In what the readings of one finding differ, slot by slot, with the words of each reading.

Reads the claims of one finding, gives Splits: an aspect, how the readings stand to one another, and which claims hold which.
Adding detail is no conflict; a later figure that replaces an earlier one is no dispute; silence is silence.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import combinations

from twosource.compare import figures
from twosource.compare.align import quotations, same_source, shared_quotation
from twosource.compare.attributes import attributes
from twosource.compare.certainty import certainty
from twosource.compare.circumstances import circumstances
from twosource.compare.measures import measures
from twosource.compare.origins import NOBODY
from twosource.compare.origins import OWN_WORDS as OWN
from twosource.compare.profile import Profile, stem, weight
from twosource.compare.readings import Side, Split, across, bag, sides
from twosource.compare.repeated import Accounts
from twosource.compare.values import impossible, values
from twosource.model import Article, Aspect, Claim, Relation, SourceKind, Span

TELLING = 15  # tenths: a word that tells something (zipf 5.5 and rarer)
BESIDE = 120  # characters around a quotation in which its speaker's calling stands
FULLER = 3  # words more than the other has: the fuller of two that both say something of their own


def splits(
    profiles: Sequence[Profile],
    articles: Mapping[str, Article],
    aligned: Container[frozenset[str]],
    voices: Mapping[str, str],
    *,
    accounts: Accounts | None = None,
) -> Iterator[Split]:
    """Every difference among the claims of one finding, in the order of the aspects.

    `voices`: claim id -> on whose word it is told; `accounts`: all figures of the story, without it those of these claims.
    """
    yield from values(profiles, articles, aligned, accounts or Accounts(profiles, articles))
    yield from impossible(profiles)
    yield from measures(profiles, aligned)
    yield from list(_scopes(profiles)) or _superlatives(profiles)
    yield from _conditions(profiles)
    yield from certainty(profiles, articles)
    yield from _attribution(profiles, articles, voices)
    yield from circumstances(profiles)
    yield from attributes(profiles, aligned)
    yield from _words(profiles, aligned)


def _scopes(profiles: Sequence[Profile]) -> Iterator[Split]:
    """What the readings are measured from, over or in: "since the war began" against "since such drones began"."""
    kinds: dict[str, list[tuple[Claim, Span, object]]] = {}
    for p in profiles:
        scopes = [*p.claim.scopes, *(s for f in p.figures for s in f.quantity.scopes)]
        for scope in dict.fromkeys(scopes):
            kinds.setdefault(scope.kind, []).append((p.claim, scope.span, bag(scope.text)))
    for kind, items in kinds.items():
        found = sides(items)
        if kind not in figures.COMPARED:  # "overnight" beside "on Sunday night" is a matter of time, not of scope
            continue
        if across(found):
            why = "measured from different points" if kind == "baseline" else "told of a different range"
            yield Split(Aspect.SCOPE, Relation.ADDS, found, why)


# "the first American in space", "the deadliest fire in modern history", "any gutters": what is said to be alone of its kind, and of which.
RANGE = re.compile(r"\b(first|only|last|most|least|best|worst|[a-z]{3,}est)\b ((?:[\w'’-]+ ?){1,8})", re.I)


def _superlatives(profiles: Sequence[Profile]) -> Iterator[Split]:
    """The first, or the worst, of more or less: "the first satellite", "the first telecoms satellite"."""
    items: list[tuple[Claim, Span, object]] = []
    ranks: dict[str, set[str]] = {}
    for p in profiles:
        for m in RANGE.finditer(p.claim.text):
            if m[1].lower() not in p.claim.terms:  # "protest", "forest" are words of their own
                ranks.setdefault(m[1].lower(), set()).add(p.claim.article_id)
                start = p.claim.span[0]
                items.append((p.claim, (start + m.start(), start + m.end(2)), (m[1].lower(), bag(m[2]))))
    for rank in sorted(r for r, told in ranks.items() if len(told) > 1):
        found = sides([x for x in items if isinstance(x[2], tuple) and x[2][0] == rank])
        if across(found) and _one_head(found):
            yield Split(Aspect.SCOPE, Relation.ADDS, found, f"{rank!r} of a different range")
            return


def _one_head(found: Sequence[Side]) -> bool:
    """The ranges share a word at least: "first satellite", "first telecoms satellite", not "first day", "first goal"."""
    words = [bag(s.claims[0].text[s.span[0] - s.claims[0].span[0] : s.span[1] - s.claims[0].span[0]]) for s in found]
    return len(frozenset.intersection(*words)) > 1


def _conditions(profiles: Sequence[Profile]) -> Iterator[Split]:
    items = [(p.claim, p.claim.condition, bag(_words_at(p.claim, p.claim.condition))) for p in profiles if p.claim.condition]
    found = sides([(c, s, b) for c, s, b in items if s is not None])
    without = [p.claim for p in profiles if not p.claim.condition and p.claim.article_id not in {c.article_id for c, _, _ in items}]
    if found and without:
        bare = Side(without[0].span, tuple(without))
        yield Split(Aspect.CONDITION, Relation.ADDS, (*found, bare), "a condition that the other account does not give")
    elif across(found):
        yield Split(Aspect.CONDITION, Relation.ADDS, found, "the condition is told differently")


def _words_at(claim: Claim, span: Span | None) -> str:
    if span is None:
        return ""
    s, e = span[0] - claim.span[0], span[1] - claim.span[0]
    return claim.text[max(s, 0) : e] if e > 0 else ""


def _attribution(profiles: Sequence[Profile], articles: Mapping[str, Article], voices: Mapping[str, str]) -> Iterator[Split]:
    for a, b in combinations(profiles, 2):
        quote = shared_quotation(a.claim, b.claim)
        people = [_named_here(p.claim, articles) for p in (a, b)]
        if (
            quote
            and _long(quote)
            and people[0]
            and people[1]
            and not _one_person(people[0], people[1], quote)
            and not _spoke_for(a.claim, b.claim, articles)
        ):
            pair = (Side(a.claim.span, (a.claim,)), Side(b.claim.span, (b.claim,)))
            yield Split(Aspect.ATTRIBUTION, Relation.CONFLICTS, pair, f"the same words are given to {people[0]} and to {people[1]}")
            return
    told: dict[str, dict[str, Claim]] = {}
    for p in profiles:
        told.setdefault(p.claim.article_id, {}).setdefault(voices[p.claim.id], p.claim)
    items: list[tuple[Claim, Span, object]] = []
    for held in told.values():  # an account that names a source anywhere is told on its word
        by_name = {v: c for v, c in held.items() if v not in (OWN, NOBODY)} or {v: c for v, c in held.items() if v != OWN} or held
        items += [(c, c.span, frozenset(by_name)) for c in list(by_name.values())[:1]]
    found = sides(items)
    if across(found):
        names = sorted({name for _, _, held in items if isinstance(held, frozenset) for name in held}, key=lambda n: (n == OWN, n))
        yield Split(Aspect.ATTRIBUTION, Relation.ADDS, found, "told on the word of " + " and ".join(names).replace(f"word of {OWN}", OWN))


def _long(quote: str) -> bool:
    """Two telling words at least: a chance likeness is hardly so long ("perfectly fine")."""
    return len(quote) > 12 and len(quote.split()) > 1


def _one_person(a: str, b: str, quote: str) -> bool:
    """Two spellings of one name, or one of whom the words speak: then the other spoke for them."""
    surnames = [n.split()[-1].lower() for n in (a, b)]
    return surnames[0] == surnames[1] or any(n in quote for n in surnames)


SPEAKER = re.compile(r"\b(?:spokes\w+|representatives?|publicist|lawyer|attorney|statement|press release|agent)\b", re.I)


def _spoke_for(a: Claim, b: Claim, articles: Mapping[str, Article]) -> bool:
    """A statement that one text gives to a man and another to his lawyer is one person's word."""
    return any(SPEAKER.search(articles[c.article_id].text[max(c.sentence[0], c.span[0] - BESIDE) : c.span[1] + BESIDE]) for c in (a, b))


def _named_here(claim: Claim, articles: Mapping[str, Article]) -> str | None:
    """The one person it is given to, if the words beside it name them; a pronoun may have been read wrongly."""
    chain = claim.attribution.chain if claim.attribution else ()
    if len(chain) != 1 or chain[0].kind is not SourceKind.PERSON or chain[0].mention is None:
        return None
    start, end = chain[0].mention
    return chain[0].name if chain[0].name.split()[-1] in articles[claim.article_id].text[start:end] else None


def _words(profiles: Sequence[Profile], aligned: Container[frozenset[str]]) -> Iterator[Split]:
    """The same said in other words (wording: the pair that differs least), or more of it (detail: the pair that differs most)."""
    wording: list[tuple[int, Side, Side, str]] = []
    detail: list[tuple[int, Side, Side, str]] = []
    for a, b in combinations(profiles, 2):
        if a.claim.article_id == b.claim.article_id or frozenset((a.claim.id, b.claim.id)) not in aligned:
            continue
        mine, theirs = (_telling(x, y) for x, y in ((a, b), (b, a)))
        pair = Side(a.claim.span, (a.claim,)), Side(b.claim.span, (b.claim,))
        size = len(mine) + len(theirs)
        if mine and theirs and (same_source(a.claim, b.claim) or shared_quotation(a.claim, b.claim) or a.event & b.event):
            quoted = bool(quotations(a.claim)) != bool(quotations(b.claim))
            why = "a quotation and a paraphrase of it" if quoted else f"{_list(mine)} against {_list(theirs)}"
            wording.append((size, *pair, why))
        if more := _more(a, b, mine, theirs) or _more(b, a, theirs, mine):
            detail.append((-size, *pair, f"only one says {_list(more)}"))
    for aspect, found in ((Aspect.WORDING, wording), (Aspect.DETAIL, detail)):
        if found:
            _, x, y, why = min(found, key=lambda d: (d[0], d[1].claims[0].id, d[2].claims[0].id))
            yield Split(aspect, Relation.ADDS, (x, y), why)


def _more(a: Profile, b: Profile, mine: list[str], theirs: list[str]) -> list[str]:
    """What `a` says more than `b`: any telling word if `b` adds none of its own; else names, figures, or clearly the more words."""
    if not theirs or len(mine) - len(theirs) >= FULLER:
        return mine
    words = {stem(w) for w in re.findall(r"\w+", b.claim.text.lower())} | {w for n in b.claim.names for w in n.lower().split()}
    names = [n for n in a.claim.names if not any(stem(w) in words or w in words for w in n.lower().split())]
    figures_ = [f.quantity.counted or f"{f.quantity.low:g}" for f in a.figures if f.quantity.low is not None] if not b.figures else []
    return [*names, *figures_]


def _telling(a: Profile, b: Profile) -> list[str]:
    """Words of `a` that tell something and have no match in `b`."""
    other = {stem(t) for t in b.claim.terms} | {part for n in b.claim.names for part in n.lower().split()}
    return list(dict.fromkeys(t for t in a.claim.terms if stem(t) not in other and weight(t) >= TELLING))


def _list(words: list[str]) -> str:
    return ", ".join(repr(w) for w in words[:3])
