"""Stories (event detection): the grouping of articles held against three sets with one setting, and a fourth to look at.

Gold is a label for each article: the event of Giveme5W1H's news_cluster, the incident of the Gun Violence Corpus, the subtopic of
ECB+ (which has neither dates nor titles). Figures: B-cubed (Bagga and Baldwin 1998) and pairwise P, R, F1; over_merged stories hold
several events, events_merged are those events, split events lie in several stories. neus_allsides (one roundup, one event) is harder
than fair: roundups of one running story count as different events there.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation import ecbplus
from evaluation.matching import prf
from twosource.model import Article


@dataclass(frozen=True, slots=True)
class Labelled:
    event: str
    article: Article


Gold = dict[str, Labelled]


def load(data: Path) -> dict[str, Gold]:
    """The three sets that the one setting is settled on."""
    return {"news_cluster": news_cluster(data), "gvc": gun_violence(data), "ecb": ecb(data)}


def news_cluster(data: Path) -> Gold:
    gold = {}
    for path in sorted((data / "news_cluster").glob("*.json")):
        row = json.loads(path.read_text(encoding="utf-8"))
        event = str(row["newsCluster"]["EventId"])
        gold[row["dId"]] = Labelled(event, _article(row["dId"], row["text"], uri=row["url"], **_known(row)))
    return gold


def _known(row: Mapping[str, Any]) -> dict[str, str | None]:
    published = row.get("date_publish") or None
    if published and published.endswith("T00:00:00"):  # a day, not midnight
        published = published[:10]
    return {"title": row.get("title"), "published": published, "outlet": row.get("source_domain"), "language": row.get("language")}


def gun_violence(data: Path) -> Gold:
    sentences: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    incidents = {}
    with (data / "gvc" / "val" / "dataset.conll").open(encoding="utf-8") as lines:
        for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if len(row) >= 4 and not row[0].startswith("#"):
                _, incident, name = row[0].split("/")
                incidents[name] = incident
                sentences[name][int(row[1])].append(row[3])
    gold = {}
    for name, by_number in sentences.items():
        date, title, *body = (by_number[n] for n in sorted(by_number))
        published = "".join(date) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", "".join(date)) else None
        text = "\n".join(ecbplus.join_tokens([w for w in sentence if w != "//n"]) for sentence in body)
        headline = ecbplus.join_tokens(title)
        gold[name] = Labelled(incidents[name], _article(name, text or headline, title=headline, published=published, language="en"))
    return gold


def ecb(data: Path) -> Gold:
    return {d.name: Labelled(d.subtopic, _article(d.name, d.text, language="en")) for d in ecbplus.documents(data / "ecbplus")}


def neus(data: Path, *, roundups: int = 200) -> Gold:
    gold = {}
    lines = (data / "neus_allsides" / "headline_11_2021-10-19_crawled_all.jsonl").read_text(encoding="utf-8").splitlines()
    for row in map(json.loads, lines[:roundups]):
        for side, story in row["news"].items():
            text = "\n".join(story["newBody"])
            if len(text.split()) >= 30:
                name = f"{row['id']}-{side}"
                known = {"title": story["newsTitle"], "outlet": story["newsSource"], "published": row["date"][:10], "language": "en"}
                gold[name] = Labelled(str(row["id"]), _article(name, text, uri=story["newsLink"], **known))
    return gold


def _article(name: str, text: str, *, uri: str | None = None, **known: str | None) -> Article:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Article(id=name, uri=uri or f"https://example.org/{name}", text=text, sha256=digest, **known)  # type: ignore[arg-type]


def articles(gold: Gold) -> Iterator[Article]:
    for labelled in gold.values():
        yield labelled.article


def score(gold: Gold, rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """B-cubed, pairs, adjusted Rand index and what was merged or split; an article in no story is a story of its own."""
    story = _placed(gold, rows)
    both = Counter((story[name], labelled.event) for name, labelled in gold.items())
    stories, events = Counter(story.values()), Counter(labelled.event for labelled in gold.values())
    p = sum(n * n / stories[s] for (s, _), n in both.items()) / len(gold)
    r = sum(n * n / events[e] for (_, e), n in both.items()) / len(gold)
    together, predicted, wanted = (sum(n * (n - 1) // 2 for n in counts.values()) for counts in (both, stories, events))
    chance, most = predicted * wanted / (len(gold) * (len(gold) - 1) / 2), (predicted + wanted) / 2
    held = defaultdict(set)
    for s, e in both:
        held[s].add(e)
    merged = [es for es in held.values() if len(es) > 1]
    return {
        "articles": len(gold),
        "events": len(events),
        "predicted_stories": len(stories),
        "bcubed": {"p": round(p, 4), "r": round(r, 4), "f1": round(2 * p * r / (p + r), 4)},
        "pairs": prf(together, predicted, wanted),
        "ari": round((together - chance) / (most - chance) if most != chance else 1.0, 4),
        "over_merged": len(merged),
        "events_merged": len({e for es in merged for e in es}),
        "split": sum(n > 1 for n in Counter(e for _, e in both).values()),
    }


def _placed(gold: Gold, rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    story: dict[str, str] = {}
    for row in rows:
        for name in row["articles"]:
            if name in gold:
                story.setdefault(name, row["id"])
    return {name: story.get(name, f"alone {name}") for name in gold}


def errors(gold: Gold, rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Each story that holds several events, and each event in several stories, with ids and titles."""
    story = _placed(gold, rows)
    event = {name: labelled.event for name, labelled in gold.items()}
    views: tuple[tuple[str, dict[str, str], dict[str, str]], ...] = (("merged", story, event), ("split", event, story))
    for kind, whole, parts in views:
        groups: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for name in gold:
            groups[whole[name]][parts[name]].append(name)
        for key in sorted(groups):
            if len(groups[key]) > 1:
                yield {kind: key, "parts": {part: {n: _shown(gold[n].article) for n in ns} for part, ns in sorted(groups[key].items())}}


def _shown(article: Article) -> str:
    return article.title or article.text[:80]
