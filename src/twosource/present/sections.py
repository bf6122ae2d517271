"""The sections of a story's brief that tell its findings: what is corroborated, carried, disputed, told once, and what changed.

Reads Material, gives view.Section. Every finding stands in one of these, by its status; no line says what is true.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from twosource.model import Aspect, Claim, CopyKind, Difference, Finding, Origin, Relation, SourceKind, Status
from twosource.present.material import Material
from twosource.present.retell import whole
from twosource.present.view import Group, Line, Section, Table
from twosource.present.words import ASPECT, capital, count, disputed, listed, origin, outlet, sentence, voiced

LINES = 8  # lines under one heading before "and N more": what fits a phone's screen twice
SINGLES = 80  # lines of what one outlet alone has, over all outlets; three at least for each
BLOCKS = 16  # tables or headings of one section, likewise
ROWS = 12  # rows of a table, likewise
_LESSER = (Aspect.ATTRIBUTION, Aspect.DETAIL)  # folded: who names the source and who tells more is seen in the other sections
_PAIR = ("In what", "One account", "Another")
_SAYING_MORE = (  # what an editor looks for first
    Aspect.CONDITION,
    Aspect.SCOPE,
    Aspect.WORDING,
    Aspect.VALUE,
    Aspect.COUNTED,
    Aspect.UNIT,
    Aspect.POLARITY,
    Aspect.MODALITY,
    Aspect.TIME,
    Aspect.PLACE,
    Aspect.ATTRIBUTION,
    Aspect.DETAIL,
)


def group(title: str, lines: Iterable[Line], *, remark: str = "", cap: int = LINES) -> Group:
    """A group cut at `cap`; one line over is not worth a fold."""
    lines = tuple(lines)
    cap = cap if len(lines) > cap + 1 else len(lines)
    return Group(title=title, remark=remark, lines=lines[:cap], more=lines[cap:])


def table(head: Sequence[str], rows: Iterable[tuple[Line, ...]], *, caption: Line | None = None, cap: int = ROWS) -> Table:
    rows = tuple(rows)
    cap = cap if len(rows) > cap + 1 else len(rows)
    return Table(caption=caption, head=tuple(head), rows=rows[:cap], more=rows[cap:])


def findings(m: Material) -> Iterator[Section]:
    """The sections in reading order, empty ones left out."""
    made = (
        Section(
            key="corroborated",
            title="Corroborated",
            lead="Two or more outlets have it, in texts of their own, from two or more origins.",
            blocks=_corroborated(m),
        ),
        Section(
            key="carried",
            title="On one voice",
            lead="Two or more outlets have it, and all of them from the same origin.",
            blocks=_carried(m),
        ),
        Section(key="parted", title="Where the accounts part", lead="Readings that exclude each other.", blocks=_parted(m)),
        Section(
            key="otherwise",
            title="The same, told otherwise",
            lead="Differences that are no contradiction: one account says more, or says it in other words.",
            blocks=_told_otherwise(m),
        ),
        Section(
            key="single",
            title="In one outlet alone",
            lead="One outlet has it, or several with one text. Where a line names nobody, no source was found for it.",
            blocks=_single(m),
        ),
        Section(key="changed", title="What changed", blocks=_changed(m)),
    )
    yield from (_cut(s) for s in made if s.blocks)


def _cut(section: Section) -> Section:
    """The section with its later blocks folded."""
    blocks = section.blocks
    if len(blocks) <= BLOCKS + 1:
        return section
    return replace(section, blocks=blocks[:BLOCKS], more=blocks[BLOCKS:])


def _corroborated(m: Material) -> tuple[Group, ...]:
    lines = [_by_origin(m, f) for f in m.of(Status.CORROBORATED)]
    return (group("", lines, cap=2 * LINES),) if lines else ()


def _by_origin(m: Material, finding: Finding) -> Line:
    """The finding, and under it what each of its origins says."""
    parts, placed = [], set[str]()
    for each in finding.origin_list:
        claims = [c for c in m.claims(each.claims) if c.id not in finding.retracted]
        placed.update(c.id for c in claims)
        if best := m.best(claims):
            parts.append(Line(text=m.told(best), notes=m.cited(claims), remarks=(_whose(m, each, claims, m.told(best)),)))
    rest = [c for c in m.standing(finding) if c.id not in placed]
    if rest and (best := m.best(rest)):  # evidence that adds no origin: an outlet's own words, a teller of what another said
        named = any(c.attribution and c.attribution.chain for c in rest)
        where = f"in {listed(m.outlets(c.article_id for c in rest), cap=6)}"
        parts.append(Line(text=m.told(best), notes=m.cited(rest), remarks=(where if named else f"no source named, {where}",)))
    notes = () if parts else m.all_cited(finding)
    return Line(text=m.headline(finding), notes=notes, remarks=m.remarks(finding), status=finding.status, parts=tuple(parts))


def _whose(m: Material, of: Origin, claims: Sequence[Claim], told: str) -> str:
    """Which outlets have it from there; the origin's name only where the line does not give it."""
    where = f"in {listed(m.outlets(c.article_id for c in claims), cap=6)}"
    return where if of.name.casefold() in told.casefold() else f"{voiced(of)}, {where}"


