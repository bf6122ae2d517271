"""What cannot both be so of one thing: two natures, two makers, two birthdays, a thing and its denial. One line a case."""

import pytest

from tests.running import article, story
from twosource.compare.dated import find_day
from twosource.compare.denials import denies
from twosource.compare.differences import splits
from twosource.compare.facts import facts
from twosource.compare.profile import profile
from twosource.compare.regions import excluding, states


def conflicts(first, second):
    """Aspects in which two sentences, given as being on one thing, conflict."""
    articles = {x.id: x for x in (article(first, id="x", outlet="X"), article(second, id="y", outlet="Y"))}
    claims = sorted(story(*articles.values())[1].values(), key=lambda c: (c.article_id, c.span))
    aligned = {frozenset((a.id, b.id)) for a in claims for b in claims}
    found = splits([profile(c) for c in claims], articles, aligned, {c.id: "the council" for c in claims})
    return {str(s.aspect) for s in found if s.kind == "conflicts"}


@pytest.mark.parametrize(
    ("first", "second", "aspect"),
    [
        ("Winter Road is a 1987 Canadian drama film directed by Ada Kolm.", "Winter Road is a novel.", "value"),
        ("Ada Kolm (born May 4, 1941) is a Danish sculptor.", "Ada Kolm is a Swedish artist.", "value"),
        ("Ada Kolm is an African sculptor.", "Ada Kolm is a Swedish sculptor.", "value"),
        ("Winter Road is a drama film written and directed by Ada Kolm.", "Winter Road was directed by Jon Reed.", "value"),
        ("Winter Road was written by Ada Kolm.", "Jon Reed wrote Winter Road.", "value"),
        ("Winter Road is a song by Danish singer Ada Kolm.", "Winter Road was recorded by Jon Reed.", "value"),
        ("Winter Road is her second studio album.", "Winter Road is her third album.", "value"),
        ("Ada Kolm (born May 4, 1941) is a sculptor.", "Ada Kolm was born in June.", "time"),
        ("Ada Kolm (4 May 1941 – 2 June 2001) was a sculptor.", "On June 2, 2002, Ada Kolm died.", "time"),
        ("Ada Kolm was born in the forties.", "Ada Kolm was born in 1953.", "time"),
        ("Winter Road was released on 30 October 2007.", "Winter Road was released in March.", "time"),
        ("Trieste is a city in Italy.", "Trieste is in Austria.", "place"),
        ("Born in Naples, Ada Kolm comes from a family of masons.", "Ada Kolm was born in Trieste.", "place"),
    ],
)  # fmt: skip
def test_one_thing_has_only_one(first, second, aspect):
    assert aspect in conflicts(first, second)
    assert aspect in conflicts(second, first)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Winter Road is a 1987 Canadian drama film directed by Ada Kolm.", "Winter Road is a Canadian movie."),
        ("Ada Kolm is a Danish and Swedish sculptor.", "Ada Kolm is a Swedish sculptor."),
        ("Ada Kolm is a European sculptor.", "Ada Kolm is a Swedish sculptor."),
        ("Ada Kolm is a sculptor.", "Ada Kolm is a politician."),  # callings go together
        ("Winter Road was produced by Ada Kolm and Jon Reed.", "Jon Reed produced Winter Road."),
        ("Winter Road is her second studio album.", "Her second album, Winter Road, was a success."),
        ("Winter Road was released on 30 October 2007.", "Winter Road was released in 2007."),
        ("Winter Road was released on 30 October 2007.", "Ada Kolm was born in March."),
        ("Ada Kolm (born May 4, 1941) was named by a man who was born in June.", "Ada Kolm was born in May."),
        ("Trieste is a city in Italy.", "Trieste is in Europe."),
        ("The minister is in Italy.", "The minister is in Austria."),  # people travel
        ("Ada Kolm was born in Naples.", "Ada Kolm was born in Italy."),
        ("Winter Road is not a novel.", "Winter Road is a drama film."),
    ],
)  # fmt: skip
def test_what_goes_together(first, second):
    assert not conflicts(first, second)
    assert not conflicts(second, first)


