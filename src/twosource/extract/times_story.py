"""What a relative time counts from, and which of several same-named periods is meant.

Holds the Story of dates an article has told, the Reading of one match and the Answer to it. "Last" and "next" count from the day of
publication, "that", "the following" from the date told last; without either nothing relative has a value. Reference: TimeML 1.2.1.
Does not know the kinds of expressions: times_value.py does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from twosource.extract.times_calendar import Period, Unit, part_of
from twosource.extract.times_grammar import Match
from twosource.model import TimeType

PAST, FUTURE, PRESENT = "past", "future", "present"
# These count from the date told last, the others from the day of publication: "the following week" against "next week".
NARRATIVE = frozenset(("following", "subsequent", "ensuing", "preceding", "previous", "that", "same", "that same", "the same"))

# A day 41 days ahead beats one 324 days back even under a past verb, a month 66 days ahead does not beat one 269 days back: TimeBank.
AGAINST = 6
DAYS = (Unit.DAY, Unit.WEEKEND, Unit.WEEK)

Bounds = tuple[str | None, str | None]
OPEN: Bounds = (None, None)


@dataclass(frozen=True, slots=True)
class Answer:
    type: TimeType
    value: str | None
    bounds: Bounds = OPEN
    period: Period | None = None  # what later expressions can refer back to
    aside: bool = False  # a comparison ("a year earlier"): the story does not move there


@dataclass(slots=True)
class Story:
    """The dates an article has told so far."""

    published: date | None
    moment: datetime | None = None  # with the hour, where it is known
    last: Period | None = None
    day: Period | None = None  # the last one that was a day
    sentence_day: Period | None = None
    month_first: bool | None = None  # how the article writes 03/04/2024, where its other dates tell
    _sentence: int = -1
    _day_told: int = -1

    def base(self, narrative: bool, grain: Unit | None = None) -> Period | None:
        """What a relative expression counts from; "two days later" from no year ("since 1953"), but from the day told before it."""
        if narrative and self.last is not None:
            if grain is None or (grain in DAYS) <= (self.last.unit in DAYS) or self.last.unit is Unit.MONTH:
                return self.last
            return self.day
        return Period(Unit.DAY, self.published) if self.published else (self.last if narrative else None)

    def turn(self, sentence: int) -> None:
        """Go on to a sentence: a day told more than two sentences before no longer holds for "at 5 p.m."."""
        if sentence != self._sentence:
            self._sentence, self.sentence_day = sentence, None
            if sentence > self._day_told + 2:
                self.day = None

    def told(self, p: Period) -> None:
        self.last = p
        if p.unit is Unit.DAY:
            self.day = self.sentence_day = p
            self._day_told = self._sentence


@dataclass(frozen=True, slots=True)
class Reading:
    """One match with everything needed to read it."""

    match: Match
    story: Story
    tense: str
    distributive: bool = False  # "$5 a year"
    after: Period | None = None  # the day that this one is joined to: "Saturday and Sunday"
    ended: bool = False  # a stretch of its own: "the year ended March 31", "two days after the vote"


def bounds_of(p: Period, part: str = "") -> Bounds:
    """First and last day of a period or of its early, middle or late part."""
    days = part_of(p, part) if p.unit is not Unit.DAY else (p.start, p.start)
    return (days[0].isoformat(), days[1].isoformat()) if days else OPEN


def dated(p: Period | None, match: Match | None = None) -> Answer:
    """A date, with bounds narrowed by "early", "the end of"."""
    if p is None:
        return Answer(TimeType.DATE, None)
    part = "" if match is None else match.value("edge") or match.value("early") or match.value("mid") or match.value("late")
    return Answer(TimeType.DATE, p.value, bounds_of(p, part), p)


def choose(make: Callable[[int], Period | None], around: date, tense: str) -> Period | None:
    """Of the same-named periods of last, this and next year the nearest; one that the tense speaks against counts as so many times as far.

    "the Feb. 23 accord" told in March is last month's, whatever the verb; "in April", told in November, is told apart by tense.
    """
    found = [p for y in (around.year - 1, around.year, around.year + 1) if (p := make(y)) is not None]

    def cost(p: Period) -> int:
        against = (tense == PAST and p.start > around) or (tense == FUTURE and (p.end or p.start) < around)
        return _distance(p, around) * (AGAINST if against else 1)

    return min(found, key=cost, default=None)


def _distance(p: Period, around: date) -> int:
    end = p.end or p.start
    if p.start <= around <= end:
        return 0
    return min(abs((p.start - around).days), abs((end - around).days))


def directed(make: Callable[[int], Period | None], around: date, step: int) -> Period | None:
    """The last, this year's or the next period of that name: "last May" is the latest that is over."""
    found = [p for y in range(around.year - 2, around.year + 3) if (p := make(y)) is not None]
    if step < 0:
        return next((p for p in reversed(found) if (p.end or p.start) < around), None)
    if step > 0:
        return next((p for p in found if p.start > around), None)
    return next((p for p in found if p.start.year == around.year), None)


def step_of(match: Match) -> int | None:
    """-1 for last, 1 for next, 0 for this and that, None where nothing says."""
    found = [w for w in match.words if w.kind in ("last", "next", "this", "that", "current")]
    if not found:
        return None
    # "this past spring", "this coming Sunday": the second word decides
    return int(found[-1].value or 0)


def is_narrative(match: Match) -> bool:
    return any(w.text in NARRATIVE for w in match.words)
