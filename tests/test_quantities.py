"""One marked line, one behaviour; see marked_quantities.py for the marks."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.marked_quantities import line, read, told, wanted
from tests.test_numbers import spelled
from twosource.extract.parse import Sentence, load_model
from twosource.extract.quantities import find_quantities, link_wholes
from twosource.model import Bound, TimeExpression, TimeType

COUNTS = """
The blast killed [q 34 | 34 counted=people head=people] people.
The navy sank [q three | 3 counted=small_boats head=boat] small boats.
Officials counted [q 1,204 | 1204 counted=broken_windows] broken windows.
About [q a dozen | about 12 counted=lorries] lorries burned.
The army lost [q half a dozen | 6 counted=tanks] tanks.
[q Dozens | vague 12..120 counted=villagers] of villagers fled.
[q Scores | vague 20..200 counted=homes] of homes were flooded.
[q Hundreds | vague 100..1000 counted=farmers] of farmers marched.
[q Tens of thousands | vague 10000..100000 counted=fans] of fans sang.
[q Several hundred | vague 200..1000 counted=pupils] pupils were sent home.
The storm cut power to [q 1.2 million | 1200000 counted=homes] homes.
The museum drew [q half a million | 500000 counted=visitors] visitors.
There were [q no | 0 counted=casualties] casualties.
Doctors reported [q no | 0 counted=deaths] deaths.
[q One | 1 counted=sailor] sailor is missing.
[q One | 1 counted=largest_farms head=farm] of the largest farms burned.
The shelter fed [q 12.500 | 12500 counted=people] people.
The charity fed [q 10 000 | 10000 counted=people] people.
The firm hired [q 200 | 200 more counted=welders] more welders.
Police sent another [q 40 | 40 more counted=officers] officers.
The town needs [q 15 | 15 more counted=buses] additional buses.
The club sold [q 2.4m | 2400000 counted=tickets] tickets.
The [q 11 | 11 counted=member]-member council met.
Guards found [q 30 | 30 counted=crates_of_shells head=crate] crates of shells.
The blast left [q 34 | 34 counted=dead] dead and [q 12 | 12 counted=wounded] wounded.
The site has [q 50k | 50000 counted=readers] readers.
The site sold [q 4.3M | 4300000 counted=records] records.
[q Thousands | vague 1000..10000 counted=COVID-19_tests] of COVID-19 tests were lost.
[q Two | 2 counted=Boeing_jets] Boeing jets were sold.
At Marnow [q 45 | 45 counted=people] people were killed.
The state bought [q two | 2 counted=new_planes] new planes.
He lifted [q four | 4 counted=FA_Cup_titles] FA Cup titles.
The storm hit [q eight | 8 counted=island_villages] island villages.
The list has [q four | 4]-, [q five | 5]- and [q six | 6 counted=cylinder]-cylinder engines.
The clinic saw [q 45 | 45 counted=cases] and [q 50 | 50 counted=cases] cases.
[q A hundred | 100 counted=guests] guests came.
The party won [q one-fifth | 0.2 counted=seats] of the seats.
[q Half | 0.5 counted=crew] of the crew fell ill.
[q One in three | 0.333333333 counted=voters] voters stayed away.
They ate [q half a | 0.5 counted=loaf] loaf.
The [q two | 2] Norlandic divers surfaced and [q Six | 6 counted=sailors] sailors slept.
Storm Kills [q Two | 2 counted=People] People In Rome.
The [q three | 3 counted=surviving_sailors] surviving sailors slept.
[q Forty-two | 42 counted=tunnels] tunnels collapsed.
[q Six million | 6000000 counted=jobs] jobs depend on it.
The town has [q 1 000 | 1000 counted=wells] wells.
[q Several | vague ?] others fled.
[q Three | 3] were hurt, and police said it was [q two | 2 counted=none].
"""

BOUNDS = """
At least [q 34 | at_least 34 counted=people] people died.
More than [q 500 | more_than 500 counted=houses] houses burned.
Over [q 90 | more_than 90 counted=cars] cars were stolen.
Fewer than [q 20 | less_than 20 counted=voters] voters came.
Up to [q 60 | at_most 60 counted=jobs] jobs are at risk.
As many as [q 70 | at_most 70 counted=goats] goats drowned.
No more than [q 8 | at_most 8 counted=guests] guests may enter.
No fewer than [q 8 | at_least 8 counted=guests] guests came.
Around [q 300 | about 300 counted=monks] monks prayed.
Some [q 300 | about 300 counted=monks] monks prayed.
Nearly [q 300 | about 300 counted=monks] monks prayed.
An estimated [q 300 | about 300 counted=monks] monks prayed.
He ordered [q 20 | at_least 20] or more.
The tower holds [q 20 | about 20] or so.
The hall seats [q 50 | at_least 50]-plus guests.
The kiln heats to just under [q 900 degrees | less_than 900 unit=deg].
The dam lost more than [q a third | more_than 0.333333333 counted=water] of its water.
Roughly [q two-thirds | about 0.666666667 counted=seats] of the seats were empty.
The chip has features of sub-[q 7 nanometre | less_than 7 unit=nm] size.
The road was shut for ≥ [q 5 km | at_least 5 unit=km].
Upwards of [q 70 | more_than 70 counted=homes] homes burned.
In excess of [q 70 | more_than 70 counted=homes] homes burned.
Just over [q 70 | more_than 70 counted=homes] homes burned.
Well over [q 70 | more_than 70 counted=homes] homes burned.
Just under [q 70 | less_than 70 counted=homes] homes burned.
Close to [q 70 | about 70 counted=homes] homes burned.
Only [q 70 | 70 counted=homes] homes burned.
A total of [q 70 | 70 counted=homes] homes burned.
A record [q 70 | 70 counted=homes] homes burned.
At least about [q 70 | at_least 70 counted=homes] homes burned.
The boy put his hand over the [q 70 | 70 counted=coins] coins.
Around [q 20 to 30 | about 20..30 counted=monks] monks prayed.
"""

RANGES = """
The trip takes [q 3 to 5 | 3..5 counted=buses] buses.
The box holds [q 3 or 4 | 3..4 counted=eggs] eggs.
Between [q 20 and 30 | 20..30 counted=rebels] rebels fled.
The mine employs [q 40-50 | 40..50 counted=people] people.
The bill came to [q $3 billion to $5 billion | 3000000000..5000000000 unit=USD].
The bridge will cost [q $89 to $93 million | 89000000..93000000 unit=USD].
Gifts ranged from [q $200 to $4 million | 200..4000000 unit=USD].
Prices range from [q 5 to 7 per cent | 5..7 unit=percent].
The lamp draws [q 5-10W | 5..10 unit=W].
The region cooled by [q 1 to 1.5 degrees Celsius | 1..1.5 unit=Cel].
There were [q 1 to 2 thousand | 1000..2000 counted=people] people.
The pass costs [q $62 | 62 unit=USD] on Monday and [q $68 | 68 unit=USD] on Friday.
The coach needs between [q 7 and 10 | 7..10 counted=players] players.
Between [q 5% and 6% | 5..6 unit=percent] of the grain rotted.
The rope is [q 10 or 12 metres | 10..12 unit=m] long.
The court sat for [q 14-18 | 14..18 counted=sessions] sessions.
The firm raised [q $5-6 million | 5000000..6000000 unit=USD].
The firm raised [q $1.2-1.5bn | 1200000000..1500000000 unit=USD].
The repair will cost [q £5-£6m | 5000000..6000000 unit=GBP].
The dam will cost [q €20–30m | 20000000..30000000 unit=EUR].
The rate went from [q 5% | 5 unit=percent counted=rate] to [q 4% | 4 unit=percent counted=rate].
The jobless rate moved from [q 6 | 6 unit=percent] to [q 4 per cent | 4 unit=percent].
The toll went from [q 12 | 12] to [q 9 | 9].
"""

MONEY = """
The ship cost [q $3bn | 3000000000 unit=USD].
The ship cost [q A$3bn | 3000000000 unit=AUD].
The ship cost [q US$3bn | 3000000000 unit=USD].
The ship cost [q HK $3bn | 3000000000 unit=HKD].
The ship cost [q £3.5m | 3500000 unit=GBP].
The ship cost [q 120bn euros | 120000000000 unit=EUR].
The ship cost [q 120m euros | 120000000 unit=EUR].
The ship cost [q €40,000 | 40000 unit=EUR].
The ship cost [q 1,200€ | 1200 unit=EUR].
The ship cost [q USD10m | 10000000 unit=USD].
The ship cost [q 7.5 million Danish crowns | 7500000 unit=DKK].
The ship cost [q 10 million Australian dollars | 10000000 unit=AUD].
The ship cost [q 300 South African rand | 300 unit=ZAR].
The ship cost [q 40 million roubles | 40000000 unit=RUB].
The ship cost [q ¥5,182 | 5182 unit=JPY].
The ship cost [q RM23.50 | 23.5 unit=MYR].
The ship cost [q 20 million pounds | 20000000 unit=GBP].
The bun costs [q 50p | 0.5 unit=GBP].
The bun costs [q 19 cents | 19 unit=cent].
The crate weighs [q 200 pounds | 200 unit=[lb_av]].
The firm lost [q millions of dollars | vague 1000000..10000000 unit=USD].
The firm paid [q $10m | 10000000 unit=USD] ([q £8m | 8000000 unit=GBP]) in fines.
The state sent [q $500 billion | 500000000000 unit=USD counted=wartime_aid] in wartime aid.
A bank puts exports of tin at [q $114 million | 114000000 unit=USD counted=exports_of_tin].
She signed a [q $150,000 | 150000 unit=USD counted=contract] contract.
Oil sold at [q $40 a barrel | 40 unit=USD per=barrel].
Rents reached [q $80 per square metre | 80 unit=USD per=square_metre].
He earns [q £15/hour | 15 unit=GBP per=hour].
A [q $700 | 700 unit=USD counted=fine] fine was set.
Chile owed the US [q $9 billion | 9000000000 unit=USD counted=old_loans] in old loans.
It cost [q $40 Canadian | 40 unit=CAD].
It cost [q $31.20 US | 31.2 unit=USD].
It cost [q half a million dollars | 500000 unit=USD].
It cost [q 3 US dollars | 3 unit=USD].
It cost [q 30 Swiss francs | 30 unit=CHF].
It cost [q 900 yen | 900 unit=JPY].
It cost [q ₴900 | 900 unit=UAH].
It cost [q 900 shekels | 900 unit=ILS].
It cost [q PS900 | 900 unit=GBP].
Trade fell to [q $-5bn | -5000000000 unit=USD].
"""

UNITS = """
Turnout was [q 12 per cent | 12 unit=percent counted=Turnout].
Turnout was [q 12 % | 12 unit=percent].
Turnout was [q 12pc | 12 unit=percent].
The bank charges a [q 25% | 25 unit=percent counted=tax] tax.
Yields moved [q 60 basis points | 60 unit=basis_point].
His lead is [q three percentage points | 3 unit=percentage_point counted=lead].
The index closed at [q 1,478 points | 1478 unit=point counted=index].
The wall is [q 72.7 metres | 72.7 unit=m counted=wall] long.
The wall is [q 72 feet | 72 unit=[ft_i]] long.
The car hit [q 155mph | 155 unit=[mi_i]/h].
The car hit [q 60 miles an hour | 60 unit=[mi_i]/h].
The car hit [q 140 km/h | 140 unit=km/h].
The crate weighs [q 10kg | 10 unit=kg].
The tank holds [q 45 gallons | 45 unit=[gal_us]].
The flat has [q 90 square metres | 90 unit=m2].
The flat has [q 90 sq ft | 90 unit=[sft_i]].
The plant makes [q 3.4 gigawatts | 3.4 unit=GW].
A [q 5.5kWh | 5.5 unit=kW.h counted=battery] battery feeds it.
The file is [q 64GB | 64 unit=GBy].
The lake froze at [q -18 °C | -18 unit=Cel].
The lake froze at [q minus 40 degrees Fahrenheit | -40 unit=[degF]].
The pipe carries [q 52,000 barrels a day | 52000 unit=[bbl_us] per=day].
A [q 6kW | 6 unit=kW counted=electric_motor] electric motor drives it.
The clinic does [q 3,000 | 3000 per=day counted=tests] tests a day.
They dug [q 8 miles | 8 unit=[mi_i]] ([q 13 km | 13 unit=km]) of new tunnels.
The hunt covered [q 660 hectares | 660 unit=har].
The gun fires at [q 3000 rpm | 3000 unit=/min].
The van does [q 29 mpg | 29 unit=[mi_i]/[gal_us]].
The chip runs at [q 2.8 GHz | 2.8 unit=GHz].
The dose was [q 500mg | 500 unit=mg].
The ship sailed [q 40 nautical miles | 40 unit=[nmi_i]].
The wind blew at [q 35 knots | 35 unit=[kn_i]].
The horn gave [q 120 decibels | 120 unit=dB].
The back gained [q 84 | 84 unit=[yd_i]] rushing yards.
The mine holds [q 3 million tonnes | 3000000 unit=t counted=coal] of coal.
The kiln reached [q 1,000 °C | 1000 unit=Cel].
A [q 2.5-mile | 2.5 unit=[mi_i] counted=stretch] stretch was closed.
He is [q 6ft 2in | 6.166666667 unit=[ft_i]] tall.
The error is plus or minus [q 3 points | 3 unit=point].
Water held [q 4 ppb | 4 unit=[ppb]] of lead.
"""

AGES = """
A [q 45-year-old | 45 unit=a counted=baker] baker was hurt.
The statue is [q 400 years old | 400 unit=a counted=statue].
Anna Karlsen, [q 45 | 45 unit=a counted=Anna_Karlsen], runs the farm.
A girl aged [q nine | 9 unit=a] was found.
A boy aged [q 9 | 9 unit=a] was found.
An [q 18-month-old | 18 unit=mo counted=baby] baby slept.
She will be [q 35 | 35 unit=a] in May.
The post is for people under [q 30 | less_than 30 unit=a].
A man of age [q 87 | 87 unit=a] was found.
The calf is [q three weeks old | 3 unit=wk].
Boys ages [q 9 to 12 | 9..12 unit=a] may enter.
"""

CHANGES = """
Prices rose [q 3% | 3 unit=percent change=up counted=Prices].
Prices rose by [q 3% | 3 unit=percent change=up].
Prices fell [q 3% | 3 unit=percent change=down].
Prices rose [q 3 % | 3 unit=percent change=up] to [q 12 % | 12 unit=percent].
Shares were up [q 5 per cent | 5 unit=percent change=up counted=Shares].
Shares closed down [q 18 cents | 18 unit=cent change=down].
The bank cut rates by [q half a point | 0.5 unit=point change=down].
Sales grew to [q $7 million | 7000000 unit=USD].
Sales were [q $7 million | 7000000 unit=USD], down from [q $9 million | 9000000 unit=USD].
Profit fell from [q $5 | 5 unit=USD] to [q $4 | 4 unit=USD].
The defence gave up [q 517 yards | 517 unit=[yd_i]].
Shares finished [q 34% | 34 unit=percent change=up] higher.
The army lost [q 34 | 34 counted=soldiers] soldiers.
The bank cut [q 6,000 | 6000 counted=jobs] jobs.
Orr fell [q 2% | 2 unit=percent change=down counted=Orr].
The Dow ended up [q 12 points | 12 unit=point change=up].
The toll climbed by [q 12 | 12 change=up] to [q 40 | 40].
Rents increased by just [q 5% | 5 unit=percent change=up].
Rents were [q 5% | 5 unit=percent change=down] lower.
Gunners shot down [q 12 | 12 counted=drones] of the drones.
Asked about the riots, [q 60 percent | 60 unit=percent counted=none] agreed.
He took a shot over [q two | 2 counted=defenders] defenders.
Cases dropped by [q a third | 0.333333333 change=down counted=Cases].
Cases dropped by almost [q a quarter | about 0.25 change=down counted=Cases] in May.
The bank cut costs by [q half | 0.5 change=down counted=costs].
The claim was made by a third party.
Output dropped more than [q 5% | more_than 5 unit=percent change=down].
"""

WHOLES = """
Rebels fired [q 267 | 267 counted=drones head=drone] drones. Gunners shot down [q 138 | 138 counted=drones part=267 scope=these_drones] of these drones, while [q many | vague ? counted=others part=267] others were jammed.
Of the [q 40 | 40 counted=miners] miners, rescuers reached [q 12 | 12 part=40] of them.
[q Not one | 0 head=miner part=12] of the [q 12 | 12 counted=miners] miners survived.
[q Not one | 0 counted=window] window broke.
Rescuers reached [q 12 | 12 counted=miners part=40] of the [q 40 | 40 counted=miners] miners.
The firm sacked [q 5% | 5 unit=percent counted=workforce part=workforce] of its workforce.
Some [q 30 | about 30 counted=rowers] rowers sank. [q Ten | 10 part=30] of them drowned.
The farm has [q 90 | 90 counted=cows] cows. It sold [q 20 | 20 counted=goats part=the_goats] of the goats.
"""

NAMES = """
A Boeing 737 landed.
In Boeing 737 planes the doors stay shut.
Channel 4 showed the film.
The G7 met in May.
He works at Studio 54.
Covid-19 spread fast.
Her flat is at 12 Elm Street.
They won 3-1.
The match ended 2-2.
The deal was signed in 2019.
It happened on February 11.
The 21st century began.
The third anniversary passed.
She came second.
The doors open at 10:30.
The doors open at 5pm.
Version 3.11.2 is out.
Call 555-0199 for help.
The S&P 500 closed early.
Nobody said which one broke.
They helped one another.
No one came.
Music of the 1960s played.
Phase 3 begins.
Call +44 20 7946 0018 for help.
The screen shows 1080p video.
He was born in '86.
It has a 4K screen.
See page 12.
The coast floods by 2120.
They voted 5 to 4.
She lives at 22 Baker Street.
The A320 and the 787 Dreamliner landed.
Resolution 1701 passed.
In the second half of the game he slept.
He has no plans.
He moved to 221B Baker Street.
The chain 7-Eleven was sold.
The coach chose a 4-3-3 formation.
They met in room 4.2 of the school.
The team released Version 3.12 of the tool.
It needs Python 3.12 to run.
The pilot praised the 747 jet.
Ministers of the Group of Seven met in Rome.
She walked to the Seven Sisters cliffs.
The horse won the 1,000 Guineas at Newmarket.
The Big Ten conference and the Six Nations table were published.
Fans of One Direction and Ocean's Eleven wept.
The reactor at Three Mile Island was shut.
The Twelve Apostles are limestone stacks.
"""

TIMES_MATTER = [
    ("He ruled for three years.", "three years", TimeType.DURATION, []),
    ("He ruled for more than three years.", "three years", TimeType.DURATION, ["three years"]),
    ("A 45-year-old baker was hurt.", "45-year-old", TimeType.DURATION, ["45-year-old"]),
    ("The trip took two days.", "two days", TimeType.DURATION, ["two days"]),
    ("It pays out over five years.", "five years", TimeType.DURATION, []),
    ("They met two days later.", "two days later", TimeType.DURATION, []),
    ("It began on 3 May.", "3 May", TimeType.DATE, []),
    ("It cost $40 that day.", "that day", TimeType.DATE, ["$40"]),
]


def _lines(block: str) -> list[str]:
    return [x for x in block.strip("\n").splitlines() if x]


@pytest.mark.parametrize("marked", _lines(COUNTS + BOUNDS + RANGES + MONEY + UNITS + AGES + CHANGES + WHOLES))
def test_marked(marked: str) -> None:
    expected = line(marked)
    found = read(expected.text)
    assert [expected.text[slice(*q.span)] for q in found] == [expected.text[slice(*span)] for span, _ in expected.expected]
    for quantity, (span, fields) in zip(found, expected.expected, strict=True):
        assert quantity.span == span
        assert told(quantity, fields, expected.text) == wanted(fields)


@pytest.mark.parametrize("text", _lines(NAMES))
def test_a_number_in_a_name_is_no_quantity(text: str) -> None:
    assert read(text) == ()


@pytest.mark.parametrize(("text", "words", "kind", "expected"), TIMES_MATTER)
def test_a_time_is_left_to_the_times(text: str, words: str, kind: TimeType, expected: list[str]) -> None:
    start = text.index(words)
    time = TimeExpression(span=(start, start + len(words)), type=kind, value=None)
    assert [text[slice(*q.span)] for q in read(text, (time,))] == expected


def test_scopes_of_time_place_and_baseline() -> None:
    text = "Since the war began, rebels in Yemen fired 267 drones overnight."
    start = text.index("overnight")
    (quantity,) = read(text, (TimeExpression(span=(start, start + 9), type=TimeType.TIME, value=None),))
    assert {(str(s.kind), s.text) for s in quantity.scopes} >= {("time", "overnight"), ("baseline", "Since the war began")}
    assert quantity.scope == "; ".join(s.text for s in quantity.scopes)


def test_money_given_is_the_givers() -> None:
    (quantity,) = read("Chile gave $5 million to Peru.")
    assert quantity.counted is None
    assert [(str(s.kind), s.text) for s in quantity.scopes] == [("whole", "Chile")]


@given(st.integers(2, 999_999), st.sampled_from(["people", "homes", "drones"]))
@settings(deadline=None, max_examples=40)
def test_words_and_digits_are_one_quantity(n: int, noun: str) -> None:
    for written in (f"{n:,}", str(n) if n >= 10_000 or n < 1500 else f"{n:,}", spelled(n)):
        (quantity,) = read(f"The storm hit {written} {noun}.")
        assert (quantity.low, quantity.high, quantity.counted, quantity.unit, quantity.bound) == (n, n, noun, None, Bound.EXACT)


@given(st.integers(1, 99), st.integers(1, 9), st.sampled_from([("million", 6), ("billion", 9), ("thousand", 3)]))
@settings(deadline=None, max_examples=30)
def test_the_mixed_form_is_the_same_quantity(whole: int, tenth: int, scale: tuple[str, int]) -> None:
    word, power = scale
    (mixed,) = read(f"The firm paid ${whole}.{tenth} {word} in fines.")
    (digits,) = read(f"The firm paid ${(10 * whole + tenth) * 10 ** (power - 1):,} in fines.")
    assert (mixed.low, mixed.unit, mixed.counted, mixed.scope) == (digits.low, digits.unit, digits.counted, digits.scope)


@given(st.sampled_from(["$", "€", "£", "A$", "¥", "₪"]), st.integers(1, 9999))
@settings(deadline=None, max_examples=30)
def test_another_currency_sign_changes_only_the_unit(sign: str, n: int) -> None:
    first, second = (read(f"The firm paid {s}{n} million in fines.")[0] for s in ("$", sign))
    assert first.unit == "USD" and second.unit is not None
    assert (first.low, first.bound, first.counted, first.change) == (second.low, second.bound, second.counted, second.change)


_PIECES = st.sampled_from(
    "$ 5 3.2 ,000 % - – to and or of one half dozen million bn m p °C a per year-old more than 2019 the people ( ) \u00bd \U0001f600 \x00 −".split(
        " "
    )
)


@given(st.lists(_PIECES, max_size=14).map(" ".join) | st.lists(_PIECES, max_size=10).map("".join) | st.text(max_size=40))
@settings(deadline=None, max_examples=150)
def test_odd_text_never_raises_and_spans_stay_inside(text: str) -> None:
    for sentence in load_model()(text).sents:
        found = find_quantities(Sentence(sentence, 0, 0, 0))
        for q in found:
            assert 0 <= q.span[0] < q.span[1] <= len(text)
            assert q.counted_span is None or text[slice(*q.counted_span)] == q.counted
            assert q.low is None or q.high is None or q.low <= q.high
        link_wholes(text, [(Sentence(sentence, 0, 0, 0), found)])


@pytest.mark.parametrize("figure", ["$1e400", "9" + " million" * 80])
def test_a_number_larger_than_any_float_is_no_known_figure(figure):
    (doc,) = load_model().pipe([f"The debt of Marnow is {figure}."])
    found = find_quantities(Sentence(doc[:], 0, 0, 0))
    assert all(q.low is None or q.low < 1e308 for q in found)
