"""How many independent origins stand behind some claims: lower bounds, what the texts themselves show to be distinct.

Reads claims and what is known of their articles, gives Origins and the most that is not ruled out. The rules are those of the
contract ("Counting", "Finer points"); it does not judge whether an origin is right.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from twosource.compare.profile import PRONOUNS
from twosource.model import Article, Claim, Link, Origin, SourceKind
from twosource.naming import name_key, rows, same_name, several

# An unnamed voice of these kinds may be any named person or body of the story; a witness or a doctor may not.
FITS_ANYBODY = re.compile(
    r"\b(officials?|sources?|person|people|aides?|advis[eo]rs?|insiders?|executives?|spokes(?:man|woman|person|people)|leaders?|ministers?"
    r"|lawmakers?|politicians?|somebody|someone|any(?:one|body)|diplomats?|authorities)\b",
    re.I,
)
# An outlet's or agency's own count or eyes, where the text says so: "an AFP tally", "a Reuters witness saw".
OWN_EYES = re.compile(
    r"\b(count(?:ed|s)?|tall(?:y|ies|ied)|witness(?:ed|es)?|saw|seen|calculat\w+|analys[ei]\w*|reporters?|correspondents?|journalists?"
    r"|photographers?|verified)\b",
    re.I,
)
# Bodies whose name says that they are outlets: "Beijing News".
PAPER = re.compile(r"\b(?:News|Times|Post|Daily|Tribune|Herald|Journal|Gazette|Telegraph|Magazine|TV|Television|Radio|Chronicle)$")
EYE = r"(?:reporters?|correspondents?|journalists?|photographers?|witness|tally|count|analysis)"
# Who speaks for a state or company as its head, when the text puts the two together: "Ukrainian President Volodymyr Zelenskyy".
OFFICE = (
    r"(?:president|prime minister|premier|chancellor|leader|king|queen|emir|crown prince|(?:\w+ ){0,2}minister|secretary of \w+"
    r"|chief executive(?: officer)?|CEO|chair(?:man|woman)?|managing director|director(?: general)?|spokes(?:man|woman|person)|mayor|chief)"
)
NAMED = (SourceKind.PERSON, SourceKind.BODY, SourceKind.OFFICE)
UNSTATED = "the outlets' own words"
OWN_WORDS, NOBODY = "the outlet's own words", "an unnamed source"  # on whose word, where no name is told


@dataclass(frozen=True, slots=True)
class Context:
    """What of a story's articles counting needs: families of copies, credits, and the texts themselves."""

    articles: Mapping[str, Article]
    family: Mapping[str, str]  # article id -> text family
    speaks_for: Mapping[str, str] = field(default_factory=dict)  # a person's name -> the body, as any text of the story says
    echoes: Mapping[str, Sequence[Claim]] = field(default_factory=dict)  # claim id -> the claims of copies that repeat it

    def credit(self, article_id: str) -> str | None:
        """The agency that the text credits, or, if it is a copy and credits none, another copy of the same text."""
        own = self.articles.get(article_id)
        if own is None or own.credit:
            return own.credit if own else None
        family = self.family.get(article_id, article_id)
        return min((a.credit for i, a in self.articles.items() if a.credit and self.family.get(i, i) == family), default=None)

    def heard_by(self, claim: Claim) -> str:
        """The text family that heard the source: of "an official told the BBC" in any outlet, the BBC's own article, if it is here."""
        chain = claim.attribution.chain if claim.attribution else ()
        for link in chain[-2:-1]:
            if link.kind in (SourceKind.OUTLET, SourceKind.AGENCY):
                own = (i for i, a in self.articles.items() if a.outlet and same_name(a.outlet, link.name))
                article = next(own, claim.article_id)
                return self.family.get(article, article)
        return self.family.get(claim.article_id, claim.article_id)

    callings: dict[str, frozenset[str]] = field(default_factory=dict)  # surname -> what its bearers do, as far as it was looked up
    heads: dict[tuple[str, str], bool] = field(default_factory=dict)  # (person, body) -> whether the texts put the one at the other

    def carried(self, claims: Iterable[Claim]) -> list[Claim]:
        """These claims, each with its echoes."""
        return [x for c in claims for x in (c, *self.echoes.get(c.id, ()))]

    def with_echoes(self, ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(x for i in ids for x in (i, *(c.id for c in self.echoes.get(i, ())))))

    def body_of(self, link: Link) -> str | None:
        """The body this voice speaks for, in this text or in another of the story."""
        if link.speaks_for or (link.kind is not SourceKind.PERSON and link.name not in self.speaks_for):
            return link.speaks_for  # a person's ruling may name somebody and not say that it is a person
        return next((body for name, body in self.speaks_for.items() if same_name(name, link.name)), None)


