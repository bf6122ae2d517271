"""Search over a ledger's claims, quotes, people, figures and articles: SQLite FTS5, made anew whenever the ledger has moved on.

Reads a Ledger; writes DIR/search.sqlite, which can be deleted at any time and says of which generation it is. The query language is
query.py's. The field: BM25 ranking over an inverted index. It changes nothing and ranks no outlet.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from twosource.errors import UsageError
from twosource.ledger import generation
from twosource.ledger.query import Condition, Figure, Query, Words, folded, lit, read_query, tokens
from twosource.ledger.reader import Ledger, open_ledger
from twosource.model import Article, Attribution, Bound, Claim, Mode, Span, Status
from twosource.naming import name_key
from twosource.schema import from_table

FILE = "search.sqlite"
FORM = 4  # of the tables below
PAGE, DEEPEST, COUNTED = 200, 10_000, 1_000  # hits a page, hits that can be paged to, hits that are counted
AROUND = 160  # characters of an article before and after its first word
OF_CLAIMS = ("said", "quote", "status", "figure")
TABLES = """
CREATE TABLE of (form INTEGER, generation INTEGER) STRICT;
CREATE TABLE articles (
  n INTEGER PRIMARY KEY, id TEXT, outlet TEXT, outlet_words TEXT, day TEXT, story TEXT, title_words TEXT, text TEXT
) STRICT;
CREATE TABLE hits (
  n INTEGER PRIMARY KEY, article INTEGER, claim TEXT, finding TEXT, status TEXT, start INTEGER, end INTEGER, text TEXT, quoted INTEGER
) STRICT;
CREATE TABLE figures (hit INTEGER, figure INTEGER, word TEXT, low REAL, high REAL, more INTEGER, less INTEGER, percent INTEGER) STRICT;
CREATE VIRTUAL TABLE words USING fts5(text, names, said, content='', tokenize="unicode61 remove_diacritics 0");
"""
INDEXES = """
CREATE INDEX hits_by_status ON hits(status);
CREATE INDEX hits_by_article ON hits(article);
CREATE INDEX articles_by_story ON articles(story);
CREATE INDEX figures_by_word ON figures(word, low);
CREATE INDEX figures_by_figure ON figures(figure, word);
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A claim, or an article where `claim_id` is None, that fits; `marks` are the words looked for, in the article's text."""

    article_id: str
    outlet: str | None
    published: str | None
    story_id: str | None
    claim_id: str | None
    finding_id: str | None
    status: Status | None
    span: Span
    text: str
    marks: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """A page of what was found. `total` stops at `COUNTED`: then there are more."""

    query: str
    generation: int
    total: int
    start: int
    hits: tuple[Hit, ...]
    next: int | None


def search(ledger: Ledger, query: str, *, limit: int = 50, start: int = 0) -> Results:
    """The best hits, claims before whole articles; UsageError where the query cannot be read."""
    asked = read_query(query)
    if not 1 <= limit <= PAGE or not 0 <= start <= DEEPEST:
        raise UsageError(f"a page has 1 to {PAGE} hits and starts at 0 to {DEEPEST}")
    path, now = _current(ledger)
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        where, values, matched = _sql(asked)
        # CROSS JOIN holds SQLite to this order: to ask the index of words about one row after another takes seconds
        source = ("words CROSS JOIN hits h ON h.n = words.rowid" if matched else "hits h") + " CROSS JOIN articles a ON a.n = h.article"
        order = "h.claim IS NULL, bm25(words, 4.0, 2.0, 1.0), h.n" if matched else "h.n"
        counting = f"SELECT count(*) FROM (SELECT 1 FROM {source} WHERE {where} LIMIT {COUNTED})"
        (total,) = connection.execute(counting, values).fetchone()
        columns = "a.id, a.outlet, a.day, a.story, h.claim, h.finding, h.status, h.start, h.end, coalesce(h.text, a.text)"
        picked = f"SELECT {columns} FROM {source} WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?"
        rows = connection.execute(picked, (*values, limit + 1, start)).fetchall()
    hits = tuple(_hit(row, asked.lit) for row in rows[:limit])
    more = start + limit if len(rows) > limit and start + limit <= DEEPEST else None
    return Results(query=asked.text, generation=now, total=total, start=start, hits=hits, next=more)


def _hit(row: Sequence[Any], words: tuple[Words, ...]) -> Hit:
    article, outlet, day, story, claim, finding, status, start, end, text = row
    marks = lit(text, words)
    if claim is None:  # as much of the article as stands around the first word
        first = marks[0] if marks else (0, 0)
        start, end = max(0, first[0] - AROUND), min(len(text), first[1] + AROUND)
        marks = [(s - start, e - start) for s, e in marks if s >= start and e <= end]
        text = text[start:end]
    return Hit(
        article_id=article,
        outlet=outlet,
        published=day or None,
        story_id=story,
        claim_id=claim,
        finding_id=finding,
        status=Status(status) if status else None,
        span=(start, end),
        text=text,
        marks=tuple((start + s, start + e) for s, e in marks),
    )


