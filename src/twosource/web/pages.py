"""The pages that are read: stories, a story, the reader, the brief, search, problems.

Each reads the Desk's shelf and what the address asks, and renders a template. What is not there is told on a page too.
"""

from __future__ import annotations

import getpass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote, unquote

from fastapi import APIRouter, FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse, Response

from twosource.errors import UsageError
from twosource.ledger.standing import State
from twosource.model import RulingKind, Span, Status
from twosource.present.brief import Brief, to_html, to_json, to_markdown
from twosource.present.brief import brief as make_brief
from twosource.present.html import Once, css, label, plain, visible
from twosource.present.words import capital, count, date, link, listed, outlet
from twosource.web import listing as lists
from twosource.web.about import alerts, carried, common, overview
from twosource.web.charts import strips, timeline
from twosource.web.desk import Desk
from twosource.web.index import PATIENCE
from twosource.web.matrix import columns, matrix, shared
from twosource.web.reading import PANES, choose, reading
from twosource.web.searching import PAGES as PAGES_OF_HITS
from twosource.web.searching import find
from twosource.web.shelf import Entry, Shelf

if TYPE_CHECKING:
    from jinja2 import Environment

EDITOR = "twosource_editor"  # cookie
PAGES = 1_000_000  # what an address may ask for; the last page is shown where there are not so many
Page = Annotated[int, Query(ge=1, le=PAGES)]
REPORTS = 60  # articles in the timeline's table
CARRIED = 60
OUTLETS = 500  # names that are offered where one is typed
WAITING = 3  # stories put together that are told of above the list, where they can be undone
FORMATS = {"md": (to_markdown, "text/markdown"), "html": (to_html, "text/html"), "json": (to_json, "application/json")}
EXAMPLES = (
    ("ferry lake", "claims and articles with both words"),
    ('"would not close"', "these words in this order"),
    ("said:Halvorsen", "what Halvorsen says, also where the text says “he”"),
    ("quote:warned", "the word in quotation marks"),
    ("people > 60", "a figure of people over 60; also >= < <= ="),
    ("status:disputed ferry", "in findings that are disputed"),
    ("outlet:Tribune after:2025-03-08", "of one outlet, since a day"),
    ("rescue* -minister", "words that begin so, without the minister"),
)
SIGNS = {
    Status.CORROBORATED: ("●", "corroborated"),
    Status.CARRIED: ("◐", "on one voice"),
    Status.DISPUTED: ("≠", "disputed"),
    Status.DEVELOPING: ("→", "developing"),
    Status.RETRACTED: ("✕", "taken back"),
    Status.SINGLE: ("○", "in one outlet alone"),
}

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


def add_to(app: FastAPI) -> None:
    """Put the pages on the app."""
    from importlib.resources import files

    app.include_router(router)
    app.mount("/static", StaticFiles(directory=str(files("twosource.web") / "static")), name="static")
    app.add_exception_handler(HTTPException, _told)
    app.add_exception_handler(RequestValidationError, _told)
    app.add_exception_handler(Exception, _bug)


