"""The contract's worked cases as golden stories: articles in, counts and status out."""

import pytest

from tests.running import article, counts, holding, kinds, story
from twosource.model import SourceKind

WIRE = (
    "HALVENMOUTH (AP) - A passenger ferry sank off the coast of Halvenmouth on Tuesday evening after its engine room flooded.\n"
    "At least 9 people were killed, police said. Rescue boats searched the bay through the night with lamps and nets.\n"
    "The ferry left the old harbour at dusk with a crew of six and a cargo of timber bound for the northern islands.\n"
)


def test_a_wire_in_two_outlets_beside_a_reporters_own_count():
    findings, _ = story(
        article(WIRE, id="x", outlet="X", published="2025-03-05", credit="AP"),
        article(WIRE, id="y", outlet="Y", published="2025-03-05", credit="AP"),
        article(
            "A Zeitung reporter counted 9 people killed when a ferry sank off Halvenmouth on Tuesday.",
            id="z",
            outlet="Zeitung",
            published="2025-03-05",
        ),
    )
    found = holding(findings, "At least 9")
    assert counts(found) == (3, 2, 2)
    assert found.status == "corroborated"
    assert ("value", "conflicts") not in kinds(found)


def test_two_officials_of_one_ministry_are_one_origin_with_two_voices():
    findings, _ = story(
        article(
            "Interior Ministry spokesman Karel Dovic said 40 people were arrested in Marnow.", id="x", outlet="X", published="2025-03-05"
        ),
        article(
            "Interior Ministry spokeswoman Lena Prandt said 40 people were arrested in Marnow.", id="y", outlet="Y", published="2025-03-05"
        ),
    )
    found = holding(findings, "40 people were arrested")
    assert counts(found) == (2, 2, 1)
    assert len(found.origin_list[0].voices) == 2
    assert found.status == "carried"


def test_one_who_speaks_for_a_body_is_one_voice_however_the_texts_write_the_name():
    findings, _ = story(
        article("On Friday 40 people were arrested in Marnow, police chief Dana Wirth said.", id="x", outlet="X", published="2025-03-05"),
        article(
            "Police chief Dana Wirth spoke in Marnow. Wirth said 40 people were arrested in Marnow. It rained.",
            id="y",
            outlet="Y",
            published="2025-03-05",
        ),
        article("In Marnow 40 people were arrested, Wirth said on Tuesday.", id="z", outlet="Z", published="2025-03-05"),
    )
    (origin,) = holding(findings, "40 people were arrested").origin_list
    assert origin.voices == ("Dana Wirth",)


@pytest.mark.parametrize("order", ["xy", "yx"])
def test_a_company_that_one_text_alone_shows_to_be_one_is_no_person(order):
    texts = {
        "x": "Lakeline said 62 people were aboard the ferry at Marnow.",
        "y": "Tom Brandt, a spokesman for Lakeline, said 62 people were aboard the ferry at Marnow.",
    }
    findings, _ = story(*(article(texts[i], id=i, outlet=i, published="2025-03-05") for i in order))
    (origin,) = holding(findings, "62 people were aboard").origin_list
    assert (origin.name, origin.kind) == ("Lakeline", SourceKind.BODY)


def test_one_ministry_that_contradicts_itself_is_disputed_and_still_one_origin():
    findings, _ = story(
        article(
            "Interior Ministry spokesman Karel Dovic said 40 people were arrested in Marnow.", id="x", outlet="X", published="2025-03-05"
        ),
        article(
            "Interior Ministry spokeswoman Lena Prandt said 75 people were arrested in Marnow.", id="y", outlet="Y", published="2025-03-05"
        ),
    )
    found = holding(findings, "40 people were arrested")
    assert found.status == "disputed" and found.origins == 1


