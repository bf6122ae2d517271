"""Attributions that one sentence's parse shows: reporting verbs, nouns, adjectives and adverbs with what they govern.

Reads a Sentence, gives Found records in token ranges of its paragraph. Term: cue lookup with valency frames (data/cues.tsv).
Rules over tokens catch what a bad parse loses ("said that", ", he said,"). It does not join quotations to their speakers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from twosource.extract.attribution_clauses import (
    CITING,
    Complement,
    Range,
    Subject,
    bracketed,
    child,
    complements,
    extent,
    gone_on,
    holder,
    name_behind,
    noun_phrase,
    own_words,
    subject,
    that_clause_after,
    trimmed,
)
from twosource.extract.attribution_sources import cue_extent, denoting, is_observer, is_thing
from twosource.extract.cues import Frames, first_words, frames
from twosource.model import Force

_PARTS = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adj", "ADV": "adv"}
_LEMMAS = {"hop": "hope", "retweete": "retweet", "welcom": "welcome", "criticis": "criticise", "labell": "label"}  # the tagger's slips
# verbs that only carry a noun: "expressed his willingness to", "made a promise to"
_LIGHT = frozenset(
    [
        "express",
        "voice",
        "make",
        "have",
        "issue",
        "convey",
        "give",
        "repeat",
        "reiterate",
        "raise",
        "share",
        "hold",
        "state",
        "offer",
        "renew",
    ]
)
_SILENT = frozenset(("comment", "respond", "answer", "discuss", "elaborate", "say"))  # "declined to comment" puts nothing forward
_ANONYMITY = frozenset(("name", "identify", "quote"))  # "asked not to be named" neither
_WORDS_OF = frozenset(("view", "opinion", "words", "word", "estimation", "eyes", "telling", "judgment", "judgement", "mind"))
_DOCUMENTS = frozenset(
    "poll survey study report document record email e-mail letter memo data figure statistic video footage transcript filing analysis "
    "average ranking census review audit chart graph map image photo photograph research result paper article ad post tweet count "
    "tally".split()
)
_CLOSERS = frozenset(("said", "says", "say", "told", "tells"))
_TAIL = 25  # tokens from a closing cue to the end of its sentence
_FAR = 300  # tokens: no sentence of prose is longer, a line of 20,000 characters may be
_SHOWN = frozenset(("in", "with", "at", "within", "behind", "over", "on", "near"))  # "the poll shows Roe [in the lead]"
_SEEN = frozenset(("that", "np", "np-inf", "np-ing", "np-pred"))  # what a reporter may see or count
_OBJECTS = frozenset(("np", "np-idea", "np-pred"))
_POLLS = frozenset(("poll", "survey", "polling", "study", "census", "ranking", "forecast"))  # "In a poll this week, ..."


@dataclass(slots=True)
class Found:
    """An attribution on its way: token ranges of one paragraph; `content` may be widened by quotations."""

    anchor: Any  # the cue's own token
    cue: Range | None
    lemma: str | None
    force: Force
    frame: str
    source: Range | None
    head: Range | None
    content: list[Range]
    sentence: int
    quoted: bool = False  # its content was found by its quotation marks
    order: int = field(default=0)


def lemma_of(token: Any) -> str:
    lemma: str = token.lemma_.lower()
    return _LEMMAS.get(lemma, lemma)


def cue_lemma(token: Any) -> str:
    """The lemma with its particle: "point out", "make clear", "call on"."""
    lemma = lemma_of(token)
    for c in token.children:
        if c.i > token.i and (c.dep_ == "prt" or (c.lower_ == "clear" and lemma == "make")):
            return f"{lemma} {c.lower_}"
    return lemma


def _is_state(token: Any) -> bool:
    """Whether a participle stands as an adjective: "they are opposed to", "she was convinced that"."""
    return bool(token.dep_ == "acomp" and token.tag_ == "VBN" and frames("adj", token.lower_))


def known(token: Any) -> Frames:
    """The frames in which this token is a cue, its particle considered; empty for any other word."""
    part = _PARTS.get(token.pos_)
    if _is_state(token):
        return frames("adj", token.lower_)
    if part is None or (part, lemma_of(token)) not in first_words() or token.dep_ in ("aux", "auxpass", "compound"):
        return {}
    lemma = cue_lemma(token)
    got = frames(part, lemma)
    if not got and " " in lemma:
        return frames(part, lemma.split(" ")[0])
    return got


def attributions(sentence: Any) -> Iterator[Found]:
    """Every attribution that one sentence's parse shows; a cue that closes it takes all before its comma, and no other goes further."""
    closing = _closing(sentence)
    if closing is None:
        yield from _attributions(sentence)
        return
    verb, who, comma = closing
    doc = verb.doc
    for f in _attributions(sentence):
        if f.anchor == verb:
            continue
        content = [trimmed(doc, a, min(b, comma - 1)) for a, b in f.content if a < comma]
        if content and (f.frame != "that" or any(t.pos_ in ("VERB", "AUX") for a, b in content for t in doc[a : b + 1])):
            f.content = content
            yield f
    force = known(verb).get("quote", Force.NEUTRAL)
    content = [trimmed(doc, sentence.tokens.start, comma - 1)]
    yield found(verb, force=force, frame="that", who=who, content=content, number=sentence.number)


