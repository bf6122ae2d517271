"""Search: the query language and what it says of a bad query, what is found, where it is marked, how it follows the ledger."""

import contextlib
import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twosource.errors import UsageError
from twosource.ledger import build, open_ledger, remove
from twosource.ledger.query import LONGEST, lit, read_query, tokens
from twosource.ledger.search import FILE, search

ROWS = [
    {
        "id": "lantern",
        "outlet": "The Lantern",
        "published": "2026-03-06",
        "text": 'Mayor Volodymyr Hrynko said 267 drones were shot down over Marnow. "There were no survivors in the mill," he said. Traders lost 40 percent of their stock.',
    },
    {
        "id": "harbor",
        "outlet": "Harbor Post",
        "published": "2026-03-08T10:00:00Z",
        "text": "Mayor Vladimir Hrynko said more than 200 drones were shot down over Marnow. At least 30 houses burned. Police said 12 people were injured in Marnow.",
    },
    {"id": "odd", "outlet": None, "text": "🦊🦊 Café owners in Ostrova said e\u0301clairs cost 5 crowns. The guild denied it."},
    {"id": "arabic", "outlet": "صحيفة", "language": "ar", "text": "قال المسؤول إن الطائرات أُسقطت فوق المدينة."},
    {"id": "chinese", "outlet": "报", "language": "zh", "text": "官员说无人机在城市上空被击落。"},
]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("search")
    path = folder / "rows.jsonl"
    path.write_text("".join(json.dumps({"language": "en"} | row) + "\n" for row in ROWS))
    build([str(path)], folder / "l")
    return folder / "l"


@pytest.fixture
def ledger(made, tmp_path):
    return Path(shutil.copytree(made, tmp_path / "l"))


def found(folder, query, **more):
    """(article, words found, marked words) of each claim, and of articles where no claim fits."""
    held = open_ledger(folder)
    text = {a.id: a.text for a in held.records("articles")}
    hits = search(held, query, **more).hits
    for h in hits:
        assert text[h.article_id][slice(*h.span)] == h.text
        assert all(h.span[0] <= s < e <= h.span[1] for s, e in h.marks)
    claims = [h for h in hits if h.claim_id] or hits
    return [(h.article_id, h.text, [text[h.article_id][slice(*m)] for m in h.marks]) for h in claims]


def articles(folder, query):
    return sorted({a for a, _, _ in found(folder, query)})


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("drones", ["harbor", "lantern"]),
        ("Drone", ["harbor", "lantern"]),
        ("drones houses", ["harbor"]),
        ("surviv*", ["lantern"]),
        ('"no survivors"', ["lantern"]),
        ('"survivors no"', []),
        ("quote:survivors", ["lantern"]),
        ("quote:drones", []),
        ("said:Hrynko", ["harbor", "lantern"]),
        ('said:"Volodymyr Hrynko" drones', ["harbor", "lantern"]),  # one name in two spellings
        ("said:police", ["harbor"]),
        ("drones -said:Hrynko", []),
        ("marnow -drones -houses", ["harbor"]),
        ("drones > 200", ["harbor", "lantern"]),
        ("drones>230", ["lantern"]),
        ("drones >= 267", ["lantern"]),
        ("drones = 267", ["lantern"]),
        ("drones < 300", ["lantern"]),  # "more than 200" may be any number
        ("houses > 29", ["harbor"]),
        ("houses < 40", []),
        ("houses > 30", []),
        ("> 250", ["lantern"]),
        ("= 40%", ["lantern"]),
        ("= 12%", []),
        ("drones > 0.2 thousand", ["harbor", "lantern"]),
        ("outlet:lantern drones", ["lantern"]),
        ('outlet:"harbor post" drones', ["harbor"]),
        ("-outlet:lantern drones", ["harbor"]),
        ("drones after:2026-03-07", ["harbor"]),
        ("drones before:2026-03-07", ["lantern"]),
        ("drones after:2026-03 before:2026-03-08", ["lantern"]),
        ("status:disputed drones", []),
        ("cafe", ["odd"]),
        ("éclair", ["odd"]),
        ("الطائرات", ["arabic"]),
        ("无人机", ["chinese"]),
        ("机人", []),
        ("zzhrinko", []),
    ],
)  # fmt: skip
def test_what_is_found(made, query, expected):
    assert articles(made, query) == expected


def test_marks_are_the_words(made):
    ((_, _, marks),) = [f for f in found(made, "éclairs crowns") if f[0] == "odd"][:1]
    assert marks == ["e\u0301clairs", "crowns"]
    assert {m for _, _, marks in found(made, "drones > 200") for m in marks} == {"drones"}
    assert found(made, "无人机")[0][2] == ["无人机"]
    assert found(made, "الطائرات")[0][2] == ["الطائرات"]
    assert [m for _, _, m in found(made, '"no survivors"')] == [["no survivors"]]


