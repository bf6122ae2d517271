"""Which claims of a story speak of one thing: pairs, scored by points that can be read, each with the sentence that says why.

Reads the claims of one story, writes Alignment. Candidates share a term that tells something, so cost grows with what claims
share, not with their square. What each sign is worth stands in data/alignment_points.tsv.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from itertools import combinations

from twosource.compare import figures
from twosource.compare.alike import echoed, in_correction
from twosource.compare.profile import Figure, Profile, profile
from twosource.compare.whither import bound_elsewhere
from twosource.model import Alignment, Article, Aspect, Attribution, Claim, Force, Record, Relation, RulingKind, SourceKind
from twosource.naming import name_key, rows, same_name
from twosource.ruled import ruled_pairs

# Set on ECB+ topics 1-35 and on the own stories (`python -m evaluation alignment findings`), together with the table of points.
THRESHOLD = 45
AGAIN = 60  # characters between a headline and the line that repeats it: blanks, a dateline
CERTAIN = 100  # of one span, or joined by the text itself
BACKGROUND_DAYS = 60
SHORT = 50  # tenths: a claim that weighs less ("escaped after two years") is contained in too much
RARE = 30  # tenths of shared words that count as one rare word
NAMES = 3  # names beyond these tell no more
HOT = 120  # a term in more claims than this proposes no pairs
MIN_SHARED = 2  # terms
TELLING_WORDS = 1  # shared, names aside, that will do where neither an event nor a figure nor a quotation is shared
_TELLING = {"same_event", "told_event", "spoken_event", "figure", "counted", "quotation"}
WHEN = re.compile(r"\b(?:since|in|of) (?:\w+ )?((?:1[89]|20)\d\d),? when $")
RULED = 1000  # a person's word goes before all


@cache
def points() -> Mapping[str, int]:
    """What each sign is worth."""
    return {sign: int(worth) for sign, worth, _ in rows("alignment_points.tsv")}


def align_story(story_id: str, rows: Mapping[str, list[Record]]) -> Iterator[Alignment]:
    """The aligned pairs of one story, and those that a person puts together or keeps apart; the echoes of a claim go with it."""
    claims: list[Claim] = sorted(rows["claims"], key=lambda c: c.id)
    articles = {a.id: a for a in rows["articles"]}
    ruled = ruled_pairs(claims, rows.get("rulings", ()))
    apart = {pair for pair, (_, kind) in ruled.items() if kind is RulingKind.NOT_SAME}
    family = {m.article_id: m.family_id for m in rows["memberships"]}
    told = echoed(claims, articles, family=family, own={c for pair in ruled for c in pair})
    yield from (x for x in _aligned(story_id, [c for c in claims if c.id in told], articles) if (x.a, x.b) not in apart)
    for (a, b), (ruling, _) in ruled.items():
        relation, what, points = (Relation.APART, "different things", 0) if (a, b) in apart else (Relation.SAME, "one thing", RULED)
        why = f"a person says that they speak of {what} (ruling {ruling})"
        yield Alignment(story_id=story_id, a=a, b=b, relation=relation, aspects=(), score=points, why=why, rulings=(ruling,))


def _aligned(story_id: str, claims: list[Claim], articles: Mapping[str, Article]) -> Iterator[Alignment]:
    past = backgrounds(claims, articles)
    read = (c for c in claims if not in_correction(c, articles.get(c.article_id)))
    profiles = [profile(c, of_past(c, past)) for c in read]
    common = _common(profiles)
    for i, j in _candidates(profiles):
        a, b = profiles[i], profiles[j]
        if (made := score(a, b, common=common)) is not None:
            points, why = made
            yield Alignment(story_id=story_id, a=a.claim.id, b=b.claim.id, relation=Relation.SAME, aspects=(), score=points, why=why)
    for a, b in opposed(profiles):
        why = f"{_name(a.claim)} sets them against each other"
        x, y = sorted((a.claim.id, b.claim.id))
        yield Alignment(
            story_id=story_id, a=x, b=y, relation=Relation.CONFLICTS, aspects=(Aspect.VALUE, Aspect.COUNTED), score=100, why=why
        )


def backgrounds(claims: list[Claim], articles: Mapping[str, Article]) -> dict[tuple[str, tuple[int, int]], tuple[str, str]]:
    """Sentences about what was long before the article ("the worst since 2004, when seven were killed"): (article, sentence) -> days."""
    found: dict[tuple[str, tuple[int, int]], tuple[str, str]] = {}
    for claim in claims:
        published = articles[claim.article_id].published if claim.article_id in articles else None
        for time in claim.times:
            if not time.earliest or not time.latest or time.type not in ("date", "time"):
                continue
            if any(s.span[0] <= time.span[0] and time.span[1] <= s.span[1] for s in claim.scopes):
                continue  # "the worst since 2004" is of today
            day = _days(time.latest)
            if published and day is not None and (_days(published) or 0) - day > BACKGROUND_DAYS:
                found.setdefault((claim.article_id, claim.sentence), (time.earliest[:10], time.latest[:10]))
    for claim in claims:  # "the first since 1959, when two women died"
        text = articles[claim.article_id].text if claim.article_id in articles else ""
        if year := WHEN.search(text, max(0, claim.span[0] - 30), claim.span[0]):
            found.setdefault((claim.article_id, claim.span), (f"{year[1]}-01-01", f"{year[1]}-12-31"))
    return found


def of_past(claim: Claim, past: Mapping[tuple[str, tuple[int, int]], tuple[str, str]]) -> tuple[str, str] | None:
    """The days long before that a claim, or its whole sentence, is about."""
    return past.get((claim.article_id, claim.span)) or past.get((claim.article_id, claim.sentence))


def _days(moment: str) -> int | None:
    try:
        return date.fromisoformat(moment[:10]).toordinal()
    except ValueError:
        return None


def _other_sources(a: Claim, b: Claim) -> bool:
    x, y = innermost(a.attribution), innermost(b.attribution)
    return x is not None and y is not None and not same_name(x, y)


def _backgrounds_apart(a: Profile, b: Profile) -> bool:
    if a.background is None or b.background is None:
        return a.background is not b.background
    return a.background[0] > b.background[1] or b.background[0] > a.background[1]


def _common(profiles: list[Profile]) -> dict[str, int]:
    """Percent by which a term that half the story repeats is discounted: it does not tell claims of this story apart."""
    counts = Counter(t for p in profiles for t in p.weights.keys() | p.names)
    size = max(len(profiles), 8)
    return {t: min(70, 140 * n // size) for t, n in counts.items() if n > 2}


def _words(claim: Claim) -> str:
    return " ".join(re.findall(r"\w+", claim.text.lower()))


def _repeats(a: Claim, b: Claim) -> bool:
    """A headline that the first line says again, in small letters or not, before anything else is said."""
    between = max(a.span[0], b.span[0]) - min(a.span[1], b.span[1])
    return a.article_id == b.article_id and 0 <= between <= AGAIN and a.polarity is b.polarity and _words(a) == _words(b)


def _candidates(profiles: list[Profile]) -> list[tuple[int, int]]:
    """Pairs that share two terms, or one figure."""
    places: dict[object, list[int]] = {}
    for n, p in enumerate(profiles):
        for term in p.weights:
            places.setdefault(term, []).append(n)
        for f in p.figures:
            if f.quantity.low is not None:
                for _ in range(MIN_SHARED):
                    places.setdefault((f.quantity.low, f.quantity.unit), []).append(n)
            for key in {f.kind, f.quantity.head} - {None}:  # figures of one thing meet, whatever they say
                places.setdefault(("counted", key, f.quantity.unit), []).extend([n, n])
        who = innermost(p.claim.attribution)
        if who is not None:  # one event on one word needs no second term
            for name in p.event:
                places.setdefault((name, name_key(who)), []).append(n)
        places.setdefault(("words", p.claim.article_id, _words(p.claim)), []).extend([n, n])
        if p.claim.attribution:
            places.setdefault(("span", p.claim.article_id, p.claim.span), []).extend([n, n])
    shared: Counter[tuple[int, int]] = Counter()
    for held in places.values():
        if len(set(held)) <= HOT:
            shared.update((i, j) for i, j in combinations(held, 2) if i < j)
    return sorted(pair for pair, n in shared.items() if n >= MIN_SHARED)


def score(a: Profile, b: Profile, *, common: Mapping[str, int] | None = None) -> tuple[int, str] | None:
    """(points, why) if the two speak of one thing, else None. Symmetric."""
    if a.claim.article_id == b.claim.article_id and a.claim.span == b.claim.span:
        return CERTAIN, "the same words, on another's word"
    if _repeats(a.claim, b.claim):
        return CERTAIN, "the same words again"
    if _frames(a.claim, b.claim) or _frames(b.claim, a.claim):
        return CERTAIN, "one tells what the other is said to have said"
    if a.claim.article_id == b.claim.article_id and _overlap(a.claim, b.claim):
        return None
    if _opposes(a.claim) is not _opposes(b.claim):
        return None  # who opposes the sale does not say that there was one
    if a.claim.polarity is not b.claim.polarity and _other_sources(a.claim, b.claim) and not _content(a) & _content(b):
        return None  # "we were not warned", said a mayor; "it issued a warning", said an office: of one event at most
    found = list(signs(a, b, common=common or {}))
    total = sum(points()[sign] * amount // 100 for sign, amount, _ in found)
    if total < THRESHOLD or not (_TELLING & {sign for sign, _, _ in found} or len(_content(a) & _content(b)) >= TELLING_WORDS):
        return None
    return min(total, CERTAIN - 1), "; ".join(why for _, _, why in found if why) or "the same words"


def _opposes(claim: Claim) -> bool:
    return claim.attribution is not None and claim.attribution.force is Force.OPPOSING


def _content(profile: Profile) -> set[str]:
    """Its words that are no names: that two claims both name a state and its president makes no one thing of them."""
    written = {part for name in profile.names for part in name.split()}
    return {t for t in profile.weights if t[0] not in "@=#" and len(t) > 2} - written  # "US", "EU"


def signs(a: Profile, b: Profile, *, common: Mapping[str, int]) -> Iterator[tuple[str, int, str]]:
    """What speaks for one thing, or against it: (sign, hundredths of its points, the words that say why)."""
    weight = {t: v * (100 - common.get(t, 0)) // 100 for p in (a, b) for t, v in p.weights.items()}
    both = a.weights.keys() & b.weights.keys()
    shared, mine, theirs = (sum(weight[t] for t in terms) for terms in (both, a.weights, b.weights))
    content = sorted(t for t in both if t[0] not in "@=#")
    if mine and theirs:
        yield "words", 200 * shared // (mine + theirs), "share " + ", ".join(content[:6]) if content else ""
        yield "contained", 100 * shared // max(SHORT, min(mine, theirs)), ""
        yield "rare_words", 100 * sum(weight[t] for t in content) // RARE, ""
    event, told, spoken = a.event & b.event, a.event & b.classes | b.event & a.classes, a.classes & b.classes
    if event:
        yield "same_event", 100, f"both of {_say(event)}"
    elif told:
        yield "told_event", 100, f"one is of {_say(told)}, the other tells of it"
    elif spoken:
        yield "spoken_event", 100, f"both speak of {_say(spoken)}"
    agents = a.agent & b.agent
    if agents:
        yield "same_agent", 100, f"by the same {min(agents)}"
    patients = a.patient & b.patient
    if patients:
        yield "same_patient", 100, f"of the same {min(patients)}"
    names = a.names & b.names
    if names:
        yield "names", sum(sorted((100 - common.get(name, 0) // 2 for name in names), reverse=True)[:NAMES]), ""
    figure, counted, apart = _figures(a, b)
    if figure:
        yield "figure", 100, f"the same figure, {figure}"
    elif counted:
        yield "counted", 100, f"both count {counted}"
    elif apart:
        yield "other_kind", 100, ""
    if not event and _counts(a) is not _counts(b):
        yield "one_counts", 100, ""
    quote = shared_quotation(a.claim, b.claim)
    if quote:
        yield "quotation", 100, f"the same quoted words, {quote!r}"
    if day := _shared_time(a, b):
        yield "time", 100, f"both of {day}"
    if same_source(a.claim, b.claim):
        yield "source", 100, f"both on the word of {_name(a.claim)}"
    if bool(a.figures) is not bool(b.figures) and not (agents or patients or names or quote) and _other_sources(a.claim, b.claim):
        yield "one_figure", 100, ""
    if a.figures and b.figures and not figure and _other_polls(a.claim, b.claim):
        yield "other_poll", 100, ""
    if a.claim.article_id == b.claim.article_id:
        yield "one_article", 100, ""
    if a.event & b.event and bound_elsewhere(a.claim, b.claim):
        yield "other_way", 100, ""
    if _backgrounds_apart(a, b):
        yield "background", 100, ""


def _counts(a: Profile) -> bool:
    """It tells how many are dead, hurt, missing: another thing than what befell them."""
    return any(f.kind for f in a.figures)


def _overlap(a: Claim, b: Claim) -> bool:
    return a.span[0] < b.span[1] and b.span[0] < a.span[1]


def _other_polls(a: Claim, b: Claim) -> bool:
    links = [c.attribution.chain[-1] for c in (a, b) if c.attribution and c.attribution.chain]
    kinds = {link.kind for link in links}
    return len(links) == 2 and kinds == {SourceKind.DOCUMENT} and not same_name(links[0].name, links[1].name)


def _frames(outer: Claim, inner: Claim) -> bool:
    """`outer` is nothing but the saying of `inner`: A says that B says it."""
    if outer.article_id != inner.article_id or not outer.attribution or not inner.attribution:
        return False
    if not (outer.span[0] <= inner.span[0] and inner.span[1] <= outer.span[1]) or not inner.attribution.cue:
        return False
    cue = inner.attribution.cue
    return outer.span[0] <= cue[0] and cue[1] <= outer.span[1] and len(inner.attribution.chain) > len(outer.attribution.chain)


def is_frame(claim: Claim, others: list[Claim]) -> bool:
    """The claim only tells that somebody said what another claim holds; it is no origin of that."""
    return any(_frames(claim, o) for o in others)


def _figures(a: Profile, b: Profile) -> tuple[str | None, str | None, bool]:
    """(a shared figure as words; what both count with other values; whether the figures are all of unlike things)."""
    pairs = [(x, y) for x in a.figures for y in b.figures]
    alike = [(x, y) for x, y in pairs if figures.comparable(x, y)]
    for x, y in alike:
        if figures.relation(x.quantity, y.quantity) is not Relation.CONFLICTS and figures.near(x.quantity, y.quantity):
            return _figure_words(x), None, False
    for x, y in pairs:  # a value that is not round is hardly met twice by chance
        same = x.quantity.low == y.quantity.low and x.quantity.unit == y.quantity.unit and (x.quantity.low or 0) > 20
        if same and (x.kind is None or y.kind is None or x.kind == y.kind) and figures.one_thing(x, y):
            return _figure_words(x), None, False
    counted = next((x.kind or x.quantity.head for x, y in alike if x.kind or a.event & b.event), None)
    met = any((x.quantity.low, x.quantity.unit, x.kind) == (y.quantity.low, y.quantity.unit, y.kind) for x, y in pairs)
    return None, counted, bool(pairs) and not alike and not met  # "40% of China", "40% of its territory": perhaps of one thing


def _figure_words(figure: Figure) -> str:
    q = figure.quantity
    value = f"{q.low:g}" if q.low is not None and q.low < 1e6 else f"{q.low:.3g}"
    return " ".join(x for x in (value, q.unit, q.counted) if x)


def shared_quotation(a: Claim, b: Claim) -> str | None:
    """The longest words that both have in quotation marks: a whole quotation of one holds the other's."""
    for x in quotations(a):
        for y in quotations(b):
            short, long = sorted((x, y), key=len)
            if len(short) >= 6 and short in long:
                return short
    return None


