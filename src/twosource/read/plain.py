"""A plain-text or Markdown file is one article: its text is the decoded file, unaltered.

Reads a Blob, gives one Draft. The title is a first line that stands alone as a headline does; without one it is unknown. Front
matter (title, date, url between two lines of ---) says what it says, stays in the text and is marked as furniture.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from twosource.errors import ProblemKind
from twosource.read.decode import decode
from twosource.read.draft import Blob, Draft, Read, check_length
from twosource.read.fields import Value, draft_of
from twosource.read.furniture import FRONT_MATTER

_HEADLINE = re.compile(r"\s*(?:#\s+)?(?P<title>\S[^\r\n]{2,148}[^\s.,;:])[ \t]*(?:\r?\n[ \t]*){2,}(?=\S)")
_PAIR = re.compile(r"(?P<name>\w[\w -]*?)[ \t]*:(?:[ \t]+(?P<value>\S.*?))?[ \t]*")
_ITEM = re.compile(r"[ \t]*-[ \t]+(?P<value>\S.*?)[ \t]*")


def read_plain(blob: Blob) -> Iterator[Read]:
    data = blob.whole()
    check_length(len(data) // 4, blob.uri)  # no encoding needs more than four bytes a character
    text, note = decode(data, blob.uri)
    notes = ((ProblemKind.ENCODING, note),) if note else ()
    front = FRONT_MATTER.match(text)
    if front is None:
        yield Draft(uri=blob.uri, text=text, title=headline(text), notes=notes)
        return
    draft = draft_of({**front_matter(front["inside"]), "text": text}, blob.uri, blob.uri)
    yield replace(draft, title=draft.title or headline(text[front.end() :]), notes=notes)


def front_matter(inside: str) -> dict[str, Value]:
    """The pairs of a flat YAML mapping, strings and lists of strings; what is nested is passed over.

    >>> front_matter('title: "Nine hurt: trams meet"\\nauthors: [Ana Pruitt, Bo Lind]')
    {'title': 'Nine hurt: trams meet', 'authors': ['Ana Pruitt', 'Bo Lind']}
    """
    found: dict[str, Value] = {}
    items: list[Value] = []
    for line in inside.splitlines():
        if (item := _ITEM.fullmatch(line)) and found:
            items.append(_scalar(item["value"]))
            found[next(reversed(found))] = list(items)
        elif pair := _PAIR.fullmatch(line):
            value, items = pair["value"] or "", []
            listed = value[1:-1].split(",") if value.startswith("[") and value.endswith("]") else None
            found[pair["name"]] = _scalar(value) if listed is None else [_scalar(v) for v in listed if v.strip()]
    return {name: value for name, value in found.items() if name not in ("text", "sha256")}


def _scalar(value: str) -> str:
    value = value.strip()
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else re.sub(r"\s+#.*", "", value)


def headline(text: str) -> str | None:
    """The first line, if a blank line follows and it ends without a full stop."""
    found = _HEADLINE.match(text)
    return found["title"].rstrip() if found and " " in found["title"] else None
