"""Formats as other programs write them: each file here is made by its format's own writer, or by hand after its specification."""

from __future__ import annotations

import csv
import gzip
import io
import json
import mailbox
import zipfile
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from tests.test_read import given, one, problem
from twosource.errors import ProblemKind
from twosource.model import Article
from twosource.read import Reading, read
from twosource.schema import to_row, to_table

TEXT = "Two trams met on one track in Calder on Monday, and nine people were hurt, the fire brigade said."
MORE = "The line to the harbour stays closed until Wednesday, and the company sends buses, a spokeswoman said."
PAGE = f"""<html><head><title>Trams</title><meta property="og:site_name" content="Calder Courier">
<meta property="article:published_time" content="2025-03-03T17:05:00+01:00"></head>
<body><nav><a href="/">Home</a></nav><article><h1>Nine hurt as trams meet</h1><p>{TEXT}</p><p>{MORE}</p></article></body></html>"""
ROWS: list[dict[str, Any]] = [
    {"url": "https://calder-courier.com/1", "title": "Nine hurt", "date_publish": "2025-03-03 17:05:00", "maintext": f"{TEXT}\n\n{MORE}"},
    {"url": "https://harbor-post.com/2", "title": 'The "Nine"', "date_publish": "2025-03-04", "maintext": f"{MORE}, “so far”; she said."},
]


def texts(reading: Reading) -> list[str]:
    return sorted(a.text for a in reading.articles)


def by_uri(reading: Reading) -> list[Article]:
    return sorted(reading.articles, key=lambda a: a.uri)


