"""Comparison slot by slot: figures as sets, alignment and its look-alikes, typed differences."""

import itertools
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.running import article, holding, kinds, story
from twosource.compare import align, figures
from twosource.compare.align import score
from twosource.compare.profile import event_classes, profile, stem, topic
from twosource.model import Bound, Quantity, Relation
from twosource.naming import rows

DAY = "2025-03-05"


def quantity(low, high=None, bound=Bound.EXACT):
    return Quantity(span=(0, 1), low=low, high=low if high is None else high, bound=bound)


@pytest.mark.parametrize(
    ("a", "b", "relation"),
    [
        (quantity(30, bound=Bound.AT_LEAST), quantity(34), Relation.SAME),
        (quantity(34, bound=Bound.AT_LEAST), quantity(30), Relation.CONFLICTS),
        (quantity(12, 120, Bound.VAGUE), quantity(34), Relation.SAME),  # dozens
        (quantity(2e9, 2e10, Bound.VAGUE), quantity(2000), Relation.SAME),  # billions
        (quantity(100, bound=Bound.ABOUT), quantity(97), Relation.SAME),
        (quantity(100, bound=Bound.ABOUT), quantity(111), Relation.CONFLICTS),
        (quantity(3, 5, Bound.BETWEEN), quantity(5, 9, Bound.BETWEEN), Relation.SAME),  # ranges that touch agree
        (quantity(300), quantity(297), Relation.ADDS),
        (quantity(30), quantity(34), Relation.CONFLICTS),
        (quantity(9), quantity(12), Relation.CONFLICTS),
        (quantity(40, bound=Bound.AT_MOST), quantity(12), Relation.SAME),
        (quantity(None, bound=Bound.VAGUE), quantity(12), Relation.SAME),  # "many" excludes nothing
    ],
)
def test_values_compare_as_sets(a, b, relation):
    assert figures.relation(a, b) is relation
    assert figures.relation(b, a) is relation


def two(first, second, **more):
    return story(
        article(first, id="x", outlet="X", published=DAY), article(second, id="y", outlet="Y", published=more.get("published", DAY))
    )[0]


def joined(findings, a, b):
    return any(any(a in e.text for e in f.evidence) and any(b in e.text for e in f.evidence) for f in findings)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Nine people were killed in the crash at Marnow.", "The crash at Marnow killed nine people."),
        ("Mayor Ada Kolm resigned on Monday.", "Ada Kolm announced her resignation on Monday."),
        ("Mayor Ada Kolm offered to step down.", "Ada Kolm offered to leave office."),
        ("Police arrested the driver of the tram.", "The driver of the tram has been arrested by police."),
        ("The council voted to close the Orvel bridge.", "The Orvel bridge will be shut, the council decided."),
        ('Jan Brede called the plan "a gift to thieves".', "Jan Brede said the plan was “a gift to thieves”."),
    ],
)
def test_one_thing_in_other_words_is_joined(first, second):
    assert [f for f in two(first, second) if f.outlets == 2]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Nine people were killed in the crash at Marnow.", "Nine people were injured in the crash at Marnow."),
        ("Police found 20 bodies in the wreck.", "Police arrested 20 people at the wreck."),
        ("Mayor Ada Kolm resigned on Monday.", "Judge Tomas Rell was arrested on Monday."),
        ("The crash at Marnow killed nine people on Tuesday.", "A crash at Dolna killed nine people in 1998."),
        ("Another 20 soldiers were sent to Orvel.", "A storm closed the harbour at Orvel for 20 hours."),
        ("Some 140 trucks stood at the quarry.", "The owner bought 140 excavators."),
    ],
)
def test_look_alikes_stay_apart(first, second):
    assert not [f for f in two(first, second) if f.outlets == 2]


def test_a_sentence_does_not_say_one_thing_twice():
    findings = story(
        article("The boat was found near the pier and the two brothers were found near the lighthouse.", id="x", outlet="X"),
        article("The boat was found near the pier at Orvel. The brothers were found near the lighthouse.", id="y", outlet="Y"),
        article("Both the boat and the brothers were found, one near the pier, the others near the lighthouse.", id="z", outlet="Z"),
    )[0]
    assert not [f for f in findings if len({e.span for e in f.evidence if e.article_id == "x"}) > 1]


def test_rare_words_and_one_time_join_what_no_event_does():
    assert [
        f
        for f in two(
            "It was a quarter past three at the crooked lantern of the Velvet Anchor.", "The crooked lantern stands at the Velvet Anchor."
        )
        if f.outlets == 2
    ]


