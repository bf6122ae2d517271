"""Quantities in running text: NewsQuant (values, units, changes, concepts), sets derived from Microsoft's recognizers, quantulum3's tests.

The gold has no spans: matching is one to one within the sentence, the value must agree, ties go to the pair that agrees in most else.
value = low = high = the gold value, or both ends of a gold range (two quantities with these values count as that range); value_unit = and
the unit after normalising, or for counted nouns a shared word stem; value_change = and the bound or change; value_unit_change = all three.
concept_tokens = mean word-stem F1 of the referred concept against counted and scope, a missed quantity counting 0. A duration of the
times counts as a quantity where none overlaps it: NewsQuant takes durations as quantities. Only NewsQuant has changes and concepts.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from evaluation.matching import one_to_one, prf
from twosource.model import Article

Row = Mapping[str, Any]
UNITS = Path(__file__).with_name("labels") / "unit_names.tsv"
_RANGE = re.compile(r"(-?\d+(?:\.\d+)?(?:E[-+]?\d+)?)-(\d+(?:\.\d+)?(?:E[-+]?\d+)?)")
_DURATION = re.compile(r"P(T?)(\d+(?:\.\d+)?)([YMWDHS])$")
_DURATION_UNITS = {"Y": "year", "M": "month", "W": "week", "D": "day", "TH": "hour", "TM": "minute", "TS": "second", "TD": "day"}
_STOP = frozenset(
    "a an the of in on at to for from by with and or as its his her their this that these those it"
    " per is are was were be been has have had".split()
)
_BOUNDS = {"~": ("about", "vague"), ">": ("at_least", "more_than"), "<": ("at_most", "less_than")}
_WORD_PREFIXES = {"kilo": "k", "mega": "M", "giga": "G", "tera": "T", "centi": "c", "milli": "m", "micro": "u", "exa": "E"}
_BASE_WORDS = {
    "metre": "m",
    "meter": "m",
    "gram": "g",
    "litre": "l",
    "liter": "l",
    "watt": "W",
    "hertz": "Hz",
    "byte": "B",
    "bit per second": "bit/second",
    "volt": "V",
    "pascal": "Pa",
    "ton": "t",
    "pound per square inch": "psi",
}
_BASE_SIGNS = {
    **{s: s for s in ("m", "g", "l", "W", "Hz", "B", "V", "Pa", "psi", "t")},
    "L": "l",
    "By": "B",
    "bps": "bit/second",
    "bit/s": "bit/second",
}


@dataclass(frozen=True, slots=True)
class Expected:
    """One quantity of the gold; `change` is =, ~, <, >, up or down; - where the gold is silent."""

    value: tuple[float, ...]
    unit: str
    normalized: str
    change: str
    concept: str


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str
    quantities: tuple[Expected, ...]


@dataclass(frozen=True, slots=True)
class Gold:
    """Sentences by name; `whole`: with changes and concepts."""

    sentences: dict[str, Sentence]
    whole: bool


def load(data: Path) -> dict[str, Gold]:
    """NewsQuant, the recognizer sets and quantulum3's tests, those that are there."""
    found = {}
    for path in sorted((data / "newsquant").glob("*.json")):
        name = path.stem.split("-")[0].lower()
        rows = json.loads(path.read_text(encoding="utf-8"))
        short = "nq" if name == "newsquant" else name
        sentences = {f"{short}{i:04d}": Sentence(r["text"], tuple(_expected(q) for q in r["quantities"])) for i, r in enumerate(rows)}
        found[name] = Gold(sentences, name == "newsquant")
    tests = data / "quantulum3_tests" / "quantities.json"
    if tests.exists():
        rows = json.loads(tests.read_text(encoding="utf-8"))
        found["quantulum3"] = Gold(
            {f"q{i:04d}": Sentence(r["req"], tuple(_from_test(q) for q in r["res"])) for i, r in enumerate(rows)}, False
        )
    return found


def _expected(row: Row) -> Expected:
    value = row["value"].replace(" ", "")
    both = _RANGE.fullmatch(value)
    numbers = (float(both[1]), float(both[2])) if both else (float(value),)
    return Expected(numbers, row.get("unit", "-"), row["normalized_unit"], row.get("change", "="), row.get("referred_concepts", "-"))


def _from_test(row: Row) -> Expected:
    value, spread = float(row["value"]), row.get("uncertainty") or 0
    unit = "-" if row["unit"] == "dimensionless" else row["unit"]
    return Expected((value - spread, value + spread) if spread else (value,), "-", unit, "=", "-")


def articles(gold: Gold) -> Iterator[Article]:
    for name, sentence in gold.sentences.items():
        digest = hashlib.sha256(sentence.text.encode()).hexdigest()
        yield Article(id=name, uri=f"https://example.org/{name}", text=sentence.text, language="en", sha256=digest)


