"""A saved page: its text, and what its metadata say of it."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from twosource.errors import ProblemKind
from twosource.model import Article
from twosource.read import Reading, read

PARAGRAPHS = (
    "Two trams met on one track in Calder on Monday, and nine people were hurt, the fire brigade said.",
    "The line will stay closed until Thursday, the company said. “We do not know why the switch was open,” its director added.",
    "The mayor, Ana Pruitt, asked for a report by the end of the week.",
)


def page(*, head: str = "", data: object = None, body: str | None = None, encoding: str = "utf-8") -> bytes:
    linked = f'<script type="application/ld+json">{json.dumps(data)}</script>' if data is not None else ""
    article = body if body is not None else "<article>" + "".join(f"<p>{p}</p>" for p in PARAGRAPHS) + "</article>"
    nav = "<nav><a href='/'>Home</a> <a href='/sport'>Sport</a></nav>"
    footer = "<footer><p>Imprint</p><p>Terms of use</p></footer>"
    return f"<!DOCTYPE html><html lang='de'><head>{head}{linked}</head><body>{nav}{article}{footer}</body></html>".encode(encoding)


def reading(html: bytes) -> Reading:
    return read(["-"], stdin=io.BytesIO(html))


def one(html: bytes) -> Article:
    found = reading(html)
    assert len(found.articles) == 1, found.problems
    return found.articles[0]


def test_the_text_is_the_article_without_what_is_round_it() -> None:
    assert one(page()).text == "\n".join(PARAGRAPHS)


def test_a_page_that_says_nothing_of_itself_leaves_all_unknown() -> None:
    article = one(page())
    unknown = (article.outlet, article.title, article.published, article.modified, article.credit)
    assert unknown == (None,) * 5 and article.authors == () and article.uri == "-"


def test_the_language_is_that_of_the_text_not_of_the_template() -> None:
    assert one(page()).language == "en"


LINKED: dict[str, Any] = {
    "@type": "NewsArticle",
    "headline": "Nine hurt as trams meet - The Calder Courier",
    "datePublished": "2025-03-03T17:05:00+01:00",
    "dateModified": "2025-03-03T18:00:00+01:00",
    "author": [{"@type": "Person", "name": "Ana Pruitt"}, {"@type": "Person", "name": "Bo Lind"}],
    "publisher": {"@id": "#publisher"},
}
GRAPH = {"@graph": [LINKED, {"@type": "Organization", "@id": "#publisher", "name": "The Calder Courier"}]}


def test_linked_data() -> None:
    article = one(page(data=GRAPH, head='<link rel="canonical" href="https://calder-courier.com/trams">'))
    assert (article.title, article.outlet, article.uri) == (
        "Nine hurt as trams meet",
        "The Calder Courier",
        "https://calder-courier.com/trams",
    )
    assert (article.published, article.modified) == ("2025-03-03T17:05:00+01:00", "2025-03-03T18:00:00+01:00")
    assert article.authors == ("Ana Pruitt", "Bo Lind")


def test_meta_tags() -> None:
    head = """<title>Nine hurt as trams meet | Calder Courier</title><meta property="og:site_name" content="Calder Courier">
    <meta property="article:published_time" content="2025-03-03T17:05:00Z"><meta name="author" content="By Ana Pruitt and Bo Lind">
    <meta property="og:url" content="https://calder-courier.com/trams">"""
    article = one(page(head=head))
    assert (article.title, article.outlet, article.published) == ("Nine hurt as trams meet", "Calder Courier", "2025-03-03T17:05:00Z")
    assert article.authors == ("Ana Pruitt", "Bo Lind") and article.uri == "https://calder-courier.com/trams"


def test_a_dash_in_a_headline_is_not_the_outlet() -> None:
    head = '<meta property="og:title" content="Trams meet - nine hurt"><meta property="og:site_name" content="Calder Courier">'
    assert one(page(head=head)).title == "Trams meet - nine hurt"


def test_the_headline_is_what_two_of_three_agree_on() -> None:
    head = '<meta property="og:title" content="Nine hurt as two trams meet in Calder">'
    body = "<article><h1>Nine hurt as two trams meet in Calder</h1>" + "".join(f"<p>{p}</p>" for p in PARAGRAPHS) + "</article>"
    assert (
        one(page(head=head, data={"@type": "NewsArticle", "headline": "Trams: nine hurt"}, body=body)).title
        == "Nine hurt as two trams meet in Calder"
    )


def test_an_agency_in_a_byline_is_credited() -> None:
    article = one(page(data=LINKED, head='<meta property="article:author" content="Associated Press in Calder">'))
    assert article.credit == "AP" and article.authors == ("Ana Pruitt", "Bo Lind")


def test_accounts_are_no_authors() -> None:
    head = '<meta property="article:author" content="https://facebook.com/calder"><meta name="parsely-author" content="ana-pruitt">'
    assert one(page(head=head)).authors == ()


def test_a_date_the_page_shows_stays_a_date() -> None:
    assert one(page(head='<meta name="date" content="2025-03-03">')).published == "2025-03-03"


def test_the_encoding_that_the_page_declares() -> None:
    text = "The café in Besançon was closed on Monday after nine people were hurt, police said. "
    html = page(head='<meta charset="iso-8859-1">', body=f"<article><p>{text}</p><p>{text}</p></article>", encoding="latin-1")
    assert "café in Besançon" in one(html).text


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<nav><a href='/'>Home</a> <a href='/sport'>Sport</a></nav>",
        "<form><input name='q'><button>Search</button></form>",
        "<div>" * 60_000 + "</div>" * 60_000,
    ],
)
def test_a_page_without_an_article_is_said(body: str) -> None:
    found = reading(page(body=body))
    assert not found.articles and found.unread == 1
    assert found.problems[0].kind in (ProblemKind.NO_ARTICLE, ProblemKind.MALFORMED) and "-" in found.problems[0].message


@pytest.mark.parametrize(
    "data", ["[" * 50_000, '{"@type": "NewsArticle", "headline": 7, "author": 3, "publisher": [], "datePublished": {}}', "{", '{"@id": []}']
)
def test_broken_linked_data_costs_nothing(data: str) -> None:
    html = page(head=f'<script type="application/ld+json">{data}</script>')
    assert one(html).text.startswith("Two trams")


def test_a_page_beyond_the_limit_is_named() -> None:
    found = reading(page(body="<p>" + "word " * 2_100_000 + "</p>"))
    assert found.problems[0].kind is ProblemKind.TOO_LONG and "10,000,000 characters" in found.problems[0].message


def test_whose_work_a_page_says_that_it_is_based_on_is_credited(tmp_path: Path) -> None:
    data = json.dumps({"@type": "NewsArticle", "headline": "Nine hurt", "isBasedOn": {"publisher": {"name": "Meridian Press"}}})
    body = "<p>Two trams met on one track in Calder on Monday.</p><p>Nine people were hurt there, the fire brigade said.</p>"
    (tmp_path / "a.html").write_text(
        f'<html><head><script type="application/ld+json">{data}</script></head><body><article>{body}</article></body></html>'
    )
    assert read([str(tmp_path / "a.html")]).articles[0].credit == "Meridian Press"
