"""What is changed from the pages: rulings, articles added, stories looked at, who one is.

Each is a form that works without a script, answered by a redirect to the page it came from. The guard has seen to it that the request is
the user's own.
"""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, File, Form, Path, Request, UploadFile
from starlette.responses import HTMLResponse, RedirectResponse, Response

from twosource.errors import UsageError
from twosource.ledger import preview
from twosource.ledger.rulings import RulingsMoved
from twosource.model import RulingKind
from twosource.web.listing import PAGE
from twosource.web.pages import EDITOR, Page, desk, editor, entry, render, shelf_for

LONGEST_NAME = 80

router = APIRouter(include_in_schema=False)
Text = Annotated[str, Form()]
YEAR = 365 * 24 * 3600


@router.get("/add")
def add_page(request: Request) -> HTMLResponse:
    return _add_page(request, "")


@router.post("/add")
def add(
    request: Request,
    files: Annotated[list[UploadFile] | None, File()] = None,
    outlets: Annotated[UploadFile | None, File()] = None,
    path: Text = "",
    text: Text = "",
    title: Text = "",
    outlet: Text = "",
    url: Text = "",
    published: Text = "",
) -> Response:
    jobs = desk(request).jobs
    given = [(f.filename or "", f.file.read()) for f in files or () if f.filename]
    try:
        if text.strip():
            known = {"url": url.strip(), "title": title.strip(), "outlet": outlet.strip(), "published": published.strip()}
            record = json.dumps({name: value for name, value in known.items() if value} | {"text": text.replace("\r\n", "\n")})
            given.append((f"pasted-{blake2b(record.encode(), digest_size=4).hexdigest()}.json", record.encode()))
        if given:
            jobs.files(given, outlets=outlets.file.read() if outlets and outlets.filename else None, published=published.strip() or None)
        elif path.strip():
            if not request.app.state.local:
                raise UsageError("a folder of this machine can be added by who sits at it only; send files")
            jobs.folder_or_file(path.strip())
        else:
            raise UsageError("there is nothing to add; choose files, name a folder, or paste a text")
    except UsageError as error:
        return _add_page(request, str(error), status=400)
    return RedirectResponse("/add", 303)


def _add_page(request: Request, wrong: str, *, status: int = 200) -> HTMLResponse:
    jobs = desk(request).jobs
    return render(request, "add.html", status=status, wrong=wrong, jobs=jobs.all(), busy=jobs.busy, local=request.app.state.local)


@router.get("/jobs")
def job_list(request: Request) -> HTMLResponse:
    """The builds as a part of a page, asked for again and again while one runs."""
    jobs = desk(request).jobs
    return render(request, "jobs.html", jobs=jobs.all(), busy=jobs.busy)


@router.post("/rule")
def rule(
    request: Request,
    kind: Annotated[RulingKind, Form()],
    of: Annotated[list[str] | None, Form()] = None,
    apart: Text = "",
    value: Text = "",
    seen: Annotated[int | None, Form()] = None,
    back: Text = "/",
) -> Response:
    """A decision on claims or findings, articles, or stories; `apart` is the claim that the others are not."""
    shelf = shelf_for(request)
    found = {id: shelf.finding(id) for id in of or ()}
    about = [c for id, finding in found.items() for c in (finding.claims if finding else (id,))]
    if apart:
        about = [apart, *(c for c in about if c != apart)]
    try:
        if kind is RulingKind.SAME and len(of or ()) < 2:
            raise UsageError("tick two findings or more, and they are the same claim")
        if kind is RulingKind.WRONG_SOURCE and not of:
            raise UsageError("tick the words whose source is wrong")
        desk(request).deciding.rule(shelf, kind, of=about, by=editor(request), value=value.strip(), seen=seen)
    except RulingsMoved as error:
        again = {"kind": kind.value, "of": of or [], "apart": apart, "value": value, "back": own_page(back)}
        return render(request, "moved.html", status=409, later=error.later, again=again)
    except UsageError as error:
        return render(request, "error.html", status=400, title="Not ruled", told=str(error), back=own_page(back))
    return RedirectResponse(own_page(back), 303)


@router.post("/undo/{id}")
def undo(request: Request, id: Annotated[int, Path(ge=1, lt=2**53)], back: Text = "/rulings") -> Response:
    try:
        desk(request).deciding.undo(id, by=editor(request))
    except UsageError as error:
        return render(request, "error.html", status=400, title="Not undone", told=str(error))
    return RedirectResponse(own_page(back), 303)


@router.get("/rulings")
def rulings_page(request: Request, page: Page = 1) -> HTMLResponse:
    of = desk(request)
    shelf = shelf_for(request)
    decisions = of.deciding.on(shelf)
    pages = max(1, -(-len(decisions.lines) // PAGE))
    page = min(page, pages)
    changes = [(c, f.summary if (f := shelf.finding(c.finding_id)) else "") for c in shelf.changes[:PAGE]]
    return render(
        request,
        "rulings.html",
        decisions=decisions,
        lines=decisions.lines[(page - 1) * PAGE : page * PAGE],
        page=page,
        pages=pages,
        changes=changes,
        jobs=of.jobs.all(),
        busy=of.jobs.busy,
    )


@router.get("/rulings/preview")
def preview_page(request: Request) -> HTMLResponse:
    """What a run would change by the rulings that wait."""
    found = preview(shelf_for(request).ledger)
    return render(request, "preview_part.html" if "hx-request" in request.headers else "preview.html", changes=found)


@router.post("/again")
def again(request: Request) -> Response:
    """Run again, with the rulings that wait."""
    try:
        desk(request).jobs.again()
    except UsageError as error:
        return render(request, "error.html", status=400, title="Not now", told=str(error))
    return RedirectResponse("/rulings", 303)


@router.post("/looked")
def looked(request: Request, story: Text = "") -> Response:
    """These stories, or all, have been looked at."""
    of, entries = desk(request), shelf_for(request).entries
    seen = [entry(request, story)] if story else list(entries.values())
    of.looked.add(editor(request), {e.story.id: e.state for e in seen})
    return Response(status_code=204) if "hx-request" in request.headers else RedirectResponse("/", 303)


@router.post("/later")
def later(request: Request, story: Text, keep: bool = Form(False), back: Text = "/") -> Response:
    """A story is kept to be read later, or no more."""
    of, found = desk(request), entry(request, story)
    by = editor(request)
    ids = {id for id in of.looked.later(by) if (e := shelf_for(request).story(id)) and e.story.id == found.story.id} | {found.story.id}
    for id in ids:  # also under the ids it had before
        of.looked.keep(by, id, later=keep and id == found.story.id)
    return RedirectResponse(own_page(back), 303)


@router.post("/editor")
def name(request: Request, name: Text = "", back: Text = "/") -> Response:
    """Who one is: kept in this browser."""
    answer = RedirectResponse(own_page(back), 303)
    kept = quote(" ".join(name.split())[:LONGEST_NAME])
    if kept:
        answer.set_cookie(EDITOR, kept, max_age=YEAR, httponly=True, samesite="lax")
    else:
        answer.delete_cookie(EDITOR)
    return answer


def own_page(back: str) -> str:
    """Where to go back to: a page of ours, whatever was asked."""
    known = back.startswith("/") and not back.startswith(("//", "/\\")) and back.isascii() and back.isprintable()
    return back if known else "/"
