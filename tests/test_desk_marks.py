"""Marks on the right words, whatever the characters: pieces cover the text, in code points, each stretch whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.model import Article
from twosource.present.citation import citation, fragment
from twosource.web.marks import Stretch, pieces


def article(text: str, **more: object) -> Article:
    return Article(id="a", uri="https://example.org/a", text=text, sha256="", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "Nine dead, 👩‍👩‍👧 safe 🇺🇦 today",
        "قال الوزير إن [تسعة] قتلوا",
        "אמר השר כי תשעה נהרגו",
        "cafe\u0301 e\u0301te\u0301 𝔘𝔫𝔦 𐍈 nine",
        "a\rb\r\nc\u202etxet\u202c",
    ],
)
def test_each_stretch_is_its_words(text):
    for start in range(len(text)):
        for end in range(start + 1, len(text) + 1):
            made = pieces(article(text), [Stretch(span=(start, end), finding="f"), Stretch(span=(1, 3), finding="g")])
            assert "".join(p.text for p in made) == text
            assert "".join(p.text for p in made if "f" in p.findings) == text[start:end]


@given(
    st.text(max_size=40), st.lists(st.tuples(st.integers(-3, 45), st.integers(-3, 45), st.sampled_from("fgh"), st.booleans()), max_size=8)
)
def test_pieces_cover_any_text(text, spans):
    made = pieces(
        article(text, furniture=((2, 5),), corrections=((4, 9),)), [Stretch(span=(a, b), finding=f, key=k) for a, b, f, k in spans]
    )
    assert "".join(p.text for p in made) == text
    for name in "fgh":
        marked = {i for a, b, f, _ in spans if f == name and 0 <= a < b <= len(text) for i in range(a, b)}
        assert {i for p in made if name in p.findings for i in range(*p.span)} == marked


def test_the_shortest_stretch_comes_first():
    made = pieces(article("nine people were killed"), [Stretch(span=(0, 23), finding="long"), Stretch(span=(0, 4), finding="short")])
    assert [(p.text, p.findings) for p in made] == [("nine", ("short", "long")), (" people were killed", ("long",))]


def test_furniture_and_corrections_are_told():
    made = pieces(article("Share this. We misstated it.", furniture=((0, 11),), corrections=((12, 28),)), [])
    assert [(p.text, p.furniture, p.correction) for p in made] == [
        ("Share this.", True, False),
        (" ", False, False),
        ("We misstated it.", False, True),
    ]


def test_a_citation_leads_to_its_words():
    told = citation(article("The toll is nine, police said.", outlet="Harbor Radio", published="2025-03-07"), (4, 16))
    assert told == "“toll is nine”, Harbor Radio, 7 March 2025, https://example.org/a#:~:text=toll%20is%20nine"


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("a well-known, & true", "a%20well%2Dknown%2C%20%26%20true"),
        (
            "one two three four five " + "and " * 20 + "six seven eight nine ten",
            "one%20two%20three%20four%20five,six%20seven%20eight%20nine%20ten",
        ),
        ("صباح", "%D8%B5%D8%A8%D8%A7%D8%AD"),
    ],
)
def test_text_fragments(words, text):
    assert fragment("https://example.org/a", words) == f"https://example.org/a#:~:text={text}"
    assert fragment("https://example.org/a#b", words) == f"https://example.org/a#b:~:text={text}"


def test_what_is_no_address_is_cited_by_its_characters():
    told = citation(Article(id="a", uri="javascript:alert(1)", text="nine dead", sha256=""), (0, 4))
    assert "characters 0–4" in told and "text=" not in told
