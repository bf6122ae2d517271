"""The side-by-side reader in a real browser: a finding's words in every pane, words that lead to their finding, keys, no script at all."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import absent
from tests.serving import browser, demo_ledger, opened, served  # noqa: F401
from twosource.ledger import build, open_ledger
from twosource.model import Finding, Status
from twosource.web.shelf import Shelf

# Of each pane: the marked words, whether the first of them is in view, and the text as a whole.
PANES = """() => [...document.querySelectorAll('.pane')].map(p => {
  const box = p.querySelector('.text').getBoundingClientRect(), on = [...p.querySelectorAll('.m.on')];
  const at = on[0]?.getBoundingClientRect();
  return {words: on.map(m => m.textContent).join(''), seen: !at || (at.top >= box.top - 1 && at.bottom <= box.bottom + 1),
          outlined: on.every(m => getComputedStyle(m).boxShadow !== 'none')};
})"""


@pytest.fixture(scope="module")
def shelf(demo_ledger: Path) -> Shelf:  # noqa: F811
    return Shelf(open_ledger(demo_ledger))


@pytest.fixture(scope="module")
def address(demo_ledger: Path) -> Iterator[str]:  # noqa: F811
    with served(demo_ledger) as at:
        yield at


def story(shelf: Shelf, word: str = "Ferry") -> str:
    return next(e.story.id for e in shelf.entries.values() if word in e.story.title)


def disputed(shelf: Shelf) -> Finding:
    return next(f for f in shelf.findings(story(shelf)) if f.status is Status.DISPUTED)


def words(finding: Finding, article: str, text: str) -> str:
    """What stands for the finding in one article, in the order of the text, overlaps once."""
    marked = {i for e in finding.told if e.article_id == article for i in range(*e.span)}
    marked |= {i for d in finding.differences for r in d.readings if r.article_id == article and d.kind != "adds" for i in range(*r.span)}
    return "".join(text[i] for i in sorted(marked))


def panes(page: Any) -> list[dict[str, Any]]:
    page.wait_for_timeout(700)  # smooth scrolling
    found: list[dict[str, Any]] = page.evaluate(PANES)
    return found


def in_both(page: Any, shelf: Shelf, finding: Finding, chosen: list[str]) -> None:
    """Both panes show the finding's words, outlined, and nothing else is outlined."""
    texts = {a: shelf.articles([a])[a].text for a in chosen}
    shown = panes(page)
    assert [p["words"] for p in shown] == [words(finding, a, texts[a]) for a in chosen]
    assert all(p["words"] and p["seen"] and p["outlined"] for p in shown)


def chosen_for(page: Any) -> list[str]:
    found: list[str] = page.evaluate("() => [...document.querySelectorAll('.choose input[name=a]:checked')].map(i => i.value)")
    order: list[str] = page.evaluate("() => [...document.querySelectorAll('.pane')].map(p => p.dataset.article)")
    assert set(found) == set(order)
    return order


@pytest.mark.parametrize("size", [(1280, 420), (360, 800)])
def test_a_focused_finding_is_shown_in_both_panes(browser: Any, address: str, shelf: Shelf, size: tuple[int, int]) -> None:  # noqa: F811
    finding = disputed(shelf)
    with opened(browser, f"{address}/story/{finding.story_id}/read", viewport={"width": size[0], "height": size[1]}) as page:
        chosen = chosen_for(page)
        both = [f for f in shelf.findings(finding.story_id) if set(chosen) <= {e.article_id for e in f.told}]
        assert len(both) > 2
        for each in both:
            page.locator(f".findings [data-f='{each.id}'] [data-open-item]").click()
            in_both(page, shelf, each, chosen)
            assert f"f={each.id}" in page.url
        assert page.complaints == []


def test_the_address_of_a_finding_opens_on_it(browser: Any, address: str, shelf: Shelf) -> None:  # noqa: F811
    finding = disputed(shelf)
    with opened(browser, f"{address}/story/{finding.story_id}/read?f={finding.id}", viewport={"width": 1280, "height": 420}) as page:
        in_both(page, shelf, finding, chosen_for(page))
        assert page.locator(".findings .on").get_attribute("data-f") == finding.id


