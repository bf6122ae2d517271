"""Who says what in an article: every attribution with its source, cue and content spans.

Reads Parsed, gives Said records in text order. Term: attribution relations (PARC 3, Pareti 2016; PolNeAR, Newell et al. 2018).
A sentence's parse gives the attributions in its clauses; quotation marks then widen and join them over sentences and paragraphs.
It does not resolve a name or join links into chains.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate, groupby
from typing import Any, TypeAlias

from twosource.extract.attribution_cues import Found, attributions, found, known
from twosource.extract.attribution_lines import headline, signed, transcript
from twosource.extract.attribution_negation import is_nobody, put_forward
from twosource.extract.attribution_quotes import Match, after, alone, announced, before, fragment_of, goes_on, told_before
from twosource.extract.parse import Parsed, Sentence
from twosource.extract.quotations import Quotation, quotations
from twosource.extract.said import Said
from twosource.model import Force, Mode, Span

_QUOTING = '"“”'
_DOUBLE_MARKS = ('"', "“", "„", "«")
_MARKS = "\"“”„‟«»‘’'"
_AGAINST = (Force.DENYING, Force.OPPOSING)
_CHAINING = frozenset(("that", "quote", "np-of", "np-at", "np-pred", "clause", "compound"))  # frames that put a proposition forward
_HYPHENED = re.compile(r"(?:-\w+)+")
_WORDS = 15  # characters: less of a clause beside a quotation is a remnant
_FAR = 3000  # characters: no sentence of prose reaches further, a line of 20,000 characters holds many
_LONG = 5  # tokens: a longer quotation is speech, a shorter one may be a name or a word held at arm's length


@dataclass(slots=True)
class _Draft:
    found: Found
    offset: int
    content: list[Span]
    direct: bool = False  # its content is quotations
    anchor: int = field(init=False)  # where its cue stands in the article

    def __post_init__(self) -> None:
        self.anchor = self.offset + int(self.found.anchor.idx)


@dataclass(slots=True)
class _Paragraph:
    number: int
    doc: Any
    offset: int
    sentences: list[Sentence]
    starts: list[int] = field(default_factory=list)

    def tokens(self, span: Span) -> tuple[int, int]:
        """First and last token of a span of the article."""
        first = bisect_right(self.starts, span[0] - self.offset) - 1
        last = bisect_left(self.starts, span[1] - self.offset) - 1
        return max(first, 0), max(last, first, 0)

    def chars(self, tokens: tuple[int, int]) -> Span:
        first, last = self.doc[tokens[0]], self.doc[tokens[1]]
        return self.offset + first.idx, self.offset + last.idx + len(last.text)

    def sentence_of(self, token: int) -> int:
        return next((s.number for s in self.sentences if s.tokens.start <= token < s.tokens.end), self.sentences[0].number)


def find_attributions(parsed: Parsed) -> tuple[Said, ...]:
    """Every attribution of an article, in order of its first content; inner ones ("A said that B denied ...") stand beside outer ones."""
    text = parsed.article.text
    quotes, _ = quotations(text, parsed.paragraphs)
    spoken = transcript(parsed)
    reading = _Reading(text)
    for number, group in groupby(parsed.sentences, key=lambda s: s.paragraph):
        sentences = list(group)
        doc = sentences[0].tokens.doc
        if number in spoken:
            reading.speaker = None
            continue
        paragraph = _Paragraph(number, doc, sentences[0].offset, sentences, [t.idx for t in doc])
        reading.read(paragraph, [q for q in quotes if q.paragraph == number])
    said = [s for d in _untangled(reading.drafts) if (s := _said(d, text)) is not None]
    said += [*reading.signed, *spoken.values()]
    return tuple(sorted(said, key=lambda s: (s.content, s.cue or (0, 0), s.source or (0, 0))))


def unclosed_quotations(text: str, paragraphs: Sequence[Span]) -> tuple[Span, ...]:
    """From each quotation mark that does not close to the end of its paragraph; what it opens is read as unquoted text."""
    return quotations(text, paragraphs)[1]


_Marked: TypeAlias = tuple[Quotation, tuple[int, int]]  # with its first and last token


class _Reading:
    """Paragraph after paragraph: who spoke last, and what is still to be joined to its speaker."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.drafts: list[_Draft] = []
        self.signed: list[Said] = []
        self.speaker: _Draft | None = None  # the last one quoted: uncued quotations go on with their words
        self.announced = False  # the paragraph before ended in "Roe said:"
        self.waiting: list[Span] = []  # of a quotation that runs on, its cue perhaps at its end

    def read(self, paragraph: _Paragraph, quotes: list[Quotation]) -> None:
        spans = [(q, paragraph.tokens(q.span)) for q in quotes]
        doubles = [x for x in spans if not x[0].single]
        usable = doubles or [x for x in spans if x[1][1] - x[1][0] >= _LONG]
        if usable:
            last = usable[-1][1]
            end = paragraph.chars((0, len(paragraph.doc) - 1))[1]
            below = signed(self.text[:end], usable[-1][0].span, end, paragraph.sentence_of(last[0]))
            if below is not None:
                self.signed.append(below)
                usable = usable[:-1]
        if self.announced:
            self.announced = False
            if self.speaker is not None and not usable:  # set off without marks
                self.speaker.content.append(paragraph.chars((0, len(paragraph.doc) - 1)))
                self.speaker = None
                return
        here = [
            _Draft(f, paragraph.offset, [paragraph.chars(r) for r in f.content])
            for found_in in (headline(paragraph.sentences) if paragraph.number == 0 else (), *map(attributions, paragraph.sentences))
            for f in found_in
        ]
        matched = self._cued(paragraph, usable, here)
        self._carried_on(paragraph, usable, here, matched)
        if not matched and not any(d.direct for d in here):
            self.speaker = None
        speech = [q.span for q, tokens in spans if tokens[1] - tokens[0] > _LONG]
        here = [d for d in here if not any(s <= d.anchor < e for s, e in speech)]
        for d in here:
            _widen(d, [q.span for q in quotes])
        self._announce(paragraph, usable, here)
        self.drafts += here

    def _cued(self, paragraph: _Paragraph, quotes: list[_Marked], here: list[_Draft]) -> dict[int, _Draft]:
        """Quotations with a cue beside them, or that run on from the paragraph before; by number of the quotation."""
        doc = paragraph.doc
        inside = {i for _, (first, last) in quotes for i in range(first, last + 1)}
        matched: dict[int, _Draft] = {}
        for n, (quote, tokens) in enumerate(quotes):
            if tokens[1] - tokens[0] < 2:
                continue
            if quote.carried and self.speaker is not None and not self.waiting:
                self.speaker.content.append(quote.span)
                matched[n] = self.speaker
                continue
            low = quotes[n - 1][1][1] + 1 if n else 0
            high = next((first for _, (first, last) in quotes[n + 1 :] if last - first > _LONG), len(doc))
            follows = after(doc, tokens, high)
            match = follows or before(doc, tokens, low) or told_before(doc, tokens, low)
            if match is None or match.cue.i in inside:
                continue
            draft = _draft_at(match, paragraph, here)
            if follows is None and goes_on(doc, tokens) and any(c[0] <= quote.span[0] + 1 and quote.span[1] < c[1] for c in draft.content):
                continue  # a few quoted words of a clause, which the parse has whole
            start = fragment_of(doc, tokens, low) if follows is not None else tokens[0]
            _take(draft, (paragraph.chars((start, start))[0], quote.span[1]), match, here)
            if quote.carried:
                draft.content += self.waiting
            matched[n] = self.speaker = draft
        last = quotes[-1][0].span if quotes else (0, 0)
        if quotes and not matched and paragraph.chars((0, len(doc) - 1)) == last:
            self.waiting.append(last)
        else:
            self.waiting = []
        return matched

    def _carried_on(self, paragraph: _Paragraph, quotes: list[_Marked], here: list[_Draft], matched: dict[int, _Draft]) -> None:
        """Quotations that stand alone belong to whom the last one does, or the next in their paragraph, or the last paraphrase in it."""
        before_it = matched.get(0, self.speaker)
        for n, (quote, tokens) in enumerate(quotes):
            if n in matched:
                before_it = matched[n]
                continue
            if not alone(paragraph.doc, tokens):
                continue
            speaking = [d for d in here if d.anchor < quote.span[0] and d.found.source is not None and "quote" in known(d.found.anchor)]
            owner = matched.get(n - 1) or (matched.get(n + 1) if tokens[0] == 0 else None) or (speaking[-1] if speaking else before_it)
            if owner is not None:
                owner.content.append(quote.span)
                owner.direct = True
                matched[n] = before_it = self.speaker = owner

    def _announce(self, paragraph: _Paragraph, quotes: list[_Marked], here: list[_Draft]) -> None:
        match = announced(paragraph.doc)
        if match is not None and not any(a <= match.cue.i <= b for _, (a, b) in quotes):
            self.speaker = _draft_at(match, paragraph, here)
            self.speaker.direct = self.announced = True


