"""When was this published, and which of two came first, as far as both say?

Reads ISO 8601 dates and times as articles give them. Where only days are known, one day has no order inside it.
"""

from __future__ import annotations

from datetime import UTC, datetime


def instant(published: str | None) -> datetime | None:
    """The date or time as given; None where there is none, or it does not parse.

    >>> instant("2025-02-23").day
    23
    """
    try:
        return datetime.fromisoformat(published or "")
    except ValueError:
        return None


def before(a: str | None, b: str | None) -> bool | None:
    """Whether `a` is earlier than `b`: by the instant where both give time and zone, else by the day; None where that does not say.

    >>> before("2025-02-23", "2025-02-24T08:00:00Z")
    True
    >>> before("2025-02-24", "2025-02-24T08:00:00Z") is None
    True
    """
    x, y = instant(a), instant(b)
    if x is None or y is None:
        return None
    if (x.tzinfo is None) != (y.tzinfo is None) or "T" not in (a or "") or "T" not in (b or ""):
        x, y = datetime(x.year, x.month, x.day), datetime(y.year, y.month, y.day)
    return None if x == y else x < y


def order(published: str | None, id: str) -> tuple[bool, str, str]:
    """A sort key that puts the earliest first and the undated last; a day comes before the times in it."""
    when = instant(published)
    if when is None:
        return True, "", id
    try:
        when = when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    except OverflowError:  # 0001-01-01 east of Greenwich
        when = when.replace(tzinfo=UTC)
    return False, when.isoformat(), id