@dataclass(slots=True)
class _Tally:
    kind: SourceKind
    name: str
    voices: dict[str, None] = field(default_factory=dict)
    claims: dict[str, None] = field(default_factory=dict)
    number: int = 1


@dataclass(frozen=True, slots=True)
class Origins:
    listed: tuple[Origin, ...]
    most: int  # origins_max
    of_claim: Mapping[str, frozenset[str]]  # claim id -> names in `listed`

    def __len__(self) -> int:
        return len(self.listed)


def spokespeople(claims: Iterable[Claim]) -> dict[str, str]:
    """Who speaks for which body in any text of the story, by name; where texts disagree, for whom most say, then the first in order."""
    said: dict[str, Counter[str]] = {}
    for claim in claims:
        for link in claim.attribution.chain if claim.attribution else ():
            if link.speaks_for and link.kind is SourceKind.PERSON and link.named_at:
                said.setdefault(link.name, Counter())[link.speaks_for] += 1
    return {name: min(bodies, key=lambda b: (-bodies[b], b)) for name, bodies in sorted(said.items())}


def own_voice(claim: Claim, context: Context) -> bool:
    """The claim names no origin: the outlet's own words, "reportedly", or what another outlet or agency reported."""
    if claim.attribution is None or not claim.attribution.chain:
        return eyes_of(claim, context) is None
    link = claim.attribution.chain[-1]
    outlet = link.kind in (SourceKind.OUTLET, SourceKind.AGENCY) or (link.kind is SourceKind.BODY and bool(PAPER.search(link.name)))
    return outlet and not _own_eyes(claim, context)


def voices(claims: Sequence[Claim], context: Context) -> dict[str, str]:
    """Claim id -> on whose word it is told: the name of its origin, an unnamed source, or the outlet's own words."""
    named = count(claims, context).of_claim
    found = {}
    for claim in claims:
        link = claim.attribution.chain[-1] if claim.attribution and claim.attribution.chain else None
        if own_voice(claim, context):
            found[claim.id] = OWN_WORDS
        elif link is not None and nobody(link):
            found[claim.id] = NOBODY
        else:
            found[claim.id] = min(named[claim.id], default=OWN_WORDS)
    return found


def _own_eyes(claim: Claim, context: Context) -> bool:
    article = context.articles.get(claim.article_id)
    if article is None or claim.attribution is None:
        return False
    parts = [s for s in (claim.attribution.source, claim.attribution.cue) if s]
    return any(OWN_EYES.search(article.text[s:e]) for s, e in parts)


def nobody(link: Link) -> bool:
    """A source the text does not name: "an official", or a pronoun whose speaker could not be told."""
    return not link.speaks_for and (link.kind is SourceKind.UNNAMED or link.name.lower() in PRONOUNS)


def _nameless(link: Link) -> bool:
    """A group, paper or body told of by what it is: "researchers", "the findings", "the company"."""
    if link.kind not in (SourceKind.GROUP, SourceKind.DOCUMENT, SourceKind.BODY):
        return False
    return link.name.islower() or (" " not in link.name and bool(_callings(link.name)))


def eyes_of(claim: Claim, context: Context) -> str | None:
    """The outlet or agency whose reporter saw or counted it, where its own words say so: "a Zeitung reporter counted nine"."""
    article = context.articles.get(claim.article_id)
    if article is None or claim.attribution is not None:
        return None
    for given in (article.outlet, article.credit):
        for name in dict.fromkeys((given, given.split()[-1])) if given else ():  # "a Ledger reporter" of the Lakeland Ledger
            one = re.escape(name)
            if re.search(rf"\b{one}(?:['’]s)? (?:\w+ )?{EYE}\b|\b{EYE} (?:for|from|of|by) (?:the )?{one}\b", claim.text):
                return given
    own = re.search(rf"\b(?:our|this (?:news)?paper['’]s|this outlet['’]s) (?:own )?{EYE}\b", claim.text, re.I)
    return article.outlet if own else None


