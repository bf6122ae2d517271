"""Findings against stories that people annotated by reading: what is found, complete, counted and told apart as they did.

Gold is in labels/findings (ids, offsets, hashes, notes in our words; GUIDELINES.md says how). A gold finding is *found* if one of
ours has evidence on its spans in two articles (in one, if one carries it); *complete* if that one has evidence in every article
that does. Status, the three counts, aspects and readings are asked of found ones and counted over all. *Joins* are look-alike
pairs that stand in one finding. A baseline joins sentences by shared figures and words. `more` are fifteen stories annotated
later by others; `held_out` are stories that no rule was written from: nobody reads what is wrong there, only the figures.
"""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation import stories
from twosource import read_articles
from twosource.model import Article

LABELS = Path(__file__).with_name("labels") / "findings"
Mark = tuple[str, int, int]  # article, start, end
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Annotated:
    """One story: its articles and what people found in them."""

    name: str
    articles: tuple[Article, ...]
    findings: tuple[Mapping[str, Any], ...]
    apart: tuple[tuple[Mark, Mark], ...]


Gold = Sequence[Annotated]


def load(data: Path) -> dict[str, Gold]:
    """The annotated stories whose texts are at hand, each text held against its hash."""
    given = [a for gold in (stories.news_cluster(data), stories.gun_violence(data)) for a in stories.articles(gold)]
    with tempfile.TemporaryDirectory() as folder:  # read as a user's file is: with credits, furniture and outlets
        path = Path(folder) / "articles.jsonl"
        rows = (
            {
                "id": a.id,
                "url": a.uri,
                "outlet": a.outlet,
                "title": a.title,
                "text": a.text,
                "published": a.published,
                "language": a.language,
            }
            for a in given
        )
        path.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
        texts = {a.id: a for a in read_articles([str(path)]).articles}
    return {
        name: [_story(path, texts) for path in sorted(folder.glob("*.json"))]
        for name, folder in (("own", LABELS), ("more", LABELS / "more"), ("held_out", LABELS / "held_out"))
    }


def _story(path: Path, texts: Mapping[str, Article]) -> Annotated:
    row = json.loads(path.read_text())
    for name, digest in row["articles"].items():
        if hashlib.sha256(texts[name].text.encode()).hexdigest() != digest:
            raise ValueError(f"{path.name}: the text of {name} is not the one that was annotated")
    apart = tuple(((a[0], a[1], a[2]), (b[0], b[1], b[2])) for a, b, *_ in row["apart"])
    return Annotated(path.stem, tuple(texts[n] for n in row["articles"]), tuple(row["findings"]), apart)


def articles(gold: Gold) -> Iterator[Article]:
    for story in gold:
        yield from story.articles


def score(gold: Gold, rows: Iterable[Row]) -> dict[str, Any]:
    ours = list(rows)
    counts: Counter[str] = Counter()
    for story in gold:
        for wanted in story.findings:
            best = _best(wanted, ours)
            counts["all"] += 1
            counts["several"] += wanted["origins"] > 1
            counts["aspects"] += len(wanted["differences"])
            open_ = wanted["status"] in ("disputed", "developing")
            counts["open"] += open_
            if best is None:
                continue
            counts["found"] += 1
            counts["complete"] += {m[0] for m in wanted["evidence"]} <= {m[0] for m in _marks(best)}
            counts["status"] += best["status"] == wanted["status"]
            same = [best[k] == wanted[k] for k in ("outlets", "texts", "origins")]
            counts["counts"] += all(same)
            counts["several_right"] += wanted["origins"] > 1 and same[2]
            counts["open_right"] += open_ and best["status"] == wanted["status"]
            told = {(d["aspect"], d["kind"]) for d in best["differences"]}
            counts["aspects_right"] += sum((d["aspect"], d["kind"]) in told for d in wanted["differences"])
        counts["apart"] += len(story.apart)
        counts["joined"] += sum(_together(a, b, ours) for a, b in story.apart)
    counts["claimed"] = sum(_touches_gold(r, gold) for r in ours if r["status"] in ("disputed", "developing"))

    def share(n: str, of: str) -> float:
        return round(counts[n] / counts[of], 4) if counts[of] else 0.0

    figures = {k: share(k, "all") for k in ("found", "complete", "status", "counts")}
    figures |= {"aspects": share("aspects_right", "aspects"), "several_origins": share("several_right", "several")}
    figures |= {"open_recall": share("open_right", "open"), "open_precision": share("open_right", "claimed")}
    return {
        "stories": len(gold),
        "findings": counts["all"],
        **figures,
        "kept_apart": round(1 - counts["joined"] / max(counts["apart"], 1), 4),
    }


