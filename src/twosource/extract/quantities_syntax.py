"""What a figure counts or measures, of what whole, and within which time, place and baseline.

Reads a sentence's parse and where its figures stand; gives noun phrases and scopes as token ranges. "138 of these drones" counts drones;
"exports to China fell 7 %" measures exports to China. Reference: Universal Dependencies' nummod and the CLEAR style labels of spaCy 3.8.
Does not read numbers, and looks no further than the sentence.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from twosource.extract.cues import frames
from twosource.extract.numbers import group
from twosource.extract.parse import Sentence
from twosource.model import Scope, ScopeKind, Span, TimeExpression

_NOUNS = ("NOUN", "PROPN")
_MORE = frozenset({"more", "other", "additional", "further", "extra", "fewer", "less", "such"})
_PLACE_PREPOSITIONS = frozenset("in at across near inside outside throughout around off on along within".split())
_NP_PREPOSITIONS = frozenset("of in to on for with at against between from by across among".split())
_CLIMB = 8  # heads climbed from a figure to what it is said of
_STOPS = ("(", ",", ";", "/", ")")
_NEAR = 7  # tokens searched before a figure
_TIMES = ("DATE", "TIME")
_NAMED = ("PERSON", "ORG", "GPE", "LOC", "FAC", "PRODUCT")
_LONGEST = 12  # tokens of a counted phrase


@dataclass(slots=True)
class View:
    """A sentence as text and as tokens, with the tokens that belong to figures."""

    sentence: Sentence
    text: str = field(init=False)
    base: int = field(init=False)
    tokens: list[Any] = field(init=False)
    starts: list[int] = field(init=False)
    taken: set[int] = field(init=False)

    def __post_init__(self) -> None:
        self.tokens = list(self.sentence.tokens)
        self.base = self.tokens[0].idx if self.tokens else 0
        self.text = self.sentence.tokens.text
        self.starts = [t.idx - self.base for t in self.tokens]
        self.taken = set()

    def index(self, char: int) -> int:
        """The number, in the sentence, of the token that holds a character of its text."""
        return max(0, bisect.bisect_right(self.starts, char) - 1)

    def at(self, first: int, last: int) -> Span:
        """Where tokens first to last (included) stand in Article.text."""
        return self.sentence.at(self.tokens[first], self.tokens[last])

    def place(self, start: int, end: int) -> Span:
        """Where characters of the sentence's text stand in Article.text."""
        shift = self.sentence.offset + self.base
        return start + shift, end + shift

    def words(self, first: int, last: int) -> str:
        return self.text[self.starts[first] : self.starts[last] + len(self.tokens[last].text)]

    def local(self, token: Any) -> int:
        return int(token.i - self.tokens[0].i)

    def titles(self) -> bool:
        """Its words are written with capitals throughout, as in a headline."""
        return not any(t.text.islower() and t.pos_ in ("VERB", "NOUN", "ADJ") for t in self.tokens)

    def inside(self, token: Any) -> bool:
        return bool(0 <= self.local(token) < len(self.tokens))


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens first to last (included) with the number of the head noun."""

    first: int
    last: int
    head: int

    def overlaps(self, other: Phrase) -> bool:
        return self.first <= other.last and other.first <= self.last


def counted_noun(view: View, start: int) -> tuple[Phrase | None, bool]:
    """The noun phrase that a number before token `start` counts; True if it says "more"."""
    tokens, more = view.tokens, False
    i = start
    while i < len(tokens) and tokens[i].lower_ in _MORE:
        more |= tokens[i].lower_ in ("more", "additional", "further", "extra")
        i += 1
    first, head = i, None
    while i < len(tokens) and i - first < _LONGEST and i not in view.taken:
        token = tokens[i]
        following = tokens[i + 1] if i + 1 < len(tokens) else None
        if token.pos_ in _NOUNS and token.text[0] not in "@#":
            if token.tag_ == "NNP" and head is not None and tokens[head].tag_ in ("NNS", "NNPS"):
                break
            head = i
            if token.tag_ in ("NNS", "NNPS") and (
                following is None or following.pos_ not in _NOUNS or (following.tag_ == "NNP" and token.tag_ == "NNS")
            ):
                break
        elif not _premodifier(token, following, head is not None):
            break
        i += 1
    if head is None and i > start and tokens[i - 1].lower_ in ("others", "other"):
        head, first = i - 1, i - 1
    if head is None and first < len(tokens) and tokens[first].lower_ == "others":
        head = first
    if head is None and first < len(tokens) and tokens[first].lower_ in group("state"):
        head = first  # "34 dead"
    if head is None:
        return None, more
    while first < head and (tokens[first].is_punct or tokens[first].lower_ in ("of", "the", "a", "an")):
        first += 1
    return Phrase(first, head, head), more


def _premodifier(token: Any, following: Any, noun_before: bool) -> bool:
    if following is None:
        return False
    if token.pos_ == "ADJ":
        return bool(following.pos_ in (*_NOUNS, "ADJ", "PUNCT", "CCONJ", "NUM", "ADV") or following.tag_ in ("VBN", "VBG"))
    if token.tag_ in ("VBN", "VBG", "JJ"):
        return (following.pos_ in (*_NOUNS, "ADJ") and token.dep_ in ("amod", "compound", "nmod")) or (
            token.dep_ == "amod" and following.pos_ == "PUNCT"
        )
    if token.pos_ == "ADV":
        return bool(following.pos_ == "ADJ" or (following.tag_ == "VBN" and following.dep_ == "amod"))
    if token.tag_ == "POS":
        return noun_before
    if token.text in ("-", "–", "/"):
        return bool(following.is_alpha)
    if token.pos_ == "NUM":
        return following.pos_ in (*_NOUNS, "ADJ", "NUM") or following.tag_ in ("VBN", "VBG")
    if noun_before and following.text == "-":
        return True  # "loan-to-value mortgages"
    if token.text == ",":
        return not noun_before and following.pos_ == "ADJ"
    if token.pos_ == "CCONJ":
        return following.pos_ in ("ADJ", "PROPN") or following.dep_ in ("compound", "amod")
    return False


def phrase_of(view: View, head: Any, *, after: int = -1, wide: bool = True) -> Phrase | None:
    """The noun phrase of `head`: its modifiers from token `after` on, and its prepositional phrases up to the next figure."""
    if not view.inside(head):
        return None
    last = here = view.local(head)
    first = max(view.local(head.left_edge), after, 0)
    for i in range(here - 1, first - 1, -1):
        if i in view.taken:
            first = i + 1
            break
    tokens = view.tokens
    while first < here and (
        tokens[first].pos_ in ("DET", "PUNCT", "CCONJ", "ADP", "PRON", "SPACE", "ADV", "SCONJ", "SYM")
        or tokens[first].tag_ in ("PRP$", "POS", "WDT")
    ):
        first += 1
    if here - first >= _LONGEST:
        first = here
    while head.ent_type_ in _NAMED and last + 1 < len(tokens) and tokens[last + 1].ent_iob_ == "I" and last + 1 not in view.taken:
        last += 1  # "Ben-Moshe": the parse heads a name anywhere
    while tokens[first].ent_type_ in _NAMED and tokens[first].ent_iob_ == "I" and first and first > after and first - 1 not in view.taken:
        first -= 1
    for child in head.rights if wide else ():
        edge = view.local(child.right_edge)
        if edge <= last:
            continue
        if child.dep_ not in ("prep", "compound", "nmod") or (child.lower_ not in _NP_PREPOSITIONS and child.dep_ == "prep"):
            break
        block = range(view.local(child.left_edge), edge + 1)
        if block.start != last + 1 or edge - first >= _LONGEST or edge >= len(tokens) or any(i in view.taken for i in block):
            break
        if any(tokens[i].pos_ == "VERB" or tokens[i].ent_type_ in ("DATE", "TIME") for i in block):
            break
        last = edge
    while last > here and tokens[last].pos_ == "ADP":
        last -= 1
    return Phrase(first, last, here)


def root_of(view: View, first: int, last: int) -> Any:
    """The token of a figure that hangs on a token outside it."""
    block = view.tokens[first : last + 1]
    for token in reversed(block):
        if not view.inside(token.head) or not first <= view.local(token.head) <= last or token.head == token:
            return token
    return block[-1]


def measured_thing(view: View, first: int, last: int, *, money: bool) -> Phrase | None:
    """What the measure in tokens first to last is said of; only money is counted out "in" something ("$5 in fines")."""
    tokens = view.tokens
    after = last + 1
    if after + 1 < len(tokens) and tokens[after].lower_ in (("of", "in", "worth") if money else ("of",)):
        found = _partitive(view, after)
        if found:
            return found
    node = root_of(view, first, last)
    mass = _attributive(view, node, last)
    if mass:
        return mass
    gapped = _gapped(view, first)
    if gapped:
        return gapped
    opens = not first or tokens[first - 1].is_punct or tokens[first - 1].pos_ in ("CCONJ", "SCONJ", "DET", "ADV", "VERB")
    if (node.dep_ in ("nsubj", "nsubjpass") and opens) or (after < len(tokens) and tokens[after].lower_ == "who"):
        return None  # "60 per cent agreed": of whom is not said here
    for _ in range(_CLIMB):
        head = node.head
        if head == node or not view.inside(head):
            break
        here = view.local(head)
        if here in view.taken:
            if node.dep_ in ("appos", "conj", "nmod", "prep") and not first <= here <= last:
                return _noun_beside(view, first)  # "(11 km)", "and 5 %": else of the same thing as the figure it hangs on
        elif _names_kind(head):
            outer = phrase_of(view, head.head.head, wide=False)
            return Phrase(outer.first, here, outer.head) if outer else None  # "a margin of error of 3 points"
        elif money and node.dep_ == "conj" and head.dep_ == "pobj" and head.head.lower_ in ("to", "for"):
            return None  # "$5 million to schools and another $2 million to clinics"
        elif head.pos_ in _NOUNS and not _manner(head) and head.ent_type_ not in _TIMES and head.lemma_ not in group("period"):
            return phrase_of(view, head)
        elif (
            node.dep_ in ("ccomp", "parataxis")
            and (here > last or (tokens[last].dep_ == "attr" and tokens[last].pos_ == "NUM"))
            and "that" in frames("verb", head.lemma_)
        ):
            return None  # "..., Lund said", "police said it was two": who says it is not counted
        elif head.pos_ in ("VERB", "AUX"):
            found = _argument(view, head, node)
            if found is None and {head.lemma_, head.lower_} & group("fining"):
                return None  # "sentenced him to 12 years": not the court
            if found is not None and found.ent_type_ not in _TIMES and found.lemma_ not in group("period"):
                return phrase_of(view, found)
        node = head
    return _noun_before(view, first)


def _names_kind(noun: Any) -> bool:
    """A bare noun after "of" that only says which kind of the noun before it: "error" in "a margin of error of 3 points"."""
    return bool(
        noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.pos_ == "NOUN" and noun.tag_ == "NN" and not any(noun.lefts)
    )


def _manner(noun: Any) -> bool:
    """A noun that only says how the figure was made up: "a total of $5", but not "an interest rate of 5 %"."""
    return noun.lemma_.lower() in group("manner") and not any(c.dep_ in ("compound", "amod", "poss") for c in noun.children)


def _noun_beside(view: View, first: int) -> Phrase | None:
    """The noun right before a figure in a list: "Shares of Orr fell 2 %, Lind by 3 %", "Dow +0.2 %, Nasdaq +0.8 %"."""
    i = first - 1
    while i >= 0 and view.tokens[i].pos_ in ("ADP", "ADV", "PUNCT") and view.tokens[i].text not in _STOPS:
        i -= 1
    return _noun_before(view, i + 1) if i >= max(0, first - 3) and view.tokens[i].pos_ in (*_NOUNS, "NUM") else None


def _gapped(view: View, first: int) -> Phrase | None:
    """The noun of a clause without its verb: "Shares of Orr fell 2 %, Lind by 3 % and Moe between 4 and 5 %"."""
    i = first - 1
    while i >= 0 and view.tokens[i].lower_ in ("by", "between", "up", "down", "to", "at", "only", "just"):
        i -= 1
    found = _noun_before(view, i + 1) if i >= 0 and view.tokens[i].pos_ in _NOUNS and i not in view.taken else None
    if found is None or found.first < 2 or i == first - 1:
        return None
    start = found.first
    while start > 1 and (view.tokens[start - 1].pos_ in ("DET", "NOUN", "PROPN", "ADJ") or view.tokens[start - 1].lower_ == "and"):
        start -= 1
        if view.tokens[start].lower_ == "and" and start - 1 in view.taken:
            break
    joint = view.tokens[start - 1].text in (",", ";") or view.tokens[start].lower_ == "and"
    before = start - 1 if view.tokens[start].lower_ == "and" else start - 2
    return found if joint and before in view.taken else None


def _noun_before(view: View, first: int) -> Phrase | None:
    """The nearest noun phrase before a figure, where the parse does not say: "Dow +0.2 %", "a grant worth up to $8 million"."""
    for i in range(first - 1, max(-1, first - _NEAR), -1):
        token = view.tokens[i]
        if i in view.taken or token.text in (";", ".", ":", ")"):
            return None
        if (token.pos_ in _NOUNS or (token.pos_ == "NUM" and i and view.tokens[i - 1].pos_ == "PROPN")) and token.ent_type_ not in _TIMES:
            return phrase_of(view, token)  # also "S&P 500 +0.3 %"
    return None


def _partitive(view: View, after: int) -> Phrase | None:
    """ "5 % of its workforce", "$500 billion in wartime aid"."""
    preposition = view.tokens[after]
    if preposition.lower_ == "worth":
        after += 1
    start = after + 1 + _determiners(view, after + 1)
    while start < len(view.tokens) and start in view.taken:
        start += 1  # "50 mL of 30 % acid"
    noun, _ = counted_noun(view, start)
    if noun is None:
        return None
    head = view.tokens[noun.head]
    if preposition.lower_ == "in":
        determined = view.tokens[after + 1].pos_ in ("DET", "PRON", "PROPN", "NUM")
        if determined or head.lemma_ in group("idiom") or head.ent_type_ in ("DATE", "TIME", "GPE", "LOC", "ORG") or head.pos_ == "PROPN":
            return None
    wide = phrase_of(view, head, after=noun.first)
    return wide or noun


def _determiners(view: View, i: int) -> int:
    n = 0
    while i + n < len(view.tokens) and (view.tokens[i + n].pos_ in ("DET", "PRON") or view.tokens[i + n].tag_ in ("PRP$", "PDT")):
        n += 1
    return n


def _attributive(view: View, node: Any, last: int) -> Phrase | None:
    """ "a 6 kW electric motor", "the 25 % tax on cars"."""
    head = node.head
    if (
        head.pos_ in _NOUNS
        and view.inside(head)
        and view.local(head) > last
        and view.local(head) not in view.taken
        and head.lemma_ not in ("high", "low", *group("period"))
    ):
        between = view.tokens[last + 1 : view.local(head)]
        if all(t.pos_ in (*_NOUNS, "ADJ", "PUNCT", "NUM", "PART", "VERB", "CCONJ", "ADV") for t in between) and len(between) < 8:
            return phrase_of(view, head, after=last + 1)
    if last + 1 < len(view.tokens) and view.tokens[last + 1].pos_ in ("NOUN", "ADJ", "PROPN"):
        noun, _ = counted_noun(view, last + 1)
        if (
            noun
            and view.tokens[noun.head].lemma_ not in group("period")
            and node.pos_ in ("NOUN", "NUM", "SYM", "PROPN", "X")
            and node.dep_ in ("compound", "nummod", "nmod", "amod", "quantmod")
        ):
            return phrase_of(view, view.tokens[noun.head], after=last + 1) or noun
    return None


def _argument(view: View, verb: Any, node: Any) -> Any | None:
    """The subject of the verb; its object where the figure comes after "at", "to", "by", "for" or before "lower" ("cut it to 5 %")."""
    if {verb.lemma_, verb.lower_} & group("fining"):
        struck = [c for c in verb.children if c.dep_ in ("dobj", "dative", "nsubjpass") and c != node and _free(view, c)]
        if struck:
            return next((c for c in struck if c.pos_ in _NOUNS), None)  # "fined the firm $50,000", "jailed him for 12 years"
    if (node.dep_ == "prep" and node.lower_ in ("at", "to", "by", "from", "for")) or node.lower_ in ("lower", "higher", "up", "down"):
        for child in verb.children:
            if child.dep_ in ("dobj", "dative") and child.pos_ in _NOUNS and child.i < node.i and _free(view, child):
                return child
    return _subject(view, verb, node)


def _free(view: View, token: Any) -> bool:
    return view.inside(token) and view.local(token) not in view.taken


def _subject(view: View, verb: Any, node: Any) -> Any | None:
    """Who or what does the verb, if a noun says it; a verb without a subject of its own has that of the verb it hangs on."""
    for _ in range(_CLIMB):
        subjects = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass", "csubj") and c != node and _free(view, c)]
        for subject in sorted(subjects, key=lambda c: (c.i > verb.i, -c.i)):  # the nearest before the verb
            if subject.pos_ in _NOUNS or subject.ent_type_ in _NAMED or subject.tag_ == "VBG":
                return subject
            if subject.pos_ == "NUM" and any(subject.lefts):
                return subject  # "the S&P 500"
            if subject.tag_ in ("WDT", "WP"):
                return _antecedent(view, subject) or (verb.head if verb.head.pos_ in _NOUNS else None)
        if not subjects and verb.dep_ == "conj" and (found := _beside_verb(view, verb)) is not None:
            return found
        pronoun = any(c.lower_ in ("it", "they", "he", "she") for c in subjects) and verb.dep_ in ("ccomp", "advcl")
        if (subjects and not pronoun) or verb.head == verb or (pronoun and node.dep_ == "attr" and node.pos_ == "NUM"):
            return None
        if pronoun or verb.dep_ in ("conj", "xcomp", "advcl"):
            verb = verb.head  # "the company said it has 1,000 customers", "closed three shops and sold 40 lorries"
        elif verb.dep_ == "pcomp":
            verb = verb.head.head  # "won after scoring 12 goals"
        elif verb.dep_ == "acl" and any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children) and verb.head.head.pos_ == "VERB":
            verb = verb.head.head  # "Dell announced plans to sack 5 % of its staff"
        elif verb.dep_ in ("relcl", "acl"):
            return verb.head if verb.head.pos_ in _NOUNS and _free(view, verb.head) else None
        else:
            return None
        if verb.pos_ not in ("VERB", "AUX"):
            return None
    return None


def _beside_verb(view: View, verb: Any) -> Any | None:
    """The noun right before a verb that the parse hangs on the clause before: "... was 3 volts and the charge was 2 F"."""
    before = verb.left_edge.i - 1
    token = view.tokens[view.local(verb.left_edge) - 1] if view.local(verb.left_edge) > 0 else verb
    while token.right_edge.i == before and token.head != token and token.head.i < token.i:
        if token.dep_ == "conj" and token.pos_ in _NOUNS and _free(view, token):
            return token
        token = token.head
    return None


def _antecedent(view: View, pronoun: Any) -> Any | None:
    """The noun that "which" or "who" stands for: the nearest before it outside brackets."""
    depth = 0
    for token in reversed(view.tokens[max(0, view.local(pronoun) - 6) : view.local(pronoun)]):
        depth += (token.text == ")") - (token.text == "(")
        if depth == 0 and token.pos_ in _NOUNS and token.ent_type_ not in _TIMES:
            return token
    return None


def clause_verb(token: Any) -> Any:
    """The verb whose clause a token stands in."""
    node = token
    for _ in range(_CLIMB):
        if node.pos_ in ("VERB", "AUX") and node.dep_ not in ("amod", "compound", "aux", "auxpass"):
            return node
        if node.head == node:
            break
        node = node.head
    return node


def holder(view: View, noun: Any, first: int, anchor: Any, *, measured: bool) -> Phrase | None:
    """Whose the counted or measured things are: "the phone's 6-inch display", "Ford has 13,000 workers", "60 % of its revenue"."""
    if 1 < first <= view.local(noun) and view.tokens[first - 1].text == "(" and view.tokens[first - 2].pos_ in _NOUNS:
        return phrase_of(view, view.tokens[first - 2])  # "Lind (12 goals)"
    for child in noun.children:
        if child.dep_ == "poss" and child.pos_ in _NOUNS and view.inside(child) and view.local(child) < first:
            return phrase_of(view, child, wide=False)
    if any(c.lower_ in ("its", "their", "his", "her") for c in noun.children):
        verb = clause_verb(noun)
    else:
        noun = next((t for t in (noun, anchor) if t.dep_ in ("dobj", "attr")), noun)  # "64 GB of storage": what is had is the measure
        noun = _first_of_list(noun)
        verb = noun.head
        if noun.dep_ == "pobj" and verb.lower_ == "with":
            return _with(view, verb.head, noun) if clause_verb(anchor) == clause_verb(noun) else None
        approximated = noun.dep_ == "pobj" and verb.lower_ in ("about", "around", "over", "under")  # "produced about 90 barrels"
        verb = verb.head if approximated else verb
        owned = {verb.lemma_.lower(), verb.lower_} & (
            group("having") | group("stating") if measured else group("having")
        )  # "lay off" is lie
        had = (approximated or noun.dep_ in ("dobj", "attr")) and (owned or (verb.lemma_ == "be" and noun.dep_ == "attr"))
        if not had:
            return None
    subject = _subject(view, verb, noun)
    return phrase_of(view, subject) if subject is not None and subject != noun else None


def taken_from(view: View, counted: Phrase) -> Phrase | None:
    """What the counted things belong to: "12 members of the council", "30 students at Heidelberg University"."""
    for prep in view.tokens[counted.head].rights:
        inner = next((c for c in prep.children if c.dep_ == "pobj" and _free(view, c)), None)
        if prep.lower_ not in ("of", "at", "from") or inner is None or inner.ent_type_ in _TIMES or view.local(inner) <= counted.last:
            continue
        definite = inner.pos_ == "PROPN" or any(c.lower_ in ("the", "this", "these", "those") or c.tag_ == "PRP$" for c in inner.children)
        if inner.pos_ in _NOUNS and definite:
            return phrase_of(view, inner, wide=False)
    return None


def _first_of_list(noun: Any) -> Any:
    """ "a profit of $5m and revenue of $9m": what holds for the first of a list holds for them all."""
    for _ in range(_CLIMB):
        if noun.dep_ != "conj" or noun.head.pos_ not in _NOUNS:
            break
        noun = noun.head
    return noun


def _with(view: View, head: Any, noun: Any) -> Phrase | None:
    """ "customers with 7 million crowns in deposits", "came second with 90 points": whose they are; not "fled with 3 others"."""
    if head.pos_ in _NOUNS and _free(view, head):
        return phrase_of(view, head)
    subject = (
        _subject(view, head, noun) if head.lemma_ in ("come", "end", "finish", "lead", "rank", "stand", "open", "close", "start") else None
    )
    return phrase_of(view, subject) if subject is not None else None


def scopes_of(view: View, anchor: Any, times: Sequence[TimeExpression], own: tuple[int, int]) -> Iterator[Scope]:
    """Times, places and baselines in the figure's clause; `own` are the first and last token of the figure and what it counts."""
    verb = clause_verb(anchor)
    yield from _time_scopes(view, anchor, verb, times, own)
    for token in _near(view, verb, anchor):
        i = view.local(token)
        if token.lower_ in ("since", "compared", "versus") and i not in view.taken:
            clause = token.head if token.lower_ == "since" and token.dep_ == "mark" else token
            end = min(view.local(clause.right_edge), i + _LONGEST, len(view.tokens) - 1)
            while end > i and view.tokens[end].is_punct:
                end -= 1
            if end > i:
                yield Scope(kind=ScopeKind.BASELINE, span=view.at(i, end), text=view.words(i, end))
    yield from _place_scopes(view, anchor, verb, own)


