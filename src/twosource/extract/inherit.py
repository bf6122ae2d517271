"""What a copy puts forward, without reading it again: the claims of the text it copies, where their words stand in it.

Reads Article and Copy; writes Claim and Problem. A claim is handed down with its own spans if all of them lie in copied passages and
nothing it leans on is missing; what else stands in the copy is read, with the paragraphs that tell who is meant. The field: annotation
projection, within one language. It does not find copies.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import is_dataclass, replace
from functools import cache
from typing import Any, get_args, get_origin

from twosource.extract.claims import claim_id, extract, read_claims, unclosed
from twosource.extract.parse import stretches
from twosource.extract.times import published
from twosource.extract.times_story import NARRATIVE
from twosource.model import Article, Claim, Copy, Engine, Problem, Record, Span, Table, TimeExpression, TimeType
from twosource.schema import fields

# Who is read, and who takes over from whom: the longest text of its kind is read, and the rest take over from it. A copy of a copy
# that shares too little with a text that is read is read itself, and so is one that a person ruled on: a ruling is on one article.
HEIRS = """
WITH ties AS (
  SELECT copy AS id, of AS other FROM copies WHERE kind <> 'partial'
  UNION ALL
  SELECT of AS id, copy AS other FROM copies WHERE kind <> 'partial'
), sized AS (
  SELECT id, length(text) AS size, substr(published, 1, 10) AS day FROM articles
  WHERE (language IS NULL OR language = 'en') AND size(rulings) = 0
), longer AS (
  SELECT t.id, t.other, y.size, CASE WHEN x.day = y.day THEN 0 ELSE 1 END AS apart
  FROM ties AS t JOIN sized AS x ON x.id = t.id JOIN sized AS y ON y.id = t.other
  WHERE y.size > x.size OR (y.size = x.size AND y.id < x.id)
), ranked AS (
  SELECT l.id, l.other, row_number() OVER (PARTITION BY l.id ORDER BY l.apart, l.size DESC, l.other) AS place
  FROM longer AS l LEFT JOIN (SELECT DISTINCT id FROM longer) AS h ON h.id = l.other WHERE h.id IS NULL
)
SELECT id AS heir, other AS source FROM ranked WHERE place = 1
"""
READ = "SELECT t.* FROM t LEFT JOIN h ON h.heir = t.id WHERE h.heir IS NULL"
OWN = "SELECT t.*, h.heir FROM t JOIN h ON h.heir = t.id"
SOURCE = "SELECT t.*, h.heir FROM t JOIN h ON h.source = t.id"
CLAIMS = "SELECT t.*, h.heir FROM t JOIN h ON h.source = t.article_id"
TIES = """
SELECT t.*, h.heir FROM t JOIN h ON h.heir = t.copy AND h.source = t.of
UNION ALL
SELECT t.*, h.heir FROM t JOIN h ON h.heir = t.of AND h.source = t.copy
"""
BOTH = "SELECT * FROM a UNION ALL SELECT * FROM b"

WHOLE = 0.5  # of the text: a copy with more of its own to read, context included, is read whole, for it costs little more
_WORD = re.compile(r"[^\W_]+")
_NAME = re.compile(r"[A-Z][^\W\d_]+")
_ALIKE = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-"})
_LEANS = re.compile(r"\b(?:after|before|later|earlier|then|" + "|".join(sorted(NARRATIVE)) + r")\b", re.I)  # on a date told before
_CLOCK = re.compile(r"\b(?:hours?|minutes?|moments?|now)\b", re.I)  # counts from the hour of publication
_PLACE = re.compile(r"(?<=\bat )\d+")  # "the one minister named, at 141": in a reason
_YEAR = re.compile(r"\b[12]\d{3}\b")


def find_claims(engine: Engine, articles: Table, copies: Table) -> Table:
    """The table of Claim of a table of Article: one text of each family is read, and its copies take over what they carry of it."""
    heirs = engine.sql(HEIRS, articles=articles, copies=copies)
    claims = engine.map(extract, engine.sql(READ, t=articles, h=heirs), reads=Article, writes=Claim)
    given = {"own": (OWN, articles, Article), "source": (SOURCE, articles, Article), "claims": (CLAIMS, claims, Claim)}
    rows = {name: (engine.sql(query, t=t, h=heirs), of) for name, (query, t, of) in given.items()}
    rows["ties"] = (engine.sql(TIES, t=copies, h=heirs), Copy)
    return engine.sql(BOTH, a=claims, b=engine.group(inherit, rows, key="heir", writes=Claim))


def inherit(heir: str, rows: Mapping[str, list[Record]]) -> Iterator[Claim | Problem]:
    """The claims of one copy; the same that `extract` gives of it, where it is its source word for word."""
    (own,), (source,) = rows["own"], rows["source"]
    image = _Image(source, own, rows["ties"])
    if image.mine and image.share(image.mine | image.context(image.mine)) > WHOLE:
        yield from extract([own])
        return
    told: list[tuple[set[int], Claim | None]] = []
    for claim in rows["claims"]:
        if touched := image.paragraphs_of(claim.sentence):
            told.append((touched, image.handed_down(claim)))
    mine = set(image.mine)
    for touched, claim in told:
        if claim is None:
            mine |= touched
    while more := {n for touched, _ in told if touched & mine for n in touched} - mine:  # a sentence over two lines
        mine |= more
    read = mine | image.context(mine)
    if image.share(read) > WHOLE:
        yield from extract([own])
        return
    found = [claim for touched, claim in told if claim is not None and not touched & mine]
    if mine:
        found += [
            c for c in read_claims(image.only(read)) if any(s <= c.sentence[0] < e for s, e in map(image.stretches.__getitem__, mine))
        ]
    yield from unclosed(own, image.stretches)
    yield from sorted({c.id: c for c in found}.values(), key=lambda c: (c.span, c.id))


class _Image:
    """Where the characters of one text stand in another that copies it, which paragraphs of that are its own (`mine`), which words of the
    source it lacks (`missing`), and up to where it lacks nothing (`intact`)."""

    def __init__(self, source: Article, own: Article, ties: Sequence[Copy]) -> None:
        self.source, self.own = source, own
        self.stretches = stretches(own)
        self.starts = [start for start, _ in self.stretches]
        self.to = [-1] * len(source.text)
        self.verbatim = source.text == own.text and source.furniture == own.furniture
        if self.verbatim:
            self.to = list(range(len(source.text)))
        else:
            self._fill([(a, b) if t.copy == own.id else (b, a) for t in ties for a, b in t.passages])
        self.back = [-1] * len(own.text)
        for s, h in enumerate(self.to):
            if h >= 0:
                self.back[h] = s
        self.mine = {n for n, span in enumerate(self.stretches) if not self._carried(span)}
        self.missing = set(_words(source.text)) - set(_words(own.text))
        self.intact = next((i for i, h in enumerate(self.to) if h < 0 and source.text[i].isalnum()), len(self.to))
        x, y = published(own.published), published(source.published)
        self.same_day, self.same_hour = x.published == y.published, (x.published, x.moment) == (y.published, y.moment)

    def _fill(self, passages: list[tuple[Span, Span]]) -> None:
        x, y = (_blanked(a).translate(_ALIKE) for a in (self.source, self.own))
        taken = bytearray(len(y))
        for (i, end), (j, stop) in passages:
            while i and j and x[i - 1] == y[j - 1] and not x[i - 1].isalnum():  # the mark before the first word
                i, j = i - 1, j - 1
            while end < len(x) and stop < len(y) and x[end] == y[stop] and not x[end].isalnum():
                end, stop = end + 1, stop + 1
            while i < end and j < stop:
                a, b = x[i], y[j]
                if a == b or a.casefold() == b.casefold():
                    if self.to[i] < 0 and not taken[j]:
                        self.to[i], taken[j] = j, 1
                    i, j = i + 1, j + 1
                elif a.isalnum() and b.isalnum():
                    break  # words that shingles leave out of one of the two
                else:
                    i, j = i + (not a.isalnum() and not b.isspace()), j + (not b.isalnum() and (b.isspace() or a.isalnum()))

    def _carried(self, span: Span) -> bool:
        """Whether a stretch of the copy stands in the source with the same words and no others between them."""
        first, last = _ends(self.own.text, range(*span)), _ends(self.own.text, range(span[1] - 1, span[0] - 1, -1))
        if first is None or last is None:
            return True
        start, end = self.back[first], self.back[last] + 1
        return 0 <= start < end and _alike(self.own.text[first : last + 1], self.source.text[start:end])

    def paragraphs_of(self, sentence: Span) -> set[int]:
        """The stretches of the copy that hold something of a sentence of the source."""
        there = range(*sentence)
        first, last = self._first_at(there), self._first_at(there[::-1])
        if first < 0:
            return set()
        if 0 <= last - first <= 2 * len(there):
            return set(range(self._stretch(first), self._stretch(last) + 1))
        return {self._stretch(h) for i in there if (h := self.to[i]) >= 0}

    def _first_at(self, places: range) -> int:
        """Where the first of these letters of the source that the copy holds stands in it, else -1."""
        return next((h for i in places if (h := self.to[i]) >= 0 and self.own.text[h].isalnum()), -1)

    def _stretch(self, place: int) -> int:
        """The stretch that holds a character, or the one before it."""
        return max(0, bisect_right(self.starts, place) - 1)

    def at(self, span: Span) -> Span | None:
        """The place in the copy of words of the source; None where they do not stand there as they are."""
        start, end = span
        if start >= end or self.to[start] < 0 or self.to[end - 1] < 0:
            return None
        place = self.to[start], self.to[end - 1] + 1
        return place if _alike(self.source.text[start:end], self.own.text[slice(*place)]) else None

    def handed_down(self, claim: Claim) -> Claim | None:
        """The claim as the copy's own; None where some of it, or something that it leans on, is not there."""
        if not all(map(self._holds, claim.times)):
            return None
        if self.verbatim:
            return replace(claim, id=claim_id(self.own.id, claim.span, claim.attribution), article_id=self.own.id, uri=self.own.uri)
        if any(self.missing & set(_words(name)) for name in _names(claim)):
            return None
        try:
            moved = _mover(Claim)(claim, self)
        except LookupError:
            return None
        key = claim_id(self.own.id, moved.span, moved.attribution)
        return replace(moved, id=key, article_id=self.own.id, uri=self.own.uri)  # type: ignore[no-any-return]

    def _holds(self, time: TimeExpression) -> bool:
        """Whether a time means in the copy what it means in the source, of another day or with the story told so far."""
        words = self.source.text[slice(*time.span)]
        if time.span[0] > self.intact and (time.type is TimeType.TIME or _LEANS.search(words)):
            return False
        if self.same_day:
            return self.same_hour or not _CLOCK.search(words)
        fixed = time.type in (TimeType.DURATION, TimeType.SET) or (time.value or "").endswith("_REF")
        return (fixed and time.earliest is None) or _YEAR.search(words) is not None

    def context(self, wanted: set[int]) -> set[int]:
        """The stretches that tell who is meant in those wanted: the first, the one before each, and where each name comes up first."""
        if not wanted:
            return set()
        names = {m[0] for n in wanted for m in _NAME.finditer(self.own.text, *self.stretches[n])}
        found = {0} | {max(n - 1, 0) for n in wanted}
        for n, span in enumerate(self.stretches):
            here = {m[0] for m in _NAME.finditer(self.own.text, *span)}
            if names & here:
                found.add(n)
                names -= here
        return found

    def share(self, wanted: set[int]) -> float:
        """How much of the copy's text these stretches are."""
        return sum(e - s for s, e in map(self.stretches.__getitem__, wanted)) / max(1, sum(e - s for s, e in self.stretches))

    def only(self, wanted: set[int]) -> Article:
        """The copy with all else left out, in the way that furniture is."""
        return replace(self.own, furniture=(*self.own.furniture, *(s for n, s in enumerate(self.stretches) if n not in wanted)))


