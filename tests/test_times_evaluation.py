"""The figures for time expressions, on a TimeML document written here."""

from pathlib import Path

from evaluation import times

TIMEML = """<TimeML><DOCID>a</DOCID>
<DCT><TIMEX3 tid="t0" type="DATE" value="2025-02-24">02/24/2025</TIMEX3></DCT>
<TITLE>Ferry &amp; port</TITLE>
<TEXT>It sank <TIMEX3 tid="t1" type="DATE" value="2025-02-23">on Sunday</TIMEX3> &amp; rose <TIMEX3 tid="t2" type="DATE" value="2025">this year</TIMEX3>,
after <TIMEX3 tid="t3" type="DURATION" value="P2D">two days</TIMEX3>.<TIMEX3 tid="t4" type="DATE" value="2020"/></TEXT></TimeML>
"""


def gold(folder: Path) -> times.Gold:
    (folder / "timeml").mkdir(parents=True)
    (folder / "timeml" / "a.tml").write_text(TIMEML, encoding="utf-8")
    return times.load(folder)["timeml"]


def row(*found: tuple[str, str, str | None], text: str) -> dict[str, object]:
    return {
        "article_id": "a",
        "times": [{"span": [text.index(w), text.index(w) + len(w)], "type": t, "value": v} for w, t, v in found],
    }


def test_an_article_is_given_its_date_and_no_gold(tmp_path: Path) -> None:
    (article,) = times.articles(gold(tmp_path))
    assert (article.published, article.title) == ("2025-02-24", "Ferry & port")
    assert article.text == "It sank on Sunday & rose this year,\nafter two days."


def test_gold_is_right_in_everything(tmp_path: Path) -> None:
    g = gold(tmp_path)
    rows = [row(("on Sunday", "date", "2025-02-23"), ("this year,", "date", "2025"), ("two days", "duration", "P2D"), text=g["a"].text)]
    figures = times.score(g, rows)
    assert figures["gold"] == 3  # the empty one has no span
    assert all(figures[k]["f1"] == 1 for k in ("strict", "relaxed", "value", "type"))
    assert list(times.errors(g, rows)) == []


def test_span_value_type_miss_and_false_alarm(tmp_path: Path) -> None:
    g = gold(tmp_path)
    rows = [row(("Sunday", "date", "2025-02-23"), ("this year", "set", None), ("It", "date", "2000"), text=g["a"].text)]
    figures = times.score(g, rows)
    assert [figures[k]["p"] for k in ("relaxed", "strict", "value", "type")] == [0.6667, 0.3333, 0.3333, 0.3333]
    assert figures["relaxed"]["r"] == 0.6667
    assert [next(k for k in ("gold", "miss", "false") if k in e) for e in times.errors(g, rows)] == ["gold", "gold", "miss", "false"]


def test_a_span_told_by_two_claims_counts_once(tmp_path: Path) -> None:
    g = gold(tmp_path)
    one = row(("two days", "duration", "P2D"), text=g["a"].text)
    assert times.score(g, [one, one])["predicted"] == 1
