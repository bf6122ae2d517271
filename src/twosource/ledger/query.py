"""The small language of search: what somebody typed as conditions, or a sentence that says what to write instead.

    drones kyiv          both words, in a claim, its names or an article      said:Zelenskyy       on whose word
    "no survivors"       the words in this order                              quote:survivors      in quoted words
    drones > 200         a figure of that thing; also >= < <= =               outlet: story: status: after: before:
    -rumour  -said:X     not that                                             dron*                words that begin so

Reads a line of text, gives a Query. It does not look anything up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache, lru_cache
from unicodedata import category, normalize

from twosource.errors import UsageError
from twosource.model import Span, Status

LONGEST, MOST = 400, 24  # characters; conditions
FIELDS = ("said", "quote", "outlet", "story", "status", "after", "before")
TOKEN = re.compile(
    r"\s*(?P<minus>-(?=\S))?(?:(?P<field>[^\W\d_]+):)?(?:\"(?P<phrase>[^\"]*)\"|(?P<op>>=|<=|>|<|=)\s*(?P<number>[^\s\"]+)|(?P<word>[^\s\"><=]+))"
)
NUMBER = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(k|thousand|m|mn|million|bn|billion|%)?", re.I)
SCALE = {"k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9}
PLAIN_WORD = re.compile(r"[^\W_]+")
IDEOGRAPHS = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"  # written without spaces: each a word


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words that stand one after the other, folded; the last may be only a beginning."""

    words: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure of a counted thing, of any where `of` is empty."""

    of: tuple[str, ...]
    op: str
    value: float
    percent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One condition; `field` is "" for words anywhere, "figure" for a Figure."""

    field: str
    what: Words | Figure | str
    not_: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    text: str
    conditions: tuple[Condition, ...]

    @property
    def lit(self) -> tuple[Words, ...]:
        """The words to mark in what is found."""
        found = [c.what for c in self.conditions if not c.not_]
        return tuple(w for w in found if isinstance(w, Words)) + tuple(
            Words(words=(word,), prefix=True) for f in found if isinstance(f, Figure) for word in f.of
        )


@cache
def _word() -> re.Pattern[str]:
    """A word: letters and digits with the marks on them; an ideograph alone."""
    return re.compile(rf"[{IDEOGRAPHS}]|(?:(?![{IDEOGRAPHS}])[^\W_][{_marks()}]*)+")


@cache
def _marks() -> str:
    return "".join(chr(n) for n in range(0x300, 0x1E950) if category(chr(n))[0] == "M")


@cache
def _plain() -> re.Pattern[str]:
    """A text without ideographs and marks, of which most are: what is a word there is told fifty times faster."""
    return re.compile(rf"[^{IDEOGRAPHS}{_marks()}]*")


def tokens(text: str) -> list[tuple[str, Span]]:
    """The words of a text, folded, and where they stand.

    >>> tokens("Drones’ Café")
    [('drone', (0, 6)), ('cafe', (8, 12))]
    """
    return [(_folded(m[0]), m.span()) for m in _words_of(text).finditer(text)]


def folded(text: str) -> str:
    """The words of a text alone, as they are kept in the index."""
    return " ".join(map(_folded, _words_of(text).findall(text)))


def _words_of(text: str) -> re.Pattern[str]:
    return PLAIN_WORD if text.isascii() or _plain().fullmatch(text) else _word()


@lru_cache(maxsize=200_000)
def _folded(word: str) -> str:
    """Small letters, no accents, an English plural as its singular: "drones" finds "drone"."""
    if word.isascii():
        word = word.lower()
        return word[:-1] if len(word) > 3 and word[-1] == "s" and word[-2] != "s" else word
    bare = "".join(c for c in normalize("NFKD", word.casefold()) if category(c)[0] != "M")
    return _folded(bare) if bare.isascii() and bare else bare or word


