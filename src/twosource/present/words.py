"""Plain English for counts, names, dates and outlets.

Reads values of the records, gives phrases. It decides nothing: what is counted is counted in compare/.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from twosource.model import Article, Aspect, Finding, Origin, SourceKind, Status

MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
STATUS = {
    Status.CORROBORATED: "corroborated",
    Status.CARRIED: "carried on one voice",
    Status.DISPUTED: "disputed",
    Status.DEVELOPING: "developing",
    Status.SINGLE: "told by one outlet alone",
    Status.RETRACTED: "taken back",
}
ASPECT = {  # what an editor would call it, where the field's word is not the desk's
    Aspect.COUNTED: "what is counted",
    Aspect.POLARITY: "whether it is so",
    Aspect.MODALITY: "how sure",
    Aspect.ATTRIBUTION: "who says so",
}
_PARTS = {"MO": "morning", "MI": "midday", "AF": "afternoon", "EV": "evening", "NI": "night"}
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T(?:(\d\d):(\d\d)(?::\d\d(?:\.\d+)?)?|(MO|MI|AF|EV|NI|24))(Z|[+-]\d\d:?\d\d)?)?$")
_SEASONS = {"SP": "spring", "SU": "summer", "FA": "autumn", "WI": "winter"}
_ROUGH = re.compile(r"(?:(\d{3})X?|(\d{4})-(W\d\d|Q\d|H\d|SP|SU|FA|WI))$")
_LABEL = 60  # characters of a file name that stands in for an outlet


def count(number: int, noun: str) -> str:
    """`count(2, "outlet")` is "2 outlets"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def listed(names: Iterable[str], *, cap: int = 4) -> str:
    """ "a", "a and b", "a, b and c", "a, b, c, d and 3 more"."""
    names = list(dict.fromkeys(names))
    if len(names) > cap + 1:
        names = [*names[:cap], f"{len(names) - cap} more"]
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def outlet(article: Article) -> str:
    """Who published it, or that this is not given and which file it is."""
    if article.outlet:
        return flat(article.outlet)
    parts = _split(article.uri)
    name = (parts[0] + parts[1] if parts else article.uri.replace("\\", "/").rsplit("/", 1)[-1]) or article.uri
    return f"outlet not given ({short(name, _LABEL)})"


def link(uri: str) -> str | None:
    """The address if it may be followed: http or https with a host, nothing odd in it. Anything else is shown, never linked."""
    parts = _split(uri)
    return uri if parts and not re.search(r"[\s<>\"'`\\\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", uri) else None


def _split(uri: str) -> tuple[str, str] | None:
    try:
        parts = urlsplit(uri)
        host = parts.hostname
    except ValueError:  # "http://[" is no address
        return None
    return (host, parts.path.rstrip("/")) if parts.scheme in ("http", "https") and host else None


def date(iso: str | None) -> str:
    """ "2025-03-07T21:40:00+01:00" is "7 March 2025, 21:40 UTC+1"; what is no ISO date stays as it is."""
    if not iso:
        return "date not given"
    if rough := _ROUGH.match(iso):
        decade, year, part = rough.groups()
        return f"{decade}0s" if decade else _rough(year, part)
    found = _DATE.match(iso)
    if not found:
        return flat(iso)
    year, month, day, hour, minute, part, zone = found.groups()
    if month and not 1 <= int(month) <= 12:
        return iso
    said = " ".join(x for x in (str(int(day)) if day else "", MONTHS[int(month) - 1] if month else "", year) if x)
    if part in _PARTS:
        return f"{said}, {_PARTS[part]}"
    if not hour:
        return said
    clock = f"{said}, {hour}:{minute}"
    if not zone:
        return clock
    away = re.sub(r"^([+-])0?(\d+):?(\d\d)$", lambda m: f"{m[1]}{m[2]}{'' if m[3] == '00' else ':' + m[3]}", zone)
    return f"{clock} UTC{'' if away in ('Z', '+0', '-0') else away}"


