"""The words that name or denote a source inside its noun phrase, and the words around a cue that belong to it.

Reads tokens, gives token ranges. Term: source and cue extent (PolNeAR guidelines). It does not resolve a name.
"""

from __future__ import annotations

from typing import Any

from twosource.extract.attribution_clauses import Range, trimmed

_PRONOUN_TAGS = ("PRP", "WP", "DT", "EX", "WDT")


def denoting(head: Any) -> Range:
    """The part of a noun phrase that names or denotes: "Steve Witkoff" of "the envoy, Steve Witkoff", "two officials", "he"."""
    if head.tag_ in _PRONOUN_TAGS and not any(c.dep_ == "conj" for c in head.children):
        return head.i, head.i
    apposed = next((c for c in head.children if c.dep_ == "appos" and c.pos_ == "PROPN" and c.i > head.i), None)
    if apposed is not None and head.pos_ != "PROPN":
        return _core(apposed)
    return _core(head)


def _core(head: Any) -> Range:
    first = last = head.i
    for c in head.children:
        if c.i < head.i and c.dep_ in ("compound", "nmod", "amod", "nummod", "det", "poss", "quantmod", "predet"):
            if head.pos_ == "PROPN" and c.dep_ in ("poss", "det") and c.pos_ != "PROPN" and c.tag_ != "DT":
                continue  # "his aide Smith": the possessor names somebody else
            if head.pos_ == "PROPN" and c.dep_ == "poss":
                continue
            first = min(first, c.left_edge.i)
    if head.pos_ == "PROPN":  # "Russia's Deputy Minister Ryabkov": the possessor is somebody else
        first = max([first, *(t.i + 1 for t in head.doc[first : head.i] if t.tag_ == "POS")])
    for c in sorted(head.children, key=lambda t: int(t.i)):
        if c.i < head.i or (c.left_edge.i != last + 1 and c.dep_ not in ("conj", "cc")):
            continue
        if c.dep_ == "prep" and c.lower_ in ("of", "for", "at", "from", "in", "on", "with", "to"):
            inside = [t for t in c.subtree]
            if any(t.dep_ in ("relcl", "acl", "advcl") for t in inside) or (
                head.pos_ == "PROPN" and not any(t.pos_ == "PROPN" for t in inside)
            ):
                continue
            last = max(last, c.right_edge.i)
        elif c.dep_ == "conj":
            last = max(last, _core(c)[1])
    return trimmed(head.doc, first, last)


def cue_extent(verb: Any, particle: Range | None = None) -> Range:
    """The cue with what belongs to it: auxiliaries, negation, particle, the preposition of "called for"."""
    first = last = verb.i
    before = verb.i - 1
    while before >= verb.sent.start:
        token = verb.doc[before]
        if (token.head == verb and token.dep_ in ("aux", "auxpass", "neg")) or (
            token.head == verb and token.dep_ == "advmod" and token.tag_ == "RB"
        ):
            first = before
            before -= 1
        else:
            break
    for c in verb.children:
        if c.dep_ == "prt" and c.i > verb.i and c.i - verb.i <= 4:
            last = max(last, c.i) if c.i == verb.i + 1 else last
    if particle is not None and particle[0] == last + 1:
        last = particle[1]
    return first, last
