"""Claims of one article: nothing found in the text is lost, each proposition is whose it is, and how it was put."""

import sys
from importlib.resources import files

import pytest

import twosource
from tests.running import article
from twosource.extract.attribution import find_attributions
from twosource.extract.claims import extract, read_claims
from twosource.extract.parse import parse
from twosource.extract.quantities import find_quantities
from twosource.extract.times import find_times
from twosource.model import Claim


@pytest.fixture(scope="module")
def demo():
    folder = files("twosource") / "demo"
    return twosource.read_articles([str(folder / "articles")], outlets=folder / "outlets.csv").articles  # type: ignore[arg-type]


def claims(text, **more):
    return [c for c in extract([article(text, **more)]) if isinstance(c, Claim)]


def chains(text):
    return {(c.text.rstrip("."), tuple(link.name for link in c.attribution.chain) if c.attribution else None) for c in claims(text)}


def test_every_figure_time_and_cue_of_the_demo_is_in_some_claim(demo):
    for a in demo:
        found = [c for c in extract([a]) if isinstance(c, Claim)]
        (parsed,) = parse([a])
        times = find_times(parsed)
        assert {t.span for t in times} <= {t.span for c in found for t in c.times}
        for sentence in parsed.sentences:
            inside = [t for t in times if sentence.span[0] <= t.span[0] and t.span[1] <= sentence.span[1]]
            assert {q.span for q in find_quantities(sentence, times=inside)} <= {q.span for c in found for q in c.quantities}
        cues = {(s.source, s.cue) for s in find_attributions(parsed) if sum(e - b for b, e in s.content) > 20}
        held = {(c.attribution.source, c.attribution.cue) for c in found if c.attribution}
        lost = {a.text[slice(*cue)] for _, cue in cues - held}
        assert lost <= {
            "finds",
            "did not say",
        }  # "if the inquiry finds fault": a saying inside a condition is none, nor is one that was not


def test_a_nested_attribution_keeps_its_chain():
    found = chains("Mayor Ada Kolm said the captain, Erik Sand, had told her that a door would not close.")
    assert ("a door would not close", ("Ada Kolm", "Erik Sand")) in found


def test_who_is_quoted_by_another_ends_the_chain():
    found = chains("Al-Jazeera quoted a Hamas official as saying that eight hostages were alive.")
    assert ("eight hostages were alive", ("Al Jazeera", "a Hamas official")) in found


def test_a_dismissed_claim_is_two_claims_on_one_span():
    found = [c for c in claims("Ada Kolm dismissed Tomas Rell’s claim that the town owed the bank $500 million.") if "owed" in c.text]
    assert {(tuple(link.name for link in c.attribution.chain), str(c.polarity)) for c in found} == {
        (("Ada Kolm", "Tomas Rell"), "affirmed"),
        (("Ada Kolm",), "denied"),
    }
    assert len({c.span for c in found}) == 1


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        ('"It came down and could not stop," Ada Kolm said.', ['"It came down and could not stop,"']),
        ('"We shut the doors and nobody came," Ada Kolm said.', ['"We shut the doors', 'nobody came,"']),
    ],
)
def test_a_quotation_is_cut_where_both_halves_can_stand_alone(text, contents):
    assert [c.text for c in claims(text)] == contents


def test_what_is_told_of_somebody_at_the_edge_limits_the_claim():
    (claim,) = claims("Marnow opened its school to people saved from the ferry that capsized on Friday.")
    assert "capsize" in claim.terms and "capsize" in claim.limits and "school" not in claim.limits


def test_two_figures_of_one_sentence_are_two_claims():
    dead, hurt = claims("At least nine people were killed and 34 others were injured.")
    assert [c.quantities[0].low for c in (dead, hurt)] == [9, 34]


