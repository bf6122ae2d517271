"""Exports, each read back by a reader of someone else's making."""

import csv
import json
import sqlite3
from importlib.resources import files
from pathlib import Path

import duckdb
import jsonschema
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from twosource.errors import UsageError
from twosource.ledger import build, open_ledger
from twosource.ledger.exports import FORMATS, PUBLIC, selectors
from twosource.schema import json_schemas, to_row

DEMO = Path(str(files("twosource") / "demo"))
ODD = '=HYPERLINK("http://x.example")\n\t"quoted", and a comma; 🦊'
# https://www.w3.org/TR/annotation-model/, as far as a claim needs it
ANNOTATION = {
    "type": "object",
    "required": ["@context", "id", "type", "body", "target"],
    "properties": {
        "@context": {"const": "http://www.w3.org/ns/anno.jsonld"},
        "id": {"type": "string", "pattern": "^[a-z]+:"},
        "type": {"const": "Annotation"},
        "motivation": {"enum": ["identifying"]},
        "body": {"type": "array", "items": {"type": "object", "required": ["type", "value"]}},
        "target": {
            "type": "object",
            "required": ["source", "selector"],
            "properties": {
                "selector": {
                    "type": "array",
                    "prefixItems": [
                        {"required": ["type", "exact", "prefix", "suffix"], "properties": {"type": {"const": "TextQuoteSelector"}}},
                        {
                            "required": ["type", "start", "end"],
                            "properties": {"type": {"const": "TextPositionSelector"}, "start": {"type": "integer", "minimum": 0}},
                        },
                    ],
                    "minItems": 2,
                    "maxItems": 2,
                }
            },
        },
    },
}


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    folder = tmp_path_factory.mktemp("exports")
    rows = [
        {"id": "odd", "text": "The mayor said 12 boats were lost.\n\nIt was cold 🦊 — at least 3 people died, police said.", "title": ODD},
        {"id": "-1", "text": "@harbor: the mayor said the storm was the worst in a decade.", "title": "plain", "outlet": "+Plus"},
    ]
    (folder / "odd.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows))
    (folder / "empty.txt").write_text("")
    inputs = [*(str(p) for p in sorted((DEMO / "articles").iterdir())[:4]), str(folder / "odd.jsonl"), str(folder / "empty.txt")]
    build(inputs, folder / "ledger", outlets=DEMO / "outlets.csv")
    return open_ledger(folder / "ledger")


def exported(ledger, format, folder):
    return {p.stem: p for p in FORMATS[format](ledger, folder)}


def counts(ledger):
    sizes = {name: len(ledger.records(name)) for name in ("articles", "claims", "copies", "findings")}
    return sizes | {"stories": len(ledger.stories()), "problems": len(ledger.problems)}


def test_jsonl_meets_the_published_schemas(ledger, tmp_path):
    paths = exported(ledger, "jsonl", tmp_path)
    found = {name: [json.loads(line) for line in path.read_text().split("\n")[:-1]] for name, path in paths.items()}
    assert {name: len(rows) for name, rows in found.items()} == counts(ledger)
    singular = {"articles": "article", "claims": "claim", "stories": "story", "findings": "finding", "problems": "problem"}
    for name, schema in singular.items():
        validator = jsonschema.Draft202012Validator(json_schemas()[schema])
        for row in found[name]:
            validator.validate(row)
    assert found["articles"] == [to_row(a) for a in ledger.records("articles")]


def test_jsonl_is_read_again_as_it_was(ledger, tmp_path):
    path = exported(ledger, "jsonl", tmp_path)["articles"]
    build([str(path)], tmp_path / "again")
    again = open_ledger(tmp_path / "again")
    assert [a.text for a in again.records("articles")] == [a.text for a in ledger.records("articles")]
    assert [a.id for a in again.records("articles")] == [a.id for a in ledger.records("articles")]


def test_csv_is_read_by_duckdb_arrow_and_the_standard_library(ledger, tmp_path):
    paths = exported(ledger, "csv", tmp_path)
    for name, size in counts(ledger).items():
        with open(paths[name], encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        newlines = pyarrow.csv.ParseOptions(newlines_in_values=True)
        assert len(rows) == size == pyarrow.csv.read_csv(paths[name], parse_options=newlines).num_rows
        assert duckdb.sql(f"SELECT count(*) FROM read_csv('{paths[name]}', all_varchar=true)").fetchall() == [(size,)]
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row.values())
    with open(paths["articles"], encoding="utf-8", newline="") as file:
        by_text = {r["text"]: r for r in csv.DictReader(file)}
    odd = next(r for r in by_text.values() if r["title"].startswith("'="))
    assert odd["title"] == "'" + next(a.title for a in ledger.records("articles") if a.id == "odd")
    assert "'@harbor: the mayor said the storm was the worst in a decade." in by_text and "'-1" in {r["id"] for r in by_text.values()}


def test_csv_keeps_numbers_and_nested_fields(ledger, tmp_path):
    path = exported(ledger, "csv", tmp_path)["findings"]
    first = next(csv.DictReader(path.open(encoding="utf-8", newline="")))
    finding = ledger.records("findings")[0]
    assert (int(first["outlets"]), json.loads(first["claims"])) == (finding.outlets, list(finding.claims))


def test_parquet_is_read_by_duckdb_and_arrow(ledger, tmp_path):
    paths = exported(ledger, "parquet", tmp_path)
    for name, size in counts(ledger).items():
        assert pq.read_table(paths[name]).num_rows == size
    rows = duckdb.sql(f"SELECT id, text, span[1], span[2] FROM read_parquet('{paths['claims']}') ORDER BY id").fetchall()
    assert rows == [(c.id, c.text, *c.span) for c in ledger.records("claims")]
    low = duckdb.sql(f"SELECT max(q.low) FROM (SELECT unnest(quantities) AS q FROM read_parquet('{paths['claims']}'))").fetchall()
    assert low == [(max(q.low for c in ledger.records("claims") for q in c.quantities if q.low is not None),)]


def test_annotations_find_their_words(ledger, tmp_path):
    path = exported(ledger, "annotations", tmp_path)["annotations"]
    rows = [json.loads(line) for line in path.read_text().split("\n")[:-1]]
    assert len(rows) == counts(ledger)["claims"] and set(PUBLIC) == set(counts(ledger))
    texts = {a.id: a.text for a in ledger.records("articles")}
    validator = jsonschema.Draft202012Validator(ANNOTATION)
    for row in rows:
        validator.validate(row)
        quote, position = row["target"]["selector"]
        claim = json.loads(row["body"][1]["value"])
        text = texts[claim["article_id"]]
        assert text[position["start"] : position["end"]] == quote["exact"] == claim["text"]
        assert text.find(quote["prefix"] + quote["exact"] + quote["suffix"]) == position["start"] - len(quote["prefix"])


def test_selectors_count_code_points_and_stay_in_the_text():
    assert selectors("🦊 fox", (0, 1)) == [
        {"type": "TextQuoteSelector", "exact": "🦊", "prefix": "", "suffix": " fox"},
        {"type": "TextPositionSelector", "start": 0, "end": 1},
    ]


def test_sqlite_is_whole_keyed_and_holds_json(ledger, tmp_path):
    (path,) = FORMATS["sqlite"](ledger, tmp_path)
    with sqlite3.connect(path) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        for name, size in counts(ledger).items():
            assert database.execute(f"SELECT count(*) FROM {name}").fetchone() == (size,)
        joined = "SELECT count(*) FROM findings AS f, json_each(f.claims) AS c JOIN claims ON claims.id = c.value JOIN articles AS a ON a.id = article_id"
        assert database.execute(joined).fetchone() == (counts(ledger)["claims"],)
        assert {row[1]: row[2] for row in database.execute("PRAGMA table_info(findings)")}["outlets"] == "INTEGER"
    database.close()


def test_an_export_again_replaces_the_one_before_and_leaves_nothing_else(ledger, tmp_path):
    for format in FORMATS:
        first = {p: p.read_bytes() for p in FORMATS[format](ledger, tmp_path / format)}
        again = {p: p.read_bytes() for p in FORMATS[format](ledger, tmp_path / format)}
        assert first == again and set((tmp_path / format).iterdir()) == set(first)


def test_a_file_is_no_folder(ledger, tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="is a file"):
        FORMATS["csv"](ledger, tmp_path / "file")
