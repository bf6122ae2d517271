"""Which agency or outlet a text itself credits: in its dateline, byline, closing line, copyright line or captions.

Reads a text and its authors, gives one name, agencies under the name of data/agencies.tsv. The strongest place that names one
decides. "Police told Reuters" and "according to Reuters" quote an agency and credit none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_TOP, _END = 12, 8  # lines at either end, where bylines, datelines and sign-offs stand
_SHORT = 12  # words of a byline
_FRONT, _BACK = 160, 240  # characters at either end of a long line that can hold a credit
_PICTURES = frozenset({"Getty Images", "EPA"})  # they sell pictures: named under one, they are not behind the text
_PICTURE = re.compile(r"getty|shutterstock|alamy|istock", re.I)
_CAPTION = (
    "/",
    "|",
    "©",
    "opyright",
    "OPYRIGHT",
    "hoto",
    "HOTO",
    "mage",
    "redit",
    "ourtesy",
    "ource",
    "icture",
    " via ",
)  # a part of every such line

_WORD = re.compile(r"[A-ZČ]\w*|dpa")
# a name that says it is an agency, for those not in the table: "Meridian Press"
_LIKE = re.compile(r"(?:[A-Z][\w’'-]+ ){1,3}(?:Press|News Agency|Press Agency|Newswires?|News Service|Wire Service)\b")
_LIKE_ENDS = ("Press", "Agency", "Newswire", "News Service", "Wire Service")

_DAY = r"(?:,? ?(?:[A-Z][a-z]+\.? \d{1,2}|\d{1,2} [A-Z][a-z]+\.?)(?:,? \d{4})?)?"
_PLACE = r"(?:[A-Z][\w.’'/-]*(?:[ ,]+(?:(?:de|da|di|du|del|la|le|al|of|the|on|upon|and)[ -])?[A-Z\[][\w.’'/\]-]*){0,7})"
_JOB = r"(?:(?:[\w]+ )*?(?:staff|writers?|reporters?|correspondents?|journalists?)\b)"
# "PORT CALDER (Meridian Press) —": any name in brackets between a place and a dash
_DATELINE_LIKE = re.compile(rf"\W{{0,3}}{_PLACE}{_DAY},? ?\((?P<name>[A-Z][\w.&’' -]{{1,40}})\)\s*(?:--?|[–—―])")
# in such brackets, but no agency: "Rep. Ana Pruitt (R-Ohio) —", "Erie (Pa.) —"
_NOT_A_NAME = re.compile(
    r"[RDI]-[A-Z]|(?:Ga|Mass|Pa|Fla|Calif|Wash|Conn|Ill|Mich|Minn|Miss|Tenn|Tex|Va|Wis|Ariz|Ala|Colo|Nev|Ore|N\.|S\.|W\.)\b|.*\d"
)
_REUTERS = re.compile(r"\((?:(?:with )?additional )?(?:reporting|writing) by [A-Z][^()]{2,300}?;[^()]{0,300}\bediting by [A-Z]", re.I)
_PUBLISHED = re.compile(
    r"\b[Tt]his (?:article|story|report|piece|column|post) (?:was |is |has been |also |and )*(?:originally |first |co-?)*"
    r"(?:published|appeared|posted)(?: \w+)?"
    r" (?:by|in|on|with|at) (?:the )?"
    r"(?!(?:January|February|March|April|May|June|July|August|September|October|November|December|[A-Z][a-z]{2}\.|\w+day)\b)"
    r"(?P<name>(?:The )?[A-Z][\w.&-]*(?: (?:of|the|and|[A-Z][\w.&-]*)){0,4})(?!['’])"
)


@dataclass(frozen=True, slots=True)
class _Form:
    """One way to credit: what stands before the name (to the line's start, or just before it) and after it."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    pictures: bool = False  # pictures are sold in this way too

    def fits(self, line: str, start: int, end: int) -> bool:
        return bool(self.before.search(line[max(0, start - _FRONT) : start])) and bool(self.after.match(line[end : end + _BACK]))


_DATELINE = _Form(re.compile(rf"^\W{{0,3}}{_PLACE}?{_DAY},?\.? ?[(/\[](?:By )?$"), re.compile(r"[^)\]/]{0,40}[)/\]]"))
_FIRST = _Form(re.compile(r"^\W{0,3}$"), re.compile(r"\)?\s*(?:--?|[–—|])+ ?(?=[A-Z\"“])"), pictures=True)
_BYLINE = _Form(
    re.compile(
        r"^\W*(?:(?:by|from|source|via)\b[: ]+(?:[^\s(]+ ){0,8}|(?:[^\s(]+ ){0,6}[^\s(]*(?:[,|/–—-] ?|\b(?:in|for|and|of) ))?(?:the )?$",
        re.I,
    ),
    re.compile(rf"\W*(?<!:)$|[ ,|/–—-]+(?:{_JOB}|updated|published|posted|special|in (?-i:[A-Z])|and\b|with\b|[a-z]+ writer)", re.I),
    pictures=True,
)
_CONTRIBUTED = _Form(
    re.compile(""), re.compile(rf"(?:['’]s?)?(?: {_JOB}[^.]{{0,150}}?| and [^.]{{1,80}}?|,[^.]{{1,100}}?)? (?:also )?contributed\b", re.I)
)
_WITH = _Form(
    re.compile(
        r"\b(?:with (?:\w+ ){0,2}?(?:reporting|reports?|files|inputs?|material|information|contributions?|assistance)(?: (?:by|from|of))?"
        r"|contributing:?|contributors?:|information from:?|courtesy of|credit:|(?:taken|rewritten|adapted) from"
        r"|(?:additional )?(?:reporting|material|information|content) (?:by|from|provided by)"
        r"|(?:provided|distributed|produced|supplied|written|compiled|published) by)\s+(?:the )?$",
        re.I,
    ),
    re.compile(""),
)
_INPUTS = _Form(re.compile(r"\bwith $", re.I), re.compile(r" inputs?\b", re.I))
_SIGNED = _Form(
    re.compile(r"(?:^|[.!?”\"’)]\s*)(?:[a-z]{2,4}(?:/[a-z]{2,4})+ ?)?[-–—(/]+\s*(?:with )?$"),
    re.compile(r"(?:[,/& ]+[\w .-]{1,30})?[)/.]*$"),
    pictures=True,
)
_ALONE = _Form(re.compile(r"^\W*(?:the )?$", re.I), re.compile(r"\W*(?<!:)$"), pictures=True)
_COPYRIGHT = _Form(
    re.compile(r"(?:copyright|©|\(c\))[\s©(c)]*(?:\d{4}(?:[-–]\d+)?)?[\s,]*(?:by )?(?:the )?$", re.I), re.compile(""), pictures=True
)
_UNDER_PICTURE = _Form(
    re.compile(r"(?:(?:copyright|credit|courtesy of|source|photos?|image|picture|photograph)(?: by|:)? ?|[/|] ?|\bvia )(?:the )?$", re.I),
    re.compile(r"\s*(?:\W*$|[)/|]|image caption)", re.I),
    pictures=True,
)
_PICTURE_BY = _Form(
    re.compile(r"(?:^|[(.] ?)$"), re.compile(r" (?:Photo|file)\b|/[A-Z][\w.’'-]+ [A-Z]"), pictures=True
)  # "REUTERS/Ana Pruitt"


@cache
def _agencies() -> dict[str, str]:
    """Every name an agency goes by, and the one we use."""
    names: dict[str, str] = {}
    for line in (files("twosource") / "data" / "agencies.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            ours, *others = line.split("\t")
            for name in (ours, *(others[0].split("|") if others else ())):
                names[name] = names[name.upper()] = ours
    return names


@cache
def _by_word() -> dict[str, list[str]]:
    by_word: dict[str, list[str]] = {}
    for name in _agencies():
        by_word.setdefault(_WORD.findall(name)[0], []).append(name)
    return by_word


@lru_cache(maxsize=512)
def _any(names: frozenset[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(re.escape(n) for n in sorted(names, key=lambda n: (-len(n), n)))})(?![\w-])")


def credit(text: str, authors: Iterable[str] = ()) -> str | None:
    """The name, or None.

    >>> credit("PARIS (AP) — Two trains met on one track."), credit("The minister told Reuters that he would go.")
    ('AP', None)
    """
    lines = [found[0].strip() for found in _LINE.finditer(text) if found[0].strip()]
    return next(_found(lines, list(authors)), None)


def _found(lines: list[str], authors: list[str]) -> Iterator[str]:
    """Names in order of strength."""
    top, end = lines[:_TOP], lines[-_END:]
    outer = [line if len(line) <= _FRONT + _BACK else f"{line[:_FRONT]}\n{line[-_BACK:]}" for line in dict.fromkeys((*end, *top))]
    captions = [line for line in lines if any(map(line.__contains__, _CAPTION))]
    named = _Named((*outer, *captions, *authors))
    for line in top:
        if named:
            yield from named.by(_DATELINE, line[:_FRONT])
            if line is not lines[0]:  # "AP: Envoy paid twice" over an article tells what AP reports
                yield from named.by(_FIRST, line[:_FRONT])
        if "(" in line[:_FRONT] and (found := _DATELINE_LIKE.match(line)) and not _NOT_A_NAME.match(found["name"]):
            yield _agencies().get(found["name"], found["name"].strip())
    if not named:
        yield from _of_the_house(outer)
        return
    for line in (*(o for o in outer if o.count(" ") < _SHORT), *authors):
        yield from named.by(_BYLINE, line)
    for line in outer:
        yield from named.by(_CONTRIBUTED, line)
        yield from named.by(_WITH, line)
        yield from named.by(_INPUTS, line)
    for line in end:
        yield from named.by(_SIGNED, line[-_BACK:])
        yield from named.by(_ALONE, line)
    yield from _of_the_house(outer)
    for form in (_COPYRIGHT, _UNDER_PICTURE, _PICTURE_BY):
        for line in captions:
            yield from named.by(form, line)


class _Named:
    """The agencies' names that occur in some lines: most articles have none or one, and need no further search."""

    def __init__(self, lines: Iterable[str]) -> None:
        everything = "\n".join(lines)
        by_word = _by_word()
        names = {name for word in by_word.keys() & set(_WORD.findall(everything)) for name in by_word[word] if name in everything}
        if any(map(everything.__contains__, _LIKE_ENDS)):
            names |= {found[0] for found in _LIKE.finditer(everything) if not found[0].startswith("The ")}
        self._search: Callable[[str], Iterator[re.Match[str]]] | None = _any(frozenset(names)).finditer if names else None

    def __bool__(self) -> bool:
        return self._search is not None

    def by(self, form: _Form, line: str) -> Iterator[str]:
        """The names that the line credits in this form."""
        for found in self._search(line) if self._search else ():
            name = _agencies().get(found[0], found[0])
            if form.fits(line, *found.span()) and not (form.pictures and (name in _PICTURES or _PICTURE.search(line))):
                yield name


def _of_the_house(outer: list[str]) -> Iterator[str]:
    """Reuters' own closing line, which names only people; then where the article says it came out first."""
    if any("diting by" in line and _REUTERS.search(line) for line in outer):
        yield "Reuters"
    for line in outer:
        if (" publ" in line or "ppeared" in line or "posted" in line) and (found := _PUBLISHED.search(line)):
            yield found["name"].rstrip(". ")
