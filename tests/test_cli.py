"""The command line as a person meets it: exit codes, one clear sentence an input, data on stdout alone."""

import json
import subprocess
import sys

import pytest

GOOD = "Police said 12 people were killed in the crash at Marnow on Friday. The road was closed until Saturday morning.\n"


def run(*args, stdin=b"", cwd=None):
    code = "from twosource.cli import main; main()"
    return subprocess.run([sys.executable, "-c", code, *map(str, args)], input=stdin, capture_output=True, cwd=cwd)


def messages(result):
    return result.stderr.decode()


@pytest.fixture
def good(tmp_path):
    (tmp_path / "good.txt").write_text(GOOD)
    return tmp_path


def write(path, data):
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("empty.txt", b"", "empty"),
        ("binary.txt", bytes(range(256)) * 40, "binary"),
        ("page.html", b"<html><head><title>x</title></head><body><nav><a href='/'>Home</a></nav></body></html>", "article"),
        ("none.json", b'{"title": "only a title"}', "text"),
        ("broken.json", b'{"text": "unfinished', "JSON"),
    ],
)
def test_what_cannot_be_read_is_named_and_the_rest_is_in_the_brief(good, name, data, says):
    write(good / name, data)
    result = run("brief", good)
    assert result.returncode == 3
    assert name in messages(result) and says.lower() in messages(result).lower()
    assert "12 people" in result.stdout.decode()


def test_a_50_mb_line_is_refused_at_once(good):
    write(good / "long.txt", b"word " * 10_000_000)
    result = run("brief", good)
    assert result.returncode == 3 and "long.txt" in messages(result)


def test_invalid_utf8_is_read_and_said(good):
    write(good / "odd.txt", b"Police said 12 people were killed in the crash at Marn\xf6w on Friday, \x81\xfe officials confirmed.")
    result = run("brief", good)
    assert result.returncode in (0, 3) and "12 people" in result.stdout.decode()


def test_an_odd_quotation_mark_costs_one_quotation(tmp_path):
    write(tmp_path / "odd.txt", b'Ada Kolm said the bridge was "unsafe. Police closed the road on Friday after 12 people were hurt.')
    result = run("claims", tmp_path, "--jsonl")
    assert result.returncode == 0
    assert any("12" in json.loads(line)["text"] for line in result.stdout.decode().splitlines())


def test_a_path_that_is_not_there(tmp_path):
    result = run("brief", tmp_path / "nowhere.txt")
    assert result.returncode == 2 and "nowhere.txt" in messages(result) and not result.stdout


def test_a_directory_without_files(tmp_path):
    result = run("brief", tmp_path)
    assert result.returncode == 2 and str(tmp_path) in messages(result)


def test_nothing_readable(tmp_path):
    write(tmp_path / "empty.txt", b"")
    assert run("brief", tmp_path / "empty.txt").returncode == 1


def test_an_unknown_option_and_an_unknown_story(good):
    assert run("brief", good, "--nonsense").returncode == 2
    result = run("brief", good, "--story", "nope")
    assert result.returncode == 2 and "nope" in messages(result)


def test_standard_input():
    result = run("claims", "-", "--jsonl", stdin=GOOD.encode())
    rows = [json.loads(line) for line in result.stdout.decode().splitlines()]
    assert result.returncode == 0 and any("12 people were killed" in r["text"] for r in rows)


def test_another_language_is_grouped_and_said(good):
    write(
        good / "de.json",
        json.dumps(
            {
                "text": "Die Polizei sagte am Freitag, dass bei dem Unfall zwölf Menschen getötet wurden und weitere verletzt sind. " * 3,
                "language": "de",
            }
        ).encode(),
    )
    result = run("stories", good, "--jsonl")
    assert result.returncode == 0 and len(result.stdout.decode().splitlines()) == 2
    result = run("claims", good, "--jsonl")
    assert "language de" in messages(result)


def test_the_same_bytes_twice_are_one_article_and_said(good):
    write(good / "again.txt", GOOD.encode())
    result = run("articles", good, "--jsonl")
    assert len(result.stdout.decode().splitlines()) == 1 and "--outlets" in messages(result)


def test_progress_is_silent_when_piped(good):
    assert run("findings", good, "--jsonl").stderr == b""


@pytest.mark.parametrize("format", ["md", "html", "json"])
def test_the_brief_in_every_format(good, tmp_path, format):
    out = tmp_path / f"out.{format}"
    result = run("brief", good, "-f", format, "-o", out)
    assert result.returncode == 0 and "12 people" in out.read_text()
    if format == "json":
        assert set(json.loads(out.read_text())) == {"stories", "findings", "problems"}


def test_an_output_that_cannot_be_written(good):
    result = run("brief", good, "-o", good / "no" / "such" / "folder.md")
    assert result.returncode == 2 and "folder.md" in messages(result)
