"""Makes what is made in the docs: `python docs/make.py` writes cli.md, under each example what it prints now, and the pinned figures.

An example is a `>>>` line in a fenced `pycon` block; the examples of one page share their names and run in src/twosource/demo.
A figure is the cell after a row's first, which names task and path in evaluation/floors.json.
`--check` writes nothing, names the pages that differ and exits with 1. It writes no prose.
"""

from __future__ import annotations

import contextlib
import doctest
import html
import io
import json
import re
import sys
from pathlib import Path

DOCS = Path(__file__).resolve().parent
DEMO = DOCS.parent / "src" / "twosource" / "demo"
FLOORS = DOCS.parent / "evaluation" / "floors.json"
BLOCK = re.compile(r"(?<=^```pycon\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
FIGURE = re.compile(r"^(?P<place>\| `(?P<task>\w+)` `(?P<path>[\w.]+)` \| )[\d.]+ \|", re.MULTILINE)


def refreshed(page: str) -> str:
    """The page with every example's output as it is printed now."""
    names: dict[str, object] = {"__name__": "__main__"}
    with contextlib.chdir(DEMO):
        return BLOCK.sub(lambda block: _run(block[0], names), page)


def with_floors(page: str) -> str:
    """The page with each figure as floors.json has it."""
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    return FIGURE.sub(lambda row: f"{row['place']}{floors[row['task']]['floors'][row['path']]:.3f} |", page)


def pages_with_examples() -> list[Path]:
    return [path for path in sorted(DOCS.glob("*.md")) if BLOCK.search(path.read_text(encoding="utf-8"))]


def command_line() -> str:
    """The reference of every command and option, from the command line itself."""
    from typer import Context
    from typer.cli import get_docs_for_click
    from typer.main import get_command

    from twosource.cli import app

    command = get_command(app)
    page = get_docs_for_click(obj=command, ctx=Context(command), name="twosource", title="The command line")
    note = "Made by `python docs/make.py` from the help of the commands."
    return html.unescape(page).rstrip().replace("# The command line\n", f"# The command line\n\n{note}\n", 1) + "\n"


def _run(block: str, names: dict[str, object]) -> str:
    lines: list[str] = []
    for example in doctest.DocTestParser().get_examples(block):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(example.source, "<example>", "single"), names)
        first, *rest = example.source.splitlines()
        lines += [f">>> {first}", *(f"... {line}".rstrip() for line in rest), *printed.getvalue().splitlines()]
    return "".join(f"{line}\n" for line in lines)


def main() -> int:
    made = {DOCS / "cli.md": command_line()}
    made |= {path: refreshed(path.read_text(encoding="utf-8")) for path in pages_with_examples()}
    made |= {path: with_floors(path.read_text(encoding="utf-8")) for path in (DOCS.parent / "README.md", DOCS / "quality.md")}
    stale = [path for path, page in made.items() if not path.exists() or path.read_text(encoding="utf-8") != page]
    for path in stale:
        print(path.name)
        if "--check" not in sys.argv:
            path.write_text(made[path], encoding="utf-8")
    return int(bool(stale) and "--check" in sys.argv)


if __name__ == "__main__":
    sys.exit(main())
