"""Articles added from the page: files, a folder, a text; the build is seen to run, and what could not be read is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from tests.serving import browser, demo_ledger, opened, own_ledger, served  # noqa: F401
from tests.test_desk_rulings import Editor
from twosource.ledger import open_ledger
from twosource.web.app import create_app
from twosource.web.guard import new_token

TOLD = "Police said 12 boats were lost at Port Ysel on Monday. Mayor Ida Voss said the pier was closed."


def over(page: Any) -> str:
    page.wait_for_function("() => document.querySelector('#jobs li') && !document.querySelector('#jobs[data-hx-trigger]')", timeout=120_000)
    told: str = page.locator("#jobs").inner_text()
    return told


def test_files_are_added_and_told_of(browser: Any, own_ledger: Path, tmp_path: Path) -> None:  # noqa: F811
    (tmp_path / "ysel.txt").write_text(TOLD)
    (tmp_path / "nothing.bin").write_bytes(b"\x00\x01\x02" * 50)
    with served(own_ledger) as address, opened(browser, f"{address}/add") as page:
        page.locator("#files").set_input_files([tmp_path / "ysel.txt", tmp_path / "nothing.bin"])
        page.get_by_role("button", name="Add files").click()
        told = over(page)
        assert "2 files" in told and "1 article added; 11 in all" in told and "nothing.bin" in told
        page.get_by_role("link", name="What is new").click()
        page.get_by_text("Police said 12 boats").first.wait_for()
        assert page.complaints == []
    assert {a.uri for a in open_ledger(own_ledger).records("articles")} >= {"ysel.txt"}


def test_a_text_is_added_with_what_is_known_of_it(browser: Any, own_ledger: Path) -> None:  # noqa: F811
    with served(own_ledger) as address, opened(browser, f"{address}/add") as page:
        page.locator("#text").fill(TOLD)
        page.locator("#outlet").fill("Ysel Echo")
        page.locator("#url").fill("https://echo.example/boats")
        page.locator("#day").fill("2025-04-02")
        page.get_by_role("button", name="Add text").click()
        assert "1 article added" in over(page)
    (added,) = [a for a in open_ledger(own_ledger).records("articles") if a.outlet == "Ysel Echo"]
    assert (added.text, added.uri, added.published) == (TOLD, "https://echo.example/boats", "2025-04-02")


def test_a_folder_is_added_once(browser: Any, own_ledger: Path, tmp_path: Path) -> None:  # noqa: F811
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "ysel.txt").write_text(TOLD)
    with served(own_ledger) as address, opened(browser, f"{address}/add") as page:
        for wanted in ("1 article added", "Nothing new"):
            page.locator("#path").fill(str(folder))
            page.get_by_role("button", name="Add folder").click()
            assert wanted in over(page)
        page.locator("#path").fill(str(tmp_path / "nowhere"))
        page.get_by_role("button", name="Add folder").click()
        assert "there is nothing at" in page.locator("[role=alert]").inner_text()


def test_nothing_to_add_is_told(own_ledger: Path) -> None:  # noqa: F811
    with served(own_ledger) as address:
        answer = Editor(address, "Ann").post("/add", {})
        assert answer.status_code == 400 and "nothing to add" in answer.text


def test_who_comes_from_elsewhere_names_no_folder(own_ledger: Path) -> None:  # noqa: F811
    token = new_token()
    app = create_app(own_ledger, host="0.0.0.0", token=token)
    with TestClient(app, base_url="http://desk.example", headers={"authorization": f"Bearer {token}"}) as client:
        assert "A folder" not in client.get("/add").text
        answer = client.post("/add", data={"path": "/etc"})
        assert answer.status_code == 400 and "send files" in answer.text
