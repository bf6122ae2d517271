"""E-mail as articles: a message each, newsletters and wire copy sent by mail, one (.eml) or many in a file (.mbox).

Reads a Blob, gives a Draft per message: subject, date, sender, and the body as plain text, else the text of its HTML. Attachments are
named and not read. A sender's domain stands for an outlet only where the message went to a list. References: RFC 5322, 3676, 4155.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import getaddresses

from twosource.errors import ProblemKind
from twosource.read.decode import decode
from twosource.read.draft import MAX_LINE, Blob, CannotRead, Draft, Read, lost
from twosource.read.fragment import fragment_text

MAX_PARTS = 100  # a letter that was forwarded ten times with pictures has thirty
_LISTED = ("List-Id", "List-Unsubscribe", "List-Post")
_URL = re.compile(r"https?://[^\s<>]+")
_BEGIN = re.compile(rb"From \S+ .*\d{2}:\d{2}")  # RFC 4155: a message's first line, with sender and time
_QUOTED = re.compile(rb"(?m)^>(>*From )")


def read_mail(blob: Blob) -> Iterator[Read]:
    yield _draft(blob.whole(), blob.uri, blob.uri)


def read_mbox(blob: Blob) -> Iterator[Read]:
    """The messages in order; one over the limit, or without a text, loses only itself."""
    number = 0
    for data in _messages(blob):
        number += 1
        where = f"{blob.uri}, message {number}"
        try:
            if data is None:
                raise CannotRead(ProblemKind.TOO_LONG, f"{where} is larger than {MAX_LINE // 2**20} MB, the most that is read of one")
            yield _draft(data, blob.uri, where)
        except CannotRead as error:
            yield lost(error.kind, error.message, uri=blob.uri)
    if not number:
        raise CannotRead(ProblemKind.MALFORMED, f"{blob.uri} is no mailbox: no line begins a message with From")


def _messages(blob: Blob) -> Iterator[bytes | None]:
    parts: list[bytes] | None = None
    size, blank = 0, True
    for line in blob.lines():
        if line is not None and blank and _BEGIN.match(line):
            if parts is not None:
                yield _joined(parts, size)
            parts, size = [], 0
        elif parts is not None:
            size += MAX_LINE + 1 if line is None else len(line) + 1
            if size <= MAX_LINE and line is not None:
                parts.append(line)
        blank = line is not None and not line.strip()
    if parts is not None:
        yield _joined(parts, size)


def _joined(parts: list[bytes], size: int) -> bytes | None:
    return _QUOTED.sub(rb"\1", b"\n".join(parts)) if size <= MAX_LINE else None


def _draft(data: bytes, uri: str, where: str) -> Draft:
    if data.count(b"multipart/") > MAX_PARTS:  # the parser of the standard library takes the square of their depth
        raise CannotRead(ProblemKind.MALFORMED, f"{where} has more than {MAX_PARTS} parts in parts, the most that is read of one message")
    try:
        message = BytesParser(_class=EmailMessage, policy=policy.default).parsebytes(data)
        if not message.keys():
            raise CannotRead(ProblemKind.MALFORMED, f"{where} is no e-mail: it has no headers")
        text, attached = _text(message, where), _attached(message)
    except CannotRead:
        raise
    except Exception as error:  # the parser of headers raises what it likes on broken ones
        raise CannotRead(ProblemKind.MALFORMED, f"{where} is no e-mail that can be parsed: {type(error).__name__}") from error
    if not text.strip():
        raise CannotRead(ProblemKind.NO_ARTICLE, f"{where} has no text")
    listed = any(_header(message, name) for name in _LISTED)
    name, address = next(iter(getaddresses([_header(message, "From")])), ("", ""))
    note = f"{where} has attachments that are not read ({', '.join(attached)[:200]}); save them and name them"
    return Draft(
        uri=next(iter(_URL.findall(_header(message, "Archived-At") or _header(message, "Content-Location"))), uri),
        text=text,
        title=" ".join(_header(message, "Subject").split()) or None,
        authors=(name,) if name and not listed else (),
        outlet=name or None if listed else None,
        host=address.rpartition("@")[2] if listed else None,
        published=_header(message, "Date").strip() or None,
        where=where,
        notes=((ProblemKind.UNSUPPORTED, note),) if attached else (),
    )


def _header(message: EmailMessage, name: str) -> str:
    with suppress(Exception):  # see _draft
        return str(message.get(name) or "").encode("utf-8", "replace").decode("utf-8", "replace")
    return ""


def _text(message: EmailMessage, where: str) -> str:
    body = message.get_body(preferencelist=("plain", "html"))
    if not isinstance(body, EmailMessage):
        return ""
    data = body.get_payload(decode=True)
    text, _ = decode(data if isinstance(data, bytes) else b"", where, declared=str(body.get_content_charset() or "") or None)
    if body.get_content_subtype() == "html":
        return fragment_text(text)
    text = text.replace("\r\n", "\n")
    return _unflowed(text, delete_space=body.get_param("delsp") == "yes") if body.get_param("format") == "flowed" else text


def _unflowed(text: str, *, delete_space: bool) -> str:
    """Paragraphs on one line, where the sender broke them at a blank for narrow screens (RFC 3676)."""
    lines: list[str] = []
    joins = False
    for line in text.split("\n"):
        line = line.removeprefix(" ")
        if joins and line != "-- ":
            lines[-1] = (lines[-1][:-1] if delete_space else lines[-1]) + line
        else:
            lines.append(line)
        joins = line.endswith(" ") and line != "-- "
    return "\n".join(lines)


def _attached(message: EmailMessage) -> list[str]:
    return [" ".join(str(part.get_filename() or part.get_content_type()).split()) for part in message.iter_attachments()]
