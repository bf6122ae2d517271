"""QA-ALIGN and SuperPAL read as pairs of documents, and how joined sentences are counted."""

import csv

import numpy as np
import pytest

from evaluation import alignment, embedding
from evaluation.propositions import pairwise, qa_align, superpal


def written(path, rows):
    with path.open("w", newline="") as out:
        table = csv.DictWriter(out, fieldnames=list(rows[0]))
        table.writeheader()
        table.writerows(rows)


def finding(*held):
    return {"story_id": "s", "evidence": [{"article_id": d.name, "span": list(d.sentences[n])} for d, n in held], "differences": []}


def test_a_pair_with_aligned_questions_is_linked(tmp_path):
    one = {"key": "k", "alignments": "[{'sent1': [], 'sent2': []}]", "tokens_1": "The tram stopped .", "tokens_2": "A tram halted ."}
    written(tmp_path / "qaalign_dev_half.csv", [one, one | {"key": "m", "alignments": "[]"}])
    gold = qa_align(tmp_path)
    assert [d.text for d in gold[:2]] == ["The tram stopped.", "A tram halted."]
    assert alignment.linked(gold) == {frozenset({("k-1", 0), ("k-2", 0)})}
    assert {m.story_id for m in alignment.memberships(gold)} == {"k", "m"}
    joined = alignment.score(gold, [finding((gold[0], 0), (gold[1], 0))])
    assert (joined["tpr"], joined["tnr"], joined["lemma"]) == (1.0, 1.0, 0.5)


def test_only_the_aligned_sentences_of_a_summary_and_its_texts_are_linked(tmp_path):
    pairs = [("The mayor left.", "Ada Kolm resigned."), ("The mayor left.", "She stepped down."), ("It rained.", "Rain fell.")]
    written(tmp_path / "dev_MN_only.csv", [{"topic": "t", "scuSentence": a, "docSentText": b} for a, b in pairs])
    gold = superpal(tmp_path)
    summary, texts = gold
    assert [summary.text[slice(*s)] for s in summary.sentences.values()] == ["The mayor left.", "It rained."]
    assert len(alignment.linked(gold)) == 3
    scored = alignment.score(gold, [finding((summary, 0), (texts, 0), (texts, 2))])
    assert (scored["linked"], scored["not_linked"], scored["tpr"], scored["tnr"]) == (3, 3, 0.3333, 0.6667)
    by_pair = pairwise(gold)
    assert len(by_pair) == 2 * 2 * 3
    assert [(d.topic, d.text, bool(d.chains)) for d in by_pair[:2]] == [
        ("t-0-0", "The mayor left.", True),
        ("t-0-0", "Ada Kolm resigned.", True),
    ]
    assert len(alignment.linked(by_pair)) == 3
    assert scored["lost"] == {"no_claim": 1.0}  # of "It rained." and of "She stepped down." the finding has nothing


def test_documents_of_ecbplus_are_grouped_by_the_product(tmp_path):
    from evaluation.ecbplus import Document

    assert alignment.memberships([Document("1_1ecb", "1", "1ecb", "", {})]) is None


def _two_pairs(tmp_path):
    one = {"key": "k", "alignments": "[{'sent1': [], 'sent2': []}]", "tokens_1": "The tram stopped .", "tokens_2": "A tram halted ."}
    written(tmp_path / "qaalign_dev_half.csv", [one, one | {"key": "m", "alignments": "[]", "tokens_2": "It rained ."}])
    return qa_align(tmp_path)


def test_a_baseline_has_the_threshold_that_is_best_for_it(tmp_path, monkeypatch):
    gold = _two_pairs(tmp_path)
    monkeypatch.setattr(embedding, "installed", lambda: True)
    monkeypatch.setattr(embedding, "embedded", lambda texts: np.array([[1.0, 0.0] if "tram" in t else [0.6, 0.8] for t in texts]))
    assert set(alignment.cosine(gold, alignment._inside(gold)).values()) == {100, 60}
    assert alignment.score(gold, [])["embedding"] == 1.0  # joined at 1.00, apart at 0.60
    assert alignment.score(gold, [])["embedding_one_setting"] == 0.5  # both above it


def test_without_the_model_its_figure_is_left_out_and_said_so(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(embedding, "installed", lambda: False)
    assert "embedding" not in alignment.score(_two_pairs(tmp_path), [])
    assert "twosource[evaluation]" in capsys.readouterr().err


@pytest.mark.skipif(not embedding.installed(), reason="the evaluation extra is not installed")
def test_sentences_of_one_meaning_are_nearer():
    tram, halted, rain = embedding.embedded(["The tram stopped at the bridge.", "A tram halted by the bridge.", "It rained all day."])
    assert tram @ tram == pytest.approx(1.0, abs=1e-3)
    assert tram @ halted > 0.6 > 0.3 > tram @ rain