def test_a_hit_tells_where_it_stands(made):
    held = open_ledger(made)
    hit = search(held, "drones = 267").hits[0]
    claim = next(c for c in held.records("claims") if c.id == hit.claim_id)
    finding = next(f for f in held.records("findings") if f.id == hit.finding_id)
    assert (hit.span, hit.outlet, hit.published, hit.status) == (claim.span, "The Lantern", "2026-03-06", finding.status)
    assert claim.id in finding.claims and search(held, f"story:{hit.story_id} drones").hits
    assert {h.status for h in search(held, f"status:{hit.status}").hits} == {hit.status}


def test_pages_put_together_are_the_whole(made):
    whole = search(open_ledger(made), "marnow").hits
    paged, start = [], 0
    while start is not None:
        page = search(open_ledger(made), "marnow", limit=2, start=start)
        assert len(page.hits) <= 2 and page.total == len(whole)
        paged += page.hits
        start = page.next
    assert tuple(paged) == whole and len(whole) > 4
    for wrong in ({"limit": 0}, {"limit": 201}, {"start": -1}, {"start": 10_001}):
        with pytest.raises(UsageError, match="a page has"):
            search(open_ledger(made), "marnow", **wrong)


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("", "nothing to look for"),
        ("  ", "nothing to look for"),
        ("!?", "nothing to look for"),
        ('open " quote', "character 6 does not close"),
        ("sad:Hrynko", "did you mean said:"),
        ("colour:red", "the fields are said:"),
        ("http://x.example", "double quotes"),
        ("said:", "wants a value"),
        ('said:"!"', "wants a word"),
        ("drones > many", "comes a number"),
        ("drones >", "double quotes"),
        ("status:sad", "retracted, disputed"),
        ("after:yesterday", "after:2026-03-06"),
        ("after:2026-13-01", "is no day"),
        ("-drones", "what to look for too"),
        ("x" * (LONGEST + 1), "at most 400"),
        ("a " * 25, "at most 24"),
    ],
)
def test_a_bad_query_is_told_with_its_mending(made, query, says):
    with pytest.raises(UsageError, match=says):
        search(open_ledger(made), query)


HOSTILE = [
    "'; DROP TABLE hits; --", '" OR "" = "', "NEAR(a b)", "text : a", "a AND", "a* *", "(", "{text} : x", "^a", "a\x00b", "\ud800 x",
    "%", "_ %", "outlet:%", "status:' ", "<script>", "../../etc/passwd", "=1+1", "a" * 400, "\u202e evil", "-" * 50, "said:*", "a:b:c", "> 1e309", "= 999999999999999999999999",
]  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE)
def test_a_hostile_query_is_words_or_wrong_usage(made, query):
    with contextlib.suppress(UsageError):
        search(open_ledger(made), query)


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from(['"', "a", " ", ":", "-", ">", "=", "said", "5", "*", "drones", "é", "(", "AND"]), max_size=12).map("".join)
)
def test_any_query_is_read_or_told(made, query):
    with contextlib.suppress(UsageError):
        search(open_ledger(made), query)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80))
def test_every_word_of_a_text_is_marked_where_it_stands(text):
    for word, (start, end) in tokens(text):
        assert word and any(s <= start and end <= e for s, e in lit(text, read_query(f'"{text[start:end]}"').lit))


# with the ledger


def test_it_follows_the_generation(ledger, tmp_path):
    held = open_ledger(ledger)
    assert not search(held, "beekeepers").hits
    (tmp_path / "far.txt").write_text("Beekeepers in Ostrova sold 400 jars of honey at the autumn fair on Saturday, the guild said.")
    build([str(tmp_path / "far.txt")], ledger)
    assert search(open_ledger(ledger), "beekeepers honey").hits
    assert search(held, "beekeepers").generation == 2  # an older reader does not bring the older index back


def test_what_was_removed_is_not_found_even_by_one_who_opened_the_ledger_before(ledger):
    held = open_ledger(ledger)
    assert search(held, "survivors").hits
    remove(ledger, "lantern")
    assert not (ledger / FILE).exists()
    assert not search(held, "survivors").hits
    assert b"survivors" not in (ledger / FILE).read_bytes() and not list(ledger.glob(f"{FILE}.*"))


def test_a_broken_index_is_made_anew(ledger):
    before = search(open_ledger(ledger), "drones").hits
    (ledger / FILE).write_bytes(b"nothing of the kind")
    assert search(open_ledger(ledger), "drones").hits == before


def test_the_command(made, capsys):
    from tests.test_rulings import command

    code, told = command(capsys, "search", "drones > 230", "--ledger", str(made))
    row = json.loads(told.out.splitlines()[0])
    assert code == 0 and row["article_id"] == "lantern" and row["marks"] and "of 1" in told.err
    code, told = command(capsys, "search", "sad:x", "--ledger", str(made))
    assert code == 2 and "did you mean said:" in told.err
