"""Search as a page shows it: each hit with its outlet, its story, who says it, who else carries it, and what was looked for lit.

Reads what ledger.search finds, and its marks; gives lines.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from twosource.ledger.search import COUNTED, DEEPEST, Hit, search
from twosource.model import Span, Status
from twosource.present.words import date, flat, listed, outlet
from twosource.web.shelf import Shelf

PAGE = 40
PAGES = DEEPEST // PAGE + 1
Pieces = tuple[tuple[str, bool], ...]  # (words, whether they are what was looked for)


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
    source: Pieces  # on whose word; nothing where it is the outlet's own, or an article
    pieces: Pieces
    also: str  # "also in 2 copies: The Shore Post and Lake News"


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    hits: tuple[Found, ...]
    total: int
    page: int
    next: bool


def find(shelf: Shelf, query: str, *, page: int = 1) -> Findings:
    """A page of the best hits, the last where there are not so many; UsageError where the query cannot be read."""
    results = search(shelf.ledger, query, limit=PAGE, start=(page - 1) * PAGE)
    if not results.hits and results.total:
        page = max(1, -(-min(results.total, COUNTED) // PAGE))
        results = search(shelf.ledger, query, limit=PAGE, start=(page - 1) * PAGE)
    articles = shelf.articles(dict.fromkeys(id for h in results.hits for id in (h.article_id, *h.copies)))
    found = []
    for hit in results.hits:
        article = articles.get(hit.article_id)
        entry = shelf.entries.get(shelf.story_of.get(hit.article_id, ""))
        if article is None or entry is None:  # of a generation that is not here yet, or no more
            continue
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
                source=_pieces(hit.source or "", hit.source_marks),
                pieces=_words(hit, article.text),
                also=_also(hit, [outlet(articles[id]) for id in hit.copies if id in articles]),
            )
        )
    return Findings(hits=tuple(found), total=results.total, page=page, next=results.next is not None)


def _also(hit: Hit, outlets: list[str]) -> str:
    copies = len(hit.copies)
    return f"also in {copies} {'copy' if copies == 1 else 'copies'}: {listed(outlets)}" if outlets else ""


def _words(hit: Hit, text: str) -> Pieces:
    """The hit's words with what was looked for lit; what is cut out of an article ends with whole words and says that it is cut."""
    start, end = hit.span
    head, tail = start > 0 and hit.claim_id is None, end < len(text) and hit.claim_id is None
    first, last = min((m[0] for m in hit.marks), default=end), max((m[1] for m in hit.marks), default=start)
    while head and start < first and not text[start - 1].isspace():
        start += 1
    while tail and end > last and not text[end].isspace():
        end -= 1
    pieces = _pieces(text[start:end], ((s - start, e - start) for s, e in hit.marks))
    return ((("… ", False),) if head else ()) + pieces + (((" …", False),) if tail else ())


def _pieces(text: str, marks: Iterable[Span]) -> Pieces:
    """The words, those looked for apart."""
    at, pieces = 0, []
    for start, end in sorted(marks):
        start, end = max(start, at), min(end, len(text))
        if start < end:
            pieces += [(text[at:start], False), (text[start:end], True)]
            at = end
    return tuple((words, lit) for words, lit in [*pieces, (text[at:], False)] if words)
