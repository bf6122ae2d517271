"""Which articles are on the same happening?

Reads articles and copies; writes memberships, and from them the public stories. The field: event detection, TDT's topics.
Articles that share rare features are candidates (SQL, at a cost linear in the articles); candidates hang together in patches;
inside a patch, average linkage over exact scores cuts happenings apart. It never says that two happenings are related.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from itertools import combinations

from twosource.group.dates import order
from twosource.group.families import Union, families
from twosource.group.features import Signature, signatures
from twosource.linkage import average_linkage
from twosource.model import Article, Copy, CopyKind, Engine, Membership, Record, Story, Table

SCORE = 10**5  # a product of two signatures over this is their likeness in thousandths
TOGETHER = 112  # thousandths: the mean likeness inside a story; from 104 to 116 none of the three sets loses .02
ONE_FEATURE = 70  # thousandths that one shared feature adds at most: a town's name alone makes no story of two short notes
UNDATED = 60  # percent of the likeness that counts where a date is unknown: wording alone must carry more
FADING = ((1, 100), (3, 85), (7, 70), (30, 60))  # days apart -> percent: a running topic is told in the same words week after week
FADED = 55  # later: B-cubed F1 on neus_allsides' running topics .595 -> .647 against a slower fading, the three sets no worse

KEY_ARTICLES = 200  # a feature in more articles than that brings none together
CANDIDATE = 50  # thousandths of likeness by the keys alone; pairs of one story reach TOGETHER with half their likeness in the keys
SHOWN = 12  # of the heaviest features shared, three are shown
TITLE = 120  # characters of a first line that stands in for a title
WHOLE = 400  # articles of a patch up to which every pair is scored; in a larger one, the candidates

NUMBERED = (
    "SELECT id, day, CAST(row_number() OVER (ORDER BY id) AS INTEGER) AS n FROM articles"  # pairs of numbers take a third of the memory
)
KEYS = """
SELECT n, key.feature AS feature, key.weight AS weight
FROM (SELECT i.n, explode(t.keys) AS key FROM articles AS t JOIN numbered AS i ON i.id = t.id) AS k
"""
_FADE = "CASE " + " ".join(f"WHEN abs(x.day - y.day) <= {days} THEN {percent}" for days, percent in FADING) + f" ELSE {FADED} END"
CANDIDATES = f"""
WITH counted AS (
  SELECT feature FROM keys GROUP BY feature HAVING count(*) BETWEEN 2 AND {KEY_ARTICLES}
), rare AS (
  SELECT k.n, k.feature, k.weight FROM keys AS k JOIN counted AS c ON c.feature = k.feature
), met AS (
  SELECT x.n AS a, y.n AS b, sum(least(x.weight * y.weight, {ONE_FEATURE * SCORE})) AS product
  FROM rare AS x JOIN rare AS y ON x.feature = y.feature AND x.n < y.n GROUP BY x.n, y.n
  HAVING sum(least(x.weight * y.weight, {ONE_FEATURE * SCORE})) >= {CANDIDATE * SCORE}
)
SELECT x.id AS a, y.id AS b
FROM met AS m JOIN numbered AS x ON x.n = m.a JOIN numbered AS y ON y.n = m.b
WHERE m.product * CASE WHEN x.day IS NULL OR y.day IS NULL THEN {UNDATED} ELSE {_FADE} END >= {100 * CANDIDATE * SCORE}
"""
LENGTHS = "SELECT id, length(text) AS length FROM articles"
_VECTOR = ", ".join(f"CASE WHEN p.alone THEN NULL ELSE t.{name} END AS {name}" for name in ("features", "weights", "names"))
NODES = f"SELECT t.id, t.uri, t.published, t.day, {_VECTOR}, p.patch, p.family FROM t JOIN p ON p.id = t.id"
BONDS = "SELECT t.*, p.patch FROM t JOIN p ON p.id = t.a"


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """What `cut` needs of a signature, and the text family of its article. One alone in its patch has no vector: half of an archive."""

    id: str
    uri: str
    published: str | None
    day: int | None
    features: tuple[str, ...] | None
    weights: tuple[int, ...] | None
    names: tuple[str, ...] | None
    family: str  # any member's id

    @property
    def vector(self) -> dict[str, int]:
        return dict(zip(self.features or (), self.weights or (), strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two articles, a < b, that may be on one happening."""

    a: str
    b: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bond(Pair):
    """Two articles of one patch that are candidates or one text, a < b."""

    carries: str | None  # which of the two carries the other's text
    contained: float  # how much of it is the other's
    version: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    id: str
    length: int  # of the text, in characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut(Membership):
    """A membership as the texts have it, before what a person decided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An article, and the patch and the text family that it is in."""

    id: str
    patch: str
    family: str
    alone: bool  # in its patch


