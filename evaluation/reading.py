"""Reading news pages: text, headline, authors and publication time, on the pages that Fundus tests its parsers with.

A page's expected values are those of the parser version of its date. Figures: body = mean over pages of precision, recall and F1 on
word tokens (as bags, expected summary and headings counted in); title = the same words; title_f1 = their F1; authors = the same list;
day and instant = the publication date and moment; date_only = pages of which no time is read though they have one.
"""

from __future__ import annotations

import gzip
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from evaluation.matching import TOKEN
from twosource.model import Article
from twosource.read import read
from twosource.read.dates import instant, read_date

Gold = dict[str, "Page"]


@dataclass(frozen=True, slots=True)
class Page:
    """A page's bytes and what is expected of it."""

    html: bytes
    body: str
    title: str
    authors: tuple[str, ...]
    published: str | None


def load(data: Path) -> dict[str, Gold]:
    """The one set, by file name; an outlet's pages and versions go together in order of date."""
    gold: Gold = {}
    for folder in sorted(p.parent for p in (data / "fundus_fixtures").glob("*/meta.info")):
        for expected in sorted(folder.glob("*.json")):
            pages = sorted(folder.glob(f"{expected.stem}_????_??_??.html.gz"))
            for path, version in zip(pages, json.loads(expected.read_bytes()).values(), strict=True):
                gold[path.name.removesuffix(".gz")] = _page(gzip.decompress(path.read_bytes()), version)
    return {"fundus": gold}


def _page(html: bytes, version: dict[str, Any]) -> Page:
    paragraphs = [*version["body"]["summary"], *(p for s in version["body"]["sections"] for p in (*s["headline"], *s["paragraphs"]))]
    published = read_date(version["publishing_date"]) if version.get("publishing_date") else None
    return Page(html, "\n".join(paragraphs), version["title"], tuple(version.get("authors") or ()), published)


def articles(gold: Gold) -> Iterator[Article]:
    for name, page in gold.items():
        for article in read(["-"], stdin=io.BytesIO(page.html)).articles:
            yield replace(article, id=name)


def words(text: str | None) -> list[str]:
    return TOKEN.findall((text or "").casefold())


def overlap(found: list[str], wanted: list[str]) -> tuple[float, float, float]:
    """Precision, recall and F1 of two bags of words."""
    shared = sum((Counter(found) & Counter(wanted)).values())
    p, r = shared / len(found) if found else 0.0, shared / len(wanted) if wanted else 0.0
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def _marks(page: Page, row: Mapping[str, Any] | None) -> dict[str, Any]:
    row = row or {}
    published = row.get("published")
    body = overlap(TOKEN.findall(row.get("text") or ""), TOKEN.findall(page.body))
    return {
        "body": dict(zip(("p", "r", "f1"), body, strict=True)),
        "title": float(words(row.get("title")) == words(page.title)),
        "title_f1": overlap(words(row.get("title")), words(page.title))[2],
        "authors": float(list(row.get("authors") or ()) == list(page.authors)),
        "day": float((published or "")[:10] == (page.published or "")[:10]),
        "instant": float(bool(published) and bool(page.published) and instant(str(published)) == instant(str(page.published))),
        "date_only": float(bool(re.fullmatch(r"[\d-]{10}", published or "")) and "T" in (page.published or "")),
    }


def score(gold: Gold, rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Means over the pages; a page that gives no article counts 0."""
    by_id = {row["id"]: row for row in rows}
    marks = [_marks(page, by_id.get(name)) for name, page in gold.items()]

    def mean(values: Iterable[float]) -> float:
        return round(sum(values) / len(marks), 4) if marks else 0.0

    figures: dict[str, Any] = {"pages": len(gold), "read": sum(name in by_id for name in gold)}
    figures["body"] = {k: mean(m["body"][k] for m in marks) for k in ("p", "r", "f1")}
    return figures | {k: mean(m[k] for m in marks) for k in ("title", "title_f1", "authors", "day", "instant", "date_only")}


def errors(gold: Gold, rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Pages whose body is under .9, and every field that differs."""
    by_id = {row["id"]: row for row in rows}
    for name, page in gold.items():
        row, marks = by_id.get(name, {}), _marks(page, by_id.get(name))
        if marks["body"]["f1"] < 0.9:
            yield {"page": name, "body": marks["body"]}
        for field, wanted in (("title", page.title), ("authors", list(page.authors)), ("day", page.published)):
            if not marks[field]:
                yield {"page": name, "gold": wanted, "found": row.get("published" if field == "day" else field)}
