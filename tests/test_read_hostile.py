"""What is made to break a reader: each costs bounded time and memory, gives a problem row that names it, and the rest is read."""

from __future__ import annotations

import gzip
import io
import json
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from tests.test_read import given, one, problem
from tests.test_read_formats import MORE, TEXT, message, pdf, warc, zipped
from twosource.errors import ProblemKind
from twosource.read import read
from twosource.read.corrections import corrections
from twosource.read.credit import credit
from twosource.read.draft import Blob, Draft
from twosource.read.feed import read_feed
from twosource.read.furniture import furniture

MB = 2**20


@contextmanager
def bounded(*, seconds: float = 10, memory: int | None = None) -> Iterator[None]:
    """Where memory is traced, all takes three times as long."""
    if memory:
        tracemalloc.start()
    began = time.process_time()
    yield
    took = time.process_time() - began
    if memory:
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert most < memory, most / MB
    assert took < seconds, took


def letters(size: int) -> bytes:
    """A gzip file of nothing but one letter; members of a gzip file may follow each other."""
    return gzip.compress(b"a" * 16 * MB) * (size // (16 * MB))


# bombs


@pytest.mark.parametrize("name", ["bomb.txt", "bomb.jsonl", "bomb.csv", "bomb.html", "bomb.warc", "bomb.zip", "bomb.mbox", "bomb.xml"])
def test_a_zip_bomb_is_found_before_it_is_unpacked(tmp_path: Path, name: str) -> None:
    path = zipped(tmp_path, "a.zip", {"good.txt": TEXT.encode(), name: b"a" * 128 * MB, "last.txt": MORE.encode()})
    with bounded(seconds=5, memory=100 * MB):
        reading = read([path])
    assert {a.text for a in reading.articles} == {TEXT, MORE}
    assert problem(reading)[0] is ProblemKind.TOO_LONG and name in problem(reading)[1]


@pytest.mark.parametrize("name", ["a.txt.gz", "a.jsonl.gz", "a.csv.gz", "a.warc.gz", "a.mbox.gz", "a.xml.gz", "a.pdf.gz", "a.gz"])
def test_a_gzip_bomb(tmp_path: Path, name: str) -> None:
    head = {
        "a.jsonl.gz": json.dumps({"text": TEXT}) + '\n{"',
        "a.csv.gz": f'text\n"{TEXT}"\n"',
        "a.warc.gz": warc(gz=False).decode("latin-1"),
    }
    path = given(tmp_path, name, gzip.compress(head.get(name, "a").encode("latin-1")) + letters(512 * MB))
    with bounded(seconds=20, memory=200 * MB):
        reading = read([path])
    assert reading.unread >= 1 and len(reading.articles) in (0, 1, 3) and (name not in head or reading.articles)


def test_a_zstandard_bomb(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zstandard.ZstdCompressor().stream_writer(out, closefd=False) as writer:
        writer.write(json.dumps({"text": TEXT}).encode() + b"\n")
        for _ in range(64):
            writer.write(b" " * 16 * MB)
    with bounded(seconds=20):
        reading = read([given(tmp_path, "a.jsonl.zst", out.getvalue())])
    assert one(reading).text == TEXT and "unpacks to more than 100 times its size" in problem(reading)[1]


def test_archives_in_archives_have_one_budget(tmp_path: Path) -> None:
    data = {"bomb.txt": b"word " * 4 * MB}
    for _ in range(2):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for n in range(8):
                for name, inside in data.items():
                    archive.writestr(f"{n}{name}", inside)
        data = {"inner.zip": out.getvalue()}
    with bounded(seconds=20):
        reading = read([given(tmp_path, "a.zip", out.getvalue())])
    assert not reading.articles and "unpacks to more than 100 times its size" in " ".join(p.message for p in reading.problems)


def test_archives_packed_too_often_are_named(tmp_path: Path) -> None:
    data = TEXT.encode()
    for n in range(6):
        data = Path(zipped(tmp_path, "a.zip", {f"{n}.zip" if n else "a.txt": data, f"good{n}.txt": f"{TEXT} {n}".encode()})).read_bytes()
    reading = read([str(tmp_path / "a.zip")])
    assert len(reading.articles) == 3 and "packed more than 3 times over" in problem(reading)[1]


def test_members_over_each_other(tmp_path: Path) -> None:
    """Forty entries of the directory that all point at one member (Fifield, "A better zip bomb", 2019)."""
    path = Path(zipped(tmp_path, "a.zip", {"a.txt": b"word " * 3 * MB}))
    data = path.read_bytes()
    at = data.index(b"PK\1\2")
    entry, end = data[at : data.index(b"PK\5\6")], data[data.index(b"PK\5\6") :]
    end = end[:8] + struct.pack("<HHII", 40, 40, 40 * len(entry), at) + end[20:]
    with bounded(seconds=20):
        reading = read([given(tmp_path, "b.zip", data[:at] + entry * 40 + end)])
    assert not reading.articles and 1 <= reading.unread <= 40


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    "doctype",
    [
        f'<!DOCTYPE rss [<!ENTITY l0 "laugh">{LAUGHS}]>',
        f'<!DOCTYPE rss [<!ENTITY l11 "{"laugh" * 100_000}">]>',
        '<!DOCTYPE rss [<!ENTITY l11 SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss SYSTEM "http://localhost:1/rss.dtd">',
    ],
)
def test_an_xml_bomb_in_a_feed(tmp_path: Path, doctype: str) -> None:
    items = f"<item><description>{TEXT}</description></item><item><description>Before {'&l11;' * 1000} after</description></item>"
    with bounded(seconds=5):
        reading = read([given(tmp_path, "a.xml", f'<?xml version="1.0"?>{doctype}<rss version="2.0"><channel>{items}</channel></rss>')])
    found = [a.text for a in reading.articles]
    assert TEXT in found and not any("root:" in t or "laugh" in t for t in found)


def test_a_parquet_file_that_says_one_thing_a_million_times(tmp_path: Path) -> None:
    words = pa.DictionaryArray.from_arrays(pa.array([0] * 200_000, pa.int32()), pa.array(["word " * 300_000]))
    pq.write_table(pa.table({"text": words}), tmp_path / "a.parquet")
    assert (tmp_path / "a.parquet").stat().st_size < MB
    with bounded(seconds=20, memory=200 * MB):
        reading = read([str(tmp_path / "a.parquet")])
    assert 0 < reading.unread < 400 and any("unpacks to more than 100 times its size" in p.message for p in reading.problems)


@pytest.mark.parametrize("name", ["a.xml", "a.html", "a.json", "a.eml", "a.ninjs.json"])
def test_what_is_nested_without_end(tmp_path: Path, name: str) -> None:
    deep = {
        "a.xml": "<rss>" + "<item>" * 200_000,
        "a.html": "<html><body>" + "<div>" * 200_000 + TEXT,
        "a.json": '{"articles":' * 100_000,
        "a.eml": "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(5000)),
        "a.ninjs.json": '{"uri":"urn:x","bodies":[{"value":"a"}],"associations":[' * 20_000,
    }
    with bounded(seconds=15):
        reading = read([given(tmp_path, name, deep[name]), given(tmp_path, "good.txt", TEXT)])
    assert any(a.text == TEXT for a in reading.articles)


def test_markup_nested_without_end_in_a_feed(tmp_path: Path) -> None:
    deep = "&lt;b&gt;&lt;p&gt;" * 50_000
    with bounded():
        reading = read([given(tmp_path, "a.rss", f"<rss><channel><item><description>{deep}{TEXT}</description></item></channel></rss>")])
    assert not reading.articles or TEXT in one(reading).text


# archives that lead elsewhere, or are no longer whole


@pytest.mark.parametrize("name", ["../../evil.txt", "/etc/evil.txt", "a/../../evil.txt"])
def test_a_path_out_of_the_archive_is_named_and_not_read(tmp_path: Path, name: str) -> None:
    reading = read([zipped(tmp_path, "a.zip", {name: b"Evil text.", "good.txt": TEXT.encode()})])
    assert one(reading).text == TEXT and "names a place outside the archive" in problem(reading)[1] and reading.unread == 1
    assert not list(tmp_path.parent.rglob("evil.txt"))


def test_links_and_locked_files_in_an_archive(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("locked.txt", "x")
        archive.writestr("good.txt", TEXT)
    data = bytearray((tmp_path / "a.zip").read_bytes())
    at = data.index(b"locked.txt", data.index(b"PK\1\2")) - 46
    data[at + 8] |= 1
    reading = read([given(tmp_path, "a.zip", bytes(data))])
    assert one(reading).text == TEXT and [p.message.split(" is ")[1][:9] for p in reading.problems] == ["a link an", "encrypted"]


def whole(name: str) -> bytes:
    table = io.BytesIO()
    pq.write_table(pa.table({"text": [f"{TEXT} {n}" for n in range(2000)]}), table)
    lines = "\n".join(json.dumps({"text": f"{TEXT} {n * 7919 % 10007}"}) for n in range(3000)).encode()
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("a.txt", TEXT)
    return {
        "a.zip": archive.getvalue(),
        "a.jsonl.gz": gzip.compress(lines),
        "a.jsonl.zst": zstandard.compress(lines),
        "a.warc": warc(gz=False),
        "a.warc.gz": gzip.compress(warc(gz=False)),
        "a.parquet": table.getvalue(),
        "a.pdf": pdf(),
    }[name]


@pytest.mark.parametrize("share", [0.02, 0.5, 0.97])
@pytest.mark.parametrize("name", ["a.zip", "a.jsonl.gz", "a.jsonl.zst", "a.warc", "a.warc.gz", "a.parquet", "a.pdf"])
def test_a_file_cut_short_is_named_and_the_rest_read(tmp_path: Path, name: str, share: float) -> None:
    data = whole(name)
    with bounded():
        reading = read([given(tmp_path, name, data[: int(len(data) * share)]), given(tmp_path, "good.txt", MORE)])
    assert any(a.text == MORE for a in reading.articles) and all(name in p.message or "warc" in name for p in reading.problems)
    assert reading.unread >= 1 or name == "a.pdf"  # a PDF can be mended


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", ["a.zip", "a.jsonl.gz", "a.jsonl.zst", "a.warc", "a.warc.gz", "a.parquet", "a.pdf"])
def test_a_file_with_damage_raises_nothing(tmp_path: Path, name: str, seed: int) -> None:
    data = bytearray(whole(name))
    for n in range(20):
        data[(seed * 7919 + n * 104_729) % len(data)] ^= 1 << (n + seed) % 8
    with bounded(seconds=20):
        reading = read([given(tmp_path, name, bytes(data)), given(tmp_path, "good.txt", MORE)])
    assert any(a.text == MORE for a in reading.articles)


# encodings that are not what they say


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "text\n{}\n"),
        ("a.xml", '<?xml version="1.0" encoding="utf-8"?><rss><channel><item><description>{}</description></item></channel></rss>'),
        ("a.eml", "From: a@b.com\nSubject: x\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{}\n"),
        ("a.eml", "From: a@b.com\nSubject: x\nContent-Type: text/plain; charset=no-such-thing\n\n{}\n"),
        ("a.html", '<html><head><meta charset="utf-8"></head><body><article><p>{}</p></article></body></html>'),
    ],
)
def test_an_encoding_that_is_not_as_said(tmp_path: Path, name: str, content: str) -> None:
    said = "The café of Besançon opens at nine on Monday and its owner was glad to say so. " * 4
    article = one(read([given(tmp_path, name, content.format(said).encode("cp1252"))]))
    assert "caf" in article.text and "glad to say so" in article.text