def test_a_chain_that_ends_in_an_outlet_folds_into_that_outlets_own_claim():
    findings, claims = story(
        article("An official told the BBC that the dam at Orvel had cracked.", id="x", outlet="CNN", published="2025-03-05"),
        article("The dam at Orvel had cracked, an official told us.", id="y", outlet="BBC", published="2025-03-05"),
    )
    found = holding(findings, "dam at Orvel had cracked")
    assert counts(found) == (2, 2, 1)
    assert (found.origins_max, found.status) == (1, "carried")
    chain = next(c.attribution.chain for c in claims.values() if c.article_id == "x")
    assert [(link.name, str(link.kind)) for link in chain] == [("BBC", "outlet"), ("An official", "unnamed")]


@pytest.mark.parametrize(
    ("text", "outlet", "chain"),
    [
        ("An official told the BBC that the dam had cracked.", "CNN", ["BBC", "An official"]),
        ("An official told the BBC the dam had cracked.", "CNN", ["BBC", "An official"]),
        ("“The dam had cracked,” an official told the BBC on Monday.", "CNN", ["BBC", "an official"]),
        ("An official told the BBC that the dam had cracked.", "BBC News", ["An official"]),  # its own reporting
        ("An official told reporters that the dam had cracked.", "CNN", ["An official"]),
    ],
)
def test_what_is_told_to_another_outlet_is_that_outlets_report(text: str, outlet: str, chain: list[str]):
    _, claims = story(article(text, id="x", outlet=outlet))
    assert [[link.name for link in c.attribution.chain] for c in claims.values() if c.attribution] == [chain]


def test_an_unnamed_source_in_each_of_two_outlets():
    findings, _ = story(
        article("A senior official said the dam at Orvel had cracked.", id="x", outlet="X", published="2025-03-05"),
        article(
            "The dam at Orvel had cracked, according to a person familiar with the matter.", id="y", outlet="Y", published="2025-03-05"
        ),
    )
    found = holding(findings, "dam at Orvel had cracked")
    assert (found.origins, found.origins_max, found.status) == (1, 2, "carried")


def test_a_spokesmans_count_against_an_agencys_own():
    findings, _ = story(
        article(
            "Police spokesman Karel Dovic said 34 people were killed in the crash at Marnow.", id="x", outlet="X", published="2025-03-05"
        ),
        article("An AFP tally found that 31 people were killed in the crash at Marnow.", id="y", outlet="Y", published="2025-03-05"),
    )
    found = holding(findings, "34 people were killed")
    assert found.status == "disputed" and found.origins == 2
    value = next(d for d in found.differences if d.aspect == "value")
    assert [(r.outlets, r.texts, r.origins) for r in value.readings] == [(1, 1, 1), (1, 1, 1)]


def test_a_new_toll_in_a_newer_version_is_developing():
    findings, _ = story(
        article("Police said 12 people were killed in the crash at Marnow.", id="x", outlet="X", published="2025-03-05T08:00:00+00:00"),
        article(
            "Police said 15 people were killed in the crash at Marnow.",
            id="y",
            outlet="X",
            published="2025-03-05T11:00:00+00:00",
            version_of="x",
        ),
    )
    found = holding(findings, "15 people were killed")
    assert (found.outlets, found.texts, found.status) == (1, 1, "developing")
    assert ("value", "supersedes") in kinds(found)


def test_a_quotation_and_its_paraphrase_are_carried():
    findings, _ = story(
        article("“We will not sign this treaty,” Prime Minister Ada Kolm said on Monday.", id="x", outlet="X", published="2025-03-05"),
        article(
            "Prime Minister Ada Kolm said on Monday that the country would not sign this treaty.",
            id="y",
            outlet="Y",
            published="2025-03-05",
        ),
    )
    found = (
        holding(findings, "not sign this treaty”")
        if any("treaty”" in e.text for f in findings for e in f.evidence)
        else holding(findings, "will not sign this treaty")
    )
    assert (found.outlets, found.origins, found.status) == (2, 1, "carried")


