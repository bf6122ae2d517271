"""The brief's page in a real browser: nothing is fetched, every footnote lands on its exact words, nothing sticks out, axe finds nothing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import absent
from tests.test_brief import hostile
from tests.test_brief_demo import demo as made
from twosource.present.brief import Brief, to_html

CHROMIUM = (
    os.environ.get("TWOSOURCE_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
LANDINGS = """() => [...document.querySelectorAll('.refs a')].map(a => {
  const at = document.getElementById(a.hash.slice(1));
  const rest = [...document.querySelectorAll(`mark[id^="${a.hash.slice(1)}-"]`)];
  return [Number(a.textContent), at ? [at, ...rest].map(m => m.textContent).join('') : null];
})"""
OVERFLOW = """() => [...document.querySelectorAll('body *')]
  .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1 && getComputedStyle(e).position !== 'absolute')
  .map(e => e.outerHTML.slice(0, 80))"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if not CHROMIUM:
        absent("no Chromium found: install it or name it in TWOSOURCE_CHROMIUM")
    playwright = (
        pytest.importorskip("playwright.sync_api")
        if not os.environ.get("TWOSOURCE_REQUIRE_ALL")
        else __import__("playwright.sync_api").sync_api
    )
    with playwright.sync_playwright() as p:
        opened = p.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"], headless=True)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def demo() -> Brief:
    return made()


@pytest.fixture
def page(browser: Any, demo: Brief, tmp_path: Path) -> Iterator[Any]:
    yield from opened(browser, demo, tmp_path)


def opened(browser: Any, of: Brief, folder: Path, **context: Any) -> Iterator[Any]:
    """The page, with what it fetched and what it complained of."""
    (folder / "brief.html").write_text(to_html(of), encoding="utf-8")
    view = browser.new_context(**context).new_page()
    view.fetched, view.complaints = [], []
    view.on("request", lambda r: view.fetched.append(r.url))
    view.on("console", lambda m: view.complaints.append(m.text))
    view.on("pageerror", lambda e: view.complaints.append(str(e)))
    view.goto((folder / "brief.html").as_uri())
    yield view
    view.context.close()


def test_nothing_is_fetched_and_nothing_complains(page: Any) -> None:
    assert [u for u in page.fetched if not u.startswith("file:")] == []
    assert len(page.fetched) == 1 and page.complaints == []


def test_every_footnote_lands_on_its_words(page: Any, demo: Brief) -> None:
    words = {n.number: n.words for n in demo.notes}
    landed = page.evaluate(LANDINGS)
    assert {n for n, _ in landed} == set(words)
    assert [(n, at, words[n]) for n, at in landed if at != words[n]] == []


def test_a_footnote_can_be_followed_there_and_back(page: Any) -> None:
    first = page.locator(".refs a").first
    number = first.inner_text()
    first.click()
    assert page.evaluate("() => document.querySelector('mark:target').id") == f"m{number}"
    page.locator(f"a.back[data-n='{number}']").click()
    assert page.evaluate("() => document.querySelector(':target').id") == f"r{number}"


def test_the_texts_are_whole(page: Any, demo: Brief) -> None:
    assert page.evaluate("() => [...document.querySelectorAll('.text')].map(t => t.textContent)") == [a.text for a in demo.articles]


@pytest.mark.parametrize("width", [360, 1600])
def test_nothing_sticks_out(page: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    assert page.evaluate(OVERFLOW) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Any, demo: Brief, tmp_path: Path, scheme: str) -> None:
    try:
        from axe_playwright_python.sync_playwright import Axe
    except ImportError:
        absent("axe-playwright-python is not installed")
    for view in opened(browser, demo, tmp_path, color_scheme=scheme, viewport={"width": 1280, "height": 900}):
        options = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
        found = Axe().run(view, options=options).response["violations"]
        assert [(v["id"], [n["html"][:120] for n in v["nodes"]][:3]) for v in found] == []


def test_hostile_text_stays_text(browser: Any, tmp_path: Path) -> None:
    for view in opened(browser, hostile(), tmp_path, viewport={"width": 360, "height": 900}):
        assert view.complaints == [] and len(view.fetched) == 1
        assert view.evaluate("() => document.querySelectorAll('script, b, main a:not([href^=\"#\"])').length") == 0
        assert view.locator(".text").first.text_content() is not None
        assert view.evaluate("() => document.documentElement.scrollWidth") <= 360
