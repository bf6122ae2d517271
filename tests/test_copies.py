"""Copies: who carries whose text, and what is no copy. All texts are ours."""

from __future__ import annotations

import random
from collections.abc import Sequence
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twosource.engines.local import LocalEngine
from twosource.group.copies import COPY_SHARE, LEAST_RUN, find_copies
from twosource.group.dates import before
from twosource.group.families import families
from twosource.group.shingles import WIDTH, WINDOW, fingerprints, shingle, shingles
from twosource.group.words import house_lines, quotations, read_words
from twosource.model import Article, Copy, CopyKind, Span

FERRY = """The evening ferry from Karlsby ran aground on a sandbank shortly after eight on Tuesday, and its ninety passengers spent the night on board.
Harbour master Inga Dahl told reporters that nobody was hurt, although two elderly travellers were treated for shock at the local clinic.
The vessel, built in 1988, had passed its yearly inspection in March and was sailing in calm weather when it left the marked channel.
A tug from the neighbouring port arrived before dawn, pulled the ship free on the second attempt and brought it back to the quay.
The shipping company has promised every passenger a full refund and a free crossing, and the accident board opened an inquiry on Wednesday.
Local fishermen have complained for years that the channel is silting up and that the buoys have not been moved since the winter storms."""
MARKET = """A fire in the old covered market of Tarnholm destroyed eleven stalls on Sunday morning before firemen from three villages put it out.
Mayor Pelle Strand said the roof would have to come down, and that traders could use the school yard until a new hall is built.
Nobody was inside when the alarm rang at five, but a night watchman breathed in smoke and was kept in hospital for a day.
Investigators are looking at an electric heater in a flower stall; its owner says she had pulled the plug on Saturday evening.
The hall, put up by the town in 1904, was due to be repaired next spring with money from the county and a lottery."""
SPEECH = "“We shall rebuild this bridge stone by stone, and we shall do it before the next winter comes down upon this valley and its people, and nobody who lost a house here will be asked to pay a single crown towards it, neither this year nor in any year to come.”"
WORDS = [
    a + b
    for a in ("ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe")
    for b in ("lan", "mer", "nis", "pol", "rug", "sat", "tev", "vin")
]


def article(
    id: str,
    text: str,
    *,
    outlet: str | None = None,
    published: str | None = None,
    uri: str | None = None,
    version_of: str | None = None,
    furniture: tuple[Span, ...] = (),
) -> Article:
    digest = sha256(text.encode()).hexdigest()
    return Article(
        id=id, uri=uri or id, outlet=outlet or id, published=published, text=text, sha256=digest, version_of=version_of, furniture=furniture
    )


def copies(*articles: Article) -> list[Copy]:
    engine = LocalEngine()
    return sorted(engine.records(find_copies(engine, engine.table(articles, Article)), Copy), key=lambda c: (c.of, c.copy))


def only(*articles: Article) -> Copy:
    (found,) = copies(*articles)
    return found


def test_a_verbatim_copy_is_wholly_contained() -> None:
    c = only(article("a", FERRY), article("b", FERRY))
    assert (c.of, c.copy, c.kind, c.contained) == ("a", "b", CopyKind.COPY, 1.0)
    assert c.passages == (((0, len(FERRY) - 1), (0, len(FERRY) - 1)),)  # to the last word: the full stop is none


def test_a_text_of_its_own_on_the_same_event_is_no_copy() -> None:
    own = "Ninety people were stuck overnight when the Karlsby ferry hit a sandbank; a tug freed it in the early morning and all are well."
    assert copies(article("a", FERRY), article("b", own), article("c", MARKET)) == []


def test_passages_hold_the_same_words_in_both_texts() -> None:
    trimmed = "Our correspondent writes.\n" + "\n".join(FERRY.split("\n")[1:4])
    c = only(article("a", FERRY), article("b", trimmed))
    for of, copy in c.passages:
        assert read_words(FERRY[slice(*of)]).forms == read_words(trimmed[slice(*copy)]).forms


