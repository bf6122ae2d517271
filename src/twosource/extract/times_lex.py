"""What class each word of a text has in the grammar of time expressions: month, unit, day number.

Reads a paragraph and its parse (only where a word is ambiguous: "may", "March", "second", "past"); gives lexemes.
The vocabulary is data/time_words.tsv and data/time_holidays.tsv. Does not know which runs of lexemes are expressions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

TOKEN = re.compile(
    r"""(?![ap]\.\s?m\b)[^\W\d_]+
    | \d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?(?![\w-])   # 2025-02-23
    | \d{1,2}/\d{1,2}/(?:\d{4}|\d\d)(?![\w/])
    | \d{1,2}[:.]\d\d(?=\s?[ap]\.?m\b) | \d{1,2}:\d\d(?::\d\d)?(?![\w:])
    | (?:\d\d|['’])?\d0s\b
    | \d{1,2}(?:st|nd|rd|th)\b
    | \d{1,4}[ -]\d/\d(?!\d) | \d{1,4}[½¼¾]
    | (?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?
    | [ap]\.\s?m\b\.?
    | ['’]s\b | \S""",
    re.VERBOSE | re.IGNORECASE,
)
FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
OTHER = "x"
LARGEST = 10**9  # of a number in words: beyond it no time is counted
COUNTED = frozenset("unit units quarter quarters number vague season".split())
BEFORE_UNIT = frozenset("num day number a vague every half_an".split())


class Lexeme(NamedTuple):
    """A word or number: its class, what it stands for, and where it is in the paragraph."""

    kind: str
    value: str
    start: int
    end: int
    text: str  # lower case


@dataclass(frozen=True, slots=True)
class Entry:
    kind: str
    value: str
    words: tuple[str, ...]
    capital: bool
    ambiguous: bool


def rows(name: str) -> list[list[str]]:
    """The lines of a table in data/, without comments."""
    lines = (files("twosource") / "data" / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@cache
def _entries() -> dict[str, tuple[Entry, ...]]:
    """Entries by their first token, the longest first."""
    table: dict[str, list[Entry]] = {}
    holidays = [["holiday!", rule, names] for rule, names in rows("time_holidays.tsv")]
    for kind, value, words in rows("time_words.tsv") + holidays:
        for word in words.split("|"):
            tokens = tuple(TOKEN.findall(word))
            table.setdefault(tokens[0], []).append(Entry(kind.rstrip("!?"), value, tokens, kind.endswith("!"), kind.endswith("?")))
    return {k: tuple(sorted(v, key=lambda e: -len(e.words))) for k, v in table.items()}


_CODE = re.compile(r"\b(?=\w*\d)(?=\w*[^\W\d])\w+-$")  # "J1131-1231" is the name of a thing


def lexemes(text: str, parse: Any) -> list[Lexeme]:
    """All tokens of a paragraph in order; those that say nothing of time have the class OTHER."""
    found = [(m[0], m.start(), m.end()) for m in TOKEN.finditer(text.lower() if text.isascii() else _lower(text))]
    table, out, i, numbers = _entries(), list[Lexeme](), 0, False
    while i < len(found):
        word, start, end = found[i]
        entries = table.get(word)
        if entries is None:
            kind, value = _numeric(word) if word[0].isdecimal() or (word[0] in "'’" and len(word) == 4) else (OTHER, "")
            if kind == "year" and _CODE.search(text, max(0, start - 20), start):
                kind = "num"
            out.append(Lexeme(kind, value, start, end, word))
            i += 1
            continue
        for entry in entries:
            n = len(entry.words)
            if n > 1 and (i + 1 == len(found) or found[i + 1][0] != entry.words[1] or tuple(f[0] for f in found[i : i + n]) != entry.words):
                continue
            if entry.capital and not text[start].isupper():
                continue
            kind = _read(entry, text, found, i, out, parse) or OTHER if entry.ambiguous else entry.kind
            if kind != OTHER:
                numbers = numbers or kind == "number"
                last = found[i + n - 1][2]
                out.append(Lexeme(kind, entry.value, start, last, word if n == 1 else text[start:last].lower()))
                i += n
                break
        else:
            kind, value = _numeric(word) if word[0].isdecimal() or (word[0] in "'’" and len(word) == 4) else (OTHER, "")
            out.append(Lexeme(kind, value, start, end, word))
            i += 1
    return list(_numbers(out)) if numbers else out


def _lower(text: str) -> str:
    """Lower case of the same length, so that places hold ("İ" would become two characters)."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _numeric(word: str) -> tuple[str, str]:
    if ("T" in word.upper() and "-" in word) or (len(word) == 10 and word[4] == "-"):
        return "iso", word.upper()
    if word.count("/") == 2:
        return "iso", word
    if word.endswith("0s"):
        return "decade", word.strip("'’s")
    if word[-2:] in ("st", "nd", "rd", "th"):
        return "ordinal", word[:-2]
    if re.fullmatch(r"\d{1,2}[:.]\d\d(:\d\d)?", word) and (":" in word or (len(word) > 3 and word[-3] == ".")):
        hour, minute = re.split("[:.]", word)[:2]
        if ":" in word and int(hour) < 25 and int(minute) < 60:
            return "clock", f"{int(hour):02d}:{minute}"
        return "num", word if ":" not in word else ""
    if word[-1] in FRACTIONS:
        return "num", str(int(word[:-1]) + FRACTIONS[word[-1]])
    if "/" in word:
        whole, top, bottom = (int(x) for x in re.split("[ /-]", word))
        return "num", str(whole + top / bottom) if bottom else ""
    if word.isdecimal() and word.isascii():
        if len(word) <= 2 and 1 <= int(word) <= 31:
            return "day", str(int(word))
        if len(word) == 4 and 1000 <= int(word) <= 2100:
            return "year", word
    return "num", word.replace(",", "")


def _read(entry: Entry, text: str, found: list[tuple[str, int, int]], i: int, before: list[Lexeme], parse: Any) -> str | None:
    """The class of an ambiguous word where it stands, None if it is not about time here."""
    word, start, _ = found[i]
    after = i + len(entry.words)
    previous, following = found[i - 1][0] if i else "", found[after][0] if after < len(found) else ""
    kind = entry.kind
    if kind == "month":
        if not text[start].isupper():
            return None
        if following[:1].isdecimal() or (previous[:1].isdecimal() and previous.rstrip("stndrh").isdecimal()):
            return kind
        if len(word) < 5 and len(entry.words) == 1 and word not in ("may", "june", "july"):  # "Jan", "Mar" without a number are names
            return None
        return kind if word not in ("may", "march") or (_pos(parse, start) == "PROPN" and i > 0) else None
    if kind == "fiscal":
        return kind if word == "fiscal" or following == "year" or (word == "fy" and following.isdecimal()) else None
    if kind == "setword":  # "reports quarterly", not "the quarterly report"
        return kind if _pos(parse, start) == "ADV" else None
    if kind == "season":
        return kind if _pos(parse, start) in ("NOUN", "PROPN") else None
    if kind == "last":
        if word == "past":
            counted = following[:1].isdecimal() or _class_of(following) in COUNTED
            return kind if previous in ("the", "this") or counted else None
        return kind if word != "last" or _pos(parse, start) != "VERB" else None
    if word == "second":  # "one second" against "the second quarter"
        counted = bool(before) and before[-1].kind in BEFORE_UNIT and _pos(parse, start) in ("NOUN", "PROPN")
        return kind if (entry.kind == "unit") == counted else None
    return kind


@cache
def _class_of(word: str) -> str:
    entries = _entries().get(word, ())
    return next((e.kind for e in entries if len(e.words) == 1), "")


def _pos(parse: Any, start: int) -> str:
    token = token_at(parse, start)
    return str(token.pos_) if token is not None else ""


def token_at(parse: Any, offset: int) -> Any | None:
    """The parser's token that holds a character of its text."""
    low, high = 0, len(parse)
    while high - low > 1:
        middle = (low + high) // 2
        if parse[middle].idx <= offset:
            low = middle
        else:
            high = middle
    return parse[low] if low < len(parse) else None


def _numbers(tokens: list[Lexeme]) -> Iterator[Lexeme]:
    """Number words joined: "twenty-four" (24), "nineteen ninety-six" (a year), "two hundred and ten"."""
    i = 0
    while i < len(tokens):
        if tokens[i].kind != "number":
            yield tokens[i]
            i += 1
            continue
        values, j = [int(tokens[i].value)], i + 1
        while j < len(tokens):
            joins = (tokens[j].kind == "dash" and values[-1] % 100 >= 20) or (tokens[j].kind == "and" and values[-1] >= 100)
            k = j + 1 if joins else j
            if k >= len(tokens) or tokens[k].kind != "number" or (joins and values[-1] < 100 and int(tokens[k].value) > 9):
                break
            values.append(int(tokens[k].value))
            j = k + 1
        kind, value = _valued(values)
        yield Lexeme(kind, value, tokens[i].start, tokens[j - 1].end, " ".join(t.text for t in tokens[i:j]))
        i = j


def _valued(values: list[int]) -> tuple[str, str]:
    if len(values) > 1 and 10 <= values[0] <= 20 and values[1] < 100 and (values[1] > 9 or values[0] != 20):
        return "year", str(values[0] * 100 + sum(values[1:]))
    total, part = 0, 0
    for v in values:
        if v == 100:
            part = max(part, 1) * 100
        elif v >= 1000:
            total, part = total + max(part, 1) * v, 0
        else:
            part += v
        if total + part > LARGEST:
            return "num", ""
    return "num", str(total + part)
