"""Which reporting words a quotation belongs to: the cue after it, the cue before it, or the cue of the quotation it carries on.

Reads one paragraph's tokens and its quotations in token ranges, gives for each the cue token and how it was found.
Term: quotation attribution (textacy, Muzny et al. 2017). It works over tokens, since a quotation of several sentences breaks the parse.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from twosource.extract.attribution_clauses import Range, Subject, bracketed, noun_phrase, subject, trimmed
from twosource.extract.attribution_cues import known

_STOP = frozenset(".!?;")
_SPOKEN = 4  # tokens: a longer quotation in sentence form is speech
_REACH = 40  # tokens between a quotation and its cue: "said Jane Roe, a professor at ... who ..."
_CLAUSE = 150  # tokens: no clause of prose is longer, a line of 20,000 characters may hold no full stop
_INSIDE_END = frozenset(",.?!—–-…")
_INSERTED = frozenset(("relcl", "acl", "amod", "pcomp", "advcl", "compound"))
_NOT_FIRST = frozenset(("and", "but", "or", "which", "that", "because", "is", "was", "are", "were", "has", "than"))


@dataclass(frozen=True, slots=True)
class Match:
    """A quotation's cue token and source; `source` None where nobody is named."""

    cue: Any
    source: Subject | None


def after(doc: Any, quote: Range, limit: int) -> Match | None:
    """The cue that follows a quotation: ", said the minister", ", she added in a letter"."""
    if not _complete(doc, quote) or _inside_clause(doc, quote):
        return None
    start, end = quote[1] + 1, _end_of_clause(doc, quote[1] + 1, limit)
    while start <= end and (doc[start].is_punct or doc[start].is_space):
        start += 1
    if start > end or doc[start].lower_ in _NOT_FIRST:
        return None
    for at in range(start, min(end, start + _REACH) + 1):
        token = doc[at]
        if token.lower_ == "according":
            return Match(token, None) if at == start else None
        if (token.pos_ not in ("VERB", "AUX") or token.dep_ in ("aux", "auxpass")) and token.lower_ not in _BARE:
            continue
        cue = _speech(token)
        if cue is None and quote[1] - quote[0] > _SPOKEN and _beside(doc, token, (start, end)):
            cue = token
        if cue is not None:
            return Match(cue, _speaker(doc, cue, (start, end))) if _looks_back(doc, quote, start, cue, end) else None
        if token.dep_ not in _INSERTED:
            return None
    return None


def _speech(token: Any) -> Any | None:
    """The token if it is a cue that takes quotations, else the cue it leads to: "went on to say", "was quoted as saying"."""
    if "quote" in known(token) or token.lower_ in _BARE:
        return token
    below = [c for c in token.children if c.dep_ in ("xcomp", "ccomp")] + [
        g for c in token.children if c.lower_ == "as" for g in c.children
    ]
    return next((c for c in below if 0 < c.i - token.i < 5 and "quote" in known(c)), None)


def _beside(doc: Any, verb: Any, segment: Range) -> bool:
    """Whether a verb of any meaning stands with its subject alone beside a quotation: '"Marvellous!" beamed Roe', '"No," Roe spat.'"""
    if verb.tag_ not in ("VBD", "VBZ") or verb.lemma_ in ("be", "have", "do"):
        return False
    who = subject(verb)
    if who is None or not segment[0] <= who.head.i <= segment[1]:
        return False
    return (who.head.i > verb.i and verb.i == segment[0]) or (verb.i == segment[1] and who.span[0] == segment[0])


def _looks_back(doc: Any, quote: Range, start: int, cue: Any, end: int) -> bool:
    """Whether a cue after a quotation speaks of it: '"No!" he said' does, '"No." He said that ...' and '"No." He said: ...' begin anew."""
    inner = doc[quote[1] - 1].text
    if inner[-1] not in ".!?" or not doc[start].text[0].isupper():
        return True
    nxt = doc[cue.i + 1].text if cue.i + 1 < len(doc) else "."
    if nxt in ("that", ":") or (end + 1 < len(doc) and doc[end].text == ":"):
        return False
    return inner[-1] != "." or end - start <= 4


_BARE = frozenset(("said", "says", "added", "wrote", "asked", "told"))  # cues whatever the tagger calls them


def before(doc: Any, quote: Range, limit: int) -> Match | None:
    """The cue that leads to a quotation: "He said:", "told reporters,", "a statement that read"."""
    end = quote[0] - 1
    while end > limit and doc[end].is_space:
        end -= 1
    if end < limit:
        return None
    start = end
    while start > limit and doc[start - 1].text not in _STOP:
        start -= 1
    lead = doc[end].text
    for at in range(end, max(start, end - _REACH) - 1, -1):
        token = doc[at]
        if (token.pos_ not in ("VERB", "AUX") and token.lower_ not in _BARE) or token.dep_ in ("aux", "auxpass"):
            continue
        if _speech(token) is not None:
            token = _speech(token)
            if lead in (",", ":", "—", "–", "--") or at == end or lead == "that":
                return Match(token, _speaker(doc, token, (start, end)))
            return None
        if lead == ":" and token.dep_ not in _INSERTED:
            who = subject(token)
            return Match(token, who) if who is not None and start <= who.head.i <= end else None
        if token.dep_ not in _INSERTED:
            return None
    return None


