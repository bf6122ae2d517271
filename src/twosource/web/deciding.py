"""What people decided, as the pages show it: each ruling with who, when and what became of it, and the findings it is about.

Reads DIR/rulings.sqlite and a Shelf; writes rulings on what is on the shelf. Applying them is the next build's.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from twosource.errors import UsageError
from twosource.ledger.rulings import LONGEST_QUOTE, MOST_TARGETS, Ruling, Rulings, Target, read_rulings
from twosource.ledger.standing import Change, Effect, State, effects, since
from twosource.model import Article, Claim, RulingKind, SourceKind
from twosource.present.words import date, flat, listed, outlet, short
from twosource.web.shelf import Shelf

WORDS = {
    RulingKind.SAME: "same claim",
    RulingKind.NOT_SAME: "not the same claim",
    RulingKind.WRONG_SOURCE: "wrong source",
    RulingKind.RENAME: "source renamed",
    RulingKind.MERGE_STORIES: "stories merged",
    RulingKind.SPLIT_STORY: "story of its own",
    RulingKind.SET_OUTLET: "outlet given",
    RulingKind.SET_PUBLISHED: "date given",
    RulingKind.NOTE: "note",
}
BECAME = {
    State.HOLDS: "holds",
    State.WAITS: "waits for the next run",
    State.UNMATCHED: "matches nothing any more",
    State.OVERRULED: "overruled",
    State.UNDONE: "undone",
}
OF_ARTICLES = (RulingKind.SPLIT_STORY, RulingKind.SET_OUTLET, RulingKind.SET_PUBLISHED)
CHANGED = "what this is about has changed since; reload the page and look again"
_QUOTE = 90  # characters of the words a ruling is about


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A ruling as a line."""

    ruling: Ruling
    what: str
    about: str  # the words, or the articles
    became: str
    state: State
    why: str
    findings: tuple[str, ...]  # of this generation
    story: str | None

    @property
    def at(self) -> str:
        return self.ruling.at

    @property
    def undoable(self) -> bool:
        return self.state is not State.UNDONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """Every ruling, the newest first. `last` is the number of the newest row; `waiting` ones would be applied or taken back by a run."""

    lines: tuple[Decided, ...]
    by_finding: Mapping[str, tuple[Decided, ...]]
    by_article: Mapping[str, tuple[Decided, ...]]  # those on articles and stories
    changes: Mapping[str, Change]  # what rulings made of findings in the last run
    last: int
    waiting: int


