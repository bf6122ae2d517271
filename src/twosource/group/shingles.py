"""What makes two texts alike word for word: hashed 5-word shingles, their fingerprints, and the passages both share.

Works on one text or one pair, with no table in sight. Fingerprints are chosen by winnowing (Schleimer, Wilkerson and Aiken 2003),
which cannot miss a shared run of WINDOW + WIDTH - 1 words, so a text contained in a much longer one is found where MinHash of
whole texts is blind. It does not decide what is a copy.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, TypeAlias

from twosource.group.words import Words, hash_of, house_lines, read_words
from twosource.model import Span

WIDTH = 5  # words a shingle
WINDOW = 8  # shingles a window: any 12 words in common share a fingerprint; about 2 of 9 shingles are kept
if TYPE_CHECKING:
    import numpy as np

Hashes: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.int64]]"

_FACTORS = [pow(0x9E3779B97F4A7C15, n, 1 << 64) for n in range(WIDTH)]


def shingles(words: list[str]) -> Hashes:
    """A polynomial over the hashes of each WIDTH words, modulo 2**64, cut to the 63 bits of Arrow's and SQL's signed integers.

    A text of fewer words is one shingle.
    """
    import numpy as np

    hashes = np.fromiter(map(hash_of, words), np.uint64, len(words))
    size = max(min(1, len(words)), len(words) - WIDTH + 1)
    found = np.zeros(size, np.uint64)
    for n, factor in enumerate(_FACTORS):
        held = hashes[n : n + size]
        found[: len(held)] += held * np.uint64(factor)
    return (found >> np.uint64(1)).astype(np.int64)


@dataclass(frozen=True)
class Shingled:
    """One text as shingles; the n-th shingle begins at the n-th word."""

    words: Words
    shingles: list[int]

    @cached_property
    def places(self) -> dict[int, list[int]]:
        places: dict[int, list[int]] = {}
        for i, h in enumerate(self.shingles):
            places.setdefault(h, []).append(i)
        return places


@lru_cache(maxsize=64)
def shingle(text: str, skip: tuple[Span, ...] = ()) -> Shingled:
    """`text` without the spans of `skip` and without the house's lines, as shingles."""
    words = words_of(text, skip)
    return Shingled(words, shingles(words.forms).tolist())


def words_of(text: str, skip: tuple[Span, ...]) -> Words:
    """The words that shingles are made of."""
    words = read_words(text, skip=skip)
    return read_words(text, skip=(*skip, *lines)) if (lines := house_lines(words)) else words


def fingerprints(hashes: Hashes) -> tuple[int, ...]:
    """The winnowed shingles: of each window the least one. A text shorter than a window gives one."""
    import numpy as np

    if not len(hashes):
        return ()
    windows = max(1, len(hashes) - WINDOW + 1)
    least = hashes[:windows].copy()
    for n in range(1, min(WINDOW, len(hashes))):
        np.minimum(least, hashes[n : n + windows], out=least)
    return tuple(np.unique(least).tolist())


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of words that two texts share, as word numbers: `length` words from `a` in one, from `b` in the other."""

    a: int
    b: int
    length: int


def shared_passages(a: Shingled, b: Shingled) -> list[Passage]:
    """The longest runs of words that both texts hold, in the order of `b`, none overlapping in `b`."""
    found = []
    i = 0
    while i < len(b.shingles):
        best = Passage(0, i, 0)
        for at in a.places.get(b.shingles[i], ())[:20]:  # a refrain repeated more often than that is no passage
            n = 1
            while i + n < len(b.shingles) and at + n < len(a.shingles) and b.shingles[i + n] == a.shingles[at + n]:
                n += 1
            if n > best.length:
                best = Passage(at, i, n)
        if best.length:
            found.append(Passage(best.a, best.b, min(best.length + WIDTH - 1, len(b.words))))
        i += best.length or 1
    return _apart(found)


def _apart(passages: list[Passage]) -> list[Passage]:
    """Runs that touch share up to WIDTH - 1 words in `b`: the later gives them up, and goes where nothing is left of it."""
    kept: list[Passage] = []
    for p in passages:
        over = kept[-1].b + kept[-1].length - p.b if kept else 0
        if over > 0:
            p = Passage(p.a + over, p.b + over, p.length - over)
        if p.length > 0:
            kept.append(p)
    return kept


def spans(passages: list[Passage], *, a: Shingled, b: Shingled) -> tuple[tuple[Span, Span], ...]:
    """The passages as spans of code points, (in `a`, in `b`)."""

    def span(text: Shingled, start: int, length: int) -> Span:
        return text.words.spans[start][0], text.words.spans[start + length - 1][1]

    return tuple((span(a, p.a, p.length), span(b, p.b, p.length)) for p in passages)
