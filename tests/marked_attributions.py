"""Marked lines for attributions: "[source Roe] [cue said] [content he would resign]".

Where a line holds several, their number stands in the bracket ("[cue2 denied]", "[source12 Roe]"); content in pieces is marked piece by piece, brackets
may nest, "[cue denied | denying]" also checks the force, "[content ... | direct]" the mode, "[head Jo Roe]" the denoting part of a source.
A line names every attribution that it holds: an unmarked one is a false alarm. "/" with blanks around it ends a paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tests.running import article
from twosource.extract.attribution import find_attributions
from twosource.extract.parse import parse
from twosource.extract.said import Said

_TOKEN = re.compile(r"\[(source|cue|content|head)(\d*) |( \| \w+)?\]")


@dataclass
class Marked:
    source: str | None = None
    cue: str | None = None
    content: list[str] = field(default_factory=list)
    force: str | None = None
    mode: str | None = None
    head: str | None = None


def line(marked: str) -> tuple[str, list[Marked]]:
    """The text without its brackets, and what they mark."""
    marked = marked.replace(" / ", "\n\n")
    text, at = "", 0
    opened: list[tuple[str, str, int]] = []
    found: dict[str, Marked] = {}
    for m in _TOKEN.finditer(marked):
        text += marked[at : m.start()]
        at = m.end()
        if m[1]:
            opened.append((m[1], m[2], len(text)))
            continue
        if not opened:
            text += m[0]
            continue
        kind, number, start = opened.pop()
        words, note = text[start:], (m[3] or "").removeprefix(" | ") or None
        for n in number or " ":  # "[source12 Roe]" is the source of 1 and of 2
            to = found.setdefault(n, Marked())
            if kind == "content":
                to.content.append(words)
                to.mode = note or to.mode
            else:
                setattr(to, kind, words)
                to.force = note or to.force
    return text + marked[at:], list(found.values())


def read(text: str) -> tuple[Said, ...]:
    return find_attributions(next(parse([article(text)])))


def told(text: str, said: Said, like: Marked) -> Marked:
    """An attribution in the form of a marked one, with what that one checks."""

    def words(span: tuple[int, int] | None) -> str | None:
        return text[slice(*span)] if span else None

    return Marked(
        source=words(said.source),
        cue=words(said.cue),
        content=[text[s:e] for s, e in said.content],
        force=str(said.force) if like.force else None,
        mode=str(said.mode) if like.mode else None,
        head=words(said.source_head) if like.head else None,
    )


def check(marked: str) -> None:
    text, expected = line(marked)
    found = read(text)
    plain = [told(text, s, Marked()) for s in found]
    for e in expected:
        assert any(told(text, s, e) == e for s in found), f"not found: {e}\nfound: {plain}"
    assert len(found) == len(expected), f"found: {plain}"
