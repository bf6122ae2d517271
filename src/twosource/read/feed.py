"""A saved feed (RSS 0.9 to 2.0, Atom, JSON Feed): an article for every entry, from its content, else from its summary, which is said.

Reads a Blob as a stream, gives a Draft per entry. One pass over the XML without entities or network, because feedparser takes 50 s
and 235 MB for 100,000 short entries. References: rssboard.org/rss-specification, RFC 4287, jsonfeed.org/version/1.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html.entities import html5
from typing import Any

from twosource.errors import ProblemKind
from twosource.read.draft import Blob, CannotRead, Draft, Read, lost
from twosource.read.fields import Row, draft_of, holds_text
from twosource.read.fragment import fragment_text

_CHUNK = 2**18
_MOST = 4 * 2**20  # characters of one entry's text as markup
_SPACES = {  # the namespaces that feeds draw on -> the prefix they are known by
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://channel.netscape.com/rdf/simple/0.9/": "",
    "http://backend.userland.com/rss2": "",
    "http://www.w3.org/2005/Atom": "",
    "http://purl.org/atom/ns#": "",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner:",
}
_ENTRIES = frozenset({"item", "entry"})
_ROOTS = frozenset({"rss", "feed", "RDF"})
_CONTENT = ("content:encoded", "content", "body")  # the whole text, best first
_SUMMARY = ("description", "summary", "dc:description")
_PUBLISHED = ("pubDate", "published", "issued", "dc:date", "dcterms:issued", "dcterms:created")
_MODIFIED = ("updated", "modified", "dcterms:modified")
_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,30});")
_XML = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})
_MAIL = re.compile(r"\s*\S+@\S+\s*\((?P<name>[^()]+)\)\s*|\s*(?P<other>[^<(@]+?)\s*[<(]\S+@\S+[>)]\s*")
SUMMARY = "has no content, only a summary, which stands as its text; read the article's own page for the whole"


def read_feed(blob: Blob) -> Iterator[Read]:
    """The entries in order; what stands after a break in the XML is lost, and said."""
    feed = _Feed()
    number = 0
    for entry in feed.entries(blob):
        number += 1
        where = f"{blob.uri}, entry {number}"
        try:
            yield _draft(entry, feed.about, blob.uri, where)
        except CannotRead as error:
            yield lost(error.kind, error.message, uri=blob.uri)
    if not feed.known:
        raise CannotRead(ProblemKind.UNSUPPORTED, f"{blob.uri} is neither RSS nor Atom; other XML is not read")
    if not feed.whole:
        yield lost(
            ProblemKind.MALFORMED, f"{blob.uri} is no well-formed feed beyond its entry {number}, and not read from there", uri=blob.uri
        )
    elif not number:
        raise CannotRead(ProblemKind.EMPTY, f"{blob.uri} is a feed without entries")


class _Feed:
    """What a feed says of itself, and its entries as dicts of prefixed names as they end; a finished entry is let go."""

    def __init__(self) -> None:
        self.about: dict[str, str] = {}
        self.known = False  # the root is a feed's
        self.whole = False  # its end was seen

    def entries(self, blob: Blob) -> Iterator[dict[str, str]]:
        from lxml import etree

        parser = etree.XMLPullParser(
            events=("start", "end"), recover=True, resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True
        )
        depth = inside = 0
        try:
            for chunk in _mended(blob):
                parser.feed(chunk)
                for event, element in parser.read_events():
                    if not isinstance(element.tag, str):
                        continue
                    name = _name(element)
                    if event == "start":
                        depth += 1
                        if depth == 1:
                            self.known = name in _ROOTS
                            if not self.known:
                                return
                        inside += name in _ENTRIES
                        continue
                    depth -= 1
                    if name in _ENTRIES:
                        inside -= 1
                        if not inside:
                            yield _values(element)
                            _let_go(element)
                    elif not inside and depth and name in ("title", "author", "creator", "dc:creator", "dc:publisher"):
                        self.about.setdefault(name, _text(element))
                    self.whole = self.whole or not depth
        except etree.LxmlError:  # a bomb of entities, a depth over 256: what came before it is read
            return


def _mended(blob: Blob) -> Iterator[bytes]:
    """The bytes with HTML's named characters, which XML does not know, by number; nothing is cut inside a name."""
    file, held = blob.file(), b""
    utf16 = blob.uri and blob.head().startswith((b"\xff\xfe", b"\xfe\xff"))
    file = blob.file()
    first = True
    while chunk := file.read(_CHUNK):
        chunk = held + chunk
        if first:  # some servers send blank lines before the declaration, which XML forbids
            chunk, first = chunk.lstrip() if not utf16 else chunk, False
        at = chunk.rfind(b"&", -40)
        chunk, held = (chunk[:at], chunk[at:]) if at >= 0 and not utf16 else (chunk, b"")
        if chunk:
            yield chunk if utf16 else _ENTITY.sub(_by_number, chunk)
    if held:
        yield _ENTITY.sub(_by_number, held)


def _by_number(found: re.Match[bytes]) -> bytes:
    if found[1] in _XML:
        return found[0]
    return "".join(f"&#{ord(c)};" for c in html5.get(found[1].decode() + ";", "")).encode() or found[0]


def _name(element: Any) -> str:
    space, _, local = element.tag.rpartition("}")
    if not space:
        return str(local)
    if local == "RDF":
        return "RDF"
    return _SPACES.get(space[1:], "other:") + str(local)


