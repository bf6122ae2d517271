"""A draft becomes an article: dates, language and outlet are read, furniture, credit and corrections marked.

Reads a Draft, gives an Article and the problems that did not cost it. All marks are decided from the one text alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from twosource.errors import ProblemKind
from twosource.model import Article, Problem
from twosource.read.corrections import corrections
from twosource.read.credit import credit
from twosource.read.dates import read_date
from twosource.read.draft import CannotRead, Draft, check_length
from twosource.read.furniture import furniture
from twosource.read.language import language
from twosource.read.outlets import Said, host_of, outlet_of_host
from twosource.read.settle import hashed_id


def finish(draft: Draft, *, path: str, outlets: Sequence[Said], published: str | None) -> tuple[Article, list[Problem]]:
    """The article, with a first id, and what could not be read of it. CannotRead where it has no text."""
    where = draft.where or draft.uri
    said = next((row for row in outlets if row.fits(draft.uri) or row.fits(path)), None)
    problems = [(kind, message) for kind, message in draft.notes]
    check_length(len(draft.given.text if draft.given else draft.text), where)
    if draft.given:
        article = _with(draft.given, said)
        return (article if article.published else replace(article, published=published)), []
    if not draft.text.strip() and not draft.canceled:
        raise CannotRead(ProblemKind.EMPTY, f"{where} is empty")
    dates: dict[str, str | None] = {}
    for name, value in (("published", draft.published), ("modified", draft.modified)):
        dates[name] = read_date(value) if value is not None else None
        if value is not None and dates[name] is None:
            told = f"{where}: the date {name} {str(value)[:60]!r} cannot be read and is left out; write it as 2025-02-23"
            problems.append((ProblemKind.DATE, told))
    taken_back = tuple(corrections(draft.text))
    outlet = said.outlet if said and said.outlet else draft.outlet or outlet_of_host(draft.host) or outlet_of_host(host_of(draft.uri))
    when = dates["published"] or published
    article = Article(
        id=draft.id or hashed_id(text=draft.text, outlet=outlet, published=when, uri=draft.uri),
        uri=draft.uri,
        outlet=outlet,
        credit=draft.credit or credit(draft.text, (*draft.authors, *draft.bylines)),
        title=draft.title,
        authors=draft.authors,
        published=when,
        modified=dates["modified"],
        language=language(draft.text, given=draft.language),
        text=draft.text,
        furniture=tuple(f for f in furniture(draft.text) if not any(s < f[1] and f[0] < e for s, e in taken_back)),
        sha256=sha256(draft.text.encode()).hexdigest(),
        version_of=draft.version_of,
        corrections=taken_back,
        canceled=draft.canceled,
    )
    article = _with(article, said)
    return article, [
        Problem(stage="read", kind=kind, message=message, uri=article.uri, article_id=article.id) for kind, message in problems
    ]


def _with(article: Article, said: Said | None) -> Article:
    """What a person says of the outlet goes before what the input says."""
    if said is None:
        return article
    return replace(
        article,
        outlet=said.outlet or article.outlet,
        owner=said.owner or article.owner,
        country=said.country or article.country,
        agency=said.agency or article.agency,
    )
