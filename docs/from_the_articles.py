"""Which place in the two sample articles calls for which feature, and what becomes of it?

The articles are not ours, so none of their text is kept here: a place is a file name and code point offsets.
`python docs/from_the_articles.py FOLDER` prints the words from your own copy, with the findings; `--write` writes
from-the-articles.md without the words.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import twosource
from twosource.engines.local import LocalEngine
from twosource.model import Article, Claim, Finding, Quantity, Span
from twosource.pipeline import Run

PAGE = Path(__file__).resolve().parent / "from-the-articles.md"
LONG, SHORT = "000_3f16dcd4c6bd71e4.txt", "004_9d2895d00f334634.txt"

HEAD = """# From the articles

The brief for this project was two news articles and no specification. This page traces each feature to the places that call for it. The
articles belong to their outlets and are not in this repository: a place is a file name and a span in code points, and

    python docs/from_the_articles.py FOLDER

prints the words from your own copy of the two files, with the findings below them. `--write` writes this page; a test compares it where
TWOSOURCE_SAMPLES names the folder.

| file | called here |
|---|---|
| 000_3f16dcd4c6bd71e4.txt | long |
| 004_9d2895d00f334634.txt | short |
"""

Place = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Feature:
    title: str
    why: str
    places: tuple[Place, ...]


FEATURES = (
    Feature(
        "Page furniture is marked, not read",
        "A view counter and a row of buttons stand between headline and report. They stay in the text, and yield no claim and no figure.",
        ((LONG, 57, 107),),
    ),
    Feature(
        "Unknown stays unknown",
        "Neither text says who published it, or when. Outlet and date are null; each article counts as an outlet of its own, not given.",
        ((LONG, 0, 7), (SHORT, 0, 9)),
    ),
    Feature(
        "Short names, titles and pronouns become one name",
        "A surname, a title with the name and a pronoun are one person, so that both articles' claims have the same source.",
        ((LONG, 353, 399), (LONG, 498, 526), (SHORT, 149, 213), (SHORT, 214, 250)),
    ),
    Feature(
        "One figure, two outlets, one voice",
        "Both give the same number of drones, and both have it from one man. Counting outlets would call that confirmed.",
        ((LONG, 2813, 2831), (SHORT, 1383, 1412)),
    ),
    Feature(
        "A part is not the whole",
        "How many were shot down is a part of how many were launched, not another number for it. The other article is silent on it.",
        ((SHORT, 1459, 1478),),
    ),
    Feature(
        "The same superlative, another baseline",
        "Both call the attack the largest, one since the war began and one since a kind of drone was first used: a difference of scope.",
        ((LONG, 2713, 2789), (SHORT, 1336, 1376)),
    ),
    Feature(
        "The same offer, another condition",
        "One offer to resign, told with different conditions, as a quotation and as paraphrases: one finding, the condition told apart.",
        ((LONG, 405, 496), (LONG, 515, 567), (SHORT, 40, 114), (SHORT, 149, 213)),
    ),
    Feature(
        "Somebody tells what others say, and sets it against each other",
        "One man dismisses another's figure and holds an institute's against it. Both chains are kept whole, and the dispute is his.",
        ((LONG, 1885, 1961), (LONG, 1981, 2073)),
    ),
    Feature(
        "A word in quotation marks, two reasons told",
        "Both quote one word of one speaker and paraphrase his reason, one more strongly than the other: joined, different in wording.",
        ((LONG, 1006, 1043), (SHORT, 488, 526)),
    ),
    Feature(
        "A reporting clause in the middle of a phrase",
        "The reporting verb stands inside a relative clause, where a parser loses it.",
        ((LONG, 1712, 1748),),
    ),
    Feature(
        "What is not so yet",
        "An agreement that could be reached is hedged or expected, and is not an agreement.",
        ((LONG, 1593, 1627),),
    ),
    Feature(
        "No number where none is meant",
        "An ordinal before an anniversary counts nothing.",
        ((LONG, 829, 846),),
    ),
    Feature(
        "A quantity without digits",
        "Billions, unsaid how many: a vague quantity, not a number.",
        ((SHORT, 903, 922),),
    ),
    Feature(
        "Times without a date to count from",
        "A weekday and a night, in texts that give no date: the expressions are kept, and no date is invented.",
        ((LONG, 390, 399), (SHORT, 1403, 1412)),
    ),
    Feature(
        "A place and its country",
        "A city named once, without its country.",
        ((LONG, 2484, 2490),),
    ),
    Feature(
        "A body speaks",
        "An air force reports, a ministry's man announces: the body or the person is the source, not the outlet.",
        ((LONG, 2851, 2879), (LONG, 2308, 2325)),
    ),
    Feature(
        "One event, two texts",
        "The articles tell one press conference in their own words: one story, two texts, and neither a copy of the other.",
        ((LONG, 353, 399), (SHORT, 40, 114)),
    ),
)


@dataclass(frozen=True, slots=True)
class Read:
    """The two articles by file name, and what was made of them."""

    articles: dict[str, Article]
    claims: dict[str, Claim]
    findings: list[Finding]
    texts: int


def read(folder: Path) -> Read:
    paths = [next(folder.rglob(name)) for name in (LONG, SHORT)]
    run = Run(LocalEngine(), twosource.read_articles([str(path) for path in paths]).articles)
    (story,) = run.stories()
    articles = {Path(a.uri).name: a for a in run.records("articles")}
    return Read(articles, {c.id: c for c in run.records("claims")}, run.records("findings"), story.texts)


def page(made: Read) -> str:
    return HEAD + "".join(f"\n## {f.title}\n\n{f.why}\n\n{_table(f, made)}" for f in FEATURES) + f"\nTexts in the story: {made.texts}.\n"


def told(made: Read) -> Iterator[str]:
    """The same with the articles' words, for a terminal."""
    for feature in FEATURES:
        yield f"\n{feature.title}\n  {feature.why}"
        for name, start, end in feature.places:
            words = " ".join(made.articles[name].text[start:end].split())
            yield f"  {name} {start}-{end}: {words}\n    {_records(made, name, (start, end))}"
        for finding in _findings(feature, made):
            yield f"  finding {_figures(finding, ', ')}\n    {finding.summary}"


