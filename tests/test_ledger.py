"""A ledger: the same bytes as one build whatever the way there, nothing done twice, nothing lost, one writer, whole generations."""

import json
import random
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.running import article
from twosource.engines.local import LocalEngine
from twosource.errors import Mismatch, NothingReadable, TwosourceError, UsageError
from twosource.ledger import build, engine, mismatches, open_ledger, remove, rules
from twosource.ledger import generation as generations
from twosource.ledger import store as stores
from twosource.ledger.lock import LedgerLocked, writing
from twosource.ledger.rulings import Rulings, Target
from twosource.ledger.search import search
from twosource.ledger.store import LedgerFull, Made, Store
from twosource.model import Article, RulingKind
from twosource.pipeline import Run
from twosource.present.brief import brief, to_json
from twosource.read import read
from twosource.schema import json_line

DEMO = Path(str(files("twosource") / "demo"))
OUTLETS = DEMO / "outlets.csv"
INPUTS = [str(p) for p in sorted((DEMO / "articles").iterdir())]


def add(folder, *inputs, **more):
    return build(list(inputs), folder, outlets=OUTLETS, **more)


def printed(held):
    """What every command prints of a ledger, or of a run."""
    lines = {name: [json_line(r) for r in held.records(name)] for name in ("articles", "claims", "findings")}
    made = brief(
        stories=held.stories(),
        findings=held.records("findings"),
        claims=held.records("claims"),
        articles=held.records("articles"),
        problems=problems(held),
    )
    return lines | {"stories": [json_line(s) for s in held.stories()], "brief": to_json(made)}


def problems(held):
    return tuple(held.engine.problems) if isinstance(held, Run) else held.problems


