"""Attributions by layout: headlines ("Minister: no deal") and transcripts ("SMITH: ...").

Reads sentences and paragraphs, gives Found or Said. It does not read running prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from twosource.extract.attribution_clauses import trimmed
from twosource.extract.attribution_cues import Found
from twosource.extract.parse import Parsed, Sentence
from twosource.extract.said import Force, Said
from twosource.model import Mode, Span

_TRANSCRIPT = 3  # paragraphs that begin with a name and a colon make a transcript
_LONGEST_HEADLINE = 40  # tokens
_LONGEST_SPEAKER = 6  # tokens before the colon of a headline
_TOPICS = frozenset(("GPE", "LOC", "NORP", "EVENT", "DATE", "FAC"))  # "Ukraine: ...": what it is about, not who says it
_SPEAKER = re.compile(r"(?:[A-Z][A-Z.'’-]+|[A-Z][a-z]+\.?)(?: (?:[A-Z][A-Z.'’-]+|[A-Z][\w.'’-]+|\([^)]*\))){0,4}(?=: \S)")
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


def transcript(parsed: Parsed) -> list[Said]:
    """ "SMITH: I did not." at the head of a paragraph; a name not in capitals counts before a quotation, or where three begin so."""
    text = parsed.article.text
    numbers: dict[int, int] = {}
    for sentence in parsed.sentences:
        numbers.setdefault(sentence.paragraph, sentence.number)
    lines: list[tuple[Span, int, int]] = []
    for n, (start, end) in enumerate(parsed.paragraphs):
        match = _SPEAKER.match(text, start, end)
        if n > 0 and match is not None and match[0].split()[0].strip(".").lower() not in _NO_SPEAKER and n in numbers:
            lines.append((match.span(), end, numbers[n]))
    mixed = sum(not text[s:e].isupper() for (s, e), _, _ in lines)
    return [
        Said(
            source=name,
            source_head=name,
            cue=None,
            cue_lemma=None,
            content=((name[1] + 2, end),),
            mode=Mode.DIRECT,
            force=Force.NEUTRAL,
            sentence=number,
        )
        for name, end, number in lines
        if text[slice(*name)].isupper() or mixed >= _TRANSCRIPT or text[name[1] + 2] in '"“'
    ]
