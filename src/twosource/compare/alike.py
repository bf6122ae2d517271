"""Which claims of copies repeat another's word for word? They are aligned and compared once, by the earliest of them.

Reads the claims of a story and the families of their texts, gives each claim with its echoes: claims of another text of its family that
differ from it in nothing but article and place. It does not find copies.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from operator import attrgetter
from typing import Any

from twosource.model import Article, Claim
from twosource.schema import fields

_OF_THE_ARTICLE = ("id", "article_id", "uri", "sentence", "reason")  # a reason tells a place: "named at 141"


def echoed(
    claims: Iterable[Claim], articles: Mapping[str, Article], *, family: Mapping[str, str], own: Collection[str]
) -> dict[str, list[Claim]]:
    """Claim id -> its echoes, for every claim that is none itself; what a person ruled on (`own`), corrections
    and withdrawn articles have no part in it.

    A sentence that a text has twice is echoed twice by its copy, in order. The claim of the text that was published first leads.
    """
    gone = withdrawn(articles)
    ordered = sorted(claims, key=lambda c: (articles[c.article_id].published or "9", c.article_id, c.span, c.id))
    written = Counter((family.get(c.article_id), c.text) for c in ordered)
    met: Counter[Any] = Counter()
    first: dict[Any, str] = {}
    found: dict[str, list[Claim]] = {}
    for claim in ordered:
        text = family.get(claim.article_id)
        alone = text is None or written[text, claim.text] == 1 or claim.id in own or claim.article_id in gone
        if alone or in_correction(claim, articles[claim.article_id]):
            found[claim.id] = []
            continue
        told = text, _said(claim), claim.condition and articles[claim.article_id].text[slice(*claim.condition)]
        met[told, claim.article_id] += 1
        lead = first.setdefault((told, met[told, claim.article_id]), claim.id)
        if lead == claim.id:
            found[lead] = []
        else:
            found[lead].append(claim)
    return found


def in_correction(claim: Claim, article: Article | None) -> bool:
    """The claim stands in a correction or an editor's note of its article."""
    return article is not None and any(s <= claim.span[0] and claim.span[1] <= e for s, e in article.corrections)


def withdrawn(articles: Mapping[str, Article]) -> set[str]:
    """The kill notices among the articles, and the states of the article before them; what an outlet published anew after one stands."""
    killed: set[str] = set()
    for article in articles.values():
        state: Article | None = article if article.canceled else None
        while state is not None and state.id not in killed:
            killed.add(state.id)
            state = articles.get(state.version_of or "")
    return killed


def _said(value: Any) -> Any:
    """A value without its places, and without what only its article has."""
    kind: Any = type(value)
    if kind is tuple:
        return None if value and type(value[0]) is int else tuple([_said(v) for v in value])
    parts = _parts(kind)
    return value if parts is None else tuple([_said(v) for v in parts(value)])


@cache
def _parts(kind: Any) -> Any:
    """What reads the fields of a record, but for those of its article; None for a plain value."""
    names = [name for name, _ in fields(kind) if name not in _OF_THE_ARTICLE] if hasattr(kind, "__dataclass_fields__") else []
    return attrgetter(*names) if len(names) > 1 else None
