"""The text of a piece of HTML that is known to be the article: a feed's content, an agency's body, a letter.

Reads markup, gives its text, a line for each block. Nothing is left out but what no reader sees (scripts, styles) and captions
of embedded media; a whole page, with menus around its article, is for html.py. Reference: https://html.spec.whatwg.org/#flow-content.
"""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from typing import Any

_MARKUP = re.compile(r"<[/!?a-zA-Z]")
_HIDDEN = frozenset("script style template noscript iframe object svg head figure button form select".split())
_BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset footer h1 h2 h3 h4 h5 h6 header"
    " hgroup hr html legend li main menu nav ol p pre section summary table tbody tfoot thead title tr ul".split()
)
_CELLS = frozenset({"td", "th"})


def fragment_text(markup: str) -> str:
    """The text, blocks a line each.

    >>> fragment_text("<p>It rained &amp; rained.</p><p>Nine<br>were hurt.</p>")
    'It rained & rained.\\nNine\\nwere hurt.'
    """
    if not _MARKUP.search(markup):
        return unescape(markup).strip()
    from lxml import etree

    try:
        tree = etree.fromstring(f"<div>{_CONTROLS.sub('', markup)}</div>", _parser())
    except Exception:  # lxml raises what it likes on broken markup; its words are still there
        return _tidy(unescape(re.sub(r"<[^>]*>", " ", markup)))
    parts: list[str] = []
    _walk(tree, parts)
    return _tidy("".join(parts))


@cache
def _parser() -> Any:
    from lxml import etree

    return etree.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, huge_tree=False)


_CONTROLS = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


def _walk(tree: Any, parts: list[str]) -> None:
    """Text in order; a newline before and after blocks. Without recursion: markup may nest thousands deep."""
    left: list[Any] = [tree]
    while left:
        item = left.pop()
        if isinstance(item, str):
            parts.append(item)
            continue
        after = [_spaced(item.tail)] if item.tail and item is not tree else []
        if isinstance(item.tag, str) and item.tag not in _HIDDEN:
            edge = ["\n"] if item.tag in _BLOCKS else ["\t"] if item.tag in _CELLS else []
            inside = [_spaced(item.text)] if item.text else []
            left.extend(reversed([*edge, *inside, *item, *edge, *after]))
        else:
            left.extend(after)


def _spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _tidy(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
