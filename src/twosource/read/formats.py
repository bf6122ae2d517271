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
CSV = Format("CSV", "tables:read_csv", (".csv", ".tsv"))
PARQUET = Format("Parquet", "tables:read_parquet", (".parquet", ".pq"))
FEED = Format("RSS and Atom", "feed:read_feed", (".rss", ".atom", ".rdf", ".xml"))
MAIL = Format("e-mail", "mail:read_mail", (".eml",))
MBOX = Format("mailbox", "mail:read_mbox", (".mbox",))
PDF = Format("PDF", "pdf:read_pdf", (".pdf",))
WARC = Format("WARC", "warc:read_warc", (".warc",))
ZIP = Format("zip", "packed:read_zip", (".zip",))
GZIP = Format("gzip", "packed:read_gzip", (".gz",))
ZSTD = Format("Zstandard", "packed:read_zstd", (".zst",))

FORMATS = (TEXT, HTML, JSON, JSONL, CSV, PARQUET, FEED, MAIL, MBOX, PDF, WARC, ZIP, GZIP, ZSTD)
_PACKED = (*GZIP.suffixes, *ZSTD.suffixes)  # around one file of any other kind
_BY_SUFFIX = {suffix: format for format in FORMATS for suffix in format.suffixes}
# what a file without a suffix begins with; the last byte strings are a Zstandard frame and the frame that holds a WARC's dictionary
_BY_MAGIC = (
    (b"%PDF-", PDF),
    (b"PK\3\4", ZIP),
    (b"PK\5\6", ZIP),
    (b"PAR1", PARQUET),
    (b"WARC/", WARC),
    (b"From ", MBOX),
    (b"\x1f\x8b", GZIP),
    (b"\x28\xb5\x2f\xfd", ZSTD),
    (b"\x5d\x2a\x4d\x18", ZSTD),
)

_SUFFIX = re.compile(r"\.(?=[0-9]*[a-z])[a-z0-9]{1,8}")  # ".0711" and ". Louis story" belong to the name
_PROLOGUE = rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<\?[^>]*>\s*)*"
_PAGE = re.compile(_PROLOGUE + rb"<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_FEED = re.compile(_PROLOGUE + rb"(?:<!doctype\s+rss[^>]*>\s*)?<(?:rss|feed|(?:\w+:)?rdf)\b", re.I | re.S)
_MAILBOX = re.compile(rb"From \S+ .*\d{2}:\d{2}.*\r?\n[\w-]+:")  # a text may well begin with "From"
_UTF8_BOM = b"\xef\xbb\xbf"
OTHERS = "; supported are " + ", ".join(s for f in FORMATS for s in f.suffixes)


def suffix_of(name: str) -> str:
    """The suffix that tells the format, or "" where there is none."""
    suffix = os.path.splitext(os.path.basename(name))[1].lower()
    return suffix if _SUFFIX.fullmatch(suffix) else ""


def unpacked(name: str) -> str:
    """The name without the suffix of its packing: "a.jsonl" for "a.jsonl.gz"."""
    return os.path.splitext(name)[0] if suffix_of(name) in _PACKED else name


def supported(name: str) -> bool:
    return not (suffix := suffix_of(unpacked(name))) or suffix in _BY_SUFFIX


def format_of(blob: Blob) -> Format:
    """The format of a blob, by its suffix, else by its first bytes; CannotRead for a suffix that is not in the table."""
    suffix = suffix_of(blob.name or blob.uri)
    if suffix and suffix not in _BY_SUFFIX:
        raise CannotRead(ProblemKind.UNSUPPORTED, f"{blob.uri}: {suffix} files are not read{OTHERS}")
    by_suffix = _BY_SUFFIX.get(suffix)
    if by_suffix not in (None, TEXT):
        return by_suffix
    head = blob.head().removeprefix(_UTF8_BOM)
    if _PAGE.match(head):  # a saved page is a page, whatever its name
        return HTML
    return by_suffix or _by_content(head)


def _by_content(head: bytes) -> Format:
    for magic, format in _BY_MAGIC:
        if head.startswith(magic) and (format is not MBOX or _MAILBOX.match(head)):
            return format
    if _FEED.match(head):
        return FEED
    return JSON if head.lstrip()[:1] in (b"{", b"[") else TEXT
