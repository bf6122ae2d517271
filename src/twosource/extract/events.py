"""The propositions of a sentence, and of each what happened: trigger, agent, patient, polarity, modality, condition.

Reads parsed sentences, gives Clauses; the field calls it predicate-argument structure (PropBank). A proposition is a clause
with a predicate of its own; conditions, scopes ("since the war began") and restrictive relative clauses stay inside the one
they limit. Nothing is resolved here: participants are noun phrases as written.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from twosource.extract.parse import Sentence
from twosource.model import Span

Token = Any

SUBJECTS = {"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"}
# A clause with one of these marks limits the main clause instead of adding to it.
LIMITING = set("if unless since until till before after when whenever once where wherever that to than whether so because as".split())
CONDITIONS = {"if", "unless", "provided", "providing", "once", "lest", "supposing", "assuming"}
CONDITION_PHRASES = (
    "as long as",
    "on condition that",
    "on the condition that",
    "in exchange for",
    "in return for",
    "in the event of",
    "only if",
    "even if",
    "in case of",
    "subject to",
    "pending",
)
EXCHANGES = {"exchange", "trade", "swap", "barter"}  # "exchange his position for membership": the for-phrase is the condition
# The event is in the complement: "managed to shoot down", "began targeting".
ASPECTUAL = set(
    (
        "manage begin start continue keep stop cease try attempt fail refuse need have use seem appear come go get help tend happen "
        "decide move"
    ).split()
)
# The event is in the object noun: "experienced its largest attack", "made an offer".
LIGHT = set("have make take give do experience suffer see conduct undergo face carry hold mount stage witness".split())
NEGATIONS = set("not n't n’t never neither nor no hardly cannot".split())
NEGATIVE_VERBS = {"fail", "refuse", "decline", "cease", "stop"}  # as heads of an infinitive: "failed to appear"
FEW = 4  # words
EXPECTED_AUX = set("will shall ’ll 'll should must wo ought would".split())  # "would" is the "will" of reported speech
# They cannot do without an object, so what stands before a bare participle of theirs is it.
OBJECT_VERBS = set(
    "kill injure wound arrest detain charge indict convict acquit sentence jail rescue evacuate kidnap abduct slay murder identify".split()
)
HEDGED_AUX = {"may", "might", "could"}
HEDGES = set(
    (
        "likely unlikely possibly perhaps probably apparently reportedly allegedly presumably seemingly maybe potentially purportedly "
        "supposedly seem appear suspected alleged possible probable"
    ).split()
)
EXPECTED_WORDS = set("plan intend hope expect want aim seek due set scheduled promise vow pledge demand urge prepare ready willing".split())


@dataclass(frozen=True, slots=True)
class Clause:
    """One proposition: its predicate head and its tokens in order (of one sentence)."""

    sentence: Sentence
    head: Token
    tokens: tuple[Token, ...]

    @property
    def span(self) -> Span:
        return self.sentence.at(self.tokens[0], self.tokens[-1])


def clauses(sentence: Sentence, tokens: Sequence[Token], *, splits: Collection[int] = (), quoted: bool = False) -> list[Clause]:
    """The propositions among `tokens` (a stretch of the sentence); `splits` are indices of tokens that head one whatever the parse says.

    A quotation is not cut where its second half says little without the first: "It came down with the current and could not stop".
    """
    inside = {t.i for t in tokens}
    roots = [t for t in tokens if (t.head.i not in inside or t.head == t or t.dep_ == "ROOT") and not t.is_punct and not t.is_space]
    if not roots:
        return []
    main = _main(roots)
    heads = {main.i: main}
    for token in tokens:
        if token.i in splits or (_splits(token, inside) and not (quoted and _leans(token))):
            heads[token.i] = token
    owned: dict[int, list[Token]] = {i: [] for i in heads}
    owner = {i: i for i in heads}
    for token in tokens:
        owned[_owner(token, owner, inside, main)].append(token)
    for i, head in sorted(heads.items()):
        first = owner.get(int(head.head.i), i)
        if head.dep_ == "conj" and first in owned and first < i:  # what follows "killed two and wounded four" is of both
            owned[i] = sorted([*owned[i], *(t for t in owned[first] if t.i > i)], key=lambda t: int(t.i))
            owned[first] = [t for t in owned[first] if t.i < i]
    found = [Clause(sentence, heads[i], trimmed) for i, words in owned.items() if (trimmed := _trim(words, heads[i]))]
    return sorted(found, key=lambda c: c.tokens[0].i)


def _main(roots: Sequence[Token]) -> Token:
    """The head of a stretch with several: a verb that does not merely limit, first one with an auxiliary ("a deal ... are progressing")."""
    verbs = [t for t in roots if t.pos_ in ("VERB", "AUX") and t.dep_ != "advcl"]
    surely = [t for t in verbs if any(c.dep_ in ("aux", "auxpass") for c in t.children)]
    nouns = [t for t in roots if t.pos_ in ("NOUN", "PROPN", "NUM", "ADJ", "PRON")]
    return next(iter([*surely, *verbs, *nouns, *roots]))


def _splits(token: Token, inside: Collection[int]) -> bool:
    if token.pos_ not in ("VERB", "AUX") or token.head.i not in inside or token.head == token:
        return False
    own_subject = _has_subject(token)
    finite = "Fin" in token.morph.get("VerbForm") or any(
        "Fin" in c.morph.get("VerbForm") for c in token.children if c.dep_ in ("aux", "auxpass")
    )
    if token.dep_ == "conj" and _is_condition(token.head):
        return False  # "unless the union calls a strike and workers walk out"
    if token.dep_ == "conj":
        return token.head.pos_ in ("VERB", "AUX") and (own_subject or finite or token.tag_ in ("VBD", "VBN", "VBZ", "VBP"))
    if token.dep_ == "advcl":
        marks = {c.lower_ for c in token.children if c.dep_ in ("mark", "advmod") and c.i < token.i}
        return own_subject and finite and not marks & LIMITING and not marks & CONDITIONS and bool(marks)
    if token.dep_ == "pcomp":  # "with 267 drones launched overnight"
        return own_subject and token.head.lower_ in ("with", "without")
    if token.dep_ == "relcl":  # ", which killed 12": adds; "the drones that hit Kyiv": limits
        before = token.left_edge
        return before.i > token.doc[0].i and token.doc[before.i - 1].text in (",", "—", "–", "-") and finite
    return (
        token.dep_ in ("parataxis", "ccomp")
        and own_subject
        and token.head.dep_ == "ROOT"
        and token.head.pos_ in ("VERB", "AUX")
        and _loose(token)
    )


def _is_condition(verb: Token) -> bool:
    while verb.dep_ == "conj" and verb.head != verb:
        verb = verb.head
    return verb.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ in CONDITIONS for c in verb.children)


def told_beside(clause: Clause, but: Collection[Token]) -> list[Token]:
    """What a clause only tells of somebody at its edge: "opened its school to people saved from the ferry [that capsized on Friday]"."""
    edges = {
        t.i
        for r in clause.tokens
        if r.dep_ == "relcl"
        and r != clause.head
        and r.head.dep_ == "pobj"
        and any(c.dep_ in SUBJECTS and c.lower_ == "that" for c in r.children)
        for t in r.subtree
    }
    return [t for t in clause.tokens if t.i in edges and t not in but]


def _leans(token: Token) -> bool:
    """A few words joined on that have their subject from the words before: "and could not stop"."""
    return token.dep_ == "conj" and not _has_subject(token) and sum(not t.is_punct for t in token.subtree) <= FEW


def _has_subject(token: Token) -> bool:
    return any(c.dep_ in SUBJECTS for c in token.children)


def _loose(token: Token) -> bool:
    """A clause joined by a semicolon, dash or comma alone: the parser calls it ccomp."""
    between = token.doc[min(token.i, token.head.i) : max(token.i, token.head.i)]
    return (
        token.i < token.head.i
        and any(t.text in (";", "—", "–", ",") for t in between)
        and not any(c.dep_ == "mark" for c in token.children)
    )


def _owner(token: Token, owner: dict[int, int], inside: Collection[int], main: Token) -> int:
    """The head of the proposition a word belongs to, the way up kept in `owner`: the tree of a long line is deep."""
    way = []
    while token.i not in owner and token.head.i in inside and token.head != token:
        way.append(int(token.i))
        token = token.head
    found = owner.get(int(token.i), int(main.i))
    owner.update(dict.fromkeys([*way, int(token.i)], found))
    return found


def _trim(words: list[Token], head: Token) -> tuple[Token, ...]:
    """Without outer punctuation, conjunctions and the mark that joined the clause on."""
    words = [t for t in words if not t.is_space]
    while words and (
        (words[-1].is_punct and words[-1].text not in ("”", '"', "’", ")", "%"))
        or words[-1].dep_ == "cc"
        or (words[-1].dep_ in ("mark", "prep") and words[-1] != head and words[-1].lower_ in ("with", "while", "and", "but"))
    ):
        words.pop()
    while (
        words
        and words[0] != head
        and (
            (words[0].is_punct and words[0].text not in ("“", '"', "‘", "(", "$"))
            or words[0].dep_ == "cc"
            or (
                words[0].dep_ == "mark"
                and words[0].head == head
                and words[0].lower_ in ("that", "while", "whereas", "although", "though", "as")
            )
        )
    ):
        words.pop(0)
    if head.dep_ == "relcl" and len(words) > 2 and words[0].lower_ in ("when", "where"):
        words.pop(0)  # "in 1959, when two women died": two women died
    return tuple(words)


def noun_phrase(token: Token) -> tuple[Token, Token]:
    """First and last token of the phrase that `token` heads, without relative clauses, appositions after a comma and outer punctuation."""
    last = token
    for child in token.rights:
        if child.dep_ in ("relcl", "appos", "acl", "punct", "cc", "conj", "advcl"):
            break
        last = child.right_edge
    first = token.left_edge
    while first.i < token.i and (first.is_punct or first.is_space):
        first = token.doc[first.i + 1]
    return first, last


def predicate_of(clause: Clause) -> Token:
    """The token that names the event: past aspectual verbs and light verbs."""
    token = _complement(clause) or _participle(clause.head) or clause.head
    for _ in range(4):
        down = None
        if token.lemma_ in ASPECTUAL or token.lemma_ in EXPECTED_WORDS:
            down = next((c for c in token.children if c.dep_ == "xcomp" and c.pos_ in ("VERB", "AUX", "ADJ", "NOUN")), None)
        if down is None and token.lemma_ in LIGHT:
            down = next((c for c in token.children if c.dep_ == "dobj" and c.pos_ == "NOUN"), None)
        if down is None and token.lemma_ == "be":
            down = next((c for c in token.children if c.dep_ in ("attr", "acomp")), None)
        if down is None:
            return token
        token = down
    return token


def _complement(clause: Clause) -> Token | None:
    """What is said of the object: "(accused) Ukraine of initiating", "(labelled) him a dictator", "(urged) Trump for guarantees"."""
    if clause.head.pos_ not in ("PROPN", "PRON", "NOUN"):
        return None
    inside = {t.i for t in clause.tokens}
    for token in clause.tokens:
        if token.i <= clause.head.i:
            continue
        if token.dep_ == "pcomp" and token.head.lower_ in ("of", "for", "from", "with") and token.pos_ == "VERB":
            return token
        if token.head.i not in inside and token.dep_ in ("dobj", "oprd", "attr", "appos") and token.pos_ in ("NOUN", "ADJ"):
            return token
        if clause.head.pos_ != "NOUN" and token.lower_ == "for" and token.dep_ == "prep":
            return next((c for c in token.children if c.dep_ == "pobj"), None)
    return None


def _participle(head: Token) -> Token | None:
    """What befell the noun that a sentence without a finite verb consists of: "three people injured in bus fire".

    The model takes some verbs with an object for one, too: "a driver killed 50 people".
    """
    if head.dep_ != "ROOT" or head.pos_ not in ("NOUN", "PROPN", "NUM") or any(c.dep_ in (*SUBJECTS, "cop", "aux") for c in head.children):
        return None
    return next((c for c in head.children if c.dep_ == "acl" and c.tag_ in ("VBN", "VBD")), None)


def predicate_lemma(token: Token) -> str:
    """Lemma with its particle: "shoot down"."""
    particle = next((c.lower_ for c in token.children if c.dep_ == "prt"), None)
    return f"{token.lemma_.lower()} {particle}" if particle else str(token.lemma_.lower())


def participants(clause: Clause) -> tuple[Token | None, Token | None]:
    """Heads of who does it and to whom; a verb joined to another by "and" shares its subject."""
    agent = patient = None
    token = clause.head
    event = predicate_of(clause)
    complement = _complement(clause)
    if complement is not None:
        agent, patient = (token, None) if complement.pos_ == "VERB" else (None, token)
    elif event == _participle(token):
        agent, patient = (token, None) if any(c.dep_ == "dobj" for c in event.children) else (None, token)
    elif _befalls(token):
        patient = next(c for c in token.children if c.dep_ == "nsubj")
    for verb in dict.fromkeys((event, token)):
        for child in verb.children:
            if child.dep_ in ("nsubj", "csubj") and agent is None and child != patient:
                agent = child
            elif child.dep_ in ("nsubjpass", "dobj", "dative") and patient is None and child != event:
                patient = child
            elif child.dep_ in ("agent", "prep") and child.lower_ == "by" and agent is None:
                agent = next((g for g in child.children if g.dep_ == "pobj"), None)
            elif child.dep_ == "poss" and event.pos_ == "NOUN" and agent is None:
                agent = child
            elif child.dep_ == "prep" and child.lower_ == "of" and event.pos_ == "NOUN" and patient is None:
                patient = next((g for g in child.children if g.dep_ == "pobj"), None)
    passive = any(c.dep_ in ("nsubjpass", "auxpass") for c in token.children)
    if agent is not None and agent.tag_ in ("WDT", "WP") and token.dep_ == "relcl":
        agent = token.head  # "a bus, which plunged": the bus did
    climb = token
    while agent is None and not passive and climb.dep_ in ("conj", "xcomp") and climb.head != climb:
        climb = climb.head
        agent = next((c for c in climb.children if c.dep_ == "nsubj"), None)
    return agent, patient


def _befalls(verb: Token) -> bool:
    """A headline's participle, which the model takes for a past tense: "Man killed in crash"; these verbs never lack an object."""
    kinds = {c.dep_ for c in verb.children}
    if verb.lemma_ == "charge" and any(c.lower_ in ("at", "into", "toward", "towards") for c in verb.children):
        return False
    bare = "nsubj" in kinds and not kinds & {"dobj", "dative", "ccomp", "aux", "conj"}
    return bare and verb.lemma_ in OBJECT_VERBS and verb.tag_ in ("VBD", "VBN")


