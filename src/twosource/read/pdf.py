"""A PDF as one article: the text of its pages, lines joined into paragraphs.

Reads a Blob, gives one Draft. A line that fills its column goes on in the next; a short one ends its paragraph. The file's own dates
say when it was made, not when the article came out, and are not taken. A scan without text, and an encrypted file, are problems.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

from twosource.errors import ProblemKind
from twosource.read.draft import MAX_TEXT, Blob, CannotRead, Draft, Read
from twosource.read.fields import split_names
from twosource.read.plain import headline

MAX_PAGES = 200
_MAX_CONTENT = 4 * 2**20  # bytes of one page's drawing; a full newspaper page has 300,000
_FULL = 0.75  # of the longest line of its page: such a line goes on in the next
_HYPHEN = re.compile(r"(?<=[a-z])[-\u00ad]$")
_SURROGATE = re.compile("[\0\ud800-\udfff]")
_PROGRAM = re.compile(r"untitled|microsoft word|.*\.(?:docx?|indd|qxd|pdf|html?|odt|rtf|pages)$|\W*$|unspecified|anonymous|none", re.I)


def read_pdf(blob: Blob) -> Iterator[Read]:
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(blob.seekable())
        if reader.is_encrypted and not reader.decrypt(""):
            raise CannotRead(ProblemKind.UNREADABLE, f"{blob.uri} is encrypted; save it without a password")
        draft = _draft(reader, blob.uri)
    except CannotRead:
        raise
    except Exception as error:  # pypdf raises what it likes on broken files
        raise CannotRead(ProblemKind.MALFORMED, f"{blob.uri} is no PDF that can be read: {str(error)[:200]}") from error
    yield draft


def _draft(reader: Any, uri: str) -> Draft:
    if len(reader.pages) > MAX_PAGES:
        raise CannotRead(ProblemKind.TOO_LONG, f"{uri} has more than {MAX_PAGES} pages, the most that is read as one article; split it")
    pages: list[str] = []
    for number, page in enumerate(reader.pages, 1):
        content = page.get_contents()
        if content is not None and len(content.get_data()) > _MAX_CONTENT:
            raise CannotRead(ProblemKind.TOO_LONG, f"{uri}, page {number} has more than {_MAX_CONTENT // 2**20} MB of drawing on it")
        pages.append(paragraphs(_SURROGATE.sub("\ufffd", page.extract_text())))
        if sum(map(len, pages)) > MAX_TEXT:
            break  # finish tells it
    text = "\n\n".join(p for p in pages if p)
    if not text:
        raise CannotRead(ProblemKind.NO_ARTICLE, f"{uri} has no text; if it is a scan, recognise its text first")
    about = reader.metadata or {}
    title, author = (" ".join(str(about.get(name) or "").split()) for name in ("/Title", "/Author"))
    return Draft(
        uri=uri,
        text=text,
        title=title if not _PROGRAM.match(title) else headline(text),
        authors=tuple(split_names(author)) if not _PROGRAM.match(author) else (),
    )


def paragraphs(page: str) -> str:
    """Lines joined where one fills its column and the next goes on.

    >>> paragraphs("Two trams met on one track and nine peo-\\nple were hurt. The line was closed until\\nevening.\\nIt rained.")
    'Two trams met on one track and nine people were hurt. The line was closed until evening.\\nIt rained.'
    """
    lines = [line.strip() for line in page.split("\n")]
    longest = max(map(len, lines), default=0)
    parts: list[str] = []
    joins = False
    for line in lines:
        if joins and line:
            hyphen = _HYPHEN.search(parts[-1]) and line[0].islower()
            parts[-1] = parts[-1][:-1] + line if hyphen else f"{parts[-1]} {line}"
        else:
            parts.append(line)
        joins = len(line) >= _FULL * longest > 0 and bool(line)
    return "\n".join(parts).strip()