def test_a_trimmed_copy_of_a_third_is_found() -> None:
    c = only(article("a", FERRY), article("b", "\n".join(FERRY.split("\n")[:2])))
    assert (c.of, c.kind, c.contained) == ("a", CopyKind.COPY, 1.0)


def test_of_is_the_earlier_even_if_shorter() -> None:
    short = "\n".join(FERRY.split("\n")[:4])
    c = only(article("a", FERRY, published="2025-02-24"), article("b", short, published="2025-02-23"))
    assert (c.of, c.copy) == ("b", "a") and 0.5 < c.contained < 0.8


def test_of_is_the_longer_on_one_day() -> None:
    c = only(article("b", FERRY, published="2025-02-24"), article("a", FERRY[:500], published="2025-02-24T08:00:00Z"))
    assert (c.of, c.copy) == ("b", "a")


def test_a_wire_inside_an_own_text_is_partial() -> None:
    c = only(article("a", FERRY), article("b", MARKET + "\n" + "\n".join(FERRY.split("\n")[:2])))
    assert c.kind is CopyKind.PARTIAL


def test_two_reports_of_one_speech_are_no_copies() -> None:
    assert copies(article("a", f"{FERRY}\n{SPEECH}"), article("b", f"{MARKET}\n{SPEECH}")) == []


def test_straight_and_single_marks_quote_too() -> None:
    for open_, close in (('"', '"'), ("'", "'"), ("‘", "’"), ("``", "''")):
        speech = open_ + SPEECH[1:-1] + close
        assert copies(article("a", f"{FERRY}\n{speech}"), article("b", f"{MARKET}\n{speech}")) == []


def test_a_text_that_is_one_quotation_can_be_copied() -> None:
    assert only(article("a", SPEECH), article("b", SPEECH)).kind is CopyKind.COPY
    frames = ("So spoke the minister in Karlsby before he left by boat.", "The crowd in the hall heard a talk of ten minutes.")
    assert copies(*(article(f, f"{SPEECH}\n{f}") for f in frames)) == []


def test_short_notes_are_copies_only_when_alike_throughout() -> None:
    note = "The Karlsby ferry is running again."
    assert only(article("a", note), article("b", note)).kind is CopyKind.COPY
    assert copies(article("a", note), article("b", note + " Its captain was questioned about the accident on Tuesday by the board.")) == []


def test_a_text_of_fewer_words_than_a_shingle_is_a_copy_of_the_same_words_alone() -> None:
    assert len("Ferry aground off Karlsby".split()) < WIDTH
    (copy,) = copies(
        article("a", "Ferry aground off Karlsby"), article("b", "Ferry aground off Karlsby."), article("c", "Ferry aground off Tarnholm")
    )
    assert (copy.kind, copy.contained) == (CopyKind.COPY, 1.0)
    assert copy.passages == (((0, 25), (0, 25)),)
    assert not copies(article("a", "Ferry aground off Karlsby"), article("b", "Ferry aground off Karlsby, say harbour masters"))


def test_a_copyright_line_is_no_passage() -> None:
    line = "Copyright 2025 The Karlsby Wire. All rights reserved. This material may not be published, broadcast, rewritten or sent on without leave in writing of the wire."
    assert copies(article("a", f"{FERRY}\n{line}"), article("b", f"{MARKET}\n{line}"), article("c", f"A short note.\n{line}")) == []


def test_furniture_is_no_passage() -> None:
    bar = "Most read today in this place: " + " ".join(WORDS[:60])
    a, b = f"{FERRY}\n{bar}", f"{MARKET}\n{bar}"
    assert copies(article("a", a, furniture=((len(FERRY), len(a)),)), article("b", b, furniture=((len(MARKET), len(b)),))) == []


def test_what_many_pages_of_one_outlet_share_is_boilerplate() -> None:
    bar = "Of our five best walks through the old town this is the one that " + " ".join(WORDS[:50])
    bodies = [FERRY, MARKET, " ".join(WORDS[::-1]), " ".join(WORDS[1::2] + WORDS[::2])]
    assert copies(*(article(str(i), f"{body}\n{bar}", outlet="Tarnholm Post") for i, body in enumerate(bodies))) == []


