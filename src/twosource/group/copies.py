"""Which articles carry another's text, and which passages of it?

Reads articles; writes copies. The field: near-duplicate and text-reuse detection (Broder 1997 on resemblance and containment).
Fingerprints find candidates in SQL at a cost linear in the articles; exact passages decide. Furniture, corrections, the
house's lines and quotations count for nothing. It does not see a translation, nor a text told again in other words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from twosource.group.dates import before, instant
from twosource.group.shingles import Passage, Shingled, fingerprints, shared_passages, shingle, shingles, spans, words_of
from twosource.group.words import Words
from twosource.model import Article, Copy, CopyKind, Engine, Span, Table

# Read on news_cluster: edited wire copies carry .58 to 1 of their words, articles that quote one wire or one press release .47 or less.
COPY_SHARE = 0.5  # of the copy's words that stand in passages, and of those outside quotations
OWN_SHARE = (
    0.6  # within one outlet, unless on the same day or the next: its explainers and backgrounds reach .56 on Article-Bias-Prediction
)
WHOLE_SHARE = 0.8  # a shorter text that lies this wholly in the other is a trimmed copy of it, whichever came first
TRIMMED_TO = 0.25  # of the other's length: below that it is a brief that the other happens to take in
ONE_OUTLET_DAYS = 30  # an outlet's own updates come sooner; after that its pages share photo captions and backgrounds
LEAST_RUN = 8  # words of a passage: shorter runs are set phrases
LEAST_TOLD = 25  # words outside quotations; a text with fewer must be carried whole to be a copy
PARTIAL_WORDS = 30  # in passages, outside quotations in both texts; and of one passage
PARTIAL_RUN = 18  # a sentence of a wire: two reporters at one scene share shorter runs

_SAME_PRINTS = 3  # fingerprints in common, not counting boilerplate, before a pair is looked at
_SAME_SHARE = 5  # or a fifth of the shorter text's: within one outlet, this too is asked, for its pages share furniture
_FEW = 40  # articles with one fingerprint: all their pairs are looked at; of more, each against the ROOTS longest
_ROOTS = 3
_HOUSE = 3  # pages of one outlet with one fingerprint: perhaps the outlet's own boilerplate

NUMBERED = """
SELECT id, uri, outlet, published, version_of, size, CAST(row_number() OVER (ORDER BY id) AS INTEGER) AS n FROM articles
"""
PRINTS = "SELECT i.n, explode(t.prints) AS print FROM articles AS t JOIN numbered AS i ON i.id = t.id"
CANDIDATES = f"""
WITH counted AS (
  SELECT print, count(*) AS n FROM prints GROUP BY print HAVING count(*) > 1
), ranked AS (
  SELECT p.n, p.print, c.n AS held, row_number() OVER (PARTITION BY p.print ORDER BY i.size DESC, p.n) AS place
  FROM prints AS p JOIN counted AS c ON c.print = p.print JOIN articles AS i ON i.n = p.n
), house AS (
  SELECT r.print FROM ranked AS r JOIN articles AS i ON i.n = r.n GROUP BY r.print, i.outlet HAVING count(DISTINCT i.uri) >= {_HOUSE}
), boiler AS (
  SELECT DISTINCT print FROM house
), met AS (
  SELECT least(x.n, y.n) AS a, greatest(x.n, y.n) AS b, x.print
  FROM ranked AS x JOIN ranked AS y ON x.print = y.print AND x.place < y.place AND (x.held <= {_FEW} OR x.place <= {_ROOTS})
), pairs AS (
  SELECT m.a, m.b, count(*) AS shared, count(h.print) AS house
  FROM met AS m LEFT JOIN boiler AS h ON h.print = m.print GROUP BY m.a, m.b
), near AS (
  SELECT x.id AS a, y.id AS b, p.shared, p.house
  FROM pairs AS p JOIN articles AS x ON x.n = p.a JOIN articles AS y ON y.n = p.b
  WHERE {_SAME_SHARE} * p.shared >= least(x.size, y.size) OR (x.outlet <> y.outlet AND p.shared - p.house >= {_SAME_PRINTS})
), versions AS (
  SELECT CASE WHEN id < version_of THEN id ELSE version_of END AS a, CASE WHEN id < version_of THEN version_of ELSE id END AS b
  FROM articles WHERE version_of IS NOT NULL AND version_of <> id
  UNION
  SELECT x.id AS a, y.id AS b FROM articles AS x JOIN articles AS y ON x.uri = y.uri AND x.id < y.id WHERE x.uri LIKE 'http%'
), wanted AS (
  SELECT a, b, max(shared) AS shared, max(house) AS house
  FROM (SELECT a, b, shared, house FROM near UNION ALL SELECT a, b, 0 AS shared, 0 AS house FROM versions) AS u GROUP BY a, b
)
SELECT w.a, w.b, CAST(w.shared AS BIGINT) AS shared, CAST(w.house AS BIGINT) AS house, x.outlet = y.outlet AS same_outlet,
       x.uri AS a_uri, x.published AS a_published, x.version_of AS a_version_of,
       t.text AS a_text, t.furniture AS a_furniture, t.corrections AS a_corrections,
       y.uri AS b_uri, y.published AS b_published, y.version_of AS b_version_of,
       u.text AS b_text, u.furniture AS b_furniture, u.corrections AS b_corrections
