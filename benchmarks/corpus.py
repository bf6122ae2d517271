"""What is measured on: news as it is where TWOSOURCE_DATA names the public data, else the demo's articles, altered into distinct texts.

Reads news_cluster (Giveme5W1H), or src/twosource/demo; gives articles. Altered text parses like its original at about the same speed,
but its stories are not those of real news: look at the stages after claims with the data only.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from twosource.model import Article


def corpus(size: int, data: Path | None) -> tuple[str, list[Article]]:
    """(what it is, that many distinct articles)."""
    if data is not None:
        from evaluation.stories import articles, news_cluster

        found = list(articles(news_cluster(data)))[:size]
        return f"{len(found)} articles of news_cluster", found
    return f"{size} articles altered from the demo's", list(_altered(size))


def copies_of(articles: list[Article]) -> list[Article]:
    """Each article once more, word for word, by another outlet."""
    return [replace(a, id=f"{a.id}-copy", uri=f"{a.uri}/copy", outlet=f"{a.outlet or 'somebody'} elsewhere") for a in articles]


def _altered(size: int) -> Iterator[Article]:
    from twosource.read import read

    folder = Path(str(files("twosource") / "demo"))
    originals = read([str(folder / "articles")], outlets=folder / "outlets.csv").articles
    words = sorted({w for a in originals for w in re.findall(r"\b[a-z]{4,}\b", a.text)})
    for n in range(size):
        chance, of = random.Random(n), originals[n % len(originals)]

        def other(word: re.Match[str], chance: random.Random = chance) -> str:
            return chance.choice(words) if chance.random() < 0.34 else word[0]  # one in three: no run of words is left to make copies

        text = re.sub(r"\b[a-z]{4,}\b", other, of.text)
        digest = sha256(text.encode()).hexdigest()
        yield replace(of, id=f"{n:06}", uri=f"{n:06}.txt", text=text, sha256=digest, furniture=(), corrections=(), version_of=None)
