"""A saved page as an article: its text as trafilatura extracts it, its date, authors and outlet as the page's metadata give them.

Reads a Blob, gives one Draft. One extractor, so one page has one text and one set of spans. Task: main content extraction and
news metadata (schema.org NewsArticle, OpenGraph). A page's `lang` is not believed: templates write "en" over any language.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from twosource.errors import ProblemKind
from twosource.read.dates import read_date
from twosource.read.decode import decode
from twosource.read.draft import Blob, CannotRead, Draft, Read
from twosource.read.fields import based_on, split_names

MAX_PAGE = 10_000_000  # characters: the largest of 79 news pages has 1.7 million; this many take four seconds
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,100}?encoding=[\"']([\w.:-]+)", re.I)
_ARTICLE_TYPES = re.compile(r"(?:Article|BlogPosting|Report|LiveBlog\w*)$")
_SENTENCE = re.compile(r"(?:\S+\s+){4,}\S+")  # five words on a line: less is a menu
_PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "cxenseparse:publishtime",
    "date.available",
    "dc.date.issued",
    "pubdate",
    "publish_date",
    "publishdate",
    "date",
)
_MODIFIED = ("article:modified_time", "datemodified", "og:updated_time", "date.modified", "last-modified")
_AUTHORS = ("author", "article:author_name", "parsely-author", "dc.creator", "article:author", "byl")
_TAIL = re.compile(r"\s+[|–—·»*-]\s+(?P<tail>[^|–—·»*]{2,40})$")
_PROFILE = re.compile(r"https?:|www\.|[/@]|^[a-z0-9-]+$")  # "sophie-foster" and a Facebook page are accounts, not names


def read_html(blob: Blob) -> Iterator[Read]:
    yield draft_of_page(blob.whole(), blob.uri, blob.uri)


def draft_of_page(data: bytes, uri: str, where: str, *, declared: str | None = None) -> Draft:
    """The article of a page's bytes; `declared` is the encoding that its server named."""
    if declared is None:
        declared = next((g.decode() for m in [_DECLARED.search(data[:4096])] if m for g in m.groups() if g), None)
    page, note = decode(data, where, declared=declared)
    draft = page_draft(page, uri, where)
    return replace(draft, notes=(*draft.notes, (ProblemKind.ENCODING, note))) if note else draft


def page_draft(page: str, uri: str, where: str) -> Draft:
    """The article of a page's source; CannotRead where there is none. `uri` stands where the page names no URL of its own."""
    if len(page) > MAX_PAGE:
        raise CannotRead(
            ProblemKind.TOO_LONG,
            f"{where} is a page of more than {MAX_PAGE:,} characters, the most that is read; save it without its scripts and pictures",
        )
    tree = _tree(page)
    if tree is None:
        raise CannotRead(ProblemKind.MALFORMED, f"{where} is no HTML that can be parsed; save the page again")
    article = _linked_data(tree)
    meta = _meta(tree)
    url = _url(tree, article, meta)
    text = _body(tree, url)
    if not any(_SENTENCE.search(line) for line in text.splitlines()):
        raise CannotRead(
            ProblemKind.NO_ARTICLE,
            f"{where} has no article on it that can be found; save the article's own page, not a front page or a list",
        )
    title = _title(tree, article, meta)
    authors = tuple(article["authors"]) or _meta_authors(meta) or _found_authors(tree)
    published = next((d for d in [article["published"], *(meta.get(n) for n in _PUBLISHED)] if d and _date(d)), None)
    return Draft(
        uri=url or uri,
        text=text,
        title=title,
        authors=authors,
        bylines=_meta_authors(meta),
        credit=based_on(article["based_on"], url or uri),
        outlet=article["publisher"] or meta.get("og:site_name") or None,
        published=_date(published) if published else _found_date(tree, url),
        modified=next((d for d in [article["modified"], *(meta.get(n) for n in _MODIFIED)] if d and _date(d)), None),
        where=where,
    )


