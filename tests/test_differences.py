"""Typed differences, one line a case: what the two accounts say, in what they differ and how."""

import pytest

from tests.running import article, kinds, story
from twosource.compare.differences import splits
from twosource.compare.profile import profile

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
        ("It was the deadliest fire in modern history.", "It was the deadliest fire in the history of the town.", ("scope", "adds")),
        ("Voters backed the Orvel plan.", "Voters opposed the Orvel plan.", ("polarity", "conflicts")),
        ("Engineers lost contact with the satellite.", "Engineers regained contact with the satellite.", ("polarity", "supersedes")),
        ("The cause of the fire is unknown.", "Lightning caused the fire.", ("modality", "supersedes")),
        ("The driver may have fled.", "The driver was confirmed to have fled.", ("modality", "supersedes")),
    ],
)  # fmt: skip
def test_of_one_thing(first, second, difference):
    assert difference in compared(first, second, days=(DAY, "2025-03-06"))


def test_an_age_is_no_development():
    found = differing(
        "A 12-year-old girl was killed in the crash at Marnow.",
        "An 11-year-old girl was killed in the crash at Marnow.",
        days=(DAY, "2025-03-06"),
    )
    assert ("value", "conflicts") in found and ("value", "supersedes") not in found
