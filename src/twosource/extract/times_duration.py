"""How long a duration is and how often a set recurs, as TIMEX3 values: P3Y, PT48H, PXD, XXXX-WXX-7.

Reads matches of the grammar (times_grammar.py). Vague amounts are X ("several days": PXD). Reference: TimeML 1.2.1, ISO 8601.
Does not place a duration in the calendar.
"""

from __future__ import annotations

from collections.abc import Sequence

from twosource.extract.times_calendar import Unit
from twosource.extract.times_grammar import Match
from twosource.extract.times_lex import Lexeme

CLOCK = {"TH": "H", "TM": "M", "S": "S"}  # units below a day, with their letter after T
# A weekend and a fortnight are counted in days and weeks; decades and centuries have no letter in ISO 8601: "two decades" is P20Y.
COUNTED = {"WE": ("D", 2), "F": ("W", 2), "E": ("Y", 10), "C": ("Y", 100), "L": ("Y", 1000), "QC": ("Y", 25), "HC": ("Y", 50)}
HALVES = {"Y": ("M", 6), "TH": ("TM", 30), "TM": ("S", 30), "D": ("TH", 12), "E": ("Y", 5), "C": ("Y", 50)}
UNITS = ("unit", "units", "quarter", "quarters")
NUMBERS = ("num", "day", "year")
MAX_AMOUNT = 10**7


def amount(words: Sequence[Lexeme]) -> float | None:
    """The number of a counted expression: the lower one of "two to three"; None where it is vague."""
    total: float | None = None
    for w in words:
        if w.kind in (*NUMBERS, "a", "vague") and total is None:
            if w.value in ("", "X"):
                return None
            try:
                total = float(w.value)
            except ValueError:
                return None
        elif w.kind in ("half_an", "half"):
            return 0.5
        elif w.kind == "andahalf" and total is not None:
            total += 0.5
    return total if total is not None and 0 <= total <= MAX_AMOUNT else None


def is_vague(words: Sequence[Lexeme]) -> bool:
    return any(w.kind == "vague" and w.value == "X" for w in words)


def unit_of(match: Match) -> str:
    return next((w.value for w in match.words if w.kind in UNITS), "")


def iso_duration(number: float | None, unit: str) -> str:
    """P3Y, PT48H; None as number: PXD. Halves go to the next smaller unit ("2 1/2 years": P2Y6M)."""
    if number is None:
        vague = COUNTED[unit][0] if (len(unit) > 1 and unit in COUNTED) or unit == "F" else unit
        return f"PTX{CLOCK[unit]}" if unit in CLOCK else f"PX{vague}"
    whole, rest = int(number), number - int(number)
    small = ""
    if rest:
        if rest != 0.5 or unit not in HALVES:
            letter, factor = COUNTED.get(unit, (unit, 1))
            return f"PT{number:g}{CLOCK[unit]}" if unit in CLOCK else f"P{number * factor:g}{letter}"
        below, value = HALVES[unit]
        if unit in COUNTED:
            whole, unit = whole * COUNTED[unit][1] + value, below
        elif below in CLOCK and unit not in CLOCK:
            small = f"T{value}{CLOCK[below]}"
        else:
            small = f"{value}{CLOCK.get(below, below)}"
    letter, factor = COUNTED.get(unit, (unit, 1))
    if unit in CLOCK:
        return "PT" + (f"{whole}{CLOCK[unit]}" if whole or not small else "") + small
    return "P" + (f"{whole * factor}{letter}" if whole or not small else "") + small


def duration(match: Match) -> str | None:
    """The TIMEX3 value of "nearly two years", "half an hour", "decades"."""
    unit = unit_of(match)
    if not unit:
        return None
    number = amount(match.words)
    counted = any(w.kind in (*NUMBERS, "a", "half_an") or (w.kind == "vague" and w.value != "X") for w in match.words)
    if not counted and not is_vague(match.words):
        number = None if match.kinds & {"units", "quarters"} else 1.0
    return iso_duration(number, unit)


def calendar_unit(unit: str) -> tuple[Unit, int] | None:
    """The unit in which the calendar moves and how many of them one is; None for clock units."""
    if unit in CLOCK or not unit:
        return None
    several = {"F": (Unit.WEEK, 2), "QC": (Unit.YEAR, 25), "HC": (Unit.YEAR, 50)}
    return several.get(unit) or (Unit(unit), 1)


def recurrence(match: Match) -> str | None:
    """The value of a set: "every other day" P2D, "each July" XXXX-07, "Sunday nights" XXXX-WXX-7TNI."""
    part = match.value("part")
    if match.get("weekday"):
        return f"XXXX-WXX-{match.value('weekday')}" + (f"T{part}" if part else "")
    if match.get("month"):
        return f"XXXX-{int(match.value('month')):02d}"
    if match.get("season"):
        return f"XXXX-{match.value('season')}"
    if match.get("holiday"):
        rule = match.value("holiday")
        return f"XXXX-{rule}" if rule[:2].isdecimal() and "#" not in rule else None
    if part:
        return f"XXXX-XX-XXT{part}"
    unit = unit_of(match)
    number = 2.0 if match.get("other") else amount([w for w in match.words if w.kind in NUMBERS])
    if match.get("ordinal"):
        number = max(float(match.value("ordinal")), 1.0)
    return iso_duration(number if number is not None else 1.0, unit) if unit else None
