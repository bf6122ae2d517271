"""What the claims of one story come to: findings with status, three counts, origins, evidence and typed differences.

Reads a story's articles, claims, copies, memberships and alignments; writes Finding. Every claim is in exactly one finding. The
definitions are the contract's ("Status", "Counting", "Finer points"). It says who says so, never what is true.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from twosource.compare import figures, origins
from twosource.compare.align import backgrounds, is_frame
from twosource.compare.alike import echoed, in_correction, withdrawn
from twosource.compare.denials import HEDGE, NEGATED
from twosource.compare.differences import splits
from twosource.compare.elsewhere import elsewhere
from twosource.compare.grouping import grouped
from twosource.compare.mentions import Mention, mentions
from twosource.compare.profile import Profile, profile
from twosource.compare.readings import Side, Split
from twosource.compare.repeated import Accounts
from twosource.compare.support import DENIAL, NOT_YET
from twosource.model import (
    Alignment,
    Article,
    Aspect,
    Claim,
    Difference,
    Evidence,
    Finding,
    Hint,
    HintKind,
    Modality,
    Mode,
    Polarity,
    Reading,
    Record,
    Relation,
    RulingKind,
    Silence,
    Status,
)

NEAR = 40  # characters between a figure and the words that say what it counts
ODD = 7  # words: two writers hardly hit on so many alike
CORRECTED, WITHDRAWN = "a correction takes it back", "its outlet has withdrawn the article"

# In a correction, what was wrong follows these words and what is right follows those.
WRONG = re.compile(r"\b(misstated|misreported|misidentified|incorrectly|wrongly|erroneously|mistakenly|in error|earlier version)\b", re.I)
RIGHT = re.compile(
    r"\b(it (?:is|was)|the (?:correct|right) \w+|should (?:have been|be|have read)|in fact|actually|correct(?:ly)? (?:is|was))\b", re.I
)


def find_story(story_id: str, rows: Mapping[str, list[Record]]) -> Iterator[Finding]:
    """The findings of one story, in no particular order."""
    articles: dict[str, Article] = {a.id: a for a in sorted(rows["articles"], key=lambda a: a.id)}
    claims: dict[str, Claim] = {c.id: c for c in sorted(rows["claims"], key=lambda c: c.id)}
    family = {m.article_id: m.family_id for m in rows["memberships"]}
    alignments: list[Alignment] = sorted(rows["alignments"], key=lambda x: (-x.score, x.a, x.b))
    ruled = [x for x in alignments if x.rulings]
    echoes = echoed(claims.values(), articles, family=family, own={c for x in ruled for c in (x.a, x.b)})
    context = origins.Context(articles, family, origins.spokespeople(claims[c] for c in echoes), echoes)
    read = shares_read(articles, claims)
    retracted, joined = _corrections(articles, claims, context)
    alignments = _led(joined, echoes) + alignments
    groups = grouped([c for c in claims.values() if c.id in echoes], alignments)
    apart = {frozenset((x.a, x.b)) for x in ruled if x.relation is Relation.APART}
    profiles = {c: profile(claims[c]) for c in echoes if c not in retracted}
    past = backgrounds(list(claims.values()), articles)
    accounts = Accounts(profiles.values(), articles)
    passing = elsewhere(groups, profiles, accounts, apart, past=past)
    standing = {c: claims[c] for c in echoes if c not in retracted and not in_correction(claims[c], articles[claims[c].article_id])}
    beside = mentions(groups, standing, alignments, past=past, articles=articles)
    place = {c: n for n, group in enumerate(groups) for c in group}
    within: dict[int, list[Alignment]] = defaultdict(list)
    for x in alignments:
        if x.a in place and place[x.a] == place.get(x.b):
            within[place[x.a]].append(x)
    for n, group in enumerate(groups):
        members = context.carried(claims[c] for c in group)
        found = _finding(story_id, members, context, retracted, profiles, within[n], read, passing.get(n, ()), beside[n], accounts)
        rulings = _rulings(members, articles, [x for x in ruled if x.a in group or x.b in group])
        yield replace(found, rulings=rulings) if rulings else found


def _led(joined: Sequence[Alignment], echoes: Mapping[str, Sequence[Claim]]) -> list[Alignment]:
    """The pairs with the leading claim in place of each echo."""
    lead = {c.id: first for first, held in echoes.items() for c in held}
    moved = [replace(x, a=lead.get(x.a, x.a), b=lead.get(x.b, x.b)) for x in joined]
    return [x for x in moved if x.a != x.b]


def _finding(
    story_id: str,
    members: list[Claim],
    context: origins.Context,
    retracted: Mapping[str, str],
    profiled: Mapping[str, Profile],
    linked: Sequence[Alignment],
    read: Mapping[str, float],
    passing: Sequence[Split],
    also: Sequence[Mention],
    accounts: Accounts,
) -> Finding:
    members = sorted(members, key=lambda c: (c.article_id, c.span, c.id))
    gone = [c for c in members if c.id in retracted]
    standing = [c for c in members if c.id not in retracted]
    told = [c for c in standing if c.id in context.echoes]
    voices = [c for c in told if not is_frame(c, told)] or told
    profiles = [profiled[c.id] for c in voices]
    found: list[Split] = []
    if len(voices) > 1 or any(len(p.figures) > 1 for p in profiles):  # most findings are one claim, which differs from nothing
        aligned = {frozenset((x.a, x.b)) for x in linked}
        found += splits(profiles, context.articles, aligned, origins.voices(voices, context), accounts=accounts)
        found += _opposed(linked, {p.claim.id: p for p in profiles})
    found += [*_retractions([c for c in gone if c.id in context.echoes], told, retracted), *passing]
    own = {c.id for c in members}
    outside = [(side, c) for s in passing for side in s.sides for c in context.carried(side.claims) if c.id not in own]
    passed = {c.id: (c, _words_told(side, c)) for side, c in outside}
    beside = [c for c, _ in passed.values()]
    standing, voices = standing + beside, voices + [c for c in beside if c.id in context.echoes]
    against = {c.id for s in found if s.kind is Relation.CONFLICTS for side in s.sides for c in side.claims}
    counted = origins.count(voices, context, opposed=against)
    names, unknown = _outlets(standing, context)
    texts = {context.family.get(c.article_id, c.article_id) for c in standing}
    carried = {context.family.get(c.article_id, c.article_id) for c in (*members, *standing, *(m.claim for m in also))}
    status = _status(standing, found, len(names) + unknown, len(texts), len(counted))
    opened = against | {c.id for s in found if s.kind is Relation.SUPERSEDES for side in s.sides for c in side.claims}
    shown = [c for c in voices if c.id in own & opened] or [c for c in voices if c.id in own] or members  # what is open is told first
    told_of = Counter(e for p in profiles for e in p.event)
    ties = Counter(c for x in linked for c in (x.a, x.b)) + Counter(
        {p.claim.id: 2 * (max((told_of[e] for e in p.event), default=1) - 1) for p in profiles}
    )
    summary, extra = _summary(shown, context, counted, ties)
    return Finding(
        id=hashlib.sha256(repr(tuple(sorted(c.id for c in members))).encode()).hexdigest()[:16],
        story_id=story_id,
        status=status,
        outlets=len(names) + unknown,
        outlets_unknown=unknown,
        texts=len(texts),
        origins=len(counted),
        origins_max=counted.most,
        origin_list=counted.listed,
        summary=summary,
        claims=tuple(sorted(c.id for c in members)),
        retracted=tuple(sorted(c.id for c in gone)),
        evidence=(
            *(_evidence(c, context) for c in members),
            *(_evidence(c, context, span) for c, span in passed.values()),
            *extra,
            *(replace(_evidence(m.claim, context, m.span), why=m.why) for m in also if m.claim.id not in passed),
        ),
        differences=tuple(_difference(s, context) for s in found),
        silent=tuple(Silence(article_id=a, share_read=read[a]) for a in context.articles if context.family.get(a, a) not in carried),
        hints=(*_hints(told, context), *_shared_errors([c for c in gone if retracted[c.id] == CORRECTED], told, context)),
    )


def _rulings(members: Sequence[Claim], articles: Mapping[str, Article], ruled: Sequence[Alignment]) -> tuple[int, ...]:
    """The rulings that had a hand in a finding: on its claims' sources, what they are one with or not, their outlets and dates."""
    found = {r for c in members for r in c.rulings} | {r for x in ruled for r in x.rulings}
    of_article = (r for a in {c.article_id for c in members} for r in articles[a].rulings)
    return tuple(sorted(found | {r.id for r in of_article if r.kind in (RulingKind.SET_OUTLET, RulingKind.SET_PUBLISHED)}))


