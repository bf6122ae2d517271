"""Which articles are one text? Those joined by copies and versions, without a stub bridging two different texts.

Reads rows of Copy and the articles' lengths; writes article -> earliest member. The field: closure of near-duplicate pairs, which
done blindly lets one short brief swallow a corpus. Partial copies join nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from twosource.model import Copy, CopyKind

BRIDGE = 2  # a text that ties two families is at least half as long as the longest of the smaller-texted one


class Union:
    """Sets that are united; each is known by its smallest member, in the order of the keys given."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._up = {k: k for k in keys}

    def __contains__(self, key: str) -> bool:
        return key in self._up

    def find(self, key: str) -> str:
        root = key
        while self._up[root] != root:
            root = self._up[root]
        while self._up[key] != root:
            self._up[key], key = root, self._up[key]
        return root

    def unite(self, a: str, b: str) -> str:
        a, b = sorted((self.find(a), self.find(b)))
        self._up[b] = a
        return a


def families(copies: Iterable[Copy], *, lengths: Mapping[str, int]) -> Union:
    """The articles of `lengths` (in characters) united into text families; the widest ties are made first."""
    united = Union(lengths)
    longest = dict(lengths)
    ties = [c for c in copies if c.kind is not CopyKind.PARTIAL and c.of in lengths and c.copy in lengths]
    for c in sorted(ties, key=lambda c: (c.kind is not CopyKind.VERSION, -min(lengths[c.of], lengths[c.copy]), c.of, c.copy)):
        a, b = united.find(c.of), united.find(c.copy)
        if a == b:
            continue
        bridge = min(lengths[c.of], lengths[c.copy])
        if c.kind is CopyKind.VERSION or BRIDGE * bridge >= min(longest[a], longest[b]):
            longest[united.unite(a, b)] = max(longest[a], longest[b])
    return united
