"""Does every record still stand on the words it says it stands on?

Reads a Ledger; gives a sentence for each span that is outside its text or does not hold the words recorded for it, for each text
that is not the one of its SHA-256, and for each record that refers to one that is not there. It does not run the rules again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from twosource.group.words import read_words
from twosource.ledger.reader import Ledger
from twosource.model import Alignment, Article, Claim, Copy, Evidence, Finding, Membership, Reading, Span
from twosource.schema import to_row


def mismatches(ledger: Ledger) -> Iterator[str]:
    """One sentence for each thing that does not hold."""
    articles: dict[str, Article] = {a.id: a for a in ledger.records("articles")}
    for article in articles.values():
        if sha256(article.text.encode()).hexdigest() != article.sha256:
            yield f"article {article.id} ({article.uri}): its text is not the one of its SHA-256"
        yield from _spans(f"article {article.id}", to_row(article), article)
    claims: list[Claim] = ledger.records("claims")
    yield from _claims(claims, articles)
    yield from _copies(ledger.records("copies"), articles)
    yield from _memberships(ledger.records("memberships"), articles)
    known = {c.id for c in claims}
    alignments: list[Alignment] = ledger.records("alignments")
    for alignment in alignments:
        for id in {alignment.a, alignment.b} - known:
            yield f"an alignment of story {alignment.story_id} names the claim {id}, which is not there"
    yield from _findings(ledger.records("findings"), articles, known)


def _claims(claims: list[Claim], articles: Mapping[str, Article]) -> Iterator[str]:
    for claim in claims:
        article = articles.get(claim.article_id)
        if article is None:
            yield f"claim {claim.id} names the article {claim.article_id}, which is not there"
        else:
            yield from _spans(f"claim {claim.id} of {claim.uri}", to_row(claim), article)


def _copies(copies: list[Copy], articles: Mapping[str, Article]) -> Iterator[str]:
    for copy in copies:
        of, carrier = articles.get(copy.of), articles.get(copy.copy)
        if of is None or carrier is None:
            yield f"the copy of {copy.of} in {copy.copy}: one of the two is not there"
            continue
        for a, b in copy.passages:
            where = f"the copy of {copy.of} in {copy.copy}"
            yield from _outside(where, a, of)
            yield from _outside(where, b, carrier)
            if _words(of, a) != _words(carrier, b):
                yield f"{where}: the words at {list(a)} and at {list(b)} are not the same"


def _words(article: Article, span: Span) -> list[str]:
    words = read_words(article.text, skip=(*article.furniture, *article.corrections))
    return [form for form, (start, end) in zip(words.forms, words.spans, strict=True) if span[0] <= start and end <= span[1]]


def _memberships(memberships: list[Membership], articles: Mapping[str, Article]) -> Iterator[str]:
    placed = [m.article_id for m in memberships]
    for id in sorted(articles.keys() ^ set(placed)):
        yield f"article {id} is in no story" if id in articles else f"a story holds the article {id}, which is not there"
    if len(placed) != len(set(placed)):
        yield "an article is in two stories"


def _findings(findings: list[Finding], articles: Mapping[str, Article], claims: set[str]) -> Iterator[str]:
    found: list[str] = []
    for finding in findings:
        found += finding.claims
        parts: list[Evidence | Reading] = [*finding.evidence, *(r for d in finding.differences for r in d.readings)]
        for part in (*parts, *(e for h in finding.hints for e in h.evidence)):
            article = articles.get(part.article_id)
            if article is None:
                yield f"finding {finding.id} cites the article {part.article_id}, which is not there"
            else:
                yield from _spans(f"finding {finding.id}", to_row(part), article)
    for id in sorted(claims ^ set(found)):
        yield f"claim {id} is in no finding" if id in claims else f"a finding holds the claim {id}, which is not there"
    if len(found) != len(set(found)):
        yield "a claim is in two findings"


def _spans(where: str, row: Any, article: Article) -> Iterator[str]:
    """Every span of a row lies in the text; where the row gives the span's words too, they are the text's."""
    if isinstance(row, dict):
        if isinstance(row.get("text"), str) and isinstance(row.get("span"), list):
            start, end = row["span"]
            if article.text[start:end] != row["text"]:
                yield f"{where}: {row['text']!r} does not stand at [{start}, {end}] of {article.uri}"
        for name, value in row.items():
            yield from _spans(f"{where}, {name}" if isinstance(value, list | dict) else where, value, article)
    elif isinstance(row, list):
        if len(row) == 2 and all(type(x) is int for x in row):
            yield from _outside(where, (row[0], row[1]), article)
        else:
            for value in row:
                yield from _spans(where, value, article)


def _outside(where: str, span: Span, article: Article) -> Iterator[str]:
    if not 0 <= span[0] <= span[1] <= len(article.text):
        yield f"{where}: [{span[0]}, {span[1]}] is outside the text of {article.uri}"
