"""One story's records, indexed, and the footnotes given so far.

Reads the public records; what is missing (a finding whose claims were not handed over) is told from the evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import cached_property

from twosource.compare.findings import shares_read
from twosource.model import Article, Claim, Evidence, Finding, Reading, Relation, SourceKind, Span, Status, Story
from twosource.present.retell import content, retell
from twosource.present.view import Line, Note
from twosource.present.words import capital, count, counts, flat, listed, origin, outlet, sentence

KEY = 80  # characters of a reading that is a part of its sentence
Order = tuple[bool, str, str]


class Notes:
    """The footnotes of a brief, numbered as they are first asked for; one place has one number."""

    def __init__(self, articles: Mapping[str, Article]) -> None:
        self._articles = articles
        self._numbers: dict[tuple[str, Span], int] = {}
        self._notes: list[Note] = []

    def at(self, article_id: str, span: Span, *, uri: str = "", words: str = "") -> int:
        """The number of this place."""
        number = self._numbers.get((article_id, span))
        if number is None:
            article = self._articles.get(article_id)
            number = self._numbers[article_id, span] = len(self._notes) + 1
            name = outlet(article) if article else f"article not given ({uri or article_id})"
            words = article.text[slice(*span)] if article else words
            published = article.published if article else None
            uri = article.uri if article else uri
            self._notes.append(
                Note(number=number, article_id=article_id, outlet=name, uri=uri, published=published, span=span, words=words)
            )
        return number

    def all(self) -> tuple[Note, ...]:
        return tuple(self._notes)


def moment(iso: str | None) -> str:
    """A date that sorts: in UTC where a zone is given."""
    try:
        at = datetime.fromisoformat(iso or "")
        at = at.astimezone(UTC) if at.tzinfo else at
    except (ValueError, OverflowError):  # "9999-12-31T23:00-05:00" is of a year that is not
        return iso or ""
    return at.strftime("%Y-%m-%dT%H:%M:%S") if len(iso or "") > 10 else iso or ""


def article_order(article: Article) -> Order:
    """Dated articles by date, then the undated; an updated version after the first."""
    return article.published is None, moment(article.published) + moment(article.modified), article.id


class Material:
    """What the sections of one story are written from."""

    def __init__(
        self, story: Story, findings: Iterable[Finding], claims: Mapping[str, Claim], articles: Mapping[str, Article], notes: Notes
    ) -> None:
        self.story = story
        self.articles = {a.id: a for a in sorted((articles[i] for i in story.articles if i in articles), key=article_order)}
        self._order = {i: n for n, i in enumerate(self.articles)}
        self._claims = claims
        self._notes = notes
        self._sentences: dict[tuple[str, Span], list[Claim]] = {}
        for claim in self.claims(sorted(i for i, c in claims.items() if c.article_id in self.articles)):
            self._sentences.setdefault((claim.article_id, claim.sentence), []).append(claim)
        self._evidence: dict[str, Evidence] = {}
        found = list(findings)
        for finding in found:
            for evidence in finding.told:  # a claim's own words come first; where its source's name was read, after them
                self._evidence.setdefault(evidence.claim_id, evidence)
        self.findings = sorted(found, key=self._rank)

    @cached_property
    def read(self) -> dict[str, float]:
        """The share of each article's text that was read for claims."""
        return shares_read(self.articles, {i: c for i, c in self._claims.items() if c.article_id in self.articles})

    def _rank(self, finding: Finding) -> tuple[int, int, int, tuple[int, int], str]:
        return -finding.outlets, -finding.origins, -finding.texts, self.first(finding), finding.id

    def place(self, article_id: str, span: Span) -> tuple[int, int]:
        return self._order.get(article_id, len(self._order)), span[0]

    def of(self, *statuses: Status) -> list[Finding]:
        return [f for f in self.findings if f.status in statuses]

    def claims(self, ids: Iterable[str]) -> list[Claim]:
        """The claims of these ids that were handed over, in the order of the articles and of the words."""
        known = [self._claims[i] for i in ids if i in self._claims]
        return sorted(known, key=lambda c: (self.place(c.article_id, c.span), c.id))

    def in_sentence(self, claim: Claim) -> list[Claim]:
        """All claims of the article whose sentence is this claim's."""
        return self._sentences.get((claim.article_id, claim.sentence), [])

    def standing(self, finding: Finding) -> list[Claim]:
        gone = set(finding.retracted)
        return self.claims(i for i in finding.claims if i not in gone)

    def told(self, claim: Claim) -> str:
        return retell(claim, self.articles.get(claim.article_id))

    def best(self, claims: Iterable[Claim]) -> Claim | None:
        """The claim that tells it for all: with a verb of its own, at first hand before second hand before nobody's, then the earliest."""
        return min(claims, key=self._plainness, default=None)

    def _plainness(self, claim: Claim) -> tuple[bool, bool, int, tuple[int, int], str]:
        chain = claim.attribution.chain if claim.attribution else ()
        torn = claim.text.startswith("to ") or content(claim, self.articles.get(claim.article_id)) is None
        return torn, not chain, len(chain), self.place(claim.article_id, claim.span), claim.id

    def headline(self, finding: Finding) -> str:
        """The finding in one sentence: the newest word of it where it develops, under the names of all its origins where they agree."""
        standing = self.standing(finding)
        best = self.best(standing)
        if best is None:
            return sentence(finding.summary)
        if finding.status is Status.DEVELOPING:
            newest = {d.readings[-1].claim_id for d in finding.differences if d.kind is Relation.SUPERSEDES}
            return self.told(
                max([c for c in standing if c.id in newest] or standing, key=lambda c: (self.place(c.article_id, c.span), c.id))
            )
        names = [origin(o) for o in finding.origin_list if o.kind is not SourceKind.UNSTATED]
        bare = content(best, self.articles.get(best.article_id))
        if len(names) < 2 or finding.status is Status.DISPUTED or bare is None:
            return self.told(best)
        return f"{capital(listed(names))}: {bare}"

    def first(self, finding: Finding) -> tuple[int, int]:
        """Where the finding is first told."""
        return min(
            (self.place(self._evidence[c].article_id, self._evidence[c].span) for c in finding.claims if c in self._evidence),
            default=(0, 0),
        )

    def note(self, article_id: str, span: Span, *, words: str = "") -> int:
        return self._notes.at(article_id, span, words=words)

    def cited(self, claims: Iterable[Claim]) -> tuple[int, ...]:
        """One footnote a claim, on the span that the evidence gives."""
        return tuple(
            dict.fromkeys(self.note(c.article_id, self._evidence[c.id].span if c.id in self._evidence else c.span) for c in claims)
        )

    def all_cited(self, finding: Finding, *, but: Iterable[str] = ()) -> tuple[int, ...]:
        """Footnotes of the evidence, one a claim, without the claims shown elsewhere."""
        evidence = [self._evidence[i] for i in dict.fromkeys(e.claim_id for e in finding.told if e.claim_id not in set(but))]
        evidence.sort(key=lambda e: (self.place(e.article_id, e.span), e.claim_id))
        return tuple(dict.fromkeys(self._notes.at(e.article_id, e.span, uri=e.uri, words=e.text) for e in evidence))

    def outlets(self, article_ids: Iterable[str]) -> list[str]:
        """Names of the outlets, each once, in the order of their articles."""
        known = sorted((i for i in article_ids if i in self.articles), key=lambda i: self._order[i])
        return list(dict.fromkeys(outlet(self.articles[i]) for i in known))

    def silent(self, finding: Finding) -> str:
        """ "not in Lakeland Ledger and Harbor Radio"."""
        names = self.outlets(s.article_id for s in finding.silent)
        return f"not in {listed(names, cap=6)}" if names else ""

    def remarks(self, finding: Finding) -> tuple[str, ...]:
        """The three counts, what the texts' likeness hints at, and that a person had a hand in it."""
        which = f"{'rulings' if len(finding.rulings) > 1 else 'ruling'} {listed(map(str, finding.rulings))}"
        ruled = (f"by a person's {which}",) if finding.rulings else ()
        return counts(finding), *dict.fromkeys(h.why for h in finding.hints), *ruled

    def reading(self, reading: Reading) -> Line:
        """One reading of a difference, with its own three counts."""
        claim = self._claims.get(reading.claim_id)
        number = self._notes.at(reading.article_id, reading.span, words=reading.text)
        if claim is None:
            return Line(text=sentence(reading.text), notes=(number,), remarks=(reading_counts(reading),))
        part = reading.span != claim.span and len(reading.text) <= KEY
        return Line(text=self.told(claim), key=flat(reading.text) if part else "", notes=(number,), remarks=(reading_counts(reading),))


def reading_counts(reading: Reading) -> str:
    return f"{count(reading.outlets, 'outlet')} · {count(reading.texts, 'text')} · {count(reading.origins, 'origin')}"
