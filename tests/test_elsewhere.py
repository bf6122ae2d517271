"""What one account tells in passing and another tells otherwise: the dispute is found though the claims are on two things."""

import pytest

from tests.running import article, kinds, story

DAYS = ("2025-03-05", "2025-03-08")


def told(first, second, *, days=DAYS):
    findings, claims = story(
        article(first, id="x", outlet="X", published=days[0]),
        article(second, id="y", outlet="Y", published=days[1]),
    )
    return findings, claims


def parted(first, second, *, days=DAYS):
    """Of findings with readings of both articles: in what they conflict or what replaced what."""
    found = set()
    for f in told(first, second, days=days)[0]:
        if {"x", "y"} <= {r.article_id for d in f.differences if d.kind != "adds" for r in d.readings}:
            found |= {k for k in kinds(f) if k[1] != "adds"}
    return found


@pytest.mark.parametrize(
    ("first", "second", "difference"),
    [
        (
            "Crews tried all night to reach a five-year-old boy trapped in a quarry shaft.",
            "The six-year-old fell into the quarry shaft while his father picked plums.",
            ("value", "conflicts"),
        ),
        (
            "The shaft was about 40 metres deep, the miller said.",
            "The goat fell into the 80m-deep shaft on the edge of Marnow. Earlier reports had put the shaft at a depth of 40m.",
            ("value", "supersedes"),
        ),
        (
            "Some 60 excavators and 90 lorries were brought to Marnow.",
            "Villagers cheered as 100 diggers left the field on Friday.",
            ("value", "supersedes"),
        ),
        (
            "Dozens of rescuers are trying to reach the miner.",
            "More than 500 rescuers took part after a call went out on the radio.",
            ("value", "supersedes"),
        ),
        (
            "A 4-year-old boy fell into the moat of the ape. In 2013 a 2-year-old boy was bitten by dogs at a zoo in Orvel.",
            "A three-year-old boy slipped into the moat of the ape.",
            ("value", "conflicts"),
        ),
        ("The girl was shot behind her left ear in Marnow.", "The girl was shot behind her right ear in Marnow.", ("place", "conflicts")),
        ("The woman died at the scene.", "His wife was rushed to an area hospital where she later died.", ("place", "conflicts")),
        (
            "Guests fled when a man opened fire inside the crowded dance hall.",
            "Three people were hurt in a shooting outside a hall called the Lantern.",
            ("place", "conflicts"),
        ),
        ("The child's condition is unknown.", "The boy was found dead on Friday after the search.", ("modality", "supersedes")),
        (
            "Contact has been lost with the weather satellite Orvel-1.",
            "Engineers said they had managed to regain control of the satellite Orvel-1.",
            ("polarity", "supersedes"),
        ),
    ],
)  # fmt: skip
def test_what_is_told_in_passing_is_set_against_the_rest(first, second, difference):
    assert difference in parted(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # two boys: one account has both ages
        ("A five-year-old boy and a nine-year-old boy were hurt in the crash.", "A six-year-old boy was hurt in the crash."),
        ("A nine-year-old boy and a six-year-old boy were hurt in the crash. The nine-year-old boy ran.", "A six-year-old boy was hurt."),
        # another woman, another place of the same name of one
        ("The woman died at the scene. The girl died in hospital.", "The girl died in hospital. A woman died at the scene."),
        ("The condition of those injured is unknown.", "Ada Kolm was listed in critical condition."),
        ("A man of 20 was shot dead by his neighbour in Marnow.", "A 28-year-old man accused of shooting his neighbour in Marnow ran off."),
        ("The cause of the fire is unknown.", "The fire destroyed the mill, the mayor said."),
        ("A 12-metre-high wave hit the pier.", "The harbour is 40 metres deep."),
    ],
)  # fmt: skip
def test_what_is_of_two_things_is_not(first, second):
    assert parted(first, second) == set()


def test_a_claim_told_in_passing_stays_in_its_finding():
    findings, claims = told(
        "The shaft was about 40 metres deep, the miller said.",
        "The goat fell into the 80m-deep shaft. Earlier reports had put the shaft at a depth of 40m.",
    )
    assert sorted(c for f in findings for c in f.claims) == sorted(claims)
    finding = next(f for f in findings if f.status == "developing")
    outside = {e.claim_id for e in finding.evidence} - set(finding.claims)
    assert outside and finding.outlets == 2 and finding.texts == 2
    assert {r.claim_id for d in finding.differences for r in d.readings} <= {e.claim_id for e in finding.evidence}


def test_what_is_open_is_replaced_by_its_answer_only_on_a_later_day():
    first, second = "The child's condition is unknown.", "The boy was found dead after the search."
    assert parted(first, second, days=(DAYS[0], DAYS[0])) == set()
    assert ("modality", "supersedes") in parted(first, second)


def test_bail_set_anew_on_a_later_day_replaces_the_first():
    first, second = "Ada Kolm's bail was set at $500,000.", "Kolm is being held on $750,000 bail."
    assert parted(first, second) == {("value", "supersedes")}
    assert parted(first, second, days=(DAYS[0], DAYS[0])) == {("value", "conflicts")}


@pytest.mark.parametrize(
    "second",
    [
        "Jon Reed is being held on $750,000 bail.",  # another's
        "Kolm is being held on $500,000 bail.",
        "Kolm paid $750,000 for the mill.",  # no bail
        "Kolm is being held on $750,000 bail. Kolm's bail was set at $500,000.",  # of two charges
    ],
)
def test_no_other_sum_does(second):
    assert parted("Ada Kolm's bail was set at $500,000.", second) == set()


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("Kolm was born in Orvel in 1960.", "Ada Kolm, a baker, was born in 1961 in Orvel.", {("time", "conflicts")}),
        ("Kolm was born in Orvel in 1960.", "Jon Reed was born in 1961 in Orvel.", set()),
        ("Ada Kolm moved to Marnow in 2012.", "Ada Kolm moved to Orvel in 2014.", set()),
        ("Ada Kolm moved to Marnow in 2012.", "Ada Kolm moved to the Marnow mill in 2014.", set()),
        ("Otto Lind founded the Marnow school in 1950.", "Otto Lind founded the Orvel bank in 1962 near Marnow.", set()),
    ],
)
def test_two_years_long_ago_of_what_befalls_once(first, second, found):
    assert parted(first, second) == found