FROM wanted AS w JOIN articles AS x ON x.id = w.a JOIN articles AS y ON y.id = w.b
 JOIN texts AS t ON t.id = w.a JOIN texts AS u ON u.id = w.b
ORDER BY w.a, w.b
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """An article's fingerprints, and what the candidates' SQL asks of it."""

    id: str
    uri: str
    outlet: str
    published: str | None
    version_of: str | None
    size: int  # how many fingerprints
    prints: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Two articles that share fingerprints (`house` of them on several pages of one outlet), a < b."""

    a: str
    b: str
    shared: int
    house: int
    same_outlet: bool
    a_uri: str
    a_published: str | None
    a_version_of: str | None
    a_text: str
    a_furniture: tuple[Span, ...]
    a_corrections: tuple[Span, ...]
    b_uri: str
    b_published: str | None
    b_version_of: str | None
    b_text: str
    b_furniture: tuple[Span, ...]
    b_corrections: tuple[Span, ...]


def find_copies(engine: Engine, articles: Table) -> Table:
    """The table of Copy of a table of Article: each pair in which one carries some of the other's text."""
    sketches = engine.map(sketch, articles, reads=Article, writes=Sketch)
    numbered = engine.sql(NUMBERED, articles=sketches)
    prints = engine.sql(PRINTS, articles=sketches, numbered=numbered)
    candidates = engine.sql(CANDIDATES, articles=numbered, prints=prints, texts=articles)
    return engine.map(verify, candidates, reads=Candidate, writes=Copy)


def sketch(articles: Iterator[Article]) -> Iterable[Sketch]:
    """Each article's fingerprints."""
    for a in articles:
        outlet = a.outlet or _host(a.uri) or a.id
        prints = fingerprints(shingles(words_of(a.text, (*a.furniture, *a.corrections)).forms))
        yield Sketch(
            id=a.id,
            uri=a.uri,
            outlet=outlet,
            published=a.published,
            version_of=a.version_of,
            size=len(prints),
            prints=prints,
        )


def _host(uri: str) -> str:
    """The host of a URL; empty for a path, or for what only looks like a URL ("http://[")."""
    try:
        return urlsplit(uri).hostname or ""
    except ValueError:
        return ""


