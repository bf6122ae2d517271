"""The list and the matrix: counts, order and filters, cells that are the outlets' own words, silence, copies, corrections, what is new."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.serving import browser, demo_ledger, opened, own_ledger, served  # noqa: F401
from tests.test_desk_rulings import Editor
from twosource.ledger import build, open_ledger
from twosource.model import Article, Relation, Status
from twosource.present.words import flat
from twosource.web import axis
from twosource.web.charts import strips, timeline
from twosource.web.listing import Asked, Sort, difference, listing
from twosource.web.matrix import columns, matrix
from twosource.web.shelf import Shelf


@pytest.fixture(scope="module")
def shelf(demo_ledger: Path) -> Shelf:  # noqa: F811
    return Shelf(open_ledger(demo_ledger))


@pytest.fixture(scope="module")
def address(demo_ledger: Path) -> Iterator[str]:  # noqa: F811
    with served(demo_ledger) as at:
        yield at


@pytest.fixture(scope="module")
def ferry(shelf: Shelf) -> str:
    return next(e.story.id for e in shelf.entries.values() if "Ferry" in e.story.title)


def titles(shelf: Shelf, **asked: Any) -> list[str]:
    return [r.title.split()[0] for r in listing(shelf, Asked(**asked), {}).rows]


def test_the_list_is_ordered_and_filtered(shelf: Shelf) -> None:
    assert titles(shelf) == ["Ferry", "Two"] and titles(shelf, sort=Sort.DISPUTED)[0] == titles(shelf, sort=Sort.WIDEST)[0] == "Ferry"
    assert titles(shelf, outlet="Valley Times") == ["Two"] and titles(shelf, outlet="Nobody") == []
    assert titles(shelf, since="2025-03-05") == ["Ferry"] and titles(shelf, until="2025-03-05") == ["Two"]
    assert titles(shelf, language="en") == ["Ferry", "Two"] and titles(shelf, language="fi") == []


def test_what_was_looked_at_is_no_longer_new_and_what_changed_is(shelf: Shelf, ferry: str) -> None:
    states = {id: e.state for id, e in shelf.entries.items()}
    assert [r.news for r in listing(shelf, Asked(), {}).rows] == ["new", "new"]
    assert [r.news for r in listing(shelf, Asked(), states).rows] == ["", ""] and listing(shelf, Asked(new=True), states).rows == ()
    assert [r.news for r in listing(shelf, Asked(new=True), states | {ferry: "as it was"}).rows] == ["changed"]


def test_looking_at_a_story_marks_it_for_that_person_alone(browser: Any, own_ledger: Path, ferry: str) -> None:  # noqa: F811
    with served(own_ledger) as address:
        with opened(browser, f"{address}/") as page:
            assert page.locator(".news").count() == 2
            page.get_by_role("link", name="Ferry capsizes").first.click()
            page.wait_for_load_state("networkidle")
            page.goto(f"{address}/?new=1")
            assert page.locator(".story h2").count() == 1 and page.complaints == []
        ann = Editor(address, "Ann")
        assert ann.look("/").count('class="news"') == 2
        ann.post("/looked", {})
        assert ann.look("/").count('class="news"') == 0


def test_a_story_is_kept_to_be_read_later_by_one_person(browser: Any, own_ledger: Path, ferry: str) -> None:  # noqa: F811
    with served(own_ledger) as address:
        with opened(browser, f"{address}/story/{ferry}") as page:
            page.keyboard.press("l")
            page.get_by_role("button", name="Kept for later").wait_for()
            page.goto(address)
            page.get_by_label("Kept for later (1)").check()
            page.get_by_role("button", name="Show").click()
            page.wait_for_url("**later=1*")
            assert page.locator(".story h2").count() == 1
            page.goto(f"{address}/story/{ferry}/read")
            page.get_by_role("button", name="Kept for later").click()
            page.get_by_role("button", name="Read later").wait_for()
            assert page.url.startswith(f"{address}/story/{ferry}/read") and page.complaints == []
        ann = Editor(address, "Ann")
        ann.post("/later", {"story": ferry, "keep": "1"})
        assert "Kept for later (1)" in ann.look("/") and "Kept for later" not in Editor(address, "Bo").look("/")
        assert ann.post("/later", {"story": "none", "keep": "1"}).status_code == 404


def test_corrections_and_what_they_are_in_stand_above_the_list(shelf: Shelf, address: str) -> None:
    page = httpx.get(address).text
    assert page.index("✎ 1 correction") < page.index('class="stories"')
    assert titles(shelf, corrected=True) == ["Ferry"] and "/?corrected=1" in page


def test_a_line_names_some_readings_and_how_many_more(shelf: Shelf, ferry: str) -> None:
    disputed = next(f for f in shelf.findings(ferry) if f.status is Status.DISPUTED)
    reading = disputed.differences[0].readings[0]
    many = tuple(replace(reading, text=str(n)) for n in range(40, 52))
    told = difference(replace(disputed, differences=(replace(disputed.differences[0], kind=Relation.CONFLICTS, readings=many),)))
    assert told.endswith(": 40 / 41 / 42 / 43 / 8 more")


def test_a_cell_is_the_outlets_own_words_or_silence(shelf: Shelf, ferry: str) -> None:
    m = shelf.material(ferry)
    all_columns = columns(m, shelf.family_of)
    made = matrix(m, all_columns, statuses=frozenset(Status), page=1, across=1)
    assert made.found == len(m.findings) and len(all_columns) == 7
    for row in made.rows:
        told = {e.claim_id for e in row.finding.evidence}
        for cell, column in zip(row.cells, made.columns, strict=True):
            assert bool(cell.words) != bool(cell.silence)
            assert bool(cell.words) == any(e.article_id in column.ids for e in row.finding.evidence)
            for w in cell.words:
                words = flat(m.articles[w.article_id].text[slice(*w.span)])
                shown = flat(w.before + w.key + w.after)
                assert w.claim_id in told and (shown == words or "…" in shown)


def test_what_differs_is_told_in_the_cells_by_sign_and_word(shelf: Shelf, ferry: str) -> None:
    m = shelf.material(ferry)
    made = matrix(m, columns(m, shelf.family_of), statuses=frozenset([Status.DISPUTED]), page=1, across=1)
    for row in made.rows:
        conflicts = {r.claim_id for d in row.finding.differences if d.kind is Relation.CONFLICTS for r in d.readings}
        flagged = {w.claim_id for c in row.cells for w in c.words if any(sign == "≠" for sign, _, _ in w.flags)}
        assert flagged and flagged <= conflicts and row.tag.startswith("disputed in")


def test_a_copy_stands_in_the_column_of_its_text(browser: Any, address: str, ferry: str, shelf: Shelf) -> None:  # noqa: F811
    with opened(browser, f"{address}/story/{ferry}") as page:
        heads = page.locator(".matrix thead th").all_inner_texts()
        assert any(h.startswith("Calder Courier") and "carried by The Shore Post" in h for h in heads)
        assert not any(h.startswith("The Shore Post") for h in heads)
        page.locator(".folds summary").first.click()
        page.locator(".folds table.passages td").first.wait_for()
        left, right = page.locator(".folds table.passages tbody tr").first.locator("td").all_inner_texts()
        copy = shelf.entries[ferry].story.copies[0]
        texts = shelf.articles([copy.of, copy.copy])
        squeezed = [re.sub(r"\s+", "", t) for t in (left, right, texts[copy.of].text, texts[copy.copy].text)]
        assert squeezed[0] in squeezed[2] and squeezed[1] in squeezed[3]
        assert page.complaints == []


def test_the_words_of_a_cell_lead_to_their_place(browser: Any, address: str, ferry: str) -> None:  # noqa: F811
    with opened(browser, f"{address}/story/{ferry}?show=disputed") as page:
        link = page.locator(".matrix .words a").first
        words = link.inner_text()
        link.click()
        assert words.startswith(page.locator(".pane").first.locator(".at-words").first.inner_text()[:10])


def test_corrections_and_kill_notices_stand_on_top(tmp_path: Path) -> None:
    rows = [
        {"url": "https://ridge.example/a", "outlet": "Ridge Times", "published": "2025-04-01", "text": "Police said 12 boats were lost at Port Ysel on Monday. Mayor Ida Voss said the pier was closed."},
        {"uri": "https://echo.example/b", "outlet": "Ysel Echo", "published": "2025-04-01", "canceled": True, "text": "Police said 15 boats were lost at Port Ysel on Monday."},
    ]  # fmt: skip
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows))
    build([str(tmp_path / "a.jsonl")], tmp_path / "ledger")
    shelf = Shelf(open_ledger(tmp_path / "ledger"))
    if not any(e.killed for e in shelf.entries.values()):
        pytest.skip("JSON rows carry no kill notices here; NewsML-G2 and ninjs do")
    story = next(e.story.id for e in shelf.entries.values() if e.killed)
    with served(tmp_path / "ledger") as address:
        page = httpx.get(f"{address}/story/{story}").text
        assert page.index("Kill notice") < page.index('class="matrix"')
        assert "1 kill notice" in httpx.get(address).text


def test_a_correction_stands_above_the_matrix(address: str, ferry: str) -> None:
    page = httpx.get(f"{address}/story/{ferry}").text
    assert page.index("misstated the number of survivors") < page.index('class="matrix"')


def test_charts_have_their_tables_and_their_places(shelf: Shelf, ferry: str, address: str) -> None:
    m = shelf.material(ferry)
    drawn, more = strips(m)
    assert more == 0 and {"62 people", "78 people"} <= {v.words for s in drawn for v in s.values}
    for chart in (*drawn, timeline(m)):
        assert all(0 <= d.x <= 100 for lane in chart.lanes for d in lane.dots)
        assert [d.x for lane in chart.lanes for d in lane.dots] == [
            d.x for lane in chart.lanes for d in sorted(lane.dots, key=lambda d: d.x)
        ]
    page = httpx.get(f"{address}/story/{ferry}").text
    assert (
        page.count("<svg class=") == len(drawn) + 1
        and len(re.findall(r"</svg>\s*(?:<p class=.sub.>[^<]*</p>\s*)?<table", page)) == len(drawn) + 1
    )


def told(*published: str, **more: Any) -> tuple[list[str], str]:
    """The marks of a line of time, and whose hours they are."""
    articles = [Article(id=str(n), uri="a", text="", sha256="", published=p, **more) for n, p in enumerate(published)]
    line = axis.axis(axis.moments(articles).values())
    return [words for _, words in line.marks], line.hours


def test_the_line_of_time_says_whose_hours_it_tells() -> None:
    assert told("2025-03-07T21:40:00+01:00", "2025-03-08T01:20:00+01:00") == (
        ["21:00", "22:00", "23:00", "8 Mar", "01:00", "02:00"],
        "Hours in UTC+1.",
    )
    assert told("2025-03-07T21:40:00+01:00", "2025-03-07T21:20:00Z")[1] == "Hours in UTC."
    assert told("2025-03-07T21:40:00Z", "2025-03-07T22:20:00") == (
        ["7 Mar 21:00", "22:00", "23:00"],
        "Hours in UTC. 1 article without a zone stands as written.",
    )
    assert told("2025-03-07T21:40:00")[1] == "Hours as the articles give them, which name no zone."
    assert told("2024-12-30", "2025-01-01") == (["30 Dec", "31 Dec", "1 Jan 2025", "2 Jan"], "")
    assert told("2016-09-05", "2017-11-26")[0] == ["Sep 2016", "Nov", "Jan 2017", "Mar", "May", "Jul", "Sep", "Nov", "Jan 2018"]
    assert told() == told("soon") == ([], "")


@given(
    st.lists(st.one_of(st.datetimes().map(str), st.dates().map(str), st.datetimes(timezones=st.timezones()).map(lambda d: d.isoformat())))
)
def test_any_dates_stand_on_their_line(dates: list[str]) -> None:
    articles = [Article(id=str(n), uri="a", text="", sha256="", published=d) for n, d in enumerate(dates)]
    found = axis.moments(articles)
    marks = [at for at, _ in axis.axis(found.values()).marks]
    assert len(marks) <= axis.INTERVALS + 1 and marks == sorted(marks)
    assert all(marks[0] <= m.start <= m.end <= marks[-1] for m in found.values())


def test_a_newer_version_stands_where_it_was_changed_and_a_day_is_as_wide_as_a_day() -> None:
    newer = Article(id="b", uri="a", text="", sha256="", published="2025-03-07T21:40:00Z", modified="2025-03-08T09:05:00Z", version_of="a")
    day = Article(id="c", uri="a", text="", sha256="", published="2025-03-08")
    found = axis.moments([newer, day])
    assert found["b"].start.hour == 9 and (found["c"].end - found["c"].start).days == 1


@pytest.mark.parametrize("width", [360, 1600])
def test_labels_of_charts_do_not_run_into_each_other(browser: Any, address: str, ferry: str, width: int) -> None:  # noqa: F811
    with opened(browser, f"{address}/story/{ferry}", viewport={"width": width, "height": 900}) as page:
        assert "Hours in UTC+1." in page.locator("section[aria-labelledby=timeline]").inner_text()
        charts = page.locator("svg.chart").evaluate_all(
            """charts => charts.map(c => [...c.querySelectorAll('text')].filter(t => t.checkVisibility()).map(t => { const b = t.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]; }))"""
        )
        for labels in charts:
            for n, a in enumerate(labels):
                assert all(a[2] < b[0] or b[2] < a[0] or a[3] <= b[1] + 1 or b[3] <= a[1] + 1 for b in labels[n + 1 :])


def test_each_footnote_of_the_brief_leads_to_its_words(browser: Any, address: str, ferry: str, shelf: Shelf) -> None:  # noqa: F811
    with opened(browser, f"{address}/story/{ferry}/brief") as page:
        places = page.locator(".notes a").evaluate_all("links => links.map(a => a.getAttribute('href'))")
        quotes = page.locator(".notes q").evaluate_all("quotes => quotes.map(q => q.textContent)")
        assert len(places) > 50 and len(set(places)) == len(places)
        for place, quoted in zip(places, quotes, strict=True):
            asked = parse_qs(urlsplit(place).query)
            start, end = map(int, asked["at"][0].split("-"))
            assert shelf.articles(asked["a"])[asked["a"][0]].text[start:end] == quoted
        page.locator(".refs a").first.click()
        assert page.locator(".pane .m.on").count() >= 1


def test_the_brief_can_be_taken_along(address: str, ferry: str) -> None:
    for ending, begins in (("md", "# Ferry"), ("html", "<!DOCTYPE html>"), ("json", "{")):
        answer = httpx.get(f"{address}/story/{ferry}/brief.{ending}")
        assert answer.text.startswith(begins) and answer.headers["content-disposition"].startswith("attachment")
    assert httpx.get(f"{address}/story/{ferry}/brief.exe").status_code == 404


@pytest.mark.parametrize("query", ["?page=99999", "?across=999", "?show=nothing", "?f=nothing", "?page=0", "?page=x", "?sort=best"])
def test_what_an_address_asks_that_cannot_be_is_no_fault(address: str, ferry: str, query: str) -> None:
    for path in (f"/story/{ferry}", f"/story/{ferry}/read", "/", "/problems", "/rulings", "/search"):
        assert httpx.get(address + path + query).status_code in (200, 422)


def test_it_prints_whole(browser: Any, address: str, ferry: str) -> None:  # noqa: F811
    with opened(browser, f"{address}/story/{ferry}/read", viewport={"width": 800, "height": 500}) as page:
        page.locator(".findings [data-open-item]").first.click()
        page.emulate_media(media="print")
        cut = "() => [...document.querySelectorAll('.pane .text')].filter(t => t.scrollHeight > t.clientHeight + 2).length"
        assert page.evaluate(cut) == 0
        assert page.evaluate("() => getComputedStyle(document.querySelector('.bar')).display") == "none"
