"""Who may ask what of the server, how much at once, and what a browser may do with the answers: ASGI around the whole app.

Reads each request's host, origin, session and size before the app sees it; gives every answer its security headers. The terms:
Host allow-list against DNS rebinding, CSRF by origin and synchroniser token, content security policy. Reference: the OWASP cheat
sheets. It decides nothing about the ledger.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from ipaddress import ip_address
from urllib.parse import parse_qs, quote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from twosource.errors import UsageError

HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
    " base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
PUBLIC = "/static/"  # our own files: the page that asks for the token needs them
LOGIN = "/login"
SESSION, ADMITTED = "twosource_session", "twosource_token"  # cookies
FIELD, HEADER = "csrf", "x-csrf-token"  # where a form, or a script, gives the session's token
SAFE = ("GET", "HEAD", "OPTIONS")
IN_FORM = re.compile(rb'(?:^|&)csrf=([0-9a-f]{64})(?:&|$)|name="csrf"\r\n\r\n([0-9a-f]{64})\r\n')
SHORTEST_TOKEN = 16  # characters; what serve makes itself has 32

log = logging.getLogger("twosource.web")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one request may ask."""

    body: int = 32 * 2**20  # bytes: a folder of articles
    url: int = 4_000  # characters of path and query
    seconds: float = 30.0  # until the answer begins; a stream of progress may then go on
    page: int = 200  # rows of a list


LIMITS = Limits()


def new_token() -> str:
    """A token that nobody guesses."""
    return secrets.token_urlsafe(24)


def is_loopback(host: str) -> bool:
    """Whether only this machine answers to the name: "localhost", "127.0.0.1", "::1"."""
    name = host.strip("[]").rstrip(".").lower()
    try:
        return name == "localhost" or ip_address(name).is_loopback
    except ValueError:
        return False


class Guard:
    """Lets through to `app` what may pass. `host` is the address the server is bound to; any but loopback wants a `token`.

    The app finds the value for its forms' hidden field "csrf" in `request.state.csrf`.
    """

    def __init__(self, app: ASGIApp, *, host: str = "127.0.0.1", token: str | None = None, limits: Limits = LIMITS) -> None:
        if token is None and not is_loopback(host):
            raise UsageError(f"{host} can be reached from other machines; give --token, or bind to 127.0.0.1")
        if token is not None and len(token) < SHORTEST_TOKEN:
            raise UsageError(f"a token has at least {SHORTEST_TOKEN} characters; give a longer --token")
        self.app, self.token, self.limits = app, token, limits
        self._secret = secrets.token_bytes(32)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        cookies = HTTPConnection(scope).cookies
        session = cookies.get(SESSION, "")
        fresh = not re.fullmatch("[0-9a-f]{32}", session)
        if fresh:
            session = secrets.token_hex(16)
        scope.setdefault("state", {})["csrf"] = self._csrf(session)
        begun, bare = False, scope["method"] == "HEAD"
        if bare:  # as GET, without the body: the app's routes know GET alone
            scope = {**scope, "method": "GET"}

        async def answer(message: Message) -> None:
            nonlocal begun
            if bare and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("cache-control", "private, no-cache")
                if fresh and not scope["path"].startswith(PUBLIC):
                    headers.append("set-cookie", _cookie(SESSION, session, scope))
            await send(message)

        try:
            async with asyncio.timeout(self.limits.seconds) as deadline:

                async def answer_in_time(message: Message) -> None:
                    deadline.reschedule(None)
                    await answer(message)

                refused = self._refused_unread(scope)
                if refused is None:
                    body = await _read(receive, self.limits.body)
                    refused = _refusal(scope, 413, self._too_large()) if body is None else self._refused(scope, cookies, session, body)
                    receive = _again(body or b"", receive)
                await (refused or self.app)(scope, receive, answer_in_time)
        except TimeoutError:
            if begun:
                raise
            await _refusal(scope, 503, f"this took longer than {self.limits.seconds:g} seconds; ask for less at once")(
                scope, receive, answer
            )
        except Exception:
            log.exception("%s %r failed: a bug of ours", scope["method"], scope["path"])
            if begun:
                raise
            await _refusal(scope, 500, "a bug of ours; the server's log tells more")(scope, receive, answer)

    def _refused_unread(self, scope: Scope) -> Response | None:
        """What is wrong with a request before its body is read."""
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not (self.token or is_loopback(_name(hosts[0]))):
            return _refusal(scope, 400, "this server answers to localhost and 127.0.0.1 only")
        if len(scope["path"]) + len(scope["query_string"]) > self.limits.url:
            return _refusal(scope, 414, f"an address has at most {self.limits.url} characters")
        if (size := headers.get("content-length", "0")).isdecimal() and int(size[:20]) > self.limits.body:
            return _refusal(scope, 413, self._too_large())
        return None

    def _refused(self, scope: Scope, cookies: Mapping[str, str], session: str, body: bytes) -> Response | None:
        """Another answer than the app's: to a request that is not the user's own, to a stranger, to one who logs in."""
        headers = Headers(scope=scope)
        bearer = self.token is not None and _same(headers.get("authorization", ""), f"Bearer {self.token}")
        if scope["method"] not in SAFE and not bearer and (why := _forged(headers, body, self._csrf(session))):
            return _refusal(scope, 403, why)
        if self.token is None or scope["path"].startswith(PUBLIC):
            return None
        if scope["path"] == LOGIN and scope["method"] == "POST":
            return self._log_in(scope, body)
        if bearer or _same(cookies.get(ADMITTED, ""), self._admitted()):
            return None
        if scope["method"] in SAFE and "text/html" in headers.get("accept", ""):
            asked = "/" if scope["path"] == LOGIN else _address(scope)
            return _login_page(asked, self._csrf(session), "")
        return _refusal(scope, 401, "this server wants its token: Authorization: Bearer TOKEN", {"www-authenticate": "Bearer"})

    def _log_in(self, scope: Scope, body: bytes) -> Response:
        given = parse_qs(body.decode("utf-8", "replace"), max_num_fields=10)
        target = given.get("next", ["/"])[0]
        if not re.match(r"/(?![/\\])[ -~]*$", target):  # "//elsewhere.example" is another host
            target = "/"
        if not _same(given.get("token", [""])[0].strip(), str(self.token)):
            return _login_page(target, scope["state"]["csrf"], "That is not the token; it is printed where the server was started.")
        answer = RedirectResponse(target, 303)
        answer.headers.append("set-cookie", _cookie(ADMITTED, self._admitted(), scope))
        return answer

    def _csrf(self, session: str) -> str:
        return hmac.digest(self._secret, session.encode(), "sha256").hex()

    def _admitted(self) -> str:
        return hmac.digest(str(self.token).encode(), ADMITTED.encode(), "sha256").hex()

    def _too_large(self) -> str:
        return f"a request has at most {self.limits.body // 2**20} MB; send fewer files at once, or use twosource build"