def test_one_value_of_things_called_otherwise_does_not_part_claims():
    assert joined(
        two("Erosion causes Marnow $7 billion in yearly loss.", "The erosion brings Marnow $7 billion in yearly costs."),
        "yearly loss",
        "yearly costs",
    )


@pytest.mark.parametrize("again", ["It Was A Bad Day", "It was a bad day.", "MARNOW (Meridian Press) — It was a bad day."])
def test_a_headline_that_the_first_line_repeats_is_one_finding(again):
    findings, _ = story(article(f"It Was A Bad Day\n\n{again}\n\nThe rain fell on the harbor until Friday.", id="a"))
    found = [f for f in findings if "day" in f.summary.lower() and "rain" not in f.summary]
    assert [len(f.claims) for f in found] == [2]


def test_words_said_again_later_are_no_repeated_headline():
    findings, _ = story(
        article("It was over. " + "The rain fell on the harbor until Friday, and the boats stayed in. " * 2 + "It was over.", id="a")
    )
    assert [len(f.claims) for f in findings if f.summary.startswith("It was over")] == [1, 1]


def test_alignment_is_symmetric():
    _, claims = story(
        article(
            "Police said 12 people were killed in the crash at Marnow. The mayor resigned. Ada Kolm denied that she had resigned.",
            id="x",
            outlet="X",
        ),
        article("The crash at Marnow killed 15 people, police said. Ada Kolm stepped down as mayor on Monday.", id="y", outlet="Y"),
    )
    for a, b in itertools.combinations(map(profile, claims.values()), 2):
        assert score(a, b) == score(b, a)


def test_negating_one_reading_makes_a_polarity_conflict():
    findings = two("The ferry was overloaded, the union said.", "The ferry was not overloaded, the company said.")
    assert ("polarity", "conflicts") in kinds(holding(findings, "ferry was overloaded"))


def test_raising_one_figure_makes_a_value_conflict():
    findings = two("Police said 12 people were killed in the crash.", "The hospital said 19 people were killed in the crash.")
    found = holding(findings, "12 people")
    assert ("value", "conflicts") in kinds(found) and found.status == "disputed"


def test_a_later_higher_toll_is_developing():
    findings = two(
        "Police said 12 people were killed in the crash at Marnow.",
        "Police said 19 people were killed in the crash at Marnow.",
        published="2025-03-06",
    )
    assert holding(findings, "12 people").status == "developing"


def test_a_condition_and_a_baseline_add():
    findings = two(
        "Ada Kolm offered to resign if it brings peace to the town. It was the largest protest since 1998.",
        "Ada Kolm offered to resign if it brings peace and a new harbour. It was the largest protest since the harbour was built.",
    )
    assert ("condition", "adds") in kinds(holding(findings, "if it brings peace to the town"))
    assert ("scope", "adds") in kinds(holding(findings, "since 1998"))


def test_own_voice_beside_a_sourced_claim_adds_no_origin():
    found = holding(two("Police said the bridge at Orvel had collapsed.", "The bridge at Orvel had collapsed."), "Orvel had collapsed")
    assert (found.outlets, found.origins) == (2, 1)
    assert ("attribution", "adds") in kinds(found)


@pytest.mark.parametrize(
    ("first", "second", "origins"),
    [
        # a source told of by its work may be the one that the other text names and puts at that work
        ("Researchers said the lake had warmed.", "Nora Falk, a professor of biology, said the lake had warmed.", 1),
        ("The findings suggest the lake has warmed.", "Nora Falk said the lake had warmed.", 1),
        ("The company said the ferry had sunk.", "Lakeline Corp. said the ferry had sunk.", 1),
        ("Lakeline Corp. chief executive Tom Brandt said the ferry had sunk.", "Lakeline Corp. said the ferry had sunk.", 1),
        ("Residents said the ferry had sunk.", "Police said the ferry had sunk.", 2),
        ("Doctors said the captain had died.", "Police said the captain had died.", 2),
    ],
)
def test_who_may_be_whom(first, second, origins):
    assert {f.origins for f in two(first, second) if f.outlets == 2} == {origins}


def test_a_copy_has_the_credit_of_the_text_it_copies():
    wire = "The bridge at Orvel has collapsed into the river. " + " ".join(
        f"Lorries were led round the town by road number {n}." for n in range(9, 40)
    )
    findings, _ = story(
        article(wire, id="x", outlet="X", published=DAY, credit="AP"),
        article(wire + " No one was hurt.", id="y", outlet="Y", published=DAY),
    )
    found = holding(findings, "bridge at Orvel")
    assert [o.name for o in found.origin_list] == ["AP"]


