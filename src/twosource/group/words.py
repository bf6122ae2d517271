"""Which words does a text hold, where, and which of them stand inside quotation marks?

Reads a text and the spans to leave out (furniture, corrections); writes parallel lists that shingles and story features are
made of. Works for any script: where no spaces part the words, a word is one character. It knows no grammar and no sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from hashlib import blake2b
from importlib.resources import files
from operator import itemgetter

from twosource.model import Span

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # Thai to Khmer, kana, Han
_PLAIN = r"[a-z]+(?![^\W_]|[.,]\d|'[^\W\d_])"  # most words of most texts, found without the rest: a third faster
_WORD = re.compile(rf"{_PLAIN}|[^\W_{_UNSPACED}]+(?:[.,]\d+)*(?:'[^\W\d_{_UNSPACED}]+)*|[{_UNSPACED}]")
UNSPACED = re.compile(f"[{_UNSPACED}]")
_PARAGRAPH = re.compile(r"[^\n]+")
_MARK = re.compile("``|''|[\"“”„«»「」‘’']")
_CLOSED_BY = {'"': '"', "“": "”", "„": "“”", "«": "»", "「": "」", "``": "''", "‘": "’", "'": "'"}
_SINGLE = "‘’'"
_POST = re.compile(r"[—–-] ?[^\n—–]{1,60}\(@\w+\)")  # "See you there. — Jo Bloggs (@jo) May 2": a post set into an article


@dataclass(frozen=True)
class Words:
    """The words of one text; the lists run side by side."""

    text: str
    read: str  # the text as its words are found in it: code point for code point, blank where it is left out
    folded: bool  # `read` is

    @cached_property
    def forms(self) -> list[str]:
        """The words, casefolded, the apostrophe straight."""
        found: list[str] = [self.read[s:e] for s, e in self.spans] if "spans" in self.__dict__ else _WORD.findall(self.read)
        return found if self.folded else [word.casefold() for word in found]

    @cached_property
    def spans(self) -> list[Span]:
        """Where each word stands. Who needs both asks for this first: the words are found once then."""
        return [m.span() for m in _WORD.finditer(self.read)]

    @cached_property
    def quoted(self) -> list[bool]:
        """Whether each word stands inside quotation marks."""
        return _inside(self.spans, quotations(self.text))

    def __len__(self) -> int:
        return len(self.forms)


def read_words(text: str, *, skip: Iterable[Span] = ()) -> Words:
    """The words of `text` outside the spans of `skip`."""
    plain = _blanked(text, skip).replace("’", "'")
    folded = plain.casefold()
    same = len(folded) == len(plain)  # "ß" folds to two letters
    return Words(text, folded if same else plain, same)


def _blanked(text: str, spans: Iterable[Span]) -> str:
    parts, at = [], 0
    for start, end in sorted(spans):
        if end > at:
            parts += [text[at : max(start, at)], " " * (end - max(start, at))]
            at = end
    return "".join([*parts, text[at:]]) if parts else text


def _inside(words: list[Span], spans: Iterable[Span]) -> list[bool]:
    """For each word, whether it touches one of the spans."""
    inside = [False] * len(words)
    for start, end in spans:
        first = bisect_right(words, start, key=_end)
        last = bisect_left(words, end, lo=first, key=_start)
        inside[first:last] = [True] * (last - first)
    return inside


_start, _end = itemgetter(0), itemgetter(1)


def quotations(text: str) -> list[Span]:
    """What stands inside quotation marks, and posts signed with a handle, paragraph by paragraph, in order.

    A mark left open at the head of a paragraph runs to its end (a speech over several paragraphs closes only in the last);
    any other mark without a partner quotes nothing.
    """
    found: list[Span] = []
    for paragraph in _PARAGRAPH.finditer(text):
        start, end = paragraph.span()
        if "(@" in paragraph.group() and _POST.search(paragraph.group()):
            found.append((start, end))
            continue
        opened = -1
        closing = ""
        for m in _MARK.finditer(text, start, end):
            mark = m.group()
            inside = mark in _SINGLE and text[m.start() - 1 : m.start()].isalnum() and m.start() > start  # "didn't" opens nothing
            if opened >= 0 and mark in closing:
                if not (mark in _SINGLE and text[m.end() : m.end() + 1].isalnum()):
                    found.append((opened, m.end()))
                    opened = -1
            elif opened < 0 and mark in _CLOSED_BY and not inside and not text[m.end() : m.end() + 1].isspace():
                opened, closing = m.start(), _CLOSED_BY[mark]
        if opened >= 0 and not text[start:opened].strip():
            found.append((opened, end))
    return found


@lru_cache(maxsize=1 << 17)
def hash_of(word: str) -> int:
    """64 bits, the same on every machine."""
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


@cache
def _house_phrases() -> tuple[tuple[str, frozenset[str]], ...]:
    """Each phrase, and its words: only a text that holds these is searched for it."""
    lines = files("twosource.data").joinpath("house_lines.tsv").read_text(encoding="utf-8").splitlines()
    phrases = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    return tuple((p, frozenset(w for w in _WORD.findall(p) if not w.isdigit())) for p in phrases)


def house_lines(words: Words) -> list[Span]:
    """Lines that belong to the house and not to the story: "All rights reserved", "Sign up for our newsletter"."""
    forms = set(words.forms)
    phrases = [phrase for phrase, own in _house_phrases() if own <= forms]
    lower = words.text.lower() if phrases else ""
    if not any(phrase in lower for phrase in phrases):
        return []
    lines = (m for m in _PARAGRAPH.finditer(words.text) if len(m.group()) <= 400)
    return [m.span() for m in lines if any(phrase in m.group().lower() for phrase in phrases)]