TITLE = re.compile(r"[A-Z0-9][\w'’-]*(?: (?:(?:of|the|a|an|and|in|to|for|on)|[A-Z0-9&][\w'’.:-]*))*")  # “Kill Bill” quotes nobody


# In a British text, or a headline: 'perfectly fine'; several words, so that no apostrophe opens one. The claim may end before the mark.
SINGLE = re.compile(r"(?<!\S)['‘]((?:[^'‘’\"\s]|['’](?=\w))+(?: (?:[^'‘’\"\s]|['’](?=\w))+)+)(?:['’](?!\w)|$)")


LONG = 12  # characters


def quotations(claim: Claim) -> list[str]:
    direct = claim.attribution is not None and claim.attribution.mode == "direct"
    quoted = re.findall(r"[“\"]([^“”\"]+)[”\"]", claim.text)
    if not quoted and not direct:  # inside a quotation they are another's words
        quoted = [m for m in SINGLE.findall(claim.text) if len(m) >= LONG]
    found = [m.strip(" ,.").lower() for m in quoted if not TITLE.fullmatch(m.strip(" ,.!?"))]
    if not found and direct:
        found = [claim.text.strip(' ,.“”"').lower()]
    return found


def same_source(a: Claim, b: Claim) -> bool:
    x, y = innermost(a.attribution), innermost(b.attribution)
    return x is not None and y is not None and same_name(x, y)


