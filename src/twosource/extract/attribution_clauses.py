"""What a cue governs in the parse: whose words they are (the subject), and which stretches are the words (the complements).

Reads spaCy tokens of one paragraph, gives token ranges (first, last), both included. A frame is the shape of what
follows a cue, named as in data/cues.tsv: "that", "inf", "np", "np-inf", "for", ... (valency; VerbNet calls it a frame).
It does not decide whether a word is a cue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

Range: TypeAlias = tuple[int, int]

_SUBJECTS = ("nsubj", "csubj")
_PASSIVE_SUBJECTS = ("nsubjpass", "csubjpass")
RELATIVES = frozenset(("who", "which", "that", "whom"))
CITING = frozenset(("quote", "cite"))  # "quoted an official as saying"
_OPENING = frozenset("\"“”‘'([—–-,:;.")
_DEPTH = 12  # how far a subject is looked for up the tree: coordinated and embedded cues share one

# what may hang on an object and still be part of what is said of it: "criticised Orban for his remarks"
_EXTENDING = frozenset(("for", "of", "as", "from", "to", "about", "over", "with", "against", "into", "among", "between", "than", "since"))
_PREPOSITIONS = ("ADP", "SCONJ", "PART", "ADV")
_GOVERNED = ("pobj", "pcomp", "prep", "amod", "acomp")  # what a preposition takes: "seen as weak" has an adjective
_BINDING = frozenset(("if", "unless", "until", "once", "since", "whether"))  # conjunctions whose clause the content needs


@dataclass(frozen=True, slots=True)
class Complement:
    """One way of reading what a cue governs; `particle` are tokens that belong to the cue ("for" of "called for")."""

    frame: str
    content: tuple[Range, ...]
    particle: Range | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose words they are: the noun phrase as written, and the token at its head (of a relative pronoun: its antecedent)."""

    span: Range
    head: Any


def extent(token: Any) -> Range:
    """First and last token of everything that hangs on a token."""
    return token.left_edge.i, token.right_edge.i


def child(token: Any, *labels: str) -> Any | None:
    return next((c for c in token.children if c.dep_ in labels), None)


def is_passive(verb: Any) -> bool:
    if verb.tag_ == "VBD" and verb.dep_ == "advcl":  # "when asked about the vote" with the participle read as a past tense
        return not any(c.dep_ in _SUBJECTS for c in verb.children) and any(c.lower_ in ("when", "if") for c in verb.children)
    if verb.tag_ != "VBN":
        return False
    if any(c.dep_ in ("auxpass", "nsubjpass", "csubjpass") for c in verb.children):
        return True
    if verb.dep_ == "acl" or (verb.dep_ == "advcl" and not any(c.dep_ in ("nsubj", "aux") for c in verb.children)):
        return True
    return bool(verb.dep_ == "conj" and not any(c.dep_ in ("nsubj", "aux") for c in verb.children) and is_passive(verb.head))


def noun_phrase(token: Any, *, stop: int | None = None) -> Range:
    """The noun phrase around its head, without what encloses it; `stop` is a token that it must not reach."""
    first, last = extent(token)
    if stop is not None and first <= stop <= last:
        first, last = (first, stop - 1) if stop > token.i else (stop + 1, last)
    return trimmed(token.doc, first, last)


def trimmed(doc: Any, first: int, last: int) -> Range:
    """Without blanks and stray punctuation at the edges; quotation marks and closing brackets stay."""
    while first < last and (doc[first].is_space or doc[first].text in (",", ";", ":", ".", "—", "–", "-", "--", "…", "...")):
        first += 1
    while last > first and (doc[last].is_space or doc[last].text in (",", ";", ":", "—", "–", "-", "--")):
        last -= 1
    return first, last


def subject(verb: Any) -> Subject | None:
    """Whose act a verb is: its own subject, the agent of a passive, or the subject it shares with another verb."""
    return _subject(verb, 0)


