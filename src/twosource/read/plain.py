"""A plain-text or Markdown file is one article: its text is the decoded file, unaltered.

Reads a Blob, gives one Draft. The title is a first line that stands alone as a headline does; without one it is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from twosource.errors import ProblemKind
from twosource.read.decode import decode
from twosource.read.draft import Blob, Draft, Read, check_length

_HEADLINE = re.compile(r"\s*(?:#\s+)?(?P<title>\S[^\r\n]{2,148}[^\s.,;:])[ \t]*(?:\r?\n[ \t]*){2,}(?=\S)")


def read_plain(blob: Blob) -> Iterator[Read]:
    data = blob.whole()
    check_length(len(data) // 4, blob.uri)  # no encoding needs more than four bytes a character
    text, note = decode(data, blob.uri)
    yield Draft(uri=blob.uri, text=text, title=headline(text), notes=((ProblemKind.ENCODING, note),) if note else ())


def headline(text: str) -> str | None:
    """The first line, if a blank line follows and it ends without a full stop."""
    found = _HEADLINE.match(text)
    return found["title"].rstrip() if found and " " in found["title"] else None
