"""`python -m benchmarks parts`: what each part of the claims stage costs, as a ratio to the bare parse of the same text.

Gives a Markdown table of processor seconds, one process, each part alone on text already parsed; the last lines are attribution and names
together, and quantities, times and places. Names are read once for attribution and places: places are charged only for what they add.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.corpus import corpus
from twosource.extract.attribution import find_attributions
from twosource.extract.claims import read_claims
from twosource.extract.names import read_names
from twosource.extract.parse import Parsed, parse
from twosource.extract.places import find_places
from twosource.extract.quantities import find_quantities, link_wholes
from twosource.extract.said import Said
from twosource.extract.times import find_times
from twosource.model import Article, TimeExpression


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks parts", description=__doc__)
    parser.add_argument("--articles", type=int, default=60)
    named = os.environ.get("TWOSOURCE_DATA")
    what, articles = corpus(parser.parse_args(arguments).articles, Path(named) if named and Path(named).is_dir() else None)
    for article in articles[:3]:
        list(read_claims(article))  # tables of words and names are read once
    print(f"{what}, one process\n\n{shown(parts(articles))}")


def parts(articles: list[Article]) -> list[tuple[str, float]]:
    """Processor seconds of the parse and of each part."""
    parsed: list[Parsed] = []
    found = [("bare parse", clocked(lambda: parsed.extend(parse(articles))))]
    said = [find_attributions(p) for p in parsed]
    names = [read_names(p, s) for p, s in zip(parsed, said, strict=True)]
    times = [find_times(p) for p in parsed]
    works: list[tuple[str, Callable[[], object]]] = [
        ("attribution", lambda: [find_attributions(p) for p in parsed]),
        ("names", lambda: [sources(p, s) for p, s in zip(parsed, said, strict=True)]),
        ("quantities", lambda: [quantities(p, t) for p, t in zip(parsed, times, strict=True)]),
        ("times", lambda: [find_times(p) for p in parsed]),
        ("places", lambda: [find_places(p, n) for p, n in zip(parsed, names, strict=True)]),
    ]
    found += [(name, clocked(work)) for name, work in works]
    found.append(("attribution and names", sum(s for name, s in found if name in ("attribution", "names"))))
    return [*found, ("quantities, times and places", sum(s for name, s in found if name in ("quantities", "times", "places")))]


def sources(parsed: Parsed, said: tuple[Said, ...]) -> object:
    """Who is who, and who each source is."""
    names = read_names(parsed, said)
    return [names.resolve(s.source_head or s.source, sentence=s.sentence) for s in said if s.source]


def quantities(parsed: Parsed, times: tuple[TimeExpression, ...]) -> object:
    inside = [(s, [t for t in times if s.span[0] <= t.span[0] and t.span[1] <= s.span[1]]) for s in parsed.sentences]
    return link_wholes(parsed.article.text, [(s, find_quantities(s, times=t)) for s, t in inside])


def clocked(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def shown(rows: list[tuple[str, float]]) -> str:
    parse_seconds = rows[0][1]
    lines = ["| part of the claims stage | seconds | time / parse |", "|---|---:|---:|"]
    return "\n".join([*lines, *(f"| {name} | {seconds:.2f} | {seconds / parse_seconds:.3f} |" for name, seconds in rows)])
