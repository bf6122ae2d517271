"""THE table of what is read: which suffixes each format has, and which reader opens it.

A new format is one module with a reader (Blob -> Drafts and Problems) and one line here. A file without a suffix that says
what it is, and standard input, are told by their first bytes.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from importlib import import_module
from typing import cast

from twosource.errors import ProblemKind
from twosource.read.draft import Blob, CannotRead, Reader


@dataclass(frozen=True, slots=True)
class Format:
    """One way an article comes. The reader is named, not imported: a run on text does not load the HTML parser."""

    name: str
    reader: str  # module:function
    suffixes: tuple[str, ...]

    def load(self) -> Reader:
        module, function = self.reader.split(":")
        return cast(Reader, getattr(import_module(f"twosource.read.{module}"), function))


TEXT = Format("text", "plain:read_plain", (".txt", ".text", ".md", ".markdown"))
HTML = Format("HTML", "html:read_html", (".html", ".htm", ".xhtml"))
JSON = Format("JSON", "json_records:read_json", (".json",))
JSONL = Format("JSONL", "json_records:read_jsonl", (".jsonl", ".ndjson"))

FORMATS = (TEXT, HTML, JSON, JSONL)
_BY_SUFFIX = {suffix: format for format in FORMATS for suffix in format.suffixes}

_SUFFIX = re.compile(r"\.(?=[0-9]*[a-z])[a-z0-9]{1,8}")  # ".0711" and ". Louis story" belong to the name
_PAGE = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_UTF8_BOM = b"\xef\xbb\xbf"
OTHERS = "; supported are " + ", ".join(s for f in FORMATS for s in f.suffixes)


def suffix_of(uri: str) -> str:
    """The suffix that tells the format, or "" where there is none."""
    suffix = os.path.splitext(os.path.basename(uri))[1].lower()
    return suffix if _SUFFIX.fullmatch(suffix) else ""


def supported(uri: str) -> bool:
    return not (suffix := suffix_of(uri)) or suffix in _BY_SUFFIX


def format_of(blob: Blob) -> Format:
    """The format of a blob, by its suffix, else by its first bytes; CannotRead for a suffix that is not in the table."""
    suffix = suffix_of(blob.uri)
    if suffix and suffix not in _BY_SUFFIX:
        raise CannotRead(ProblemKind.UNSUPPORTED, f"{blob.uri}: {suffix} files are not read{OTHERS}")
    by_suffix = _BY_SUFFIX.get(suffix)
    if by_suffix not in (None, TEXT):
        return by_suffix
    head = blob.head().removeprefix(_UTF8_BOM)
    if _PAGE.match(head):  # a saved page is a page, whatever its name
        return HTML
    if by_suffix is None and head.lstrip()[:1] in (b"{", b"["):
        return JSON
    return TEXT
