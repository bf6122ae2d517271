"""Which runs of one article are one person, body or place.

Reads Runs, gives Entities (entity clustering within a document): a full name read anywhere, headline or last line, lends its kind and
gender to its short forms. Where two people share a surname a bare one goes to him who bore it first, else to nobody.
Does not resolve pronouns (extract/pronouns.py).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from twosource.extract.gazetteer import capital, first_names, known, name_words, org_words, state_names
from twosource.extract.mentions import Run
from twosource.extract.words import POSSESSIVE, Word
from twosource.model import SourceKind, Span
from twosource.naming import FAMILY_FIRST, fold, name_key

_GENERATION = ("jr", "sr", "ii", "iii", "iv")
_SHORT_TITLES = {
    "sen": "senator",
    "gov": "governor",
    "rep": "representative",
    "gen": "general",
    "prof": "professor",
    "col": "colonel",
    "capt": "captain",
    "sgt": "sergeant",
    "lt": "lieutenant",
    "det": "detective",
    "adm": "admiral",
}
_LOOSE = name_words("company") | name_words("outlet")
_COMPANIES = name_words("company")
_BODY_ENDS = tuple(name_words("body_end"))
_CAMEL_PEOPLE = ("Mc", "Mac", "De", "Di", "Du", "La", "Le", "Van", "Von", "Fitz", "O’", "O'", "D’", "D'")
_NEAR = 3  # sentences
_KIN = name_words("relative")
_SPOKESPEOPLE = frozenset(  # whom a body has
    "spokesman spokeswoman spokesperson spokespeople official officials executives shareholders workers employees managers".split()
)
_HE, _SHE = frozenset(("he", "his", "him", "himself")), frozenset(("she", "her", "hers", "herself"))


@dataclass(slots=True, eq=False)
class Entity:
    """Somebody or something an article names. `runs` are in text order; `sure` tells that the text itself shows the kind."""

    name: str
    kind: SourceKind
    named_at: Span
    gender: str | None = None
    country: str | None = None
    place: bool = False
    sure: bool = False
    comes_back: str | None = None  # "ministry" for "the ministry"
    runs: list[Run] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    titles: set[str] = field(default_factory=set)  # folded single words of its roles

    def words(self) -> list[str]:
        return fold(self.name).split()


@dataclass(slots=True)
class Reading:
    """What a run was read as: its entity, else those it may be (two people of one surname)."""

    entity: Entity | None
    among: tuple[Entity, ...] = ()


def _full_key(run: Run) -> tuple[str, str, str] | None:
    """First name, surname and generation by sound, for a name of two words or more."""
    words = [w for w in name_key(" ".join(run.words)).split() if w]
    generation = next((w for w in words if w in _GENERATION), "")
    words = [w for w in words if w not in _GENERATION]
    if len(words) > 2 and len(words[0]) == 1:  # "R. Nicholas Burns"
        words = words[1:]
    return (words[0], words[-1], generation) if len(words) > 1 and len(words[0]) > 1 else None


def _display(run: Run) -> str:
    """The name in one line: "Donald Trump Jr." without a comma, hyphens closed."""
    text = ""
    for i, w in enumerate(run.words):
        tight = w in (",", "-", "–", "/") or w in POSSESSIVE or (i and run.words[i - 1] in ("-", "–", "/"))
        text += ("" if tight or not text else " ") + ("" if w == "," else w)
    return text.strip()


class Entities:
    """The entities of one article, and for each run which one it is."""

    def __init__(self, runs: list[Run], words: list[list[Word]], *, spoken: Sequence[Span] = ()) -> None:
        self.runs = runs
        self._spoken = set(spoken)
        self.words = words
        self.all: list[Entity] = []
        self.readings: list[Reading] = [Reading(None)] * len(runs)
        self._alone = Counter(fold(r.words[0]) for r in runs if len(r.words) == 1)
        self.by_sentence: dict[int, list[int]] = {}
        for i, run in enumerate(runs):
            self.by_sentence.setdefault(run.sentence, []).append(i)
        self._people()
        self._bodies()
        self._short_forms()
        self._genders()
        for entity in self.all:
            entity.titles = {_SHORT_TITLES.get(w, w) for role in entity.roles for w in fold(role).split()}

    def _add(self, entity: Entity | None, i: int) -> None:
        if entity is None:
            return
        run = self.runs[i]
        self.readings[i] = Reading(entity)
        entity.runs.append(run)
        entity.gender = entity.gender or run.gender
        entity.roles.extend(r for r in run.roles if r not in entity.roles)

    def _new(self, i: int, *, kind: SourceKind, name: str, sure: bool = False) -> Entity:
        run = self.runs[i]
        entity = Entity(name, kind, run.span, country=run.country, place=run.place, sure=sure)
        self.all.append(entity)
        return entity

    def _is_person(self, run: Run, votes: Counter[tuple[str, str, str]], key: tuple[str, str, str]) -> bool:
        if run.kind is SourceKind.PERSON:
            return True
        if run.kind is not None or run.place or run.acronym or len(run.words) > 5 or any(w in ("of", "for", "&", "and") for w in run.words):
            return False
        if self._preceded_by_the(run):
            return False
        size = sum(w not in ("-", "–") for w in run.words) - run.words.count("-")
        speaks = run.span in self._spoken and 2 <= size <= 3 and not any(w in org_words() for w in run.words)
        if speaks and (votes[key] == 0 or (votes[key] > -2 and self._followed_by_he(run))):
            return True  # nothing is known of it but that it speaks and has two words: "Takaaki Uesugi said"
        if len(run.words[0]) == 2 and run.words[0][1] == "." and 3 <= len(run.words) <= 4 and run.words[-1] not in org_words():
            return True  # "R. Nicholas Burns"
        if (
            fold(run.words[0]) in FAMILY_FIRST
            and len(run.words) <= 3
            and run.words[-1] not in org_words()
            and (votes[key] >= 0 or self._alone[fold(run.words[0])])
        ):
            return True  # "Xi Jinping", then "Xi"
        surname_alone = self._alone[fold(run.words[-1])] > 0
        return votes[key] > 0 or (surname_alone and run.words[-1] not in org_words() and run.ner not in ("GPE", "LOC"))

    def _preceded_by_the(self, run: Run) -> bool:
        return run.first > 0 and self.words[run.sentence][run.first - 1].lower in ("the", "a", "an")

    def _before_noun(self, run: Run) -> bool:
        """ "the Biden administration": the article is the noun's."""
        words = self.words[run.sentence]
        return run.last < len(words) and words[run.last].pos in ("NOUN", "ADJ") and words[run.last].text.islower()

    def _people(self) -> None:
        """Full names of people: two words or more, the same first and last by sound."""
        votes: Counter[tuple[str, str, str]] = Counter()
        keys: list[tuple[str, str, str] | None] = []
        for run in self.runs:
            key = _full_key(run) if not run.office and len(run.words) > 1 and run.name is None and not run.place else None
            keys.append(key)
            if key:
                votes[key] += {"PERSON": 1, "ORG": -1 if run.kind is None else 0}.get(run.ner, 0) + 3 * (run.kind is SourceKind.PERSON)
        found: dict[tuple[str, str, str], Entity] = {}
        forms: dict[int, Counter[str]] = {}
        for i, (run, key) in enumerate(zip(self.runs, keys, strict=True)):
            if key is None or not self._is_person(run, votes, key):
                continue
            entity = found.get(key)
            if entity is None:
                entity = found[key] = self._new(
                    i, kind=SourceKind.PERSON, name=_display(run), sure=votes[key] > 2 or run.kind is SourceKind.PERSON
                )
            self._add(entity, i)
            forms.setdefault(id(entity), Counter())[_display(run)] += 1 if run.headline else 2
        for entity in found.values():
            ranked = [form for form, _ in forms[id(entity)].most_common()]
            entity.name = next((form for form in ranked if not form.isupper()), ranked[0])
            first = next(r for r in entity.runs if _display(r) == entity.name)
            entity.named_at = first.span
            given = fold(entity.name.split()[0])
            entity.gender = entity.gender or first_names().get(given)

    def _bodies(self) -> None:
        """Bodies, agencies, outlets and places, each by the key of its name with its owner's."""
        found: dict[str, Entity] = {}
        parts = [name_key(e.name).split() for e in self.all]
        outlets = {r.name for r in self.runs if r.kind is SourceKind.OUTLET and r.name and " " in r.name}
        lasts = Counter(name.split()[-1] for name in sorted(outlets))
        for i, run in enumerate(self.runs):
            if (
                self.readings[i].entity
                or run.office
                or run.kind is SourceKind.PERSON
                or (len(run.words) == 1 and run.kind is None and not run.place and not run.acronym)
            ):
                continue
            if run.kind is SourceKind.GROUP or (run.kind is None and not run.place and self._part_of_person(run, parts)):
                continue
            name = run.name or self._with_owner(i)
            if lasts[name] == 1 and self._preceded_by_the(run):  # "the Post" of the Washington Post
                name = next(o for o in sorted(outlets) if o.endswith(" " + name))
            key = name_key(name)
            entity = found.get(key)
            if entity is None:
                entity = found[key] = self._new(
                    i, kind=SourceKind.OUTLET if name in outlets else run.kind or SourceKind.BODY, name=name, sure=run.kind is not None
                )
                entity.comes_back = self._comes_back(run)
            self._add(entity, i)
            if run.acronym:
                found.setdefault(name_key(run.acronym), entity)
                found.setdefault(fold(run.acronym), entity)
        self._body_keys = found

    @staticmethod
    def _part_of_person(run: Run, people: list[list[str]]) -> bool:
        """A surname of more words ("Von der Leyen", "Marsh Jr.")."""
        words = name_key(" ".join(run.words)).split()
        return len(run.words) > 1 and any(words == person[-len(words) :] for person in people)

    def _comes_back(self, run: Run) -> str | None:
        for w in (run.words[-1], *run.words):
            if w in org_words():
                return org_words()[w]
        return None

    def _with_owner(self, i: int) -> str:
        """ "Ukraine's Defense Ministry", "Russian Defense Ministry": bodies that many states have keep their state."""
        run = self.runs[i]
        if run.owner is not None and not run.name and run.words[-1] in org_words() and len(run.words) <= 3:
            owner = self.runs[run.owner]
            mark = self.words[run.sentence][owner.last].text
            if owner.place or owner.kind is SourceKind.BODY:
                return f"{owner.name or _display(owner)}{mark} {_display(run)}"
        return _display(run)

    def _short_forms(self) -> None:
        """One word: a part of a person's name, an acronym or first word of a body's, else somebody or something of its own."""
        people = [e for e in self.all if e.kind is SourceKind.PERSON]
        by_part: dict[str, list[Entity]] = {}
        for person in people:
            for word in dict.fromkeys(name_key(person.name).split()):
                by_part.setdefault(word, []).append(person)
        acronyms = {
            "".join(w[0] for w in fold(e.name).split() if w not in ("of", "the", "for", "and")): e
            for e in self.all
            if e.kind is not SourceKind.PERSON and len(e.name.split()) > 1
        }
        firsts = {
            name_key(e.name.split()[0]): e
            for e in reversed(self.all)
            if e.kind is SourceKind.BODY and len(e.name.split()) > 1 and not e.place
        }
        first_bare: dict[str, int] = {}
        single: dict[str, Entity] = {}
        for i, run in enumerate(self.runs):
            key = name_key(_display(run))
            if run.office or (run.kind is SourceKind.GROUP and not run.title):  # "Dean said" of Howard Dean, "the dean" of nobody
                if run.country or len(run.words) > 1 or key not in by_part or self._preceded_by_the(run):
                    continue
                run.office, run.kind, run.gender = False, SourceKind.PERSON, None
            table = self.readings[i].entity
            if table and (table.kind is SourceKind.PERSON or len(run.words) > 1 or not (by_part.get(key) and run.ner == "PERSON")):
                continue
            choice = self._choose(by_part.get(key) or by_part.get(key.split()[-1] if key else "", []), run, i, key, first_bare)
            if choice.entity or choice.among:
                if table:
                    table.runs.remove(run)
                first_bare.setdefault(key, i)
                if choice.entity:
                    self._add(choice.entity, i)
                else:
                    self.readings[i] = choice
                continue
            text = _display(run)
            body = acronyms.get(fold(text)) if text.isupper() and len(text) > 1 else None
            body = (
                body or self._body_keys.get(key) or (firsts.get(key) if run.kind is not SourceKind.PERSON and run.ner != "PERSON" else None)
            )
            if body:
                self._add(body, i)
                continue
            if not table:
                if key not in single:
                    single[key] = self._new(i, kind=SourceKind.PERSON if run.kind is None else run.kind, name=text)
                self._add(single[key], i)
        for entity in single.values():
            self._judge(entity)
        self.all = [e for e in self.all if e.runs]

    def _choose(self, people: list[Entity], run: Run, i: int, key: str, first_bare: dict[str, int]) -> Reading:
        """The one person this short form can mean."""
        fit = [p for p in people if not (run.gender and p.gender and run.gender != p.gender)]
        surname = [p for p in fit if self._surname(p) == (key.split() or [""])[-1]]
        fit = surname or fit
        if len(run.words) > 1 and not run.title:
            fit = [p for p in fit if {w for w in key.split() if len(w) > 1} <= set(name_key(p.name).split())]
        else:
            generation = [w for w in key.split() if w in _GENERATION]
            fit = [p for p in fit if all(g in name_key(p.name).split() for g in generation)]
        if len(fit) > 1 and run.roles:
            same_role = [p for p in fit if any(set(fold(r).split()) & set(fold(" ".join(run.roles)).split()) for r in p.roles)]
            fit = same_role if len(same_role) == 1 else fit
        if len(fit) > 1:  # "her husband, Bill Carter" is not who a bare "Carter" is
            kin = [p for p in fit if _KIN & set(fold(" ".join(p.roles)).split())]
            fit = [p for p in fit if p not in kin] or fit
        if len(fit) > 1:
            juniors = [p for p in fit if any(w in _GENERATION for w in name_key(p.name).split())]
            fit = [p for p in fit if p not in juniors] or fit
        if len(fit) == 1 and self._another(fit[0], run, key):
            return Reading(None)
        if len(fit) < 2:
            return Reading(fit[0] if fit else None)
        if not run.gender and (told := self._followed_by_he(run)):
            of_gender = [p for p in fit if p.gender == told]
            if len(of_gender) == 1:
                return Reading(of_gender[0])
        # the one already told by this bare surname before the other was named: "Clinton" stays Hillary after Bill comes in
        named = {p: min(self._position(r) for r in p.runs if len(r.words) > 1) for p in fit}
        early = [p for p in fit if named[p] < self._position(run)]
        if len(early) == 1:
            return Reading(early[0])
        bare = first_bare.get(key)
        if bare is not None:
            told_first = self.readings[bare].entity
            rivals = [p for p in fit if p is not told_first]
            recent = any(0 <= run.sentence - r.sentence <= 1 and len(r.words) > 1 and r.span < run.span for p in rivals for r in p.runs)
            told_recent = told_first is not None and any(0 <= run.sentence - r.sentence <= 1 and r.span < run.span for r in told_first.runs)
            if told_first in fit and (not recent or told_recent):
                return Reading(told_first)
        near = [p for p in fit if any(0 <= run.sentence - r.sentence <= 2 and r.span < run.span for r in p.runs)]
        if len(near) == 1:
            return Reading(near[0])
        return Reading(None, tuple(fit))

    def _another(self, person: Entity, run: Run, key: str) -> bool:
        """Whether a bare surname is not hers who alone is named in full: "President Moran" is no first lady beside Mr. Moran."""
        told = person.gender is not None and any(
            r.honorific and r.gender and r.gender != person.gender and name_key(_display(r)) == key for r in self.runs
        )
        late = min(self._position(r) for r in person.runs if len(r.words) > 1) > self._position(run)
        return told and (late or bool((_KIN | {"lady"}) & set(fold(" ".join(person.roles)).split())))

    @staticmethod
    def _position(run: Run) -> Span:
        return (run.span[0], run.span[1])

    @staticmethod
    def _surname(person: Entity) -> str:
        words = [w for w in name_key(person.name).split() if w not in _GENERATION]
        return words[-1] if words else ""

    def _judge(self, entity: Entity) -> None:
        """Person or body, for a name of one word: titles and pronouns first, then the model's votes, the article before it ("the Fed")."""
        if any((r.title and r.kind is SourceKind.PERSON) or r.honorific or r.roles for r in entity.runs):
            entity.kind, entity.sure = SourceKind.PERSON, True
            return
        table = known(entity.name)
        if table:
            entity.kind = table.kind
            return
        if fold(entity.name) in first_names():
            entity.kind, entity.gender = SourceKind.PERSON, first_names()[fold(entity.name)]
            return
        if re.search(r"[a-z][A-Z]", entity.name) and not entity.name.startswith(_CAMEL_PEOPLE):
            entity.kind, entity.sure = SourceKind.BODY, True  # "SpaceX"
            return
        if any(self._is_it(r) for r in entity.runs):
            entity.kind, entity.sure = SourceKind.BODY, True  # "Lakeline denied that its ferry ..."
            return
        if fold(entity.name).endswith(_BODY_ENDS) and not any(r.ner == "PERSON" or self._followed_by_he(r) for r in entity.runs):
            entity.kind = SourceKind.BODY  # "Lakeline", of which the text tells no more
            return
        pronouns = sum(1 for r in entity.runs if self._followed_by_he(r))
        with_the = sum(1 for r in entity.runs if self._preceded_by_the(r) and not self._before_noun(r))
        votes = Counter(r.ner for r in entity.runs)
        score = 2 * pronouns + votes["PERSON"] - votes["ORG"] - 2 * with_the - votes["GPE"] - votes["NORP"]
        short = entity.name.isupper() and len(entity.name) > 1
        entity.kind = (
            SourceKind.PERSON
            if score > 0 and not short
            else SourceKind.BODY
            if votes["ORG"] or with_the or short or votes["GPE"]
            else SourceKind.PERSON
        )
        entity.sure = abs(score) > 1
        if entity.kind is SourceKind.BODY and votes["GPE"] + votes["LOC"] > votes["ORG"]:
            entity.place = True

    def _followed_by_he(self, run: Run) -> str | None:
        """Gender of the pronoun that follows the only person of a clause: "Stoltz said he"."""
        words = self.words[run.sentence]
        for w in words[run.last : run.last + 12]:
            if w.lower in _HE:
                return "m"
            if w.lower in _SHE:
                return "f"
            if w.text[0].isupper() and w.pos == "PROPN":
                return None
        return None

    def _is_it(self, run: Run) -> bool:
        """Whether a name is told of as of a body: "Lakeline denied that its ferry ...", "Lakeline's spokesman", "workers at Lakeline"."""
        words = self.words[run.sentence]
        after = words[run.last : run.last + 12]
        rest = after[1:] if after and after[0].text in POSSESSIVE else after
        if rest and rest[0].lower in _SPOKESPEOPLE:
            return True
        before = words[max(0, run.first - 2) : run.first]
        if len(before) == 2 and before[1].lower == "at" and before[0].lower in _SPOKESPEOPLE:
            return True
        if words[run.last - 1].dep != "nsubj":
            return False
        following = [w.lower for w in self.words[run.sentence + 1][:2]] if run.sentence + 1 < len(self.words) else []
        for w in after:
            if w.lower == "its":
                return True
            if w.lower in _HE | _SHE:
                return False
            if w.dep in ("dobj", "nsubj", "nsubjpass", "pobj"):  # another may be "it"; only a body has a spokesman, or is the company
                told = following[:1] == ["its"] and following[-1] in _SPOKESPEOPLE
                return run.ner != "PERSON" and (told or (following[:1] == ["the"] and following[-1] in _COMPANIES))
        return following[:1] == ["its"]

    def _he_next(self, run: Run) -> str | None:
        """Gender of the pronoun that begins the next sentence, where this name is the only person of its own: "Stoltz won. He left"."""
        others = [
            i
            for i in self.by_sentence.get(run.sentence, ())
            if (e := self.readings[i].entity) and e.kind is SourceKind.PERSON and self.runs[i] is not run
        ]
        if others or run.sentence + 1 >= len(self.words) or not self.words[run.sentence + 1]:
            return None
        if not run.kind and self.words[run.sentence][run.last - 1].dep not in ("nsubj", "nsubjpass"):
            return None  # "Some saw Kill Bill. She left."
        first = self.words[run.sentence + 1][0].lower
        return "m" if first == "he" else "f" if first == "she" else None

    def _genders(self) -> None:
        for entity in self.all:
            if entity.kind is SourceKind.PERSON and entity.gender is None:
                votes = Counter(g for r in entity.runs if (g := self._followed_by_he(r) or self._he_next(r)))
                if len(votes) == 1:
                    entity.gender = next(iter(votes))

    # what the rest asks

    def at(self, span: Span, sentence: int) -> list[int]:
        """Runs of a sentence whose name lies inside the span, in order."""
        return [i for i in self.by_sentence.get(sentence, ()) if self.runs[i].span[0] >= span[0] and self.runs[i].span[1] <= span[1]]

    def body_called(self, word: str, *, before: Span | None = None, sentence: int | None = None) -> Entity | None:
        """The one body of the article that "the ministry" can mean."""
        fitting = [e for e in self.all if e.comes_back == word and e.kind is not SourceKind.PERSON]
        if word in _LOOSE and sentence is not None:  # "the group" is a near one, "the ministry" may be far
            fitting = [e for e in fitting if any(0 <= sentence - r.sentence <= _NEAR for r in e.runs)]
        if len(fitting) > 1 and before:
            fitting = [e for e in fitting if e.named_at < before]
        return fitting[0] if len(fitting) == 1 else None


def government(word: str) -> str | None:
    """The state whose government a capital's name may stand for: "Kyiv" -> "Ukraine"."""
    city = capital(word)
    return state_names()[city.country] if city and city.country else None