def _status(standing: Sequence[Claim], found: Sequence[Split], outlets: int, texts: int, counted: int) -> Status:
    kinds = {s.kind for s in found}
    if not standing:
        return Status.RETRACTED
    if Relation.CONFLICTS in kinds:
        return Status.DISPUTED
    if Relation.SUPERSEDES in kinds:
        return Status.DEVELOPING
    if outlets == 1 or texts == 1:
        return Status.SINGLE
    return Status.CARRIED if counted == 1 else Status.CORROBORATED


def _outlets(claims: Sequence[Claim], context: origins.Context) -> tuple[set[str], int]:
    """(known outlets, how many text families whose outlet is not known)."""
    known = {a.outlet for c in claims if (a := context.articles[c.article_id]).outlet is not None}
    unknown = {context.family.get(c.article_id, c.article_id) for c in claims if context.articles[c.article_id].outlet is None}
    return known, len(unknown)


def _evidence(claim: Claim, context: origins.Context, span: tuple[int, int] | None = None) -> Evidence:
    start, end = span or claim.span
    text = context.articles[claim.article_id].text[start:end]
    return Evidence(claim_id=claim.id, article_id=claim.article_id, uri=claim.uri, span=(start, end), text=text)


def _difference(split: Split, context: origins.Context) -> Difference:
    return Difference(aspect=split.aspect, kind=split.kind, readings=tuple(_reading(s, context) for s in split.sides), why=split.why)


