"""The commands on a ledger: build, verify, remove, export, rule, rulings, undo, serve. The libraries: twosource.ledger, twosource.web."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from twosource.cli import (
    PARTLY,
    Engine,
    EngineName,
    Jsonl,
    Master,
    Outlets,
    Processes,
    Published,
    _print_rows,
    _Progress,
    _say,
    _spark,
    app,
)
from twosource.model import RulingKind, SourceKind

Folder = Annotated[Path, typer.Option("--ledger", metavar="DIR", help="The ledger: a folder.")]
More = Annotated[
    list[str] | None, typer.Argument(metavar="[INPUT...]", help="Files or folders of articles; none: redo what changed rules ask for.")
]


By = Annotated[str | None, typer.Option(metavar="NAME", help="Who decides; the name of this account if none is given.")]


class ExportFormat(StrEnum):
    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    ANNOTATIONS = "annotations"
    SQLITE = "sqlite"


class Until(StrEnum):
    STORIES = "stories"
    CLAIMS = "claims"
    FINDINGS = "findings"


@app.command()
def build(
    ledger: Folder,
    inputs: More = None,
    outlets: Outlets = None,
    published: Published = None,
    processes: Processes = 1,
    until: Annotated[Until, typer.Option(help="The last thing to make: stories need no parse of the language.")] = Until.FINDINGS,
    engine: Engine = EngineName.LOCAL,
    master: Master = None,
) -> None:
    """Make a ledger of articles, or add them to it; what is done already is not done again."""
    from twosource.ledger import build as make

    progress = _Progress(0)
    workers = _spark(engine, master)
    done = make(
        inputs or [],
        ledger,
        outlets=outlets,
        published=published,
        stdin=sys.stdin.buffer,
        until="memberships" if until is Until.STORIES else until.value,
        workers=workers,
        processes=processes,
        progress=progress.advance,
        began=progress.began,
    )
    for problem in done.problems:
        _say(problem.message)
    for uri in done.refused:
        _say(f"{uri} was removed from this ledger, and stays out")
    if done.changed:
        _say(f"{ledger}: {done.added} articles added, {done.articles} in all; generation {done.generation}")
    else:
        _say(f"{ledger}: nothing new, so nothing was done; {done.articles} articles, generation {done.generation}")
    for change in done.changes:
        _say(f"finding {change.finding_id}: {change.told}")
    if done.unread:
        raise typer.Exit(PARTLY)


@app.command()
def verify(ledger: Folder) -> None:
    """Check every span of every record against the text of its article, and the text against its SHA-256."""
    from twosource.errors import Mismatch
    from twosource.ledger import mismatches, open_ledger

    found = 0
    for message in mismatches(open_ledger(ledger)):
        found += 1
        _say(message)
    if found:
        raise Mismatch(f"{ledger}: {found} things do not hold")
    _say(f"{ledger}: everything holds")


@app.command()
def remove(
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="The id of an article, or its uri.")],
    ledger: Folder,
    reason: Annotated[str | None, typer.Option(help="Why; kept with the id and the date.")] = None,
) -> None:
    """Take an article out for good: its text leaves the tables, their old versions and the search."""
    from twosource.ledger import remove as take_out

    gone = take_out(ledger, article, reason=reason)
    _say(f"{gone.id} is removed; its id, the date and the reason stay. Delete exports made before today, which still hold it")


@app.command()
def export(
    ledger: Folder,
    output: Annotated[Path, typer.Option("--output", "-o", help="A folder to write to; it is made if need be.")],
    format: Annotated[ExportFormat, typer.Option("--format", "-f", help="What to write.")] = ExportFormat.JSONL,
) -> None:
    """Write the ledger's records as JSONL, CSV, Parquet, W3C Web Annotations, or SQLite (for Datasette)."""
    from twosource.ledger import open_ledger
    from twosource.ledger.exports import FORMATS

    for path in FORMATS[format.value](open_ledger(ledger), output):
        _say(f"wrote {path}")


