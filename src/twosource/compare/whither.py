"""Where did it go? "Checked into the Marnow Clinic" and "checked into Orvel House" are two happenings, and so is "checked out".

Reads a claim's words after the word of its event, gives the names it goes to or comes from. Places told in other ways (at, in) are
left to the comparison: an account may give the town, and another the street.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

from twosource.model import Claim, Span

Whither: TypeAlias = Mapping[str, frozenset[str]]  # "to", "from", "in", "out" -> capitalised words

REACH = 8  # words after it in which its names stand
_WAY = re.compile(rf"(into|to|from|out of|out|off)\s+((?:[^\s;:.]+[\s,]+){{0,{REACH}}}[^\s;:.]*)", re.I)
_NAME = re.compile(r"[A-Z][\w’'-]+")
_DAYS = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Febr)uary|March|April|May|June|July|August|(?:Septem|Octo|Novem|Decem)ber"
)
_SIDE = {"into": "to", "to": "to", "from": "from", "out of": "from", "out": "from", "off": "from"}


def whither(claim: Claim, trigger: Span) -> Whither:
    """The names after "into", "to", "from", "out of", where one stands right after the event's word."""
    after = claim.text[max(trigger[1] - claim.span[0], 0) :]
    way = _WAY.match(after.lstrip())
    if way is None:
        return {}
    word = re.sub(r"\s+", " ", way[1].lower())
    names = frozenset(n for n in _NAME.findall(way[2]) if not _DAYS.fullmatch(n))
    return {_SIDE[word]: names, "in" if word == "into" else "out" if word.startswith("o") else "": names}


def apart(a: Whither, b: Whither) -> bool:
    """One goes in and the other out, or they go to, or come from, what has other names."""
    if ("in" in a and "out" in b) or ("out" in a and "in" in b):
        return True
    return any(a[way] and b[way] and not a[way] & b[way] for way in ("to", "from") if way in a and way in b)


def bound_elsewhere(a: Claim, b: Claim) -> bool:
    """Their events, if of one verb, are two: "checked into the clinic", "checked out of it"."""
    if a.event is None or b.event is None or a.event.predicate != b.event.predicate:
        return False
    return apart(whither(a, a.event.trigger), whither(b, b.event.trigger))
