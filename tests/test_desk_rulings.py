"""Rulings from the page, in a real browser and by two editors at once: ruled, undone, run again, held; nothing lost, whatever is killed."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.serving import DEMO, browser, demo_ledger, opened, own_ledger, served  # noqa: F401
from twosource.ledger import build, mismatches, open_ledger
from twosource.ledger.rulings import read_rulings
from twosource.model import Finding, RulingKind
from twosource.web.shelf import Shelf


def ferry(folder: Path) -> str:
    return next(s.id for s in open_ledger(folder).stories() if "Ferry" in s.title)


def findings(folder: Path) -> dict[str, Finding]:
    return {f.id: f for f in open_ledger(folder).records("findings")}


def pair(folder: Path) -> Finding:
    """A finding of two claims."""
    return next(f for f in sorted(findings(folder).values(), key=lambda f: f.id) if len(f.claims) == 2 and f.outlets == 2)


def together(folder: Path, claims: tuple[str, ...]) -> bool:
    return any(set(claims) <= set(f.claims) for f in findings(folder).values())


def run_again(page: Any, address: str) -> None:
    page.goto(f"{address}/rulings")
    page.get_by_role("button", name="Run now").click()
    page.wait_for_function("() => document.querySelector('#jobs') && !document.querySelector('#jobs[data-hx-trigger]')", timeout=120_000)


def test_ruled_undone_run_again_and_held(browser: Any, own_ledger: Path) -> None:  # noqa: F811
    finding, story = pair(own_ledger), ferry(own_ledger)
    with served(own_ledger) as address, opened(browser, f"{address}/story/{story}?f={finding.id}") as page:
        row = page.locator(f"#f-{finding.id}")
        row.locator("[data-open-item]").focus()
        page.keyboard.press("n")
        row.locator(".decided").wait_for()
        assert "not the same claim" in row.locator(".decided").inner_text() and "waits" in row.locator(".decided").inner_text()
        row.locator("[data-open-item]").focus()
        page.keyboard.press("u")
        page.wait_for_function("id => !document.querySelector(`#f-${id} .decided`)", arg=finding.id)
        assert [r.kind for r in read_rulings(own_ledger)] == [RulingKind.NOT_SAME, RulingKind.UNDO]
        row.locator("button[data-not-same]").click()
        row.locator(".decided").wait_for()
        assert together(own_ledger, finding.claims), "a ruling changes nothing before the next run"
        run_again(page, address)
        assert not together(own_ledger, finding.claims)
        page.goto(f"{address}/rulings")
        assert "holds" in page.locator("tbody tr").first.inner_text()
        assert "now" in page.locator(".changes").inner_text()
        page.locator("[data-undo]").first.click()
        page.locator("h2#waiting").wait_for()
        run_again(page, address)
        assert together(own_ledger, finding.claims)
        assert page.complaints == [] and list(mismatches(open_ledger(own_ledger))) == []


def test_what_a_run_would_change_is_told_before(browser: Any, own_ledger: Path) -> None:  # noqa: F811
    finding = pair(own_ledger)
    with served(own_ledger) as address, opened(browser, f"{address}/story/{ferry(own_ledger)}?f={finding.id}") as page:
        page.locator(f"#f-{finding.id} button[data-not-same]").click()
        page.goto(f"{address}/rulings")
        page.locator(".waiting .changes li").first.wait_for(timeout=60_000)
        assert f"was {finding.status.value}" in page.locator(".waiting").inner_text()
        assert page.complaints == []


def test_two_findings_are_made_one(browser: Any, own_ledger: Path) -> None:  # noqa: F811
    story = ferry(own_ledger)
    with served(own_ledger) as address, opened(browser, f"{address}/story/{story}") as page:
        ids = page.locator("tr[data-item]").evaluate_all("rows => rows.slice(0, 2).map(r => r.dataset.f)")
        for _ in ids:
            page.keyboard.press("j")
            page.keyboard.press("x")
        page.keyboard.press("s")
        page.locator(".waits").wait_for()
    (ruling,) = read_rulings(own_ledger)
    known = findings(own_ledger)
    assert ruling.kind is RulingKind.SAME and {t.claim for t in ruling.targets} == {c for i in ids for c in known[i].claims}


def test_a_wrong_source_without_its_words_is_asked_for_them(browser: Any, own_ledger: Path) -> None:  # noqa: F811
    story, finding = ferry(own_ledger), pair(own_ledger)
    with served(own_ledger) as address, opened(browser, f"{address}/story/{story}?f={finding.id}") as page:
        row = page.locator(f"#f-{finding.id}")
        row.locator("[data-open-item]").focus()
        page.keyboard.press("w")
        row.locator("input[name=value]").first.fill("Jo Bloggs")
        page.keyboard.press("Enter")
        boxes = row.locator("fieldset[data-some] input")
        assert boxes.first.evaluate("b => b.validationMessage") == "Tick the words whose source is wrong."
        assert page.url.startswith(f"{address}/story/") and not read_rulings(own_ledger)
        boxes.last.check()
        row.get_by_role("button", name="Wrong source").click()
        row.locator(".decided").wait_for()
        form = page.locator("form:has(fieldset[data-some])").first
        fields = form.evaluate("f => Object.fromEntries([...new FormData(f)].filter(([n]) => n !== 'of'))")
        refused = httpx.post(f"{address}/rule", data=fields, headers={"accept": "text/html", "origin": address}, cookies=cookies(page))
    assert refused.status_code == 400 and "tick the words whose source is wrong" in refused.text and f'href="/story/{story}' in refused.text
    (ruling,) = read_rulings(own_ledger)
    assert ruling.kind is RulingKind.WRONG_SOURCE and len(ruling.targets) == 1


def cookies(page: Any) -> dict[str, str]:
    return {c["name"]: c["value"] for c in page.context.cookies()}


def test_a_source_gets_another_name_and_a_note_is_kept(browser: Any, own_ledger: Path) -> None:  # noqa: F811
    story = ferry(own_ledger)
    with served(own_ledger) as address, opened(browser, f"{address}/story/{story}?show=carried") as page:
        page.keyboard.press("j")
        page.keyboard.press("m")
        page.keyboard.type("Ask the minister's office: <b>240?</b>")
        page.locator(".rule[open] form:has([data-note]) button").click()
        page.locator(".decided").first.wait_for()
        assert "<b>240?</b>" in page.locator(".decided").first.inner_text()
        page.keyboard.press("j")
        page.keyboard.press("e")
        page.keyboard.type("P. Halvorsen")
        page.keyboard.press("Enter")
        page.locator(".decided >> text=P. Halvorsen").wait_for()
        run_again(page, address)
        page.goto(f"{address}/story/{story}?show=carried")
        assert "P. Halvorsen" in page.locator(".matrix").inner_text()
    assert [r.kind for r in read_rulings(own_ledger)] == [RulingKind.NOTE, RulingKind.RENAME]


def kinds(folder: Path) -> list[str]:
    return [r.kind.value for r in read_rulings(folder)]


def test_stories_are_put_together_and_undone_from_the_list(browser: Any, own_ledger: Path) -> None:  # noqa: F811
    before = {s.id: s.articles for s in open_ledger(own_ledger).stories()}
    with served(own_ledger) as address, opened(browser, address) as page:
        assert page.get_by_role("button", name="One story").count() == 0, "shown when something is ticked"
        for key in "jxjxs":
            page.keyboard.press(key)
        page.locator(".decided").wait_for()
        assert "stories merged" in page.locator(".decided").inner_text() and "1 decision waits" in page.locator(".waits").inner_text()
        page.keyboard.press("u")
        page.wait_for_function("() => !document.querySelector('.decided')")
        assert kinds(own_ledger) == ["merge_stories", "undo"]
        for box in page.locator("[data-tick]").all():
            box.check()
        page.get_by_role("button", name="One story: the stories ticked").click()
        page.locator(".decided").wait_for()
        page.goto(f"{address}/rulings")
        page.locator(".waiting").get_by_text("A run would change", exact=False).wait_for(timeout=60_000)
        run_again(page, address)
        (one,) = open_ledger(own_ledger).stories()
        assert set(one.articles) == {a for of in before.values() for a in of}
        page.goto(f"{address}/story/{next(iter(before))}")
        assert "stories merged" in page.locator(".decided").first.inner_text() and "holds" in page.locator(".decided").first.inner_text()
        assert page.complaints == []


def test_an_article_is_of_another_story_at_one_key_or_click(browser: Any, own_ledger: Path) -> None:  # noqa: F811
    story = ferry(own_ledger)
    with served(own_ledger) as address, opened(browser, f"{address}/story/{story}") as page:
        rows = page.locator(".reports tr[data-item]")
        rows.nth(2).get_by_role("button", name="Another story").click()
        page.locator(".decided").wait_for()
        rows.nth(3).locator("[data-open-item]").focus()
        page.keyboard.press("p")
        page.wait_for_function("() => document.querySelectorAll('.decided').length === 2")
        for n in (4, 5):
            rows.nth(n).locator("[data-open-item]").focus()
            page.keyboard.press("x")
        page.keyboard.press("p")
        page.wait_for_function("() => document.querySelectorAll('.decided').length === 3")
        assert [(r.kind.value, len(r.targets)) for r in read_rulings(own_ledger)] == [
            ("split_story", 1),
            ("split_story", 1),
            ("split_story", 2),
        ]
        page.locator(".decided [data-undo]").first.click()
        page.wait_for_function("() => document.querySelectorAll('.decided').length === 2")
        run_again(page, address)
    assert len(open_ledger(own_ledger).stories()) == 4


def test_an_outlet_and_a_date_are_given_by_hand(browser: Any, own_ledger: Path) -> None:  # noqa: F811
    story = ferry(own_ledger)
    unknown = next(a for a in open_ledger(own_ledger).records("articles") if a.outlet is None)
    with served(own_ledger) as address, opened(browser, f"{address}/story/{story}") as page:
        row = page.locator(".reports tr", has_text="outlet not given")
        row.locator("[data-open-item]").focus()
        page.keyboard.press("o")
        page.keyboard.type("Quay <i>Gazette</i>")
        page.keyboard.press("Enter")
        page.locator(".decided").wait_for()
        assert "outlet given" in page.locator(".decided").inner_text() and "Quay <i>Gazette</i>" in page.locator(".decided").inner_text()
        row.locator("[data-open-item]").focus()
        page.keyboard.press("d")
        page.keyboard.type("2025-03-09")
        page.keyboard.press("Enter")
        page.wait_for_function("() => document.querySelectorAll('.decided').length === 2")
        run_again(page, address)
        page.goto(f"{address}/story/{story}")
        assert "9 March 2025" in page.locator(".reports tr", has_text="Quay <i>Gazette</i>").inner_text()
        assert page.complaints == []
    now = next(a for a in open_ledger(own_ledger).records("articles") if a.id == unknown.id)
    assert (now.outlet, now.published) == ("Quay <i>Gazette</i>", "2025-03-09")


class Editor:
    """Somebody at a browser of their own, by HTTP."""

    def __init__(self, address: str, name: str) -> None:
        self.client = httpx.Client(base_url=address, follow_redirects=True, timeout=60)
        self.page = self.client.get("/rulings").text
        self.post("/editor", {"name": name})

    def post(self, path: str, data: dict[str, Any]) -> httpx.Response:
        csrf = re.findall(r'name="csrf" value="([0-9a-f]+)"', self.page)[0]
        return self.client.post(path, data={"csrf": csrf, **data})

    def look(self, path: str) -> str:
        self.page = self.client.get(path).text
        return self.page


def test_two_editors_at_once_lose_nothing(own_ledger: Path) -> None:  # noqa: F811
    finding = pair(own_ledger)
    with served(own_ledger) as address:
        ann, bo = Editor(address, "Ann"), Editor(address, "Bö 👩‍⚖️")
        for who in (ann, bo):
            assert 'name="seen" value="0"' in who.look(f"/story/{ferry(own_ledger)}?f={finding.id}")
        same = {"of": list(finding.claims), "seen": "0"}
        assert bo.post("/rule", {"kind": "note", "value": "to be checked", **same}).status_code == 200
        answer = ann.post("/rule", {"kind": "not_same", **same})
        assert answer.status_code == 409 and "Bö 👩‍⚖️" in answer.text and "to be checked" in answer.text
        assert ann.post("/rule", {"kind": "not_same", "of": list(finding.claims)}).status_code == 200
        assert [(r.kind.value, r.by) for r in read_rulings(own_ledger)] == [("note", "Bö 👩‍⚖️"), ("not_same", "Ann")]
        assert ann.post("/undo/1", {}).status_code == 200 and bo.post("/undo/1", {}).status_code == 400


def test_only_decisions_that_a_run_would_apply_or_take_back_wait(own_ledger: Path) -> None:  # noqa: F811
    finding = pair(own_ledger)

    def waiting() -> int:
        found = re.search(r"(\d+) decisions? waits? for the next run", ann.look("/rulings").replace("</b>", ""))
        return int(found[1]) if found else 0

    with served(own_ledger) as address:
        ann = Editor(address, "Ann")
        ann.post("/rule", {"kind": "note", "value": "ask again", "of": list(finding.claims)})
        assert waiting() == 0 and "<td>kept" in ann.page, "a note changes nothing, so it waits for nothing"
        ann.post("/undo/1", {})
        assert waiting() == 0
        ann.post("/rule", {"kind": "not_same", "of": list(finding.claims)})
        assert waiting() == 1
        ann.post("/undo/3", {})
        assert waiting() == 0, "undone before any run"
        assert "by Ann, " in ann.page and not re.search(r">[^<\"=]*\d{4}-\d\d-\d\d", ann.page), "days are told as a reader writes them"
        ann.post("/rule", {"kind": "not_same", "of": list(finding.claims)})
    build([], own_ledger)
    with served(own_ledger) as address:
        ann = Editor(address, "Ann")
        assert waiting() == 0
        ann.post("/undo/5", {})
        assert waiting() == 1, "to be taken back by the next run"


def test_what_cannot_be_ruled_is_told(own_ledger: Path) -> None:  # noqa: F811
    with served(own_ledger) as address:
        ann = Editor(address, "Ann")
        for data in (
            {"kind": "same", "of": ["x"]},
            {"kind": "rename", "of": list(pair(own_ledger).claims)},
            {"kind": "note"},
            {"kind": "undo"},
            {"kind": "merge_stories", "of": [ferry(own_ledger)]},
            {"kind": "split_story", "of": ["nobody"]},
            {"kind": "set_outlet", "of": []},
        ):
            assert ann.post("/rule", {**data, "value": ""}).status_code == 400, data
        assert ann.post("/rule", {"kind": "best"}).status_code == 422
        assert ann.post("/undo/7", {}).status_code == 400 and ann.post("/undo/x", {}).status_code == 422
        answer = ann.post("/rule", {"kind": "note", "value": "n", "of": list(pair(own_ledger).claims), "back": "//elsewhere.example/"})
        assert str(answer.url) == f"{address}/"
        assert len(read_rulings(own_ledger)) == 1


@contextmanager
def serving(folder: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """`twosource serve` as a process of its own."""
    child = subprocess.Popen(
        [sys.executable, "-m", "twosource", "serve", "--ledger", str(folder), "--port", "0"], stderr=subprocess.PIPE, text=True
    )
    assert child.stderr is not None
    try:
        address = re.search(r"http://\S+(?=/)", child.stderr.readline())
        assert address
        yield address[0], child
    finally:
        child.kill()
        child.wait()
        child.stderr.close()


def test_a_killed_server_loses_no_ruling_and_its_build_goes_on(own_ledger: Path, tmp_path: Path) -> None:  # noqa: F811
    finding = pair(own_ledger)
    with serving(own_ledger) as (address, server):
        ann = Editor(address, "Ann")
        assert ann.post("/rule", {"kind": "not_same", "of": list(finding.claims)}).status_code == 200
        assert ann.post("/again", {}).status_code == 200
        server.send_signal(signal.SIGKILL)
        server.wait()
    assert [r.by for r in read_rulings(own_ledger)] == ["Ann"]
    for _ in range(600):
        if not together(own_ledger, finding.claims):
            break
        time.sleep(0.2)
    assert not together(own_ledger, finding.claims)
    assert list(mismatches(open_ledger(own_ledger))) == []


def test_readers_see_a_whole_generation_while_a_build_runs_and_is_killed(own_ledger: Path, tmp_path: Path) -> None:  # noqa: F811
    more = [tmp_path / f"{n}.txt" for n in range(6)]
    for n, path in enumerate(more):
        path.write_text(f"Rescuers found boat number {n} near Port Calder on Friday, police said. The boat had {n + 3} people aboard.")
    command = [sys.executable, "-m", "twosource", "build", "--ledger", str(own_ledger), *map(str, more)]
    with served(own_ledger) as address:
        ann = Editor(address, "Ann")
        for delay in (0.5, 2.0, None):
            child = subprocess.Popen(command, stderr=subprocess.DEVNULL)
            until = time.monotonic() + (delay or 120)
            while time.monotonic() < until and child.poll() is None:
                _whole(ann.look("/"))
            if delay:
                os.kill(child.pid, signal.SIGKILL)
            child.wait()
            finding = pair(own_ledger)
            assert ann.post("/rule", {"kind": "note", "value": f"after {delay}", "of": list(finding.claims)}).status_code == 200
        for _ in range(1200):  # a loaded machine takes a while to look again
            if 'data-generation="2"' in ann.look("/"):
                break
            time.sleep(0.1)
        _whole(ann.page)
    assert len(read_rulings(own_ledger)) == 3 and len(Shelf(open_ledger(own_ledger)).story_of) == 16


def _whole(page: str) -> None:
    """The list tells of the ten articles of the first generation, or of all sixteen."""
    generation = re.search(r'data-generation="(\d)"', page)
    assert generation
    articles = sum(int(n) for n in re.findall(r"(\d+) articles?, ", page))
    assert articles == {"1": 10, "2": 16}[generation[1]]
