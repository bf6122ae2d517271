"""IPTC ninjs, the JSON that news agencies send items in (3.x, and the names of 1.x and 2.x): an article for each item with a body.

Reads a JSON object, gives rows under our names, of the item and of the texts associated with it. `pubStatus: canceled` is a kill
notice, and needs no body. Reference: https://iptc.org/std/ninjs/. Renditions, events and planning are not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from twosource.read.fragment import fragment_text

_SIGNS = frozenset({"bodies", "headlines", "pubstatus", "versioncreated", "body_text", "body_html", "body_xhtml", "representationtype"})
_BODY_1 = ("body_text", "body_xhtml", "body_html")  # ninjs 1.x
_PUBLISHER = ("publisher", "provider", "distributor")
_DEPTH = 3  # of associations in associations


def is_ninjs(row: dict[str, Any]) -> bool:
    """The object says so, or names itself with a uri and has what only ninjs has."""
    standard = row.get("standard")
    if isinstance(standard, dict) and str(standard.get("name", "")).lower() == "ninjs":
        return True
    return isinstance(row.get("uri"), str) and bool(_SIGNS & {name.lower() for name in row})


def rows(item: dict[str, Any], *, depth: int = 0) -> Iterator[dict[str, Any]]:
    """The item as a row, and each text associated with it that has a body of its own."""
    named = {name.lower(): value for name, value in item.items()}
    yield _row(named)
    for other in _list(named.get("associations")) if depth < _DEPTH else ():
        if isinstance(other, dict) and isinstance(other.get("uri"), str) and _body({name.lower(): v for name, v in other.items()}):
            yield from rows(other, depth=depth + 1)


def _row(named: dict[str, Any]) -> dict[str, Any]:
    canceled = str(named.get("pubstatus", "")).lower() == "canceled"
    sources = [s for s in _list(named.get("infosources")) if isinstance(s, dict) and isinstance(s.get("name"), str)]
    publishers = [s["name"] for s in sources if str(s.get("role", "")).lower().endswith(_PUBLISHER)]
    first, this = named.get("firstcreated"), named.get("versioncreated")
    return {
        "uri": named.get("uri"),
        "title": _chosen(named.get("headlines")) or named.get("headline") or named.get("title"),
        "text": _body(named) or (named.get("ednote") if canceled else None),
        "authors": named.get("by") or named.get("byline"),
        "outlet": next(iter(publishers), None) or named.get("copyrightholder"),
        "credit": next((s["name"] for s in sources if s["name"] not in publishers), None),
        "published": first or this,
        "modified": this if first else None,
        "language": named.get("language"),
        "canceled": canceled,
    }


def _body(named: dict[str, Any]) -> str:
    if bodies := named.get("bodies"):
        return _chosen(bodies)
    name = next((n for n in _BODY_1 if isinstance(named.get(n), str) and named[n].strip()), None)
    return "" if name is None else named[name] if name == "body_text" else fragment_text(named[name])


def _chosen(parts: object) -> str:
    """Of several headlines or bodies: the main one, plain text before markup, else the first."""
    found = [p for p in _list(parts) if isinstance(p, dict) and isinstance(p.get("value"), str) and p["value"].strip()]
    best = min(found, key=lambda p: (p.get("role") not in ("main", None), _is_markup(p)), default=None)
    return "" if best is None else fragment_text(best["value"]) if _is_markup(best) else best["value"]


def _is_markup(part: dict[str, Any]) -> bool:
    return any(sign in str(part.get("contentType", "")).lower() for sign in ("html", "xml"))


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else list(value.values()) if isinstance(value, dict) else []
