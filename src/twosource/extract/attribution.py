"""Who says what in an article: every attribution with its source, cue and content spans.

Reads Parsed, gives Said records in text order. Term: attribution relations (PARC 3, Pareti 2016; PolNeAR, Newell et al. 2018).
A sentence's parse gives the attributions in its clauses; quotation marks then widen and join them over sentences and paragraphs.
It does not resolve a name or join links into chains.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from twosource.extract.attribution_cues import Found, attributions, found, known
from twosource.extract.attribution_lines import headline, transcript
from twosource.extract.attribution_quotes import Match, after, alone, announced, before
from twosource.extract.parse import Parsed, Sentence
from twosource.extract.quotations import Quotation, quotations
from twosource.extract.said import Force, Said
from twosource.model import Mode, Span

_MARKS = "\"“”„‟«»‘’'"
_CHAINING = frozenset(("that", "quote", "np-of", "np-at", "np-pred", "clause", "compound"))  # frames that put a proposition forward
_WORDS = 15  # characters: less of a clause beside a quotation is a remnant
_LONG = 5  # tokens: a longer quotation is speech, a shorter one may be a name or a word held at arm's length


@dataclass(slots=True)
class _Draft:
    found: Found
    offset: int
    content: list[Span]
    direct: bool = False  # its content is quotations
    pending: bool = False  # its words follow in the next paragraph

    @property
    def anchor(self) -> int:
        return self.offset + int(self.found.anchor.idx)


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
    by_paragraph: dict[int, list[Quotation]] = {}
    for quote in quotes:
        by_paragraph.setdefault(quote.paragraph, []).append(quote)
    drafts: list[_Draft] = []
    speaker: _Draft | None = None
    for number, group in groupby(parsed.sentences, key=lambda s: s.paragraph):
        sentences = list(group)
        doc = sentences[0].tokens.doc
        paragraph = _Paragraph(number, doc, sentences[0].offset, sentences, [t.idx for t in doc])
        here, speaker = _paragraph(paragraph, by_paragraph.get(number, []), speaker, text)
        drafts += here
    said = [_said(d, text) for d in _untangled(drafts, quotes)]
    said += transcript(parsed)
    return tuple(sorted((s for s in said if s is not None), key=lambda s: (s.content, s.cue or (0, 0), s.source or (0, 0))))


def unclosed_quotations(parsed: Parsed) -> tuple[Span, ...]:
    """From each quotation mark that does not close to the end of its paragraph; what it opens is read as unquoted text."""
    return quotations(parsed.article.text, parsed.paragraphs)[1]


def _paragraph(paragraph: _Paragraph, quotes: list[Quotation], speaker: _Draft | None, text: str) -> tuple[list[_Draft], _Draft | None]:
    doc = paragraph.doc
    drafts: list[_Draft] = []
    for sentence in paragraph.sentences:
        for f in attributions(sentence):
            drafts.append(_Draft(f, paragraph.offset, [paragraph.chars(r) for r in f.content]))
    if paragraph.number == 0:
        for f in headline(paragraph.sentences):
            drafts.append(_Draft(f, paragraph.offset, [paragraph.chars(r) for r in f.content]))
    spans = [(q, paragraph.tokens(q.span)) for q in quotes]
    doubles = [x for x in spans if not x[0].single]
    usable = doubles if doubles else [x for x in spans if x[1][1] - x[1][0] >= _LONG]
    by_cue = {d.found.anchor.i: d for d in drafts}
    matched: dict[int, _Draft] = {}
    if speaker is not None and speaker.pending:
        speaker.pending = False
        if not usable:  # set off without marks
            speaker.content.append(paragraph.chars((0, len(doc) - 1)))
            return [], None
    for n, (quote, tokens) in enumerate(usable):
        if tokens[1] - tokens[0] < 2:
            continue
        if quote.carried and speaker is not None:
            speaker.content.append(quote.span)
            matched[n] = speaker
            continue
        low = usable[n - 1][1][1] + 1 if n else 0
        high = usable[n + 1][1][0] if n + 1 < len(usable) else len(doc)
        match = after(doc, tokens, high) or before(doc, tokens, low)
        if match is None or any(a <= match.cue.i <= b for _, (a, b) in usable):
            continue
        draft = by_cue.get(match.cue.i)
        if draft is None:
            draft = _from_quote(match, paragraph)
            by_cue[match.cue.i] = draft
            drafts.append(draft)
        _take(draft, quote.span, match, drafts)
        matched[n] = draft
        speaker = draft
    for n, (quote, tokens) in enumerate(usable):
        if n in matched or not alone(doc, tokens):
            if n in matched:
                speaker = matched[n]
            continue
        following = matched.get(n + 1)
        owner = (
            matched.get(n - 1)
            or (following if following is not None and tokens[0] == 0 else None)
            or _earlier(drafts, quote, speaker, paragraph)
        )
        if owner is not None:
            owner.content.append(quote.span)
            owner.direct = True
            matched[n] = speaker = owner
    if not any(d.direct for d in drafts) and not matched:
        speaker = None
    inside = [q.span for n, (q, t) in enumerate(spans) if t[1] - t[0] > _LONG]
    drafts = [d for d in drafts if not any(s <= d.anchor < e for s, e in inside)]
    for d in drafts:
        _widen(d, [q.span for q in quotes])
    match = announced(doc)
    if match is not None and not any(a <= match.cue.i <= b for _, (a, b) in usable):
        speaker = by_cue.get(match.cue.i) or _from_quote(match, paragraph)
        if speaker not in drafts:
            drafts.append(speaker)
        speaker.direct, speaker.pending = True, True
    return drafts, speaker


def _from_quote(match: Match, paragraph: _Paragraph) -> _Draft:
    f = found(
        match.cue,
        force=known(match.cue).get("quote", Force.NEUTRAL),
        frame="quote",
        who=match.source,
        content=[],
        number=paragraph.sentence_of(match.cue.i),
    )
    return _Draft(f, paragraph.offset, [])


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
        if d is draft or not span[0] <= d.anchor < span[1]:
            d.content = [c for c in d.content if not (span[0] <= c[0] < span[1] or (d is draft and c[0] < span[1] and span[0] < c[1]))]
    draft.content.append(span)


def _earlier(drafts: list[_Draft], quote: Quotation, speaker: _Draft | None, paragraph: _Paragraph) -> _Draft | None:
    """Who goes on speaking: the last one quoted or paraphrased before in the paragraph, else in the paragraph before."""
    before_it = [d for d in drafts if d.anchor < quote.span[0] and d.found.source is not None and "quote" in known(d.found.anchor)]
    return before_it[-1] if before_it else speaker


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


def _untangled(drafts: list[_Draft], quotes: tuple[Quotation, ...]) -> list[_Draft]:
    """Of attributions whose contents run into each other, those that say something of their own."""
    kept = []
    for d in drafts:
        outer = [o for o in drafts if o is not d and any(s <= d.anchor < e for s, e in o.content)]
        if outer and not _stands_inside(d):
            continue
        kept.append(d)
    return kept


def _stands_inside(draft: _Draft) -> bool:
    """Whether an attribution inside another's content is one that a chain needs: somebody is said to have said something."""
    f = draft.found
    if f.source is None or f.frame not in _CHAINING:
        return False
    if f.anchor.pos_ == "NOUN":
        return f.frame in ("that", "compound")
    return f.lemma == "accord" or "quote" in known(f.anchor) or f.force in (Force.ACCUSING, Force.DENYING)


def _said(draft: _Draft, text: str) -> Said | None:
    f = draft.found
    doc, offset = f.anchor.doc, draft.offset

    def chars(tokens: tuple[int, int] | None) -> Span | None:
        return None if tokens is None else (offset + doc[tokens[0]].idx, offset + doc[tokens[1]].idx + len(doc[tokens[1]].text))

    content = _joined([tidy(text, c) for c in draft.content], text)
    if not content:
        return None
    return Said(
        source=chars(f.source),
        source_head=chars(f.head),
        cue=chars(f.cue),
        cue_lemma=f.lemma,
        content=content,
        mode=mode(text, content),
        force=f.force,
        sentence=f.sentence,
    )


def tidy(text: str, span: Span) -> Span:
    """A content without blanks, stray marks and end stops at its edges."""
    start, end = span
    while start < end and (text[start].isspace() or text[start] in ",;:—–-"):
        start += 1
    while end > start and (
        text[end - 1].isspace()
        or text[end - 1] in ",;:—–-"
        or (text[end - 1] == "." and not text[max(start, end - 3) : end - 1].count("."))
    ):
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
