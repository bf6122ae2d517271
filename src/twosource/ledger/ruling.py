"""A person rules on what is in a ledger: names become targets, and what a re-run would change is told before it is run.

Reads a Ledger and its rulings; writes one ruling. The preview runs the last stages over the stories that are touched, in memory: it
takes no lock and writes nothing. Applying rulings for good is build's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from twosource.engines.local import LocalEngine
from twosource.errors import UsageError
from twosource.group.ruled_stories import regrouped
from twosource.ledger.reader import Ledger, open_ledger
from twosource.ledger.rulings import LONGEST_QUOTE, OF_WORDS, Ruling, Rulings, Target, read_rulings
from twosource.ledger.standing import Change, Effect, Standing, changes, effects, since
from twosource.model import Article, Claim, Copy, Finding, Membership, Ruled, RulingKind, SourceKind, Span, Table
from twosource.pipeline import Run
from twosource.schema import from_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A stretch of an article, as a target of a ruling."""

    article: str
    span: Span


def rule(
    ledger: Ledger,
    kind: RulingKind,
    *,
    of: Sequence[str | Words],
    by: str,
    value: str | None = None,
    source_kind: SourceKind | None = None,
    seen: int | None = None,
) -> Ruling:
    """Record a decision on claims, findings (all their claims), articles (id or uri), stories (all their articles), or words.

    It is applied by the next build. With `seen`, the newest ruling that its maker knew of, RulingsMoved tells what was decided meanwhile.
    """
    targets = [t for name in of for t in _targets(ledger, name, kind)]
    with closing(Rulings(ledger.folder)) as rulings:
        return rulings.add(kind, targets=list(dict.fromkeys(targets)), by=by, value=value, source_kind=source_kind, seen=seen)


def undo(folder: Path, id: int, *, by: str) -> Ruling:
    """Take a ruling back; the next build goes without it."""
    open_ledger(folder)
    with closing(Rulings(folder)) as rulings:
        return rulings.undo(id, by=by)


def standing_effects(ledger: Ledger) -> list[Effect]:
    """Every ruling, and what became of it in the generation that holds."""
    return effects(read_rulings(ledger.folder), ledger.generation.rulings, ledger.table)


def _targets(ledger: Ledger, name: str | Words, kind: RulingKind) -> list[Target]:
    if isinstance(name, Words):
        (article,) = _some(ledger, "articles", "id", [name.article], Article) or [None]
        if article is None or not 0 <= name.span[0] < name.span[1] <= len(article.text):
            raise UsageError(f"the article {name.article} has no words at {list(name.span)}")
        return [_target(article, name.span, None)]
    whole = kind not in OF_WORDS
    if claims := _some(ledger, "claims", "id", [name], Claim):
        return _of_claims(ledger, claims, whole=whole and kind is not RulingKind.NOTE)
    if found := _some(ledger, "findings", "id", [name], Finding):
        return _of_claims(ledger, _some(ledger, "claims", "id", found[0].claims, Claim), whole=whole and kind is not RulingKind.NOTE)
    articles = _some(ledger, "articles", "id", [name], Article) or _some(ledger, "articles", "uri", [name], Article)
    if not articles:
        members = _some(ledger, "memberships", "story_id", [name], Membership)
        articles = _some(ledger, "articles", "id", [m.article_id for m in members], Article)
    if not articles:
        raise UsageError(f"nothing in the ledger has the id {name}; name a claim, a finding, an article or a story")
    return [_target(a, None, None) for a in articles]


def _of_claims(ledger: Ledger, claims: Iterable[Claim], *, whole: bool) -> list[Target]:
    claims = list(claims)
    articles = {a.id: a for a in _some(ledger, "articles", "id", [c.article_id for c in claims], Article)}
    return [_target(articles[c.article_id], None if whole else c.span, None if whole else c.id) for c in claims]


def _target(article: Article, span: Span | None, claim: str | None) -> Target:
    quote = None if span is None else article.text[span[0] : min(span[1], span[0] + LONGEST_QUOTE)]
    if quote is not None:
        quote = quote.encode("utf-8", "replace").decode()
    return Target(sha256=article.sha256, span=span, article=article.id, claim=claim, quote=quote)


def _some(ledger: Ledger, table: str, column: str, values: Iterable[str], of: type) -> list:  # type: ignore[type-arg]
    rows = ledger.table(table)
    return list(from_table(_in(rows, column, values), of))


def _in(rows: Table, column: str, values: Iterable[str]) -> Table:
    return rows.filter(pc.is_in(rows[column], pa.array(sorted(set(values)), pa.string())))


def preview(ledger: Ledger) -> list[tuple[Change, str]]:
    """What a build would change by rulings that wait for it or were undone since, each with the summary of the finding as it would be.

    Stories are cut as they are now: what a new date would do to the cutting shows in the build only.
    """
    rows = read_rulings(ledger.folder)
    new = since(rows, ledger.generation.rulings)
    standing = Standing.of(rows)
    texts = {t.sha256 for r in rows if r.id in new for t in r.targets}
    if not texts:
        return []
    cut = ledger.table("memberships") if "cut" not in ledger.generation.tables else ledger.as_table("cut", Membership)
    touched = _in(ledger.table("articles"), "sha256", texts)["id"].to_pylist()
    ids = _neighbours(touched, (cut, ledger.table("memberships")))
    held: list[Article] = list(from_table(_in(ledger.table("articles"), "id", ids), Article))
    articles = standing.applied(standing.dated([ledger.as_supplied(a) for a in held]))
    before = {a.id: a for a in held}
    again = {a.id for a in articles if a != before[a.id]}
    engine = LocalEngine()
    ruled = standing.between(articles)
    members = regrouped(from_table(_in(cut, "article_id", ids), Membership), ruled, {a.id: a.published for a in articles})
    claims = list(from_table(_in(ledger.table("claims"), "article_id", set(ids) - again), Claim))
    if again:
        claims += Run(engine, [a for a in articles if a.id in again]).records("claims")
    copies = [c for c in from_table(_in(ledger.table("copies"), "copy", ids), Copy) if c.of in before]
    run = Run(engine, articles)
    run.tables |= {"rulings": engine.table(ruled, Ruled), "memberships": engine.table(members, Membership)}
    run.tables |= {"claims": engine.table(claims, Claim), "copies": engine.table(copies, Copy)}
    summary = {f.id: f.summary for f in run.records("findings")}
    stories = _in(ledger.table("memberships"), "article_id", ids)["story_id"].to_pylist()
    found = changes(lambda name: _in(ledger.table(name), "story_id", stories), run.table, since=new)
    return [(c, summary[c.finding_id]) for c in found]


def _neighbours(ids: Sequence[str], memberships: Iterable[Table]) -> list[str]:
    """The articles, and all that are in one story with them now or would be without rulings."""
    found = set(ids)
    grown = True
    while grown:
        size = len(found)
        for table in memberships:
            found |= set(_in(table, "story_id", _in(table, "article_id", found)["story_id"].to_pylist())["article_id"].to_pylist())
        grown = len(found) > size
    return sorted(found)