def _subject(verb: Any, depth: int) -> Subject | None:
    if depth > _DEPTH:
        return None
    if is_passive(verb):
        return _agent(verb)
    own = child(verb, *_SUBJECTS)
    inverted = [c for c in verb.children if c.dep_ == "nsubj" and c.i > verb.i]
    if inverted and own is not None and own.i < verb.i:  # "No deal yet, says minister": two subjects, the first is what is said
        own = inverted[0]
    if own is not None:
        return None if depth and own.lower_ == "it" and verb.lemma_ == "be" else _named(own, verb)  # "it is fair to say"
    head = verb.head
    if verb.dep_ == "ROOT" or head == verb:
        return None
    if verb.dep_ == "acl" and verb.tag_ == "VBG":
        return Subject(noun_phrase(head, stop=verb.left_edge.i), head)
    if verb.dep_ in ("acl", "relcl") and head.pos_ in ("NOUN", "PROPN"):
        return holder(head, depth + 1)
    if verb.dep_ == "pcomp" or verb.dep_ == "pobj":
        above = head.head
        whom = child(above, "dobj") if head.lower_ == "as" and above.lemma_ in CITING else None
        if whom is not None:  # "quoted an official as saying": the official says
            return _named(whom, above)
        return _shared(above, depth) if above != head else None
    if verb.dep_ == "advcl" and verb.tag_ == "VBG" and verb.i > 0 and verb.doc[verb.left_edge.i - 1].text == ",":
        head = _reporting_above(head)  # "said that grants ..., adding that": the speaker adds, not the grants
    if verb.dep_ in ("conj", "advcl", "xcomp", "ccomp", "parataxis", "dep", "acomp", "attr", "prep"):
        return _shared(head, depth, controlled=verb.dep_ in ("xcomp", "ccomp"))
    return None


def _reporting_above(verb: Any) -> Any:
    """The cue whose that-clause a verb stands in, as far up as it goes; the verb itself where there is none."""
    at = verb
    for _ in range(_DEPTH):
        if at.dep_ == "ccomp" or (at.dep_ in ("acl", "relcl") and _that_clause(at)):
            if at.i < at.head.i:  # "would fail, he said, adding": fronted content
                return at.head
            verb = at.head
            at = at.head
            while at.pos_ == "NOUN" and at.dep_ in ("dobj", "pobj", "prep") and at.head != at:
                at = verb = at.head
        elif at.dep_ in ("conj", "advcl", "xcomp") and at.head != at and at.head.i < at.i:
            at = at.head
        else:
            break
    return verb


def _shared(head: Any, depth: int, *, controlled: bool = False) -> Subject | None:
    """The subject a verb without one takes from the word above it."""
    if head.pos_ in ("NOUN", "PROPN"):
        return holder(head, depth + 1)
    if controlled:  # "urged Kyiv to promise ...": Kyiv promises
        own = child(head, "dobj")
        if own is not None:
            return _named(own, head)
    if is_passive(head):
        own = child(head, *_PASSIVE_SUBJECTS)
        if own is not None:
            return _named(own, head)
    return _subject(head, depth + 1)


def _agent(verb: Any) -> Subject | None:
    by = child(verb, "agent")
    whom = child(by, "pobj") if by is not None else None
    return Subject(noun_phrase(whom), whom) if whom is not None else None


def _named(token: Any, verb: Any) -> Subject:
    if token.lower_ in RELATIVES and verb.dep_ == "relcl":
        head = verb.head
        while (
            token.lower_ == "who" and head.dep_ == "pobj" and head.ent_type_ in ("ORG", "GPE") and head.head.head.pos_ in ("NOUN", "PROPN")
        ):
            head = head.head.head  # "Jo Roe, a lawyer for the Harbor Club, who ...": the club is no who
        return Subject((token.i, token.i), head.head if head.dep_ == "appos" and token.lower_ == "who" else head)
    return bracketed(Subject(noun_phrase(token, stop=verb.i), token))


