"""The Python calls, and what a notebook shows of them: the commands' own records, escaped, with nothing to load or run."""

import json
from html.parser import HTMLParser

import pytest

import twosource
from twosource.errors import UsageError
from twosource.ledger import open_ledger

ODD = "<script>alert(1)</script> \" onload='x' \u202e & 🦊"


class Tags(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.tags, self.words = [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.words.append(data)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    folder = tmp_path_factory.mktemp("library")
    rows = [
        {"id": "a", "outlet": ODD, "title": ODD, "text": f"The mayor said 12 boats sank at Marnow. {ODD}"},
        {"id": "b", "outlet": "Harbor", "text": "Police said 14 boats sank at Marnow on Friday."},
    ]
    (folder / "rows.jsonl").write_text("".join(json.dumps({"language": "en"} | r) + "\n" for r in rows))
    return folder / "rows.jsonl"


@pytest.fixture(scope="module")
def made(path):
    from twosource.ledger import build

    build([str(path)], path.parent / "l")
    return twosource.open(path.parent / "l")


def test_the_calls_give_what_the_commands_print(made, path):
    held = open_ledger(made.folder)
    articles = twosource.read_articles([str(path)]).articles
    assert made.articles() == held.records("articles") and made.stories() == held.stories() == twosource.stories(articles)
    assert made.claims() == held.records("claims") == twosource.claims(articles)
    assert made.findings() == held.records("findings") == twosource.findings(articles)
    assert made.findings(status="single") == [f for f in held.records("findings") if f.status == "single"]
    assert str(made.brief()).startswith("# ") and [h.article_id for h in made.search("boats = 14") if h.claim_id] == ["b"]


def test_a_notebook_shows_tables_in_which_nothing_runs(made):
    made.rule("note", "a", by=ODD, value=ODD)
    shown = [
        made,
        made.articles(),
        made.claims(),
        made.stories(),
        made.findings(),
        made.search("boats"),
        made.rulings(),
        made.problems(),
        made.preview(),
    ]
    for thing in shown:
        html = thing._repr_html_()
        tags = Tags(html)
        assert {t for t, _ in tags.tags} <= {"table", "caption", "thead", "tbody", "tr", "th", "td", "p", "mark"}
        assert all(set(a) <= {"scope", "dir"} for _, a in tags.tags) and "\u202e" not in html
    assert "<mark>boats</mark>" in made.search("boats")._repr_html_()
    assert ODD.replace("\u202e", "(U+202E)") in "".join(Tags(made.articles()._repr_html_()).words)
    made.undo(1, by="Ann")


def test_a_brief_is_shut_off_from_the_notebook(made):
    (frame,) = Tags(made.brief()._repr_html_()).tags
    assert frame[0] == "iframe" and "sandbox" in frame[1] and "allow" not in str(frame[1]["sandbox"])
    assert frame[1]["srcdoc"] == made.brief().html and "<script>alert" not in frame[1]["srcdoc"]


def test_rulings_and_builds(made):
    claim = made.claims()[0]
    made.rule("wrong_source", claim.id, by="Ann", value="The Guild")
    assert not made.claims()[0].rulings
    assert made.build().changed and next(c for c in made.claims() if c.id == claim.id).rulings
    assert made.rulings()[-1].state == "holds"


def test_what_cannot_be_is_told(made, tmp_path):
    with pytest.raises(UsageError, match="no ledger"):
        twosource.open(tmp_path)
    with pytest.raises(UsageError, match="the kinds are same, not_same"):
        made.rule("sam", "a", by="Ann")
    with pytest.raises(UsageError, match="no story"):
        made.brief(story="none")
    with pytest.raises(UsageError, match="did you mean said:"):
        made.search("sad:x")


def test_many_rows_are_cut():
    from twosource.library import Records

    assert "120 rows, of which 50 are shown" in Records(range(120))._repr_html_() and Records()._repr_html_() == "<p>nothing</p>"
