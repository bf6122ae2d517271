"""Whether one account denies what another affirms: "did not rise" against "rose", not "did not rise by a third".

Reads the profiles of one finding, gives Splits of the aspect polarity (negation: scope and focus, Huddleston and Pullum 2002).
What a "not" denies is what follows it; what describes the subject stands. Opposite words ("rose", "fell") are in opposites.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import pairwise, permutations

from twosource.compare.figures import other_people, people_words
from twosource.compare.profile import Profile, event_classes, topic, weight
from twosource.compare.readings import Side, Split, rivals
from twosource.compare.repeated import other_days
from twosource.model import Article, Aspect, Claim, Force, Modality, Polarity, Relation
from twosource.naming import name_key

# Percent of the denial's weight that the other account has too. A cue that denies ("denied that ...") takes up what was said and may
# shorten it; "not" denies just its own words, and the more surely if the other uses its very verb. Set on half of negation_nli's pairs,
# 75 and 90: .87 right of those told there, .86 on the other half (`python -m evaluation pairs`); 65 read on the demo and news_cluster.
DENIED_BY_CUE, DENIED_BY_NOT, SAME_WORDS = 65, 76, 90
COVERED = 90  # percent of what is affirmed that the denial has too
LITTLE = 15  # tenths: "did not ride" denies nothing that could be told

# "not only", "not all": something is denied, but not the proposition.
PARTLY = re.compile(
    r"\bnot (?:more than|much|only|just|merely|simply|all|every\w*|always|necessarily|entirely|yet|the only|sure|clear)\b"
    r"|\bno (?:one|longer)\b|\bnot (?:\w+ ){1,3}(?:all|every|each)\b",
    re.I,
)
NEGATED = re.compile(r"\b(?:not|no|zero|never|neither|nor|without|none|nobody|nothing|cannot|unable)\b|n['’]t\b", re.I)
# "has yet to appear" is not "appeared", though no word of it denies.
NOT_DONE = re.compile(
    r"\b(?:yet to|unable to|incapable of|never managed to|far from"
    r"|(?:fail(?:s|ed)?|refus(?:e|es|ed)|declin(?:e|es|ed)) to(?! *[\d$£€]| (?:a|an|the|its|about|around|nearly|just|less|more)\b))\b",
    re.I,
)
AUXILIARY = frozenset("the a an do does did is was are were be been being has have had will would can could should ca wo t s".split())
TELLING = 15  # tenths
OPPOSING = re.compile(r"\b(?:oppos|object|resist)\w*", re.I)
LOOSE = frozenset({"crash"})  # a class of events of which one may be so and another not
KIN = re.compile(
    r"(?:\w+['’]s?|his|her|their|my) (?:\w+ )?"
    r"(mother|father|parents|wife|husband|sons?|daughters?|brothers?|sisters?|uncle|aunt|friends?)\b",
    re.I,
)
FAVOURING = re.compile(r"\b(?:back|support|favou?r|approv|endors|accept|welcom|want|propos)\w*", re.I)
FEW = 3  # words that two sentences must share to be one but for a "not"
HEDGE = re.compile(
    r"\b(may|might|could(?:n['’]t)?|perhaps|maybe|apparent(?:ly)?|alleged(?:ly)?|reportedly|suspected|suspects?|possibl[ey]|probabl[ey]|likely"
    r"|presum(?:ed|ably)|believ(?:e|es|ed)|thought to|feared|seem(?:s|ed|ingly)?|appear(?:s|ed) to|preliminary)\b",
    re.I,
)


def denials(profiles: Sequence[Profile], articles: Mapping[str, Article]) -> Iterator[Split]:
    """One proposition put as so and as not so; "we have not searched every part" does not deny that they searched."""
    denying = [p for p in profiles if p.claim.polarity is Polarity.DENIED or NOT_DONE.search(p.claim.text)]
    affirming = [p for p in profiles if p not in denying]
    against = [(p, q) for p in denying for q in affirming if denies(p, q)] or _but_for_not(profiles)
    against = [(p, q) for p, q in against if _met(p, q, articles) and not _only_against(p.claim, q.claim, articles)]
    if not against:
        return
    denied, affirmed = ({p.claim.id: p.claim for p in side} for side in zip(*against, strict=True))
    sides = tuple(Side(next(iter(s.values())).span, tuple(s.values())) for s in (affirmed, denied))
    chain = sides[1].claims[0].attribution.chain if sides[1].claims[0].attribution else ()
    yield Split(Aspect.POLARITY, Relation.CONFLICTS, sides, f"{chain[-1].name if chain else 'one account'} puts it as not so")


def _only_against(a: Claim, b: Claim, articles: Mapping[str, Article]) -> bool:
    """Who is against a launch does not say that there was none; against him stands who is for it."""
    cues = [articles[c.article_id].text[slice(*c.attribution.cue)] if c.attribution and c.attribution.cue else "" for c in (a, b)]
    return OPPOSING.search(cues[0]) is not None and FAVOURING.search(cues[1]) is None


def _met(p: Profile, q: Profile, articles: Mapping[str, Article]) -> bool:
    """A writer who says that it was so and that it was not speaks of two things; one span on two words is set against itself.

    Two people need more than the event in common: "we were not warned", said a mayor, and "it issued a warning", said an office.
    """
    a, b = p.claim, q.claim
    if a.span == b.span:
        return True
    if other_days(p, q):
        return False
    sources = [c.attribution.chain[-1].name for c in (a, b) if c.attribution and c.attribution.chain]
    if len(sources) == 2 and sources[0] != sources[1] and a.attribution is not None and a.attribution.force is not Force.DENYING:
        words = {t for t in p.weights.keys() & q.weights.keys() if t[0] not in "=#"}
        if not words and not (p.agent | p.patient) & (q.agent | q.patient):
            return False
    return rivals(a, b, articles)


def _but_for_not(profiles: Sequence[Profile]) -> list[tuple[Profile, Profile]]:
    """(denying, affirming): the same words but for a "not", wherever the parser hung it."""
    return [(p, q) for p, q in permutations(profiles, 2) if _plain(p.claim)[1] and not _plain(q.claim)[1] and _alike(p.claim, q.claim)]


def _plain(claim: Claim) -> tuple[frozenset[str], bool]:
    """Words that are neither auxiliaries nor denials; whether an odd number of words denies."""
    text = claim.text.lower()
    words = frozenset(topic(w) for w in re.findall(r"\w+", NEGATED.sub(" ", text)) if w not in AUXILIARY)
    return words, len(NEGATED.findall(text)) % 2 == 1


def _alike(a: Claim, b: Claim) -> bool:
    mine, theirs = _plain(a)[0], _plain(b)[0]
    return (
        len(mine & theirs) >= FEW
        and not any(weight(w) >= TELLING for w in mine - theirs)
        and len(mine & theirs) * 100 >= SAME_WORDS * max(len(mine), len(theirs))
        and not PARTLY.search(a.text)
        and not HEDGE.search(b.text)
    )


def denies(a: Profile, b: Profile) -> bool:
    """`a` denies `b`: hardly a telling word of the denial without its match; what is affirmed may say more beside it."""
    if a.claim.article_id == b.claim.article_id and a.claim.span == b.claim.span:
        return b.claim.attribution is None or b.claim.attribution.force is not Force.EXPECTING
    if a.claim.attribution is not None and a.claim.attribution.force in (Force.DENYING, Force.OPPOSING):
        backed = b.claim.attribution is not None and b.claim.attribution.force is Force.ASSERTIVE
        if a.claim.attribution.force is Force.OPPOSING and not backed:
            return False  # who opposes the launches does not say that there were none
        if b.claim.attribution is not None and b.claim.attribution.force is Force.EXPECTING:
            return False  # who rejects a demand does not say that a thing is not so
        shared = sum(a.weights[t] for t in a.weights.keys() & b.weights.keys())
        return (bool(a.event & b.event) and shared * 100 >= DENIED_BY_CUE * a.total) or shared * 100 >= SAME_WORDS * max(a.total, b.total)
    if PARTLY.search(a.claim.text) or NEGATED.search(b.claim.text) or not _figures_fit(a, b) or other_people(a.claim, b.claim):
        return False
    if a.total < LITTLE or _speakers_apart(a.claim, b.claim):
        return False
    words = {topic(w) for w in re.findall(r"\w+", b.claim.text.lower())} | b.weights.keys()
    said_so = a.claim.event is not None and topic(a.claim.event.predicate.split()[0]) in words
    verb = said_so or bool(a.event & b.event)
    if (a.event & LOOSE and not said_so) or _of_kin(a, words):
        return False  # "did not derail" does not deny that they collided, nor "her mother was not there" that she was
    if a.claim.modality is Modality.EXPECTED and b.claim.modality is Modality.STATED:
        return False  # "it will never sell the line" does not deny that it runs one
    if _narrower(a, words) or a.claim.condition or b.claim.condition or HEDGE.search(b.claim.text):
        return False
    said = {topic(w) for w in re.findall(r"\w+", a.claim.text.lower())} | a.weights.keys()
    if a.event & b.event and _share_in(b, said, a) >= COVERED:  # "it fell into the sea" says nothing but what "it did not fall" denies
        return True
    return _share_in(a, words, b) >= (DENIED_BY_NOT if verb else SAME_WORDS)


def _of_kin(denial: Profile, words: Container[str]) -> bool:
    """It is of somebody's mother or friend, whom the other does not tell of."""
    m = KIN.match(denial.claim.text)
    return m is not None and topic(m[1].lower()) not in words


