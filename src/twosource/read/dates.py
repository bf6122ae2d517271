"""A date as it was given, in ISO 8601 and no finer: a day stays a day, a time keeps its zone, or its lack of one.

Midnight without a zone is read as a date, because that is how programs write a day ("2017-09-15T00:00:00"). What is
ambiguous ("02/03/2025") or less than a day ("March 2025") is not read. Task: date normalisation, ISO 8601 and RFC 2822.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone

_ISO = re.compile(
    r"(?P<y>\d{4})(?P<s>[-/.]?)(?P<m>\d\d)(?P=s)(?P<d>\d\d)"
    r"(?:[T_ ]+(?P<H>\d\d)(?::?(?P<M>\d\d))(?::?(?P<S>\d\d)(?:[.,]\d+)?)?\s*(?P<zone>Z|UTC|GMT|[+-]\d\d:?(?:\d\d)?)?)?",
    re.I,
)
_MONTHS = {name: i for i, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_MONTH = (
    r"(?P<mon>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_DAY = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_CLOCK = (
    r"(?:,?\s*(?:at|[-–—|·])?\s*(?P<H>\d{1,2})(?:[:.](?P<M>\d\d))?(?::(?P<S>\d\d))?\s*"
    r"(?P<half>[ap]\.?m\.?)?\s*\(?(?P<zone>[A-Z]{1,5}|[+-]\d\d:?\d\d)?\)?)?"
)
_ENGLISH = tuple(
    re.compile(_WEEKDAY + form + _CLOCK, re.I)
    for form in (_MONTH + r"\s+" + _DAY + r",?\s+(?P<y>\d{4})", _DAY + r"[\s-]+" + _MONTH + r",?[\s-]+(?P<y>\d{4})")
)
# hours from UTC: RFC 2822's own names, and those of Europe; names that several countries use (IST) are left out
_ZONES = {
    "UTC": 0,
    "GMT": 0,
    "Z": 0,
    "BST": 1,
    "CET": 1,
    "CEST": 2,
    "EST": -5,
    "EDT": -4,
    "CST": -6,
    "CDT": -5,
    "MST": -7,
    "MDT": -6,
    "PST": -8,
    "PDT": -7,
}
_EARLIEST, _LATEST = 1600, 2200  # years: a newspaper is never older; what lies outside is a number of another kind


def read_date(given: str | int | float) -> str | None:
    """The date in ISO 8601, or None where it cannot be read.

    >>> read_date("2015-09-28 14:21:00"), read_date("20130321"), read_date("Sun, 23 Feb 2025 14:00:00 GMT")
    ('2015-09-28T14:21:00', '2013-03-21', '2025-02-23T14:00:00+00:00')
    """
    try:
        if not isinstance(given, str) and not 10**7 <= given < 10**8:  # 20130321 is a day, whether quoted or not
            return _epoch(given)
        text = " ".join(str(given).split())
        if found := _ISO.fullmatch(text):
            return _iso(found, text)
        for form in _ENGLISH:
            if found := form.fullmatch(text):
                return _english(found)
        return _epoch(int(text)) if re.fullmatch(r"1?\d{9}(?:\d{3})?", text) else None
    except (ValueError, OverflowError):
        return None


def _told(at: datetime, zone: timezone | None) -> str | None:
    if not _EARLIEST <= at.year < _LATEST:
        return None
    if zone is None and at.time() == time():
        return at.date().isoformat()
    return at.replace(tzinfo=zone).isoformat()


def _epoch(given: int | float) -> str | None:
    """Seconds or milliseconds since 1970, which are in UTC."""
    if isinstance(given, bool) or not 1e8 <= given < 1e14:
        return None
    return _told(datetime.fromtimestamp(int(given / 1000 if given >= 1e11 else given), UTC).replace(tzinfo=None), UTC)


def _iso(found: re.Match[str], text: str) -> str | None:
    day = date(int(found["y"]), int(found["m"]), int(found["d"]))
    if not _EARLIEST <= day.year < _LATEST:
        return None
    if found["H"] is None:
        return day.isoformat()
    clock = time(int(found["H"]), int(found["M"]), int(found["S"] or 0))
    zone = found["zone"]
    if zone is None and clock == time():
        return day.isoformat()
    if text[10:11] == "T" and found["s"] == "-":  # well-formed already: stays as given
        datetime.fromisoformat(text)
        return text
    return _told(datetime.combine(day, clock), _zone(zone))


def _zone(given: str | None) -> timezone | None:
    if given is None or given == "-0000":  # RFC 2822: a time in UTC, of whose place nothing is known
        return None
    if given.upper() in _ZONES:
        return timezone(timedelta(hours=_ZONES[given.upper()]))
    if given[0] not in "+-":
        return None
    digits = given[1:].replace(":", "").ljust(4, "0")
    return timezone(timedelta(hours=int(digits[:2]), minutes=int(digits[2:])) * (-1 if given[0] == "-" else 1))


def _english(found: re.Match[str]) -> str | None:
    day = date(int(found["y"]), _MONTHS[found["mon"][:3].lower()], int(found["d"]))
    if found["H"] is None or (found["M"] is None and found["half"] is None):
        return None if found["H"] else _told(datetime.combine(day, time()), None)
    hour = int(found["H"])
    if found["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found["half"][0].lower() == "p" else 0)
    return _told(datetime.combine(day, time(hour, int(found["M"] or 0), int(found["S"] or 0))), _zone(found["zone"]))


def instant(given: str) -> str:
    """A key that sorts dates as `read_date` gives them by time: UTC where the zone is known, a day at its start."""
    try:
        at = datetime.fromisoformat(given)
    except ValueError:
        return given
    return (at.astimezone(UTC) if at.tzinfo else at).strftime("%Y-%m-%dT%H:%M:%S")
