"""Which measure the text states at one place: a number with its money or unit and its rate.

Reads text and lexemes, gives Measure: "$3bn", "120bn euros", "50p", "12 per cent", "5-mile", "$40 a barrel". ISO 4217 for money, UCUM for
units. Reference: data/units.tsv, data/currencies.tsv, and CLDR (babel) for the full names of currencies. Does not bound, join or count.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from twosource.extract.numbers import Lexeme, Number, group, number_at, table, words_of

_PREFIXES = {
    "kilo": "k",
    "mega": "M",
    "giga": "G",
    "tera": "T",
    "centi": "c",
    "milli": "m",
    "micro": "u",
    "nano": "n",
    "pico": "p",
    "deci": "d",
    "hecto": "h",
    "exa": "E",
}
_SIGNS = {"µ": "u", "μ": "u", **{v: v for v in _PREFIXES.values()}}
_WORD = re.compile(r"(?:[\s\u2010\u2011-]|\s-\s)?((?:[^\W\d_]\.){2,}(?=\W|$)|[^\W\d_]+)")
_MINUS = re.compile(r"(?:^|[\s($€£¥])([-−]|− )$|(?<!plus or )\b(minus[\s-])$", re.I)
_SCREEN = re.compile(r"\D?(?:480|540|720|1080|1440|2160)p")  # lines of a screen, no pence
_INCHES = re.compile(r"\s?(\d|1[01])(?:\s?in(?:ch(?:es)?)?\b|[\s-]inch(?:es)?\b|″)")  # "6ft 2in"
_DOLLARS = re.compile(r"\s(US|U\.S\.|USD|Canadian|Australian|sterling)(?=[\s.,;)]|$)")
_SYMBOL_END = re.compile(r"(?![^\W_]|-\d)")
_RATE = re.compile(r"\s?/\s?|[\s-](?:per|an?|each|every)[\s-]", re.I)
_AGO = re.compile(r"\w+\s(?:earlier|ago|later|before|after|old|on|or)\b", re.I)  # "$6 million a year earlier"
_MASS_OR_MONEY = frozenset({"pound", "pounds"})
_TEXT_BEFORE = 60  # characters searched for a money word before "pounds"


class Unit(NamedTuple):
    code: str
    end: int
    factor: Fraction = Fraction(1)
    time: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """Text from start to end says `number`, in `unit`; `written` is where the number itself ends; lexemes first to last (not included)."""

    start: int
    end: int
    number: Number
    low: Fraction
    high: Fraction
    unit: str | None
    time: bool  # the unit is one of time
    per: str | None
    per_span: tuple[int, int] | None
    first: int
    last: int

    def number_end(self, lexemes: Sequence[Lexeme]) -> int:
        """Where the number itself ends."""
        return lexemes[self.number.last - 1].end


def _plain(name: str) -> str:
    return re.sub(r"[\s\u2010\u2011-]+", " ", name.lower().replace(".", ""))


@cache
def _names() -> dict[str, tuple[str, bool]]:
    """Unit by name, as (code, is a unit of time)."""
    found: dict[str, tuple[str, bool]] = {}
    for code, names, _ in _rows():
        for name in filter(None, names.split("|")):
            if code[0] == "+":
                for word, sign in _PREFIXES.items():
                    found.setdefault(_plain(word + name), (sign + code[1:], False))
            found[_plain(name)] = (code.lstrip("+~"), code[0] == "~")
    return found


def _rows() -> list[list[str]]:
    return [[*row, ""][:3] for row in table("units.tsv") if row[0] != "each"]


@cache
def _symbols() -> dict[str, tuple[str, bool]]:
    found: dict[str, tuple[str, bool]] = {}
    for code, _, symbols in _rows():
        for symbol in filter(None, symbols.split("|")):
            if code[0] == "+":
                for sign, ucum in _SIGNS.items():
                    if sign != "E":  # "El" opens street names
                        found.setdefault(sign + symbol, (ucum + code[1:], False))
    for code, _, symbols in _rows():
        found.update({s: (code.lstrip("+~"), code[0] == "~") for s in filter(None, symbols.split("|"))})
    return found


@cache
def _each() -> frozenset[str]:
    return frozenset(w for row in table("units.tsv") if row[0] == "each" for w in row[1].split("|"))


@cache
def _money_names() -> dict[str, tuple[str, Fraction]]:
    """Currency by name: CLDR's full names, then the short ones of data/currencies.tsv."""
    from babel import Locale
    from babel.numbers import get_currency_name

    english = Locale("en")
    found: dict[str, tuple[str, Fraction]] = {}
    for code, name in sorted(english.currencies.items()):
        if "(" not in name:  # "(1979–1997)": coins of the past; and of units of account
            for form in (name, get_currency_name(code, count=2, locale=english), get_currency_name(code, count=1, locale=english)):
                found.setdefault(_plain(form), (code, Fraction(1)))
    for code, where, names in table("currencies.tsv"):
        if where == "name":
            found.update({_plain(n): _money(code) for n in names.split("|")})
    return found


