"""Do the pages still print what they show? Runs the examples of docs/*.md and writes under each what it prints.

An example is a `>>>` line in a fenced `pycon` block; the examples of one page share their names and run in src/twosource/demo.
`python docs/examples.py` rewrites the pages, `--check` only names those that differ (exit 1). It writes no prose.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import re
import sys
from pathlib import Path

DOCS = Path(__file__).resolve().parent
DEMO = DOCS.parent / "src" / "twosource" / "demo"
BLOCK = re.compile(r"(?<=^```pycon\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)


def refreshed(page: str) -> str:
    """The page with every example's output as it is printed now."""
    names: dict[str, object] = {"__name__": "__main__"}
    with contextlib.chdir(DEMO):
        return BLOCK.sub(lambda block: _run(block[0], names), page)


def pages() -> list[Path]:
    return [path for path in sorted(DOCS.glob("*.md")) if BLOCK.search(path.read_text(encoding="utf-8"))]


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
    stale = []
    for path in pages():
        shown = path.read_text(encoding="utf-8")
        if (now := refreshed(shown)) != shown:
            stale.append(path.name)
            if "--check" not in sys.argv:
                path.write_text(now, encoding="utf-8")
    print("\n".join(stale) or "every page prints what it shows")
    return int(bool(stale) and "--check" in sys.argv)


if __name__ == "__main__":
    sys.exit(main())
