"""What one claim says, in the article's own words with the speaker's name put in: "Dana Wirth said 31 people were injured."

Reads a Claim and its Article, gives one sentence or part of one. Words are taken from the text and only "he", "she" or "the minister"
gives way to the name it stands for; where the parts of an attribution lie too far apart, the whole sentence is told.
It judges nothing: a denial stays a denial, a hedge a hedge.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from twosource.model import Article, Attribution, Claim, Mode, Polarity, SourceKind, Span
from twosource.present.words import flat, sentence

_NEAR = 40  # characters between source, cue and content that may be told along: ", the mayor of Port Calder,"
_PRONOUNS = frozenset(["he", "she", "it", "they", "we", "i", "you", "him", "her", "them", "his", "its", "their", "who", "which"])
_POSSESSIVE = frozenset(["his", "her", "its", "their"])
_PLAIN_CUES = frozenset(
    [
        "say",
        "said",
        "says",
        "tell",
        "told",
        "tells",
        "add",
        "added",
        "adds",
        "state",
        "stated",
        "states",
        "according",
        "to",
        "write",
        "wrote",
        "note",
        "noted",
        "announce",
        "announced",
        "report",
        "reported",
    ]
)
_NEGATIONS = re.compile(
    r"\b(?:not|no|never|nor|neither|none|nobody|nothing|without|cannot|den(?:y|ied|ies|ying)|reject\w*|dismiss\w*|refut\w*|rebuff\w*|fail\w*)\b|n[’']t\b",
    re.I,
)
_OPEN, _CLOSE = "“„«‘", "”“»’"


def retell(claim: Claim, article: Article | None) -> str:
    """One sentence: who says what, in the article's words."""
    if article is None:
        return sentence(claim.text)
    told = _told(claim, article)
    if claim.polarity is Polarity.DENIED and not _NEGATIONS.search(told):
        return whole(claim.sentence, (claim,), article)
    return sentence(told)


def _told(claim: Claim, article: Article) -> str:
    at = claim.attribution
    if at is None:
        return _stretch(article, _closed(article.text, _with_condition(claim)), ())
    names = [flat(link.name) for link in at.chain]
    content = _closed(article.text, _with_condition(claim))
    if len(names) > 1:
        return f"{names[-1]}, as {' by way of '.join(reversed(names[:-1]))} tells it: {_stretch(article, content, ())}"
    parts = [s for s in (at.source, at.cue) if s is not None]
    around = _closed(article.text, (min(s for s, _ in (*parts, content)), max(e for _, e in (*parts, content))))
    if _gap((*parts, content), around) <= _NEAR:
        return _stretch(article, around, (claim,))
    cue = flat(article.text[slice(*at.cue)]) if at.cue else ""
    inside = _stretch(article, content, ())
    if names and cue and " " not in cue and cue.isalpha() and at.mode is not Mode.DIRECT:
        return f"{names[0]} {cue} {_lower(inside, article, claim)}"
    return f"{names[0]}: {inside}" if names else flat(article.text[slice(*claim.sentence)])


def said(claim: Claim, article: Article | None) -> str:
    """What stands under the speaker's name: the content, with its cue where the cue is more than "said"."""
    if article is None or claim.attribution is None:
        return sentence(claim.text)
    at = claim.attribution
    content = _closed(article.text, _with_condition(claim))
    cue = at.cue
    words = set(flat(article.text[slice(*cue)]).lower().split()) if cue else set()
    if cue and not words <= _PLAIN_CUES and cue[1] <= content[0] and content[0] - cue[1] <= _NEAR and len(at.chain) < 2:
        return sentence(_stretch(article, (cue[0], content[1]), ()))
    told = _stretch(article, _quoted_whole(article.text, content) if at.mode is not Mode.INDIRECT else content, ())
    if claim.polarity is Polarity.DENIED and not _NEGATIONS.search(told):
        return retell(claim, article)
    return sentence(told)


def whole(span: Span, claims: Iterable[Claim], article: Article) -> str:
    """A sentence of the article as it stands, its speakers' pronouns made names."""
    return sentence(_stretch(article, span, tuple(c for c in claims if c.attribution)))


