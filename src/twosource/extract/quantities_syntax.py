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
        span = self.sentence.tokens
        self.tokens = list(span)
        self.base = self.tokens[0].idx if self.tokens else 0
        last = self.tokens[-1] if self.tokens else None
        self.text = span.doc.text[self.base : last.idx + len(last.text)] if last is not None else ""
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

    def inside(self, token: Any) -> bool:
        return bool(0 <= self.local(token) < len(self.tokens))


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens first to last (included) with the number of the head noun."""

    first: int
    last: int
    head: int


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
    for child in head.rights if wide else ():
        edge = view.local(child.right_edge)
        if child.dep_ not in ("prep", "compound", "nmod") or (child.lower_ not in _NP_PREPOSITIONS and child.dep_ == "prep"):
            break
        block = range(view.local(child.left_edge), edge + 1)
        if block.start != last + 1 or edge - first >= _LONGEST or edge >= len(tokens) or any(i in view.taken for i in block):
            break
        if any(tokens[i].pos_ == "VERB" or tokens[i].ent_type_ in ("DATE", "TIME") for i in block):
            break
        last = edge
    return Phrase(first, last, here)


def root_of(view: View, first: int, last: int) -> Any:
    """The token of a figure that hangs on a token outside it."""
    block = view.tokens[first : last + 1]
    for token in reversed(block):
        if not view.inside(token.head) or not first <= view.local(token.head) <= last or token.head is token:
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
    opens = not first or tokens[first - 1].is_punct or tokens[first - 1].pos_ in ("CCONJ", "SCONJ", "DET", "ADV", "VERB")
    if (node.dep_ in ("nsubj", "nsubjpass") and opens) or (after < len(tokens) and tokens[after].lower_ == "who"):
        return None  # "60 per cent agreed": of whom is not said here
    for _ in range(_CLIMB):
        head = node.head
        if head is node or not view.inside(head):
            break
        here = view.local(head)
        if here in view.taken:
            if node.dep_ in ("appos", "conj", "nmod", "prep") and not first <= here <= last:
                return _noun_beside(view, first)  # "(11 km)", "and 5 %": else of the same thing as the figure it hangs on
        elif head.pos_ in _NOUNS and not _manner(head) and head.ent_type_ not in _TIMES and head.lemma_ not in group("period"):
            return phrase_of(view, head)
        elif head.pos_ in ("VERB", "AUX"):
            found = _argument(view, head, node)
            if found is not None and found.ent_type_ not in _TIMES and found.lemma_ not in group("period"):
                return phrase_of(view, found)
        node = head
    return _noun_before(view, first)


def _manner(noun: Any) -> bool:
    """A noun that only says how the figure was made up: "a total of $5", but not "an interest rate of 5 %"."""
    return noun.lemma_.lower() in group("manner") and not any(c.dep_ in ("compound", "amod", "poss") for c in noun.children)


def _noun_beside(view: View, first: int) -> Phrase | None:
    """The noun right before a figure in a list: "Shares of Orr fell 2 %, Lind by 3 %", "Dow +0.2 %, Nasdaq +0.8 %"."""
    i = first - 1
    while i >= 0 and view.tokens[i].pos_ in ("ADP", "ADV", "PUNCT") and view.tokens[i].text not in _STOPS:
        i -= 1
    return _noun_before(view, i + 1) if i >= max(0, first - 3) and view.tokens[i].pos_ in (*_NOUNS, "NUM") else None


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
    noun, _ = counted_noun(view, after + 1 + _determiners(view, after + 1))
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
    """The subject of the verb; its object where the figure comes after "at", "to", "by", "for"; the antecedent of a relative clause."""
    free = [c for c in verb.children if view.inside(c) and view.local(c) not in view.taken]
    objects = [c for c in free if c.dep_ in ("dobj", "dative") and c.pos_ in _NOUNS and c is not node and c.i < node.i]
    if node.dep_ == "prep" and objects and node.lower_ in ("at", "to", "by", "from", "for"):
        return objects[0]
    subjects = [c for c in free if c.dep_ in ("nsubj", "nsubjpass", "csubj") and c is not node]
    for subject in subjects:
        if subject.pos_ in _NOUNS or subject.tag_ == "VBG" or (subject.pos_ == "NUM" and subject.dep_ != "nummod" and any(subject.lefts)):
            return subject  # also "the S&P 500"
        if subject.tag_ in ("WDT", "WP"):
            before = [
                t
                for t in view.tokens[max(0, view.local(subject) - 4) : view.local(subject)]
                if t.pos_ in _NOUNS and t.ent_type_ not in _TIMES
            ]
            return before[-1] if before else verb.head if verb.head.pos_ in _NOUNS else None
        if subject.lower_ in ("it", "they", "he", "she") and verb.dep_ in ("ccomp", "advcl") and verb.head is not verb:
            return _argument(view, verb.head, node)  # "the company said it has 1,000 customers"
    if subjects:
        return None
    if verb.dep_ == "acl" and any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children) and verb.head.head.pos_ == "VERB":
        return _argument(view, verb.head.head, node)  # "Dell announced plans to sack 5 % of its staff"
    if verb.dep_ in ("relcl", "acl") and verb.head.pos_ in _NOUNS and view.inside(verb.head) and view.local(verb.head) not in view.taken:
        return verb.head
    return None


def clause_verb(token: Any) -> Any:
    """The verb whose clause a token stands in."""
    node = token
    for _ in range(_CLIMB):
        if node.pos_ in ("VERB", "AUX") and node.dep_ not in ("amod", "compound", "aux", "auxpass"):
            return node
        if node.head is node:
            break
        node = node.head
    return node


def possessor(view: View, noun: Any, first: int) -> Phrase | None:
    """Whose the counted things are, where a verb of having or a possessive says so: "Ford has 13,000 workers", "60 % of its revenue"."""
    verb = noun.head
    for child in noun.children:
        if child.dep_ == "poss" and child.pos_ in _NOUNS and child.i - view.tokens[0].i < first:
            return phrase_of(view, child, wide=False)  # "the phone's 6-inch display"
    if any(c.lower_ in ("its", "their", "his", "her") for c in noun.children):
        verb = clause_verb(noun)
    elif verb.lemma_ not in group("having") or noun.dep_ not in ("dobj", "attr"):
        return None
    subject = _argument(view, verb, noun)
    return phrase_of(view, subject, wide=False) if subject is not None and subject is not noun else None


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
        elif token.dep_ == "prep" and token.lower_ in _PLACE_PREPOSITIONS:
            named = [c for c in token.children if c.dep_ == "pobj" and c.ent_type_ in ("GPE", "LOC", "FAC") and view.inside(c)]
            if named and not any(view.local(t) in view.taken for t in token.subtree if view.inside(t)):
                last = view.local(named[0])
                yield Scope(kind=ScopeKind.PLACE, span=view.at(i, last), text=view.words(i, last))


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
    near = [*verb.children, *(anchor.children if anchor is not verb else ())]
    for child in verb.children:
        if child.dep_ == "advcl":
            near += [c for c in child.children if c.dep_ == "mark"]
    return sorted({t for t in near if view.inside(t)}, key=lambda t: t.i)


def _same_clause(token: Any, verb: Any, anchor: Any) -> bool:
    return bool(clause_verb(token) == verb or anchor.is_ancestor(token))


def _of(view: View, span: Span) -> str:
    shift = view.sentence.offset + view.base
    return view.text[max(0, span[0] - shift) : max(0, span[1] - shift)]
