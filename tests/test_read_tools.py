"""Records in the shape that other tools write them: news-please, Fundus, Media Cloud, CC-News, Event Registry, schema.org, IPTC ninjs."""

from __future__ import annotations

import io
import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.schemas_ninjs import SCHEMA
from tests.test_read import given, one
from twosource.errors import ProblemKind
from twosource.model import Article
from twosource.read import Reading, read

TEXT = "Two trams met on one track in Calder on Monday, and nine people were hurt, the fire brigade said."
MORE = "The line to the harbour stays closed until Wednesday, a spokeswoman said."
URL = "https://www.calder-courier.com/news/trams"

NEWS_PLEASE = {
    "authors": ["Ana Pruitt"], "date_download": "2025-03-04 08:00:00", "date_modify": "2025-03-03 18:00:00", "date_publish": "2025-03-03 17:05:00",
    "description": "Nine hurt.", "filename": "trams.json", "image_url": None, "language": "en", "localpath": None, "maintext": TEXT,
    "source_domain": "www.calder-courier.com", "title": "Nine hurt as trams meet", "title_page": None, "title_rss": None, "url": URL,
}  # fmt: skip
FUNDUS = {
    "title": "Nine hurt as trams meet", "authors": ["Ana Pruitt"], "publishing_date": "2025-03-03 17:05:00+01:00", "topics": [], "free_access": True,
    "body": {"summary": [], "sections": [{"headline": [], "paragraphs": [TEXT, MORE]}]}, "lang": "en", "plaintext": f"{TEXT}\n\n{MORE}",
    "html": {"requested_url": URL, "responded_url": URL, "content": "<html></html>", "crawl_date": "2025-03-04 08:00:00",
             "source_info": {"publisher": "Calder Courier"}},
}  # fmt: skip
MEDIA_CLOUD = {
    "id": "d3b07384d113edec49eaa6238ad5ff00", "indexed_date": "2025-03-04T08:00:00", "language": "en", "media_name": "calder-courier.com",
    "media_url": "calder-courier.com", "publish_date": "2025-03-03", "title": "Nine hurt as trams meet", "url": URL, "text": TEXT,
}  # fmt: skip
CC_NEWS = {
    "title": "Nine hurt as trams meet", "text": TEXT, "domain": "www.calder-courier.com", "date": "2025-03-03 17:05:00", "description": "Nine hurt.",
    "url": URL, "image_url": "",
}  # fmt: skip
EVENT_REGISTRY = {
    "uri": "7412589630", "lang": "eng", "isDuplicate": False, "date": "2025-03-03", "time": "16:05:00", "dateTime": "2025-03-03T16:05:00Z",
    "dateTimePub": "2025-03-03T16:01:00Z", "dataType": "news", "sim": 0, "url": URL, "title": "Nine hurt as trams meet", "body": f"{TEXT}\n\n{MORE}",
    "source": {"uri": "calder-courier.com", "dataType": "news", "title": "Calder Courier"}, "authors": [{"uri": "ana", "name": "Ana Pruitt"}],
    "image": None, "eventUri": None, "sentiment": -0.2, "wgt": 478_800_300, "relevance": 1,
}  # fmt: skip
SCHEMA_ORG = {
    "@context": "https://schema.org", "@type": "NewsArticle", "headline": "Nine hurt as trams meet", "articleBody": TEXT, "inLanguage": "en-GB",
    "datePublished": "2025-03-03T17:05:00+01:00", "dateModified": "2025-03-03T18:00:00+01:00", "mainEntityOfPage": {"@type": "WebPage", "@id": URL},
    "author": [{"@type": "Person", "name": "Ana Pruitt"}], "publisher": {"@type": "Organization", "name": "Calder Courier", "logo": {"url": "x"}},
    "isBasedOn": {"@type": "NewsArticle", "url": "https://meridian.press/1", "publisher": {"@type": "Organization", "name": "Meridian Press"}},
}  # fmt: skip
WIRE = {"text": TEXT, "url": URL, "isBasedOn": "https://www.meridian.press/1"}


def item(row: dict[str, Any]) -> Article:
    reading = read(["-"], stdin=io.BytesIO(json.dumps(row).encode()))
    assert len(reading.articles) == 1, reading.problems
    return reading.articles[0]


@pytest.mark.parametrize(
    ("row", "outlet", "published", "text"),
    [
        (NEWS_PLEASE, "calder-courier.com", "2025-03-03T17:05:00", TEXT),
        (FUNDUS, "Calder Courier", "2025-03-03T17:05:00+01:00", f"{TEXT}\n\n{MORE}"),
        (MEDIA_CLOUD, "calder-courier.com", "2025-03-03", TEXT),
        (CC_NEWS, "calder-courier.com", "2025-03-03T17:05:00", TEXT),
        (EVENT_REGISTRY, "Calder Courier", "2025-03-03T16:01:00Z", f"{TEXT}\n\n{MORE}"),
        (SCHEMA_ORG, "Calder Courier", "2025-03-03T17:05:00+01:00", TEXT),
    ],
    ids=["news-please", "Fundus", "Media Cloud", "CC-News", "Event Registry", "schema.org"],
)
def test_a_record_of_each_tool(row: dict[str, Any], outlet: str, published: str, text: str) -> None:
    article = item(row)
    assert (article.outlet, article.published, article.text, article.language) == (outlet, published, text, "en")
    assert article.uri == URL and article.title == "Nine hurt as trams meet"
    assert article.authors == (() if row in (MEDIA_CLOUD, CC_NEWS) else ("Ana Pruitt",))


