"""A day as words give it, as far as they give it: "October 4, 1941", "in March", "the fifties"; and whether two exclude each other.

Reads a few words after a verb; gives a Day. Not for times of events that the article resolves (extract/times.py): no word here is
counted from the day of publication.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MONTHS = "january february march april may june july august september october november december".split()
DECADES = {
    w: n for n, w in zip(range(20, 100, 10), "twenties thirties forties fifties sixties seventies eighties nineties".split(), strict=True)
}
_MONTH = "|".join(m.capitalize() for m in MONTHS)
DAY = re.compile(
    rf"\b(?:(?P<before>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?)?(?P<month>{_MONTH})\b(?: (?P<after>\d{{1,2}})(?:st|nd|rd|th)?\b)?"
    rf"(?:,? (?:of )?(?P<year>1\d{{3}}|20\d\d)\b)?"
    rf"|\b(?P<decade>1\d\d|20\d)0s\b|\bthe (?P<word>{'|'.join(DECADES)})\b|\b(?P<alone>1\d{{3}}|20\d\d)\b"
)


@dataclass(frozen=True, slots=True)
class Day:
    """What is known of it; None where the words leave it open."""

    decade: int | None
    year: int | None
    month: int | None
    day: int | None
    end: int  # of its words

    def excludes(self, other: Day) -> bool:
        """Some part that both give is another: the month of "March" and of "30 October 2007"."""
        mine, theirs = ((d.decade, d.year, d.month, d.day) for d in (self, other))
        return any(x is not None and y is not None and x != y for x, y in zip(mine, theirs, strict=True))


def find_day(text: str) -> Day | None:
    """The first day, month, year or decade among these words."""
    m = DAY.search(text)
    if m is None:
        return None
    if m["word"]:
        return Day(DECADES[m["word"]] // 10, None, None, None, m.end())
    if m["decade"]:
        return Day(int(m["decade"]) % 10, None, None, None, m.end())
    year = int(m["year"] or m["alone"] or 0) or None
    month = MONTHS.index(m["month"].lower()) + 1 if m["month"] else None
    day = int(m["before"] or m["after"] or 0) or None
    return Day(year // 10 % 10 if year else None, year, month, day, m.end())