@pytest.mark.parametrize(
    ("denial", "affirmed"),
    [
        ("The minister, who threatened to resign last year, was not moved.", "The minister was moved."),
        ("The lot on which the tower stands had not been vacant.", "The lot had been vacant."),
        ("The ferry did not sink off the coast of Orvel in a storm.", "The ferry sank."),
        ("She never stood on the stage of the opera.", "Ada Kolm stood on the stage of the opera."),
        ("Two doctors did not operate on the patient.", "Doctors operated on the patient."),
        ("Ada Kolm was never on the cover of a magazine.", "She was on the cover of a magazine."),
        ("Ada Kolm has yet to write for the theatre.", "Ada Kolm wrote for the theatre."),
        ("Ada Kolm refused to sign the treaty.", "Ada Maria Kolm signed the treaty."),
        ("The council does not offer a range of grants, loans and tax advice to farmers.", "The council offers a range of grants, loans and tax advice to farmers."),
    ],
)  # fmt: skip
def test_a_denial_of_what_the_other_says(denial, affirmed):
    assert "polarity" in conflicts(denial, affirmed)
    assert "polarity" in conflicts(affirmed, denial)


@pytest.mark.parametrize(
    ("denial", "affirmed"),
    [
        ("Winter Road is not a rock album.", "Winter Road is the second album of Ada Kolm."),
        ("The guard was not wearing a red shirt.", "The guard was wearing a blue shirt."),
        ("Two women did not talk in the park.", "Two women talked in the aquarium."),
        ("The ferry did not sink.", "The ferry might sink."),
        ("If the storm comes, the ferry will not sail.", "The ferry will sail."),
        ("Profits did not rise.", "Profits did not fall."),
    ],
)  # fmt: skip
def test_no_denial_of_it(denial, affirmed):
    assert "polarity" not in conflicts(denial, affirmed) | conflicts(affirmed, denial)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The gunman was armed.", "The gunman was unarmed."),
        ("The driver was conscious.", "The driver was unconscious."),
        ("Shares in Orvel improved to 12 dollars.", "Shares in Orvel declined to 12 dollars."),
        ("The strike was legal.", "The strike was illegal."),
        ("The unit trained zero pilots.", "The unit trained five pilots."),
        ("Three hostages are alive.", "Three hostages are dead."),
    ],
)  # fmt: skip
def test_words_that_exclude_each_other(first, second):
    assert {"polarity", "value"} & conflicts(first, second)


def test_a_day_is_compared_as_far_as_both_tell_it():
    told = {
        words: find_day(words)
        for words in ("May 4, 1941", "4 May 1941", "May", "1941", "the forties", "the 1940s", "June 1941", "5th of May 1941")
    }
    assert all(told.values())
    assert not told["May 4, 1941"].excludes(told["4 May 1941"])
    assert not any(told["May 4, 1941"].excludes(told[w]) for w in ("May", "1941", "the forties", "the 1940s"))
    assert all(told["May 4, 1941"].excludes(told[w]) for w in ("June 1941", "5th of May 1941"))
    assert find_day("a day in the country") is None


def test_a_place_lies_in_its_state_and_continent():
    assert not excluding(states("Trieste"), states("Italy")) and not excluding(states("Italy"), states("Europe"))
    assert excluding(states("Trieste"), states("Naples")) and excluding(states("Italy"), states("Africa"))
    assert not states("Georgia")  # of several


def test_every_rule_of_the_tables_is_read():
    """One sentence a row: a key or nature that no sentence can reach is a slip in the table."""
    from twosource.naming import rows

    for kind, nouns in rows("natures.tsv"):
        for noun in nouns.split(","):
            claim = claim_of(f"Winter Road is a big {noun.strip()}.")
            assert any(kind in f.value for f in facts(claim) if f.sort == "nature"), noun
    for sort, key, words in rows("single_valued.tsv"):
        for word in words.split(";")[0].split(","):
            text = {
                "maker": f"Winter Road was {word.strip()} by Ada Kolm.",
                "dated": f"Winter Road was {word.strip()} in May 2007.",
                "ranked": f"Winter Road is her second {word.strip()}.",
            }[sort]
            assert any((f.sort, f.key) == (sort, key) for f in facts(claim_of(text))), (key, word)


def claim_of(text):
    """A claim with these words, whatever the parser makes of them."""
    from twosource.model import Claim

    return Claim(id="c", article_id="a", uri="a.txt", sentence=(0, len(text)), span=(0, len(text)), text=text, attribution=None, event=None)


def test_denial_is_of_one_side_only():
    claims = story(article("The ferry did not sink.", id="x"), article("The ferry sank.", id="y"))[1].values()
    denial, affirmed = (profile(next(c for c in claims if c.article_id == a)) for a in "xy")
    assert denies(denial, affirmed) and not denies(affirmed, denial)
