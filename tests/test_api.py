"""The HTTP API: the contract's JSON in pages, search, rulings by two at once, a schema that tells the truth, and what the hostile send."""

import contextlib
import json
import shutil
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks
from starlette.testclient import TestClient

from twosource.ledger import build, open_ledger
from twosource.ledger.indexing import current
from twosource.ledger.rulings import read_rulings
from twosource.schema import json_line, json_schemas, to_row
from twosource.web.app import create_app

DEMO = Path(str(files("twosource") / "demo"))
V1 = "/api/v1"
ODD = "<script>alert(1)</script> =1+1 \" ' ../../etc \u202e 🦊"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("api")
    odd = {
        "id": "a/b?c#d é",
        "text": f"The mayor said 12 boats sank at Marnow. {ODD}",
        "outlet": ODD,
        "title": ODD,
        "language": "en",
        "url": "javascript:alert(1)",
    }
    (folder / "odd.jsonl").write_text(json.dumps(odd) + "\n")
    build(
        [*(str(p) for p in sorted((DEMO / "articles").iterdir())[:6]), str(folder / "odd.jsonl")],
        folder / "l",
        outlets=DEMO / "outlets.csv",
    )
    return folder / "l"


@pytest.fixture
def ledger(made, tmp_path):
    return Path(shutil.copytree(made, tmp_path / "l"))


def client(folder):
    return TestClient(create_app(folder), base_url="http://127.0.0.1:8000", raise_server_exceptions=False)


@pytest.fixture(scope="module")
def web(made):
    return client(made)


def get(web, path, **query):
    answer = web.get(V1 + path, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def everything(web, path, **query):
    """All pages put together."""
    items, after = [], ""
    while after is not None:
        page = get(web, path, after=after, limit=3, **query)
        assert len(page["items"]) <= 3
        items += page["items"]
        after = page["next"]
    return items


# the contract's JSON


@pytest.mark.parametrize("table", ["articles", "claims", "findings", "stories"])
def test_pages_are_what_the_commands_print(made, web, table):
    held = open_ledger(made)
    records = held.stories() if table == "stories" else held.records(table)
    assert [json.dumps(row, ensure_ascii=False, separators=(", ", ": ")) for row in everything(web, f"/{table}")] == [
        json_line(r) for r in records
    ]


@pytest.mark.parametrize("table", ["articles", "claims", "findings", "stories"])
def test_each_record_by_its_id(web, table):
    for row in get(web, f"/{table}", limit=4)["items"]:
        assert get(web, f"/{table}/{quote(row['id'], safe='')}") == row
    answer = web.get(f"{V1}/{table}/none")
    assert answer.status_code == 404 and "no " in answer.json()["detail"]


def test_what_belongs_together(made, web):
    held = open_ledger(made)
    story = max(held.stories(), key=lambda s: len(s.articles))
    assert {a["id"] for a in everything(web, "/articles", story=story.id)} == set(story.articles)
    assert everything(web, "/findings", story=story.id) == [to_row(f) for f in held.records("findings") if f.story_id == story.id]
    single = everything(web, "/findings", status="single")
    assert single == [to_row(f) for f in held.records("findings") if f.status == "single"]
    article = story.articles[0]
    assert everything(web, "/claims", article=article) == [to_row(c) for c in held.records("claims") if c.article_id == article]
    assert everything(web, "/claims", article=article, story=story.id) == everything(web, "/claims", article=article)
    assert everything(web, "/articles", outlet=ODD)[0]["outlet"] == ODD
    brief = get(web, f"/stories/{story.id}/brief")
    assert brief["findings"] == everything(web, "/findings", story=story.id) and brief["stories"] == [to_row(story)]
    assert get(web, "/problems")["items"] == to_row(held.problems)


def test_search_over_http(web):
    found = get(web, "/search", q="boats = 12")
    assert found["hits"][0]["article_id"] == "a/b?c#d é" and found["total"] == 1 and found["hits"][0]["marks"]
    answer = web.get(f"{V1}/search", params={"q": "sad:x"})
    assert answer.status_code == 400 and "did you mean said:" in answer.json()["detail"]


# limits


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("/articles", {"limit": 201}, 422), ("/articles", {"limit": 0}, 422), ("/articles", {"limit": "x"}, 422), ("/articles", {"after": "x" * 1001}, 422),
        ("/search", {"q": "x" * 401}, 422), ("/search", {"q": "a", "start": 10_001}, 422), ("/search", {}, 422), ("/findings", {"status": "sad"}, 422),
        ("/search", {"q": "x" * 5000}, 414), ("/none", {}, 404), ("/stories/none/brief", {}, 404), ("/claims", {"story": "none"}, 404),
    ],
)  # fmt: skip
def test_limits_are_told(web, path, query, status):
    answer = web.get(V1 + path, params=query)
    assert answer.status_code == status and answer.json()["detail"]


