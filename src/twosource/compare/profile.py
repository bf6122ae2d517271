"""A claim as what comparison looks at: weighted terms, event classes, figures with what they count.

Reads Claim, gives Profile. Weights come from a frozen table of word frequencies (wordfreq), never from the corpus at hand; event
classes from data/predicates.tsv. All scores are integers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from twosource.model import Claim, Participant, Quantity, TimeExpression
from twosource.naming import name_key, rows

# Zipf frequency (log10 per billion words) above which a word tells nothing, and below which rarity tells no more.
COMMON, RARE = 7.0, 3.0
NAME_WEIGHT = 30  # tenths: of a resolved name, which stands for its words

KIND_WEIGHT = 25  # tenths: of what a figure counts
LEAD = 2  # words before the figure of a subject or object that it counts: "the other two", not "the driver, 42"
_KIN = "|".join(word for sort, word in rows("name_words.tsv") if sort == "relative")
OF_KIN = re.compile(rf"\b(?:{_KIN}|parent|sibling|friend)s? of (?:(?:an?|the|his|her) )?$", re.I)  # "the mother of a four-year-old boy"
AGED = re.compile(r"\bage[ds]?,? (?:\w+,? (?:and |or )?)?$", re.I)
OF_THE = re.compile(r"\b[Oo]f (?:the|these|those|its|his|her|their) (?:more than |at least |nearly |almost |about |over |around )?$")
REACH = 5  # words after a figure that may say what it counts
VERB_WEIGHT = 12  # tenths: a predicate of no class that is at least so rare (zipf 5.8) is an event of its own

# Nouns that say no more than "so many of them": the verb says what is counted.
GENERIC = set(
    (
        "people person victim other man woman one total number casualty dead death fatality injury body life case toll soul "
        "passenger resident civilian worker many more"
    ).split()
)

SUFFIXES = (
    "ational",
    "ization",
    "isation",
    "ations",
    "ation",
    "ments",
    "ment",
    "ings",
    "ing",
    "ions",
    "ion",
    "edly",
    "ers",
    "er",
    "ies",
    "ed",
    "ly",
    "es",
    "s",
    "e",
    "y",
)
PRONOUNS = {
    "i",
    "he",
    "she",
    "it",
    "we",
    "they",
    "you",
    "him",
    "her",
    "them",
    "us",
    "me",
    "his",
    "their",
    "its",
    "who",
    "this",
    "that",
    "those",
    "these",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity of a claim with what it counts: figures compare only where `key` agrees."""

    quantity: Quantity
    kind: str | None  # dead, wounded, launched ... (data/counted_kinds.tsv)
    running: bool  # a count that grows in the days after the event
    event: frozenset[str]  # of the claim's own predicate
    whole: bool = False  # another figure of the claim is a part of it: "21 of the more than 200"


@dataclass(frozen=True, slots=True)
class Profile:
    claim: Claim
    weights: dict[str, int]  # term or class -> tenths
    classes: frozenset[str]  # event classes anywhere in the claim
    event: frozenset[str]  # of the claim's own predicate
    agent: frozenset[str]  # stem of the head noun, empty for a pronoun
    patient: frozenset[str]
    figures: tuple[Figure, ...]
    names: frozenset[str]
    times: tuple[TimeExpression, ...]  # inside the proposition; those of the saying are left out
    background: tuple[str, str] | None  # (earliest, latest) day of an event long before the article, that its sentence is about

    @property
    def total(self) -> int:
        return sum(self.weights.values())


@cache
def _classes() -> dict[str, list[tuple[frozenset[str], str]]]:
    """First word of an expression -> (its words, class)."""
    table: dict[str, list[tuple[frozenset[str], str]]] = {}
    for name, expressions, *_ in rows("predicates.tsv"):
        for words in map(str.split, expressions.split(",")):
            table.setdefault(words[0], []).append((frozenset(words), name))
    return table