def find_stories(engine: Engine, articles: Table, copies: Table) -> Table:
    """The table of Cut: each article's story and text family, and why it is in that story."""
    vectors = engine.map(signatures, articles, reads=Article, writes=Signature)
    numbered = engine.sql(NUMBERED, articles=vectors)
    met = engine.sql(CANDIDATES, numbered=numbered, keys=engine.sql(KEYS, articles=vectors, numbered=numbered))
    lengths = {r.id: r.length for r in engine.records(engine.sql(LENGTHS, articles=articles), Length)}
    carried: list[Copy] = list(engine.records(copies, Copy))
    texts = families(carried, lengths=lengths)
    bonds = [Bond(a=p.a, b=p.b, carries=None, contained=0.0, version=False) for p in engine.records(met, Pair)]
    bonds += [_bond(c) for c in carried if c.of in texts and c.copy in texts and texts.find(c.of) == texts.find(c.copy)]
    patches = Union(lengths)
    for bond in bonds:
        patches.unite(bond.a, bond.b)
    held = Counter(patches.find(i) for i in lengths)
    places = engine.table((_place(i, patches.find(i), texts.find(i), held) for i in sorted(lengths)), Place)
    nodes = engine.sql(NODES, t=vectors, p=places)
    ties = engine.sql(BONDS, t=engine.table(bonds, Bond), p=places)
    del vectors, bonds, met
    return engine.group(cut, {"nodes": (nodes, Node), "bonds": (ties, Bond)}, key="patch", writes=Cut)


def _place(id: str, patch: str, family: str, held: Mapping[str, int]) -> Place:
    return Place(id=id, patch=patch, family=family, alone=held[patch] == 1)


def _bond(c: Copy) -> Bond:
    return Bond(a=min(c.of, c.copy), b=max(c.of, c.copy), carries=c.copy, contained=c.contained, version=c.kind is CopyKind.VERSION)


def cut(patch: str, rows: Mapping[str, list[Record]]) -> Iterable[Cut]:
    """The memberships of one patch: its text families are grouped into happenings by average linkage."""
    nodes: dict[str, Node] = {n.id: n for n in sorted(rows["nodes"], key=lambda n: str(n.id))}
    bonds: list[Bond] = sorted(rows["bonds"], key=lambda b: (b.a, b.b, b.carries or ""))
    likeness = _likeness(nodes, bonds)
    texts: dict[str, list[str]] = defaultdict(list)
    for n in nodes.values():
        texts[n.family].append(n.id)
    units = list(texts.values())
    unit = {id: i for i, members in enumerate(units) for id in members}
    sums: dict[tuple[int, int], int] = defaultdict(int)
    for (a, b), score in likeness.items():
        if unit[a] != unit[b]:
            sums[min(unit[a], unit[b]), max(unit[a], unit[b])] += score
    groups = [[id for u in group for id in units[u]] for group in average_linkage(list(map(len, units)), sums=sums, threshold=TOGETHER)]
    whys = _whys(nodes, groups, likeness, bonds)
    firsts = {members[0]: _first(nodes[id] for id in members).id for members in units}
    for group in groups:
        story = story_id(_first(nodes[id] for id in group).id)
        for id in group:
            yield Cut(article_id=id, story_id=story, family_id=firsts[units[unit[id]][0]], why=whys[id])


