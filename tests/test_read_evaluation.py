"""The figures for reading pages and credits, on a page and texts written here; and the floors on the public data where it is at hand."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from evaluation import credit, reading
from twosource.schema import to_row

PAGE = """<html><head><meta property="article:published_time" content="2025-03-03T17:05:00+01:00"><meta name="author" content="Ana Pruitt"></head>
<body><article><h1>Nine hurt as trams meet</h1><p>Two trams met on one track in Calder on Monday.</p><p>Nine people were hurt, police said.</p></article>
</body></html>"""


def fixtures(folder: Path) -> Path:
    outlets = folder / "fundus_fixtures" / "cl"
    outlets.mkdir(parents=True)
    (outlets / "Courier_2025_03_03.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    (outlets / "meta.info").write_text("{}")
    expected = {
        "authors": ["Ana Pruitt"],
        "title": "Nine hurt as trams meet",
        "publishing_date": "2025-03-03 16:05:00+00:00",
        "body": {
            "summary": [],
            "sections": [
                {"headline": [], "paragraphs": ["Two trams met on one track in Calder on Monday.", "Nine people were hurt, police said."]}
            ],
        },
    }
    (outlets / "Courier.json").write_text(json.dumps({"V1": expected}))
    return folder


def test_a_page_read_right_and_a_page_not_read(tmp_path: Path) -> None:
    gold = reading.load(fixtures(tmp_path))["fundus"]
    rows = [to_row(a) for a in reading.articles(gold)]
    figures = reading.score(gold, rows)
    assert [figures[k] for k in ("pages", "read", "title", "authors", "day", "instant", "date_only")] == [1, 1, 1.0, 1.0, 1.0, 1.0, 0.0]
    assert figures["body"]["r"] == 1.0 and figures["body"]["p"] > 0.7
    assert reading.score(gold, [])["body"]["f1"] == 0 and len(list(reading.errors(gold, []))) == 4
    rows[0]["published"], rows[0]["title"] = "2025-03-03", "Nine people hurt"
    worse = reading.score(gold, rows)
    assert (worse["day"], worse["instant"], worse["date_only"], worse["title"]) == (1.0, 0.0, 1.0, 0.0) and 0 < worse["title_f1"] < 1


def test_credit_right_missed_and_false(tmp_path: Path) -> None:
    folder = tmp_path / "polnear"
    (folder / "dev" / "text").mkdir(parents=True)
    texts = {
        "a": ("CALDER (AP) — Two trams met.", "AP"),
        "b": ("Two trams met.", "reuters"),
        "c": ("CALDER (AFP) — Two trams met.", "None"),
    }
    for name, (text, _) in texts.items():
        (folder / "dev" / "text" / f"{name}.txt").write_text(text, encoding="utf-8")
    (folder / "metadata.tsv").write_text("filename\twire\n" + "".join(f"{n}\t{w}\n" for n, (_, w) in texts.items()))
    gold = credit.load(tmp_path)["polnear"]
    rows = [to_row(a) for a in credit.articles(gold)]
    assert credit.score(gold, rows) == {"articles": 3, "wire": 2, "p": 0.5, "r": 0.5, "f1": 0.5}
    assert [e["article"] for e in credit.errors(gold, rows)] == ["b", "c"]


def test_floors_of_reading(data: Path) -> None:
    gold = reading.load(data)["fundus"]
    figures = reading.score(gold, [to_row(a) for a in reading.articles(gold)])
    assert figures["body"]["f1"] >= 0.95 and figures["day"] >= 0.97 and figures["authors"] >= 0.95 and figures["title_f1"] >= 0.95, figures


def test_floors_of_credit(data: Path) -> None:
    gold = credit.load(data)["polnear"]
    figures = credit.score(gold, [to_row(a) for a in credit.articles(gold)])
    assert figures["p"] >= 0.88 and figures["r"] >= 0.94, figures