def bracketed(who: Subject) -> Subject:
    """A subject read inside brackets is the name before them: "Jane Roe (R-OH) said"."""
    doc, (first, last) = who.head.doc, who.span
    opening = next((t for t in doc[max(0, first - 4) : last + 1] if t.text == "("), None)
    if opening is None or opening.i == 0 or opening.i > who.head.i or opening.is_sent_start:
        return who
    closing = next((t for t in doc[opening.i : opening.i + 8] if t.text == ")"), None)
    before = doc[opening.i - 1]
    if closing is None or closing.i < who.head.i or before.pos_ not in ("PROPN", "NOUN"):
        return who
    while before.dep_ == "compound" and before.head.i < opening.i and before.head.i > before.i:
        before = before.head
    return Subject((min(noun_phrase(before, stop=opening.i)[0], opening.i - 1), closing.i), before)


def name_behind(whom: Any, last: int) -> int:
    """The end of a name that the parse takes for a second subject: "According to the chief, [Jo Roe], the blaze began ..."."""
    doc, at = whom.doc, last + 2
    while at < whom.sent.end and doc[at].pos_ == "PROPN":
        at += 1
    if whom.pos_ != "NOUN" or doc[last + 1 : last + 2].text != "," or at == last + 2 or doc[at : at + 1].text != ",":
        return last
    name = doc[at - 1]
    return at - 1 if name.dep_ == "nsubj" and any(c.dep_ == "nsubj" and c.i > at for c in name.head.children) else last


def holder(noun: Any, depth: int = 0) -> Subject | None:
    """Whose claim, hope or plan a noun is: its possessor, who it is by or from, or who "expressed" or "has" it."""
    owner = child(noun, "poss")
    if owner is None:
        case = next((c for c in noun.children if c.dep_ in ("nmod", "compound") and any(g.tag_ == "POS" for g in c.children)), None)
        owner = case
    if owner is not None:
        first, last = extent(owner)
        while last > first and noun.doc[last].tag_ == "POS":
            last -= 1
        return Subject(trimmed(noun.doc, first, last), owner)
    for preposition in noun.children:
        if preposition.dep_ in ("prep", "agent") and preposition.lower_ in ("by", "from", "among"):
            whom = child(preposition, "pobj")
            if whom is not None:
                return Subject(noun_phrase(whom), whom)
    if depth > _DEPTH:
        return None
    head = noun.head
    if noun.dep_ in ("dobj", "attr") and head.pos_ in ("VERB", "AUX"):
        return _subject(head, depth + 1)
    if noun.dep_ == "pobj" and head.head.pos_ in ("VERB", "AUX") and head.lower_ in ("with", "of", "on"):
        return _subject(head.head, depth + 1)
    if noun.dep_ == "conj" and head != noun:
        return holder(head, depth + 1)
    return None


