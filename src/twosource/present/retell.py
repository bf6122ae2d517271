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
_POSSESSIVE = frozenset(["his", "its", "their"])
_PRONOUNS = _POSSESSIVE | frozenset(["he", "she", "it", "they", "we", "i", "you", "him", "her", "them"])
_PLAIN_CUE = re.compile(r"(?:say|said|says|tells?|told|add(?:s|ed)?|stated?|states|according|to|\s)+", re.I)
_ADDRESSED = re.compile(r"(?:told|tells?|informed)$", re.I)  # "told reporters on the quay"
_NEGATIONS = re.compile(
    r"\b(?:not|no|never|nor|neither|none|nobody|nothing|without|cannot|den(?:y|ied|ies|ying)|reject\w*|dismiss\w*|refut\w*|rebuff\w*|fail\w*)\b"
    r"|n[’']t\b",
    re.I,
)
# words that a sentence of its own does not begin with in the middle of another: "and [was refitted last year]", ", [who begins on Monday]"
_TORN = re.compile(
    r"(?:(?:is|are|was|were|has|have|had|will|would|could|can|may|might|should|does|did|do)(?:n[’']t)?|not|who|whom|whose|which|where|that|and|but|or"
    r"|when|while|as|after|before|because|since|if|unless|until|although|though|whether|than|with|why|how)\b"
)
_CONDITION = re.compile(
    r",?\s+(?:only )?(?:if|unless|until|once|provided|as long as|so long as|on condition|in exchange|in return)\b", re.I
)
_JOINED = re.compile(
    r"\s+(?:and|but|or|nor|while|whereas|because|although|though|after|before|when|where|which|who|as|since|that)\b|[,;:.!?…—–()\"“”«»]|$"
)
# "PORT CALDER (Meridian Press) — ", "LONDON, March 7 - "
_PARTICIPLE = re.compile(r"\w+ing\b")
_PROGRESSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being|keeps?|kept)\s+(?:\w+\s+)?$")
_OPEN, _CLOSE = "“„«", "”“»"


def retell(claim: Claim, article: Article | None) -> str:
    """One sentence: who says what, in the article's words."""
    if article is None:
        return sentence(claim.text)
    told = _told(claim, article)
    if told is None or (claim.polarity is Polarity.DENIED and not _NEGATIONS.search(told)):
        return whole(claim.sentence, (claim,), article)
    return sentence(balanced(told))


def content(claim: Claim, article: Article | None) -> str | None:
    """What is claimed, without who says it; None where that is no sentence."""
    if article is None:
        return sentence(claim.text)
    told = None if _torn(claim, article.text) else _stretch(article, _whole_words(claim, article.text), ())
    return None if told is None or (claim.polarity is Polarity.DENIED and not _NEGATIONS.search(told)) else sentence(balanced(told))


def balanced(told: str) -> str:
    """With the other quotation mark of a quotation that goes on in the sentences around this one."""
    odd = [(o, c) for o, c in (('"', '"'), ("“", "”"), ("«", "»")) if (told.count(o) % 2 if o == c else told.count(o) != told.count(c))]
    if len(odd) != 1 or "„" in told:  # none, or a quotation typed with two kinds of marks
        return told
    ((opening, closing),) = odd
    first = told.find(closing)
    lone_close = told.count(closing) > told.count(opening) if opening != closing else first > 0 and not told[first - 1].isspace()
    if lone_close:
        at = told.find(": ", 0, first) + 2 if ": " in told[:first] else 0  # after "Mike Brown: ", else at the start
        return told[:at] + opening + told[at:]
    return (told if told[-1:] in ".!?…" else told + ".") + closing


def _told(claim: Claim, article: Article) -> str | None:
    """The claim with its source and cue; None where only the whole sentence tells it fairly."""
    at, text = claim.attribution, article.text
    if _torn(claim, text):
        return None
    inner = _whole_words(claim, text)
    if at is None:
        return _stretch(article, inner, ())
    names = [flat(link.name) for link in at.chain]
    if len(names) > 1:
        return f"{names[-1]}, as {' by way of '.join(reversed(names[:-1]))} tells it: {_stretch(article, inner, ())}"
    parts = [s for s in (at.source, at.cue) if s is not None]
    if at.cue and _PARTICIPLE.match(text[slice(*at.cue)]) and at.cue[1] <= inner[0] and not _PROGRESSIVE.search(text, 0, at.cue[0]):
        return None  # "Trump accusing Ukraine" is no sentence
    if names and any(s < claim.sentence[0] or e > claim.sentence[1] for s, e in parts):
        return f"{names[0]}: {_stretch(article, _quoted_whole(text, inner), ())}"  # the speaker stands in the sentence before
    start, end = min(s for s, _ in (*parts, inner)), max(e for _, e in (*parts, inner))
    if at.cue and at.cue[1] == end and _ADDRESSED.search(text[slice(*at.cue)]):
        end += len(re.match(r"[^,;.!?…\"“”\n]*", text[end : min(end + 2 * _NEAR, claim.sentence[1])])[0])  # type: ignore[index]
    around = _closed(text, (start, end))
    if _gap((*parts, inner), (start, around[1])) <= _NEAR:
        return None if _TORN.match(text[around[0] : around[1]]) else _stretch(article, around, (claim,))
    cue = flat(text[slice(*at.cue)]) if at.cue else ""
    if names and cue.isalpha() and at.mode is not Mode.DIRECT and text[: inner[0]].endswith(" that "):
        return f"{names[0]} {cue} {_stretch(article, inner, ())}"
    return None


