"""The brief as it is laid out, before it is Markdown or HTML: sections of lines and tables, each with its footnotes.

A note is one place in one article: outlet, uri, characters, exact words. Nothing here is rendered; the public JSON is the records'.
"""

from __future__ import annotations

from dataclasses import dataclass

from twosource.model import Article, Finding, Problem, Span, Status, Story

REFERENCES = 8  # footnotes a line shows before "and N more"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Where a line has its words from."""

    number: int
    article_id: str
    outlet: str  # its name, or "outlet not given (file name)"
    uri: str
    published: str | None
    span: Span
    words: str  # Article.text[span]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One statement of the brief; `parts` are the readings it is made of."""

    text: str
    key: str = ""  # the words that the line turns on: "at least nine", "since 1998"
    notes: tuple[int, ...] = ()
    remarks: tuple[str, ...] = ()  # the three counts, what is silent, why
    status: Status | None = None
    tag: str = ""  # "disputed in its value"
    parts: tuple[Line, ...] = ()

    @property
    def first_notes(self) -> tuple[int, ...]:
        """The footnotes that stand in the line; one more than fits is not worth a fold."""
        return self.notes if len(self.notes) <= REFERENCES + 1 else self.notes[:REFERENCES]

    @property
    def more_notes(self) -> tuple[int, ...]:
        return self.notes[len(self.first_notes) :]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Lines under a heading of their own; `more` are those beyond what is read at a glance."""

    title: str
    remark: str = ""
    lines: tuple[Line, ...]
    more: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of cells under column heads; the first cell of a row heads it."""

    caption: Line | None
    head: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]
    more: tuple[tuple[Line, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One question the brief answers."""

    key: str
    title: str
    lead: str = ""
    blocks: tuple[Group | Table, ...]
    more: tuple[Group | Table, ...] = ()  # those beyond what is read at a glance


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryBrief:
    id: str
    title: str
    overview: tuple[str, ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What is known, from whom, and where the accounts part; with the records it was made of."""

    title: str
    parts: tuple[StoryBrief, ...]
    unread: str  # "3 of 212 articles could not be read", or nothing
    trouble: Group | None  # one line a problem
    notes: tuple[Note, ...]  # by number, from 1
    articles: tuple[Article, ...]  # the texts of the stories, in the order told
    stories: tuple[Story, ...]
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]