@cache
def _trafilatura() -> Any:
    import trafilatura

    for name in ("trafilatura", "htmldate", "readability"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what it cannot do becomes a problem row, not a line on stderr
    return trafilatura


def _tree(page: str) -> Any:
    _trafilatura()
    from trafilatura.utils import load_html

    try:
        # a fragment such as JSON Feed's content_html has no body of its own
        return load_html(
            page if re.search(r"<(?:html|body|head)\b", page[:5000], re.I) else f"<html><body><article>{page}</article></body></html>"
        )
    except Exception:  # lxml raises what it likes on broken markup; there is no tree either way
        return None


def _body(tree: Any, url: str | None) -> str:
    try:
        found = _trafilatura().bare_extraction(tree, url=url, include_comments=False, with_metadata=False)
    except Exception:  # a page that breaks the extractor is a page without an article, not the end of the run
        return ""
    return (found.text or "") if found is not None else ""


def _found_date(tree: Any, url: str | None) -> str | None:
    """htmldate's reading, with time and zone where the page has them."""
    from htmldate import find_date

    try:
        found = find_date(tree, extensive_search=False, original_date=True, outputformat="%Y-%m-%dT%H:%M:%S%z", url=url)
    except Exception:  # see _body
        return None
    return read_date(found) if found else None


def _found_authors(tree: Any) -> tuple[str, ...]:
    """trafilatura's reading of the visible byline."""
    _trafilatura()
    from trafilatura.metadata import extract_metadata

    try:
        found = extract_metadata(tree, None, {"original_date": True, "extensive_search": False, "max_date": "2199-12-31"}).author
    except Exception:  # see _body
        return ()
    return tuple(split_names(found)) if found else ()


def _date(given: str) -> str | None:
    return read_date(int(given) if given.isdigit() and len(given) > 9 else given)


def _linked_data(tree: Any) -> dict[str, Any]:
    """What the page's JSON-LD says of its article: headline, dates, author and publisher names."""
    nodes: list[dict[str, Any]] = []
    for script in tree.iterfind('.//script[@type="application/ld+json"]'):
        try:
            nodes.extend(_nodes(json.loads(script.text or "", strict=False)))
        except (ValueError, RecursionError):
            continue
    names = {n["@id"]: n["name"] for n in nodes if isinstance(n.get("@id"), str) and isinstance(n.get("name"), str)}
    articles = [n for n in nodes if _ARTICLE_TYPES.search(_type(n)) and (n.get("headline") or n.get("datePublished"))]
    articles.sort(key=lambda n: "NewsArticle" not in _type(n))
    pages = [n for n in nodes if _type(n).endswith("WebPage")]

    def first(key: str, among: list[dict[str, Any]] = articles) -> Any:
        return next((n[key] for n in among if n.get(key)), None)

    authors = ([a for name in _names(n.get("author"), names) if not _PROFILE.search(name) for a in split_names(name)] for n in articles)
    publisher = next((name for n in articles for name in _names(n.get("publisher"), names)), None)
    return {
        "title": _clean(first("headline")),
        "published": _clean(first("datePublished") or first("datePublished", pages)),
        "modified": _clean(first("dateModified")),
        "authors": next((found for found in authors if found), []),
        "publisher": publisher,
        "based_on": first("isBasedOn"),
        "url": next((u for n in articles for u in (n.get("url"), n.get("mainEntityOfPage")) if isinstance(u, str)), None),
    }


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for item in value:
            yield from _nodes(item)
    elif isinstance(value, dict):
        yield value
        yield from _nodes(value.get("@graph"))
        yield from _nodes(value.get("mainEntity"))


def _type(node: dict[str, Any]) -> str:
    kind = node.get("@type")
    return str(kind[0] if isinstance(kind, list) and kind else kind)


def _names(value: Any, names: dict[str, str]) -> Iterator[str]:
    """The names of a person or organisation, or of a list of them; an @id stands for the node it points to."""
    if isinstance(value, list):
        for item in value:
            yield from _names(item, names)
    elif isinstance(value, dict):
        yield from _names(value.get("name") or value.get("byline") or names.get(str(value.get("@id"))), names)
    elif name := _clean(value):
        yield name


def _meta(tree: Any) -> dict[str, str]:
    """Meta tags by lower-case name, the first of each."""
    found: dict[str, str] = {}
    for tag in tree.iterfind(".//meta"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop")
        content = _clean(tag.get("content"))
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _meta_authors(meta: dict[str, str]) -> tuple[str, ...]:
    return next(
        (names for key in _AUTHORS if (given := meta.get(key)) and not _PROFILE.search(given) and (names := tuple(split_names(given)))), ()
    )


def _title(tree: Any, article: dict[str, Any], meta: dict[str, str]) -> str | None:
    """The headline that two of schema.org, OpenGraph and the page's heading agree on; else the first of them there is."""
    shared = meta.get("og:title") or meta.get("twitter:title") or _clean(tree.findtext(".//title"))
    sites = [site for site in (article["publisher"], meta.get("og:site_name"), article["url"], meta.get("og:url")) if site]
    told = [t for t in (_without_site(article["title"], sites), _without_site(shared, sites)) if t]
    known = {w for t in told for w in _words(t)}
    headings = [h for h in (_clean(" ".join(e.itertext())) for e in tree.iterfind(".//h1")) if h]
    # the outlet's name is often a first heading of its own
    heading = next(
        (h for h in headings if len(_words(h) & known) * 2 >= max(len(_words(h)), 1)), headings[0] if headings and not told else None
    )
    votes = [*told[:1], *([heading] if heading else []), *told[1:]]
    return max(votes, key=lambda t: sum(_words(t) == _words(u) for u in votes), default=None)


def _without_site(title: str, sites: list[str]) -> str:
    """The title without the outlet's name behind it: "Nine dead - National | The Courier", but not "Nine dead - police"."""
    names = [re.sub(r"\W", "", site.casefold()) for site in sites]
    while found := _TAIL.search(title):
        tail = re.sub(r"\W", "", found["tail"].casefold())
        if "|" not in found[0] and not any(tail in name or name in tail for name in names):
            break
        title = title[: found.start()]
    return title


def _words(title: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", title.casefold()))


def _url(tree: Any, article: dict[str, Any], meta: dict[str, str]) -> str | None:
    links = [link.get("href") for link in tree.iterfind('.//link[@rel="canonical"]')]
    return next((u.strip() for u in [*links, meta.get("og:url"), article["url"]] if u and re.match(r"\s*https?://[^/\s]+/\S", u)), None)


def _clean(value: Any) -> str:
    """One line without doubled blanks or entities; "" for what is no string."""
    from html import unescape

    return " ".join(unescape(value).split()) if isinstance(value, str) else ""
