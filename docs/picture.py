"""Takes docs/brief.png: the first screens of the demo's story, as `twosource demo -f html` writes it, in headless Chromium 1200 px wide."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

with tempfile.TemporaryDirectory() as folder, sync_playwright() as browsers:
    brief = Path(folder) / "brief.html"
    subprocess.run([sys.executable, "-m", "twosource", "demo", "-f", "html", "-o", str(brief)], check=True)
    browser = browsers.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
    page = browser.new_page(viewport={"width": 1200, "height": 1780})
    page.goto(brief.as_uri())
    page.locator("h2").first.evaluate("heading => window.scrollTo(0, heading.getBoundingClientRect().top + window.scrollY - 40)")
    page.screenshot(path=Path(__file__).parent / "brief.png")
    browser.close()