def _table(feature: Feature, made: Read) -> str:
    names = {LONG: "long", SHORT: "short"}
    places = [f"| {names[n]} | {s}-{e} | {_records(made, n, (s, e))} |" for n, s, e in feature.places]
    lines = ["| file | characters | what stands there |", "|---|---|---|", *places]
    if found := _findings(feature, made):
        lines += ["", "| finding | status | outlets | texts | origins | differences |", "|---|---|---|---|---|---|"]
        lines += [f"| {_figures(finding, ' | ')} |" for finding in found]
    return "\n".join(lines) + "\n"


def _figures(f: Finding, between: str) -> str:
    differences = dict.fromkeys(f"{d.aspect} {d.kind}" for d in f.differences)
    return between.join([f.id, f.status, str(f.outlets), str(f.texts), str(f.origins), ", ".join(differences) or "none"])


def _findings(feature: Feature, made: Read) -> list[Finding]:
    """Findings that rest on a place of this feature."""
    at = {c.id for n, s, e in feature.places for c in _claims(made, n, (s, e))}
    return [f for f in made.findings if at & set(f.claims)]


def _claims(made: Read, name: str, place: Span) -> list[Claim]:
    """Claims of which the span, the cue, a figure or a time lies in the place, or the place in the span."""

    def spans(c: Claim) -> Iterator[Span]:
        yield c.span
        yield from (c.attribution.cue,) if c.attribution and c.attribution.cue else ()
        yield from (x.span for x in (*c.quantities, *c.times))

    def at(c: Claim) -> bool:
        inside = any(place[0] <= s and e <= place[1] for s, e in spans(c))
        return inside or (c.span[0] <= place[0] and place[1] <= c.span[1])

    of = made.articles[name].id
    return sorted((c for c in made.claims.values() if c.article_id == of and at(c)), key=lambda c: (c.span, c.id))


def _touch(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _records(made: Read, name: str, place: Span) -> str:
    """What was read there, in figures and kinds, without the article's words."""
    article = made.articles[name]
    found = ["furniture" for f in article.furniture if _touch(place, f)]
    if article.outlet is None and article.published is None and place[0] == 0:
        found.append("outlet null, published null")
    for claim in _claims(made, name, place):
        if said := claim.attribution:
            voices = ", as told by ".join(link.name for link in reversed(said.chain))
            found.append(f"{said.mode}, on the word of {voices or 'nobody named'}")
        found += [_amount(q) for q in claim.quantities if _touch(place, q.span)]
        found += [f"{t.type}, value {t.value or 'null'}" for t in claim.times if _touch(place, t.span)]
        found += [f"place, {p.country}" for p in claim.places if _touch(place, p.span)]
        found += [str(claim.modality)] if claim.modality != "stated" else []
        found += ["a condition"] if claim.condition and _touch(place, claim.condition) else []
        found += [f"a {s.kind} as scope" for s in claim.scopes if _touch(place, s.span)]
    return "; ".join(dict.fromkeys(found)) or "no claim, no figure"


def _amount(q: Quantity) -> str:
    value = f"{q.low:,.0f} {q.bound}" if q.low is not None and q.bound != "vague" else str(q.bound)
    return " ".join(["quantity", value, *([q.unit] if q.unit else []), *(["part of a whole"] if q.part_of else [])])


def main(arguments: Sequence[str]) -> int:
    folders = [a for a in arguments if a != "--write"]
    if len(folders) != 1:
        print("usage: python docs/from_the_articles.py FOLDER [--write]", file=sys.stderr)
        return 2
    made = read(Path(folders[0]))
    if "--write" in arguments:
        PAGE.write_text(page(made), encoding="utf-8")
    else:
        print("\n".join(told(made)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
