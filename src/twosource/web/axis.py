"""The line of time beneath a chart: where an article stands on it, where it is marked, what the marks say, and whose hours they are.

Reads Article.published and, of a newer version, Article.modified; gives places and words. A date without a time is a whole day, and a
time without a zone stands as it is written: neither is made more exact. Nothing is drawn here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from twosource.model import Article
from twosource.present.words import MONTHS, count, date

INTERVALS = 8  # at most, between the marks of a line
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When an article was published: at `start`, or some time from then until `end`."""

    start: datetime
    end: datetime
    zoned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """Marks from before the first moment to after the last, and a line on whose hours they are; nothing where only days are told."""

    marks: tuple[tuple[datetime, str], ...]
    hours: str


def published(article: Article) -> str | None:
    """When this state of it was published: a newer version may say when it was changed."""
    return article.modified or article.published if article.version_of else article.published


def moments(articles: Iterable[Article]) -> dict[str, Moment]:
    """Article -> moment, of those with a date, in the hours of the zone that all share; in UTC, where they differ."""
    read = {a.id: (at, len(iso) > 10) for a in articles if (iso := published(a)) and (at := _read(iso))}
    offsets = {at.utcoffset() for at, _ in read.values() if at.tzinfo}
    zone = timezone(offsets.pop() or timedelta()) if len(offsets) == 1 else UTC
    placed = {}
    for id, (at, timed) in read.items():
        zoned = at.tzinfo is not None
        start = at.astimezone(zone) if zoned else at.replace(tzinfo=zone)
        placed[id] = Moment(start=start, end=start if timed else min(start, _LAST.replace(tzinfo=zone)) + _DAY, zoned=zoned or not timed)
    return placed


def _read(iso: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(iso)
        at.astimezone(UTC)
    except (ValueError, OverflowError):  # "9999-12-31T23:00-05:00" is of a year that is not
        return None
    return at if 1 < at.year < 9999 else None


def axis(of: Iterable[Moment]) -> Axis:
    """The marks of a line on which all these stand."""
    found = list(of)
    if not found:
        return Axis(marks=(), hours="")
    first, last = min(m.start for m in found), max(m.end for m in found)
    timed = any(m.start == m.end for m in found)
    for floor, after, says in (*(_HOURS if timed else ()), *_DAYS):
        at = [floor(first)]
        while len(at) <= INTERVALS + 1 and (at[-1] < last or len(at) < 2):
            at.append(after(at[-1]))
        if len(at) <= INTERVALS + 1:
            return Axis(marks=tuple((t, says(t, at[n - 1] if n else None, at)) for n, t in enumerate(at)), hours=_hours(found))
    raise AssertionError("all years fit the widest step")


def _hours(found: Sequence[Moment]) -> str:
    timed = [m for m in found if m.start == m.end]
    loose = sum(not m.zoned for m in timed)
    if not timed:
        return ""
    if loose == len(timed):
        return "Hours as the articles give them, which name no zone."
    hours = f"Hours in {date(timed[0].start.isoformat()).rpartition(' ')[2]}."  # as in the table beneath
    return f"{hours} {count(loose, 'article')} without a zone stand{'s' if loose == 1 else ''} as written." if loose else hours


_Floor = Callable[[datetime], datetime]
_Says = Callable[[datetime, datetime | None, Sequence[datetime]], str]
_LAST = datetime(9999, 12, 30)


def _midnight(at: datetime) -> datetime:
    return at.replace(hour=0, minute=0, second=0, microsecond=0)


def _day(at: datetime) -> str:
    return f"{at.day} {MONTHS[at.month - 1][:3]}"


def _by_hours(n: int) -> tuple[_Floor, _Floor, _Says]:
    def says(at: datetime, before: datetime | None, marks: Sequence[datetime]) -> str:
        if at.hour == 0:
            return _day(at)
        return f"{_day(at)} {at:%H:%M}" if before is None and all(m.hour for m in marks) else f"{at:%H:%M}"

    return lambda at: _midnight(at) + timedelta(hours=at.hour // n * n), lambda at: at + timedelta(hours=n), says


def _by_days(n: int) -> tuple[_Floor, _Floor, _Says]:
    def says(at: datetime, before: datetime | None, marks: Sequence[datetime]) -> str:
        turned = before is not None and before.year != at.year
        return f"{_day(at)} {at.year}" if turned else _day(at)

    return lambda at: _midnight(at) - timedelta(days=(at.toordinal() - 1) % n), lambda at: at + timedelta(days=n), says


def _by_months(n: int) -> tuple[_Floor, _Floor, _Says]:
    def month(at: datetime, index: int) -> datetime:
        return _midnight(at).replace(year=min(max(index // 12, 1), 9999), month=index % 12 + 1, day=1)

    def index(at: datetime) -> int:
        return at.year * 12 + at.month - 1

    def says(at: datetime, before: datetime | None, marks: Sequence[datetime]) -> str:
        name = MONTHS[at.month - 1][:3]
        return str(at.year) if n % 12 == 0 else f"{name} {at.year}" if before is None or before.year != at.year else name

    return lambda at: month(at, index(at) // n * n), lambda at: month(at, index(at) // n * n + n), says


_HOURS = [_by_hours(n) for n in (1, 2, 3, 6, 12)]
_DAYS = [
    *(_by_days(n) for n in (1, 2, 7, 14)),
    *(_by_months(n) for n in (1, 2, 3, 6, 12, 24, 60, 120, 600, 1200, 6_000, 24_000)),
]
