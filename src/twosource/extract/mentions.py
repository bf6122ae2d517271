"""Where names stand in an article: runs of capitalised words, parted into title and name.

Reads Parsed, gives Words (what we need of spaCy's tokens) and Runs (mention detection). A run's kind is a hint from titles, tables
and the words of the name itself; the model's entity type is one voice among them, never the judge: it calls Trump an organisation.
Does not say which runs are one person: extract/entities.py.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field

from twosource.extract.beside import JOINERS, OUTLET_NOUNS, PEOPLE_NOUNS, body_after, region_after, role_after, role_before
from twosource.extract.gazetteer import (
    NounClass,
    TitleClass,
    demonym_country,
    first_names,
    known,
    name_words,
    noun,
    org_words,
    province_short,
    spot,
    state,
    titles,
)
from twosource.extract.parse import Parsed
from twosource.extract.words import POSSESSIVE, Word, is_headline
from twosource.model import SourceKind, Span
from twosource.naming import FAMILY_FIRST, fold

_NAMED = frozenset(("PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "PRODUCT", "WORK_OF_ART", "LAW", "EVENT"))
_PARTICLES = name_words("particle")
_OPENERS = frozenset(("“", '"', "‘", ":", "—", "–", "--", "(", "•", "-", "''", "``"))
_NOT_NAMES = name_words("not_name")
_PARTIES = name_words("adjective")
_PEOPLES = name_words("peoples")  # "People's Daily"
_MODIFIERS = name_words("title_modifier")
_DOMAINS = name_words("domain")
_OF_WORDS = name_words("of_title")
_REALMS = name_words("realm")
_FOR = name_words("body_for")
_TAILS = name_words("hyphen_tail")
_SURNAMES = name_words("surname_title")
_OUTLET_ENDS = name_words("outlet_end")
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_GENERATION = frozenset(("jr", "jr.", "sr", "sr.", "ii", "iii", "iv"))


@dataclass(slots=True)
class Run:
    """A name as written: words first..last of a sentence (`last` excluded), of which core.. is the name without title."""

    sentence: int
    first: int
    core: int
    last: int
    words: tuple[str, ...]  # of the name
    span: Span  # of the name
    kind: SourceKind | None = None
    name: str | None = None  # where a table has one way to write it
    country: str | None = None
    place: bool = False
    office: bool = False  # "Secretary of State" with nobody's name
    honorific: bool = False
    gender: str | None = None
    title: tuple[str, ...] = ()
    roles: list[str] = field(default_factory=list)  # "russian foreign minister", lower case
    role_at: list[tuple[int, int]] = field(default_factory=list)  # where: first word and head
    owner: int | None = None  # index of the run that possesses it: "Ukraine" in "Ukraine's Defense Ministry"
    acronym: str | None = None  # "IMF" of "International Monetary Fund (IMF)"
    ner: str = ""
    headline: bool = False

    @property
    def text(self) -> str:
        return " ".join(self.words)


def _is_name_word(words: list[Word], i: int, *, headline: bool, shown: Container[str] = ()) -> bool:
    w = words[i]
    if not w.text[0].isupper() or w.lower in _NOT_NAMES:
        return False
    if w.pos in ("ADP", "SCONJ", "AUX", "CCONJ", "PRON", "DET", "PART") and w.text not in shown:
        return False
    if i == 0 and w.lower.endswith("ing") and w.pos != "PROPN" and w.text not in shown:
        return False
    if headline:
        return w.pos == "PROPN" or w.ent in _NAMED or w.text in shown
    first = _at_start(words, i)
    if w.pos == "PROPN" or (w.ent in _NAMED and not first):
        return True
    if first:
        return (
            w.text in shown
            or w.lower in first_names()
            or w.text in titles()
            or demonym_country(w.text) is not None
            or (i + 1 < len(words) and demonym_country(f"{w.text} {words[i + 1].text}") is not None)
            or (known(w.text) is not None and w.pos != "VERB")
        )
    return w.pos in ("NOUN", "ADJ", "X", "ADV", "VERB", "INTJ") and len(w.text) > 1 and not (w.pos == "VERB" and w.text.isupper())


def _runs_of(words: list[Word], shown: Container[str], *, headline: bool) -> list[tuple[int, int]]:
    """Where name words stand together, little words between them as names have them."""
    n = len(words)
    is_name = [_is_name_word(words, i, headline=headline, shown=shown) for i in range(n)]
    found: list[tuple[int, int]] = []
    i = 0
    while i < n:
        start = i
        if not is_name[i]:
            lead = words[i].lower in _PARTICLES and words[i].text.islower() and i + 1 < n
            if lead and is_name[i + 1] and words[i + 1].pos == "PROPN" and words[i].pos != "ADP":
                i += 1  # "de Blasio"
            elif lead and i + 2 < n and words[i + 1].text == "-" and is_name[i + 2]:
                i += 2  # "al-Assad"
            else:
                i += 1
                continue
        j = i + 1
        while j < n:
            j2 = _joined(words, is_name, start, j)
            if j2 is None:
                break
            j = j2
        found.append((start, j))
        i = j
    return found


def _joined(words: list[Word], is_name: list[bool], start: int, j: int) -> int | None:
    """One past the next name word that goes on the run start..j, or None."""
    n, w, before = len(words), words[j], words[j - 1]
    if is_name[j]:
        return j + 1
    following = j + 1 < n and is_name[j + 1]
    tight = w.at[0] == before.at[1]
    if w.text in ("-", "–", "/") and tight and j + 1 < n and words[j + 1].at[0] == w.at[1] and not _is_place_word(before.text):
        tail = words[j + 1]
        person = "PERSON" in (before.ent, tail.ent) or (j > 1 and words[j - 2].lower in FAMILY_FIRST)
        lower = tail.text.islower() and tail.text.isalpha() and len(tail.text) < 7 and tail.lower not in _TAILS
        if following or (lower and person and before.pos == "PROPN"):
            return j + 2  # "Jong-un", "Reuters/Ipsos"; "US-Ukraine" is two names, "Clinton-era" no name
    if len(w.text) == 1 and w.text.isupper() and following:
        return j + 2  # "George A Lopez"
    if w.text == "&" and following:
        return j + 2
    if w.lower in _PARTICLES and w.text.islower():
        k = j
        while k < n and words[k].lower in _PARTICLES:
            k += 1
        if k < n and words[k].text == "-":
            k += 1
        if k < n and is_name[k] and words[k].pos == "PROPN":
            return k + 1
    if w.lower in JOINERS:
        k = j + 1 + (j + 1 < n and words[j + 1].lower == "the")
        left = (
            before.text in org_words()
            or before.lower in _REALMS
            or (w.lower == "of" and before.lower in _OF_WORDS)
            or (w.lower == "of" and w.ent == "ORG" == before.ent)
        )
        if (
            left
            and k < n
            and is_name[k]
            and (
                w.lower == "of"
                or w.ent in ("ORG", "FAC", "LAW")
                or (w.lower == "for" and org_words().get(before.text) in _FOR)
                or (w.lower == "to" and before.text == "Mission")
            )
        ):
            return k + 1
    if (
        w.lower == "and"
        and following
        and w.ent in ("ORG", "FAC")
        and before.ent == w.ent == words[j + 1].ent
        and any(x.text in org_words() for x in words[start:j] + words[j + 1 : j + 4])
    ):
        return j + 2
    if w.text in POSSESSIVE and following and before.lower in _PEOPLES:
        return j + 2
    if w.text in ("'", "’") and following and tight and before.lower.endswith("s") and words[j + 1].text in org_words():
        return j + 2  # "Seafarers' Union"
    if w.text == "," and j + 1 < n and words[j + 1].lower in _GENERATION:
        return j + 2
    return None


def _is_place_word(text: str) -> bool:
    return state(text) is not None or demonym_country(text) is not None or spot(text) is not None


def _title_end(words: list[Word]) -> int:
    """How many leading words of a run are title: 4 in "US Secretary of State | Marco Rubio", 0 where there is none."""
    end = 0
    for k, w in enumerate(words):
        text = w.text if w.text in titles() else w.text.capitalize() if w.text.isupper() and len(w.text) > 4 else w.text
        if text not in titles():
            continue
        if 0 < k == len(words) - 1 and w.lower in _SURNAMES and not (_modifies_title(words[k - 1]) or words[k - 1].text in titles()):
            continue  # "Raj Shah"
        if k and not end and not all(_modifies_title(x) for x in words[:k]) and titles()[text][0] is TitleClass.HONORIFIC:
            continue
        end = k + 1
        if k + 1 < len(words) and words[k + 1].lower in ("of", "for"):
            end = k + 2
            while end < len(words) and (
                words[end].lower in _DOMAINS or state(words[end].text) or demonym_country(words[end].text) or spot(words[end].text)
            ):
                end += 1
            if end == k + 2:  # "Director of Something Else": all of it is title
                return len(words)
    return end


def _modifies_title(w: Word) -> bool:
    return w.lower in _MODIFIERS or w.text in titles() or state(w.text) is not None or demonym_country(w.text) is not None


def _has_org_word(words: tuple[str, ...]) -> bool:
    if words[-1] in org_words() or {"TV", "Images", "Inc.", "Ltd."} & set(words):
        return True
    return any(
        w in org_words() and i + 1 < len(words) and words[i + 1] in ("of", "for", "on", "against", "to", "and", "&")
        for i, w in enumerate(words)
    )


def _part(sentence: int, words: list[Word], first: int, last: int, *, headline: bool) -> Run:
    """The run first..last parted into title and name, with what its own words say it is."""
    inside = words[first:last]
    whole = " ".join(w.text for w in inside)
    ner = _majority([w.ent for w in inside if w.ent in _NAMED])
    core, table = first, known(whole)
    title: tuple[str, ...] = ()
    if table is None and spot(whole) is None:
        end = _given_at(inside) or _title_end(inside)
        while end and end < len(inside) and inside[end].text in (",", "-"):
            end += 1
        if end and inside[end - 1].text == "Miss" and len(inside) > end + 2 and inside[end + 1].lower in first_names():
            end += 1  # "Miss Universe | Anna Weber"
        rest: tuple[str, ...] = tuple(w.text for w in inside[end:])
        if end and not rest and len(inside) > 1 and _is_honorific(inside[-2].text):
            end, rest = len(inside) - 1, (inside[-1].text,)  # "Mr. King"
        if end and all(w.lower() in _GENERATION or w == "," for w in rest) and len(inside) > 1 and (rest or not _is_office(inside)):
            end, rest = 0, tuple(w.text for w in inside)  # "Kate Bishop", "Martin Luther King, Jr.", "Citizens for Tax Justice"
        if end and rest and _has_org_word(rest) and not _is_honorific(inside[end - 1].text):
            end = 0  # "General Motors Corp."
        if end:
            core, title = (first + end, tuple(w.text for w in inside[:end])) if rest else (first, tuple(w.text for w in inside))
            if not rest:
                return _office(sentence, words, first, last, title, headline=headline)
        elif credit := _credit(inside, at_start=first == 0):
            core = first + credit  # a picture's credit run into the text: "Getty Images | Tributes were left"
        elif (
            len(inside) > 2
            and inside[1].lower in first_names()
            and inside[0].lower not in first_names()
            and len(inside[0].text.strip(".")) > 1
            and (
                inside[0].pos != "PROPN"
                or noun(inside[0].lower) is not None
                or inside[0].text in _PARTIES
                or _is_place_word(inside[0].text)
            )
            and not _has_org_word(tuple(w.text for w in inside))
        ):
            core, title = first + 1, (inside[0].text,)  # "Republican Donald Trump"
        elif (
            1 < len(inside) < 5
            and _is_role(inside[0], at_start=_at_start(words, first) or headline)
            and not _has_org_word(tuple(w.text for w in inside))
        ):
            core, title = first + 1, (inside[0].text,)
    names = words[core:last]
    texts = tuple(w.text.strip(_INVISIBLE) or w.text for w in names)
    run = Run(
        sentence,
        first,
        core,
        last,
        texts,
        (names[0].at[0], names[-1].at[1]),
        title=title,
        ner=_majority([w.ent for w in names if w.ent in _NAMED]) or ner,
        headline=headline,
    )
    _hint(run, whole if core == first else " ".join(texts))
    return run


def _credit(inside: list[Word], *, at_start: bool) -> int:
    """How many words of a run that opens a sentence are the credit of a picture before it: 1 in "Reuters North Korean", 0 in "BBC News"."""
    for size in (2, 1):
        head = known(" ".join(w.text for w in inside[:size])) if at_start and len(inside) > size else None
        if head and head.kind in (SourceKind.AGENCY, SourceKind.OUTLET):
            nxt = inside[size]
            common = noun(nxt.lower)
            people = common is not None and (common.plural or common.lemma == "police")
            return size if people or demonym_country(nxt.text) or spot(nxt.text) or nxt.lower in first_names() else 0
    return 0


def _given_at(inside: list[Word]) -> int:
    """Where a person's name begins after a body's: 4 in "Foreign Affairs Committee Leonid Slutsky", else 0."""
    for k in range(1, len(inside) - 1):
        if inside[k].lower in first_names() and not _has_org_word(tuple(w.text for w in inside[k:])):
            before = inside[:k]
            if before[-1].text in org_words() or (k > 1 and known(" ".join(w.text for w in before))):
                return k
    return 0


def _at_start(words: list[Word], k: int) -> bool:
    """Where a sentence or a quotation begins, or the text after a dateline."""
    if (
        k > 1
        and words[k - 2].text in (",", ".", "?", "!")
        and words[k - 2].at[1] == words[k - 1].at[0]
        and words[k - 1].text in ('"', "''")
    ):
        return False  # behind the mark that closes a quotation
    return k == 0 or words[k - 1].text in _OPENERS or words[k - 1].pos == "SPACE"


def _is_role(w: Word, *, at_start: bool) -> bool:
    """ "Singer Rihanna": a role has a capital where a sentence begins."""
    role = noun(w.lower)
    if w.lower in first_names():
        return False
    return w.lower in ("candidate", "nominee", "rival", "republican", "democrat") or (
        at_start and role is not None and not role.plural and role.sort in PEOPLE_NOUNS
    )


def _is_office(words: list[Word]) -> bool:
    """Nothing but title: "Secretary of State", "SpaceX CEO", "Chief Justice"; no "Steve King", no "Tax Justice"."""
    if words[0].lower in first_names() and not _modifies_title(words[0]):
        return False
    return words[-1].text not in ("Justice", "Private", "Major", "General", "Father", "Sister", "Lady", "Coach", "Guard") or all(
        _modifies_title(w) for w in words[:-1]
    )


def _is_honorific(text: str) -> bool:
    return text in titles() and titles()[text][0] is TitleClass.HONORIFIC


def _office(sentence: int, words: list[Word], first: int, last: int, title: tuple[str, ...], *, headline: bool) -> Run:
    at = (words[first].at[0], words[last - 1].at[1])
    return Run(sentence, first, first, last, title, at, kind=SourceKind.OFFICE, office=True, headline=headline, gender=_title_gender(title))


def _title_gender(title: tuple[str, ...]) -> str | None:
    return next((titles()[w][1] for w in reversed(title) if w in titles() and titles()[w][1]), None)


def _hint(run: Run, text: str) -> None:
    """Sets what tables, title and the words of the name say."""
    texts = run.words
    if run.title:
        run.gender = _title_gender(run.title)
        run.honorific = _is_honorific(run.title[-1])
        if any(w in titles() for w in run.title) or (len(texts) > 1 and fold(texts[0]) in first_names()):
            run.kind = SourceKind.PERSON
        roles = [w for w in run.title if not _is_honorific(w)]
        if roles:
            run.roles.append(" ".join(roles).casefold())
            run.role_at.append((run.first, run.core - 1))
        return
    table = known(text)
    if table:
        run.kind, run.name, run.country, run.place = table.kind, table.name, table.country, table.country is not None
        return
    if text in _PARTIES or ("-" in texts and demonym_country(texts[-1]) is not None):  # "African-Americans"
        run.kind = SourceKind.GROUP
        return
    people = noun(text.casefold()) if len(texts) == 1 and text[1:].islower() else None
    if demonym_country(text) or (
        people
        and (people.sort is NounClass.PERSON or (run.first == 0 and people.sort in (*PEOPLE_NOUNS, NounClass.GROUP)))
        and known(text) is None
    ):
        run.kind, run.country = SourceKind.GROUP, demonym_country(text)  # "Ukrainians", "the Republican"
        return
    place = spot(text) or province_short(text)
    first = fold(texts[0])
    if len(texts) > 1 and first in first_names() and not _has_org_word(texts) and not (place and place.sort != "city"):
        run.kind, run.gender = SourceKind.PERSON, first_names()[first]
    elif place and not (run.ner == "PERSON" and len(texts) == 1 and place.country is None):
        run.place, run.country, run.name = True, place.country, place.name
    elif len(texts) > 1 and texts[-1] in _OUTLET_ENDS:
        run.kind = SourceKind.OUTLET
    elif _has_org_word(texts) and not (len(texts) == 1 and texts[0] in titles()):
        run.kind = SourceKind.BODY


def _closed(words: tuple[str, ...]) -> str:
    """The words as one text, hyphens closed."""
    return " ".join(words).replace(" - ", "-").replace(" ’s", "’s").replace(" 's", "'s")


def _majority(values: list[str]) -> str:
    return max(sorted(set(values)), key=values.count) if values else ""


def read_runs(parsed: Parsed, words: list[list[Word]]) -> list[Run]:
    """All runs of an article in text order."""
    found: list[Run] = []
    shown = _shown(words)
    in_body = {w.casefold() for w in shown}
    for sentence in parsed.sentences:
        these = words[sentence.number]
        headline = is_headline(these)
        at_start = len(found)
        for first, last in _runs_of(these, shown, headline=headline):
            if headline:
                first, last = _trimmed(these, first, last, in_body)
            if first < last:
                found.append(_part(sentence.number, these, first, last, headline=headline))
        _relate(these, found, at_start)
    return found


def _shown(words: list[list[Word]]) -> set[str]:
    """Words that the article shows to be names: with a capital inside a sentence, never without; so "Zelenskyy" is one at its start."""
    small = {w.text for s in words for w in s if w.text.islower()}
    found = {
        w.text
        for s in words
        if not is_headline(s)
        for i, w in enumerate(s)
        if i and w.text[0].isupper() and _is_name_word(s, i, headline=False)
    }
    return {w for w in found if w.lower() not in small and w not in org_words() and w not in titles() and noun(w.lower()) is None}


def _trimmed(words: list[Word], first: int, last: int, shown: set[str]) -> tuple[int, int]:
    """In a headline only what body text, too, writes with a capital, or tables hold: "Zelenskyy Offers" is Zelenskyy."""

    def sure(k: int) -> bool:
        w = words[k]
        return (
            w.lower in shown
            or w.lower in first_names()
            or (w.ent == "PERSON" and w.pos == "PROPN" and k > 0 and words[k - 1].lower in first_names())
            or w.text in titles()
            or demonym_country(w.text) is not None
            or (not shown and w.pos == "PROPN")
            or w.lower in _PARTICLES | JOINERS
            or known(w.text) is not None
            or spot(w.text) is not None
        )

    while first < last and not sure(first):
        first += 1
    end = first
    while end < last and sure(end):
        end += 1
    while end > first and words[end - 1].lower in JOINERS | _PARTICLES:
        end -= 1
    return first, end


def _relate(words: list[Word], runs: list[Run], since: int) -> None:
    """Owners, acronyms in brackets, and the roles told beside a name, for the runs of one sentence."""
    for k in range(since, len(runs)):
        run = runs[k]
        if k > since and runs[k - 1].last < len(words) and runs[k - 1].last + 1 == run.first and words[runs[k - 1].last].text in POSSESSIVE:
            run.owner = k - 1
        after = words[run.last : run.last + 3]
        if len(after) == 3 and after[0].text == "(" and after[2].text == ")" and after[1].text.isupper() and 2 <= len(after[1].text) <= 8:
            run.acronym = after[1].text
        if run.kind is None and not run.place and not run.title and len(run.words) < 4:
            region = region_after(words, run.last)
            if region and (region.sort != "state" or run.ner in ("GPE", "LOC")):
                run.kind, run.place, run.country, run.name = SourceKind.BODY, True, region.country, _closed(run.words)
        called = (
            noun(words[run.first - 1].lower)
            if run.first and words[run.first - 1].pos == "NOUN" and words[run.first - 1].text.islower()
            else None
        )
        if (
            run.kind is None
            and not run.place
            and called
            and (called.sort is NounClass.BODY or called.lemma in OUTLET_NOUNS)
            and not called.plural
        ):
            run.kind = SourceKind.OUTLET if called.lemma in OUTLET_NOUNS else SourceKind.BODY
        if run.kind is None and not run.place and (sort := body_after(words, run.last)) is not None:
            run.kind = SourceKind.OUTLET if sort.lemma in OUTLET_NOUNS else SourceKind.BODY
        if run.kind not in (SourceKind.BODY, SourceKind.AGENCY, SourceKind.OUTLET, SourceKind.OFFICE, SourceKind.GROUP) and not run.place:
            before = role_before(words, run.first)
            later = role_after(words, run.last)
            for first, head in (r for r in (before, later) if r):
                role = noun(words[head].lower)
                assert role is not None
                run.roles.append(" ".join(w.lower for w in words[first : head + 1]))
                run.role_at.append((first, head))
                run.gender = run.gender or role.gender
                if len(run.words) > 1 or run.ner != "GPE":
                    run.kind = SourceKind.PERSON
