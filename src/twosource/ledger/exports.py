"""A ledger's records in the formats other tools read: JSONL, CSV, Parquet, W3C Web Annotation, SQLite.

Reads a Ledger; writes files into a folder, each put in place whole. Nested fields are JSON in CSV and SQLite, and lists and structs in
Parquet. Reference: https://www.w3.org/TR/annotation-model/. Rulings are not exported.
"""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, get_origin

import pyarrow.parquet as pq

from twosource.errors import UsageError
from twosource.ledger.reader import Ledger
from twosource.model import Article, Claim, Copy, Finding, Problem, Record, Span, Story
from twosource.schema import fields, json_line, to_row, to_table

PUBLIC: Mapping[str, type] = {
    "articles": Article,
    "claims": Claim,
    "copies": Copy,
    "stories": Story,
    "findings": Finding,
    "problems": Problem,
}
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet runs a cell that begins so
AROUND = 32  # characters of prefix and suffix of a quotation's selector


def _records(ledger: Ledger, name: str) -> list[Record]:
    if name == "stories":
        return list(ledger.stories())
    return list(ledger.problems) if name == "problems" else ledger.records(name)


def to_jsonl(ledger: Ledger, folder: Path) -> list[Path]:
    """One file a table: what the commands print with --jsonl."""
    return [_put(folder, f"{name}.jsonl", (json_line(r) + "\n" for r in _records(ledger, name))) for name in PUBLIC]


def to_csv(ledger: Ledger, folder: Path) -> list[Path]:
    """One file a table (RFC 4180, UTF-8), safe to open in a spreadsheet: a cell that would be a formula begins with an apostrophe."""

    def write(path: Path, name: str) -> None:
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\r\n")
            writer.writerow([column for column, _ in fields(PUBLIC[name])])
            writer.writerows([_cell(v) for v in to_row(r).values()] for r in _records(ledger, name))

    return [_made(folder, f"{name}.csv", lambda path, name=name: write(path, name)) for name in PUBLIC]  # type: ignore[misc]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA) else value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else _json(value)


def to_parquet(ledger: Ledger, folder: Path) -> list[Path]:
    """One file a table."""
    return [
        _made(folder, f"{name}.parquet", lambda path, name=name: pq.write_table(to_table(_records(ledger, name), PUBLIC[name]), path))  # type: ignore[misc]
        for name in PUBLIC
    ]


def to_annotations(ledger: Ledger, folder: Path) -> list[Path]:
    """One annotation a line, a claim each: its words as quoted and by position, with what was read of it as the body."""
    articles = {a.id: a for a in ledger.records("articles")}
    return [_put(folder, "annotations.jsonl", (_json(annotation(c, articles[c.article_id])) + "\n" for c in ledger.records("claims")))]


def annotation(claim: Claim, article: Article) -> dict[str, Any]:
    """The Web Annotation of a claim."""
    voice = " < ".join(link.name for link in reversed(claim.attribution.chain)) if claim.attribution else None
    said = f"on the word of {voice or 'nobody named'}" if claim.attribution else "in the article's own voice"
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"urn:twosource:claim:{claim.id}",
        "type": "Annotation",
        "motivation": "identifying",
        "body": [
            {"type": "TextualBody", "value": f"{claim.polarity}, {claim.modality}, {said}", "format": "text/plain", "language": "en"},
            {"type": "Dataset", "format": "application/json", "value": _json(to_row(claim))},
        ],
        "target": {"source": article.uri, "selector": selectors(article.text, claim.span)},
    }


def selectors(text: str, span: Span) -> list[dict[str, Any]]:
    """A span as a TextQuoteSelector and a TextPositionSelector (both count Unicode code points)."""
    start, end = span
    quote = {
        "type": "TextQuoteSelector",
        "exact": text[start:end],
        "prefix": text[max(0, start - AROUND) : start],
        "suffix": text[end : end + AROUND],
    }
    return [quote, {"type": "TextPositionSelector", "start": start, "end": end}]


def to_sqlite(ledger: Ledger, folder: Path) -> list[Path]:
    """One database with a table each, keyed and tied together, as Datasette and sqlite-utils expect."""

    def write(path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection, connection:
            for name, of in PUBLIC.items():
                columns = [f'"{c}" {_affinity(hint)}{" PRIMARY KEY" if c == "id" else ""}' for c, hint in fields(of)]
                columns += [f'FOREIGN KEY ("{c}") REFERENCES {table}(id)' for c, table in KEYS.items() if c in dict(fields(of))]
                connection.execute(f"CREATE TABLE {name} ({', '.join(columns)})")
            for name, of in PUBLIC.items():
                marks = ", ".join("?" * len(fields(of)))
                rows = ([_json(v) if isinstance(v, list | dict) else v for v in to_row(r).values()] for r in _records(ledger, name))
                connection.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)
            connection.execute("CREATE INDEX claims_by_article ON claims(article_id)")
            connection.execute("CREATE INDEX findings_by_story ON findings(story_id)")

    return [_made(folder, "ledger.sqlite", write)]


KEYS = {"article_id": "articles", "story_id": "stories", "version_of": "articles", "of": "articles", "copy": "articles"}


def _affinity(hint: Any) -> str:
    plain = next((a for a in getattr(hint, "__args__", ()) if a is not type(None)), hint) if get_origin(hint) is not tuple else str
    return {int: "INTEGER", bool: "INTEGER", float: "REAL"}.get(plain, "TEXT")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _put(folder: Path, name: str, lines: Iterable[str]) -> Path:
    def write(path: Path) -> None:
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.writelines(lines)

    return _made(folder, name, write)


def _made(folder: Path, name: str, write: Callable[[Path], None]) -> Path:
    """Write a file beside its place and move it there."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; --output is a folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        fresh = folder / f".{name}.new"
        fresh.unlink(missing_ok=True)
        write(fresh)
        return fresh.replace(folder / name)
    except PermissionError as error:
        raise UsageError(f"{folder / name} cannot be written: {error.strerror}; choose another --output") from error


FORMATS: Mapping[str, Callable[[Ledger, Path], list[Path]]] = {
    "jsonl": to_jsonl,
    "csv": to_csv,
    "parquet": to_parquet,
    "annotations": to_annotations,
    "sqlite": to_sqlite,
}