def _closing(sentence: Any) -> tuple[Any, Subject, int] | None:
    """The cue at a sentence's end, its subject and the comma before it: "Divers found nine bodies, the chief told reporters"."""
    sent = sentence.tokens
    doc = sent.doc
    verb = next((t for t in reversed(sent[-_TAIL:]) if t.lower_ in _CLOSERS and t.tag_ in ("VBD", "VBZ", "VBP", "VBN")), None)
    who = subject(verb) if verb is not None else None
    if verb is None or who is None or "quote" not in known(verb) or who.head.tag_ in ("WP", "WDT"):
        return None
    if who.span[1] < verb.i:
        comma, rest = who.span[0] - 1, doc[verb.i + 1 : sent.end]
    elif verb.i + 1 >= who.span[0]:
        comma, rest = verb.i - 1, doc[who.span[1] + 1 : sent.end]
    else:
        return None
    if comma <= sent.start or doc[comma].text != "," or any(t.pos_ in ("VERB", "AUX") or t.text in '"“”:;' for t in rest):
        return None
    if any(t.head == verb and t.dep_ in ("dobj", "oprd") and t.i > verb.i and verb.lemma_ != "tell" for t in rest):
        return None
    lead = doc[sent.start : comma]
    opens = lead[0].dep_ in ("mark", "cc", "prep") or lead[0].pos_ in ("SCONJ", "ADP") or lead[0].tag_ in ("VBG", "VBN", "WRB")
    finite = [t for t in lead if t.tag_ in ("VBD", "VBZ", "VBP", "MD")]
    said = any(t.lower_ in _CLOSERS for t in finite) or any(t.text in '"“”:;' for t in lead)
    return (verb, who, comma) if finite and not opens and not said else None


def _attributions(sentence: Any) -> Iterator[Found]:
    for token in sentence.tokens:
        if token.lower_ == "according":
            yield from _according(token, sentence.number)
            continue
        if token.lower_ == "in" or token.lower_ == "to":
            yield from _in_the_view(token, sentence.number)
            continue
        got = known(token)
        if not got:
            continue
        if token.pos_ == "ADV":
            yield from _adverb(token, got, sentence.number)
        elif token.pos_ in ("VERB", "AUX") and not _is_state(token):
            yield from _verb(token, got, sentence.number)
        elif token.pos_ in ("ADJ", "VERB"):
            yield from _adjective(token, got, sentence.number)
        else:
            yield from _noun(token, got, sentence.number)


