"""What the word tables know of a name or noun: a state, a city, a body, an outlet, a title, a first name, a class of source.

Reads data/*.tsv, gives look-ups by folded form (a gazetteer). Keeps no state of an article.
Does not guess: what no table holds is None.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache, lru_cache
from typing import NamedTuple

from twosource.model import SourceKind
from twosource.naming import fold, rows, several


class NounClass(StrEnum):
    """What a common noun says of the source it denotes; from data/nouns.tsv."""

    VOICE = "voice"
    LEADER = "leader"
    EXPERT = "expert"
    PERSON = "person"
    GROUP = "group"
    BODY = "body"
    DOCUMENT = "document"
    STATEMENT = "statement"


class TitleClass(StrEnum):
    HONORIFIC = "honorific"
    ROLE = "role"
    OF = "of"


class Noun(NamedTuple):
    lemma: str
    sort: NounClass
    gender: str | None
    plural: bool


class Known(NamedTuple):
    """A name that a table holds: how we write it, what it is, its state's code."""

    name: str
    kind: SourceKind
    country: str | None


class Spot(NamedTuple):
    """A place that a table holds."""

    name: str
    country: str | None
    sort: str  # state (a country), capital, city, province, region, short


@cache
def first_names() -> dict[str, str | None]:
    return {fold(name): None if gender == "-" else gender for name, gender in rows("first_names.tsv")}


@cache
def titles() -> dict[str, tuple[TitleClass, str | None]]:
    return {word: (TitleClass(sort), None if gender == "-" else gender) for word, sort, gender in rows("titles.tsv")}


@cache
def name_words(sort: str) -> frozenset[str]:
    """The words of one class of data/name_words.tsv."""
    return frozenset(word for kind, word in rows("name_words.tsv") if kind == sort)


@cache
def org_words() -> dict[str, str | None]:
    """Word with a capital -> the noun its body comes back as."""
    return {word: None if noun == "-" else noun for word, noun in rows("org_words.tsv")}


@cache
def _nouns() -> dict[str, Noun]:
    found: dict[str, Noun] = {}
    for lemma, sort, gender in rows("nouns.tsv"):
        found[lemma.casefold()] = Noun(lemma, NounClass(sort), None if gender == "-" else gender, False)
    for noun in list(found.values()):
        if noun.sort not in (NounClass.GROUP,):
            found.setdefault(_plural(noun.lemma).casefold(), noun._replace(plural=True))
    return found


def _plural(lemma: str) -> str:
    for ending, plural in (("woman", "women"), ("man", "men"), ("child", "children"), ("ss", "sses"), ("ch", "ches"), ("person", "people")):
        if lemma.endswith(ending) and not lemma.endswith(("human", "spokesperson")):
            return lemma[: -len(ending)] + plural
    if lemma.endswith("y") and lemma[-2:-1] not in "aeo":
        return lemma[:-1] + "ies"
    return lemma + "s"


@lru_cache(maxsize=20_000)
def noun(word: str) -> Noun | None:
    """The noun a lower-case word or pair of words is, singular or plural.

    >>> noun("spokeswomen")
    Noun(lemma='spokeswoman', sort=<NounClass.VOICE: 'voice'>, gender='f', plural=True)
    """
    return _nouns().get(word.casefold())


@cache
def _states() -> dict[str, Known]:
    found: dict[str, Known] = {}
    for code, name, _, others, _, _ in rows("countries.tsv"):
        for form in (name, *several(others)):
            found[fold(form)] = Known(name, SourceKind.BODY, code)
    return found


@cache
def _capitals() -> dict[str, Spot]:
    found: dict[str, Spot] = {}
    for code, _, _, _, capital, others in rows("countries.tsv"):
        for form in (capital.split(",")[0], *several(others)):
            if form != "-":
                found.setdefault(fold(form), Spot(capital.split(",")[0], code, "capital"))
    return found


@cache
def _demonyms() -> dict[str, str]:
    found: dict[str, str] = {}
    for code, _, demonyms, _, _, _ in rows("countries.tsv"):
        for form in several(demonyms):
            found.setdefault(fold(form), code)
            found.setdefault(fold(form + "s"), code)
    return found


@cache
def state_names() -> dict[str, str]:
    """Code -> the name we write."""
    return {row[0]: row[1] for row in rows("countries.tsv")}


@lru_cache(maxsize=20_000)
def demonym_country(word: str) -> str | None:
    """The ISO 3166-1 code of the state whose people or things are called so.

    >>> demonym_country("Ukrainian"), demonym_country("Ukraine")
    ('UA', None)
    """
    return _demonyms().get(fold(word))


@cache
def _bodies() -> dict[str, Known]:
    found: dict[str, Known] = {}
    for name, others, stands_for in rows("bodies.tsv"):
        for form in (name, *several(others)):
            found[fold(form)] = Known(stands_for if stands_for != "-" else name, SourceKind.BODY, None)
    for name, kind, others in rows("outlets.tsv"):
        for form in (name, *several(others)):
            found[fold(form)] = Known(name, SourceKind(kind), None)
    return found


# Capital letters make these a name; "us", "who", "time", "is", "the sun" are words.
_CASED = frozenset(
    (
        "us",
        "who",
        "is",
        "pa",
        "fed",
        "tt",
        "time",
        "time magazine",
        "vice",
        "forbes",
        "sun",
        "age",
        "hill",
        "variety",
        "people",
        "it",
        "sec",
        "meta",
        "apple",
        "shell",
    )
)


@lru_cache(maxsize=20_000)
def known(name: str) -> Known | None:
    """The state, body, agency or outlet that this text names; letter case decides for "US" and "WHO"."""
    key = fold(name).removeprefix("the ")
    if key in _CASED and not (any(c.isupper() for c in name) and (len(key) > 3 or name.replace(".", "").isupper())):
        return None
    return _states().get(key) or _bodies().get(key)


@lru_cache(maxsize=20_000)
def state(name: str) -> Known | None:
    found = known(name)
    return found if found and found.country else None


@lru_cache(maxsize=20_000)
def capital(name: str) -> Spot | None:
    """The capital city of this name ("Kyiv"), which may stand for its government."""
    return _capitals().get(fold(name).removeprefix("the "))


@cache
def _spots() -> dict[str, Spot]:
    found: dict[str, Spot] = {}
    for name, code, sort, full in rows("places.tsv"):
        found.setdefault(
            fold(name) if sort != "short" else name,
            Spot(full if full != "-" else name, None if code == "-" else code, {"state": "province"}.get(sort, sort)),
        )
    return found


@cache
def shared_places() -> frozenset[str]:
    return frozenset(fold(row[0]) for row in rows("shared_places.tsv"))


@lru_cache(maxsize=20_000)
def spot(name: str) -> Spot | None:
    """The place of this name: country None where several have it ("Georgia", "Birmingham")."""
    key = fold(name).removeprefix("the ")
    found = _spots().get(key) or _capitals().get(key)
    if not found:
        country = state(name)
        found = Spot(country.name, country.country, "state") if country else None
    if key in shared_places():
        return (found or Spot(name, None, "city"))._replace(name=name, country=None)
    return found


def province_short(name: str) -> Spot | None:
    """A state's short form in AP style ("Calif."), which stands after a comma."""
    found = _spots().get(name)
    return found if found and found.sort == "short" else None
