"""Who was not named, and is named later: developing; and who may be somebody else."""

import pytest

from tests.running import article, story

DAYS = ("2025-03-05", "2025-03-06")


def named_later(first, second, *, days=DAYS):
    """The readings of what was not named at first."""
    findings, _ = story(
        article(first, id="x", outlet="X", published=days[0]),
        article(second, id="y", outlet="Y", published=days[1]),
    )
    return [[r.text for r in d.readings] for f in findings for d in f.differences if (d.aspect, d.kind) == ("modality", "supersedes")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The man, who has not yet been identified, had opened fire on the crowd.", "The attacker, Ada Kolm, a baker, ran off."),
        ("The gunman has not been named.", "The gunman was identified as Jon Reed of Marnow."),
        ("The victim's name has not been released.", "Police identified the victim as Jon Reed, 31."),
        ("An unidentified man was found dead in Marnow.", "The victim, Jon Reed, was a baker in Marnow."),
        ("A 32-year-old unidentified man was hurt in Marnow.", "Police identified the man as 32-year-old Jon Reed."),
        ("Police did not identify the suspect.", "The suspect, Ada Kolm, appeared in court."),
    ],
)
def test_who_was_not_named_is_named_later(first, second):
    assert len(named_later(first, second)) == 1
    assert named_later(second, first) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The gunman has not been named.", "The victim was identified as Jon Reed of Marnow."),
        ("An unidentified woman was found dead in Marnow.", "Police identified the dead man as Jon Reed."),
        ("A 32-year-old unidentified man was found dead in Marnow.", "The victim was identified as 50-year-old Jon Reed."),
        ("The gunman has not been named.", "The gunman, Jon Reed, and another gunman, Ada Kolm, ran off."),
        ("The second gunman has not been named. The first gunman, Ada Kolm, was shot.", "The gunman, Jon Reed, ran off."),
        ("The gunman has not been named.", "The mayor was named as Jon Reed."),
        ("Police have not identified the suspect in the Marnow shooting.", "The suspect in the Marnow theft, Jon Reed, was let go."),
    ],
)
def test_somebody_else_may_be_meant(first, second):
    assert named_later(first, second) == []


def test_on_one_day_nothing_tells_which_is_later():
    assert named_later("The gunman has not been named.", "The gunman was identified as Jon Reed.", days=(DAYS[0], DAYS[0])) == []


def test_one_text_that_tells_both_of_one_age():
    findings, _ = story(
        article(
            "Police found a 32-year-old unidentified man in a yard. The man was later identified as 32-year-old Jon Reed.",
            id="x",
            outlet="X",
        )
    )
    assert [f.status for f in findings if f.differences] == ["developing"]