def test_a_sentence_that_another_text_has_of_an_agency_is_no_second_origin():
    findings, _ = story(
        article("The bridge at Orvel has collapsed. Two lorries fell into the river.", id="x", outlet="X", published=DAY, credit="AP"),
        article("The bridge at Orvel has collapsed. The mayor resigned on Monday.", id="y", outlet="Y", published=DAY),
    )
    assert holding(findings, "bridge at Orvel").origins == 1


def test_an_article_added_twice_changes_nothing_but_copies():
    text = "Police said 12 people were killed in the crash at Marnow on Friday. The road to the north was closed until Saturday morning by the police."
    once = story(article(text, id="x", outlet="X", published=DAY))[0]
    twice = story(article(text, id="x", outlet="X", published=DAY), article(text, id="y", outlet="X", published=DAY))[0]
    assert sorted((f.status, f.outlets, f.texts, f.origins) for f in once) == sorted(
        (f.status, f.outlets, f.texts, f.origins) for f in twice
    )


def test_silence_names_who_does_not_carry_it():
    findings = two("Police said 12 people were killed in the crash at Marnow.", "The harbour festival opens on Saturday, the council said.")
    assert [s.article_id for s in holding(findings, "12 people").silent] == ["y"]


def test_what_copies_say_is_compared_once_and_goes_with_what_they_copy(monkeypatch):
    road = "The road to the north was closed until Saturday morning, and buses were sent round by Ansley and the old bridge."
    first, second = (f"Police said {n} people were killed in the crash at Marnow on Friday. He was not hurt. {road}" for n in (12, 14))
    scored = []
    monkeypatch.setattr(align, "score", lambda a, b, **more: scored.append(1) or score(a, b, **more))

    def run(*copies):
        scored.clear()
        texts = [("x", first), ("y", second.replace("buses", "trains")), *((c, first) for c in copies)]
        findings, _ = story(*(article(t, id=i, outlet=i.upper(), published=f"{DAY}T0{n}:00:00Z") for n, (i, t) in enumerate(texts)))
        return findings, len(scored)

    (once, few), (often, as_few) = run(), run("c", "d")
    assert few == as_few
    assert len(once) == len(often)
    told = holding(often, "killed")
    assert {e.article_id for e in told.evidence} == {"x", "y", "c", "d"}
    assert {c for o in told.origin_list for c in o.claims} == set(told.claims)
    value = next(d for d in told.differences if d.aspect == "value")
    assert sorted((r.text, r.article_id, r.outlets, r.texts) for r in value.readings) == [("12", "x", 3, 1), ("14", "y", 1, 1)]


def test_a_reading_has_its_own_count_of_origins():
    findings, _ = story(
        article("Police said 12 people were killed in the crash.", id="x", outlet="X", published=DAY),
        article("At Marnow the crash killed 12 people, the mayor said.", id="y", outlet="Y", published=DAY),
        article("The hospital said 19 people were killed in the crash.", id="z", outlet="Z", published=DAY),
    )
    value = next(d for d in holding(findings, "19 people").differences if d.aspect == "value")
    assert sorted((r.text, r.outlets, r.texts, r.origins) for r in value.readings) == [("12", 2, 2, 2), ("19", 1, 1, 1)]


def test_own_voices_of_several_texts_are_at_most_so_many_origins():
    findings, _ = story(
        article("The bridge at Orvel has collapsed.", id="x", outlet="X", published=DAY),
        article("At Orvel the bridge collapsed on Monday.", id="y", outlet="Y", published=DAY),
        article("The Orvel bridge collapsed.", id="z", outlet="Z", published=DAY),
    )
    found = holding(findings, "has collapsed")
    assert (found.outlets, found.origins, found.origins_max) == (3, 1, 3)


def test_outlets_that_are_not_known_count_by_text():
    findings, _ = story(article("The bridge at Orvel has collapsed.", id="x"), article("At Orvel the bridge collapsed on Monday.", id="y"))
    found = holding(findings, "has collapsed")
    assert (found.outlets, found.outlets_unknown) == (2, 2)


ROAD = "Lorries are led round the town by the old quarry road, and drivers wait for hours. Shops near the market hope for better days."
HARBOUR = "Fishermen at the harbour mended nets through the winter. A choir of children sang for the council when the new quay was opened."