def _sql(query: Query) -> tuple[str, list[Any], bool]:
    """(condition, its values, whether the index of words ranks)."""
    conditions, values = [], []
    ranked = " AND ".join(m for c in query.conditions if not c.not_ and (m := _match(c)))
    if ranked:
        conditions.append("words MATCH ?")
        values.append(ranked)
    for c in query.conditions:
        sql, given = _other(c)
        if sql:
            conditions.append(f"NOT ({sql})" if c.not_ else sql)
            values += given
    if any(c.field in OF_CLAIMS for c in query.conditions):  # of a whole article it is neither so nor not so
        conditions.append("h.claim IS NOT NULL")
    return " AND ".join(conditions) or "1", values, bool(ranked)


def _match(condition: Condition) -> str:
    """Words as FTS5 asks for them; nothing of what was typed stands outside double quotes."""
    if not isinstance(condition.what, Words) or condition.field == "outlet":
        return ""
    words = condition.what
    phrase = f'"{" ".join(words.words)}"' + ("*" if words.prefix else "")
    if condition.field != "said":
        return f"({'text' if condition.field == 'quote' else '{text names}'} : {phrase})"
    key = " ".join(_key(" ".join(words.words)))
    return f"(said : {phrase})" if words.prefix or not key else f'((said : {phrase}) OR (said : "{key}"))'


def _other(condition: Condition) -> tuple[str, list[Any]]:
    """What is not asked of the index of words, or not of it alone."""
    field, what = condition.field, condition.what
    if isinstance(what, Figure):
        return _figure(what)
    if field == "outlet" and isinstance(what, Words):
        asked = f"% {' '.join(what.words)}{'%' if what.prefix else ' %'}"
        return "h.article IN (SELECT n FROM articles WHERE ' ' || outlet_words || ' ' LIKE ?)", [asked]
    if field == "status":
        return "h.status IS ?", [what]
    if field == "story":
        words = folded(str(what))
        asked = "story = ? OR (? <> '' AND ' ' || title_words || ' ' LIKE ?)"
        return f"h.article IN (SELECT n FROM articles WHERE {asked})", [what, words, f"% {words} %"]
    if field in ("after", "before"):
        return f"h.article IN (SELECT n FROM articles WHERE day <> '' AND day {'>=' if field == 'after' else '<'} ?)", [what]
    if condition.not_:
        return f"h.n IN (SELECT rowid FROM words WHERE words MATCH ?){' AND h.quoted' if field == 'quote' else ''}", [_match(condition)]
    return ("h.quoted", []) if field == "quote" else ("", [])


def _figure(figure: Figure) -> tuple[str, list[Any]]:
    """A figure is more than a number if all that it may be is: "at least 30" is more than 20, and may be less than 40."""
    asked = {
        ">": "(f.low > ? OR (f.low = ? AND f.more))",
        ">=": "(f.low >= ? OR f.low IS ?)",
        "<": "(f.high < ? OR (f.high = ? AND f.less))",
        "<=": "(f.high <= ? OR f.high IS ?)",
        "=": "(coalesce(f.low, f.high) <= ? AND coalesce(f.high, f.low) >= ?)",
    }[figure.op]
    first, *rest = figure.of or ("",)
    values: list[Any] = [first, figure.value, figure.value]
    if figure.percent:
        asked += " AND f.percent"
    for word in rest:
        asked += " AND EXISTS (SELECT 1 FROM figures g WHERE g.figure = f.figure AND g.word = ?)"
        values.append(word)
    return f"h.n IN (SELECT f.hit FROM figures f WHERE f.word = ? AND {asked})", values


def forget(folder: Path) -> None:
    """Delete the index; the next search makes it anew."""
    for path in folder.glob(f"{FILE}*"):
        path.unlink(missing_ok=True)


def _current(ledger: Ledger) -> tuple[Path, int]:
    """The index of the generation that holds, which may be newer than the one the ledger was opened at: removed text stays out."""
    while True:
        now = generation.read(ledger.folder)
        wanted = ledger.generation.generation if now is None else now.generation
        path = ledger.folder / FILE
        if _generation(path) == wanted:
            return path, wanted
        held = ledger if ledger.generation.generation == wanted else open_ledger(ledger.folder)
        fresh = path.with_name(f"{FILE}.{os.getpid()}-{threading.get_ident()}.new")
        fresh.unlink(missing_ok=True)
        try:
            with closing(sqlite3.connect(fresh, isolation_level=None)) as connection:
                connection.execute("PRAGMA journal_mode = OFF")
                connection.execute("PRAGMA synchronous = OFF")
                connection.executescript(TABLES)
                connection.execute("BEGIN")
                _fill(connection, held)
                connection.execute("COMMIT")
                connection.executescript(INDEXES)
            fresh.replace(path)
        except (FileNotFoundError, sqlite3.OperationalError):
            if _generation(path) is None and generation.read(ledger.folder) == now:  # no removal took it away: it cannot be written
                raise
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise


