"""Search over a ledger's claims, quotes, people, figures and articles: SQLite FTS5, in the query language of query.py.

Reads a Ledger and its index (indexing.py), which is brought to the generation that holds. What copies carry in the same words is one
hit. The field: BM25 ranking. It changes nothing and ranks no outlet.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from twosource.errors import UsageError
from twosource.ledger.indexing import DAY, PLACE, SLOT, WHOLE, current, spelling
from twosource.ledger.query import Condition, Figure, Query, Words, folded, lit, read_query
from twosource.ledger.reader import Ledger
from twosource.model import Span, Status

PAGE, DEEPEST, COUNTED = 200, 10_000, 1_000  # hits a page, hits that can be paged to, hits that are counted
AROUND = 160  # characters of an article before and after its first word
OF_CLAIMS = ("said", "quote", "status", "figure")
OF_ARTICLES = ("outlet", "after", "before")  # in which a copy may differ from its original
COLUMNS = "h.n, a.id, a.outlet, a.day, a.story, h.claim, h.finding, h.status, h.start, h.end, ifnull(h.text, a.text), h.sources, h.fold"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A claim, or an article where `claim_id` is None, that fits; `marks` are the words and figures looked for, in the article's text.

    `source` is on whose word it is: who was asked for with said:, else the innermost; `source_marks` are the places in that name.
    """

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
    source: str | None = None
    source_marks: tuple[Span, ...] = ()
    copies: tuple[str, ...] = ()  # articles that carry the same words as copies or versions


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
    asked = read_query(query.encode("utf-8", "replace").decode())
    if not 1 <= limit <= PAGE or not 0 <= start <= DEEPEST:
        raise UsageError(f"a page has 1 to {PAGE} hits and starts at 0 to {DEEPEST}")
    path, now = current(ledger)
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        wanted = _Wanted(asked)
        rows = connection.execute(f"{wanted.rows} LIMIT ? OFFSET ?", (*wanted.values, limit + 1, start)).fetchall()
        total = start + len(rows)
        if len(rows) > limit or (start and not rows):
            (total,) = connection.execute(f"SELECT count(*) FROM ({wanted.counted} LIMIT {COUNTED})", wanted.values).fetchone()
        hits = tuple(_hit(connection, row, asked) for row in rows[:limit])
    more = start + limit if len(rows) > limit and start + limit <= DEEPEST else None
    return Results(query=asked.text, generation=now, total=total, start=start, hits=hits, next=more)


def _hit(connection: sqlite3.Connection, row: Sequence[Any], asked: Query) -> Hit:
    n, article, outlet, day, story, claim, finding, status, start, end, text, sources, fold = row
    marks = lit(text, asked.lit)
    if claim is None:  # as much of the article as stands around the first word
        first = marks[0] if marks else (0, 0)
        start, end = max(0, first[0] - AROUND), min(len(text), first[1] + AROUND)
        marks = [(s - start, e - start) for s, e in marks if s >= start and e <= end]
        text = text[start:end]
    else:
        marks = sorted({*marks, *((s - start, e - start) for s, e in _figures_of(connection, n, asked) if start <= s < e <= end)})
    source, source_marks = _source(sources.split("\n") if sources else [], asked)
    same = (
        "SELECT DISTINCT a.id FROM hits h JOIN articles a ON a.n = h.article WHERE h.fold = ? AND h.copied AND h.article <> ? ORDER BY a.n"
    )
    copies = connection.execute(same, (fold, n >> PLACE & (1 << DAY + SLOT) - 1))
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
        source=source,
        source_marks=source_marks,
        copies=tuple(id for (id,) in copies),
    )


def _figures_of(connection: sqlite3.Connection, n: int, asked: Query) -> list[Span]:
    """Where the figures stand that were asked for."""
    found: list[Span] = []
    for c in asked.conditions:
        if isinstance(c.what, Figure) and not c.not_:
            sql, values = _fits(c.what)
            found += connection.execute(f"SELECT f.start, f.end FROM figures f WHERE f.hit = ? AND {sql}", (n, *values))
    return found


def _source(sources: Sequence[str], asked: Query) -> tuple[str | None, tuple[Span, ...]]:
    """The name to tell, and what of it was asked for: all of it, where it is another spelling."""
    said = [c.what for c in asked.conditions if c.field == "said" and not c.not_ and isinstance(c.what, Words)]
    for name in reversed(sources):
        if marks := lit(name, tuple(said)):
            return name, tuple(marks)
        if any(set(spelling(" ".join(w.words))) & set(spelling(name)) for w in said):
            return name, ((0, len(name)),)
    return (sources[-1] if sources else None), ()