def _draft_at(match: Match, paragraph: _Paragraph, here: list[_Draft]) -> _Draft:
    """The draft of a cue: the one that the parse gave, else a new one."""
    known_one = next((d for d in here if d.found.anchor.i == match.cue.i), None)
    if known_one is not None:
        return known_one
    number = paragraph.sentence_of(match.cue.i)
    force = known(match.cue).get("quote", Force.NEUTRAL)
    draft = _Draft(found(match.cue, force=force, frame="quote", who=match.source, content=[], number=number), paragraph.offset, [])
    here.append(draft)
    return draft


def _take(draft: _Draft, span: Span, match: Match, drafts: list[_Draft]) -> None:
    """Give a quotation to a cue: it replaces what the parse of the quoted words had made of them, there and at other cues."""
    if not draft.direct:
        keep = draft.found.frame == "that" and draft.found.lemma != "accord"
        draft.content = [c for c in draft.content if keep and c[1] - c[0] > _WORDS and c[0] > draft.anchor]
        draft.direct = True
        if match.source is not None:
            again = found(match.cue, force=draft.found.force, frame="quote", who=match.source, content=[], number=draft.found.sentence)
            draft.found.source, draft.found.head = again.source, again.head
    for d in drafts:
        if abs(d.anchor - draft.anchor) > _FAR:
            continue
        if d is draft or not span[0] <= d.anchor < span[1]:
            d.content = [c for c in d.content if not (span[0] <= c[0] < span[1] or (d is draft and c[0] < span[1] and span[0] < c[1]))]
    draft.content.append(span)


