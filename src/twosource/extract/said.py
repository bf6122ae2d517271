"""What an attribution in the text is, before it becomes part of a claim: source, cue, content (PARC 3, PolNeAR)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from twosource.model import Mode, Span


class Force(StrEnum):
    """How the cue puts the content; from data/cues.tsv."""

    NEUTRAL = "neutral"  # said, told, according to
    ASSERTIVE = "assertive"  # insisted, stressed
    DENYING = "denying"  # denied, dismissed, rejected: the source puts the content as not so
    ACCUSING = "accusing"  # accused, blamed
    CONCEDING = "conceding"  # admitted, acknowledged
    EXPECTING = "expecting"  # plans, wants, urged, demanded, promised, offered: the content is not yet so
    DOUBTING = "doubting"  # suggested, thinks, fears, reportedly: the content is hedged


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One attribution: somebody (or nobody named) puts some words of this article forward."""

    source: Span | None  # the source's noun phrase as written: "Trump's special envoy, Steve Witkoff"; a pronoun as it stands
    source_head: Span | None  # the part of it that names or denotes: "Steve Witkoff", "he", "two officials"; of "who" its antecedent
    cue: Span | None  # "pointing out"; a headline's or transcript's colon, a signature's dash; None for a quotation without one
    cue_lemma: str | None  # "point out"
    content: tuple[Span, ...]  # in text order, cue and source left out
    mode: Mode
    force: Force
    sentence: int  # number of the sentence that holds the cue (else the source, else the content)