def innermost(attribution: Attribution | None) -> str | None:
    if attribution is None or not attribution.chain:
        return None
    link = attribution.chain[-1]
    return link.speaks_for or link.name


def _shared_time(a: Profile, b: Profile) -> str | None:
    """A day or clock time that both name (not the mere day of the news, which all share)."""
    days = [
        {t.value for t in p.times if t.value and t.type in ("date", "time") and len(t.value) >= 10 and t.value[:1].isdigit()}
        for p in (a, b)
    ]
    return min(days[0] & days[1], default=None)


def opposed(profiles: list[Profile]) -> Iterator[tuple[Profile, Profile]]:
    """Statements that one source sets against each other: "dismissed the claim that ..., pointing out that ..."."""
    by_sentence: dict[tuple[str, tuple[int, int]], list[Profile]] = {}
    for p in profiles:
        if p.claim.attribution and p.claim.attribution.chain:
            by_sentence.setdefault((p.claim.article_id, p.claim.sentence), []).append(p)
    for group in by_sentence.values():
        for denied in (p for p in group if p.claim.polarity == "denied" and len(p.claim.attribution.chain) == 1):  # type: ignore[union-attr]
            who = denied.claim.attribution.chain[0].name  # type: ignore[union-attr]
            for other in group:
                chain = other.claim.attribution.chain  # type: ignore[union-attr]
                if chain[0].name == who and not _overlap(denied.claim, other.claim) and _one_unit(denied, other):
                    yield denied, other


def _one_unit(a: Profile, b: Profile) -> bool:
    return any(x.quantity.unit == y.quantity.unit and x.quantity.low is not None for x in a.figures for y in b.figures)


def _say(classes: frozenset[str]) -> str:
    return " and ".join(c.replace("_", " ") for c in sorted(classes)[:2])


def _name(claim: Claim) -> str:
    return claim.attribution.chain[0].name if claim.attribution and claim.attribution.chain else "nobody named"