def found(
    token: Any,
    *,
    force: Force,
    frame: str,
    who: Subject | None,
    content: list[Range],
    number: int,
    particle: Range | None = None,
    cue: Range | None = None,
) -> Found:
    """A Found whose source does not run into its cue or content."""
    cue = cue or cue_extent(token, particle)
    source: Range | None = None
    head: Range | None = None
    if who is not None:
        who = _after_opening(who)
        source, head = who.span, denoting(who.head)
        for first, last in [cue, *content]:
            if source[0] <= first <= source[1] and first > who.head.i:
                source = trimmed(token.doc, source[0], first - 1)
            elif first <= source[0] <= last < who.head.i:
                source = trimmed(token.doc, last + 1, source[1])
        if source[0] <= cue[1] and cue[0] <= source[1]:
            source = head = None
    return Found(token, cue, cue_lemma(token), force, frame, source, head, content, number)


def _after_opening(who: Subject) -> Subject:
    """A source without what the parse has hung on it: "[As the vote nears,] Mayor Roe said", "[RIGA (AP) —] The mayor said"."""
    doc, (first, last) = who.head.doc, who.span
    if doc[first].dep_ == "mark" or doc[first].pos_ == "SCONJ":
        comma = next((t.i for t in reversed(doc[first : who.head.i]) if t.text == ","), None)
        return who if comma is None else Subject((comma + 1, last), who.head)
    dash = next((t.i for t in doc[first : first + 10] if t.text in ("—", "–", "--", "-") and t.whitespace_), last)
    if first > 0 or dash >= last or not doc[0].text.isupper() or len(doc[0]) < 3:
        return who
    head = who.head if who.head.i > dash else next((t for t in doc[dash + 1 : last + 1] if t.head.i <= dash or t.head.i > last), who.head)
    return Subject((dash + 1, last), head)


def _verb(verb: Any, got: Frames, number: int) -> Iterator[Found]:
    if verb.dep_ == "amod" or (verb.i + 1 < len(verb.doc) and verb.lower_ == "according"):
        return
    if is_silent(verb) or (verb.dep_ == "xcomp" and is_silent(verb.head)):
        return
    above = joined(verb)
    who = subject(verb if above is None or child(verb, "nsubj") is not None else above) or (
        beside(verb) if verb.tag_ in ("VBD", "VBZ", "VBP") and "quote" in got else None
    )
    if who is not None and is_thing(who.head):
        return
    choice = _choose(verb, got) or _delayed(verb, got)
    if choice is None:
        if "subject-to" in got:
            yield from _seems(verb, got["subject-to"], number)
        elif "quote" in got or "that" in got:
            yield from _salvage(verb, got, who, number)
        return
    if choice.frame in ("np", "np-idea") and lemma_of(verb) in _LIGHT:
        noun = child(verb, "dobj")
        if noun is not None and any(c.frame in known(noun) for c in complements(noun)):
            return  # the noun is the cue: "expressed his [cue willingness] to"
    if (
        who is not None
        and choice.frame not in ("that", "quote")
        and who.head.pos_ == "NOUN"
        and verb.doc[who.span[0]].lower_ == "that"
        and who.head.lemma_ not in _DOCUMENTS
    ):
        return  # "rules that dismiss ...": things do not speak
    if who is None and lemma_of(verb) in CITING:
        return  # "Roe was quoted as saying ...": Roe says it
    if who is None and choice.frame in _OBJECTS and child(verb, "auxpass") is None:
        return  # "a man named Roe", "a move to condemn the raid": nobody puts an object forward
    content = [_cut(verb, span) for span in choice.content]
    content[-1] = gone_on(verb, choice.frame, content[-1])
    if choice.frame.startswith("np"):
        content[-1] = own_words(verb.doc, content[-1])
    if verb.lemma_ == "tell" and content[0][0] == verb.i + 1:
        content[0] = _after_listener(verb, content[0])
    yield found(verb, force=got[choice.frame], frame=choice.frame, who=who, content=content, number=number, particle=choice.particle)


