"""Who is who in one article: the names that stand in a stretch of it, and a readable name for who takes part in an event.

Reads Parsed and the article's Saids, gives names and, by extract/sources.py, Links. Term: entity linking within a document.
"Talks between Kyiv and Moscow" are of states, "a blast in Kyiv" is in the city. It does not judge who is meant where two may be.
"""

from __future__ import annotations

from collections.abc import Sequence

from twosource.extract.entities import Entity, government
from twosource.extract.gazetteer import NounClass
from twosource.extract.mentions import Run
from twosource.extract.parse import Parsed
from twosource.extract.phrases import DETERMINERS, head_of, join, read_phrase
from twosource.extract.pronouns import PRONOUNS
from twosource.extract.said import Said
from twosource.extract.sources import Sources
from twosource.model import SourceKind, Span

_LOCATIVE = frozenset(
    "in at near from to around outside inside across over toward towards into through of".split()
)  # "in Kyiv" is the city
_SAFE_PRONOUNS = frozenset("he she him her his hers".split())


def read_names(parsed: Parsed, said: Sequence[Said]) -> Names:
    """Who is who in an article; cheap beside the parse."""
    return Names(parsed, said)


class Names(Sources):
    """The people, bodies and places of one article, and who each mention of them is."""

    def mentioned(self, span: Span) -> tuple[str, ...]:
        """Names of the people, bodies and places that stand in a span, in order, each once."""
        found: list[tuple[Span, str]] = []
        for number in self._touched(span):
            words = self.words[number]
            for i in self.entities.at(span, number):
                entity = self.entities.readings[i].entity
                if entity and entity.kind not in (SourceKind.OFFICE,):
                    found.append((self.entities.runs[i].span, self._as_used(entity, self.entities.runs[i])))
            for k, w in enumerate(words):
                if w.lower in _SAFE_PRONOUNS and span[0] <= w.at[0] and w.at[1] <= span[1]:
                    link, safe = self._speakers.pronoun(k, number)
                    if safe and link.named_at:
                        found.append((w.at, link.name))
        return tuple(dict.fromkeys(name for _, name in sorted(found)))

    def _as_used(self, entity: Entity, run: Run) -> str:
        """ "talks between Kyiv and Moscow" are of states, "a blast in Kyiv" is in the city."""
        state = government(entity.name) if entity.place else None
        if state is None:
            return entity.name
        words = self.words[run.sentence]
        before = words[run.first - 1].lower if run.first else ""
        if before in _LOCATIVE or (run.last < len(words) and words[run.last].text == ","):
            return entity.name
        acts = words[run.last - 1].dep in ("nsubj", "nsubjpass", "poss", "agent") or before in ("between", "and", "with", "by", "against")
        return state if acts else entity.name

    def participant(self, span: Span) -> str:
        """A readable name for who takes part in an event: "He" -> "Volodymyr Zelenskyy", "the drones" -> "drones"."""
        place = self._words_in(span, next(iter(self._touched(span)), -1))
        if place is None:
            return " ".join(self.parsed.article.text[span[0] : span[1]].split())
        sentence, first, last = place
        words = self.words[sentence]
        if last - first == 1 and words[first].lower in PRONOUNS:
            link, safe = self._speakers.pronoun(first, sentence)
            return link.name if safe and link.named_at else words[first].text
        head = head_of(words, first, last, self.entities, sentence)
        run = self._run_at(head, sentence) if head is not None else None
        if run is not None and not self.entities.runs[run].office:
            entity = self.entities.readings[run].entity
            if entity and self.entities.runs[run].first <= first + len(self.entities.runs[run].title) + 4:
                return self._as_used(entity, self.entities.runs[run])
        if head is not None:
            phrase = read_phrase(words, first, last, head, self.entities, sentence)
            if phrase.noun and not phrase.noun.plural and phrase.noun.sort is NounClass.LEADER and phrase.definite:
                holder = self._holder(words, phrase, sentence)
                if holder:
                    return holder.name
        while (
            first < last - 1
            and words[first].lower in DETERMINERS
            and words[first].lower in ("a", "an", "the", "this", "that", "these", "those")
        ):
            first += 1
        return join(words[first:last])