def _widen(draft: _Draft, quotes: list[Span]) -> None:
    """Content that breaks off inside a quotation takes the whole of it, its marks included."""
    widened = []
    cue = draft.anchor
    for start, end in draft.content:
        for s, e in quotes:
            if (
                s < end
                and start < e
                and not (s <= start and end <= e and (end - start) * 2 < e - s and draft.found.frame != "that")
                and not s <= cue < e
            ):
                start, end = (min(start, s) if not s < cue < start else start), max(end, e)
        widened.append((start, end))
    draft.content = widened


def _untangled(drafts: list[_Draft]) -> list[_Draft]:
    """Of attributions whose contents run into each other, those that say something of their own."""
    kept = []
    anchors = sorted({d.anchor for d in drafts})
    held = [0] * (len(anchors) + 1)  # how many contents hold each anchor, as differences first: a line may have thousands
    for d in drafts:
        for start, end in _merged(d.content):
            held[bisect_left(anchors, start)] += 1
            held[bisect_left(anchors, end)] -= 1
    held = list(accumulate(held))
    for d in drafts:
        own = any(s <= d.anchor < e for s, e in _merged(d.content))
        if held[bisect_left(anchors, d.anchor)] > own and not _stands_inside(d):
            continue
        kept.append(d)
    return kept


def _merged(spans: list[Span]) -> list[Span]:
    """Without overlaps, so that what one content holds is counted once."""
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = out[-1][0], max(end, out[-1][1])
        else:
            out.append((start, end))
    return out


