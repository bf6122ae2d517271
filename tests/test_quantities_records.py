"""What the record of a figure holds, so that two figures can be compared without the text: what is counted, of whose, of which whole, for which event."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.marked_quantities import line, read, told, wanted
from tests.running import article
from twosource.extract.claims import extract
from twosource.model import Claim

# disasters, war, business, health, courts, sport; see marked_quantities.py for the marks
RECORDS = """
Scorers: Lind ([q 12 | 12 counted=goals scope=Lind] goals), Moe ([q 9 | 9 counted=goals scope=Moe] goals).
Ford has [q 13,000 | 13000 counted=workers scope=Ford;_in_Norland] workers in Norland.
The fund charges [q 40 basis points | 40 unit=basis_point counted=fund].
Police arrested [q 40 | 40 counted=protesters scope=none] protesters.
The earthquake killed at least [q 34 | at_least 34 counted=people] people and wounded [q 120 | 120 counted=others head=people] others in the town of Mirren.
Rescuers found another [q 12 | 12 more counted=bodies head=body] bodies on Tuesday, raising the toll to [q 46 | 46 counted=toll].
[q Nine | 9 counted=people] people are still missing and [q 300 | 300 counted=families head=family] families have lost their homes.
The quake struck at a depth of [q 10 km | 10 unit=km counted=depth], [q 40 km | 40 unit=km counted=none] east of the capital.
The army launched [q 40 | 40 counted=rockets scope=army] rockets, of which [q 31 | 31 counted=rockets part=40] were shot down and [q 4 | 4 counted=rockets part=40] hit the port.
Gunners shot down [q 138 | 138 counted=drones part=267 scope=the_267_drones] of the [q 267 | 267 counted=drones] drones.
The attack killed [q 12 | 12 counted=adults] adults and [q three | 3 counted=children head=child] children.
The strike killed [q 50 | 50 counted=none] and wounded [q 400 | 400 counted=none].
Of the [q 60 | 60 counted=hostages] hostages, [q 21 | 21 counted=hostages part=60] have been released and [q 39 | 39 counted=hostages part=60] are still held.
The ministry said [q 1,200 | 1200 counted=soldiers scope=since_the_war_began] soldiers had died since the war began.
The ferry was carrying [q 80 | 80 counted=passengers scope=ferry] passengers and [q 6 | 6 counted=crew scope=ferry] crew.
[q Seven | 7 counted=dead part=the_dead scope=the_dead] of the dead were children under the age of [q 10 | 10 unit=a counted=children head=child].
The unemployment rate rose [q 0.3 percentage points | 0.3 unit=percentage_point change=up counted=unemployment_rate head=rate] to [q 5.1 percent | 5.1 unit=percent counted=unemployment_rate head=rate] in March.
Exports fell [q 7 % | 7 unit=percent change=down counted=Exports] from a year earlier to [q $4.2bn | 4200000000 unit=USD counted=Exports].
The bank cut its key rate by [q a quarter point | 0.25 unit=point change=down counted=key_rate head=rate scope=bank] to [q 3.25 percent | 3.25 unit=percent counted=key_rate head=rate].
The firm will close [q 14 | 14 counted=shops part=90 scope=firm;_its_90_shops] of its [q 90 | 90 counted=shops scope=firm] shops and lay off [q 600 | 600 counted=workers scope=firm] workers.
It reported a profit of [q $12m | 12000000 unit=USD counted=profit], compared with a loss of [q $3m | 3000000 unit=USD counted=loss] a year earlier.
The poll of [q 1,005 | 1005 counted=voters] voters has a margin of error of plus or minus [q 3 percentage points | 3 unit=percentage_point counted=margin_of_error head=margin scope=poll].
Support for the party fell to [q 31 percent | 31 unit=percent counted=Support_for_the_party head=support], down from [q 38 percent | 38 unit=percent counted=Support_for_the_party head=support] in May.
The hospital treated [q 45 | 45 counted=patients scope=hospital] patients, including [q 12 | 12 counted=patients] with burns.
[q Two-thirds | 0.666666667 counted=patients part=900 scope=the_900_patients] of the [q 900 | 900 counted=patients] patients recovered within a week.
The vaccine cut infections by [q 62 percent | 62 unit=percent change=down counted=infections] among children aged [q 5 to 11 | 5..11 unit=a counted=children head=child].
Doctors reported [q 230 | 230 counted=new_cases head=case] new cases and [q 4 | 4 counted=deaths] deaths on Monday.
The number of cases rose from [q 120 | 120 counted=number_of_cases head=case] to [q 310 | 310 counted=number_of_cases head=case] in a week.
A [q 45-year-old | 45 unit=a counted=baker] baker and his wife, [q 43 | 43 unit=a counted=wife scope=baker], were arrested.
The court sentenced him to [q 12 years | 12 unit=a counted=none] in prison and fined him [q $50,000 | 50000 unit=USD counted=none].
The jury convicted [q five | 5 counted=defendants part=nine scope=the_nine_defendants] of the [q nine | 9 counted=defendants] defendants.
The club paid [q £40m | 40000000 unit=GBP counted=none scope=club] for the [q 22-year-old | 22 unit=a counted=striker] striker.
Winds of up to [q 120 km/h | at_most 120 unit=km/h counted=Winds] cut power to [q 2.5 million | 2500000 counted=homes] homes.
The levee is [q 6 metres | 6 unit=m counted=levee] high and [q 2 km | 2 unit=km counted=levee] long.
Prices rose by [q 3 to 5 percent | 3..5 unit=percent change=up counted=Prices], while wages rose by only [q 2 percent | 2 unit=percent change=up counted=wages].
The fund gave [q $5 million | 5000000 unit=USD counted=none scope=fund] to schools and another [q $2.5 million | 2500000 more unit=USD counted=none] to clinics.
About [q 2,000 | about 2000 counted=people scope=in_Oslo] people marched in Oslo and [q 500 | 500 counted=people scope=in_Bergen] in Bergen.
The plane, with [q 150 | 150 counted=passengers scope=plane] passengers on board, lost contact at 5.30pm.
[q Three | 3 counted=men head=man] men and a woman were detained; [q one | 1 counted=men head=man part=Three scope=them] of them was later freed.
The state has lost [q 4,000 | 4000 counted=jobs scope=state] jobs this year, [q 1,500 | 1500 counted=jobs part=4,000 scope=them] of them in mining.
Iran fired some [q 180 | about 180 counted=missiles scope=Iran] missiles, most of which were intercepted.
Shares of Orr fell [q 2% | 2 unit=percent change=down counted=Shares_of_Orr head=share], Lind by [q 3% | 3 unit=percent change=down counted=Lind] and Moe by [q 4% | 4 unit=percent change=down counted=Moe].
Fruit prices rose [q 5% | 5 unit=percent change=up counted=Fruit_prices head=price] and dairy prices between [q 6% and 7% | 6..7 unit=percent change=up counted=dairy_prices head=price].
The firm plans to lay off [q 600 | 600 counted=welders scope=firm] welders.
The bank, which has [q 1,200 | 1200 counted=branches head=branch scope=bank] branches, sold [q 40 | 40 counted=branches head=branch part=1,200 scope=them] of them.
The bakery closed [q three | 3 counted=shops scope=bakery] shops and hired [q 20 | 20 counted=cooks scope=bakery] cooks.
The port handled [q 9 million | 9000000 counted=crates scope=port] crates after buying [q 12 | 12 counted=cranes scope=port] cranes.
Heavy rain pushed the index [q 2% | 2 unit=percent change=down counted=index] lower.
Norland came second with [q 90 | 90 counted=votes scope=Norland] votes.
The club has [q 12 | 12 counted=members scope=club;_council] members of the council as patrons.
They mixed [q 50 mL | 50 unit=mL counted=acid] of [q 30% | 30 unit=percent counted=acid] acid.
The field produced about [q 900 barrels | about 900 unit=[bbl_us] counted=oil scope=field] of oil.
Coal fell from [q $75 per ton | 75 unit=USD per=ton counted=Coal scope=ton] to [q $45 | 45 unit=USD per=ton counted=Coal scope=ton].
The plan costs [q 9 billion shekels | 9000000000 unit=ILS per=year counted=plan scope=year] ([q $2.4 billion | 2400000000 unit=USD per=year counted=plan scope=year]) a year.
The charge was [q 2 volts | 2 unit=V counted=charge] and the current was [q 5 amperes | 5 unit=A counted=current].
The fare for children under the age of [q 5 | 5 unit=a counted=children head=child] is [q $3 | 3 unit=USD counted=fare].
The judge fined the driver [q $2,000 | 2000 unit=USD counted=driver].
The bank cut its rate by [q a quarter point | 0.25 unit=point change=down counted=rate scope=bank].
The driver, [q 43 | 43 unit=a counted=driver], and his sister, [q 41 | 41 unit=a counted=sister scope=driver], were unhurt.
The phone has [q 64 GB | 64 unit=GBy counted=storage scope=phone] of storage.
The town lies [q 12 km | 12 unit=km counted=none] south of Mirren.
The population of the island is [q 8,000 | 8000 counted=people] people.
The museum, which opened in May, has [q 300 | 300 counted=paintings scope=museum] paintings.
The survey has a margin of error of [q 3 percentage points | 3 unit=percentage_point counted=margin_of_error head=margin scope=survey].
The number of deaths rose to [q 12 | 12 counted=number_of_deaths head=death].
Of the [q 60 | 60 counted=miners] miners, [q 21 | 21 counted=miners part=60] were rescued and [q 39 | 39 counted=miners part=60] are missing.
"""

# sentence; (figure, verb of its event, what is counted)
EVENTS = [
    ("The strike killed 50 and wounded 400.", [("50", "kill", None), ("400", "wound", None)]),
    ("The attack killed 12 adults and three children.", [("12", "kill", "adults"), ("three", "kill", "children")]),
    ("Nine people are missing and 300 families fled.", [("Nine", "miss", "people"), ("300", "flee", "families")]),
    ("The army launched 40 rockets and shot down 31 drones.", [("40", "launch", "rockets"), ("31", "shoot down", "drones")]),
    ("The army launched 40 rockets, of which 31 were shot down.", [("40", "launch", "rockets"), ("31", "shoot down", "rockets")]),
    ("The jury convicted five men and cleared two women.", [("five", "convict", "men"), ("two", "clear", "women")]),
    ("The firm opened 20 shops but closed 14 depots.", [("20", "open", "shops"), ("14", "close", "depots")]),
    ("The clinic treated 45 patients and tested 300 nurses.", [("45", "treat", "patients"), ("300", "test", "nurses")]),
]

NAMES = [
    "He flew a Boeing {}.",
    "Channel {} showed the film.",
    "Flight {} vanished.",
    "She lives at {} Mill Road.",
    "The G{} met in May.",
    "Version 4.{}.1 is out.",
    "The M{} was shut.",
    "Rovers won {0}-{0}.",
    "Interstate {} is shut.",
    "The case is No. {}.",
    "The A{} landed.",
    "Chapter {} is dull.",
    "Squadron {} took off.",
    "Call (555) 010-44{} now.",
    "Call 020 7946 09{} now.",
    "They met in 19{}.",
    "The 20{} games began.",
]
SCRIPTS = ["FULLWIDTH DIGIT", "ARABIC-INDIC DIGIT", "EXTENDED ARABIC-INDIC DIGIT", "DEVANAGARI DIGIT", "BENGALI DIGIT", "THAI DIGIT"]
DIGITS = "ZERO ONE TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE".split()


def _texts() -> list[str]:
    return [line(marked).text for marked in RECORDS.strip().splitlines()] + [text for text, _ in EVENTS]


@pytest.mark.parametrize("marked", RECORDS.strip().splitlines())
def test_marked(marked: str) -> None:
    expected = line(marked)
    found = sorted(read(expected.text), key=lambda q: q.span)
    assert [q.span for q in found] == [span for span, _ in expected.expected]
    for quantity, (_, fields) in zip(found, expected.expected, strict=True):
        assert told(quantity, fields, expected.text) == wanted(fields)


@pytest.mark.parametrize(("text", "expected"), EVENTS)
def test_a_figure_is_bound_to_its_own_event(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    found = [
        (q.span, (text[slice(*q.span)], c.event.predicate if c.event else None, q.counted))
        for c in extract([article(text)])
        if isinstance(c, Claim)
        for q in c.quantities
    ]
    assert [x for _, x in sorted(found)] == expected


@pytest.mark.parametrize("text", _texts())
def test_a_figure_lies_in_the_span_of_its_claim(text: str) -> None:
    """Where several claims hold it, in the narrowest; only a figure that no claim of its sentence holds goes to the nearest."""
    claims = [c for c in extract([article(text)]) if isinstance(c, Claim)]
    assert {q.span for c in claims for q in c.quantities} >= {q.span for q in read(text) if q.unit not in ("a", "min", "s")}
    for claim in claims:
        for q in claim.quantities:
            assert claim.sentence[0] <= q.span[0] and q.span[1] <= claim.sentence[1]
            holding = [c for c in claims if c.span[0] <= q.span[0] and q.span[1] <= c.span[1]]
            assert claim in holding or not holding


@given(st.sampled_from(NAMES), st.integers(10, 99))
@settings(deadline=None, max_examples=80)
def test_no_number_in_a_name_is_a_quantity(sentence: str, n: int) -> None:
    assert read(sentence.format(n)) == ()


@given(st.integers(2, 999), st.sampled_from(["people", "homes", "drones"]), st.sampled_from(SCRIPTS))
@settings(deadline=None, max_examples=60)
def test_digits_of_other_scripts_are_left_alone(n: int, noun: str, script: str) -> None:
    """Western news in English does not write them; a figure read from half of its digits would be a wrong one."""
    other = "".join(unicodedata.lookup(f"{script} {DIGITS[int(d)]}") for d in str(n))
    assert read(f"The storm hit {other} {noun} and 12 farms.")[-1].low == 12
    assert len(read(f"The storm hit {other} {noun} and 12 farms.")) == 1


@given(st.integers(2, 99), st.sampled_from(["{} views", "{} comments", "{} min read", "Image {} of 99"]))
@settings(deadline=None, max_examples=30)
def test_furniture_has_no_quantity(n: int, counter: str) -> None:
    furniture = counter.format(n)
    text = f"The blast killed 34 people.\n{furniture}\nRescuers left."
    start = text.index(furniture)
    claims = [c for c in extract([article(text, furniture=((start, start + len(furniture)),))]) if isinstance(c, Claim)]
    assert [q.low for c in claims for q in c.quantities] == [34]
