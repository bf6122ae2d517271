"""Which sentences of a story of few sentences tell much of the same, though no claim of the one is a claim of the other?

Reads the claims of a story, their articles and the groups they stand in; gives claims that a group's evidence can mention, each with
the words that say so. Words are weighed by how few sentences have them (inverse document frequency), and what happened counts beside
its word. It joins no claims.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from twosource.compare.profile import event_classes, profile, singular, stem, weight
from twosource.model import Article, Claim, Span

WORD = re.compile(r"[^\W_]+")

# Set on QA-ALIGN (`python -m evaluation alignment`): .723 without, .800 by the lemma of a verb.
FEW = 10  # sentences: two briefs. In longer stories likeness joins look-alikes (the own ones kept apart fell from .96 to .93)
TELLS = 12  # tenths: a word that weighs less (zipf above 5.8) is in any sentence
ALIKE = 65  # hundredths: of the shared weight in the root of the mean weight of both sentences
ONE_EVENT = 45  # where both tell of one kind of event, or have one predicate


@dataclass(frozen=True, slots=True)
class _Sentence:
    article: str
    words: Mapping[str, str]  # term -> as written; "=" before a class of events and "~" before a predicate, with nothing written
    claims: tuple[Claim, ...]


def retold(
    groups: Sequence[Collection[str]], claims: Mapping[str, Claim], articles: Mapping[str, Article]
) -> Iterator[tuple[int, Claim, Span, str]]:
    """(group, claim of another that tells much of what it tells, in which words, why)."""
    if len({(c.article_id, c.sentence) for c in claims.values()}) > FEW:
        return
    sentences = _sentences(claims, articles)
    spread = Counter(term for s in sentences for term in s.words)
    worth = {t: round(100 * math.log((len(sentences) + 2) / n)) for t, n in spread.items()}
    held = [[n for n, s in enumerate(sentences) if any(c.id in group for c in s.claims)] for group in groups]
    home = {c: n for n, group in enumerate(groups) for c in group}
    for own, x in enumerate(sentences):
        for y in sentences:
            if x.article == y.article or not _alike(x, y, worth):
                continue
            claim, other = _nearest(x, y, worth), _nearest(y, x, worth)
            if _other_kinds(claim, other):
                continue
            n = home[other.id]
            told = _words_told(claim, y.words, articles[x.article].text)
            if told and own not in held[n] and all(_alike(x, sentences[m], worth) for m in held[n] if sentences[m].article != x.article):
                yield n, claim, told, "tells much of the same: " + ", ".join(_rarest(x, y, worth))


def _sentences(claims: Mapping[str, Claim], articles: Mapping[str, Article]) -> list[_Sentence]:
    told: dict[tuple[str, Span], list[Claim]] = defaultdict(list)
    for claim in claims.values():
        told[claim.article_id, claim.sentence].append(claim)
    return [_Sentence(a, _words(articles[a].text, span, of), tuple(of)) for (a, span), of in sorted(told.items())]


def _words(text: str, span: Span, claims: Iterable[Claim]) -> dict[str, str]:
    """Its telling words by their stems, and what happened or was done in words ("alleges"), which thereby counts more than once."""
    found: dict[str, str] = {}
    for m in WORD.finditer(text, *span):
        if term := _term(m[0]):
            found.setdefault(term, m[0].lower())
    for claim in claims:
        cue = claim.attribution.cue if claim.attribution else None
        said = (_term(word) for word in WORD.findall(text, *(cue or (0, 0))))
        found |= dict.fromkeys(("~" + term for term in said if term), "") | dict.fromkeys(_happenings(claim), "")
    return found


def _term(written: str) -> str | None:
    word = written.lower()
    return stem(singular(word)) if len(word) > 1 and weight(word) >= TELLS else None


def _happenings(claim: Claim) -> Iterator[str]:
    events = [*([claim.event] if claim.event else []), *(m.event for m in claim.passing)]
    predicates = [e.predicate.split() for e in events]
    yield from ("~" + stem(p[0]) for p in predicates if weight(p[0]) >= TELLS)
    yield from ("=" + name for name in sorted(event_classes([*claim.terms, *(predicates[0] if claim.event else ())])[0]))


def _alike(a: _Sentence, b: _Sentence, worth: Mapping[str, int]) -> bool:
    both = a.words.keys() & b.words.keys()
    verbs = {t[1:] for s in (a, b) for t in s.words if t[0] == "~"}
    least = ONE_EVENT if any(t[0] in "=~" or t in verbs for t in both) else ALIKE
    shared, mean = sum(worth[t] for t in both), sum(worth[t] for s in (a, b) for t in s.words) / 2
    return sum(t[0] not in "=~" for t in both) > 1 and 10 * shared >= least * math.sqrt(mean)


def _other_kinds(a: Claim, b: Claim) -> bool:
    """One counts the dead, the other the wounded."""
    x, y = ({f.kind for f in profile(c).figures if f.kind} for c in (a, b))
    return bool(x and y) and not x & y


def _nearest(sentence: _Sentence, other: _Sentence, worth: Mapping[str, int]) -> Claim:
    """The claim of a sentence that says most of what the other says."""

    def shared(claim: Claim) -> int:
        terms = {*(stem(singular(t)) for t in claim.terms), *_happenings(claim)}
        return sum(worth.get(t, 0) for t in terms & other.words.keys())

    return min(sentence.claims, key=lambda c: (-shared(c), c.id))


def _words_told(claim: Claim, other: Container[str], text: str) -> Span | None:
    """From the first to the last word of its sentence that the other has, names aside: that one name is in both tells nothing."""
    named = {part for name in claim.names for part in WORD.findall(name.lower())}
    told = [m.span() for m in WORD.finditer(text, *claim.sentence) if m[0].lower() not in named and _term(m[0]) in other]
    return (told[0][0], told[-1][1]) if told else None


def _rarest(a: _Sentence, b: _Sentence, worth: Mapping[str, int]) -> list[str]:
    words = sorted((-worth[t], a.words[t]) for t in a.words.keys() & b.words.keys() if a.words[t])
    return sorted(word for _, word in words[:6])
