"""The local engine and the schemas: three operations, records there and back, one process or two."""

import json
import pickle
from tempfile import mkstemp

import jsonschema
import pyarrow as pa
import pytest

from twosource import model
from twosource.engines import local
from twosource.engines.local import LocalEngine
from twosource.engines.rows import Rows, whole_groups
from twosource.errors import ProblemKind
from twosource.model import Article, Copy, CopyKind, Place, Problem
from twosource.schema import PUBLIC, from_row, json_schemas, to_row


def places(rows):
    for article in rows:
        if "!" in article.text:
            yield Problem(stage="test", kind=ProblemKind.EMPTY, message=article.id)
        else:
            yield Place(span=(0, len(article.text)), name=article.id, country=None)


def sizes(key, tables):
    yield Place(span=(0, len(tables["articles"])), name=key, country=None)


def articles(n):
    return [Article(id=f"{i:03}", uri=f"{i}.txt", text="x" * i + ("!" if i == 7 else ""), sha256="", furniture=((0, i),)) for i in range(n)]


@pytest.mark.parametrize("processes", [1, 2])
def test_map_keeps_rows_and_problems_apart(processes):
    engine = LocalEngine(processes=processes)
    table = engine.map(places, engine.table(articles(60), Article), reads=Article, writes=Place)
    assert [p.name for p in engine.records(table, Place)] == [f"{i:03}" for i in range(60) if i != 7]
    assert [p.message for p in engine.problems] == ["007"]


def test_group_gives_all_rows_of_a_key_together():
    engine = LocalEngine()
    table = engine.table(articles(10), Article)
    keyed = engine.sql("SELECT t.*, CASE WHEN id < '004' THEN 'low' ELSE 'high' END AS side FROM t", t=table)
    found = engine.group(sizes, {"articles": (keyed, Article)}, key="side", writes=Place)
    assert {p.name: p.span[1] for p in engine.records(found, Place)} == {"low": 4, "high": 6}


def doubles(numbers):
    return [2 * n for n in numbers]


def test_batches_are_made_as_they_are_asked_for_and_results_keep_their_order():
    taken = []

    def batches():
        for n in range(1000):
            taken.append(n)
            yield [n]

    done = LocalEngine(processes=2).each(doubles, batches(), size=1000)
    assert [next(done) for _ in range(3)] == [[0], [2], [4]]
    assert len(taken) < 20


def test_rows_travel_without_the_table_they_are_cut_from():
    table = LocalEngine().table(articles(500), Article)
    rows = Rows({"": table.slice(3, 1)})
    there = pickle.dumps(rows)
    assert len(there) < len(pickle.dumps(table)) / 20
    assert pickle.loads(there).tables[""].to_pylist() == table.slice(3, 1).to_pylist()


def test_groups_are_never_cut_between_batches():
    keyed = pa.table({"key": ["a", "b", "b", "b", "c", "d"], "n": range(6)})
    other = pa.table({"key": ["b", "e"]})
    cut = [{n: t["key"].to_pylist() for n, t in rows.tables.items()} for rows in whole_groups({"x": keyed, "y": other}, key="key", size=3)]
    assert cut == [{"x": ["a", "b", "b", "b"], "y": ["b"]}, {"x": ["c", "d"], "y": ["e"]}]


def test_sql_reads_tables_by_name():
    engine = LocalEngine()
    assert engine.sql("SELECT count(*) AS n FROM t", t=engine.table(articles(3), Article)).to_pylist() == [{"n": 3}]


def test_records_come_back_as_they_went():
    copy = Copy(of="a", copy="b", kind=CopyKind.PARTIAL, contained=0.5, passages=(((0, 2), (3, 5)),))
    engine = LocalEngine()
    assert list(engine.records(engine.table([copy], Copy), Copy)) == [copy]
    assert from_row(json.loads(json.dumps(to_row(copy))), Copy) == copy


@pytest.mark.parametrize("record", PUBLIC, ids=lambda r: r.__name__)
def test_json_schemas_are_schemas(record):
    jsonschema.Draft202012Validator.check_schema(json_schemas()[record.__name__.lower()])


def test_a_public_row_meets_its_schema():
    row = to_row(articles(1)[0])
    jsonschema.validate(row, json_schemas()["article"])
    assert list(row) == [n for n in model.Article.__dataclass_fields__]


@pytest.mark.parametrize("processes", [1, 2])
def test_a_large_table_lies_in_a_file_and_holds_the_same(processes, monkeypatch, tmp_path):
    small = LocalEngine(processes=processes)
    expected = small.map(places, small.table(articles(200), Article), reads=Article, writes=Place)
    monkeypatch.setattr(local, "HELD", 40)
    monkeypatch.setattr(local, "CHUNK", 30)
    files = [mkstemp(dir=tmp_path)]
    monkeypatch.setattr(local, "mkstemp", lambda **_: files[0])
    table = small.map(places, small.table(articles(200), Article), reads=Article, writes=Place)
    assert table.equals(expected)
    assert table.nbytes > 2000
    assert not list(tmp_path.iterdir())  # it was written there, and its name is gone as soon as it is mapped
    assert small.sql("SELECT count(*) AS n FROM t", t=table)["n"].to_pylist() == [len(expected)]