def _carried(m: Material) -> tuple[Group, ...]:
    by_origin: dict[str, list[Line]] = {}
    for finding in m.of(Status.CARRIED):
        name = listed((origin(o) for o in finding.origin_list), cap=2) or "no source named"
        best = m.best(_of_origin(m, finding))
        text = m.told(best) if best else m.headline(finding)
        where = f"in {listed(m.outlets(e.article_id for e in finding.told), cap=6)}"
        line = Line(text=text, notes=m.all_cited(finding), remarks=(*m.remarks(finding), where), status=finding.status)
        by_origin.setdefault(name, []).append(line)
    return tuple(group(capital(name), lines) for name, lines in by_origin.items())


def _of_origin(m: Material, finding: Finding) -> list[Claim]:
    """The claims in which the origin itself speaks: "Erik Sand, as Nora Falk tells it", not Falk's word on Sand."""
    names = {o.name for o in finding.origin_list}
    standing = m.standing(finding)
    return [c for c in standing if c.attribution and c.attribution.chain and c.attribution.chain[-1].name in names] or standing


def _parted(m: Material) -> tuple[Table, ...]:
    tables = []
    for finding in m.of(Status.DISPUTED):
        conflicts = [d for d in finding.differences if d.kind is Relation.CONFLICTS]
        shown = {r.claim_id for d in conflicts for r in d.readings}
        others = m.all_cited(finding, but=shown)
        caption = Line(
            text=m.headline(finding),
            notes=others,
            remarks=m.remarks(finding),
            status=finding.status,
            tag=disputed(d.aspect for d in conflicts),
        )
        tables.append(table(_PAIR, _rows(m, conflicts), caption=caption))
    return tuple(tables)


def _told_otherwise(m: Material) -> tuple[Table, ...]:
    """Differences that only add, the telling ones first, the lesser folded."""
    adds = sorted((d for f in m.findings for d in f.differences if d.kind is Relation.ADDS), key=lambda d: _SAYING_MORE.index(d.aspect))
    told = table(_PAIR, _rows(m, [d for d in adds if d.aspect not in _LESSER]))
    lesser = tuple(_rows(m, [d for d in adds if d.aspect in _LESSER]))
    return (replace(told, more=(*told.more, *lesser)),) if adds else ()


def _rows(m: Material, differences: Iterable[Difference]) -> Iterator[tuple[Line, ...]]:
    """A row a difference; a third and a fourth reading go into a row of their own."""
    for difference in differences:
        readings = [m.reading(r) for r in difference.readings]
        for at in range(0, len(readings), 2):
            pair = readings[at : at + 2]
            yield _aspect(difference, first=at == 0), *pair, *([Line(text="")] * (2 - len(pair)))


def _steps(m: Material, differences: Iterable[Difference]) -> Iterator[tuple[Line, ...]]:
    """A row a step: from each reading to the one that replaces it."""
    for difference in differences:
        readings = [m.reading(r) for r in difference.readings]
        for at, (earlier, later) in enumerate(pairwise(readings)):
            yield _aspect(difference, first=at == 0), earlier, later


def _aspect(difference: Difference, *, first: bool) -> Line:
    """In what, and why; the words that only one account has are seen in the accounts."""
    told = first and difference.why and difference.aspect not in (Aspect.WORDING, Aspect.DETAIL)
    return Line(text=capital(ASPECT.get(difference.aspect, difference.aspect.value)), remarks=(sentence(difference.why),) if told else ())


