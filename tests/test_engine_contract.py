"""Each operation on both engines: a stage cannot tell which one it runs on."""

import pytest

from tests.spark import spark_engine
from twosource.engines.local import LocalEngine
from twosource.errors import ProblemKind
from twosource.model import Article, Bound, Copy, CopyKind, Place, Problem, Quantity

COPY = Copy(of="a", copy="b", kind=CopyKind.PARTIAL, contained=0.5, passages=(((0, 2), (3, 5)),))


@pytest.fixture(params=["local", "spark"])
def engine(request):
    return LocalEngine() if request.param == "local" else spark_engine()


def articles(n):
    return [
        Article(id=f"{i:03}", uri=f"{i}.txt", text="é𝄞" * i + ("!" if i == 7 else ""), sha256="", furniture=((0, i),)) for i in range(n)
    ]


def places(rows):
    for article in rows:
        if "!" in article.text:
            yield Problem(stage="test", kind=ProblemKind.EMPTY, message=article.id, span=(1, 2))
        else:
            yield Place(span=(0, len(article.text)), name=article.id, country=None)


def nothing(rows):
    for article in rows:
        yield Problem(stage="test", kind=ProblemKind.EMPTY, message=article.id)


def members(key, tables):
    if not tables["copies"]:
        yield Problem(stage="test", kind=ProblemKind.EMPTY, message=key)
    for copy in tables["copies"]:
        yield Place(span=(len(tables["articles"]), len(tables["copies"])), name=f"{key} {copy.copy}", country=None)


def test_records_come_back_as_they_went(engine):
    quantity = Quantity(span=(0, 1), low=1.5, high=None, bound=Bound.ABOUT)
    assert list(engine.records(engine.table([COPY], Copy), Copy)) == [COPY]
    assert list(engine.records(engine.table([quantity], Quantity), Quantity)) == [quantity]
    assert list(engine.records(engine.table([], Copy), Copy)) == []


def test_map_gives_every_row_to_the_function_and_keeps_problems_apart(engine):
    made = engine.map(places, engine.table(articles(20), Article), reads=Article, writes=Place)
    found = sorted(engine.records(made, Place), key=lambda p: p.name)
    assert [p.name for p in found] == [f"{i:03}" for i in range(20) if i != 7]
    assert [p.span[1] for p in found] == [2 * i for i in range(20) if i != 7]
    assert [(p.message, p.span) for p in engine.problems] == [("007", (1, 2))]


def test_a_stage_may_make_nothing_but_problems(engine):
    made = engine.map(nothing, engine.table(articles(3), Article), reads=Article, writes=Place)
    assert list(engine.records(made, Place)) == []
    assert sorted(p.message for p in engine.problems) == ["000", "001", "002"]


def test_group_gives_all_rows_of_a_key_of_all_tables_together(engine):
    keyed = engine.sql("SELECT t.*, CASE WHEN id < '004' THEN 'low' ELSE 'high' END AS side FROM t", t=engine.table(articles(10), Article))
    copies = engine.sql("SELECT t.*, 'low' AS side FROM t", t=engine.table([COPY], Copy))
    made = engine.group(members, {"articles": (keyed, Article), "copies": (copies, Copy)}, key="side", writes=Place)
    assert [(p.name, p.span) for p in engine.records(made, Place)] == [("low b", (4, 1))]
    assert [p.message for p in engine.problems] == ["high"]


def alone(key, tables):
    for copy in tables["copies"]:
        yield Place(span=(0, 1), name=f"{key} {copy.copy}", country=None)


def test_the_key_of_a_group_may_be_a_field_of_its_record(engine):
    made = engine.group(alone, {"copies": (engine.table([COPY], Copy), Copy)}, key="copy", writes=Place)
    assert [p.name for p in engine.records(made, Place)] == ["b b"]


def test_sql_reads_tables_by_name_and_counts_characters_and_unnests(engine):
    table = engine.table(articles(3), Article)
    made = engine.sql("SELECT id AS name, explode(furniture) AS span, CAST(NULL AS VARCHAR(9)) AS country FROM t", t=table)
    assert sorted(p.span for p in engine.records(made, Place)) == [(0, 0), (0, 1), (0, 2)]
    four = engine.sql("SELECT t.* FROM t WHERE length(text) = 4", t=table)
    assert [a.id for a in engine.records(four, Article)] == ["002"]
