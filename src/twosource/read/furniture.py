"""Which lines of a text are page furniture: counters, share bars, pointers to other articles, sign-ups, notices, credit lines.

Reads a text, gives spans of whole lines without their outer blanks. Decided from this one text alone, by the rules of
data/furniture.tsv. Task: boilerplate detection, here after extraction. A dateline, a headline and a caption are no furniture.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from twosource.model import Span

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_MOST_WORDS = 60  # of a notice; none of the 346 lines marked in PolNeAR overlaps an attribution that people marked
_MOST = 600  # characters of one
_WHOLE = 240  # characters of a line that a rule describes to its end
_TO_READERS = re.compile(r"\b(?:you|your|our|us|here|now)\b")  # not "the company said users may unsubscribe from its newsletter"
_QUOTES = re.compile(r"[\"“”]")
_POINTERS = 6  # headlines under "Related stories"
_ENDS = (".", "!", "?", ".”", '."', "?”", "!”")


@cache
def _rules() -> dict[str, list[str]]:
    rules: dict[str, list[str]] = {}
    for line in (files("twosource") / "data" / "furniture.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, pattern = line.split("\t")
            rules.setdefault(kind, []).append(pattern)
    return rules


@cache
def _any(*kinds: str) -> re.Pattern[str]:
    """One pattern for all rules of these kinds."""
    either = "|".join(f"(?:{p})" for kind in kinds for p in _rules()[kind])
    if kinds == ("word",):
        either = rf"(?:(?:{either})(?!\w)[\s\d.,:;|/•·&+()\[\]–—-]*)+"
    return re.compile(either, re.I)


def furniture(text: str) -> Iterator[Span]:
    """The furniture of a text, in order."""
    lower = text.lower()
    marks, pairs = ([phrase for phrase in _rules()[kind] if phrase in lower] for kind in ("mark", "pair"))  # few texts have any
    under = 0  # how many more lines may be pointers under a heading
    first = True
    for found in _LINE.finditer(text):
        line = found[0].strip()
        if not line:
            continue
        start = found.start() + found[0].index(line)
        if _is_furniture(line, first, marks, pairs):
            yield start, start + len(line)
            under = _POINTERS if _any("head").fullmatch(line) else under
        elif under and _is_headline(line):
            yield start, start + len(line)
            under -= 1
        else:
            under, first = 0, False
            if cut := _any("cut").match(line):
                yield start, start + cut.end()


def _is_furniture(line: str, first: bool, marks: list[str], pairs: list[str]) -> bool:
    if len(line) > _MOST or line.count(" ") >= _MOST_WORDS:
        return False
    whole = _any("line", "head") if first else _any("line", "head", "point")
    if len(line) <= _WHOLE and (whole.fullmatch(line) or _any("word").fullmatch(line)):
        return True
    if (_any("start") if first else _any("start", "from")).match(line):
        return True
    if not marks and not pairs:
        return False
    lower = line.lower()
    if any(mark in lower for mark in marks):
        return True
    return sum(pair in lower for pair in pairs) >= 2 and bool(_TO_READERS.search(lower)) and not _QUOTES.search(line)


def _is_headline(line: str) -> bool:
    return not line.endswith(_ENDS) and line.count(" ") < 16 and (line[0].isupper() or not line[0].isalpha())
