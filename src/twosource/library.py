"""A ledger in Python and in a notebook: the commands' own calls as methods, their records as lists that show themselves.

Reads and writes what twosource.ledger does; shows rows as an HTML table, escaped, with nothing to load or run. It keeps no state of its
own beside the generation that it was opened at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from twosource.errors import UsageError
from twosource.model import Article, Claim, Finding, Problem, RulingKind, SourceKind, Span, Story
from twosource.present.display import line
from twosource.present.words import count

if TYPE_CHECKING:
    from twosource.ledger import Built
    from twosource.ledger.rulings import Ruling

T = TypeVar("T")
SHOWN = 50  # rows of a table in a notebook


class Records(list[T]):
    """A list of records, shown as a table in a notebook."""

    def _repr_html_(self) -> str:
        if not self:
            return "<p>nothing</p>"
        columns = COLUMNS.get(type(self[0]).__name__, {"": lambda r: _text(str(r))})
        head = "".join(f'<th scope="col">{escape(name)}</th>' for name in columns)
        body = "".join(f"<tr>{''.join(f'<td dir=auto>{cell(r)}</td>' for cell in columns.values())}</tr>" for r in self[:SHOWN])
        more = f", of which {SHOWN} are shown" if len(self) > SHOWN else ""
        return f"<table><caption>{count(len(self), 'row')}{more}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


class Page:
    """A brief, shown in a notebook as the page it is, shut off from the notebook."""

    def __init__(self, *, html: str, markdown: str) -> None:
        self.html, self.markdown = html, markdown

    def __str__(self) -> str:
        return self.markdown

    def _repr_html_(self) -> str:
        return f'<iframe title="brief" sandbox srcdoc="{escape(self.html)}" width="100%" height="600"></iframe>'


class Library:
    """The ledger in a folder; `refresh` looks for a newer generation."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        self.refresh()

    def refresh(self) -> Library:
        """See what a build has made since."""
        from twosource.ledger import open_ledger

        self.ledger = open_ledger(self.folder)
        return self

    def articles(self) -> Records[Article]:
        return Records(self.ledger.records("articles"))

    def claims(self) -> Records[Claim]:
        return Records(self.ledger.records("claims"))

    def stories(self) -> Records[Story]:
        return Records(self.ledger.stories())

    def findings(self, *, story: str | None = None, status: str | None = None) -> Records[Finding]:
        """What the claims come to, of one story and of one status if these are given."""
        found: list[Finding] = self.ledger.records("findings")
        return Records(f for f in found if story in (None, f.story_id) and status in (None, f.status))

    def problems(self) -> Records[Problem]:
        return Records(self.ledger.problems)

    def brief(self, *, story: str | None = None) -> Page:
        """The brief of everything, or of one story."""
        from twosource.present import brief as present

        stories = [s for s in self.stories() if story in (None, s.id)]
        if not stories and story is not None:
            raise UsageError(f"no story has the id {story}")
        found = self.findings(story=story)
        made = present.brief(
            stories=stories, findings=found, claims=self.claims(), articles=self.articles(), problems=tuple(self.ledger.problems)
        )
        return Page(html=present.to_html(made), markdown=present.to_markdown(made))

    def search(self, query: str, *, limit: int = SHOWN, start: int = 0) -> Records[Any]:
        """The best hits of a query: drones "a phrase" said:NAME drones > 200 outlet: status: after: -not."""
        from twosource.ledger.search import search

        return Records(search(self.ledger, query, limit=limit, start=start).hits)

    def rule(self, kind: str, *of: str, by: str, value: str | None = None, source_kind: str | None = None) -> Ruling:
        """Decide on claims, findings, articles or stories (ids); the next build applies it."""
        from twosource.ledger import rule

        if kind not in set(RulingKind):
            raise UsageError(f"there is no ruling {kind!r}; the kinds are {', '.join(k for k in RulingKind if k is not RulingKind.UNDO)}")
        source = None if source_kind is None else SourceKind(source_kind)
        return rule(self.ledger, RulingKind(kind), of=of, by=by, value=value, source_kind=source)

    def undo(self, ruling: int, *, by: str) -> Ruling:
        from twosource.ledger import undo

        return undo(self.folder, ruling, by=by)

    def rulings(self) -> Records[Any]:
        """Every ruling, and what became of it."""
        from twosource.ledger import standing_effects

        return Records(standing_effects(self.ledger))

    def preview(self) -> Records[Any]:
        """What the next build would change by rulings."""
        from twosource.ledger import preview

        return Records(change for change, _ in preview(self.ledger))

    def build(self, *inputs: str, outlets: Path | None = None, published: str | None = None, processes: int = 1) -> Built:
        """Add articles; without inputs, apply what was decided and what changed rules ask for."""
        from twosource.ledger import build

        done = build(inputs, self.folder, outlets=outlets, published=published, processes=processes)
        self.refresh()
        return done

    def _repr_html_(self) -> str:
        return f"<p>{_text(str(self.folder))}, generation {self.ledger.generation.generation}</p>{self.stories()._repr_html_()}"


