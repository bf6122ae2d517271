"""What inputs say of an article, under the names and in the forms that programs use."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from twosource.errors import ProblemKind, UsageError
from twosource.model import Article
from twosource.read import read
from twosource.read.dates import instant, read_date
from twosource.read.language import language
from twosource.read.outlets import outlet_of_host

TEXT = "Two trams met on one track in Calder on Monday, and nine people were hurt, the fire brigade said."


def row(folder: Path, **fields: Any) -> Article:
    """The one article of a JSON object."""
    path = folder / "a.json"
    path.write_text(json.dumps({"text": TEXT, **fields}), encoding="utf-8")
    reading = read([str(path)])
    assert len(reading.articles) == 1, reading.problems
    return reading.articles[0]


@pytest.mark.parametrize(
    ("given", "field", "value"),
    [
        ({"id": 7}, "id", "7"),
        ({"url": "https://calder-courier.com/a"}, "uri", "https://calder-courier.com/a"),
        ({"uri": "1234", "url": "https://calder-courier.com/a"}, "id", "1234"),  # Event Registry
        ({"uri": "folder/a.txt"}, "uri", "folder/a.txt"),
        ({"mainEntityOfPage": {"@id": "https://calder-courier.com/a"}}, "uri", "https://calder-courier.com/a"),
        ({"publisher": {"name": "Calder Courier"}}, "outlet", "Calder Courier"),
        ({"source": {"id": None, "name": "Calder Courier"}}, "outlet", "Calder Courier"),
        ({"source": {"uri": "calder-courier.com", "title": "Calder Courier"}}, "outlet", "Calder Courier"),
        ({"source": "www.calder-courier.com"}, "outlet", "calder-courier.com"),
        ({"source_domain": "www.calder-courier.com"}, "outlet", "calder-courier.com"),
        ({"source_domain": "www.calder-courier.com", "outlet": "Calder Courier"}, "outlet", "Calder Courier"),
        ({"url": "https://www.calder-courier.com/a"}, "outlet", "calder-courier.com"),
        ({"url": "https://calder-courier.example/a"}, "outlet", None),
        ({"url": "https://example.org/a", "source_domain": "example.org"}, "outlet", None),
        ({"headline": "Nine hurt"}, "title", "Nine hurt"),
        ({"description": "Nine hurt"}, "title", None),
        ({"author": {"name": "Ana Pruitt"}}, "authors", ("Ana Pruitt",)),
        ({"authors": [{"name": "Ana Pruitt"}, "Bo Lind"]}, "authors", ("Ana Pruitt", "Bo Lind")),
        ({"byline": "By Ana Pruitt, Bo Lind and Cy Marsh"}, "authors", ("Ana Pruitt", "Bo Lind", "Cy Marsh")),
        ({"author": "Bo Lind, Jr."}, "authors", ("Bo Lind, Jr.",)),
        ({"date_publish": "2017-09-15 00:00:00"}, "published", "2017-09-15"),
        ({"Date Published": "2017-09-15T17:00:00"}, "published", "2017-09-15T17:00:00"),
        ({"date_published": 1740319200000}, "published", "2025-02-23T14:00:00+00:00"),
        ({"date_publish": "NaT", "date": "2025-02-23"}, "published", "2025-02-23"),
        ({"dateModified": "2025-02-23T14:00:00Z"}, "modified", "2025-02-23T14:00:00Z"),
        ({"inLanguage": "en-GB"}, "language", "en"),
        ({"lang": "eng"}, "language", "en"),
        ({"language": "German"}, "language", "de"),  # a given language wins
        ({"credit": "Meridian Press"}, "credit", "Meridian Press"),
    ],
)
def test_names_of_other_programs(tmp_path: Path, given: dict[str, Any], field: str, value: object) -> None:
    assert getattr(row(tmp_path, **given), field) == value


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"maintext": TEXT, "text": None}, TEXT),
        ({"articleBody": TEXT}, TEXT),
        ({"content_text": TEXT, "content_html": "<p>Other</p>"}, TEXT),
        ({"content_html": f"<p>{TEXT}</p><p>It rained &amp; rained.</p>"}, f"{TEXT}\nIt rained & rained."),
        ({"content": {"rendered": f"<p>{TEXT}</p>\n<p>{TEXT}</p>"}}, None),
        ({"text": ["One.", "Two."]}, "One.\n\nTwo."),
        ({"body": {"summary": ["S."], "sections": [{"headline": ["H"], "paragraphs": ["P.", "Q."]}]}}, "S.\n\nH\n\nP.\n\nQ."),
        ({"text": " kept \r\n as it is "}, " kept \r\n as it is "),
        ({"text": "<p>given as text</p>"}, "<p>given as text</p>"),
    ],
)
def test_where_the_text_is(tmp_path: Path, given: dict[str, Any], text: str | None) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(given), encoding="utf-8")
    article = read([str(path)]).articles[0]
    assert article.text == text if text else "<" not in article.text and TEXT in article.text


@pytest.mark.parametrize("wrapper", ["articles", "items", "results"])
def test_an_object_around_a_list(tmp_path: Path, wrapper: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"title": "A feed", wrapper: [{"text": TEXT}, {"text": f"{TEXT} Later."}]}))
    assert len(read([str(path)]).articles) == 2


def test_half_characters_are_replaced_and_said(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"text": "Nine \\ud83d hurt"}')
    reading = read([str(path)])
    assert reading.articles[0].text == "Nine \ufffd hurt" and reading.problems[0].kind is ProblemKind.ENCODING


def test_a_date_that_cannot_be_read_is_named_and_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"text": TEXT, "published": "02/03/2025"}))
    reading = read([str(path)])
    assert reading.articles[0].published is None and reading.unread == 0
    assert reading.problems[0].kind is ProblemKind.DATE and "'02/03/2025'" in reading.problems[0].message


@pytest.mark.parametrize(
    ("given", "date"),
    [
        ("1998-01-08", "1998-01-08"),
        ("20130321", "2013-03-21"),
        (20130321, "2013-03-21"),
        ("2015-09-28 14:21:00", "2015-09-28T14:21:00"),
        ("2017-09-15T00:00:00", "2017-09-15"),  # midnight without a zone
        ("2017-09-15T00:00:00Z", "2017-09-15T00:00:00Z"),
        ("2024-04-30 16:38:37 +02:00", "2024-04-30T16:38:37+02:00"),
        ("2025-02-23T14:00:00.000Z", "2025-02-23T14:00:00.000Z"),
        ("Sun, 23 Feb 2025 14:00:00 GMT", "2025-02-23T14:00:00+00:00"),
        ("Sun, 23 Feb 2025 14:00:00 -0500", "2025-02-23T14:00:00-05:00"),
        ("Feb. 23, 2025 at 2:30 p.m. EST", "2025-02-23T14:30:00-05:00"),
        ("23 February 2025", "2025-02-23"),
        ("September 6, 2019, 11:00 AM", "2019-09-06T11:00:00"),
        ("March 2025", None),
        ("02/03/2025", None),
        ("2025-02-30", None),
        ("2025-02-23T25:00:00", None),
        ("yesterday", None),
        (float("nan"), None),
        (10**30, None),
    ],
)
def test_dates_stay_as_fine_as_they_were(given: str | int | float, date: str | None) -> None:
    assert read_date(given) == date
    assert date is None or read_date(date) == date


def test_instants_sort_by_time() -> None:
    days = ["2025-02-23", "2025-02-23T14:00:00+02:00", "2025-02-23T12:30:00Z", "2025-02-23T08:00:00-05:00"]
    assert sorted(days, key=instant) == days


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Neun Verletzte", "en"),  # too short to tell
        ("Девять человек пострадали", "ru"),
        ("1234 --", None),
        (" ".join(["Die Feuerwehr sagte, dass am Montag in Calder neun Menschen verletzt worden seien."] * 3), "de"),
        (TEXT * 2, "en"),
    ],
)
def test_language(text: str, code: str | None) -> None:
    assert language(text) == code
    assert language(text, given="en-US") == "en" and language(text, given="unknown") == code


@pytest.mark.parametrize(
    ("host", "outlet"),
    [
        ("www.bbc.co.uk", "bbc.co.uk"),
        ("bbc.co.uk", "bbc.co.uk"),
        ("uk.reuters.com", "reuters.com"),
        ("edition.cnn.com", "cnn.com"),
        ("m.calder-courier.com", "calder-courier.com"),
        ("usa.calder-courier.com.cn", "calder-courier.com.cn"),
        ("news.bbc.co.uk", "bbc.co.uk"),
        ("news.com.au", "news.com.au"),
        ("hs.fi", "hs.fi"),
        ("abc.net.au", "abc.net.au"),
        ("example.org", None),
        ("www.example.com", None),
        ("calder.test", None),
        ("localhost", None),
        ("127.0.0.1:8000", None),
    ],
)
def test_a_host_stands_for_an_outlet(host: str, outlet: str | None) -> None:
    assert outlet_of_host(host) == outlet


# --outlets


def outlets(folder: Path, *rows: str) -> Path:
    path = folder / "outlets.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def test_the_first_row_that_fits_says_the_outlet(tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "a.txt").write_text(TEXT)
    (articles / "b.txt").write_text(f"{TEXT} Later.")
    (articles / "c.json").write_text(json.dumps({"text": f"{TEXT} At last.", "url": "https://www.calder-courier.com/c", "outlet": "CC"}))
    said = outlets(
        tmp_path,
        "match,outlet,owner,country,agency",
        f"{articles}/a.txt,Harbor Radio,,NO,",
        "*/b.txt,Meridian Press,Temmer Media,,true",
        "calder-courier.com,Calder Courier,Temmer Media,,false",
        "*,Nobody,,,",
    )
    found = {a.text[len(TEXT) :]: (a.outlet, a.owner, a.country, a.agency) for a in read([str(articles)], outlets=said).articles}
    assert found == {
        "": ("Harbor Radio", None, "NO", False),
        " Later.": ("Meridian Press", "Temmer Media", None, True),
        " At last.": ("Calder Courier", "Temmer Media", None, False),
    }


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ((), "there is no column match"),
        (("outlet,owner",), "line 1: there is no column match"),
        (("match,outlett",), "line 1, column 2: 'outlett' is not one of match, outlet"),
        (("match,outlet,match",), "line 1, column 3: match is there twice"),
        (("match,outlet", "a,B", ",C"), "line 3, column match: it is empty"),
        (("match,agency", "a,perhaps"), "line 2, column agency: 'perhaps' is neither true nor false"),
        (("match,outlet", "a,Courier, The"), "line 2, column 3: ' The' is beyond the 2 columns"),
    ],
)
def test_a_mistake_in_the_outlets_is_told_by_line_and_column(tmp_path: Path, rows: tuple[str, ...], words: str) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    with pytest.raises(UsageError) as told:
        read([str(tmp_path / "a.txt")], outlets=outlets(tmp_path, *rows))
    assert words in str(told.value)


def test_the_outlets_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"--outlets .*none\.csv could not be read"):
        read([str(tmp_path)], outlets=tmp_path / "none.csv")


def test_every_alias_is_a_field_once() -> None:
    from importlib.resources import files

    table = (files("twosource") / "data" / "aliases.tsv").read_text(encoding="utf-8")
    names = [r[1] for r in csv.reader((line for line in table.splitlines() if not line.startswith("#")), delimiter="\t")]
    assert len(names) == len(set(names)) and all(n == n.lower() for n in names)
