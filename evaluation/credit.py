"""The agency that a text credits, on PolNeAR: its metadata name the agency of each wire article (the column `wire`).

The product is handed the text alone. Figures: precision, recall and F1 over articles; an agency under a picture in an article that is no
wire article counts as a false alarm here, though the text does credit it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.matching import prf
from twosource.model import Article
from twosource.read.draft import Draft
from twosource.read.finish import finish

Gold = dict[str, "Text"]
_NONE = frozenset({"", "None", "NA"})
_NAMES = {"reuters": "Reuters"}


@dataclass(frozen=True, slots=True)
class Text:
    text: str
    wire: str | None


def load(data: Path) -> dict[str, Gold]:
    """The texts at hand of all parts, by name."""
    folder = data / "polnear"
    with (folder / "metadata.tsv").open(encoding="utf-8", newline="") as table:
        wire = {row["filename"]: row["wire"] for row in csv.DictReader(table, delimiter="\t")}
    texts = {p.stem: p.read_bytes().decode("utf-8") for p in sorted(folder.glob("*/text/*.txt"))}
    return {"polnear": {n: Text(t, None if wire[n] in _NONE else _NAMES.get(wire[n], wire[n])) for n, t in texts.items() if n in wire}}


def articles(gold: Gold) -> Iterator[Article]:
    for name, text in gold.items():
        yield finish(Draft(uri=name, id=name, text=text.text, language="en"), path=name, outlets=(), published=None)[0]


def score(gold: Gold, rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    found = {row["id"]: row["credit"] for row in rows if row["credit"]}
    wanted = {name: text.wire for name, text in gold.items() if text.wire}
    hits = sum(found.get(name) == wire for name, wire in wanted.items())
    return {"articles": len(gold), "wire": len(wanted), **prf(hits, len(found), len(wanted))}


def errors(gold: Gold, rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        wire = gold[row["id"]].wire
        if row["credit"] != wire:
            yield {"article": row["id"], "gold": wire, "found": row["credit"]}
