"""Stories: one happening is one story, confusable happenings are two. All texts are ours."""

from __future__ import annotations

import random
from hashlib import sha256

import pytest

from twosource.engines.local import LocalEngine
from twosource.group import stories as module
from twosource.group.copies import find_copies
from twosource.group.features import LENGTH, signature
from twosource.group.stories import assemble, find_stories, story_id
from twosource.linkage import average_linkage
from twosource.model import Article, Copy, Membership, Story

FERRY = [
    "The evening ferry Havsund from Karlsby ran aground near Torsholm shortly after eight on Tuesday with 94 passengers on board, the coast guard said.",
    "Rescuers took 94 people off the ferry Havsund on Wednesday, a night after it hit a sandbank near Torsholm. Captain Mats Rosvall was questioned by police.",
    "Captain Mats Rosvall told investigators that the Havsund had left the channel near Torsholm because a buoy was missing, the Karlsby harbour office said.",
]
OTHER_FERRY = [
    "The car ferry Brage collided with a trawler off Nordvik on Tuesday; 31 passengers were brought ashore and skipper Ole Lunde broke an arm.",
    "A trawler struck the ferry Brage off Nordvik, and its 31 passengers reached the shore in lifeboats, skipper Ole Lunde said from hospital.",
]
MARKET = [
    "Fire destroyed eleven stalls of the covered market in Tarnholm on Sunday, and Mayor Pelle Strand said the roof must come down.",
    "Mayor Pelle Strand opened the school yard to the traders of Tarnholm after Sunday's fire in the covered market took eleven stalls.",
]


def article(id: str, text: str, **known: str | None) -> Article:
    return Article(id=id, uri=f"https://{id}.example/1", text=text, sha256=sha256(text.encode()).hexdigest(), **known)  # type: ignore[arg-type]


def rows(*groups: list[str], published: str | None = "2025-03-04") -> list[Article]:
    return [
        article(f"{'abcdefgh'[g]}{i}", text, published=published, outlet=f"o{i}")
        for g, texts in enumerate(groups)
        for i, text in enumerate(texts)
    ]


def memberships(articles: list[Article]) -> list[Membership]:
    engine = LocalEngine()
    table = engine.table(articles, Article)
    return sorted(engine.records(find_stories(engine, table, find_copies(engine, table)), Membership), key=lambda m: m.article_id)


def stories(articles: list[Article]) -> list[Story]:
    engine = LocalEngine()
    table = engine.table(articles, Article)
    copies = find_copies(engine, table)
    found = engine.records(find_stories(engine, table, copies), Membership)
    return assemble(articles, memberships=found, copies=engine.records(copies, Copy))


def groups(articles: list[Article]) -> list[str]:
    return sorted(" ".join(s.articles) for s in stories(articles))


def test_confusable_happenings_are_kept_apart() -> None:
    assert groups(rows(FERRY, OTHER_FERRY, MARKET)) == ["a0 a1 a2", "b0 b1", "c0 c1"]


def test_any_order_gives_the_same_memberships() -> None:
    articles = rows(FERRY, OTHER_FERRY, MARKET)
    shuffled = articles[:]
    random.Random(3).shuffle(shuffled)
    assert memberships(articles) == memberships(shuffled)


def test_a_far_day_needs_more_in_common() -> None:
    other = "Fewer passengers took the ferry to Torsholm last year, the shipping company wrote in its yearly accounts."
    near = [article("a", FERRY[0], published="2025-03-04"), article("b", other, published="2025-03-05")]
    far = [article("a", FERRY[0], published="2025-03-04"), article("b", other, published="2029-03-05")]
    assert (groups(near), groups(far)) == (["a b"], ["a", "b"])


def test_one_shared_name_makes_no_story_of_two_notes() -> None:
    school = "Torsholm gets a school of music next year; the council voted nine to three for the plan of architect Lena Vik."
    assert groups([article("a", FERRY[0], published="2025-03-04"), article("b", school, published="2025-03-04")]) == ["a", "b"]


def test_a_story_is_known_by_its_earliest_article() -> None:
    late = article("a", FERRY[0], published="2025-03-05", title="Ferry aground")
    early = article("b", FERRY[1], published="2025-03-04T21:00:00+01:00", title="Passengers rescued", outlet="Dagbladet")
    (story,) = stories([late, early])
    assert story == Story(
        id=story_id("b"),
        title="Passengers rescued",
        articles=("b", "a"),
        uris=("https://b.example/1", "https://a.example/1"),
        outlets=("Dagbladet",),
        texts=2,
        first_published="2025-03-04T21:00:00+01:00",
        last_published="2025-03-05",
    )


def test_a_copy_adds_an_article_but_no_text() -> None:
    full = " ".join([*FERRY, *MARKET])
    (story,) = stories([article("a", full), article("b", full), article("c", full[:400])])
    assert (len(story.articles), story.texts, [(c.of, c.copy) for c in story.copies]) == (3, 1, [("a", "b"), ("a", "c"), ("b", "c")])


def test_a_version_stays_with_its_article() -> None:
    a, b = memberships([article("a", FERRY[0]), article("b", MARKET[0], version_of="a")])
    assert (a.story_id, a.family_id) == (b.story_id, b.family_id) == (story_id("a"), "a")
    assert b.why == "is another state of https://a.example/1"


