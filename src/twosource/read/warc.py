"""A web archive (WARC): an article for every page in it that was fetched whole, under the address it was fetched from.

Reads a Blob record by record, gives a Draft per page of HTML or plain text. What else an archive holds (pictures, scripts, redirects,
requests) is counted in one row. Reference: ISO 28500 (WARC 1.1). The time of the crawl is no publication date.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from twosource.errors import ProblemKind
from twosource.read.decode import decode
from twosource.read.draft import MAX_FILE, Blob, CannotRead, Draft, Forward, Read, lost
from twosource.read.html import draft_of_page

_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_TEXTS = frozenset({"text/plain"})


def read_warc(blob: Blob) -> Iterator[Read]:
    """The pages in order; a page without an article loses only itself, and a broken archive what stands after the break."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    wanted = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion | WarcRecordType.revisit
    others: Counter[str] = Counter()
    number = 0
    broken: str | None = None
    stream = Forward(blob.file())
    records = iter(ArchiveIterator(stream, record_types=wanted, parse_http=True, auto_decode="all", stream_detect=False))
    while True:
        try:
            record = next(records)
        except StopIteration:
            broken = None if stream.end.endswith(b"\r\n\r\n") else "it is cut short"  # every record ends so
            break
        except CannotRead:
            raise
        except Exception as error:  # the parser raises what it likes on broken archives
            broken = str(error)[:200] or type(error).__name__
            break
        number += 1
        uri = (record.headers.get("WARC-Target-URI") or "").strip("<>") or blob.uri
        where = f"{blob.uri}, record {number} ({uri[:200]})"
        try:
            kind = _kind(record)
            if kind in _PAGES or kind in _TEXTS:
                yield _draft(_payload(record, where), kind, record.http_charset, uri, where)
            else:
                others[kind] += 1
        except CannotRead as error:
            yield lost(error.kind, error.message, uri=uri)
        except Exception as error:  # a payload packed in a way that breaks
            yield lost(ProblemKind.MALFORMED, f"{where} is damaged: {str(error)[:200] or type(error).__name__}", uri=uri)
    if broken:
        yield lost(ProblemKind.MALFORMED, f"{blob.uri} is damaged, and not read, after its record {number}: {broken}", uri=blob.uri)
    elif not number:
        raise CannotRead(ProblemKind.EMPTY, f"{blob.uri} is a web archive without responses")
    if others:
        told = ", ".join(f"{count} {kind}" for kind, count in sorted(others.items(), key=lambda o: (-o[1], o[0]))[:8])
        yield lost(ProblemKind.UNSUPPORTED, f"{blob.uri} holds other things than pages, which are not read: {told}", uri=blob.uri)


def _kind(record: Any) -> str:
    """The media type, or why there is none that could be read."""
    name = str(record.headers.get("WARC-Type") or "").lower()
    if name == "revisit":
        return "revisits"
    status = record.http_headers.status_code if record.is_http and record.http_headers is not None else None
    if name == "response" and status is None:
        return "no HTTP"
    if status is not None and status != 200:
        return f"status {status}"
    given = record.http_content_type if record.is_http else record.headers.get("Content-Type")
    return str(given or "no media type").split(";")[0].strip().lower()[:60]


def _payload(record: Any, where: str) -> bytes:
    parts, size = [], 0
    while size <= MAX_FILE and (part := record.reader.read(2**20)):
        parts.append(part)
        size += len(part)
    if size > MAX_FILE:
        raise CannotRead(ProblemKind.TOO_LONG, f"{where} is larger than {MAX_FILE // 2**20} MB, the most that is read as one page")
    return b"".join(parts)


def _draft(data: bytes, kind: str, charset: str | None, uri: str, where: str) -> Draft:
    if kind in _PAGES:
        return replace(draft_of_page(data, uri, where, declared=charset), path=uri)
    text, note = decode(data, where, declared=charset)
    return Draft(uri=uri, text=text, path=uri, where=where, notes=((ProblemKind.ENCODING, note),) if note else ())
