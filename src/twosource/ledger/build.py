"""Grow a ledger, or take an article out of it: read, settle, run what is not done yet, and name the new state in one step.

Reads inputs and the generation that holds; writes the tables and the next generation. Any split of the same articles into appends,
in any order, gives the same records. Rulings are read once, at the beginning, and never written.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote

from twosource.engines.local import LocalEngine
from twosource.errors import NothingReadable, UsageError
from twosource.ledger import generation, rules
from twosource.ledger.engine import Remembering, Workers, row_digest
from twosource.ledger.generation import TABLES, Generation
from twosource.ledger.indexing import forget
from twosource.ledger.lock import writing
from twosource.ledger.reader import Ledger, open_ledger
from twosource.ledger.rulings import Rulings, read_rulings
from twosource.ledger.standing import Change, Standing, changes, effects, since, troubles
from twosource.ledger.store import Made, Store, disk
from twosource.model import Article, Problem, Ruled, Table
from twosource.pipeline import STAGES, Run, needed
from twosource.read import Lost, scan, settle

READER_HOURS = 1  # files that only an older generation names stay this long, for programs that read them by name


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """What stays of an article that was removed for good: nothing of its text."""

    id: str
    sha256: str
    uri_sha256: str
    at: str
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a build did. `unread` counts inputs that gave no article now; `refused` those removed before."""

    generation: int
    changed: bool
    articles: int
    added: int
    units: int
    unread: int
    problems: tuple[Problem, ...]
    refused: tuple[str, ...]
    changes: tuple[Change, ...]  # by rulings made or undone since the generation before


@dataclass(slots=True)
class _Supply:
    """Everything ever supplied, as it was read: unit -> article. A unit's name says by which reader it was read."""

    articles: dict[str, Article]
    problems: list[Problem]


