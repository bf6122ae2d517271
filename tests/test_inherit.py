"""A copy takes over the claims of the text it copies, with its own spans; what else stands in it is read."""

from collections import Counter
from dataclasses import replace
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from twosource.engines.local import LocalEngine
from twosource.extract import parse
from twosource.extract.claims import extract
from twosource.model import Article, Claim
from twosource.pipeline import Run
from twosource.read import read
from twosource.schema import to_row

WIRE = (
    "A ferry with 240 passengers ran aground off Port Ansley on Tuesday, the coastguard said.",
    "Captain Maria Holt told reporters that the engine had failed at 6 a.m. in heavy seas.",
    "“Nobody was hurt and the hull is sound,” Holt said, adding that 12 people were taken to hospital as a precaution.",
    "She denied that the crew had ignored a storm warning issued by the harbour office.",
    "The operator, Northline, carried 1.2 million passengers in 2023 and has sailed the route since 1998.",
    "Residents said they had heard a loud bang before dawn and saw smoke above the bay.",
)
LEAD = "The minister for ports, Jon Farrow, has ordered an inquiry into the grounding of a ferry, and promised a report in ten days."


def article(id, *paragraphs, published="2024-05-07", **more):
    text = "\n\n".join(paragraphs)
    return Article(id=id, uri=f"{id}.txt", text=text, sha256=sha256(text.encode()).hexdigest(), published=published, language="en", **more)


def claims(*articles):
    """(claims by article id, problems by article id) of a run over the articles."""
    run = Run(LocalEngine(), articles)
    found = {a.id: [] for a in articles}
    for c in run.records("claims"):
        found[c.article_id].append(c)
    return found, Counter(p.article_id for p in run.engine.problems)


def alone(a):
    return sorted((c for c in extract([a]) if isinstance(c, Claim)), key=lambda c: c.id)


@pytest.fixture
def parsed(monkeypatch):
    """The texts that are parsed."""
    seen = []
    nlp = parse.load_model()

    class Counting:
        def pipe(self, texts):
            texts = list(texts)
            seen.extend(texts)
            return nlp.pipe(texts)

    monkeypatch.setattr(parse, "load_model", Counting)
    return seen


def test_a_copy_word_for_word_gives_what_reading_it_gives_and_is_not_parsed(parsed):
    wire, copy = article("a", *WIRE), article("b", *WIRE, outlet="Ansley Post")
    found, _ = claims(wire, copy)
    assert sorted(parsed) == sorted(WIRE)
    assert found["b"] == alone(copy)
    assert found["a"] == alone(wire)
    assert found["a"]


def test_a_trimmed_copy_is_not_parsed_either(parsed):
    wire, cut = article("a", *WIRE), article("b", *WIRE[:3])
    found, _ = claims(wire, cut)
    assert sorted(parsed) == sorted(WIRE)
    assert found["b"] == alone(cut)


def test_other_line_breaks_and_other_quotation_marks_are_the_same_words(parsed):
    wire = article("a", *WIRE)
    copy = article("b", " ".join(WIRE[:2]), " ".join(WIRE[2:]).replace("“", '"').replace("”", '"'))
    found, _ = claims(wire, copy)
    assert sorted(parsed) == sorted(WIRE)
    assert [c.text for c in found["b"]] != []
    assert sorted(c.text.translate({8220: '"', 8221: '"'}) for c in found["a"]) == sorted(c.text for c in found["b"])
    assert all(copy.text[slice(*c.span)] == c.text for c in found["b"])


def test_a_new_lead_is_read_and_the_rest_taken_over(parsed):
    wire, led = article("a", *WIRE), article("b", LEAD, *WIRE[1:])
    found, _ = claims(wire, led)
    assert [parsed.count(line) for line in (LEAD, WIRE[0], WIRE[4], WIRE[5])] == [1, 1, 1, 1]
    assert any("inquiry" in c.text for c in found["b"])
    assert (found["a"], found["b"]) == (alone(wire), alone(led))


def test_who_is_not_named_in_the_copy_is_not_named_in_its_claims():
    wire, headless = article("a", *WIRE), article("b", WIRE[0], *WIRE[3:], LEAD)
    found, _ = claims(wire, headless)
    assert any(link.name == "Maria Holt" for c in found["a"] if c.attribution for link in c.attribution.chain)
    assert "Holt" not in str([to_row(c) for c in found["b"]])
    assert any("ignored a storm warning" in c.text for c in found["b"])


def test_a_copy_of_another_day_has_the_days_of_its_own_date():
    wire, later = article("a", *WIRE), article("b", *WIRE, published="2024-05-15")
    found, _ = claims(wire, later)
    assert found["b"] == alone(later)
    assert {t.value for c in found["a"] for t in c.times} != {t.value for c in found["b"] for t in c.times}


def test_a_changed_word_is_read_in_its_own_paragraph():
    wire = article("a", *WIRE)
    other = article("b", *WIRE[:2], WIRE[2].replace("12 people", "14 people"), *WIRE[3:])
    found, _ = claims(wire, other)
    assert [q.low for c in found["b"] for q in c.quantities if q.counted == "people"] == [14]
    assert {c.span for c in found["b"]} == {c.span for c in alone(other)}


def test_furniture_of_the_copy_yields_no_claims():
    wire = article("a", *WIRE)
    copy = replace(article("b", *WIRE), furniture=((wire.text.index(WIRE[4]), wire.text.index(WIRE[5])),))
    found, _ = claims(wire, copy)
    assert found["b"] == alone(copy)
    assert not any("1.2 million" in c.text for c in found["b"])


def test_a_quotation_mark_that_does_not_close_is_told_of_each_copy():
    odd = (*WIRE, "“It was the worst night of my life, said a passenger who swam ashore with her two children.")
    _, problems = claims(article("a", *odd), article("b", *odd))
    assert problems == {"a": 1, "b": 1}


def test_a_text_that_only_shares_a_passage_is_read(parsed):
    own = [f"The town council met on item {n} and put off the vote on the harbour wall until June {n}." for n in range(1, 12)]
    claims(article("a", *WIRE), article("b", *own, *WIRE[:2]))
    assert parsed.count(WIRE[0]) == 2


@cache
def demo():
    folder = Path(str(files("twosource") / "demo"))
    return [a for a in read([str(folder / "articles")], outlets=folder / "outlets.csv").articles if a.version_of is None]


@st.composite
def edited(draw):
    """One of our articles, and it trimmed, led in anew or with a paragraph of another set in."""
    of = draw(st.sampled_from(demo()))
    lines = [line for line in of.text.split("\n") if line.strip()]
    first = draw(st.integers(0, len(lines) // 3))
    kept = lines[first : draw(st.integers(max(first + 1, 2 * len(lines) // 3), len(lines)))]
    at = draw(st.integers(0, len(kept)))
    return of, [*kept[:at], *draw(st.sampled_from([[], [LEAD], [WIRE[2]]])), *kept[at:]]


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(edited())
def test_no_claim_is_lost_and_every_span_holds_its_words(pair):
    of, lines = pair
    text = "\n\n".join(lines)
    own = replace(of, id="own", uri="own.txt", text=text, sha256=sha256(text.encode()).hexdigest(), furniture=(), corrections=())
    found = [c for c in claims(of, own)[0]["own"]]
    assert {c.span for c in found} == {c.span for c in alone(own)}
    for c in found:
        assert text[slice(*c.span)] == c.text
        for words in (*c.scopes, *(s for q in c.quantities for s in q.scopes)):
            assert text[slice(*words.span)] == words.text
