"""The guard: what every answer carries, who is let in, what a page of another origin can do, and every limit."""

import time
from html.parser import HTMLParser

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse, StreamingResponse
from starlette.testclient import TestClient

from twosource.errors import UsageError
from twosource.web.guard import Guard, Limits, is_loopback, new_token

HOME = "http://127.0.0.1:8000"
TOKEN = "a-token-of-our-own"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)
FORM = {"content-type": "application/x-www-form-urlencoded"}


def site(**given):
    app = FastAPI(docs_url=None, redoc_url=None)
    app.state.changes = []

    @app.get("/")
    def page(request: Request):
        return PlainTextResponse(request.state.csrf)

    @app.get("/static/desk.css")
    def css():
        return PlainTextResponse("")

    @app.post("/change")
    async def change(request: Request):
        app.state.changes.append(await request.body())
        return {"changed": True}

    @app.get("/slow")
    def slow():
        time.sleep(0.5)

    @app.get("/stream")
    def stream():
        def parts():
            for _ in range(3):
                time.sleep(0.1)
                yield "x"

        return StreamingResponse(parts())

    @app.get("/bug")
    def bug():
        raise RuntimeError("secret of the house")

    return app, Guard(app, **given)


def client(guard, base_url=HOME, **given):
    return TestClient(guard, base_url=base_url, raise_server_exceptions=False, follow_redirects=False, **given)


@pytest.fixture
def app():
    return site()


# what every answer carries


@pytest.mark.parametrize("path", ["/", "/static/desk.css", "/none", "/bug", "/" + "x" * 5000, "/change"])
def test_every_answer_has_the_policy(app, path):
    answer = client(app[1]).get(path)
    assert answer.headers["content-security-policy"] == CSP
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


def test_a_bug_is_told_without_its_words(app):
    answer = client(app[1]).get("/bug")
    assert answer.status_code == 500 and "secret" not in answer.text


def test_a_bug_is_told_where_the_guard_is_a_middleware():
    inner, _ = site()
    inner.add_middleware(Guard)
    answer = client(inner).get("/bug")
    assert (answer.status_code, answer.headers["content-security-policy"]) == (500, CSP)


def test_a_browser_is_told_by_a_page_and_a_program_by_json(app):
    path = "/" + "x" * 5000
    shown = client(app[1]).get(path, headers={"accept": "text/html,*/*"})
    assert shown.status_code == 414 and shown.headers["content-type"].startswith("text/html") and "All stories" in shown.text
    assert client(app[1]).get(path, headers={"accept": "*/*"}).json()["detail"]


def test_the_api_never_answers_with_a_page(app):
    assert client(app[1]).get("/api/" + "x" * 5000, headers={"accept": "text/html"}).json()["detail"]


def test_a_form_of_another_session_is_told_of_by_a_page(app):
    answer = client(app[1]).post("/change", content=b"csrf=" + b"0" * 64, headers=FORM | {"accept": "text/html"})
    assert answer.status_code == 403 and "reload the page" in answer.text and "<h1>" in answer.text and app[0].state.changes == []


# hosts


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8000", 200), ("localhost", 200), ("LOCALHOST.:9", 200), ("[::1]:8000", 200), ("127.8.8.8", 200),
        ("evil.example", 400), ("127.0.0.1.evil.example", 400), ("127.0.0.1@evil.example", 400), ("localhost:8000.evil.example", 400), ("", 400), ("192.168.0.5", 400), ("::1", 400),
    ],
)  # fmt: skip
def test_only_loopback_names_are_answered(app, host, status):
    assert client(app[1]).get("/", headers={"host": host}).status_code == status


def test_two_hosts_are_none(app):
    assert client(app[1]).get("/", headers=[("host", "127.0.0.1"), ("host", "evil.example")]).status_code == 400


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.0.5", "desk.example", ""])
def test_anything_but_loopback_wants_a_token(host):
    assert not is_loopback(host)
    with pytest.raises(UsageError, match="--token"):
        Guard(site()[0], host=host)
    Guard(site()[0], host=host, token=new_token())


