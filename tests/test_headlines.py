"""A headline in title case is parsed as running text, and what the text shows to be a name keeps its capital."""

import pytest

from tests.running import article
from twosource.extract.claims import read_claims
from twosource.extract.headlines import Casing, is_title_case
from twosource.extract.parse import _ordinary


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Harbor Worker Kills Two In Orvel Warehouse", True),
        ("The harbor worker was held on Friday", False),
        ("Ada Kolm And Jan Brede Spoke On Friday.", False),  # it ends as a sentence does
        ("Fire at Marnow", False),
    ],
)
def test_title_case(line, title):
    assert is_title_case(line) is title


def test_names_keep_their_capitals_and_offsets_hold():
    body = "In the old port, Vale had worked for years. A worker there, Erik Sand, saw how the port kills."
    casing = Casing([body], ordinary=lambda word: word in {"warehouse", "strikes", "vale"})
    line = "Harbor Worker Kills Ilse Vale After Monday Strikes In Orvel"
    lowered = casing.lowered(line)
    assert lowered == "Harbor worker kills Ilse Vale after Monday strikes in Orvel"
    assert len(lowered) == len(line)


@pytest.mark.parametrize(
    ("line", "lowered"),
    [
        ("Harbor Worker May Lose License", "Harbor worker may lose license"),
        ("Thousands March Through Orvel", "Thousands march through Orvel"),
        ("Talks Set For May In Orvel", "Talks set for May in Orvel"),
        ("Strike Called Off On March 5", "Strike called off on March 5"),
        ("Storm In March Kills Two", "Storm in March kills two"),
        ("House Bill Passes After Long Fight", "House Bill passes after long fight"),
        ("Harbor Firm Will Cut Jobs", "Harbor firm will cut jobs"),
        ("Minister Meets Theresa May", "Minister meets Theresa May"),
        ("Minister Meets Peter Cook", "Minister meets Peter Cook"),
    ],
)
def test_words_that_are_names_and_others(line, lowered):
    assert Casing(["People work in the old port of Orvel."], ordinary=_ordinary).lowered(line) == lowered


def test_the_verb_of_a_title_is_read_and_its_words_are_the_texts_own():
    text = "Harbor Worker Kills Two In Warehouse\nA harbor worker was held on Friday in the town of Orvel."
    (first, *_) = read_claims(article(text))
    assert first.event is not None
    assert (first.event.predicate, first.text) == ("kill", "Harbor Worker Kills Two In Warehouse")


def test_a_title_without_a_verb_tells_of_its_event():
    (claim,) = read_claims(article("Major fire at harbor warehouse"))
    assert claim.text == "Major fire at harbor warehouse"
    assert not list(read_claims(article("Marnow harbor office")))