def story_id(first: str) -> str:
    """The id of the story whose earliest article is `first`; safe in a URL and a file name, whatever the article's id holds."""
    return "s" + blake2b(first.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _first(members: Iterable[Node]) -> Node:
    return min(members, key=lambda n: order(n.published, n.id))


def _likeness(nodes: Mapping[str, Node], bonds: list[Bond]) -> dict[tuple[str, str], int]:
    """Thousandths of likeness of the pairs (a < b) that have any: of all pairs in a small patch, of the candidates in a large one."""
    vectors = {n.id: n.vector for n in nodes.values()}
    pairs = combinations(nodes, 2) if len(nodes) <= WHOLE else sorted({(b.a, b.b) for b in bonds})
    found = {}
    for a, b in pairs:
        x, y = vectors[a], vectors[b]
        product = sum([min(x[f] * y[f], ONE_FEATURE * SCORE) for f in x.keys() & y.keys()])
        if score := product * _faded(nodes[a].day, nodes[b].day) // (100 * SCORE):
            found[a, b] = score
    return found


def _faded(a: int | None, b: int | None) -> int:
    if a is None or b is None:
        return UNDATED
    return next((percent for days, percent in FADING if abs(a - b) <= days), FADED)


def _whys(nodes: Mapping[str, Node], groups: list[list[str]], likeness: Mapping[tuple[str, str], int], bonds: list[Bond]) -> dict[str, str]:
    """One sentence for each article that an editor can check against the texts."""
    group = {id: n for n, members in enumerate(groups) for id in members}
    nearest: dict[str, tuple[int, str]] = {}
    for (a, b), score in likeness.items():
        if group[a] == group[b]:
            nearest[a] = min(nearest.get(a, (1, "")), (-score, b))
            nearest[b] = min(nearest.get(b, (1, "")), (-score, a))
    whys = dict.fromkeys(nodes, "no other article here tells of the same happening")
    whys |= {id: _shared(nodes[id], nodes[other]) for id, (_, other) in nearest.items()}
    for bond in sorted(bonds, key=lambda b: (b.contained, b.a, b.b)):  # the fullest copy is told last, and stands
        if bond.carries:
            of = bond.a if bond.carries == bond.b else bond.b
            if bond.version:
                whys[bond.carries] = f"is another state of {nodes[of].uri}"
            else:
                whys[bond.carries] = f"carries the text of {nodes[of].uri}: {round(100 * bond.contained)}% of it stands there too"
            if whys[of].startswith(("shares", "no other")):
                whys[of] = f"its text is carried by {nodes[bond.carries].uri}"
    return whys


def _shared(a: Node, b: Node) -> str:
    """What weighs most of what two articles share, names as they are written."""
    theirs = b.vector
    common = sorted((-x * theirs[f], f) for f, x in a.vector.items() if f in theirs)
    heaviest = [f for _, f in common[:SHOWN]]
    whole = {part: f for f in reversed(heaviest) if " " in f for part in f.split()}  # "Lavrov" is told by "Sergei Lavrov"
    written = {name.casefold(): name for name in a.names or ()}
    things = [written.get(f, f) for f in dict.fromkeys(whole.get(f, f) for f in heaviest)][:3]
    return f"shares {', '.join(t if t[:1].isdigit() else repr(t) for t in things)} with {b.uri}"


def assemble(articles: Iterable[Article], *, memberships: Iterable[Membership], copies: Iterable[Copy]) -> list[Story]:
    """The public stories, by id; in each the earliest article comes first and gives the title."""
    known = {a.id: a for a in articles}
    stories: dict[str, list[Membership]] = defaultdict(list)
    for m in memberships:
        stories[m.story_id].append(m)
    story_of = {m.article_id: id for id, members in stories.items() for m in members}
    carried: dict[str, list[Copy]] = defaultdict(list)
    for c in copies:
        if c.of in story_of and story_of[c.of] == story_of.get(c.copy):
            carried[story_of[c.of]].append(c)
    return [_story(id, members, known, carried[id]) for id, members in sorted(stories.items())]


def _story(id: str, members: list[Membership], known: Mapping[str, Article], carried: list[Copy]) -> Story:
    articles = sorted((known[m.article_id] for m in members), key=lambda a: order(a.published, a.id))
    dated = [a.published for a in articles if not order(a.published, a.id)[0]]
    return Story(
        id=id,
        title=next((a.title for a in articles if a.title), _first_line(articles[0].text)),
        articles=tuple(a.id for a in articles),
        uris=tuple(a.uri for a in articles),
        outlets=tuple(sorted({a.outlet for a in articles if a.outlet})),
        texts=len({m.family_id for m in members}),
        first_published=dated[0] if dated else None,
        last_published=dated[-1] if dated else None,
        copies=tuple(sorted(carried, key=lambda c: (c.of, c.copy))),
        rulings=tuple(sorted({r for m in members for r in m.rulings})),
    )


def _first_line(text: str) -> str:
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return line if len(line) <= TITLE else line[:TITLE].rsplit(" ", 1)[0] + " …"
