"""One number a line: what its words and digits come to, and where it ends."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.extract.numbers import lex, literal, number_at, words_of

# text | value (or low..high) | how much of the text it is, where not all of it
LINES = """
7 | 7
12.5 | 12.5
.5 | 0.5
1,234 | 1234
1,234,567.5 | 1234567.5
1.234.567 | 1234567
10 000 | 10000
12,34,567 | 1234567
9\u202f750 | 9750
two | 2
twenty-one | 21
forty two | 42
a hundred | 100
a hundred and two | 102
three hundred | 300
twelve hundred | 1200
two thousand | 2000
one hundred and fifty-two thousand three hundred | 152300
three million, two hundred & forty | 3000240
four hundred million | 400000000
1.2 million | 1200000
4.35 million | 4350000
120bn | 120000000000
3 tn | 3000000000000
5k | 5000
12 lakh | 1200000
3 crore | 30000000
1.5 thousand million | 1500000000
30-million | 30000000
half a million | 500000
half a dozen | 6
a quarter of a million | 250000
a dozen | 12
two dozen | 24
one and a half million | 1500000
a million and a half | 1500000
two and a half | 2.5
2½ | 2.5
10 1/2 | 10.5
3/4 | 0.75
¾ | 0.75
two-thirds | 2/3
one-fifth | 0.2
three quarters | 0.75
a third of | 1/3 | a third
half of | 0.5 | half
half the | 0.5 | half
one in three | 1/3
1 in 10 | 0.1
seven out of ten | 0.7
dozens | 12..120
hundreds | 100..1000
thousands | 1000..10000
tens of thousands | 10000..100000
hundreds of thousands | 100000..1000000
scores of | 20..200 | scores
billions | 1000000000..10000000000
several hundred | 200..1000
a few thousand | 2000..10000
a few dozen | 24..120
a couple of hundred | 200
1.99×10−30 | 1.99e-30
4e14 | 400000000000000
9/11 | 9 | 9
two thousand, five thousand | 2000 | two thousand
one hundred and two hundred | 100 | one hundred
five and six | 5 | five
seven in 2019 | 7 | seven
37 m | 37 | 37
2019 | 2019
"""

NONE = ["a", "a third person", "score", "scores", "thousand", "tens", "second", "few", "several", "the", "halves", "9" * 400]


def _value(text: str) -> Fraction:
    return Fraction(text)


@pytest.mark.parametrize("line", LINES.strip().splitlines())
def test_value(line: str) -> None:
    text, value, *rest = (x.strip(" ") for x in line.split("|"))
    number = number_at(lex(text), 0)
    assert number is not None
    low, _, high = value.partition("..")
    assert (number.low, number.high) == (_value(low), _value(high or low))
    lexemes = lex(text)
    assert text[: lexemes[number.last - 1].end] == (rest[0] if rest else text)


@pytest.mark.parametrize("text", NONE)
def test_no_number(text: str) -> None:
    assert number_at(lex(text), 0) is None


def test_letters_are_scales_in_money_only() -> None:
    million = number_at(lex("3m"), 0, money=True)
    metres = number_at(lex("3m"), 0)
    assert million is not None and million.low == 3_000_000
    assert metres is not None and metres.low == 3


def spelled(n: int) -> str:
    ones = {v: k for k, v in words_of("unit").items()}
    tens = {20: "twenty", 30: "thirty", 40: "forty", 50: "fifty", 60: "sixty", 70: "seventy", 80: "eighty", 90: "ninety"}
    if n < 20:
        return ones[n]
    if n < 100:
        return tens[n // 10 * 10] + (f"-{ones[n % 10]}" if n % 10 else "")
    for size, word in ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if n >= size:
            rest = n % size
            return f"{spelled(n // size)} {word}" + (f"{' and' if rest < 100 else ''} {spelled(rest)}" if rest else "")
    raise AssertionError(n)


@given(st.integers(0, 10**12 - 1))
def test_words_and_digits_of_one_number_are_one(n: int) -> None:
    for text in (str(n), f"{n:,}", spelled(n), spelled(n).replace("-", " ")):
        number = number_at(lex(text), 0)
        assert number is not None and number.low == number.high == n, text


@given(st.integers(1, 999), st.integers(0, 99), st.sampled_from(["million", "billion", "trillion", "bn", "thousand"]))
def test_a_mixed_form_is_exact(whole: int, part: int, scale: str) -> None:
    number = number_at(lex(f"{whole}.{part:02d} {scale}"), 0)
    assert number is not None and number.low == (whole + Fraction(part, 100)) * words_of("scale")[scale]


@given(st.text(max_size=60))
def test_odd_text_never_raises(text: str) -> None:
    lexemes = lex(text)
    for i in range(len(lexemes)):
        for money in (False, True):
            number = number_at(lexemes, i, money=money)
            assert number is None or i < number.last <= len(lexemes)


@given(st.integers(1000, 10**15))
def test_thousands_may_be_spaced_or_dotted(n: int) -> None:
    assert literal(f"{n:,}".replace(",", " ")) == n
    if n >= 10**6:
        assert literal(f"{n:,}".replace(",", ".")) == n
