"""Where a text's quotations begin and end, over sentences and paragraphs, and which marks do not close.

Reads an article's text by paragraph, gives Quotation spans (marks included) and the paragraphs whose mark stays open.
An opening mark repeated at the head of the next paragraph carries one quotation on (Chicago Manual of Style, ch. 13).
An odd mark costs the one quotation it opens. It does not ask who speaks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from twosource.model import Span

_DOUBLE = '"“”„‟«»'
_HEAD_MARKS = ('"', "“", "„", "‟", "«", "''", "``")  # with which a paragraph takes up a quotation again
_MARK = re.compile(r"''|``|[\"“”„‟«»‘’']")
_BEFORE_OPENING = frozenset(" \t\u00a0([{—–-/:>…\u2009\u202f")
MAX_SINGLE = 400  # characters between single marks: further apart they are apostrophes


@dataclass(frozen=True, slots=True)
class Quotation:
    """One stretch in quotation marks inside one paragraph; `carried` says that it goes on from the paragraph before."""

    span: Span  # marks included
    paragraph: int
    carried: bool = False
    single: bool = False

    def holds(self, position: int) -> bool:
        return self.span[0] <= position < self.span[1]


def quotations(text: str, paragraphs: Sequence[Span]) -> tuple[tuple[Quotation, ...], tuple[Span, ...]]:
    """All quotations in order, and the spans from a mark that does not close to the end of its paragraph."""
    found: list[Quotation] = []
    unclosed: list[Span] = []
    carried = False
    for number, (start, end) in enumerate(paragraphs):
        nxt = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        goes_on = nxt is not None and text.startswith(_HEAD_MARKS, nxt[0])
        opened: int | None = None
        for match in _MARK.finditer(text, start, end):
            at, mark = match.start(), match[0]
            if mark in "‘’'":
                continue
            if opened is None:
                if _opens(text, at, mark, start, end):
                    opened = at
                elif mark == "”" or (mark in ('"', "''") and not text[max(start, at - 1)].isdigit()):
                    unclosed.append((at, match.end()))
            elif _closes(text, at, mark, end):
                found.append(Quotation((opened, match.end()), number, carried and opened == start))
                opened = None
            elif mark not in ("”", "»", "‟") and not _nested(text, at, end):  # a second opening mark: the first never closed
                unclosed.append((opened, at))
                opened = at
        if opened is None:
            carried = False
        elif goes_on and _is_speech(text, opened, start):
            found.append(Quotation((opened, end), number, carried and opened == start))
            carried = True
        else:
            unclosed.append((opened, end))
            carried = False
        inside = [q.span for q in found if q.paragraph == number]
        found += [
            Quotation(s, number, single=True) for s in _singles(text, start, end) if not any(a < s[1] and s[0] < b for a, b in inside)
        ]
    return tuple(sorted(found, key=lambda q: q.span)), tuple(sorted(unclosed))


def _opens(text: str, at: int, mark: str, start: int, end: int) -> bool:
    after = at + len(mark)
    if after >= end:
        return False
    if mark in ("“", "„", "«", "``"):
        return True
    free = at == start or text[at - 1] in _BEFORE_OPENING or text[at - 1] in "‘'"
    if mark in ('"', "‟", "''"):
        return (free and not text[after].isspace()) or (at == start)
    return at == start  # a closing mark typed where an opening one belongs


def _is_speech(text: str, opened: int, start: int) -> bool:
    """Whether what a mark opens begins as speech does, so that it may run on: 'The "bridge is old.' does not."""
    after = text[opened : opened + 3].lstrip("\"“„«'`‘")[:1]
    return not after.islower() or opened == start or text[start:opened].rstrip()[-1:] in (",", ":")


def _closes(text: str, at: int, mark: str, end: int) -> bool:
    if mark in ("”", "»"):
        return True
    if mark in ("“", "„", "«", "``"):
        return False
    after = at + len(mark)
    if after >= end or not text[at - 1].isspace():
        return True
    return not text[after].isalnum()


def _nested(text: str, at: int, end: int) -> bool:
    """Whether two closing marks follow: one double quotation inside another."""
    rest = text[at + 1 : end]
    return rest.count("”") >= 2 and "“" not in rest.split("”")[0]


def _singles(text: str, start: int, end: int) -> list[Span]:
    """Quotations in single marks: the British custom, and headlines everywhere."""
    spans: list[Span] = []
    opened: int | None = None
    for match in re.finditer(r"[‘’']", text[start:end]):
        at = start + match.start()
        before = text[at - 1] if at > start else " "
        after = text[at + 1] if at + 1 < end else " "
        opening = (before in _BEFORE_OPENING or before in _DOUBLE) and (after.isalnum() or after in "[…") and match[0] != "’"
        closing = not before.isspace() and not after.isalnum() and match[0] != "‘"
        if opening:
            opened = at
        elif closing and opened is not None and at - opened <= MAX_SINGLE:
            if before == "s" and after == " " and re.match(r"[^‘'\n]{0,200}[^\s‘][’'](?!\w)", text[at + 1 : end]):
                continue  # "the ministers' plan'": a plural's apostrophe, as a closing mark still follows
            if at - opened > 2:
                spans.append((opened, at + 1))
            opened = None
    return spans