def test_a_page_has_two_hundred_rows_at_most(tmp_path):
    from benchmarks.desk import make

    make(tmp_path / "l", 300)
    current(open_ledger(tmp_path / "l"))  # the index, which a request would have thirty seconds for
    web = client(tmp_path / "l")
    for table in ("articles", "claims", "findings"):
        first = get(web, f"/{table}", limit=200)
        assert len(first["items"]) == 200 and first["next"] == first["items"][-1]["id"]
        assert get(web, f"/{table}", after=first["next"], limit=1)["items"][0]["id"] > first["next"]
        told = web.get(f"{V1}/{table}", params={"limit": 201})
        assert told.status_code == 422 and "200" in told.json()["detail"]
    assert len(get(web, "/search", q="> 0", limit=200)["hits"]) == 200
    limit = next(p for p in get(web, "/openapi.json")["paths"]["/claims"]["get"]["parameters"] if p["name"] == "limit")
    assert limit["schema"]["maximum"] == 200 and "200 at most" in limit["description"]


# rulings


def claims(web, number=2):
    return [c["id"] for c in get(web, "/claims", limit=number)["items"]]


def test_rulings_are_made_seen_and_taken_back(ledger):
    web = client(ledger)
    a, b = claims(web)
    answer = web.post(f"{V1}/rulings", json={"kind": "same", "of": [a, b], "by": "Ann", "seen": 0})
    assert answer.status_code == 201 and answer.json()["id"] == 1
    history = get(web, "/rulings")
    assert (history["last"], history["items"][0]["state"]) == (1, "waits")
    assert get(web, "/rulings/preview")["generation"] == 1
    assert web.post(f"{V1}/rulings/1/undo", json={"by": "Bob"}).status_code == 201
    history = get(web, "/rulings")
    assert (history["last"], history["items"][0]["state"], history["items"][0]["undo"]) == (2, "undone", 2)
    assert web.post(f"{V1}/rulings/1/undo", json={"by": "Bob"}).status_code == 400


def test_what_the_next_build_would_change_is_told(ledger):
    web = client(ledger)
    target = next(f for f in everything(web, "/findings") if f["origins"] >= 1 and f["outlets"] >= 2 and len(f["claims"]) >= 2)
    body = {"kind": "not_same", "of": [target["claims"][0], *target["claims"][1:]], "by": "Ann"}
    assert web.post(f"{V1}/rulings", json=body).status_code == 201
    coming = get(web, "/rulings/preview")["items"]
    assert coming and all(c["change"]["rulings"] == [1] and c["summary"] for c in coming)