def test_one_poll_in_two_outlets_has_its_maker_as_origin():
    findings, _ = story(
        article(
            "A Verdan Institute poll found that 52 percent of voters support the new harbour law.",
            id="x",
            outlet="X",
            published="2025-03-05",
        ),
        article(
            "52 percent of voters support the new harbour law, according to a poll by the Verdan Institute.",
            id="y",
            outlet="Y",
            published="2025-03-05",
        ),
    )
    found = holding(findings, "52 percent of voters")
    assert (found.origins, found.status) == (1, "carried")
    assert found.origin_list[0].kind is SourceKind.DOCUMENT and "Verdan" in found.origin_list[0].name


def test_a_denial_stands_in_the_finding_of_what_it_denies():
    findings, _ = story(
        article("Kyiv said on Friday that Russian forces hit the power station at Dolna.", id="x", outlet="X", published="2025-03-05"),
        article("Moscow denied that Russian forces hit the power station at Dolna.", id="y", outlet="Y", published="2025-03-05"),
    )
    found = holding(findings, "hit the power station")
    assert found.status == "disputed" and found.origins == 2
    assert ("polarity", "conflicts") in kinds(found)


def test_declined_to_comment_is_no_claim():
    _, claims = story(article("A spokesman for the harbour company declined to comment.", id="x", outlet="X"))
    assert not [c for c in claims.values() if c.attribution and c.attribution.chain]


def test_a_correction_retracts_the_wrong_number():
    findings, _ = story(
        article("Police said 45 people were injured in the crash at Marnow.", id="x", outlet="X", published="2025-03-05"),
        article(
            text
            := "Police said 34 people were injured in the crash at Marnow.\nCorrection: An earlier version of this article misstated the number of people injured as 45; it is 34.",
            id="y",
            outlet="X",
            published="2025-03-06",
            version_of="x",
            corrections=((text.index("Correction"), len(text)),),
        ),
    )
    found = next(f for f in findings if f.retracted)
    assert ("value", "retracts") in kinds(found)
    assert not any(f.status == "developing" for f in findings)


def test_what_one_text_corrects_and_another_still_carries_is_a_shared_error():
    told = "Police said 45 people were injured in the crash at Marnow."
    note = "Correction: An earlier version of this article misstated the number of people injured as 45; it is 34."
    text = f"Police said 34 people were injured in the crash at Marnow.\n{note}"
    corrected = {"version_of": "x", "corrections": ((text.index("Correction"), len(text)),)}
    findings, _ = story(
        article(told, id="x", outlet="X", published="2025-03-05"),
        article(text, id="y", outlet="X", published="2025-03-06", **corrected),
        article("The hospital at Marnow said 45 people were injured in the crash.", id="z", outlet="Z", published="2025-03-05"),
    )
    (hint,) = [h for f in findings for h in f.hints if h.kind == "shared_error"]
    assert {e.article_id for e in hint.evidence} == {"x", "z"}
    assert all("45" in e.text for e in hint.evidence)


def test_a_source_sets_two_statements_against_each_other():
    findings, _ = story(
        article(
            "Ada Kolm dismissed Jan Brede’s claim that the town owed the bank $500 million, pointing out that the Verdan Institute estimates the bank's grants at $114 million.",
            id="x",
        )
    )
    found = holding(findings, "$500 million")
    assert {("value", "conflicts"), ("counted", "conflicts")} <= kinds(found)
    assert any("$114 million" in r.text or "114 million" in r.text for d in found.differences for r in d.readings)
    assert any("Ada Kolm" in d.why for d in found.differences)


def test_figures_that_differ_without_dates_are_disputed_order_unknown():
    findings, _ = story(
        article("Police said 12 people were killed in the crash at Marnow.", id="x", outlet="X"),
        article("Police said 15 people were killed in the crash at Marnow.", id="y", outlet="Y"),
    )
    found = holding(findings, "15 people were killed")
    assert found.status == "disputed"
    assert any("order unknown" in d.why for d in found.differences)