def read_query(text: str) -> Query:
    """The conditions of a line; UsageError names what cannot be read and the fix."""
    if len(text) > LONGEST:
        raise UsageError(f"a search has at most {LONGEST} characters")
    text = text.replace("“", '"').replace("”", '"')
    if text.count('"') % 2:
        raise UsageError(f"the quotation mark at character {text.rindex(chr(34)) + 1} does not close; put another at the end of the phrase")
    found: list[Condition] = []
    at = 0
    while text[at:].strip():
        m = TOKEN.match(text, at)
        if m is None:
            raise UsageError(f"{text[at:].strip()[:20]!r} cannot be read here; put it in double quotes to look for it as it is")
        at = m.end()
        if m["op"]:
            at = _figure(found, m, text, at)
        elif condition := _condition(m):
            found.append(condition)
    if not found:
        raise UsageError("there is nothing to look for; write words, a phrase in double quotes, or said:NAME")
    if all(c.not_ for c in found):
        raise UsageError("this says only what to leave out; say what to look for too")
    if len(found) > MOST:
        raise UsageError(f"a search has at most {MOST} conditions")
    return Query(text=text.strip(), conditions=tuple(found))


def _condition(m: re.Match[str]) -> Condition | None:
    value = m["phrase"] if m["phrase"] is not None else m["word"]
    field, not_ = (m["field"] or "").lower(), bool(m["minus"])
    if field and field not in FIELDS:
        near = get_close_matches(field, FIELDS, 1, 0.5)
        fix = f"did you mean {near[0]}:?" if near else f"the fields are {': '.join(FIELDS)}:"
        raise UsageError(f"there is no field {field}: {fix} To look for it as it is, put it in double quotes")
    if not field and m["word"] and value[-1] == ":" and value[:-1].lower() in FIELDS:
        field, value = value[:-1].lower(), ""
    if field and not value.strip():
        raise UsageError(f"{field}: wants a value right after it, like {field}:{_example(field)}")
    if field in ("after", "before"):
        return Condition(field=field, what=_date(field, value), not_=not_)
    if field == "status":
        if value.lower() not in set(Status):
            raise UsageError(f"there is no status {value!r}; it is one of {', '.join(Status)}")
        return Condition(field=field, what=value.lower(), not_=not_)
    if field == "story":
        return Condition(field=field, what=value, not_=not_)
    words = tuple(w for w, _ in tokens(value))
    if not words:
        if field:
            raise UsageError(f"{field}: wants a word, like {field}:{_example(field)}")
        return None
    return Condition(field=field, what=Words(words=words, prefix=m["word"] is not None and value.endswith("*")), not_=not_)


def _figure(found: list[Condition], m: re.Match[str], text: str, at: int) -> int:
    number = NUMBER.fullmatch(m["number"])
    if m["field"] or number is None:
        raise UsageError(f"{m[0].strip()!r} cannot be read; after {m['op']} comes a number, like: drones {m['op']} 200")
    scale = number[2]
    if not scale and (after := re.compile(r"\s+(thousand|million|billion|percent|%)(?!\S)", re.I).match(text, at)):
        scale, at = after[1], after.end()
    of: tuple[str, ...] = ()
    not_ = bool(m["minus"])
    if found and found[-1].field == "" and isinstance(found[-1].what, Words) and m.start() > 0:
        of, not_ = found[-1].what.words, found[-1].not_
        found.pop()
    value = float(number[1].replace(",", "")) * SCALE.get((scale or "").lower(), 1)
    percent = (scale or "").lower() in ("%", "percent")
    found.append(Condition(field="figure", what=Figure(of=of, op=m["op"], value=value, percent=percent), not_=not_))
    return at


def _date(field: str, value: str) -> str:
    parts = value.split("-")
    try:
        if len(value) > 10 or not re.fullmatch(r"\d{4}(-\d\d?){0,2}", value):
            raise ValueError
        return date(*(int(p) for p in [*parts, "1", "1"][:3])).isoformat()
    except ValueError:
        raise UsageError(f"{field}:{value} is no day; write {field}:2026-03-06") from None


def _example(field: str) -> str:
    return {"after": "2026-03-06", "before": "2026-03-06", "status": "disputed"}.get(field, '"two words"')


def lit(text: str, words: tuple[Words, ...]) -> list[Span]:
    """Where any of these words stand in a text, in order, not overlapping."""
    held = tokens(text)
    found: list[Span] = []
    for w in words:
        size = len(w.words)
        for n in range(len(held) - size + 1):
            run = [t for t, _ in held[n : n + size]]
            last = run[-1].startswith(w.words[-1]) if w.prefix else run[-1] == w.words[-1]
            if last and tuple(run[:-1]) == w.words[:-1]:
                found.append((held[n][1][0], held[n + size - 1][1][1]))
    joined: list[Span] = []
    for start, end in sorted(found):
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined
