"""What is known, from whom, and where the accounts part: the brief of one or more stories.

Reads stories, findings, claims, articles and problems; gives a Brief, which is written as Markdown, as a self-contained page, or as the
public records in JSON. Each line is footnoted to outlet and characters. It gives no verdicts: it never says what is true.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from twosource.errors import ProblemKind
from twosource.model import Article, Claim, Finding, Problem, Status, Story
from twosource.present.html import to_html
from twosource.present.markdown import to_markdown
from twosource.present.material import Material, Notes, article_order
from twosource.present.sections import copies, group
from twosource.present.sections import findings as finding_sections
from twosource.present.tables import lookups
from twosource.present.view import Brief, Group, Line, Section, StoryBrief
from twosource.present.words import count, dates, flat
from twosource.schema import to_row

__all__ = ["Brief", "brief", "to_html", "to_json", "to_markdown"]

_UNREAD = frozenset(
    {
        ProblemKind.EMPTY,
        ProblemKind.BINARY,
        ProblemKind.NO_ARTICLE,
        ProblemKind.MALFORMED,
        ProblemKind.TOO_LONG,
        ProblemKind.UNSUPPORTED,
        ProblemKind.UNREADABLE,
    }
)
_TROUBLE = 20  # problems before "and N more"
_TALLY = (
    (Status.CORROBORATED, "corroborated"),
    (Status.CARRIED, "on one voice"),
    (Status.DISPUTED, "disputed"),
    (Status.DEVELOPING, "developing"),
    (Status.RETRACTED, "taken back"),
    (Status.SINGLE, "in one outlet alone"),
)


def brief(
    stories: Iterable[Story],
    *,
    findings: Iterable[Finding],
    claims: Iterable[Claim] = (),
    articles: Iterable[Article] = (),
    problems: Iterable[Problem] = (),
) -> Brief:
    """The brief of these stories, the most widely told first.

    >>> brief([], findings=[]).title
    'Nothing to tell'
    """
    texts = {a.id: a for a in articles}
    told = sorted(stories, key=lambda s: (-len(s.outlets), -len(s.articles), s.first_published or "", s.id))
    by_story: dict[str, list[Finding]] = {}
    for finding in findings:
        by_story.setdefault(finding.story_id, []).append(finding)
    by_article: dict[str, list[Claim]] = {}
    for claim in claims:
        by_article.setdefault(claim.article_id, []).append(claim)
    notes = Notes(texts)
    parts = []
    for story in told:
        here = {c.id: c for i in story.articles for c in by_article.get(i, ())}
        parts.append(_part(Material(story, by_story.get(story.id, ()), here, texts, notes)))
    shown = dict.fromkeys(a.id for s in told for a in sorted((texts[i] for i in s.articles if i in texts), key=article_order))
    troubles = tuple(problems)
    return Brief(
        title=_title(parts),
        parts=tuple(parts),
        unread=_unread(len(texts), troubles),
        trouble=_trouble(troubles),
        notes=notes.all(),
        articles=tuple(texts[i] for i in shown),
        stories=tuple(told),
        findings=tuple(f for s in told for f in by_story.get(s.id, ())),
        problems=troubles,
    )


def to_json(of: Brief) -> str:
    """The public records behind the brief: `{stories, findings, problems}`."""
    rows = {"stories": of.stories, "findings": of.findings, "problems": of.problems}
    return json.dumps({name: [to_row(r) for r in records] for name, records in rows.items()}, ensure_ascii=False, indent=2) + "\n"


def _title(parts: list[StoryBrief]) -> str:
    if len(parts) == 1:
        return parts[0].title
    return count(len(parts), "story").replace("storys", "stories") if parts else "Nothing to tell"


def _part(m: Material) -> StoryBrief:
    sections: list[Section] = [*finding_sections(m), *lookups(m)]
    if (whose := copies(m)) is not None:
        sections.append(whose)
    return StoryBrief(id=m.story.id, title=flat(m.story.title) or "Story without a title", overview=_overview(m), sections=tuple(sections))


def _overview(m: Material) -> tuple[str, ...]:
    story = m.story
    known, unknown = len(story.outlets), sum(a.outlet is None for a in m.articles.values())
    whose = count(known, "outlet") if known else ""
    if unknown:
        whose = f"{whose} and {unknown} whose outlet is not given" if whose else "outlets not given"
    articles, texts = count(len(story.articles), "article"), count(story.texts, "text")
    lines = [f"{articles} from {whose or 'outlets not given'}; {texts} once copies and versions are folded."]
    days, undated = dates(story.first_published, story.last_published), sum(a.published is None for a in m.articles.values())
    if days:
        lines.append(f"Published {days}{f'; {undated} without a date' if undated else ''}.")
    tally = [(sum(f.status is status for f in m.findings), words) for status, words in _TALLY]
    lines.append(" · ".join(f"{n} {words}" for n, words in tally if n) or "No claims were read.")
    return tuple(lines)


def _unread(read: int, problems: Iterable[Problem]) -> str:
    lost = {(p.uri, p.message if p.uri is None else "") for p in problems if p.kind in _UNREAD and p.article_id is None}
    return f"{len(lost)} of {count(read + len(lost), 'article')} could not be read." if lost else ""


def _trouble(problems: Iterable[Problem]) -> Group | None:
    """A line for each input and kind of trouble: the first message, and how many more are like it."""
    alike: dict[tuple[str | None, ProblemKind, str], list[str]] = {}
    for p in problems:
        alike.setdefault((p.uri, p.kind, p.message if p.uri is None else ""), []).append(flat(p.message))
    lines = [
        Line(text=m[0], remarks=(f"and {len(m) - 1} more like it",) if len(m) > 1 else ())
        for m in map(list, map(dict.fromkeys, alike.values()))
    ]
    return group("", lines, cap=_TROUBLE) if lines else None
