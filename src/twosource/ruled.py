"""What people decided, as the stages apply it: which claim a ruling is about in this run, and what it makes of claims.

Reads Ruled and Claim; gives claims with the sources that a person gave them, and pairs that a person put together or kept apart.
A ruling is matched by the words that it was made on, whatever the claims' ids are now. What matches nothing is told by the ledger.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations

from twosource.model import Article, Attribution, Claim, Link, Mode, Ruled, RulingKind, SourceKind, Span

NAMED = (SourceKind.PERSON, SourceKind.BODY, SourceKind.OFFICE, SourceKind.GROUP, SourceKind.DOCUMENT)


def matched(ruled: Ruled, claims: Iterable[Claim]) -> Claim | None:
    """The claim that a ruling is about: the one it was made on, else that of its article whose words overlap most, by half at least."""
    if ruled.span is None:
        return None
    near = [(c.id == ruled.claim, _overlap(ruled.span, c.span), c) for c in claims if c.article_id == ruled.article_id]
    near = [n for n in near if n[1] >= 0.5]
    return min(near, key=lambda n: (not n[0], -n[1], -_likeness(n[2].span, ruled.span or (0, 0)), n[2].id))[2] if near else None


def _overlap(a: Span, b: Span) -> float:
    """The share of the shorter that both have."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0])) / max(1, min(a[1] - a[0], b[1] - b[0]))


def _likeness(a: Span, b: Span) -> float:
    shared = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    return shared / max(1, max(a[1], b[1]) - min(a[0], b[0]))


def ruled_claims(article: Article, made: Iterable[Claim]) -> list[Claim]:
    """The claims of one article, with the sources that a person gave them."""
    claims = list(made)
    for ruling in sorted(article.rulings, key=lambda r: (r.id, r.place)):
        claim = matched(ruling, claims)
        if claim is not None and ruling.kind is RulingKind.WRONG_SOURCE:
            claims = [_given_source(c, article, ruling, claims) if c.id == claim.id else c for c in claims]
        elif claim is not None and ruling.kind is RulingKind.RENAME and ruling.value and (named := _innermost(claim)):
            claims = [_renamed(c, article, ruling, named.name) for c in claims]
    return claims


def _innermost(claim: Claim) -> Link | None:
    return claim.attribution.chain[-1] if claim.attribution and claim.attribution.chain else None


def _given_source(claim: Claim, article: Article, ruling: Ruled, others: Sequence[Claim]) -> Claim:
    rulings = (*claim.rulings, ruling.id)
    if not ruling.value:
        return replace(claim, attribution=None, rulings=rulings)
    link = _link(ruling, article, _innermost(claim), others)
    if claim.attribution is None:
        given = Attribution(chain=(link,), source=link.mention, cue=None, content=(claim.span,), mode=Mode.INDIRECT)
    else:
        outer = [x for x in claim.attribution.chain[:-1] if x.name != link.name]
        given = replace(claim.attribution, chain=(*outer, link), source=link.mention)
    return replace(claim, attribution=given, rulings=rulings)


def _link(ruling: Ruled, article: Article, before: Link | None, others: Sequence[Claim]) -> Link:
    """The source that a person named: as the article has it elsewhere, else of the kind that was given, or that the wrong one had."""
    name, why = str(ruling.value), f"a person says so (ruling {ruling.id})"
    known = next((x for c in others if c.attribution for x in c.attribution.chain if x.name == name), None)
    if known is not None:
        return replace(known, kind=ruling.source_kind or known.kind, reason=why)
    kind = ruling.source_kind or (before.kind if before and before.kind in NAMED else SourceKind.PERSON)
    at = _named_at(name, article)
    return Link(name=name, kind=kind, mention=at, named_at=at, reason=why)


def _renamed(claim: Claim, article: Article, ruling: Ruled, name: str) -> Claim:
    if claim.attribution is None or all(x.name != name for x in claim.attribution.chain):
        return claim
    new, why = str(ruling.value), f"a person says so (ruling {ruling.id})"
    at = _named_at(new, article)

    def link(x: Link) -> Link:
        return replace(x, name=new, kind=ruling.source_kind or x.kind, named_at=at or x.named_at, reason=why) if x.name == name else x

    chain = tuple(link(x) for x in claim.attribution.chain)
    return replace(claim, attribution=replace(claim.attribution, chain=chain), rulings=(*claim.rulings, ruling.id))


def _named_at(name: str, article: Article) -> Span | None:
    at = article.text.find(name)
    return None if at < 0 else (at, at + len(name))


def ruled_pairs(claims: Sequence[Claim], rulings: Iterable[Ruled]) -> dict[tuple[str, str], tuple[int, RulingKind]]:
    """Pairs of claims that a person put together or keeps apart: (a, b), a < b -> (ruling, kind); the last word holds."""
    by_ruling: dict[int, list[Ruled]] = defaultdict(list)
    for ruled in sorted(rulings, key=lambda r: (r.id, r.place)):
        by_ruling[ruled.id].append(ruled)
    pairs: dict[tuple[str, str], tuple[int, RulingKind]] = {}
    for id, targets in by_ruling.items():
        found = {r.place: claim.id for r in targets if (claim := matched(r, claims))}
        for p, q in combinations(sorted(found), 2):
            if found[p] != found[q] and (targets[0].kind is RulingKind.SAME or p == 0):
                a, b = sorted((found[p], found[q]))
                pairs[a, b] = id, targets[0].kind
    return dict(sorted(pairs.items()))
