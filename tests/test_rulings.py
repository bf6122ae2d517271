"""What people decide: kept, matched again after every run, marked in the output, undone; what a re-run changes by it is told."""

import json
import multiprocessing
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.running import article, holding
from twosource.errors import UsageError
from twosource.ledger import build, mismatches, open_ledger, preview, remove, rule, standing_effects, undo
from twosource.ledger import rules as digests
from twosource.ledger.ruling import Words
from twosource.ledger.rulings import Rulings, RulingsMoved, Target, read_rulings
from twosource.model import Claim, Ruled, RulingKind, SourceKind
from twosource.ruled import matched
from twosource.schema import json_line

TEXTS = {
    "lantern": "The Marnow bridge over the river Elster collapsed on Friday. Police chief Anna Brandt said 12 people were injured in the collapse of the Marnow bridge.",
    "harbor": "A bridge over the Elster at Marnow collapsed on Friday. Police chief Anna Brandt said 12 people were injured in the collapse of the Marnow bridge. Mayor Tom Reuss said the bridge was built in 1961.",
    "courier": "The bridge at Marnow over the river Elster has collapsed. The hospital in Marnow said 12 people were injured in the collapse of the Marnow bridge on Friday.",
    "far": "Beekeepers in Ostrova sold 400 jars of honey at the autumn fair on Saturday, the guild said.",
}  # fmt: skip


def rows(folder, *names, **changed):
    path = folder / f"{'-'.join(names)}.jsonl"
    given = (
        {"id": n, "text": TEXTS[n], "outlet": n.title(), "url": f"https://{n}.example/a", "published": "2026-03-07", "language": "en"}
        | changed.get(n, {})
        for n in names
    )
    path.write_text("".join(json.dumps(row) + "\n" for row in given))
    return str(path)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rulings")
    build([rows(folder, *TEXTS)], folder / "l")
    return folder / "l"


@pytest.fixture
def ledger(made, tmp_path):
    return Path(shutil.copytree(made, tmp_path / "l"))


def printed(folder):
    held = open_ledger(folder)
    return [json_line(r) for t in ("articles", "claims", "memberships", "findings") for r in held.records(t)] + [
        json_line(s) for s in held.stories()
    ]


def hurt(folder):
    """The finding that 12 people were injured."""
    return holding(open_ledger(folder).records("findings"), "12 people were injured")


def claim(folder, outlet, words):
    (found,) = [c for c in open_ledger(folder).records("claims") if c.article_id == outlet and words in c.text]
    return found


def rebuilt(folder):
    """Build; what was foreseen is what changed, and every span still holds."""
    foreseen = preview(open_ledger(folder))
    done = build([], folder)
    assert [(c.finding_id, c.told) for c, _ in foreseen] == [(c.finding_id, c.told) for c in done.changes]
    assert not list(mismatches(open_ledger(folder)))
    return done


def states(folder):
    return {e.ruling.id: e.state for e in standing_effects(open_ledger(folder))}


# each kind, its mark, its undoing


def test_the_story_as_it_is_without_rulings(ledger):
    found = hurt(ledger)
    assert (found.status, found.outlets, found.origins, found.rulings) == ("corroborated", 3, 2, ())
    assert preview(open_ledger(ledger)) == [] and standing_effects(open_ledger(ledger)) == []


def test_not_the_same_claim(ledger):
    before = printed(ledger)
    apart = claim(ledger, "courier", "12 people")
    others = [claim(ledger, o, "12 people").id for o in ("lantern", "harbor")]
    ruling = rule(open_ledger(ledger), RulingKind.NOT_SAME, of=[apart.id, *others], by="Ann")
    assert states(ledger) == {1: "waits"} and printed(ledger) == before
    done = rebuilt(ledger)
    assert done.units == 2  # the alignments and the findings of one story, and nothing else
    told = {c.told for c in done.changes}
    assert told == {"was corroborated, now single (ruling 1)"}  # two outlets carry one text, a third has its own
    held = open_ledger(ledger)
    assert [f.rulings for f in held.records("findings") if apart.id in f.claims or others[0] in f.claims] == [(1,), (1,)]
    assert states(ledger) == {1: "holds"}
    undo(ledger, ruling.id, by="Bob")
    assert {c.told for c in rebuilt(ledger).changes} == {"was single/single, now corroborated (ruling 1)"}
    assert printed(ledger) == before and states(ledger) == {1: "undone"}