def test_whose_work_it_is_based_on_is_credited() -> None:
    assert item(SCHEMA_ORG).credit == "Meridian Press" and item(WIRE).credit == "meridian.press"
    assert item({**WIRE, "isBasedOn": URL}).credit is None


# IPTC ninjs


NINJS: dict[str, Any] = {
    "uri": "urn:newsml:meridian.press:20250303:trams", "type": "text", "pubStatus": "usable", "language": "en-GB", "version": "2",
    "firstCreated": "2025-03-03T17:05:00+01:00", "versionCreated": "2025-03-03T18:00:00+01:00", "by": "By Ana Pruitt and Bo Lind",
    "headlines": [{"role": "subhead", "value": "Line closed"}, {"role": "main", "contentType": "text/plain", "value": "Nine hurt as trams meet"}],
    "bodies": [{"role": "main", "contentType": "application/xhtml+xml", "value": f"<p>{TEXT}</p><p>{MORE}</p>"}],
    "infoSources": [{"name": "Meridian Press", "role": "http://cv.iptc.org/newscodes/infosourcerole/provider"}, {"name": "AP", "role": "origin"}],
    "associations": [
        {"name": "photo", "uri": "urn:x:1", "type": "picture", "headlines": [{"value": "A tram"}]},
        {"name": "sidebar", "uri": "urn:x:2", "type": "text", "bodies": [{"value": MORE}], "versionCreated": "2025-03-03T17:30:00Z"},
    ],
    "standard": {"name": "ninjs", "version": "3.3", "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.3.json#"},
}  # fmt: skip
KILL: dict[str, Any] = {"uri": NINJS["uri"], "pubStatus": "canceled", "versionCreated": "2025-03-03T19:00:00+01:00"}


def items(*rows: dict[str, Any]) -> Reading:
    return read(["-"], stdin=io.BytesIO("\n".join(map(json.dumps, rows)).encode()))


@pytest.mark.parametrize("row", [NINJS, KILL, {**KILL, "edNote": "Kill: the figure was wrong."}])
def test_the_items_here_are_ninjs(row: dict[str, Any]) -> None:
    jsonschema.validate(row, SCHEMA)


def test_the_mapper_asks_for_nothing_that_the_schema_does_not_have() -> None:
    """But for the names of ninjs 1 and 2."""
    source = (files("twosource") / "read" / "ninjs.py").read_text(encoding="utf-8")
    asked = set(re.findall(r'named(?:\.get\(|\[)"(\w+)"', source)) - {"headline", "byline"}
    assert asked and asked <= {name.lower() for name in SCHEMA["$defs"]["item"]["properties"]}  # type: ignore[index]


def test_an_item_and_the_text_beside_it() -> None:
    reading = items(NINJS)
    main, aside = sorted(reading.articles, key=lambda a: a.uri)
    assert (main.text, main.title, main.outlet, main.credit) == (f"{TEXT}\n{MORE}", "Nine hurt as trams meet", "Meridian Press", "AP")
    assert (main.published, main.modified, main.language) == ("2025-03-03T17:05:00+01:00", "2025-03-03T18:00:00+01:00", "en")
    assert (main.authors, main.uri, aside.text, aside.published) == (("Ana Pruitt", "Bo Lind"), NINJS["uri"], MORE, "2025-03-03T17:30:00Z")
    assert not reading.problems


@pytest.mark.parametrize("kill", [KILL, {**KILL, "edNote": "Kill: the figure was wrong."}, {**NINJS, **KILL, "associations": []}])
def test_a_kill_notice_with_a_text_or_without(kill: dict[str, Any]) -> None:
    reading = items(NINJS, kill)
    first, last = sorted((a for a in reading.articles if a.uri == NINJS["uri"]), key=lambda a: a.canceled)
    assert last.canceled and last.version_of == first.id and not reading.problems
    assert last.text in ("", "Kill: the figure was wrong.", first.text)


def test_ninjs_1(tmp_path: Path) -> None:
    old = {"uri": "http://meridian.press/1", "headline": "Nine hurt", "body_html": f"<p>{TEXT}</p>", "byline": "Ana Pruitt", "pubstatus": "usable",
           "versioncreated": "2013-05-16T04:01:00Z", "copyrightholder": "Meridian Press"}  # fmt: skip
    article = one(read([given(tmp_path, "a.json", json.dumps(old))]))
    assert (article.text, article.title, article.outlet, article.published) == (TEXT, "Nine hurt", "Meridian Press", "2013-05-16T04:01:00Z")
    assert article.authors == ("Ana Pruitt",)


def test_a_picture_is_no_article() -> None:
    picture = {"uri": "urn:x:1", "type": "picture", "headlines": [{"value": "A tram"}], "pubStatus": "usable"}
    assert items(picture).problems[0].kind is ProblemKind.NO_ARTICLE