def test_why_names_what_an_editor_can_check() -> None:
    why = {m.article_id: m.why for m in memberships(rows(FERRY[1:], MARKET[:1]))}
    assert why["a0"] == "shares 'Havsund', 'Mats Rosvall', 'Torsholm' with https://a1.example/1"
    assert why["b0"] == "no other article here tells of the same happening"


def test_why_says_that_a_text_is_carried() -> None:
    full = " ".join(FERRY)
    why = {m.article_id: m.why for m in memberships([article("a", full), article("b", " ".join(FERRY[:2]))])}
    assert why["b"].startswith("carries the text of https://a.example/1: 100%") and why["a"] == "its text is carried by https://b.example/1"


def test_a_first_line_stands_in_for_a_title() -> None:
    (story,) = stories([article("a", "\n\n" + FERRY[0] + "\nMore.")])
    assert FERRY[0].startswith(story.title.removesuffix(" …")) and len(story.title) <= 122


def test_other_languages_are_grouped_too() -> None:
    german = [
        "Die Abendfähre Havsund ist am Dienstag vor Torsholm auf Grund gelaufen, 94 Fahrgäste verbrachten die Nacht an Bord.",
        "Nach dem Unglück der Fähre Havsund vor Torsholm wurde Kapitän Mats Rosvall am Mittwoch von der Polizei befragt.",
        "Ein Feuer hat am Sonntag die Markthalle von Tarnholm zerstört; Bürgermeister Pelle Strand will sie abreißen lassen.",
    ]
    chinese = [
        "周二晚间一艘渡轮在卡尔斯比附近搁浅九十四名乘客获救",
        "卡尔斯比附近搁浅的渡轮上九十四名乘客周三全部获救",
        "周日塔恩霍尔姆市场发生火灾烧毁十一个摊位",
    ]
    articles = [article(f"d{i}", t, language="de", published="2025-03-04") for i, t in enumerate(german)]
    articles += [article(f"z{i}", t, language="zh", published="2025-03-04") for i, t in enumerate(chinese)]
    articles += [
        article(f"k{i}", t, language="kl", published="2025-03-04")
        for i, t in enumerate(["umiarsuaq ikkarlippoq sinerissami", "umiarsuaq ikkarlippoq sinerissami aasit"])
    ]
    assert groups(articles) == ["d0 d1", "d2", "k0 k1", "z0 z1", "z2"]


@pytest.mark.parametrize("text", ["", " \n", "\U0001f600" * 30, "a" * 20_000, "1 2 3", "İ" * 40, "ab " * 9000])
def test_odd_texts_are_stories_too(text: str) -> None:
    assert len(stories([article("a", text, title=text), article("b", FERRY[0], published="someday")])) == 2


def test_no_articles_are_no_stories() -> None:
    assert stories([]) == []


def test_a_signature_has_one_length() -> None:
    for text in (FERRY[0], " ".join(FERRY + MARKET)):
        total = sum(w * w for w in signature(article("a", text)).weights)
        assert 0.95 * LENGTH**2 <= total <= LENGTH**2


def test_a_large_patch_is_cut_like_a_small_one(monkeypatch: pytest.MonkeyPatch) -> None:
    articles = rows(FERRY, OTHER_FERRY, MARKET)
    small = memberships(articles)
    monkeypatch.setattr(module, "WHOLE", 0)
    assert memberships(articles) == small


def test_average_linkage_counts_missing_pairs_as_nought() -> None:
    assert average_linkage([1, 1, 1], sums={(0, 1): 90, (1, 2): 70}, threshold=40) == [[0, 1], [2]]
    assert average_linkage([1, 1, 1], sums={(0, 1): 90, (1, 2): 80}, threshold=40) == [[0, 1, 2]]


def test_average_linkage_weighs_by_size() -> None:
    assert average_linkage([4, 1], sums={(0, 1): 200}, threshold=50) == [[0, 1]]
    assert average_linkage([4, 1], sums={(0, 1): 199}, threshold=50) == [[0], [1]]


def naive(n: int, sums: dict[tuple[int, int], int], threshold: int) -> list[list[int]]:
    """Average linkage the slow way: every pair of groups is looked at before each union."""
    from fractions import Fraction

    found = [[i] for i in range(n)]
    while True:
        means = [
            (-Fraction(sum(sums.get((min(i, j), max(i, j)), 0) for i in a for j in b), len(a) * len(b)), a, b)
            for a in found
            for b in found
            if a[0] < b[0]
        ]
        if not means or -min(means)[0] < threshold:
            return sorted(found)
        _, a, b = min(means)
        found = [g for g in found if g not in (a, b)] + [sorted(a + b)]


@pytest.mark.parametrize("seed", range(12))
def test_average_linkage_equals_the_slow_way(seed: int) -> None:
    r = random.Random(seed)
    sums = {(a, b): r.randrange(1, 400) for a in range(14) for b in range(a + 1, 14) if r.random() < 0.5}
    assert average_linkage([1] * 14, sums=sums, threshold=80) == naive(14, sums, 80)