def _blanked(article: Article) -> str:
    """The text with what shingles leave out, furniture and corrections, as blanks."""
    text = article.text
    for s, e in (*article.furniture, *article.corrections):
        text = text[:s] + " " * (e - s) + text[e:]
    return text


def _ends(text: str, order: range) -> int | None:
    """The first letter or figure, in this order."""
    return next((i for i in order if text[i].isalnum()), None)


def _words(text: str) -> list[str]:
    return [w.casefold() for w in _WORD.findall(text)]


def _alike(a: str, b: str) -> bool:
    return a == b or _words(a) == _words(b)


def _names(claim: Claim) -> Iterator[str]:
    """Everybody whom the claim calls by a name that may stand elsewhere."""
    yield from claim.names
    if claim.event:
        yield from (p.name for p in (claim.event.agent, claim.event.patient) if p)
    if claim.attribution:
        yield from (name for link in claim.attribution.chain for name in (link.name, link.speaks_for) if name)


_Move = Callable[[Any, _Image], Any]


@cache
def _mover(hint: Any) -> _Move:
    """What takes a value of this type from the source to the copy; LookupError where a span does not stand there."""
    inner = next((a for a in get_args(hint) if a is not type(None)), None) if type(None) in get_args(hint) else hint
    if inner == Span:
        return lambda v, image: v and _span(v, image)
    if get_origin(inner) is tuple:
        move = _mover(get_args(inner)[0])
        return lambda v, image: v and tuple(move(x, image) for x in v)
    if not is_dataclass(inner):
        return lambda v, _: v
    parts = [(name, _mover(h)) for name, h in fields(inner) if _moves(h)]  # type: ignore[arg-type]
    names = {name for name, _ in fields(inner)}  # type: ignore[arg-type]

    def moved(value: Any, image: _Image) -> Any:
        if value is None:
            return None
        changed = {name: move(getattr(value, name), image) for name, move in parts}
        if {"span", "text"} <= names:
            changed["text"] = image.own.text[slice(*changed["span"])]
        if "reason" in names and value.reason:
            changed["reason"] = _PLACE.sub(lambda m: str(_span((int(m[0]), int(m[0]) + 1), image)[0]), value.reason)
        if "scope" in names and changed["scopes"]:
            changed["scope"] = "; ".join(s.text for s in changed["scopes"])
        return replace(value, **changed)

    return moved


def _moves(hint: Any) -> bool:
    """Whether a value of this type holds spans."""
    return hint == Span or is_dataclass(hint) or any(_moves(a) for a in get_args(hint) if a is not type(None) and a is not Ellipsis)


def _span(span: Span, image: _Image) -> Span:
    if (place := image.at(span)) is None:
        raise LookupError
    return place