def test_the_same_claim(ledger):
    before = printed(ledger)
    a, b = claim(ledger, "harbor", "built in 1961"), claim(ledger, "courier", "12 people")
    ruling = rule(open_ledger(ledger), RulingKind.SAME, of=[a.id, b.id], by="Ann")
    rebuilt(ledger)
    (joined,) = [f for f in open_ledger(ledger).records("findings") if a.id in f.claims]
    assert b.id in joined.claims and joined.rulings == (ruling.id,)
    undo(ledger, ruling.id, by="Ann")
    rebuilt(ledger)
    assert printed(ledger) == before


def test_a_wrong_source(ledger):
    before = printed(ledger)
    wrong = claim(ledger, "courier", "12 people")
    rule(open_ledger(ledger), RulingKind.WRONG_SOURCE, of=[wrong.id], value="Anna Brandt", source_kind=SourceKind.PERSON, by="Ann")
    assert "was corroborated, now carried (ruling 1)" in {c.told for c in rebuilt(ledger).changes}
    right = claim(ledger, "courier", "12 people")
    assert right.id == wrong.id and right.rulings == (1,) and right.attribution.chain[-1].name == "Anna Brandt"
    rule(open_ledger(ledger), RulingKind.WRONG_SOURCE, of=[wrong.id], by="Ann")  # its own voice
    rebuilt(ledger)
    assert claim(ledger, "courier", "12 people").attribution is None and claim(ledger, "courier", "12 people").rulings == (1, 2)
    for number in (1, 2):
        undo(ledger, number, by="Ann")
    rebuilt(ledger)
    assert printed(ledger) == before


def test_a_source_of_its_own_voice_is_given(ledger):
    own = claim(ledger, "harbor", "collapsed on Friday")
    assert own.attribution is None
    rule(open_ledger(ledger), RulingKind.WRONG_SOURCE, of=[own.id], value="Tom Reuss", by="Ann")
    rebuilt(ledger)
    given = claim(ledger, "harbor", "collapsed on Friday").attribution
    assert (given.chain[0].name, given.chain[0].kind) == ("Tom Reuss", claim(ledger, "harbor", "1961").attribution.chain[0].kind)


def test_a_source_is_renamed_all_through_its_article_and_no_other(ledger):
    ruling = rule(
        open_ledger(ledger), RulingKind.RENAME, of=[claim(ledger, "lantern", "12 people").id], value="Anna-Maria Brandt", by="Ann"
    )
    rebuilt(ledger)
    assert claim(ledger, "lantern", "12 people").attribution.chain[-1].name == "Anna-Maria Brandt"
    assert claim(ledger, "lantern", "12 people").rulings == (ruling.id,)
    assert claim(ledger, "harbor", "12 people").attribution.chain[-1].name != "Anna-Maria Brandt"


def test_an_outlet_and_a_date_are_given(ledger):
    before = printed(ledger)
    rule(open_ledger(ledger), RulingKind.SET_OUTLET, of=["courier"], value="Harbor", by="Ann")
    rule(open_ledger(ledger), RulingKind.SET_PUBLISHED, of=["courier"], value="9 March 2026", by="Ann")
    rebuilt(ledger)
    (given,) = [a for a in open_ledger(ledger).records("articles") if a.id == "courier"]
    assert (given.outlet, given.published) == ("Harbor", "2026-03-09") and [r.id for r in given.rulings] == [1, 2]
    assert hurt(ledger).outlets == 2 and hurt(ledger).rulings == (1, 2)
    rule(open_ledger(ledger), RulingKind.SET_OUTLET, of=["courier"], by="Ann")  # unknown
    rebuilt(ledger)
    assert hurt(ledger).outlets_unknown == 1
    for number in (1, 2, 3):
        undo(ledger, number, by="Ann")
    rebuilt(ledger)
    assert printed(ledger) == before