def test_words_lead_to_their_finding_and_on(browser: Any, address: str, shelf: Shelf) -> None:  # noqa: F811
    finding = disputed(shelf)
    with opened(browser, f"{address}/story/{finding.story_id}/read?f={finding.id}") as page:
        at = page.locator(f".pane .m[data-f~='{finding.id}']").first
        page.evaluate("() => document.querySelectorAll('.on').forEach(e => e.classList.remove('on'))")
        at.click()
        assert page.locator(".findings .on").get_attribute("data-f") in (at.get_attribute("data-f") or "").split()


def test_what_is_not_in_an_article_is_told_as_silence(browser: Any, address: str, shelf: Shelf) -> None:  # noqa: F811
    with opened(browser, f"{address}/story/{story(shelf)}/read") as page:
        chosen = chosen_for(page)
        one = next(f for f in shelf.findings(story(shelf)) if len(set(chosen) & {e.article_id for e in f.evidence}) == 1)
        page.locator(f".findings [data-f='{one.id}'] [data-open-item]").click()
        assert sorted(page.locator(".here").all_inner_texts()) == ["", "– not in it"]


def test_keys_go_through_the_findings(browser: Any, address: str, shelf: Shelf) -> None:  # noqa: F811
    with opened(browser, f"{address}/story/{story(shelf)}/read") as page:
        order = page.locator(".findings [data-f]").evaluate_all("items => items.map(i => i.dataset.f)")
        on = lambda: page.locator(".findings .on").get_attribute("data-f")  # noqa: E731
        page.keyboard.press("j")
        assert on() == order[0]
        page.keyboard.press("j")
        assert on() == order[1]
        page.keyboard.press("k")
        assert on() == order[0]
        page.keyboard.press("b")
        page.wait_for_url("**/brief")


def test_a_key_can_be_another_and_stays_so(browser: Any, address: str, shelf: Shelf) -> None:  # noqa: F811
    with opened(browser, f"{address}/") as page:
        page.keyboard.press("?")
        page.locator("[data-key=next]").click()
        page.keyboard.press("n")
        page.locator("dialog form button").last.click()
        page.reload()
        page.keyboard.press("n")
        assert page.locator("[data-item].at").count() == 1
        page.keyboard.press("Enter")
        page.wait_for_url("**/story/*")


def test_a_citation_is_copied_whole(browser: Any, address: str, shelf: Shelf) -> None:  # noqa: F811
    finding = disputed(shelf)
    permissions = {"permissions": ["clipboard-read", "clipboard-write"]}
    with opened(browser, f"{address}/story/{finding.story_id}/read?f={finding.id}", **permissions) as page:
        page.keyboard.press("c")
        page.wait_for_function("() => document.querySelector('#said').textContent === 'The citation is copied'")
        copied = page.evaluate("() => navigator.clipboard.readText()")
    quoted = copied[1 : copied.index("”")]
    assert any(quoted == " ".join(e.text.split()).strip("“”") for e in finding.evidence)
    assert ".example/" in copied and "#:~:text=" in copied and "2025" in copied


def test_the_text_is_made_larger_and_stays_so(browser: Any, address: str, shelf: Shelf) -> None:  # noqa: F811
    with opened(browser, f"{address}/story/{story(shelf)}/read") as page:
        size = lambda: float(page.locator(".pane .text").first.evaluate("t => getComputedStyle(t).fontSize").removesuffix("px"))  # noqa: E731
        first = size()
        page.keyboard.press("+")
        page.get_by_role("button", name="Larger text").click()
        larger = size()
        assert larger > first * 1.2
        page.reload()
        assert size() == larger
        page.keyboard.press("-")
        assert first < size() < larger and page.complaints == []


def test_it_is_read_without_a_script(browser: Any, address: str, shelf: Shelf) -> None:  # noqa: F811
    finding = disputed(shelf)
    with opened(browser, f"{address}/", java_script_enabled=False) as page:
        page.get_by_role("link", name="Ferry capsizes on Lake Temmer", exact=False).first.click()
        page.locator(f"#f-{finding.id} .headline").click()
        assert page.locator(".findings .on").get_attribute("data-f") == finding.id
        order = [p.get_attribute("data-article") for p in page.locator(".pane").all()]
        for pane, article in zip(page.locator(".pane").all(), order, strict=True):
            on = "".join(pane.locator(".m.on").all_text_contents())
            assert on == words(finding, article or "", shelf.articles([article or ""])[article or ""].text)
            assert pane.locator("a.jump").count() == 1
        for name in ("Keys", "Print", "Larger text", "Copy"):
            assert page.get_by_role("button", name=name).count() == 0, "what needs a script is not there without one"
        other = page.locator(".findings [data-open-item]").nth(3)
        name = other.inner_text()
        other.click()
        assert page.locator(".findings .on [data-open-item]").inner_text() == name