def score(gold: Gold, rows: Iterable[Row]) -> dict[str, Any]:
    """Precision, recall and F1 of the figures above; change_recall is hits of all by kind of change."""
    counts: Counter[str] = Counter()
    by_change: dict[str, Counter[str]] = defaultdict(Counter)
    concept_f1 = 0.0
    for sentence, found, pairs in _matched(gold, rows):
        counts["gold"] += len(sentence.quantities)
        counts["found"] += len(found)
        for expected in sentence.quantities:
            counts["concepts"] += bool(_concept(expected))
            by_change[expected.change]["n"] += 1
        for g, f in pairs:
            expected, quantity = sentence.quantities[g], found[f]
            unit, change = unit_fits(expected, quantity), change_fits(expected, quantity)
            counts.update(value=1, value_unit=unit, value_change=change, value_unit_change=unit and change)
            by_change[expected.change]["hit"] += change
            if wanted := _concept(expected):
                told = stems(quantity.get("counted"), quantity.get("scope"))
                counts["concept_told"] += bool(told)
                counts["concept_any"] += bool(wanted & told)
                concept_f1 += 2 * len(wanted & told) / (len(wanted) + len(told))
    names = ("value", "value_unit", "value_change", "value_unit_change") if gold.whole else ("value", "value_unit")
    figures: dict[str, Any] = {"sentences": len(gold.sentences), "gold": counts["gold"], "predicted": counts["found"]}
    figures |= {name: prf(counts[name], counts["found"], counts["gold"]) for name in names}
    if gold.whole:
        figures["concept_any"] = prf(counts["concept_any"], counts["concept_told"], counts["concepts"])
        figures["concept_tokens"] = round(concept_f1 / counts["concepts"], 4) if counts["concepts"] else 0.0
        figures["change_recall"] = {k: f"{v['hit']}/{v['n']}" for k, v in sorted(by_change.items())}
    return figures