def _with_condition(claim: Claim) -> Span:
    """The claim with the condition it hangs on, where one sentence holds both: never more certain than the source."""
    start, end = claim.span
    if claim.condition and claim.sentence[0] <= claim.condition[0] and claim.condition[1] <= claim.sentence[1]:
        start, end = min(start, claim.condition[0]), max(end, claim.condition[1])
    return start, end


def _gap(parts: Iterable[Span], around: Span) -> int:
    """The longest stretch that is in none of the parts."""
    at, gap = around[0], 0
    for start, end in sorted(parts):
        gap = max(gap, start - at)
        at = max(at, end)
    return max(gap, around[1] - at)


def _closed(text: str, span: Span) -> Span:
    """The span with the quotation mark that it lost at either end."""
    start, end = span
    inside = text[start:end]
    if inside.count('"') % 2:
        if text[start - 1 : start] == '"':
            start -= 1
        elif match := re.match(r'[.,!?…]?"', text[end : end + 2]):
            end += match.end()
    for opening, closing in zip(_OPEN, _CLOSE, strict=True):
        if opening == "‘":
            continue  # also an apostrophe
        if inside.count(closing) > inside.count(opening) and text[start - 1 : start] == opening:
            start -= 1
        elif inside.count(opening) > inside.count(closing) and (match := re.match(rf"[.,!?…]?{closing}", text[end : end + 2])):
            end += match.end()
    return start, end


def _quoted_whole(text: str, span: Span) -> Span:
    """The span with the quotation marks right around it: `"We were not warned,"`."""
    start, end = span
    closing = re.match(r"""[.,!?…]?(["”»])""", text[end : end + 2])
    if closing and text[start - 1 : start] in ('"', "“", "«") and text[start - 1 : start]:
        return start - 1, end + closing.end()
    return span


def _stretch(article: Article, span: Span, claims: Iterable[Claim]) -> str:
    """The words of the span, source mentions outside quotations made names."""
    text, (start, end) = article.text, span
    swaps = sorted({swap for c in claims if c.attribution for swap in _swap(text, c.attribution) if start <= swap[0] and swap[1] <= end})
    pieces, at = [], start
    for s, e, name in swaps:
        if s >= at and not _quoted(text[start:s]):
            pieces += [text[at:s], name]
            at = e
    return flat("".join([*pieces, text[at:end]]))


def _swap(text: str, at: Attribution) -> Iterable[tuple[int, int, str]]:
    """(start, end, name) where the innermost source is written as less than its name."""
    if at.source is None or not at.chain:
        return
    link = at.chain[-1]
    start, end = link.mention or at.source
    mention, name = flat(text[start:end]), flat(link.name)
    if link.kind in (SourceKind.UNNAMED, SourceKind.GROUP):
        return
    low, full = mention.lower(), name.lower()
    if low in _POSSESSIVE - {"her"}:
        yield start, end, f"{name}’s"
    elif low in _PRONOUNS or (low != full and low in full.split()):
        yield start, end, name
    elif low.startswith("the ") and full not in low and len(low.split()) <= 3:
        # "the minister" is Peter Halvorsen; "the union" is the Seafarers' Union
        yield (
            start,
            end,
            name
            if link.kind is SourceKind.PERSON
            else f"{mention[:4]}{name}"
            if low.split()[-1] in full and not full.startswith("the ")
            else mention,
        )


def _quoted(before: str) -> bool:
    """Whether a quotation is open after these words."""
    return before.count('"') % 2 == 1 or before.count("“") > before.count("”")


def _lower(text: str, article: Article, claim: Claim) -> str:
    """Nothing is lowered that the text itself writes with a capital inside its sentence."""
    first = article.text[claim.sentence[0] : claim.sentence[0] + 1]
    return (
        text[0].lower() + text[1:]
        if text and claim.span[0] == claim.sentence[0] and first.isupper() and text.split(" ")[0] in _SMALL
        else text
    )


_SMALL = frozenset(
    ["The", "A", "An", "It", "He", "She", "They", "This", "That", "These", "Those", "There", "In", "On", "At", "About", "More", "Some"]
)
