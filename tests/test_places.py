"""Places of an article: [square brackets] mark them, with the country after a bar."""

import re

import pytest

from twosource.extract.names import read_names
from twosource.extract.parse import parse
from twosource.extract.places import demonym_country, find_places
from twosource.model import Article, Place


def places(text: str) -> tuple[Place, ...]:
    parsed = next(iter(parse([Article(id="a", uri="a", text=text, sha256="")])))
    return find_places(parsed, read_names(parsed, []))


LINES = [
    "A blast hit [Kyiv|UA] on Monday.",
    "[KYIV|UA], [Ukraine|UA] (AP) — A blast hit the port.",
    "[WASHINGTON|US] (Reuters) - Rain fell in [Geneva|CH].",
    "Troops left [Kharkov|UA] for [Lviv|UA].",
    "Envoys of the [U.S.|US] and the [UK|GB] met in [Burma|MM].",
    "He flew from [Ivory Coast|CI] to [São Paulo|BR].",
    "A storm hit [Birmingham|-] on Monday.",
    "A storm hit [Birmingham|GB], [England|GB], on Monday.",
    "She was born in [Paris|US], [Texas|US], in May.",
    "She was born in [Paris|FR] in May.",
    "He moved to [Georgia|-] in May.",
    "[SPRINGFIELD|US], [Ill.|US] — A storm came.",
    "People in [Toronto|CA] and in [Gaza City|PS] saw it.",
    "A ship left [Odesa|UA] for the [Black Sea|-].",
    "Ukrainian troops and American envoys left.",
    "Paris Hilton spoke. The New York Times wrote so.",
    "The White House and the Kremlin spoke.",
    "Storms in [Paris|FR], [Texas|US] and [Ohio|US] did harm.",
    "They met in [Ramallah|PS] and in the [West Bank|PS].",
]


@pytest.mark.parametrize("line", LINES)
def test_places_and_their_countries(line: str) -> None:
    text = re.sub(r"\[([^|\]]*)\|[^\]]*\]", r"\1", line)
    expected = [(m[1], None if m[2] == "-" else m[2]) for m in re.finditer(r"\[([^|\]]*)\|([^\]]*)\]", line)]
    assert [(text[slice(*p.span)], p.country) for p in places(text)] == expected


def test_names_are_written_one_way() -> None:
    assert [p.name for p in places("They left KIEV for the U.S. and Burma.")] == ["Kyiv", "United States", "Myanmar"]


def test_demonyms_know_their_state() -> None:
    assert [demonym_country(w) for w in ("Ukrainian", "South Koreans", "Dutch", "Ukraine", "table")] == ["UA", "KR", "NL", None, None]


@pytest.mark.parametrize("text", ["", "🙂", ",,,,", "Paris,", "In , Texas", "A" * 3000])
def test_odd_text_never_raises(text: str) -> None:
    assert isinstance(places(text), tuple)
