"""Which number the words and digits at one place of a text come to.

Reads text, gives Number: "1.2 million", "a dozen", "two-thirds", "tens of thousands", "10 1/2", "3.000.000", "one in three". Values are
exact fractions, so that "4.35 million" is 4350000. A plural that only names an order of magnitude ("hundreds") is one to ten times it.
Reference: data/numbers.tsv. Does not decide whether a number is a quantity, nor whether the m of "37m" is a metre.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files

_DIGITS = re.compile(
    r"""
    \d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,]\d)          # 1,234,567.8
    | \d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?(?![\d,]\d)  # 12,34,567 (lakh)
    | \d{1,3}(?:\.\d{3}){2,}(?![\d.,]\d)             # 1.234.567
    | [1-9]\d{0,2}(?:[ \u00a0\u2009\u202f]\d{3})+(?![\d.,/:]|\s?[-–]\d)  # 1 234 567
    | \d+\.\d+(?!\.?\d) | \d+ | (?<![\d.])\.\d+      # 12.5, 12, .5
    """,
    re.X | re.ASCII,
)
_LEX = re.compile(rf"(?P<n>{_DIGITS.pattern})|(?P<f>[¼½¾⅓⅔⅕⅖⅗⅘⅙⅛⅜⅝⅞])|(?P<w>[^\W\d_]+(?:['’][^\W\d_]+)*)|(?P<s>\S)", re.X | re.ASCII)
_GLYPHS = dict(zip("¼½¾⅓⅔⅕⅖⅗⅘⅙⅛⅜⅝⅞", (Fraction(x) for x in "1/4 1/2 3/4 1/3 2/3 1/5 2/5 3/5 4/5 1/6 1/8 3/8 5/8 7/8".split()), strict=True))
_DENOMINATORS = {2, 3, 4, 5, 6, 8, 10, 16, 20, 32, 40, 50, 64, 100, 128, 1000}  # "9/11" and "24/7" are no fractions
_ORDINALS = frozenset("first second third fourth last latter next other early final this".split())  # "the second half of"
_APPROXIMATE = frozenset("about around almost nearly over roughly more less than up to at least some just only".split())
_GOES_ON = frozenset("in on to from since this last over after and but while as at when by for compared within during year between".split())
_LONGEST = 40  # digits: longer strings are keys and serials


def table(name: str) -> list[list[str]]:
    """The rows of a table in data/, without its comments."""
    lines = (files("twosource") / "data" / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@cache
def group(name: str) -> frozenset[str]:
    """A class of data/quantity_words.tsv."""
    return frozenset(w for row in table("quantity_words.tsv") if row[0] == name for w in row[1].split("|"))


@cache
def words_of(kind: str) -> dict[str, int]:
    """The number words of one class of data/numbers.tsv."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for group, value, words in table("numbers.tsv"):
        found[group].update(dict.fromkeys(words.split("|"), int(value)))
    return found[kind]


