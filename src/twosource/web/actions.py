"""What is changed from the pages: articles added, stories looked at, who one is.

Each is a form that works without a script, answered by a redirect to the page it came from. The guard has seen to it that the request is
the user's own.
"""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, File, Form, Request, UploadFile
from starlette.responses import HTMLResponse, RedirectResponse, Response

from twosource.errors import UsageError
from twosource.web.pages import EDITOR, desk, editor, entry, render

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


@router.post("/looked")
def looked(request: Request, story: Text = "") -> Response:
    """These stories, or all, have been looked at."""
    of, entries = desk(request), desk(request).shelf.entries
    seen = [entry(request, story)] if story else list(entries.values())
    of.looked.add(editor(request), {e.story.id: e.state for e in seen})
    return Response(status_code=204) if "hx-request" in request.headers else RedirectResponse("/", 303)


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