MARKED = {
    "emoji": "👩‍👩‍👧 🇫🇮 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 ",
    "arabic": "قال الشاهد «لم نر شيئا» ",
    "hebrew": "אמר העד ״לא ראינו דבר״ ",
    "combining": "Cafe\u0301 Ange\u0300le, e\u0301te\u0301: ",
    "controls": "a\u202eb\u202c c\u0007d\r",
}


@pytest.fixture(scope="module")
def odd_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two outlets on one landslide, with each kind of odd character before every sentence."""
    folder = tmp_path_factory.mktemp("odd")
    told = [
        (
            "Ridge Times",
            "Rescuers said {0} people were missing after a landslide at Mount Orrin. {1}Mayor Elna Fosse said 40 houses were buried.",
        ),
        (
            "Orrin Echo",
            "Mayor Elna Fosse said 40 houses were buried at Mount Orrin. {1}Rescuers said {0} people were missing after the landslide.",
        ),
    ]
    rows = []
    for outlet, text in told:
        body = "\n\n".join([f"{odd}{text.format(19 if outlet == 'Ridge Times' else 23, odd)}" for odd in MARKED.values()])
        rows.append(
            {
                "url": f"https://{outlet.split()[0].lower()}.example/a",
                "outlet": outlet,
                "title": f"Landslide {MARKED['emoji']}",
                "published": "2025-04-02",
                "text": body,
            }
        )
    (folder / "a.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    build([str(folder / "a.jsonl")], folder / "ledger")
    return folder / "ledger"


def test_marks_stand_on_the_right_words_among_odd_characters(browser: Any, odd_ledger: Path) -> None:  # noqa: F811
    shelf = Shelf(open_ledger(odd_ledger))
    (entry,) = shelf.entries.values()
    checked = 0
    with served(odd_ledger) as address, opened(browser, f"{address}/story/{entry.story.id}/read") as page:
        chosen = chosen_for(page)
        texts = {a: shelf.articles([a])[a].text for a in chosen}
        for finding in shelf.findings(entry.story.id):
            page.evaluate("id => document.querySelector(`.findings [data-f='${id}'] [data-open-item]`).click()", finding.id)
            shown = page.evaluate(
                """() => [...document.querySelectorAll('.pane')].map(p => [...p.querySelectorAll('.m.on')].map(m => m.textContent).join(''))"""
            )
            for article, on in zip(chosen, shown, strict=True):
                wanted = words(finding, article, texts[article])
                assert on == wanted.replace("\u0007", "␇").replace("\r", "\r"), finding.summary
                checked += bool(on)
        assert page.complaints == []
    assert checked >= 6


def test_two_real_articles_side_by_side(browser: Any, tmp_path: Path) -> None:  # noqa: F811
    folder = os.environ.get("TWOSOURCE_SAMPLES")
    if not folder or not Path(folder).is_dir():
        absent("TWOSOURCE_SAMPLES does not name the folder with the two sample articles")
    build([str(folder)], tmp_path / "ledger")
    shelf = Shelf(open_ledger(tmp_path / "ledger"))
    (entry,) = shelf.entries.values()
    with (
        served(tmp_path / "ledger") as address,
        opened(browser, f"{address}/story/{entry.story.id}/read", viewport={"width": 1280, "height": 500}) as page,
    ):
        chosen = chosen_for(page)
        both = [f for f in shelf.findings(entry.story.id) if set(chosen) <= {e.article_id for e in f.evidence}]
        assert len(both) >= 5
        for finding in both[:8]:
            page.locator(f".findings [data-f='{finding.id}'] [data-open-item]").click()
            in_both(page, shelf, finding, chosen)
        shown = page.evaluate("() => [...document.querySelectorAll('.pane .text')].map(t => t.textContent)")
        assert shown == [shelf.articles([a])[a].text for a in chosen]
        assert page.complaints == [] and [u for u in page.fetched if not u.startswith(address)] == []
