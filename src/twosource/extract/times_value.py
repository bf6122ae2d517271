"""What each kind of time expression means: its TIMEX3 value and the first and last day, or hour, it can be.

Reads Readings of matches (times_story.py), one function a kind; gives Answers, or None where a run of words is no time after all.
Reference: TimeML 1.2.1, TIDES 2005 for underspecified values. Does not read the parse: tense is handed in.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from twosource.extract import times_duration as durations
from twosource.extract.times_calendar import Period, Unit, coarser, holiday, moved_day, period, season, shifted
from twosource.extract.times_grammar import Match
from twosource.extract.times_story import (
    FUTURE,
    OPEN,
    PAST,
    PRESENT,
    Answer,
    Reading,
    bounds_of,
    choose,
    dated,
    directed,
    is_narrative,
    step_of,
)
from twosource.model import TimeType

# First hour, last hour (of the next day if not later): wide, since "2 a.m. Friday morning" and "8 p.m. at night" both are said.
PARTS = {"MO": ("00:00", "12:00"), "AF": ("12:00", "18:00"), "EV": ("16:00", "23:59"), "NI": ("18:00", "06:00"), "DT": ("06:00", "18:00")}


def _year_of(r: Reading) -> int | None:
    """The year that the expression itself names: "1998", "last year"."""
    if (y := r.match.get("year")) is not None:
        return int(y.value)
    found = r.match.get("unit")
    if found is not None and found.value == "Y" and (step := step_of(r.match)) is not None:
        base = r.story.base(is_narrative(r.match))
        return base.start.year + step if base else None
    return None


def _day(year: int, month: int, day: int) -> Period | None:
    try:
        return Period(Unit.DAY, date(year, month, day))
    except ValueError:
        return None


def _month_day(match: Match) -> tuple[int, int | None]:
    month = int(match.value("month"))
    number = match.get("day") or match.get("ordinal")
    at = [w.kind for w in match.words].index("month")
    # "April 24, 1998" and "the 24th of April"; in "4 a.m. Thursday, April 6" the 4 is the hour: the number nearest to the month
    if number is not None:
        near = [w for i, w in enumerate(match.words) if w.kind in ("day", "ordinal") and abs(i - at) <= 2]
        after = [w for w in near if w.start > match.words[at].start]
        number = next(iter(after or near), None)
    return month, int(number.value) if number is not None else None


def calendar_date(r: Reading) -> Answer | None:
    """Month, day and year, as far as they are given."""
    month, day = _month_day(r.match)
    if day is not None and not 1 <= day <= 31:
        return None

    def make(year: int) -> Period | None:
        if not 1 <= year <= 9999:
            return None
        return _day(year, month, day) if day is not None else Period(Unit.MONTH, date(year, month, 1))

    if (year := _year_of(r)) is not None:
        p = make(year)
    elif (base := r.story.base(False)) is None:
        return Answer(TimeType.DATE, f"XXXX-{month:02d}" + (f"-{day:02d}" if day is not None else ""))
    else:
        step = step_of(r.match)
        p = choose(make, base.start, r.tense if r.tense != PRESENT else "") if step is None else directed(make, base.start, step)
    found = r.match.get("unit")
    if p is not None and found is not None and found.value == "W":  # "the week of March 6"
        p = period(Unit.WEEK, p.start)
    return dated(p, r.match) if p is not None or day is None else None


def _weekday(r: Reading) -> Period | None:
    wanted, step = int(r.match.value("weekday")), step_of(r.match)
    narrative = is_narrative(r.match)
    base = r.story.base(narrative, Unit.DAY)
    if base is None:
        return None
    back = (base.start.isoweekday() - wanted) % 7
    if r.after is not None and step is None:  # "Saturday and Sunday": the one after that
        return shifted(r.after, (wanted - r.after.start.isoweekday()) % 7 or 7)
    if step is None or (step == 0 and not narrative):
        ahead = r.tense == FUTURE or (step == 0 and r.tense != PAST)
        offset = (-back) % 7 if ahead else -back
    elif step < 0:
        offset = -(back or 7)
    else:
        offset = (-back) % 7 or 7
    return shifted(Period(Unit.DAY, base.start), offset)


def _day_of(r: Reading) -> Period | None:
    """The day that the expression itself names, for "10 p.m. Wednesday" and "Sunday night"."""
    m = r.match
    if m.get("month"):
        answer = calendar_date(r)
        return answer.period if answer else None
    if m.get("weekday"):
        return _weekday(r)
    if (d := m.get("deictic") or m.get("tonight")) is not None:
        base = r.story.base(False)
        back = -1 if d.text == "overnight" and r.tense != FUTURE else 0
        return shifted(base, int(d.value) + back) if base else None
    return None


def names_day(match: Match) -> bool:
    return bool(match.kinds & {"month", "weekday", "deictic", "tonight"})


def relative_day(r: Reading) -> Answer | None:
    weekday = r.match.get("weekday")
    if weekday is not None and weekday.text.endswith("days"):
        return Answer(TimeType.SET, durations.recurrence(r.match))
    return dated(_day_of(r), r.match)


def clock_time(r: Reading) -> Answer | None:
    """A time of day; its day is named with it, or told in the sentence or before, else that of publication."""
    m = r.match
    part = m.value("part")
    hour, minute, second_day = _hour(m, part)
    if hour is None:
        return None
    p = _day_of(r) if names_day(m) else (r.story.sentence_day or r.story.day or r.story.base(False))
    clock = "24:00" if second_day else f"{hour:02d}:{minute:02d}"
    if p is None:
        return Answer(TimeType.TIME, None if names_day(m) else f"XXXX-XX-XXT{clock}")
    at = shifted(p, 1) if second_day else p
    zone = next((w.value for w in m.words if w.kind == "zone"), "")
    exact = f"{at.start.isoformat()}T{hour:02d}:{minute:02d}{zone}" if at else None
    return Answer(TimeType.TIME, f"{p.value}T{clock}", (exact, exact), p)


def _hour(m: Match, part: str) -> tuple[int | None, int, bool]:
    if (noon := m.get("noon")) is not None:
        return (0, 0, True) if noon.value == "T24:00" else (12, 0, False)
    first = next((w for w in m.words if w.kind in ("clock", "day", "num", "year")), None)
    together = m.get("zone") is not None and first is not None and len(first.text) == 4  # "0730 GMT"
    found = re.fullmatch(r"(\d\d)(\d\d)" if together else r"(\d{1,2})(?:[:.](\d\d?))?", first.value) if first else None
    if not found:
        return None, 0, False
    hour, minute = int(found[1]), int(found[2] or 0)
    half = m.value("ampm") or ("p" if part in ("AF", "EV") or (part == "NI" and hour > 5) else "")
    if (m.get("ampm") and hour > 12) or hour > 24 or minute > 59:
        return None, 0, False
    if half == "p" and hour < 12:
        hour += 12
    elif half == "a" and hour == 12:
        hour = 0
    return (0, minute, True) if hour == 24 else (hour, minute, False)


def day_part(r: Reading) -> Answer | None:
    """A morning, an evening, a night."""
    m = r.match
    if m.get("weekday") and (m.words[-1].text.endswith("s") and m.words[-1].kind == "part"):
        return Answer(TimeType.SET, durations.recurrence(m))
    night = m.get("tonight")
    name = "NI" if night else m.value("part")
    if names_day(m):
        p = _day_of(r)
    else:
        step, narrative = step_of(m), is_narrative(m)
        if step is None:
            p = r.story.sentence_day or r.story.day or r.story.base(False)
        else:
            base = (r.story.day if narrative or step > 0 else None) or r.story.base(False)
            p = shifted(Period(Unit.DAY, base.start), step) if base else None
    if p is None or p.unit is not Unit.DAY:
        return Answer(TimeType.TIME, None)
    first, last = PARTS[name]
    end = shifted(p, 1) if last < first else p
    return Answer(TimeType.TIME, f"{p.value}T{name}", (f"{p.value}T{first}", f"{end.value}T{last}" if end else None), p)


def ordinal_quarter(r: Reading) -> Answer | None:
    """Quarters and halves of a year: "the third quarter of 1984", "this year's first half"."""
    m = r.match
    fiscal = m.get("fiscal") is not None
    unit = Unit.QUARTER if m.kinds & {"quarter", "quarterno"} else Unit.HALF
    if m.get("decade"):
        return decade(r)
    number = int(m.value("ordinal") or m.value("quarterno") or m.value("halfno") or -1)
    if number < 0:
        number = 4 if unit is Unit.QUARTER else 2
    if not 1 <= number <= (4 if unit is Unit.QUARTER else 2):
        return None

    def make(year: int) -> Period | None:
        months = 3 if unit is Unit.QUARTER else 6
        return Period(unit, date(year, (number - 1) * months + 1, 1)) if 1 <= year <= 9999 else None

    year = _year_of(r)
    if year is None and r.story.published is not None:
        if unit is Unit.HALF and not m.get("unit") and not fiscal:
            return None  # "the first half" alone is mostly a game's
        p = choose(make, r.story.published, r.tense)
        if p is not None and m.get("yearago"):
            p = make(p.start.year - 1)
    else:
        p = make(year) if year is not None else None
    return dated(replace(p, fiscal=fiscal) if p is not None else None, m)


def year_ago(r: Reading) -> Answer | None:
    """ "the year-earlier period": what was told last, a year before."""
    base = r.story.last
    if base is None or base.unit not in (Unit.QUARTER, Unit.HALF, Unit.MONTH, Unit.YEAR):
        if r.story.published is None:
            return Answer(TimeType.DATE, None)
        base = period(Unit.YEAR, r.story.published)
        if r.match.get("quarter"):
            base = shifted(period(Unit.QUARTER, r.story.published), -1) or base
    elif r.match.get("quarter"):
        base = period(Unit.QUARTER, base.start) if base.unit is not Unit.QUARTER else base
    moved = moved_day(base.start, Unit.YEAR, -1)
    return replace(dated(Period(base.unit, moved, fiscal=base.fiscal) if moved else None, r.match), aside=True)


def year_quarter(r: Reading) -> Answer | None:
    """ "the 1988 quarter": the one told last, in that year."""
    year, base = int(r.match.value("year")), r.story.last
    if base is not None and base.unit in (Unit.QUARTER, Unit.HALF, Unit.MONTH):
        return dated(Period(base.unit, base.start.replace(year=year, day=1)), r.match)
    return dated(Period(Unit.YEAR, date(year, 1, 1)), r.match)


def counted_back(r: Reading) -> Answer | None:
    """So many units ago, earlier, later, from now."""
    m = r.match
    sign = 1 if m.kinds & {"later", "forth", "fromnow"} else -1
    narrative = not (m.get("ago") or m.get("fromnow"))
    unit = durations.unit_of(m)
    if r.ended:
        return Answer(TimeType.DURATION, durations.duration(m))
    number = 1.0 if m.kind == "next" else durations.amount(m.words)
    if number is None:
        if narrative:
            return Answer(TimeType.DATE, None)
        return Answer(TimeType.DATE, "FUTURE_REF" if sign > 0 else "PAST_REF")
    in_calendar = durations.calendar_unit(unit)
    base, last = r.story.base(narrative, in_calendar[0] if in_calendar else None), r.story.last
    if unit == "Y" and m.get("a") and last is not None and last.unit is Unit.QUARTER:
        base = last  # "the third quarter's profit rose from a year ago": the quarter of that year
    if in_calendar is None:
        return _hours_back(r, number, unit, sign, narrative)
    if base is None:
        return Answer(TimeType.DATE, None)
    grain, factor = in_calendar
    if grain is Unit.YEAR and base.unit is Unit.QUARTER:
        grain = Unit.QUARTER
        factor = 4
    steps = number * factor * sign
    if grain in (Unit.DECADE, Unit.CENTURY, Unit.MILLENNIUM):  # round: the year is named, no bounds
        moved = moved_day(base.start, grain, int(steps))
        return Answer(TimeType.DATE, period(Unit.YEAR, moved).value if moved else None)
    if steps != int(steps):
        days = round(steps * {Unit.YEAR: 365.25, Unit.MONTH: 30.44, Unit.WEEK: 7}.get(grain, 1))
        moved = moved_day(base.start, Unit.DAY, days)
        grain = Unit.MONTH if grain is Unit.YEAR else grain
    else:
        moved = moved_day(base.start, grain, int(steps))
    if moved is None:
        return Answer(TimeType.DATE, None)
    p = period(coarser(grain, Unit.DAY), moved)
    return Answer(TimeType.DATE, p.value, bounds_of(p) if not m.kinds & {"approx", "over"} else OPEN, p, aside=True)


def _hours_back(r: Reading, number: float, unit: str, sign: int, narrative: bool) -> Answer:
    if r.story.moment is None or narrative or number > 100_000:
        return Answer(TimeType.TIME, None)
    seconds = number * {"TH": 3600, "TM": 60, "S": 1}.get(unit, 0)
    at = r.story.moment + sign * timedelta(seconds=seconds)
    stamp = at.isoformat(timespec="minutes")
    return Answer(TimeType.TIME, stamp[:16], (stamp, stamp), Period(Unit.DAY, at.date()))


def named(r: Reading) -> Answer | None:
    """A season or holiday, of this, last, next or a given year."""
    m = r.match
    rule = m.value("holiday")

    def make(year: int) -> Period | None:
        if rule:
            day = holiday(rule, year)
            return Period(Unit.DAY, day) if day else None
        return season(m.value("season"), year) if 1 <= year < 9999 else None

    if (year := _year_of(r)) is not None:
        p = make(year)
    else:
        base = r.story.base(is_narrative(m))
        if base is None:
            return Answer(TimeType.DATE, None)
        step = step_of(m)
        p = choose(make, base.start, r.tense if r.tense != PRESENT else "") if step is None else directed(make, base.start, step)
    if p is not None and m.get("unit") and m.value("unit") in ("W", "WE"):
        p = period(Unit(m.value("unit")), p.start)
    return dated(p, m)


def relative_unit(r: Reading) -> Answer | None:
    """Last week, this year, that day, the following month, the latest quarter."""
    m = r.match
    narrative, step = is_narrative(m), step_of(m) or 0
    unit = durations.unit_of(m)
    in_calendar = durations.calendar_unit(unit)
    if m.get("period"):
        told = r.story.last
        if told is not None and told.unit is Unit.DAY:  # "the quarter ended Sept. 30": a period of business is a quarter
            told = period(Unit.QUARTER, told.start)
        return dated(told, m) if told is not None and m.texts() & {"latest", "same", "current", "that"} else None
    if in_calendar is None:
        return None
    if "past" in m.texts() and not m.get("this"):  # "the past week" is the stretch up to now, "last week" a week of the calendar
        return stretch(r)
    grain = in_calendar[0]
    base = r.story.base(narrative, grain)
    if base is None:
        return Answer(TimeType.DATE, None)
    if grain is Unit.WEEKEND and step == 0 and r.tense == PAST and period(grain, base.start).start > base.start:
        step = -1  # "this weekend", told on Monday of what happened
    p = shifted(period(grain, base.start), step)
    if p is not None and m.get("fiscal"):
        p = Period(p.unit, p.start, fiscal=True)
    return dated(p, m)


def the_unit(r: Reading) -> Answer | None:
    """ "the week", "the quarter", "the end of the month": the one told last, else that of publication."""
    grain = durations.calendar_unit(durations.unit_of(r.match))
    base = r.story.base(False)
    if grain is None:
        return None
    if grain[0] is Unit.DAY:
        base = r.story.sentence_day or r.story.day or base
    if r.ended and grain[0] is not Unit.QUARTER:  # "for the year ended March 31"
        return Answer(TimeType.DURATION, durations.duration(r.match))
    if grain[0] is Unit.WEEKEND and base is not None:
        weekend = period(Unit.WEEKEND, base.start)
        return dated(weekend if weekend.start <= base.start or r.tense == FUTURE else shifted(weekend, -1), r.match)
    told = r.story.last
    if grain[0] is Unit.QUARTER:
        if told is not None and told.unit is Unit.QUARTER:
            return dated(told, r.match)
        p = shifted(period(Unit.QUARTER, base.start), -1) if base else None
        return dated(p, r.match)
    return dated(period(grain[0], base.start) if base else None, r.match)


def stretch(r: Reading) -> Answer | None:
    """A duration that lies before or after the day of publication: "the past two months", "the next 48 hours"."""
    m = r.match
    value = durations.duration(m)
    if value is None or (m.kinds & {"early", "late"} and "T" in value):  # "the early hours of Thursday" is no duration
        return None
    base, unit = r.story.base(False), durations.calendar_unit(durations.unit_of(m))
    number = durations.amount([w for w in m.words if w.kind != "ordinal"])
    if not m.kinds & {*durations.NUMBERS, "a", "vague", "half_an", "units", "quarters"}:
        number = 1.0
    step = next((int(w.value or 0) for w in m.words if w.kind in ("last", "next")), 0)
    if base is None or unit is None or number is None or not step or is_narrative(m) or unit[0] is Unit.SEASON:
        return Answer(TimeType.DURATION, value)
    other = moved_day(base.start, unit[0], int(number * unit[1]) * step)
    if other is None:
        return Answer(TimeType.DURATION, value)
    first, last = sorted((base.start, other))
    return Answer(TimeType.DURATION, value, (first.isoformat(), last.isoformat()))


def plain_duration(r: Reading) -> Answer | None:
    value = durations.duration(r.match)
    if value is None:
        return None
    if r.tense == FUTURE and [w.text for w in r.match.words] == ["one", "day"]:  # "may one day return"
        return Answer(TimeType.DATE, "FUTURE_REF")
    return Answer(TimeType.SET if r.distributive else TimeType.DURATION, value)


def recurring(r: Reading) -> Answer | None:
    value = r.match.value("setword") or durations.recurrence(r.match)
    return Answer(TimeType.SET, value) if value else None


def fiscal_year(r: Reading) -> Answer | None:
    """ "fiscal 1989", "the current fiscal year": the year of its name; when it begins is not known."""
    year = r.match.get("year")
    base = r.story.base(False)
    if year is not None:
        return dated(Period(Unit.YEAR, date(int(year.value), 1, 1), fiscal=True), r.match)
    if base is None:
        return Answer(TimeType.DATE, None)
    p = shifted(Period(Unit.YEAR, date(base.start.year, 1, 1), fiscal=True), step_of(r.match) or 0)
    return dated(p, r.match)


def _third(match: Match) -> str:
    return match.value("early") or match.value("mid") or match.value("late")


def decade(r: Reading) -> Answer | None:
    """ "the 1990s", "the late '80s"."""
    m = r.match
    said = m.value("decade")
    if len(said) == 2:
        said = ("19" if int(said) >= 20 else "20") + said
    part = "END" if m.value("ordinal") == "2" or m.get("last") else _third(m)
    unit = Unit.CENTURY if said.endswith("00") and said < "2000" else Unit.DECADE  # "the 1800s", but "the 2000s"
    p = period(unit, date(int(said), 1, 1))
    return Answer(TimeType.DATE, p.value, bounds_of(p, part), p)


def century(r: Reading) -> Answer | None:
    """ "the 19th century": 18, as its years begin."""
    number = int(r.match.value("ordinal"))
    if r.match.value("unit") != "C" or not 1 <= number <= 99:
        return None
    p = period(Unit.CENTURY, date(max((number - 1) * 100, 1), 1, 1))
    return Answer(TimeType.DATE, f"{number - 1:02d}", bounds_of(p, _third(r.match)), p)


def year(r: Reading) -> Answer | None:
    return dated(Period(Unit.YEAR, date(int(r.match.value("year")), 1, 1)), r.match)


def year_named(r: Reading) -> Answer | None:
    """ "the year two thousand", "the year 2000"."""
    said = r.match.value("year") or r.match.value("num")
    if r.match.value("unit") != "Y" or not said.isdecimal() or not 1 <= int(said) <= 9999:
        return None
    return dated(Period(Unit.YEAR, date(int(said), 1, 1)), r.match)


def iso(r: Reading) -> Answer | None:
    """2025-02-23, 2025-02-23T10:00; 2/23/2025; 03/04/2025 is either day, unless the article settles it."""
    text = r.match.value("iso")
    if "/" in text:
        first, second, y = (int(x) for x in text.split("/"))
        y += (2000 if y < 69 else 1900) if y < 100 else 0  # the pivot of POSIX
        american, other = _day(y, first, second), _day(y, second, first)
        if american and other and r.tense == PAST and (told := r.story.published) and min(american.start, other.start) <= told:
            american, other = (p if p.start <= told else None for p in (american, other))  # "sank": not after it was told
        if american and other and american != other:
            if r.story.month_first is None:
                low, high = sorted((american.start, other.start))
                return Answer(TimeType.DATE, None, (low.isoformat(), high.isoformat()))
            return dated(american if r.story.month_first else other, r.match)
        return dated(american or other, r.match) if american or other else None
    try:
        p = Period(Unit.DAY, date.fromisoformat(text[:10]))
    except ValueError:
        return None
    return Answer(TimeType.TIME, text[:16], (text, text), p) if len(text) > 10 and _is_instant(text) else dated(p, r.match)


def _is_instant(text: str) -> bool:
    """ "2024-05-03T25:00:00Z" is of no hour: its day is all that it tells."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def reference(r: Reading) -> Answer | None:
    return Answer(TimeType.DATE, r.match.value("ref") or r.match.value("refword") or "PRESENT_REF")