@pytest.mark.parametrize(
    ("text", "polarity", "modality"),
    [
        ("The ferry sank.", "affirmed", "stated"),
        ("The ferry did not sink.", "denied", "stated"),
        ("The trains met but didn’t derail.", "denied", "stated"),
        ("The company denied that the ferry sank.", "denied", "stated"),
        ("No casualties were reported.", "affirmed", "stated"),
        ("The ferry may have sunk.", "affirmed", "hedged"),
        ("The ferry will sail on Friday.", "affirmed", "expected"),
        ("The council plans to close the bridge.", "affirmed", "expected"),
        ("The mayor would resign if the council asked her to.", "affirmed", "conditional"),
        ("The ferry reportedly sank.", "affirmed", "hedged"),
        ("The minister did not deny that 40 people died.", "affirmed", "hedged"),
        ("The owner never denied that the ferry sank.", "affirmed", "hedged"),
        ("The premier did not rule out a strike on the port.", "affirmed", "hedged"),
        ("Analysts do not believe the ferry sank.", "denied", "stated"),
        ("Roe did not only say that the ferry sank.", "affirmed", "stated"),
    ],
)
def test_polarity_and_modality(text, polarity, modality):
    found = claims(text)
    assert (polarity, modality) in {(str(c.polarity), str(c.modality)) for c in found}, [(c.text, c.polarity, c.modality) for c in found]


@pytest.mark.parametrize(
    "text",
    [
        "Nobody at the ministry said that the bridge was safe.",
        "Neither Putin nor Zelensky said he would attend.",
        "No witness said the driver had stopped.",
        "No one said the driver had stopped.",
        "None of the residents said the water was safe.",
        "The ministry has not said whether the bridge was safe.",
        "The ministry didn’t say that the bridge was safe.",
        "Police could not confirm that the road was shut.",
        "Police refused to confirm that the road was shut.",
        "Ada Kolm declined to comment on the report.",
    ],
)
def test_what_nobody_says_is_no_claim(text):
    assert claims(text) == []


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("Police have not confirmed that nine people died.", None),
        ("The firm has yet to confirm that nine people died.", None),
        ("No witness said that nine people died.", None),
        ("Ada Kolm said police had not confirmed that nine people died.", ("Ada Kolm",)),
    ],
)
def test_a_figure_that_nobody_confirms_is_kept_as_hedged(text, chain):
    (claim,) = claims(text)
    assert (str(claim.polarity), str(claim.modality), claim.quantities[0].low) == ("affirmed", "hedged", 9)
    assert (tuple(link.name for link in claim.attribution.chain) if claim.attribution else None) == chain


@pytest.mark.parametrize(
    "dateline",
    [
        "PORT CALDER — ",
        "PORT CALDER, Ohio, May 3 (Meridian Press) -- ",
        "PORT CALDER/ORVEL (Meridian) - ",
        "Port Calder (Meridian) – ",
        "(Meridian) - ",
        "(Meridian)—",
        "PORT CALDER (Meridian)—",
        "BREAKING: ",
        "🔥 Breaking: ",
        "Just in: ",
    ],
)
def test_a_dateline_is_no_part_of_what_is_told(dateline):
    told = claims(f"{dateline}A driver killed at least five people and wounded forty.")
    events = [(c.event.predicate, c.event.agent and c.event.agent.name) for c in told if c.event]
    assert events == [("kill", "driver"), ("wound", None)]
    assert told[0].text == "A driver killed at least five people"


def test_a_dateline_stands_before_a_figure_too():
    (told,) = claims("MARNOW -- 3 people were killed on Friday.")
    assert (told.text, told.quantities[0].low) == ("3 people were killed on Friday", 3)


def test_the_day_of_a_dateline_goes_with_what_follows_it():
    first, second = claims("MARNOW, May 3 (Meridian Press) — A ferry sank off Marnow on Friday. Nine people died in the town.")
    assert [t.type for t in first.times] == ["date", "date"] and first.text.startswith("A ferry")
    assert not second.times