def test_the_same_words_in_two_texts_are_a_hint_and_no_count():
    sentence = "The bridge at Orvel has collapsed into the cold and swollen river."
    findings, _ = story(
        article(sentence + f" {ROAD}", id="x", outlet="X", published=DAY),
        article(f"{HARBOUR} {sentence}", id="y", outlet="Y", published=DAY),
    )
    found = holding(findings, "bridge at Orvel")
    assert [str(h.kind) for h in found.hints] == ["shared_wording"]
    assert found.texts == 2


@settings(max_examples=12, deadline=None)
@given(n=st.integers(2, 90), more=st.integers(1, 60), later=st.booleans(), swap=st.booleans())
def test_raising_one_figure_disputes_it_or_develops_it(n, more, later, swap):
    texts = [
        f"Police said {n} people were killed in the crash at Marnow.",
        f"The hospital said {n + more} people were killed in the crash at Marnow.",
    ]
    days = [DAY, "2025-03-06" if later else DAY]
    given_ = [article(t, id=i, outlet=i, published=d) for t, i, d in zip(texts, "xy", days, strict=True)]
    findings, _ = story(*(reversed(given_) if swap else given_))
    found = holding(findings, f"{n} people")
    rounded = {str(d.kind) for d in found.differences if d.aspect == "value"} == {"adds"}
    assert rounded or found.status == ("developing" if later else "disputed")


@settings(max_examples=8, deadline=None)
@given(order=st.permutations("xyz"))
def test_findings_do_not_depend_on_the_order_of_articles(order):
    given_ = {
        "x": article("Police said 12 people were killed in the crash at Marnow.", id="x", outlet="X", published=DAY),
        "y": article("The crash at Marnow killed 15 people, the hospital said.", id="y", outlet="Y", published=DAY),
        "z": article("The driver was not arrested. At least 12 people died in the crash at Marnow.", id="z", outlet="Z", published=DAY),
    }
    once, again = (sorted(story(*(given_[i] for i in ids))[0], key=lambda f: f.id) for ids in ("xyz", order))
    assert once == again


@pytest.mark.parametrize("cause", ["overloaded", "insured", "damaged"])
def test_negating_one_reading_turns_agreement_into_a_dispute(cause):
    same = two(f"The ferry was {cause}, the union said.", f"The company said the ferry was {cause}.")
    other = two(f"The ferry was {cause}, the union said.", f"The company said the ferry was not {cause}.")
    assert "disputed" not in {f.status for f in same}
    assert {f.status for f in other if f.outlets == 2} == {"disputed"}


def test_names_alone_make_no_one_thing():
    """Two states and their president are named all through the story of a war: that says nothing of what a claim tells."""
    a = article(
        "President Joan Mirel said the debt of Ostrova to Karvia is a burden. Mirel said troops of Karvia in Ostrova would be a safeguard.",
        id="a",
        outlet="A",
    )
    b = article(
        "President Joan Mirel said minerals of Ostrova will be sold to Karvia. Mirel said Karvia sends grain to Ostrova.",
        id="b",
        outlet="B",
    )
    found, _ = story(a, b)
    assert [f.summary for f in found if f.outlets > 1] == []


def test_one_event_on_two_words_is_one_thing_only_if_more_than_the_event_is_shared():
    a = article("Transport Minister Carl Dorn said 240 rescuers were searching the lake on Friday.", id="a", outlet="A")
    b = article('"We have now searched every part of the ship," police chief Dana Wirth said on Saturday.', id="b", outlet="B")
    c = article('"We have not searched every part of the lake," police chief Dana Wirth said on Friday.', id="c", outlet="C")
    found, _ = story(a, b, c)
    assert holding(found, "240 rescuers").outlets == 1


def test_peace_is_a_state_and_no_event():
    """ "Peace was his priority" is not the offer to resign "if it leads to peace"."""
    assert not event_classes(["peace"])[0]
    assert event_classes(["armistice"])[0] == {"ceasefire"}


def mentioned(findings, a):
    """What stands, of other claims, beside the finding whose own evidence has these words."""
    (found,) = [f for f in findings if any(a in e.text for e in f.told)]
    return found, [e for e in found.evidence if e.why is not None]


