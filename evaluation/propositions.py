"""QA-ALIGN and SuperPAL as pairs of documents whose aligned sentences are known.

QA-ALIGN (Brook Weiss et al. 2021, dev, half): each document is a sentence; two are linked if any questions about what they say are
aligned. SuperPAL (Ernst et al. 2021, MultiNews dev): a document of the summary's sentences and one of the texts'; two
are linked if propositions in them are aligned. SuperPAL's sentences are put as whole documents, and pair by pair.
"""

from __future__ import annotations

import ast
import csv
from collections import defaultdict
from collections.abc import Sequence
from itertools import product
from pathlib import Path

from evaluation.ecbplus import Document, join_tokens
from twosource.model import Span


def qa_align(folder: Path) -> list[Document]:
    found: list[Document] = []
    for row in _rows(folder / "qaalign_dev_half.csv"):
        aligned = bool(ast.literal_eval(row["alignments"]))
        for side in ("1", "2"):
            text = join_tokens(row[f"tokens_{side}"].split(" "))
            chains = {"aligned": {0}} if aligned else {}
            found.append(Document(f"{row['key']}-{side}", row["key"], row["key"], text, {0: (0, len(text))}, chains))
    return found


def superpal(folder: Path) -> list[Document]:
    topics: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in _rows(folder / "dev_MN_only.csv"):
        topics[row["topic"]].append((row["scuSentence"], row["docSentText"]))
    found: list[Document] = []
    for topic, pairs in topics.items():
        for side, name in enumerate(("summary", "texts")):
            sentences = list(dict.fromkeys(p[side] for p in pairs))
            chains: dict[str, set[int]] = {}
            for p in pairs:
                chains[repr(p)] = {sentences.index(p[side])}
            text = ""
            spans: dict[int, Span] = {}
            for n, sentence in enumerate(sentences):
                spans[n] = (len(text), len(text) + len(sentence))
                text += sentence + "\n"
            found.append(Document(f"{topic}-{name}", topic, topic, text, spans, chains))
    return found


def pairwise(documents: Sequence[Document]) -> list[Document]:
    """Each sentence of the one document with each of the other, as a story of two sentences; linked as there."""
    topics: dict[str, list[Document]] = defaultdict(list)
    for d in documents:
        topics[d.topic].append(d)
    found: list[Document] = []
    for topic, (first, second) in topics.items():
        linked = {(x, y) for chain, of in first.chains.items() for x in of for y in second.chains.get(chain, ())}
        for x, y in product(first.sentences, second.sentences):
            chains = {"aligned": {0}} if (x, y) in linked else {}
            for side, (d, n) in enumerate(((first, x), (second, y)), 1):
                key, text = f"{topic}-{x}-{y}", d.text[slice(*d.sentences[n])]
                found.append(Document(f"{key}-{side}", key, key, text, {0: (0, len(text))}, chains))
    return found


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))
