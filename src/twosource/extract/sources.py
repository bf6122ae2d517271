"""Which person, body or office a source stands for, within one article.

Reads Words, Entities and the article's Saids, gives Links (named-entity resolution within a document; PARC 3's guidelines on sources).
A capital or a state that speaks is its government, called by the state's name: "Kyiv said" -> "Ukraine". What two may be is nobody:
the mention keeps its own words, and the reason says so. Does not read pronouns (extract/pronouns.py) or look outside the article.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from twosource.extract.beside import region_after
from twosource.extract.entities import Entities, Entity, government
from twosource.extract.gazetteer import NounClass, demonym_country, known, name_words, noun, spot, state_names, titles
from twosource.extract.mentions import Run, read_runs
from twosource.extract.parse import Parsed
from twosource.extract.phrases import CAMPS, OWNERS, Phrase, body_in, common_body, head_of, join, read_phrase, speaks, stretch
from twosource.extract.pronouns import PRONOUNS, Speakers
from twosource.extract.said import Said
from twosource.extract.words import POSSESSIVE, Word, read_words
from twosource.model import Link, SourceKind, Span
from twosource.naming import fold

_PEOPLE = (NounClass.VOICE, NounClass.LEADER, NounClass.EXPERT, NounClass.PERSON)
_REALMS = frozenset("city town state county province village republic kingdom".split())
_OUTLETS = name_words("outlet")
_COMPANIES = name_words("company")
_RELATIVES = name_words("relative")
_REPORTERS = frozenset("reporter journalist correspondent photographer cameraman".split())
_OBSERVERS = _REPORTERS | frozenset("tally count team crew calculation analysis database".split())  # "an AFP tally": the agency's own eyes
_OWN = frozenset(("own", "running", "latest", "news", "agency"))
_WRITTEN = frozenset("report findings finding statement account words letter testimony website article paper estimate blog records".split())
_FORMER = frozenset(("former", "ex", "late", "then", "ex-president"))


class Sources:
    """The people, bodies and places of one article, and who each source is."""

    def __init__(self, parsed: Parsed, said: Sequence[Said]) -> None:
        self.parsed = parsed
        self.words: list[list[Word]] = [read_words(s) for s in parsed.sentences]
        self._starts = [s.span for s in parsed.sentences]
        self._begin = [start for start, _ in self._starts]
        spoken = [x for s in said for x in (s.source, s.source_head) if x]
        self.entities = Entities(read_runs(parsed, self.words), self.words, spoken=spoken)
        self._voices: dict[int, str | None] = {}
        self._qualified = self._qualified_bodies()
        self._links: dict[tuple[Span, int], Link] = {}
        self._speakers = Speakers(parsed.article.text, self.words, self.entities, said, self.resolve, self._of_entity)

    # sources

    def resolve(self, mention: Span, *, sentence: int) -> Link:
        """Who a source is: "Trump's special envoy, Steve Witkoff" -> Steve Witkoff, a person."""
        key = (mention, sentence)
        if key not in self._links:
            self._links[key] = self._unnamed(mention, "cannot be read")  # what a phrase that leads back to itself gets
            self._links[key] = self._resolve(mention, sentence)
        return self._links[key]

    def _resolve(self, mention: Span, sentence: int) -> Link:
        place = self._words_in(mention, sentence)
        if place is None:
            return self._unnamed(mention, "outside the sentences that were read")
        sentence, first, last = place
        words = self.words[sentence]
        first = self._after_place(words, first, last, sentence)
        if last - first == 1 and words[first].lower in PRONOUNS:
            return self._speakers.pronoun(first, sentence)[0]
        several = self._several(words, first, last, sentence)
        if several:
            return several
        head = head_of(words, first, last, self.entities, sentence)
        if head is None:
            head = last - 1
        person = self._person_at_end(words, first, head, last, sentence)
        if person is not None:
            return self._of_run(person)
        run = self._run_at(head, sentence)
        if run is not None and not self._is_common(run):
            entity = self.entities.readings[run].entity
            if entity and entity.kind is not SourceKind.PERSON:
                person = self._after_comma(words, first, head, last, sentence)
                if person is not None and self._is_office_phrase(words, first, head):
                    return self._of_run(person)
            return self._of_run(run)
        if words[head].lower in PRONOUNS and words[head].lower not in OWNERS and noun(words[head].lower) is None:
            return self._speakers.pronoun(head, sentence)[0]
        phrase = read_phrase(words, first, last, head, self.entities, sentence)
        return self._of_phrase(words, phrase, first, last, sentence)

    def _person_at_end(self, words: list[Word], first: int, head: int, last: int, sentence: int) -> int | None:
        """The person whose name ends a phrase of offices: "Deputy Chairman of the Defence Committee Franz Klint"."""
        run = self._run_at(last - 1, sentence)
        if run is None or head >= self.entities.runs[run].first:
            return None
        name, entity = self.entities.runs[run], self.entities.readings[run].entity
        if entity is None or entity.kind is not SourceKind.PERSON or len(name.words) < 2 or name.first == first:
            return None
        before = words[name.core - 1]
        office = self._is_office_phrase(words, first, name.core - 1) or any(w.text in titles() for w in words[first : name.core])
        apart = any(w.text == "," or w.pos in ("VERB", "AUX", "PRON") for w in words[first : name.first])
        return run if office and not apart and before.pos in ("NOUN", "PROPN") and before.text not in POSSESSIVE else None

    def _after_place(self, words: list[Word], first: int, last: int, sentence: int) -> int:
        """Past the place before an office: "Lisbon, Portugal, [mayor Ana Ruiz]"."""
        run = self._run_at(first, sentence)
        if run is None or not self.entities.runs[run].place or self.entities.runs[run].first != first:
            return first
        comma = self.entities.runs[run].last
        region = region_after(words, comma)
        end = next((k for k in range(comma + 1, min(last, comma + 5)) if words[k].text == ","), None) if region is not None else None
        return end + 1 if end is not None and end + 1 < last else first

    def _is_common(self, run: int) -> bool:
        """An office or a people, not a name: "the Secretary of State", "Ukrainians", "the Republican"."""
        return self.entities.runs[run].office or (self.entities.runs[run].kind is SourceKind.GROUP and not self.entities.runs[run].title)

    def _words_in(self, span: Span, sentence: int) -> tuple[int, int, int] | None:
        """The sentence and words under a span; a sentence number that does not fit is put right."""
        if not (0 <= sentence < len(self.words)) or not self._touch(sentence, span):
            sentence = next(iter(self._touched(span)), -1)
            if sentence < 0:
                return None
        words = self.words[sentence]
        under = range(bisect_right(words, span[0], key=lambda w: w.at[1]), bisect_left(words, span[1], key=lambda w: w.at[0]))
        if not under:
            return None
        first, last = stretch(words, under[0], under[-1] + 1)
        return (sentence, first, last) if first < last else None

    def _touched(self, span: Span) -> list[int]:
        """Sentences that a span lies in, in order."""
        low = max(bisect_right(self._begin, span[0]) - 1, 0)
        return [i for i in range(low, bisect_left(self._begin, span[1])) if self._touch(i, span)]

    def _touch(self, sentence: int, span: Span) -> bool:
        start, end = self._starts[sentence]
        return start < span[1] and span[0] < end

    def _run_at(self, word: int, sentence: int) -> int | None:
        return next(
            (i for i in self.entities.by_sentence.get(sentence, ()) if self.entities.runs[i].first <= word < self.entities.runs[i].last),
            None,
        )

    def listener(self, cue: Span, sentence: int) -> Link | None:
        """The outlet or agency that was told: "an official told [the BBC]" is the BBC's report of an official."""
        place = self._words_in(cue, sentence)
        if place is None:
            return None
        sentence, _, last = place
        words = self.words[sentence]
        at = last + (last < len(words) and words[last].lower == "the")
        run = self._run_at(at, sentence) if at < len(words) else None
        entity = self.entities.readings[run].entity if run is not None else None
        if run is None or entity is None or entity.kind not in (SourceKind.OUTLET, SourceKind.AGENCY):
            return None
        return self._of_entity(entity, self.entities.runs[run]) if self.entities.runs[run].first == at else None

    def _unnamed(
        self, mention: Span, reason: str, *, name: str | None = None, kind: SourceKind = SourceKind.UNNAMED, number: int | None = None
    ) -> Link:
        text = " ".join((name or self.parsed.article.text[mention[0] : mention[1]]).split())
        return Link(name=text, kind=kind, mention=mention, named_at=None, number=number, reason=reason)

    def _several(self, words: list[Word], first: int, last: int, sentence: int) -> Link | None:
        """Two people or bodies joined by "and" are a group of both."""
        inside = [
            i
            for i in self.entities.by_sentence.get(sentence, ())
            if self.entities.runs[i].first >= first and self.entities.runs[i].last <= last
        ]
        runs = self.entities.runs
        joined = [
            k
            for k in range(len(inside) - 1)
            if words[runs[inside[k]].last : runs[inside[k + 1]].first]
            and [w.lower for w in words[runs[inside[k]].last : runs[inside[k + 1]].first] if w.lower not in ("the", ",")]
            in (["and"], ["&"])
        ]
        if not joined or runs[inside[-1]].last < last - 1 or len(inside) > 4 or (inside and runs[inside[0]].first > first + 1):
            return None
        found = [e for i in inside if (e := self.entities.readings[i].entity)]
        if len(found) != len(inside) or len({id(e) for e in found}) < 2:
            return None
        name = " and ".join(self._name_of(e) for e in found)
        return Link(
            name=name,
            kind=SourceKind.GROUP,
            mention=self._span(words, first, last),
            named_at=found[0].named_at,
            number=len(found),
            reason="named together",
        )

    @staticmethod
    def _span(words: list[Word], first: int, last: int) -> Span:
        return (words[first].at[0], words[last - 1].at[1])

    def _after_comma(self, words: list[Word], first: int, head: int, last: int, sentence: int) -> int | None:
        """The person named after the comma of "Trump's special envoy, Steve Witkoff"."""
        for k in range(head + 1, min(last, head + 8)):
            if words[k].text in (",", "—", "–", ":") and k + 1 < last:
                run = next((i for j in (k + 1, k + 2) if (i := self._run_at(j, sentence)) is not None), None)
                entity = self.entities.readings[run].entity if run is not None else None
                if run is not None and entity and entity.kind is SourceKind.PERSON and self.entities.runs[run].first <= k + 1:
                    return run
                return None
        return None

    @staticmethod
    def _is_office_phrase(words: list[Word], first: int, head: int) -> bool:
        return any((n := noun(w.lower)) and n.sort in _PEOPLE for w in words[first : head + 1])

    # names

    def _name_of(self, entity: Entity) -> str:
        return (government(entity.name) or entity.name) if entity.place else entity.name

    def _of_run(self, i: int) -> Link:
        run, reading = self.entities.runs[i], self.entities.readings[i]
        if reading.entity:
            return self._of_entity(reading.entity, run)
        if reading.among:
            return self._unnamed(run.span, "may be " + " or ".join(e.name for e in reading.among), name=run.text, kind=SourceKind.PERSON)
        kind = run.kind or SourceKind.PERSON
        return self._unnamed(run.span, "as written", name=run.text, kind=kind)

    def _of_entity(self, entity: Entity, run: Run | None = None, *, mention: Span | None = None, reason: str | None = None) -> Link:
        name = self._name_of(entity)
        at = mention or (run.span if run else entity.named_at)
        if reason is None and run is not None:
            reason = self._reason(entity, run, name)
        named_at = run.span if run and " ".join(run.words) == name else entity.named_at
        kind = entity.kind
        if kind in (SourceKind.OUTLET, SourceKind.AGENCY, SourceKind.PERSON, SourceKind.BODY):
            return Link(name=name, kind=kind, mention=at, named_at=named_at, speaks_for=self._voice_of(entity), reason=reason)
        return Link(name=name, kind=SourceKind.BODY, mention=at, named_at=named_at, reason=reason)

    def _reason(self, entity: Entity, run: Run, name: str) -> str:
        where = f", named at {entity.named_at[0]}"
        if name != entity.name:
            return "capital used for its government"
        if run.text == name:
            return "full name" if len(run.words) > 1 else "as written"
        if entity.kind is SourceKind.PERSON:
            return f"{'surname' if fold(run.words[-1]) == entity.words()[-1] else 'short name'} of {name}{where}"
        return f"other name of {name}{where}"

    def _voice_of(self, entity: Entity) -> str | None:
        """The body a named spokesperson or official speaks for, from any role told beside the name."""
        if entity.kind is not SourceKind.PERSON:
            return None
        key = id(entity)
        if key not in self._voices:
            self._voices[key] = None
            for run in entity.runs:
                words = self.words[run.sentence]
                for role, (first, head) in zip(run.roles, run.role_at, strict=False):
                    if not speaks(role) or words[head].pos == "ADJ":
                        continue
                    body = body_in(words, first, head, head + 1, self.entities, run.sentence, behind=head >= run.last, exclude=run)
                    if body is None and first > 0 and words[first - 1].lower in ("its", "their"):
                        body = self._body_before(first - 1, run.sentence)
                    body = body and (government(body) or body)
                    if body and body != entity.name:
                        self._voices[key] = body
                        return body
        return self._voices[key]

    def _body_before(self, pronoun: int, sentence: int) -> str | None:
        """The body of "its spokesman": whom "its" is, else the last one named."""
        link = self._speakers.pronoun(pronoun, sentence)[0]
        if link.kind in (SourceKind.BODY, SourceKind.OUTLET, SourceKind.AGENCY) and link.named_at:
            return link.name
        last = self._speakers.last_body(sentence, self.words[sentence][pronoun].at)
        return last.name if last else None

    # common nouns

    def _qualified_bodies(self) -> dict[str, list[str]]:
        """Bodies called by a common noun with its owner: "air force" -> "Ukraine's air force", for "the air force" elsewhere."""
        found: dict[str, list[str]] = {}
        for number, words in enumerate(self.words):
            for k, w in enumerate(words):
                common = noun(w.lower) if w.text.islower() and w.pos in ("NOUN", "PROPN") else None
                if common is None or common.sort is not NounClass.BODY or k == 0:
                    continue
                before = words[k - 1]
                if (
                    self._run_at(k - 1, number) is not None
                    or before.text in POSSESSIVE
                    or demonym_country(before.text)
                    or before.pos in ("ADJ", "NOUN", "PROPN")
                ):
                    name = common_body(words, 0, k, self.entities, number)
                    pair = noun(f"{before.lower} {w.lower}")
                    lemma = pair.lemma if pair else common.lemma
                    has_owner = any(c.isupper() for c in name)
                    if has_owner and name not in found.setdefault(lemma, []):
                        found[lemma].append(name)
        return found

    def _of_phrase(self, words: list[Word], phrase: Phrase, first: int, last: int, sentence: int) -> Link:
        """Who a phrase with a common noun for its head is."""
        mention = self._span(words, first, last)
        core = self._span(words, phrase.first, phrase.head + 1)
        found = phrase.noun
        run = self._run_at(phrase.head, sentence)
        office = self.entities.runs[run] if run is not None and self.entities.runs[run].office else None
        if found is None and office is None:
            return self._other(words, phrase, first, mention, sentence)
        sort = found.sort if found else NounClass.LEADER
        plural = bool(found and found.plural)
        if sort in _PEOPLE:
            named = self._after_comma(words, first, phrase.head, last, sentence)
            if named is not None and (not plural or phrase.number == 1):
                return self._of_run(named)
        observed = self._observer(words, phrase, first, last, sentence, mention)
        if observed is not None:
            return observed
        of_people = (
            phrase.lemma in ("group", "coalition", "alliance") and phrase.end > phrase.head + 1 and words[phrase.head + 1].lower == "of"
        )
        if sort is NounClass.BODY and (plural or of_people):
            name = join(words[phrase.first : phrase.end])
            return self._unnamed(mention, "bodies without a name", name=name, kind=SourceKind.GROUP, number=phrase.number)
        if sort is NounClass.BODY or (phrase.lemma in _OUTLETS and phrase.definite and phrase.owner is None):
            return self._body(words, phrase, first, sentence, core)
        if sort in (NounClass.DOCUMENT, NounClass.STATEMENT):
            return self._document(words, phrase, first, last, sentence, mention, own_words=sort is NounClass.STATEMENT)
        if sort in _PEOPLE and not plural and (phrase.definite or phrase.determiner is None or office):
            person = self._holder(words, phrase, sentence)
            if person:
                link = self._of_entity(person, mention=core, reason=f"the one {phrase.lemma} named, at {person.named_at[0]}")
                return link
            again = self._speakers.same_voice(phrase.lemma, sentence, mention) if phrase.owner is None else None
            if again:
                return replace(again, mention=mention, reason=f"the {phrase.lemma} who spoke before")
        return self._people(words, phrase, first, sentence, mention, sort, plural)

    def _observer(self, words: list[Word], phrase: Phrase, first: int, last: int, sentence: int, mention: Span) -> Link | None:
        """The outlet or agency whose own people or own count a phrase tells of: "a Zeitung reporter", "an AFP tally"."""
        if phrase.lemma not in _OBSERVERS:
            return None
        for i in self.entities.by_sentence.get(sentence, ()):
            run, entity = self.entities.runs[i], self.entities.readings[i].entity
            behind = phrase.head < run.first < last and words[phrase.head + 1].lower in ("for", "from", "of", "with", "by")
            own = all(w.text in POSSESSIVE or w.lower in _OWN for w in words[run.last : phrase.head])  # "the Post's own count"
            if entity is None or not ((behind and run.first <= phrase.head + 3) or (own and first <= run.first < run.last <= phrase.head)):
                continue
            if entity.kind in (SourceKind.OUTLET, SourceKind.AGENCY) or (phrase.lemma in _REPORTERS and not entity.place):
                link = self._of_entity(entity, run)
                kind = link.kind if link.kind is SourceKind.AGENCY else SourceKind.OUTLET
                return replace(link, kind=kind, mention=mention, speaks_for=None, reason=f"{phrase.lemma} of {link.name}")
        return None

    def _people(self, words: list[Word], phrase: Phrase, first: int, sentence: int, mention: Span, sort: NounClass, plural: bool) -> Link:
        """Unnamed people: a role, a voice of a body, a group."""
        body = None
        if sort is NounClass.VOICE or phrase.lemma in ("police chief", "fire chief"):
            body = body_in(words, phrase.first, phrase.head, phrase.end, self.entities, sentence)
            if body is None and phrase.owner is not None:
                body = self._speakers.pronoun(phrase.owner, sentence)[0].name
                body = None if body.casefold() in PRONOUNS else body
            body = self._full_body(body)
        name = join(words[first : phrase.end])
        definite = phrase.definite or phrase.determiner is None
        if phrase.owner is not None:
            name = self._owned(words, phrase, sentence, first)
        elif phrase.lemma in _RELATIVES:
            name = join(words[phrase.first : phrase.end])
        elif sort is NounClass.LEADER and not plural and definite:
            name = join(words[phrase.first : phrase.end])
            return Link(
                name=name, kind=SourceKind.OFFICE, mention=mention, named_at=None, speaks_for=body, reason=f"no one {phrase.lemma} is named"
            )
        if ((plural and sort is not NounClass.VOICE) or sort is NounClass.GROUP) and phrase.number != 1:
            name = name if phrase.owner is not None else join(words[phrase.first if definite else first : phrase.end])
            return self._unnamed(mention, "people without a name", name=name, kind=SourceKind.GROUP, number=phrase.number)
        link = self._unnamed(mention, "not named", name=name, number=phrase.number)
        return replace(link, speaks_for=body)

    def _owned(self, words: list[Word], phrase: Phrase, sentence: int, first: int) -> str:
        """ "her campaign" -> "Clinton campaign", "his lawyer" -> "Donald Trump's lawyer", where the pronoun is safe."""
        text = join(words[first : phrase.end])
        if phrase.owner is None:
            return text
        link, _ = self._speakers.pronoun(phrase.owner, sentence)
        if not link.named_at:
            return text
        if phrase.lemma in CAMPS and link.kind is SourceKind.PERSON:
            return f"{link.name.split()[-1]} {phrase.lemma}"
        return f"{link.name}'s {join(words[phrase.owner + 1 : phrase.end])}"

    def _full_body(self, body: str | None) -> str | None:
        """ "ministry" -> "Interior Ministry" where the article has one; a capital is its state."""
        if body is None:
            return None
        state = government(body)
        if state:
            return state
        lemma = body.casefold()
        common = noun(lemma)
        if common and common.sort is NounClass.BODY:
            known = self.entities.body_called(lemma)
            qualified = self._qualified.get(lemma, [])
            if known or len(qualified) == 1:
                return known.name if known else qualified[0]
            return None if lemma in CAMPS or lemma in _COMPANIES else body
        return body

    def _holder(self, words: list[Word], phrase: Phrase, sentence: int) -> Entity | None:
        """The one person of the article whose role is so called: "the minister", "the Russian president"."""
        role = phrase.lemma.split()[-1]
        pronoun = phrase.owner is not None
        states = {c for w in words[phrase.first : phrase.end] if (c := demonym_country(w.text) or self._state_code(w.text))}
        own = words[phrase.first : phrase.head]
        modifiers = {
            w.lower
            for w in own
            if w.pos in ("ADJ", "NOUN", "PROPN")
            and not demonym_country(w.text)
            and not self._state_code(w.text)
            and not spot(w.text)
            and w.text.islower()
        }
        fitting = []
        for entity in self.entities.all:
            if (
                entity.kind is not SourceKind.PERSON
                or role not in entity.titles
                or not self._named_by_now(entity, words[-1].at[1], sentence)
            ):
                continue
            if modifiers and not modifiers & entity.titles and phrase.lemma not in " ".join(entity.roles):
                continue
            if not states or states & self._states_of(entity):  # "the Israeli prime minister" is not the one told without a state
                fitting.append(entity)
        if len(fitting) > 1:
            fitting = [e for e in fitting if not e.titles & _FORMER] or fitting
        if len(fitting) > 1:
            last = self._speakers.last_named(sentence, words[phrase.first].at[0])
            fitting = [e for e in fitting if e.name == last] or fitting
        if pronoun and phrase.lemma not in _RELATIVES:
            return None
        return fitting[0] if len(fitting) == 1 else None

    def _named_by_now(self, entity: Entity, at: int, sentence: int) -> bool:
        """Whether a text has named somebody by the end of this sentence; a headline may speak of who its first paragraph names."""
        paragraphs = [self.parsed.sentences[s].paragraph for s in (sentence, entity.runs[0].sentence)]
        return entity.runs[0].span[0] < at or paragraphs == [0, 1]

    def _states_of(self, entity: Entity) -> set[str]:
        told = [w for r in entity.roles for w in r.split()]
        codes = {demonym_country(w) or self._state_code(w.upper() if len(w) < 5 else w.title()) for w in told}
        return {c for c in codes if c} | {c for c, name in state_names().items() if any(name.casefold() in r for r in entity.roles)}

    @staticmethod
    def _state_code(word: str) -> str | None:
        return next(
            (code for code, name in state_names().items() if name == word), {"U.S.": "US", "US": "US", "UK": "GB", "U.K.": "GB"}.get(word)
        )

    def _body(self, words: list[Word], phrase: Phrase, first: int, sentence: int, core: Span) -> Link:
        """A body called by a common noun: "police", "the ministry", "Ukraine's air force"."""
        name = common_body(words, phrase.first, phrase.head, self.entities, sentence)
        bare = phrase.head - len(phrase.lemma.split()) + 1 <= phrase.first
        reason = "as written"
        if name in state_names().values():
            reason = "its government"
        elif phrase.owner is not None:
            name = self._owned(words, phrase, sentence, first)
        elif not bare and (fuller := self._longer(name)) is not None:
            name, reason = fuller, f"the one {phrase.lemma} of the article"
        elif bare:
            known_body = self.entities.body_called(phrase.lemma, before=core, sentence=sentence)
            qualified = self._qualified.get(phrase.lemma, [])
            inside = next(
                (
                    i
                    for i in self.entities.by_sentence.get(sentence, ())
                    if self.entities.runs[i].first in (phrase.head + 2, phrase.head + 3)
                ),
                None,
            )
            if phrase.end > phrase.head + 1 and words[phrase.head + 1].lower == "of":
                if phrase.lemma in _REALMS and inside is not None:
                    return self._of_run(inside)
                name = join(words[phrase.first : phrase.end])
            elif known_body:
                return self._of_entity(known_body, mention=core, reason=f"the one {phrase.lemma} named, at {known_body.named_at[0]}")
            elif len(qualified) == 1:
                name, reason = qualified[0], f"the one {phrase.lemma} of the article"
            elif phrase.definite:
                last = self._speakers.last_called(phrase.lemma, sentence, core, place=phrase.lemma in _REALMS)
                if last is None and phrase.lemma in _OUTLETS:
                    last = self._speakers.last_body(sentence, core, kinds=(SourceKind.OUTLET, SourceKind.AGENCY))
                if last is None and phrase.lemma in _COMPANIES:
                    last = self._speakers.last_body(sentence, core)
                if last:
                    return replace(last, mention=core, reason=f"the last one named before “{phrase.lemma}”")
        return Link(name=name[:1].upper() + name[1:], kind=SourceKind.BODY, mention=core, named_at=None, number=None, reason=reason)

    def _longer(self, name: str) -> str | None:
        """The one body whose name ends so: "Haldrin town council" for "the town council"."""
        low = name.casefold()
        if name != low:
            return None
        found = [q for names in self._qualified.values() for q in names if q.casefold().endswith(" " + low)]
        return found[0] if len(found) == 1 else None

    def _document(self, words: list[Word], phrase: Phrase, first: int, last: int, sentence: int, mention: Span, *, own_words: bool) -> Link:
        """A poll, report or statement: its maker where the text tells one."""
        maker: Link | None = None
        run = None
        if phrase.owner is not None:
            maker = self._speakers.pronoun(phrase.owner, sentence)[0]
            maker = maker if maker.named_at else None
        else:
            here, runs = self.entities.by_sentence.get(sentence, ()), self.entities.runs
            before = [i for i in here if first <= runs[i].first and runs[i].last <= phrase.head]
            behind = [i for i in here if phrase.head < runs[i].first < last and self._made_by(words, phrase.head, runs[i].first)]
            run = next((i for i in (*before[-1:], *behind) if self._makes(i)), None)
            if run is not None:
                maker = self._of_run(run)
            elif words[phrase.head].lower in _WRITTEN or words[min(phrase.head + 1, len(words) - 1)].lower != "of":
                name = body_in(words, phrase.first, phrase.head, phrase.end, self.entities, sentence)
                name = self._full_body(name)
                if name and name not in state_names().values():
                    maker = Link(name=name, kind=SourceKind.BODY, mention=mention, named_at=None)
        article = self.parsed.article
        if maker is None and article.outlet and any(s <= mention[0] and mention[1] <= e for s, e in article.corrections):
            return Link(name=article.outlet, kind=SourceKind.OUTLET, mention=mention, named_at=None, reason="what its outlet corrects")
        if maker is None:
            return self._unnamed(mention, "its maker is not named", name=join(words[phrase.first : phrase.end]), kind=SourceKind.DOCUMENT)
        if own_words:
            return replace(maker, mention=mention, reason=f"{phrase.lemma} of {maker.name}")
        return Link(
            name=maker.name,
            kind=SourceKind.DOCUMENT,
            mention=mention,
            named_at=maker.named_at,
            reason=f"{phrase.lemma} made by {maker.name}",
        )

    def _makes(self, run: int) -> bool:
        entity = self.entities.readings[run].entity
        return bool(entity and not (entity.place and not entity.country) and not (entity.place and government(entity.name)))

    @staticmethod
    def _made_by(words: list[Word], head: int, start: int) -> bool:
        between = [w.lower for w in words[head + 1 : start]]
        own = words[head].lower in _WRITTEN and between in (["of"], ["of", "the"])  # "an image of Kim" is not his
        return own or (len(between) < 7 and any(w in ("by", "from") for w in between))

    def _other(self, words: list[Word], phrase: Phrase, first: int, mention: Span, sentence: int) -> Link:
        """A head that no table holds: its ending tells whether it is somebody."""
        lemma = phrase.lemma
        written = words[phrase.head].text
        people = self._run_at(phrase.head, sentence)
        if people is not None and self._is_common(people):
            group = written.endswith("s")
            name = join(words[phrase.first if group else first : phrase.end])
            return self._unnamed(
                mention,
                "people without a name" if group else "not named",
                name=name,
                kind=SourceKind.GROUP if group else SourceKind.UNNAMED,
                number=phrase.number if group else 1,
            )
        if written[0].isupper() and (phrase.head > 0 or known(written)):
            table = known(written)
            name = table.name if table else join(words[phrase.first : phrase.head + 1])
            return self._unnamed(mention, "as written", name=name, kind=table.kind if table else SourceKind.PERSON)
        quantity = lemma in ("one", "some", "many", "several", "most", "few", "others", "those", "none") and phrase.number != 1
        if quantity or (lemma.endswith("s") and not lemma.endswith("ss")):
            return self._unnamed(
                mention,
                "people without a name",
                name=join(words[phrase.first : phrase.end]) or None,
                kind=SourceKind.GROUP,
                number=phrase.number,
            )
        return self._unnamed(mention, "not named", name=join(words[first : phrase.end]))
