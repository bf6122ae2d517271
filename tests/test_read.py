"""The front door of read: which inputs there are, what each holds, what is said of those that cannot be read."""

from __future__ import annotations

import io
import json
import os
import time
from pathlib import Path

import pytest

from twosource.errors import ProblemKind, UsageError
from twosource.model import Article
from twosource.read import Reading, read

TEXT = "Two trams met on one track in Calder on Monday, and nine people were hurt, the fire brigade said."


def given(folder: Path, name: str, content: str | bytes) -> str:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def one(reading: Reading) -> Article:
    assert len(reading.articles) == 1, reading.problems
    return reading.articles[0]


def problem(reading: Reading) -> tuple[ProblemKind, str]:
    assert len(reading.problems) == 1, reading.problems
    return reading.problems[0].kind, reading.problems[0].message


# plain text


@pytest.mark.parametrize("text", [TEXT, f"  {TEXT}\r\n\r\nA second line.\r\n\n", f"{TEXT}\u2028\ttabbed \u200b", "Ünïcode 🚋 " * 9])
def test_plain_text_is_the_decoded_file(tmp_path: Path, text: str) -> None:
    article = one(read([given(tmp_path, "a.txt", text)]))
    assert article.text == text and article.uri == str(tmp_path / "a.txt")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_is_left_out(tmp_path: Path, encoding: str) -> None:
    reading = read([given(tmp_path, "a.txt", TEXT.encode(encoding))])
    assert one(reading).text == TEXT and not reading.problems


def test_older_encodings_are_read(tmp_path: Path) -> None:
    text = "The café owner’s sister in Besançon said “nothing” had been taken. " * 5
    assert one(read([given(tmp_path, "a.txt", text.encode("cp1252"))])).text == text


def test_damaged_utf8_is_read_and_said(tmp_path: Path) -> None:
    reading = read([given(tmp_path, "a.txt", "Café Noël in Besançon. ".encode() * 3 + b"\xff end")])
    assert one(reading).text.endswith("Besançon. \ufffd end") and problem(reading)[0] is ProblemKind.ENCODING and reading.unread == 0


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Nine hurt as trams meet\n\nTwo trams met.", "Nine hurt as trams meet"),
        ("# Nine hurt as trams meet\n\nTwo trams met.", "Nine hurt as trams meet"),
        ("Two trams met on Monday.\n\nNine people were hurt.", None),
        ("Two trams met on one track\nand nine people were hurt.", None),
        ("Trams\n\nTwo trams met.", None),
        ("Nine hurt as trams meet", None),
    ],
)
def test_title_of_a_text_is_a_headline_standing_alone(tmp_path: Path, text: str, title: str | None) -> None:
    assert one(read([given(tmp_path, "a.txt", text)])).title == title


# which inputs


def test_a_folder_is_read_in_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "sub/a.md", "noun", ".hidden.txt", ".git/x.txt"):
        given(tmp_path, name, f"{TEXT} {name}")
    assert sorted(a.uri for a in read([str(tmp_path)]).articles) == [str(tmp_path / n) for n in ("b.txt", "noun", "sub/a.md")]


def test_a_file_named_twice_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given(tmp_path, "a.txt", TEXT)
    monkeypatch.chdir(tmp_path)
    reading = read(["a.txt", "./a.txt", "."])
    assert one(reading).uri in ("a.txt", "./a.txt") and not reading.problems


@pytest.mark.parametrize(
    "content", [TEXT, json.dumps({"text": TEXT}), f"{json.dumps({'text': TEXT})}\n\n", json.dumps([{"text": TEXT}], indent=2)]
)
def test_standard_input_is_told_by_its_first_bytes(content: str) -> None:
    article = one(read(["-"], stdin=io.BytesIO(content.encode())))
    assert article.text == TEXT and article.uri == "-"


def test_lines_on_standard_input() -> None:
    lines = "\n".join(json.dumps({"text": f"{TEXT} {n}"}) for n in range(3))
    assert len(read(["-"], stdin=io.BytesIO(lines.encode())).articles) == 3


def test_a_saved_page_is_a_page_whatever_its_name(tmp_path: Path) -> None:
    page = f"<!DOCTYPE html><html><body><article><p>{TEXT}</p><p>{TEXT} Again.</p></article></body></html>"
    assert "<p>" not in one(read([given(tmp_path, "page.txt", page)])).text


