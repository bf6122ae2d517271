"""What the text tells beside a name: the region of a place, the role of a person, what sort of body it is.

Reads Words around a name, gives Spots and word ranges (apposition, in the grammars' sense). It does not read the name itself.
"""

from __future__ import annotations

from twosource.extract.gazetteer import Noun, NounClass, Spot, name_words, noun, province_short, spot
from twosource.extract.words import POSSESSIVE, Word

PEOPLE_NOUNS = (NounClass.VOICE, NounClass.LEADER, NounClass.EXPERT, NounClass.PERSON)
JOINERS = frozenset(("of", "for", "on", "against", "to"))
OUTLET_NOUNS = name_words("outlet") - {"agency"}
_OWNERS = frozenset(("his", "her", "its", "their", "the", "my", "our"))


def body_after(words: list[Word], end: int) -> Noun | None:
    """The noun that says what sort of body a name is: "Lakeline, the [company] that runs the ferry"."""
    if end + 2 >= len(words) or words[end].text != "," or words[end + 1].lower not in ("a", "an", "the"):
        return None
    for k in range(end + 2, min(len(words), end + 7)):
        w = words[k]
        if w.pos not in ("NOUN", "PROPN", "ADJ", "PART") and w.text != "-":
            return None
        found = noun(w.lower)
        last = k + 1 == len(words) or (words[k + 1].pos not in ("NOUN", "PROPN", "ADJ") and words[k + 1].text not in (*POSSESSIVE, "-"))
        if last:
            if k + 1 < len(words) and words[k + 1].pos in ("VERB", "AUX"):
                return None  # "According to Ham, the administration has ...": the name ends its phrase
            body = found and (found.sort is NounClass.BODY or found.lemma in OUTLET_NOUNS) and not found.plural
            return found if body else None
    return None


def region_after(words: list[Word], end: int) -> Spot | None:
    """The state or province after a comma: "Paris, [Texas]", "SPRINGFIELD, [Ill.]", "Birmingham, [England]"; none in a list of places."""
    if end + 1 >= len(words) or words[end].text != ",":
        return None
    after = words[end + 1 :]
    short = province_short(after[0].text) or (province_short(after[0].text + ".") if len(after) > 1 and after[1].text == "." else None)
    if short:
        return short
    for size in (3, 2, 1):
        whole = len(after) >= size and all(w.text[0].isupper() or w.lower in JOINERS for w in after[:size])
        region = spot(" ".join(w.text for w in after[:size])) if whole else None
        if region and (region.sort in ("state", "province") or region.name == "Georgia"):
            following = after[size].lower if len(after) > size else ""
            listed = following in ("and", "or") or (
                len(after) > size + 1 and following == "," and after[size + 1].text[0].isupper() and spot(after[size + 1].text) is not None
            )
            return None if listed or following in POSSESSIVE else region
    return None


def role_before(words: list[Word], start: int) -> tuple[int, int] | None:
    """First word and head of the role told before a name: "Interior Ministry [spokesman] Ivan Petrov"."""
    head = start - 1
    apart = head > 1 and words[head].text == ","  # "his father, Rafael Cruz"
    head -= apart
    if head < 0:
        return None
    found = noun(words[head].lower)
    if (
        not words[head].text.islower()
        or found is None
        or found.plural
        or found.sort not in PEOPLE_NOUNS
        or words[head].pos not in ("NOUN", "PROPN")
    ):
        return None
    first = head
    while (
        first > 0
        and (words[first - 1].pos in ("NOUN", "PROPN", "ADJ") or words[first - 1].text in POSSESSIVE or words[first - 1].text == "-")
        and head - first < 7
    ):
        first -= 1
    while words[first].text == "-" or words[first].text in POSSESSIVE:
        first += 1
    if apart and not (
        (first and (words[first - 1].text in POSSESSIVE or words[first - 1].lower in _OWNERS))
        or any(w.text in POSSESSIVE for w in words[first:head])
    ):
        return None
    return first, head


def role_after(words: list[Word], end: int) -> tuple[int, int] | None:
    """First word and head of the role told after a name and a comma: "Steve Witkoff, Trump's special [envoy]"."""
    if end + 1 >= len(words) or words[end].text not in (",", "(", "–", "—"):
        return None
    first = end + 1
    if words[first].lower in ("a", "an", "the", "his", "her", "its", "their", "one", "then", "who", "now"):
        if words[first].lower == "who" and not (
            first + 1 < len(words) and words[first + 1].lower in ("is", "was", "serves", "chairs", "leads", "heads")
        ):
            return None
        first += 1
    head = None
    k = first
    while k < len(words) and k - first < 9:
        w = words[k]
        if (
            w.pos in ("NOUN", "PROPN", "ADJ", "NUM", "DET", "ADV", "PART")
            or w.text in POSSESSIVE
            or w.text == "-"
            or (w.pos == "AUX" and k == first)
        ):
            found = noun(w.lower)
            if found and found.sort in PEOPLE_NOUNS and not found.plural and w.pos in ("NOUN", "PROPN", "ADJ"):
                head = k
            k += 1
        else:
            break
    if head is None or (head + 1 < len(words) and words[head + 1].text[0].isupper() and words[head + 1].pos == "PROPN"):
        return None  # "Smith, spokesman Ivan Petrov": the role is another's
    following = words[head + 1] if head + 1 < len(words) else None
    if following is not None and (following.pos in ("VERB", "AUX", "NOUN", "PROPN") or following.text in POSSESSIVE):
        return None  # "told Deadline Hollywood, the director said"
    return first, head
