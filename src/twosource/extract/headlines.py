"""A headline in title case as running text has it: "Harbor Worker Kills Two" is parsed as "Harbor worker kills two".

Reads a line and the text it stands in, gives the line with words in lower case, of the same length, so that offsets hold (truecasing).
A word that the text shows to be a name, or that our tables know, keeps its capital. Article.text is never altered.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import cache

from twosource.extract.gazetteer import demonym_country, first_names, known, noun, spot, titles
from twosource.naming import rows

LONGEST = 200  # characters: a longer line is a list of names, or a paragraph in capitals
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ENDS = re.compile(r"[.!][”\"’')\]]*$")
_WITHIN = re.compile(r"(?<=[\w,;:)’'] )[^\W\d_]+(?:['’][^\W\d_]+)?")  # not the first word of a sentence
CALENDAR = frozenset(
    (
        "january february march april may june july august september october november december "
        "monday tuesday wednesday thursday friday saturday sunday"
    ).split()
)
# A month stands after these, or before a figure: "set for May", "by late March"; else "may" and "march" are verbs.
_BEFORE_MONTH = frozenset(
    "in on by for from since until till to of before after through during last next this early late mid and or will would".split()
)
_INFLECTED = re.compile(r"(?:s|ed|ing)$")
_WAYS = frozenset("through on against to for past over down across toward towards into from with again in".split())


def is_title_case(line: str) -> bool:
    """Its long words begin with capitals, small words aside: case tells no names."""
    if len(line) > LONGEST or _ENDS.search(line):
        return False
    long = [w for w in _WORD.findall(line) if len(w) > 3]
    capitals = sum(w[0].isupper() and not w.isupper() for w in long)
    return len(long) >= 3 and capitals >= (0.7 * len(long) if len(long) > 3 else len(long))


class Casing:
    """What a text shows of its words: which of them it writes with a capital inside a sentence, and which without."""

    def __init__(self, lines: list[str], *, ordinary: Callable[[str], bool]) -> None:
        self._ordinary = ordinary
        body = [line for line in lines if not is_title_case(line)]
        self._anywhere = Counter(w for line in body for w in _WORD.findall(line))
        self._within = Counter(w for line in body for w in _WITHIN.findall(line))

    def lowered(self, line: str) -> str:
        """The line with those words in lower case that are no names."""
        words = list(_WORD.finditer(line))
        parts, at = [], 0
        for n, m in enumerate(words):
            before, after = (words[k][0] if 0 <= k < len(words) else "" for k in (n - 1, n + 1))
            verb = m[0] in ("May", "March") and not re.match(r" \d", line[m.end() :]) and _is_verb(m[0], before.lower(), after.lower())
            name = n == 0 or self._are_one(before, m[0]) or self._are_one(m[0], after)
            parts += [line[at : m.start()], m[0].lower() if not name and (verb or self._is_plain(m[0])) else m[0]]
            at = m.end()
        return "".join([*parts, line[at:]])

    def _are_one(self, first: str, second: str) -> bool:
        """A first name and a surname: not "Bill Passes" of a House that passed it, if the text shows no Bill."""
        lower = first.lower()
        if not second or lower not in first_names():
            return False
        shown = self._within[first] > self._anywhere[lower] or not self._ordinary(lower)
        return shown or not (_INFLECTED.search(second) and self._is_plain(second))

    def _is_plain(self, word: str) -> bool:
        lower = word.lower()
        if not word[0].isupper() or word[1:] != lower[1:] or len(word) < 2 or lower in CALENDAR:
            return False
        if (names := self._within[word]) or self._anywhere[lower]:
            return self._anywhere[lower] >= names
        if lower in _stop_words():
            return True
        known_name = lower in first_names() or word in titles() or known(word) or spot(word) or demonym_country(word)
        return not known_name and not self._anywhere[word] and self._ordinary(lower)


def _is_verb(month: str, before: str, after: str) -> bool:
    """Whether the name of a month is the verb: "Worker May Quit", "Thousands March Through Marnow"."""
    return before not in _BEFORE_MONTH and (after in _WAYS if month == "March" else bool(after))


@cache
def _stop_words() -> frozenset[str]:
    """ "will", "after": no name unless the text shows it to be one."""
    from spacy.lang.en.stop_words import STOP_WORDS

    return frozenset(STOP_WORDS)


@cache
def news_words() -> frozenset[str]:
    """Nouns of our tables: of events, of people who speak and act."""
    return frozenset(w for _, words in rows("event_nouns.tsv") for w in words.split(", "))


def is_news_noun(word: str) -> bool:
    return noun(word) is not None or word in news_words() or (word.endswith("s") and word[:-1] in news_words())
