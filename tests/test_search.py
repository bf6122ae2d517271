"""Search: the query language and what it says of a bad query, what is found, where it is marked, how it follows the ledger."""

import contextlib
import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twosource.errors import UsageError
from twosource.ledger import build, indexing, open_ledger, remove
from twosource.ledger.indexing import FILE
from twosource.ledger.query import LONGEST, lit, read_query, tokens
from twosource.ledger.search import search
from twosource.model import RulingKind

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
    assert {m for _, _, marks in found(made, "drones > 200") for m in marks} == {"drones", "200", "267"}
    assert {m for _, _, marks in found(made, "> 250") for m in marks} == {"267"}
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


def test_on_whose_word_is_told_and_marked(made):
    def told(query):
        return {(h.source, tuple(h.source[s:e] for s, e in h.source_marks)) for h in search(open_ledger(made), query).hits if h.claim_id}

    assert told("said:Vladimir") == {("Vladimir Hrynko", ("Vladimir",)), ("Volodymyr Hrynko", ("Volodymyr Hrynko",))}
    assert told("said:Hrynko survivors") == {("Volodymyr Hrynko", ("Hrynko",))}
    assert told("drones > 230") == {("Volodymyr Hrynko", ())}


TOLD = "Police in Ostrova said 14 tractors were stolen from the {0} cooperative on Monday night. The yard was not locked, its manager Ana Duric said. "
WIRE = (
    TOLD
    + "A watchman heard engines at two in the morning and called nobody, the police report says. The tractors were worth 900,000 crowns in all."
)


@pytest.fixture(scope="module")
def copied(tmp_path_factory):
    folder = tmp_path_factory.mktemp("copied")
    more = " The cooperative has asked farmers of the valley to lend it machines until the insurers of Ostrova decide in April."
    rows = [
        {"id": "first", "outlet": "Vale Wire", "published": "2026-04-01", "text": WIRE.format("northern")},
        {"id": "second", "outlet": "Ostrova Post", "published": "2026-04-02", "text": WIRE.format("northern")},
        {"id": "third", "outlet": "The Ledge", "published": "2026-04-03", "text": WIRE.format("northern") + more},
        {"id": "other", "outlet": "Lake News", "published": "2026-04-03", "text": "Thieves took 14 tractors in Ostrova, the owner of the yard, Ana Duric, told Lake News. Nobody was hurt."},
    ]  # fmt: skip
    (folder / "a.jsonl").write_text("".join(json.dumps({"language": "en"} | row) + "\n" for row in rows))
    build([str(folder / "a.jsonl")], folder / "l")
    return folder / "l"


def test_what_copies_carry_is_one_hit(copied):
    held = open_ledger(copied)
    by_family = [h for h in search(held, "tractors").hits if h.article_id != "other"]
    assert {h.article_id for h in by_family} == {"first"} and len({h.text for h in by_family if h.claim_id}) == len(
        [h for h in by_family if h.claim_id]
    )
    assert {h.copies for h in by_family} == {("second", "third")} or {h.copies for h in by_family} == {("third", "second")}
    assert [h.article_id for h in search(held, "tractors = 14").hits] == ["other", "first"]  # the newer first
    assert {h.article_id for h in search(held, "insurers").hits} == {"third"}, "what the copy alone has is found in it"
    assert {h.article_id for h in search(held, "outlet:post tractors").hits} == {"second"}
    assert {h.article_id for h in search(held, "tractors after:2026-04-02").hits} >= {"other"}
    counts = [search(held, q) for q in ("tractors", "= 14", "said:Duric", "status:single", "outlet:wire")]
    assert all(r.total == len(r.hits) for r in counts)


# with the ledger


def rows_of(folder):
    """Everything in the index, and what is found in it."""
    search(open_ledger(folder), "a")
    with contextlib.closing(sqlite3.connect(folder / FILE)) as connection:
        tables = {t: sorted(connection.execute(f"SELECT * FROM {t}"), key=repr) for t in ("articles", "hits", "figures", "counted")}
        connection.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab('main', 'words', 'row')")
        return tables, list(connection.execute("SELECT * FROM terms ORDER BY term"))


def test_after_a_build_only_what_it_touched_is_put_in_anew(copied, tmp_path, monkeypatch):
    folder = Path(shutil.copytree(copied, tmp_path / "l"))
    put = []
    real = indexing._put_in
    monkeypatch.setattr(indexing, "_put_in", lambda c, tables, wanted, *more: (put.append(sorted(wanted)), real(c, tables, wanted, *more)))
    indexing.forget(folder)
    search(open_ledger(folder), "a")
    for n, text in enumerate(
        [
            "Beekeepers in Marnow sold 400 jars of honey at the autumn fair on Saturday, the guild said.",
            WIRE.format("northern") + " It rained.",
        ]
    ):
        row = {"id": f"more{n}", "outlet": "Hill Times", "published": f"2026-05-0{n + 1}", "language": "en", "text": text}
        (tmp_path / "more.json").write_text(json.dumps(row))
        build([str(tmp_path / "more.json")], folder)
        grown = rows_of(folder)
        (folder / FILE).unlink()
        assert grown == rows_of(folder)
    assert [len(p) for p in put[::2]] == [4, 5, 6] and put[1] == ["more0"]
    assert {"more1", "first"} <= set(put[3]), "a new copy changes what its original stands for"


def test_a_ruling_shows_in_what_is_found(copied, tmp_path):
    from twosource.ledger import rule

    folder = Path(shutil.copytree(copied, tmp_path / "l"))
    search(open_ledger(folder), "a")
    rule(open_ledger(folder), RulingKind.SET_OUTLET, of=["other"], by="Ann", value="Lakeside News")
    build([], folder)
    assert [h.outlet for h in search(open_ledger(folder), "outlet:lakeside thieves").hits[:1]] == ["Lakeside News"]


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
