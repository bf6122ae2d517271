"""Which earlier figure is the whole that a part is taken from: "267 drones ... shot down 138 of these drones".

Reads a text's sentences with their quantities, gives them back with `part_of` on the whole's figure where an earlier one counts the same
thing; else it stays on the words that name the whole. Bridging reference in the sense of Clark 1975. Does not look forward.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from twosource.extract.parse import Sentence
from twosource.model import Quantity

_BACK = 3  # sentences searched for the whole
_EARLIER = 100  # figures in them, the last: a table of thousands is no text
_PRONOUNS = frozenset({"them", "these", "those", "whom", "which"})
_DEMONSTRATIVE = re.compile(r"(?:these|those|the|such)\b", re.I)


def link_wholes(
    text: str, sentences_quantities: Sequence[tuple[Sentence, tuple[Quantity, ...]]]
) -> tuple[tuple[Sentence, tuple[Quantity, ...]], ...]:
    """The quantities of a text, each part linked to the figure of its whole."""
    earlier: list[tuple[int, Quantity]] = []
    linked = []
    for n, (sentence, quantities) in enumerate(sentences_quantities):
        done = []
        for quantity in quantities:
            found = _whole(text, quantity, [q for k, q in earlier if n - k <= _BACK])
            done.append(found)
            earlier.append((n, found))
            del earlier[:-_EARLIER]
        linked.append((sentence, tuple(done)))
    return tuple(linked)


def _whole(text: str, part: Quantity, earlier: Sequence[Quantity]) -> Quantity:
    if part.unit is not None and part.unit != "percent":
        return part
    figures = [
        q
        for q in reversed(earlier)
        if q.unit is None and q.counted is not None and q.part_of is None and q.change is None and q.span != part.span
    ]
    if part.head == "other" or part.counted == "others":
        sharing = [q for q in reversed(earlier) if q.part_of is not None and q.unit is None]
        if sharing:  # "138 of these drones, while many others": of the same whole as the part before it
            return replace(part, part_of=sharing[0].part_of, head=sharing[0].head)
        return replace(part, head=figures[0].head) if figures else part  # "12 people died and 30 others were hurt"
    if part.part_of is None:
        return part
    named = text[part.part_of[0] : part.part_of[1]]
    if re.match(r"\D*\d", named):
        return part
    for whole in figures:
        if named.lower() in _PRONOUNS or (whole.head == part.head and part.head is not None and _DEMONSTRATIVE.match(named)):
            return replace(
                part,
                part_of=whole.span,
                head=part.head or whole.head,
                counted=part.counted or whole.counted,
                counted_span=part.counted_span or whole.counted_span,
            )
    return part