def _values(entry: Any) -> dict[str, str]:
    """The texts of an entry by name, the first of each; links under "link", the title of its origin under "source"."""
    found: dict[str, str] = {}
    for child in entry:
        if not isinstance(child.tag, str):
            continue
        name = _name(child)
        if name == "link" and child.get("href"):
            name = "link" if child.get("rel", "alternate") == "alternate" else "other:link"
            value = child.get("href")
        elif name == "source":
            value = _text(child) if not len(child) else next((_text(c) for c in child if _name(c) == "title"), "")
        elif name == "guid":
            value = _text(child) if child.get("isPermaLink", "true").lower() != "false" else ""
        elif name in ("author", "contributor") and len(child):
            value = next((_text(c) for c in child if _name(c) == "name"), "")
        elif name in ("content", "summary") and child.get("type") == "xhtml":
            value = _markup(child)
        elif name in ("content", "summary", "title") and child.get("type", "text") == "text" and _is_atom(child):
            value = _escaped(_text(child))
        else:
            value = _text(child)
        if name in ("author", "dc:creator") and found.get(name):
            found[name] += f"\n{value}"
        elif value.strip():
            found.setdefault(name, value)
    return found


def _is_atom(element: Any) -> bool:
    return str(element.tag).startswith("{http://www.w3.org/2005/Atom}")


def _text(element: Any) -> str:
    return "".join(element.itertext())


def _markup(element: Any) -> str:
    from lxml import etree

    return "".join(etree.tostring(child, encoding="unicode", method="html") for child in element)


def _escaped(text: str) -> str:
    """Plain text, as the HTML that it is shown as."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")


def _let_go(element: Any) -> None:
    element.clear()
    while (before := element.getprevious()) is not None:
        before.getparent().remove(before)


def _draft(entry: Mapping[str, str], about: Mapping[str, str], uri: str, where: str) -> Draft:
    def first(names: tuple[str, ...]) -> str | None:
        return next((entry[n].strip() for n in names if n in entry), None)

    content, summary = first(_CONTENT), first(_SUMMARY)
    markup = content or summary
    if not markup:
        raise CannotRead(ProblemKind.NO_ARTICLE, f"{where} has neither content nor summary")
    if len(markup) > _MOST:
        raise CannotRead(ProblemKind.TOO_LONG, f"{where} is longer than {_MOST:,} characters, the most that is read of one entry")
    text = fragment_text(markup)
    if not text:
        raise CannotRead(ProblemKind.NO_ARTICLE, f"{where} has no text in its {'content' if content else 'summary'}")
    links = (entry.get(n, "").strip() for n in ("feedburner:origLink", "link", "guid", "id"))
    link = next((u for u in links if u.lower().startswith(("http://", "https://"))), None)
    names = next((found for n in ("dc:creator", "author") for found in [_authors(entry.get(n) or about.get(n) or "")] if found), ())
    return Draft(
        uri=link or uri,
        text=text,
        title=" ".join(fragment_text(entry.get("title", "")).split()) or None,
        outlet=" ".join(entry.get("source", "").split()) or (None if link else about.get("title", "").strip() or None),
        authors=names,
        published=first(_PUBLISHED),
        modified=first(_MODIFIED),
        where=where,
        notes=() if content else ((ProblemKind.SUMMARY, f"{where} {SUMMARY}"),),
    )


def _authors(given: str) -> tuple[str, ...]:
    """Names a line each; RSS writes "ana@courier.example (Ana Pruitt)"."""
    found = []
    for line in given.split("\n"):
        mail = _MAIL.fullmatch(line)
        name = " ".join((mail["name"] or mail["other"] if mail else line).split())
        if name and "@" not in name:
            found.append(name)
    return tuple(dict.fromkeys(found))


def is_json_feed(value: object) -> bool:
    return isinstance(value, dict) and "jsonfeed.org/version" in str(value.get("version", "")) and isinstance(value.get("items"), list)


def read_json_feed(feed: dict[str, Any], uri: str) -> Iterator[Read]:
    """The items, with what the feed says of all of them where an item does not."""
    shared = {name: feed[name] for name in ("authors", "author", "language") if feed.get(name)}
    for number, item in enumerate(feed["items"], 1):
        where = f"{uri}, item {number}"
        try:
            yield _json_item(item, shared, uri, where)
        except CannotRead as error:
            yield lost(error.kind, error.message, uri=uri)


def _json_item(item: object, shared: Row, uri: str, where: str) -> Draft:
    from dataclasses import replace

    if not isinstance(item, dict):
        raise CannotRead(ProblemKind.MALFORMED, f"{where} is not an object")
    row: dict[str, Any] = {**shared, **item}
    if "authors" in item or "author" in item:
        row = {k: v for k, v in row.items() if k not in ("authors", "author") or k in item}
    html = row.get("content_html")
    if not row.get("content_text") and isinstance(html, str):
        row["content_text"] = fragment_text(html[:_MOST])
    if not holds_text({k: v for k, v in row.items() if k != "content_html"}) and isinstance(row.get("summary"), str):
        draft = draft_of({**row, "content_text": row["summary"]}, uri, where)
        return replace(draft, notes=(*draft.notes, (ProblemKind.SUMMARY, f"{where} {SUMMARY}")))
    return draft_of({k: v for k, v in row.items() if k != "content_html"}, uri, where)