def _after_listener(verb: Any, span: Range) -> Range:
    """What is told, without whom it is told to, which the parse may make part of it: "told [Harbor Radio 4's Today] the road was open"."""
    doc = verb.doc
    for at in range(span[0] + 1, min(span[1], span[0] + 8)):
        if doc[at].pos_ in ("VERB", "AUX", "ADP", "PUNCT", "CCONJ", "SCONJ"):
            break
        if doc[at].pos_ in ("DET", "PRON") and doc[at].tag_ in ("DT", "PRP", "PRP$") and doc[at - 1].pos_ in ("PROPN", "NOUN"):
            return at, span[1]
    return span


def is_silent(verb: Any) -> bool:
    """Whether a verb tells that nothing is said, or not under a name: "declined to comment", "asked not to be named"."""
    force = known(verb).get("inf")
    return any(
        c.dep_ in ("xcomp", "ccomp", "advcl")
        and (
            (force is Force.DENYING and c.lemma_ in _SILENT)
            or (force is Force.EXPECTING and c.lemma_ in _ANONYMITY and child(c, "auxpass") is not None)
        )
        for c in verb.children
    )


def beside(verb: Any) -> Subject | None:
    """The noun phrase right before a finite cue, or right after it, where the parse gives it no subject."""
    doc = verb.doc
    for step in (-1, 1):
        at = verb.i + step
        while verb.sent.start <= at < verb.sent.end and doc[at].pos_ in ("ADV", "AUX", "PART"):
            at += step
        if step == -1 and at > verb.sent.start and doc[at].text in (",", "—", "–", "-"):  # "Roe, in a line aimed at Kyiv, declared"
            comma = next((t.i for t in reversed(doc[verb.sent.start : at]) if t.text == doc[at].text), None)
            at = comma - 1 if comma is not None and comma > verb.sent.start else at
        if not verb.sent.start <= at < verb.sent.end or doc[at].pos_ not in ("PROPN", "NOUN", "PRON"):
            continue
        head = doc[at]
        while (
            head.dep_ in ("compound", "pobj", "prep", "poss", "appos", "conj") and head.head != head and (head.head.i - verb.i) * step > 0
        ):
            head = head.head
        if head.pos_ in ("PROPN", "NOUN", "PRON") and (step == -1 or head.dep_ != "dobj"):
            return bracketed(Subject(noun_phrase(head, stop=verb.i), head))
    return None


def _delayed(verb: Any, got: Frames) -> Complement | None:
    """An infinitive that a phrase of time parts from its cue, to whatever word the parse has hung it: "offered on Saturday to resign"."""
    if "inf" not in got:
        return None
    doc, at = verb.doc, verb.i + 1
    while at < verb.sent.end and at - verb.i < 7 and (doc[at].ent_type_ in ("DATE", "TIME") or doc[at].pos_ in ("ADP", "ADV")):
        at += 1
    if at == verb.i + 1 or at + 1 >= verb.sent.end or doc[at].tag_ != "TO" or doc[at].head.tag_ != "VB":
        return None
    return Complement("inf", (trimmed(doc, at, doc[at].head.right_edge.i),))


def _choose(cue: Any, got: Frames) -> Complement | None:
    if "eyes" in got:
        who = subject(cue)
        seen = next((c for c in complements(cue) if c.frame in _SEEN), None) if who is not None and is_observer(who.head) else None
        if seen is not None:
            return Complement("eyes", seen.content)
    for c in complements(cue):
        if c.frame in got and not (c.frame == "np" and _is_stub(cue.doc, c.content[0])):
            return c
        if f"doc-{c.frame}" in got:
            who = subject(cue)
            if who is not None and who.head.lemma_.lower() in _DOCUMENTS:
                end = max((p.right_edge.i for p in cue.children if p.dep_ == "prep" and p.i > cue.i and p.lower_ in _SHOWN), default=0)
                return Complement(f"doc-{c.frame}", (trimmed(cue.doc, c.content[0][0], max(c.content[0][1], end)),))
    return None


def _is_stub(doc: Any, span: Range) -> bool:
    """An object too bare to be what was said: "said it", "asked her"."""
    return span[0] == span[1] and doc[span[0]].pos_ in ("PRON", "DET", "NUM") and doc[span[0]].tag_ != "NN"


