"""Typed differences, one line a case: what the two accounts say, in what they differ and how."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.running import article, kinds, story
from twosource.compare.differences import splits
from twosource.compare.profile import profile
from twosource.compare.readings import EARLIER

DAY = "2025-03-05"


def differing(first, second, *, days=(DAY, DAY)):
    """The differences of every finding that both articles are in."""
    findings, _ = story(
        article(first, id="x", outlet="X", published=days[0]),
        article(second, id="y", outlet="Y", published=days[1]),
    )
    return set().union(*(kinds(f) for f in findings if f.outlets == 2 or len({e.article_id for e in f.evidence}) == 2))


@pytest.mark.parametrize(
    ("first", "second", "difference"),
    [
        ("A 12-year-old girl was killed in the crash at Marnow.", "An 11-year-old girl was killed in the crash at Marnow.", ("value", "conflicts")),
        ("Ada Kolm, 48, was killed in the crash at Marnow.", "Ada Kolm, 47, was killed in the crash at Marnow.", ("value", "conflicts")),
        ("More than 50 people were killed in the crash at Marnow.", "The crash at Marnow killed 59 people.", ("value", "adds")),
        ("The gunman died at the scene in Marnow.", "The gunman died in hospital in Marnow.", ("place", "conflicts")),
        ("The gunman was shot in Marnow on Friday morning.", "The gunman was shot in Marnow on Friday.", ("time", "adds")),
        ("The fire started around 10 p.m. on Friday.", "The fire started after 10 p.m. on Friday.", ("time", "adds")),
        ("The ferry sank near Haldrin, killing nine people.", "The ferry sank near Port Calder, killing nine people.", ("place", "adds")),
        ("The gunman was shot in the driveway in Marnow on Friday.", "The gunman was shot in Marnow on Friday.", ("place", "adds")),
        ("The boy was taken to a local hospital on Friday.", "The boy was taken away on Friday.", ("place", "adds")),
        ("Police said the driver of the tram had died.", "The driver of the tram may have died.", ("modality", "adds")),
        ("Police said nine people were killed in the crash.", "The hospital said nine people were killed in the crash.", ("attribution", "adds")),
    ],
)  # fmt: skip
def test_a_difference_is_named(first, second, difference):
    assert difference in differing(first, second)
    assert difference in differing(second, first)


@pytest.mark.parametrize(
    ("first", "second", "difference"),
    [
        ("A 12-year-old girl and an 11-year-old boy were killed in the crash.", "A 12-year-old girl and an 11-year-old boy died in the crash.", "value"),
        ("The gunman was shot in Marnow on Friday.", "The gunman was shot in Marnow on Friday.", "time"),
        ("Police said the driver had died.", "The driver had died, police said.", "attribution"),
        ("A ferry with 103 passengers and 26 crew members sank off Haldrin.", "A ferry with 103 passengers and 26 crew members sank off Haldrin.", "value"),
        ("The driver in the school bus crash was shot on Friday.", "The driver in the crash was shot on Friday.", "place"),
        ("Police did not search every part of the lake.", "Police searched the lake.", "polarity"),
        ("The union does not have 100 members in Marnow.", "The union has 4,000 members in Marnow.", "polarity"),
    ],
)  # fmt: skip
def test_no_difference_is_invented(first, second, difference):
    assert difference not in {aspect for aspect, _ in differing(first, second)}


def compared(first, second, *, days=(DAY, DAY)):
    """The differences of two sentences that are given as being on one thing."""
    articles = {
        x.id: x for x in (article(first, id="x", outlet="X", published=days[0]), article(second, id="y", outlet="Y", published=days[1]))
    }
    claims = story(*articles.values())[1].values()
    aligned = {frozenset((a.id, b.id)) for a in claims for b in claims}
    voices = {c.id: "the council" for c in claims}
    return {
        (str(s.aspect), str(s.kind))
        for s in splits([profile(c) for c in sorted(claims, key=lambda c: c.article_id)], articles, aligned, voices)
    }


@pytest.mark.parametrize(
    ("first", "second", "difference"),
    [
        ("Profits rose 12 percent.", "Profits fell 12 percent.", ("value", "conflicts")),
        ("The ferry drifted 30 miles.", "The ferry drifted 30 kilometres.", ("unit", "conflicts")),
        ("The bridge cost 12 million dollars.", "The bridge cost 12 million euros.", ("unit", "conflicts")),
        ("The council bought 34 buses.", "The council bought 34 trams.", ("counted", "adds")),
        ("It was the deadliest fire in modern history.", "It was the deadliest fire in the history of the town.", ("scope", "adds")),
        ("Voters backed the Orvel plan.", "Voters opposed the Orvel plan.", ("polarity", "conflicts")),
        ("Engineers lost contact with the satellite.", "Engineers regained contact with the satellite.", ("polarity", "supersedes")),
        ("The cause of the fire is unknown.", "Lightning caused the fire.", ("modality", "supersedes")),
        ("The driver may have fled.", "The driver was confirmed to have fled.", ("modality", "supersedes")),
    ],
)  # fmt: skip
def test_of_one_thing(first, second, difference):
    assert difference in compared(first, second, days=(DAY, "2025-03-06"))


@pytest.mark.parametrize(
    ("first", "second", "aspect"),
    [
        ("The ferry drifted 30 miles.", "The ferry drifted 48 kilometres.", "unit"),
        ("The ferry drifted 30 miles.", "The ferry drifted 30 hours.", "unit"),
        ("The council bought 34 buses.", "The council bought 34 new city buses.", "counted"),
        ("The crash killed 34 people.", "The crash killed 34 villagers and people from Orvel.", "counted"),
        ("The council bought two buses.", "The council bought two trams.", "counted"),
        ("Ukraine built 34 trams.", "Russia built 34 trams.", "place"),
    ],
)  # fmt: skip
def test_neither_another_measure_nor_another_thing(first, second, aspect):
    assert aspect not in {a for a, _ in compared(first, second)}


@pytest.mark.parametrize(
    ("first", "second", "aspect"),
    [
        ("Ada Kolm scored a 48-yard field goal for Marnow.", "Jon Reed scored a 36-yard field goal for Marnow.", "value"),
        ("A 48-yard field goal put Marnow ahead.", "A 36-yard field goal pushed the lead to 20-0.", "value"),
        ("Orvel threatened to fire four missiles into the lake.", "Orvel fired three missiles into the lake.", "value"),
        ("Orvel fired two long-range missiles into the lake.", "Orvel fired three short-range missiles into the lake.", "value"),
        ("A deputy stopped a car with two wounded men near Marnow.", "Three men were wounded near Marnow.", "value"),
        ("Orvel fired a missile over the lake on Tuesday.", "Orvel fired a missile over the lake on Friday.", "time"),
        ("The gorilla died on Sunday.", "The gorilla died two days before.", "time"),
        ("The mayor rose on Monday.", "The mayor fell on Friday.", "polarity"),
        ("Ada Kolm demanded that the council use the longer road.", "The council rejected that the council use the longer road.", "polarity"),
        ("The jobless rate fell to 4.8% from 5.2% in February.", "The jobless rate declined to 4.8% in March.", "time"),
        ("The jobless rate in Orvel fell to 4.8%.", "The jobless rate in Orvel declined to 4.8%.", "polarity"),
        ("The mother of a four-year-old boy was killed in the attack.", "A 13-year-old boy was killed in the attack.", "value"),
        ("Orvel launched two missiles over the lake.", "The Lake Union opposed launches of missiles over the lake by Orvel.", "polarity"),
        ("Orvel has missiles on the lake.", "Orvel said it will never have missiles on the lake.", "polarity"),
    ],
)  # fmt: skip
def test_two_things_are_not_set_against_each_other(first, second, aspect):
    assert not {(aspect, "conflicts"), (aspect, "supersedes")} & compared(first, second, days=(DAY, "2025-03-25"))


PASSES = (
    "Kolm threw a 5-yard pass to Reed in Marnow. Kolm threw an 18-yard pass to Hale in Marnow.",
    "Kolm threw a 5-yard pass to Reed in Marnow.",
    "Kolm threw an 18-yard pass to Hale in Marnow.",
    "Kolm threw a 7-yard pass in Marnow.",
)


@pytest.mark.parametrize("second", PASSES[1:])
def test_one_account_with_two_figures_of_a_kind_shows_that_there_are_several(second):
    assert not {("value", "conflicts"), ("value", "supersedes")} & differing(PASSES[0], second)


def test_figures_of_one_thing_are_still_set_against_each_other():
    assert ("value", "conflicts") in differing("Kolm threw a 5-yard pass to Reed in Marnow.", "Kolm threw a 7-yard pass to Reed in Marnow.")


SAID = (
    "The ferry was overloaded.",
    "The ferry was not overloaded.",
    "The ferry was overloaded, the union said.",
    "The company denied that the ferry was overloaded.",
    "The ferry sank on Friday with 62 people aboard.",
    "The ferry sank on Saturday with 78 people aboard.",
    "The ferry drifted 30 miles.",
    "The ferry drifted 30 kilometres.",
    "The driver of the ferry died at the scene.",
    "The driver of the ferry may have died in hospital.",
    "The Marla is a Danish ferry built by Ada Kolm.",
    "The Marla is a Swedish submarine built by Jon Reed.",
)


@settings(max_examples=8, deadline=None)
@given(first=st.sampled_from(SAID), second=st.sampled_from(SAID))
@example(first=SAID[0], second=SAID[1])
@example(first=SAID[10], second=SAID[11])
def test_the_differences_of_two_accounts_are_those_of_the_two_the_other_way_round(first, second):
    assert compared(first, second) == compared(second, first)


@settings(max_examples=8, deadline=None)
@given(first=st.sampled_from(SAID), second=st.sampled_from(SAID))
@example(first=SAID[0], second=SAID[3])
@example(first=SAID[4], second=SAID[5])
def test_an_article_added_twice_changes_nothing_but_copies(first, second):
    told = f"{first} Police kept the road to the harbour shut until noon."  # a text of four words has no shingle
    x, y, again = (article(t, id=i, outlet=i[0].upper(), published=DAY) for i, t in (("x", told), ("y", second), ("xx", told)))
    once, twice = (
        sorted((f.summary, f.status, f.outlets, f.texts, f.origins, f.origins_max, sorted(kinds(f))) for f in story(*given_)[0])
        for given_ in ((x, y), (x, y, again))
    )
    assert once == twice


def test_an_age_is_no_development():
    found = differing(
        "A 12-year-old girl was killed in the crash at Marnow.",
        "An 11-year-old girl was killed in the crash at Marnow.",
        days=(DAY, "2025-03-06"),
    )
    assert ("value", "conflicts") in found and ("value", "supersedes") not in found


def test_one_writer_with_two_figures_has_two_things_in_mind():
    text = "Two survivors knew the gunmen in Marnow, police said. Five survivors were shot inside the lodge in Marnow, police said."
    findings, _ = story(article(text, id="x", outlet="X"))
    assert not any(("value", "conflicts") in kinds(f) for f in findings)


def test_a_part_is_no_rival_of_the_whole():
    told = differing("The crash in Marnow killed 84 people.", "More than ten children were among the dead in the crash in Marnow.")
    assert ("value", "conflicts") not in told and ("value", "supersedes") not in told


def test_what_was_counted_since_another_day_is_no_rival():
    assert ("value", "conflicts") not in differing(
        "Five people died in the tram crash in Marnow.",
        "Nobody had died in a tram crash in Marnow since 1959, with no deaths in all those years.",
    )


def test_one_clock_time_on_a_day_counted_from_the_news_is_one_time():
    told = differing(
        "The ferry was due to leave Marnow at 11:55 pm on Sunday.",
        "The ferry was due to leave Marnow at 11:55 p.m.",
        days=(DAY, "2025-03-07"),
    )
    assert ("time", "conflicts") not in told


def test_a_quotation_in_single_marks_given_to_two_people_is_disputed():
    told = compared(
        "His leg is now “perfectly healed,” according to Dr. Ada Lindt.",
        "Jan Korvin says his leg is 'perfectly healed'.",
    )
    assert ("attribution", "conflicts") in told


def test_what_a_spokesman_says_for_somebody_is_no_dispute_of_whose_word_it_is():
    told = compared(
        "“For this he is truly sorry,” his representative Ada Lindt said in a statement.",
        "“For this he is truly sorry,” Jan Korvin said.",
    )
    assert ("attribution", "conflicts") not in told


def test_two_people_who_share_no_more_than_the_event_do_not_deny_each_other():
    told = compared('"We were not warned," said Ada Kolm, the mayor of Marnow.', "The Weather Office said it issued a warning at noon.")
    assert ("polarity", "conflicts") not in told


def test_a_part_that_is_more_than_its_whole_is_a_difference():
    findings, _ = story(article("Police said 15 of the 12 passengers on the bus were hurt.", id="x", outlet="X"))
    assert [(d.aspect, d.kind, [r.text for r in d.readings]) for f in findings for d in f.differences] == [
        ("value", "conflicts", ["15", "12"])
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The rate in Marnow fell to 4 percent from 5 percent.", "The rate in Marnow fell from five percent to four percent."),
        ("The rate in Marnow fell to 4 percent from 5 percent.", "The rate in Marnow is 4 percent."),
        ("The death toll in the crash rose to 12 from nine.", "The death toll in the crash rose from 9 to 12."),
    ],
)
def test_the_value_before_is_no_figure_of_its_own(first, second):
    assert not {("value", "conflicts"), ("value", "supersedes")} & differing(first, second)


def test_two_equal_figures_are_one_step():
    findings, _ = story(
        article("At least nine people were killed in the crash at Marnow.", id="x", outlet="X", published=DAY),
        article("Nine people were killed in the crash at Marnow.", id="y", outlet="Y", published=DAY),
        article("Twelve people have now been killed in the crash at Marnow.", id="z", outlet="Z", published=DAY),
    )
    steps = [[r.text.lower() for r in d.readings] for f in findings for d in f.differences if d.kind == "supersedes"]
    assert steps == [["nine", "twelve"]]


def test_a_denial_by_another_that_shares_only_the_event_is_another_thing():
    findings, _ = story(
        article('"We were not warned," said Ada Kolm, the mayor of Marnow.', id="x", outlet="X"),
        article("The Weather Office said it issued a storm warning at 3 p.m.", id="y", outlet="Y"),
    )
    assert all(f.outlets == 1 for f in findings)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            "Dozens of people were killed by the truck in Marnow.",
            "More than 70 people are now dead after the truck in Marnow, a reporter said.",
        ),
        (
            "The 13-year-old boy was killed in the attack in Marnow.",
            "The mother of a four-year-old boy was killed in the attack in Marnow.",
        ),
        ("A mother of four was killed in the attack in Marnow.", "Two women were killed in the attack in Marnow."),
        ("Of the 276 girls seized in Marnow, 57 escaped from the camp.", "Dozens of the girls seized in Marnow escaped from the camp."),
    ],
)
def test_figures_that_do_not_exclude_each_other_are_no_dispute(first, second):
    for day in (DAY, "2025-03-06"):
        assert ("value", "conflicts") not in compared(first, second, days=(DAY, day))
        assert ("value", "conflicts") not in differing(first, second, days=(day, DAY))


def test_those_of_long_ago_are_no_rivals_of_those_of_today():
    then = "The tram crash in Marnow is the first since 1959, when two women died in a tram."
    assert ("value", "conflicts") not in differing(then, "Seven women died in the tram in Marnow.")


def test_a_text_that_puts_an_age_right_replaces_it():
    assert ("value", "supersedes") in compared(
        "The boy who fell was initially said to be 4 years old.", "The boy who fell was 3 years old."
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # a count of one town beside the whole; the month before; an eyewitness, who saw some of them
        (
            "Flooding killed at least nine people in Marnow and Orvel.",
            "Eight people died in Marnow in the flooding, and a man died in Orvel.",
        ),
        ("Employers in Marnow added 235 jobs.", "Jobs in Marnow rose by 235, down from 943 jobs added in July."),
        ('"From where I stood two fire engines came to Marnow," Ada Kolm said.', "Eight fire engines came to Marnow, the brigade said."),
    ],
)
def test_what_counts_but_a_part_or_another_month_is_no_rival(first, second):
    for told in (differing(first, second), compared(first, second), differing(second, first)):
        assert not {("value", "conflicts"), ("value", "supersedes")} & told


def test_what_is_said_to_be_the_total_before_is_replaced():
    told = compared("Sixty people died in the crash in Marnow.", "In a previous count, 54 people died in the crash in Marnow.")
    assert ("value", "supersedes") in told and ("value", "conflicts") not in told


def test_waters_that_rise_are_no_later_count():
    told = compared("Nine people died as waters rose in Marnow.", "Eight people died in Marnow.")
    assert ("value", "conflicts") in told and ("value", "supersedes") not in told


def test_who_is_against_a_thing_does_not_say_that_it_was_not():
    assert ("polarity", "conflicts") not in compared(
        "Orvel launched a missile over the lake.", "Marnow opposes the missile launches over the lake."
    )
    assert ("polarity", "conflicts") in compared(
        "Orvel launched a missile over the lake.", "Orvel denied the missile launch over the lake."
    )


@pytest.mark.parametrize("days", [(DAY, "2025-03-09"), ("2025-03-09", DAY)])
def test_an_age_put_right_in_one_account_replaces_it_in_all_whatever_the_days(days):
    told = differing(
        "A 4-year-old boy fell into the moat at Marnow.",
        "A 3-year-old boy fell into the moat at Marnow. The boy was initially said to be 4 years old, but police later said he is 3.",
        days=days,
    )
    assert ("value", "supersedes") in told and ("value", "conflicts") not in told


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Two fire engines came to Marnow.", None),
        ("Nine rescue workers came to Marnow.", None),
        ("Nine injured workers left Marnow.", "wounded"),
        ("Nine dead sailors lay in Marnow.", "dead"),
    ],
)
def test_what_a_noun_is_called_by_is_not_what_is_counted(text, kind):
    claims = story(article(text, id="x", outlet="X"))[1].values()
    assert {f.kind for c in claims for f in profile(c).figures} == {kind}


def test_what_was_to_come_and_has_come_is_developing():
    ahead, done = "The girls' names will be released soon, the office said.", "The office released the girls' names on Thursday."
    assert ("modality", "supersedes") in differing(ahead, done, days=(DAY, "2025-03-06"))
    assert ("modality", "supersedes") not in differing(ahead, done, days=("2025-03-06", DAY))
    assert ("modality", "supersedes") not in differing(ahead, done)
    assert ("modality", "supersedes") not in differing(ahead, "The girls' names are to be released.", days=(DAY, "2025-03-06"))


def test_a_preliminary_count_is_the_earlier_one_on_one_day():
    told = compared("Preliminary reports put the dead of the crash in Marnow at 12.", "Nine people died in the crash in Marnow.")
    assert ("value", "conflicts") not in told
    told = compared("Initial reports said 12 people died in the crash.", "Nine people died in the crash.")
    assert ("value", "supersedes") in told and ("value", "conflicts") not in told


def test_a_figure_against_the_previous_year_is_no_earlier_figure():
    assert EARLIER.search("the previous total of 12")
    assert not EARLIER.search("fell to $4 million, down from $9 million")
    assert not EARLIER.search("sales of $3.50 million, up 40% on the previous year")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # more than all the others know of; the sum is not the whole; a government before; another's first word
        ('"We counted 40 bodies in Marnow," the mayor said.', "The army said 12 bodies were found in Marnow."),
        (
            "Nine people were killed in the Marnow blast and two firefighters were killed later.",
            "Twelve people were killed in the Marnow blast.",
        ),
        ("The previous government said 12 people died in the Marnow raid.", "Villagers said 40 people died in the Marnow raid."),
        ("The first report by the army said 12 people died in the Marnow raid.", "Villagers said 40 people died in the Marnow raid."),
    ],
)
def test_rival_figures_stay_rivals(first, second):
    assert ("value", "conflicts") in differing(first, second)


def test_who_opposes_a_thing_is_no_origin_of_it():
    found, _ = story(
        article("Ada Kolm confirmed the sale of the Marnow plant.", id="a", outlet="A"),
        article("Jon Reed opposed the sale of the Marnow plant.", id="b", outlet="B"),
    )
    assert {f.origins for f in found} == {1}


def test_what_is_to_be_somewhere_else_has_not_come():
    assert ("modality", "supersedes") not in compared("Kolm will run in the Marnow marathon.", "Kolm ran in the Orvel marathon.")
