"""Each screen of the desk in a real browser: what it shows, that nothing leaves the machine, that the policy holds, that axe finds nothing."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.conftest import absent
from tests.serving import browser, demo_ledger, opened, own_ledger, served  # noqa: F401
from twosource.ledger import build, open_ledger
from twosource.web.shelf import Shelf

OVERFLOW = """() => [...document.querySelectorAll('body *')]
  .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1 && !e.closest('.matrix, .out, .chart'))
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


def test_the_docs_tell_every_key_and_every_screen(address: str) -> None:
    told = (Path(__file__).parent.parent / "docs" / "desk.md").read_text(encoding="utf-8")
    page = httpx.get(address).text
    assert [k for k in re.findall(r'data-default="([^"]+)"', page) if f"`{k}`" not in told] == []
    assert [p for p in re.findall(r'<a href="(/\w*)"', page) if f"`{p}" not in told] == []