def joined(verb: Any) -> Any | None:
    """The cue with which a verb inside its content is really coordinated: "said it was no crisis, and urged ..."."""
    head = verb.head
    while head.dep_ == "conj" and head.head != head:
        head = head.head
    if (
        verb.dep_ != "conj"
        or head.dep_ != "ccomp"
        or verb.tag_ not in ("VBD", "VBZ", "VBP")
        or verb.tag_ != head.head.tag_
        or head.head.i > verb.i
    ):
        return None
    if child(verb, "nsubj", "nsubjpass") is not None:
        return head.head if lemma_of(verb) == lemma_of(head.head) else None
    return head.head if "quote" in known(verb) and "quote" in known(head.head) else None


def _cut(verb: Any, span: Range) -> Range:
    """Content without a cue that follows and is its speaker's too: ", adding that ...", "and labelling Kyiv a ..."."""
    doc = verb.doc
    start = max(span[0], verb.i) + 2
    for at in range(start, min(span[1], start + _FAR)):
        token = doc[at]
        if token.dep_ not in ("advcl", "conj"):
            continue
        if token.dep_ == "conj" and joined(token) == verb:
            begin = min(token.left_edge.i, at)
            while begin > span[0] and (doc[begin - 1].dep_ == "cc" or doc[begin - 1].is_punct):
                begin -= 1
            return trimmed(doc, span[0], begin - 1)
        if token.tag_ != "VBG":
            continue
        got = known(token)
        if token.dep_ == "advcl" and doc[at - 1].text == "," and "quote" in got:
            return trimmed(doc, span[0], at - 1)
        if token.dep_ == "conj" and verb.tag_ == "VBG" and doc[at - 1].dep_ == "cc" and ("quote" in got or "np-pred" in got):
            return trimmed(doc, span[0], at - 2)
    return span


def _seems(verb: Any, force: Force, number: int) -> Iterator[Found]:
    own = child(verb, "nsubj")
    clause = child(verb, "xcomp", "oprd")
    if own is None or clause is None or clause.i < verb.i:
        return
    if not is_thing(own) and any(c.frame in known(clause) for c in complements(clause)):
        return  # "he appeared to suggest that ...": he suggests it
    content = [noun_phrase(own, stop=verb.i), trimmed(verb.doc, *extent(clause))]
    yield found(verb, force=force, frame="subject-to", who=None, content=content, number=number)


def _salvage(verb: Any, got: Frames, who: Subject | None, number: int) -> Iterator[Found]:
    """A reporting verb whose complement the parse lost: "said that ..." to the end, ", he said," inside its sentence."""
    doc, sent = verb.doc, verb.sent
    last = sent.end - 1
    while last > verb.i and (doc[last].is_punct or doc[last].is_space) and doc[last].text not in "\"”’)'":
        last -= 1
    nxt = verb.i + 1
    if nxt < last and doc[nxt].lower_ == "that" and "that" in got and doc[nxt].dep_ not in ("det",):
        yield found(verb, force=got["that"], frame="that", who=who, content=[trimmed(doc, nxt + 1, last)], number=number)
        return
    if (
        who is None
        or "quote" not in got
        or verb.tag_ in ("VB", "VBG")
        or any(c.lower_ == "according" for c in verb.children)  # somebody else's word
        or any(c.dep_ in ("aux", "auxpass") and c.lower_ != "has" for c in verb.children)
    ):
        return
    if doc[verb.left_edge.i].lower_ == "as":  # "As Roe noted, ..."
        content = [c for c in _around(sent, extent(verb), verb.head) if any(t.pos_ in ("VERB", "AUX") for t in doc[c[0] : c[1] + 1])]
        if content:
            yield found(verb, force=got.get("that", Force.NEUTRAL), frame="that", who=who, content=content, number=number)
        return
    if verb.tag_ == "VBN":
        return
    first = min(who.span[0], verb.i)
    end = max(who.span[1], verb.i) if who.span[1] - verb.i < 12 else verb.i
    for c in verb.rights:  # "the debt, Roe explained earlier in the hearing, was large"
        end = c.right_edge.i if c.left_edge.i == end + 1 and c.dep_ in ("advmod", "prep", "npadvmod") else end
    before, after = (doc[first - 1] if first > sent.start else None), (doc[end + 1] if end + 1 < sent.end else None)
    content = []
    if before is not None and before.text in (",", "—", "–", "--") and (after is None or after.is_punct):
        content = [trimmed(doc, sent.start, first - 1)]
        if after is not None and after.text in (",", "—", "–", "--") and end + 2 < last:
            content.append(trimmed(doc, end + 2, last))
    elif (
        "that" in got
        and nxt < last - 2
        and doc[nxt].pos_ in ("PRON", "PROPN", "DET", "NOUN", "NUM", "ADJ")
        and any(t.pos_ in ("VERB", "AUX") and not (t.dep_ == "conj" and t.head == verb) for t in doc[nxt : last + 1])
    ):
        content = [trimmed(doc, nxt, last)]
        content = [_after_listener(verb, content[0])] if verb.lemma_ == "tell" else content
    if content:
        yield found(verb, force=got.get("that", Force.NEUTRAL), frame="that", who=who, content=content, number=number)


