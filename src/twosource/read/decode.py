"""Bytes to text: UTF-8, what a byte order mark or the page says, else the likeliest of the older encodings.

Reads bytes, gives the text and a note where characters were replaced. The text is the bytes decoded and nothing more: no
newline is rewritten, nothing trimmed; only a byte order mark is left out.
"""

from __future__ import annotations

import codecs

from twosource.errors import ProblemKind
from twosource.read.draft import CannotRead

_MARKS = (  # longest first: UTF-32's mark begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = {
    b"%PDF": "a PDF",
    b"PK\3\4": "a zip archive or office document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a gzip file",
    b"\x7fELF": "a program",
}
_TEXT_CONTROLS = b"\t\n\v\f\r\x1b"
_CONTROLS = bytes(c for c in range(32) if c not in _TEXT_CONTROLS)
_SAMPLE = 2**16


def decode(data: bytes, uri: str, *, declared: str | None = None) -> tuple[str, str | None]:
    """The text, and a note if some of it had to be replaced; CannotRead if the bytes are no text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _replacing(data[len(mark) :], encoding, uri)
    _refuse_binary(data, uri)
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError:
        pass
    if declared and (text := _strictly(data, declared)) is not None:
        return text, None
    if _mostly_utf8(data):
        return _replacing(data, "utf-8", uri)
    if (text := _windows(data)) is not None:
        return text, f"{uri} is not UTF-8: read as Windows-1252; save it as UTF-8 to be sure of every character"
    if likeliest := _likeliest(data):
        return _replacing(data, likeliest, uri)
    raise CannotRead(ProblemKind.BINARY, f"{uri} is no text in any known encoding; save it as UTF-8 text")


def encoding_of(head: bytes, uri: str) -> str:
    """The encoding of a file by its first bytes, for one that is decoded a line at a time; CannotRead if they are no text."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    _refuse_binary(head, uri)
    sample = head[: max(head.rfind(b"\n"), 0) or len(head)]  # whole lines: a character may be cut at the end
    try:
        sample.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        pass
    if _mostly_utf8(sample):
        return "utf-8"
    return "cp1252" if _windows(sample) is not None else _likeliest(sample) or "utf-8"


def _refuse_binary(data: bytes, uri: str) -> None:
    what = next((name for magic, name in _MAGIC.items() if data.startswith(magic)), None)
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if what is None and (b"\0" in data or controls * 50 > len(sample)):
        what = "binary data (it holds control bytes)"
    if what:
        raise CannotRead(ProblemKind.BINARY, f"{uri} is {what}, not text; export its text and give that")


def _replacing(data: bytes, encoding: str, uri: str) -> tuple[str, str | None]:
    text = data.decode(encoding, "replace")
    replaced = text.count("\ufffd")
    if not replaced or (encoding == "utf-8" and data.count("\ufffd".encode()) == replaced):
        return text, None
    return text, f"{uri}: {replaced} characters are not valid {encoding.upper()} and were replaced by \ufffd; save the file again as UTF-8"


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(
            {"iso-8859-1": "cp1252", "latin-1": "cp1252", "ascii": "cp1252"}.get(encoding.lower(), encoding)
        )  # as browsers do
    except (LookupError, UnicodeError):
        return None


def _mostly_utf8(data: bytes) -> bool:
    """Some sequences of several bytes are valid, and few bytes are not: a UTF-8 text with damage, not another encoding."""
    text = data.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    right = sum(1 for c in text if c > "\x7f") - wrong
    return right > wrong


def _windows(data: bytes) -> str | None:
    """Windows-1252 if that makes of every odd byte a letter inside a word or the punctuation that news uses."""
    text = _strictly(data, "cp1252")
    if text is None:
        return None
    odd = [i for i, c in enumerate(text) if c > "\x7f"]
    if len(odd) * 10 > len(text):  # Cyrillic or Greek in eight bits is nearly all odd bytes
        return None
    usual = sum(text[i] in "‘’“”–—…•€£©®°·«»½¼¾§\xa0" or (text[i].isalpha() and text[i] not in "ªºƒµ") for i in odd)
    return text if usual == len(odd) else None


def _likeliest(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data[: 2**18]).best()
    return best.encoding if best else None