# tables


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_of_any_delimiter_and_encoding(tmp_path: Path, delimiter: str, encoding: str) -> None:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(ROWS[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(ROWS)
    reading = read([given(tmp_path, "a.csv", out.getvalue().encode(encoding))])
    assert texts(reading) == sorted(r["maintext"] for r in ROWS) and not reading.problems
    first, second = by_uri(reading)
    assert (first.outlet, first.published, first.title) == ("calder-courier.com", "2025-03-03T17:05:00", "Nine hurt")
    assert (second.title, second.published) == ('The "Nine"', "2025-03-04")


def test_csv_in_windows_encoding(tmp_path: Path) -> None:
    text = "The café owner’s sister in Besançon said “nothing” had been taken. " * 3
    assert one(read([given(tmp_path, "a.csv", f'id,text\n7,"{text}"\n'.encode("cp1252"))])).text == text


def test_a_row_that_does_not_fit_loses_only_itself(tmp_path: Path) -> None:
    reading = read([given(tmp_path, "a.csv", f"id,text\n1,{TEXT.replace(',', ';')}\n2,a,b,c\n3,\n\n4,Short\n")])
    assert [a.id for a in reading.articles] == ["1", "4"] and reading.unread == 2
    assert [p.message.split(" ", 1)[1][:14] for p in reading.problems] == ["row 3 has 4 ce", "row 4 holds no"]


def test_a_csv_without_a_column_for_the_text(tmp_path: Path) -> None:
    kind, words = problem(read([given(tmp_path, "a.csv", "id,headline\n1,Nine hurt\n")]))
    assert kind is ProblemKind.NO_ARTICLE and "no column for the text" in words


@pytest.mark.parametrize("authors", ['["Ana Pruitt", "Bo Lind"]', "['Ana Pruitt', 'Bo Lind']", "Ana Pruitt, Bo Lind", "Ana Pruitt;Bo Lind"])
def test_a_cell_may_hold_a_list(tmp_path: Path, authors: str) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([["text", "authors"], [TEXT, authors]])
    assert one(read([given(tmp_path, "a.csv", out.getvalue())])).authors == ("Ana Pruitt", "Bo Lind")


def test_parquet_as_pyarrow_writes_it(tmp_path: Path) -> None:
    when = datetime(2025, 3, 3, 16, 5, tzinfo=UTC)
    table = pa.table(
        {
            "body": [TEXT, MORE, None],
            "url": [r["url"] for r in ROWS] + ["u"],
            "date": [when, None, None],
            "authors": [["Ana Pruitt"], [], None],
        }
    )
    pq.write_table(table, tmp_path / "a.parquet", compression="zstd")
    reading = read([str(tmp_path / "a.parquet")])
    first, second = by_uri(reading)
    assert (first.text, first.published, first.authors) == (TEXT, "2025-03-03T16:05:00+00:00", ("Ana Pruitt",))
    assert (second.text, second.published) == (MORE, None) and reading.unread == 1 and "row 3 holds no text" in problem(reading)[1]


def test_what_we_export_is_what_we_read(tmp_path: Path) -> None:
    articles = read([given(tmp_path, "a.jsonl", "\n".join(map(json.dumps, ROWS)))]).articles
    pq.write_table(to_table(articles, Article), tmp_path / "b.parquet")
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    rows = [to_row(a) for a in articles]
    writer.writerow(rows[0])
    writer.writerows([v if isinstance(v, str) else "" if v is None else json.dumps(v) for v in r.values()] for r in rows)
    assert read([str(tmp_path / "b.parquet")]).articles == articles
    assert read([given(tmp_path, "c.csv", out.getvalue())]).articles == articles


# feeds


def feedgen() -> Any:
    from feedgen.feed import FeedGenerator

    feed = FeedGenerator()
    feed.id("https://calder-courier.com/")
    feed.title("Calder Courier")
    feed.link(href="https://calder-courier.com/", rel="alternate")
    feed.description("News of Calder")
    for number, content in ((1, f"<p>{TEXT}</p><p>{MORE} It rained &amp; rained.</p>"), (2, None)):
        entry = feed.add_entry()
        entry.id(f"https://calder-courier.com/{number}")
        entry.link(href=f"https://calder-courier.com/{number}")
        entry.title("Nine hurt & more")
        entry.author(name="Ana Pruitt", email="ana@calder-courier.com")
        entry.published("2025-03-03T17:05:00+01:00")
        if content:
            entry.content(content, type="html")
        else:
            entry.summary("Trams met; nine hurt.")
    return feed


@pytest.mark.parametrize("form", ["rss", "atom"])
@pytest.mark.parametrize("name", ["feed.xml", "feed"])
def test_feeds_as_feedgen_writes_them(tmp_path: Path, form: str, name: str) -> None:
    feed = feedgen()
    reading = read([given(tmp_path, name, feed.rss_str() if form == "rss" else feed.atom_str())])
    first, second = by_uri(reading)
    assert first.text == f"{TEXT}\n{MORE} It rained & rained." and second.text == "Trams met; nine hurt."
    assert (first.uri, first.outlet, first.title) == ("https://calder-courier.com/1", "calder-courier.com", "Nine hurt & more")
    assert (first.published, first.authors) == ("2025-03-03T17:05:00+01:00", ("Ana Pruitt",))
    said = [p.article_id for p in reading.problems if p.kind is ProblemKind.SUMMARY]
    assert (
        reading.unread == 0 and second.id in said and (form == "rss") is (first.id in said)
    )  # feedgen puts content into RSS's description


RDF = f"""<?xml version="1.0" encoding="ISO-8859-1"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel rdf:about="https://c.com/"><title>Courier</title><link>https://c.com/</link></channel>
<item rdf:about="https://c.com/1"><title>Caf\xe9</title><link>https://c.com/1</link><dc:creator>Ana Pruitt</dc:creator><dc:date>2025-03-03T17:05:00Z</dc:date>
<content:encoded><![CDATA[<p>{TEXT}</p><script>x()</script>]]></content:encoded></item></rdf:RDF>"""


def test_rss_1_in_its_own_encoding(tmp_path: Path) -> None:
    article = one(read([given(tmp_path, "a.rdf", RDF.encode("latin-1"))]))
    assert (article.title, article.text, article.authors, article.published) == ("Café", TEXT, ("Ana Pruitt",), "2025-03-03T17:05:00Z")


RSS = f"""\n<?xml version="1.0"?><rss version="0.91"><channel><title>Search</title><item><title>Nine&nbsp;hurt</title><link>https://c.com/1</link>
<description>{TEXT}</description><source url="https://harbor-post.com/rss">Harbor Post</source><pubDate>Mon, 3 Mar 2025 17:05:00 EST</pubDate></item>"""


def test_a_feed_with_html_names_and_no_end_is_read_to_where_it_breaks(tmp_path: Path) -> None:
    reading = read([given(tmp_path, "a.rss", RSS + "<item><title>cut")])
    article = one(reading)
    assert (article.title, article.outlet, article.published) == ("Nine hurt", "Harbor Post", "2025-03-03T17:05:00-05:00")
    assert reading.unread == 1 and {p.kind for p in reading.problems} == {ProblemKind.SUMMARY, ProblemKind.MALFORMED}


def test_atom_content_may_be_xhtml_or_plain(tmp_path: Path) -> None:
    entries = f"""<entry><title type="text">AT&amp;T &lt;up&gt;</title><link rel="self" href="https://c.com/self"/><link href="https://c.com/1"/>
<updated>2025-03-03T17:05:00Z</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{TEXT}</p><p>{MORE}</p></div></content></entry>
<entry><title>b</title><link href="https://c.com/2"/><content>Nine &lt; ten, he said.</content><source><title>Harbor Post</title></source></entry>"""
    first, second = by_uri(read([given(tmp_path, "a.atom", f'<feed xmlns="http://www.w3.org/2005/Atom"><title>C</title>{entries}</feed>')]))
    assert (first.title, first.uri, first.text) == ("AT&T <up>", "https://c.com/1", f"{TEXT}\n{MORE}")
    assert (first.published, first.modified) == (None, "2025-03-03T17:05:00Z")
    assert (second.text, second.outlet) == ("Nine < ten, he said.", "Harbor Post")


def test_json_feed(tmp_path: Path) -> None:
    items = [
        {"id": "1", "url": "https://c.com/1", "content_html": f"<p>{TEXT}</p><p>{MORE}</p>", "date_published": "2025-03-03T17:05:00+01:00"},
        {"id": "2", "url": "https://c.com/2", "summary": "Trams met.", "authors": [{"name": "Bo Lind"}]},
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Courier", "authors": [{"name": "Ana Pruitt"}], "items": items}
    reading = read([given(tmp_path, "a.json", json.dumps(feed))])
    first, second = by_uri(reading)
    assert (first.text, first.authors, first.published) == (f"{TEXT}\n{MORE}", ("Ana Pruitt",), "2025-03-03T17:05:00+01:00")
    assert (second.text, second.authors, problem(reading)[0]) == ("Trams met.", ("Bo Lind",), ProblemKind.SUMMARY)


def test_other_xml_is_named_and_not_read(tmp_path: Path) -> None:
    assert problem(read([given(tmp_path, "a.xml", "<newsItem><p>Nine hurt</p></newsItem>")]))[0] is ProblemKind.UNSUPPORTED


# web archives


def warc(*, gz: bool) -> bytes:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=gz)
    pages = [
        ("https://www.calder-courier.com/1", "200 OK", "text/html; charset=utf-8", PAGE.encode()),
        ("https://www.calder-courier.com/2", "404 Not Found", "text/html", PAGE.encode()),
        ("https://www.calder-courier.com/3.png", "200 OK", "image/png", b"\x89PNG"),
        ("https://www.calder-courier.com/4", "200 OK", "text/html", b"<html><body><nav><a href='/'>Home</a></nav></body></html>"),
        ("https://www.calder-courier.com/5", "200 OK", "text/plain; charset=windows-1252", f"{MORE} “So far.”".encode("cp1252")),
    ]
    for url, status, kind, body in pages:
        headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=headers))
    writer.write_record(
        writer.create_warc_record(
            "https://harbor-post.com/6", "conversion", payload=io.BytesIO(TEXT.encode()), warc_content_type="text/plain"
        )
    )
    return out.getvalue()


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a.warc.zst", "piped"])
def test_web_archives_as_warcio_writes_them(tmp_path: Path, name: str) -> None:
    data = warc(gz=name.endswith(".gz"))
    reading = read([given(tmp_path, name, zstandard.compress(data) if name.endswith(".zst") else data)])
    converted, first, plain = by_uri(reading)
    assert (first.uri, first.outlet, first.published) == ("https://www.calder-courier.com/1", "Calder Courier", "2025-03-03T17:05:00+01:00")
    assert TEXT in first.text and "Home" not in first.text and plain.text == f"{MORE} “So far.”"
    assert (converted.text, converted.uri, converted.outlet) == (TEXT, "https://harbor-post.com/6", "harbor-post.com")
    kinds = {p.kind: p.message for p in reading.problems}
    assert set(kinds) == {ProblemKind.NO_ARTICLE, ProblemKind.UNSUPPORTED} and reading.unread == 1
    assert "1 image/png, 1 status 404" in kinds[ProblemKind.UNSUPPORTED]


