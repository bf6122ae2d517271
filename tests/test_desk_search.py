"""Search on the page: what is found, lit, and led to; an address that can be shared; what cannot be read is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from tests.serving import browser, demo_ledger, opened, served  # noqa: F401
from twosource.ledger import open_ledger
from twosource.web.pages import EXAMPLES


@pytest.fixture(scope="module")
def address(demo_ledger: Path) -> Iterator[str]:  # noqa: F811
    with served(demo_ledger) as at:
        yield at


def test_a_hit_leads_to_its_words(browser: Any, address: str) -> None:  # noqa: F811
    with opened(browser, f"{address}/search") as page:
        page.locator("#find").fill('"would not close"')
        page.keyboard.press("Enter")
        page.locator(".hits mark").first.wait_for()
        assert {m.casefold() for m in page.locator(".hits mark").all_inner_texts()} == {"would not close"}
        assert page.url.endswith("/search?q=%22would+not+close%22")
        words = page.locator(".hit a").first.inner_text()
        page.locator(".hit a").first.click()
        shown = "".join(page.locator(".pane").first.locator(".m.on, .at-words").all_text_contents())
        assert words in shown or shown in words
        assert page.complaints == []


def test_a_person_is_found_by_what_he_said(browser: Any, address: str) -> None:  # noqa: F811
    with opened(browser, f"{address}/search?q=said%3AHalvorsen") as page:
        sources = page.locator(".hits .source").all_inner_texts()
        assert len(sources) > 5 and all("Halvorsen" in s for s in sources)
        assert page.locator(".hits .source mark").all_inner_texts() == ["Halvorsen"] * len(sources)


def test_a_number_is_found(address: str) -> None:
    lit = httpx.get(f"{address}/search", params={"q": "people > 70"}).text
    page = re.sub("</?mark>", "", lit)
    assert "78 people" in page and "62 people" not in page
    assert "<mark>78</mark> <mark>people</mark>" in lit and "<mark>78</mark>" in httpx.get(f"{address}/search", params={"q": "> 70"}).text


def test_what_copies_carry_is_told_once(browser: Any, address: str) -> None:  # noqa: F811
    with opened(browser, f"{address}/search?q=crossing") as page:
        hit = page.locator(".hits li", has_text="was crossing").first
        assert "also in 1 copy: The Shore Post" in hit.inner_text()
        assert page.locator(".hits li", has_text="The Shore Post").count() == page.locator(".hits li", has_text="also in").count()
        assert page.complaints == []


@pytest.mark.parametrize("example", [e for e, _ in EXAMPLES])
def test_each_example_finds_something(address: str, example: str) -> None:
    assert 'class="hit"' in httpx.get(f"{address}/search?q={quote(example)}").text


@pytest.mark.parametrize(
    "query", ['"open', "nosuchfield:x", "x" * 900, "drones > many", "-", "(((", "\x00", "\u202e", "' OR 1=1 --", "*", "said:"]
)
def test_what_cannot_be_read_is_told(address: str, query: str) -> None:
    answer = httpx.get(f"{address}/search", params={"q": query})
    assert answer.status_code == 200 and ('role="alert"' in answer.text or 'class="none"' in answer.text or 'class="hit"' in answer.text)


def test_what_is_cut_out_of_an_article_ends_with_whole_words(browser: Any, address: str, demo_ledger: Path) -> None:  # noqa: F811
    texts = {w for a in open_ledger(demo_ledger).records("articles") for w in a.text.split()}
    with opened(browser, f"{address}/search?q=police") as page:
        told = [t for t in page.locator(".hit a").all_inner_texts() if "…" in t]
        assert told and {w for t in told for w in t.split()} - {"…"} <= texts


def test_pages_of_hits(address: str) -> None:
    first, second = (httpx.get(f"{address}/search", params={"q": "ferry", "page": n}).text for n in (1, 2))
    assert ("More hits" in first) == ("Better hits" in second) and 'class="hit"' in second
    last = httpx.get(f"{address}/search", params={"q": "ferry", "page": 99}).text
    assert 'class="hit"' in last and "Nothing in the ledger" not in last
    assert httpx.get(f"{address}/search", params={"q": "ferry", "page": 10**9}).status_code == 422


def test_a_search_that_is_being_made_says_so_and_the_other_pages_are_there(demo_ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    from twosource.web import index

    monkeypatch.setattr(index, "SMALL", 0)
    monkeypatch.setattr(index, "indexed", lambda _: None)
    monkeypatch.setattr(index.Index, "_make", lambda *_: None)
    monkeypatch.setattr("twosource.web.pages.PATIENCE", 0.1)
    monkeypatch.setattr("twosource.web.api.PATIENCE", 0.1)
    with served(demo_ledger) as at:
        assert "is being made" in httpx.get(f"{at}/search?q=ferry").text
        told = httpx.get(f"{at}/api/v1/search?q=ferry")
        assert told.status_code == 503 and "being made" in told.json()["detail"] and told.headers["retry-after"]
        assert httpx.get(at).status_code == 200
