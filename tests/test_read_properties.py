"""What holds for any input: nothing raises, plain text is unaltered, marks lie in the text, what is written is read."""

from __future__ import annotations

import io
import json
import re
from itertools import pairwise
from pathlib import Path

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