def _rough(year: str, part: str) -> str:
    """TIMEX3's weeks, quarters, halves and seasons: "week 10 of 2025", "summer 2017"."""
    if part[0] == "W":
        return f"week {int(part[1:])} of {year}"
    named = {"Q": ("first", "second", "third", "fourth"), "H": ("first", "second")}.get(part[0], ())
    if part[1:].isdigit() and 0 < int(part[1:]) <= len(named):
        return f"{named[int(part[1:]) - 1]} {'quarter' if part[0] == 'Q' else 'half'} of {year}"
    return f"{_SEASONS[part]} {year}" if part in _SEASONS else f"{year}-{part}"


def dates(first: str | None, last: str | None) -> str:
    """ "7 March 2025", "7 to 8 March 2025", "30 March to 2 April 2025"; nothing where no date is known."""
    days = [date(d[:10]) for d in (first, last) if d]
    if not days or days[0] == days[-1]:
        return "".join(days[:1])
    start, end = days[0].split(" "), days[1].split(" ")
    while len(start) > 1 and start[-1] == end[-1]:  # the year, the month, said once
        start, end = start[:-1], end[:-1]
    return f"{' '.join(start)} to {days[1]}"


def counts(finding: Finding) -> str:
    """The three counts: "2 outlets · 2 texts · 1 origin: Volodymyr Zelenskyy"."""
    outlets = count(finding.outlets, "outlet")
    if finding.outlets_unknown:
        outlets += " not given" if finding.outlets_unknown == finding.outlets else f", {finding.outlets_unknown} of them not given"
    return f"{outlets} · {count(finding.texts, 'text')} · {origins(finding)}"


def disputed(aspects: Iterable[Aspect]) -> str:
    """ "disputed in its value and its time", "disputed in whether it is so"."""
    return f"disputed in {listed((ASPECT.get(a, f'its {a.value}') for a in aspects), cap=6)}"


def origins(finding: Finding) -> str:
    """How many origins, at most how many, and who they are."""
    said = count(finding.origins, "origin")
    if finding.origins_max > finding.origins:
        said += f", at most {finding.origins_max}"
    names = listed(origin(o) for o in finding.origin_list)
    return f"{said}: {names}" if names else said


def origin(of: Origin) -> str:
    """The origin's name; "no source named" where the outlets' own words name nobody."""
    if of.kind is SourceKind.UNSTATED:
        return "no source named"
    return flat(of.name)


def voiced(of: Origin) -> str:
    """The origin with who spoke for it, where that is someone else: "Lakeline (Tom Brandt)"."""
    voices = [flat(v) for v in of.voices if v and v.casefold() != of.name.casefold()]
    return f"{origin(of)} ({listed(voices)})" if voices and of.kind is not SourceKind.UNSTATED else origin(of)


def capital(text: str) -> str:
    """The first letter large; "iPhone" keeps its form."""
    return text[0].upper() + text[1:] if text[:1].islower() and not re.match(r"[a-z]+[A-Z]", text) else text


def sentence(text: str) -> str:
    """A capital at the start and a stop at the end, where there is none."""
    text = capital(flat(text).rstrip(" ,;:–—-"))
    text = re.sub(r",([\"”’»]+)$", r".\1", text)  # "We were not warned," at the end of ours
    return text + "." if text and text.rstrip("\"'”’»)]")[-1:] not in tuple(".!?…") else text


def flat(text: str) -> str:
    """One line: every run of blanks and line ends is one blank."""
    return " ".join(text.split())


def short(text: str, width: int) -> str:
    """`text` on one line, cut at a word with "…" where it is longer than `width`."""
    text = flat(text)
    if len(text) <= width:
        return text
    cut = text[: width - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[width // 2 :] else cut).rstrip(" ,;:–—-") + "…"
