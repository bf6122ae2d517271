"""ECB+ (Cybulska and Vossen 2014; CC BY 3.0) as articles: text put together again from its tokens, sentences, event chains.

Reads the topic folders and ECBplus_coreference_sentences.csv under <data>/ecbplus; offsets are into the text made here.
"""

from __future__ import annotations

import csv
import html
import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from twosource.model import Span

_TOKEN = re.compile(r'<token t_id="(\d+)" sentence="(\d+)" number="\d+">(.*?)</token>')
_MENTION = re.compile(r'<(ACTION_\w+|NEG_ACTION_\w+) m_id="(\d+)"[^>]*?>(.*?)</\1>', re.S)
_CHAIN = re.compile(r'<CROSS_DOC_COREF r_id="\d+" note="([^"]+)"[^>]*>(.*?)</CROSS_DOC_COREF>', re.S)


@dataclass(frozen=True, slots=True)
class Document:
    """One text; `sentences` are the validated ones, `chains` the sentences of each cross-document event."""

    name: str
    topic: str
    subtopic: str
    text: str
    sentences: dict[int, Span]
    chains: dict[str, set[int]] = field(default_factory=dict)


def join_tokens(words: list[str]) -> str:
    """Plain spacing rules; nothing rests on the offsets of the original."""
    text = re.sub(r" ([,.;:!?%)\]’”]|n't\b|'s\b|'re\b|'ve\b|'ll\b|'d\b|'m\b)", r"\1", " ".join(words))
    return re.sub(r"([(\[$£€“]) ", r"\1", text)


def documents(folder: Path) -> list[Document]:
    """All documents of the topics at hand, by name."""
    validated: dict[str, set[int]] = defaultdict(set)
    with (folder / "ECBplus_coreference_sentences.csv").open(newline="") as rows:
        for row in csv.DictReader(rows):
            validated[f"{row['Topic']}_{row['File']}"].add(int(row["Sentence Number"]))
    return [_document(path, validated[path.stem]) for path in sorted(folder.glob("*/*.xml"))]


def _document(path: Path, validated: set[int]) -> Document:
    source = path.read_text(encoding="utf-8", errors="replace")
    words: dict[int, list[str]] = defaultdict(list)
    where: dict[str, int] = {}
    for token, sentence, word in _TOKEN.findall(source):
        words[int(sentence)].append(html.unescape(word))
        where[token] = int(sentence)
    lines: list[str] = []
    spans: dict[int, Span] = {}
    start = 0
    for number in sorted(words):
        if words[number][0].lower().startswith("http"):
            continue
        line = join_tokens(words[number])
        lines.append(line)
        spans[number] = (start, start + len(line))
        start += len(line) + 1
    mentions = {m: where[t[1]] for _, m, body in _MENTION.findall(source) if (t := re.search(r't_id="(\d+)"', body))}
    chains: dict[str, set[int]] = defaultdict(set)
    for note, body in _CHAIN.findall(source):
        chains[note] |= {mentions[m] for m in re.findall(r'<source m_id="(\d+)"', body) if mentions.get(m) in validated & spans.keys()}
    topic = path.stem.split("_")[0]
    subtopic = topic + ("ecbplus" if path.stem.endswith("plus") else "ecb")
    kept = {n: s for n, s in spans.items() if n in validated}
    return Document(path.stem, topic, subtopic, "\n".join(lines), kept, {n: s for n, s in chains.items() if s})
