"""The ledger over HTTP, version 1: what the commands print, as JSON, in pages; search; rulings made and taken back.

Answers from the shelf that the pages read; a ruling is written through the ledger's own call. The models of /api/v1/openapi.json are the
records of model.py, as `twosource schema` has them. It starts no build: that is the desk's, or the command's.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING, Annotated, Any, Generic, Literal, TypeVar

from fastapi import FastAPI, HTTPException, Path, Query, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException as Refused
from starlette.responses import Response

from twosource.errors import TwosourceError, UsageError
from twosource.ledger import preview, rule, standing_effects, undo
from twosource.ledger.query import LONGEST
from twosource.ledger.ruling import Words
from twosource.ledger.rulings import LONGEST_NAME, LONGEST_VALUE, MOST_TARGETS, Ruling, RulingsMoved
from twosource.ledger.search import DEEPEST, Results, search
from twosource.ledger.standing import Change, Effect
from twosource.model import Article, Claim, Finding, Problem, RulingKind, SourceKind, Status, Story
from twosource.schema import to_row
from twosource.web.guard import LIMITS
from twosource.web.index import PATIENCE

if TYPE_CHECKING:
    from twosource.web.desk import Desk
    from twosource.web.shelf import Shelf

T = TypeVar("T")
LONGEST_ID = 1_000
USUAL = 50  # rows a page


class Told(BaseModel):
    """Why not, in a sentence that names the thing and the fix."""

    detail: str


class Moved(Told):
    """What others ruled on the same words meanwhile."""

    later: list[Ruling]


class Page(BaseModel, Generic[T]):
    """Rows in the order of their ids; `next` is what to give as `after` for the rows that follow."""

    generation: int
    items: list[T]
    next: str | None


class Rows(BaseModel, Generic[T]):
    generation: int
    items: list[T]


class BriefOf(BaseModel):
    """One story with all that is told of it."""

    stories: list[Story]
    findings: list[Finding]
    problems: list[Problem]


class About(BaseModel):
    program: str
    generation: int
    articles: int
    stories: int


class History(BaseModel):
    """Every ruling and what became of it; `last` is the newest row, to be given back as `seen`."""

    generation: int
    last: int
    items: list[Effect]


class Coming(BaseModel):
    change: Change
    summary: str


class Stretch(BaseModel):
    """Words of an article, in code points of its text."""

    model_config = ConfigDict(extra="forbid")
    article: str = Field(max_length=LONGEST_ID)
    span: tuple[Annotated[int, Field(ge=0, le=2**31)], Annotated[int, Field(ge=1, le=2**31)]]


Name = Annotated[str, Field(min_length=1, max_length=LONGEST_ID)]
Decided = Literal[
    "same", "not_same", "wrong_source", "rename", "merge_stories", "split_story", "set_outlet", "set_published", "note"
]  # fmt: skip


class NewRuling(BaseModel):
    """A decision on claims, findings, articles or stories (ids), or on words of an article."""

    model_config = ConfigDict(extra="forbid")
    kind: Decided
    of: list[Name | Stretch] = Field(min_length=1, max_length=MOST_TARGETS)
    value: str | None = Field(None, max_length=LONGEST_VALUE)
    source_kind: SourceKind | None = None
    by: str = Field(min_length=1, max_length=LONGEST_NAME)
    seen: int | None = Field(
        None, ge=0, le=2**62, description="The newest ruling you know of: a later one on the same words is a conflict."
    )


class Undoing(BaseModel):
    model_config = ConfigDict(extra="forbid")
    by: str = Field(min_length=1, max_length=LONGEST_NAME)


Limit = Annotated[int, Query(ge=1, le=LIMITS.page, description=f"Rows a page, {LIMITS.page} at most.")]
After = Annotated[str, Query(max_length=LONGEST_ID, description="The `next` of the page before.")]
Id = Annotated[str, Path(max_length=LONGEST_ID)]
Only = Annotated[str | None, Query(max_length=LONGEST_ID)]
ERRORS: dict[int | str, dict[str, Any]] = {code: {"model": Told} for code in (400, 401, 403, 404, 413, 414, 422, 503)}


def create_api(desk: Desk) -> FastAPI:
    """The app to be mounted at /api/v1."""
    pages: dict[str, Any] = {"docs_url": None, "redoc_url": None, "openapi_url": "/openapi.json", "servers": [{"url": "/api/v1"}]}
    app = FastAPI(title="Twosource", version="1", responses=ERRORS, **pages)
    app.state.desk = desk
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(TwosourceError, _wrong)
    app.add_exception_handler(Exception, _bug)
    for path, (of, answer) in READ.items():
        app.add_api_route(path, answer, response_model=of, methods=["GET"], name=answer.__name__)
    conflict: dict[int | str, dict[str, Any]] = {409: {"model": Moved}}
    app.add_api_route("/rulings", make_ruling, response_model=Ruling, methods=["POST"], status_code=201, responses=conflict)
    app.add_api_route("/rulings/{number}/undo", undo_ruling, response_model=Ruling, methods=["POST"], status_code=201)
    return app


def _shelf(request: Request) -> Shelf:
    return request.app.state.desk.shelf  # type: ignore[no-any-return]


def about(request: Request) -> Response:
    shelf = _shelf(request)
    row = {"program": f"twosource {version('twosource')}", "generation": shelf.generation, "articles": len(shelf.story_of)}
    return _json(row | {"stories": len(shelf.entries)})


def list_articles(request: Request, story: Only = None, outlet: Only = None, after: After = "", limit: Limit = USUAL) -> Response:
    shelf = _shelf(request)
    of = None if story is None else _story(shelf, story).articles
    return _page(shelf, "articles", after, limit, of, outlet=outlet)


def list_claims(request: Request, story: Only = None, article: Only = None, after: After = "", limit: Limit = USUAL) -> Response:
    shelf = _shelf(request)
    of = None if story is None else _story(shelf, story).articles
    if article is not None:
        of = (article,) if of is None or article in of else ()
    return _page(shelf, "claims", after, limit, of)


def list_findings(request: Request, story: Only = None, status: Status | None = None, after: After = "", limit: Limit = USUAL) -> Response:
    shelf = _shelf(request)
    return _page(shelf, "findings", after, limit, None if story is None else [_story(shelf, story).id], status=status)


def list_stories(request: Request, after: After = "", limit: Limit = USUAL) -> Response:
    shelf = _shelf(request)
    ids = sorted(id for id in shelf.entries if id > after)
    rows = [shelf.entries[id].story for id in ids[:limit]]
    return _json({"generation": shelf.generation, "items": to_row(tuple(rows)), "next": rows[-1].id if len(ids) > limit else None})


def one_article(request: Request, id: Id) -> Response:
    return _one(list(_shelf(request).articles([id]).values()), "article", id)


def one_claim(request: Request, id: Id) -> Response:
    found = _shelf(request).claim(id)
    return _one([found] if found else [], "claim", id)


def one_finding(request: Request, id: Id) -> Response:
    found = _shelf(request).finding(id)
    return _one([found] if found else [], "finding", id)


def one_story(request: Request, id: Id) -> Response:
    return _json(to_row(_story(_shelf(request), id)))


def one_brief(request: Request, id: Id) -> Response:
    shelf = _shelf(request)
    story = _story(shelf, id)
    problems = tuple(p for p in shelf.problems if p.article_id in story.articles)
    return _json({"stories": [to_row(story)], "findings": to_row(tuple(shelf.findings(story.id))), "problems": to_row(problems)})


def list_problems(request: Request, start: Annotated[int, Query(ge=0, le=2**31)] = 0, limit: Limit = USUAL) -> Response:
    shelf = _shelf(request)
    return _json({"generation": shelf.generation, "items": to_row(shelf.problems[start : start + limit])})


def find(
    request: Request,
    q: Annotated[str, Query(max_length=LONGEST, description='drones "a phrase" said:NAME drones > 200 outlet: story: status: after: -not')],
    start: Annotated[int, Query(ge=0, le=DEEPEST)] = 0,
    limit: Limit = USUAL,
) -> Response:
    if not request.app.state.desk.searchable(wait=PATIENCE):
        raise HTTPException(503, "the search of this generation is being made; ask again in a minute", {"retry-after": "10"})
    return _json(to_row(search(_shelf(request).ledger, q, limit=limit, start=start)))


def list_rulings(request: Request) -> Response:
    ledger = _shelf(request).ledger
    found = standing_effects(ledger)
    last = max((max(e.ruling.id, e.undo or 0) for e in found), default=0)
    return _json({"generation": ledger.generation.generation, "last": last, "items": to_row(tuple(found))})


def preview_rulings(request: Request) -> Response:
    """What the next build would change by rulings."""
    ledger = _shelf(request).ledger
    rows = [{"change": to_row(change), "summary": summary} for change, summary in preview(ledger)]
    return _json({"generation": ledger.generation.generation, "items": rows})


def make_ruling(request: Request, new: NewRuling) -> Response:
    """Record a decision; the next build applies it. With `seen`, what others ruled on the same words meanwhile is a conflict (409)."""
    of: list[str | Words] = [Words(article=x.article, span=x.span) if isinstance(x, Stretch) else x for x in new.of]
    ledger = _shelf(request).ledger
    kind = RulingKind(new.kind)
    try:
        made = rule(ledger, kind, of=of, by=new.by, value=new.value, source_kind=new.source_kind, seen=new.seen)
    except RulingsMoved as moved:
        return _json({"detail": str(moved), "later": to_row(moved.later)}, 409)
    return _json(to_row(made), 201)


def undo_ruling(request: Request, number: Annotated[int, Path(ge=1, le=2**62)], undoing: Undoing) -> Response:
    """Take a ruling back; both stay in the history."""
    return _json(to_row(undo(_shelf(request).ledger.folder, number, by=undoing.by)), 201)


READ: dict[str, tuple[Any, Callable[..., Response]]] = {
    "/about": (About, about),
    "/articles": (Page[Article], list_articles),
    "/articles/{id:path}": (Article, one_article),
    "/claims": (Page[Claim], list_claims),
    "/claims/{id}": (Claim, one_claim),
    "/stories": (Page[Story], list_stories),
    "/stories/{id}": (Story, one_story),
    "/stories/{id}/brief": (BriefOf, one_brief),
    "/findings": (Page[Finding], list_findings),
    "/findings/{id}": (Finding, one_finding),
    "/problems": (Rows[Problem], list_problems),
    "/search": (Results, find),
    "/rulings": (History, list_rulings),
    "/rulings/preview": (Rows[Coming], preview_rulings),
}


def _story(shelf: Shelf, id: str) -> Story:
    entry = shelf.story(id)
    if entry is None:
        raise HTTPException(404, f"no story has the id {id}")
    return entry.story


def _one(found: Sequence[Any], what: str, id: str) -> Response:
    if not found:
        raise HTTPException(404, f"no {what} has the id {id}")
    return _json(to_row(found[0]))


def _page(shelf: Shelf, name: str, after: str, limit: int, of: Sequence[str] | None, **having: str | None) -> Response:
    given = {column: value for column, value in having.items() if value is not None}
    rows = shelf.page(name, after=after, most=limit + 1, of=of, **given)
    more = rows[limit - 1].id if len(rows) > limit else None
    return _json({"generation": shelf.generation, "items": to_row(tuple(rows[:limit])), "next": more})


def _json(value: Any, status: int = 200) -> Response:
    """The contract's JSON; halves of pairs, which UTF-8 cannot hold, are escaped."""
    try:
        body = json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        body = json.dumps(value).encode()
    return Response(body, status, media_type="application/json")


def _wrong(_: Request, error: Exception) -> Response:
    return _json({"detail": str(error)}, 400 if isinstance(error, UsageError) else 503)


def _bug(_: Request, __: Exception) -> Response:
    return _json({"detail": "a bug of ours; the server's log tells more"}, 500)


def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    answer = _json({"detail": str(error.detail)}, error.status_code)
    answer.headers.update(error.headers or {})
    return answer


def _invalid(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    wrong = (f"{'.'.join(str(p) for p in e['loc'])}: {e['msg']}" for e in error.errors()[:5])
    return _json({"detail": "; ".join(wrong)}, 422)
