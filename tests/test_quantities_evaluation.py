"""The figures of evaluation/quantities.py on gold and predictions made up here."""

import json
from pathlib import Path
from typing import Any

import pytest

from evaluation import quantities
from evaluation.quantities import Expected, canonical, change_fits, unit_fits, value_fits

GOLD = [
    {
        "text": "Exports rose 7% to $2.3 billion.",
        "quantities": [
            {"change": "up", "value": "7", "unit": "%", "normalized_unit": "percentage", "referred_concepts": "Exports"},
            {"change": "=", "value": "2300000000", "unit": "$", "normalized_unit": "dollar", "referred_concepts": "Exports"},
        ],
    }
]


def _row(**fields: Any) -> dict[str, Any]:
    base = {
        "span": [0, 1],
        "low": 7.0,
        "high": 7.0,
        "bound": "exact",
        "unit": "percent",
        "counted": "Exports",
        "scope": None,
        "change": "up",
    }
    return {"article_id": "nq0000", "quantities": [base | fields]}


@pytest.fixture
def gold(tmp_path: Path) -> quantities.Gold:
    (tmp_path / "newsquant").mkdir()
    (tmp_path / "newsquant" / "NewsQuant-even.json").write_text(json.dumps(GOLD))
    return quantities.load(tmp_path)["newsquant"]


def test_all_right_is_one(gold: quantities.Gold) -> None:
    rows = [_row(), _row(span=[2, 3], low=2.3e9, high=2.3e9, unit="USD", change=None)]
    figures = quantities.score(gold, rows)
    assert [figures[k]["f1"] for k in ("value", "value_unit", "value_change", "value_unit_change", "concept_any")] == [1.0] * 5
    assert figures["concept_tokens"] == 1.0
    assert list(quantities.errors(gold, rows)) == []


def test_nothing_is_nought(gold: quantities.Gold) -> None:
    assert quantities.score(gold, [])["value"] == {"p": 0.0, "r": 0.0, "f1": 0.0}


def test_a_wrong_change_costs_the_change_alone(gold: quantities.Gold) -> None:
    figures = quantities.score(gold, [_row(change=None)])
    assert (figures["value_unit"]["p"], figures["value_change"]["p"], figures["change_recall"]) == (1.0, 0.0, {"=": "0/1", "up": "0/1"})


def test_a_duration_counts_where_no_quantity_overlaps(gold: quantities.Gold) -> None:
    time = {"span": [0, 1], "type": "duration", "value": "P7Y"}
    assert quantities.score(gold, [{"article_id": "nq0000", "times": [time]}])["value"]["p"] == 1.0
    assert quantities.score(gold, [_row() | {"times": [time]}])["predicted"] == 1


@pytest.mark.parametrize(
    ("value", "fields", "fits"),
    [
        ((5.0,), {"low": 5.0, "high": 5.0}, True),
        ((5.0,), {"low": 5.0, "high": None}, True),
        ((3.0, 5.0), {"low": 5.0, "high": 3.0}, True),
        ((3.0, 5.0), {"low": 3.0, "high": 3.0}, False),
        ((-5.0,), {"low": 5.0, "high": 5.0, "change": "down"}, True),
        ((5.0,), {"low": None, "high": None}, False),
    ],
)
def test_value(value: tuple[float, ...], fields: dict[str, Any], fits: bool) -> None:
    assert value_fits(value, fields) is fits


@pytest.mark.parametrize(
    ("unit", "normalized", "fields", "fits"),
    [
        ("$", "dollar", {"unit": "USD"}, True),
        ("$", "dollar", {"unit": "EUR"}, False),
        ("miles per hour", "mile per hour", {"unit": "[mi_i]/h"}, True),
        ("$ a barrel", "dollar per barrel", {"unit": "USD", "scope": "barrel"}, True),
        ("$ a barrel", "dollar per barrel", {"unit": "USD"}, False),
        ("workers", "worker", {"unit": None, "counted": "dock workers"}, True),
        ("-", "-", {"unit": None}, True),
        ("-", "-", {"unit": "USD"}, False),
    ],
)
def test_unit(unit: str, normalized: str, fields: dict[str, Any], fits: bool) -> None:
    assert unit_fits(Expected((1.0,), unit, normalized, "=", "-"), fields) is fits


@pytest.mark.parametrize(
    ("change", "fields", "fits"),
    [
        ("=", {"bound": "between", "change": None}, True),
        ("=", {"bound": "vague", "change": None}, False),
        ("~", {"bound": "vague", "change": None}, True),
        ("<", {"bound": "at_most", "change": None}, True),
        ("down", {"bound": "about", "change": "down"}, True),
    ],
)
def test_change(change: str, fields: dict[str, Any], fits: bool) -> None:
    assert change_fits(Expected((1.0,), "-", "-", change, "-"), fields) is fits


def test_case_tells_milli_from_mega() -> None:
    assert canonical("MW") != canonical("mW")
    assert canonical("megawatts") == canonical("MW")
