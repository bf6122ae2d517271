"""Sentences of short stories that tell much of the same stand beside each other's findings, and are no claims of theirs."""

import pytest

from tests.running import article, story

DAY = "2025-03-05"


def beside(first, second):
    """(words, why) of what stands beside a finding for its words."""
    findings, _ = story(article(first, id="x", outlet="X", published=DAY), article(second, id="y", outlet="Y", published=DAY))
    return {(e.text, e.why) for f in findings for e in f.evidence if e.why is not None and e.why.startswith("tells much")}


RIVER = "A teacher took the children of the school to the river."
ASKED = "Parents asked why the school had let children play at the river."


def test_what_tells_much_of_the_same_is_mentioned_with_the_words_that_do():
    why = "tells much of the same: children, river, school"
    assert beside(RIVER, ASKED) == {("children of the school to the river", why), ("school had let children play at the river", why)}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Nine people were killed in the crash at Marnow.", "Nine people were injured in the crash at Marnow."),
        ("Ilse Vale of the Orvel council opened the bridge.", "Ilse Vale of the Orvel council bought a horse."),  # two names
    ],
)
def test_look_alikes_are_not_mentioned(first, second):
    assert not beside(first, second)


def test_a_longer_story_goes_by_its_claims():
    others = " ".join(f"The {thing} stood near the quay." for thing in "mill barn inn tower school chapel forge bakery stable".split())
    assert not beside(f"{RIVER} {others}", ASKED)