def test_stories_are_merged_and_split(ledger):
    before = printed(ledger)
    stories = {s.id: s for s in open_ledger(ledger).stories()}
    assert sorted(len(s.articles) for s in stories.values()) == [1, 3]
    rule(open_ledger(ledger), RulingKind.MERGE_STORIES, of=list(stories), by="Ann")
    rebuilt(ledger)
    (one,) = open_ledger(ledger).stories()
    assert len(one.articles) == 4 and one.rulings == (1,)
    rule(open_ledger(ledger), RulingKind.SPLIT_STORY, of=["courier", "far"], by="Ann")
    rebuilt(ledger)
    assert sorted(sorted(s.articles) for s in open_ledger(ledger).stories()) == [["courier", "far"], ["harbor", "lantern"]]
    undo(ledger, 1, by="Ann")
    rebuilt(ledger)
    assert sorted(sorted(s.articles) for s in open_ledger(ledger).stories()) == [["courier", "far"], ["harbor", "lantern"]]
    undo(ledger, 2, by="Ann")
    rebuilt(ledger)
    assert printed(ledger) == before


def test_a_note_is_on_its_words_as_soon_as_it_is_made(ledger):
    rule(open_ledger(ledger), RulingKind.NOTE, of=[hurt(ledger).id], value="call the hospital", by="Ann")
    assert states(ledger) == {1: "holds"}


def test_a_note_changes_nothing_and_makes_nothing_again(ledger):
    before = printed(ledger)
    rule(open_ledger(ledger), RulingKind.NOTE, of=[hurt(ledger).id], value="call the hospital", by="Ann")
    done = rebuilt(ledger)
    assert (done.units, done.changes) == (0, ()) and printed(ledger) == before and states(ledger) == {1: "holds"}


def test_the_brief_says_where_a_person_had_a_hand_in_it(ledger):
    import twosource

    assert "ruling" not in str(twosource.open(ledger).brief())
    rule(open_ledger(ledger), RulingKind.WRONG_SOURCE, of=[claim(ledger, "courier", "12 people").id], value="Anna Brandt", by="Ann")
    build([], ledger)
    made = twosource.open(ledger).brief()
    assert "by a person's ruling 1" in str(made) and "by a person's ruling 1" in made.html.replace("&#39;", "'")