def told_before(doc: Any, quote: Range, limit: int) -> Match | None:
    """The cue of the sentence before a quotation, where that says nothing itself: 'Roe said in a statement. "No deal."'."""
    stop = quote[0] - 1
    while stop > limit and doc[stop].is_space:
        stop -= 1
    if stop <= limit or doc[stop].text != "." or quote[1] - quote[0] <= _SPOKEN:
        return None
    verb = doc[stop].sent.root
    if verb.lower_ not in _BARE or verb.i < limit or any(c.dep_ in ("ccomp", "dobj", "xcomp", "parataxis", "prt") for c in verb.children):
        return None
    who = subject(verb)
    return Match(verb, who) if who is not None else None


def announced(doc: Any) -> Match | None:
    """The cue of a paragraph that ends in a colon and leaves the words to the next: "The ministry replied:"."""
    last = len(doc) - 1
    while last > 0 and doc[last].is_space:
        last -= 1
    return before(doc, (last + 1, last + 1), 0) if last > 0 and doc[last].text == ":" else None


def alone(doc: Any, quote: Range) -> bool:
    """Whether a quotation stands as sentences of its own, with no words around it that could be its cue."""
    starts = quote[0] == 0 or doc[quote[0] - 1].text in (".", "!", "?", "”", '"', "’") or doc[quote[0] - 1].is_space
    nxt = quote[1] + 1
    ends = nxt >= len(doc) or doc[nxt].is_space or doc[nxt].is_title or doc[nxt].is_quote or doc[nxt].text in (".", "(", "[", "—")
    return starts and ends and quote[1] - quote[0] > 2


def fragment_of(doc: Any, quote: Range, limit: int) -> int:
    """Where the sentence begins whose end is quoted: 'The tax “is a burden,” she said'; the quotation's own start where it stands alone."""
    at = quote[0]
    while at > limit and doc[at - 1].text not in _STOP and not doc[at - 1].is_space and not doc[at].is_sent_start:
        at -= 1
    lead = doc[at : quote[0]]
    if not doc[quote[0] + 1].text[:1].islower() or any("quote" in known(t) or t.is_quote for t in lead):
        return quote[0]
    while at < quote[0] and doc[at].is_punct:
        at += 1
    return at


def goes_on(doc: Any, quote: Range) -> bool:
    """Whether the clause that a quotation opens goes on behind it: 'said “a bomb” had gone off'."""
    nxt = quote[1] + 1
    return nxt < len(doc) and doc[quote[1] - 1].text[-1] not in ".,?!—–" and not doc[nxt].is_punct and not doc[nxt].is_space


def _complete(doc: Any, quote: Range) -> bool:
    """Whether a quotation ends as speech does before its cue: ',"', '?"', or a comma right after."""
    inner = doc[quote[1] - 1].text if quote[1] > quote[0] else ""
    nxt = doc[quote[1] + 1].text if quote[1] + 1 < len(doc) else ""
    return bool(inner) and (inner[-1] in _INSIDE_END or doc[quote[1]].text[0] in _INSIDE_END or nxt in (",", "—", "–", "--"))


def _inside_clause(doc: Any, quote: Range) -> bool:
    """Whether a quotation is a few words of the text's own clause: 'who was "tired and cold", said ...'."""
    if quote[0] == 0 or quote[1] - quote[0] > _REACH // 4 or doc[quote[0] + 1].text[:1].isupper():
        return False
    return (
        doc[quote[0] - 1].pos_ in ("AUX", "VERB", "ADP", "DET", "ADV", "PART", "ADJ", "SCONJ", "PRON")
        and doc[quote[1] - 1].text[-1] not in _INSIDE_END
    )


def _end_of_clause(doc: Any, start: int, limit: int) -> int:
    at, limit = start, min(limit, start + _CLAUSE)
    while at < limit and doc[at].text not in _STOP:
        at += 1
    return at - 1


def _speaker(doc: Any, cue: Any, segment: Range) -> Subject | None:
    """The parse's subject if it stands beside the cue; else the words before the cue, or after it, that make a noun phrase."""
    start, end = segment
    who = subject(cue)
    if (
        who is not None
        and start <= who.head.i <= end
        and (who.head.i > cue.i or all(t.is_punct or t.is_space for t in doc[who.span[0] : start]))  # a mark before it may hang on it
    ):
        return Subject((max(who.span[0], start), min(who.span[1], end)), who.head)
    for at in range(cue.i - 1, start - 1, -1):
        token = doc[at]
        if token.pos_ in ("NOUN", "PROPN", "PRON") and token.tag_ != "PRP$":
            who = bracketed(Subject(noun_phrase(token, stop=cue.i), token))
            return Subject((max(who.span[0], start), min(who.span[1], cue.i - 1)), who.head)
        if token.pos_ not in ("ADV", "AUX", "PUNCT") and token.tag_ != "RP":
            break
    for at in range(cue.i + 1, end + 1):
        token = doc[at]
        if token.pos_ in ("NOUN", "PROPN", "PRON") and token.dep_ not in ("compound", "poss", "pobj", "nmod", "dobj"):
            span = noun_phrase(token, stop=cue.i)
            return Subject(trimmed(doc, max(span[0], cue.i + 1), min(span[1], end)), token)
        if token.pos_ in ("VERB", "ADP", "PUNCT", "SCONJ"):
            break
    return who
