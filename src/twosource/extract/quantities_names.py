"""Which numbers are no quantities: names, labels, dates, clock times, scores, versions, addresses.

Reads a sentence and a measure in it, tells from which lexeme to read on if it is none. "Boeing 737", "Channel 4", "G7", "2019", "2.17pm",
"3-1", "No. 5", "12 Elm Street". Reference: data/number_names.tsv, and the time expressions already found. Does not look for quantities.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from twosource.extract.numbers import Lexeme, table, words_of
from twosource.extract.quantities_around import REACH, age_end, bound_after, bound_before, bound_of
from twosource.extract.quantities_measures import Measure, unit_at
from twosource.extract.quantities_syntax import View, counted_noun, root_of

_CLOCK = re.compile(r"(\d{1,2})(?:[:.]\d{2}){0,2}[\s-]?(?:[ap]\.?\s?m\b|[AP]M\b|o[’']clock|GMT|BST|ET|PT|EDT|EST)")
_MINUTES = re.compile(r"\d{1,2}:(?:\d{2}| \d{2} ?[ap]\.? ?m\b)", re.I)
_VERSION = re.compile(r"\.\d+(?:\.|\b)")
_ATTACHED = re.compile(r"(?:[^\W\d_]|[^\W\d_][-‐‑]|[_#@/\\])$")
_LOOSE = re.compile(r"\b(?:sub|minus|mid|pre|some|a|to|nearly|almost|around|about|over|or|and|non|now|then|just|only)[-‐‑]$", re.I)
_SUFFIX = re.compile(r"[^\W_]|[’'](?!s? |$)|[’']s\b|′")
_DATE = re.compile(r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b|\d{4}-\d\d-\d\d|9/11\b|24/7\b|7/7\b")
_IN_DATE = re.compile(r"\d/$|\d{4}-(?:\d\d-)?$|\d[/.]\d{1,2}[/.]$")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_FAR_YEAR = re.compile(r"\b(?:by|in|until|since|before|after)$")  # "flooded by 2120"
_PHONE = re.compile(r"\d{1,4}\)?(?:[\s.-]\(?\d{2,4}\)?){2,}(?!\d)")
_PAIR = re.compile(r"\d+(?:\s?[-–]\s?\d+)+")
_ODDS = re.compile(r"(\d{1,3}) to (\d{1,3})(?![\d.,]*\d)")
_RESULT = re.compile(r"\s?(?:win|victory|defeat|loss|draw|lead|vote|record|score|decision|ruling|majority)\b")
_TIME_PREPOSITIONS = frozenset(
    "for in over within during after throughout since until before through around every past under on into".split()
)
_STREET = re.compile(r"(?:-\d+|[A-Ha-h])?\s((?:[A-Z0-9][\w.’']*\s){0,3}[A-Z]\w+)")
_WORD_BEFORE = re.compile(r"([^\W\d_]+\.?)\s?[-‐]?$")
_RACE = re.compile(r"\s([A-Z][a-z]+)\b")
_SHOP = re.compile(rf"\d+-(?:{'|'.join(sorted(w.capitalize() for k in ('unit', 'ten') for w in words_of(k)))})\b")  # "7-Eleven"
_NAME_BEFORE = re.compile(r"([^\W\d_]+)(?:[’']s?)?(?: of|,)?[ -]$")
_CAPITAL = re.compile(r"\s[A-Z][^\W\d_]+")
_TOP = re.compile(r"\b(?:top|bottom|last|first|final)$")


@cache
def words(name: str) -> frozenset[str]:
    """A class of data/number_names.tsv."""
    return frozenset(w for row in table("number_names.tsv") if row[0] == name for w in row[1].split("|"))


class Names:
    """The rules for one sentence; `timed` are (start, end, type) of its time expressions, in characters of its text."""

    def __init__(self, view: View, lexemes: Sequence[Lexeme], timed: Sequence[tuple[int, int, str]]) -> None:
        self.view = view
        self.text = view.text
        self.lexemes = lexemes
        self.timed = timed

    def past(self, m: Measure) -> int | None:
        """The lexeme to read on from where the measure is no quantity, else None."""
        on = m.number.last
        first = self.lexemes[m.first]
        bare = m.unit is None
        if first.low in ("a", "an") and on == m.first + 1:
            return on
        phone = _PHONE.match(self.text, m.start) if bare else None
        if phone and sum(c.isdigit() for c in phone[0]) > 8:
            return next((k for k in range(on, len(self.lexemes)) if self.lexemes[k].start >= phone.end()), len(self.lexemes))
        if first.kind != "w":
            if self.clock(m):
                return on + 1
            if self.fixed(m):
                return on
        if self.in_time(m):
            return on
        if first.kind == "n" and self.street(m):
            return on
        if _SHOP.match(self.text, m.start):
            return on + 2
        if self.titled(m):
            return max(on, m.last)
        if not bare:
            return None
        if (end := self.score(m)) is not None:
            return next((k for k in range(on, len(self.lexemes)) if self.lexemes[k].start >= end), len(self.lexemes))
        before = self.text[max(0, m.start - REACH) : m.start].rstrip()
        alone = _TOP.search(before) and self.noun_after(m) is None  # "slid into the bottom three"
        label = first.kind != "w" and m.number.low == m.number.mantissa and self.named(m)
        idle = first.low in ("one", "zero") and on == m.first + 1 and not self.real_one(m)
        return on if alone or label or idle else None

    def noun_after(self, m: Measure) -> int | None:
        """The token of the noun that the number would count."""
        noun, _ = counted_noun(self.view, self.view.index(m.end - 1) + 1)
        return noun.head if noun else None

    def clock(self, m: Measure) -> bool:
        """ "5pm", "2.17 am"; but "a width of 2.1 pm" is in picometres."""
        found = _CLOCK.match(self.text, self.lexemes[m.first].start)
        return (
            found is not None
            and int(found[1]) <= 24
            and (m.unit is None or (found[0].endswith(("m", "M")) and not re.search(r"[:.]\d$", found[0][:-2].rstrip(" -"))))
        )

    def fixed(self, m: Measure) -> bool:
        """Digits that are written together with what makes them a name or a date: "10:30", "3.11.2", "COVID-19", "21st", "24/7"."""
        text = self.text
        start, end = self.lexemes[m.first].start, m.number_end(self.lexemes)
        before = text[max(0, start - REACH) : start]
        if _MINUTES.match(text, start) or (re.search(r"\d: ?$", before[-3:])):
            return True
        if re.search(r"(?:^|[\s(])['’]$", before[-2:]) and re.fullmatch(r"\d\d", text[start:end]):
            return True  # '86
        if _VERSION.match(text, end) or re.search(r"\d[.,]$", before):
            return True
        if m.start == start and _ATTACHED.search(before[-3:]) and not _LOOSE.search(before[-8:]) and not m.number.share:
            return True
        if m.unit is None and end == m.end and _SUFFIX.match(text, end) and not re.match(r"x\b", text[end:]):
            return True
        return self.date(m)

    def date(self, m: Measure) -> bool:
        """ "11 February", "in 2019", "9/11"."""
        text, raw = self.text, self.text[m.start : m.number_end(self.lexemes)]
        if re.fullmatch(r"0\d+", raw) or _DATE.match(text, m.start) or _IN_DATE.search(text[: m.start][-8:]):
            return True
        if m.number.scaled or (m.unit not in (None, "[ft_i]") and not m.time):
            return False
        before, after = text[max(0, m.start - REACH) : m.start].rstrip(), text[m.end :]
        if m.unit is None and m.low <= 31:
            beside = re.search(r"([^\W\d_]+\.?)$", before), re.match(r"\s?(?:of\s)?([^\W\d_]+\.?)", after)
            months = [w[1] for w in beside if w and w[1].lower() in words("month")]
            if any(w[0].isupper() or w not in ("may", "march", "mar", "mar.") for w in months):
                return True
        return bool((_YEAR.fullmatch(raw) and not self.counted_year(m)) or (re.fullmatch(r"21\d\d", raw) and _FAR_YEAR.search(before)))

    def counted_year(self, m: Measure) -> bool:
        """ "killed 2000 people", "more than 1900 homes", not "the 2019 elections"."""
        i = self.view.index(m.start)
        noun = self.noun_after(m)
        if noun is None or self.view.tokens[noun].tag_ != "NNS" or noun - i > 3:
            return False
        previous = self.view.tokens[i - 1] if i else None
        told = previous is not None and previous.pos_ == "VERB" and self.view.tokens[i].dep_ == "nummod"
        return bound_before(self.text, m.start)[0] is not None or told

    def in_time(self, m: Measure) -> bool:
        """Within a date, clock time or set; or a duration, unless it is an age, has a bound or is what is measured."""
        for start, end, kind in self.timed:
            if start < m.end and m.start < end:
                if (m.unit is not None and not m.time) or m.per:
                    return False
                if kind != "duration":
                    return True
                more = age_end(self.view, m) or bound_of(self.view, m)[0] or bound_after(self.text, m.end)[0] or m.low != m.high
                return m.time and not more and self.adverbial(m)
        return False

    def adverbial(self, m: Measure) -> bool:
        """A duration says how long or when ("for three years", "a five-year deal"), or is measured ("it took two days")."""
        node = root_of(self.view, self.view.index(m.start), self.view.index(m.end - 1))
        if node.dep_ in ("pobj", "pcomp"):
            return node.head.lower_ in _TIME_PREPOSITIONS
        return node.dep_ not in ("dobj", "attr", "nsubj", "nsubjpass", "oprd", "appos", "conj")

    def named(self, m: Measure) -> bool:
        """ "Boeing 737", "Channel 4", "12 Elm Street", "1)", "the 787 Dreamliner"."""
        text, tokens = self.text, self.view.tokens
        raw, before, i = text[m.start : m.end], text[: m.start], self.view.index(m.start)
        if (text[m.end : m.end + 1] == ")" and "(" not in before[-3:]) or (not before.strip() and re.match(r"[.)]\s+[A-Z]", text[m.end :])):
            return True
        noun = self.noun_after(m)
        word = _WORD_BEFORE.search(before[-REACH:])
        if "." in raw and word is not None and before[-1] == " ":  # "room 4.2", "Version 3.12"
            return word[1].lower() in words("label") or (word[1][0].isupper() and word[1].lower() in words("before"))
        if "." in raw or "," in raw:
            return False
        if noun is not None and i and len(raw) > 1 and tokens[i + 1].tag_ == tokens[noun].tag_ == "NNP":
            return True  # "the 787 Dreamliner", "the 11 Pro"
        if (
            noun == i + 1
            and len(raw) == 3
            and word is not None
            and word[1].lower() in ("the", "a")
            and tokens[noun].lower_ in words("make")
        ):
            return True  # "the 747 jet"
        if before.endswith("The ") and len(before) > 4 and noun is None:
            return True  # "a show called The 411"
        if self.counted_before(i) or re.search(r"S\s?(?:&\s?)?P\s$", before, re.I):
            return True
        if word is None:
            return False
        if before[-1] == "-" and word[1].isupper():
            return True  # "COVID -19"
        plural = noun is not None and tokens[noun].tag_ == "NNS"
        label = word[1].lower()
        if before[-1] == " " and (
            label in words("label") or (label in words("before") and word[1] != label and not (plural and label in ("part", "group")))
        ):
            return True
        previous = tokens[i - 1] if i else None
        if (
            previous is None
            or word[1] == label
            or before[-1] != " "
            or previous.pos_ not in ("PROPN", "NOUN")
            or (i < 2 and previous.pos_ != "PROPN")
        ):
            return False
        place = previous.ent_type_ in ("GPE", "LOC", "DATE", "NORP")  # "in Kyiv 12 people"
        counts = plural and (place or (previous.dep_ == "pobj" and tokens[i].ent_type_ in ("", "CARDINAL")))  # "at Marnow 45 people"
        return not counts and tokens[i].ent_type_ not in ("PERCENT", "MONEY")

    def street(self, m: Measure) -> bool:
        """ "12 Elm Street", "14 Mill Road"."""
        end = self.lexemes[m.first].end
        found = _STREET.match(self.text, end)  # before its scale: "14 Mill Road" is no 14 million, "221B Baker Street" no billion
        lettered = self.text[end : end + 1].isalpha() and m.start < self.lexemes[m.first].start
        return found is not None and not lettered and any(w.lower() in words("street") for w in found[1].split())

    def titled(self, m: Measure) -> bool:
        """A number with a capital inside a name: "Group of Seven", "the Six Nations", "Three Mile Island", "the 1,000 Guineas"."""
        first, text = self.lexemes[m.first], self.text
        if first.kind == "n":
            race = _RACE.match(text, first.end) if text[: m.start].endswith("the ") else None
            return race is not None and race[1].lower() in words("title")
        before = _NAME_BEFORE.search(text[: m.start])
        if not first.text[0].isupper() or before is None or self.view.titles():
            return False
        after = re.match(r"(?:[-\s][^\W\d_]+)?\s[A-Z][^\W\d_]+", text[first.end :]) if m.unit else _CAPITAL.match(text, first.end)
        starts = not text[: before.start()].strip() and self.view.tokens[self.view.index(before.start(1))].pos_ not in ("PROPN", "ADJ")
        return after is not None or (before[1][0].isupper() and "," not in before[0] and not starts)

    def counted_before(self, i: int) -> bool:
        """An earlier number already counts the noun: "two new 737 jets"."""
        tokens, k = self.view.tokens, i - 1
        while k >= 0 and tokens[k].pos_ == "ADJ":
            k -= 1
        return 0 <= k < i - 1 and tokens[k].pos_ == "NUM" and tokens[k].dep_ == "nummod"

    def score(self, m: Measure) -> int | None:
        """Where it ends: "won 3-1", "a 2-2 draw", "voted 5 to 4", "555-0199", "a 4-3-3 formation"; not "5-10 people"."""
        text = self.text
        odds = _ODDS.match(text, m.start)
        told = re.search(r"\bfrom $", text[: m.start])  # "went from 12 to 9"
        if odds and not told and int(odds[1]) > int(odds[2]) and not unit_at(text, odds.end(), digits=True):
            return odds.end()
        shape = _PAIR.match(text, m.start)
        if shape is None or re.match(r"[.,]\d|\s?[-–]\s?\d*[,.]\d", text[shape.end() :]):
            return None
        parts = re.split(r"\s?[-–]\s?", shape[0])
        if len(parts) > 2 or any(len(p) > 1 and p[0] == "0" for p in parts):
            return shape.end()
        if unit_at(text, shape.end(), digits=True) or re.match(r"\s?(?:million|billion|thousand|hundred|bn|m\b)", text[shape.end() :]):
            return None
        if int(parts[0]) >= int(parts[1]) or _RESULT.match(text, shape.end()):
            return shape.end()
        noun, _ = counted_noun(self.view, self.view.index(shape.end() - 1) + 1)
        return shape.end() if noun is None or self.view.tokens[noun.head].tag_ not in ("NNS", "NNPS") else None

    def real_one(self, m: Measure) -> bool:
        """ "one hand", "one of the men", not "one another", "the same one", "no one", "one-off"."""
        i, tokens = self.view.index(m.start), self.view.tokens
        following = tokens[i + 1] if i + 1 < len(tokens) else None
        if following is None or (i and tokens[i - 1].lower_ in ("no", "the", "this", "that", "each", "every", "any", "which", "some")):
            return False
        if following.lower_ in words("doing") or following.lower_ in ("'s", "’s"):
            return False
        if self.text[m.end : m.end + 1] == "-":
            joined = re.match(r"-([^\W\d_]+)", self.text[m.end :])
            return joined is not None and joined[1] not in words("doing")
        if following.lower_ == "of":
            return True
        noun, more = counted_noun(self.view, i + 1)
        return noun is not None and (tokens[i].dep_ in ("nummod", "det", "amod", "compound") or more or following.pos_ in ("ADJ", "NOUN"))