def _speakers_apart(a: Claim, b: Claim) -> bool:
    """ "I did not", "you did": of two people."""
    first, second = (re.match(r"(?:i|you|we|he|she|they)\b", c.text, re.I) for c in (a, b))
    return first is not None and second is not None and first[0].lower() != second[0].lower()


def _share_in(denial: Profile, words: Container[str], other: Profile) -> int:
    """Percent of the denial's weight that is among `words`; who it was may go by another noun ("the driver", "a man of 40")."""
    surnames = {n.split()[-1] for n in other.names if n}
    found = {t for t in denial.weights if t in words or (t[0] == "@" and t.split()[-1].lstrip("@") in surnames)}
    lacking = denial.weights.keys() - found - people_words() - _told_before(denial) - _denying(denial.claim.text)
    shared = sum(denial.weights[t] for t in found)
    if re.match(r"(?:he|she|it|they)\b", other.claim.text, re.I):  # whom a pronoun stands for was settled by those who aligned them
        lacking -= {t for t in lacking if t[0] == "@"}
    return 100 * shared // max(shared + sum(denial.weights[t] for t in lacking), 1)


def _not_at(claim: Claim) -> int:
    """Where in the claim's text it begins to deny; 0 where no word of it does."""
    m = NEGATED.search(claim.text) or NOT_DONE.search(claim.text)
    return m.start() if m else 0