def complements(cue: Any) -> Iterator[Complement]:
    """Every way of reading what hangs on a verb, noun or adjective, the fullest first."""
    doc = cue.doc
    passive = cue.pos_ in ("VERB", "AUX") and is_passive(cue)
    whole = child(cue, *_PASSIVE_SUBJECTS) if passive else None
    about: tuple[Range, ...] = ()
    if whole is not None and whole.dep_ == "nsubjpass" and whole.lower_ not in ("it", "there"):
        about = ((whole.i, whole.i),) if whole.lower_ in RELATIVES else (noun_phrase(whole, stop=cue.i),)
    elif passive and cue.dep_ == "acl":
        about = (noun_phrase(cue.head, stop=cue.left_edge.i),)
    objects = [c for c in cue.children if c.dep_ in ("dobj", "dative") and c.i > cue.i and c.pos_ != "ADP"]
    obj = objects[0] if objects else None
    right = [c for c in cue.children if c.i > cue.i]
    lost = _split_that(cue)
    if lost is not None:
        yield Complement("that", (lost,))
    if cue.dep_ == "relcl" and cue.pos_ == "VERB":
        yield from _gap(cue)
    for c in cue.children:
        if c.dep_ == "ccomp" or (c.dep_ in ("acl", "relcl", "advcl", "appos") and cue.pos_ in ("NOUN", "ADJ") and _that_clause(c)):
            yield from _clause(c, cue, about)
    for c in right:
        if c.dep_ in ("xcomp", "acl", "advcl", "relcl") and _is_to(c) and (c.dep_ == "xcomp" or cue.pos_ in ("NOUN", "ADJ") or passive):
            span = trimmed(doc, c.left_edge.i, _reach(cue, c.right_edge.i))
            if obj is not None and obj.i < c.i:
                yield Complement("np-inf", (trimmed(doc, obj.left_edge.i, span[1]),))
            elif passive:
                yield Complement("np-inf", (*about, span))
            else:
                yield Complement("inf", (span,))
        elif c.dep_ == "xcomp" and c.tag_ == "VBG":
            span = trimmed(doc, *extent(c))
            yield Complement("ing", (*about, span)) if obj is None else Complement("np-ing", (trimmed(doc, obj.left_edge.i, span[1]),))
        elif c.dep_ in ("oprd", "xcomp"):
            start = obj.left_edge.i if obj is not None and obj.i < c.i else c.left_edge.i
            yield Complement("np-pred", (*about, trimmed(doc, start, c.right_edge.i)))
    if obj is not None and cue.pos_ == "VERB":
        for c in right:  # "called it 'a disgrace'" with the disgrace read as an adverb
            if (
                c.dep_ in ("npadvmod", "attr", "dep", "appos", "advmod")
                and c.pos_ in ("NOUN", "PROPN", "ADJ")
                and 1 <= c.left_edge.i - obj.right_edge.i <= 2
            ):
                yield Complement("np-pred", (trimmed(doc, obj.left_edge.i, c.right_edge.i),))
        inner = child(obj, "appos")
        if inner is not None and doc[inner.left_edge.i - 1].text in ('"', "“"):  # 'called the report "a fairy tale"'
            yield Complement("np-pred", (trimmed(doc, obj.left_edge.i, inner.right_edge.i),))
    if len(objects) > 1 and objects[1].i > objects[0].i:  # "labelling him a dictator" read as two objects
        yield Complement("np-pred", (trimmed(doc, objects[0].left_edge.i, objects[1].right_edge.i),))
    prepositions = [c for c in right if c.dep_ in ("prep", "dative") and c.pos_ in _PREPOSITIONS and child(c, *_GOVERNED) is not None]
    if obj is not None:
        prepositions += [c for c in obj.children if c.dep_ == "prep" and c.i > obj.i and child(c, "pobj", "pcomp") is not None]
    for p in sorted(prepositions, key=lambda c: int(c.i)):
        inner = child(p, *_GOVERNED)
        if inner is None:
            continue
        end = trimmed(doc, inner.left_edge.i, p.right_edge.i)
        if passive:
            yield Complement(f"np-{p.lower_}", (*about, (p.i, end[1])))
        if obj is not None and obj.i < p.i:
            yield Complement(f"np-{p.lower_}", (trimmed(doc, obj.left_edge.i, end[1]),))
        elif not passive and obj is None and p.lower_ == "as" and p.i == cue.i + 1:  # "described as unhinged a plan to ..."
            yield Complement("np-as", (trimmed(doc, p.i, cue.right_edge.i),))
        elif not passive:
            yield Complement(p.lower_, ((end[0], _reach(cue, end[1])),), (p.i, p.i))
    if obj is not None or (passive and about):
        spans = about if obj is None else (trimmed(doc, obj.left_edge.i, _reach(cue, obj.right_edge.i)),)
        yield Complement("np", spans)
        if obj is not None and _idea(obj, child(cue, "nsubj")):
            yield Complement("np-idea", spans)
    predicate = child(cue, "acomp", "attr") if cue.pos_ in ("VERB", "AUX") else None
    if predicate is not None and not passive:
        yield Complement("pred", (trimmed(doc, *extent(predicate)),))


