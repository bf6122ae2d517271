"""What else happened, that a proposition only mentions: "guilty in the murder of Vale", "after Friday's crash, which killed two".

Reads a Clause, gives its events beside the predicate: verbs below it, and the nouns and adjectives of data/event_nouns.tsv (the field
calls them event mentions, as in ECB+). What is denied or no more than a condition is left out. It makes no claims of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from twosource.extract.events import ASPECTUAL, EXPECTED_WORDS, LIGHT, NEGATIONS, Clause, noun_phrase
from twosource.extract.gazetteer import NounClass, noun
from twosource.extract.headlines import news_words

Token = Any

_OF = ("of", "in", "against", "on")  # "the murder of", "the attack on"
_TRADES = (NounClass.VOICE, NounClass.LEADER, NounClass.EXPERT, NounClass.BODY)
_DENIED = NEGATIONS | {"without"}
_LIKE_VERBS = ASPECTUAL | EXPECTED_WORDS | LIGHT | {"be", "say", "tell", "add", "accord", "include"}


@dataclass(frozen=True, slots=True)
class Passing:
    """An event mentioned: its word, first and last word of what is said of it, heads of who did it and to whom."""

    trigger: Token
    first: Token
    last: Token
    agent: Token | None
    patient: Token | None


def mentioned(clause: Clause, *, but: Token) -> Iterator[Passing]:
    """The events among the words of a clause; `but` is its own predicate."""
    inside = {t.i for t in clause.tokens}
    for token in clause.tokens:
        if token in (but, clause.head) or not _is_event(token) or _denied(token):
            continue
        agent, patient = _of_verb(token) if token.pos_ == "VERB" else _of_noun(token)
        words = [t for t in _said_of(token, agent, patient) if t.i in inside]
        yield Passing(token, min(words, key=lambda t: t.i), max(words, key=lambda t: t.i), agent, patient)


def _is_event(token: Token) -> bool:
    if token.pos_ == "VERB":
        return token.lemma_.lower() not in _LIKE_VERBS and token.dep_ != "amod"
    return names_event(token)


def names_event(token: Token) -> bool:
    """A noun or adjective of the table, unless it only says what somebody's trade is."""
    if token.pos_ not in ("NOUN", "PROPN", "ADJ") or token.tag_ in ("JJR", "JJS") or token.lemma_.lower() not in news_words():
        return False
    return token.dep_ != "compound" or not _tells_a_trade(token.head)


def _tells_a_trade(head: Token) -> bool:
    """ "fire department", "Fire Marshal": nothing burns; but "murder suspects", "crash victims"."""
    found = noun(head.lemma_.lower())
    return head.pos_ == "PROPN" or (found is not None and found.sort in _TRADES)


def _denied(token: Token) -> bool:
    """ "no arrests", "without injuries", "did not crash", "do not need to leave"."""
    above = (token, token.head) if token.dep_ == "xcomp" else (token,)
    return token.head.lower_ == "without" or any(
        c.lower_ in _DENIED and c.dep_ in ("neg", "det", "advmod") for t in above for c in t.children
    )


def _of_verb(verb: Token) -> tuple[Token | None, Token | None]:
    agent = patient = None
    for child in verb.children:
        if child.dep_ == "nsubj":
            agent = child
        elif child.dep_ in ("dobj", "nsubjpass", "dative") and patient is None:
            patient = child
        elif child.dep_ == "agent":
            agent = next((g for g in child.children if g.dep_ == "pobj"), None)
    if verb.dep_ == "relcl":
        agent, patient = (verb.head if x is not None and x.tag_ in ("WDT", "WP") else x for x in (agent, patient))
    elif verb.dep_ == "acl" and verb.tag_ == "VBN" and patient is None:
        patient = verb.head  # "a woman killed by"
    elif verb.dep_ in ("acl", "conj", "xcomp") and agent is None and not any(c.dep_ == "auxpass" for c in verb.children):
        agent = verb.head if verb.head.pos_ in ("NOUN", "PROPN") else next((c for c in verb.head.children if c.dep_ == "nsubj"), None)
    return agent, patient


def _of_noun(word: Token) -> tuple[Token | None, Token | None]:
    agent = patient = None
    for child in word.children:
        if child.dep_ == "poss":
            agent = child
        elif child.dep_ == "prep" and child.lower_ in _OF and patient is None:
            patient = next((g for g in child.children if g.dep_ == "pobj"), None)
        elif child.dep_ == "prep" and child.lower_ == "by":
            agent = next((g for g in child.children if g.dep_ == "pobj"), None)
    if word.pos_ == "ADJ":
        agent = next((c for c in word.head.children if c.dep_ == "nsubj"), None) if word.dep_ in ("acomp", "oprd") else word.head
    return agent, patient


def _said_of(token: Token, agent: Token | None, patient: Token | None) -> Iterator[Token]:
    yield token
    for phrase in (agent, patient):
        if phrase is not None:
            yield from noun_phrase(phrase)
    yield from (token.left_edge, token.right_edge) if token.pos_ == "VERB" else noun_phrase(token)
