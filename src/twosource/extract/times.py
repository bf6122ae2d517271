"""Which time expressions a text holds, and when they are: TIMEX3 of TimeML.

Reads Parsed, gives TimeExpressions: exact span, type, value against the publication date and the story told so far, and the first
and last day (or hour) it can mean. Grammar in times_grammar.py, meaning in times_value.py. Reference: TimeML 1.2.1 annotation
guidelines; HeidelTime (Stroetgen and Gertz 2010) for the task. Does not order events.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from twosource.extract.parse import Parsed, Sentence
from twosource.extract.times_calendar import Period, Unit
from twosource.extract.times_grammar import Match, matches
from twosource.extract.times_lex import OTHER, Lexeme, lexemes, token_at
from twosource.extract.times_story import FUTURE, PAST, PRESENT, Answer, Reading, Story
from twosource.extract.times_value import read
from twosource.model import TimeExpression, TimeType

# A verb form that puts its time ahead whatever its tense: "was scheduled for Friday", "agreed to meet Monday".
PLANNED = frozenset("schedule plan expect slate due postpone delay aim intend hope prepare".split())
AHEAD = frozenset(("will", "shall", "'ll", "’ll", "would", "wo", "may", "might", "should", "can", "must"))
# The present tense of a programme: "the game starts Friday".
SCHEDULED = frozenset("start begin open end close resume meet face play arrive expire vote host take go leave return".split())
BEFORE_SEASON = frozenset("in by since until till during for from before after through throughout every each of".split())
JOINS = frozenset(("and", "or", "to", "dash"))
GIVEN_NAMES = frozenset(("april", "may", "june", "august", "march"))
QUOTES = frozenset("\"'“‘`")
BEFORE_CLOCK = frozenset(("by", "from", "since", "before", "after"))
BEFORE_YEAR = frozenset("in since of by until from during before after through early late".split())
_STAMP = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::\d\d(?:\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?)?")


def find_times(parsed: Parsed) -> tuple[TimeExpression, ...]:
    """Every time expression of the article, in text order, none overlapping."""
    story = published(parsed.article.published)
    return tuple(found for paragraph in _paragraphs(parsed.sentences) for found in _in_paragraph(parsed.article.text, paragraph, story))


def published(stamp: str | None) -> Story:
    """The day, and the hour if one is given, that relative expressions count from; neither where the stamp is no date."""
    found = _STAMP.match(stamp or "")
    if not found:
        return Story(None)
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
        timed = found[4] is not None and (found[6] is not None or (found[4], found[5]) != ("00", "00"))  # midnight without a zone is a date
        moment = datetime.fromisoformat(found[0].replace(" ", "T", 1).replace(" ", "")) if timed else None
    except ValueError:
        return Story(None)
    return Story(day, moment)


def _paragraphs(sentences: Sequence[Sentence]) -> Iterator[list[Sentence]]:
    group: list[Sentence] = []
    for sentence in sentences:
        if group and group[-1].paragraph != sentence.paragraph:
            yield group
            group = []
        group.append(sentence)
    if group:
        yield group


def _in_paragraph(text: str, sentences: list[Sentence], story: Story) -> Iterator[TimeExpression]:
    parse, offset = sentences[0].tokens.doc, sentences[0].offset
    last = parse[len(parse) - 1]
    text = text[offset : offset + last.idx + len(last.text)]
    words = lexemes(text, parse)
    at, end, previous = -1, -1, None
    for match in matches(words):
        while at < 0 or (at + 1 < len(sentences) and match.words[0].start >= sentences[at].tokens.end_char):
            at += 1
            story.turn(sentences[at].number)
        if not _stands(match, words, parse) or _in_name(match, words, text):
            continue
        apart = _apart(match, words)
        if apart and match.kind == "ago":
            match = Match("ago", match.words[:-1], match.first)
        joined = previous if match.first == end + 1 and words[end].kind in JOINS else None
        answer = read(Reading(match, story, _tense(match, words, parse), _distributive(match, parse), joined, apart))
        if answer is None:
            continue
        end = match.first + len(match.words)
        previous = answer.period if match.words[-1].kind == "weekday" else None
        if answer.period is not None and not answer.aside:
            story.told(answer.period)
        yield _expression(match.words, answer, offset)
        if match.kind == "date":
            yield from _second_day(answer, words[end : end + 3], offset)


def _second_day(answer: Answer, rest: Sequence[Lexeme], offset: int) -> Iterator[TimeExpression]:
    """The bare number of "April 24 and 25", "July 10-16": a day of its own."""
    p = answer.period
    if len(rest) < 2 or p is None or p.unit is not Unit.DAY or rest[0].kind not in JOINS or rest[1].kind != "day":
        return
    day = int(rest[1].value)
    counts = len(rest) > 2 and rest[2].text[0].isalpha() and rest[2].kind != "year" and rest[0].kind != "dash"
    if day > p.start.day and not counts:
        try:
            second = Period(Unit.DAY, p.start.replace(day=day))
        except ValueError:
            return
        yield _expression(rest[1:2], Answer(TimeType.DATE, second.value, (second.value, second.value)), offset)


def _in_name(match: Match, words: Sequence[Lexeme], text: str) -> bool:
    """A time word that is part of a name: "USA Today", "The Daily Caller", "CBS This Morning", "Theresa May"."""
    first, last = match.words[0], match.words[-1]
    end = match.first + len(match.words)
    before, after = words[match.first - 1] if match.first else None, words[end] if end < len(words) else None
    follows_name = before is not None and first.start - before.end == 1 and text[before.start].isupper() and before.kind == OTHER
    goes_on = after is not None and after.kind == OTHER and after.start - last.end == 1 and text[after.start].isupper()
    match match.kind:
        case "setword":
            return text[first.start].isupper() and goes_on
        case "date":
            return first is last and follows_name and first.text in GIVEN_NAMES
        case "part" | "relative":
            named = last.kind in ("part", "deictic") and text[last.start].isupper()
            return named and (goes_on or (text[first.start].isupper() and follows_name))
        case "relunit":
            return before is not None and before.text in QUOTES and text[first.start].isupper() and text[last.start].isupper()
    return False


def _expression(found: Sequence[Lexeme], answer: Answer, offset: int) -> TimeExpression:
    words = list(found)
    while len(words) > 1 and words[-1].kind in ("comma", "dash"):
        words.pop()
    earliest, latest = answer.bounds
    span = (offset + words[0].start, offset + words[-1].end)
    return TimeExpression(span=span, type=answer.type, value=answer.value, earliest=earliest, latest=latest)


def _stands(match: Match, words: Sequence[Lexeme], parse: Any) -> bool:
    """Whether what stands around a run of words lets it be a time."""
    before = words[match.first - 1] if match.first else None
    end = match.first + len(match.words)
    after = words[end] if end < len(words) else None
    match match.kind:
        case "year":
            return _is_year(match, before, after, parse)
        case "time":
            sure = bool(match.kinds & {"ampm", "noon", "oclock", "zone", "part"})
            return sure or (before is not None and (before.kind in ("at", "to", "in") or before.text in BEFORE_CLOCK))
        case "duration" | "bareplural":
            if ("quarter" in match.kinds and match.get("a")) or ("quarters" in match.kinds and match.get("dash")):
                return False  # "a quarter of them", "three-quarters"
            following = words[end + 1] if after is not None and after.kind == "dash" and end + 1 < len(words) else after
            return following is None or following.kind != "old"
        case "season":
            return len(match.words) > 1 or (before is not None and before.text in BEFORE_SEASON)
        case "next":
            return after is None or not after.text[0].isalnum() or after.kind == "deictic"
        case "setword":
            token = token_at(parse, match.words[0].start)
            return token is None or token.pos_ != "NOUN"  # "the party daily"
    return True


def _apart(match: Match, words: Sequence[Lexeme]) -> bool:
    """Whether an expression is a stretch of its own: "the year ended March 31", "two days after the vote", "two days later"."""
    end = match.first + len(match.words)
    after = words[end] if end < len(words) else None
    if match.kind == "ago" and match.words[-1].kind in ("earlier", "later", "back", "forth"):
        last = match.words[-1].kind
        return last in ("later", "forth") or (last == "back" and after is not None and after.text[0].isalnum())
    return after is not None and after.text in ("ended", "ending")


def _is_year(match: Match, before: Lexeme | None, after: Lexeme | None, parse: Any) -> bool:
    """A four-digit number as a year: "in 1998", "the 1998 election", not "2000 people", "$1998", "1998 Main Street"."""
    if before is not None and before.text in ("$", "£", "€", "#", "no", ".", "/", "-", "+") and before.end == match.words[0].start:
        return False
    if after is not None and after.text in ("%", "percent", "/", "°"):
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


def _tense(match: Match, words: Sequence[Lexeme], parse: Any) -> str:
    """The tense of the verb that the expression hangs on: past, future, present, or "" where no verb tells."""
    before = words[match.first - 1].text if match.first else ""
    if before in ("until", "till"):  # "extended until Tuesday"
        return FUTURE
    if before == "since":
        return PAST
    told = _governing_tense(token_at(parse, match.words[-1].start), month=match.get("month") is not None)
    return FUTURE if before == "by" and told != PAST else told


def _governing_tense(token: Any, *, month: bool) -> str:
    if month and token is not None and token.dep_ in ("compound", "nmod", "amod"):  # "under a June agreement"
        return ""
    for _ in range(12):
        if token is None:
            return ""
        if token.lower_ == "due" or (token.lemma_ in PLANNED and token.pos_ in ("VERB", "ADJ")):
            verb = token if token.pos_ == "VERB" else token.head
            return PAST if any(c.lower_ == "had" for c in verb.children) else FUTURE  # "had been due to expire Friday"
        if token.pos_ in ("VERB", "AUX"):
            told = _verb_tense(token)
            if told:
                return told
        if token.head.i == token.i:
            return ""
        token = token.head
    return ""


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


def _distributive(match: Match, parse: Any) -> bool:
    """ "$5 a year", "four flights a week": so much in each."""
    if [w.kind for w in match.words] != ["a", "unit"] or match.words[0].text == "another":
        return False
    token = token_at(parse, match.words[1].start)
    return token is not None and token.dep_ == "npadvmod" and token.head.pos_ in ("NOUN", "NUM", "SYM", "PROPN")