def _money(code: str) -> tuple[str, Fraction]:
    iso, _, parts = code.partition("/")
    return iso, Fraction(1, int(parts or 1))


@cache
def _money_signs() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, tuple[str, Fraction]]]:
    """Patterns of the signs before and after digits, and what each stands for."""
    meaning: dict[str, tuple[str, Fraction]] = {}
    places: dict[str, list[str]] = {"before": [], "after": []}
    for code, where, signs in table("currencies.tsv"):
        for sign in signs.split("|") if where != "name" else ():
            meaning[sign] = _money(code)
            for place in places:
                if where in (place, "both"):
                    places[place].append(sign)
    either = {k: "|".join(re.escape(s) for s in sorted(v, key=lambda s: (-len(s), s))) for k, v in places.items()}
    before = re.compile(rf"(?<![^\W\d_])(?:{either['before']})(?=\s?[-−–]?\s?\.?\d)")
    after = re.compile(rf"\s?({either['after']})(?![^\W_]|\$)")
    return before, after, meaning


def money_before(text: str) -> dict[int, tuple[int, str]]:
    """Where digits start -> where the currency sign before them starts, and its ISO code."""
    before, _, meaning = _money_signs()
    found = {}
    for m in before.finditer(text):
        digits = re.compile(r"\s?[-−–]?\s?").match(text, m.end())
        owed = 3 if m[0].startswith("US ") and text[: m.start()].endswith(("the ", "The ")) else 0  # "owed the US $5": the country
        found[digits.end() if digits else m.end()] = (m.start() + owed, meaning[m[0]][0])
    return found


def _longest(
    text: str, start: int, names: dict[str, tuple[str, bool]] | dict[str, tuple[str, Fraction]], most: int = 4
) -> tuple[str, int] | None:
    """The longest name that stands at `start` (after one blank or hyphen), and its end."""
    words: list[str] = []
    best, end = None, start
    while len(words) < most and (m := _WORD.match(text, end)):
        words.append(_plain(m[1]))
        end = m.end()
        if " ".join(words) in names:
            best = (" ".join(words), end)
    return best


def unit_at(text: str, start: int, *, digits: bool, scaled: bool = False) -> Unit | None:
    """The unit or currency that stands at `start`, right after a number.

    >>> unit_at("5 miles an hour", 1, digits=True).code
    '[mi_i]/h'
    """
    name = _longest(text, start, _names())
    coin = _longest(text, start, _money_names())
    if coin and (name is None or coin[1] > name[1] or (coin[0] in _MASS_OR_MONEY and _pounds_are_money(text, start, scaled))):
        code, factor = _money_names()[coin[0]]
        return Unit(code, coin[1], factor)
    if digits:
        after = _money_signs()[1].match(text, start)
        if after and not _SCREEN.match(text, max(0, start - 4)):
            code, factor = _money_signs()[2][after[1]]
            return Unit(code, after.end(), factor)
        if (symbol := _symbol_at(text, start)) and (name is None or symbol.end > name[1]):
            return symbol
    if name:
        code, time = _names()[name[0]]
        return Unit(code, name[1], time=time)
    return None


def _symbol_at(text: str, start: int) -> Unit | None:
    blank = text[start : start + 1] in (" ", "\u00a0", "-", "\u202f")
    begin = start + blank
    for size in range(min(7, len(text) - begin), 0, -1):
        symbol = text[begin : begin + size]
        found = _symbols().get(symbol)
        if found and (not symbol[-1].isalnum() or _SYMBOL_END.match(text, begin + size)):
            if symbol in ("in.", "″") if blank else symbol == "s" or (symbol in "ABFKNJT" and text[start - 1].isdigit()):
                return None  # "the 1960s", "pad 39A"
            return Unit(found[0], begin + size, time=found[1])
    return None


def _pounds_are_money(text: str, start: int, scaled: bool) -> bool:
    near = set(re.findall(r"[a-z]+", text[max(0, start - _TEXT_BEFORE) : start + _TEXT_BEFORE].lower()))
    if near & group("mass"):
        return False
    return scaled or bool(group("money") & set(re.findall(r"[a-z]+", text[max(0, start - _TEXT_BEFORE) : start].lower())))