def _torn(claim: Claim, text: str) -> bool:
    """Whether the claim is no sentence without what stands before it: its subject is elsewhere, or it hangs on another clause."""
    if claim.span[0] <= claim.sentence[0] or not text[claim.span[0]].islower():
        return False
    event = claim.event
    verb_first = event is not None and event.trigger[0] == claim.span[0] and not text[slice(*event.trigger)].endswith("ing")
    cued = claim.attribution is not None and claim.attribution.cue is not None and 0 <= claim.span[0] - claim.attribution.cue[1] <= 1
    return (verb_first and not cued) or _TORN.match(text, claim.span[0]) is not None


def _whole_words(claim: Claim, text: str) -> Span:
    """The claim up to where its clause ends, with the condition it hangs on: never more certain than the source."""
    (start, end), last = claim.span, claim.sentence[1]
    if claim.condition and claim.sentence[0] <= claim.condition[0] and claim.condition[1] <= last:
        start, end = min(start, claim.condition[0]), max(end, claim.condition[1])
    at = claim.attribution
    for span in (at.source, at.cue) if at else ():
        if span is not None and span[0] >= end:
            last = min(last, span[0])
    if _CONDITION.match(text, end, last):
        end = last
    elif not (stop := _JOINED.search(text, end, last)) or stop.start() > end:
        end = stop.start() if stop else last
    return _closed(text, (start, end))


def said(claim: Claim, article: Article | None) -> str:
    """What stands under the speaker's name: the content, with its cue where the cue is more than "said"."""
    if article is None or claim.attribution is None:
        return sentence(claim.text)
    at = claim.attribution
    if _torn(claim, article.text):
        return retell(claim, article)
    inner = _whole_words(claim, article.text)
    cue = at.cue
    if cue and _PARTICIPLE.match(article.text[slice(*cue)]):
        return retell(claim, article)
    plain = cue is None or _PLAIN_CUE.fullmatch(article.text[slice(*cue)])
    if cue and not plain and 0 <= inner[0] - cue[1] <= _NEAR and len(at.chain) < 2:
        return sentence(balanced(_stretch(article, (cue[0], inner[1]), ())))
    told = _stretch(article, _quoted_whole(article.text, inner) if at.mode is not Mode.INDIRECT else inner, ())
    if claim.polarity is Polarity.DENIED and not _NEGATIONS.search(told):
        return retell(claim, article)
    return sentence(balanced(told))


def whole(span: Span, claims: Iterable[Claim], article: Article) -> str:
    """A sentence of the article as it stands, its speakers' pronouns made names, and a speaker who stands elsewhere put before it."""
    claims = tuple(c for c in claims if c.attribution)
    told = sentence(balanced(_stretch(article, span, claims)))
    away = {_speaker_elsewhere(c, span) for c in claims}
    name = away.pop() if len(away) == 1 else None
    return f"{name}: {told}" if name else told


def _speaker_elsewhere(claim: Claim, span: Span) -> str | None:
    at = claim.attribution
    if at is None or not at.chain or any(s is not None and s[0] < span[1] and span[0] < s[1] for s in (at.source, at.cue)):
        return None
    return flat(at.chain[-1].name)


def _gap(parts: Iterable[Span], around: Span) -> int:
    """The longest stretch that is in none of the parts."""
    at, gap = around[0], 0
    for start, end in sorted(parts):
        gap = max(gap, start - at)
        at = max(at, end)
    return max(gap, around[1] - at)


def _closed(text: str, span: Span) -> Span:
    """The span with the quotation mark that it lost at either end, and without blanks there."""
    start, end = span
    inside = text[start:end]
    if inside.count('"') % 2:
        if text[start - 1 : start] == '"':
            start -= 1
        elif match := re.match(r'[.,!?…]?"', text[end : end + 2]):
            end += match.end()
    for opening, closing in zip(_OPEN, _CLOSE, strict=True):
        if inside.count(closing) > inside.count(opening) and text[start - 1 : start] == opening:
            start -= 1
        elif inside.count(opening) > inside.count(closing) and (match := re.match(rf"[.,!?…]?{closing}", text[end : end + 2])):
            end += match.end()
    return start, max(end - len(text[start:end]) + len(text[start:end].rstrip()), start)


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
