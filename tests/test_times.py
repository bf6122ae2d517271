"""Time expressions, a line a behaviour: `published DATE | text with [type value first..last? words]`; value - is null.

Every expression of the text is marked, so a line fails on one too many as well.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twosource.extract.parse import Parsed, parse
from twosource.extract.times import find_times
from twosource.model import Article, TimeExpression

MARK = re.compile(r"\[(date|time|duration|set) (\S+) (?:(\S*\.\.\S*) )?([^\]]+)\]")

LINES = """
published 2025-02-24 | He left on [date 2025-02-23 Sunday].
published 2025-02-24 | He will leave on [date 2025-03-02 Sunday].
published 2025-02-24 | She arrived [date 2025-02-24 Monday] and spoke to reporters.
published 2025-02-24 | The ministers agreed to meet on [date 2025-02-27 Thursday].
published 2025-02-24 | The vote is expected [date 2025-02-28 Friday].
published 2025-02-24 | The deadline was extended until [date 2025-02-28 Friday].
published 2025-02-24 | They met [date 2025-02-21 last Friday] in Geneva.
published 2025-02-24 | They will meet [date 2025-02-28 next Friday] in Geneva.
published 2025-02-24 | [date 2025-02-22 Saturday]'s attack killed two people.
published 2025-02-24 | He said [date 2025-02-24 today] that he was ready.
published 2025-02-24 | He resigned [date 2025-02-23 yesterday].
published 2025-02-24 | The lens galaxy QX J1131-1231 was seen through it.
published 2025-02-24 | The court will rule [date 2025-02-25 tomorrow].
published 2025-02-24 | The army withdrew [date 2025-W08 2025-02-17..2025-02-23 last week].
published 2025-02-24 | A deal could be signed [date 2025-W09 this week].
published 2025-02-24 | Talks resume [date 2025-W10 next week].
published 2025-02-24 | Prices rose [date 2025-01 2025-01-01..2025-01-31 last month].
published 2025-02-24 | The election is due [date 2026 next year].
published 2025-02-24 | It was founded [date 2024 2024-01-01..2024-12-31 last year].
published 2025-02-24 | The law passed [date 2025 earlier this year].
published 2025-02-24 | The bridge opened [date 2024-SP last spring].
published 2025-02-24 | The plant will close [date 2025-SU this summer].
published 2025-02-24 | He was born in [date 1984 1984].
published 2025-02-24 | It began in [date 2022-02 2022-02-01..2022-02-28 February 2022].
published 2025-02-24 | It began on [date 2022-02-24 February 24, 2022], at dawn of war.
published 2025-02-24 | It began on [date 2022-02-24 24 February 2022].
published 2025-02-24 | It began on [date 2022-02-24 the 24th of February 2022].
published 2025-02-24 | It ended on [date 2024-12-31 Dec. 31] in Paris.
published 2025-02-24 | The summit on [date 2025-03-06 March 6] will be short.
published 2025-02-24 | The court met on [date 2025-02-20 Thursday, Feb. 20] to decide.
published 2025-02-24 | The figures were published on [date 2025-02-23 2025-02-23].
published 2025-02-24 | In [date 2025-01 January] the river froze.
published 2025-02-24 | The shop will open in [date 2025-04 April].
published 2025-02-24 | He quit [date 2024-11 last November].
published 2025-02-24 | The report came out in [date 2025-03 2025-03-01..2025-03-16 early March].
published 2025-02-24 | It is to finish by [date 2025-04 2025-04-16..2025-04-30 late April].
published 2025-02-24 | They met in [date 2024-10 2024-10-08..2024-10-24 mid-October].
published 2025-02-24 | The work ends at [date 2026 2026-07-02..2026-12-31 the end of 2026].
published 2025-02-24 | Sales fell in [date 1998-Q1 1998-01-01..1998-03-31 the first quarter of 1998].
published 2025-02-24 | Sales fell in [date 2024-Q4 the fourth quarter], the bank said.
published 2025-02-24 | [date 2024-Q3 Third-quarter] profit rose to a record.
published 2025-02-24 | Output grew in [date 2024-H1 2024-01-01..2024-06-30 the first half of 2024].
published 2025-02-24 | It was popular in [date 199 1990-01-01..1999-12-31 the 1990s].
published 2025-02-24 | It was popular in [date 198 the late 1980s].
published 2025-02-24 | It was popular in [date 196 the '60s] in Europe.
published 2025-02-24 | It was built in [date 18 the 19th century].
published 2025-02-24 | The road is [date PRESENT_REF now] closed.
published 2025-02-24 | The firm [date PRESENT_REF currently] employs nobody.
published 2025-02-24 | She has [date PAST_REF recently] moved house.
published 2025-02-24 | Nobody knows [date FUTURE_REF the future] of the harbour.
published 2025-02-24 | He denied it in [date PAST_REF the past].
published 2025-02-24 | He lived there for [duration P3Y three years].
published 2025-02-24 | The truce held for [duration PT48H 48 hours].
published 2025-02-24 | They had waited for [duration PXY years].
published 2025-02-24 | They had waited for [duration PXD several days].
published 2025-02-24 | The fire burned for [duration PT30M half an hour].
published 2025-02-24 | The trial took [duration P2Y6M two and a half years].
published 2025-02-24 | The trial took [duration P2Y6M 2 1/2 years].
published 2025-02-24 | The flight took [duration PT1H30M an hour and a half].
published 2025-02-24 | It was a [duration P2D two-day] visit.
published 2025-02-24 | He served a [duration P10Y 10-year] sentence.
published 2025-02-24 | They fought for [duration P20Y two decades].
published 2025-02-24 | It lasted [duration P6M at least six months].
published 2025-02-24 | It lasted [duration P2W nearly two weeks].
published 2025-02-24 | In [duration PT24H the last 24 hours], four people died.
published 2025-02-24 | In [duration P2M 2024-12-24..2025-02-24 the past two months], prices doubled.
published 2025-02-24 | Over [duration P3D 2025-02-24..2025-02-27 the next three days] rain will fall.
published 2025-02-24 | Rents have soared in [duration PXY recent years].
published 2025-02-24 | It will be decided in [duration PXM the coming months].
published 2025-02-24 | They meet [set P1D every day].
published 2025-02-24 | They meet [set P2W every two weeks].
published 2025-02-24 | They meet [set P2D every other day].
published 2025-02-24 | They meet [set XXXX-WXX-1 every Monday].
published 2025-02-24 | The shop is shut on [set XXXX-WXX-7 Sundays].
published 2025-02-24 | They meet [set P1M once a month].
published 2025-02-24 | The list is updated [set P1D daily].
published 2025-02-24 | The fee is paid [set P1Y annually].
published 2025-02-24 | The rent costs $500 [set P1M a month].
published 2025-02-24 | The siren sounded at [time 2025-02-24T14:00 2 p.m.] in the square.
published 2025-02-24 | The siren sounded at [time 2025-02-23T14:30 2:30 p.m. Sunday] in the square.
published 2025-02-24 | The train left at [time 2025-02-24T21:15 21:15] from Lviv.
published 2025-02-24 | The log ends at [time 2025-02-23T21:15 2025-02-23T21:15:00Z..2025-02-23T21:15:00Z 2025-02-23T21:15:00Z] off Marnow.
published 2025-02-24 | The log ends at [date 2025-02-23 2025-02-23T25:00:00Z] off Marnow.
published 2025-02-24 | The game starts at [time 2025-02-28T19:00 2025-02-28T19:00Z..2025-02-28T19:00Z 7 p.m. GMT Friday] and will be shown live.
published 2025-02-24 | The shelling began at [time 2025-02-22T12:00 noon Saturday].
published 2025-02-24 | It happened on [time 2025-02-23TNI 2025-02-23T18:00..2025-02-24T06:00 Sunday night].
published 2025-02-24 | It happened [time 2025-02-23TMO yesterday morning].
published 2025-02-24 | It happened [time 2025-02-24TMO this morning].
published 2025-02-24 | It happened [time 2025-02-23TNI last night].
published 2025-02-24 | He will speak [time 2025-02-24TNI tonight].
published 2025-02-24 | He will speak [time 2025-02-25TEV tomorrow evening].
published 2025-02-24 | Drones were launched [time 2025-02-23TNI 2025-02-23T18:00..2025-02-24T06:00 overnight].
published 2025-02-24 | She left [date 2023 two years ago].
published 2025-02-24 | She left [date 2025-02-14 10 days ago].
published 2025-02-24 | She left [date 2025-W07 two weeks ago].
published 2025-02-24 | She left [date 2024-12 two months ago].
published 2025-02-24 | She left [date PAST_REF several years ago].
published 2025-02-24 | The bell rang on [date 2024-03-04 March 4, 2024]. It had rung [date 2024-03-03 the day before].
published 2025-02-24 | They married in [date 2010 2010] and moved [date 2011 the following year].
published 2025-02-24 | It flooded in [date 1998 1998]. [date 1998 That year] the crops failed.
published 2025-02-24 | It flooded on [date 2020-05-03 May 3, 2020]. [date 2020-05-03 That day] the bridge fell.
published 2025-02-24 | Profit was higher in [date 2023 2023] than [date 2022 a year earlier].
published 2025-02-24 | He died [duration P3D three days] after the crash.
published 2025-02-24 | He died [duration P2W two weeks] later.
published 2025-02-24 | They gathered on [date 2024-12-25 Christmas Day] to sing.
published 2025-02-24 | They will gather on [date 2025-04-20 Easter Sunday] to sing.
published 2025-02-24 | They gathered [date 2024-11-28 last Thanksgiving] in Boston.
published 2025-02-24 | The vote was held on [date 2024-11-05 Election Day].
published 2025-02-24 | The budget for [date 2026 .. fiscal 2026] is larger.
published 2025-02-24T16:30:00+02:00 | The mayor spoke [time 2025-02-24T14:30 2025-02-24T14:30+02:00..2025-02-24T14:30+02:00 two hours ago].
published 2025-02-24 | The museum will be shut on [date 2025-03-01 Saturday] and [date 2025-03-02 Sunday].
published 2025-02-24 | The poll ran on [date 2025-01-24 January 24] and [date 2025-01-25 25].
published 2025-02-24 | The poll ran from [date 2025-02-10 Feb. 10]-[date 2025-02-16 16].
published 2025-02-24 | On [date 2025-02-10 Feb. 10] and 11 ships sailed.
published 2025-02-24 | Nobody has seen him since [date 2024-12 December].
published 2025-02-24 | Nothing was the same after [date 2001-09-11 9/11].
published 2025-02-24 | Erica May and Theresa May met [date 2025-02-19 last Wednesday].
published 2025-02-24 | In [date 2024-05 May] the river rose.
published 2025-02-24 | In [date 2025-03 March] the troops will march.
published 2025-02-24 | Critics dismissed the plan announced [date 2025-02-21 Friday].
published 2025-02-24 | It had been due to end [date 2025-02-21 Friday].
published 2025-02-24 | He will file a complaint by [date 2025-02-28 Friday] at the latest.
published 2025-02-24 | The plan was agreed in a [date 2024-10 October] meeting.
published 2025-02-24 | They met at [date 2025-W08-WE 2025-02-22..2025-02-23 the weekend].
published 2025-02-24 | It is quiet in [date 2025-SU summer] and will stay so.
published 2025-02-24 | It happened in [date 2011-SP spring 2011].
published 2025-02-24 | It happened in [date 1994-WI 1994-12-01..1995-03-20 the winter of 1994].
published 2025-02-24 | It happened in [date 1997 nineteen ninety-seven].
published 2025-02-24 | They sank it in [date 2000 the year 2000].
published 2025-02-24 | He moved there in [date 1990 1990-01-01..1990-07-02 early 1990].
published 2025-02-24 | They left in [date 2025-W10 2025-03-03..2025-03-06 early next week], as planned.
published 2025-02-24 | He came [date 2025-02-20 2025-02-20..2025-02-20 late Thursday].
published 2025-02-24 | She quit in [date 2024-06 June last year].
published 2025-02-24 | It rained in [date 2024-W01 2024-01-01..2024-01-07 the first week of January 2024].
published 2025-02-24 | Profit for [duration P1Y the year] ended [date 2024-03-31 March 31, 2024], was small.
published 2025-02-24 | The harbour was built [duration P25Y a quarter-century] later.
published 2025-02-24 | It took [duration P50Y half a century].
published 2025-02-24 | It lasted [duration PT6H six hours or so], they think.
published 2025-02-24 | They stayed for [duration P2W a fortnight].
published 2025-02-24 | It took [duration P2M two to three months].
published 2025-02-24 | It was a [duration PXE decades-long] feud.
published 2025-02-24 | It was [duration P24D twenty-four days] of rain.
published 2025-02-24 | For [duration P110Y a hundred and ten years] nobody came.
published 2025-02-24 | He had lived there for [duration P1Y a year].
published 2025-02-24 | They sail [set XXXX-07 every July].
published 2025-02-24 | They sail on [set XXXX-WXX-2TNI Tuesday nights].
published 2025-02-24 | They sail [set P3M every three months].
published 2025-02-24 | The list is published [set PT1H hourly].
published 2025-02-24 | Shots were heard at [time 2025-02-24T07:05 7:05am].
published 2025-02-24 | Shots were heard at [time 2025-02-24T00:30 12:30 a.m.] in the port.
published 2025-02-24 | Shots were heard at [time 2025-02-24T04:00 4 in the morning].
published 2025-02-24 | Shots were heard at [time 2025-02-24T09:00 nine o'clock].
published 2025-02-24 | Shots were heard at [time 2025-02-22T24:00 2025-02-23T00:00..2025-02-23T00:00 midnight Saturday].
published 2025-02-24 | On [date 2025-02-20 Thursday] the mayor spoke at [time 2025-02-20T17:00 5 p.m.] to the crowd.
published 2025-02-24 | On [date 2024-03-04 March 4, 2024] it burned. [time 2024-03-04TNI That night] it rained. [time 2024-03-05TMO The next morning] they left.
published 2025-02-24 | Drones will be launched [time 2025-02-24TNI overnight], he warned.
published 2025-02-24 | It sank on [date 2025-02-21 21/02/2025] off the coast.
published 2025-02-24 | It sank on [date 2025-02-03 02/03/2025] off the coast.
published 2025-02-24 | They will return [date FUTURE_REF one day].
published 2025-02-24 | Officials in [date 2011 2011] concerns had ignored.
published 2025-02-24 | He won the [date 1998 1998] election.
published 2025-02-24 | USA Today reported it and The Daily Bugle denied it.
published 2025-02-24 | He told CBS This Morning of it.
published 2024-01-01 | The law of [date 2023 last year] and of [date 2024-02-29 Feb. 29] stands.
published 2025-02-24 | The siren sounded at [time 2025-02-18T10:00 10 a.m.] on [date 2025-02-18 Tuesday].
published 2025-02-24 | The siren sounded at [time 2025-02-24T07:30 2025-02-24T07:30Z..2025-02-24T07:30Z 0730 GMT].
published 2025-02-24 | Updated [time 2025-02-23T14:05 14:05, 23 February 2025]
published 2025-02-24 | It came [time 2025-02-23TNI late on Sunday night].
published 2025-02-24 | It was a [duration P2Y6M two-and-a-half-year] war.
published 2025-02-24 | Sales fell in [date 2024 FY2024] and in [date 2024-Q3 Q3 2024] too.
published 2025-02-24 | From [date 2010 2010]-[date 2015 2015] it was open.
published 2025-02-24 | It was built in [date 18 1800-01-01..1899-12-31 the 1800s].
published 2025-02-24 | It was built in [date 200 2000-01-01..2009-12-31 the 2000s].
published 2025-02-24 | In [duration P1Y the year] to [date 2024-06 June 2024] prices fell.
published 2025-02-24 | He rang [duration PT30M half an hour] earlier.
published 2025-02-24 | In [duration PXY .. the coming years] it will pass.
published 2025-02-24 | Of the dead, 2020 of them children, nobody spoke.
published 2025-02-24 | Sales rose in [date 2024-W13 the last week of March 2024].
published 2025-02-24 | Sales rose in [date 2024-07 the month of July 2024].
published 2025-02-24 | It was common in [date 197 the 70s] and [date 198 80s].
published 2025-02-24 | It sank on [date - 2007-07-08..2007-08-07 7/8/07].
published 2025-02-24 | On [date 2025-02-20 Thursday] he spoke. [date 2025-02-20 Later in the day] he left.
published 2025-02-24 | The paper China Daily reported it.
published - | He left on [date - Sunday].
published - | He left [date - last week].
published - | He left [date - yesterday].
published - | He left on [date XXXX-03-12 March 12].
published - | He left on [date 2019-03-12 March 12, 2019] and died [date 2019-03-13 the following day].
published - | He left at [time XXXX-XX-XXT14:00 2 p.m.], alone.
published - | He stayed for [duration P3Y three years].
published - | It was the worst storm since [date 1953 1953]. [date - .. Two days earlier] another storm hit.
published - | The mine shut in [date 2019 2019] and [date - .. the following day] he wept.
published 2025-02-24 | One hostage slept and a second was freed.
published 2025-02-24 | It came on [date - 2024-03-04..2024-04-03 03/04/2024].
published 2025-02-24 | It came on [date 2024-04-03 03/04/2024] and left on [date 2024-04-25 25/04/2024].
published 2024-03-05 | It came on [date 2024-03-04 03/04/2024].
published 2025-02-24 | It came on [date 2024-03-03 03/03/2024].
published not a date | He left [date - yesterday].
"""

SILENT = """
He may leave. The march was long and the troops march on.
Fall in line, he said, or you will fall.
A 44-year-old man and a woman aged 37 years old were hurt.
The company hired 2000 people and paid $1990 to each.
She won by a quarter of the votes, three-quarters of them in towns.
He was second in the race and spring water was served in cups.
The score was 3-2 and the ratio 4:1.
The temperature was 12.50 degrees. He sat. The sun shone.
It hit the house and went past the church.
In his 50s he moved to the coast.
"""


def parsed(text: str, published: str | None = "2025-02-24") -> Parsed:
    return next(iter(parse([Article(id="a", uri="a", text=text, published=published, sha256="0")])))


def unmarked(line: str) -> tuple[str, list[tuple[str, str, str | None, str | None, str | None]]]:
    """The text without marks, and what is marked: words, type, value, earliest, latest (None where the line does not say)."""
    text, wanted, at = "", [], 0
    for m in MARK.finditer(line):
        text += line[at : m.start()] + m[4]
        first, last = m[3].split("..") if m[3] else (None, None)
        wanted.append((m[4], m[1], None if m[2] == "-" else m[2], first, last))
        at = m.end()
    return text + line[at:], wanted


def told(text: str, t: TimeExpression) -> tuple[str, str, str | None]:
    return text[slice(*t.span)], t.type.value, t.value


@pytest.mark.parametrize("line", LINES.strip().splitlines())
def test_marked(line: str) -> None:
    head, _, rest = line.partition(" | ")
    published = head.removeprefix("published ")
    text, wanted = unmarked(rest)
    found = find_times(parsed(text, None if published == "-" else published))
    assert [told(text, t) for t in found] == [w[:3] for w in wanted]
    for t, (_, _, _, first, last) in zip(found, wanted, strict=True):
        if first is not None:
            assert (t.earliest or "", t.latest or "") == (first, last)


@pytest.mark.parametrize("text", SILENT.strip().splitlines())
def test_silent(text: str) -> None:
    assert [told(text, t) for t in find_times(parsed(text))] == []


def test_places_in_later_paragraphs() -> None:
    text = "A short headline\n\nThe vote was held on Sunday.\n\nIt will be repeated on Friday."
    assert [told(text, t) for t in find_times(parsed(text))] == [("Sunday", "date", "2025-02-23"), ("Friday", "date", "2025-02-28")]


def test_without_a_publication_date_nothing_relative_has_a_value() -> None:
    found = find_times(parsed("Last week, on Monday, this year, two days ago, tonight and tomorrow he wrote.", None))
    assert found and all((t.value, t.earliest, t.latest) == (None, None, None) for t in found)


WORDS = st.sampled_from(
    (
        "the last next this that early mid- late March May 31 Feb. 29 1900 2100 0 99999999999999999999 24:00 25:61 a.m. noon midnight 12 13/13/2024 1/2 two and a half"
        " hundred thousand years ago later - , of in Sunday night Sundays every other week quarter third 9999-12-31 0001-01-01 2025-02-30 decades century 1st 99th '90s 20s"
        " fiscal year-end Easter winter before after than İstanbul \U0001f600 ½ 2½ 3 1/0 \u00a0 . \n"
    ).split(" ")
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(WORDS, max_size=12), st.sampled_from((None, "2025-02-24", "0001-01-01", "9999-12-31T23:59:59Z", "2024-02-29", "2025-13-45"))
)
def test_never_raises_and_stays_in_the_text(words: list[str], published: str | None) -> None:
    text = " ".join(words) or "x"
    end = 0
    for t in find_times(parsed(text, published)):
        assert end <= t.span[0] < t.span[1] <= len(text)
        assert text[slice(*t.span)].strip() == text[slice(*t.span)]
        assert t.earliest is None or t.latest is None or t.earliest[:10] <= t.latest[:10]
        end = t.span[1]