# Nouns for what is thought, said, planned or done on purpose, by their endings and one by one; whatever else is a thing.
_ABSTRACT = re.compile(r".{3,}(?:tion|sion|ment|ity|ness|ism|ance|ence|acy|ship|sal|ure|dom|logy)s?$")
_IDEAS = frozenset(
    "plan bill law policy rule order deal idea move effort bid call claim view belief concern thought doubt fear hope attack war strike "
    "raid record report remark comment ruling handling handout tax cut budget reform change approach offer demand proposal threat "
    "tactic use lack way role decree veto vote step ban sale spending trade work right case charge question hypothesis "
    "theory story news word speech result issue problem practice choice evidence success progress health need wisdom plight loophole "
    "series bias value motive conclusion".split()
)
_THINGS = frozenset(
    "apartment city facility community university building station section vehicle ambulance fence furniture picture lecture equipment "
    "ship residence entity basement instrument monument structure creature lion audience mission".split()
)


def _idea(obj: Any, subject: Any | None) -> bool:
    """Whether an object can be what somebody speaks for or against: "attacked the plan", "attacked Roe", not "attacked the village"."""
    if obj.ent_type_ == "PERSON":
        return subject is not None and subject.ent_type_ == "PERSON"
    lemma = obj.lemma_.lower()
    return obj.pos_ in ("NOUN", "PROPN") and lemma not in _THINGS and (lemma in _IDEAS or _ABSTRACT.match(lemma) is not None)


def _reach(cue: Any, last: int) -> int:
    """The end of what is said of an object: "unity [among allies] [to achieve peace]", "the largest attack [since the war began]"."""
    for c in cue.children:
        if c.left_edge.i != last + 1:
            continue
        if (
            (c.dep_ == "prep" and c.lower_ in _EXTENDING)
            or (c.dep_ == "xcomp" and _is_to(c))
            or (c.dep_ == "advcl" and (_is_to(c) or any(m.dep_ == "mark" and m.lower_ in _BINDING for m in c.children)))
        ):
            last = c.right_edge.i
    return last


def gone_on(cue: Any, frame: str, span: Range) -> Range:
    """Content with what is coordinated to it, though the parse hangs it on the cue: "plans to mend the road, [then widen it]"."""
    doc, (first, last) = cue.doc, span
    while last > first and doc[last].pos_ == "CCONJ":
        last -= 1
    to = frame in ("inf", "np-inf")
    if not to and not any(t.tag_ == "VBG" for t in doc[first : first + 2]):
        return first, last
    for c in (*cue.children, *(cue.head.children if cue.dep_ == "advcl" and to else ())):
        start = c.left_edge.i
        between = doc[last + 1 : start]
        if start <= last or c.dep_ not in ("conj", "dep", "xcomp", "advcl") or child(c, "nsubj", "nsubjpass") is not None:
            continue
        if not between or not all(t.text == "," or t.pos_ in ("CCONJ", "ADV") for t in between):
            continue
        bare = c.tag_ == "VB" or (c.tag_ == "VBP" and c.head.tag_ not in ("VB", "VBP"))  # "promising to meet and exceed": no finite verb
        if (to and bare) or (not to and c.tag_ == "VBG" and between[-1].pos_ == "CCONJ"):
            last = trimmed(doc, first, c.right_edge.i)[1]
    return first, last


def own_words(doc: Any, span: Range) -> Range:
    """An object of a cue without what the text goes on to tell of it: "criticised the plan[, which takes effect in May]"."""
    for at in range(span[0] + 2, span[1]):
        nxt = doc[at + 1]
        relative = doc[at].text == "," and nxt.lower_ in ("which", "who", "whose", "where")
        if relative or (doc[at].text in ("—", "–", "--", "-") and doc[at].whitespace_ and nxt.lower_ in ("a", "an", "the")):
            return trimmed(doc, span[0], at - 1)
    return span


def _split_that(cue: Any) -> Range | None:
    """A that-clause in pieces, a noun in it read as its verb: "mentioned that discussions about a minerals deal ... are progressing"."""
    after = cue.doc[cue.i + 1] if cue.i + 1 < len(cue.doc) else None
    if after is None or after.lower_ != "that" or after.dep_ != "mark" or cue.pos_ != "VERB":
        return None
    pieces = [c for c in cue.children if c.i > cue.i and c.dep_ in ("ccomp", "advcl", "dobj", "nsubj", "attr", "parataxis")]
    if len([c for c in pieces if c.dep_ == "ccomp"]) < 2 and not (
        pieces and pieces[0].dep_ != "ccomp" and pieces[0].left_edge.i == after.i
    ):
        return None
    return trimmed(cue.doc, after.i + 1, max(c.right_edge.i for c in pieces))


