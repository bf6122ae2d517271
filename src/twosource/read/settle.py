"""Which articles are one and which are versions of one: ids, duplicates, earlier states.

Reads articles, gives them with ids and version_of settled, and a problem row for each supplied twice. A function of the set:
the order of arrival counts for nothing, and settling settled articles with new ones gives what settling all at once gives.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import pairwise
from urllib.parse import urlsplit

from twosource.errors import ProblemKind, UsageError
from twosource.model import Article, Problem
from twosource.read.dates import instant

_VERSION = "~"  # between a given id and the digest of a later text that came under it


def hashed_id(*, text: str, outlet: str | None, published: str | None, uri: str) -> str:
    """The id of an article that came without one: what it says, who published it, when, and where on the web."""
    url = uri if uri.lower().startswith(("http://", "https://")) else None
    return sha256(json.dumps([text, outlet, published, url]).encode()).hexdigest()[:16]


def settle(articles: Iterable[Article]) -> tuple[tuple[Article, ...], tuple[Problem, ...]]:
    """The articles by id, each once, with `version_of`; UsageError where one id names two different articles."""
    problems: list[Problem] = []
    kept: list[Article] = []
    for given, rows in sorted(_by(articles, _given_id).items()):
        kept.extend(_one_id(given, rows, problems))
    settled = {a.id: a for a in kept}
    for rows in _by(kept, address).values():
        for before, after in pairwise(rows):
            settled[after.id] = replace(settled[after.id], version_of=before.id)
    return tuple(settled[i] for i in sorted(settled)), tuple(problems)


def _given_id(article: Article) -> str:
    return article.id.removesuffix(_VERSION + article.sha256[:12])


def _by(articles: Iterable[Article], key: Callable[[Article], str]) -> dict[str, list[Article]]:
    groups: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        groups[key(article)].append(article)
    groups.pop("", None)
    return {k: rows if len(rows) == 1 else _in_order(rows) for k, rows in groups.items()}


def _in_order(rows: Iterable[Article]) -> list[Article]:
    """Earlier first: by when it was last changed, else published, unknown last; then by what is in it, never by arrival."""
    rows = list(rows)
    killed = any(a.canceled for a in rows)  # a kill notice without a date is the last word, and takes back what has none
    return sorted(rows, key=lambda a: _order(a, unknown="" if killed and not a.canceled else "unknown"))


def _order(article: Article, *, unknown: str) -> tuple[str, bool, str, bool, str, str, str]:
    when = article.modified or article.published
    at = instant(when) if when else unknown
    return (at, article.canceled, article.sha256, article.outlet is None, article.uri, article.id, repr(article))


def address(article: Article) -> str:
    """The address of one article, as far as versions are concerned; "" where it has none or it is only a site's front page."""
    if re.match(r"(?:urn|tag):", article.uri, re.I):  # an agency's name for one item, whatever its state
        return article.uri
    if not article.uri.lower().startswith(("http://", "https://")):
        return ""
    try:
        parts = urlsplit(article.uri)
    except ValueError:
        return ""
    if parts.path in ("", "/") and not parts.query:
        return ""
    query = "&".join(p for p in parts.query.split("&") if p and not re.match(r"utm_|fbclid=|cmp=", p))
    return f"{(parts.hostname or '').removeprefix('www.')}{parts.path.rstrip('/')}?{query}"


def _one_id(given: str, rows: Sequence[Article], problems: list[Problem]) -> list[Article]:
    """What came under one id: one article, however often it was supplied, and its later texts."""
    texts: dict[tuple[str, bool], Article] = {}
    for article in rows:
        if first := texts.get((article.sha256, article.canceled)):  # a kill notice may repeat the text that it withdraws
            problems.append(_twice(first, article))
        else:
            texts[article.sha256, article.canceled] = article
    first, *later = texts.values()
    if all(a.id != given for a in rows):  # later texts whose first is not here: they keep their ids
        return list(texts.values())
    out = [replace(first, id=given)]
    for article in later:
        if not (article.canceled or first.canceled or _agree(first, article)):
            raise UsageError(
                f"the id {given!r} names two articles with different texts, in {first.uri} and {article.uri}; "
                "give each an id of its own, or the same url or outlet if one is a version of the other"
            )
        out.append(replace(article, id=f"{given}{_VERSION}{article.sha256[:12]}", version_of=out[-1].id))
    return out


def _agree(a: Article, b: Article) -> bool:
    return (bool(address(a)) and address(a) == address(b)) or (a.outlet is not None and a.outlet == b.outlet)


def _twice(first: Article, other: Article) -> Problem:
    where = f"{first.uri} and {other.uri} hold" if first.uri != other.uri else f"{first.uri} was supplied twice:"
    fix = "; use --outlets to keep both" if first.outlet is None and first.uri != other.uri else ""
    return Problem(
        stage="read",
        kind=ProblemKind.DUPLICATE,
        message=f"{where} one and the same article, which is read once{fix}",
        uri=other.uri,
        article_id=first.id,
    )