def _denying(text: str) -> set[str]:
    """ "never", "yet": they deny, and are not denied."""
    return {topic(w) for pattern in (NEGATED, NOT_DONE) for m in pattern.finditer(text.lower()) for w in m[0].split()}


def _narrower(denial: Profile, words: Container[str]) -> bool:
    """ "not a rock album" does not deny an album: a word that limits what is denied, and that the other does not say of it."""
    claim = denial.claim
    after = [topic(w) for w in re.findall(r"[\w'’-]+", claim.text[_not_at(claim) :].lower())] if _not_at(claim) else []
    verb = {topic(w) for w in claim.event.predicate.split()} if claim.event else set()
    return any(x in denial.weights.keys() - verb and x not in words and y in denial.weights and y in words for x, y in pairwise(after))


def _told_before(denial: Profile) -> frozenset[str]:
    """Terms that stand only in what describes the subject: not denied ("Roe, who threatened to resign, was not moved")."""
    claim, at = denial.claim, _not_at(denial.claim)
    before, after = (claim.text[:at].lower(), claim.text[at:].lower())
    words = [{w[:4] for w in re.findall(r"\w+", part)} for part in (before, after)]
    terms = [t for t in claim.terms if t[:4] in words[0] - words[1]]
    classes = event_classes(terms)[0] - event_classes([t for t in claim.terms if t not in terms])[0]
    names = {name_key(n) for n in claim.names if n.lower() in before and n.lower() not in after} - {name_key(n) for n in _subjects(claim)}
    heads = denial.agent | denial.patient
    words_before = [topic(w) for w in re.findall(r"\w+", before)]
    cut = next((n for n, w in enumerate(words_before) if w in heads), 0)
    told = {topic(t) for t in terms} - heads - set(words_before[:cut])  # "a white family" is not any family
    return frozenset(told | {"=" + c for c in classes - denial.event} | {"@" + n for n in names})


def _subjects(claim: Claim) -> list[str]:
    return [p.name for p in (claim.event.agent, claim.event.patient) if p] if claim.event else []


def _figures_fit(a: Profile, b: Profile) -> bool:
    """ "not 100 members" does not deny 4,000 members."""
    told = [f.quantity for f in a.figures if f.quantity.low is not None and f.quantity.span[0] >= a.claim.span[0] + _not_at(a.claim)]
    return all(any(q.low == g.quantity.low for g in b.figures) for q in told)