def errors(gold: Gold, rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
    """Wrong units and changes, misses, false alarms."""
    for sentence, found, pairs in _matched(gold, rows):
        for g, f in pairs:
            expected, quantity = sentence.quantities[g], found[f]
            unit, change = unit_fits(expected, quantity), change_fits(expected, quantity) or not gold.whole
            if not (unit and change):
                yield {"text": sentence.text, "gold": _shown(expected), "found": quantity, "unit": unit, "change": change}
        missed = set(range(len(sentence.quantities))) - {g for g, _ in pairs}
        false = set(range(len(found))) - {f for _, f in pairs}
        yield from ({"text": sentence.text, "missed": _shown(sentence.quantities[g])} for g in sorted(missed))
        yield from ({"text": sentence.text, "false": found[f]} for f in sorted(false))


def _shown(expected: Expected) -> dict[str, Any]:
    return {name: getattr(expected, name) for name in Expected.__slots__}


def _concept(expected: Expected) -> set[str]:
    return stems(expected.concept) if expected.concept != "-" else set()


def _matched(gold: Gold, rows: Iterable[Row]) -> Iterator[tuple[Sentence, list[Row], list[tuple[int, int]]]]:
    """Each sentence with its predicted quantities and the matched pairs (gold, predicted)."""
    found = _predicted(rows)
    for name, sentence in gold.sentences.items():
        quantities = _joined(sentence.quantities, found.get(name, []))
        pairs = []
        for i, expected in enumerate(sentence.quantities):
            for j, quantity in enumerate(quantities):
                if value_fits(expected.value, quantity):
                    shared = len(stems(expected.concept) & stems(quantity.get("counted"), quantity.get("scope")))
                    agreement = 1 + 4 * unit_fits(expected, quantity) + 2 * change_fits(expected, quantity) + min(shared, 3) / 4
                    pairs.append((agreement, i, j))
        yield sentence, quantities, one_to_one(pairs)


def _predicted(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """The quantities by article, each span once, and the durations that none of them overlaps."""
    quantities: dict[str, dict[tuple[int, int], Row]] = defaultdict(dict)
    durations: dict[str, dict[tuple[int, int], Row]] = defaultdict(dict)
    for row in rows:
        for quantity in row.get("quantities") or ():
            quantities[row["article_id"]].setdefault(tuple(quantity["span"]), quantity)
        for time in row.get("times") or ():
            m = _DURATION.match(time.get("value") or "")
            if m and time.get("type") == "duration":
                value, unit = float(m[2]), _DURATION_UNITS.get(m[1] + m[3], "year")
                durations[row["article_id"]][tuple(time["span"])] = {"low": value, "high": value, "bound": "exact", "unit": unit}
    for name, spans in durations.items():
        own = quantities[name]
        for span, quantity in spans.items():
            if not any(s < span[1] and e > span[0] for s, e in own):
                own[span] = quantity
    return {name: list(found.values()) for name, found in quantities.items()}


def _joined(gold: Sequence[Expected], found: Sequence[Row]) -> list[Row]:
    """Gold takes "from 4.8 to 4.7 percent" as one range: two quantities with just these values are read as that range."""
    left = list(found)
    for expected in gold:
        if len(expected.value) != 2 or any(value_fits(expected.value, q) for q in left):
            continue
        first = [q for q in left if value_fits(expected.value[:1], q)]
        second = [q for q in left if value_fits(expected.value[1:], q) and q not in first[:1]]
        if first and second:
            a, b = first[0], second[0]
            left = [q for q in left if q is not a and q is not b]
            bound = b.get("bound") if b.get("bound") != "exact" else "between"
            either = {name: b.get(name) or a.get(name) for name in ("unit", "counted", "scope", "change")}
            left.append({**b, "low": expected.value[0], "high": expected.value[1], "bound": bound, **either})
    return left


def value_fits(value: Sequence[float], quantity: Row) -> bool:
    low, high = quantity.get("low"), quantity.get("high")
    told = [x for x in (low, high) if x is not None]
    if not told:
        return False
    if len(value) == 2:
        return len(told) == 2 and (
            (_same(value[0], told[0]) and _same(value[1], told[1])) or (_same(value[0], told[1]) and _same(value[1], told[0]))
        )
    if len(told) == 2 and not _same(*told):
        return quantity.get("bound") == "about" and told[0] <= value[0] <= told[1] and _same(sum(told) / 2, value[0])
    mirrored = quantity.get("change") == "down" or (value[0] < 0 and quantity.get("change"))
    return _same(value[0], told[0]) or bool(mirrored and _same(-value[0], told[0]))


def _same(a: float, b: float) -> bool:
    largest = max(abs(a), abs(b))
    return abs(a - b) <= 1e-6 * max(1.0, largest) if largest >= 1e-3 else abs(a - b) <= 1e-3 * largest


def change_fits(expected: Expected, quantity: Row) -> bool:
    change, bound = quantity.get("change"), quantity.get("bound")
    if expected.change in ("up", "down"):
        return bool(change == expected.change)
    if expected.change == "=":
        return change is None and bound in ("exact", "between", None)
    return bound in _BOUNDS[expected.change]


def unit_fits(expected: Expected, quantity: Row) -> bool:
    unit, counted = quantity.get("unit"), quantity.get("counted")
    if expected.normalized in ("-", "") and expected.unit in ("-", ""):
        return not unit
    told = canonical(unit)
    normalized = canonical(expected.normalized)
    if told and told in {normalized, canonical(expected.unit)}:
        return True
    rate = re.match(r"(.+) per (\w+)$", expected.normalized)  # what it is counted by may stand in scope or counted
    if rate and told and told == canonical(rate[1]) and stems(rate[2]) & stems(quantity.get("scope"), counted):
        return True
    known = {one for one, _ in _unit_rows()}
    if told in known:
        return False
    wanted = stems(expected.unit, expected.normalized)
    if normalized in known:
        return bool(unit and wanted & stems(unit))
    return bool(wanted & stems(unit, counted))


def stem(word: str) -> str:
    word = word.lower()
    for ending, other in (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"), ("men", "man"), ("s", "")):
        if word.endswith(ending) and len(word) > len(ending) + 2 and not word.endswith("ss"):
            return word[: -len(ending)] + other
    return word


def stems(*texts: str | None) -> set[str]:
    return {stem(w) for t in texts if t for w in re.findall(r"[^\W_]+", t) if w.lower() not in _STOP}


def canonical(unit: str | None) -> str | None:
    """The one spelling of a unit: "miles an hour", "mph" and "[mi_i]/h" are one."""
    if not unit or unit == "-":
        return None
    unit = unit.strip()
    if unit in _signs():
        return _signs()[unit]
    low = " ".join(unit.lower().replace("_", " ").split())
    if low in _spellings():
        return _spellings()[low]
    rate = re.match(r"(.+?) (?:per|a|an) (.+)$|([^/]+)/(.+)$", low)
    if rate:
        what, by = (rate[1], rate[2]) if rate[1] else (rate[3], rate[4])
        return f"{_spellings().get(what, stem(what))}/{_spellings().get(by, stem(by))}"
    return _spellings().get(" ".join(stem(w) for w in low.split()), low)


@cache
def _unit_rows() -> tuple[tuple[str, str], ...]:
    lines = UNITS.read_text(encoding="utf-8").splitlines()
    return tuple((one, words) for one, words in (x.split("\t") for x in lines if x and not x.startswith("#")))


@cache
def _spellings() -> dict[str, str]:
    found = {w.replace("_", " "): one for one, words in _unit_rows() for w in words.split("|")}
    for prefix, sign in _WORD_PREFIXES.items():
        for base, one in _BASE_WORDS.items():
            for plural in ("", "s"):
                found.setdefault(prefix + base + plural, sign + one)
    found["gib"] = found["gb"] = "GB"
    found["ksi"] = found["kilopound per square inch"] = "kpsi"
    return found


@cache
def _signs() -> dict[str, str]:
    """Signs whose case matters: mW and MW."""
    found: dict[str, str] = {}
    for prefix in ("k", "M", "G", "T", "c", "m", "u", "µ", "μ"):
        for sign, one in _BASE_SIGNS.items():
            found.setdefault(prefix + sign, ("u" if prefix in "µμ" else prefix) + one)
    return found
