"""Which time expressions a text holds, and when they are: TIMEX3 of TimeML.

Reads Parsed, gives TimeExpressions: exact span, type, value against the publication date and the story told so far, and the first
and last day (or hour) it can mean. Grammar in times_grammar.py, meaning in times_value.py. Reference: TimeML 1.2.1 annotation
guidelines; HeidelTime (Stroetgen and Gertz 2010) for the task. Does not order events.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import zip_longest

from twosource.extract.parse import Parsed, Sentence
from twosource.extract.times_calendar import Period, Unit, moved_day
from twosource.extract.times_context import apart, distributive, in_name, stands, tense
from twosource.extract.times_grammar import Match, matches
from twosource.extract.times_lex import Lexeme, lexemes
from twosource.extract.times_story import Answer, Reading, Story, dated
from twosource.extract.times_value import names_day, read
from twosource.model import TimeExpression

JOINS = frozenset(("and", "or", "to", "dash"))
_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4}|\d\d)(?![\d/])", re.ASCII)
_STAMP = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::\d\d(?:\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?)?")


def find_times(parsed: Parsed) -> tuple[TimeExpression, ...]:
    """Every time expression of the article, in text order, none overlapping."""
    story = published(parsed.article.published)
    story.month_first = _month_first(parsed.article.text, story.published)
    return tuple(found for paragraph in _paragraphs(parsed.sentences) for found in _in_paragraph(parsed.article.text, paragraph, story))


def _month_first(text: str, told: date | None) -> bool | None:
    """Whether the article writes the month first: one of its dates has a number past 12, or falls in the week up to publication."""
    dates = [(int(m[1]), int(m[2]), int(m[3]) + (2000 if len(m[3]) == 2 else 0)) for m in _SLASHED.finditer(text)]
    ways = {a <= 12 for a, b, _ in dates if (a > 12) != (b > 12)}
    if not ways and told is not None:
        ways = {way for a, b, y in dates for way in (True, False) if a != b and _within_week(y, *((a, b) if way else (b, a)), told)}
    return ways.pop() if len(ways) == 1 else None


def _within_week(year: int, month: int, day: int, told: date) -> bool:
    try:
        return 0 <= (told - date(year, month, day)).days <= 7
    except ValueError:
        return False


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
    found = list(matches(words))
    for match, following in zip_longest(found, found[1:]):
        while at < 0 or (at + 1 < len(sentences) and match.words[0].start >= sentences[at].tokens.end_char):
            at += 1
            story.turn(sentences[at].number)
        if not stands(match, words, parse) or in_name(match, words, text):
            continue
        separate = apart(match, words)
        if separate and match.kind == "ago":
            match = Match("ago", match.words[:-1], match.first)
        if match.kind == "time" and following is not None and _on(match, following, words):
            day = read(Reading(following, story, tense(following, words, parse)))
            story.sentence_day = (day.period if day else None) or story.sentence_day
        joined = previous if match.first == end + 1 and words[end].kind in JOINS else None
        answer = read(Reading(match, story, tense(match, words, parse), distributive(match, parse), joined, separate))
        if answer is None:
            continue
        end = match.first + len(match.words)
        previous = answer.period if match.words[-1].kind == "weekday" else None
        if answer.period is not None and not answer.aside:
            story.told(answer.period)
        yield _expression(match.words, answer, offset)
        if match.kind == "date" and (following is None or following.first > end + 1):
            yield from _second_day(answer, words[end : end + 3], offset)


def _on(match: Match, following: Match, words: Sequence[Lexeme]) -> bool:
    """ "at 10 a.m. on Tuesday": the day comes after, in words of its own."""
    end = match.first + len(match.words)
    return following.first == end + 1 and words[end].kind == "on" and names_day(following) and not names_day(match)


def _second_day(answer: Answer, rest: Sequence[Lexeme], offset: int) -> Iterator[TimeExpression]:
    """The bare number of "April 24 and 25", "July 10-16": a day of its own."""
    p = answer.period
    if len(rest) < 2 or p is None or p.unit is not Unit.DAY or rest[0].kind not in JOINS or rest[1].kind != "day":
        return
    counts = len(rest) > 2 and rest[2].text[0].isalpha() and rest[0].kind != "dash"  # "on March 3 and 5 ships sank"
    second = moved_day(p.start, Unit.DAY, int(rest[1].value) - p.start.day)
    if second is not None and second > p.start and second.month == p.start.month and not counts:
        yield _expression(rest[1:2], dated(Period(Unit.DAY, second)), offset)


def _expression(found: Sequence[Lexeme], answer: Answer, offset: int) -> TimeExpression:
    words = list(found)
    while len(words) > 1 and words[-1].kind in ("comma", "dash"):
        words.pop()
    earliest, latest = answer.bounds
    span = (offset + words[0].start, offset + words[-1].end)
    return TimeExpression(span=span, type=answer.type, value=answer.value, earliest=earliest, latest=latest)