class _Wanted:
    """A query as SQL: `rows` in their order and `counted`, which take the same `values`."""

    def __init__(self, query: Query) -> None:
        ranked = " AND ".join(m for c in query.conditions if not c.not_ and (m := _match(c)))
        leading = None if ranked else next((c for c in query.conditions if isinstance(c.what, Figure) and not c.not_), None)
        rest = [(c, *_other(c)) for c in query.conditions if c is not leading]
        conditions = [(f"NOT ({sql})" if c.not_ else sql, values) for c, sql, values in rest if sql]
        of_articles = [(f"NOT ({sql})" if c.not_ else sql, values) for c, sql, values in rest if c.field in OF_ARTICLES]
        if any(c.field in OF_CLAIMS for c in query.conditions):  # of a whole article it is neither so nor not so
            conditions.append(("h.claim IS NOT NULL", []))
        # CROSS JOIN holds SQLite to this order: to ask the index of words about one row after another takes seconds; figures are read
        # in the order of the hits, and no further than to the end of the page
        if ranked:
            first, order = "words CROSS JOIN hits h ON h.n = words.rowid", "ORDER BY h.claim IS NULL, bm25(words, 4.0, 2.0, 1.0), h.n"
            conditions.insert(0, ("words MATCH ?", [ranked]))
        elif leading is not None and isinstance(leading.what, Figure):
            by, (sql, values) = "w" if leading.what.of else "f", _fits(leading.what)
            counted = "counted w CROSS JOIN figures f ON f.hit = w.hit AND f.place = w.place" if by == "w" else "figures f"
            first, order = f"{counted} CROSS JOIN hits h ON h.n = {by}.hit", f"ORDER BY {by}.hit"
            conditions.insert(0, (f"w.word = ? AND {sql}", [leading.what.of[0], *values]) if by == "w" else (sql, values))
        else:
            first, order = "hits h", "ORDER BY h.n"
        grouped = order.replace("ORDER", "GROUP") if leading else ""  # once for each hit
        conditions.append(_first_of_copies(ranked, of_articles))
        where = " AND ".join(f"({sql})" for sql, _ in conditions)
        self.values = [v for _, values in conditions for v in values]
        self.counted = f"SELECT 1 FROM {first} WHERE {where} {grouped}"
        self.rows = f"SELECT {COLUMNS} FROM {first} CROSS JOIN articles a ON a.n = h.article WHERE {where} {grouped} {order}"


def _first_of_copies(ranked: str, of_articles: Sequence[tuple[str, list[Any]]]) -> tuple[str, list[Any]]:
    """Of what copies carry in the same words the original's alone, unless that does not fit: the text of a whole copy may have more."""
    fits, values = [], []
    if of_articles:
        asked = " AND ".join(f"({sql})" for sql, _ in of_articles)
        fits.append(f"EXISTS (SELECT 1 FROM hits o WHERE o.n = h.fold AND {asked.replace('h.article', 'o.article')})")
        values += [v for _, given in of_articles for v in given]
    if ranked:
        fits.append(f"(h.claim IS NOT NULL OR h.fold IN (SELECT rowid FROM words WHERE words MATCH ? AND rowid >= {WHOLE}))")
        values.append(ranked)
    return ("h.n = h.fold" + (f" OR NOT ({' AND '.join(fits)})" if fits else "")), values


def _match(condition: Condition) -> str:
    """Words as FTS5 asks for them; nothing of what was typed stands outside double quotes."""
    if not isinstance(condition.what, Words) or condition.field == "outlet":
        return ""
    words = condition.what
    phrase = f'"{" ".join(words.words)}"' + ("*" if words.prefix else "")
    if condition.field != "said":
        return f"({'text' if condition.field == 'quote' else '{text names}'} : {phrase})"
    key = " ".join(spelling(" ".join(words.words)))
    return f"(said : {phrase})" if words.prefix or not key else f'((said : {phrase}) OR (said : "{key}"))'


def _other(condition: Condition) -> tuple[str, list[Any]]:
    """What is not asked of the index of words, or not of it alone. A plus keeps SQLite to the order of the hits: no page needs them all."""
    field, what = condition.field, condition.what
    if isinstance(what, Figure):
        return _figure(what)
    if field == "outlet" and isinstance(what, Words):
        asked = f"% {' '.join(what.words)}{'%' if what.prefix else ' %'}"
        return "+h.article IN (SELECT n FROM articles WHERE ' ' || outlet_words || ' ' LIKE ?)", [asked]
    if field == "status":
        return "h.status IS ?", [what]
    if field == "story":
        words = folded(str(what))
        asked = "story = ? OR (? <> '' AND ' ' || title_words || ' ' LIKE ?)"
        return f"h.article IN (SELECT n FROM articles WHERE {asked})", [what, words, f"% {words} %"]
    if field in ("after", "before"):
        return f"+h.article IN (SELECT n FROM articles WHERE day <> '' AND day {'>=' if field == 'after' else '<'} ?)", [what]
    if condition.not_:
        return f"h.n IN (SELECT rowid FROM words WHERE words MATCH ?){' AND h.quoted' if field == 'quote' else ''}", [_match(condition)]
    return ("h.quoted", []) if field == "quote" else ("", [])


def _figure(figure: Figure) -> tuple[str, list[Any]]:
    sql, values = _fits(figure)
    if not figure.of:
        return f"EXISTS (SELECT 1 FROM figures f WHERE f.hit = h.n AND {sql})", values
    counted = "counted w JOIN figures f ON f.hit = w.hit AND f.place = w.place"
    return f"h.n IN (SELECT w.hit FROM {counted} WHERE w.word = ? AND {sql})", [figure.of[0], *values]


def _fits(figure: Figure) -> tuple[str, list[Any]]:
    """Whether a figure f is so: it is more than a number if all that it may be is: "at least 30" is more than 20, and may be 50."""
    sql = {
        ">": "(f.low > ? OR (f.low = ? AND f.more))",
        ">=": "(f.low >= ? OR f.low IS ?)",
        "<": "(f.high < ? OR (f.high = ? AND f.less))",
        "<=": "(f.high <= ? OR f.high IS ?)",
        "=": "(coalesce(f.low, f.high) <= ? AND coalesce(f.high, f.low) >= ?)",
    }[figure.op] + (" AND f.percent" if figure.percent else "")
    sql += " AND EXISTS (SELECT 1 FROM counted g WHERE g.word = ? AND g.hit = f.hit AND g.place = f.place)" * len(figure.of)
    return sql, [figure.value, figure.value, *figure.of]