def verify(candidates: Iterator[Candidate]) -> Iterable[Copy]:
    """What each pair of candidates comes to, if anything."""
    for c in candidates:
        a, b = (shingle(text, skip) for text, skip in _texts(c))
        a_is_of = _first_is_of(c)
        of, copy = (a, b) if a_is_of else (b, a)
        version = c.a_version_of == c.b or c.b_version_of == c.a or (c.a_uri == c.b_uri and c.a_uri.startswith("http"))
        least = min(LEAST_RUN, len(of.words), len(copy.words))
        passages = [p for p in shared_passages(of, copy) if p.length >= least]
        kind = CopyKind.VERSION if version else _kind(of, copy, passages, share=_share(c), boilerplate=_boilerplate(c))
        if kind:
            ids = (c.a, c.b) if a_is_of else (c.b, c.a)
            shingles = set(copy.shingles)
            contained = len(shingles & of.places.keys()) / max(1, len(shingles))
            yield Copy(of=ids[0], copy=ids[1], kind=kind, contained=round(contained, 4), passages=spans(passages, a=of, b=copy))


def _texts(c: Candidate) -> Iterator[tuple[str, tuple[Span, ...]]]:
    yield c.a_text, (*c.a_furniture, *c.a_corrections)
    yield c.b_text, (*c.b_furniture, *c.b_corrections)


def _days_apart(c: Candidate) -> int | None:
    x, y = instant(c.a_published), instant(c.b_published)
    return abs(x.toordinal() - y.toordinal()) if x and y else None


def _boilerplate(c: Candidate) -> bool:
    """Whether what both share may well be their outlet's: it stands on many of its pages, or they are far apart in time."""
    return 2 * c.house > c.shared or (c.same_outlet and (_days_apart(c) or 0) > ONE_OUTLET_DAYS)


def _share(c: Candidate) -> float:
    """How much of a text must be the other's: an outlet takes up its own background again, and carries its own news on at once."""
    return OWN_SHARE if c.same_outlet and _days_apart(c) not in (0, 1) else COPY_SHARE


def _kind(of: Shingled, copy: Shingled, passages: list[Passage], *, share: float, boilerplate: bool) -> CopyKind | None:
    carried = _carried(copy.words, [(p.b, p.length) for p in passages])
    taken = _carried(of.words, [(p.a, p.length) for p in passages])
    whole = min(taken) >= WHOLE_SHARE and len(of.words) >= TRIMMED_TO * len(copy.words)
    if boilerplate and min(*carried, *taken) < WHOLE_SHARE:
        return None
    if min(copy.words.quoted.count(False), of.words.quoted.count(False)) < LEAST_TOLD:
        return CopyKind.COPY if min(carried) >= WHOLE_SHARE or whole else None
    if min(carried) >= share or whole:
        return CopyKind.COPY
    told = [_told(p, of=of.words, copy=copy.words) for p in passages]
    return CopyKind.PARTIAL if sum(told) >= PARTIAL_WORDS and max(told) >= PARTIAL_RUN else None


def _carried(words: Words, runs: list[tuple[int, int]]) -> tuple[float, float]:
    """The share of a text's words that stand in the runs (start, length): of all, and of those outside quotations if there are any."""
    inside = {i for start, length in runs for i in range(start, start + length)}
    told = [i for i, quoted in enumerate(words.quoted) if not quoted]
    share = len(inside) / max(1, len(words))
    return share, sum(i in inside for i in told) / len(told) if told else share


def _told(passage: Passage, *, of: Words, copy: Words) -> int:
    """How many words of a passage neither text has inside quotation marks."""
    return sum(not of.quoted[passage.a + i] and not copy.quoted[passage.b + i] for i in range(passage.length))


def _first_is_of(c: Candidate) -> bool:
    """Whether `a` is the one carried: the earlier state, the earlier published, else the longer, else the smaller id."""
    if c.b_version_of == c.a or c.a_version_of == c.b:
        return c.b_version_of == c.a
    order = before(c.a_published, c.b_published)
    if order is not None:
        return order
    return len(c.a_text) >= len(c.b_text)
