"""Which articles are one and which are versions of one: a function of the set."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from twosource.errors import ProblemKind, UsageError
from twosource.model import Article
from twosource.read import read, settle
from twosource.read.draft import Draft
from twosource.read.finish import finish

ONE = "Nine people were hurt when two trams met in Calder, police said."
TWO = "Twelve people were hurt when two trams met in Calder, police said."
URL = "https://calder-courier.com/trams"


def article(text: str = ONE, uri: str = "a.txt", **fields: str) -> Article:
    return finish(Draft(uri=uri, text=text, language="en", **fields), path=uri, outlets=(), published=None)[0]  # type: ignore[arg-type]


def test_an_id_is_of_text_outlet_date_and_url() -> None:
    known = {article().id, article(TWO).id, article(outlet="Courier").id, article(published="2025-03-03").id, article(uri=URL).id}
    assert len(known) == 5 and all(len(i) == 16 for i in known)
    assert article(uri="b.txt").id == article(uri="a.txt").id == article(title="Trams").id
    assert article(id="given").id == "given"


def test_one_text_with_nothing_else_is_one_article_supplied_twice(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c.txt"):
        (tmp_path / name).write_text(ONE)
    reading = read([str(tmp_path)])
    assert [a.uri for a in reading.articles] == [str(tmp_path / "a.txt")] and reading.unread == 0
    assert [(p.kind, p.uri) for p in reading.problems] == [(ProblemKind.DUPLICATE, str(tmp_path / n)) for n in ("b.txt", "c.txt")]
    assert all("use --outlets to keep both" in p.message for p in reading.problems)


def test_outlets_keep_both(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(ONE)
    (tmp_path / "outlets.csv.bak").write_text("match,outlet\na.txt,Courier\nb.txt,Ledger\n")
    reading = read([str(tmp_path / "a.txt"), str(tmp_path / "b.txt")], outlets=tmp_path / "outlets.csv.bak")
    assert [a.outlet for a in sorted(reading.articles, key=lambda a: a.uri)] == ["Courier", "Ledger"] and not reading.problems


def test_another_text_at_one_address_is_a_version() -> None:
    early, late = (
        article(uri=URL, published="2025-03-03"),
        article(TWO, uri=f"{URL}?utm_source=x#top", published="2025-03-03", modified="2025-03-04"),
    )
    settled, problems = settle([late, early])
    assert {a.id: a.version_of for a in settled} == {early.id: None, late.id: early.id} and not problems


def test_a_third_version_follows_the_second() -> None:
    states = [article(f"{ONE} {n}", uri=URL, published=f"2025-03-0{n}") for n in (1, 2, 3)]
    versions = {a.id: a.version_of for a in settle(states[::-1])[0]}
    assert versions == {states[0].id: None, states[1].id: states[0].id, states[2].id: states[1].id}


@pytest.mark.parametrize("uri", ["https://calder-courier.com", "https://calder-courier.com/", "a.txt"])
def test_a_front_page_or_a_file_is_no_address_of_an_article(uri: str) -> None:
    assert all(a.version_of is None for a in settle([article(uri=uri), article(TWO, uri=uri)])[0])


def test_a_given_id_with_another_text_is_a_version_where_url_or_outlet_agree() -> None:
    for fields in ({"outlet": "Courier"}, {"uri": URL}):
        early, late = article(id="x", published="2025-03-03", **fields), article(TWO, id="x", published="2025-03-04", **fields)
        settled, _ = settle([late, early])
        assert [(a.text, a.version_of) for a in settled] == [(ONE, None), (TWO, "x")]
        assert settled[0].id == "x" and settled[1].id.startswith("x~")


@pytest.mark.parametrize("outlets", [(None, None), ("Courier", "Ledger"), ("Courier", None)])
def test_a_given_id_for_two_articles_is_wrong_usage(outlets: tuple[str | None, str | None]) -> None:
    a, b = (article(text, id="x", **({"outlet": o} if o else {})) for text, o in zip((ONE, TWO), outlets, strict=True))
    with pytest.raises(UsageError, match="the id 'x' names two articles"):
        settle([a, b])


def test_settling_is_a_function_of_the_set() -> None:
    rows = [
        article(uri="b.txt"),
        article(uri="a.txt"),
        article(uri=URL, published="2025-03-03"),
        article(TWO, uri=URL, published="2025-03-04"),
        article(f"{TWO} Later.", id="x", outlet="Courier"),
        article(f"{TWO} At last.", id="x", outlet="Courier", published="2025-03-05"),
    ]
    whole, _ = settle(rows)
    for order in permutations(rows, 6):
        assert settle(order)[0] == whole
    for cut in range(len(rows)):  # appended: what is settled already is settled again with what came
        assert settle([*settle(rows[:cut])[0], *rows[cut:]])[0] == whole
    assert settle(whole)[0] == whole


def test_a_version_read_alone_keeps_its_id() -> None:
    settled, _ = settle([article(id="x", outlet="C", published="2025-03-03"), article(TWO, id="x", outlet="C", published="2025-03-04")])
    assert settle(settled[1:])[0] == settled[1:]
