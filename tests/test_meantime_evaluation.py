"""The MEANTIME task: offsets are of the text made from tokens, attributes come from claims, the majority baseline is told."""

from evaluation.meantime import articles, errors, load, score

XML = """<Document doc_id="1" lang="en">
<token t_id="1" sentence="0" number="0">Roe</token><token t_id="2" sentence="0" number="1">did</token>
<token t_id="3" sentence="0" number="2">n't</token><token t_id="4" sentence="0" number="3">resign</token>
<token t_id="5" sentence="0" number="4">.</token><token t_id="6" sentence="1" number="0">Poe</token>
<token t_id="7" sentence="1" number="1">left</token>
<Markables><EVENT_MENTION m_id="1" polarity="NEG" certainty="CERTAIN"><token_anchor t_id="4"/></EVENT_MENTION>
<EVENT_MENTION m_id="2" polarity="POS" certainty="POSSIBLE"><token_anchor t_id="7"/></EVENT_MENTION>
<EVENT_MENTION m_id="3" polarity="" certainty=""><token_anchor t_id="1"/></EVENT_MENTION></Markables></Document>"""


def gold(tmp_path):
    folder = tmp_path / "meantime" / "corpus_x"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "1_roe.xml").write_text(XML)
    return load(tmp_path)["meantime"]


def claim(trigger, *, polarity="affirmed", modality="stated", cue=None):
    attribution = {"cue": list(cue)} if cue else None
    return {
        "article_id": "1_roe",
        "id": "c",
        "span": [0, 17],
        "text": "Roe may",
        "event": {"trigger": list(trigger)},
        "polarity": polarity,
        "modality": modality,
        "attribution": attribution,
    }


def test_mentions_stand_where_their_words_do(tmp_path):
    (document,) = gold(tmp_path)
    assert articles([document])[0].text == "Roe didn't resign.\nPoe left"
    assert [document.text[slice(*m.span)] for m in document.mentions] == ["Roe", "resign", "left"]


def test_a_claim_lends_its_event_its_polarity_and_modality(tmp_path):
    rows = [claim((11, 17), polarity="denied"), claim((23, 27), modality="hedged")]
    figures = score(gold(tmp_path), rows)
    assert (figures["polarity"]["macro_f1"], figures["certainty"]["macro_f1"]) == (1.0, 1.0)
    assert not list(errors(gold(tmp_path), rows))


def test_without_claims_it_is_the_majority_baseline(tmp_path):
    figures = score(gold(tmp_path), [])
    assert figures["polarity"]["macro_f1"] == figures["polarity"]["majority"] == 0.3333
    assert {e["event"] for e in errors(gold(tmp_path), [])} == {"resign", "left"}


def test_a_negated_cue_is_a_saying_denied(tmp_path):
    figures = score(gold(tmp_path), [claim((0, 1), cue=(4, 17))])
    assert figures["polarity"]["denied"]["r"] == 1.0
