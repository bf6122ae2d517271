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
            "The pilots were let go in Marnow as part of a prisoner swap with the rebels, local elders said.",
            'Four weeks of talks freed the pilots. "This is not a swap," said Ada Kolm, the interior minister.',
        ),
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
        # another did it; another's trust; a swap that was only near; whom the train did not leave the rails with
        ("Hale attacked the clerk in the mill, Ada Kolm said.", "Jon Reed denied allegations of an attack."),
        ("Ada Kolm trusted the mayor.", "I did not trust the driver, Jon Reed said."),
        ("The state had come close to a swap last year, local elders said.", '"This is not a swap," said Ada Kolm, the minister.'),
        ("Two trams collided in Marnow, police said.", "The tram did not derail, the tram company said."),
        ("Kolm was inside the house in Marnow, police said.", "Kolm's mother was not inside the house in Marnow, Jon Reed said."),
    ],
)  # fmt: skip
def test_of_another_matter_nothing_is_denied(first, second):
    assert not denies(first, second)