@pytest.fixture(scope="module")
def one_build(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ledger") / "one"
    add(folder, *INPUTS)
    return folder


@pytest.fixture
def ledger(one_build, tmp_path):
    """A ledger of the demo that may be changed."""
    return Path(shutil.copytree(one_build, tmp_path / "copy"))


def test_a_ledger_prints_what_a_run_prints(one_build):
    reading = read(INPUTS, outlets=OUTLETS)
    assert printed(open_ledger(one_build)) == printed(Run(LocalEngine(), reading.articles))


@pytest.mark.parametrize("seed", range(4))
def test_any_split_in_any_order_prints_the_same(one_build, tmp_path, seed):
    chance = random.Random(seed)
    shuffled = chance.sample(INPUTS, len(INPUTS))
    cuts = sorted(chance.sample(range(1, len(INPUTS)), seed + 1))
    for start, end in zip([0, *cuts], [*cuts, None], strict=True):
        add(tmp_path / "split", *shuffled[start:end])
    assert printed(open_ledger(tmp_path / "split")) == printed(open_ledger(one_build))
    assert not list(mismatches(open_ledger(tmp_path / "split")))


def test_nothing_new_is_nothing_done(ledger):
    before = {p: p.stat().st_mtime_ns for p in ledger.rglob("*") if p.is_file() and p.name != "lock"}
    done = add(ledger, *INPUTS[:4])
    assert not done.changed and done.units == 0 and done.generation == 1
    assert {p: p.stat().st_mtime_ns for p in ledger.rglob("*") if p.is_file() and p.name != "lock"} == before


def test_an_append_works_on_what_is_new_only(ledger, tmp_path):
    (tmp_path / "far.txt").write_text("Beekeepers in Ostrova sold 400 jars of honey at the autumn fair on Saturday, the guild said.")
    before = open_ledger(ledger).generation.tables
    done = add(ledger, str(tmp_path / "far.txt"))
    after = open_ledger(ledger).generation.tables
    assert done.added == 1 and done.articles == 11
    # one article sketched, signed, read for claims and put in a story of its own, which is aligned and told
    assert done.units == 6
    assert after["copies"] == before["copies"] and after["findings"] == before["findings"] + 1


@pytest.mark.parametrize(("changed", "same"), [("compare", "claims"), ("extract", "copies"), ("group", "claims")])
def test_a_changed_rule_redoes_its_own_table(ledger, monkeypatch, changed, same):
    digest = rules.digest
    monkeypatch.setattr(rules, "digest", lambda folder: "other" if folder == changed else digest(folder))
    before = printed(open_ledger(ledger)), open_ledger(ledger).generation.tables
    done = build([], ledger)
    assert done.changed and done.units and done.added == 0
    after = printed(open_ledger(ledger)), open_ledger(ledger).generation.tables
    assert after[0] == before[0]
    assert after[1][same] == before[1][same]
    assert after[1]["findings"] == before[1]["findings"] or changed == "compare"  # what comes after is redone where it turns out other


@pytest.mark.parametrize("kept_every", [0.0, 1000.0])
def test_work_that_was_done_before_a_break_is_not_done_again(tmp_path, monkeypatch, one_build, kept_every):
    monkeypatch.setattr(engine, "KEPT_EVERY", kept_every)
    monkeypatch.setattr(engine, "BATCH", 1)
    stage, read = [""], []

    def progress(_):
        if stage[0] == "claims" and len(read) == 4:
            raise KeyboardInterrupt
        read.extend([1] if stage[0] == "claims" else [])

    def open_claims(folder):
        from twosource.model import Claim

        return len(Store(folder).units("claims", Claim))

    with pytest.raises(KeyboardInterrupt):
        add(tmp_path / "l", *INPUTS, progress=progress, began=lambda s: stage.__setitem__(0, s))
    assert open_claims(tmp_path / "l") == 4
    with pytest.raises(UsageError, match="no ledger"):  # not a generation yet
        open_ledger(tmp_path / "l")
    whole = add(tmp_path / "m", *INPUTS).units
    rest = add(tmp_path / "l", *INPUTS).units
    assert rest <= whole - 4
    assert printed(open_ledger(tmp_path / "l")) == printed(open_ledger(one_build))


def test_two_processes_make_the_same(tmp_path, one_build, monkeypatch):
    from twosource.engines import local

    monkeypatch.setattr(local, "POOL_FROM", 1)
    add(tmp_path / "two", *INPUTS, processes=2)
    assert printed(open_ledger(tmp_path / "two")) == printed(open_ledger(one_build))


def test_a_reader_keeps_its_generation_whatever_is_written(ledger):
    held = open_ledger(ledger)
    fresh = printed(open_ledger(ledger))
    first = held.records("articles")[0]
    remove(ledger, first.id)
    assert len(open_ledger(ledger).records("articles")) == 9
    assert printed(held) == fresh


# removal


def everything_in(folder):
    """All that can be read of any file under the folder."""
    found = []
    for path in folder.rglob("*"):
        if path.suffix == ".parquet":
            found.append(str(pq.read_table(path).to_pylist()))
        elif path.is_file():
            found.append(path.read_bytes().decode("utf-8", "replace"))
    return "\n".join(found)


def test_removed_text_is_nowhere_and_a_tombstone_stays(ledger, tmp_path):
    gone = next(a for a in open_ledger(ledger).records("articles") if a.uri.endswith("10-from-the-quay.txt"))
    words = gone.text[:40]
    assert search(open_ledger(ledger), '"' + gone.text.split(".")[0].replace('"', "") + '"').hits
    assert words in everything_in(ledger)
    stone = remove(ledger, gone.id, reason="a court order")
    assert words not in everything_in(ledger)
    assert gone.id not in {a.id for a in open_ledger(ledger).records("articles")}
    assert not list(mismatches(open_ledger(ledger)))
    assert stone.reason == "a court order" and "a court order" in everything_in(ledger) and gone.id in everything_in(ledger)
    again = add(ledger, *INPUTS)
    assert not again.changed and len(again.refused) == 1 and again.refused[0].endswith("10-from-the-quay.txt")
    add(tmp_path / "without", *INPUTS[:-1])
    assert printed(open_ledger(ledger)) == printed(open_ledger(tmp_path / "without"))


def test_a_removal_that_was_killed_before_the_old_files_went_is_finished_by_the_next_writer(ledger, monkeypatch):
    from twosource.ledger.build import _Writer

    gone = open_ledger(ledger).records("articles")[0]
    with monkeypatch.context() as killed:
        killed.setattr(_Writer, "_purge", lambda self: None)
        remove(ledger, gone.id)
    words = gone.text.strip().split("\n")[-1][:40]
    assert words in everything_in(ledger)
    add(ledger, *INPUTS)
    assert words not in everything_in(ledger)


def test_the_last_article_can_be_removed(tmp_path):
    (tmp_path / "a.txt").write_text("The mayor said 12 boats were lost.")
    build([str(tmp_path / "a.txt")], tmp_path / "l")
    remove(tmp_path / "l", str(tmp_path / "a.txt"))
    assert printed(open_ledger(tmp_path / "l"))["articles"] == []


def test_what_is_not_there_cannot_be_removed(ledger):
    with pytest.raises(UsageError, match="no article has the id"):
        remove(ledger, "nothing")
    id = open_ledger(ledger).records("articles")[0].id
    remove(ledger, id)
    with pytest.raises(UsageError, match="was removed on"):
        remove(ledger, id)


# versions, duplicates, troubles across appends


def jsonl(path, *rows):
    path.write_text("".join(json.dumps(r) + "\n" for r in rows))
    return str(path)


FIRST = "Police said 12 people were killed in the crash at Marnow. The road to the harbor was closed."
LATER = "Police said 15 people were killed in the crash at Marnow. The road to the harbor was closed."
URL = "https://lantern.example/ferry"


def test_a_later_text_of_one_url_is_a_version_in_either_order(tmp_path):
    old = jsonl(tmp_path / "old.jsonl", {"url": URL, "text": FIRST, "outlet": "Lantern", "published": "2026-03-06T10:00:00Z"})
    new = jsonl(tmp_path / "new.jsonl", {"url": URL, "text": LATER, "outlet": "Lantern", "published": "2026-03-06T14:00:00Z"})
    build([old, new], tmp_path / "one")
    for name, order in (("ab", (old, new)), ("ba", (new, old))):
        for path in order:
            build([path], tmp_path / name)
        assert printed(open_ledger(tmp_path / name)) == printed(open_ledger(tmp_path / "one"))
    held = open_ledger(tmp_path / "ba")
    first, second = sorted(held.records("articles"), key=lambda a: a.published)
    assert second.version_of == first.id
    (told,) = [f for f in held.records("findings") if any("15" in e.text for e in f.evidence)]
    assert (told.outlets, told.texts, told.status) == (1, 1, "developing")
    assert [d.kind for d in told.differences] == ["supersedes"]


def test_a_correction_in_a_later_text_retracts(tmp_path):
    wrong = "Police said 45 people were injured in the crash at Marnow."
    right = (
        "Police said 34 people were injured in the crash at Marnow.\n"
        "Correction: An earlier version of this article misstated the number of people injured as 45; it is 34."
    )
    for text, day in ((wrong, "2026-03-06"), (right, "2026-03-07")):
        path = jsonl(tmp_path / f"{day}.jsonl", {"url": URL, "text": text, "outlet": "Lantern", "published": day})
        build([path], tmp_path / "l")
    held = open_ledger(tmp_path / "l")
    old = next(a.id for a in held.records("articles") if a.text == wrong)
    claims = {c.id: c for c in held.records("claims")}
    assert [
        f.retracted and any(claims[c].article_id == old for c in f.retracted)
        for f in held.records("findings")
        if old in {e.article_id for e in f.evidence}
    ] == [True]


def test_one_article_from_three_places_in_any_order(tmp_path):
    paths = [tmp_path / f"{n}.txt" for n in "abc"]
    for path in paths:
        path.write_text("The harbor master said 12 boats were lost in the storm.")
    build([str(p) for p in paths], tmp_path / "one")
    one = open_ledger(tmp_path / "one")
    assert len(one.problems) == 2 and len(one.records("articles")) == 1
    for n, order in enumerate(([2, 1, 0], [0, 2, 1])):
        for i in order:
            build([str(paths[i])], tmp_path / str(n))
        assert printed(open_ledger(tmp_path / str(n))) == printed(one)
        assert open_ledger(tmp_path / str(n)).problems == one.problems


def test_two_feeds_with_one_page_keep_their_own_troubles(tmp_path):
    item = "<item><title>Boats lost</title><link>https://x.example/a</link><description>The mayor said 12 boats were lost.</description></item>"
    feeds = [tmp_path / f"{n}.rss" for n in "abcdef"]
    for feed in feeds:
        feed.write_text(f'<rss version="2.0"><channel><title>X</title>{item}</channel></rss>')
    for feed in feeds:
        build([str(feed)], tmp_path / "l")
    assert len({p.message for p in open_ledger(tmp_path / "l").problems}) >= 6
    assert not any(build([str(feed)], tmp_path / "l").changed for feed in feeds)


def test_a_trouble_goes_when_its_file_is_mended(tmp_path):
    good, bad = tmp_path / "good.txt", tmp_path / "bad.json"
    good.write_text("The mayor said 12 boats were lost.")
    bad.write_text("{")
    assert build([str(good), str(bad)], tmp_path / "l").unread == 1
    assert len(open_ledger(tmp_path / "l").problems) == 1
    bad.write_text('{"text": "The mayor said 14 boats were lost.", "id": "b"}')
    build([str(bad)], tmp_path / "l")
    assert not open_ledger(tmp_path / "l").problems and len(open_ledger(tmp_path / "l").records("articles")) == 2


def test_a_text_read_by_an_older_reader_gives_way(tmp_path, monkeypatch):
    path = jsonl(tmp_path / "a.jsonl", {"id": "a", "text": FIRST, "title": "As it was read"})
    digest = rules.digest
    with monkeypatch.context() as older:
        older.setattr(rules, "digest", lambda folder: "older reader" if folder == "read" else digest(folder))
        build([path], tmp_path / "l")
    path = jsonl(tmp_path / "a.jsonl", {"id": "a", "text": FIRST, "title": "As it is read"})
    build([path], tmp_path / "l")
    assert [a.title for a in open_ledger(tmp_path / "l").records("articles")] == ["As it is read"]
    assert not open_ledger(tmp_path / "l").problems


def test_two_texts_under_one_id_change_nothing(ledger, tmp_path):
    before = printed(open_ledger(ledger))
    path = jsonl(tmp_path / "x.jsonl", {"id": "x", "text": "One text by one outlet."}, {"id": "x", "text": "Another, by nobody known."})
    with pytest.raises(UsageError, match="'x'"):
        build([path], ledger)
    assert printed(open_ledger(ledger)) == before


def test_nothing_readable_is_said(tmp_path):
    (tmp_path / "empty.txt").write_text("")
    with pytest.raises(NothingReadable):
        build([str(tmp_path / "empty.txt")], tmp_path / "l")


# the store


def test_odd_text_and_odd_places(tmp_path):
    folder = tmp_path / "a b%é#?"
    odd = [article(t, id=str(i)) for i, t in enumerate(["", "\0 nul", "🦊 e\u0301", "'quote\"; --", "x" * 100_000, "line\r\n\u2028break"])]
    store = Store(folder)
    store.keep("articles", [Made(unit=a.id, records=(a,)) for a in odd], Article)
    held = engine.Remembering(store, LocalEngine())
    table = store.load("articles", Article)
    assert list(held.records(table, Article)) == odd
    assert len(set(engine._row_digests(held, table, Article))) == len(odd)


def test_articles_that_share_nothing(tmp_path):
    """No two of them are even looked at as copies: a stage may have no rows at all."""
    (tmp_path / "a.txt").write_text("Police said 12 boats were lost at Port Ysel on Monday.")
    (tmp_path / "b.txt").write_text("The mayor opened a school in Haldrin on Friday.")
    assert build([str(tmp_path / "a.txt"), str(tmp_path / "b.txt")], tmp_path / "ledger").added == 2


def test_a_unit_of_nothing_is_done_and_gives_no_rows(tmp_path):
    store = Store(tmp_path)
    store.append("articles", [Made(unit="u", records=())], Article)
    assert store.units("articles", Article) == {"u"} and len(store.load("articles", Article)) == 0


def test_many_units_are_dropped_and_many_files_put_together(tmp_path):
    store = Store(tmp_path)
    for i in range(30):
        store.append("articles", [Made(unit=f"{i}-{n}", records=(article("x", id=f"{i}-{n}"),)) for n in range(20)], Article)
    store.compact("articles")
    assert len(store._open("articles").file_uris()) == 1
    store.drop("articles", {f"{i}-{n}" for i in range(29) for n in range(20)}, Article)
    assert store.units("articles", Article) == {f"29-{n}" for n in range(20)}


def test_the_log_does_not_grow_for_ever(tmp_path, monkeypatch):
    monkeypatch.setattr(stores, "LOG", 20)
    store = Store(tmp_path)
    for i in range(40):
        store.append("articles", [Made(unit=str(i), records=())], Article)
    store.compact("articles")
    store.clean("articles", hours=0)
    store.append("articles", [Made(unit="after", records=())], Article)
    assert len(list(Path(store.path("articles"), "_delta_log").glob("*.json"))) < 20
    assert len(store.units("articles", Article)) == 41


def test_fields_that_are_new_are_filled_in(tmp_path):
    import pyarrow as pa

    from twosource.ledger.store import records_table, storage_schema

    row = pa.Table.from_pylist([{**json.loads(json_line(article("x"))), "unit": "u"}], schema=storage_schema(Article)).drop_columns(
        ["agency", "owner"]
    )
    assert records_table([row], Article).to_pylist()[0]["agency"] is False


def test_rows_without_a_key_are_put_last():
    import pyarrow as pa

    from twosource.ledger.store import _in_order

    for held in (["b", None, "a"], [None, "a", "b"]):
        given = pa.table({"id": held})
        assert _in_order(given, ["id"])["id"].to_pylist() == [*sorted(filter(None, held)), None]


# one writer


def test_the_second_writer_is_told_who_holds_the_lock(ledger):
    code = f"import sys; from pathlib import Path; from twosource.ledger.lock import writing\nwith writing(Path({str(ledger)!r})):\n print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(LedgerLocked, match=f"process {holder.pid} on ") as told:
            add(ledger, *INPUTS)
        assert told.value.exit_code == 1
        assert len(open_ledger(ledger).records("articles")) == 10  # readers go on
        holder.kill()
    with writing(ledger):
        pass  # a dead holder's lock is no lock


# which ledgers are read


def test_a_newer_ledger_is_refused_and_an_older_one_named_with_the_fix(ledger):
    path = ledger / generations.FILE
    row = json.loads(path.read_text())
    path.write_text(json.dumps(row | {"format": generations.FORMAT + 1, "program": "9.0"}))
    for use in (lambda: open_ledger(ledger), lambda: add(ledger, *INPUTS)):
        with pytest.raises(UsageError, match=r"twosource 9\.0.*install the newer") as told:
            use()
        assert told.value.exit_code == 2
    path.write_text(json.dumps(row | {"format": 0}))
    with pytest.raises(UsageError, match="build it again"):
        open_ledger(ledger)


def test_an_older_ledger_is_carried_over_where_there_is_a_way(ledger, monkeypatch):
    path = ledger / generations.FILE
    row = json.loads(path.read_text())
    path.write_text(json.dumps({k: v for k, v in row.items() if k != "purge"} | {"format": 0}))
    monkeypatch.setattr(generations, "UPGRADES", {**generations.UPGRADES, 0: lambda r: r | {"format": 1, "purge": False}})
    assert len(open_ledger(ledger).records("articles")) == 10


def test_what_is_no_ledger_is_left_alone(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "photo.jpg").write_bytes(b"x")
    with pytest.raises(UsageError, match="other things"):
        add(tmp_path / "mine", *INPUTS)
    with pytest.raises(UsageError, match="no ledger"):
        open_ledger(tmp_path / "mine")
    with pytest.raises(UsageError, match="is a file"):
        add(tmp_path / "mine" / "photo.jpg", *INPUTS)


def test_a_missing_file_is_a_mismatch(ledger):
    next((ledger / "tables" / "claims").glob("*.parquet")).unlink()
    with pytest.raises(Mismatch, match="damaged"):
        open_ledger(ledger)


# verify


@pytest.mark.parametrize(
    ("table", "change", "says"),
    [
        ("articles", lambda a: replace(a, text=a.text + "x"), "SHA-256"),
        ("claims", lambda c: replace(c, text=c.text + "x"), "does not stand at"),
        ("claims", lambda c: replace(c, sentence=(0, 10**6)), "outside the text"),
        ("claims", lambda c: replace(c, article_id="nobody"), "not there"),
        ("copies", lambda c: replace(c, passages=((c.passages[0][0], (0, 5)),)), "not the same"),
        ("findings", lambda f: replace(f, evidence=(replace(f.evidence[0], text="never said"),)), "'never said' does not stand"),
        ("findings", lambda f: replace(f, claims=()), "in no finding"),
        ("memberships", lambda m: replace(m, article_id="nobody"), "in no story"),
    ],
)
def test_verify_names_what_does_not_hold(one_build, monkeypatch, table, change, says):
    held = open_ledger(one_build)
    records = held.records
    monkeypatch.setattr(held, "records", lambda name: [change(r) if name == table and n == 0 else r for n, r in enumerate(records(name))])
    assert any(says in m for m in mismatches(held))


# rulings and search


def test_rulings_are_added_and_never_changed(tmp_path):
    rulings = Rulings(tmp_path)
    same = rulings.add(RulingKind.SAME, targets=[Target(sha256="ab", span=(1, 5)), Target(sha256="cd", span=(0, 3))], by="an editor")
    note = rulings.add(RulingKind.NOTE, targets=[Target(sha256="ab")], value="call them", by="an editor")
    rulings.undo(same.id, by="another")
    rulings.close()
    again = Rulings(tmp_path)
    assert again.standing() == [note] and [r.kind for r in again.all()] == ["same", "note", "undo"] and again.all()[0] == same
    with pytest.raises(UsageError, match="undone already"):
        again.undo(same.id, by="another")
    for statement in ("DELETE FROM rulings", "UPDATE rulings SET value = ''"):
        with pytest.raises(sqlite3.IntegrityError, match="never"), sqlite3.connect(tmp_path / "rulings.sqlite") as connection:
            connection.execute(statement)


def test_a_full_disk_is_told_and_nothing_is_lost(ledger, monkeypatch):
    before = printed(open_ledger(ledger))
    monkeypatch.setattr(Store, "append", lambda *a, **k: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(LedgerFull, match="free space") as told:
        remove(ledger, open_ledger(ledger).records("articles")[0].id)
    assert told.value.exit_code == 1 and isinstance(told.value, TwosourceError)
    assert printed(open_ledger(ledger)) == before