def test_a_build_that_is_broken_off_loses_no_ruling(ledger, monkeypatch):
    from twosource.ledger import generation

    before = printed(ledger)
    rule(open_ledger(ledger), RulingKind.NOT_SAME, of=[claim(ledger, o, "12 people").id for o in ("courier", "harbor")], by="Ann")
    with monkeypatch.context() as broken:
        broken.setattr(generation, "write", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            build([], ledger)
    assert printed(ledger) == before and states(ledger) == {1: "waits"} and not list(mismatches(open_ledger(ledger)))
    assert build([], ledger).changes and states(ledger) == {1: "holds"}


# matching again


def test_rulings_do_not_depend_on_how_the_articles_came(ledger, tmp_path):
    apart = claim(ledger, "courier", "12 people")
    rule(open_ledger(ledger), RulingKind.NOT_SAME, of=[apart.id, claim(ledger, "harbor", "12 people").id], by="Ann")
    rule(open_ledger(ledger), RulingKind.SET_OUTLET, of=["lantern"], value="The Lamp", by="Ann")
    rule(open_ledger(ledger), RulingKind.RENAME, of=[claim(ledger, "harbor", "1961").id], value="Thomas Reuss", by="Ann")
    build([], ledger)
    other = tmp_path / "split"
    build([rows(tmp_path, "far")], other)
    shutil.copy(ledger / "rulings.sqlite", other / "rulings.sqlite")
    for name in ("courier", "lantern", "harbor"):
        build([rows(tmp_path, name)], other)
    assert printed(other) == printed(ledger) and states(other) == states(ledger) == {1: "holds", 2: "holds", 3: "holds"}


def test_other_rules_find_the_same_words(ledger, monkeypatch):
    apart = claim(ledger, "courier", "12 people")
    rule(open_ledger(ledger), RulingKind.NOT_SAME, of=[apart.id, claim(ledger, "harbor", "12 people").id], by="Ann")
    build([], ledger)
    from twosource.ledger import ruling as rulings

    digest = digests.digest
    monkeypatch.setattr(digests, "digest", lambda folder: "other" if folder == "extract" else digest(folder))
    before = printed(ledger)
    build([], ledger)
    assert printed(ledger) == before and rulings.standing_effects(open_ledger(ledger))[0].state == "holds"


@pytest.mark.parametrize(
    ("span", "found"),
    [((10, 30), "b"), ((12, 29), "b"), ((8, 40), "b"), ((10, 14), "b"), ((0, 9), "a"), ((31, 33), None), ((200, 210), None), (None, None)],
)
def test_a_claim_is_found_by_its_words(span, found):
    claims = [
        Claim(id=i, article_id="x", uri="x", sentence=s, span=s, text="", attribution=None, event=None) for i, s in (("a", (0, 9)), ("b", (10, 30)), ("c", (10, 90)))
    ]  # fmt: skip
    target = Ruled(id=1, kind=RulingKind.SAME, article_id="x", place=0, span=span)
    got = matched(target, claims[:2] if found is None else claims)
    assert (got and got.id) == found
    assert matched(target, []) is None


def test_what_matches_nothing_is_told_and_comes_back(ledger, tmp_path):
    rule(open_ledger(ledger), RulingKind.SET_OUTLET, of=["courier"], value="Harbor", by="Ann")
    rule(open_ledger(ledger), RulingKind.SAME, of=[claim(ledger, "far", "400 jars").id, claim(ledger, "harbor", "1961").id], by="Ann")
    other = tmp_path / "other"
    build([rows(tmp_path, "far", "harbor")], other)
    shutil.copy(ledger / "rulings.sqlite", other / "rulings.sqlite")
    build([], other)
    found = {e.ruling.id: (e.state, e.why) for e in standing_effects(open_ledger(other))}
    assert found[1] == ("unmatched", "its text is not in the ledger")
    assert found[2] == ("unmatched", "its claims stand in different stories; merge these first")
    told = [p.message for p in open_ledger(other).problems if p.kind == "ruling"]
    assert len(told) == 2 and told[0].startswith("ruling 1 (set_outlet, by Ann, ") and "not in the ledger" in told[0]
    build([rows(tmp_path, "courier")], other)
    assert states(other)[1] == "holds" and len([p for p in open_ledger(other).problems if p.kind == "ruling"]) == 1


def test_of_two_articles_with_one_text_only_the_one_that_was_meant(tmp_path):
    paths = [rows(tmp_path, "far", far={"id": n, "outlet": n.title(), "url": f"https://{n}.example/honey"}) for n in ("a",)]
    (tmp_path / "b.jsonl").write_text(Path(paths[0]).read_text().replace('"a"', '"b"').replace('"A"', '"B"').replace("//a.", "//b."))
    build([*paths, str(tmp_path / "b.jsonl")], tmp_path / "l")
    rule(open_ledger(tmp_path / "l"), RulingKind.SET_OUTLET, of=["b"], value="Bee Post", by="Ann")
    rebuilt(tmp_path / "l")
    assert {a.id: a.outlet for a in open_ledger(tmp_path / "l").records("articles")} == {"a": "A", "b": "Bee Post"}


def test_the_last_word_holds(ledger):
    a, b = claim(ledger, "courier", "12 people").id, claim(ledger, "harbor", "12 people").id
    rule(open_ledger(ledger), RulingKind.NOT_SAME, of=[a, b], by="Ann")
    rule(open_ledger(ledger), RulingKind.SAME, of=[a, b], by="Bob")
    rebuilt(ledger)
    assert {a, b} <= set(hurt(ledger).claims) and states(ledger) == {1: "overruled", 2: "holds"}


def test_an_outlet_that_would_part_a_version_from_its_id_stops_no_build(tmp_path):
    (tmp_path / "x.jsonl").write_text(
        "".join(
            json.dumps({"id": "x", "text": t, "outlet": "Lantern", "language": "en"}) + "\n"
            for t in ("The mayor said 12 boats sank.", "The mayor said 14 boats sank.")
        )
    )
    build([str(tmp_path / "x.jsonl")], tmp_path / "l")
    later = open_ledger(tmp_path / "l").records("articles")[1]
    rule(open_ledger(tmp_path / "l"), RulingKind.SET_OUTLET, of=[later.id], value="Harbor", by="Ann")
    rebuilt(tmp_path / "l")
    assert {a.outlet for a in open_ledger(tmp_path / "l").records("articles")} == {"Lantern", "Harbor"}


def test_a_date_puts_versions_in_order(tmp_path):
    url = {"url": "https://lantern.example/x", "outlet": "Lantern", "language": "en"}
    rows_ = [
        url | {"text": "Police said 12 boats sank at Marnow.", "published": "2026-03-08"},
        url | {"text": "Police said 14 boats sank at Marnow.", "published": "2026-03-07"},
    ]
    (tmp_path / "x.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows_))
    build([str(tmp_path / "x.jsonl")], tmp_path / "l")
    twelve = next(a for a in open_ledger(tmp_path / "l").records("articles") if "12" in a.text)
    assert twelve.version_of
    rule(open_ledger(tmp_path / "l"), RulingKind.SET_PUBLISHED, of=[twelve.id], value="2026-03-06", by="Ann")
    build([], tmp_path / "l")
    versions = {a.text[12:14]: a.version_of for a in open_ledger(tmp_path / "l").records("articles")}
    assert versions == {"12": None, "14": twelve.id}


# keeping


def test_a_ruling_says_who_and_when_and_what_it_was_about(ledger):
    words = claim(ledger, "courier", "12 people")
    ruling = rule(open_ledger(ledger), RulingKind.NOTE, of=[words.id], value="  call them ", by="Ann")
    (target,) = ruling.targets
    assert (target.article, target.claim, target.span, target.quote) == ("courier", words.id, words.span, words.text)
    assert ruling.value == "call them" and ruling.at and read_rulings(ledger) == [ruling]
    beyond = rule(open_ledger(ledger), RulingKind.NOTE, of=[Words(article="courier", span=(0, 3))], value="x", by="Ann")
    assert beyond.targets[0].quote == "The"


@pytest.mark.parametrize(
    ("kind", "of", "more", "says"),
    [
        (RulingKind.SAME, ["lantern", "harbor"], {}, "name claims"),
        (RulingKind.MERGE_STORIES, ["lantern"], {}, "2 to 500 articles"),
        (RulingKind.RENAME, ["12"], {}, "wants a value"),
        (RulingKind.NOTE, ["lantern"], {"value": "  "}, "wants a value"),
        (RulingKind.NOTE, ["lantern"], {"value": "x" * 4001}, "1 to 4000"),
        (RulingKind.SET_OUTLET, ["lantern"], {"value": "x" * 201}, "1 to 200"),
        (RulingKind.SET_OUTLET, ["lantern"], {"value": "a\ud800b"}, "half a character"),
        (RulingKind.SET_PUBLISHED, ["lantern"], {"value": "yesterday"}, "2026-03-06"),
        (RulingKind.SPLIT_STORY, ["lantern"], {"value": "x"}, "takes no value"),
        (RulingKind.NOTE, ["nothing"], {"value": "x"}, "nothing in the ledger"),
        (RulingKind.NOTE, [Words(article="lantern", span=(5, 5))], {"value": "x"}, "no words"),
        (RulingKind.NOTE, [Words(article="lantern", span=(0, 9999))], {"value": "x"}, "no words"),
        (RulingKind.NOTE, ["lantern"], {"value": "x", "by": ""}, "the name"),
        (RulingKind.UNDO, ["lantern"], {}, "by its number"),
    ],
)
def test_a_ruling_that_cannot_be_is_told(ledger, kind, of, more, says):
    of = [claim(ledger, "lantern", "12 people").id] if of == ["12"] else of
    with pytest.raises(UsageError, match=says):
        rule(open_ledger(ledger), kind, of=of, **{"by": "Ann"} | more)
    assert read_rulings(ledger) == []


def test_two_editors_at_once_lose_nothing(ledger):
    words = claim(ledger, "courier", "12 people").id
    rule(open_ledger(ledger), RulingKind.NOTE, of=[words], value="first", by="Ann", seen=0)
    rule(open_ledger(ledger), RulingKind.NOTE, of=["far"], value="elsewhere", by="Bob", seen=0)
    with pytest.raises(RulingsMoved, match=r"meanwhile Ann ruled note \(ruling 1\)") as told:
        rule(open_ledger(ledger), RulingKind.NOTE, of=[words], value="second", by="Bob", seen=0)
    assert [r.id for r in told.value.later] == [1]
    rule(open_ledger(ledger), RulingKind.NOTE, of=[words], value="second", by="Bob", seen=2)
    assert [r.value for r in read_rulings(ledger)] == ["first", "elsewhere", "second"]


def _many(folder, who, number):
    for n in range(number):
        with closing(Rulings(folder)) as rulings:
            rulings.add(RulingKind.NOTE, targets=[Target(sha256="x")], by=who, value=f"{who} {n}")


def test_many_writers_lose_nothing(tmp_path):
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_many, args=(tmp_path, who, 20)) for who in ("Ann", "Bob")]
    for p in processes:
        p.start()
    for p in processes:
        p.join()
    assert sorted(r.value for r in read_rulings(tmp_path)) == sorted(f"{w} {n}" for w in ("Ann", "Bob") for n in range(20))