def _forged(headers: Headers, body: bytes, csrf: str) -> str | None:
    """Why a request that changes something may not be the user's own; None where it is.

    Under no-referrer a browser sends "Origin: null" with our own forms too, so these are known by Sec-Fetch-Site and their token.
    """
    if headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        return "this request comes from another site, which may change nothing here"
    origin = headers.get("origin", "null")
    if origin != "null" and _netloc(origin) != headers["host"].lower():
        return "this request comes from another origin, which may change nothing here"
    json = headers.get("content-type", "").partition(";")[0].strip().lower() == "application/json"
    if json and headers.get("origin") != "null":
        return None  # a page of another origin would have to ask first, and is never let; a program names none
    found = IN_FORM.search(body)
    given = headers.get(HEADER, "") or (found.group(found.lastindex or 0).decode() if found else "")
    return None if _same(given, csrf) else "this form is of another session; reload the page and send it again, or send application/json"


def _netloc(origin: str) -> str:
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""


def _name(host: str) -> str:
    """The name in a Host header, without its port."""
    return host.rpartition(":")[0] if re.search(r":\d*$", host) else host


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), wanted.encode("utf-8", "surrogateescape"))


def _cookie(name: str, value: str, scope: Scope) -> str:
    return f"{name}={value}; Path=/; HttpOnly; SameSite=Lax" + ("; Secure" if scope["scheme"] == "https" else "")


def _address(scope: Scope) -> str:
    query = scope["query_string"].decode("latin-1")
    return quote(scope["path"], safe="/:@~") + (f"?{quote(query, safe='/:@~%&=+?,;')}" if query else "")


async def _read(receive: Receive, most: int) -> bytes | None:
    """The whole body; None where it is larger than that."""
    parts, size, more = [], 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            break
        part = message.get("body", b"")
        parts.append(part)
        size += len(part)
        if size > most:
            return None
        more = message.get("more_body", False)
    return b"".join(parts)


def _again(body: bytes, receive: Receive) -> Receive:
    """The body that was read already, and then what comes."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def next_message() -> Message:
        return waiting.pop() if waiting else await receive()

    return next_message


def _refusal(scope: Scope, status: int, detail: str, headers: Mapping[str, str] | None = None) -> Response:
    """A page for a browser, JSON for a program."""
    if "text/html" not in Headers(scope=scope).get("accept", "") or scope["path"].startswith("/api/"):
        return JSONResponse({"detail": detail}, status, headers)
    told = f'<div class="lone"><h1>Not done</h1><p>{escape(detail[:1].upper() + detail[1:])}.</p><p><a href="/">All stories</a></p></div>'
    return _page("not done", told, status, headers)


def _login_page(target: str, csrf: str, wrong: str) -> Response:
    told = f'<p id="wrong" role="alert">{escape(wrong)}</p>' if wrong else ""
    form = f"""<h1>Twosource</h1>{told}<form method="post" action="{LOGIN}">
<p><label for="token">The token that was printed where the server was started</label></p>
<p><input id="token" name="token" type="password" autocomplete="current-password" required> <button>Open</button></p>
<input type="hidden" name="next" value="{escape(target)}"><input type="hidden" name="{FIELD}" value="{csrf}">
</form>"""
    return _page("token", form, 401)


def _page(title: str, body: str, status: int, headers: Mapping[str, str] | None = None) -> Response:
    """A page of the guard's own, which needs nothing of the ledger."""
    page = f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Twosource: {title}</title><link rel="stylesheet" href="{PUBLIC}desk.css"></head>
<body><main>{body}</main></body></html>"""
    return HTMLResponse(page, status, headers)
