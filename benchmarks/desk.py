"""`python -m benchmarks desk`: how long the desk's pages take over a ledger of many articles.

Makes a ledger of the seeded synthetic corpus through the ledger's own store, with claims and findings that cost no parsing: each
sentence is a claim, the first of each text of a story speak of one thing. One story has 120 articles. Then asks a server in this
process, through its guard, for each page many times, and prints medians and the slowest. A ledger named with --ledger is kept, and
used again. The index that search asks is made anew, and brought to a generation in which one story in a hundred has changed.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import httpx

from benchmarks.synthetic import Corpus
from twosource.group.stories import story_id
from twosource.ledger import generation, rules
from twosource.ledger.generation import TABLES, Generation
from twosource.ledger.store import Made, Store
from twosource.model import (
    Alignment,
    Article,
    Aspect,
    Bound,
    Claim,
    Copy,
    CopyKind,
    Difference,
    Evidence,
    Finding,
    Membership,
    Origin,
    Problem,
    Quantity,
    Reading,
    Record,
    Relation,
    Silence,
    SourceKind,
    Status,
)
from twosource.schema import from_table

WIDE = 120  # articles of the one large story
SHARED = 8  # first sentences of each text that speak of one thing
BATCH = 500  # units of one write
TIMES = 40


def make(folder: Path, size: int) -> None:
    """A ledger of that many articles."""
    rows = list(Corpus(size))
    for row in rows[:WIDE]:
        row["story"] = rows[0]["story"]
    by_story: dict[int, list[tuple[Article, int]]] = defaultdict(list)
    for row in rows:
        given = {name: row[name] for name in ("id", "outlet", "title", "published", "language", "text")}
        uri = f"https://{row['outlet'].lower().replace(' ', '-')}.example/{row['id']}"
        article = Article(**given, uri=uri, sha256=sha256(row["text"].encode()).hexdigest())
        by_story[row["story"]].append((article, row["family"]))
    made: dict[str, list[Made]] = defaultdict(list)
    store = Store(folder)
    of: dict[str, type] = {"articles": Article, "memberships": Membership, "copies": Copy, "claims": Claim, "findings": Finding}
    for number, members in enumerate(by_story.values()):
        for name, records in _story(members).items():
            made[name].append(Made(unit=f"{name}-{number}", records=tuple(records)))
        if len(made["articles"]) == BATCH:
            for name, units in made.items():
                store.append(name, units, of[name])
            made.clear()
    for name, units in made.items():
        store.append(name, units, of[name])
    of |= {"alignments": Alignment, "problems": Problem}
    for name, record in of.items():
        store.ensure(name, record)
        store.compact(name)
    generation.write(folder, Generation(generation=1, tables={n: store.version(n) for n in of}, rules=rules.all_digests()))


def _story(members: list[tuple[Article, int]]) -> dict[str, list[Record]]:
    articles = [a for a, _ in members]
    story = story_id(min(articles, key=lambda a: (a.published or "", a.id)).id)
    lead: dict[int, Article] = {}
    memberships, copies = [], []
    for article, family in members:
        first = lead.setdefault(family, article)
        memberships.append(Membership(article_id=article.id, story_id=story, family_id=first.id, why="made so"))
        if first is not article:
            passage = (0, min(len(first.text), len(article.text), 400))
            copies.append(Copy(of=first.id, copy=article.id, kind=CopyKind.COPY, contained=0.8, passages=((passage, passage),)))
    claims = {a.id: list(_claims(a)) for a in articles}
    groups: list[list[Claim]] = []
    for place in range(max(map(len, claims.values()))):
        at = [own[place] for own in claims.values() if place < len(own)]
        groups += [at] if place < SHARED else [[c] for c in at]
    findings = [_finding(story, group, articles) for group in groups]
    return {
        "articles": list(articles),
        "memberships": list(memberships),
        "copies": list(copies),
        "claims": [c for own in claims.values() for c in own],
        "findings": list(findings),
    }


def _claims(article: Article) -> Iterator[Claim]:
    for n, found in enumerate(re.finditer(r"[^\s.][^.]*\.", article.text)):
        start, end = found.span()
        figures = [(m.start() + start, m.end() + start) for m in re.finditer(r"\d+", found[0])]
        quantities = tuple(
            Quantity(span=s, low=float(article.text[slice(*s)]), high=float(article.text[slice(*s)]), bound=Bound.EXACT, head="thing")
            for s in figures
        )
        yield Claim(
            id=f"{article.id}-{n}",
            article_id=article.id,
            uri=article.uri,
            sentence=(start, end),
            span=(start, end - 1),
            text=article.text[start : end - 1],
            attribution=None,
            event=None,
            quantities=quantities,
        )


def _finding(story: str, group: list[Claim], articles: list[Article]) -> Finding:
    carrying = {c.article_id for c in group}
    outlets = len({a.outlet for a in articles if a.id in carrying})
    disputed = len(group) > 1 and sha256(group[0].id.encode()).digest()[0] < 50
    readings = tuple(
        Reading(claim_id=c.id, article_id=c.article_id, span=c.span, text=c.text, outlets=1, texts=1, origins=1) for c in group[:2]
    )
    parted = Difference(aspect=Aspect.VALUE, kind=Relation.CONFLICTS, readings=readings, why="one figure, then another")
    return Finding(
        id=f"f{group[0].id}",
        story_id=story,
        status=Status.SINGLE if outlets == 1 else Status.DISPUTED if disputed else Status.CARRIED,
        outlets=outlets,
        outlets_unknown=0,
        texts=outlets,
        origins=1,
        origins_max=outlets,
        origin_list=(Origin(name="", kind=SourceKind.UNSTATED, voices=(), claims=tuple(c.id for c in group)),),
        summary=group[0].text,
        claims=tuple(c.id for c in group),
        retracted=(),
        evidence=tuple(Evidence(claim_id=c.id, article_id=c.article_id, uri=c.uri, span=c.span, text=c.text) for c in group),
        differences=(parted,) if disputed else (),
        silent=tuple(Silence(article_id=a.id, share_read=1.0) for a in articles if a.id not in carrying),
        hints=(),
    )


def _touch(folder: Path) -> None:
    """A generation in which the findings of one story in a hundred have other ids, as a build that adds to these stories makes them."""
    before = generation.read(folder)
    assert before is not None
    store = Store(folder)
    units = sorted(store.units("findings", Finding))[::100]
    made = []
    for unit in units:
        found = from_table(store.load("findings", Finding, units=[unit]), Finding)
        made.append(Made(unit=f"{unit}+", records=tuple(replace(f, id=f"{f.id}+") for f in found)))
    store.drop("findings", units, Finding)
    store.append("findings", made, Finding)
    tables = {name: store.version(name) for name in before.tables}
    generation.write(folder, replace(before, generation=before.generation + 1, tables=tables))


async def measure(folder: Path) -> list[tuple[str, list[float]]]:
    """(page, seconds of each request), and first what opening and the first search take."""
    from twosource.ledger import open_ledger
    from twosource.ledger.indexing import current, forget
    from twosource.web.app import create_app

    forget(folder)
    began = time.perf_counter()
    current(open_ledger(folder))
    index = [("making the search index", [time.perf_counter() - began])]
    _touch(folder)
    began = time.perf_counter()
    current(open_ledger(folder))
    index.append(("the same after a build that touched one story in a hundred", [time.perf_counter() - began]))

    began = time.perf_counter()
    app = create_app(folder)
    rows = [("opening the ledger", [time.perf_counter() - began]), *index]
    shelf = app.app.state.desk.shelf  # type: ignore[attr-defined]
    chance = random.Random(1)
    stories = sorted(shelf.entries.values(), key=lambda e: (-len(e.story.articles), e.story.id))
    told = [e.story.id for e in stories if len(e.story.articles) > 1]
    some, wide = chance.sample(told[1:], min(TIMES, len(told) - 1)), stories[0].story.id
    words = [
        w for a in shelf.articles(e.story.articles[0] for e in stories[:TIMES]).values() for w in [chance.choice(a.text.split()).strip(".")]
    ]
    sorts = ("newest", "disputed", "widest")
    pages = {
        "story list": [f"/?sort={chance.choice(sorts)}&page={chance.randint(1, 100)}" for _ in range(TIMES)],
        "story list, filtered": [f"/?outlet=Outlet+{chance.randint(0, 59)}&since=2024-06-01" for _ in range(TIMES)],
        "story page": [f"/story/{id}" for id in some],
        f"story page, {len(stories[0].story.articles)} articles": [f"/story/{wide}?page={1 + n % 3}" for n in range(8)],
        "reader": [f"/story/{id}/read" for id in some],
        "brief": [f"/story/{id}/brief" for id in some],
        "search, a word": [f"/search?q={word}" for word in words],
        "search, a figure": [f"/search?q=%3E+{chance.randint(1, 900)}" for _ in range(TIMES)],
        "search, a figure of a thing": [f"/search?q=thing+%3E+{chance.randint(1, 900)}" for _ in range(TIMES)],
        "search, an outlet since a day": [f"/search?q=outlet:{chance.randint(0, 59)}+after:2024-06-01" for _ in range(TIMES)],
    }
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        await client.get("/static/desk.css")
        for name, addresses in pages.items():
            taken = []
            for address in addresses:
                began = time.perf_counter()
                answer = await client.get(address)
                taken.append(time.perf_counter() - began)
                assert answer.status_code == 200, (address, answer.status_code, answer.text[:300])
            rows.append((name, taken))
    return rows


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks desk", description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--ledger", type=Path)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.ledger or Path(scratch) / "ledger"
        if not (folder / generation.FILE).exists():
            (folder / TABLES).mkdir(parents=True)
            make(folder, given.articles)
        print(f"{given.articles:,} articles\n\n| | median ms | slowest ms | requests |\n|---|---:|---:|---:|")
        for name, taken in asyncio.run(measure(folder)):
            print(f"| {name} | {statistics.median(taken) * 1000:,.0f} | {max(taken) * 1000:,.0f} | {len(taken)} |", flush=True)