@pytest.mark.parametrize("text", ["MARNOW, May 3 (Meridian Press) —", "MARNOW, May 3 (Meridian Press) -- \n"])
def test_a_dateline_alone_tells_nothing(text):
    assert not claims(text)


@pytest.mark.parametrize(
    ("headline", "happened", "whom"),
    [
        ("Man killed in crash near Marnow", "kill", "Man"),
        ("Three people injured in bus fire", "injure", "Three people"),
        ("Two men jailed for ferry fraud", "jail", "Two men"),
        ("Five arrested over stadium attack", "arrest", "Five"),
    ],
)
def test_what_befell_whom_in_a_line_without_a_finite_verb(headline, happened, whom):
    (claim,) = claims(headline)
    assert (claim.event.predicate, claim.event.agent, claim.event.patient.name) == (happened, None, whom)


@pytest.mark.parametrize(
    "text",
    [
        "A driver killed and wounded dozens of people in Marnow.",
        "Protesters charged at police lines.",
        "Police identified and arrested two men.",
    ],
)
def test_who_does_it_is_nobody_whom_it_befell(text):
    first = text.split()[1] if text.startswith("A ") else text.split()[0]
    assert all(first not in (c.event.patient.name if c.event and c.event.patient else "") for c in claims(text))


@pytest.mark.parametrize("dash", [" – ", "—"])
def test_an_aside_between_dashes_is_no_dateline(dash):
    (claim,) = claims(f"The Lake Union (LU){dash}Marnow’s biggest partner{dash}rejected the plan.")
    assert claim.attribution.chain[-1].name == "Lake Union"


def test_a_name_that_begins_with_no_is_a_source():
    assert [c.attribution is not None for c in claims("No 10 said the road was shut.")] == [True]


@pytest.mark.parametrize(
    "condition",
    [
        "if the inquiry finds fault with her office and parliament asks her to go",
        "if the council blamed her office and the mayor asked her to go",
        "unless the union calls a strike and workers walk out",
    ],
)
def test_both_halves_of_a_condition_are_of_it(condition):
    text = f"The minister said she would resign {condition}."
    (claim,) = claims(text)
    assert text[slice(*claim.condition)] == condition and claim.text.endswith(condition)


def test_what_is_told_after_a_condition_is_no_part_of_it():
    told = claims("The minister will resign if the inquiry finds fault, and the mayor asked the council to meet.")
    assert len(told) == 2


def test_the_condition_is_a_span_of_its_own():
    (claim,) = [c for c in claims("The mayor said she would resign if the council asked her to.") if c.condition]
    start, end = claim.condition
    assert "The mayor said she would resign if the council asked her to."[start:end] == "if the council asked her to"


def test_ids_do_not_hang_on_what_is_interpreted():
    text = "Police said 12 people were killed on Friday."
    a, b = (claims(text, published=day) for day in ("2025-03-05", "2025-03-12"))
    assert [c.id for c in a] == [c.id for c in b]
    assert a[0].times[0].value != b[0].times[0].value


@pytest.mark.parametrize("text", ["", "\n\n", "?!", "12", "“", "A" * 5000, "said said said", "🦊 said “🦊”. " * 3, "a\u0000b \u202e said."])
def test_odd_text_never_raises(text):
    list(extract([article(text)]))


def calls(units: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many functions are called to read a parsed line of so many quotations: operations, not seconds."""
    line = article("“It is shut,” Roe said Poe told Ann Coe that the mayor denied the “old” plan, " * units + "Roe said.")
    parsed = list(parse([line]))
    monkeypatch.setattr("twosource.extract.claims.parse", lambda articles: parsed)
    counted = 0

    def count(frame: object, event: str, arg: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        assert len(list(read_claims(line))) > units
    finally:
        sys.setprofile(None)
    return counted


def test_a_long_line_of_quotations_costs_its_length(monkeypatch):
    calls(1, monkeypatch)  # tables are read once
    assert calls(80, monkeypatch) < 2.4 * calls(40, monkeypatch)
