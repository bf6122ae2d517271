"""What a person says of outlets: a CSV whose rows name articles by uri, glob or host and give outlet, owner, country, agency.

Reads the file and an article's uri, gives the first row that fits. A mistake in the file is wrong usage, told by line and column.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from urllib.parse import urlsplit

from twosource.errors import UsageError

COLUMNS = ("match", "outlet", "owner", "country", "agency")
_TRUE, _FALSE = frozenset({"true", "yes", "1", "y"}), frozenset({"false", "no", "0", "n", ""})
_RESERVED = re.compile(
    r"(?:^|\.)(?:example(?:\.(?:com|net|org))?|test|invalid|localhost|local)$|^[\d.:\[\]]+$"
)  # RFC 2606, and bare addresses
# an outlet's editions and sections are the outlet: "usa.", "edition.", "money."; but "news.com.au" is a name
_FRONT = re.compile(
    r"^(?:www?\d*|m|mobile|amp|edition|editions|english|international|global|world|asia|africa|europe|usa|news|money|business|politics|blogs?|sports?|[a-z]{2})\."
    r"(?!(?:co|com|org|net|gov|ac|edu)\.[a-z]{2}$)(?=[^.]+\.[^.]+)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One row: what holds of the articles that `match` names. None where the cell is empty."""

    match: str
    outlet: str | None
    owner: str | None
    country: str | None
    agency: bool

    def fits(self, uri: str) -> bool:
        """The uri itself; a glob over it or over its last part; its host or a domain above it."""
        if self.match == uri or fnmatchcase(uri, self.match) or fnmatchcase(uri.rsplit("/", 1)[-1], self.match):
            return True
        found, wanted = (host_of(uri) or "").removeprefix("www."), self.match.lower().removeprefix("www.")
        return bool(found) and (found == wanted or found.endswith("." + wanted))


def load_outlets(path: Path | None) -> tuple[Said, ...]:
    """The rows of the file in order; UsageError naming line and column where it is not as it should be."""
    if path is None:
        return ()
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"--outlets {path} could not be read: {(error.strerror or type(error).__name__).lower()}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"--outlets {path} is not UTF-8 text; save it as CSV in UTF-8") from error
    rows = csv.reader(io.StringIO(text), strict=True)
    try:
        header = [name.strip().lower() for name in next(rows, [])]
        _check_header(header, path)
        return tuple(
            _row(dict(zip(header, cells, strict=False)), cells, header, f"--outlets {path}, line {rows.line_num}")
            for cells in rows
            if any(c.strip() for c in cells)
        )
    except csv.Error as error:
        raise UsageError(f"--outlets {path}, line {rows.line_num}: {error}") from error


def _check_header(header: list[str], path: Path) -> None:
    where = f"--outlets {path}, line 1"
    if "match" not in header:
        raise UsageError(f"{where}: there is no column match; expected the columns {', '.join(COLUMNS)}")
    for number, name in enumerate(header, 1):
        if name not in COLUMNS:
            raise UsageError(f"{where}, column {number}: {name!r} is not one of {', '.join(COLUMNS)}")
        if name in header[: number - 1]:
            raise UsageError(f"{where}, column {number}: {name} is there twice")


def _row(row: dict[str, str], cells: list[str], header: list[str], where: str) -> Said:
    if len(cells) > len(header):
        beyond = f"{cells[len(header)]!r} is beyond the {len(header)} columns of the header"
        raise UsageError(f"{where}, column {len(header) + 1}: {beyond}; quote values that hold a comma")
    value = {name: row.get(name, "").strip() for name in COLUMNS}
    if not value["match"]:
        raise UsageError(f"{where}, column match: it is empty; expected a uri, a glob or a host")
    if value["agency"].lower() not in _TRUE | _FALSE:
        raise UsageError(f"{where}, column agency: {value['agency']!r} is neither true nor false")
    return Said(
        match=value["match"],
        outlet=value["outlet"] or None,
        owner=value["owner"] or None,
        country=value["country"] or None,
        agency=value["agency"].lower() in _TRUE,
    )


def host_of(uri: str) -> str | None:
    """The host of an http address."""
    if not uri.lower().startswith(("http://", "https://")):
        return None
    try:
        return urlsplit(uri).hostname
    except ValueError:  # "http://[half"
        return None


def outlet_of_host(host: str | None) -> str | None:
    """The domain that stands for an outlet nobody named: "www.bbc.co.uk" is "bbc.co.uk". None for hosts reserved for examples.

    >>> outlet_of_host("edition.cnn.com"), outlet_of_host("uk.reuters.com"), outlet_of_host("example.org")
    ('cnn.com', 'reuters.com', None)
    """
    if not host:
        return None
    name = host.strip().lower().rstrip(".").removeprefix("https://").removeprefix("http://").split("/")[0].split(":")[0]
    if _RESERVED.search(name) or "." not in name or " " in name:
        return None
    return _FRONT.sub("", name)
