"""Each screen of the desk in a real browser: what it shows, that nothing leaves the machine, that the policy holds, that axe finds nothing."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from copy import copy
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from tests.conftest import absent
from tests.serving import browser, demo_ledger, opened, own_ledger, served  # noqa: F401
from twosource.ledger import build, open_ledger
from twosource.web.app import create_app
from twosource.web.desk import Desk
from twosource.web.shelf import Shelf

OVERFLOW = """() => [...document.querySelectorAll('body *')]
  .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1 && !e.closest('.out'))
  .map(e => e.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def address(demo_ledger: Path) -> Iterator[str]:  # noqa: F811
    with served(demo_ledger) as at:
        yield at


@pytest.fixture(scope="module")
def shelf(demo_ledger: Path) -> Shelf:  # noqa: F811
    return Shelf(open_ledger(demo_ledger))


@pytest.fixture(scope="module")
def ferry(shelf: Shelf) -> str:
    return next(e.story.id for e in shelf.entries.values() if "Ferry" in e.story.title)


def screens(ferry: str) -> dict[str, str]:
    story = f"/story/{ferry}"
    return {
        "stories": "/",
        "story": story,
        "reader": f"{story}/read",
        "brief": f"{story}/brief",
        "search": "/search?q=ferry",
        "nothing asked": "/search",
        "rulings": "/rulings",
        "problems": "/problems",
        "add": "/add",
        "missing": "/story/none",
    }


@pytest.mark.parametrize("name", screens("").keys())
def test_nothing_leaves_the_machine_and_nothing_complains(browser: Any, address: str, ferry: str, name: str) -> None:  # noqa: F811
    with opened(browser, address + screens(ferry)[name]) as page:
        page.wait_for_timeout(200)
        assert [u for u in page.fetched if not u.startswith(address)] == []
        assert [c for c in page.complaints if name != "missing" or "404" not in c] == []


@pytest.mark.parametrize("name", screens("").keys())
@pytest.mark.parametrize("width", [360, 1600])
def test_nothing_sticks_out(browser: Any, address: str, ferry: str, name: str, width: int) -> None:  # noqa: F811
    with opened(browser, address + screens(ferry)[name], viewport={"width": width, "height": 900}) as page:
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width
        assert page.evaluate(OVERFLOW) == []
        if folder := os.environ.get("TWOSOURCE_SCREENSHOTS"):  # to be looked at
            page.screenshot(path=Path(folder) / f"{name.replace(' ', '-')}-{width}.png", full_page=True)


@pytest.mark.parametrize("path", ["/", "/rulings", "/problems", "/search?q=ferry"])
def test_a_page_is_of_one_generation_though_another_is_loaded_while_it_is_made(
    demo_ledger: Path,  # noqa: F811
    shelf: Shelf,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
) -> None:
    looks = iter(range(1, 100))

    def moves(desk: Desk) -> Shelf:
        newer = copy(shelf)
        newer.generation = next(looks)
        return newer

    with TestClient(create_app(demo_ledger), base_url="http://127.0.0.1:8000") as client:
        monkeypatch.setattr(Desk, "shelf", property(moves))
        page = client.get(path)
    assert page.status_code == 200
    assert 'data-generation="1"' in page.text and next(looks) == 2


CUT = """() => [...document.querySelectorAll('.matrix, .matrix *')]
  .filter(e => !e.closest('.out, .panel, thead') && getComputedStyle(e).overflow !== 'visible' && (e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1))
  .map(e => e.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("width", [360, 800, 1024, 1600])
def test_the_matrix_is_read_down_the_page_and_in_no_box(browser: Any, address: str, ferry: str, width: int) -> None:  # noqa: F811
    with opened(browser, f"{address}/story/{ferry}", viewport={"width": width, "height": 900}) as page:
        assert page.evaluate(CUT) == [] and page.evaluate(OVERFLOW) == []
        box = page.locator(".matrix").bounding_box()
        rows = page.locator(".matrix tbody tr").evaluate_all("rows => rows.map(r => r.getBoundingClientRect().bottom)")
        assert max(rows) <= box["y"] + box["height"] + 1
        if width >= 1024:  # the names of the outlets stay in sight, beneath the bar
            page.locator(".matrix tbody tr").nth(4).evaluate("row => row.scrollIntoView({block: 'center'})")
            bar, head = (page.locator(q).bounding_box() for q in (".bar", ".matrix thead th >> nth=1"))
            assert abs(head["y"] - bar["y"] - bar["height"]) < 3


@pytest.mark.parametrize("width", [360, 1600])
def test_no_line_begins_or_ends_with_a_separator(browser: Any, address: str, ferry: str, width: int) -> None:  # noqa: F811
    for path in ("/", f"/story/{ferry}", f"/story/{ferry}/read", "/search?q=police", "/rulings", "/problems"):
        with opened(browser, address + path, viewport={"width": width, "height": 900}) as page:
            assert "·" not in page.locator("main").inner_text(), path  # drawn between things that stand on one line


def test_what_stands_in_the_search_box_is_not_cut(browser: Any, address: str) -> None:  # noqa: F811
    with opened(browser, address, viewport={"width": 360, "height": 800}) as page:
        room, wanted = page.locator("#find").evaluate(
            """i => { const c = document.createElement('canvas').getContext('2d'), s = getComputedStyle(i); c.font = s.font;
            return [i.clientWidth - parseFloat(s.paddingLeft) - parseFloat(s.paddingRight), c.measureText(i.placeholder).width]; }"""
        )
        assert wanted < room


def test_a_status_stands_on_one_line_with_its_sign(browser: Any, address: str, ferry: str) -> None:  # noqa: F811
    for width in (360, 1024):
        with opened(browser, f"{address}/story/{ferry}?show=all", viewport={"width": width, "height": 900}) as page:
            lines = "cs => cs.map(c => [c.textContent, c.getClientRects().length])"
            broken = [c for c, n in page.locator(".chip:not(.long), .tabs a").evaluate_all(lines) if n > 1]
            assert broken == []


def test_what_is_unfolded_is_brought_into_sight(browser: Any, address: str, ferry: str) -> None:  # noqa: F811
    with opened(browser, f"{address}/story/{ferry}", viewport={"width": 1280, "height": 700}) as page:
        row = page.locator(".matrix tbody tr").nth(1)
        row.locator(".rule summary").evaluate("s => scrollTo(0, s.getBoundingClientRect().bottom + scrollY - innerHeight + 4)")
        row.locator(".rule summary").click()
        page.wait_for_timeout(800)
        box = row.locator(".panel").bounding_box()
        assert box["y"] >= 0 and box["y"] + min(box["height"], 600) <= 700


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", screens("").keys())
def test_axe_finds_nothing(browser: Any, address: str, ferry: str, name: str, scheme: str) -> None:  # noqa: F811
    try:
        from axe_playwright_python.sync_playwright import Axe
    except ImportError:
        absent("axe-playwright-python is not installed")
    with opened(
        browser, address + screens(ferry)[name], color_scheme=scheme, viewport={"width": 1280, "height": 900}, bypass_csp=True
    ) as page:
        options = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
        found = Axe().run(page, options=options).response["violations"]
        assert [(v["id"], [n["html"][:120] for n in v["nodes"]][:3]) for v in found] == []


def test_the_texts_in_the_reader_are_whole(browser: Any, address: str, ferry: str, shelf: Shelf) -> None:  # noqa: F811
    ids = list(shelf.entries[ferry].story.articles)[:3]
    with opened(browser, f"{address}/story/{ferry}/read?" + "&".join(f"a={i}" for i in ids)) as page:
        shown = page.evaluate("() => [...document.querySelectorAll('.pane .text')].map(t => t.textContent)")
    assert shown == [shelf.articles([i])[i].text for i in ids]


def test_real_articles_on_every_screen(browser: Any, tmp_path: Path) -> None:  # noqa: F811
    folder = os.environ.get("TWOSOURCE_SAMPLES")
    if not folder or not Path(folder).is_dir():
        absent("TWOSOURCE_SAMPLES does not name the folder with the two sample articles")
    try:
        from axe_playwright_python.sync_playwright import Axe
    except ImportError:
        absent("axe-playwright-python is not installed")
    build([folder], tmp_path / "ledger")
    (story,) = open_ledger(tmp_path / "ledger").stories()
    options = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
    with served(tmp_path / "ledger") as at:
        for width, scheme in ((360, "light"), (1600, "dark")):
            for name, path in screens(story.id).items():
                with opened(browser, at + path, color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True) as page:
                    assert page.evaluate("() => document.documentElement.scrollWidth") <= width, name
                    assert page.evaluate(OVERFLOW) == [], name
                    assert [u for u in page.fetched if not u.startswith(at)] == []
                    assert [v["id"] for v in Axe().run(page, options=options).response["violations"]] == [], (name, scheme)
                with opened(browser, at + path) as page:
                    page.wait_for_timeout(100)
                    assert [c for c in page.complaints if name != "missing" or "404" not in c] == [], name


def test_the_last_page_is_shown_where_there_are_not_so_many(address: str) -> None:
    for path in ("/?page=999", "/?page=99999", "/problems?page=999", "/rulings?page=999"):
        answer = httpx.get(address + path)
        assert answer.status_code == 200 and "No story is" not in answer.text, path
    assert "Ferry capsizes" in httpx.get(f"{address}/?page=999").text


def test_a_head_is_answered_as_a_get_without_its_body(address: str, ferry: str) -> None:
    for path in ("/", f"/story/{ferry}", "/search?q=ferry", "/static/desk.css", "/api/v1/about", "/story/none"):
        head, get = httpx.head(address + path), httpx.get(address + path)
        assert (head.status_code, head.content) == (get.status_code, b""), path
        assert head.headers["content-type"] == get.headers["content-type"]


def test_a_bug_is_told_by_a_page_and_to_a_program_by_json(demo_ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    monkeypatch.setattr(Shelf, "story", lambda *_: 1 / 0)
    with TestClient(create_app(demo_ledger), base_url="http://localhost", raise_server_exceptions=False) as web:
        page = web.get("/story/x")
        assert page.status_code == 500 and "bug of ours" in page.text and "<h1>" in page.text and "division" not in page.text
        assert web.get("/api/v1/stories/x").json() == {"detail": "a bug of ours; the server's log tells more"}


def test_the_docs_tell_every_key_and_every_screen(address: str) -> None:
    told = (Path(__file__).parent.parent / "docs" / "desk.md").read_text(encoding="utf-8")
    page = httpx.get(address).text
    assert [k for k in re.findall(r'data-default="([^"]+)"', page) if f"`{k}`" not in told] == []
    assert [p for p in re.findall(r'<a href="(/\w*)"', page) if f"`{p}" not in told] == []