@cache
def templates() -> Environment:
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=ChoiceLoader([PackageLoader("twosource.web", "templates"), PackageLoader("twosource.present", ".")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=visible,
    )
    environment.globals.update(
        outlet=outlet, date=date, link=link, count=count, listed=listed, plain=plain, signs=SIGNS, statuses=lists.STATUSES
    )
    return environment


def desk(request: Request) -> Desk:
    found: Desk = request.app.state.desk
    return found


def shelf_for(request: Request) -> Shelf:
    """The generation that answers this request: one from its first look to its last, whatever is loaded meanwhile."""
    if not hasattr(request.state, "shelf"):
        request.state.shelf = desk(request).shelf
    found: Shelf = request.state.shelf
    return found


def editor(request: Request) -> str:
    """Who decides: the name given on the page, else that of the account the server runs under."""
    if given := unquote(request.cookies.get(EDITOR, "")).strip():
        return given
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "editor"


def render(request: Request, name: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """A page from a template, with what every page has."""
    shelf = shelf_for(request)
    page = (
        templates()
        .get_template(name)
        .render(
            csrf=getattr(request.state, "csrf", ""),
            editor=editor(request),
            generation=shelf.generation,
            troubles=len(shelf.problems),
            **context,
        )
    )
    return HTMLResponse(page, status)


async def _told(request: Request, error: Exception) -> Response:
    """What went wrong, as a page for a person and as JSON for a program."""
    status, detail = (error.status_code, error.detail) if isinstance(error, HTTPException) else (422, "")
    if request.url.path.startswith("/api/"):
        more = error.errors() if isinstance(error, RequestValidationError) else detail
        return JSONResponse({"detail": more}, status)
    told = detail or "The address asks for something that cannot be; go back, or start from the stories."
    return render(request, "error.html", status=status, told=told, title="Not here")


async def _bug(request: Request, _: Exception) -> Response:
    return render(request, "error.html", status=500, told="This is a bug of ours; the server’s log tells more.", title="Not done")


def entry(request: Request, id: str) -> Entry:
    found = shelf_for(request).story(id)
    if found is None:
        raise HTTPException(404, "No story has this address. It may have joined another when articles were added.")
    return found


@router.get("/")
def stories(
    request: Request,
    sort: lists.Sort = lists.Sort.NEWEST,
    since: str = "",
    until: str = "",
    language: str = "",
    outlet: str = "",
    new: bool = False,
    corrected: bool = False,
    later: bool = False,
    page: Page = 1,
) -> HTMLResponse:
    days = {"since": since[:10], "until": until[:10]}
    asked = lists.Asked(sort=sort, **days, language=language, outlet=outlet, new=new, corrected=corrected, later=later, page=page)
    looked, by = desk(request).looked, editor(request)
    shelf = shelf_for(request)
    decisions = desk(request).deciding.on(shelf)
    merged = (d for d in decisions.lines if d.ruling.kind is RulingKind.MERGE_STORIES and d.state is State.WAITS)
    return render(
        request,
        "stories.html",
        asked=asked,
        list=lists.listing(shelf, asked, looked.by(by), looked.later(by)),
        decisions=decisions,
        decided=list(islice(merged, WAITING)),
        outlets=shelf.outlets[:OUTLETS],
        languages=shelf.languages,
        sorts=list(lists.Sort),
    )


@router.get("/story/{id}")
def story(request: Request, id: str, show: str = "shared", f: str | None = None, page: Page = 1, across: Page = 1) -> HTMLResponse:
    found, shelf = entry(request, id), shelf_for(request)
    m = shelf.material(found.story.id)
    if show == "shared" and not any(s is not Status.SINGLE for s in found.statuses):
        show = "all"
    chosen = frozenset(Status) if show == "all" else frozenset([Status(show)]) if show in set(Status) else shared(m.findings)
    if f is not None and (asked := next((x for x in m.findings if x.id == f), None)) and asked.status not in chosen:
        show, chosen = asked.status.value, frozenset([asked.status])
    all_columns = columns(m, shelf.family_of)
    made = matrix(m, all_columns, statuses=chosen, page=page, across=across, finding=f)
    drawn, more = strips(m)
    decisions = desk(request).deciding.on(shelf)
    return render(
        request,
        "story.html",
        entry=found,
        later=_kept(request, found),
        matrix=made,
        show=show,
        focus=f,
        tabs=_tabs(found),
        overview=overview(m),
        alerts=alerts(m),
        strips=drawn,
        more_strips=more,
        timeline=timeline(m),
        reports=REPORTS,
        carried=carried(m)[:CARRIED],
        decisions=decisions,
        outlets=shelf.outlets[:OUTLETS],
        decided=list(dict.fromkeys(d for a in found.story.articles for d in decisions.by_article.get(a, ()) if d.undoable)),
    )


def _tabs(of: Entry) -> list[tuple[str, str, int]]:
    """Which findings can be shown: (name in the address, words, how many)."""
    every = sum(of.statuses.values())
    alone = of.statuses.get(Status.SINGLE, 0)
    each = [(s.value, capital(SIGNS[s][1]), of.statuses[s]) for s in lists.STATUSES if of.statuses.get(s)]
    return [*([("shared", "In two outlets or more", every - alone)] if every > alone else []), *each, ("all", "All", every)]


@router.get("/story/{id}/read")
def read(
    request: Request, id: str, a: Annotated[list[str] | None, Query()] = None, f: str | None = None, at: str = "", page: Page = 1
) -> HTMLResponse:
    found, shelf = entry(request, id), shelf_for(request)
    m = shelf.material(found.story.id)
    finding = next((x for x in m.findings if x.id == f), None)
    all_columns = columns(m, shelf.family_of)
    asked = list(dict.fromkeys(i for i in a or () if i in m.articles))[:PANES]
    if len(asked) < 2:
        asked = list(dict.fromkeys([*asked, *choose(m, all_columns, finding)]))[: max(2, len(asked))]
    articles = [m.articles[i] for i in asked]
    view = reading(m, articles, focus=f, at=_place(at, asked), page=page)
    shown = list(m.articles.values())[:REPORTS]
    return render(request, "reader.html", entry=found, later=_kept(request, found), view=view, chosen=asked, articles=shown)


def _kept(request: Request, of: Entry) -> bool:
    """Whether the reader keeps this story for later."""
    found = shelf_for(request).story
    return any((e := found(id)) is not None and e.story.id == of.story.id for id in desk(request).looked.later(editor(request)))


def _place(at: str, articles: list[str]) -> tuple[str, Span] | None:
    """ "12-40" in the first of the articles."""
    start, _, end = at.partition("-")
    return (articles[0], (int(start), int(end))) if articles and start.isdecimal() and end.isdecimal() and len(at) < 20 else None


@router.get("/story/{id}/brief")
def brief_page(request: Request, id: str) -> HTMLResponse:
    made = _brief(request, id)
    base = f"/story/{made.stories[0].id}"
    notes = {n.number: n for n in made.notes}

    def place(number: int) -> str:
        note = notes[number]
        return f"{base}/read?a={quote(note.article_id, safe='')}&at={note.span[0]}-{note.span[1]}#at"

    page = templates().get_template("brief.html")
    return HTMLResponse(page.render(brief=made, notes=notes, texts=(), lost=(), css="", once=Once(), label=label, place=place, base=base))


@router.get("/story/{id}/brief.{format}")
def brief_file(request: Request, id: str, format: str) -> Response:
    """The brief to take along: never shown, always saved."""
    if format not in FORMATS:
        raise HTTPException(404, f"A brief is written as {listed(sorted(FORMATS))}.")
    write, kind = FORMATS[format]
    made = _brief(request, id)
    name = f"brief-{made.stories[0].id}.{format}"
    return Response(write(made), media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'})


def _brief(request: Request, id: str) -> Brief:
    found, shelf = entry(request, id), shelf_for(request)
    of = found.story
    problems = [p for p in shelf.problems if p.article_id in set(of.articles)]
    claims = shelf.claims(of.articles).values()
    articles = shelf.articles(of.articles).values()
    return make_brief([of], findings=shelf.findings(of.id), claims=claims, articles=articles, problems=problems)


@router.get("/story/{id}/copy")
def copy(request: Request, id: str, of: str, copy: str) -> HTMLResponse:
    made = common(shelf_for(request).material(entry(request, id).story.id), of, copy)
    if made is None:
        raise HTTPException(404, "These two articles have no passages in common.")
    return render(request, "copy_part.html" if "hx-request" in request.headers else "copies.html", made=made)


@router.get("/search")
def search(request: Request, q: str = "", page: Annotated[int, Query(ge=1, le=PAGES_OF_HITS)] = 1) -> HTMLResponse:
    found, wrong = None, ""
    waits = bool(q.strip()) and not desk(request).searchable(wait=PATIENCE)
    if q.strip() and not waits:
        try:
            found = find(shelf_for(request), q.strip(), page=page)
        except UsageError as error:
            wrong = str(error)
    return render(
        request, "search.html", query=q, found=found, wrong=wrong, waits=waits, page=found.page if found else page, examples=EXAMPLES
    )


@router.get("/problems")
def problems(request: Request, page: Page = 1) -> HTMLResponse:
    shelf = shelf_for(request)
    pages = max(1, -(-len(shelf.problems) // lists.PAGE))
    page = min(page, pages)
    shown = shelf.problems[(page - 1) * lists.PAGE : page * lists.PAGE]
    rows = [(p, shelf.story_of.get(p.article_id or "")) for p in shown]
    return render(request, "problems.html", rows=rows, all=len(shelf.problems), page=page, pages=pages)


@router.get("/static/brief.css")
def brief_css() -> Response:
    return Response(css(), media_type="text/css", headers={"cache-control": "max-age=3600"})
