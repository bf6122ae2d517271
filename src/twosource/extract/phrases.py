"""What a noun phrase says of the source it denotes: its head noun, how many, definite or not, and for whom it speaks.

Reads the Words of one sentence and the Entities, gives Phrases ("two officials at the Defence Ministry": official, 2, Defence Ministry).
Linear, left to right: the parse of a long source phrase is what fails first.
Does not look outside the phrase: who "the minister" is, extract/names.py.
"""

from __future__ import annotations

from dataclasses import dataclass

from twosource.extract.entities import Entities
from twosource.extract.gazetteer import Noun, NounClass, demonym_country, name_words, noun, state_names
from twosource.extract.headlines import CALENDAR
from twosource.extract.mentions import Run
from twosource.extract.words import POSSESSIVE, Word
from twosource.model import SourceKind

_NUMBERS = {w: i for i, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())} | {
    "both": 2,
    "another": 1,
    "couple": 2,
    "pair": 2,
}
DETERMINERS = name_words("determiner")
_NO_OWNERS = DETERMINERS | CALENDAR
_QUANTIFIERS = name_words("quantifier")
_STOPS = frozenset(("who", "whom", "whose", "which", "that", "where", "when", ",", "(", ";", ":", "—", "–", "--"))
OWNERS = frozenset("his her its their my our your".split())
_BODY_PREPOSITIONS = frozenset("of for at from with within inside in to".split())
_SPEAKERS = frozenset(
    "spokesman spokeswoman spokesperson representative official press secretary officer".split()
)  # a named one speaks for the body, too
CAMPS = name_words("camp")
_PLAIN = name_words("plain")  # "state regulators" are of no one state
_STATE_NOUNS = frozenset(("government", "authorities", "regime", "state"))


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase whose head is a common noun; indexes are words of the sentence."""

    first: int  # after the determiner
    head: int
    end: int  # of the description: before "who", a comma, a verb
    noun: Noun | None
    lemma: str
    number: int | None
    definite: bool
    determiner: str | None
    owner: int | None  # a possessive pronoun before it: "his lawyer"


def stretch(words: list[Word], first: int, last: int) -> tuple[int, int]:
    """Without punctuation and conjunctions at the ends."""
    while first < last and (
        not any(c.isalnum() for c in words[first].text) or words[first].lower in ("and", "but", "or", "as", "that", "while")
    ):
        first += 1
    while last > first and not any(c.isalnum() for c in words[last - 1].text) and words[last - 1].text != ")":
        last -= 1
    return first, last


def head_of(words: list[Word], first: int, last: int, entities: Entities, sentence: int) -> int | None:
    """The head word of the phrase first..last: the last noun before a preposition, a comma or a verb."""
    covered = {k: r.last - 1 for i in entities.by_sentence.get(sentence, ()) for r in (entities.runs[i],) for k in range(r.first, r.last)}
    head = None
    k = first
    while k < last:
        if k in covered:
            head, k = min(covered[k], last - 1), covered[k] + 1
            continue
        w = words[k]
        if w.lower in _STOPS:
            if head is None:
                k += 1
                continue
            break
        if head is not None and w.pos == "CCONJ" and k + 1 < last and (words[k + 1].pos == "ADJ" or words[head].pos == "ADJ"):
            k += 1  # "state and local leaders"
            continue
        if head is not None and (
            w.pos == "ADP"
            or (w.pos in ("VERB", "AUX") and not _participle_before_noun(words, k, last))
            or w.pos in ("ADV", "CCONJ", "PRON", "DET")
        ):
            break
        if (
            (noun(w.lower) is not None and w.pos in ("NOUN", "PROPN", "ADJ", "VERB"))
            or w.pos in ("NOUN", "PROPN", "PRON", "NUM")
            or w.lower in _QUANTIFIERS
        ):
            head = k
        k += 1
    return head


def _participle_before_noun(words: list[Word], k: int, last: int) -> bool:
    """ "college-educated voters", not "a union representing workers"."""
    return k + 1 < last and words[k - 1].text == "-" and words[k + 1].pos in ("NOUN", "PROPN", "ADJ")


def read_phrase(words: list[Word], first: int, last: int, head: int, entities: Entities, sentence: int) -> Phrase:
    """The phrase around a head that is no name."""
    number = None
    if words[head].lower in _QUANTIFIERS and head + 1 < last and words[head + 1].lower == "of":
        number = _NUMBERS.get(words[head].lower)
        inner = head_of(words, head + 2, last, entities, sentence)
        if inner is not None:
            head = inner
    found, lemma = _noun_at(words, head)
    start = first
    determiner, owner = None, None
    while start < head and (
        words[start].lower in DETERMINERS
        or words[start].lower in OWNERS
        or words[start].lower in ("of", "at", "least", "about")
        or words[start].lower in _QUANTIFIERS
    ):
        determiner = determiner or words[start].lower
        if words[start].lower in OWNERS:
            owner = start
        if words[start].lower not in ("a", "an", "the"):
            number = number or _NUMBERS.get(words[start].lower)
        start += 1
    if number is None and lemma != "percent":
        number = next(
            (_count(w) for w, after in zip(words[first:head], words[first + 1 :], strict=False) if _count(w) and after.text != "-"), None
        )
    plural = found.plural if found else words[head].lower.endswith("s") and not words[head].lower.endswith("ss")
    if number is None and found and not plural and found.sort in (NounClass.VOICE, NounClass.LEADER, NounClass.EXPERT, NounClass.PERSON):
        number = 1
    definite = (
        determiner in ("the", "this", "that", "these", "those") or owner is not None or any(w.text in POSSESSIVE for w in words[start:head])
    )
    end = head + 1
    while end < last and words[end].lower not in _STOPS and words[end].pos not in ("VERB", "AUX"):
        end += 1
    return Phrase(start, head, max(end, head + 1), found, lemma, number, definite, determiner, owner)


def _count(w: Word) -> int | None:
    if w.lower in _NUMBERS and w.lower not in ("one", "another"):
        return _NUMBERS[w.lower]
    return int(w.text) if w.text.isascii() and w.text.isdigit() and len(w.text) < 5 else None


def _noun_at(words: list[Word], head: int) -> tuple[Noun | None, str]:
    """The noun of the head, with the word before it where the two are one ("prime minister", "air force")."""
    if head:
        pair = noun(f"{words[head - 1].lower} {words[head].lower}")
        if pair:
            return pair, pair.lemma
    found = noun(words[head].lower)
    if found is None and "-" in words[head].text:
        found = noun(words[head].lower.rsplit("-", 1)[1])
    return found, found.lemma if found else words[head].lower


def body_in(
    words: list[Word],
    first: int,
    head: int,
    end: int,
    entities: Entities,
    sentence: int,
    *,
    behind: bool = True,
    exclude: Run | None = None,
) -> str | None:
    """The body that a phrase names before or behind its head: "[Interior Ministry] spokesman", "officials at [the Defence Ministry]"."""
    before = _body_before(words, first, head, entities, sentence, exclude)
    if before or not behind:
        return before
    k = head + 1
    if k < len(words) and words[k].lower in _BODY_PREPOSITIONS:
        preposition = words[k].lower
        k += 1
        while k < len(words) and words[k].lower in DETERMINERS:
            k += 1
        stop = k
        while stop < len(words) and (
            words[stop].pos in ("NOUN", "PROPN", "ADJ", "NUM")
            or words[stop].text in POSSESSIVE
            or words[stop].text in ("-", "&")
            or any(r.first <= stop < r.last for r in _runs(entities, sentence))
        ):
            stop += 1
        if stop > k:
            found = _body_before(words, k, stop, entities, sentence, exclude)
            if found and (preposition not in ("in", "to") or not _is_place(found, entities)):
                return found
    return None


def _is_place(name: str, entities: Entities) -> bool:
    return any(e.place and e.name == name for e in entities.all)


def _runs(entities: Entities, sentence: int) -> list[Run]:
    return [entities.runs[i] for i in entities.by_sentence.get(sentence, ())]


def _body_before(words: list[Word], first: int, stop: int, entities: Entities, sentence: int, exclude: Run | None) -> str | None:
    """The last body named in words first..stop: a common noun with its name ("Trump campaign"), a name, a demonym."""
    for k in range(stop - 1, first - 1, -1):
        common = noun(words[k].lower)
        if (
            common
            and common.sort is NounClass.BODY
            and (words[k].text.islower() or k == 0)
            and not common.plural
            and (common.lemma not in _PLAIN or (k > 0 and words[k - 1].text in POSSESSIVE))
        ):
            body = common_body(words, first, k, entities, sentence)
            return body[:1].upper() + body[1:]
        for i in entities.by_sentence.get(sentence, ()):
            run = entities.runs[i]
            if run.last - 1 == k and run.first >= first and run is not exclude:
                if run.kind is SourceKind.GROUP and run.country:
                    return state_names()[run.country]
                if run.office and run.first >= first:
                    return None
                entity = entities.readings[i].entity
                if entity:
                    return entity.name
        code = demonym_country(words[k].text)
        if code:
            return state_names()[code]
    return None


def common_body(words: list[Word], first: int, head: int, entities: Entities, sentence: int) -> str:
    """A body called by a common noun, with its owner where told: "Ukraine's air force", "Trump campaign", else "police"."""
    found, lemma = _noun_at(words, head)
    size = len(lemma.split()) if found else 1
    start = head - size + 1
    k = start
    while k > first and (
        (words[k - 1].pos in ("PROPN", "ADJ", "NOUN") and words[k - 1].lower not in _NO_OWNERS)  # "on Friday police"
        or words[k - 1].text in POSSESSIVE
        or words[k - 1].text in ("-", "–")
    ):
        k -= 1
    for run in _runs(entities, sentence):
        if run.first < k < run.last:
            k = run.first
    inside = [i for i in entities.by_sentence.get(sentence, ()) if k <= entities.runs[i].first and entities.runs[i].last <= start]
    owner = entities.readings[inside[0]].entity if inside else None
    peoples = (r.country for r in _runs(entities, sentence) if k <= r.first and r.last <= start and r.kind is SourceKind.GROUP)
    demonym = next((c for c in peoples if c), None) or next((c for w in words[k:start] if (c := demonym_country(w.text))), None)
    if lemma in _STATE_NOUNS and (demonym or (owner and owner.place and owner.country)):
        return state_names()[demonym] if demonym else owner.name if owner else ""
    if owner and owner.kind is SourceKind.PERSON and lemma in CAMPS:
        return f"{owner.name.split()[-1]} {lemma}"  # "Donald Trump's campaign", "the Trump campaign"
    text = join(words[k : head + 1])
    if not inside and not demonym:
        known = entities.body_called(lemma, sentence=sentence)
        if known and not words[k:start]:
            return known.name
    return text


def join(words: list[Word]) -> str:
    """Words as the text has them, a blank where it has one."""
    text = ""
    for i, w in enumerate(words):
        text += (" " if i and w.at[0] > words[i - 1].at[1] else "") + w.text
    return text


def speaks(role: str) -> bool:
    """Does a named holder of this role speak for the body rather than in their own right?"""
    words = role.split()
    return bool(words) and (
        words[-1] in _SPEAKERS - {"secretary", "officer"}
        or words[-2:]
        in (
            ["press", "secretary"],
            ["press", "officer"],
            ["communications", "director"],
            ["police", "officer"],
            ["police", "chief"],
            ["fire", "chief"],
            ["police", "inspector"],
            ["police", "sgt."],
            ["police", "lt."],
            ["police", "commissioner"],
            ["police", "superintendent"],
        )
    )
