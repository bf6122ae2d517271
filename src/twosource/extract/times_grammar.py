"""Which runs of lexemes are time expressions, and of what kind.

Reads lexemes (times_lex.py) and the patterns of data/time_grammar.tsv; gives matches in text order. Each class is one character, so
a paragraph becomes a short string and the whole grammar one regular expression. Does not interpret.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from twosource.extract.times_lex import OTHER, Lexeme, rows

_FIRST = 0x4E00  # any run of characters that no pattern syntax uses
# Classes that can be a whole expression, those that never begin one; any other needs a second.
ALONE = frozenset(
    "iso clock noon tonight deictic month weekday season holiday unit units part decade year ref refword current".split()
    + "setword yearago bound quarterno".split()
)
NEVER_FIRST = frozenset("of in to at on comma dash poss and or ampm zone oclock old long orso andahalf ago fromnow back forth".split())


@dataclass(frozen=True, slots=True)
class Match:
    """A run of lexemes that one pattern fits; `first` is its place among the paragraph's lexemes."""

    kind: str
    words: tuple[Lexeme, ...]
    first: int

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(w.kind for w in self.words)

    def all(self, kind: str) -> list[Lexeme]:
        return [w for w in self.words if w.kind == kind]

    def get(self, kind: str) -> Lexeme | None:
        return next((w for w in self.words if w.kind == kind), None)

    def value(self, kind: str) -> str:
        found = self.get(kind)
        return found.value if found else ""

    def texts(self) -> frozenset[str]:
        return frozenset(w.text for w in self.words)


@dataclass(frozen=True, slots=True)
class Grammar:
    characters: dict[str, str]
    kinds: tuple[str, ...]
    pattern: re.Pattern[str]


@cache
def grammar() -> Grammar:
    """The grammar, read once."""
    characters: dict[str, str] = {}
    macros: dict[str, str] = {}

    def one(name: str) -> str:
        return characters.setdefault(name, chr(_FIRST + len(characters)))

    def compiled(pattern: str) -> str:
        pattern = re.sub(r"@(\w+)", lambda m: macros[m[1]], pattern)
        pattern = re.sub(r"[a-z_]+", lambda m: one(m[0]), pattern)
        return pattern.replace(" ", "").replace("(", "(?:")

    kinds: list[str] = []
    branches: list[str] = []
    for kind, pattern in rows("time_grammar.tsv"):
        if kind.startswith("="):
            macros[kind[1:]] = "(" + re.sub(r"@(\w+)", lambda m: macros[m[1]], pattern) + ")"
        else:
            branches.append(f"(?P<k{len(kinds)}>{compiled(pattern)})")
            kinds.append(kind)
    alone = "".join(one(c) for c in sorted(ALONE))
    others = "".join(c for name, c in characters.items() if name not in NEVER_FIRST and name not in ALONE)
    guard = f"(?=[{alone}]|[{others}][^{OTHER}])"  # most words are OTHER: do not try a hundred branches on them
    return Grammar(characters, tuple(kinds), re.compile(f"{guard}(?:{'|'.join(branches)})"))


def matches(words: Sequence[Lexeme]) -> Iterator[Match]:
    """The time expressions of a paragraph, left to right, none overlapping."""
    g = grammar()
    line = "".join([g.characters.get(w.kind, OTHER) for w in words])
    for m in g.pattern.finditer(line):
        if m.lastgroup:
            yield Match(g.kinds[int(m.lastgroup[1:])], tuple(words[m.start() : m.end()]), m.start())
