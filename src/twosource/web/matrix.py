"""A story as a matrix: findings down, outlets across, each cell the outlet's own words with the way to their place.

Reads Material; gives columns and rows. A copy stands under the text it carries, in that column; what an outlet does not have is told as
silence, never as denial. Nothing here is rendered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from twosource.model import Article, Aspect, Claim, Copy, CopyKind, Evidence, Finding, Relation, Span, Status
from twosource.present.material import Material
from twosource.present.tables import LITTLE
from twosource.present.view import Line
from twosource.present.words import ASPECT, capital, counts, disputed, flat, listed, outlet, short

ROWS = 40  # findings of a page
COLUMNS = 7  # outlets of a page: as many as fit a window of 1,024 pixels, so that nothing scrolls sideways
VOICES = 40  # claims of one finding that can be ruled on in its row
VOICE = 90  # characters of a claim in a list to choose from
WORDS = 220  # characters of a cell's words
_FLAGS = {Relation.CONFLICTS: "≠", Relation.SUPERSEDES: "→", Relation.RETRACTS: "✕", Relation.ADDS: "+"}
_SHARED = frozenset(Status) - {Status.SINGLE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """An article whose text stands in a column of another's."""

    article: Article
    copy: Copy


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """An outlet with its own articles, the earliest first, and the copies of them that others carry."""

    key: str
    name: str
    articles: tuple[Article, ...]
    folded: tuple[Folded, ...]

    @property
    def carriers(self) -> str:
        return listed(outlet(f.article) for f in self.folded)

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(a.id for a in (*self.articles, *(f.article for f in self.folded)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """An outlet's own words for a finding; `before`, `key`, `after` are the words, the key what it differs in."""

    claim_id: str
    article_id: str
    span: Span
    before: str
    key: str
    after: str
    source: str  # on whose word, where somebody's
    whose: str  # the outlet, where it is not the column's own
    flags: tuple[tuple[str, str, str], ...]  # (sign, word, kind): ("≠", "value", "conflicts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    words: tuple[Words, ...] = ()
    more: int = 0
    silence: str = ""  # "not in it", with what was read of it; nothing where there are words


@dataclass(frozen=True, slots=True, kw_only=True)
class Differing:
    """A difference: in what, how, why, and the readings side by side."""

    aspect: str
    kind: Relation
    sign: str
    why: str
    readings: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A claim of a finding, as a person rules on it."""

    claim_id: str
    outlet: str
    words: str
    source: str  # its innermost source; nothing where it is the outlet's own word


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    finding: Finding
    voices: tuple[Voice, ...]
    headline: str
    tag: str
    counts: str
    hints: tuple[str, ...]
    cells: tuple[Cell, ...]
    differences: tuple[Differing, ...]

    @property
    def sources(self) -> dict[str, list[str]]:
        """Source -> the claims on its word, the most first."""
        found: dict[str, list[str]] = {}
        for v in self.voices:
            if v.source:
                found.setdefault(v.source, []).append(v.claim_id)
        return dict(sorted(found.items(), key=lambda s: -len(s[1])))


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    columns: tuple[Column, ...]  # of this page
    all_columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    found: int  # rows of all pages
    page: int
    pages: int
    across: int
    acrosses: int

    @property
    def first(self) -> int:
        """Which outlet the first column is, of all."""
        return (self.across - 1) * COLUMNS + 1


def columns(m: Material, family_of: Mapping[str, str]) -> tuple[Column, ...]:
    """The outlets in the order of their first articles."""
    lead: dict[str, Article] = {}
    for a in m.articles.values():
        lead.setdefault(family_of.get(a.id, a.id), a)
    carried = {(c.copy): c for c in sorted(m.story.copies, key=lambda c: c.contained) if c.kind is CopyKind.COPY}
    own: dict[str, list[Article]] = {}
    folded: dict[str, list[Folded]] = defaultdict(list)
    for a in m.articles.values():
        first = lead[family_of.get(a.id, a.id)]
        key = column_key(first)
        if column_key(a) != key and (copy := carried.get(a.id)):
            folded[key].append(Folded(article=a, copy=copy))
        else:
            own.setdefault(column_key(a), []).append(a)
    return tuple(Column(key=key, name=outlet(of[0]), articles=tuple(of), folded=tuple(folded.get(key, ()))) for key, of in own.items())


def column_key(article: Article) -> str:
    return flat(article.outlet) if article.outlet else f"article {article.id}"


def matrix(
    m: Material, all_columns: Sequence[Column], *, statuses: frozenset[Status], page: int, across: int, finding: str | None = None
) -> Matrix:
    """One page of the rows with these statuses; the page that holds `finding`, where one is asked for."""
    wanted = [f for f in m.findings if f.status in statuses]
    if finding is not None:
        page = next((n // ROWS + 1 for n, f in enumerate(wanted) if f.id == finding), page)
    pages, acrosses = max(1, -(-len(wanted) // ROWS)), max(1, -(-len(all_columns) // COLUMNS))
    page, across = min(page, pages), min(across, acrosses)
    shown = tuple(all_columns[(across - 1) * COLUMNS : across * COLUMNS])
    return Matrix(
        columns=shown,
        all_columns=tuple(all_columns),
        rows=tuple(row(m, f, shown) for f in wanted[(page - 1) * ROWS : page * ROWS]),
        found=len(wanted),
        page=page,
        pages=pages,
        across=across,
        acrosses=acrosses,
    )


def shared(findings: Iterable[Finding]) -> frozenset[Status]:
    """What a story opens with: all that more than one outlet has; everything, where nothing is."""
    return _SHARED if any(f.status in _SHARED for f in findings) else frozenset(Status)


def row(m: Material, finding: Finding, columns: Sequence[Column]) -> Row:
    """A finding across these outlets."""
    known = {c.id: c for c in m.claims(finding.claims)}
    conflicts = dict.fromkeys(d.aspect for d in finding.differences if d.kind is Relation.CONFLICTS)
    tag = disputed(conflicts) if finding.status is Status.DISPUTED else ""
    return Row(
        finding=finding,
        voices=tuple(_voice(m, c) for c in list(known.values())[:VOICES]),
        headline=m.headline(finding),
        tag=tag,
        counts=counts(finding),
        hints=tuple(dict.fromkeys(flat(h.why) for h in finding.hints)),
        cells=tuple(_cell(m, finding, c, known) for c in columns),
        differences=tuple(
            Differing(
                aspect=capital(ASPECT.get(d.aspect, d.aspect.value)),
                kind=d.kind,
                sign=_FLAGS[d.kind],
                why=flat(d.why) if d.aspect not in (Aspect.WORDING, Aspect.DETAIL) else "",
                readings=tuple(m.reading(r) for r in d.readings),
            )
            for d in finding.differences
        ),
    )


def _voice(m: Material, claim: Claim) -> Voice:
    chain = claim.attribution.chain if claim.attribution else ()
    article = m.articles[claim.article_id]
    return Voice(claim_id=claim.id, outlet=outlet(article), words=short(claim.text, VOICE), source=flat(chain[-1].name) if chain else "")


def _cell(m: Material, finding: Finding, column: Column, known: Mapping[str, Claim]) -> Cell:
    own = {a.id for a in column.articles}
    in_column = [e for e in _first_of_each(finding) if e.article_id in column.ids]
    here = sorted(
        [e for e in in_column if e.why is None] or in_column,  # what is mentioned in passing is not silence
        key=lambda e: (e.article_id not in own, m.place(e.article_id, e.span), e.claim_id),
    )
    told: dict[str, Words] = {}
    for evidence in here:  # a copy's words are its original's: said once
        told.setdefault(flat(evidence.text).casefold(), _words(m, finding, evidence, known.get(evidence.claim_id), own))
    words = sorted(
        told.values(), key=lambda w: all(kind == Relation.ADDS.value for _, _, kind in w.flags)
    )  # what is in conflict is seen first
    if words:
        kept = len(words) if len(words) <= 3 else 2
        return Cell(words=tuple(words[:kept]), more=len(words) - kept)
    return Cell(silence=_silence(m, column))


def _first_of_each(finding: Finding) -> list[Evidence]:
    """A claim's own words, which come before where its source's name was read."""
    first: dict[str, Evidence] = {}
    for e in finding.evidence:
        first.setdefault(e.claim_id, e)
    return list(first.values())


def _silence(m: Material, column: Column) -> str:
    read = max(m.read[a.id] for a in column.articles)
    if read == 0:
        languages = listed(sorted({a.language for a in column.articles if a.language and a.language != "en"}))
        return f"not read for claims ({languages})" if languages else "not read for claims"
    return f"not in the {round(read * 100)} percent of it that was read" if read < LITTLE else "not in it"


def _words(m: Material, finding: Finding, evidence: Evidence, claim: Claim | None, own: set[str]) -> Words:
    article = m.articles[evidence.article_id]
    flags: dict[tuple[str, str, str], None] = {}
    keys: list[Span] = []
    for d in finding.differences:
        for r in d.readings:
            if r.claim_id == evidence.claim_id:
                flags[_FLAGS[d.kind], ASPECT.get(d.aspect, d.aspect.value), d.kind.value] = None
                if (
                    d.kind is not Relation.ADDS
                    and r.span != evidence.span
                    and evidence.span[0] <= r.span[0] <= r.span[1] <= evidence.span[1]
                ):
                    keys.append(r.span)
    if evidence.claim_id in finding.retracted:
        flags = {(_FLAGS[Relation.RETRACTS], "taken back", Relation.RETRACTS.value): None}
    before, key, after = _parts(article.text, evidence.span, min(keys, default=None))
    chain = claim.attribution.chain if claim and claim.attribution else ()
    return Words(
        claim_id=evidence.claim_id,
        article_id=article.id,
        span=evidence.span,
        before=before,
        key=key,
        after=after,
        source=flat(chain[-1].name) if chain else "",
        whose="" if article.id in own else outlet(article),
        flags=tuple(f for f in flags if f[2] != Relation.ADDS.value) or tuple(flags)[:2],
    )


def _parts(text: str, span: Span, key: Span | None) -> tuple[str, str, str]:
    """The words before what differs, that, and after it, on one line each and no longer than a cell holds."""
    start, end = span
    if key is None:
        return short(text[start:end], WORDS), "", ""
    before, inside, after = (" ".join(text[a:b].split()) for a, b in ((start, key[0]), key, (key[1], end)))
    room = max(0, WORDS - len(inside))
    if len(before) > room // 2:
        cut = before[-room // 2 :] if room else ""
        before = "…" + cut.partition(" ")[2]
    gap_before = " " if text[key[0] - 1 : key[0]].isspace() else ""
    gap_after = " " if text[key[1] : key[1] + 1].isspace() else ""
    return before + gap_before, short(inside, WORDS), gap_after + short(after, max(20, room - len(before))) if after else ""
