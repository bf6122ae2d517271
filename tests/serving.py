"""A desk to test: ledgers built once a session, a server on a free port, a browser that notes what it fetched and what it complained of."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from tests.conftest import absent
from twosource.ledger import build
from twosource.web.app import create_app

CHROMIUM = (
    os.environ.get("TWOSOURCE_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
DEMO = Path(str(files("twosource") / "demo"))


@pytest.fixture(scope="session")
def demo_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's ledger; to be read only."""
    folder = tmp_path_factory.mktemp("demo") / "ledger"
    build([str(DEMO / "articles")], folder, outlets=DEMO / "outlets.csv")
    return folder


@pytest.fixture
def own_ledger(demo_ledger: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return Path(shutil.copytree(demo_ledger, tmp_path / "ledger"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if not CHROMIUM:
        absent("no Chromium found: install it or name it in TWOSOURCE_CHROMIUM")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as p:
        opened = p.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"], headless=True)
        yield opened
        opened.close()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a desk over this ledger."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        server = uvicorn.Server(uvicorn.Config(create_app(folder), log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            while not server.started:
                time.sleep(0.02)
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


VIOLATIONS = (
    """document.addEventListener('securitypolicyviolation', e => console.error('CSP', e.violatedDirective, e.blockedURI, e.sample))"""
)


@contextmanager
def opened(browser: Any, address: str, **context: Any) -> Iterator[Any]:
    """A page there; `fetched` is every address asked for, `complaints` every console message, error and policy violation."""
    view = browser.new_context(**context).new_page()
    view.fetched, view.complaints = [], []
    view.on("request", lambda r: view.fetched.append(r.url))
    view.on("console", lambda m: view.complaints.append(m.text))
    view.on("pageerror", lambda e: view.complaints.append(str(e)))
    view.add_init_script(VIOLATIONS)
    view.goto(address)
    try:
        yield view
    finally:
        view.context.close()