# many


@pytest.mark.parametrize(("entries", "memory"), [(5_000, 10 * MB), (100_000, None)])
def test_a_feed_of_a_hundred_thousand_entries(entries: int, memory: int | None) -> None:
    item = "<item><title>Trams {0}</title><link>https://c.com/{0}</link><description>&lt;p&gt;Two trams met {0}.&lt;/p&gt;</description></item>"
    feed = f"<rss><channel>{''.join(item.format(n) for n in range(entries))}</channel></rss>".encode()
    with bounded(seconds=20, memory=memory):
        assert sum(isinstance(draft, Draft) for draft in read_feed(Blob("a.xml", io.BytesIO(feed)))) == entries


def test_many_tiny_files_in_a_folder_and_in_an_archive(tmp_path: Path) -> None:
    """100,000 take half a minute, the same for each."""
    (tmp_path / "folder").mkdir()
    for n in range(2000):
        (tmp_path / "folder" / f"{n}.txt").write_text(f"Two trams met {n}.")
    path = zipped(tmp_path, "a.zip", {f"{n}.txt": f"Nine hurt {n}.".encode() for n in range(2000)})
    began = time.process_time()
    assert len(read([str(tmp_path / "folder"), path]).articles) == 4000
    assert time.process_time() - began < 10


def test_a_web_archive_of_many_pages_without_articles(tmp_path: Path) -> None:
    data = warc(gz=False) * 20
    with bounded(seconds=60):
        reading = read([given(tmp_path, "a.warc", data)])
    assert len(reading.articles) == 3 and sum(p.kind is ProblemKind.UNSUPPORTED for p in reading.problems) == 1


def test_a_letter_with_a_hundred_thousand_headers(tmp_path: Path) -> None:
    mail = b"".join(b"X-%d: y\n" % n for n in range(100_000)) + message().as_bytes()
    with bounded():
        assert read([given(tmp_path, "a.eml", mail)]).unread <= 1


@pytest.mark.parametrize(
    "unit",
    ["-", "=", "*", "_", ".", "–", "|", "·", " ", "\t", "a", "1", "A", "- ", "| ", "a ", "1 ", "A. ", "share ", "by ", '"a" ', "(A)"],
)
@pytest.mark.parametrize("before", ["", "By ", "Updated ", "Read "])
def test_no_rule_runs_away_on_a_row_of_the_same(unit, before):
    """A rule with one repetition inside another takes for ever on ninety dashes: this test then never ends."""
    line = before + unit * 500
    marks = [*furniture(line), *furniture(line + "!"), *corrections(line)]
    assert all(0 <= start < end <= len(line) + 1 for start, end in marks)
    assert credit(line, (line,)) is None
