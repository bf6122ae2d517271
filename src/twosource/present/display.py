"""Characters that would not show, or would act: made visible, one for one where the place in the text matters.

Reads any text, gives text for the eye only; records and spans are never touched. See Unicode TR 9 (bidi) and TR 36 (security).
"""

from __future__ import annotations

import re

_CONTROLS = {n: 0x2400 + n for n in range(0x20) if n not in (0x09, 0x0A, 0x0D)} | {0x7F: 0x2421} | {n: 0xFFFD for n in range(0x80, 0xA0)}
_LONE = re.compile("[\ud800-\udfff\ufffe\uffff]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_OVERRIDES = re.compile("[\u202d\u202e]")  # make "evil" read "live"; the other signs of direction are of use
_MARKS = re.compile(r"([\\`*_\[\]<>|~#$&!{}])")
_AT_START = re.compile(r"^(\s*)([-+=:]|\d+(?=[.)](?:\s|$)))")


def shown(text: str) -> str:
    """The same number of characters, the control characters and halves of pairs as visible signs."""
    return _LONE.sub("\ufffd", text.translate(_CONTROLS))


def line(text: str) -> str:
    """As `shown`, with overrides of direction named instead of obeyed."""
    return _OVERRIDES.sub(_named, shown(text))


def overrides(text: str) -> list[str]:
    """The text in pieces, each override of direction a piece of its own (the odd ones)."""
    return re.split(f"({_OVERRIDES.pattern})", text)


def _named(found: re.Match[str]) -> str:
    return f"(U+{ord(found[0]):04X})"


def markdown(text: str) -> str:
    r"""One line of text in which nothing is Markdown or HTML, and no character turns the line around.

    >>> markdown("*not* [a](javascript:x) <b>")
    '\\*not\\* \\[a\\](javascript:x) \\<b\\>'
    """
    escaped = _MARKS.sub(r"\\\1", _BIDI.sub(_named, shown(" ".join(text.split()))))
    return _AT_START.sub(lambda m: f"{m[1]}\\{m[2]}" if not m[2].isdigit() else m[0] + "\\", escaped)
