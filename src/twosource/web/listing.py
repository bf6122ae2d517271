"""The list of stories: which are shown, in what order, and what is said of each in one line.

Reads a Shelf and what was asked; gives a page of rows. It counts nothing anew: the counts are the records'.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import urlencode

from twosource.model import Finding, Relation, Status
from twosource.present.words import capital, dates, disputed, flat, short
from twosource.web.shelf import Entry, Shelf

PAGE = 30
_LINE = 150  # characters of the newest difference
_KEY = 30  # characters of a reading that says little without its sentence
_READINGS = 4  # readings told in that line
_FEW = 6  # outlets named in a row
STATUSES = (Status.CORROBORATED, Status.CARRIED, Status.DISPUTED, Status.DEVELOPING, Status.RETRACTED, Status.SINGLE)


class Sort(StrEnum):
    NEWEST = "newest"
    DISPUTED = "disputed"
    WIDEST = "widest"


_NEWEST: Callable[[Entry], tuple[str, str]] = lambda e: (e.newest, e.story.id)  # noqa: E731
_ORDERS: Mapping[Sort, Callable[[Entry], object]] = {
    Sort.NEWEST: _NEWEST,
    Sort.DISPUTED: lambda e: (e.statuses.get(Status.DISPUTED, 0), e.statuses.get(Status.DEVELOPING, 0), _NEWEST(e)),
    Sort.WIDEST: lambda e: (len(e.story.outlets) + e.unnamed, e.story.texts, _NEWEST(e)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a reader asked the list for; dates are ISO days."""

    sort: Sort = Sort.NEWEST
    since: str = ""
    until: str = ""
    language: str = ""
    outlet: str = ""
    new: bool = False
    corrected: bool = False
    later: bool = False
    page: int = 1

    def query(self, **changed: object) -> str:
        """The address of this list with something changed; a change goes back to the first page."""
        asked = replace(self, page=1, **changed) if "page" not in changed else replace(self, **changed)  # type: ignore[arg-type]
        default = Asked()
        values = {n: getattr(asked, n) for n in self.__slots__ if getattr(asked, n) != getattr(default, n)}
        return "?" + urlencode({n: "1" if v is True else v for n, v in values.items()}) if values else "."

    @property
    def filtered(self) -> bool:
        return self != Asked(sort=self.sort, page=self.page)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A story in the list."""

    entry: Entry
    title: str
    when: str
    outlets: tuple[str, ...]
    more_outlets: int
    newest: str  # the newest difference in one line; nothing where the accounts do not differ
    newest_in: str  # "disputed in its value"
    newest_id: str
    status: Status | None
    news: str  # "new", "changed", or nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    rows: tuple[Row, ...]
    found: int
    all: int
    page: int
    pages: int
    news: int  # stories that are new or changed, of all
    later: int  # kept to be read later
    killed: int  # kill notices in all stories
    corrected: int  # articles with corrections


def listing(shelf: Shelf, asked: Asked, looked: Mapping[str, str], later: Collection[str] = ()) -> Listing:
    """The rows of one page, the last where there are not so many.

    `looked` gives the state in which the reader last saw each story; `later` are those kept to be read later.
    """
    fresh = {id for id, e in shelf.entries.items() if looked.get(id) != e.state}
    kept = {e.story.id for id in later if (e := shelf.story(id))}
    found = [e for e in shelf.entries.values() if _wanted(e, asked, fresh) and (not asked.later or e.story.id in kept)]
    found.sort(key=_ORDERS[asked.sort], reverse=True)  # type: ignore[arg-type]
    pages = max(1, -(-len(found) // PAGE))
    page = min(asked.page, pages)
    shown = found[(page - 1) * PAGE : page * PAGE]
    differing = shelf.differing([e.story.id for e in shown])
    return Listing(
        rows=tuple(_row(e, differing.get(e.story.id), looked, fresh) for e in shown),
        found=len(found),
        all=len(shelf.entries),
        page=page,
        pages=pages,
        news=len(fresh),
        later=len(kept),
        killed=sum(e.killed for e in shelf.entries.values()),
        corrected=sum(e.corrected for e in shelf.entries.values()),
    )


def _wanted(entry: Entry, asked: Asked, fresh: Collection[str]) -> bool:
    story = entry.story
    first, last = (story.first_published or "")[:10], (story.last_published or "")[:10]
    return (
        (not asked.since or (last >= asked.since))
        and (not asked.until or ("" < first <= asked.until))
        and (not asked.language or asked.language in entry.languages)
        and (not asked.outlet or asked.outlet in story.outlets)
        and (not asked.new or story.id in fresh)
        and (not asked.corrected or bool(entry.killed or entry.corrected))
    )


def _row(entry: Entry, finding: Finding | None, looked: Mapping[str, str], fresh: Collection[str]) -> Row:
    story = entry.story
    names = [flat(o) for o in story.outlets]
    kept = len(names) if len(names) <= _FEW + 1 else _FEW
    news = "" if story.id not in fresh else "changed" if story.id in looked else "new"
    return Row(
        entry=entry,
        title=flat(story.title) or "Story without a title",
        when=dates(story.first_published, story.last_published),
        outlets=tuple(names[:kept]),
        more_outlets=len(names) - kept,
        newest=difference(finding) if finding else "",
        newest_in=aspects(finding) if finding else "",
        newest_id=finding.id if finding else "",
        status=finding.status if finding else None,
        news=news,
    )


def difference(finding: Finding) -> str:
    """What the accounts say apart, in their own words: "The toll rose to 12: nine / 12", or the two sentences."""
    kinds = (Relation.CONFLICTS, Relation.SUPERSEDES, Relation.RETRACTS)
    chosen = next((d for kind in kinds for d in finding.differences if d.kind is kind), None)
    words = list(dict.fromkeys(flat(r.text) for r in chosen.readings)) if chosen else []
    if len(words) < 2:
        return short(finding.summary, _LINE)
    if max(map(len, words)) <= _KEY:
        told = " / ".join(words if len(words) <= _READINGS + 1 else [*words[:_READINGS], f"{len(words) - _READINGS} more"])
        return f"{short(finding.summary, _LINE - _KEY)}: {told}"
    return " / ".join(short(w, _LINE // 2) for w in words[:_READINGS])


def aspects(finding: Finding) -> str:
    """ "disputed in its value"; "developing"; "taken back"."""
    if finding.status is Status.DISPUTED:
        return disputed(dict.fromkeys(d.aspect for d in finding.differences if d.kind is Relation.CONFLICTS))
    return {Status.DEVELOPING: "developing", Status.RETRACTED: "taken back"}.get(finding.status, capital(finding.status.value).lower())