def _reading(side: Side, context: origins.Context) -> Reading:
    first = side.claims[0]
    carried = context.carried(side.claims)
    names, unknown = _outlets(carried, context)
    return Reading(
        claim_id=first.id,
        article_id=first.article_id,
        span=side.span,
        text=context.articles[first.article_id].text[side.span[0] : side.span[1]],
        outlets=len(names) + unknown,
        texts=len({context.family.get(c.article_id, c.article_id) for c in carried}),
        origins=len(origins.count(side.claims, context)),
    )


def _words_told(side: Side, claim: Claim) -> tuple[int, int]:
    """Of a claim that tells a figure in passing, the figure with what it counts: "80m-deep well"; else the whole claim."""
    shown = next((q for q in side.claims[0].quantities if q.span == side.span), None)
    own = next((q for q in claim.quantities if shown is not None and (q.low, q.unit) == (shown.low, shown.unit)), None)
    if own is None:
        return claim.span
    start, end = own.counted_span or own.span
    near = start - own.span[1] < NEAR and own.span[0] - end < NEAR
    return (min(start, own.span[0]), max(end, own.span[1])) if near else own.span


def _opposed(linked: Sequence[Alignment], profiles: Mapping[str, Profile]) -> Iterator[Split]:
    """What one source sets against each other, whatever is counted: value, and what the figures count."""
    for x in (x for x in linked if x.relation is Relation.CONFLICTS):
        a, b = profiles.get(x.a), profiles.get(x.b)
        if a is None or b is None or not a.figures or not b.figures:
            continue
        f, g = a.figures[0].quantity, b.figures[0].quantity
        yield Split(Aspect.VALUE, Relation.CONFLICTS, (Side(f.span, (a.claim,)), Side(g.span, (b.claim,))), x.why)
        yield Split(
            Aspect.COUNTED,
            Relation.CONFLICTS,
            (Side(f.counted_span or a.claim.span, (a.claim,)), Side(g.counted_span or b.claim.span, (b.claim,))),
            x.why,
        )


