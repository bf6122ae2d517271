"""The figures for attributions, on a text and an annotation written here."""

from pathlib import Path

from evaluation import attribution

TEXT = 'Roe said the port was shut. "It is safe," the mayor told us. It is feared that nine died.'
SPANS = [
    ("T1", "Source", "Roe"),
    ("T2", "Cue", "said"),
    ("T3", "Content", "the port was shut"),
    ("T4", "Source", "the mayor"),
    ("T5", "Cue", "told"),
    ("T6", "Content", '"It is safe,"'),
    ("T7", "Cue", "is feared"),
    ("T8", "Content", "nine died"),
    ("T9", "Discard", "us"),
]
EVENTS = [
    "E1\tAttribution:T0 Source:T1 Cue:T2 Content:T3",
    "E2\tAttribution:T0 Source:T4 Cue:T5 Content2:T6",
    "E3\tAttribution:T0 Cue:T7 Content:T8",
    "E4\tAttribution:T0 Cue:T5 Content:T9",
]


def gold(folder: Path) -> attribution.Gold:
    part = folder / "polnear" / "dev"
    (part / "text").mkdir(parents=True)
    (part / "attributions").mkdir()
    (part / "text" / "daily_1.txt").write_text(TEXT, encoding="utf-8")
    lines = [f"{i}\t{kind} {TEXT.index(w)} {TEXT.index(w) + len(w)}\t{w}" for i, kind, w in SPANS]
    (part / "attributions" / "daily_1_b.ann").write_text("E1\tAttribution:T0\n", encoding="utf-8")
    (part / "attributions" / "daily_1_a.ann").write_text("\n".join([*lines, "T broken over", "lines", *EVENTS]), encoding="utf-8")
    return attribution.load(folder)["polnear"]


def row(source: str | None, cue: str | None, *content: str) -> dict[str, object]:
    def span(words: str | None) -> list[int] | None:
        return [TEXT.index(words), TEXT.index(words) + len(words)] if words else None

    return {"article_id": "daily_1", "attribution": {"source": span(source), "cue": span(cue), "content": [span(c) for c in content]}}


PERFECT = [row("Roe", "said", "the port was shut"), row("the mayor", "told", '"It is safe,"'), row(None, "is feared", "nine died")]


def test_the_first_annotator_s_relations_are_gold(tmp_path: Path) -> None:
    (document,) = gold(tmp_path).values()
    assert [len(r.source) for r in document.relations] == [1, 1, 0]  # the discarded span makes no relation


def test_gold_is_right_in_everything(tmp_path: Path) -> None:
    g = gold(tmp_path)
    figures = attribution.score(g, PERFECT)
    assert all(figures[k]["f1"] == 1 for k in figures if isinstance(figures[k], dict) and "f1" in figures[k])
    assert figures["content_tokens"]["kappa"] == 1
    assert {m: c["n"] for m, c in figures["recall_by_mode"].items()} == {"direct": 1, "indirect": 2, "no_source": 1}
    assert figures["by_outlet"] == {"daily": {"p": 1.0, "r": 1.0, "f1": 1.0}}
    assert list(attribution.errors(g, PERFECT)) == []


def test_a_claim_for_each_proposition_is_one_attribution(tmp_path: Path) -> None:
    pieces = [row("Roe", "said", "the port"), row("Roe", "said", "was shut")]
    figures = attribution.score(gold(tmp_path), pieces)
    assert (figures["predicted"], figures["attribution"]["p"]) == (1, 1.0)


def test_a_wrong_source_is_content_found_alone(tmp_path: Path) -> None:
    g = gold(tmp_path)
    rows = [row("the mayor", "said", "the port was shut"), row("Roe", None, "nine died")]
    figures = attribution.score(g, rows)
    assert (figures["content_spans"]["r"], figures["attribution"]["r"]) == (0.6667, 0.0)
    found = list(attribution.errors(g, rows))
    assert [e["content_found"] for e in found if "miss" in e] == [True, False, True]
    assert sum("false" in e for e in found) == 2


def test_nothing_found_is_nothing_scored(tmp_path: Path) -> None:
    figures = attribution.score(gold(tmp_path), [])
    assert figures["attribution"] == {"p": 0.0, "r": 0.0, "f1": 0.0}
    assert figures["content_tokens"]["kappa"] == 0
