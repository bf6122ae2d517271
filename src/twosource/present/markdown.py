"""The brief as Markdown (GitHub's, with footnotes): reads Brief, gives text. What an article says can never become markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from twosource.present.display import markdown as plain
from twosource.present.view import Brief, Group, Line, Note, Section, StoryBrief, Table
from twosource.present.words import date, link

_REFERENCE = re.compile(r"(?<!\\)\[\^(\d+)\]")  # ours: what an article says has its brackets escaped


def to_markdown(of: Brief) -> str:
    """The brief as Markdown: one heading a story, footnotes at the end."""
    lines = list(_document(of))
    used = {int(n) for line in lines for n in _REFERENCE.findall(line)}
    return "\n".join([*lines, "", *(_footnote(n) for n in of.notes if n.number in used)]).rstrip("\n") + "\n"


def _document(of: Brief) -> Iterator[str]:
    several = len(of.parts) != 1
    if several:
        yield f"# {plain(of.title)}"
    for part in of.parts:
        yield from _part(part, 2 if several else 1)
    if of.unread or of.trouble:
        yield from ("", "## What could not be read")
        if of.unread:
            yield from ("", of.unread)
        if of.trouble:
            yield from _group(of.trouble, 3)


def _part(part: StoryBrief, level: int) -> Iterator[str]:
    if level > 1:
        yield ""
    yield f"{'#' * level} {plain(part.title)}"
    for line in part.overview:
        yield from ("", plain(line))
    for section in part.sections:
        yield from _section(section, level + 1)


def _section(section: Section, level: int) -> Iterator[str]:
    yield from ("", f"{'#' * level} {section.title}")
    if section.lead:
        yield from ("", plain(section.lead))
    for block in section.blocks:
        yield from _group(block, level + 1) if isinstance(block, Group) else _table(block)
    if section.more:
        yield from ("", f"and {len(section.more)} more")


def _group(group: Group, level: int) -> Iterator[str]:
    yield ""
    if group.title:
        remark = f" ({plain(group.remark)})" if group.remark else ""
        yield from (f"{'#' * level} {plain(group.title)}{remark}", "")
    for line in group.lines:
        yield from _item(line, "")
    if group.more:
        yield f"- and {len(group.more)} more"


def _item(line: Line, indent: str) -> Iterator[str]:
    yield f"{indent}- {_line(line)}"
    for part in line.parts:
        yield from _item(part, indent + "  ")


def _line(line: Line) -> str:
    tag = f" **{plain(line.tag)}**" if line.tag else ""
    remarks = f" ({plain(' · '.join(r.rstrip('.') for r in line.remarks))})" if line.remarks else ""
    key = f"**{plain(line.key)}**: " if line.key else ""
    return f"{key}{plain(line.text)}{_refs(line)}{tag}{remarks}"


def _refs(line: Line) -> str:
    more = f" and {len(line.more_notes)} more" if line.more_notes else ""
    return "".join(f"[^{n}]" for n in line.first_notes) + more


def _table(table: Table) -> Iterator[str]:
    yield ""
    if table.caption:
        yield from (_line(table.caption), "")
    if table.rows:
        yield f"| {' | '.join(table.head)} |"
        yield f"|{'---|' * len(table.head)}"
    for row in table.rows:
        yield f"| {' | '.join(map(_line, row))} |"
    if table.more:
        yield from ("", f"and {len(table.more)} more")


def _footnote(note: Note) -> str:
    address = link(note.uri)
    where: Iterable[str] = (
        plain(note.outlet),
        date(note.published) if note.published else "",
        f"<{address}>" if address else plain(note.uri),
        f"characters {note.span[0]}–{note.span[1]}",
    )
    return f"[^{note.number}]: {', '.join(w for w in where if w)}: {quoted(plain(note.words))}"


def quoted(words: str) -> str:
    """In quotation marks, once: words that bring their own keep them."""
    return words if words[:1] in '"“' and words[-1:] in '"”' and len(words) > 1 else f"“{words}”"