def _corrections(
    articles: Mapping[str, Article], claims: Mapping[str, Claim], context: origins.Context
) -> tuple[dict[str, str], list[Alignment]]:
    """Claims that a correction of their article, or of a later version, or a kill notice takes back -> why; and what it joins."""
    killed = withdrawn(articles)
    retracted = {c.id: WITHDRAWN for c in claims.values() if c.article_id in killed}
    joined: list[Alignment] = []
    notes = [c for c in claims.values() if in_correction(c, articles[c.article_id])]
    for note in notes:
        article = articles[note.article_id]
        start, end = next((s, e) for s, e in article.corrections if s <= note.span[0] and note.span[1] <= e)
        beside = [c for c in notes if c.article_id == note.article_id and c.sentence == note.sentence and c.id != note.id]
        for figure in profile(note).figures:
            if not _is_wrong(article.text[start:end], figure.quantity.span[0] - start):
                continue
            retracted.setdefault(note.id, CORRECTED)
            joined += [_joined(note, c) for c in beside]
            for claim in claims.values():
                own = context.family.get(claim.article_id) == context.family.get(article.id)
                if own and claim not in notes and any(figures.same_value(figure, f) for f in profile(claim).figures):
                    retracted.setdefault(claim.id, CORRECTED)
                    joined.append(_joined(note, claim))
    return retracted, joined


def _joined(a: Claim, b: Claim) -> Alignment:
    first, second = sorted((a.id, b.id))
    why = "the correction names it"
    return Alignment(story_id="", a=first, b=second, relation=Relation.RETRACTS, aspects=(Aspect.VALUE,), score=100, why=why)


def _is_wrong(correction: str, at: int) -> bool:
    """The figure at this place of a correction is the one taken back."""
    wrong = [m.end() for m in WRONG.finditer(correction) if m.end() <= at]
    right = [m.end() for m in RIGHT.finditer(correction) if m.end() <= at]
    return bool(wrong) and (not right or max(right) < max(wrong))


def _retractions(gone: Sequence[Claim], standing: Sequence[Claim], retracted: Mapping[str, str]) -> list[Split]:
    sides = tuple(Side(c.span, (c,)) for c in (*gone, *standing[:1]))
    why = "; ".join(sorted({retracted[c.id] for c in gone}))
    return [Split(Aspect.VALUE, Relation.RETRACTS, sides, why)] if gone else []


def shares_read(articles: Mapping[str, Article], claims: Mapping[str, Claim]) -> dict[str, float]:
    """Of each article, the share of its text that stands in sentences read for claims."""
    read: dict[str, set[tuple[int, int]]] = {a: set() for a in articles}
    for claim in claims.values():
        read[claim.article_id].add(claim.sentence)
    shares = {}
    for a, article in articles.items():
        size = len(re.sub(r"\s+", " ", article.text)) - sum(e - s for s, e in article.furniture)
        shares[a] = round(min(1.0, sum(e - s + 1 for s, e in read[a]) / max(size, 1)), 2)
    return shares


def _summary(
    claims: Sequence[Claim], context: origins.Context, counted: origins.Origins, ties: Mapping[str, int]
) -> tuple[str, tuple[Evidence, ...]]:
    """One line in the words of the evidence: the sourced, fullest and most shared proposition, under its source's name.

    `ties`: claim id -> how much it has in common with the others: pairs, and twice those of its event.
    """
    sourced = [c for c in claims if c.attribution and c.attribution.chain] if counted.listed else []
    best = min(sourced or claims, key=lambda c: (-_fullness(c) - 4 * min(ties.get(c.id, 0), 8), c.id))
    text = re.sub(r"\s+", " ", best.text).strip(" ,;")
    if best.attribution is not None and best.attribution.mode is Mode.DIRECT and text[:1] not in '“"':
        text = f"“{text}”"
    if best.attribution is None:
        return text, ()
    said, proof = _reserve(best, context, text)
    if not best.attribution.chain:
        return f"{text}{said}", proof
    link = best.attribution.chain[-1]
    if link.named_at and link.name.lower() not in best.text.lower():
        proof = (_evidence(best, context, link.named_at), *proof)
    elif link.mention:
        proof = (_evidence(best, context, link.mention), *proof)
    return f"{link.name}{said}: {text}", proof


