"""A denial and what it denies stand in two findings, or in other words: told as disputed, and nothing else is."""

import pytest

from tests.running import article, story


def denies(first, second):
    """The texts of two accounts are set against each other as so and as not so."""
    findings, _ = story(article(first, id="x", outlet="X"), article(second, id="y", outlet="Y"))
    sides = [{r.article_id for r in d.readings} for f in findings for d in f.differences if (d.aspect, d.kind) == ("polarity", "conflicts")]
    return {"x", "y"} in sides


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            '"Reed assaulted me in the car," Ada Kolm said.',
            "Jon Reed left the firm. Her claims about being assaulted are untrue, Jon Reed said.",
        ),
        (
            "Jon Reed attacked the clerk in the mill, Ada Kolm said.",
            "Jon Reed denied allegations of an attack.",
        ),
    ],
)  # fmt: skip
def test_a_denial_is_set_against_what_it_denies(first, second):
    assert denies(first, second) and denies(second, first)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # another did it; another's trust; what is not a crisis; elsewhere; a paper; whom the train did not leave the rails with
        ("Hale attacked the clerk in the mill, Ada Kolm said.", "Jon Reed denied allegations of an attack."),
        ("Ada Kolm trusted the mayor.", "I did not trust the driver, Jon Reed said."),
        ("The bank crisis began in March, regulators said.", '"It is not a crisis," said Ada Kolm, the minister.'),
        ("The army shelled positions near Orvel on Monday, Ada Kolm said.", "The army denied shelling the hospital in Marnow."),
        ("The report on the crash was published on Monday, police said.", "The minister dismissed the report on the crash."),
        ("Two trams collided in Marnow, police said.", "The tram did not derail, the tram company said."),
        ("Kolm was inside the house in Marnow, police said.", "Kolm's mother was not inside the house in Marnow, Jon Reed said."),
    ],
)  # fmt: skip
def test_of_another_matter_nothing_is_denied(first, second):
    assert not denies(first, second)
