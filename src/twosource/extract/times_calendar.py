"""What stretch of the calendar a TIMEX3 value is, and which one lies so many units off.

A Period is a unit and its first day: the week of 2025-02-17. Weeks are ISO 8601; seasons and fiscal years have no agreed first day,
so their bounds are wide or unknown. Reference: ISO 8601 as extended in TIMEX3 (W for weeks, Q, H, SP SU FA WI, WE for a weekend).
Does not read text.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum


class Unit(StrEnum):
    DAY = "D"
    WEEKEND = "WE"
    WEEK = "W"
    MONTH = "M"
    SEASON = "S"
    QUARTER = "Q"
    HALF = "H"
    YEAR = "Y"
    DECADE = "E"
    CENTURY = "C"
    MILLENNIUM = "L"


MONTHS = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.HALF: 6, Unit.SEASON: 12, Unit.YEAR: 12, Unit.DECADE: 120, Unit.CENTURY: 1200}
MONTHS[Unit.MILLENNIUM] = 12000
DAYS = {Unit.DAY: 1, Unit.WEEK: 7, Unit.WEEKEND: 7}
# (first month, day), (last month, day, years later): the widest reading, meteorological or astronomical, of the northern hemisphere.
SEASONS = {"SP": ((3, 1), (6, 21, 0)), "SU": ((6, 1), (9, 23, 0)), "FA": ((9, 1), (12, 21, 0)), "WI": ((12, 1), (3, 20, 1))}
ORDER = tuple(Unit)


@dataclass(frozen=True, slots=True)
class Period:
    """`start` is the first day; `season` is set for seasons, `fiscal` where the year is a fiscal one."""

    unit: Unit
    start: date
    season: str = ""
    fiscal: bool = False

    @property
    def value(self) -> str:
        """The TIMEX3 value: 2025-02-23, 2025-W08, 2025-SP, 199 for a decade, 19 for the 1900s (the TIDES and TimeBank practice)."""
        year = f"{self.start.year:04d}"
        match self.unit:
            case Unit.DAY:
                return self.start.isoformat()
            case Unit.WEEK | Unit.WEEKEND:
                iso = self.start.isocalendar()
                return f"{iso.year:04d}-W{iso.week:02d}" + ("-WE" if self.unit is Unit.WEEKEND else "")
            case Unit.MONTH:
                return f"{year}-{self.start.month:02d}"
            case Unit.QUARTER:
                return f"{year}-Q{(self.start.month + 2) // 3}"
            case Unit.HALF:
                return f"{year}-H{1 if self.start.month < 7 else 2}"
            case Unit.SEASON:
                return f"{year}-{self.season}"
            case Unit.YEAR:
                return year
            case Unit.DECADE:
                return year[:3]
            case Unit.CENTURY:
                return year[:2]
        return year[:1]

    @property
    def end(self) -> date | None:
        """The last day; None where it is not known."""
        if self.fiscal:
            return None
        if self.unit is Unit.SEASON:
            month, day, years = SEASONS[self.season][1]
            return _date(self.start.year + years, month, day)
        if self.unit is Unit.WEEKEND:
            return self.start + timedelta(days=1) if self.start < date.max else None
        following = shifted(self, 1)
        return following.start - timedelta(days=1) if following else date(9999, 12, 31)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def period(unit: Unit, day: date) -> Period:
    """The period of that unit that `day` falls in (a season is told by name: use `season`)."""
    match unit:
        case Unit.WEEK:
            return Period(unit, day - timedelta(days=min(day.weekday(), day.toordinal() - 1)))
        case Unit.WEEKEND:
            saturday = day.toordinal() - day.weekday() + 5
            return Period(unit, date.fromordinal(min(max(saturday, 1), date.max.toordinal())))
        case Unit.MONTH | Unit.SEASON:
            return Period(Unit.MONTH, day.replace(day=1))
        case Unit.QUARTER:
            return Period(unit, date(day.year, (day.month - 1) // 3 * 3 + 1, 1))
        case Unit.HALF:
            return Period(unit, date(day.year, 1 if day.month < 7 else 7, 1))
        case Unit.YEAR:
            return Period(unit, date(day.year, 1, 1))
        case Unit.DECADE | Unit.CENTURY | Unit.MILLENNIUM:
            years = MONTHS[unit] // 12
            return Period(unit, date(max(day.year // years * years, 1), 1, 1))
    return Period(unit, day)


def season(name: str, year: int) -> Period | None:
    (month, day), _ = SEASONS[name]
    start = _date(year, month, day)
    return Period(Unit.SEASON, start, season=name) if start else None


def shifted(p: Period, number: int) -> Period | None:
    """The period `number` of its own units later; None outside the years 1 to 9999."""
    moved = moved_day(p.start, p.unit, number)
    if moved is None:
        return None
    return replace(p, start=moved) if p.unit in (Unit.DAY, Unit.SEASON) else replace(period(p.unit, moved), fiscal=p.fiscal)


def moved_day(day: date, unit: Unit, number: int) -> date | None:
    """`day` so many units later, the day of the month held back to the month's length (31 January + 1 month: 28 February)."""
    if unit in DAYS:
        ordinal = day.toordinal() + DAYS[unit] * number
        return date.fromordinal(ordinal) if 1 <= ordinal <= date.max.toordinal() else None
    months = day.year * 12 + day.month - 1 + MONTHS[unit] * number
    year, month = divmod(months, 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def coarser(unit: Unit, other: Unit) -> Unit:
    """The one of two units that says less."""
    return max(unit, other, key=ORDER.index)


def part_of(p: Period, part: str) -> tuple[date, date] | None:
    """First and last day of the START, MID or END of a period: halves, and the middle half ("early March": 1 to 15 March)."""
    end = p.end
    if end is None:
        return None
    length = (end - p.start).days
    match part:
        case "START":
            return p.start, p.start + timedelta(days=length // 2)
        case "MID":
            return p.start + timedelta(days=length // 4), end - timedelta(days=length // 4)
        case "END":
            return p.start + timedelta(days=(length + 1) // 2), end
    return p.start, end


def easter(year: int) -> date:
    """Western Easter Sunday (Meeus, Jones and Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    n = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * n) // 451
    month, day = divmod(h + n - 7 * m + 114, 31)
    return date(year, month, day + 1)


def holiday(rule: str, year: int) -> date | None:
    """The day a rule of data/time_holidays.tsv names in that year."""
    if not 1583 <= year <= 9998:  # before the Gregorian calendar the rules do not hold
        return None
    if rule.startswith("easter"):
        return easter(year) + timedelta(days=int(rule[6:]))
    if rule == "election":
        return _weekday(year, 11, 1, 1) + timedelta(days=1)
    if "#" in rule:
        month, _, rest = rule.partition("#")
        weekday, _, nth = rest.partition("+")
        return _weekday(year, int(month), int(weekday), int(nth))
    month, _, day = rule.partition("-")
    return date(year, int(month), int(day))


def _weekday(year: int, month: int, weekday: int, nth: int) -> date:
    if nth < 0:
        last = date(year, month, calendar.monthrange(year, month)[1])
        return last - timedelta(days=(last.isoweekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))
