"""A kill notice takes back what the article claimed, and what was published anew after it stands."""

from __future__ import annotations

import io
import json
from typing import Any

from tests.running import article, counts, holding, story
from twosource.engines.local import LocalEngine
from twosource.model import Article
from twosource.pipeline import Run
from twosource.read import read
from twosource.read.settle import settle

TEXT = "Two trams met on one track in Calder on Monday, and nine people were hurt, the fire brigade said."
KILL = {"uri": "urn:newsml:meridian.example:20250303:tram", "publisher": "Meridian Press"}


def rows(*given: dict[str, Any]) -> tuple[Article, ...]:
    return read(["-"], stdin=io.BytesIO("\n".join(map(json.dumps, given)).encode())).articles


def test_a_kill_notice_retracts_the_article_and_not_who_counted_for_themselves() -> None:
    own = "A reporter of the Harbor Post counted nine people hurt when two trams met in Calder on Monday."
    first = article(TEXT, id="a", outlet="Meridian Press", published="2025-03-03", uri="urn:x:a")
    kill = article(TEXT, id="b", outlet="Meridian Press", published="2025-03-03", uri="urn:x:a", canceled=True, version_of="a")
    findings, claims = story(first, kill, article(own, id="c", outlet="Harbor Post", published="2025-03-03"))
    found = holding(findings, "nine people")
    assert {claims[c].article_id for c in found.retracted} == {"a", "b"} and counts(found)[0] == 1
    assert "its outlet has withdrawn the article" in {d.why for d in found.differences}
    alone, _ = story(first, kill)
    assert {f.status for f in alone} == {"retracted"}


def test_what_is_published_anew_after_a_kill_notice_stands() -> None:
    first = article(TEXT, id="a", outlet="M", published="2025-03-03")
    kill = article("This story is withdrawn.", id="b", outlet="M", published="2025-03-03", canceled=True, version_of="a")
    anew = article(TEXT.replace("nine", "seven"), id="c", outlet="M", published="2025-03-04", version_of="b")
    findings, claims = story(first, kill, anew)
    gone = {claims[c].article_id for f in findings for c in f.retracted}
    assert gone >= {"a"} and "c" not in gone


def test_a_kill_notice_under_the_same_name_is_a_version_of_what_it_takes_back() -> None:
    for kill in ({"text": TEXT}, {"text": "This story is withdrawn."}, {"text": TEXT, "date": "2025-03-04"}):
        first, last = sorted(rows({**KILL, "text": TEXT}, {**KILL, **kill, "pubStatus": "canceled"}), key=lambda a: a.canceled)
        assert last.canceled and not first.canceled and last.version_of == first.id


def test_a_kill_notice_under_a_given_id_alone() -> None:
    for canceled in ("canceled", "Withdrawn"):
        first, last = sorted(
            rows({"id": "7", "text": TEXT}, {"id": "7", "text": "Withdrawn.", "pubstatus": canceled}), key=lambda a: a.canceled
        )
        assert (first.id, last.version_of, last.canceled) == ("7", "7", True)


def test_the_order_of_arrival_counts_for_nothing() -> None:
    given = [{**KILL, "text": TEXT}, {**KILL, "text": TEXT, "pubStatus": "canceled"}, {**KILL, "text": TEXT + " Later."}]
    whole = rows(*given)
    assert rows(*given[::-1]) == whole and settle([*rows(*given[1:]), *rows(given[0])])[0] == whole
    assert settle(whole)[0] == whole


def test_the_whole_way(tmp_path: Any) -> None:
    for text in ("Withdrawn: nobody was hurt.", "", TEXT):
        articles = rows({**KILL, "text": TEXT}, {**KILL, "text": text, "pubStatus": "canceled"})
        assert len(articles) == 2
        findings = Run(LocalEngine(), articles).records("findings")
        assert findings and all(f.status == "retracted" for f in findings)
