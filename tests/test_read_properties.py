"""What holds for any input: nothing raises, plain text is unaltered, marks lie in the text, what is written is read."""

from __future__ import annotations

import gzip
import io
import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from twosource.errors import UsageError
from twosource.read import read
from twosource.read.corrections import corrections
from twosource.read.credit import credit
from twosource.read.dates import read_date
from twosource.read.fields import _NOTHING
from twosource.read.furniture import furniture
from twosource.schema import json_line

LINES = """Two trams met on one track in Calder.
CALDER (AP) — Two trams met.
By Ana Pruitt, Reuters
Advertisement
Read more:
Sign up for our newsletter
Correction: It is 34.
(Reporting by Ana Pruitt; Editing by Bo Lind)
Copyright 2025 The Associated Press. All rights reserved.
Image copyright AFP Image caption A tram""".split("\n")
texts = st.lists(st.sampled_from(LINES) | st.text(max_size=80), max_size=12).map("\n".join)
value = st.none() | st.text(max_size=30) | st.integers() | st.floats() | st.booleans() | st.lists(st.text(max_size=9), max_size=3)
names = st.sampled_from(
    "id uri url outlet source source_domain credit title authors author published date modified language version_of description sha256".split()
)
rows = st.dictionaries(names, value, max_size=8)
quick = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@quick
@given(
    st.binary(max_size=300)
    | st.sampled_from([b"{", b"[", b"<html>", b"\xff\xfe", b"\xef\xbb\xbf{", b"<!doctype html>"]).flatmap(
        lambda b: st.binary(max_size=200).map(lambda c: b + c)
    )
)
def test_no_bytes_raise(data: bytes) -> None:
    reading = read(["-"], stdin=io.BytesIO(data))
    assert reading.unread == 0 or reading.problems
    assert len(reading.articles) + reading.unread >= 1


BEGINNINGS = {
    ".csv": [b"text,url\n", b"text;title\n", b"\xff\xfet\0e\0x\0t\0\n\0", b'text\n"'],
    ".parquet": [b"PAR1"],
    ".xml": [b"<rss><channel><item><description>", b"<?xml version='1.0'?><feed><entry><content>&", b"<rdf:RDF><item>"],
    ".eml": [
        b"From: a\nContent-Type: multipart/mixed; boundary=b\n\n--b\n",
        b"Date: ",
        b"Subject: =?utf-8?q?",
        b"Content-Type: text/html; charset=",
    ],
    ".mbox": [b"From a@b Mon Mar  3 17:05:00 2025\nDate: x\n\n"],
    ".pdf": [b"%PDF-1.4\n1 0 obj\n<<", b"%PDF-1.7\nxref\n0 1\n"],
    ".warc": [
        b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 40\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
        b"WARC/1.1\r\n",
    ],
    ".zip": [b"PK\3\4", b"PK\5\6" + bytes(18)],
    ".gz": [b"\x1f\x8b\x08\0\0\0\0\0\0\3", gzip.compress(b"WARC/1.0\r\n"), gzip.compress(b"PK\3\4")[:-6]],
    ".zst": [b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18\4\0\0\0"],
    ".md": [b"---\ntitle: ", b"---\n- "],
    ".json": [b'{"uri":"urn:x","bodies":', b'{"version":"https://jsonfeed.org/version/1","items":[', b'{"pubStatus":"canceled","uri":'],
    "": [b"From ", b"WARC/", b"%PDF-", b"<rss>", b"<?xml ", b"\x1f\x8b", b"PAR1"],
}


@pytest.mark.parametrize("suffix", BEGINNINGS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_bytes_of_any_format_raise(tmp_path: Path, suffix: str, data: st.DataObject) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(data.draw(st.sampled_from([b"", *BEGINNINGS[suffix]])) + data.draw(st.binary(max_size=200) | texts.map(str.encode)))
    reading = read([str(path)])
    assert len(reading.articles) + len(reading.problems) >= 1 and (reading.unread == 0 or reading.problems)
    assert all(a.text[s:e] for a in reading.articles for s, e in (*a.furniture, *a.corrections))


@quick
@given(st.text(min_size=1, max_size=400))
def test_plain_text_is_unaltered(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode("utf-8", "surrogatepass") if not re.search("[\ud800-\udfff]", text) else b"x")
    for article in read([str(path)]).articles:
        if not re.search("[\ud800-\udfff]", text):
            assert article.text == text.removeprefix("\ufeff")


@quick
@given(rows, texts)
def test_no_record_raises_and_its_text_is_unaltered(row: dict[str, object], text: str) -> None:
    try:
        reading = read(["-"], stdin=io.BytesIO((json.dumps({**row, "text": text}) + "\n" + json.dumps({"text": "x"})).encode()))
    except UsageError as error:
        assert "names two articles" in str(error)
        return
    given_text = bool(text.strip()) and text.strip().lower() not in _NOTHING  # "NaN" is how programs write no text
    assert {a.text for a in reading.articles} >= ({text, "x"} if given_text else {"x"}) or re.search("[\ud800-\udfff]", text)


@quick
@given(texts)
def test_marks_lie_in_the_text_in_order(text: str) -> None:
    for find in (furniture, corrections):
        spans = list(find(text))
        assert all(0 <= s < e <= len(text) and text[s:e] == text[s:e].strip() for s, e in spans)
        assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert credit(text) is None or credit(text)


@quick
@given(st.lists(st.tuples(rows, texts), min_size=1, max_size=4))
def test_what_is_written_is_read(given_rows: list[tuple[dict[str, object], str]]) -> None:
    lines = "\n".join(json.dumps({**row, "text": text, "outlet": "Courier"}) for row, text in given_rows)
    first = read(["-"], stdin=io.BytesIO(lines.encode()))
    written = "\n".join(json_line(a) for a in first.articles)
    if first.articles:
        again = read(["-"], stdin=io.BytesIO(written.encode()))
        assert again.articles == first.articles and not again.problems


@quick
@given(st.text(max_size=40) | st.integers() | st.floats())
def test_dates_never_raise_and_are_read_as_they_are_written(given: str | int | float) -> None:
    date = read_date(given)
    assert date is None or read_date(date) == date