def _gap(cue: Any) -> Iterator[Complement]:
    """A relative clause that reports: "a process he claimed Trump excels at", "a move that Kyiv hopes will help"."""
    own = child(cue, *_SUBJECTS)
    if own is None or own.i > cue.i or own.lower_ in RELATIVES:
        return
    if own.left_edge.i > 0 and cue.doc[own.left_edge.i - 1].text == ",":  # "The debt, Roe explained, was large"
        return
    whom = child(cue, "dobj")
    if whom is not None and whom.lower_ in RELATIVES and whom.i < cue.i:  # "the march, which he described as peaceful"
        for c in cue.children:
            if c.i > cue.i and c.dep_ in ("prep", "oprd", "xcomp"):
                frame = f"np-{c.lower_}" if c.dep_ == "prep" else "np-inf" if _is_to(c) else "np-pred"
                yield Complement(frame, ((whom.i, whom.i), trimmed(cue.doc, *extent(c))))
        return
    last = cue.right_edge.i
    rest = trimmed(cue.doc, cue.i + 1, last)
    if last - cue.i < 2 or cue.doc[cue.i + 1].pos_ in ("ADP", "SCONJ", "PUNCT", "CCONJ"):
        return
    yield Complement("that", (trimmed(cue.doc, cue.head.left_edge.i, max(cue.head.i, cue.left_edge.i - 1)), rest))


def _is_to(token: Any) -> bool:
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in token.children)


def _that_clause(token: Any) -> bool:
    return token.pos_ in ("VERB", "AUX") and any(c.dep_ == "mark" and c.lower_ in ("that", "whether") for c in token.children)


def that_clause_after(noun: Any) -> Range | None:
    """The that-clause right after a noun, to whatever word the parse has hung it: "the talks failed over the allegation that ..."."""
    mark = noun.doc[noun.i + 1] if noun.i + 1 < len(noun.doc) else None
    if mark is None or mark.lower_ != "that" or mark.dep_ != "mark" or mark.head.left_edge.i != mark.i:
        return None
    return _after_that(mark.head)


def _after_that(clause: Any) -> Range:
    first, last = extent(clause)
    doc = clause.doc
    first, last = trimmed(doc, first, last)
    if first < last and doc[first].lower_ == "that" and doc[first].dep_ == "mark":
        first += 1
    return trimmed(doc, first, last)


def _clause(clause: Any, cue: Any, about: tuple[Range, ...]) -> Iterator[Complement]:
    first, last = extent(clause)
    if first < cue.i < last:  # the cue stands inside what it reports: "The plan, he said, would fail"
        return
    if last < cue.i and any(t.text == ";" for t in cue.doc[last : cue.i]):  # "A said x; B said y": y is lost, x is not B's
        return
    span = _after_that(clause)
    for c in cue.children:  # a noun in apposition to the whole clause: "would need patience, a process she claimed Poe excels at"
        if (
            c.dep_ in ("npadvmod", "appos", "dep", "dobj")
            and c.left_edge.i == span[1] + 2
            and cue.doc[span[1] + 1].text == ","
            and child(c, "relcl")
        ):
            span = span[0], trimmed(cue.doc, *extent(c))[1]
    own = child(clause, "nsubj", "nsubjpass", "csubj", "expl", "csubjpass")
    if own is not None and _is_to(clause) and clause.i > cue.i:
        yield Complement("np-inf", (span,))
    elif own is not None and clause.tag_ == "VBG" and child(clause, "aux") is None:
        yield Complement("np-ing", (span,))
    elif own is not None and clause.pos_ not in ("VERB", "AUX") and child(clause, "aux", "cop") is None and clause.i > cue.i:
        yield Complement("np-pred", (span,))
    elif clause.tag_ == "VBG" and own is None:
        yield Complement("ing", (span,))
    elif _is_to(clause):
        yield Complement("inf", (*about, span))
    else:
        yield Complement("that", (span,))