def test_one_ruling_is_undone_once(ledger):
    rule(open_ledger(ledger), RulingKind.NOTE, of=["far"], value="x", by="Ann")
    undo(ledger, 1, by="Bob")
    with pytest.raises(UsageError, match="undone already"):
        undo(ledger, 1, by="Ann")
    with sqlite3.connect(ledger / "rulings.sqlite") as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute("INSERT INTO rulings (kind, targets, by, at, undo_of) VALUES ('undo', '[]', 'Eve', '', 1)")


def test_a_killed_writer_leaves_whole_rulings(tmp_path):
    code = "import sys; from pathlib import Path; from tests.test_rulings import _many; print('go', flush=True); _many(Path(sys.argv[1]), 'Ann', 10_000)"
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        time.sleep(0.7)
        process.send_signal(signal.SIGKILL)
    found = read_rulings(tmp_path)
    assert [r.value for r in found] == [f"Ann {n}" for n in range(len(found))]
    with closing(Rulings(tmp_path)) as rulings:
        assert rulings.add(RulingKind.NOTE, targets=[Target(sha256="x")], by="Bob", value="after").id == len(found) + 1


def test_rulings_made_before_there_were_kinds_of_sources_are_read(tmp_path):
    with closing(sqlite3.connect(tmp_path / "rulings.sqlite")) as connection, connection:
        connection.execute(
            'CREATE TABLE rulings (id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, targets TEXT NOT NULL, value TEXT, "by" TEXT NOT NULL, at TEXT NOT NULL, undo_of INTEGER)'
        )
        connection.execute(
            """INSERT INTO rulings (kind, targets, value, "by", at) VALUES ('same', '[["ab", [1, 5]], ["cd", [2, 3]]]', NULL, 'Ann', '2026-03-06')"""
        )
    (found,) = read_rulings(tmp_path)
    assert found.targets == (Target(sha256="ab", span=(1, 5)), Target(sha256="cd", span=(2, 3)))


