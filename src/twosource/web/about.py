"""What stands around a story's matrix: corrections and kill notices, whose text is whose, the passages two texts have in common.

Reads Material; gives lines for the page.
"""

from __future__ import annotations

from dataclasses import dataclass

from twosource.model import Article, Copy, CopyKind, Span
from twosource.present.material import Material
from twosource.present.words import count, date, dates, flat, outlet, short

PASSAGES = 60
_NOTICE = 300  # characters of a correction


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A correction, or a kill notice, that stands on top of the story."""

    article_id: str
    outlet: str
    when: str
    killed: bool
    span: Span = (0, 0)
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A line on a pair of texts."""

    copy: Copy
    words: str
    share: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """The passages of a pair, side by side."""

    story: str
    copy: Copy
    of: str
    carrier: str
    pairs: tuple[tuple[str, str], ...]
    more: int


def overview(m: Material) -> list[str]:
    """ "9 articles", "7 texts once copies and versions are folded", "7 to 8 March 2025", "1 without a date"."""
    story = m.story
    undated = sum(a.published is None for a in m.articles.values())
    unknown = sum(a.outlet is None for a in m.articles.values())
    parts = [
        count(len(story.articles), "article"),
        f"{count(unknown, 'outlet')} not given"
        if not story.outlets
        else count(len(story.outlets), "outlet") + (f" and {unknown} not given" if unknown else ""),
        f"{count(story.texts, 'text')} once copies and versions are folded" if story.texts < len(story.articles) else "",
        dates(story.first_published, story.last_published),
        f"{undated} without a date" if undated else "",
    ]
    return [p for p in parts if p]


def alerts(m: Material) -> list[Alert]:
    """Kill notices, then corrections, the newest first."""
    articles = list(m.articles.values())[::-1]
    killed = [Alert(article_id=a.id, outlet=outlet(a), when=_when(a), killed=True) for a in articles if a.canceled]
    corrected = [
        Alert(article_id=a.id, outlet=outlet(a), when=_when(a), killed=False, span=span, words=short(a.text[slice(*span)], _NOTICE))
        for a in articles
        for span in a.corrections
    ]
    return killed + corrected


def _when(article: Article) -> str:
    at = article.modified or article.published
    return date(at) if at else ""


def carried(m: Material) -> list[Carried]:
    """A line on each pair of texts that have passages in common."""
    lines = []
    for copy in m.story.copies:
        of, carrier = m.articles.get(copy.of), m.articles.get(copy.copy)
        if of is None or carrier is None:
            continue
        credit = f", credited to {flat(carrier.credit or of.credit or '')}" if carrier.credit or of.credit else ""
        words = {
            CopyKind.COPY: f"{outlet(carrier)} carries the text of {outlet(of)}{credit}",
            CopyKind.PARTIAL: f"{outlet(carrier)} shares a passage with {outlet(of)}",
            CopyKind.VERSION: f"{outlet(carrier)} published another state of its article",
        }[copy.kind]
        share = f"{round(copy.contained * 100)} percent of it, {count(len(copy.passages), 'passage')}"
        lines.append(Carried(copy=copy, words=words, share=share))
    return lines


def common(m: Material, of: str, carrier: str) -> Common | None:
    """The passages of one pair; None where they are no pair."""
    copy = next((c for c in m.story.copies if (c.of, c.copy) == (of, carrier)), None)
    if copy is None or not {of, carrier} <= m.articles.keys():
        return None
    a, b = m.articles[of], m.articles[carrier]
    pairs = tuple((a.text[slice(*x)], b.text[slice(*y)]) for x, y in copy.passages[:PASSAGES])
    return Common(story=m.story.id, copy=copy, of=outlet(a), carrier=outlet(b), pairs=pairs, more=len(copy.passages) - len(pairs))
