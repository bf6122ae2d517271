"""Takes the pictures of the docs in headless Chromium: docs/brief.png, the first screens of the demo's story as `twosource demo -f html`
writes it, and docs/stories.png, story.png, reader.png and search.png, the screens of `twosource serve` over the demo's ledger."""

import re
import shutil
import subprocess
import sys
import tempfile
from importlib.resources import files
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
DEMO = Path(str(files("twosource") / "demo"))


def brief(page: Page, folder: Path) -> None:
    written = folder / "brief.html"
    subprocess.run([sys.executable, "-m", "twosource", "demo", "-f", "html", "-o", str(written)], check=True)
    page.set_viewport_size({"width": 1200, "height": 1780})
    page.goto(written.as_uri())
    page.locator("h2").first.evaluate("heading => window.scrollTo(0, heading.getBoundingClientRect().top + window.scrollY - 40)")
    page.screenshot(path=HERE / "brief.png")


def desk(page: Page, folder: Path) -> None:
    ledger = folder / "ledger"
    shutil.copytree(DEMO, folder / "demo")
    given = ["demo/articles", "--outlets", "demo/outlets.csv", "--ledger", str(ledger)]
    subprocess.run([sys.executable, "-m", "twosource", "build", *given], check=True, cwd=folder)
    command = [sys.executable, "-m", "twosource", "serve", "--ledger", str(ledger), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        address = re.search(r"http://\S+(?=/;)", server.stderr.readline())
        assert address is not None
        try:
            page.set_viewport_size({"width": 1400, "height": 760})
            page.goto(address[0])
            page.screenshot(path=HERE / "stories.png", clip={"x": 0, "y": 0, "width": 1400, "height": 440})
            page.get_by_role("link", name="Ferry capsizes").first.click()
            page.screenshot(path=HERE / "story.png")
            page.goto(f"{page.url.partition('?')[0]}/read")
            page.locator(".findings li", has_text="62 people were aboard").locator("[data-open-item]").first.click()
            page.wait_for_timeout(1000)
            page.screenshot(path=HERE / "reader.png")
            page.goto(f"{address[0]}/search?q=said%3AHalvorsen")
            page.screenshot(path=HERE / "search.png", clip={"x": 0, "y": 0, "width": 1400, "height": 560})
        finally:
            server.terminate()


with tempfile.TemporaryDirectory() as scratch, sync_playwright() as browsers:
    browser = browsers.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
    for number, take in enumerate((brief, desk)):
        if len(sys.argv) < 2 or take.__name__ in sys.argv[1:]:
            (own := Path(scratch) / str(number)).mkdir()
            take(browser.new_page(), own)
    browser.close()
