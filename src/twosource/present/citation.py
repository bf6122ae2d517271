"""Words of an article as a citation: quote, outlet, date, and the address that leads to the words themselves.

Reads an Article and a span. The field: URL text fragments (WICG scroll-to-text-fragment); a browser that knows them not opens the page.
"""

from __future__ import annotations

from urllib.parse import quote

from twosource.model import Article, Span
from twosource.present.words import date, flat, link, outlet

_WHOLE = 90  # characters of a quotation that the fragment holds whole; of a longer one its first and last words
_ENDS = 5


def citation(article: Article, span: Span) -> str:
    """“31 people were injured”, Lakeland Ledger, 7 March 2025, https://example.org/a#:~:text=31%20people"""
    words = flat(article.text[slice(*span)])
    where = fragment(article.uri, words) if link(article.uri) else f"{flat(article.uri)}, characters {span[0]}–{span[1]}"
    return f"“{words.strip('“”')}”, {outlet(article)}, {date(article.published)}, {where}"


def fragment(url: str, words: str) -> str:
    """The address with the words as its text fragment.

    >>> fragment("https://example.org/a", "a well-known fact, he said")
    'https://example.org/a#:~:text=a%20well%2Dknown%20fact%2C%20he%20said'
    """
    each = words.split()
    if not each:
        return url
    parts = [words] if len(words) <= _WHOLE or len(each) < 2 * _ENDS else [" ".join(each[:_ENDS]), " ".join(each[-_ENDS:])]
    told = ",".join(quote(p.encode("utf-8", "replace"), safe="").replace("-", "%2D") for p in parts)
    return f"{url}{'' if '#' in url else '#'}:~:text={told}"
