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
FRONT_MATTER = re.compile(
    r"---[ \t]*\r?\n(?P<inside>(?:\w[\w -]*[ \t]*:|[ \t#-]).*(?:\n(?!---).*){0,80}?)\n(?:---|\.\.\.)[ \t]*(?=\r?\n|$)"
)
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


class _Rules:
    """Rules of some kinds as two patterns: those that do without case look at lower case, which is ten times faster than ignoring it."""

    def __init__(self, *kinds: str) -> None:
        rules = [p for kind in kinds for p in _rules()[kind]]
        self._cased = _either([p for p in rules if "(?-i:" in p], re.I)
        self._lower = _either([p for p in rules if "(?-i:" not in p], 0)

    def match(self, line: str, lower: str) -> bool:
        return bool(self._lower.match(lower) or self._cased.match(line))

    def fullmatch(self, line: str, lower: str) -> bool:
        return bool(self._lower.fullmatch(lower) or self._cased.fullmatch(line))


def _either(patterns: list[str], flags: int) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in patterns) or r"(?!)", flags)


@cache
def _compiled(*kinds: str) -> _Rules:
    return _Rules(*kinds)


@cache
def _bar() -> re.Pattern[str]:
    words = "|".join(f"(?:{p})" for p in _rules()["word"])
    return re.compile(rf"(?:(?:{words})(?!\w)[\s\d.,:;|/•·&+()\[\]–—-]*)+")


def furniture(text: str) -> Iterator[Span]:
    """The furniture of a text, in order."""
    front = FRONT_MATTER.match(text)
    if front:
        yield front.start(), front.end()
    everything = text.lower()
    marks, pairs = ([phrase for phrase in _rules()[kind] if phrase in everything] for kind in ("mark", "pair"))  # few texts have any
    under = 0  # how many more lines may be pointers under a heading
    first = True
    for found in _LINE.finditer(text, front.end() if front else 0):
        line = found[0].strip()
        if not line:
            continue
        start = found.start() + found[0].index(line)
        lower = line.lower()
        if _is_furniture(line, lower, first, marks, pairs):
            yield start, start + len(line)
            under = _POINTERS if _compiled("head").fullmatch(line, lower) else under
        elif under and _is_headline(line):
            yield start, start + len(line)
            under -= 1
        else:
            under, first = 0, False
            if cut := _cut().match(line):
                yield start, start + cut.end()


@cache
def _cut() -> re.Pattern[str]:
    return _either(_rules()["cut"], re.I)


def _is_furniture(line: str, lower: str, first: bool, marks: list[str], pairs: list[str]) -> bool:
    if any(len(lower.split(phrase)) > 2 for phrase in _rules()["gallery"]):  # a gallery set into an article, in one line of any length
        return True
    if len(line) > _MOST or line.count(" ") >= _MOST_WORDS:
        return False
    whole = _compiled("line", "head") if first else _compiled("line", "head", "point")
    if len(line) <= _WHOLE and (whole.fullmatch(line, lower) or _bar().fullmatch(lower)):
        return True
    if (_compiled("start") if first else _compiled("start", "from")).match(line, lower):
        return True
    if any(mark in lower for mark in marks):
        return True
    return len(pairs) > 1 and sum(pair in lower for pair in pairs) > 1 and bool(_TO_READERS.search(lower)) and not _QUOTES.search(line)


def _is_headline(line: str) -> bool:
    return not line.endswith(_ENDS) and line.count(" ") < 16 and (line[0].isupper() or not line[0].isalpha())