def count(claims: Sequence[Claim], context: Context, *, opposed: Iterable[str] = ()) -> Origins:
    """The origins of `claims`; own-voice claims whose ids are in `opposed` conflict with a sourced reading and count apart."""
    tallies: list[_Tally] = []
    of_claim: dict[str, set[str]] = {c.id: set() for c in claims}
    silent, loose, unnamed = [], [], []
    for claim in claims:
        if own_voice(claim, context):
            silent.append(claim)
            continue
        seen_by = eyes_of(claim, context)
        if seen_by is not None or claim.attribution is None:
            _add(tallies, claim, Link(name=seen_by or UNSTATED, kind=SourceKind.OUTLET, mention=None, named_at=None), of_claim, context)
            continue
        link = claim.attribution.chain[-1]
        if nobody(link):
            unnamed.append((claim, link))
        elif _nameless(link):
            loose.append((claim, link))
        else:
            _add(tallies, claim, link, of_claim, context)
    _fold_heads(tallies, of_claim, context)
    loose.sort(key=lambda x: x[1].kind is SourceKind.DOCUMENT)  # "the letter" may be theirs who are told of without a name
    apart = _add_loose(tallies, loose, of_claim, context)
    most = len(tallies) + apart + _add_unnamed(tallies, unnamed, of_claim, context)
    sourced = bool(tallies)
    against = set(opposed)
    most += _add_silent(tallies, [c for c in silent if c.id in against] if sourced else silent, of_claim, context)
    if sourced:
        for claim in silent:  # agreeing with a sourced claim it adds nothing, and stands behind the first of them
            if claim.id not in against:
                of_claim[claim.id].add(tallies[0].name)
    listed = [
        Origin(name=t.name, kind=t.kind, voices=tuple(_voices(t)), claims=context.with_echoes(t.claims))
        for t in tallies
        for _ in range(t.number)
    ]
    return Origins(tuple(listed), max(most, len(listed)), {c: frozenset(names) for c, names in of_claim.items()})


def _voices(tally: _Tally) -> list[str]:
    """Who speaks for the origin, each once, by the fullest name: "Wirth" in one text is "Dana Wirth" in another."""
    found: list[str] = []
    for voice in sorted(tally.voices, key=len, reverse=True):
        if not any(same_name(voice, name) for name in (tally.name, *found)):
            found.append(voice)
    return sorted(found, key=list(tally.voices).index)


def _add(tallies: list[_Tally], claim: Claim, link: Link, of_claim: dict[str, set[str]], context: Context) -> None:
    body = context.body_of(link)
    name, kind = (body, SourceKind.BODY) if body else (link.name, link.kind)
    tally = next((t for t in tallies if same_name(t.name, name) or _fits(t, name, kind)), None)
    if tally is None:
        tally = _Tally(kind, name)
        tallies.append(tally)
    elif len(name) > len(tally.name) and (link.kind is SourceKind.PERSON or tally.name.islower()):
        for names in of_claim.values():
            if tally.name in names:
                names.discard(tally.name)
                names.add(name)
        tally.name = name
    if kind is SourceKind.BODY and tally.kind is SourceKind.PERSON and " " not in tally.name:
        tally.kind = kind  # "Lakeline said" tells no person from a company; "Lakeline's spokesman", or another text, does
    if link.name != tally.name:
        tally.voices[link.name] = None
    tally.claims[claim.id] = None
    of_claim[claim.id].add(tally.name)


def _fold_heads(tallies: list[_Tally], of_claim: dict[str, set[str]], context: Context) -> None:
    """A state or body and the head whom the texts put at it are one origin: "Ukraine reported", "Zelenskyy reported"."""
    for body in [t for t in tallies if t.kind is SourceKind.BODY]:
        head = next((t for t in tallies if t.kind is SourceKind.PERSON and _heads(t.name, body.name, context)), None)
        if head is None:
            continue
        tallies.remove(body)
        head.voices[body.name] = None
        head.claims |= body.claims
        for names in of_claim.values():
            if body.name in names:
                names.remove(body.name)
                names.add(head.name)


@cache
def _states() -> dict[str, str]:
    """Name of a state -> a pattern of the words for it."""
    found = {}
    for _, name, demonyms, others, *_ in rows("countries.tsv"):
        words = (name, *several(demonyms), *several(others))
        found[name] = "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))
    return found


def _heads(person: str, body: str, context: Context) -> bool:
    if (person, body) not in context.heads:
        surname, words = re.escape(person.split()[-1]), _states().get(body, re.escape(body))
        before = rf"\b(?:{words})(?:['’]s)? {OFFICE},? (?:[A-Z][\w.'’-]+ ){{0,2}}{surname}\b"
        after = (
            rf"\b{surname}, (?:the |its |who is (?:the )?)?(?:(?:{words})(?:['’]s)? {OFFICE}|{OFFICE} (?:of|at|for) (?:the )?(?:{words}))\b"
        )
        put = re.compile(rf"{before}|{after}", re.I)
        context.heads[person, body] = any(put.search(text) for text in dict.fromkeys(a.text for a in context.articles.values()))
    return context.heads[person, body]


def _callings(text: str) -> frozenset[str]:
    return frozenset(name for name, pattern in _calling_words() if pattern.search(text))


@cache
def _calling_words() -> list[tuple[str, re.Pattern[str]]]:
    return [(name, re.compile(rf"\b(?:{words})\b", re.I)) for name, words in rows("callings.tsv")]