def test_two_editors_at_once_lose_nothing(ledger):
    ann, bob = client(ledger), client(ledger)
    (claim,) = claims(ann, 1)
    note = {"kind": "note", "of": [claim], "seen": 0}
    assert ann.post(f"{V1}/rulings", json=note | {"by": "Ann", "value": "first"}).status_code == 201
    moved = bob.post(f"{V1}/rulings", json=note | {"by": "Bob", "value": "second"})
    assert moved.status_code == 409 and [r["value"] for r in moved.json()["later"]] == ["first"]
    assert bob.post(f"{V1}/rulings", json=note | {"by": "Bob", "value": "second", "seen": 1}).status_code == 201
    assert [r.value for r in read_rulings(ledger)] == ["first", "second"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422), ({"kind": "undo", "of": ["x"], "by": "A"}, 422), ({"kind": "note", "of": [], "by": "A"}, 422), ({"kind": "note", "of": ["x"], "by": ""}, 422),
        ({"kind": "note", "of": ["x"], "by": "A", "value": "x" * 4001}, 422), ({"kind": "note", "of": ["x"] * 501, "by": "A"}, 422), ({"kind": "note", "of": ["none"], "by": "A", "value": "x"}, 400),
        ({"kind": "note", "of": [{"article": "none", "span": [0, 5]}], "by": "A", "value": "x"}, 400), ({"kind": "note", "of": ["x"], "by": "A", "more": 1}, 422),
        ({"kind": "set_published", "of": ["a/b?c#d é"], "by": "A", "value": "soon"}, 400), ({"kind": "note", "of": ["a/b?c#d é"], "by": "A", "value": "\ud800"}, 422),
    ],
)  # fmt: skip
def test_a_ruling_that_cannot_be_is_told(made, web, body, status):
    answer = web.post(f"{V1}/rulings", content=json.dumps(body), headers={"content-type": "application/json"})
    assert answer.status_code == status and answer.json()["detail"]
    assert read_rulings(made) == []


def test_hostile_words_are_kept_and_given_back(ledger):
    web = client(ledger)
    body = {"kind": "note", "of": ["a/b?c#d é", {"article": "a/b?c#d é", "span": [0, 9]}], "by": ODD, "value": ODD + "\x00"}
    assert web.post(f"{V1}/rulings", json=body).status_code == 201
    (item,) = get(web, "/rulings")["items"]
    assert item["ruling"]["by"] == ODD and item["ruling"]["value"] == ODD + "\x00" and item["ruling"]["targets"][1]["quote"] == "The mayor"
    answer = web.get(f"{V1}/articles")
    assert answer.headers["content-type"] == "application/json" and answer.headers["x-content-type-options"] == "nosniff"


def test_a_request_of_another_origin_rules_nothing(ledger):
    web = client(ledger)
    body = {"kind": "note", "of": claims(web, 1), "by": "Eve", "value": "x"}
    for headers in ({"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}):
        assert web.post(f"{V1}/rulings", json=body, headers=headers).status_code == 403
    assert web.post(f"{V1}/rulings", content=json.dumps(body), headers={"content-type": "text/plain"}).status_code == 403
    assert (
        web.options(f"{V1}/rulings", headers={"origin": "http://evil.example", "access-control-request-method": "POST"}).headers.get(
            "access-control-allow-origin"
        )
        is None
    )
    assert read_rulings(ledger) == []


# the schema


def test_the_models_are_the_public_schemas(web):
    models = get(web, "/openapi.json")["components"]["schemas"]
    for name, public in json_schemas().items():
        own = models[{"problem": "Problem"}.get(name, name.capitalize())]
        assert list(own["properties"]) == list(public["properties"]), name
        assert sorted(own.get("required", ())) == sorted(public.get("required", ())), name


@pytest.fixture(scope="module")
def openapi(tmp_path_factory, made):
    folder = Path(shutil.copytree(made, tmp_path_factory.mktemp("fuzzed") / "l"))
    return schemathesis.openapi.from_asgi(f"{V1}/openapi.json", create_app(folder), headers={"host": "127.0.0.1"})


CHECKS = [not_a_server_error, checks.status_code_conformance, checks.content_type_conformance, checks.response_schema_conformance]


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode))
def test_whatever_is_asked_is_answered_as_the_schema_says(openapi, mode):
    operations = [found.ok() for found in openapi.get_all_operations()]
    assert len(operations) == 16
    for operation in operations:

        @settings(max_examples=20, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case):
            case.call_and_validate(headers={"host": "127.0.0.1"}, checks=CHECKS)

        with contextlib.suppress(Unsatisfiable):  # nothing that a path without parameters would refuse
            ask()
