"""Which words put content on somebody's word, in which frames, and with what force: data/cues.tsv, looked up by lemma.

Reads the table, gives Force by (part of speech, lemma, frame). Term: cue (PARC 3, PolNeAR).
It does not look at a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from twosource.model import Force

Frames = Mapping[str, Force]
_NONE: Frames = MappingProxyType({})


@cache
def _table() -> dict[tuple[str, str], dict[str, Force]]:
    table: dict[tuple[str, str], dict[str, Force]] = {}
    for line in (files("twosource") / "data" / "cues.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            part, lemma, force, frames = line.split("\t")
            table.setdefault((part, lemma), {}).update({f: Force(force) for f in frames.split(" ")})
    return table


def frames(part: str, lemma: str) -> Frames:
    """The frames in which a lemma ("point out") of a part of speech ("verb") is a cue, with the force of each."""
    return _table().get((part, lemma), _NONE)


@cache
def first_words() -> frozenset[tuple[str, str]]:
    """(part of speech, first word) of every cue, to pass over other words quickly."""
    return frozenset((part, lemma.split(" ")[0]) for part, lemma in _table())