def _described(tally: _Tally, context: Context) -> frozenset[str]:
    """What the texts say that this origin does: in its name, or beside a person's name ("Xinyu Dai, an astrophysicist")."""
    found = _callings(" ".join((tally.name, *tally.voices)))
    if tally.kind is SourceKind.PERSON:
        surname = tally.name.split()[-1]
        if surname not in context.callings:
            context.callings[surname] = frozenset(
                c for text in dict.fromkeys(a.text for a in context.articles.values()) for c in _beside(surname, text)
            )
        found |= context.callings[surname]
    return found


def _beside(surname: str, text: str) -> Iterator[str]:
    """The callings in the five words before a name, and in the seven after its comma."""
    for m in re.finditer(rf"\b{re.escape(surname)}\b(?:, (?:[\w'’.-]+ ?){{1,7}})?", text):
        before = re.search(r"(?:[\w'’.-]+,? ){0,5}\Z", text[max(0, m.start() - 100) : m.start()])
        yield from _callings((before[0] if before else "") + m[0])


def _add_loose(tallies: list[_Tally], loose: list[tuple[Claim, Link]], of_claim: dict[str, set[str]], context: Context) -> int:
    """Groups, papers and bodies without a name ("researchers", "the findings") that may be the named ones; gives how many are."""
    apart: set[str] = set()
    for claim, link in loose:
        fitting = next((t for t in tallies if _may_be(t, link, context)), None)
        if fitting is None:
            _add(tallies, claim, link, of_claim, context)
            continue
        apart.add(name_key(link.name))
        fitting.voices[link.name] = None
        fitting.claims[claim.id] = None
        of_claim[claim.id].add(fitting.name)
    return len(apart)


def _may_be(tally: _Tally, link: Link, context: Context) -> bool:
    if link.kind is SourceKind.DOCUMENT:  # whose paper it is the text does not say
        return tally.kind in (*NAMED, SourceKind.GROUP)
    if tally.kind not in NAMED:
        return False
    mine, theirs = _callings(link.name), _described(tally, context)
    return bool(mine & theirs) or ("company" in mine and tally.kind is SourceKind.BODY and not theirs)


def _fits(tally: _Tally, name: str, kind: SourceKind) -> bool:
    """A poll or report whose maker one text does not name may be the one that another names."""
    return kind is tally.kind is SourceKind.DOCUMENT and (name.islower() or tally.name.islower())


def _add_unnamed(tallies: list[_Tally], unnamed: list[tuple[Claim, Link]], of_claim: dict[str, set[str]], context: Context) -> int:
    """All unnamed sources are one origin, or as many as one text states, unless they fit a named one; gives what `most` gains."""
    named = [t for t in tallies if t.kind in NAMED]
    apart: dict[tuple[str, str], int] = {}
    rest = []
    for claim, link in unnamed:
        apart[context.heard_by(claim), name_key(link.name)] = link.number or 1
        anybody = FITS_ANYBODY.search(link.name)
        among = tallies if link.name.lower() in PRONOUNS else named
        fitting = next((t for t in among if among is tallies or anybody or _callings(link.name) & _described(t, context)), None)
        if fitting is not None:
            of_claim[claim.id].add(fitting.name)
        else:
            rest.append((claim, link))
    if rest:
        first = rest[0][1]
        tally = _Tally(SourceKind.UNNAMED, first.name, number=max(link.number or 1 for _, link in rest))
        for claim, link in rest:
            tally.voices[link.name] = None
            tally.claims[claim.id] = None
            of_claim[claim.id].add(tally.name)
        tallies.append(tally)
    return sum(apart.values())


def _add_silent(tallies: list[_Tally], claims: list[Claim], of_claim: dict[str, set[str]], context: Context) -> int:
    """Own-voice claims: one origin for each agency credited, one for all the uncredited together."""
    texts = set()
    credits = {plain(c): credit for c in reversed(claims) if (credit := _agency(c, context))}
    for claim in claims:  # the very sentence that another text has of an agency is no second origin
        credit = _agency(claim, context) or credits.get(plain(claim))
        name, kind = (credit, SourceKind.AGENCY) if credit else (UNSTATED, SourceKind.UNSTATED)
        texts.add(("agency", name_key(credit)) if credit else ("text", context.family.get(claim.article_id, claim.article_id)))
        tally = next((t for t in tallies if t.kind is kind and same_name(t.name, name)), None)
        if tally is None:
            tally = _Tally(kind, name)
            tallies.append(tally)
        tally.claims[claim.id] = None
        of_claim[claim.id].add(tally.name)
    return len(texts)


def plain(claim: Claim) -> str:
    return re.sub(r"\W+", " ", claim.text.lower()).strip()


def _agency(claim: Claim, context: Context) -> str | None:
    if claim.attribution is not None and claim.attribution.chain and claim.attribution.chain[-1].kind is SourceKind.AGENCY:
        return claim.attribution.chain[-1].name
    return context.credit(claim.article_id)