def _single(m: Material) -> tuple[Group, ...]:
    """By outlet, a sentence a line."""
    by_outlet: dict[tuple[int, tuple[str, ...]], list[Finding]] = {}
    for finding in sorted(m.of(Status.SINGLE), key=m.first):
        by_outlet.setdefault((finding.texts, tuple(m.outlets(e.article_id for e in finding.told))), []).append(finding)
    own = {c for f in m.of(Status.SINGLE) for c in f.claims if c not in f.retracted}
    cap = max(3, min(LINES, SINGLES // max(len(by_outlet), 1)))
    groups = []
    for (texts, names), members in by_outlet.items():
        each = " · 1 origin each" if all(f.origins == 1 for f in members) else ""
        remark = f"{count(members[0].outlets, 'outlet')} · {count(texts, 'text')}{each}"
        groups.append(group(listed(names, cap=6) or "Article not given", _fuller(_sentences(m, members, own)), remark=remark, cap=cap))
    return tuple(groups)


def _fuller(lines: Iterable[Line]) -> list[Line]:
    """Without the lines that a fuller line of the same outlet holds; their footnotes go to that."""
    told = list(lines)
    kept: list[Line] = []
    for n, line in enumerate(told):
        words = line.text.rstrip(".")
        holder = next((i for i, other in enumerate(told) if i != n and words in other.text and len(other.text) > len(line.text)), None)
        if holder is None:
            kept.append(told[n])
        else:
            told[holder] = replace(told[holder], notes=tuple(dict.fromkeys((*told[holder].notes, *line.notes))))
            kept = [told[holder] if k.text == told[holder].text else k for k in kept]
    return kept


def _sentences(m: Material, members: Sequence[Finding], own: set[str]) -> Iterator[Line]:
    """A sentence once, whole where nothing else in it belongs elsewhere; with the origin of what it says."""
    done: set[str] = set()
    of_claim = {c: f for f in members for c in f.claims}
    for finding in members:
        best = m.best(m.standing(finding))
        article = m.articles.get(best.article_id) if best else None
        here = m.in_sentence(best) if best else []
        found = [finding]
        if best and article and here and all(c.id in own for c in here):
            found = [of_claim[i] for i in dict.fromkeys(c.id for c in here) if i in of_claim]
            text, notes = whole(best.sentence, here, article), [m.note(best.article_id, best.sentence)]
            elsewhere = [c for f in found for c in m.standing(f) if c.article_id != best.article_id]
            notes += dict.fromkeys(m.note(c.article_id, c.sentence) for c in elsewhere)
        else:
            text, notes = m.headline(finding), list(m.all_cited(finding))
        if text not in done:
            done.add(text)
            yield Line(text=text, notes=tuple(notes), remarks=_whence(found, text), status=Status.SINGLE)


def _whence(found: Iterable[Finding], told: str) -> tuple[str, ...]:
    """The origins, where the line itself does not name the only one."""
    names = list(dict.fromkeys(origin(o) for f in found for o in f.origin_list if o.kind is not SourceKind.UNSTATED))
    if not names or (len(names) == 1 and names[0].casefold() in told.casefold()):
        return ()
    return (f"{count(len(names), 'origin')}: {listed(names)}",)


def _changed(m: Material) -> tuple[Group | Table, ...]:
    blocks: list[Group | Table] = []
    for finding in m.findings:
        later = [d for d in finding.differences if d.kind is Relation.SUPERSEDES]
        if finding.status is Status.DEVELOPING or later:
            shown = {r.claim_id for d in later for r in d.readings}
            others = m.all_cited(finding, but=shown)
            caption = Line(text=m.headline(finding), notes=others, remarks=m.remarks(finding), status=finding.status, tag="developing")
            blocks.append(table(("In what", "Earlier", "Later"), _steps(m, later), caption=caption))
    back = [line for f in m.findings if f.retracted or f.status is Status.RETRACTED for line in _taken_back(m, f)]
    if back:
        blocks.append(group("Taken back", back))
    notes = [
        Line(text=f"{outlet(a)}: “{_unquoted(a.text[slice(*span)])}”", notes=(m.note(a.id, span),))
        for a in m.articles.values()
        for span in a.corrections
    ]
    if notes:
        blocks.append(group("Corrections and editors’ notes", notes))
    return tuple(blocks)


def _taken_back(m: Material, finding: Finding) -> Iterator[Line]:
    """What was said and holds no longer, a line each; not the correction that says it again."""
    gone = m.claims(finding.retracted)
    corrected = {a.id: a.corrections for a in m.articles.values()}
    first = [c for c in gone if not any(s <= c.span[0] < e for s, e in corrected.get(c.article_id, ()))] or gone
    whys = tuple(dict.fromkeys(sentence(d.why) for d in finding.differences if d.kind is Relation.RETRACTS and d.why))
    alike: dict[str, list[Claim]] = {}
    for claim in first:
        alike.setdefault(m.told(claim), []).append(claim)
    for told, claims in alike.items():
        whose = listed(m.outlets(c.article_id for c in claims))
        yield Line(text=f"{whose} took back: {told}", notes=m.cited(claims), remarks=whys, status=Status.RETRACTED)
    if not first:
        yield Line(text=m.headline(finding), notes=m.all_cited(finding), remarks=whys, status=Status.RETRACTED)


def _unquoted(words: str) -> str:
    return " ".join(words.split()).strip('“”"')


def copies(m: Material) -> Section | None:
    """Who carries whose text, and which article is another state of which."""
    lines = []
    for copy in m.story.copies:
        of, carrier = m.articles.get(copy.of), m.articles.get(copy.copy)
        if of is None or carrier is None:
            continue
        via = (
            f", which {outlet(carrier)} credits to {carrier.credit}"
            if carrier.credit
            else f", credited to {of.credit}"
            if of.credit
            else ""
        )
        share = f"{round(copy.contained * 100)} percent of it stands in the other text"
        if copy.kind is CopyKind.VERSION:
            text = f"{outlet(carrier)} published another state of its article."
            share = f"{round(copy.contained * 100)} percent of it stands in the earlier one"
        elif copy.kind is CopyKind.COPY:
            text = f"{outlet(carrier)} carries the text that {outlet(of)} has{via}."
        else:
            text = f"{outlet(carrier)} shares a passage with {outlet(of)}."
        longest = max(copy.passages, key=lambda p: (p[1][1] - p[1][0], -p[1][0]), default=None)
        notes = (m.note(carrier.id, longest[1]),) if longest else ()
        lines.append(Line(text=text, notes=notes, remarks=(share,)))
    return (
        Section(key="copies", title="Whose text is whose", lead="Copies and versions count as one text.", blocks=(group("", lines),))
        if lines
        else None
    )