class Deciding:
    """The rulings of one ledger. What was read is kept until there is another ruling or generation."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._kept: tuple[tuple[int, int], Decisions] | None = None

    def on(self, shelf: Shelf) -> Decisions:
        """What was decided, and what became of it on this shelf."""
        rows = read_rulings(self.folder)
        key = shelf.generation, max((r.id for r in rows), default=0)
        with self._lock:
            if self._kept is None or self._kept[0] != key:
                self._kept = key, _decisions(rows, shelf)
            return self._kept[1]

    def rule(
        self,
        shelf: Shelf,
        kind: RulingKind,
        *,
        of: Sequence[str],
        by: str,
        value: str | None = None,
        source_kind: SourceKind | None = None,
        seen: int | None = None,
    ) -> Ruling:
        """Decide on these claims, articles or stories; it is on the disk when this returns. RulingsMoved where another did after `seen`."""
        if kind is RulingKind.MERGE_STORIES:
            targets = _of_stories(shelf, of)
        elif kind in OF_ARTICLES:
            targets = _of_articles(shelf, of)
        else:
            targets = _of_claims(shelf, of)
        with closing(Rulings(self.folder)) as rulings:
            return rulings.add(kind, targets=targets, by=by, value=value or None, source_kind=source_kind, seen=seen)

    def undo(self, id: int, *, by: str) -> Ruling:
        """Take a ruling back."""
        with closing(Rulings(self.folder)) as rulings:
            return rulings.undo(id, by=by)


def _of_claims(shelf: Shelf, ids: Sequence[str]) -> list[Target]:
    found = [shelf.claim(id) for id in dict.fromkeys(ids)]
    known = [c for c in found if c is not None]
    if len(known) < len(found):
        raise UsageError(CHANGED)
    articles = shelf.articles(c.article_id for c in known)
    return [_target(articles[c.article_id], c) for c in known]


def _of_articles(shelf: Shelf, ids: Sequence[str]) -> list[Target]:
    ids = list(dict.fromkeys(ids))
    found = shelf.articles(ids)
    if len(found) < len(ids):
        raise UsageError(CHANGED)
    return [Target(sha256=a.sha256, article=a.id) for a in found.values()]


def _of_stories(shelf: Shelf, ids: Sequence[str]) -> list[Target]:
    """The articles of these stories, of a very large one the first: one article brings its story along."""
    found = {e.story.id: e.story for id in ids if (e := shelf.story(id))}
    if len(found) < 2:
        raise UsageError("tick two stories or more, and they are one")
    most = MOST_TARGETS // len(found)
    return _of_articles(shelf, [a for story in found.values() for a in story.articles[:most]])


def _target(article: Article, claim: Claim) -> Target:
    words = article.text[claim.span[0] : min(claim.span[1], claim.span[0] + LONGEST_QUOTE)].encode("utf-8", "replace").decode()
    return Target(sha256=article.sha256, span=claim.span, article=article.id, claim=claim.id, quote=words)


def _decisions(rows: Sequence[Ruling], shelf: Shelf) -> Decisions:
    given = shelf.ledger.generation.rulings
    lines = []
    by_finding: dict[str, list[Decided]] = defaultdict(list)
    by_article: dict[str, list[Decided]] = defaultdict(list)
    made = {r.id: r for r in rows}
    for effect in effects(rows, given, shelf.table)[::-1]:
        ruling = effect.ruling
        about = [t.claim for t in ruling.targets if t.claim]
        findings = tuple(dict.fromkeys(f for c in about if (f := shelf.finding_of(c))))
        articles = shelf.articles(dict.fromkeys(t.article for t in ruling.targets if t.article))
        quotes = [f"“{short(flat(t.quote), _QUOTE)}”" for t in ruling.targets if t.quote]
        names = [f"{outlet(a)}: {short(flat(a.title), _QUOTE)}" if a.title else outlet(a) for a in articles.values()]
        line = Decided(
            ruling=ruling,
            what=WORDS.get(ruling.kind, ruling.kind.value),
            about=listed(quotes or names),
            became="kept" if ruling.kind is RulingKind.NOTE and effect.state is State.HOLDS else BECAME[effect.state],
            state=effect.state,
            why=_why(effect, made),
            findings=findings,
            story=next((shelf.story_of[a] for a in articles if a in shelf.story_of), None),
        )
        lines.append(line)
        if ruling.kind in (RulingKind.MERGE_STORIES, *OF_ARTICLES):
            for article in articles:
                by_article[article].append(line)
        for finding in findings:
            by_finding[finding].append(line)
    return Decisions(
        lines=tuple(lines),
        by_finding={f: tuple(of) for f, of in by_finding.items()},
        by_article={a: tuple(of) for a, of in by_article.items()},
        changes={c.finding_id: c for c in shelf.changes},
        last=max((r.id for r in rows), default=0),
        waiting=_waiting(rows, given),
    )


def _why(effect: Effect, made: Mapping[int, Ruling]) -> str:
    """What its state does not say already."""
    if effect.state in (State.HOLDS, State.WAITS):
        return ""
    back = made.get(effect.undo or 0)
    return f"by {back.by}, {date(back.at)}" if back else effect.why


def _waiting(rows: Sequence[Ruling], given: int) -> int:
    """How many decisions a run would apply or take back: one that was undone before any run is none, and a note changes nothing."""
    made = {r.id: r for r in rows}
    undone = {r.undo_of for r in rows}
    touched = [made[id] for id in since(rows, given) if id in made]
    return sum(r.kind is not RulingKind.NOTE and (r.id <= given or r.id not in undone) for r in touched)
