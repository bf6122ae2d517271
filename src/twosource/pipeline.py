"""THE list of stages, in order: what each reads and writes is checked before anything runs.

Data flows one way: a stage reads tables and writes one. Only what the wanted table needs is run. `rulings` is what people decided
between articles (a ledger's; none elsewhere).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from twosource.compare.align import align_story
from twosource.compare.findings import find_story
from twosource.errors import StageError, TwosourceError
from twosource.extract.inherit import find_claims
from twosource.group.copies import find_copies
from twosource.group.ruled_stories import rule_stories
from twosource.group.stories import assemble, find_stories
from twosource.model import Alignment, Article, Claim, Copy, Engine, Finding, Membership, Record, Ruled, Story, Table

Tables = Mapping[str, Table]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One step: `run` gets the engine and the tables named in `reads`, and gives the table `writes`."""

    writes: str
    record: type
    reads: tuple[str, ...]
    run: Callable[[Engine, Tables], Table]


def _copies(engine: Engine, tables: Tables) -> Table:
    return find_copies(engine, tables["articles"])


def _memberships(engine: Engine, tables: Tables) -> Table:
    found = find_stories(engine, tables["articles"], tables["copies"])
    return rule_stories(engine, found, tables["articles"], tables["rulings"])


def _claims(engine: Engine, tables: Tables) -> Table:
    return find_claims(engine, tables["articles"], tables["copies"])


OF_STORY = {
    "articles": "SELECT t.*, m.story_id FROM t JOIN m ON m.article_id = t.id",
    "claims": "SELECT t.*, m.story_id FROM t JOIN m ON m.article_id = t.article_id",
    "copies": "SELECT t.*, m.story_id FROM t JOIN m ON m.article_id = t.copy"
    " JOIN m AS n ON n.article_id = t.of AND n.story_id = m.story_id",
    "rulings": "SELECT t.*, m.story_id FROM t JOIN m ON m.article_id = t.article_id WHERE t.kind IN ('same', 'not_same')",
}


def _by_story(engine: Engine, tables: Tables, *names: str) -> dict[str, Table]:
    return {name: engine.sql(OF_STORY[name], t=tables[name], m=tables["memberships"]) for name in names}


def _alignments(engine: Engine, tables: Tables) -> Table:
    rows = _by_story(engine, tables, "claims", "articles", "rulings")
    read = {"claims": (rows["claims"], Claim), "articles": (rows["articles"], Article), "rulings": (rows["rulings"], Ruled)}
    read["memberships"] = (tables["memberships"], Membership)
    return engine.group(align_story, read, key="story_id", writes=Alignment)


def _findings(engine: Engine, tables: Tables) -> Table:
    rows = _by_story(engine, tables, "articles", "claims", "copies")
    read = {"articles": (rows["articles"], Article), "claims": (rows["claims"], Claim), "copies": (rows["copies"], Copy)}
    read |= {"memberships": (tables["memberships"], Membership), "alignments": (tables["alignments"], Alignment)}
    return engine.group(find_story, read, key="story_id", writes=Finding)


STAGES = (
    Stage(writes="copies", record=Copy, reads=("articles",), run=_copies),
    Stage(writes="memberships", record=Membership, reads=("articles", "copies", "rulings"), run=_memberships),
    Stage(writes="claims", record=Claim, reads=("articles", "copies"), run=_claims),
    Stage(writes="alignments", record=Alignment, reads=("articles", "memberships", "claims", "rulings"), run=_alignments),
    Stage(writes="findings", record=Finding, reads=("articles", "copies", "memberships", "claims", "alignments"), run=_findings),
)


def check(stages: Sequence[Stage] = STAGES) -> None:
    """Each table is written once, and before it is read; TwosourceError names the stage that breaks this."""
    known = {"articles", "rulings"}
    for stage in stages:
        if missing := sorted(set(stage.reads) - known):
            raise TwosourceError(f"stage {stage.writes} reads {', '.join(missing)}, which no stage before it writes")
        if stage.writes in known:
            raise TwosourceError(f"two stages write {stage.writes}")
        known.add(stage.writes)


def needed(wanted: str, stages: Sequence[Stage] = STAGES) -> list[Stage]:
    """The stages that `wanted` rests on, in order."""
    names = {wanted}
    for stage in reversed(stages):
        if stage.writes in names:
            names.update(stage.reads)
    return [s for s in stages if s.writes in names]


@dataclass(slots=True)
class Run:
    """Articles on an engine, and the tables made of them so far. `began` is told each stage's name as it starts.

    Once the articles are a table, `articles` is let go of: of 200,000 they take as much memory again.
    """

    engine: Engine
    articles: Sequence[Article]
    began: Callable[[str], None] = lambda _: None
    tables: dict[str, Table] = field(default_factory=dict)

    def table(self, wanted: str) -> Table:
        """The table `wanted`, made with all it needs."""
        check()
        if "articles" not in self.tables:
            self.tables["articles"], self.articles = self.engine.table(self.articles, Article), ()
        if "rulings" not in self.tables:
            self.tables["rulings"] = self.engine.table((), Ruled)
        for stage in needed(wanted):
            if stage.writes not in self.tables:
                self.began(stage.writes)
                try:
                    self.tables[stage.writes] = stage.run(self.engine, self.tables)
                except (TwosourceError, KeyboardInterrupt):
                    raise
                except Exception as error:
                    what = f"{type(error).__name__}: {error}"
                    raise StageError(f"stage {stage.writes} failed: {what}; replay it on the same inputs and send us the trace") from error
        return self.tables[wanted]

    def stories(self) -> list[Story]:
        """The stories, sorted by id."""
        return assemble(self.records("articles"), memberships=self.records("memberships"), copies=self.records("copies"))

    def records(self, wanted: str) -> list[Record]:
        """The rows of `wanted` as records, sorted by id where they have one."""
        of = Article if wanted == "articles" else next(s.record for s in STAGES if s.writes == wanted)
        rows: Iterable[Record] = self.engine.records(self.table(wanted), of)
        return sorted(rows, key=lambda r: (r.id,) if hasattr(r, "id") else ())
