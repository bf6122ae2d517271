"""Marked lines for quantities: "at least [q 34 | at_least 34 counted=people] people".

In the brackets: the exact span (its counted noun outside it), then after the bar the bound (exact, or between for a range, if left out), the
value (n, low..high, or ? for none), and any of unit= per= counted= head= part= scope= change= (blanks as _), and "more" for an increment.
unit, per, change and increment are always compared, the others where given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from twosource.extract.parse import Sentence, load_model
from twosource.extract.quantities import find_quantities, link_wholes
from twosource.model import Bound, Quantity, TimeExpression

_MARK = re.compile(r"\[q (.+?) \| ((?:[^\[\]]|\[\w+\])*)\]")


@dataclass(frozen=True)
class Line:
    text: str
    expected: tuple[tuple[tuple[int, int], dict[str, str]], ...]


def line(marked: str) -> Line:
    text, expected, end = "", [], 0
    for m in _MARK.finditer(marked):
        text += marked[end : m.start()]
        start = len(text)
        text += m[1]
        expected.append(((start, len(text)), _fields(m[2])))
        end = m.end()
    return Line(text + marked[end:], tuple(expected))


def _fields(words: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    for word in words.split():
        if "=" in word:
            name, _, value = word.partition("=")
            fields[name] = value.replace("_", " ") if name not in ("unit",) else value
        elif word in [str(b) for b in Bound]:
            fields["bound"] = word
        elif word == "more":
            fields["increment"] = "yes"
        else:
            fields["value"] = word
    return fields


def read(text: str, times: tuple[TimeExpression, ...] = ()) -> tuple[Quantity, ...]:
    sentences = [Sentence(s, 0, 0, n) for n, s in enumerate(load_model()(text).sents)] if text.strip() else []
    found = [(s, find_quantities(s, times=[t for t in times if s.span[0] <= t.span[0] < s.span[1]])) for s in sentences]
    return tuple(q for _, qs in link_wholes(text, found) for q in qs)


def wanted(fields: dict[str, str]) -> dict[str, object]:
    value = fields.get("value", "?")
    low, _, high = value.partition("..")
    numbers = (None, None) if value == "?" else (float(low), float(high or low))
    bound = fields.get("bound", "exact" if not high else "between")
    base: dict[str, object] = {"value": numbers, "bound": bound, "increment": fields.get("increment")}
    base.update({name: fields.get(name) for name in ("unit", "per", "change")})
    base.update({name: fields[name] for name in ("counted", "head", "part", "scope") if name in fields})
    return base


def told(q: Quantity, fields: dict[str, str], text: str) -> dict[str, object]:
    value = (None, None) if q.low is None or q.high is None else (round(q.low, 9), round(q.high, 9))
    fields_told: dict[str, object] = {
        "value": value,
        "bound": str(q.bound),
        "increment": "yes" if q.increment else None,
        "unit": q.unit,
        "per": q.per,
    }
    fields_told["change"] = str(q.change) if q.change else None
    others = {
        "counted": q.counted or "none",
        "head": q.head or "none",
        "part": text[slice(*q.part_of)] if q.part_of else "none",
        "scope": q.scope or "none",
    }
    fields_told.update({name: value for name, value in others.items() if name in fields})
    return fields_told
