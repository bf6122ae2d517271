"""Search as a page shows it: each hit with its outlet, its story and the words that were looked for lit.

Reads what ledger.search finds; gives lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from twosource.ledger.search import search
from twosource.model import Span
from twosource.present.words import date, flat, outlet
from twosource.web.shelf import Shelf

MOST = 50
_AROUND = 120  # characters of an article before and after the words


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A hit with what a reader needs to judge it."""

    article_id: str
    span: Span
    outlet: str
    when: str
    story: str
    title: str
    source: str
    pieces: tuple[tuple[str, bool], ...]  # (words, whether they are what was looked for)


def find(shelf: Shelf, query: str, *, limit: int = MOST) -> list[Found]:
    """The best hits; UsageError where the query cannot be read."""
    hits = search(shelf.ledger, query, limit=limit).hits
    articles = shelf.articles(dict.fromkeys(h.article_id for h in hits))
    words = re.compile("|".join(re.escape(w) for w in re.findall(r"\w{2,}", query)) or r"(?!)", re.I)
    found = []
    for hit in hits:
        article = articles.get(hit.article_id)
        story = shelf.entries.get(shelf.story_of.get(hit.article_id, ""))
        if article is None or story is None:
            continue
        span = hit.span if hit.claim_id else _around(article.text, words)
        found.append(
            Found(
                article_id=article.id,
                span=span,
                outlet=outlet(article),
                when=date(article.published),
                story=story.story.id,
                title=flat(story.story.title),
                source="",
                pieces=tuple(_lit(article.text[slice(*span)], words)),
            )
        )
    return found


def _around(text: str, words: re.Pattern[str]) -> Span:
    at = words.search(text)
    start, end = at.span() if at else (0, 0)
    return max(0, start - _AROUND), min(len(text), end + _AROUND)


def _lit(text: str, words: re.Pattern[str]) -> Sequence[tuple[str, bool]]:
    at, pieces = 0, []
    for found in words.finditer(text):
        pieces += [(text[at : found.start()], False), (found[0], True)]
        at = found.end()
    return [*pieces, (text[at:], False)]