def _place_scopes(view: View, anchor: Any, verb: Any, own: tuple[int, int]) -> Iterator[Scope]:
    """A place right after a figure is that figure's alone: "2,000 marched in Oslo and 500 in Bergen"."""
    beside, around = [], []
    for token in _near(view, verb, anchor):
        if token.dep_ != "prep" or token.lower_ not in _PLACE_PREPOSITIONS:
            continue
        named = [c for c in token.children if c.dep_ == "pobj" and c.ent_type_ in ("GPE", "LOC", "FAC") and view.inside(c)]
        if named and not any(view.local(t) in view.taken for t in token.subtree if view.inside(t) and t.i <= named[0].i):
            i, last = view.local(token), view.local(named[0])
            scope = Scope(kind=ScopeKind.PLACE, span=view.at(i, last), text=view.words(i, last))
            if i == own[1] + 1:
                beside.append(scope)
            elif i - 1 not in view.taken:
                around.append(scope)
    yield from beside or around


def _time_scopes(view: View, anchor: Any, verb: Any, times: Sequence[TimeExpression], own: tuple[int, int]) -> Iterator[Scope]:
    """A time right after a figure is that figure's alone: "to $7 million from $6 million a year earlier"."""
    beside, around = [], []
    for time in times:
        start = time.span[0] - view.sentence.offset - view.base
        if not 0 <= start < len(view.text) or time.type not in ("date", "time") or (time.value or "").endswith("_REF"):
            continue
        i = view.index(start)
        previous = i - 1
        while previous >= 0 and view.tokens[previous].pos_ == "ADP":
            previous -= 1
        if own[0] <= i <= own[1] or (i and view.tokens[i - 1].lower_ in ("since", "than")):
            continue
        scope = Scope(kind=ScopeKind.TIME, span=time.span, text=_of(view, time.span))
        if own[0] <= previous <= own[1]:
            beside.append(scope)
        elif previous not in view.taken and _same_clause(view.tokens[i], verb, anchor):
            around.append(scope)
    yield from beside or around


def _near(view: View, verb: Any, anchor: Any) -> list[Any]:
    """Words that stand directly in the clause of the verb, or on the counted noun."""
    noun = anchor.head if anchor.dep_ == "nummod" else anchor  # "13,000 workers in Norland"
    near = [*verb.children, *(c for t in {anchor.i: anchor, noun.i: noun}.values() if t != verb for c in t.children)]
    for child in verb.children:
        if child.dep_ == "advcl":
            near += [c for c in child.children if c.dep_ == "mark"]
    return sorted({t for t in near if view.inside(t)}, key=lambda t: t.i)


def _same_clause(token: Any, verb: Any, anchor: Any) -> bool:
    return bool(clause_verb(token) == verb or anchor.is_ancestor(token))


def _of(view: View, span: Span) -> str:
    shift = view.sentence.offset + view.base
    return view.text[max(0, span[0] - shift) : max(0, span[1] - shift)]
