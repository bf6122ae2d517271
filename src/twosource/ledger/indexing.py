"""Makes the index that search asks: DIR/search.sqlite, of the generation that holds, in SQLite's FTS5.

Reads a Ledger; only the articles whose text, claims, findings, story or copies are others than when the index was last made are put in
anew, so that after a build the cost is that of what the build touched. The file is only ever replaced whole, and can be deleted at any
time. The field: incremental maintenance of an inverted index. It looks nothing up.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from twosource.engines.local import LocalEngine
from twosource.group.stories import assemble
from twosource.ledger import generation
from twosource.ledger.query import folded, tokens
from twosource.ledger.reader import Ledger, open_ledger
from twosource.model import Article, Bound, Membership, Mode, Table
from twosource.naming import name_key
from twosource.schema import from_table

FILE = "search.sqlite"
FORM = 5  # of the tables below
ANEW = 0.5  # share of the articles from which on it is cheaper to make the whole anew
BATCH = 5_000  # claims read at once
TABLES = """
CREATE TABLE of (form INTEGER, generation INTEGER) STRICT;
CREATE TABLE articles (
  n INTEGER PRIMARY KEY, id TEXT, outlet TEXT, outlet_words TEXT, day TEXT, story TEXT, title_words TEXT, text TEXT, made TEXT
) STRICT;
CREATE TABLE hits (
  n INTEGER PRIMARY KEY, article INTEGER, claim TEXT, finding TEXT, status TEXT, start INTEGER, end INTEGER, text TEXT, quoted INTEGER,
  names TEXT, said TEXT, sources TEXT, fold INTEGER, copied INTEGER
) STRICT;
CREATE TABLE figures (
  hit INTEGER, place INTEGER, low REAL, high REAL, more INTEGER, less INTEGER, percent INTEGER, start INTEGER, end INTEGER,
  PRIMARY KEY (hit, place)
) STRICT, WITHOUT ROWID;
CREATE TABLE counted (word TEXT, hit INTEGER, place INTEGER, PRIMARY KEY (word, hit, place)) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5(text, names, said, content='', tokenize="unicode61 remove_diacritics 0");
INSERT INTO words (words, rank) VALUES ('hashsize', 33554432);
"""
INDEXES = """
CREATE INDEX hits_by_status ON hits(status);
CREATE INDEX hits_by_article ON hits(article);
CREATE INDEX hits_by_fold ON hits(fold) WHERE copied;
CREATE INDEX articles_by_story ON articles(story);
"""
# A digest of all that an article's rows are made of; of those of its family, for a copy's hits fold into the original's; and of what
# its story's title is taken from.
DIGESTS = """
WITH said AS (
  SELECT c.article_id,
    md5(string_agg(md5(CAST(to_json(c) AS VARCHAR)) || coalesce(f.id, '') || coalesce(f.status, ''), '' ORDER BY c.id)) AS d
  FROM claims c LEFT JOIN (SELECT id, status, unnest(claims) AS claim FROM findings) f ON f.claim = c.id GROUP BY c.article_id
), own AS (
  SELECT a.id, m.family_id, m.story_id, concat_ws('\t', a.id, a.sha256, coalesce(a.published, ''), coalesce(a.title, '')) AS t,
    md5(concat_ws('\t', t, coalesce(a.outlet, ''), CAST(a.authors AS VARCHAR), m.story_id, coalesce(said.d, ''))) AS d
  FROM articles a JOIN memberships m ON m.article_id = a.id LEFT JOIN said ON said.article_id = a.id
)
SELECT id, d || md5(string_agg(d, '' ORDER BY id) OVER (PARTITION BY family_id))
  || md5(string_agg(t, '' ORDER BY id) OVER (PARTITION BY story_id)) AS made FROM own
