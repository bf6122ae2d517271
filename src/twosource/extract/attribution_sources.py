"""The words that name or denote a source inside its noun phrase, the words around a cue that belong to it, and what cannot speak.

Reads tokens, gives token ranges. Term: source and cue extent (PolNeAR guidelines). It does not resolve a name.
"""

from __future__ import annotations

from typing import Any

from twosource.extract.attribution_clauses import Range, child, trimmed
from twosource.extract.gazetteer import known, name_words, noun
from twosource.model import SourceKind

_PRONOUN_TAGS = ("PRP", "WP", "DT", "EX", "WDT")
_THINGS = name_words("thing")
_THING_ENDS = ("tion", "sion", "ment", "ness", "ance", "ence", "ity", "ism", "ship", "ure", "sis", "hood")  # "the escalation", "a closure"
_NOBODY = frozenset("that this what there nothing everything something anything".split())
_REPORTERS = frozenset("reporter journalist correspondent photographer cameraman stringer crew team".split())


def is_thing(head: Any) -> bool:
    """Whether a subject is nobody who could say a thing: "the escalation underscored", "that showed"."""
    if head.lower_ in _NOBODY:
        return bool(head.dep_ != "relcl" and head.tag_ not in ("WDT", "WP"))
    if head.pos_ in ("ADP", "SCONJ", "CCONJ", "PUNCT", "SYM") or (head.pos_ == "VERB" and head.tag_ == "VBG"):
        return True
    if head.pos_ != "NOUN" or not head.text.islower():
        return False
    lemma = head.lemma_.lower()
    return (lemma in _THINGS or lemma.endswith(_THING_ENDS)) and noun(head.lower_) is None and noun(lemma) is None


def is_observer(head: Any) -> bool:
    """Whether a subject is an outlet or its people, whose own eyes count: "a Zeitung reporter", "AFP", "our correspondent"."""
    table = known(head.text) if head.pos_ in ("PROPN", "NOUN") else None
    if table is not None and table.kind in (SourceKind.OUTLET, SourceKind.AGENCY):
        return True
    if head.lemma_.lower() in name_words("outlet"):
        return True
    return head.lemma_.lower() in _REPORTERS and any(
        (c.dep_ in ("compound", "poss", "nmod") and (c.pos_ == "PROPN" or c.lower_ == "our" or known(c.text) is not None))
        or (c.dep_ == "prep" and c.lower_ in ("for", "from", "of", "with") and getattr(child(c, "pobj"), "pos_", "") == "PROPN")
        for c in head.children
    )


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
        if c.dep_ == "prep" and c.lower_ in ("of", "for", "at", "from", "in", "on", "with", "to", "by"):
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
