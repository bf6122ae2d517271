"""The server of one ledger: its pages and its API behind the guard."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp

from twosource.errors import UsageError
from twosource.web import actions, pages
from twosource.web.api import create_api
from twosource.web.desk import Desk
from twosource.web.guard import LIMITS, Guard, Limits, is_loopback


def create_app(folder: Path, *, host: str = "127.0.0.1", token: str | None = None, limits: Limits = LIMITS) -> ASGIApp:
    """The ledger in `folder`, to be served on `host`; any but loopback wants a token."""
    app = FastAPI(title="Twosource", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.desk = Desk(folder)
    app.state.local = token is None and is_loopback(host)
    app.mount("/api/v1", create_api(app.state.desk))
    app.include_router(actions.router)
    pages.add_to(app)
    return Guard(app, host=host, token=token, limits=limits)


def serve(folder: Path, *, host: str, port: int, token: str | None, ready: Callable[[str], None] = lambda _: None) -> None:
    """Serve until interrupted; `ready` is told the address once it answers. UsageError where the port is taken."""
    app = create_app(folder, host=host, token=token)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host.strip("[]"), port))
        except OSError as error:
            raise UsageError(f"{host}:{port} cannot be served on: {error.strerror or error}; give another --port") from error
        listening.listen()
        name = f"[{host.strip('[]')}]" if family is socket.AF_INET6 else host
        ready(f"http://{name}:{listening.getsockname()[1]}/")
        uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False)).run(sockets=[listening])
