"""Articles in, records out: what the tests share. All text in the tests is written by us."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from typing import Any

from twosource.engines.local import LocalEngine
from twosource.model import Article, Claim, Finding
from twosource.pipeline import Run


def article(text: str, *, id: str = "a", outlet: str | None = None, published: str | None = None, **more: Any) -> Article:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Article(
        id=id, uri=more.pop("uri", f"{id}.txt"), outlet=outlet, published=published, language="en", text=text, sha256=digest, **more
    )


def story(*articles: Article) -> tuple[list[Finding], dict[str, Claim]]:
    """Findings and claims by id, all articles taken as one story: what compare sees, whatever grouping thinks of short texts."""
    return _story(tuple(articles))


@cache
def _story(articles: tuple[Article, ...]) -> tuple[list[Finding], dict[str, Claim]]:
    from twosource.group.copies import find_copies
    from twosource.group.families import families
    from twosource.model import Copy, Membership

    engine = LocalEngine()
    run = Run(engine, articles)
    copies = find_copies(engine, engine.table(articles, Article))
    run.tables["copies"] = copies
    united = families(engine.records(copies, Copy), lengths={a.id: len(a.text) for a in articles})
    run.tables["memberships"] = engine.table(
        [Membership(article_id=a.id, story_id="s", family_id=united.find(a.id), why="test") for a in articles], Membership
    )
    return run.records("findings"), {c.id: c for c in run.records("claims")}


def holding(findings: Sequence[Finding], *texts: str) -> Finding:
    """The one finding whose evidence has a text with all of these words."""
    found = [f for f in findings if any(all(t in e.text for t in texts) for e in f.evidence)]
    assert len(found) == 1, f"{len(found)} findings hold {texts}: {[f.summary for f in found]} of {[f.summary for f in findings]}"
    return found[0]


def counts(finding: Finding) -> tuple[int, int, int]:
    return finding.outlets, finding.texts, finding.origins


def kinds(finding: Finding) -> set[tuple[str, str]]:
    return {(str(d.aspect), str(d.kind)) for d in finding.differences}
