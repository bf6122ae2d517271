"""Two real articles on one press conference, read as an editor would. Not ours, so not here: TWOSOURCE_SAMPLES names their folder."""

import os
from pathlib import Path

import pytest

import twosource
from tests.conftest import absent
from twosource.group.copies import find_copies


@pytest.fixture(scope="module")
def articles():
    folder = os.environ.get("TWOSOURCE_SAMPLES")
    if not folder or not Path(folder).is_dir():
        absent("TWOSOURCE_SAMPLES does not name the folder with the two sample articles")
    return twosource.read_articles([str(folder)]).articles


@pytest.fixture(scope="module")
def findings(articles):
    return twosource.findings(articles)


@pytest.fixture(scope="module")
def claims(articles):
    return {c.id: c for c in twosource.claims(articles)}


def with_figure(findings, claims, value):
    return [f for f in findings if any(q.low == value for c in f.claims for q in claims[c].quantities)]


def test_267_drones_have_two_outlets_two_texts_and_one_origin(findings, claims):
    (found,) = with_figure(findings, claims, 267)
    assert (found.outlets, found.outlets_unknown, found.texts, found.origins) == (2, 2, 2, 1)
    assert [o.name for o in found.origin_list] == ["Volodymyr Zelenskyy"]
    assert found.status == "carried"


def test_138_shot_down_is_single_and_part_of_267(findings, claims, articles):
    (found,) = with_figure(findings, claims, 138)
    assert found.status == "single"
    claim = claims[found.claims[0]]
    (quantity,) = [q for q in claim.quantities if q.low == 138]
    text = next(a.text for a in articles if a.id == claim.article_id)
    assert quantity.part_of and "267" in text[quantity.part_of[0] : quantity.part_of[1]]


def test_500_billion_stands_against_114_with_whole_chains(findings, claims):
    (found,) = with_figure(findings, claims, 500e9)
    assert with_figure(findings, claims, 114e9) == [found]
    assert found.status == "disputed"
    chains = {tuple(link.name for link in claims[c].attribution.chain) for c in found.claims}
    assert {
        ("Volodymyr Zelenskyy", "Donald Trump"),
        ("Volodymyr Zelenskyy", "Kiel Institute for the World Economy"),
        ("Volodymyr Zelenskyy",),
    } <= chains
    assert {("value", "conflicts"), ("counted", "conflicts")} <= {(d.aspect, d.kind) for d in found.differences}


def test_the_offer_to_resign_is_one_finding_with_a_difference_of_condition(findings, claims):
    offers = [f for f in findings if any(claims[c].event and claims[c].event.predicate in ("resign", "step down") for c in f.claims)]
    (found,) = offers
    assert found.origins == 1 and found.outlets == 2
    assert "condition" in {d.aspect for d in found.differences}


def test_the_largest_attack_is_one_finding_with_a_difference_of_scope(findings, claims):
    found = [f for f in findings if any(claims[c].scopes for c in f.claims)]
    assert len(found) == 1
    assert "scope" in {d.aspect for d in found[0].differences}


def test_the_dictator_remark_is_joined(findings):
    (found,) = [f for f in findings if any("dictator" in e.text for e in f.evidence)]
    assert found.outlets == 2 and [o.name for o in found.origin_list] == ["Donald Trump"]


def test_counters_and_anniversaries_are_no_quantities(claims):
    assert not [q for c in claims.values() for q in c.quantities if q.low in (13, 3)]


def test_nothing_else_is_disputed(findings):
    assert len([f for f in findings if f.status == "disputed"]) == 1


def test_neither_is_a_copy_and_nothing_is_invented(articles):
    from twosource.engines.local import LocalEngine
    from twosource.model import Article

    engine = LocalEngine()
    assert find_copies(engine, engine.table(articles, Article)).num_rows == 0
    assert [(a.outlet, a.published, a.authors) for a in articles] == [(None, None, ())] * 2