def test_one_url_with_other_text_is_a_version() -> None:
    newer = FERRY.replace("ninety", "ninety-four").replace("nobody was hurt", "three were hurt")
    c = only(article("a", FERRY, uri="https://k.example/ferry"), article("b", newer, uri="https://k.example/ferry", published="2025-02-24"))
    assert c.kind is CopyKind.VERSION


def test_version_of_is_a_version_whatever_it_shares() -> None:
    c = only(article("a", FERRY), article("b", MARKET, version_of="a"))
    assert (c.of, c.copy, c.kind, c.passages) == ("a", "b", CopyKind.VERSION, ())


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n",
        "x",
        "\U0001f600" * 50,
        "“",
        "'" * 30,
        "a" * 20_000,
        "\ud800 lone",
        "ß" * 40 + " İstanbul",
        "大阪で列車が脱線した。" * 9,
    ],
)
def test_odd_texts_raise_nothing(text: str) -> None:
    shingle(text)
    for s, e in read_words(text).spans:
        assert 0 <= s < e <= len(text)


def test_scripts_without_spaces_are_copied_too() -> None:
    text = "昨夜、港の近くで貨物船が座礁し、乗組員十二人が救助されたと海上保安庁が発表した。けが人はいないという。" * 2
    assert only(article("a", text), article("b", text)).kind is CopyKind.COPY


def test_quotations_are_paired_in_a_paragraph() -> None:
    text = 'He said "one" and "two".\nShe didn\'t say "three.\n"Four five\nsix'
    assert [text[s:e] for s, e in quotations(text)] == ['"one"', '"two"', '"Four five']


def test_a_post_signed_with_a_handle_is_a_quotation() -> None:
    text = "See you at the harbour. — Inga Dahl (@ingadahl) May 2, 2025\nThat was all."
    assert [text[s:e] for s, e in quotations(text)] == [text.split("\n")[0]]


def test_house_lines_are_found_whatever_their_case() -> None:
    text = "The hall burnt down.\nSIGN UP FOR our letter"
    assert [text[s:e] for s, e in house_lines(read_words(text))] == ["SIGN UP FOR our letter"]


@pytest.mark.parametrize(
    ("a", "b", "answer"),
    [
        ("2025-02-23", "2025-02-24", True),
        ("2025-02-24T23:30:00+02:00", "2025-02-24T22:00:00Z", True),
        ("2025-02-24", "2025-02-24T22:00:00Z", None),
        (None, "2025-02-24", None),
        ("yesterday", "2025-02-24", None),
    ],
)
def test_before_says_only_what_both_say(a: str | None, b: str, answer: bool | None) -> None:
    assert before(a, b) is answer


def words_of(seed: int, size: int) -> list[str]:
    return random.Random(seed).choices(WORDS, k=size)


@settings(deadline=None, max_examples=40)
@given(seed=st.integers(0, 10**6), size=st.integers(150, 500), keep=st.floats(0.35, 1), edit=st.integers(14, 40), lead=st.integers(0, 20))
def test_a_trimmed_re_led_edited_copy_joins_the_family(seed: int, size: int, keep: float, edit: int, lead: int) -> None:
    text = words_of(seed, size)
    kept = text[: int(size * keep)]
    edited = [w if i % edit else "edited" for i, w in enumerate(kept, 1)]
    copy = words_of(seed + 1, lead) + edited
    c = only(article("a", " ".join(text)), article("b", " ".join(copy)))
    assert c.kind is CopyKind.COPY
    assert families([c], lengths={"a": len(text), "b": len(copy)}).find("b") == "a"


def exact(a: str, b: str) -> bool:
    """The slow way: whether half of b's words stand in runs of a's."""
    x, y = read_words(a).forms, read_words(b).forms
    grams = {tuple(x[i : i + LEAST_RUN]) for i in range(len(x))}
    inside = {j for i in range(len(y)) if tuple(y[i : i + LEAST_RUN]) in grams for j in range(i, i + LEAST_RUN)}
    return len(inside) >= COPY_SHARE * len(y)


