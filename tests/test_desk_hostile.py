"""Whatever an article, an outlet, a file name, an address or a ruling says is shown as text: nothing of it runs, and nothing breaks a page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.serving import browser, demo_ledger, opened, own_ledger, served  # noqa: F401
from tests.test_desk_rulings import Editor, pair
from twosource.ledger import build, open_ledger
from twosource.web.shelf import Shelf

SCRIPT = "</title></script><script>window.pwned=1</script><img src=x onerror=window.pwned=1>"
ACTS = (
    f'{SCRIPT}"\' onmouseover="window.pwned=1" {{{{7*7}}}} {{% raw %}} javascript:window.pwned=1 =cmd|x \u202e\u2066\u0007\x1b[31m \ud7ff 𝔘'
)


@pytest.fixture(scope="module")
def hostile_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    told = "Mayor Ida Voss said 12 boats were lost at Port Ysel."
    rows = [
        {"id": f"../{n}?a=b&c=<d>#'\"", "url": url, "outlet": f"{ACTS} {n}", "title": f"{ACTS} {told}", "published": "2025-03-07", "language": "en",
         "text": f"{told}\n\n{ACTS} {told}\n\nThe pier {'was' if n else 'was not'} closed, {ACTS} police said.\n\nCorrection: {ACTS} An earlier version misstated the number of boats as 15."}
        for n, url in enumerate(["javascript:window.pwned=1//x", f"https://evil.example/{SCRIPT}"])
    ]  # fmt: skip
    (folder / "rows.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows))
    name = "..\u202e<img src=x onerror=window.pwned=1>&amp;.txt"
    (folder / name).write_text(f"{told} {ACTS}")
    (folder / "<script>window.pwned=1<\u2215script>.bin").write_bytes(b"\x00\x01\x02")
    (folder / "empty<b>.txt").write_text("")
    build([str(folder)], folder / "ledger")
    return folder / "ledger"


@pytest.fixture(scope="module")
def address(hostile_ledger: Path) -> Iterator[str]:
    with served(hostile_ledger) as at:
        yield at


def test_nothing_of_it_runs_on_any_screen(browser: Any, address: str, hostile_ledger: Path) -> None:  # noqa: F811
    shelf = Shelf(open_ledger(hostile_ledger))
    ann = Editor(address, SCRIPT[:80])
    for entry in shelf.entries.values():
        for finding in shelf.findings(entry.story.id)[:2]:
            ann.post("/rule", {"kind": "note", "value": ACTS, "of": list(finding.claims)})
    paths = [
        "/",
        "/problems",
        "/rulings",
        "/add",
        f"/search?q={ACTS}",
        "/search?q=boats",
        f"/?outlet={ACTS}&language=<b>",
        f"/story/{SCRIPT}",
    ]
    for id, entry in shelf.entries.items():
        finding = shelf.findings(id)[0].id
        paths += [f"/story/{id}?show=all", f"/story/{id}/read?f={finding}", f"/story/{id}/brief", f"/story/{id}?show={SCRIPT}&f={SCRIPT}"]
        paths += [f"/story/{id}/copy?of={c.of}&copy={c.copy}" for c in entry.story.copies]
    with opened(browser, address) as page:
        for path in paths:
            page.goto(address + path.replace("#", "%23").replace("%", "%25").replace("\x1b", ""))
            page.wait_for_timeout(150)
            assert page.evaluate("() => window.pwned") is None, path
            outside = "() => [...document.querySelectorAll('script')].filter(s => !s.getAttribute('src')?.startsWith('/static/')).length"
            assert page.evaluate(outside) == 0, path
            assert (
                page.evaluate("() => document.querySelectorAll('img, iframe, object, [onerror], [onmouseover], [href^=javascript]').length")
                == 0
            ), path
        assert [u for u in page.fetched if not u.startswith(address)] == []
        assert [c for c in page.complaints if "status of 404" not in c and "status of 422" not in c] == []


def test_the_text_is_whole_in_the_reader(browser: Any, address: str, hostile_ledger: Path) -> None:  # noqa: F811
    shelf = Shelf(open_ledger(hostile_ledger))
    entry = max(shelf.entries.values(), key=lambda e: len(e.story.articles))
    with opened(browser, f"{address}/story/{entry.story.id}/read", viewport={"width": 360, "height": 800}) as page:
        shown = page.evaluate(
            "() => [...document.querySelectorAll('.pane')].map(p => [p.dataset.article, p.querySelector('.text').textContent])"
        )
        assert shown
        for id, text in shown:
            held = shelf.articles([id])[id].text
            assert text == held.replace("\u0007", "␇").replace("\x1b", "␛")
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/cron.d/x",
        "..\\..\\x.txt",
        "/etc/passwd",
        "-",
        "--help",
        ".",
        "",
        "a\u202eb<img>.html",
        "x" * 400,
        "💥" * 200 + ".txt",
        "\x00",
        "CON",
    ],
)
def test_a_file_is_kept_under_its_last_name_and_nowhere_else(own_ledger: Path, tmp_path: Path, name: str) -> None:  # noqa: F811
    from twosource.web.jobs import _kept

    folder = tmp_path / "in" / "here"
    folder.mkdir(parents=True)
    kept = [_kept(folder, name, b"text") for _ in range(2)]
    assert len(set(kept)) == 2 and sorted(p.name for p in folder.iterdir()) == sorted(kept)
    assert [p for p in tmp_path.rglob("*") if p.is_file() and p.parent != folder and own_ledger not in p.parents] == []
    assert not any(k.startswith(("-", ".")) or "/" in k or "\\" in k for k in kept)


def test_a_form_of_another_origin_changes_nothing(own_ledger: Path) -> None:  # noqa: F811
    claims = list(pair(own_ledger).claims)
    forms = {
        "/rule": {"kind": "not_same", "of": claims},
        "/undo/1": {},
        "/again": {},
        "/add": {"text": "x"},
        "/looked": {},
        "/editor": {"name": "x"},
    }
    with served(own_ledger) as address:
        for path, data in forms.items():
            for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {}):
                assert httpx.post(address + path, data=data, headers=headers).status_code == 403, path
        assert re.search("csrf", httpx.get(f"{address}/add").text)
    assert not (own_ledger / "desk.sqlite").exists() and not (own_ledger / "rulings.sqlite").exists()
