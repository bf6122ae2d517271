"""Whether a finding's summary line says nothing that its evidence does not: words, figures, quotation marks, certainty.

Reads a Finding and its claims, gives what is wrong, in words; an empty list proves the line. It is a check: nothing is mended here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from twosource.compare.denials import HEDGE, NEGATED
from twosource.model import Claim, Finding, Modality, Polarity

WORD = re.compile(r"\w+(?:[.,:]\d+)*")
QUOTED = re.compile(r"“([^“”]+)”|\"([^\"]+)\"")
NOT_YET = re.compile(
    r"\b(?:to|will|would|shall|should|must|may|can|could|plan|expect|want|offer|if|unless|provided|when|once|for|ready)", re.I
)
DENIAL = re.compile(
    r"\b(?:den[iy]|dismiss|reject|refut|rebuff|disput|contradict|rul\w+ out|disavow|fail|refus|unable|yet to|ceas|stopp)", re.I
)


def unsupported(finding: Finding, claims: Mapping[str, Claim]) -> Iterator[str]:
    """What the summary says beyond its evidence; `claims` by id.

    >>> list(unsupported(finding, claims))  # doctest: +SKIP
    ["'thirteen' stands nowhere in the evidence"]
    """
    names = [link.name for e in finding.evidence if (told := claims[e.claim_id].attribution) for link in told.chain]
    held = {w for text in (*(e.text for e in finding.evidence), *names) for w in WORD.findall(text.lower())}
    yield from (f"{w!r} stands nowhere in the evidence" for w in dict.fromkeys(WORD.findall(finding.summary.lower())) if w not in held)
    verbatim = [_flat(e.text) for e in finding.evidence]
    for m in QUOTED.finditer(finding.summary):
        words = _flat(m[1] or m[2])
        if not any(words in text for text in verbatim):
            yield f"{words!r} is in quotation marks and is not verbatim"
    shown = [claims[e.claim_id] for e in finding.told if _flat(e.text) and _flat(e.text) in _flat(finding.summary)]
    if shown:
        claim = max(shown, key=lambda c: (len(c.text), c.id))
        yield from _surer(finding.summary, [c for c in shown if c.text == claim.text])


def _surer(summary: str, claims: list[Claim]) -> Iterator[str]:
    """The line is no surer than the least reserved of the claims whose words it has."""
    if all(c.modality is Modality.HEDGED for c in claims) and not HEDGE.search(summary) and not any(_cue_shown(c, summary) for c in claims):
        yield "its claim is hedged, and the summary is not"
    if all(c.modality in (Modality.EXPECTED, Modality.CONDITIONAL) for c in claims) and not (
        NOT_YET.search(summary) or HEDGE.search(summary) or any(_cue_shown(c, summary) for c in claims)
    ):
        yield "its claim is not yet so, and the summary does not say that"
    told = NEGATED.search(summary) or DENIAL.search(summary) or any(_cue_shown(c, summary) for c in claims)
    if all(c.polarity is Polarity.DENIED for c in claims) and not told:
        yield "its claim is a denial, and the summary is not"


def _cue_shown(claim: Claim, summary: str) -> bool:
    return claim.attribution is not None and claim.attribution.cue is not None and bool(re.search(r"\([^()]+\)", summary))


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"[“”\"]", "", text)).strip(" ,;.'‘’").lower()