@pytest.mark.parametrize("name", ["St. Louis story", "ABC.19980108.0711", "story"])
def test_a_name_without_a_suffix_of_a_kind_is_text(tmp_path: Path, name: str) -> None:
    assert one(read([given(tmp_path, name, TEXT)])).text == TEXT


def test_a_pipe_is_read(tmp_path: Path) -> None:
    end, start = os.pipe()
    os.write(start, json.dumps({"text": TEXT}).encode())
    os.close(start)
    assert one(read([f"/dev/fd/{end}"])).text == TEXT
    os.close(end)


# wrong usage


def test_a_path_that_is_not_there_names_the_near_one(tmp_path: Path) -> None:
    given(tmp_path, "articles/tram.txt", TEXT)
    with pytest.raises(UsageError, match=r"no file or folder .*tarm.txt; did you mean .*articles/tram.txt\?"):
        read([str(tmp_path / "articles/tarm.txt")])
    with pytest.raises(UsageError, match=r"did you mean .*/articles\?"):
        read([str(tmp_path / "artcles/tram.txt")])
    with pytest.raises(UsageError, match=r"bus.txt$"):  # a suffix alone makes no name near
        read([str(tmp_path / "articles/bus.txt")])


@pytest.mark.parametrize("names", [[], ["photo.png"], [".hidden.txt"]])
def test_a_folder_with_nothing_to_read_is_wrong_usage(tmp_path: Path, names: list[str]) -> None:
    for name in names:
        given(tmp_path, name, "x")
    with pytest.raises(UsageError, match="nothing to read"):
        read([str(tmp_path)])


@pytest.mark.parametrize("inputs", [[], [""], ["https://calder-courier.example/a"], ["a\0b"]])
def test_what_is_no_input_is_wrong_usage(inputs: list[str]) -> None:
    with pytest.raises(UsageError):
        read(inputs)


def test_published_must_be_a_date(tmp_path: Path) -> None:
    path = given(tmp_path, "a.txt", TEXT)
    with pytest.raises(UsageError, match="--published 'Monday' is no date"):
        read([path], published="Monday")
    assert one(read([path], published="3 March 2025")).published == "2025-03-03"


def test_published_fills_in_and_does_not_overrule(tmp_path: Path) -> None:
    path = given(tmp_path, "a.json", json.dumps({"text": TEXT, "published": "2024-01-05"}))
    assert one(read([path], published="2025-03-03")).published == "2024-01-05"


# what cannot be read: one clear sentence each, and the rest goes on


