"""Which claims say the same in the same words, as those of copies do? They are profiled and scored once.

Reads Claim, gives Profile and a number for all claims that differ in nothing but article and place. It does not compare.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import is_dataclass, replace
from typing import Any

from twosource.compare.profile import Profile, profile
from twosource.model import Claim
from twosource.schema import fields

_OF_THE_ARTICLE = ("id", "article_id", "uri", "sentence", "reason")  # a reason tells a place: "named at 141"


class Alike:
    """The claims of one story, by what they say."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        self._texts = Counter(c.text for c in claims)
        self._first: dict[Any, tuple[int, Profile]] = {}
        self._numbers: dict[str, int] = {}

    def profile(self, claim: Claim, background: tuple[str, str] | None) -> Profile:
        """The profile of a claim."""
        key = (_said(claim, claim.span[0]), background) if self._texts[claim.text] > 1 else claim.id
        if key not in self._first:
            self._first[key] = len(self._first), profile(claim, background)
        number, first = self._first[key]
        self._numbers[claim.id] = number
        return first if first.claim is claim else replace(first, claim=claim)

    def number(self, of: Profile) -> int:
        """One number for all that say the same."""
        return self._numbers[of.claim.id]


def _said(value: Any, base: int) -> Any:
    """A value with its spans counted from `base`, and without what only its article has."""
    if isinstance(value, tuple):
        if len(value) == 2 and type(value[0]) is int:
            return value[0] - base, value[1] - base
        return tuple([_said(v, base) for v in value])
    if is_dataclass(value):
        kind: Any = type(value)
        return tuple([_said(getattr(value, name), base) for name, _ in fields(kind) if name not in _OF_THE_ARTICLE])
    return value
