"""A record of named fields (a JSON object, a table's row) as an article, under whatever names its maker uses.

Reads a mapping, gives a Draft. The names are those of data/aliases.tsv. A summary or description is never taken for the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TypeAlias

from twosource.errors import ProblemKind
from twosource.model import Article
from twosource.read.draft import CannotRead, Draft
from twosource.read.outlets import host_of, outlet_of_host
from twosource.schema import fields as record_fields
from twosource.schema import from_row

Value: TypeAlias = "str | int | float | bool | list[Value] | dict[str, Value] | None"
Row: TypeAlias = Mapping[str, Value]

_NOTHING = frozenset({"", "none", "null", "nan", "nat", "n/a"})  # what programs write for a value they don't have
_PAGE = re.compile(r"\s*<(?:!doctype|html|head|body|p|div|article|section|figure)\b[^>]*>", re.I)
_DOMAIN = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_NAME_END = re.compile(r"\s*(?:;|,(?!\s*(?:jr|sr|i{2,3}|m\.?d|ph\.?d)\b)|\s+(?:and|&)\s+)\s*", re.I)
_CANCELED = frozenset("canceled cancelled killed retracted withdrawn true".split())
_SURROGATE = re.compile("[\ud800-\udfff]")


@cache
def _aliases() -> dict[str, list[tuple[str, int, tuple[str, ...]]]]:
    """First part of a name -> (our field, rank among the field's names, the way further into nested objects)."""
    table: dict[str, list[tuple[str, int, tuple[str, ...]]]] = {}
    for rank, line in enumerate((files("twosource") / "data" / "aliases.tsv").read_text(encoding="utf-8").splitlines()):
        if line and not line.startswith("#"):
            field, name, _ = line.split("\t")
            first, *rest = name.split(".")
            table.setdefault(first, []).append((field, rank, tuple(rest)))
    return table


class _Fields:
    """A record under our names: for each field what it is called here, best name first."""

    def __init__(self, row: Row) -> None:
        found: dict[str, list[tuple[int, Value]]] = {}
        for key, value in row.items():
            for field, rank, way in _aliases().get(_plain_name(key), ()):
                for step in way:
                    value = next((v for k, v in value.items() if k.lower() == step), None) if isinstance(value, dict) else None
                if _present(value):
                    found.setdefault(field, []).append((rank, value))
                value = row[key]
        self._found = {field: [v for _, v in sorted(values, key=lambda rv: rv[0])] for field, values in found.items()}

    def __getitem__(self, field: str) -> Value:
        return self._found.get(field, _NONE)[0]

    def string(self, field: str) -> str | None:
        return _string(self[field]) or None

    def url(self) -> str | None:
        return next((_string(v) for v in self._found.get("url", ()) if _is_url(_string(v))), None)


_NONE: list[Value] = [None]


def draft_of(row: Row, uri: str, where: str) -> Draft:
    """The article that a record holds; CannotRead where it has no text. `where` names the record in messages."""
    if own := _own(row):
        return Draft(uri=own.uri, given=own, where=where)
    named = _Fields(row)
    text, page, note = _text(row, named, where)
    url, own_uri = named.url(), named.string("uri")
    if own_uri and _is_url(own_uri):
        url = url or own_uri
    outlet, host = _name(named["outlet"]), named.string("host")
    if outlet and _DOMAIN.fullmatch(outlet):  # "source": "www.nytimes.com"
        outlet, host = None, outlet
    draft = Draft(
        uri=url or own_uri or uri,
        text=text,
        id=named.string("id") or (own_uri if url and own_uri != url else None),
        outlet=outlet,
        host=host,
        credit=_name(named["credit"]) or based_on(named["based_on"], url or own_uri),
        title=named.string("title"),
        authors=tuple(_names(named["authors"])),
        published=_date(named["published"]),
        modified=_date(named["modified"]),
        language=named.string("language"),
        version_of=named.string("version_of"),
        canceled=_is_canceled(named["canceled"]),
        where=where,
        notes=((ProblemKind.ENCODING, note),) if note else (),
    )
    return _filled(draft, page) if page is not None else draft


def known_names(columns: Iterable[str]) -> set[str]:
    """Our fields that some of these column names stand for."""
    return {field for column in columns for field, _, way in _aliases().get(_plain_name(column), ()) if not way}


def _plain_name(name: str) -> str:
    return name.strip().lower().replace(" ", "_").replace("-", "_")


def holds_text(row: Row) -> bool:
    """Whether the record has a text under any name."""
    if isinstance(row.get("text"), str):
        return True
    named = _Fields(row)
    return bool(_flat(named["text"]) or _flat(named["page"]))


def _own(row: Row) -> Article | None:
    """The row as a record, if Twosource wrote it and its text is still the one it read."""
    text, digest = row.get("text"), row.get("sha256")
    row = {"canceled": False, **row}  # came with 0.2; what was written before has none
    if not (isinstance(text, str) and isinstance(digest, str) and all(name in row for name, _ in record_fields(Article))):
        return None
    try:
        if sha256(text.encode()).hexdigest() != digest:
            return None
        own: Article = from_row(dict(row), Article)
    except (TypeError, ValueError, KeyError):
        return None
    strings = [own.id, own.uri, own.outlet, own.credit, own.title, own.published, own.modified, own.language, own.version_of]
    strings += [own.owner, own.country, *own.authors]
    flags = (own.agency, own.canceled)
    sound = bool(own.id and own.uri) and all(isinstance(s, str) or s is None for s in strings) and all(isinstance(f, bool) for f in flags)
    return own if sound and all(_is_span(s, text) for s in own.furniture + own.corrections) else None


def _is_span(span: Sequence[object], text: str) -> bool:
    if len(span) != 2:
        return False
    start, end = span
    return isinstance(start, int) and isinstance(end, int) and 0 <= start <= end <= len(text)


def _text(row: Row, named: _Fields, where: str) -> tuple[str, str | None, str | None]:
    """(text, None) or ("", the page to read it from), and a note where half characters were replaced."""
    given = _flat(named["text"])
    page = None if given.strip() else _flat(named["page"]) or None
    if page is None and given != row.get("text") and _PAGE.match(given):  # `text` is what it says; a `content` may be a page's source
        given, page = "", given
    if not given.strip() and not page and _is_canceled(named["canceled"]):
        return "", None, None
    if not given.strip() and not page:
        known = ", ".join(name for name, ways in _aliases().items() if any(field == "text" and not way for field, _, way in ways))
        raise CannotRead(ProblemKind.NO_ARTICLE, f"{where} holds no text; expected it under one of the names {known}")
    mended, broken = _SURROGATE.subn("\ufffd", given)
    return mended, page, f"{where}: {broken} characters are halves of surrogate pairs and were replaced by \ufffd" if broken else None


def _filled(draft: Draft, page: str) -> Draft:
    """The draft with its text, and what else is missing, read from the page it gives."""
    from dataclasses import replace

    from twosource.read.html import page_draft

    found = page_draft(page, draft.uri, draft.where or draft.uri)
    missing = {n: getattr(found, n) for n in ("outlet", "title", "authors", "published", "modified", "language") if not getattr(draft, n)}
    return replace(draft, text=found.text, **missing)


def _present(value: Value) -> bool:
    if isinstance(value, str):
        return value.strip().lower() not in _NOTHING
    return bool(value) and value == value  # NaN is not itself


def _is_url(value: str) -> bool:
    return value.lower().startswith(("http://", "https://"))


def _string(value: Value) -> str:
    """A value as one clean string; numbers as they are written."""
    if isinstance(value, dict):
        value = value.get("@id") or value.get("name") or value.get("url") or value.get("rendered") or ""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return _SURROGATE.sub("\ufffd", str(value).strip())


def _name(value: Value) -> str | None:
    """A publisher's name: a string, or the name of an object."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name") or value.get("title")
    return _string(value) or None


def _date(value: Value) -> str | int | float | None:
    if isinstance(value, dict):
        value = next(iter(value.values()), None)  # {"$date": ...}, {"@value": ...}
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return value


def based_on(value: Value, uri: str | None) -> str | None:
    """Whose work schema.org's isBasedOn says that this is: the publisher named there, else the host it is found at."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict) and (named := _name(value.get("publisher"))):
        return named
    host = outlet_of_host(host_of(_string(value)))
    return host if host and host != outlet_of_host(host_of(uri or "")) else None


def _is_canceled(value: Value) -> bool:
    """Whether a publishing status, or our own field, takes the article back."""
    return value is True or _string(value).lower() in _CANCELED


def _names(value: Value) -> Iterator[str]:
    """Authors: a list of names or objects as it stands, or one string that may hold several."""
    if isinstance(value, list):
        for item in value:
            if isinstance(item, str | dict) and (name := _name(item)):
                yield name
    elif isinstance(value, dict):
        yield from _names([value])
    elif isinstance(value, str):
        yield from split_names(_string(value))


def split_names(line: str) -> Iterator[str]:
    """ "By A. Writer and B. Editor, C. Third" -> the three names."""
    line = re.sub(r"^\s*by[\s:]\s*", "", line, flags=re.I)
    yield from (name for part in _NAME_END.split(line) if (name := part.strip(" ,")))


def _flat(value: Value) -> str:
    """A text that may come as paragraphs, or as Fundus's summary and sections; otherwise exactly as given."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "\n\n".join(part for item in value if (part := _flat(item)))
    if isinstance(value, dict):
        parts = (value.get(k) for k in ("summary", "sections", "headline", "paragraphs", "text", "rendered"))
        return "\n\n".join(part for item in parts if (part := _flat(item)))
    return ""