@app.command()
def search(
    query: Annotated[str, typer.Argument(metavar="QUERY", help='drones "a phrase" said:NAME drones > 200 outlet: status: after: -not')],
    ledger: Folder,
    limit: Annotated[int, typer.Option(min=1, max=200, help="How many are shown.")] = 20,
    start: Annotated[int, typer.Option(min=0, max=10_000, help="How many are passed over.")] = 0,
    jsonl: Jsonl = False,
) -> None:
    """Look for words, quotes, people and figures in the claims and articles of a ledger."""
    from twosource.ledger import open_ledger
    from twosource.ledger.search import search as find

    found = find(open_ledger(ledger), query, limit=limit, start=start)
    _print_rows(found.hits, jsonl, lambda h: f"{h.outlet or 'outlet not given'} {list(h.span)}: {' '.join(h.text.split())}")
    more = f"; the next with --start {found.next}" if found.next else ""
    _say(f"{len(found.hits)} of {'more than ' if found.total >= 1000 else ''}{found.total}{more}")


@app.command()
def rule(
    kind: Annotated[RulingKind, typer.Argument(metavar="KIND", help="What is decided.")],
    of: Annotated[list[str], typer.Argument(metavar="ID...", help="Claims or findings; articles or stories for merge, split and set.")],
    ledger: Folder,
    value: Annotated[str | None, typer.Option(help="The name, the date, or the words of the note.")] = None,
    source_kind: Annotated[SourceKind | None, typer.Option(help="What the source is that --value names.")] = None,
    by: By = None,
) -> None:
    """Decide what the program got wrong, or add a note; every later build goes by it, and it can be undone."""
    from twosource.ledger import open_ledger
    from twosource.ledger import rule as decide

    made = decide(open_ledger(ledger), kind, of=of, by=by or _account(), value=value, source_kind=source_kind)
    _say(f"{made.name} is kept; apply it with: twosource build --ledger {ledger}")


@app.command()
def undo(ruling: Annotated[int, typer.Argument(metavar="NUMBER", help="The number of the ruling.")], ledger: Folder, by: By = None) -> None:
    """Take a ruling back; both stay in the history."""
    from twosource.ledger import undo as take_back

    take_back(ledger, ruling, by=by or _account())
    _say(f"ruling {ruling} is undone; go on without it with: twosource build --ledger {ledger}")


@app.command()
def rulings(
    ledger: Folder,
    preview: Annotated[bool, typer.Option("--preview", help="What the next build would change by them, instead.")] = False,
    jsonl: Jsonl = False,
) -> None:
    """List every ruling, who made it and when, and what became of it: holds, waits, unmatched, overruled, undone."""
    from twosource.ledger import open_ledger, standing_effects
    from twosource.ledger import preview as foresee

    held = open_ledger(ledger)
    if preview:
        coming = foresee(held)
        told = {c.finding_id: f"{summary}: {c.told}" for c, summary in coming}
        _print_rows([c for c, _ in coming], jsonl, lambda c: told[c.finding_id])
    else:
        _print_rows(standing_effects(held), jsonl, lambda e: f"{e.ruling.name}: {e.state}: {e.why}")


@app.command()
def serve(
    ledger: Folder,
    host: Annotated[str, typer.Option(help="The address to bind to; anything but this machine's own wants --token.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0: any that is free.")] = 8077,
    token: Annotated[str | None, typer.Option(envvar="TWOSOURCE_TOKEN", help="What a reader must know to be let in.")] = None,
    open_: Annotated[bool, typer.Option("--open", help="Show the desk in the browser.")] = False,
) -> None:
    """Show the ledger in the browser: stories, the side-by-side reader, search, rulings."""
    from twosource.web.app import serve as run

    def ready(address: str) -> None:
        _say(f"{ledger} is at {address}; Ctrl-C ends it")
        if open_:
            import webbrowser

            webbrowser.open(address)

    run(ledger, host=host, port=port, token=token, ready=ready)


def _account() -> str:
    from getpass import getuser

    try:
        return getuser()
    except (KeyError, OSError):
        return "somebody"