@cache
def number_words() -> frozenset[str]:
    """Every word that may begin a number written in words."""
    return frozenset(w for kind in ("unit", "ten", "scale", "vague", "few", "part") for w in words_of(kind))


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A number in digits (n), a fraction sign (f), a word (w) or any other sign (s), at its place."""

    start: int
    end: int
    text: str
    kind: str

    @property
    def low(self) -> str:
        return self.text.lower()


@dataclass(frozen=True, slots=True)
class Number:
    """The value of lexemes first to last (not included). `vague`: an order of magnitude; `share`: a part of a whole ("a third of")."""

    first: int
    last: int
    low: Fraction
    high: Fraction
    mantissa: Fraction
    vague: bool = False
    share: bool = False
    scaled: bool = False
    digits: bool = True


def lex(text: str) -> list[Lexeme]:
    """The text's lexemes in order.

    >>> [x.text for x in lex("US$2.5bn, up 10 000")]
    ['US', '$', '2.5', 'bn', ',', 'up', '10 000']
    """
    return [Lexeme(m.start(), m.end(), m[0], str(m.lastgroup)) for m in _LEX.finditer(text)]


def literal(text: str) -> Fraction:
    """The value of a string of digits.

    >>> literal("1,234.5"), literal("1.234.567"), literal("10 000")
    (Fraction(2469, 2), Fraction(1234567, 1), Fraction(10000, 1))
    """
    plain = re.sub(r"[,\s]", "", text)
    if plain.count(".") > 1:
        plain = plain.replace(".", "")
    return Fraction("0" + plain)


def number_at(lexemes: Sequence[Lexeme], i: int, *, money: bool = False) -> Number | None:
    """The number that begins at lexeme i, or None; `money` lets "3m" be three million.

    >>> number_at(lex("half a million homes"), 0).low
    Fraction(500000, 1)
    """
    reader = _Reader(lexemes, money)
    return (reader.share(i) if reader.word(i - 1) not in _ORDINALS else None) or reader.vague(i) or reader.loose(i) or reader.exact(i)


class _Reader:
    """The grammar, one rule a method; each takes the lexeme to begin at and gives a Number or None."""

    def __init__(self, lexemes: Sequence[Lexeme], money: bool) -> None:
        self.lexemes = lexemes
        self.money = money

    def word(self, i: int) -> str:
        return self.lexemes[i].low if 0 <= i < len(self.lexemes) else ""

    def joined(self, i: int) -> bool:
        """Lexeme i is written on to the one before it."""
        return 0 < i < len(self.lexemes) and self.lexemes[i].start == self.lexemes[i - 1].end

    def past_hyphen(self, i: int) -> int:
        return i + 1 if self.word(i) in ("-", "‐", "‑") and self.joined(i) else i

    def scale(self, i: int) -> tuple[int, int] | None:
        """(factor, next) of a scale word, with the hyphen before it: "million", "-billion", "bn", and on to digits in money "m"."""
        j = self.past_hyphen(i)
        word = self.word(j)
        if word in words_of("scale") and (word != "score" or self.word(i - 1) in ("three", "four", "a", "two")):
            return words_of("scale")[word], j + 1
        letter = self.lexemes[i].text if self.joined(i) else ""
        if letter in words_of("letter") and self.lexemes[i - 1].kind != "w" and (self.money or self._scales_a_count(i)):
            return words_of("letter")[letter], i + 1
        return None

    def _scales_a_count(self, i: int) -> bool:
        # "4.3M digital sales", "2.4m tickets", "50k", but "a 37m mast", "3m waves", "4K screen", "401k"
        after, letter = self.word(i + 1), self.lexemes[i].text
        plural = after == "people" or (after.endswith("s") and len(after) > 3 and after not in words_of("metres"))
        if letter in "kK":
            return (plural or (letter == "k" and not after.isalpha())) and self.word(i - 1) != "401"
        return letter in "mMB" and (plural or (letter in "MB" and after.isalpha()))

    def scaled(self, value: Fraction, i: int) -> tuple[Fraction, int]:
        while found := self.scale(i):
            value, i = value * found[0], found[1]
        return value, i

    def exact(self, i: int) -> Number | None:
        kind = self.lexemes[i].kind if i < len(self.lexemes) else ""
        if kind in ("n", "f"):
            return self._figure(i)
        return self._spelled(i) if kind == "w" else None

    def _figure(self, i: int) -> Number | None:
        here = self.lexemes[i]
        if len(here.text) > _LONGEST:
            return None
        value, j = (_GLYPHS[here.text], i + 1) if here.kind == "f" else (literal(here.text), i + 1)
        if here.kind == "n" and j < len(self.lexemes):
            value, j = self._fraction(value, j)
        value, j = self._power(value, j)
        total, k = self.scaled(value, j)
        total, k = self._and_a_half(total, value, k)
        return Number(i, k, total, total, value, scaled=total != value)

    def _fraction(self, value: Fraction, j: int) -> tuple[Fraction, int]:
        """ "2½", "10 1/2", "1/4"."""
        if self.lexemes[j].kind == "f" and self.lexemes[j].start - self.lexemes[j - 1].end <= 1:
            return value + _GLYPHS[self.lexemes[j].text], j + 1
        if (below := self._over(j - 1)) is not None:
            return below, j + 2
        if self.lexemes[j].kind == "n" and value.denominator == 1 and (below := self._over(j)) is not None and below < 1:
            return value + below, j + 3
        return value, j

    def _over(self, i: int) -> Fraction | None:
        if self.word(i + 1) not in ("/", "⁄") or i + 2 >= len(self.lexemes) or self.lexemes[i + 2].kind != "n":
            return None
        if not (self.joined(i + 1) and self.joined(i + 2)) or self.word(i + 3) == "/":
            return None
        top, bottom = self.lexemes[i].text, self.lexemes[i + 2].text
        fits = top.isdigit() and bottom.isdigit() and int(bottom) in _DENOMINATORS and int(top) < int(bottom)
        return Fraction(int(top), int(bottom)) if fits else None

    def _power(self, value: Fraction, j: int) -> tuple[Fraction, int]:
        """ "1.99×10−30", "8 x 10^6", "4e14"."""
        sign = self.word(j)
        if sign == "e" and self.joined(j):
            exponent, k = self._exponent(j + 1)
        elif sign in ("×", "x", "*", "·") and self.word(j + 1) == "10":
            exponent, k = self._exponent(j + 3 if self.word(j + 2) == "^" else j + 2)
        else:
            return value, j
        return (value * Fraction(10) ** exponent, k) if exponent is not None else (value, j)

    def _exponent(self, i: int) -> tuple[int | None, int]:
        minus = self.word(i) in ("-", "−", "–")
        i += minus
        if i < len(self.lexemes) and self.joined(i) and self.word(i).isdecimal() and len(self.word(i)) <= 3:
            return (-1 if minus else 1) * int(self.word(i)), i + 1
        return None, i

    def _and_a_half(self, total: Fraction, value: Fraction, k: int) -> tuple[Fraction, int]:
        """ "two and a half", "a million and a half"."""
        if self.word(k) == "and" and self.word(k + 1) in ("a", "one"):
            j = self.past_hyphen(k + 2)
            below = {"half": 2, "quarter": 4, "third": 3}.get(self.word(j))
            if below and self.word(j + 1) not in ("of", "dozen"):
                step = total / value if value and total != value else Fraction(1)
                after, end = self.scaled(total + step / below, j + 1)
                return after, end
        return total, k

    def _spelled(self, i: int) -> Number | None:
        word, start = self.word(i), i
        if word in ("a", "an") and self.word(i + 1) in words_of("scale"):
            value, j = Fraction(1), i + 1
        elif word == "a" and self.word(i + 1) in ("half", "quarter") and self.word(i + 2) in ("million", "billion", "trillion"):
            value, j = Fraction(1, words_of("part")[self.word(i + 1)]), i + 2
        elif word in ("half", "quarter") and self.word(i + 1) in ("million", "billion", "trillion"):
            value, j = Fraction(1, words_of("part")[word]), i + 1
        elif word == "half" and self.word(i + 1) in ("a", "dozen") and self.word(i + 1 + (self.word(i + 1) == "a")) in words_of("scale"):
            value, j = Fraction(1, 2), i + 1 + (self.word(i + 1) == "a")
        elif (found := self._small(i)) is not None:
            value, j = Fraction(found[0]), found[1]
        else:
            return None
        total, group, end = Fraction(0), *self._hundreds(value, j)
        while True:
            factor, end = self.scaled(Fraction(1), end)
            total, group = total + group * factor, Fraction(0)
            more = self._small(end + (self.word(end) in ("and", "&", ","))) if factor > 1 else None
            if more is None:
                break
            group, after = self._hundreds(Fraction(more[0]), more[1])
            if group * self.scaled(Fraction(1), after)[0] >= factor:  # "two thousand, five thousand" are two numbers
                break
            end = after
        total, end = self._and_a_half(total, value, end)
        return Number(start, end, total, total, value, scaled=end > j, digits=False)

    def _hundreds(self, value: Fraction, i: int) -> tuple[Fraction, int]:
        """ "three hundred and six", from the "three" on."""
        if self.word(i) != "hundred":
            return value, i
        more = self._small(i + 1 + (self.word(i + 1) in ("and", "&")))
        if more is None or self.word(more[1]) == "hundred":  # "one hundred and two hundred"
            return value * 100, i + 1
        return value * 100 + more[0], more[1]

    def _small(self, i: int) -> tuple[int, int] | None:
        """Zero to ninety-nine."""
        word = self.word(i)
        if word in words_of("unit"):
            return words_of("unit")[word], i + 1
        if word in words_of("ten"):
            j = self.past_hyphen(i + 1)
            unit = words_of("unit").get(self.word(j), 0)
            return (words_of("ten")[word] + unit, j + 1) if 1 <= unit <= 9 else (words_of("ten")[word], i + 1)
        return None

    def share(self, i: int) -> Number | None:
        """ "two-thirds", "a third of", "half of", "three quarters", "one in three", "two out of five"."""
        word = self.word(i)
        if word == "half" and self.word(i + 1) in ("a", "an") and self.word(i + 2) not in words_of("scale"):
            return Number(i, i + 2, Fraction(1, 2), Fraction(1, 2), Fraction(1, 2), digits=False)
        if word == "half" and (self._whole_follows(i + 1) or self._moves_by(i, i + 1)):
            return self._part(i, i + 1, Fraction(1, 2))
        top: Fraction | None
        if word in ("a", "an"):
            top, j = Fraction(1), i + 1
        elif (number := self.exact(i)) is not None and not number.scaled and number.low.denominator == 1:
            top, j = number.low, number.last
        else:
            return None
        k = self.past_hyphen(j)
        bottom = words_of("part").get(self.word(k))
        if bottom and word in ("a", "an", "one") and k == j and self.word(k + 1) in ("point", "percentage", "mile", "inch"):
            return Number(i, k + 1, top / bottom, top / bottom, top / bottom, digits=False)  # "a quarter point"
        if bottom and self.lexemes[i].kind != "n":
            plural = self.word(k).endswith("s")
            many = (top > 1 and (plural or k > j)) or (top == 1 and not plural and self._moves_by(i, k + 1))
            one = top == 1 and not plural and (self._whole_follows(k + 1) or (k > j and self.word(k + 1) not in ("-", "hour", "time")))
            # "one third of the seats", not "the two third places"
            if many or one:
                return self._part(i, k + 1, top / bottom)
        return self._ratio(i, j, top) if word not in ("a", "an") else None

    def _part(self, first: int, last: int, value: Fraction) -> Number:
        if self.word(last) == "of" and self.word(last + 1) in ("a", "one") and self.word(last + 2) in words_of("scale"):
            total, last = self.scaled(value, last + 2)  # "a quarter of a million"
            return Number(first, last, total, total, value, scaled=True, digits=False)
        return Number(first, last, value, value, value, share=True, digits=False)

    def _ratio(self, i: int, j: int, top: Fraction) -> Number | None:
        if self.word(j) == "in" or (self.word(j) == "out" and self.word(j + 1) == "of"):
            whole = self.exact(j + (1 if self.word(j) == "in" else 2))
            if whole and 0 < top < whole.low and whole.low.denominator == 1:
                spelled = whole.digits or whole.low < 100 or self.word(j) == "out"
                small = top <= 10 and whole.low <= 1_000_000 and (self.word(j) == "out" or top == 1 or whole.low <= 10)
                year = whole.digits and not whole.scaled and 1500 <= whole.low <= 2100
                if spelled and small and not year:
                    value = top / whole.low
                    return Number(i, whole.last, value, value, value, share=True, digits=False)
        return None

    def _moves_by(self, first: int, last: int) -> bool:
        """ "dropped by a third", "by almost a quarter since May"; not "by a third party"."""
        k = first - 1
        while k >= 0 and self.word(k) in _APPROXIMATE:
            k -= 1
        after = self.word(last)
        return self.word(k) == "by" and (not after[:1].isalnum() or after in _GOES_ON)

    def _whole_follows(self, i: int) -> bool:
        return self.word(i) in ("of", "the", "its", "their", "his", "her", "our", "all", "that", "those", "these")

    def vague(self, i: int) -> Number | None:
        """ "hundreds", "tens of thousands", "scores of"."""
        word = self.word(i)
        size = words_of("vague").get(word)
        if size is None:
            return None
        value, j = Fraction(size), i + 1
        while self.word(j) == "of" and self.word(j + 1) in words_of("vague") and words_of("vague")[self.word(j + 1)] > size:
            value, j = value * words_of("vague")[self.word(j + 1)], j + 2
        if word in ("scores", "tens") and self.word(j) not in ("of", "more") and j == i + 1:
            return None
        return Number(i, j, value, value * 10, value, vague=True, digits=False)

    def loose(self, i: int) -> Number | None:
        """ "several hundred", "a few thousand", "a couple of dozen": two to nine times the scale."""
        word, j = self.word(i), i + 1
        if word == "a" and self.word(j) in ("few", "couple"):
            word, j = self.word(j), j + 1
        if word not in words_of("few"):
            return None
        j += self.word(j) == "of" and word == "couple"
        if self.word(j) == "of":
            return None
        size, k = (
            self.scaled(Fraction(1), j) if self.word(j) in words_of("scale") else (Fraction(words_of("vague").get(self.word(j), 1)), j + 1)
        )
        if size == 1:
            return None
        return Number(i, k, 2 * size, 2 * size if word == "couple" else 10 * size, size, vague=word != "couple", digits=False)
