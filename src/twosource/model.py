"""Every record and every closed vocabulary of Twosource, one line on each field.

A span is (start, end): half-open, Unicode code points, into `Article.text`. Unknown is None, never a guess.
Arrow and JSON Schemas are derived from these classes (schema.py); the public JSON has the fields in this order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from twosource.errors import ProblemKind

if TYPE_CHECKING:
    import pyarrow as pa

Span: TypeAlias = tuple[int, int]


class SourceKind(StrEnum):
    """What a source, or an origin, is."""

    PERSON = "person"
    BODY = "body"  # a ministry, company, court, army, state
    GROUP = "group"  # people without a name of their own: "residents"
    OFFICE = "office"  # a role, whoever holds it: "the mayor"
    DOCUMENT = "document"  # a report, poll, statute, statement
    OUTLET = "outlet"
    AGENCY = "agency"
    UNNAMED = "unnamed"  # "an official who asked not to be named"
    UNSTATED = "unstated"  # origins only: outlets' own words that name nobody


class Mode(StrEnum):
    DIRECT = "direct"  # wholly in quotation marks
    INDIRECT = "indirect"
    MIXED = "mixed"


class Force(StrEnum):
    """How a cue puts its content; from data/cues.tsv."""

    NEUTRAL = "neutral"  # said, told, according to
    ASSERTIVE = "assertive"  # insisted, stressed
    DENYING = "denying"  # denied, disputed, dismissed a claim: the source puts the content as not so
    OPPOSING = "opposing"  # opposed, rejected a plan: the source would not have it so
    ACCUSING = "accusing"  # accused, blamed
    CONCEDING = "conceding"  # admitted, acknowledged
    EXPECTING = "expecting"  # plans, wants, urged, demanded, promised, offered: the content is not yet so
    DOUBTING = "doubting"  # suggested, thinks, fears, reportedly: the content is hedged


class Bound(StrEnum):
    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    BETWEEN = "between"
    VAGUE = "vague"  # "dozens", "many"


class Change(StrEnum):
    UP = "up"
    DOWN = "down"


class ScopeKind(StrEnum):
    WHOLE = "whole"  # "of these drones"
    TIME = "time"  # "overnight"
    PLACE = "place"  # "in Gaza"
    BASELINE = "baseline"  # "since the war began"


class TimeType(StrEnum):
    DATE = "date"
    TIME = "time"
    DURATION = "duration"
    SET = "set"


class Polarity(StrEnum):
    AFFIRMED = "affirmed"
    DENIED = "denied"


class Modality(StrEnum):
    STATED = "stated"
    HEDGED = "hedged"
    CONDITIONAL = "conditional"
    EXPECTED = "expected"  # plans, wishes, demands, promises


class CopyKind(StrEnum):
    COPY = "copy"
    PARTIAL = "partial"  # shares a passage, but is a text of its own
    VERSION = "version"  # another state of the same article


class Aspect(StrEnum):
    """In what two readings differ."""

    VALUE = "value"
    UNIT = "unit"
    COUNTED = "counted"
    SCOPE = "scope"
    CONDITION = "condition"
    POLARITY = "polarity"
    MODALITY = "modality"
    ATTRIBUTION = "attribution"
    TIME = "time"
    PLACE = "place"
    WORDING = "wording"
    DETAIL = "detail"


class Relation(StrEnum):
    """How one reading stands to another."""

    SAME = "same"  # alignments only
    ADDS = "adds"
    CONFLICTS = "conflicts"
    SUPERSEDES = "supersedes"
    RETRACTS = "retracts"
    APART = "apart"  # alignments only: a person keeps them apart


class Status(StrEnum):
    """Of a finding: the first that holds."""

    RETRACTED = "retracted"
    DISPUTED = "disputed"
    DEVELOPING = "developing"
    SINGLE = "single"
    CARRIED = "carried"  # on one voice
    CORROBORATED = "corroborated"


class HintKind(StrEnum):
    SHARED_WORDING = "shared_wording"
    SHARED_ERROR = "shared_error"
    COMMON_OWNER = "common_owner"
    COMMON_CREDIT = "common_credit"


class RulingKind(StrEnum):
    """What a person can decide. `value` is a name, a date or the words of the note; the targets are articles, or words of them."""

    SAME = "same"  # these claims speak of one thing
    NOT_SAME = "not_same"  # the first claim speaks of another thing than the others
    WRONG_SOURCE = "wrong_source"  # the claim is on the word of `value`; without one, in the article's own voice
    RENAME = "rename"  # whom the claim is on the word of is called `value`, all through the article
    MERGE_STORIES = "merge_stories"  # the stories of these articles are one
    SPLIT_STORY = "split_story"  # these articles are a story of their own
    SET_OUTLET = "set_outlet"
    SET_PUBLISHED = "set_published"
    NOTE = "note"  # changes nothing
    UNDO = "undo"  # takes another ruling back


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """One target of one ruling, matched to an article of this run."""

    id: int  # of the ruling; a later one has the last word
    kind: RulingKind
    article_id: str
    place: int  # among the ruling's targets
    span: Span | None = None
    claim: str | None = None  # id of the claim that it was made on
    value: str | None = None
    source_kind: SourceKind | None = None  # of the source that `value` names


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One published text, unaltered, with what is known of it."""

    id: str
    uri: str  # the URL, or the path as given
    outlet: str | None = None  # who published it
    credit: str | None = None  # the agency or outlet that the text itself credits
    title: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None  # ISO 8601 date, or date and time with the zone that was given
    modified: str | None = None
    language: str | None = None  # ISO 639-1
    text: str
    furniture: tuple[Span, ...] = ()  # page furniture: yields no claims, is never cut out
    sha256: str  # of text, UTF-8
    version_of: str | None = None  # id of the earlier state of this article
    corrections: tuple[Span, ...] = ()  # corrections and editor's notes in the text
    owner: str | None = None  # of the outlet, from --outlets
    country: str | None = None  # of the outlet, from --outlets
    agency: bool = False  # the outlet is a news agency, from --outlets
    canceled: bool = False  # a kill notice: what it and its earlier states claimed is retracted
    rulings: tuple[Ruled, ...] = ()  # what a person decided of this article alone; the other records name rulings by id


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One step of an attribution chain: who is said to have said it."""

    name: str
    kind: SourceKind
    mention: Span | None  # this link as written here ("He")
    named_at: Span | None  # where the name was read
    speaks_for: str | None = None  # the body this voice speaks for, as the text says
    number: int | None = None  # how many sources the text states ("two officials")
    reason: str | None = None  # why this mention is that name


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """On whose word a claim stands: source, cue, content (PARC 3, PolNeAR)."""

    chain: tuple[Link, ...]  # outermost source first; () = reported by nobody named
    source: Span | None  # the innermost mention
    cue: Span | None
    content: tuple[Span, ...]
    mode: Mode
    force: Force = Force.NEUTRAL  # of the cue


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    name: str
    mention: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    trigger: Span
    predicate: str  # lemma of the trigger, with its particle: "shoot down"
    agent: Participant | None
    patient: Participant | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentioned:
    """An event that a claim mentions beside its own."""

    span: Span  # all that is said of it there
    event: Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    kind: ScopeKind
    span: Span
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    span: Span
    low: float | None
    high: float | None
    bound: Bound
    unit: str | None = None  # ISO 4217; UCUM; "percent"
    per: str | None = None  # "day" in "a day"
    counted: str | None = None  # "Russian drones"
    counted_span: Span | None = None
    part_of: Span | None = None  # the figure of the whole, else the words that name it
    scopes: tuple[Scope, ...] = ()
    scope: str | None = None  # the scopes' text, joined by "; "
    change: Change | None = None
    increment: bool = False  # "another 20": not a total
    head: str | None = None  # lemma of the counted thing's head noun: "drone"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeExpression:
    """TimeML TIMEX3."""

    span: Span
    type: TimeType
    value: str | None
    earliest: str | None = None
    latest: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    span: Span
    name: str
    country: str | None  # ISO 3166-1 alpha-2


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One proposition that one article puts forward, with everything the text says of it."""

    id: str  # hash of article id and the content, source and cue spans
    article_id: str
    uri: str
    sentence: Span
    span: Span
    text: str  # Article.text[span]
    attribution: Attribution | None  # None: the article's own voice
    event: Event | None
    quantities: tuple[Quantity, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    places: tuple[Place, ...] = ()
    polarity: Polarity = Polarity.AFFIRMED
    modality: Modality = Modality.STATED
    condition: Span | None = None
    scopes: tuple[Scope, ...] = ()  # of the proposition itself: "the largest since the war began"
    terms: tuple[str, ...] = ()  # content lemmas of the span, in order, for alignment
    limits: tuple[str, ...] = ()  # those of them that stand in its condition and scopes
    names: tuple[str, ...] = ()  # resolved names of people, bodies and places mentioned in the span
    passing: tuple[Mentioned, ...] = ()  # what else happened, that it mentions: "guilty in the murder of"
    rulings: tuple[int, ...] = ()  # by which a person gave its source


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """This text carries that much of that one."""

    of: str  # the earlier, else the longer, else the smaller id
    copy: str
    kind: CopyKind
    contained: float  # share of `copy`'s shingles found in `of`
    passages: tuple[tuple[Span, Span], ...]  # (in `of`, in `copy`)


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """Article -> story, article -> text family (the copies and versions of one text)."""

    article_id: str
    story_id: str
    family_id: str  # of its earliest member
    why: str
    rulings: tuple[int, ...] = ()  # by which a person put it in this story


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The articles on one happening (TDT: topic)."""

    id: str
    title: str
    articles: tuple[str, ...]
    uris: tuple[str, ...]
    outlets: tuple[str, ...]  # the known ones, sorted
    texts: int  # text families
    first_published: str | None
    last_published: str | None
    copies: tuple[Copy, ...] = ()
    rulings: tuple[int, ...] = ()  # by which a person made it what it is


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """A pair of claims of one story that speak of one thing."""

    story_id: str
    a: str  # claim ids, a < b
    b: str
    relation: Relation
    aspects: tuple[Aspect, ...]
    score: int
    why: str
    rulings: tuple[int, ...] = ()  # by which a person aligned them, or keeps them apart


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    name: str
    kind: SourceKind
    voices: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    claim_id: str
    article_id: str
    uri: str
    span: Span
    text: str
    why: str | None = None  # of a claim of another finding, which mentions what this one tells: what makes it of the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    claim_id: str
    article_id: str
    span: Span
    text: str
    outlets: int
    texts: int
    origins: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    aspect: Aspect
    kind: Relation
    readings: tuple[Reading, ...]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    article_id: str
    share_read: float  # of its text, in code points, that stands in sentences read for claims


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    kind: HintKind
    evidence: tuple[Evidence, ...]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the claims of a story on one thing come to."""

    id: str
    story_id: str
    status: Status
    outlets: int
    outlets_unknown: int
    texts: int
    origins: int
    origins_max: int
    origin_list: tuple[Origin, ...]
    summary: str
    claims: tuple[str, ...]
    retracted: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    differences: tuple[Difference, ...]
    silent: tuple[Silence, ...]
    hints: tuple[Hint, ...]
    rulings: tuple[int, ...] = ()  # by which a person made it what it is

    @property
    def told(self) -> tuple[Evidence, ...]:
        """The evidence of its own claims, without what other claims mention of it."""
        return tuple(e for e in self.evidence if e.why is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What could not be done."""

    stage: str
    kind: ProblemKind
    message: str  # one sentence that names the thing and, where there is one, the fix
    uri: str | None = None
    article_id: str | None = None
    span: Span | None = None


Record: TypeAlias = Any  # any dataclass of this module; the engines and schema.py are generic over them
Table: TypeAlias = "pa.Table"


class Engine(Protocol):
    """The three operations that carry every stage. A stage does not know where it runs.

    `function` must be importable (module level): it is sent to workers by name. It yields records of `writes`, and Problems
    where something could not be done; the engine keeps those apart.
    """

    def table(self, records: Iterable[Record], of: type) -> Table: ...

    def records(self, table: Table, of: type) -> Iterator[Record]: ...

    def map(self, function: Callable[[Iterator[Record]], Iterable[Record]], rows: Table, *, reads: type, writes: type) -> Table:
        """Each row on its own, in any order; many rows a call."""
        ...

    def group(
        self,
        function: Callable[[str, Mapping[str, list[Record]]], Iterable[Record]],
        tables: Mapping[str, tuple[Table, type]],
        *,
        key: str,
        writes: type,
    ) -> Table:
        """All rows of one key of all tables in one call; `key` is a column of every table beside the record's own."""
        ...

    def sql(self, query: str, **tables: Table) -> Table:
        """Text that DuckDB and Spark both run: no hash(), no /, no float sums."""
        ...
