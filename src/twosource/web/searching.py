"""Search as a page shows it: each hit with its outlet, its story, who says it, and the words that were looked for lit.

Reads what ledger.search finds; gives lines.
"""

from __future__ import annotations

from dataclasses import dataclass

from twosource.ledger.search import Hit, search
from twosource.model import Span, Status
from twosource.present.words import date, flat, outlet
from twosource.web.shelf import Shelf

PAGE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A hit with what a reader needs to judge it."""

    article_id: str
    span: Span
    outlet: str
    when: str
    story: str
    title: str
    finding: str | None
    status: Status | None
    source: str  # on whose word; nothing where it is the outlet's own, or an article
    pieces: tuple[tuple[str, bool], ...]  # (words, whether they are what was looked for)


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    hits: tuple[Found, ...]
    total: int
    next: bool


def find(shelf: Shelf, query: str, *, page: int = 1) -> Findings:
    """A page of the best hits; UsageError where the query cannot be read."""
    results = search(shelf.ledger, query, limit=PAGE, start=(page - 1) * PAGE)
    articles = shelf.articles(dict.fromkeys(h.article_id for h in results.hits))
    found = []
    for hit in results.hits:
        article = articles.get(hit.article_id)
        entry = shelf.entries.get(shelf.story_of.get(hit.article_id, ""))
        if article is None or entry is None:  # of a generation that is not here yet, or no more
            continue
        claim = shelf.claim(hit.claim_id) if hit.claim_id else None
        chain = claim.attribution.chain if claim and claim.attribution else ()
        found.append(
            Found(
                article_id=article.id,
                span=hit.span,
                outlet=outlet(article),
                when=date(article.published),
                story=entry.story.id,
                title=flat(entry.story.title) or "Story without a title",
                finding=hit.finding_id,
                status=hit.status,
                source=flat(chain[-1].name) if chain else "",
                pieces=_pieces(hit),
            )
        )
    return Findings(hits=tuple(found), total=results.total, next=results.next is not None)


def _pieces(hit: Hit) -> tuple[tuple[str, bool], ...]:
    """The hit's words, those looked for apart; marks are places in the article."""
    offset, at, pieces = hit.span[0], 0, []
    for start, end in sorted(hit.marks):
        start, end = max(start - offset, at), min(end - offset, len(hit.text))
        if start < end:
            pieces += [(hit.text[at:start], False), (hit.text[start:end], True)]
            at = end
    return tuple((words, lit) for words, lit in [*pieces, (hit.text[at:], False)] if words)