def _marks(row: Row) -> list[Mark]:
    spans = [*row["evidence"], *(r for d in row["differences"] for r in d["readings"])]
    return [(e["article_id"], e["span"][0], e["span"][1]) for e in spans]


def _covers(ours: Mark, wanted: Mark) -> bool:
    return ours[0] == wanted[0] and ours[1] < wanted[2] and wanted[1] < ours[2]


def _best(wanted: Mapping[str, Any], ours: Sequence[Row]) -> Row | None:
    """The finding with evidence on most of the wanted spans, in most articles; None if in too few."""
    marks: list[Mark] = [(a, s, e) for a, s, e in wanted["evidence"]]
    names = {m[0] for m in marks}
    held = []
    for row in ours:
        hit = [m for m in marks if any(_covers(o, m) for o in _marks(row))]
        carried = {m[0] for m in hit}
        if len(carried) >= min(2, len(names)):
            held.append((len(carried), len(hit), -len(row["evidence"]), row["id"], row))
    return max(held, key=lambda h: h[:4])[4] if held else None


def _together(a: Mark, b: Mark, ours: Sequence[Row]) -> bool:
    return any(
        any(_covers(o, a) for o in marks) and any(_covers(o, b) for o in marks)
        for marks in ([(e["article_id"], *e["span"]) for e in r["evidence"]] for r in ours)
    )


def _touches_gold(row: Row, gold: Gold) -> bool:
    """The finding is about something that was annotated: precision is asked of those only."""
    marks = _marks(row)
    return any(_covers(o, (m[0], m[1], m[2])) for story in gold for f in story.findings for m in f["evidence"] for o in marks)


def errors(gold: Gold, rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
    """What was not found, or told otherwise; only ids, notes and our own figures."""
    ours = list(rows)
    for story in gold:
        for wanted in story.findings:
            best = _best(wanted, ours)
            row = {
                "story": story.name,
                "note": wanted["note"],
                "wanted": {k: wanted[k] for k in ("status", "outlets", "texts", "origins", "origin_names")},
            }
            row["aspects"] = [(d["aspect"], d["kind"]) for d in wanted["differences"]]
            if best is None:
                parts = [r["summary"] for r in ours if any(_covers(o, (m[0], m[1], m[2])) for m in wanted["evidence"] for o in _marks(r))]
                yield {**row, "found": None, "parts": parts}
            else:
                got = {k: best[k] for k in ("status", "outlets", "texts", "origins", "summary")}
                names = [o["name"] for o in best["origin_list"]]
                yield {**row, "found": {**got, "origin_names": names, "aspects": [(d["aspect"], d["kind"]) for d in best["differences"]]}}
        for a, b in story.apart:
            if _together(a, b, ours):
                yield {"story": story.name, "joined": [a, b]}


def baseline(gold: Gold) -> list[dict[str, Any]]:
    """Sentences of one story that share a figure, or half of their longer words: everything of one origin, nothing disputed."""
    rows = []
    for story in gold:
        groups: list[tuple[set[str], list[dict[str, Any]]]] = []
        for article in story.articles:
            for m in re.finditer(r"[^.!?\n]+[.!?]?", article.text):
                words = {w for w in re.findall(r"\w+", m[0].lower()) if len(w) > 4 or w.isdigit()}
                if len(words) < 3:
                    continue
                item = {"article_id": article.id, "span": [m.start(), m.end()]}
                near = next((g for g in groups if len(g[0] & words) * 2 >= min(len(g[0]), len(words))), None)
                if near:
                    near[1].append(item)
                else:
                    groups.append((words, [item]))
        outlets = defaultdict(lambda: None, {a.id: a.outlet for a in story.articles})
        for n, (_, evidence) in enumerate(groups):
            names = {outlets[e["article_id"]] or e["article_id"] for e in evidence}
            texts = len({e["article_id"] for e in evidence})
            status = "single" if len(names) == 1 else "carried"
            rows.append(
                {
                    "id": f"{story.name}.{n}",
                    "status": status,
                    "outlets": len(names),
                    "texts": texts,
                    "origins": 1,
                    "evidence": evidence,
                    "differences": [],
                    "summary": "",
                    "origin_list": [],
                }
            )
    return rows