def bound(r: Reading) -> Answer | None:
    """ "year-end": the last day of the year."""
    base = r.story.base(False)
    y = _year_of(r) or (base.start.year if base else None)
    if y is None:
        return Answer(TimeType.DATE, None)
    return dated(_day(y, 12, 31), r.match) if "year" in r.match.words[-1].text else None


def ordinal_of(r: Reading) -> Answer | None:
    """ "the third week of January": some days of it."""
    m = r.match
    month = Match(m.kind, tuple(w for w in m.words if w.kind not in ("ordinal", "unit")), m.first)
    inner = calendar_date(Reading(month, r.story, r.tense)) if m.get("month") else None
    if inner is None or inner.period is None or inner.period.unit is not Unit.MONTH:
        return None
    number, unit, start = int(m.value("ordinal") or -1), m.value("unit"), inner.period.start
    end = inner.period.end or start
    if unit == "D" and number <= 31:
        return dated(_day(start.year, start.month, number if number > 0 else end.day), m)
    if unit == "W" and number <= 5:
        first = start + timedelta(days=7 * (number - 1)) if number > 0 else end - timedelta(days=6)
        last = min(first + timedelta(days=6), end)
        week = period(Unit.WEEK, first + (last - first) // 2)
        return Answer(TimeType.DATE, week.value, (first.isoformat(), last.isoformat()), week)
    return inner


READERS: dict[str, Callable[[Reading], Answer | None]] = {
    "iso": iso,
    "time": clock_time,
    "part": day_part,
    "set": recurring,
    "setword": recurring,
    "date": calendar_date,
    "quarter": ordinal_quarter,
    "yearago": year_ago,
    "yearquarter": year_quarter,
    "ago": counted_back,
    "next": counted_back,
    "ordinalof": ordinal_of,
    "holiday": named,
    "season": named,
    "relative": lambda r: day_part(r) if r.match.get("part") else relative_day(r) if names_day(r.match) else relative_unit(r),
    "span": stretch,
    "plural": stretch,
    "relunit": relative_unit,
    "fiscal": lambda r: the_unit(r) if r.ended and not r.match.get("year") else fiscal_year(r),
    "yearnamed": year_named,
    "pastref": lambda r: Answer(TimeType.DATE, "PAST_REF") if r.match.words[-1].text == "past" else None,
    "decade": decade,
    "century": century,
    "theunit": the_unit,
    "bound": bound,
    "duration": plain_duration,
    "bareplural": plain_duration,
    "ref": reference,
    "refword": reference,
    "year": year,
}


def read(r: Reading) -> Answer | None:
    """The meaning of a match; None where it is no time expression after all."""
    return READERS[r.match.kind](r)
