"""Who "he", "she", "they", "it" or "who" is, when it speaks: the last speaker of fitting gender and number.

Reads the Words and Entities of an article and its Saids, gives Links with whether they are safe (rule-based pronoun resolution after
Hobbs 1978, with PolNeAR's habit of a story: who spoke last goes on speaking). Never gives a pronoun to somebody of another gender.
Does not resolve "it" that stands for no one ("it rained").
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from twosource.extract.entities import Entities, Entity
from twosource.extract.gazetteer import NounClass, noun
from twosource.extract.mentions import Run
from twosource.extract.said import Said
from twosource.extract.words import Word
from twosource.model import Link, SourceKind, Span
from twosource.naming import fold

_HE = frozenset("he him his himself".split())
_SHE = frozenset("she her hers herself".split())
_THEY = frozenset("they them their theirs themselves".split())
_IT = frozenset("it its itself".split())
_I = frozenset("i me my mine myself we us our ours ourselves".split())
_RELATIVE = frozenset("who whom which that whose".split())
_YOU = frozenset(("you", "your", "yours"))
PRONOUNS = _HE | _SHE | _THEY | _IT | _I | _RELATIVE | _YOU
_SINGULAR = (SourceKind.PERSON, SourceKind.OFFICE, SourceKind.UNNAMED)
_BODIES = (SourceKind.BODY, SourceKind.AGENCY, SourceKind.OUTLET, SourceKind.DOCUMENT)
_BACK = 4  # sentences: on 84 PolNeAR dev articles nine in ten he/she sources have their name or speaker no further back
_MANY = 60  # sources: who spoke before those is not who "the official" is
_QUOTED = re.compile(r"“[^“”\n]*(?:”|$|\n)|\"[^\"\n]*(?:\"|$|\n)|''[^\n]*?''")
_OBJECTS = frozenset(("him", "her", "them", "it"))
_OWNERS = frozenset(("his", "her", "its", "their", "my", "our", "your"))
_PEOPLE = (NounClass.VOICE, NounClass.LEADER, NounClass.EXPERT, NounClass.PERSON, NounClass.GROUP)
_SUBJECTS = ("nsubj", "nsubjpass")
_BEING = frozenset(("is", "was", "are", "were", "'s", "’s"))


class _OfEntity(Protocol):
    def __call__(self, entity: Entity, run: Run | None = None, *, mention: Span | None = None, reason: str | None = None) -> Link: ...


class Speakers:
    """The sources of an article in text order, and who a pronoun among them is."""

    def __init__(
        self,
        text: str,
        words: list[list[Word]],
        entities: Entities,
        said: Sequence[Said],
        resolve: Callable[..., Link],
        of_entity: _OfEntity,
    ) -> None:
        self._in_quotes = [m.span() for m in _QUOTED.finditer(text)]
        self._starts = [q[0] for q in self._in_quotes]
        self.words, self.entities, self._resolve, self._of_entity = words, entities, resolve, of_entity
        self._said = sorted((s for s in said if s.source), key=lambda s: (s.source or (0, 0), s.sentence))
        self._quotes = [(c, s) for s in said for c in s.content]
        self._at: dict[int, list[Said]] = {}
        for s in self._said:
            self._at.setdefault(s.sentence, []).append(s)
        self._memo: dict[tuple[int, int], tuple[Link, bool]] = {}
        self._places = {e.name for e in entities.all if e.place}
        self._weak = {e.name for e in entities.all if e.kind is SourceKind.PERSON and not e.sure and not e.gender}
        self._gender = {e.name: e.gender for e in entities.all if e.kind is SourceKind.PERSON}

    def _quotation(self, at: Span) -> int | None:
        """Which quotation of the text a place stands in."""
        i = bisect_right(self._starts, at[0]) - 1
        return i if i >= 0 and at[1] <= self._in_quotes[i][1] else None

    def pronoun(self, word: int, sentence: int) -> tuple[Link, bool]:
        """The link of a pronoun, and whether it is safe to use where a mistake would cost."""
        key = (word, sentence)
        if key not in self._memo:
            w = self.words[sentence][word]
            self._memo[key] = (self._unresolved(w), False)
            self._memo[key] = self._read(w, word, sentence)
        return self._memo[key]

    @staticmethod
    def _unresolved(w: Word) -> Link:
        plural = w.lower in _THEY or w.lower in ("we", "us", "our", "ours", "ourselves")
        kind = SourceKind.GROUP if plural else SourceKind.UNNAMED
        return Link(name=w.text, kind=kind, mention=w.at, named_at=None, reason="no fitting speaker")

    def _read(self, w: Word, word: int, sentence: int) -> tuple[Link, bool]:
        if w.lower in _I:
            return self._quoted_speaker(w), False
        if w.lower in _RELATIVE:
            return self._antecedent(w, word, sentence), False
        if w.lower in _YOU:
            return self._unresolved(w), False
        other = self._own_subject(w, word, sentence)
        for link, reason, safe in self._candidates(w, word, sentence):
            if self._fits(w, link) is not None and link.name != other:
                sure = self._fits(w, link) is True
                return replace(link, mention=w.at, reason=reason), safe and sure
        return self._unresolved(w), False

    def _own_subject(self, w: Word, word: int, sentence: int) -> str | None:
        """Whom an object pronoun cannot be, the subject of its own clause: "Marsh, who labelled him a liar"."""
        words = self.words[sentence]
        if w.lower not in _OBJECTS or w.dep in ("poss", "nsubj", "nsubjpass"):
            return None
        verb = w.head
        for _ in range(len(_OBJECTS)):
            own = next((k for k, x in enumerate(words) if x.head == verb and x.dep in _SUBJECTS and k != word), None)
            if own is not None:
                break
            if words[verb].dep not in ("prep", "xcomp", "agent", "conj", "pcomp", "dative", "ccomp") or words[verb].head == verb:
                return None
            verb = words[verb].head
        else:
            return None
        if words[own].lower in PRONOUNS:
            return self.pronoun(own, sentence)[0].name
        return self._resolve((words[self._left(words, own)].at[0], words[own].at[1]), sentence=sentence).name

    def _candidates(self, w: Word, word: int, sentence: int) -> Iterator[tuple[Link, str, bool]]:
        """Links in order of preference: those not known to fit wait, unless they are people who just spoke."""
        personal = w.lower in _HE | _SHE
        waiting: list[tuple[Link, str, bool]] = []
        for link, reason, safe in self._ordered(w, word, sentence):
            spoke = personal and link.kind is SourceKind.PERSON and link.named_at is not None and "speaker" in reason
            if self._fits(w, link) is True or spoke or not (personal or w.lower in _THEY):
                yield link, reason, safe
            else:
                waiting.append((link, reason, safe))
        yield from waiting
        if personal:
            gender = "m" if w.lower in _HE else "f"
            people = [e for e in self.entities.all if e.kind is SourceKind.PERSON and e.gender == gender]
            if len(people) == 1 and people[0].named_at < w.at:
                yield self._of_entity(people[0]), "the only one of fitting gender", False

    def _ordered(self, w: Word, word: int, sentence: int) -> Iterator[tuple[Link, str, bool]]:
        quotation = self._quotation(w.at)
        enclosing = [s for c, s in self._quotes if quotation is not None and c[0] <= w.at[0] and w.at[1] <= c[1]]
        for s in reversed(self._at.get(sentence, [])):
            if s.source and s.source[1] <= w.at[0] and s not in enclosing:
                yield self._link(s), "speaker of this sentence", True
        yield from self._subjects(sentence, word, quotation)
        back = 0
        for number in range(sentence - 1, max(-1, sentence - 4 * _BACK), -1):
            if back == _BACK:
                break
            outer = [s for s in self._outer(number) if s not in enclosing]
            for s in outer:
                yield self._link(s), "last speaker of fitting gender" if w.lower in _HE | _SHE else "last speaker that fits", back < 2
            yield from self._subjects(number, None, quotation)
            if back == 0 and w.lower in _HE | _SHE:
                yield from self._told_of(number)
            back += bool(outer) or self._quotation(self.words[number][0].at) is None  # a sentence inside a quotation takes nobody away
        if quotation is None:
            yield from self._others(w, sentence)

    def _link(self, said: Said) -> Link:
        source = said.source_head or said.source
        assert source is not None
        return self._resolve(source, sentence=said.sentence)

    def _outer(self, sentence: int) -> list[Said]:
        """Sources of a sentence, the last first, those inside another's words after the others."""
        these = self._at.get(sentence, [])
        inner = [
            s
            for s in these
            if any(o is not s and s.source and any(c[0] <= s.source[0] and s.source[1] <= c[1] for c in o.content) for o in these)
        ]
        return [s for s in reversed(these) if s not in inner] + [s for s in reversed(these) if s in inner]

    def _subjects(self, sentence: int, before: int | None, quotation: int | None) -> Iterator[tuple[Link, str, bool]]:
        """Subjects of clauses, outside quotations that are not the pronoun's; of a sentence before, the main clause's first."""
        words = self.words[sentence]
        chosen = [k for k, w in enumerate(words) if w.dep in _SUBJECTS and (before is None or k < before) and w.lower not in PRONOUNS]
        chosen = [k for k in chosen if self._quotation(words[k].at) in (None, quotation)]
        chosen.sort(key=(lambda k: -k) if before is not None else lambda k: words[words[k].head].dep != "ROOT")
        reason = "subject of this sentence" if before is not None else "subject of a sentence before"
        for k in chosen:
            run = next(
                (i for i in self.entities.by_sentence.get(sentence, ()) if self.entities.runs[i].first <= k < self.entities.runs[i].last),
                None,
            )
            reading = self.entities.readings[run] if run is not None else None
            if run is not None and reading and (reading.entity or reading.among):
                for entity in (reading.entity,) if reading.entity else reading.among:
                    if entity and entity.name not in self._weak:
                        yield self._of_entity(entity, self.entities.runs[run]), reason, reading.entity is not None
            elif noun(words[k].lower):
                link = self._resolve((words[self._left(words, k)].at[0], words[k].at[1]), sentence=sentence)
                if link.kind is not SourceKind.UNNAMED or self._gender_of_words(link.name):
                    yield link, reason, False

    def _told_of(self, sentence: int) -> Iterator[tuple[Link, str, bool]]:
        """The one person a sentence tells of without its being the subject: "It worries Omar Poe. ... he said", "Roe's plan failed"."""
        found: dict[str, Link] = {}
        for i in self.entities.by_sentence.get(sentence, ()):
            entity, run = self.entities.readings[i].entity, self.entities.runs[i]
            if entity and entity.kind is SourceKind.PERSON and entity.name not in self._weak and self._quotation(run.span) is None:
                found.setdefault(entity.name, self._of_entity(entity, run))
        if len(found) == 1:
            yield next(iter(found.values())), "the one person of the sentence before", False

    @staticmethod
    def _left(words: list[Word], k: int) -> int:
        """Where the phrase begins that word k is the head of."""
        while (k > 0 and words[k - 1].pos in ("DET", "ADJ", "NOUN", "PROPN", "NUM", "PART")) or (k > 0 and words[k - 1].lower in _OWNERS):
            k -= 1
        return k

    def _others(self, w: Word, sentence: int) -> Iterator[tuple[Link, str, bool]]:
        """The one name of the last sentences that fits at all."""
        found: dict[str, Link] = {}
        for number in range(max(0, sentence - 2), sentence + 1):
            for i in self.entities.by_sentence.get(number, ()):
                entity, run = self.entities.readings[i].entity, self.entities.runs[i]
                if entity and run.span < w.at:
                    link = self._of_entity(entity, run)
                    if self._fits(w, link) is not None and not (entity.place and w.lower not in _IT) and link.name not in self._weak:
                        found[link.name] = link
        if len(found) == 1:
            yield next(iter(found.values())), "the only one named nearby that fits", False

    def _fits(self, w: Word, link: Link) -> bool | None:
        """True: known to fit; False: not known; None: cannot be."""
        if link.name.casefold() in PRONOUNS:
            return None
        if w.lower in _HE | _SHE:
            if link.kind not in _SINGULAR or link.number not in (None, 1) or (link.kind is SourceKind.UNNAMED and link.number is None):
                return None
            gender = self._gender.get(link.name) or self._gender_of_words(link.name)
            return False if gender is None else True if gender == ("m" if w.lower in _HE else "f") else None
        if w.lower in _THEY:
            if link.kind is SourceKind.GROUP or (link.kind is SourceKind.UNNAMED and link.number != 1):
                return True
            return False if link.kind in (SourceKind.BODY, SourceKind.OUTLET, SourceKind.AGENCY) and link.name not in self._places else None
        return (link.kind is not SourceKind.DOCUMENT) if link.kind in _BODIES else None

    @staticmethod
    def _gender_of_words(name: str) -> str | None:
        """Of an unnamed voice: "a police spokeswoman"."""
        return next((n.gender for word in fold(name).split() if (n := noun(word)) and n.gender), None)

    def _quoted_speaker(self, w: Word) -> Link:
        """ "I" inside quotation marks is who is quoted."""
        inside = [(c[1] - c[0], s) for c, s in self._quotes if c[0] <= w.at[0] and w.at[1] <= c[1] and s.source and s.source != w.at]
        for _, s in sorted(inside, key=lambda p: p[0]):
            link = self._link(s)
            if link.named_at or link.kind is not SourceKind.PERSON:
                return replace(link, mention=w.at, reason="who is quoted")
        return replace(self._unresolved(w), reason="the writer, or a speaker not named")

    def _antecedent(self, w: Word, word: int, sentence: int) -> Link:
        """ "who": the noun it follows."""
        words = self.words[sentence]
        verb = w.head
        near = word - 2 if word > 1 and words[word - 1].text in (",", "—", "–", ")") else word - 1
        run_near = any(
            self.entities.runs[i].first <= near < self.entities.runs[i].last for i in self.entities.by_sentence.get(sentence, ())
        )
        ahead = [near] if run_near else [words[verb].head] if words[verb].dep == "relcl" and words[verb].head < word else []
        for k in dict.fromkeys((*ahead, *range(word - 1, max(-1, word - 14), -1))):
            run = next(
                (i for i in self.entities.by_sentence.get(sentence, ()) if self.entities.runs[i].first <= k < self.entities.runs[i].last),
                None,
            )
            entity = self.entities.readings[run].entity if run is not None else None
            if run is not None and entity and (entity.kind is SourceKind.PERSON or w.lower not in ("who", "whom")):
                return self._of_entity(entity, self.entities.runs[run], mention=w.at, reason="whom “who” follows")
            common = noun(words[k].lower)
            if common and words[k].dep == "attr" and words[words[k].head].lower in _BEING:  # "Roe is a professor who thinks": Roe thinks
                own = next((j for j, x in enumerate(words) if x.head == words[k].head and x.dep == "nsubj"), None)
                if own is not None and words[own].lower not in ("it", "there", "this", "that"):
                    link = self._resolve((words[self._left(words, own)].at[0], words[own].at[1]), sentence=sentence)
                    if link.kind is SourceKind.PERSON and link.named_at:
                        return replace(link, mention=w.at, reason="whom “who” follows")
            if (
                common
                and common.sort in (_PEOPLE if w.lower in ("who", "whom") else tuple(NounClass))
                and words[k].pos in ("NOUN", "PROPN", "PRON")
            ):
                link = self._resolve((words[self._left(words, k)].at[0], words[k].at[1]), sentence=sentence)
                return replace(link, mention=w.at)
        return self._unresolved(w)

    # what a common noun asks

    def _earlier(self, sentence: int, at: Span) -> Iterator[Said]:
        """Sources before a place, the last first."""
        end = bisect_left(self._said, at[0], key=lambda s: (s.source or at)[0])
        for s in reversed(self._said[max(0, end - _MANY) : end]):
            if s.source and s.source[1] <= at[0] and s.sentence <= sentence:
                yield s

    def same_voice(self, lemma: str, sentence: int, at: Span) -> Link | None:
        """The last unnamed source called by the same noun: "an official" for "the official"."""
        for s in self._earlier(sentence, at):
            link = self._link(s)
            if link.kind is SourceKind.UNNAMED and link.number == 1 and lemma.split()[-1] in fold(link.name).split():
                return link
        return None

    def last_named(self, sentence: int, at: int) -> str | None:
        """The last named person who spoke, no more than two sentences back."""
        for s in self._earlier(sentence, (at, at)):
            if sentence - s.sentence > 2:
                return None
            link = self._link(s)
            if link.kind is SourceKind.PERSON and link.named_at:
                return link.name
        return None

    def last_called(self, noun_word: str, sentence: int, at: Span, *, place: bool = False) -> Link | None:
        """The last body that spoke and is called so: "Trump campaign" for "the campaign"."""
        for s in self._earlier(sentence, at):
            if sentence - s.sentence > _BACK:
                return None
            link = self._link(s)
            if place and link.name in self._places:
                return link
            if link.kind in _BODIES and fold(link.name) != noun_word and noun_word.split()[-1] in fold(link.name).split():
                return link
        return None

    def last_body(self, sentence: int, at: Span, *, kinds: tuple[SourceKind, ...] = (SourceKind.BODY,)) -> Link | None:
        """The one body, no state, that was named in the nearest sentence that names any: for "the company"."""
        for number in range(sentence, max(-1, sentence - _BACK), -1):
            found: dict[str, tuple[Entity, Run]] = {}
            for i in self.entities.by_sentence.get(number, ()):
                entity, run = self.entities.readings[i].entity, self.entities.runs[i]
                if entity and entity.kind in kinds and not entity.place and run.span < at:
                    found.setdefault(entity.name, (entity, run))
            if len(found) == 1:
                return self._of_entity(*next(iter(found.values())))
            if found:
                return None
        return None