"""
# A number tells where a row stands: whole articles after all claims; then the newest day first, the article, the place in it.
DAY, SLOT, PLACE = 22, 22, 18  # bits
WHOLE = 1 << (DAY + SLOT + PLACE)

Tables = Mapping[str, Table]


def current(ledger: Ledger) -> tuple[Path, int]:
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
            _make(fresh, held, path)
            if generation.read(ledger.folder) == now:
                fresh.replace(path)
        except (FileNotFoundError, sqlite3.OperationalError):
            if _generation(path) is None and generation.read(ledger.folder) == now:  # no removal took it away: it cannot be written
                raise
        finally:
            fresh.unlink(missing_ok=True)


def forget(folder: Path) -> None:
    """Delete the index; the next search makes it anew."""
    for path in folder.glob(f"{FILE}*"):
        path.unlink(missing_ok=True)


def indexed(folder: Path) -> int | None:
    """The generation that the ledger's index is of; None where there is none."""
    return _generation(folder / FILE)


def _generation(path: Path) -> int | None:
    if not path.exists():
        return None
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            form, found = connection.execute("SELECT form, generation FROM of").fetchone()
    except sqlite3.DatabaseError:
        return None
    return int(found) if form == FORM else None


def _make(fresh: Path, ledger: Ledger, before: Path) -> None:
    """The index of this ledger at `fresh`, from that of a generation before where little has changed since."""
    tables = {name: ledger.table(name) for name in ("articles", "memberships", "claims", "findings")}
    now = _digests(tables)
    old = _made(before)
    changed = {a for a, made in now.items() if old.get(a) != made}
    # an article that is gone was removed for good: nothing of it may be left in a file, not even deleted
    anew = not old or bool(old.keys() - now.keys()) or len(changed) > ANEW * len(now)
    if not anew:
        shutil.copyfile(before, fresh)
    with closing(sqlite3.connect(fresh, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        if anew:
            connection.executescript(TABLES)
        connection.execute("BEGIN")
        if not anew:
            _take_out(connection, changed & old.keys())
        _put_in(connection, tables, set(now) if anew else changed, now)
        connection.execute("DELETE FROM of")
        connection.execute("INSERT INTO of VALUES (?, ?)", (FORM, ledger.generation.generation))
        connection.execute("COMMIT")
        if anew:
            connection.executescript(INDEXES)


def _digests(tables: Tables) -> dict[str, str]:
    found = LocalEngine().sql(DIGESTS, **tables)
    return dict(zip(found["id"].to_pylist(), found["made"].to_pylist(), strict=True))


def _made(path: Path) -> dict[str, str]:
    """Article -> the digest of what its rows were made of; nothing where there is no index of this form."""
    if _generation(path) is None:
        return {}
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        return dict(connection.execute("SELECT id, made FROM articles"))


def _take_out(connection: sqlite3.Connection, articles: Collection[str]) -> None:
    """FTS5 keeps no text of its own here: a row is taken out by giving it what it was put in with."""
    connection.execute("CREATE TEMP TABLE gone (n INTEGER PRIMARY KEY)")
    held = connection.execute("SELECT n, id FROM articles").fetchall()
    connection.executemany("INSERT INTO gone VALUES (?)", ((n,) for n, id in held if id in articles))
    rows = connection.execute(
        "SELECT h.n, coalesce(h.text, a.text), h.names, h.said FROM hits h JOIN articles a ON a.n = h.article"
        " WHERE h.article IN (SELECT n FROM gone) ORDER BY h.n"
    )
    for n, text, names, said in rows.fetchall():
        connection.execute(
            "INSERT INTO words (words, rowid, text, names, said) VALUES ('delete', ?, ?, ?, ?)", (n, folded(text), names, said)
        )
    hits = "SELECT n FROM hits WHERE article IN (SELECT n FROM gone)"
    connection.execute(f"DELETE FROM counted WHERE hit IN ({hits})")
    connection.execute(f"DELETE FROM figures WHERE hit IN ({hits})")
    connection.execute("DELETE FROM hits WHERE article IN (SELECT n FROM gone)")
    connection.execute("DELETE FROM articles WHERE n IN (SELECT n FROM gone)")


def _put_in(connection: sqlite3.Connection, tables: Tables, wanted: Collection[str], made: Mapping[str, str]) -> None:
    """The rows of these articles, in the order of their numbers: FTS5 writes a segment whenever it is given a smaller one."""
    memberships = _among(tables["memberships"], "article_id", wanted)
    ids, stories, families = (memberships[c].to_pylist() for c in ("article_id", "story_id", "family_id"))
    story_of, family_of = dict(zip(ids, stories, strict=True)), dict(zip(ids, families, strict=True))
    titles = _titles(tables, stories)
    columns = ["id", "outlet", "published", "title", "authors", "text"]
    articles = _among(tables["articles"].select(columns), "id", wanted).to_pylist()
    numbers = _numbers(connection, {a["id"]: (a["published"] or "")[:10] for a in articles})
    articles.sort(key=lambda a: numbers[a["id"]])
    for a in articles:
        story = story_of[a["id"]]
        row = (numbers[a["id"]], a["id"], a["outlet"], folded(a["outlet"] or ""), (a["published"] or "")[:10], story)
        told = (*row, folded(titles[story]), a["text"], made[a["id"]])
        connection.execute("INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", told)
    leads = {family_of[a["id"]] for a in articles}
    size = Counter(family_of[a["id"]] for a in articles)
    several = {a["id"]: family_of[a["id"]] for a in articles if size[family_of[a["id"]]] > 1}
    claims = _ordered(_among(tables["claims"], "article_id", wanted), numbers)
    folds, copied = _folds(claims, several, numbers, leads)
    finding_of = _findings(_among(tables["findings"].select(["id", "story_id", "status", "claims"]), "story_id", stories))
    for n, claim in _numbered(claims, numbers):
        finding, status = finding_of.get(claim["id"], (None, None))
        chain = (claim["attribution"] or {}).get("chain") or ()
        quoted = bool(claim["attribution"]) and claim["attribution"]["mode"] in (Mode.DIRECT, Mode.MIXED)
        names, said = folded(" ".join(claim["names"])), _said(claim)
        text, fold = claim["text"], folds.get(n, n)
        sources = "\n".join(" ".join(link["name"].split()) for link in chain)
        start, end = claim["span"]
        hit = (n, numbers[claim["article_id"]], claim["id"], finding, status, start, end, text, quoted, names, said, sources, fold)
        connection.execute("INSERT INTO hits VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (*hit, fold in copied))
        connection.execute("INSERT INTO words (rowid, text, names, said) VALUES (?, ?, ?, ?)", (n, folded(text), names, said))
        for place, (figure, counted) in enumerate(_figures(claim)):
            connection.execute("INSERT INTO figures VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (n, place, *figure))
            connection.executemany("INSERT OR IGNORE INTO counted VALUES (?, ?, ?)", [(word, n, place) for word in counted])
    for a in articles:
        n, family = WHOLE | numbers[a["id"]] << PLACE, family_of[a["id"]]
        fold = WHOLE | numbers[family] << PLACE if a["id"] in several and family in numbers else n
        names = folded(" ".join([a["title"] or "", *a["authors"]]))
        whole = (n, numbers[a["id"]], None, None, None, 0, len(a["text"]), None, 0, names, "", "", fold, a["id"] in several)
        connection.execute("INSERT INTO hits VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", whole)
        connection.execute("INSERT INTO words (rowid, text, names, said) VALUES (?, ?, ?, '')", (n, folded(a["text"]), names))


def _among(table: Table, column: str, values: Iterable[str]) -> Table:
    return table.filter(pc.is_in(table[column], pa.array(sorted(set(values)), pa.string())))


def _titles(tables: Tables, stories: Iterable[str]) -> dict[str, str]:
    members = _among(tables["memberships"], "story_id", stories)
    ids = members["article_id"].to_pylist()
    articles = from_table(_among(tables["articles"], "id", ids), Article)
    return {s.id: s.title for s in assemble(articles, memberships=from_table(members, Membership), copies=())}


def _findings(findings: Table) -> dict[str, tuple[str, str]]:
    columns = (findings[c].to_pylist() for c in ("id", "status", "claims"))
    return {claim: (id, status) for id, status, claims in zip(*columns, strict=True) for claim in claims}


def _numbers(connection: sqlite3.Connection, days: Mapping[str, str]) -> dict[str, int]:
    """Article -> its number, smaller for a newer day; two of one day stand in the order of their digests."""
    taken = {n for (n,) in connection.execute("SELECT n FROM articles")}
    found = {}
    for id in sorted(days):
        slot = int.from_bytes(blake2b(id.encode("utf-8", "surrogatepass"), digest_size=8).digest()) % (1 << SLOT)
        while (n := ((1 << DAY) - 1 - _ordinal(days[id])) << SLOT | slot) in taken:  # rarer than one archive in ten
            slot = (slot + 1) % (1 << SLOT)
        taken.add(n)
        found[id] = n
    return found


@lru_cache(maxsize=10_000)
def _ordinal(day: str) -> int:
    try:
        return date(*(int(p) for p in [*day.split("-"), "1", "1"][:3])).toordinal()
    except ValueError:
        return 0


def _ordered(claims: Table, numbers: Mapping[str, int]) -> Table:
    """Claims as they are numbered."""
    table = claims.select(["id", "article_id", "span", "text", "attribution", "quantities", "names"])
    where = pa.array([numbers[a] for a in table["article_id"].to_pylist()], pa.int64())
    order = pa.table({"where": where, "start": pc.list_element(table["span"], 0), "id": table["id"]})
    return table.take(pc.sort_indices(order, sort_keys=[("where", "ascending"), ("start", "ascending"), ("id", "ascending")]))


def _numbered(claims: Table, numbers: Mapping[str, int]) -> Iterator[tuple[int, dict[str, Any]]]:
    """The claims with their numbers; of one article no more than there are numbers for, a quarter of a million."""
    article, place = "", 0
    for at in range(0, len(claims), BATCH):
        for claim in claims.slice(at, BATCH).to_pylist():
            place = place + 1 if claim["article_id"] == article else 0
            article = claim["article_id"]
            if place < 1 << PLACE:
                yield numbers[article] << PLACE | place, claim


def _folds(
    claims: Table, several: Mapping[str, str], numbers: Mapping[str, int], leads: Collection[str]
) -> tuple[dict[int, int], set[int]]:
    """Claims in the same words on the same word, of a text and its copies: number -> that of the original's; and the originals'."""
    told: dict[tuple[str, str, str], list[tuple[bool, int, str]]] = defaultdict(list)
    for n, claim in _numbered(claims, numbers) if several else ():
        if family := several.get(claim["article_id"]):
            told[family, folded(claim["text"]), _said(claim)].append((claim["article_id"] not in leads, n, claim["article_id"]))
    folds = {n: min(group)[1] for group in told.values() if len({a for _, _, a in group}) > 1 for _, n, _ in group}
    return folds, set(folds.values())


def _figures(claim: Mapping[str, Any]) -> Iterator[tuple[tuple[Any, ...], list[str]]]:
    """A figure as it is kept, and the words of what it counts."""
    for q in claim["quantities"]:
        low = None if q["bound"] in (Bound.AT_MOST, Bound.LESS_THAN) else q["low"]
        high = None if q["bound"] in (Bound.AT_LEAST, Bound.MORE_THAN) else q["high"]
        if low is None and high is None:
            continue
        bounds = (low, high, q["bound"] == Bound.MORE_THAN, q["bound"] == Bound.LESS_THAN, q["unit"] == "percent")
        words = {w: None for part in (q["counted"], q["head"], q["unit"]) if part for w, _ in tokens(part)}
        yield (*bounds, *q["span"]), list(words)


def _said(claim: Mapping[str, Any]) -> str:
    """The names of a chain as they are written, and as their spellings are compared: "Zelensky" is found by "Zelenskyy"."""
    chain = (claim["attribution"] or {}).get("chain") or ()
    names = [name for link in chain for name in (link["name"], link["speaks_for"]) if name]
    return " ".join(part for name in names for part in (folded(name), " ".join(spelling(name))))


@lru_cache(maxsize=20_000)
def spelling(name: str) -> list[str]:
    """A name as its spellings are compared, in words that no text has."""
    return [f"zz{w}" for part in name_key(name).split() for w, _ in tokens(part)]
