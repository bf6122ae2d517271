"""When are two spellings one name: "Volodymyr Zelenskyy", "Zelensky"; "Ukraine's Defence Ministry", "Ukrainian Ministry of Defense"?

Reads names as the extractors give them, gives a key or a yes; knows nothing of the article they stand in (name matching).
After the rule-based half of OpenSanctions' name matching (https://www.opensanctions.org/docs/api/scoring/).
Does not tell who a pronoun is: that needs the text (extract/names.py).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

_DROPPED = frozenset("of for the and at in on to s de la".split())  # "Ministry of Defence", "Defence Ministry's"
_ARTICLES = frozenset(("al", "el", "ar", "as", "ash"))  # "Bashar al-Assad" is "Bashar Assad"
_GENERATION = frozenset(("jr", "sr", "ii", "iii", "iv"))
FAMILY_FIRST = frozenset(
    "xi kim li wang zhang chen liu yang zhao huang zhou wu hu mao deng moon park yoon lee hun tran pham "
    "nguyen le bui jiang wen hua tsai ma ri choe".split()
)
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^[yj](?=[aeou])", ""),  # Yulia, Julia
        (r"shch|sch", "sh"),
        (r"kh", "h"),
        (r"ph", "f"),
        (r"gh", "g"),
        (r"dh", "d"),
        (r"tz", "ts"),
        (r"ck", "k"),
        (r"q", "k"),
        (r"w", "v"),
        (r"x", "ks"),
        (r"ou|oo", "u"),
        (r"ff$", "v"),  # Rachmaninoff
        (r"[iyj]+", "i"),  # Zelenskyy, Zelenskiy, Zelensky
        (r"(.)\1+", r"\1"),
    )
)


def rows(table: str) -> Iterator[tuple[str, ...]]:
    """The rules of data/`table`, one tuple a line; lines that start with # are comments."""
    for line in (files("twosource") / "data" / table).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield tuple(line.split("\t"))


def several(cell: str) -> tuple[str, ...]:
    """The values of a cell that holds several, "-" being none."""
    return () if cell == "-" else tuple(cell.split("|"))


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Lower case, without accents, points and possessive endings: "U.S." is "us", "Türkiye" is "turkiye"."""
    text = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l").replace("ø", "o").replace("ı", "i"))
    text = "".join(c for c in text if not unicodedata.combining(c))
    text = re.sub(r"[’'](?:s\b|(?=\s|$))", "", text)
    return " ".join(re.sub(r"[^\w]+", " ", re.sub(r"[’'.ʼ`]", "", text)).split())


@cache
def _variants() -> dict[str, str]:
    """Sounds of the other forms -> sounds of the one to compare by."""
    return {_letters(form): _letters(name) for name, forms in rows("name_variants.tsv") for form in (name, *several(forms))}


@cache
def _aliases() -> dict[str, str]:
    """Folded other names of states, bodies, agencies and outlets -> the folded name."""
    found: dict[str, str] = {}
    for name, _, others in rows("outlets.tsv"):
        found |= {fold(other): fold(name) for other in (name, *several(others))}
    for name, others, stands_for in rows("bodies.tsv"):
        found |= {fold(other): fold(stands_for if stands_for != "-" else name) for other in (name, *several(others))}
    for _, name, _, others, _, _ in rows("countries.tsv"):
        found |= {fold(other): fold(name) for other in (name, *several(others))}
    return found


@cache
def _demonyms() -> dict[str, str]:
    """Folded demonym -> folded name of the state."""
    return {fold(d): fold(name) for _, name, demonyms, _, _, _ in rows("countries.tsv") for d in several(demonyms)}


@cache
def _states() -> frozenset[str]:
    return frozenset(fold(row[1]) for row in rows("countries.tsv"))


@cache
def _org_words() -> frozenset[str]:
    return frozenset(fold(word) for word, _ in rows("org_words.tsv")) | {"police", "ministry", "company", "government"}


@cache
def _titles() -> frozenset[str]:
    return frozenset(fold(word) for word, _, _ in rows("titles.tsv")) | {"the", "former", "deputy", "foreign", "prime", "vice"}


def _letters(word: str) -> str:
    if len(word) > 2:
        for pattern, sound in _SOUNDS:
            word = pattern.sub(sound, word)
    return word


@lru_cache(maxsize=20_000)
def _sound(word: str) -> str:
    """One spelling for the usual transliterations and short forms of one word."""
    word = _letters(word)
    return _variants().get(word, word)


def _is_body(words: list[str]) -> bool:
    return any(w in _org_words() for w in words)


def _body_words(words: list[str]) -> list[str]:
    """Words of a body's name, order and little words left out, the state by its name: "Ukraine's Defence Ministry"."""
    text = " ".join(words)
    for size in (3, 2, 1):  # "the South Korean military", "US military"
        for i in range(len(words) - size + 1):
            piece = " ".join(words[i : i + size])
            state = _demonyms().get(piece) or (_aliases().get(piece) if _aliases().get(piece) in _states() else None)
            if state and size < len(words):
                words = words[:i] + state.split() + words[i + size :]
                return sorted({_sound(w) for w in words if w not in _DROPPED})
    return sorted({_sound(w) for w in text.split() if w not in _DROPPED})


