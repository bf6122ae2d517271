"""What an attribution in the text is, before it becomes part of a claim: source, cue, content (PARC 3, PolNeAR)."""

from __future__ import annotations

from dataclasses import dataclass

from twosource.model import Force, Mode, Span


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
    withheld: bool = False  # "Nobody said that ...", "has not confirmed that ...": told of, but on nobody's word
    sentence: int  # number of the sentence that holds the cue (else the source, else the content)