def _stands_inside(draft: _Draft) -> bool:
    """Whether an attribution inside another's content is one that a chain needs: somebody is said to have said something."""
    f = draft.found
    if f.source is None or (f.frame not in _CHAINING and f.force not in _AGAINST):
        return False
    if f.anchor.pos_ == "NOUN":
        return f.frame in ("that", "compound")
    return f.lemma == "accord" or "quote" in known(f.anchor) or f.force in (Force.ACCUSING, *_AGAINST)


def _said(draft: _Draft, text: str) -> Said | None:
    f = draft.found
    doc, offset = f.anchor.doc, draft.offset

    def chars(tokens: tuple[int, int] | None) -> Span | None:
        return None if tokens is None else (offset + doc[tokens[0]].idx, offset + doc[tokens[1]].idx + len(doc[tokens[1]].text))

    source, head = _closed(chars(f.source), text), _closed(chars(f.head), text)
    if source is not None and sum(c in _QUOTING for c in text[slice(*source)]) % 2 and text[source[1] : source[1] + 1] in tuple(_QUOTING):
        source = source[0], source[1] + 1
    content = _joined([tidy(text, piece) for c in draft.content for piece in _without(c, source, chars(f.cue))], text)
    if not content:
        return None
    force, withheld = (f.force, False) if draft.direct else put_forward(f.anchor, f.force, f.frame)
    return Said(
        source=source,
        source_head=head,
        cue=chars(f.cue),
        cue_lemma=f.lemma,
        content=content,
        mode=mode(text, content),
        force=force,
        withheld=withheld or (f.source is not None and is_nobody(doc, f.source)),
        sentence=f.sentence,
    )


def _closed(span: Span | None, text: str) -> Span | None:
    """A source with the whole of its last word, which the parse may cut at a hyphen: "Moon Jae[-in]"."""
    rest = _HYPHENED.match(text, span[1]) if span is not None else None
    return (span[0], rest.end()) if span is not None and rest is not None else span


def _without(span: Span, *others: Span | None) -> list[Span]:
    """A content without its own source and cue, which a bad parse may leave inside it."""
    pieces = [span]
    for other in others:
        if other is not None:
            pieces = [
                p
                for s, e in pieces
                for p in (((s, other[0]), (other[1], e)) if s < other[1] and other[0] < e else ((s, e),))
                if p[0] < p[1] and (p == (s, e) or p[1] - p[0] > _WORDS)
            ]
    return pieces


def tidy(text: str, span: Span) -> Span:
    """A content without blanks, stray marks and end stops at its edges; an end stop inside a quotation that runs on stays."""
    start, end = span
    while start < end and (text[start].isspace() or text[start] in ",;:—–-"):
        start += 1
    stop = "" if text[start : start + 1] in _DOUBLE_MARKS else "."
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:—–-" + stop):
        if text[end - 1] == "." and "." in text[max(start, end - 4) : end - 1]:  # "the U.S."
            break
        end -= 1
    opening, closing = text[start : start + 1], text[end : end + 1]
    if opening and closing and opening in '"“' and closing in '"”' and text[start + 1 : end].count(closing) == 0:
        end += 1
    return start, end


def _joined(spans: list[Span], text: str) -> tuple[Span, ...]:
    """In text order, those that touch or overlap made one, empty ones left out."""
    out: list[Span] = []
    for start, end in sorted(s for s in spans if any(c.isalnum() for c in text[s[0] : s[1]])):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return tuple(out)


def mode(text: str, content: tuple[Span, ...]) -> Mode:
    """Direct if every piece is wholly in quotation marks, indirect if there are none."""
    pieces = [text[s:e].strip(".,;: ") for s, e in content]
    if all(p[:1] in _MARKS and len(p) > 1 and not any(c in '"“”«»' for c in p[1:-1]) for p in pieces):
        return Mode.DIRECT
    return Mode.MIXED if any(c in '"“”«»' for p in pieces for c in p) or any(p[:1] in "‘'" for p in pieces) else Mode.INDIRECT