def test_a_web_archive_with_a_dictionary_and_packed_payloads(tmp_path: Path) -> None:
    from fastwarc.stream_io import ZstdWriter
    from fastwarc.warc import WarcRecord, WarcRecordType

    out = io.BytesIO()
    with ZstdWriter(out) as writer:
        record = WarcRecord()
        record.init_headers(WarcRecordType.response)
        record.headers["WARC-Target-URI"] = "https://www.calder-courier.com/1"
        record.is_http = True
        record.set_bytes_content(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(PAGE.encode())
        )
        record.write(writer)
    assert TEXT in one(read([given(tmp_path, "a.warc.zst", out.getvalue())])).text


# packed files


def zipped(folder: Path, name: str, members: dict[str, bytes]) -> str:
    with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, data in members.items():
            archive.writestr(member, data)
    return str(folder / name)


def test_a_zip_of_anything(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("deep.txt", f"{TEXT} Deep.")
    members = {
        "a.txt": TEXT.encode(),
        "folder/b.jsonl": "\n".join(map(json.dumps, ROWS)).encode(),
        "c.warc.gz": warc(gz=True),
        "inner.zip": inner.getvalue(),
        "d.txt.gz": gzip.compress(f"{MORE} Packed.".encode()),
        "photo.jpg": b"\xff\xd8\xff",
        "__MACOSX/._a.txt": b"x",
        "folder/.hidden.txt": b"x",
    }
    path = zipped(tmp_path, "a.zip", members)
    reading = read([path])
    uris = {a.uri for a in reading.articles}
    assert len(reading.articles) == 8 and {f"{path}/a.txt", f"{path}/inner.zip/deep.txt", f"{path}/d.txt.gz", ROWS[0]["url"]} <= uris
    assert reading.unread == 1 and any("photo.jpg: .jpg files are not read" in p.message for p in reading.problems)
    assert read(["-"], stdin=io.BytesIO(Path(path).read_bytes())).unread == 1


def test_outlets_by_the_path_inside_an_archive(tmp_path: Path) -> None:
    path = zipped(tmp_path, "a.zip", {"courier/1.jsonl": json.dumps({"text": TEXT}).encode(), "post/1.txt": MORE.encode()})
    said = tmp_path / "outlets.csv"
    said.write_text("match,outlet\n*/courier/*,Calder Courier\n*/post/*,Harbor Post\n")
    assert {a.outlet for a in read([path], outlets=said).articles} == {"Calder Courier", "Harbor Post"}


@pytest.mark.parametrize("name", ["a.txt.gz", "a.txt.zst", "a.gz", "a.zst", "piped"])
def test_a_packed_text(tmp_path: Path, name: str) -> None:
    data = zstandard.compress(TEXT.encode()) if name.endswith("zst") else gzip.compress(TEXT.encode())
    article = one(read([given(tmp_path, name, data)]))
    assert article.text == TEXT and article.uri == str(tmp_path / name)


def test_packed_lines_are_read_to_where_they_break(tmp_path: Path) -> None:
    lines = "\n".join(json.dumps({"text": f"{TEXT} {n * 7919 % 10007}"}) for n in range(20_000)).encode()
    packed = gzip.compress(lines)
    reading = read([given(tmp_path, "a.jsonl.gz", packed[: len(packed) // 2])])
    assert len(reading.articles) > 1000 and "cut short" in problem(reading)[1]


def test_an_office_document_is_named_and_not_read(tmp_path: Path) -> None:
    assert problem(read([zipped(tmp_path, "a.docx", {"word/document.xml": b"<x/>"})]))[0] is ProblemKind.UNSUPPORTED


# mail


def message(*, html: bool = False, listed: bool = False) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = '"Calder Courier" <news@calder-courier.com>' if listed else "Ana Pruitt <ana@calder-courier.com>"
    mail["To"] = "desk@harbor-post.com"
    mail["Subject"] = "Nine hurt as trams meet — café closed"
    mail["Date"] = "Mon, 03 Mar 2025 17:05:00 +0100"
    if listed:
        mail["List-Id"] = "<daily.calder-courier.com>"
    if html:
        mail.set_content(f"<p>{TEXT}</p><p>“{MORE}”</p>", subtype="html")
    else:
        mail.set_content(f"{TEXT}\n\n“{MORE}”\n")
    return mail


@pytest.mark.parametrize("html", [False, True])
def test_a_letter(tmp_path: Path, html: bool) -> None:
    mail = message(html=html)
    mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="map.pdf")
    reading = read([given(tmp_path, "a.eml", mail.as_bytes())])
    article = one(reading)
    assert (article.title, article.published) == ("Nine hurt as trams meet — café closed", "2025-03-03T17:05:00+01:00")
    assert (article.authors, article.outlet) == (("Ana Pruitt",), None)
    assert article.text == (f"{TEXT}\n“{MORE}”" if html else f"{TEXT}\n\n“{MORE}”\n")
    assert reading.unread == 0 and "map.pdf" in problem(reading)[1]


def test_a_newsletter_has_an_outlet(tmp_path: Path) -> None:
    article = one(read([given(tmp_path, "a.eml", message(listed=True).as_bytes())]))
    assert (article.outlet, article.authors) == ("Calder Courier", ())


def test_a_mailbox_as_the_standard_library_writes_it(tmp_path: Path) -> None:
    box = mailbox.mbox(tmp_path / "a.mbox")
    quoting = message()
    quoting.set_content(f"{MORE}\n\nFrom Calder the line runs north at 17:05.\n")
    for mail in (message(), quoting, EmailMessage()):
        box.add(mail)
    box.close()
    reading = read([str(tmp_path / "a.mbox")])
    assert texts(reading) == sorted([f"{TEXT}\n\n“{MORE}”\n", f"{MORE}\n\nFrom Calder the line runs north at 17:05.\n"])
    assert reading.unread == 1
    assert len(read(["-"], stdin=io.BytesIO((tmp_path / "a.mbox").read_bytes())).articles) == 2


def test_flowed_lines_are_joined(tmp_path: Path) -> None:
    head = "From: a@b.com\nSubject: Trams\nContent-Type: text/plain; charset=utf-8; format=flowed\n\n"
    assert (
        one(read([given(tmp_path, "a.eml", f"{head}Two trams met \non one track.\n\nIt rained.\n")])).text
        == "Two trams met on one track.\n\nIt rained.\n"
    )


# PDF


def pdf(*, title: str | None = "Nine hurt as trams meet", password: str | None = None) -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    out = io.BytesIO()
    style = getSampleStyleSheet()["Normal"]
    document = SimpleDocTemplate(
        out, title=title, author="Ana Pruitt" if title else None, encrypt=StandardEncryption(password) if password else None
    )
    document.build([Paragraph(f"{TEXT} {MORE}", style), Paragraph(f"{MORE} {TEXT}", style)])
    return out.getvalue()


@pytest.mark.parametrize("name", ["a.pdf", "piped"])
def test_a_pdf_as_reportlab_writes_it(tmp_path: Path, name: str) -> None:
    article = one(read([given(tmp_path, name, pdf())]))
    assert article.text == f"{TEXT} {MORE}\n{MORE} {TEXT}"
    assert (article.title, article.authors, article.published) == ("Nine hurt as trams meet", ("Ana Pruitt",), None)


def test_a_pdf_that_cannot_be_read(tmp_path: Path) -> None:
    assert problem(read([given(tmp_path, "a.pdf", pdf(password="secret"))]))[0] is ProblemKind.UNREADABLE
    from pypdf import PdfWriter

    blank = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(blank)
    assert problem(read([given(tmp_path, "b.pdf", blank.getvalue())]))[0] is ProblemKind.NO_ARTICLE
    assert problem(read([given(tmp_path, "c.pdf", pdf()[:300])]))[0] is ProblemKind.MALFORMED


# Markdown


def test_front_matter_says_what_it_says_and_stays_in_the_text(tmp_path: Path) -> None:
    text = f"""---
title: "Nine hurt: trams meet"
date: 2025-03-03T17:05:00+01:00
url: https://calder-courier.com/1
authors:
  - Ana Pruitt
  - 'Bo Lind'
tags: [trams, calder]
---

{TEXT}
"""
    article = one(read([given(tmp_path, "a.md", text)]))
    assert article.text == text and article.title == "Nine hurt: trams meet" and article.authors == ("Ana Pruitt", "Bo Lind")
    assert (article.published, article.uri) == ("2025-03-03T17:05:00+01:00", "https://calder-courier.com/1")
    assert [text[s:e] for s, e in article.furniture] == [text[: text.index("\n\n")]]


@pytest.mark.parametrize("text", [f"---\n\n{TEXT}\n\n---\n\n{MORE}", f"---\n{TEXT}\n---\n", f"--- {TEXT}", "---\nHe said: no."])
def test_a_rule_is_no_front_matter(tmp_path: Path, text: str) -> None:
    article = one(read([given(tmp_path, "a.md", text)]))
    assert article.text == text and not article.furniture


# the page that tells of all this


def test_the_docs_name_every_suffix_and_kind() -> None:
    from twosource.read.formats import FORMATS

    page = (Path(__file__).parent.parent / "docs" / "reading.md").read_text(encoding="utf-8")
    assert all(f"`{suffix}`" in page for format in FORMATS for suffix in format.suffixes)
    assert all(f"`{kind}`" in page for kind in ProblemKind if kind not in (ProblemKind.QUOTATION, ProblemKind.RULING))  # of later stages
