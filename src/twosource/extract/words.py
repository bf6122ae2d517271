"""The words of a sentence: what reading names needs of spaCy's tokens, with their place in Article.text.

Reads a Sentence, gives Words in order. It does not ask which of them make a name (extract/mentions.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from twosource.extract.parse import Sentence
from twosource.model import Span

POSSESSIVE = frozenset(("'s", "’s", "'", "’", "'S", "’S", "`s"))


@dataclass(slots=True)
class Word:
    """What we use of a token; `at` is its span in Article.text, `head` its head's place in the sentence."""

    text: str
    lower: str
    pos: str
    ent: str
    dep: str
    head: int
    at: Span


def read_words(sentence: Sentence) -> list[Word]:
    offset, base = sentence.offset, sentence.tokens.start
    return [
        Word(t.text, t.lower_, t.pos_, t.ent_type_, t.dep_, t.head.i - base, (offset + t.idx, offset + t.idx + len(t.text)))
        for t in sentence.tokens
    ]


def is_headline(words: list[Word]) -> bool:
    """Most long words begin with a capital: "Governor Vows to Fight Ruling", where case tells nothing."""
    long = [w for w in words if len(w.text) > 3 and w.text.isalpha()]
    capitals = sum(w.text[0].isupper() for w in long)
    if {".", "!"} & {w.text for w in words[-3:]}:  # few headlines end so, many sentences full of names do
        return len(long) >= 6 and capitals > 0.8 * len(long)
    return len(long) >= 4 and capitals > 0.7 * len(long)