def _person_words(words: list[str]) -> list[str]:
    """Words of a person's name, title and articles left out: "President Bashar al-Assad"."""
    kept = list(words)
    while len(kept) > 1 and kept[0] in _titles():
        kept = kept[1:]
    kept = [w for w in kept if w not in _ARTICLES] or kept
    return [w if w in _GENERATION else _sound(w) for i, w in enumerate(kept) if i == 0 or len(w) > 1]


@lru_cache(maxsize=20_000)
def name_key(name: str) -> str:
    """One key for the usual spellings of one full name; "" for a name without letters.

    >>> name_key("President Volodymyr Zelenskyy") == name_key("Vladimir Zelensky")
    True
    """
    folded = fold(name)
    for start in ("the ", "a ", "an "):
        folded = folded.removeprefix(start)
    known = _aliases().get(folded)
    if known:
        return known
    words = folded.split()
    return " ".join(_body_words(words) if _is_body(words) else _person_words(words))


def _short_of(short: list[str], long: list[str]) -> bool:
    """Each word of the shorter name stands in the longer, in order, an initial for a word; surname with surname."""
    family_first = len(short) == 1 and long[0] == short[0] and short[0] in FAMILY_FIRST
    if short[-1] != long[-1] and not family_first:
        return False
    rest = iter(long)
    return all(
        any(w == other or (len(w) == 1 and other.startswith(w)) or (len(other) == 1 and w.startswith(other)) for other in rest)
        for w in short
    )


def _initials(name: str) -> str:
    return "".join(w[0] for w in fold(name).split() if w not in _DROPPED)


@lru_cache(maxsize=50_000)
def same_name(a: str, b: str) -> bool:
    """Can these be two ways to write one name? True too for a short form of the other, so it is not transitive.

    >>> same_name("Zelensky", "Volodymyr Zelenskyy"), same_name("Bill Clinton", "Hillary Clinton")
    (True, False)
    """
    key_a, key_b = name_key(a), name_key(b)
    if key_a == key_b:
        return bool(key_a)
    if not key_a or not key_b:
        return False
    if (key_a in _states()) != (key_b in _states()) or key_a in _states():
        return False
    short, long = sorted((key_a.split(), key_b.split()), key=len)
    if _is_body(fold(a).split()) or _is_body(fold(b).split()):
        acronym, full = sorted((a, b), key=lambda n: len(fold(n)))
        if 2 <= len(fold(acronym)) <= 6 and acronym.isupper() and fold(acronym) == _initials(full):
            return True
        missing = " ".join(w for w in long if w not in short)
        # "the Defense Ministry", "the Russian Defense Ministry": one of them leaves the state out
        return (
            set(short) < set(long)
            and len(short) > 1
            and any(set(missing.split()) == {_sound(w) for w in state.split()} for state in _states())
        )
    if set(short) & _GENERATION != set(long) & _GENERATION:
        return False
    bare = [[w for w in words if w not in _GENERATION] for words in (short, long)]
    return bool(bare[0]) and _short_of(bare[0], bare[1])