def _noun(noun: Any, got: Frames, number: int) -> Iterator[Found]:
    who = holder(noun)
    choice = _choose(noun, got)
    lost = that_clause_after(noun) if choice is None and "that" in got else None
    if lost is not None:
        choice = Complement("that", (lost,))
    verb = noun.head if noun.dep_ == "dobj" else None
    if choice is None:
        kind = child(noun, "compound")
        if "compound" in got and who is not None and kind is not None and who.span[1] < kind.i:
            yield found(
                noun,
                force=got["compound"],
                frame="compound",
                who=who,
                content=[trimmed(noun.doc, *extent(kind))],
                number=number,
                cue=(noun.i, noun.i),
            )
        return
    if who is None and choice.frame != "that":
        return
    name = child(noun, "compound", "nmod")
    if name is not None and name.pos_ == "PROPN" and child(noun, "poss") is None and (verb is None or lemma_of(verb) not in _LIGHT):
        who = Subject(
            (name.left_edge.i, name.i), name
        )  # "a Harbor Post report that ...", "Roe claims that ..." with the verb read as a noun
    first = last = noun.i
    if verb is not None and lemma_of(verb) in _LIGHT and verb.i < noun.i and noun.i - verb.i < 5:
        owner = child(noun, "poss")
        if owner is None or owner.pos_ == "PRON":
            who = subject(verb) or who
            first = cue_extent(verb)[0]
    if choice.particle is not None and choice.particle[0] == last + 1:
        last = choice.particle[1]
    yield found(
        noun,
        force=got[choice.frame],
        frame=choice.frame,
        who=who,
        content=[_cut(noun, span) for span in choice.content],
        number=number,
        cue=(first, last),
    )


def _adjective(adjective: Any, got: Frames, number: int) -> Iterator[Found]:
    verb = adjective.head
    made = verb.lemma_ == "make" and adjective.i > verb.i  # "made it clear (that) ..."
    if (adjective.dep_ not in ("acomp", "conj", "oprd", "ROOT") and not made) or verb.pos_ not in ("AUX", "VERB"):
        return
    who = subject(verb)
    choice = _choose(adjective, got) or next(
        (c for c in complements(verb) if c.frame == "that" and "that" in got and c.content[0][0] > adjective.i), None
    )
    clause = child(adjective, "advcl", "ccomp")
    if choice is None and made and clause is not None and child(clause, "nsubj", "nsubjpass") is not None:
        choice = Complement("that", (trimmed(adjective.doc, *extent(clause)),))
    if choice is None or who is None or who.head.lower_ in ("it", "there"):
        return
    last = choice.particle[1] if choice.particle is not None and choice.particle[0] == adjective.i + 1 else adjective.i
    start = cue_extent(verb)[0] if adjective.i - verb.i < 4 else adjective.i
    yield found(
        adjective, force=got[choice.frame], frame=choice.frame, who=who, content=list(choice.content), number=number, cue=(start, last)
    )