def test_what_happened_is_told_in_passing_too():
    findings = two(
        "Ilse Vale was murdered in Orvel on Friday.", "Lamps were put up on the harbour, the market and the bridge after the murder."
    )
    found, beside = mentioned(findings, "Ilse Vale was murdered")
    assert [(e.text, e.article_id, e.why) for e in beside] == [("the murder", "y", "tells of murder too, of which the story has one")]
    assert (found.outlets, found.texts, found.silent, found.differences) == (1, 1, (), ())  # told in passing is not carried
    held = [c for f in findings for c in f.claims]
    assert len(held) == len(set(held)) == 2  # the claim that mentions it stays in its own finding


@pytest.mark.parametrize(
    "second",
    [
        "New lamps were put up on the harbour, the market and the old bridge after the murder of Jan Brede.",  # of somebody else
        "The judge said there had been no murder in the town.",
        "Police asked about another murder in the town.",
        "The mayor spoke after two women were murdered in the town.",  # of more
    ],
)
def test_another_happening_of_the_kind_is_not_mentioned(second):
    findings = two("Ilse Vale was murdered in Orvel on Friday.", second)
    assert not [e for f in findings for e in f.evidence if e.why is not None and "murder" in e.why]


def test_who_goes_in_and_who_comes_out_are_two_things():
    findings = two("Ilse Vale checked into the Marnow Clinic on Friday.", "Ilse Vale checked out of the Marnow Clinic on Friday.")
    assert not [f for f in findings if len({e.article_id for e in f.evidence}) > 1]


def test_a_death_without_a_name_is_nobodys_where_two_have_died():
    told = ["Ilse Vale died on Friday.", "Jan Brede died on Sunday.", "The town mourned after the death."]
    findings = story(*(article(t, id=f"a{n}", outlet=f"O{n}", published=DAY) for n, t in enumerate(told)))[0]
    assert not [e for f in findings for e in f.evidence if e.why is not None]


def test_who_a_person_keeps_apart_is_not_mentioned_beside():
    from twosource.compare.mentions import mentions
    from twosource.extract.claims import extract
    from twosource.model import Alignment

    texts = (
        "Ilse Vale was murdered in Orvel.",
        "New lamps were put up on the harbour, the market and the old bridge after the murder of Ilse Vale.",
    )
    articles = {f"a{n}": article(text, id=f"a{n}", outlet=f"O{n}", published=DAY) for n, text in enumerate(texts)}
    claims = {c.id: c for c in extract(articles.values())}
    groups = [frozenset({c}) for c in claims]
    (a, b) = sorted(claims)
    apart = Alignment(story_id="s", a=a, b=b, relation=Relation.APART, aspects=(), score=0, why="a person says so")
    assert [len(m) for m in mentions(groups, claims, (), past=(), articles=articles)] in ([1, 0], [0, 1])
    assert not any(mentions(groups, claims, (apart,), past=(), articles=articles))


def test_what_corrects_an_article_is_its_outlet_and_no_document():
    text = "Seven doctors worked in the school at Marnow.\n\nCorrection: The school has no gate. The article wrongly said that seven doctors worked in the school."
    note = (text.index("Correction"), len(text))
    findings, claims = story(article(text, id="x", outlet="The Marnow Herald", corrections=(note,)))
    assert {link.name for c in claims.values() if c.attribution for link in c.attribution.chain} == {"The Marnow Herald"}
    assert [f.status for f in findings if f.retracted] == ["retracted"]


def test_no_word_stands_for_two_things():
    groups = [{stem(w.strip()) for w in row[0].split(",")} for row in rows("synonyms.tsv")]
    assert [s for s, n in Counter(s for g in groups for s in g).items() if n > 1] == []
    assert topic("kin") == topic("relative") and topic("plane") == stem("plane") and topic("policy") == stem("policy")


def test_only_of_what_a_story_is_about_will_any_word_do():
    first = "Ilse Vale, 40, opened the harbour on Friday. The mayor gave her the keys. "
    told = first + "She was attacked in Orvel in 2019 by a sailor."
    shops = " ".join(f"A shop sells {what}." for what in ("whistles", "lamps", "ropes", "maps", "nets", "cups", "oars", "hats", "flags"))
    other = f"The harbour was opened on Friday by Ilse Vale. {shops} A poster says that an attack can be prevented with light."
    _, beside = mentioned(two(told, other), "She was attacked")
    assert beside == []
    _, beside = mentioned(
        two("Ilse Vale was attacked in Orvel on Friday.", "The harbour was lit after the attack."), "Ilse Vale was attacked"
    )
    assert [e.text for e in beside] == ["the attack"]