def test_what_was_removed_is_in_no_ruling(ledger):
    words = claim(ledger, "courier", "12 people")
    secret = "a sentence from the courier"
    rule(open_ledger(ledger), RulingKind.NOTE, of=[words.id], value=secret, by="Ann")
    rule(open_ledger(ledger), RulingKind.NOTE, of=["far"], value="stays", by="Ann")
    build([], ledger)
    remove(ledger, "courier", reason="a court order")
    left = b"".join(p.read_bytes() for p in ledger.iterdir() if p.is_file())
    assert secret.encode() not in left and words.text.encode() not in left
    first, second = read_rulings(ledger)
    assert (first.value, first.targets[0].quote, first.by) == ("(removed)", None, "Ann") and second.value == "stays"
    assert states(ledger) == {1: "unmatched", 2: "holds"}
    with pytest.raises(sqlite3.IntegrityError, match="never"), sqlite3.connect(ledger / "rulings.sqlite") as connection:
        connection.execute("UPDATE rulings SET value = ''")


# rulings full of what could be run


def test_hostile_rulings_are_kept_as_they_are(ledger):
    odd = "<script>alert(1)</script> =1+1 ' \" ; DROP TABLE rulings; -- \x00 \u202e ../../x 🦊 e\u0301"
    rule(open_ledger(ledger), RulingKind.SET_OUTLET, of=["courier"], value=odd, by=odd)
    rule(open_ledger(ledger), RulingKind.RENAME, of=[claim(ledger, "lantern", "12 people").id], value=odd, by="Ann")
    rebuilt(ledger)
    assert next(a.outlet for a in open_ledger(ledger).records("articles") if a.id == "courier") == odd
    assert claim(ledger, "lantern", "12 people").attribution.chain[-1].name == odd and states(ledger) == {1: "holds", 2: "holds"}


