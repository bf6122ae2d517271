"""What one article puts forward, as claims: one proposition each, with everything the text says of it.

Reads Article, writes Claim and Problem. Puts together what the other modules of this folder find; decides which words are a
proposition of whom, and which figures and times belong to it. It does not compare articles.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from twosource.errors import ProblemKind
from twosource.extract import events
from twosource.extract.attribution import find_attributions, unclosed_quotations
from twosource.extract.attribution_cues import is_silent
from twosource.extract.gazetteer import known
from twosource.extract.names import Names, read_names
from twosource.extract.parse import Parsed, Sentence, parse, stretches
from twosource.extract.passing import mentioned, names_event
from twosource.extract.places import find_places
from twosource.extract.quantities import find_quantities, link_wholes
from twosource.extract.said import Said
from twosource.extract.times import find_times
from twosource.model import (
    Article,
    Attribution,
    Claim,
    Event,
    Force,
    Link,
    Mentioned,
    Modality,
    Mode,
    Participant,
    Polarity,
    Problem,
    Quantity,
    Scope,
    ScopeKind,
    Span,
    TimeExpression,
)
from twosource.ruled import ruled_claims

ENGLISH = "en"
SHARE = re.compile(r"\d ?%|\bper ?cent\b", re.I)  # "54 percent oppose the law": what a poll says, not who says it
_AGAINST = (Force.DENYING, Force.OPPOSING)
_BESIDE = ("advcl", "relcl")  # clauses beside what is denied: "denied the ship, [which sank on Friday,] was old"
OFFERS = {"offer", "agree", "ready", "willing", "willingness", "prepared", "propose", "offer to", "readiness"}
CONTENT_POS = {"NOUN", "PROPN", "VERB", "ADJ", "NUM", "ADV"}
EMPTY_LEMMAS = {
    "be",
    "have",
    "do",
    "say",
    "would",
    "could",
    "will",
    "also",
    "more",
    "other",
    "such",
    "so",
    "very",
    "just",
    "then",
    "there",
    "here",
    "now",
    "not",
    "well",
    "only",
    "even",
    "still",
}


def extract(articles: Iterable[Article]) -> Iterator[Claim | Problem]:
    """The claims of each article in English; a Problem for each in another language and for each quotation mark that does not close."""
    for article in articles:
        if article.language not in (ENGLISH, None):
            message = f"{article.uri}: language {article.language} is grouped, but claims are read from English only"
            yield Problem(stage="claims", kind=ProblemKind.LANGUAGE, message=message, uri=article.uri, article_id=article.id)
            continue
        yield from unclosed(article, stretches(article))
        yield from ruled_claims(article, read_claims(article)) if article.rulings else read_claims(article)


def unclosed(article: Article, paragraphs: Sequence[Span]) -> Iterator[Problem]:
    """A Problem for each quotation mark that does not close."""
    for span in unclosed_quotations(article.text, paragraphs):
        message = f"{article.uri}: the quotation mark at {span[0]} does not close; that quotation is not read as direct speech"
        yield Problem(stage="claims", kind=ProblemKind.QUOTATION, message=message, uri=article.uri, article_id=article.id, span=span)


def read_claims(article: Article) -> Iterator[Claim]:
    """The claims of an article, in text order."""
    (parsed,) = parse([article])
    said = [s for s in find_attributions(parsed) if _puts_forward(s, article.text) and not _supposed(s, parsed)]
    names = read_names(parsed, said)
    reader = _Reader(parsed, [s for s in said if not s.withheld], names, withheld=[s for s in said if s.withheld])
    seen: set[str] = set()
    for claim in sorted(reader.claims(), key=lambda c: (c.span, c.id)):
        if claim.id not in seen:
            seen.add(claim.id)
            yield claim


def claim_id(article_id: str, span: Span, attribution: Attribution | None) -> str:
    """A hash of the article's id and the content, source and cue spans: nothing interpreted."""
    a = attribution
    key = (article_id, span, a.content if a else (), a.source if a else None, a.cue if a else None)
    return hashlib.sha256(repr(key).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class _Proposition:
    """A stretch of one sentence on somebody's word; `whole` is the attribution it belongs to."""

    clause: events.Clause
    said: int | None  # number of the attribution, None for the article's own voice
    denied: bool = False
    frame: bool = False  # "A said B said X": as A's claim, it is B's saying


class _Line:
    """A sentence's words with their places, so that those of a span are found without asking each: a line may have thousands."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.tokens = sentence.words
        at = [sentence.at(t) for t in self.tokens]
        # "a depth of 40m.": the stop at the end of "m." belongs to no content
        stops = [len(t.text) > 1 and t.text.endswith(".") for t in self.tokens]
        self._starts, self._ends = [a[0] for a in at], [a[1] - stop for a, stop in zip(at, stops, strict=True)]

    def within(self, spans: Iterable[Span]) -> list[Any]:
        """The words that lie inside any of the spans, in order."""
        found = {i for s, e in spans for i in range(bisect_left(self._starts, s), bisect_right(self._ends, e))}
        return [self.tokens[i] for i in sorted(found)]

    def touching(self, span: Span) -> list[Any]:
        return self.tokens[bisect_right(self._ends, span[0]) : bisect_left(self._starts, span[1])]


class _Reader:
    """One article's propositions, and the figures, times and places that go with each."""

    def __init__(self, parsed: Parsed, said: Sequence[Said], names: Names, *, withheld: Sequence[Said]) -> None:
        self.parsed, self.said, self.names = parsed, said, names
        self.withheld = [s.cue for s in withheld if s.cue]
        self.text = parsed.article.text
        own = known(parsed.article.outlet or "")
        self.outlet = own.name if own else parsed.article.outlet  # what is told to the article's own outlet is no one's report
        self.reach = [(min(c[0] for c in s.content), max(c[1] for c in s.content)) for s in said]
        self.parent = [self._parent(n) for n in range(len(said))]
        self.nested: dict[int, list[int]] = {}
        for n, p in enumerate(self.parent):
            if p is not None:
                self.nested.setdefault(p, []).append(n)
        self.here = self._by_sentence()
        self.cue_tokens = self._cue_tokens()
        self.times = find_times(parsed)
        self.places = find_places(parsed, names)
        self.quantities = self._quantities()

    def claims(self) -> Iterator[Claim]:
        dated: list[TimeExpression] = []  # in datelines: told with what follows them
        for sentence in self.parsed.sentences:
            if sentence.dateline:
                dated += (t for t in self.times if _inside(t.span, sentence.span))
                continue
            for claim in self._filled(sentence, self._propositions(sentence)):
                yield replace(claim, times=(*dated, *claim.times)) if dated else claim
                dated = []

    def _quantities(self) -> dict[int, tuple[Quantity, ...]]:
        found = [(s, find_quantities(s, times=[t for t in self.times if _inside(t.span, s.span)])) for s in self.parsed.sentences]
        return {s.number: q for s, q in link_wholes(self.text, found)}

    def _parent(self, number: int) -> int | None:
        """The innermost other attribution whose content holds this one's cue (else its content)."""
        own = self.said[number]
        anchor = own.cue or (own.content[0] if own.content else None)
        if anchor is None:
            return None
        holders = [
            (sum(e - s for s, e in other.content), n)
            for n, other in enumerate(self.said)
            if self.reach[n][0] <= anchor[0] < self.reach[n][1]
            and n != number
            and any(_inside(anchor, c) for c in other.content)
            and not any(_inside(other.cue, c) for c in own.content if other.cue)
        ]
        return min(holders)[1] if holders else None

    def _by_sentence(self) -> dict[int, list[int]]:
        """Sentence number -> attributions that have their cue or content there."""
        starts = [s.span[0] for s in self.parsed.sentences]
        found: dict[int, set[int]] = {}
        for n, said in enumerate(self.said):
            found.setdefault(said.sentence, set()).add(n)
            for start, end in said.content:
                for k in range(max(bisect_right(starts, start) - 1, 0), bisect_right(starts, end)):
                    found.setdefault(k, set()).add(n)
        return {k: sorted(numbers) for k, numbers in found.items()}

    def _cue_tokens(self) -> dict[int, dict[int, list[int]]]:
        """Sentence number -> token index -> attributions whose cue it is in."""
        cues: dict[int, dict[int, list[int]]] = {}
        for sentence in self.parsed.sentences:
            start, end = sentence.span
            cued = ((n, self.said[n].cue) for n in self.here.get(sentence.number, ()))
            here = [(n, cue) for n, cue in cued if cue and cue[0] < end and cue[1] > start]
            words = _Line(sentence)
            for n, cue in here:
                for token in words.touching(cue):
                    if not token.is_punct:
                        cues.setdefault(sentence.number, {}).setdefault(token.i, []).append(n)
        return cues

    def _propositions(self, sentence: Sentence) -> list[_Proposition]:
        line = _Line(sentence)
        tokens = line.tokens
        cues = self.cue_tokens.get(sentence.number, {})
        heads = {i for i in cues if sentence.tokens.doc[i].pos_ in ("VERB", "AUX")}
        found: list[_Proposition] = []
        covered: set[int] = set()
        for number in self.here.get(sentence.number, ()):
            said = self.said[number]
            region = line.within(said.content)
            if not region:
                continue
            covered.update(t.i for t in region)
            found += self._of_content(line, number, region, heads)
        for said in (self.said[n] for n in self.here.get(sentence.number, ())):  # what only introduces another says nothing
            if said.sentence == sentence.number:
                covered.update(t.i for t in line.within([span for span in (said.source, said.cue) if span and said.content]))
        found += self._own_voice(sentence, tokens, covered, set(cues), heads)
        return found

    def _of_content(self, line: _Line, number: int, region: list[Any], heads: set[int]) -> list[_Proposition]:
        """The propositions of one attribution's content in this sentence, nested attributions left to themselves."""
        nested, sentence = [self.said[n] for n in self.nested.get(number, ())], line.sentence
        mine_all = {t.i for t in region}
        inner = {t.i for t in line.within([c for s in nested for c in s.content])} & mine_all
        frames = {t.i for t in line.within([x for s in nested for x in (s.cue, s.source) if x])} & mine_all
        own = [t for t in region if t.i not in inner]
        found = []
        for clause in events.clauses(sentence, region, splits=heads - {region[0].i}, quoted=self.said[number].mode is Mode.DIRECT):
            mine = [t for t in clause.tokens if t.i not in inner]
            framed = clause.head.i in frames or not mine
            if not framed:
                denied = self.said[number].force in _AGAINST and (clause.head.dep_ not in _BESIDE or clause.head == region[0].head)
                found.append(_Proposition(clause, number, denied=denied))
        if found or not nested:
            if not found and own:
                found = [_Proposition(c, number) for c in events.clauses(sentence, region)[:1]]
            return found
        # the whole content is what somebody else is said to have said
        if self.said[number].force in _AGAINST:
            target = [t for t in region if t.i in inner] or region
            return [_Proposition(c, number, denied=True) for c in events.clauses(sentence, target)]
        whole = events.clauses(sentence, region)
        if not whole:
            return []
        merged = replace(whole[0], tokens=tuple(region))
        return [_Proposition(merged, number, frame=True)]

    def _own_voice(self, sentence: Sentence, tokens: list[Any], covered: set[int], cues: set[int], heads: set[int]) -> list[_Proposition]:
        found = []
        for clause in events.clauses(sentence, tokens, splits=heads):
            mine = [t for t in clause.tokens if t.i not in covered and (not t.is_punct or t.text in ("%", "‰"))]  # "fell 2 %"
            if clause.head.i in covered or clause.head.i in cues or len(mine) < 2 or is_silent(clause.head):
                continue
            if self._is_withheld(clause) and not any(_inside(q.span, clause.span) for q in self.quantities.get(sentence.number, ())):
                continue
            start, end = mine[0].i, mine[-1].i
            kept = tuple(t for t in clause.tokens if start <= t.i <= end)
            if any(t.pos_ in ("VERB", "AUX", "NUM") or names_event(t) for t in mine):  # "Fire at a harbour warehouse"
                found.append(_Proposition(replace(clause, tokens=kept), None))
        return found

    def _is_withheld(self, clause: events.Clause) -> bool:
        """ "Police have not confirmed that nine people died": it says neither that they did nor that they did not."""
        if not self.withheld:
            return False
        verbs = [clause.head]
        while (below := next((c for c in verbs[-1].children if c.dep_ in ("xcomp", "acomp")), None)) is not None:
            verbs.append(below)  # "was unable to say"
        return any(_inside(clause.sentence.at(verb), cue) for verb in verbs for cue in self.withheld)

    def _filled(self, sentence: Sentence, found: list[_Proposition]) -> Iterator[Claim]:
        """The claims of a sentence; each figure and time goes to the narrowest that holds it, or to the nearest."""
        quantities = self.quantities.get(sentence.number, ())
        times = [t for t in self.times if _inside(t.span, sentence.span)]
        measured: list[Quantity | TimeExpression] = [*quantities, *times]
        loose = [x for x in measured if not any(_inside(x.span, p.clause.span) for p in found)]
        if loose and not found:
            whole = events.clauses(sentence, sentence.words)
            if whole:
                found = [_Proposition(replace(whole[0], tokens=tuple(sentence.words)), None)]
        homes: dict[Span, list[int]] = {}
        for x in measured:
            homes[x.span] = _homes(x.span, found)
        for n, proposition in enumerate(found):
            yield self._claim(
                sentence,
                proposition,
                tuple(q for q in quantities if n in homes[q.span]),
                tuple(t for t in times if n in homes[t.span]),
            )

    def _claim(
        self, sentence: Sentence, proposition: _Proposition, quantities: tuple[Quantity, ...], times: tuple[TimeExpression, ...]
    ) -> Claim:
        clause = proposition.clause
        span = clause.span
        said = self.said[proposition.said] if proposition.said is not None else None
        attribution = self._attribution(proposition.said) if proposition.said is not None else None
        withheld = self._is_withheld(clause)
        polarity = Polarity.DENIED if not withheld and events.negated(clause) != proposition.denied else Polarity.AFFIRMED
        offered = said is not None and (said.cue_lemma or "") in OFFERS
        condition = events.condition(clause, offered=offered)
        baselines = events.baselines(clause)
        limits = [t for t in clause.tokens if any(_inside(sentence.at(t), s) for s in (condition, *baselines) if s)]
        limits += events.told_beside(clause, limits)
        expected, hedged = events.modal_words(clause)
        hedged |= withheld
        if said is not None:
            expected |= said.force in (Force.EXPECTING, Force.OPPOSING)  # what is opposed is wished not to be
            hedged |= said.force is Force.DOUBTING
        modality = Modality.CONDITIONAL if condition else Modality.EXPECTED if expected else Modality.HEDGED if hedged else Modality.STATED
        article = self.parsed.article
        return Claim(
            id=claim_id(article.id, span, attribution),
            article_id=article.id,
            uri=article.uri,
            sentence=sentence.span,
            span=span,
            text=self.text[span[0] : span[1]],
            attribution=attribution,
            event=self._event(clause, attribution),
            quantities=quantities,
            times=times,
            places=tuple(p for p in self.places if _inside(p.span, span)),
            polarity=polarity,
            modality=modality,
            condition=condition,
            scopes=tuple(Scope(kind=ScopeKind.BASELINE, span=b, text=self.text[b[0] : b[1]]) for b in baselines),
            terms=tuple(_terms(clause.tokens)),
            limits=tuple(_terms(limits)),
            names=self.names.mentioned(span),
            passing=tuple(self._passing(clause)),
        )

    def _attribution(self, number: int) -> Attribution:
        chain: list[Link] = []
        at: int | None = number
        seen: set[int] = set()
        while at is not None and at not in seen:
            seen.add(at)
            said = self.said[at]
            if said.source:
                link = self.names.resolve(said.source_head or said.source, sentence=said.sentence)
                if not chain or chain[0].name != link.name:
                    chain.insert(0, link)
                told = self.names.listener(said.cue, said.sentence) if said.cue and said.cue_lemma == "tell" else None
                if told is not None and told.name not in (link.name, self.outlet):
                    chain.insert(0, told)
            at = self.parent[at]
        said = self.said[number]
        return Attribution(chain=tuple(chain), source=said.source, cue=said.cue, content=said.content, mode=said.mode, force=said.force)

    def _event(self, clause: events.Clause, attribution: Attribution | None) -> Event:
        trigger = events.predicate_of(clause)
        agent, patient = events.participants(clause)
        who = self._participant(clause, agent)
        if (
            who is None
            and attribution is not None
            and attribution.chain
            and attribution.chain[-1].mention
            and clause.head.tag_ in ("VB", "VBG")
        ):
            # "offered to resign": who offers is who would resign
            who = Participant(name=attribution.chain[-1].name, mention=attribution.chain[-1].mention)
        particle = next((c for c in trigger.children if c.dep_ == "prt" and c.i == trigger.i + 1), None)
        return Event(
            trigger=clause.sentence.at(trigger, particle),
            predicate=events.predicate_lemma(trigger),
            agent=who,
            patient=self._participant(clause, patient),
        )

    def _passing(self, clause: events.Clause) -> Iterator[Mentioned]:
        """What else happened, that the proposition mentions."""
        at = clause.sentence.at
        for found in mentioned(clause, but=events.predicate_of(clause)):
            agent, patient = (self._participant(clause, x) for x in (found.agent, found.patient))
            event = Event(trigger=at(found.trigger), predicate=events.predicate_lemma(found.trigger), agent=agent, patient=patient)
            yield Mentioned(span=at(found.first, found.last), event=event)

    def _participant(self, clause: events.Clause, head: Any | None) -> Participant | None:
        if head is None or head.lower_ in ("that", "which", "it", "there", "what"):
            return None
        mention = clause.sentence.at(*events.noun_phrase(head))
        name = self.names.participant(mention)
        return Participant(name=name, mention=mention)


def _puts_forward(said: Said, text: str) -> bool:
    """ "Ukraine's debt claims" puts no proposition forward; "no" in quotation marks does."""
    if said.source and SHARE.search(text[slice(*said.source)]):
        return False
    words = sum(len(text[s:e].split()) for s, e in said.content)
    return words > 1 or any(mark in text[s:e] for mark in '“"' for s, e in said.content)


def _supposed(said: Said, parsed: Parsed) -> bool:
    """ "if the inquiry finds fault": nobody has found anything yet."""
    if said.cue is None or said.sentence >= len(parsed.sentences):
        return False
    sentence = parsed.sentences[said.sentence]
    cue = sentence.tokens.doc.char_span(*(at - sentence.offset for at in said.cue), alignment_mode="contract")
    token = cue[0] if cue is not None else None
    while token is not None and token.head != token:
        if token.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ in ("if", "unless") for c in token.children):
            return True
        token = token.head
    return False


def _homes(span: Span, found: Sequence[_Proposition]) -> list[int]:
    """Which propositions a figure or time belongs to: the narrowest that holds it (all of one span), else the nearest."""
    holding = [(p.clause.span[1] - p.clause.span[0], p.frame, n) for n, p in enumerate(found) if _inside(span, p.clause.span)]
    if holding:
        width = min(h[:2] for h in holding)
        return [n for *w, n in holding if tuple(w) == width]
    nearest = [(max(p.clause.span[0] - span[1], span[0] - p.clause.span[1], 0), n) for n, p in enumerate(found)]
    return [min(nearest)[1]] if nearest else []


def _terms(tokens: Iterable[Any]) -> Iterator[str]:
    for token in tokens:
        if token.pos_ in CONTENT_POS and token.is_alpha and len(token.text) > 1:
            lemma = str(token.lemma_.lower() if token.pos_ != "PROPN" else token.lower_)
            if lemma not in EMPTY_LEMMAS:
                yield lemma


def _inside(inner: Span | None, outer: Span) -> bool:
    return inner is not None and outer[0] <= inner[0] and inner[1] <= outer[1]