def _text(text: str) -> str:
    return escape(line(text))


def _voice(claim: Claim) -> str:
    names = [] if claim.attribution is None else [link.name for link in reversed(claim.attribution.chain)]
    return _text(" < ".join(names) or ("own voice" if claim.attribution is None else "nobody named"))


def _counts(f: Finding) -> str:
    named = f": {', '.join(o.name for o in f.origin_list[:3])}" if f.origin_list else ""
    counts = f"{count(f.outlets, 'outlet')}, {count(f.texts, 'text')}, {count(f.origins, 'origin')}{named}"
    return _text(counts + (f"; by a person's ruling {', '.join(map(str, f.rulings))}" if f.rulings else ""))


def _marked(text: str, start: int, marks: Iterable[Span]) -> str:
    out, at = [], 0
    for s, e in marks:
        out += [_text(text[at : s - start]), f"<mark>{_text(text[s - start : e - start])}</mark>"]
        at = e - start
    return "".join([*out, _text(text[at:])])


Cell = Callable[[Any], str]
COLUMNS: Mapping[str, Mapping[str, Cell]] = {
    "Article": {
        "outlet": lambda a: _text(a.outlet or "outlet not given"),
        "published": lambda a: _text(a.published or "no date"),
        "title": lambda a: _text(a.title or a.text[:70]),
        "uri": lambda a: _text(a.uri),
    },
    "Claim": {"on whose word": _voice, "words": lambda c: _text(c.text), "article": lambda c: _text(c.uri)},
    "Story": {
        "story": lambda s: _text(s.title),
        "outlets": lambda s: _text(", ".join(s.outlets)),
        "articles": lambda s: str(len(s.articles)),
        "texts": lambda s: str(s.texts),
        "id": lambda s: _text(s.id),
    },
    "Finding": {
        "status": lambda f: _text(f.status),
        "finding": lambda f: _text(f.summary),
        "counts": _counts,
        "differs in": lambda f: _text(", ".join(dict.fromkeys(d.aspect for d in f.differences))),
    },
    "Problem": {"kind": lambda p: _text(p.kind), "problem": lambda p: _text(p.message)},
    "Hit": {"outlet": lambda h: _text(h.outlet or "outlet not given"), "words": lambda h: _marked(h.text, h.span[0], h.marks)},
    "Effect": {
        "ruling": lambda e: str(e.ruling.id),
        "kind": lambda e: _text(e.ruling.kind),
        "by": lambda e: _text(f"{e.ruling.by}, {e.ruling.at[:10]}"),
        "value": lambda e: _text(e.ruling.value or ""),
        "state": lambda e: _text(f"{e.state}: {e.why}"),
    },
    "Change": {"finding": lambda c: _text(c.finding_id), "change": lambda c: _text(c.told)},
}