# the command line


def command(capsys, *words):
    """(exit code, what it printed)"""
    from twosource.cli import main

    sys.argv = ["twosource", *words]
    with pytest.raises(SystemExit) as done:
        main()
    return done.value.code or 0, capsys.readouterr()


def test_the_commands(ledger, capsys):
    def run(*words):
        return command(capsys, *words)

    words = claim(ledger, "courier", "12 people").id
    code, told = run("rule", "wrong_source", words, "--value", "Anna Brandt", "--ledger", str(ledger), "--by", "Ann")
    assert code == 0 and "ruling 1 (wrong_source, by Ann, " in told.err
    code, told = run("rulings", "--preview", "--ledger", str(ledger))
    assert code == 0 and json.loads(told.out.splitlines()[0])["rulings"] == [1]
    code, told = run("build", "--ledger", str(ledger))
    assert code == 0 and "was corroborated, now carried (ruling 1)" in told.err
    code, told = run("undo", "1", "--ledger", str(ledger))
    assert code == 0
    code, told = run("rulings", "--ledger", str(ledger))
    row = json.loads(told.out)
    assert row["state"] == "undone" and row["ruling"]["value"] == "Anna Brandt"
    assert run("undo", "1", "--ledger", str(ledger))[0] == 2
    assert run("rule", "same", words, "--ledger", str(ledger))[0] == 2


def test_records_are_unmarked_where_nobody_ruled():
    assert article("x").rulings == ()
