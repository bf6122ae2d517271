"""What "not", "no" and "nobody" do to an attribution: nothing is put forward, a denial is taken back, a belief becomes a denial.

Reads a cue's token and its source's range, gives the force and whether the content is on anybody's word. Term: factuality of
reported events (FactBank, Saurí and Pustejovsky 2009). It does not read negation inside what is said.
"""

from __future__ import annotations

from typing import Any

from twosource.extract.attribution_clauses import Range
from twosource.extract.cues import frames
from twosource.model import Force

_NOBODY = frozenset(("nobody", "none", "neither", "nothing"))
_TELLING = frozenset(("say", "confirm", "report", "announce"))  # their objects are told, too: "has not confirmed the deaths"
_NOT = frozenset(("not", "n't", "n’t", "never", "neither", "nor", "hardly"))
_NOT_ONLY = frozenset(("only", "just", "merely", "simply"))  # "did not only say that ..." says it
_TURNING_DOWN = frozenset(("reject", "dismiss", "repudiate", "discount", "brush", "shrug", "wave"))  # claims, but plans, too
# What is supposed or asked for, beside the nouns of data/cues.tsv ("claim", "report"; "request", "offer").
_SUPPOSED = frozenset("suggestion figure number story news link involvement responsibility wrongdoing blame guilt".split())
_ASKED = frozenset("bail parole entry access permission permit visa asylum application bid motion leave".split())
_UNTIL = frozenset(("until", "till"))  # "did not confirm it until Friday" tells that it did
_FAILING = frozenset(("refuse", "decline", "fail", "unable", "unwilling", "reluctant"))  # "refused to say that ..."
_RAISING = frozenset(
    ("think", "believe", "suppose", "imagine", "expect", "plan", "intend", "want", "wish")
)  # "do not think it is": think not


def is_nobody(doc: Any, source: Range) -> bool:
    """Whether a source is no one: "nobody", "no witness", "none of the crew", "neither Roe nor Poe"; "No 10" and "No Labels" are names."""
    first = doc[source[0]]
    if first.lower_ == "no":
        after = first.nbor() if source[0] < source[1] else first
        return bool(after.lower_ == "one" or (first.dep_ == "det" and not after.is_digit))
    return first.lower_ in _NOBODY


def put_forward(cue: Any, force: Force, frame: str) -> tuple[Force, bool]:
    """The force of a cue with its negation read, and whether what it governs is withheld: "has not said that ..."."""
    if force is Force.DENYING and any(c.dep_ == "xcomp" and c.lemma_ == "confirm" for c in cue.children):
        return force, True  # "refused to confirm that ..." denies nothing
    if force is Force.DENYING and frame in ("np", "np-as") and not _is_deniable(cue):
        force = Force.OPPOSING
    if not _is_negated(cue):
        return force, False
    if force in (Force.DENYING, Force.OPPOSING):
        return Force.DOUBTING, False  # "did not deny that ...", "has not ruled out a strike"
    if cue.lemma_.lower() in _RAISING:
        return Force.DENYING, False
    return force, frame == "that" or cue.lemma_ in _TELLING


def _is_deniable(cue: Any) -> bool:
    """Whether a verb's object can be so or not so: "rejected the claim", "denied the attack", not "rejected the plan", "denied bail"."""
    thing = next((c for c in cue.children if c.dep_ in ("dobj", "nsubjpass")), None)
    if thing is None:
        return True
    noun = thing.lemma_.lower()
    told = set(frames("noun", noun).values())
    if cue.lemma_.lower() in _TURNING_DOWN:
        if any(c.dep_ == "prep" and c.lower_ == "on" for c in thing.children):
            return False  # "dismissed the report on the crash": a paper
        return bool(told - {Force.EXPECTING}) or noun in _SUPPOSED
    return noun not in _ASKED and told != {Force.EXPECTING}


def _is_negated(cue: Any) -> bool:
    """Whether an odd number of negations governs a cue, on itself or on the verb whose infinitive it is."""
    if cue.pos_ == "NOUN":
        return any(c.lower_ == "no" and c.dep_ == "det" for c in cue.children)
    at = cue.head if cue.pos_ == "ADJ" and cue.dep_ == "acomp" else cue
    count = int(_negations(at))
    while at.dep_ == "xcomp" and at.head != at:
        at = at.head
        yet = at.lemma_ == "have" and any(c.lower_ == "yet" for c in at.children)  # "has yet to say"
        count += int(_negations(at)) + int(at.lemma_.lower() in _FAILING or yet)
        if at.dep_ == "acomp":  # "was unable to say"
            at = at.head
            count += int(_negations(at))
    return count % 2 == 1


def _negations(verb: Any) -> bool:
    if any(c.lower_ in _UNTIL for c in verb.children):
        return False
    stop = verb.i + 2 if verb.pos_ == "AUX" else verb.i  # "is not sure"
    return any(
        (c.lower_ in _NOT and c.dep_ in ("neg", "advmod", "cc", "preconj") and c.i < stop and c.nbor().lower_ not in _NOT_ONLY)
        # the parser seldom knows the typographic n’t for what it is, and hangs it on "did"
        or (c.dep_ in ("aux", "auxpass") and c.i + 1 < verb.i and c.nbor().lower_ == "n’t" and c.nbor().dep_ != "neg")
        for c in verb.children
    )