def test_a_short_token_is_refused():
    with pytest.raises(UsageError, match="16 characters"):
        Guard(site()[0], token="secret")


# the token


@pytest.fixture
def wide():
    return site(host="0.0.0.0", token=TOKEN)


@pytest.mark.parametrize("given", [None, "", TOKEN, f"Basic {TOKEN}", "Bearer ", f"Bearer {TOKEN}x", "Bearer \xff"])
def test_without_the_token_nothing_is_told(wide, given):
    headers = {} if given is None else {"authorization": given.encode("latin-1")}
    answer = client(wide[1], "http://desk.example").get("/", headers=headers)
    assert answer.status_code == 401 and answer.headers["www-authenticate"] == "Bearer"


def test_with_the_token_all_is(wide):
    desk = client(wide[1], "http://desk.example", headers={"authorization": f"Bearer {TOKEN}"})
    assert desk.get("/").status_code == 200
    assert desk.post("/change", content="x", headers=FORM).status_code == 200 and wide[0].state.changes == [b"x"]


def test_our_own_files_need_no_token(wide):
    desk = client(wide[1], "http://desk.example")
    assert desk.get("/static/desk.css").status_code == 200
    assert desk.get("/static/../").status_code != 200


class Form(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.fields = {}
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "input":
            self.fields[given["name"]] = given.get("value", "")


def asked(desk, path="/stories?q=a%20b"):
    page = desk.get(path, headers={"accept": "text/html"})
    assert page.status_code == 401 and page.headers["content-security-policy"] == CSP
    return Form(page.text).fields


def test_a_browser_logs_in_once_without_scripts(wide):
    desk = client(wide[1], "http://desk.example")
    fields = asked(desk, "/?q=%22%3E%3Cscript%3E")
    answer = desk.post("/login", data=fields | {"token": TOKEN}, headers={"sec-fetch-site": "same-origin", "origin": "null"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/?q=%22%3E%3Cscript%3E")
    kept = answer.headers["set-cookie"]
    assert "HttpOnly" in kept and "SameSite=Lax" in kept and TOKEN not in kept
    assert desk.get("/").status_code == 200


def test_a_wrong_token_is_told(wide):
    desk = client(wide[1], "http://desk.example")
    answer = desk.post("/login", data=asked(desk) | {"token": "wrong"}, headers={"sec-fetch-site": "same-origin"})
    assert answer.status_code == 401 and "not the token" in answer.text
    assert Form(answer.text).fields["next"] == "/stories?q=a%20b"
    assert desk.get("/").status_code == 401


@pytest.mark.parametrize(
    "target", ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:1", "/a\r\nset-cookie: x=1", ""]
)
def test_logging_in_leads_nowhere_else(wide, target):
    desk = client(wide[1], "http://desk.example")
    answer = desk.post("/login", data=asked(desk) | {"token": TOKEN, "next": target})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_the_login_is_of_one_token(wide):
    desk = client(wide[1], "http://desk.example")
    desk.post("/login", data=asked(desk) | {"token": TOKEN})
    other = client(site(host="0.0.0.0", token="another-token-of-ours")[1], "http://desk.example", cookies=dict(desk.cookies))
    assert other.get("/").status_code == 401


# requests from elsewhere


def test_a_form_of_this_session_changes(app):
    desk = client(app[1])
    csrf = desk.get("/").text
    assert desk.post("/change", data={"a": "1", "csrf": csrf}).status_code == 200
    assert desk.post("/change", data={"a": "1"}, files={"f": b"x"}, headers={"x-csrf-token": csrf}).status_code == 200
    assert desk.post("/change", data={"csrf": csrf}, files={"f": b"x"}).status_code == 200
    assert len(app[0].state.changes) == 3


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": HOME},
        {"origin": "null"},
        {"sec-fetch-site": "same-origin"},
        {"content-type": "text/plain"},
        {"content-type": "multipart/form-data; boundary=x"},
        {"content-type": "text/plain; application/json"},
        {"content-type": "application/json", "origin": "null"},
        {"x-csrf-token": "0" * 64},
    ],
)
def test_without_the_sessions_token_a_form_changes_nothing(app, headers):
    answer = client(app[1]).post("/change", content=b"a=1&csrf=" + b"0" * 64, headers=FORM | headers)
    assert answer.status_code == 403 and "reload the page" in answer.json()["detail"]
    assert app[0].state.changes == []


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": ""},
        {"origin": "http://evil.example"},
        {"origin": "http://127.0.0.1:9000"},
        {"origin": "http://localhost:8000"},
        {"origin": "http://127.0.0.1:8000@evil.example"},
        {"origin": "http://["},
        {"origin": ""},
    ],
)
@pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded"])
def test_another_origin_changes_nothing_even_with_the_token(app, headers, kind):
    desk = client(app[1])
    csrf = desk.get("/").text
    answer = desk.post("/change", content=f"csrf={csrf}", headers={"content-type": kind, "x-csrf-token": csrf} | headers)
    assert answer.status_code == 403 and app[0].state.changes == []


