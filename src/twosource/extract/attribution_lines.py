"""Attributions by layout: headlines ("Minister: no deal") and transcripts ("SMITH: ...").

Reads sentences and paragraphs, gives Found or Said. It does not read running prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from twosource.extract.attribution_clauses import trimmed
from twosource.extract.attribution_cues import Found
from twosource.extract.parse import Parsed, Sentence
from twosource.extract.said import Said
from twosource.model import Force, Mode, Span

_TRANSCRIPT = 3  # paragraphs that begin with a name and a colon make a transcript
_LONGEST_HEADLINE = 40  # tokens
_LONGEST_SPEAKER = 6  # tokens before the colon of a headline
_TOPICS = frozenset(("GPE", "LOC", "NORP", "EVENT", "DATE", "FAC"))  # "Ukraine: ...": what it is about, not who says it
_NAME = r"(?:[A-Z][A-Z.'’-]+|[A-Z][a-z]+\.?)(?: (?:[A-Z][A-Z.'’-]+|[A-Z][\w.'’-]+|\([^)]*\))){0,4}"
_SPEAKER = re.compile(rf"[\"“]?({_NAME})(?=: \S)")
_SIGNATURE = re.compile(
    r"\s*(―|—|–|--|-)\s*([A-Z][\w’'-]*(?:\.(?= ))?(?: (?:[A-Z][\w’'-]*(?:\.(?= ))?|of|de|van|von)){0,4}?(?: \(@\w+\))?)"
    r"(?:, [^\n]{0,60}|,? [A-Z][a-z]+\.? \d[\d, ]*)?[\s.]*\Z"
)
_NO_SPEAKER = frozenset(
    [
        "update",
        "correction",
        "note",
        "photo",
        "video",
        "watch",
        "read",
        "related",
        "breaking",
        "live",
        "opinion",
        "analysis",
        "exclusive",
        "source",
        "credit",
        "poll",
        "editor",
        "location",
        "more",
        "translation",
        "share",
        "when",
        "where",
    ]
)


def headline(sentences: Sequence[Sentence]) -> Iterator[Found]:
    """ "Minister: no deal", at the head of an article: the words before the colon are the source, those after it the content."""
    doc = sentences[0].tokens.doc
    colon = next((t for t in doc[1 : _LONGEST_SPEAKER + 1] if t.text == ":"), None)
    if colon is None or len(doc) > _LONGEST_HEADLINE:
        return
    lead = doc[: colon.i]
    rest = trimmed(doc, colon.i + 1, len(doc) - 1)
    if rest[1] - rest[0] < 2 or all(t.ent_type_ in _TOPICS for t in lead) or lead[0].lower_ in _NO_SPEAKER:
        return
    if any(t.pos_ in ("VERB", "AUX") for t in lead) or not any(t.pos_ in ("PROPN", "NOUN") for t in lead):
        return
    span = (0, colon.i - 1)
    yield Found(colon, (colon.i, colon.i), None, Force.NEUTRAL, "line", span, span, [rest], sentences[0].number)


def transcript(parsed: Parsed) -> dict[int, Said]:
    """ "SMITH: I did not." by number of the paragraph; a name not in capitals counts before a quotation, or where three begin so."""
    text = parsed.article.text
    lines: dict[int, tuple[Span, int]] = {}
    for n, (start, end) in enumerate(parsed.paragraphs):
        match = _SPEAKER.match(text, start, end)
        if n > 0 and match is not None and match[1].split()[0].strip(".").lower() not in _NO_SPEAKER:
            lines[n] = match.span(1), end
    mixed = sum(not text[slice(*name)].isupper() for name, _ in lines.values())
    numbers = {s.paragraph: s.number for s in reversed(parsed.sentences)}
    return {
        n: _line(name, (name[1], name[1] + 1), (name[1] + 2, end), numbers[n])
        for n, (name, end) in lines.items()
        if n in numbers and (text[slice(*name)].isupper() or mixed >= _TRANSCRIPT or text[name[1] + 2] in '"“')
    }


def signed(text: str, quotation: Span, end: int, sentence: int) -> Said | None:
    """A quotation with its speaker's name below or after it: '"No deal." — Jo Roe'; `end` is the end of its paragraph."""
    match = _SIGNATURE.match(text, quotation[1], end)
    return _line(match.span(2), match.span(1), quotation, sentence) if match is not None else None


def _line(name: Span, cue: Span, content: Span, sentence: int) -> Said:
    return Said(
        source=name,
        source_head=name,
        cue=cue,
        cue_lemma=None,
        content=(content,),
        mode=Mode.DIRECT,
        force=Force.NEUTRAL,
        sentence=sentence,
    )