def build(
    inputs: Sequence[str],
    folder: Path,
    *,
    outlets: Path | None = None,
    published: str | None = None,
    stdin: BinaryIO | None = None,
    until: str = STAGES[-1].writes,
    workers: Workers | None = None,
    processes: int = 1,
    progress: Callable[[int], None] | None = None,
    began: Callable[[str], None] = lambda _: None,
) -> Built:
    """Make a ledger of the inputs, or add them to it; without inputs, redo what changed rules ask for.

    `until` names the last table that is made; what others a generation before had is left out of the new one, and made again, as far as
    it does not hold, by a build that does not stop there. `workers` do the work, else `processes` of this machine.
    """
    _check(folder, inputs)
    items = scan(inputs, outlets=outlets, published=published, stdin=stdin) if inputs else iter(())
    with disk(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with writing(folder):
            began("reading")
            read, problems, unread = [], [], 0
            for item in items:
                if isinstance(item, Article):
                    read.append(item)
                else:
                    problems.append(item.problem if isinstance(item, Lost) else item)
                    unread += isinstance(item, Lost)
            writer = _Writer(folder, workers or LocalEngine(processes=processes, progress=progress), began, until=until)
            return writer.add(read, problems, unread, asked=bool(inputs))


def remove(folder: Path, article: str, *, reason: str | None = None, began: Callable[[str], None] = lambda _: None) -> Tombstone:
    """Take an article out for good: its text leaves the tables, their old versions and the search; a tombstone stays."""
    open_ledger(folder)
    with disk(folder), writing(folder):
        made = generation.read(folder)
        until = next((s.writes for s in reversed(STAGES) if made is None or s.writes in made.tables), STAGES[0].writes)
        return _Writer(folder, LocalEngine(), began, until=until).remove(article, reason)


def _check(folder: Path, inputs: Sequence[str]) -> None:
    before = generation.read(folder)
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; a ledger is a folder: give another --ledger")
    if before is None and folder.is_dir() and any(p.name not in ("lock", TABLES) and not p.name.startswith(".") for p in folder.iterdir()):
        raise UsageError(f"{folder} holds other things than a ledger; give an empty or a new folder")
    if unquote(str(folder.absolute())) != str(folder.absolute()):
        raise UsageError(f"{folder} has a % before two digits in its path, which Delta tables cannot be kept under; give another --ledger")
    if before is None and not inputs:
        raise UsageError(f"there is no ledger at {folder} yet; make one with: twosource build INPUT... --ledger {folder}")


class _Writer:
    def __init__(self, folder: Path, workers: Workers, began: Callable[[str], None], *, until: str) -> None:
        self.folder, self.began = folder, began
        self.store = Store(folder)
        self.engine = Remembering(self.store, workers)
        self.stages = needed(until)
        self.before = generation.read(folder) or Generation()
        self.held = Ledger(folder, self.before) if self.before.generation else None
        self.since = time.time() - 2
        self.rulings = read_rulings(folder)
        self.ruled = Standing.of(self.rulings)
        self.changes: tuple[Change, ...] = ()
        if self.before.purge:
            self._purge()

    def add(self, read: list[Article], problems: list[Problem], unread: int, *, asked: bool) -> Built:
        supply = self._supply()
        tombstones = self._tombstones()
        refused = tuple(a.uri for a in read if _is_removed(a, tombstones))
        if asked and not read:
            for problem in problems:
                self.began(problem.message)
            raise NothingReadable("nothing could be read: none of the inputs holds an article")
        units = set(supply.articles)
        troubles = set(supply.problems)
        _supply_more(supply, (a for a in read if not _is_removed(a, tombstones)), problems)
        read.clear()  # 200,000 articles as objects take 0.6 GB: the stages read them from the disk
        added = len(supply.articles.keys() - units)
        unchanged = supply.articles.keys() == units and set(supply.problems) == troubles and self.before.rules == rules.all_digests()
        unchanged = unchanged and all(stage.writes in self.before.tables for stage in self.stages)
        unchanged = unchanged and self.before.rulings == self.ruled.last
        if unchanged and self.held is not None:
            count = len(self.held.table("articles"))
            return self._built(self.before, False, count, 0, unread, problems, refused)
        after, count = self._make(supply, tombstones, purge=False)
        return self._built(after, True, count, added, unread, problems, refused)

    def remove(self, id: str, reason: str | None) -> Tombstone:
        supply, tombstones = self._supply(), self._tombstones()
        assert self.held is not None
        chosen = [a for a in self.held.records("articles") if id in (a.id, a.uri)]
        if not chosen:
            gone = next((t for t in tombstones if t.id == id), None)
            if gone:
                raise UsageError(f"the article {id} was removed on {gone.at[:10]}")
            raise UsageError(f"no article has the id or the uri {id}; twosource articles --ledger {self.folder} lists them")
        if len(chosen) > 1:
            raise UsageError(f"{len(chosen)} articles have the uri {id}; name one by its id: {', '.join(a.id for a in chosen)}")
        article = chosen[0]
        for unit, given in list(supply.articles.items()):
            if given.sha256 == article.sha256 and (article.id.startswith(given.id) or given.id.startswith(article.id)):
                del supply.articles[unit]
        tombstone = Tombstone(
            id=article.id,
            sha256=article.sha256,
            uri_sha256=sha256(article.uri.encode()).hexdigest(),
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            reason=reason,
        )
        supply.problems = [p for p in supply.problems if p.article_id != article.id and p.uri != article.uri]
        self._make(supply, [*tombstones, tombstone], purge=True)
        self._purge()
        return tombstone

    def _built(
        self, after: Generation, changed: bool, count: int, added: int, unread: int, problems: Iterable[Problem], refused: tuple[str, ...]
    ) -> Built:
        return Built(
            generation=after.generation,
            changed=changed,
            articles=count,
            added=added,
            units=self.engine.made,
            unread=unread,
            problems=tuple(problems),
            refused=refused,
            changes=self.changes,
        )

    def _supply(self) -> _Supply:
        """What was supplied before: the articles, but where settling changed one or folded it, as it was read."""
        if self.held is None:
            return _Supply({}, [])
        changed = self.held.by_unit("supplied", Article)
        settled = {unit.partition("/")[0]: a for unit, a in self.held.by_unit("articles", Article).items()}
        return _Supply(settled | changed, self.held.read_problems())

    def _tombstones(self) -> list[Tombstone]:
        return [] if self.held is None else self.held.raw("tombstones", Tombstone)

    def _make(self, supply: _Supply, tombstones: Sequence[Tombstone], *, purge: bool) -> tuple[Generation, int]:
        """Bring every table to what the supply asks for, and name the new generation."""
        keep = self.store.keep
        twice, between = self._keep_articles(supply)
        keep("tombstones", (Made(unit=row_digest(t), records=(t,)) for t in tombstones), Tombstone)
        run = Run(self.engine, (), began=self.began, tables={"articles": self.store.load("articles", Article), "rulings": between})
        for stage in self.stages:
            run.table(stage.writes)
            if stage.writes not in self.engine.kept:  # a stage that ends in SQL
                keep(stage.writes, (Made(unit=row_digest(r), records=(r,)) for r in run.records(stage.writes)), stage.record)
        self.engine.drop_unwanted()
        found = [p for name, of in self.engine.kept.items() for p in self.store.problems(name, of)]
        if self.stages == list(STAGES):
            found += troubles(effects(self.rulings, self.ruled.last, run.table))
        if self.stages == list(STAGES) and self.held is not None and STAGES[-1].writes in self.before.tables:
            self.changes = tuple(changes(self.held.table, run.table, since=since(self.rulings, self.before.rulings)))
        keep("changes", (Made(unit=row_digest(c), records=(c,)) for c in self.changes), Change)
        of_stages = {"supply": supply.problems, "settle": twice, "stages": found}
        rows = {f"{where}/{row_digest(p)}": p for where, problems in of_stages.items() for p in problems}
        keep("problems", (Made(unit=u, records=(p,)) for u, p in rows.items()), Problem)
        names = ("articles", "supplied", "tombstones", "problems", "changes", *(s.writes for s in self.stages), *self.engine.kept)
        for name in names:
            self.store.compact(name)
        self.store.flush(self.since)
        tables = {name: self.store.version(name) for name in names}
        after = Generation(
            generation=self.before.generation + 1, tables=tables, rules=rules.all_digests(), rulings=self.ruled.last, purge=purge
        )
        generation.write(self.folder, after)
        for name in tables:
            self.store.clean(name, hours=READER_HOURS)
        return after, len(run.table("articles"))

    def _keep_articles(self, supply: _Supply) -> tuple[tuple[Problem, ...], Table]:
        """Write the articles, settled and ruled upon; gives what was supplied twice, and the rulings between articles."""
        articles, twice = settle(self.ruled.dated(list(supply.articles.values())))
        articles = tuple(self.ruled.applied(articles))
        settled, changed = _trace(articles, supply.articles)
        supply.articles.clear()
        self.store.keep("supplied", (Made(unit=u, records=(a,)) for u, a in changed.items()), Article)
        self.store.keep("articles", (Made(unit=u, records=(a,)) for u, a in settled.items()), Article)
        return twice, self.engine.table(self.ruled.between(articles), Ruled)

    def _purge(self) -> None:
        """Delete every file that the generation does not name, old versions and the search among them, and then say that it is done."""
        now = generation.read(self.folder)
        assert now is not None
        for name in self.store.names():
            self.store.clean(name, hours=0, everything=True)
        forget(self.folder)
        held = Ledger(self.folder, now)
        gone = {t.sha256 for t in held.raw("tombstones", Tombstone)} - set(held.table("articles")["sha256"].to_pylist())
        if gone and self.rulings:
            with closing(Rulings(self.folder)) as rulings:
                rulings.forget(gone)
        generation.write(self.folder, replace(now, purge=False))


def _supply_more(supply: _Supply, read: Iterable[Article], problems: Iterable[Problem]) -> None:
    """Add what was read now. A text that an older reader read from the same place gives way to what this one makes of it."""
    reader = rules.digest("read")[:12]
    known = {unit.partition("-")[2] for unit in supply.articles}
    stale = {(a.id, a.uri, a.sha256): unit for unit, a in supply.articles.items() if not unit.startswith(reader)}
    here, places = set(), set()  # read now; and those where something else stands than before
    for article in read:
        here.add(article.uri)
        digest = row_digest(article)
        if digest not in known:
            known.add(digest)
            places.add(article.uri)
            supply.articles.pop(stale.pop((article.id, article.uri, article.sha256), ""), None)
            supply.articles[f"{reader}-{digest}"] = article
    now = list(problems)
    places |= {p.uri for p in now if p.uri is not None} - here  # two feeds may hold one page, each with a problem of its own
    supply.problems = sorted({*(p for p in supply.problems if p.uri not in places), *now}, key=lambda p: (p.uri or "", p.message, repr(p)))


def _trace(settled: Iterable[Article], supplied: Mapping[str, Article]) -> tuple[dict[str, Article], dict[str, Article]]:
    """(settled articles by unit, as supplied those that settling changed or folded into another)."""
    by_text: dict[str, list[Article]] = defaultdict(list)
    for article in settled:
        by_text[article.sha256].append(article)
    units, changed = {}, {}
    for unit, given in sorted(supplied.items()):
        of = next((a for a in by_text[given.sha256] if _is_of(given, a)), None)
        if of is not None:
            by_text[given.sha256].remove(of)
            units[f"{unit}/{row_digest(of)[:12]}"] = of
        if of != given:
            changed[unit] = given
    assert not any(by_text.values()), "an article that nobody supplied"
    return units, changed


def _is_of(given: Article, settled: Article) -> bool:
    """Settling changes nothing but the id, of a later text under a given id, and what it is a version of; a ruling outlet and date."""
    ruled = replace(given, outlet=settled.outlet, published=settled.published, rulings=settled.rulings) if settled.rulings else given
    same = replace(ruled, id=settled.id, version_of=settled.version_of) == settled
    return same and (settled.id.startswith(given.id) or given.id.startswith(settled.id))


def _is_removed(article: Article, tombstones: Iterable[Tombstone]) -> bool:
    """Whether this is a removed article come again: its id, its web address, or its text in its place."""
    place = sha256(article.uri.encode()).hexdigest()
    web = article.uri.lower().startswith(("http://", "https://"))
    return any(
        t.id in (article.id, f"{article.id}~{article.sha256[:12]}") or (t.uri_sha256 == place and (web or t.sha256 == article.sha256))
        for t in tombstones
    )