def _adverb(adverb: Any, got: Frames, number: int) -> Iterator[Found]:
    head = adverb.head
    if "clause" not in got or head.pos_ not in ("VERB", "AUX"):
        return
    first, last = extent(head)
    if head.dep_ in ("relcl", "advcl", "conj", "ccomp") and not any(c.dep_ in ("nsubj", "nsubjpass") for c in head.children):
        first = adverb.i + 1
    content = [trimmed(adverb.doc, *r) for r in ((first, adverb.i - 1), (adverb.i + 1, last)) if r[0] <= r[1]]
    yield found(adverb, force=got["clause"], frame="clause", who=None, content=content, number=number, cue=(adverb.i, adverb.i))


def _around(sent: Any, phrase: Range, head: Any) -> list[Range]:
    """The clause that a phrase like "according to police" comments on: the sentence, or its part, without the phrase."""
    doc = sent.doc
    first, last = sent.start, sent.end - 1
    while last > first and (doc[last].is_space or doc[last].text in ".!?;:"):
        last -= 1
    pieces = []
    if phrase[0] > first:
        start = first
        if doc[start].dep_ == "cc":
            start += 1
        span = trimmed(doc, start, phrase[0] - 1)
        if span[1] - span[0] >= 1 or not doc[span[0]].is_punct:
            pieces.append(span)
    if (phrase[1] < last and doc[phrase[1] + 1].text in (",", "—", "–", "--", ":")) or (phrase[0] == first and phrase[1] < last):
        span = trimmed(doc, phrase[1] + 1, last)
        if span[1] - span[0] >= 1:
            pieces.append(span)
    return pieces


def _according(token: Any, number: int) -> Iterator[Found]:
    doc = token.doc
    to = token.i + 1
    if to + 1 >= token.sent.end or doc[to].lower_ != "to":
        return
    whom = child(doc[to], "pobj") or doc[to + 1].head
    if whom.i <= to or whom.i >= token.sent.end or whom.pos_ not in ("NOUN", "PROPN", "PRON", "NUM", "ADJ"):
        whom = doc[to + 1]
    span = noun_phrase(whom)
    span = (max(span[0], to + 1), max(span[1], whom.i, name_behind(whom, span[1])))
    content = _around(token.sent, (token.i, span[1]), token.head)
    if content:
        yield found(token, force=Force.NEUTRAL, frame="clause", who=Subject(span, whom), content=content, number=number, cue=(token.i, to))


def _in_the_view(token: Any, number: int) -> Iterator[Found]:
    noun = child(token, "pobj")
    if (
        noun is not None
        and noun.lemma_.lower() in _POLLS
        and token.i == token.sent.start
        and not any(t.pos_ == "VERB" and "that" in known(t) for t in token.sent)
    ):
        phrase = (token.i, token.right_edge.i)
        if phrase[1] + 1 < token.sent.end and token.doc[phrase[1] + 1].text == ",":
            yield found(
                token,
                force=Force.NEUTRAL,
                frame="clause",
                who=Subject(noun_phrase(noun), noun),
                content=_around(token.sent, phrase, token.head),
                number=number,
                cue=(token.i, token.i),
            )
        return
    if noun is None or noun.lower_ not in _WORDS_OF:
        return
    who = holder(noun)
    if who is None:
        of = next((c for c in noun.children if c.lower_ == "of"), None)
        whom = child(of, "pobj") if of is not None else None
        who = Subject(noun_phrase(whom), whom) if whom is not None else None
    if who is None:
        return
    content = _around(token.sent, (token.i, token.right_edge.i), token.head)
    if content:
        yield found(noun, force=Force.DOUBTING, frame="clause", who=who, content=content, number=number, cue=(noun.i, noun.i))