def _generation(path: Path) -> int | None:
    if not path.exists():
        return None
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            form, found = connection.execute("SELECT form, generation FROM of").fetchone()
    except sqlite3.DatabaseError:
        return None
    return int(found) if form == FORM else None


def _fill(connection: sqlite3.Connection, ledger: Ledger) -> None:
    connection.execute("INSERT INTO of VALUES (?, ?)", (FORM, ledger.generation.generation))
    stories = {s.id: s for s in ledger.stories()}
    story_of = {a: s for s in stories.values() for a in s.articles}
    findings = ledger.table("findings").select(["id", "status", "claims"]).to_pylist()
    finding_of = {c: (f["id"], f["status"]) for f in findings for c in f["claims"]}
    del findings
    articles: list[Article] = sorted(ledger.records("articles"), key=lambda a: ((a.published or "")[:10], a.id), reverse=True)
    number = {a.id: n for n, a in enumerate(articles)}  # the newest first: hits are kept in the order they are told in
    for n, a in enumerate(articles):
        day, story = (a.published or "")[:10], story_of.get(a.id)
        title = folded(story.title if story else "")
        row = (n, a.id, a.outlet, folded(a.outlet or ""), day, story and story.id, title, a.text)
        connection.execute("INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?)", tuple(map(_whole, row)))
    claims = ledger.table("claims")
    where = pa.array([number[a] for a in claims["article_id"].to_pylist()], pa.int64())
    starts = pa.array([s for s, _ in claims["span"].to_pylist()], pa.int64())
    order = pc.sort_indices(pa.table({"where": where, "start": starts}), sort_keys=[("where", "ascending"), ("start", "ascending")])
    at = 0
    for claim in from_table(claims.take(order), Claim):
        at += 1
        finding, status = finding_of.get(claim.id, (None, None))
        quoted = claim.attribution is not None and claim.attribution.mode in (Mode.DIRECT, Mode.MIXED)
        hit = (at, number[claim.article_id], claim.id, finding, status, *claim.span, _whole(claim.text), quoted)
        connection.execute("INSERT INTO hits VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", hit)
        connection.executemany("INSERT INTO figures VALUES (?, ?, ?, ?, ?, ?, ?, ?)", _figures(at, claim))
        said = " ".join(_sources(claim.attribution))
        words = (at, folded(claim.text), folded(" ".join(claim.names)), said)
        connection.execute("INSERT INTO words (rowid, text, names, said) VALUES (?, ?, ?, ?)", words)
    for a in articles:
        at += 1
        connection.execute("INSERT INTO hits VALUES (?, ?, NULL, NULL, NULL, 0, ?, NULL, 0)", (at, number[a.id], len(a.text)))
        words = (at, folded(a.text), folded(" ".join([a.title or "", *a.authors])), "")
        connection.execute("INSERT INTO words (rowid, text, names, said) VALUES (?, ?, ?, ?)", words)


def _figures(hit: int, claim: Claim) -> Iterator[tuple[Any, ...]]:
    """A row for each figure and each word of what it counts, and one for the figure alone."""
    for n, q in enumerate(claim.quantities):
        low = None if q.bound in (Bound.AT_MOST, Bound.LESS_THAN) else q.low
        high = None if q.bound in (Bound.AT_LEAST, Bound.MORE_THAN) else q.high
        if low is None and high is None:
            continue
        bounds = (low, high, q.bound is Bound.MORE_THAN, q.bound is Bound.LESS_THAN, q.unit == "percent")
        for word in {"": None} | {w: None for part in (q.counted, q.head, q.unit) if part for w, _ in tokens(part)}:
            yield hit, hit * 1000 + n, word, *bounds


def _sources(attribution: Attribution | None) -> Iterator[str]:
    """The names of a chain as they are written, and as their spellings are compared: "Zelensky" is found by "Zelenskyy"."""
    for link in attribution.chain if attribution else ():
        for name in (link.name, link.speaks_for):
            if name:
                yield folded(name)
                yield " ".join(_key(name))


@lru_cache(maxsize=20_000)
def _key(name: str) -> list[str]:
    return [f"zz{w}" for part in name_key(name).split() for w, _ in tokens(part)]


def _whole(value: Any) -> Any:
    """Halves of pairs cannot be kept in a database; one character each, so that places stay."""
    return value.encode("utf-8", "surrogatepass").decode("utf-8", "replace") if isinstance(value, str) and not _plain(value) else value


def _plain(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
