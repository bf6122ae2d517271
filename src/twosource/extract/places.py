"""Which places an article names, and in which state each lies where that is safe.

Reads Parsed and Names, gives Places (toponym resolution). Reference: CLDR's territories for the codes; data/places.tsv for the rest.
A name that several states have ("Birmingham", "Georgia") has no country unless the text gives it: "Birmingham, England".
Does not give coordinates, and a demonym ("Ukrainian") is no place.
"""

from __future__ import annotations

from twosource.extract.beside import region_after
from twosource.extract.gazetteer import demonym_country, province_short, spot
from twosource.extract.mentions import Run
from twosource.extract.names import Names
from twosource.extract.parse import Parsed
from twosource.extract.words import Word
from twosource.model import Place, SourceKind, Span

__all__ = ["demonym_country", "find_places"]

_LOCATIVE = frozenset("in at near from to around outside inside across over toward towards into through of".split())


def find_places(parsed: Parsed, names: Names) -> tuple[Place, ...]:
    """The places of an article in text order; none for an article without sentences."""
    found: dict[Span, Place] = {}
    entities = names.entities
    for i, run in enumerate(entities.runs):
        entity = entities.readings[i].entity
        words = names.words[run.sentence]
        for place in _short_provinces(words, run):
            found[place.span] = place
        if run.office or entity is None or entity.kind is SourceKind.PERSON or run.kind is SourceKind.GROUP:
            continue
        here = spot(run.text)
        if here is None and not (entity.place and (run.place or _located(words, run))):
            continue
        country = here.country if here else run.country
        region = region_after(words, run.last)
        if region:  # "Athens, Georgia" is not in Greece, "Atlanta, Georgia" is where Atlanta is
            country = region.country or (country if here is None or here.sort != "capital" else None)
        found[run.span] = Place(span=run.span, name=_cased(here.name if here else run.name or run.text), country=country)
    return tuple(found[span] for span in sorted(found))


def _cased(name: str) -> str:
    """A dateline's capitals are no part of the name."""
    return name.title() if name.isupper() and len(name) > 4 else name


def _located(words: list[Word], run: Run) -> bool:
    return run.first > 0 and words[run.first - 1].lower in _LOCATIVE


def _short_provinces(words: list[Word], run: Run) -> list[Place]:
    if run.last + 1 < len(words) and words[run.last].text == ",":
        word = words[run.last + 1]
        short = province_short(word.text)
        if short:
            return [Place(span=word.at, name=short.name, country=short.country)]
    return []