def test_a_token_of_another_session_or_server_changes_nothing(app):
    one, other = client(app[1]), client(app[1])
    csrf = one.get("/").text
    other.get("/")
    assert other.post("/change", data={"csrf": csrf}).status_code == 403
    again = client(Guard(app[0]), cookies=dict(one.cookies))
    assert again.post("/change", data={"csrf": csrf}).status_code == 403
    assert app[0].state.changes == []


def test_a_program_sends_json(app):
    assert client(app[1]).post("/change", json={}).status_code == 200
    assert client(app[1]).post("/change", json={}, headers={"sec-fetch-site": "same-origin", "origin": HOME}).status_code == 200


def test_a_form_under_no_referrer_is_known(app):
    """A browser that was told no-referrer names no origin, with our own forms too."""
    desk = client(app[1])
    csrf = desk.get("/").text
    assert desk.post("/change", data={"csrf": csrf}, headers={"origin": "null", "sec-fetch-site": "same-origin"}).status_code == 200


def test_a_session_that_no_server_made_is_replaced(app):
    desk = client(app[1], cookies={"twosource_session": "<script>"})
    assert "twosource_session=" in desk.get("/").headers["set-cookie"]


# limits


def test_a_large_body_is_refused_whether_its_size_is_told_or_not():
    inner, guard = site(limits=Limits(body=1000))
    desk = client(guard)
    json = {"content-type": "application/json"}
    assert desk.post("/change", content=b"x" * 1000, headers=json).status_code == 200
    assert desk.post("/change", content=b"x" * 1001, headers=json).status_code == 413
    assert desk.post("/change", content=(b"x" * 100 for _ in range(20)), headers=json).status_code == 413
    assert desk.post("/change", content=b"x", headers=json | {"content-length": "9" * 5000}).status_code == 413
    assert inner.state.changes == [b"x" * 1000]


def test_a_long_address_is_refused(app):
    assert client(app[1]).get("/", params={"q": "x" * 3900}).status_code == 200
    assert client(app[1]).get("/", params={"q": "x" * 4000}).status_code == 414


def test_what_takes_long_is_ended_and_a_stream_goes_on():
    desk = client(site(limits=Limits(seconds=0.25))[1])
    answer = desk.get("/slow")
    assert answer.status_code == 503 and "0.25 seconds" in answer.json()["detail"]
    assert desk.get("/stream").text == "xxx"


def test_other_protocols_are_refused(app):
    from starlette.websockets import WebSocketDisconnect

    with pytest.raises(WebSocketDisconnect), client(app[1]).websocket_connect("/"):
        pass