@cache
def class_weight() -> dict[str, int]:
    """The middle weight of a class's expressions."""
    weights: dict[str, list[int]] = {}
    for entries in _classes().values():
        for words, name in entries:
            weights.setdefault(name, []).append(max(map(weight, words)))
    return {name: sorted(ws)[len(ws) // 2] for name, ws in weights.items()}


@cache
def _kinds() -> dict[str, tuple[str, bool]]:
    """By stem; by the word itself where another kind has the stem ("rescuers" are not the rescued)."""
    told = [(w.strip(), (kind, running == "yes")) for kind, running, words in rows("counted_kinds.tsv") for w in words.split(",")]
    return {**{stem(w): kind for w, kind in reversed(told)}, **dict(told)}


def counted_kind(word: str) -> tuple[str, bool] | None:
    return _kinds().get(word) or _kinds().get(word.removesuffix("s")) or _kinds().get(stem(word))


@cache
def weight(word: str) -> int:
    """How much a word tells, in tenths, 5 to 40."""
    from wordfreq import zipf_frequency

    zipf: float = min(COMMON, max(RARE, zipf_frequency(word, "en")))
    return max(5, round(10 * (COMMON - zipf)))


def singular(noun: str) -> str:
    """ "women" and "sisters" as one of them."""
    odd = {"men": "man", "women": "woman", "children": "child", "people": "person", "wives": "wife"}
    return odd.get(noun) or (noun[:-1] if noun.endswith("s") and not noun.endswith(("ss", "us", "'s", "’s")) and len(noun) > 3 else noun)


@cache
def stem(word: str) -> str:
    """Enough of a word to match its inflections and commonest derivations."""
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            return word[: -len(suffix)]
    return word


@cache
def _heads() -> dict[str, str]:
    """Stem -> the stem of the first word of its group."""
    groups = [[stem(word.strip()) for word in row[0].split(",")] for row in rows("synonyms.tsv")]
    return {word: group[0] for group in groups for word in group}


@cache
def topic(lemma: str) -> str:
    """A word as alignment sees it: its stem, or that of the first of those that stand for it ("kin" is "relative")."""
    return _heads().get(stem(lemma), stem(lemma))


def event_classes(words: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
    """(classes, words used up) of a claim's lemmas; an expression of several words needs them all."""
    have = frozenset(words)
    found: set[str] = set()
    used: set[str] = set()
    for word in have:
        for expression, name in _classes().get(word, ()):
            if expression <= have:
                found.add(name)
                used |= expression
    return frozenset(found), frozenset(used)


def event_kinds(predicate: Sequence[str], words: Iterable[str]) -> frozenset[str]:
    """The classes of an event, by the lemmas of its predicate and the words beside it ("opened fire")."""
    have = {*predicate, *map(stem, words)}
    return frozenset(
        name for word in predicate for entry, name in _expressions().get(word, ()) if all(w in have or stem(w) in have for w in entry)
    )


@cache
def once() -> frozenset[str]:
    """The classes of what a story mostly tells of as one happening."""
    return frozenset(name for name, _, *marks in rows("predicates.tsv") if marks)


@cache
def befalls() -> frozenset[str]:
    """Those of them that befall many at once: other victims make no other shooting."""
    return frozenset(name for name, _, *marks in rows("predicates.tsv") if marks and "many" in marks[0])


@cache
def _expressions() -> dict[str, list[tuple[frozenset[str], str]]]:
    """Each word of an expression -> (its words, class)."""
    table: dict[str, list[tuple[frozenset[str], str]]] = {}
    for entries in _classes().values():
        for words, name in entries:
            for word in sorted(words):
                table.setdefault(word, []).append((words, name))
    return table


def profile(claim: Claim, background: tuple[str, str] | None = None) -> Profile:
    """What of this claim is compared: not its conditions and baselines, unless it hardly has other words ("if I must go, I am ready")."""
    predicate = claim.event.predicate.split() if claim.event else []
    terms = list((Counter(claim.terms) - Counter(claim.limits)).elements())
    bare = len(terms) < 2
    if bare:
        terms = list(claim.terms)
    lemmas = [*terms, *predicate]
    classes, used = event_classes(lemmas)
    own: frozenset[str] = frozenset()
    if claim.event:
        have = frozenset(lemmas)
        entries = (entry for w in have for entry in _classes().get(w, ()))
        own = frozenset(name for words, name in entries if words <= have and words & set(predicate))
        if bare and classes:
            own = classes
        elif not own and weight(predicate[0]) >= VERB_WEIGHT:
            own = frozenset({" ".join([stem(predicate[0]), *predicate[1:]])})
    told = [*claim.names, *_resolved(claim)]
    names = frozenset(name_key(n) for n in told if n.lower() not in PRONOUNS)
    in_names = {part for n in claim.names for part in re.findall(r"\w+", n.lower())}
    weights: dict[str, int] = {}
    for lemma in terms:
        if lemma not in used and lemma not in in_names:
            weights[topic(lemma)] = max(weight(lemma), weights.get(topic(lemma), 0))
    for name in classes:
        weights["=" + name] = class_weight()[name]
    for name in names:
        weights["@" + name] = NAME_WEIGHT
    figures = tuple(_figures(claim, predicate, own))
    for figure in figures:
        if figure.kind:
            weights["#" + figure.kind] = KIND_WEIGHT
    agent, patient = (head_of(p) for p in ((claim.event.agent, claim.event.patient) if claim.event else (None, None)))
    return Profile(claim, weights, classes, own, agent, patient, figures, names, inside_times(claim), background)


def _resolved(claim: Claim) -> list[str]:
    """Names that pronouns of the claim stand for: "he was released" is of Rich Dauer."""
    sides = (claim.event.agent, claim.event.patient) if claim.event else ()
    written = [
        (p.name, claim.text[p.mention[0] - claim.span[0] : p.mention[1] - claim.span[0]])
        for p in sides
        if p and p.mention[0] >= claim.span[0]
    ]
    return [name for name, words in written if words.lower() in PRONOUNS and name[:1].isupper() and name.lower() not in PRONOUNS]


def head_of(participant: Participant | None) -> frozenset[str]:
    """The head noun of a phrase or the last word of a name: "driver" of "the driver of the tram"."""
    if participant is None or participant.name.lower() in PRONOUNS:
        return frozenset()
    words = re.findall(r"[\w'’-]+", re.split(r" (?:of|in|on|for|at|from|with|to|by|who|which|that)\b|,", participant.name.lower())[0])
    return frozenset({topic(words[-1])}) if words else frozenset()


def _figures(claim: Claim, predicate: list[str], event: frozenset[str]) -> Iterable[Figure]:
    wholes = [q.part_of for q in claim.quantities if q.part_of]
    for quantity in claim.quantities:
        if _old(claim, quantity):
            continue
        if not (claim.span[0] <= quantity.span[0] and quantity.span[1] <= claim.span[1]):
            continue
        before = claim.text[: quantity.span[0] - claim.span[0]]
        if AGED.search(before) or OF_KIN.search(before):
            continue  # "two other children, ages 13 and 21": no counts; "the mother of a four-year-old" is another
        counted = re.findall(r"[a-z]+", (quantity.counted or "").lower())
        ends = max(quantity.span[1], quantity.counted_span[1] if quantity.counted_span else 0)
        after = re.findall(r"[a-z]+", claim.text[ends - claim.span[0] :].lower())[:REACH]
        generic = quantity.head is None or quantity.head in GENERIC
        whole = any(s < quantity.span[1] and quantity.span[0] < e for s, e in wholes) or OF_THE.search(before) is not None
        told = not whole and (
            generic or takes_part(claim, quantity)
        )  # the verb says it only of its own subject or object: not of a "two-car tram"
        # the noun or the next word says it ("nine bodies", "seven dead"), else the verb ("nine people were killed"), else what follows
        beside = [*after[:1], *predicate, *after[1:]] if told else []
        words = [*counted[-1:], *(w for w in reversed(counted[:-1]) if _describes(w)), quantity.head or "", *beside]
        kind, running = next((k for w in words if (k := counted_kind(w))), (None, False))
        if kind == "wounded":  # "eight had serious injuries" is no count of all the wounded
            kind = next(
                (worse for w in words if (worse := (counted_kind(w) or ("", False))[0]) in ("badly_wounded", "lightly_wounded")), kind
            )
        yield Figure(quantity, kind, running, event, whole)


def _describes(word: str) -> bool:
    """ "Two injured men", "two dead men" are hurt and dead; "two fire engines", "two rescue workers" are neither fired nor rescued."""
    return word.endswith(("ed", "ing")) or word in _DESCRIBING


_DESCRIBING = frozenset(
    "dead slain hurt homeless aboard serious seriously critical critically severely slight slightly minor lightly".split()
)


FROM, TO = (re.compile(rf"\b{w} (?:(?:just|only|about|around|nearly|over|some|a|the) )*[$£€]?$", re.I) for w in ("from", "to"))


DOWN_FROM = re.compile(r"\b(?:up|down) from (?:(?:just|only|about|around|nearly|over|some|a|the|an (?:earlier|estimated)) )*[$£€]?$", re.I)


def _old(claim: Claim, quantity: Quantity) -> bool:
    """The value before: the five of "fell to four from five", "from five to four", "down from five"."""
    start = claim.span[0]
    if DOWN_FROM.search(claim.text[: quantity.span[0] - start]):
        return True
    if not FROM.search(claim.text[: quantity.span[0] - start]):
        return False
    return any(q.unit == quantity.unit and TO.search(claim.text[: max(q.span[0] - start, 0)]) for q in claim.quantities)


def takes_part(claim: Claim, quantity: Quantity) -> bool:
    """It counts who does it or to whom it is done."""
    sides = (claim.event.agent, claim.event.patient) if claim.event else ()
    starts = [p.mention[0] for p in sides if p is not None and p.mention[0] <= quantity.span[0] < p.mention[1]]
    return quantity.unit is None and any(
        len(claim.text[s - claim.span[0] : quantity.span[0] - claim.span[0]].split()) <= LEAD for s in starts
    )


def inside_times(claim: Claim) -> tuple[TimeExpression, ...]:
    return tuple(t for t in claim.times if claim.span[0] <= t.span[0] and t.span[1] <= claim.span[1])
