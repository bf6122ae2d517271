"""Where an article's text is marked: cut into pieces at the ends of every stretch, so that marks that cross need no nesting.

Reads Article.text and stretches in code points; gives pieces, and the escaped text with our marks (the browser counts UTF-16, so
nothing is cut there). The field: standoff annotation. Publisher HTML never comes here: a text is text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from twosource.model import Article, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Words that stand for a finding; a `key` is what an account differs in."""

    span: Span
    finding: str
    key: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of text to which the same stretches apply; the shortest stretch's finding first."""

    span: Span
    text: str
    findings: tuple[str, ...] = ()
    keys: frozenset[str] = frozenset()
    furniture: bool = False
    correction: bool = False


def pieces(article: Article, stretches: Iterable[Stretch], *, cuts: Iterable[int] = ()) -> list[Piece]:
    """The whole text in order, nothing left out and nothing twice, cut at `cuts` too.

    >>> a = Article(id="a", uri="a", text="12 dead", sha256="")
    >>> [(p.text, p.findings) for p in pieces(a, [Stretch(span=(0, 2), finding="f")])]
    [('12', ('f',)), (' dead', ())]
    """
    length = len(article.text)
    kept = sorted(
        {s for s in stretches if 0 <= s.span[0] < s.span[1] <= length}, key=lambda s: (s.span[1] - s.span[0], s.span, s.finding, s.key)
    )
    extra = [s for s in (*article.furniture, *article.corrections) if 0 <= s[0] < s[1] <= length]
    ends = sorted(
        {0, length, *(at for at in cuts if 0 < at < length), *(at for s in kept for at in s.span), *(at for s in extra for at in s)}
    )
    starts: dict[int, list[Stretch]] = {}
    for stretch in kept:
        starts.setdefault(stretch.span[0], []).append(stretch)
    rank = {s: n for n, s in enumerate(kept)}
    open_: list[Stretch] = []
    made = []
    for start, end in pairwise(ends):
        open_ = sorted([s for s in open_ if s.span[1] > start] + starts.get(start, []), key=rank.__getitem__)
        made.append(
            Piece(
                span=(start, end),
                text=article.text[start:end],
                findings=tuple(dict.fromkeys(s.finding for s in open_)),
                keys=frozenset(s.finding for s in open_ if s.key),
                furniture=_within(article.furniture, start),
                correction=_within(article.corrections, start),
            )
        )
    return made


def _within(spans: Iterable[Span], at: int) -> bool:
    return any(s <= at < e for s, e in spans)
