"""What stands around a run of time words: whether it lets it be a time, and which tense it is told in.

Reads a match, the lexemes beside it and the parse (spaCy's tags and dependencies, trusted only where the words do not decide).
Reference: the tense rules of TimeML taggers since TempEx (Mani and Wilson 2000). Does not compute values.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from twosource.extract.times_duration import CLOCK, unit_of
from twosource.extract.times_grammar import Match
from twosource.extract.times_lex import OTHER, Lexeme, token_at
from twosource.extract.times_story import FUTURE, PAST, PRESENT

# A verb form that puts its time ahead whatever its tense: "was scheduled for Friday", "agreed to meet Monday".
PLANNED = frozenset("schedule plan expect slate due postpone delay aim intend hope prepare".split())
AHEAD = frozenset(("will", "shall", "'ll", "’ll", "would", "wo", "may", "might", "should", "can", "must"))
# The present tense of a programme: "the game starts Friday".
SCHEDULED = frozenset("start begin open end close resume meet face play arrive expire vote host take go leave return".split())
BEFORE_SEASON = frozenset("in by since until till during for from before after through throughout every each of".split())
GIVEN_NAMES = frozenset(("april", "may", "june", "august", "march"))
QUOTES = frozenset("\"'“‘`")
BEFORE_CLOCK = frozenset(("by", "from", "since", "before", "after"))
BEFORE_YEAR = frozenset("in since of by until from during before after through early late".split())


def stands(match: Match, words: Sequence[Lexeme], parse: Any) -> bool:
    """Whether what stands around a run of words lets it be a time."""
    before = words[match.first - 1] if match.first else None
    end = match.first + len(match.words)
    after = words[end] if end < len(words) else None
    match match.kind:
        case "year":
            return _is_year(match, words, before, after, parse)
        case "time":
            sure = bool(match.kinds & {"ampm", "noon", "oclock", "zone", "part", "month", "weekday", "deictic"})
            return sure or (before is not None and (before.kind in ("at", "to", "in") or before.text in BEFORE_CLOCK))
        case "duration" | "bareplural":
            if ("quarter" in match.kinds and match.get("a")) or ("quarters" in match.kinds and match.get("dash")):
                return False  # "a quarter of them", "three-quarters"
            if [w.kind for w in match.words] == ["a", "unit"] and match.words[1].text == "second":
                token = token_at(parse, match.words[1].start)
                if token is None or token.dep_ not in ("pobj", "npadvmod", "dobj"):
                    return False  # "a second was freed"
            following = words[end + 1] if after is not None and after.kind == "dash" and end + 1 < len(words) else after
            return following is None or following.kind != "old"
        case "decade":  # "in the 50s", "the 70s and 80s", but "in his 50s", "temperatures in 80s"
            plain = match.words[0].kind == "decade" and len(match.words[0].text) == 3
            return not plain or (before is not None and before.kind in ("and", "or", "to") and words[match.first - 2].kind == "decade")
        case "season":
            return len(match.words) > 1 or (before is not None and before.text in BEFORE_SEASON)
        case "next":
            return after is None or not after.text[0].isalnum() or after.kind == "deictic"
        case "setword":
            token = token_at(parse, match.words[0].start)
            return token is None or token.pos_ != "NOUN"  # "the party daily"
    return True


def in_name(match: Match, words: Sequence[Lexeme], text: str) -> bool:
    """A time word that is part of a name: "USA Today", "The Daily Caller", "CBS This Morning", "Theresa May"."""
    first, last = match.words[0], match.words[-1]
    end = match.first + len(match.words)
    before, after = words[match.first - 1] if match.first else None, words[end] if end < len(words) else None
    follows_name = before is not None and first.start - before.end == 1 and text[before.start].isupper() and before.kind == OTHER
    goes_on = after is not None and after.kind == OTHER and after.start - last.end == 1 and text[after.start].isupper()
    match match.kind:
        case "setword":
            return text[first.start].isupper() and (goes_on or follows_name)
        case "date":
            return first is last and follows_name and first.text in GIVEN_NAMES
        case "part" | "relative":
            named = last.kind in ("part", "deictic") and text[last.start].isupper()
            return named and (goes_on or (text[first.start].isupper() and follows_name))
        case "relunit":
            return before is not None and before.text in QUOTES and text[first.start].isupper() and text[last.start].isupper()
    return False


def apart(match: Match, words: Sequence[Lexeme]) -> bool:
    """Whether an expression is a stretch of its own: "the year ended March 31", "two days after the vote", "two days later"."""
    end = match.first + len(match.words)
    after = words[end] if end < len(words) else None
    if match.kind == "ago" and match.words[-1].kind in ("earlier", "later", "back", "forth"):
        last = match.words[-1].kind
        return last in ("later", "forth") or unit_of(match) in CLOCK or (last == "back" and after is not None and after.text[0].isalnum())
    to_month = after is not None and after.text == "to" and words[end + 1 : end + 2] and words[end + 1].kind == "month"
    return after is not None and (after.text in ("ended", "ending") or bool(to_month))


def _is_year(match: Match, words: Sequence[Lexeme], before: Lexeme | None, after: Lexeme | None, parse: Any) -> bool:
    """A four-digit number as a year: "in 1998", "the 1998 election", not "2000 people", "$1998", "1998 Main Street"."""
    if before is not None and before.text in ("$", "£", "€", "#", "no", ".", "/", "-", "+") and before.end == match.words[0].start:
        return before.text == "-" and match.first > 1 and words[match.first - 2].kind == "year"  # "2010-2015"
    if after is not None and after.text in ("%", "percent", "/", "°", "of") and len(match.words) == 1:
        return False
    if len(match.words) > 1:
        return True
    number = int(match.words[0].value)
    token = token_at(parse, match.words[0].start)
    if token is None or not 1100 <= number <= 2100:
        return False
    if before is not None and before.text in ("in", "since", "during") and 1900 <= number <= 2050:
        return True  # whatever the parser takes it for: "told officials in 2011 concerns had grown"
    if before is not None and before.text in BEFORE_YEAR:
        return token.dep_ != "nummod" or token.head.tag_ not in ("NNS", "NNPS")
    if token.dep_ == "nummod" and token.head.tag_ in ("NNS", "NNPS"):
        return False
    return number >= 1800


def tense(match: Match, words: Sequence[Lexeme], parse: Any) -> str:
    """The tense of the verb that the expression hangs on: past, future, present, or "" where no verb tells."""
    before = words[match.first - 1].text if match.first else ""
    if before in ("until", "till"):  # "extended until Tuesday"
        return FUTURE
    if before == "since":
        return PAST
    first, last = token_at(parse, match.words[0].start), token_at(parse, match.words[-1].start)
    told = _adjacent_tense(first) or _governing_tense(last, month=match.get("month") is not None)
    return FUTURE if before == "by" and told != PAST else told


def _adjacent_tense(token: Any) -> str:
    """Past, where a past verb stands right before: "announced Friday", "met on Monday", whatever the parser joins the day to."""
    before = token.nbor(-1) if token is not None and token.i > 0 else None
    if before is not None and before.lower_ == "on" and before.i > 0:
        before = before.nbor(-1)
    if before is None or before.tag_ not in ("VBD", "VBN") or before.lemma_ in PLANNED:
        return ""
    helped = any(c.dep_ in ("aux", "auxpass") for c in before.children)
    return _verb_tense(before) if helped else PAST


def _governing_tense(token: Any, *, month: bool) -> str:
    if month and token is not None and token.dep_ in ("compound", "nmod", "amod"):  # "under a June agreement"
        return ""
    for _ in range(12):
        if token is None:
            return ""
        if token.lower_ == "due" or (token.lemma_ in PLANNED and token.pos_ in ("VERB", "ADJ")):
            return PAST if _had(token) else FUTURE
        if token.pos_ in ("VERB", "AUX"):
            told = _verb_tense(token)
            if told == FUTURE and token.dep_ == "xcomp" and _had(token.head):
                return PAST  # "had been due to expire Friday"
            if told:
                return told
        if token.head.i == token.i:
            return ""
        token = token.head
    return ""


def _had(verb: Any) -> bool:
    return any(c.lower_ == "had" for c in (*verb.children, *verb.head.children))


def _verb_tense(verb: Any) -> str:
    helpers = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    if any(h.lower_ in AHEAD for h in helpers):
        return PAST if any(h.lower_ == "have" for h in helpers) else FUTURE
    if any(h.tag_ == "TO" for h in helpers):  # "agreed to meet Monday", but "gathered to mark the day on Monday"
        return FUTURE if verb.dep_ in ("xcomp", "ccomp", "ROOT") else ""
    if verb.tag_ == "VBN" and verb.dep_ == "acl":  # "the plan announced Friday"
        return PAST
    if verb.tag_ == "VBD" or any(h.tag_ == "VBD" or h.lemma_ == "have" for h in helpers):
        return PAST
    if verb.tag_ == "VBG" and any(h.tag_ in ("VBZ", "VBP") for h in helpers):
        return FUTURE if verb.lemma_ != "be" else PRESENT
    if verb.tag_ in ("VBZ", "VBP") or any(h.tag_ in ("VBZ", "VBP") for h in helpers):
        return FUTURE if verb.lemma_ in SCHEDULED and not helpers else PRESENT
    if verb.tag_ == "VB":
        return FUTURE
    return ""


def distributive(match: Match, parse: Any) -> bool:
    """Whether "a year" is a rate: "$5 a year", "four flights a week"."""
    if [w.kind for w in match.words] != ["a", "unit"] or match.words[0].text == "another":
        return False
    token = token_at(parse, match.words[1].start)
    return token is not None and token.dep_ == "npadvmod" and token.head.pos_ in ("NOUN", "NUM", "SYM", "PROPN")