def measure_at(text: str, lexemes: Sequence[Lexeme], i: int, signs: dict[int, tuple[int, str]]) -> Measure | None:
    """The measure whose number begins at lexeme i; `signs` is money_before(text)."""
    start = lexemes[i].start
    sign = signs.get(start)
    number = number_at(lexemes, i, money=sign is not None)
    if number is None:
        return None
    unit: Unit | None
    if sign:
        start = sign[0]
        unit = _after_sign(text, lexemes[number.last - 1].end, sign[1])
    else:
        number, unit = _with_unit(text, lexemes, i, number)
    end = unit.end if unit else lexemes[number.last - 1].end
    inches = _INCHES.match(text, end) if unit and unit.code == "[ft_i]" else None
    end = inches.end() if inches else end
    per, per_span = rate_at(text, end) if unit else (None, None)
    end = per_span[1] if per_span else end
    factor = unit.factor if unit else Fraction(1)
    minus = _MINUS.search(text, max(0, lexemes[i].start - 16), lexemes[i].start) if not number.share else None
    if minus:
        start, factor = min(start, minus.start(minus.lastindex or 0)), -factor
    low, high = sorted((factor * number.low, factor * number.high))
    if inches:
        low, high = low + Fraction(int(inches[1]), 12), high + Fraction(int(inches[1]), 12)
    last = next((k for k in range(number.last, len(lexemes)) if lexemes[k].start >= end), len(lexemes))
    code, time = (unit.code, unit.time) if unit else (None, False)
    return Measure(start, end, number, low, high, code, time, per, per_span, number.first, last)


def _after_sign(text: str, end: int, code: str) -> Unit:
    """What follows a sign and its digits and still names the currency: "$75 U.S.", "$40 Canadian", "$1.25 sterling"."""
    named = _DOLLARS.match(text, end) if code == "USD" else None
    if named:
        return Unit({"Canadian": "CAD", "Australian": "AUD", "sterling": "GBP"}.get(named[1], "USD"), named.end())
    also = _money_signs()[1].match(text, end)
    return Unit(code, also.end() if also and also[1] == code else end)


def _with_unit(text: str, lexemes: Sequence[Lexeme], i: int, number: Number) -> tuple[Number, Unit | None]:
    """The number and the unit after it; "120m euros" is read with m for million, "millions of dollars" past its "of"."""
    if number.last < len(lexemes) and lexemes[number.last].text in words_of("letter"):
        rich = number_at(lexemes, i, money=True)
        coin = unit_at(text, lexemes[rich.last - 1].end, digits=True) if rich and rich.last > number.last else None
        if rich and coin and re.fullmatch(r"[A-Z]{3}", coin.code):
            return rich, coin
    end = lexemes[number.last - 1].end
    unit = unit_at(text, end, digits=number.digits or number.scaled, scaled=number.scaled)
    if unit is None and number.vague and text.startswith(" of ", end):
        unit = unit_at(text, end + 3, digits=False, scaled=True)
    return number, unit


def unit_name(word: str) -> str | None:
    """The unit of length or time that a word names: what may stand apart from its number ("517 rushing yards")."""
    code, time = _names().get(_plain(word), ("", False))
    return code if time or code in ("m", "km", "[yd_i]", "[mi_i]", "[ft_i]") else None


def is_time(name: str | None) -> bool:
    """The name is that of a unit of time."""
    return name is not None and _names().get(_plain(name), ("", False))[1]


def rate_at(text: str, end: int) -> tuple[str | None, tuple[int, int] | None]:
    """What the measure is counted by: "per barrel", "a day", "/kg"."""
    m = _RATE.match(text, end)
    if m is None or _AGO.match(text, m.end()):
        return None, None
    known = _longest(text, m.end() - 1, _names(), 2) or _longest(text, m.end() - 1, {w: ("", False) for w in _each()}, 2)
    if known:
        begin = known[1] - len(text[m.end() : known[1]].lstrip(" -"))
        return text[begin : known[1]].lower(), (begin, known[1])
    if "/" in m[0] or "per" in m[0].lower():
        symbol = _symbol_at(text, m.end() - 1) if m[0][-1] in " -" else _symbol_at(text, m.end())
        word = _WORD.match(text, m.end() - (m[0][-1] in " -"))
        if symbol or word:
            stop = max(symbol.end if symbol else 0, word.end() if word else 0)
            return text[m.end() : stop].lower(), (m.end(), stop)
    return None, None
