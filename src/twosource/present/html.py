"""The brief as one self-contained page: reads Brief, gives HTML with the article texts at its end and the cited words marked in them.

Publisher HTML is never rendered: the stored text is escaped, with our marks only. No script, no request, no font but the reader's own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from twosource.model import Article, Span
from twosource.present.display import line, overrides, shown
from twosource.present.view import Brief, Note
from twosource.present.words import count, date, link, outlet, short

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

_LABEL = 200  # characters of the exact words that a footnote's name reads out


@dataclass(frozen=True, slots=True)
class Piece:
    """A marked stretch: `number` is its footnote, None for furniture and corrections."""

    span: Span
    number: int | None
    kind: str


def to_html(of: Brief) -> str:
    """The brief as a self-contained page."""
    notes = {n.number: n for n in of.notes}
    marks: dict[str, list[Note]] = {}
    for note in of.notes:
        marks.setdefault(note.article_id, []).append(note)
    texts = {a.id: marked(a, marks.get(a.id, ())) for a in of.articles}
    return _template().render(
        brief=of,
        notes=notes,
        texts=[(a, texts[a.id]) for a in of.articles],
        lost=[n for n in of.notes if f'id="m{n.number}"' not in texts.get(n.article_id, "")],
        css=css(),
        once=Once(),
        label=label,
        place=lambda n: f"#m{n}",
    )


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("twosource.present", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=visible,
    )
    environment.globals.update(outlet=outlet, date=date, link=link, count=count)
    return environment.get_template("brief.html.j2")


def visible(value: object) -> object:
    return line(value) if type(value) is str else value


@cache
def css() -> Markup:
    from markupsafe import Markup

    return Markup((files("twosource.present") / "brief.css").read_text(encoding="utf-8"))


class Once:
    """True the first time a footnote's number is asked for: only that one can be the way back."""

    def __init__(self) -> None:
        self._seen: set[int] = set()

    def __call__(self, number: int) -> bool:
        first = number not in self._seen
        self._seen.add(number)
        return first


def label(note: Note) -> str:
    return f"{note.outlet}, characters {note.span[0]}–{note.span[1]}: {short(note.words, _LABEL)}"


def marked(article: Article, notes: Iterable[Note]) -> Markup:
    """The text, escaped, each cited stretch in a mark of its own; where two cross, the later goes on in a second piece.

    Marks nest, so the words inside `#m7` are exactly those of footnote 7 (with `#m7-2` where it was cut). All offsets are code points.
    """
    from markupsafe import Markup

    length = len(article.text)
    pieces = [Piece(n.span, n.number, "cited") for n in notes if 0 <= n.span[0] < n.span[1] <= length]
    pieces += [Piece(s, None, "furniture") for s in article.furniture] + [Piece(s, None, "correction") for s in article.corrections]
    pieces.sort(key=lambda p: (p.span[0], -p.span[1], p.number or 0))
    cuts = sorted({at for p in pieces for at in p.span} | {0, length})
    out: list[Markup] = []
    stack: list[Piece] = []
    parts: dict[int, int] = {}
    waiting = iter(pieces)
    following = next(waiting, None)
    for start, end in zip(cuts, [*cuts[1:], length], strict=True):
        keep = next((n for n, p in enumerate(stack) if p.span[1] <= start), len(stack))
        reopened = [p for p in stack[keep:] if p.span[1] > start]
        out += [_close(p, last=p.span[1] <= start) for p in reversed(stack[keep:])]
        stack = stack[:keep]
        while following is not None and following.span[0] == start:
            reopened.append(following)
            following = next(waiting, None)
        for piece in sorted(reopened, key=lambda p: (-p.span[1], p.span[0], p.number or 0)):
            out.append(_open(piece, parts))
            stack.append(piece)
        out.append(plain(article.text[start:end]))
    return Markup("").join(out)


def plain(text: str) -> Markup:
    """Escaped; an override of direction ends where it stands (and is named by the style sheet), a bare CR stays one."""
    from markupsafe import Markup, escape

    out = []
    for n, part in enumerate(overrides(text)):
        safe = Markup(str(escape(shown(part))).replace("\r", "&#13;"))
        out.append(Markup('<bdi class="control" data-c="U+{:04X}">{}</bdi>').format(ord(part), safe) if n % 2 else safe)
    return Markup("").join(out)


def _open(piece: Piece, parts: dict[int, int]) -> Markup:
    from markupsafe import Markup

    if piece.number is None:
        return Markup('<span class="{}">').format(piece.kind)
    part = parts[piece.number] = parts.get(piece.number, 0) + 1
    return Markup('<mark id="m{}{}">').format(piece.number, f"-{part}" if part > 1 else "")


def _close(piece: Piece, *, last: bool) -> Markup:
    from markupsafe import Markup

    if piece.number is None:
        return Markup("</span>")
    # the number is drawn by the style sheet, so that the words of an outer mark stay the article's own
    back = (
        Markup('<a class="back" href="#r{0}" data-n="{0}" aria-label="back to the line of footnote {0}"></a>').format(piece.number)
        if last
        else Markup("")
    )
    return Markup("</mark>") + back
