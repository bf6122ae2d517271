"""A corpus of any size with known copies and stories: `python benchmarks/synthetic.py ARTICLES > corpus.jsonl`.

Writes articles as JSONL, each with the story and the text family it belongs to (`story`, `family`: fields that are not read). The
vocabulary is invented, its frequencies follow Zipf's law, so the text is nobody's and its pairs meet as those of real news do.
Six in ten articles tell a happening that another tells too; a fifth carry another's text, trimmed, led in anew or edited.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from typing import Any

CONSONANTS, VOWELS = "b c d f g h j k l m n p r s t v w z br dr gr kr pl st tr".split(), "a e i o u ai ea ou".split()
WORDS = 60_000
NAMES_PER = 6  # new names for each happening, of 40,000
OUTLETS = 60
ENGLISH = (
    "the of and to in a is that for it as was with be by on not he his but at are this have from or had an they which one you were all "
    "her she there would their we him been has when who will no more if out so up said what its about than into them can only other time "
    "new some could these two may first then do any like my now over such our man me even most made after also did many off before must "
    "well back through years much where your way down should because long each just state those people too mr how little good world make "
    "very year still see own work men day get here old between both life being under three never know same last another while us might "
    "great go come since against right came take used himself few house use place during high without again home around small however"
).split()


def lexicon(rng: random.Random, size: int) -> list[str]:
    """Invented words, each once."""
    found: dict[str, None] = {}
    while len(found) < size:
        found["".join(rng.choice(CONSONANTS) + rng.choice(VOWELS) for _ in range(rng.choice((2, 2, 3, 3, 4)))) + rng.choice("nrslt")] = None
    return list(found)


class Corpus:
    """Articles drawn one after the other; the same seed and size give the same bytes."""

    def __init__(self, size: int, *, words: int = 350, seed: int = 1) -> None:
        self.size, self.words = size, words
        self.rng = random.Random(seed)
        made = lexicon(self.rng, WORDS + 40_000)
        self.vocabulary, self.names = made[:WORDS], [name.title() for name in made[WORDS:]]
        self.weights = list(accumulate(1 / (n + 20) for n in range(WORDS)))
        self.english = list(accumulate(1 / (n + 2) for n in range(len(ENGLISH))))

    def __iter__(self) -> Iterator[dict[str, Any]]:
        made = family = story = 0
        while made < self.size:
            articles = self.rng.choices((1, 2, 3, 5, 9), (50, 14, 7, 3, 1))[0]
            day = date(2024, 1, 1) + timedelta(self.rng.randrange(365))
            about = (self.rng.sample(self.names, NAMES_PER), self.rng.choices(self.vocabulary, k=40), self.rng.sample(range(11, 9000), 4))
            texts: list[tuple[int, list[str]]] = []
            for _ in range(min(articles, self.size - made)):
                if texts and self.rng.random() < 0.5:
                    of, sentences = self.rng.choice(texts)
                    sentences = self.edited(sentences, about)
                else:
                    of, family = family, family + 1
                    sentences = self.told(about)
                texts.append((of, sentences))
                outlet = f"Outlet {self.rng.randrange(OUTLETS)}"
                published = (day + timedelta(self.rng.choice((0, 0, 0, 1)))).isoformat()
                yield {
                    "id": f"a{made:07}",
                    "outlet": outlet,
                    "title": sentences[0].rstrip("."),
                    "published": published,
                    "language": "en",
                    "text": "\n\n".join(" ".join(sentences[n : n + 3]) for n in range(0, len(sentences), 3)),
                    "story": story,
                    "family": of,
                }
                made += 1
            story += 1

    def told(self, about: tuple[list[str], list[str], list[int]]) -> list[str]:
        """A text on a happening: its own words between the names, words and figures of what it is about."""
        length = int(self.words * self.rng.uniform(0.5, 1.6))
        return [self.sentence(about) for _ in range(max(4, length // 18))]

    def sentence(self, about: tuple[list[str], list[str], list[int]]) -> str:
        names, topic, figures = about
        length = self.rng.randint(10, 26)
        own = self.rng.choices(self.vocabulary, cum_weights=self.weights, k=length)
        small = self.rng.choices(ENGLISH, cum_weights=self.english, k=length)
        kinds = self.rng.choices("esotnf", (45, 0, 32, 12, 8, 3), k=length)
        words = [
            small[i]
            if kind == "e"
            else own[i]
            if kind == "o"
            else self.rng.choice(topic)
            if kind == "t"
            else self.rng.choice(names)
            if kind == "n"
            else str(self.rng.choice(figures))
            for i, kind in enumerate(kinds)
        ]
        line = " ".join(words)
        return line[0].upper() + line[1:] + "."

    def edited(self, sentences: list[str], about: tuple[list[str], list[str], list[int]]) -> list[str]:
        """The text carried on: as it is, cut at the end, with a new beginning, or with some sentences changed."""
        how = self.rng.randrange(4)
        if how == 1:
            return sentences[: max(4, int(len(sentences) * self.rng.uniform(0.4, 0.9)))]
        if how == 2:
            return [self.sentence(about), *sentences[1:]]
        if how == 3:
            return [self.sentence(about) if self.rng.random() < 0.1 else s for s in sentences]
        return list(sentences)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("articles", type=int)
    ask.add_argument("--words", type=int, default=350, help="of an article, on average")
    ask.add_argument("--seed", type=int, default=1)
    args = ask.parse_args()
    for row in Corpus(args.articles, words=args.words, seed=args.seed):
        print(json.dumps(row))


if __name__ == "__main__":
    main()