def _reserve(claim: Claim, context: origins.Context, text: str) -> tuple[str, tuple[Evidence, ...]]:
    """ " (denied)", " (wants)": the cue in brackets where the words told leave out that it is not so, not yet so or not sure."""
    cue = claim.attribution.cue if claim.attribution else None
    if cue is None:
        return "", ()
    said = context.articles[claim.article_id].text[slice(*cue)]
    denied = claim.polarity is Polarity.DENIED and (DENIAL.search(said) or not NEGATED.search(text))
    unsure = claim.modality is Modality.HEDGED and not HEDGE.search(text)
    not_yet = claim.modality in (Modality.EXPECTED, Modality.CONDITIONAL) and not NOT_YET.search(text)
    return (f" ({said})", (_evidence(claim, context, cue),)) if denied or unsure or not_yet else ("", ())


def _fullness(claim: Claim) -> int:
    """Prefer a proposition with a figure, an event and some length that can stand alone."""
    leans = bool(re.match(r"(?:he|she|it|they|we|i|his|her|their|which|who|this|these|those|to)\b", claim.text, re.I))
    return 30 * bool(claim.quantities) + 15 * bool(claim.event and claim.event.agent) + min(len(claim.terms), 12) - 20 * leans


def _shared_errors(corrected: Sequence[Claim], standing: Sequence[Claim], context: origins.Context) -> Iterator[Hint]:
    """What one text has corrected and another still carries: an error that both had, perhaps of one origin."""
    for wrong in corrected:
        values = profile(wrong).figures
        others = [c for c in standing if context.family.get(c.article_id) != context.family.get(wrong.article_id)]
        if shared := [c for c in others if any(figures.same_value(x, y) for x in profile(c).figures for y in values)]:
            evidence = tuple(_evidence(c, context) for c in (wrong, *shared))
            yield Hint(kind=HintKind.SHARED_ERROR, evidence=evidence, why="a figure that one text has corrected and another still carries")
            return


def _hints(claims: Sequence[Claim], context: origins.Context) -> Iterator[Hint]:
    """Reasons to doubt that texts are independent, shown and never counted: one owner, one credit, one sentence word for word."""
    said: dict[str, dict[str, Claim]] = {}
    for c in claims:
        if origins.own_voice(c, context) and len(words := origins.plain(c).split()) >= ODD:  # what is quoted is heard by many
            said.setdefault(" ".join(words), {}).setdefault(context.family.get(c.article_id, c.article_id), c)
    for same in (held for held in said.values() if len(held) > 1):
        evidence = tuple(_evidence(c, context) for c in same.values())
        yield Hint(kind=HintKind.SHARED_WORDING, evidence=evidence, why="the same words in texts that are no copies of each other")
    first: dict[str, Claim] = {}
    for c in claims:
        first.setdefault(context.family.get(c.article_id, c.article_id), c)
    for kind, of in ((HintKind.COMMON_OWNER, "owner"), (HintKind.COMMON_CREDIT, "credit")):
        by: dict[str, list[Claim]] = {}
        for c in first.values():
            value = getattr(context.articles[c.article_id], of)
            if value:
                by.setdefault(value, []).append(c)
        for value, held in sorted(by.items()):
            if len(held) > 1:
                why = f"owned by {value}" if of == "owner" else f"all credit {value}"
                yield Hint(kind=kind, evidence=tuple(_evidence(c, context) for c in held), why=why)