@pytest.mark.parametrize(
    ("name", "content", "kind", "words"),
    [
        ("a.txt", "", ProblemKind.EMPTY, "a.txt is empty"),
        ("a.txt", " \n\t\n", ProblemKind.EMPTY, "is empty"),
        ("a.json", "[]", ProblemKind.EMPTY, "empty list"),
        ("a.jsonl", "\n\n", ProblemKind.EMPTY, "is empty"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\0\0", ProblemKind.BINARY, "a picture, not text"),
        ("a.txt", b"MZ\0\0\1\2\3", ProblemKind.BINARY, "not text"),
        ("a.md", b"%PDF-1.7 ...", ProblemKind.BINARY, "a PDF, not text"),
        (
            "a.html",
            "<html><body><nav><a href='/'>Home</a> <a href='/s'>Sport</a></nav></body></html>",
            ProblemKind.NO_ARTICLE,
            "no article on it",
        ),
        (
            "a.json",
            '{"title": "Nine hurt", "description": "Two trams met on one track."}',
            ProblemKind.NO_ARTICLE,
            "holds no text; expected it under one of the names text, maintext",
        ),
        ("a.json", '{"text": "Two trams', ProblemKind.MALFORMED, "not valid JSON: .* column"),
        ("a.json", '["one", "two"]', ProblemKind.MALFORMED, "item 1 is a string, not an object"),
        ("a.json", "[" * 50_000 + "]" * 50_000, ProblemKind.MALFORMED, "nested too deeply"),
        ("a.json", "[" * 900 + "1" + "]" * 900, ProblemKind.MALFORMED, "."),
        ("a.jsonl", '{"a":' * 50_000, ProblemKind.MALFORMED, "line 1 is not valid JSON: it is nested too deeply"),
        ("a.json", "9" * 5000, ProblemKind.MALFORMED, "."),
        ("a.txt", "word " * 200_001, ProblemKind.TOO_LONG, "longer than 1,000,000 characters"),
        ("a.json", json.dumps({"text": "word " * 200_001}), ProblemKind.TOO_LONG, "longer than 1,000,000 characters"),
        ("a.png", b"\x89PNG", ProblemKind.UNSUPPORTED, r"\.png files are not read; supported are \.txt"),
    ],
)
def test_problems_by_kind(tmp_path: Path, name: str, content: str | bytes, kind: ProblemKind, words: str) -> None:
    import re

    reading = read([given(tmp_path, name, content)])
    found = reading.problems[0]
    assert not reading.articles and found.kind is kind and re.search(words, found.message), found
    assert reading.unread >= 1 and found.stage == "read" and name in found.message and len(found.message) < 400


def test_a_bad_line_loses_only_itself(tmp_path: Path) -> None:
    lines = [json.dumps({"text": TEXT}), '{"text": "cut', "[1, 2", json.dumps({"title": "no text"}), json.dumps({"text": f"{TEXT} Later."})]
    reading = read([given(tmp_path, "a.jsonl", "\n".join(lines))])
    assert len(reading.articles) == 2 and reading.unread == 3
    assert [p.message.split(" is ")[0].split(" holds ")[0].rsplit(", ", 1)[1] for p in reading.problems] == ["line 2", "line 3", "line 4"]


def test_a_bad_record_in_a_list_loses_only_itself(tmp_path: Path) -> None:
    reading = read([given(tmp_path, "a.json", json.dumps([{"text": TEXT}, {"title": "none"}, 7]))])
    assert len(reading.articles) == 1 and reading.unread == 2


def test_lines_under_the_suffix_json(tmp_path: Path) -> None:
    lines = [json.dumps({"text": f"{TEXT} {n}"}) for n in range(3)]
    assert len(read([given(tmp_path, "a.json", "\n".join(lines))]).articles) == 3
    broken = read([given(tmp_path, "b.json", "\n".join(['{"text": "cut', *lines]))])
    assert len(broken.articles) == 3 and "line 1" in problem(broken)[1]


def test_a_picture_beside_articles_is_named_and_not_missed(tmp_path: Path) -> None:
    given(tmp_path, "a.txt", TEXT)
    given(tmp_path, "photo.jpg", b"\xff\xd8\xff")
    reading = read([str(tmp_path)])
    assert problem(reading)[0] is ProblemKind.UNSUPPORTED and reading.unread == 0 and len(reading.articles) == 1


def test_a_broken_link_and_a_pipe_in_a_folder_are_named(tmp_path: Path) -> None:
    given(tmp_path, "a.txt", TEXT)
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    reading = read([str(tmp_path)])
    assert len(reading.articles) == 1 and [p.kind for p in reading.problems] == [ProblemKind.UNREADABLE] * 2 and reading.unread == 2


def test_a_line_of_fifty_megabytes_is_passed_over(tmp_path: Path) -> None:
    import tracemalloc

    path = given(tmp_path, "a.jsonl", b'{"text": "' + b"a" * 50_000_000 + b'"}\n' + json.dumps({"text": TEXT}).encode())
    tracemalloc.start()
    began = time.monotonic()
    reading = read([path])
    took, most = time.monotonic() - began, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (
        one(reading).text == TEXT and problem(reading)[0] is ProblemKind.TOO_LONG and "line 1 is longer than 16 MB" in problem(reading)[1]
    )
    assert took < 10 and most < 60_000_000


def test_a_text_of_fifty_megabytes_is_not_decoded(tmp_path: Path) -> None:
    reading = read([given(tmp_path, "a.txt", b"word " * 10_000_000)])
    assert problem(reading)[0] is ProblemKind.TOO_LONG


def test_every_reading_of_one_set_is_the_same(tmp_path: Path) -> None:
    rows = [
        {"text": f"{TEXT} {n}", "url": f"https://calder-courier.example/{n % 4}", "published": f"2025-03-0{n % 3 + 1}"} for n in range(12)
    ]
    forward = read([given(tmp_path, "a.jsonl", "\n".join(map(json.dumps, rows)))])
    back = read([given(tmp_path, "b.jsonl", "\n".join(map(json.dumps, rows[::-1])))])
    assert forward.articles == back.articles