def test_sketches_find_what_all_pairs_find() -> None:
    texts = [words_of(i, 120 + 40 * i) for i in range(6)]
    texts += [
        texts[0][:60] + words_of(20, 20),
        texts[3][100:200],
        texts[4][:90] + words_of(21, 120),
        words_of(22, 12) + texts[5][50:],
        texts[2][::-1],
    ]
    rows = [article(f"{i:02}", " ".join(t)) for i, t in enumerate(texts)]
    found = {(c.of, c.copy) for c in copies(*rows) if c.kind is CopyKind.COPY}
    slow = {(a.id, b.id) for a in rows for b in rows if a.id != b.id and len(a.text) >= len(b.text) and exact(a.text, b.text)}
    assert found == slow != set()


def test_any_run_of_a_window_shares_a_fingerprint() -> None:
    run = words_of(7, WINDOW + WIDTH - 1)
    a, b = (fingerprints(shingles(words_of(n, 80) + run + words_of(n + 50, 80))) for n in (1, 2))
    assert set(a) & set(b)


@pytest.mark.parametrize(
    "text, words",
    [
        ("It isn't 3,400; o'clock", ["it", "isn't", "3,400", "o'clock"]),
        ("mid-may a漢字b x2 naïve ok", ["mid", "may", "a", "漢", "字", "b", "x2", "naïve", "ok"]),
        ("v2.5 no.5 snake_case ‘so’", ["v2.5", "no.5", "snake", "case", "so"]),
    ],
)
def test_words_of_any_kind(text: str, words: list[str]) -> None:
    assert read_words(text).forms == words


def tie(of: str, copy: str, kind: CopyKind = CopyKind.COPY) -> Copy:
    return Copy(of=of, copy=copy, kind=kind, contained=1.0, passages=())


def roots(ties: Sequence[Copy], **lengths: int) -> list[str]:
    united = families(ties, lengths=lengths)
    return [united.find(k) for k in sorted(lengths)]


def test_copies_of_copies_are_one_family() -> None:
    assert roots([tie("a", "b"), tie("b", "c")], a=900, b=800, c=700) == ["a", "a", "a"]


def test_a_stub_bridges_no_two_texts() -> None:
    assert roots([tie("a", "s"), tie("b", "s")], a=2000, b=1500, s=200) == ["a", "b", "a"]


def test_a_partial_copy_joins_nothing() -> None:
    assert roots([tie("a", "b", CopyKind.PARTIAL)], a=900, b=800) == ["a", "b"]


def test_a_version_joins_however_short() -> None:
    assert roots([tie("a", "b"), tie("s", "b", CopyKind.VERSION)], a=900, b=800, s=90) == ["a", "a", "a"]


def test_the_order_of_articles_changes_nothing() -> None:
    rows = [article("a", FERRY), article("b", "\n".join(FERRY.split("\n")[:3])), article("c", MARKET), article("d", FERRY + "\n" + MARKET)]
    assert copies(*rows) == copies(*rows[::-1]) != []


def test_an_outlets_background_makes_no_copy_but_its_update_of_the_next_day_does() -> None:
    def line(n: int) -> str:
        return " ".join(random.Random(n).choices(WORDS, k=18)) + "."

    told = {"a": [*range(9), *range(20, 27)], "b": [*range(9), *range(30, 37)]}  # nine lines of sixteen are shared

    def kinds(first: str | None, second: str | None, outlet: str | None = "The Paper") -> list[str]:
        found = copies(
            *(article(i, "\n".join(map(line, told[i])), outlet=outlet, published=day) for i, day in (("a", first), ("b", second)))
        )
        return [c.kind.value for c in found]

    assert kinds("2025-03-01", "2025-03-02") == ["copy"]
    assert kinds("2025-03-01", "2025-03-09") == ["partial"]
    assert kinds(None, None) == ["partial"]
    assert kinds(None, None, outlet=None) == ["copy"]
