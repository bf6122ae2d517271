"""What is this article about, as weighted features that can be compared with another's: names, words, numbers?

Reads an article; writes a Signature. The field: vector-space event detection (TDT); weights are tf-idf over a frozen frequency
list (wordfreq, in centibels, so integers), never over the articles at hand. Needs no parse, and no language but a word list;
where no spaces part the words, pairs of characters take their place. It does not know who did what to whom.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import isqrt, log
from operator import itemgetter

from twosource.group.dates import instant
from twosource.group.words import UNSPACED, hash_of, read_words
from twosource.model import Article, Span

# Settled together on news_cluster, gvc and ecbplus (B-cubed F1 .961, .994, .879 with one setting); a fifth more or less of any costs
# at most .02 on one of the three.
COMMON = 250  # centibels: words more frequent than one in 300 say nothing
UNLISTED = 640  # a word missing in wordfreq's small list (rarer than one in a million)
NAME = 170  # percent: a word that the text never writes small
FULL_NAME = 400  # two names in a row: "Sergei Lavrov"
NUMBER = 300  # of three digits and more; in the scale of the words' centibels
TENS = 200  # of two digits: an age, a day; one digit says nothing
YEAR = 100
LEAD = 400  # characters: title and lead count double
UNKNOWN_LANGUAGE = 300  # any word of a language without a list
PAIR = 250  # of characters
REPEATS = tuple(round(100 * (1 + log(n))) if n else 0 for n in range(9))  # weight of n mentions; more than 8 say no more

KEYS = 48  # an article's heaviest features, on which candidates meet
FEATURES = 300  # kept of an article, the heaviest: a long read has thousands
REMEMBERED = 1 << 17  # words of a language
LENGTH = 10_000  # of the vector, so that a product of two is a share in units of 10**8

_CALENDAR = frozenset(
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec "
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri sat sun".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    feature: int  # its hash: SQL joins numbers faster than names
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """An article's features and their weights, heaviest first; the vector's length is LENGTH."""

    id: str
    uri: str
    published: str | None
    day: int | None  # of publication, counted from year 1
    keys: tuple[Key, ...]  # the heaviest features as numbers, on which candidates meet
    features: tuple[str, ...]
    weights: tuple[int, ...]
    names: tuple[str, ...]  # those features that are names, as the article writes them


def signatures(articles: Iterator[Article]) -> Iterable[Signature]:
    """Each article's signature."""
    for a in articles:
        yield signature(a)


def signature(article: Article) -> Signature:
    """The features of one article: furniture and corrections aside, title and lead counted double."""
    words = read_words(article.text, skip=(*article.furniture, *article.corrections))
    capital = [article.text[start].isupper() for start, _ in words.spans]  # the spans before the forms: words are found once
    stems = [w.removesuffix("'s") for w in words.forms]
    title = [w.removesuffix("'s") for w in read_words(article.title or "").forms]
    small = {s for s, c in zip(stems, capital, strict=True) if not c}
    mentions = Counter(stems)
    mentions.update(stems[: bisect_left(words.spans, (LEAD, 0))])
    mentions.update(title + title)
    language = article.language or "en"
    plain, named = _weights(language, False), _weights(language, True)
    weights = {w: x * REPEATS[n if n < 8 else 8] for w, n in mentions.items() if (x := plain[w] if w in small else named[w]) > 0}
    names = [i for i, c in enumerate(capital) if c and stems[i] not in small]
    full = _full_names(names, stems, words.spans)
    weights |= dict.fromkeys(full, FULL_NAME * 100)
    if UNSPACED.search(article.text):
        weights |= _pairs(stems)
    length = max(1, isqrt(sum([x * x for x in weights.values()])))
    heaviest = sorted(sorted(weights.items()), key=_weighs, reverse=True)[:FEATURES]
    places = {stems[i]: (i, i) for i in reversed(names)} | full
    written = _written(article.text, words.spans, {f: places[f] for f, _ in heaviest if f in places})
    published = instant(article.published)
    features = tuple([f for f, _ in heaviest])
    shares = tuple([x * LENGTH // length for _, x in heaviest])
    return Signature(
        id=article.id,
        uri=article.uri,
        published=article.published,
        day=published.toordinal() if published else None,
        keys=tuple([Key(feature=hash_of(f) >> 1, weight=x) for f, x in zip(features[:KEYS], shares, strict=False)]),
        features=features,
        weights=shares,
        names=tuple([written[f] for f, _ in heaviest if f in written]),
    )


_weighs = itemgetter(1)


class _Weights(dict[str, int]):
    """Word -> what it weighs in a language, as a name or not; worked out when it is first asked for."""

    def __init__(self, language: str, name: bool) -> None:
        self.frequencies, self.name = _frequencies(language), name

    def __missing__(self, word: str) -> int:
        if len(self) >= REMEMBERED:
            self.clear()
        self[word] = weight = self._weight(word)
        return weight

    def _weight(self, word: str) -> int:
        if word in _CALENDAR or len(word) < 2:
            return 0
        if word[0].isdigit():
            if len(word) == 4 and word[:2] in ("19", "20") and word.isdigit():
                return YEAR
            return TENS if len(word) == 2 else NUMBER
        weight = self.frequencies.get(word, UNLISTED) - COMMON if self.frequencies else UNKNOWN_LANGUAGE
        return weight * NAME // 100 if self.name else weight


_weights = cache(_Weights)


@cache
def _frequencies(language: str) -> dict[str, int]:
    """Word -> how many centibels below every word; empty for a language without a list."""
    from wordfreq import available_languages, get_frequency_list

    if language not in available_languages("small"):
        return {}
    return {word: centibels for centibels, words in enumerate(get_frequency_list(language, "small")) for word in words}


def _full_names(names: list[int], stems: list[str], spans: list[Span]) -> dict[str, tuple[int, int]]:
    """Two names with no more than a space between them, and the numbers of their words: {"sergei lavrov": (4, 5)}."""
    able = [i for i in names if len(stems[i]) > 1 and stems[i].isalpha() and stems[i] not in _CALENDAR]
    pairs = [(i, j) for i, j in pairwise(able) if j == i + 1 and spans[j][0] - spans[i][1] == 1]
    return {f"{stems[i]} {stems[j]}": (i, j) for i, j in reversed(pairs)}


def _written(text: str, spans: list[Span], names: Mapping[str, tuple[int, int]]) -> dict[str, str]:
    """Names (first and last word) as the text writes them first."""
    found = {}
    for name, (first, last) in names.items():
        found[name] = text[spans[first][0] : spans[last][1]].removesuffix("'s").removesuffix("’s")
    return found


def _pairs(stems: list[str]) -> dict[str, int]:
    """Pairs of neighbours where a word is one character."""
    alone = [len(s) == 1 and UNSPACED.match(s) is not None for s in stems]
    counts = Counter(stems[i] + stems[i + 1] for i in range(len(stems) - 1) if alone[i] and alone[i + 1])
    return {pair: PAIR * REPEATS[min(n, 8)] for pair, n in counts.items()}