def negated(clause: Clause) -> bool:
    """The proposition is put as not so; "no casualties" is a quantity of 0, not a denial."""
    event = predicate_of(clause)
    inside = {t.i for t in clause.tokens}
    event = event if event.i in inside else clause.head
    count = 0
    for verb in dict.fromkeys((clause.head, event)):
        count += any(
            (c.dep_ == "neg" and c.lower_ in NEGATIONS - {"no"})
            # the parser seldom knows the typographic n’t for what it is, and hangs it on "did"
            or (c.dep_ in ("aux", "auxpass") and c.i + 1 < verb.i and c.nbor().lower_ == "n’t" and c.nbor().dep_ != "neg")
            or (c.lower_ == "n’t" and c.dep_ != "neg" and c.i < verb.i)
            or (c.lower_ in ("never", "neither") and c.dep_ in ("advmod", "preconj", "neg"))
            for c in verb.children
        )
    count += clause.head != event and clause.head.lemma_ in NEGATIVE_VERBS
    if clause.head.pos_ in ("NOUN", "PROPN") and not any(c.dep_ in (*SUBJECTS, "cop", "aux") for c in clause.head.children):
        # a headline: "Man not charged in crash"
        said = [c for c in clause.head.children if c.dep_ in ("acl", "prep") and c.i > clause.head.i][:1]
        count += any(c.dep_ == "neg" and c.lower_ in NEGATIONS - {"no"} for verb in (clause.head, *said) for c in verb.children)
    subject = next((c for c in clause.head.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is not None:
        no_one = subject.lower_ == "one" and any(c.lower_ == "no" for c in subject.children)
        count += no_one or subject.lower_ in ("nobody", "none", "nothing", "neither")
    return count % 2 == 1


def condition(clause: Clause, *, offered: bool = False) -> Span | None:
    """The words the proposition is made to depend on; of what is `offered`, "for" names the price ("to resign for membership")."""
    inside = {t.i for t in clause.tokens}
    for token in clause.tokens:
        if token.dep_ == "mark" and token.lower_ in CONDITIONS and token.head.dep_ == "advcl" and _asks(token) is False:
            start, end = token.head.left_edge, token.head.right_edge
            words = [t for t in clause.sentence.tokens if start.i <= t.i <= end.i and t.i in inside and not t.is_punct]
            if words:
                return clause.sentence.at(words[0], words[-1])
        if token.lower_ == "for" and token.dep_ == "prep" and (_exchanged(token.head) or (offered and token.head == clause.head)):
            return clause.sentence.at(token, token.right_edge)
    low = " ".join(t.lower_ for t in clause.tokens)
    for phrase in CONDITION_PHRASES:
        if phrase in low:
            words = phrase.split()
            for n in range(len(clause.tokens) - len(words)):
                if [t.lower_ for t in clause.tokens[n : n + len(words)]] == words:
                    ends = [t.right_edge for t in clause.tokens[n : n + len(words)] if t.right_edge.i in inside]
                    last = max([clause.tokens[n + len(words) - 1], *ends], key=lambda t: t.i)
                    return clause.sentence.at(clause.tokens[n], last)
    # "If you need me to go, I am ready": an if-clause at the front, whatever the parse made of it
    first = clause.tokens[0]
    if first.lower_ in ("if", "unless") and len(clause.tokens) > 3:
        comma = next((n for n, t in enumerate(clause.tokens) if t.text == "," and n > 2), None)
        if comma:
            return clause.sentence.at(first, clause.tokens[comma - 1])
    return None


def _exchanged(head: Token) -> bool:
    return any(t.lemma_ in EXCHANGES and t.pos_ == "VERB" for t in (head, head.head if head.dep_ == "dobj" else head))


def baselines(clause: Clause) -> list[Span]:
    """What the proposition is measured from: "since the war began", "since 1998"."""
    found = []
    for token in clause.tokens:
        if token.lower_ == "since" and token.dep_ in ("mark", "prep"):
            last = (token.head if token.dep_ == "mark" else token).right_edge
            words = [t for t in clause.tokens if token.i <= t.i <= last.i and not t.is_punct]
            # a clause after a comma is another matter: "since the war began, with 267 launched"
            comma = next((t.i for t in clause.sentence.tokens if token.i < t.i <= last.i and t.text == ","), None)
            words = [t for t in words if comma is None or t.i < comma]
            if len(words) > 1:
                found.append(clause.sentence.at(words[0], words[-1]))
    return found


def _asks(mark: Token) -> bool:
    """ "asked if he would go": whether, not on condition that."""
    return mark.head.head.lemma_ in ("ask", "wonder", "know", "say", "question", "decide", "see") and mark.head.dep_ == "ccomp"


def modal_words(clause: Clause) -> tuple[bool, bool]:
    """(put as expected, put as hedged) by the clause's own auxiliaries, adverbs and verbs."""
    expected = hedged = False
    event = predicate_of(clause)
    for verb in dict.fromkeys((clause.head, event)):
        for child in verb.children:
            low = child.lower_
            if child.dep_ == "aux":
                expected |= low in EXPECTED_AUX
                hedged |= low in HEDGED_AUX
            elif child.dep_ in ("advmod", "acomp", "oprd", "amod"):
                hedged |= low in HEDGES
                expected |= low in ("due", "scheduled")
        if verb != event:
            hedged |= verb.lemma_ in HEDGES
            expected |= verb.lemma_ in EXPECTED_WORDS
    if clause.head.tag_ == "VB" and clause.head.dep_ == "ROOT" and any(c.lower_ == "to" and c.dep_ == "aux" for c in clause.head.children):
        expected = True  # a headline: "Harbor Air to cut 900 jobs"
    if clause.head.lemma_ == "go" and any(c.dep_ == "xcomp" for c in clause.head.children) and clause.head.tag_ == "VBG":
        expected = True
    return expected, hedged
