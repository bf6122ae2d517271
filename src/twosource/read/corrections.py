"""Where a text takes something back: corrections, clarifications, editor's notes.

Reads a text, gives the spans of those paragraphs, by the rules of data/corrections.tsv. What exactly is taken back, and from
which claim, is for compare to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from twosource.model import Span

# a part of some word of every rule for a sentence: most texts and lines have none, and need no search
_MAYBE = (
    "version",
    "orrect",
    "larif",
    "mended",
    "evised",
    "retracted",
    "misstated",
    "misident",
    "riginally",
    "nitially",
    "reviously",
    "mistake",
    "Mistake",
    "rroneous",
    " error",
)
_LINE = re.compile(r"[^\n\r\u2028\u2029]+")


@cache
def _rule(where: str) -> re.Pattern[str]:
    table = (files("twosource") / "data" / "corrections.tsv").read_text(encoding="utf-8").splitlines()
    patterns = [line.split("\t")[1] for line in table if line.startswith(where + "\t")]
    heading = r"(?:(?:corrections?|clarifications?|editor['’]s note)(?: \([^)]{1,40}\))?: )?"
    before = rf"(?:(?<=[.!?]\s)|(?<=[.!?][\"”’)]\s)|^){heading}" if where == "sentence" else ""
    return re.compile(before + "(?:" + "|".join(f"(?:{p})" for p in patterns) + ")", re.I)


def corrections(text: str) -> Iterator[Span]:
    """The paragraphs, or their ends, that correct something, in order; a bare heading takes the next paragraph in."""
    heading: int | None = None
    maybe = any(map(text.__contains__, _MAYBE))
    for found in _LINE.finditer(text):
        line = found[0].strip()
        if not line:
            continue
        start = found.start() + found[0].index(line)
        if heading is not None:
            yield heading, start + len(line)
            heading = None
        elif _rule("head").fullmatch(line):
            heading = start
        elif _rule("start").match(line):
            yield start, start + len(line)
        elif maybe and any(map(line.__contains__, _MAYBE)) and (within := _rule("sentence").search(line)):
            yield start + within.start(), start + len(line)
