"""The brief: what its lines say, what they are footnoted to, and that no text can become markup."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from twosource.errors import ProblemKind
from twosource.model import (
    Article,
    Aspect,
    Attribution,
    Bound,
    Claim,
    Copy,
    CopyKind,
    Difference,
    Evidence,
    Finding,
    Link,
    Mode,
    Origin,
    Polarity,
    Problem,
    Quantity,
    Reading,
    Relation,
    Silence,
    SourceKind,
    Span,
    Status,
    Story,
    TimeExpression,
    TimeType,
)
from twosource.present.brief import Brief, brief, to_html, to_json, to_markdown
from twosource.present.display import markdown, shown
from twosource.present.html import marked
from twosource.present.retell import balanced, retell, said
from twosource.present.sections import _fuller
from twosource.present.view import Line, Note
from twosource.present.words import counts, date, dates, link, listed, outlet, sentence

MARK = re.compile(r"\[(source|cue|content|sentence|condition) |\]")


BODIES = ("Lakeline", "Seafarers' Union")


def article(
    text: str, *, id: str = "a", outlet: str | None = "The Post", uri: str = "a.txt", published: str | None = "2025-03-07", **more: object
) -> Article:
    return Article(id=id, uri=uri, outlet=outlet, published=published, text=text, sha256="", title="A title", **more)  # type: ignore[arg-type]


def claim_in(
    marked_text: str, *names: str, id: str = "c", article_id: str = "a", polarity: Polarity = Polarity.AFFIRMED
) -> tuple[Article, Claim]:
    """`[source She] [cue said] [content it sank].` and the chain, outermost first."""
    text, spans, open_ = "", {}, []
    at = 0
    for m in MARK.finditer(marked_text):
        text += marked_text[at : m.start()]
        at = m.end()
        if m[1]:
            open_.append((m[1], len(text)))
        else:
            name, start = open_.pop()
            spans[name] = (start, len(text))
    text += marked_text[at:]
    content = spans.get("content", (0, len(text)))
    attribution = None
    if names or "cue" in spans:
        chain = tuple(Link(name=n, kind=SourceKind.BODY if n in BODIES else SourceKind.PERSON, mention=None, named_at=None) for n in names)
        attribution = Attribution(chain=chain, source=spans.get("source"), cue=spans.get("cue"), content=(content,), mode=Mode.INDIRECT)
    whole = spans.get("sentence", (0, len(text)))
    claim = Claim(
        id=id, article_id=article_id, uri="a.txt", sentence=whole, span=content, text=text[slice(*content)],
        attribution=attribution, event=None, polarity=polarity, condition=spans.get("condition"),
    )  # fmt: skip
    return article(text, id=article_id), claim


def finding(claims: list[Claim], status: Status, *, id: str = "f", origins: tuple[Origin, ...] = (), **more: object) -> Finding:
    evidence = tuple(Evidence(claim_id=c.id, article_id=c.article_id, uri=c.uri, span=c.span, text=c.text) for c in claims)
    texts, known = len({c.article_id for c in claims}), len(origins) or 1
    values = {
        "outlets": texts, "outlets_unknown": 0, "texts": texts, "origins": known, "origins_max": known, "origin_list": origins,
        "summary": claims[0].text, "claims": tuple(c.id for c in claims), "retracted": (), "evidence": evidence, "differences": (), "silent": (), "hints": (),
    } | more  # fmt: skip
    return Finding(id=id, story_id="s", status=status, **values)  # type: ignore[arg-type]


def story(*articles: Article) -> Story:
    known = tuple(sorted({a.outlet for a in articles if a.outlet}))
    uris = tuple(a.uri for a in articles)
    return Story(
        id="s",
        title="The ferry",
        articles=tuple(a.id for a in articles),
        uris=uris,
        outlets=known,
        texts=len(articles),
        first_published=None,
        last_published=None,
    )


def one(marked_text: str, *names: str, status: Status = Status.SINGLE, **more: object) -> Brief:
    a, c = claim_in(marked_text, *names)
    origin = Origin(name=names[-1] if names else "", kind=SourceKind.PERSON if names else SourceKind.UNSTATED, voices=names, claims=(c.id,))
    return brief([story(a)], findings=[finding([c], status, origins=(origin,), **more)], claims=[c], articles=[a])


@pytest.mark.parametrize(
    ("marked_text", "names", "told"),
    [
        ("[source Wirth] [cue said] [content 31 people were hurt].", ["Dana Wirth"], "Dana Wirth said 31 people were hurt."),
        ("[source She] [cue said] [content 31 people were hurt].", ["Dana Wirth"], "Dana Wirth said 31 people were hurt."),
        (
            '"[content We were not warned]," [cue said] [source Anna Keller, the mayor].',
            ["Anna Keller"],
            '"We were not warned," said Anna Keller, the mayor.',
        ),
        ("[source The minister] [cue said] [content he would go].", ["Peter Halvorsen"], "Peter Halvorsen said he would go."),
        (
            "[source Its spokesman, Tom Brandt,] [cue said] 62 people were aboard, two of them children, and that [content it held 90].",
            ["Tom Brandt"],
            "Tom Brandt said it held 90.",
        ),
        (
            "[source The captain] had [cue told] her that [content a door was open].",
            ["Nora Falk", "Erik Sand"],
            "Erik Sand, as Nora Falk tells it: a door was open.",
        ),
        ("[content the boat turned over]", [], "The boat turned over."),
        (
            "[source He] [cue said] [content he would go [condition if asked]], and left.",
            ["Peter Halvorsen"],
            "Peter Halvorsen said he would go if asked.",
        ),
        ("[sentence It sank [content when the wind rose].]", [], "It sank when the wind rose."),
        ("[sentence He left and [content didn’t come back].]", [], "He left and didn’t come back."),
        ("[cue Reportedly], [content the door was open].", [], "Reportedly, the door was open."),
    ],
)
def test_a_claim_is_told_in_the_articles_words(marked_text: str, names: list[str], told: str) -> None:
    a, c = claim_in(marked_text, *names)
    assert retell(c, a) == told


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ("“She was not moving.", "“She was not moving.”"),
        ('Mike Brown: we will work with others."', 'Mike Brown: "we will work with others."'),
        ("I was worried,” she says.", "“I was worried,” she says."),
        ('He added: "It was loud.', 'He added: "It was loud."'),
        ('some very seriously injured."', '"some very seriously injured."'),
        ("He said “blood” and “shoes”.", "He said “blood” and “shoes”."),
    ],
)
def test_a_part_of_a_quotation_has_both_its_marks(part: str, told: str) -> None:
    assert balanced(part) == told


def test_a_denial_is_told_as_one() -> None:
    a, c = claim_in(
        "[sentence Asked, the firm's lawyers [cue denied], as they had on other days of the week before, that [content it was full].]",
        "Lakeline",
        polarity=Polarity.DENIED,
    )
    assert "denied" in retell(c, a)


def test_under_a_name_a_plain_cue_is_left_out() -> None:
    a, c = claim_in("[source He] [cue said] [content the lake is cold].", "Tom Brandt")
    assert said(c, a) == "The lake is cold."


def test_under_a_name_a_telling_cue_stays() -> None:
    a, c = claim_in("[source Lakeline] [cue denied] that [content it was full].", "Lakeline", polarity=Polarity.DENIED)
    assert said(c, a) == "Denied that it was full."


def test_counts_name_the_origin() -> None:
    _, c = claim_in("[content It sank].", "Dana Wirth")
    f = finding(
        [c], Status.CARRIED, origins=(Origin(name="Dana Wirth", kind=SourceKind.PERSON, voices=(), claims=("c",)),), outlets=2, texts=2
    )
    assert counts(f) == "2 outlets · 2 texts · 1 origin: Dana Wirth"


def test_counts_say_what_is_not_known() -> None:
    _, c = claim_in("[content It sank].", "Dana Wirth")
    f = finding(
        [c],
        Status.CARRIED,
        origins=(Origin(name="", kind=SourceKind.UNSTATED, voices=(), claims=("c",)),),
        outlets=3,
        outlets_unknown=1,
        texts=2,
        origins_max=2,
    )
    assert counts(f) == "3 outlets, 1 of them not given · 2 texts · 1 origin, at most 2: no source named"


def test_an_unknown_outlet_is_said_to_be_unknown() -> None:
    assert outlet(article("x", outlet=None, uri="in/notes.txt")) == "outlet not given (notes.txt)"
    assert outlet(article("x", outlet=None, uri="https://post.example/a/b?c=1")) == "outlet not given (post.example/a/b)"


@pytest.mark.parametrize(
    ("iso", "said_as"),
    [
        ("2025-03-07", "7 March 2025"),
        ("2025-03-07T21:40:00+01:00", "7 March 2025, 21:40 UTC+1"),
        ("2025-03-07T21:40Z", "7 March 2025, 21:40 UTC"),
        ("2025-03-07T21:40+0530", "7 March 2025, 21:40 UTC+5:30"),
        ("2025-03", "March 2025"),
        ("2025-03-07TEV", "7 March 2025, evening"),
        ("2025-W10", "week 10 of 2025"),
        ("195", "1950s"),
        ("2017-SU", "summer 2017"),
        ("2017-Q3", "third quarter of 2017"),
        ("FUTURE_REF", "FUTURE_REF"),
        ("2025-99-07", "2025-99-07"),
        (None, "date not given"),
    ],
)
def test_dates_are_told_as_far_as_known(iso: str | None, said_as: str) -> None:
    assert date(iso) == said_as


def test_a_range_of_days_says_month_and_year_once() -> None:
    assert dates("2025-03-07T21:40:00+01:00", "2025-03-08") == "7 to 8 March 2025"
    assert dates("2025-03-30", "2025-04-02") == "30 March to 2 April 2025"
    assert dates("2025-03-07", "2025-03-07") == "7 March 2025"


def test_lists_end_in_a_number() -> None:
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed("abcdefg", cap=4) == "a, b, c, d and 3 more"


def test_sentences_get_a_capital_and_a_stop() -> None:
    assert sentence("the boat turned over,") == "The boat turned over."
    assert sentence('"We were not warned."') == '"We were not warned."'


def test_each_line_leads_to_its_words() -> None:
    made = one("[source Wirth] [cue said] [content 31 people were hurt].", "Dana Wirth", status=Status.CARRIED)
    assert [(n.words, n.span) for n in made.notes] == [("31 people were hurt", (11, 30))]
    assert "[^1]: The Post, 7 March 2025, a.txt, characters 11–30: “31 people were hurt”" in to_markdown(made)


def test_a_carried_line_stands_under_its_voice() -> None:
    text = to_markdown(one("[source Wirth] [cue said] [content 31 people were hurt].", "Dana Wirth", status=Status.CARRIED))
    assert "### Dana Wirth\n\n- Dana Wirth said 31 people were hurt." in text


def test_disputed_says_in_what_and_sets_the_readings_side_by_side() -> None:
    a, c = claim_in("[source Lakeline] [cue said] [content 62 were aboard].", "Lakeline")
    b, d = claim_in("[source The union] [cue said] [content 78 were aboard].", "Seafarers' Union", id="d", article_id="b")
    readings = tuple(
        Reading(claim_id=x.id, article_id=x.article_id, span=x.span, text=x.text, outlets=1, texts=1, origins=1) for x in (c, d)
    )
    difference = Difference(aspect=Aspect.VALUE, kind=Relation.CONFLICTS, readings=readings, why="62 is not 78")
    text = to_markdown(
        brief([story(a, b)], findings=[finding([c, d], Status.DISPUTED, differences=(difference,))], claims=[c, d], articles=[a, b])
    )
    assert "**disputed in its value**" in text
    one = "Lakeline said 62 were aboard.[^1] (1 outlet · 1 text · 1 origin)"
    other = "The Seafarers' Union said 78 were aboard.[^2] (1 outlet · 1 text · 1 origin)"
    assert f"| Value (62 is not 78) | {one} | {other} |" in text


def test_what_is_silent_is_named() -> None:
    a, c = claim_in("[source Wirth] [cue said] [content 31 people were hurt].", "Dana Wirth")
    b = article("Something else.", id="b", outlet="Harbor Radio")
    f = finding([c], Status.CARRIED, outlets=2, texts=2, silent=(Silence(article_id="b", share_read=0.3),))
    text = to_markdown(brief([story(a, b)], findings=[f], claims=[c], articles=[a, b]))
    assert (
        "| Dana Wirth said 31 people were hurt.[^1] | The Post | Harbor Radio (Harbor Radio: 30 percent of its text read for claims) |"
        in text
    )


def test_what_could_not_be_read_is_counted() -> None:
    problems = [
        Problem(stage="read", kind=ProblemKind.BINARY, message="x.bin: is no text", uri="x.bin"),
        Problem(stage="claims", kind=ProblemKind.QUOTATION, message="q", article_id="a"),
    ]
    text = to_markdown(brief([], findings=[], articles=[article("x")], problems=problems))
    assert "1 of 2 articles could not be read." in text and "- x.bin: is no text" in text


def test_json_is_the_public_records() -> None:
    made = one("[source Wirth] [cue said] [content 31 people were hurt].", "Dana Wirth")
    rows = json.loads(to_json(made))
    assert sorted(rows) == ["findings", "problems", "stories"]
    assert rows["findings"][0]["evidence"][0]["span"] == [11, 30]


def test_who_said_what_has_one_heading_a_speaker() -> None:
    a, c = claim_in("[source Wirth] [cue said] [content 31 people were hurt].", "Wirth")
    b, d = claim_in("[source Dana Wirth] [cue said] [content the sea was high].", "Dana Wirth", id="d", article_id="b")
    found = [finding([c], Status.SINGLE), finding([d], Status.SINGLE, id="g")]
    text = to_markdown(brief([story(a, b)], findings=found, claims=[c, d], articles=[a, b]))
    said = text.split("## Who said what")[1].split("\n## ")[0]
    assert [line for line in said.splitlines() if line.startswith("###")] == ["### Dana Wirth"]
    assert "31 people were hurt" in said and "The sea was high" in said


def test_a_spokesman_stands_under_his_own_name() -> None:
    a, c = claim_in("[source Tom Brandt] [cue said] [content 62 were aboard].", "Tom Brandt")
    assert c.attribution
    c = replace(c, attribution=replace(c.attribution, chain=(replace(c.attribution.chain[0], speaks_for="Lakeline"),)))
    origin = Origin(name="Lakeline", kind=SourceKind.PERSON, voices=("Tom Brandt",), claims=("c",))
    text = to_markdown(brief([story(a)], findings=[finding([c], Status.SINGLE, origins=(origin,))], claims=[c], articles=[a]))
    assert "### Tom Brandt (for Lakeline)" in text


def test_the_day_of_a_dateline_is_no_day_of_what_happened() -> None:
    a, c = claim_in("MARNOW, May 3 — [sentence [content The ferry sank on May 2].].")
    times = (
        TimeExpression(span=(8, 13), type=TimeType.DATE, value="2025-05-03", earliest="2025-05-03", latest="2025-05-03"),
        TimeExpression(span=(34, 39), type=TimeType.DATE, value="2025-05-02", earliest="2025-05-02", latest="2025-05-02"),
    )
    text = to_markdown(brief([story(a)], findings=[finding([c], Status.SINGLE)], claims=[replace(c, times=times)], articles=[a]))
    assert "| 2 May 2025 |" in text and "| 3 May 2025 |" not in text


def test_order_of_the_input_changes_nothing() -> None:
    a, c = claim_in("[source Lakeline] [cue said] [content 62 were aboard].", "Lakeline")
    b, d = claim_in("[source Falk] [cue said] [content the sea was high].", "Nora Falk", id="d", article_id="b")
    found = [finding([c], Status.SINGLE), finding([d], Status.SINGLE, id="g")]
    forth = brief([story(a, b)], findings=found, claims=[c, d], articles=[a, b])
    back = brief([story(a, b)], findings=found[::-1], claims=[d, c], articles=[b, a])
    assert to_html(forth) == to_html(back) and to_markdown(forth) == to_markdown(back)


def test_findings_without_their_claims_are_told_from_the_evidence() -> None:
    a, c = claim_in("[source Wirth] [cue said] [content 31 people were hurt].", "Dana Wirth")
    for status in Status:
        text = to_markdown(brief([story(a)], findings=[finding([c], status, differences=())], claims=[], articles=[a]))
        assert "31 people were hurt.[^1]" in text


HOSTILE = '<script>alert(1)</script> & "<b onmouseover=x>" </style> \u202e\U0001f6a2\x00\x1b[31m \ud800 مرحبا '
HOSTILE += "[a](javascript:x) | `x` *y* _z_\r\n# h\n[^1]: x $1"


def hostile(status: Status = Status.CARRIED) -> Brief:
    """A brief in which every word that comes from outside tries to be something else."""
    a = article(HOSTILE, outlet=HOSTILE, uri="javascript:alert(1)//" + HOSTILE)
    span = (0, len(HOSTILE))
    c = Claim(id="c", article_id="a", uri=a.uri, sentence=span, span=span, text=HOSTILE, attribution=None, event=None)
    s = Story(id="s", title=HOSTILE, articles=("a",), uris=(a.uri,), outlets=(HOSTILE,), texts=1, first_published=None, last_published=None)
    problem = Problem(stage="x", kind=ProblemKind.EMPTY, message=HOSTILE)
    return brief([s], findings=[finding([c], status, summary=HOSTILE)], claims=[c], articles=[a], problems=[problem])


def test_nothing_an_article_says_becomes_markup() -> None:
    for status in Status:
        page, text = to_html(hostile(status)), to_markdown(hostile(status))
        page.encode()
        text.encode()
        assert "<script" not in page and "<b " not in page and 'href="javascript' not in page and "\x00" not in page + text
        assert not re.search(r"(?<!\\)(<script|\[a)", text) and "\u202e" not in text


@pytest.mark.parametrize(
    "uri",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//x.example",
        "https:///x",
        "https://x.example/\u202eA",
        'https://x.example/"',
        "http://[",
        "a.txt",
        "file:///etc/x",
    ],
)
def test_only_web_addresses_are_linked(uri: str) -> None:
    assert link(uri) is None


def test_a_web_address_is_linked() -> None:
    assert link("https://post.example/a?b=c#d") == "https://post.example/a?b=c#d"


def test_markdown_is_escaped_at_the_start_of_a_line_too() -> None:
    assert [markdown(t) for t in ("- x", "1. x", "# x", "+ x")] == [r"\- x", r"1\. x", r"\# x", r"\+ x"]


def test_shown_keeps_every_character_in_its_place() -> None:
    assert len(shown(HOSTILE)) == len(HOSTILE)


def note(number: int, span: Span) -> Note:
    return Note(number=number, article_id="a", outlet="", uri="", published=None, span=span, words="")


def test_marks_count_code_points() -> None:
    assert marked(article("🚢🚢 sank"), [note(1, (3, 7))]).startswith('🚢🚢 <mark id="m1">sank</mark>')


def test_marks_nest() -> None:
    page = re.sub(r"<a .*?</a>", "", str(marked(article("abcdef"), [note(1, (1, 3)), note(2, (0, 6))])))
    assert page == '<mark id="m2">a<mark id="m1">bc</mark>def</mark>'


def test_marks_that_cross_are_cut() -> None:
    page = re.sub(r"<a .*?</a>", "", str(marked(article("abcdef"), [note(1, (0, 4)), note(2, (2, 6))])))
    assert page == '<mark id="m1">ab<mark id="m2">cd</mark></mark><mark id="m2-2">ef</mark>'


def test_furniture_is_greyed_and_the_text_is_whole() -> None:
    page = str(marked(article("Share\r\nIt sank", furniture=((0, 5),)), []))
    assert page == '<span class="furniture">Share</span>&#13;\nIt sank'


def test_an_override_of_direction_is_named_and_held_in() -> None:
    assert str(marked(article("a \u202elive b"), [])) == 'a <bdi class="control" data-c="U+202E">\u202e</bdi>live b'


def test_a_span_outside_the_text_raises_nothing() -> None:
    assert str(marked(article("abc"), [note(1, (2, 9))])) == "abc"


def many(number: int) -> Brief:
    """One article in which a witness says so many things."""
    sentences = [f"Holm said boat {n} sank. " for n in range(number)]
    a = article("".join(sentences), outlet=None)
    claims, at = [], 0
    for n, text in enumerate(sentences):
        end = at + len(text) - 1
        link = Link(name="Greta Holm", kind=SourceKind.PERSON, mention=(at, at + 4), named_at=None)
        said = Attribution(chain=(link,), source=(at, at + 4), cue=(at + 5, at + 9), content=((at + 10, end - 1),), mode=Mode.INDIRECT)
        words = a.text[at + 10 : end - 1]
        claims.append(
            Claim(
                id=f"c{n}",
                article_id="a",
                uri="a.txt",
                sentence=(at, end),
                span=(at + 10, end - 1),
                text=words,
                attribution=said,
                event=None,
            )
        )
        at += len(text)
    origin = Origin(name="Greta Holm", kind=SourceKind.PERSON, voices=(), claims=())
    found = [finding([c], Status.SINGLE, id=c.id, origins=(origin,), outlets_unknown=1) for c in claims]
    return brief([story(a)], findings=found, claims=claims, articles=[a])


def test_what_one_outlet_alone_has_is_told_by_sentence_and_cut() -> None:
    text = to_markdown(many(20))
    assert "### outlet not given (a.txt) (1 outlet · 1 text · 1 origin each)\n\n- Greta Holm said boat 0 sank.[^1]\n" in text
    assert "- and 12 more" in text and "boat 12 sank" not in text.split("## Who said what")[0]


def test_of_two_lines_of_one_outlet_the_fuller_stays() -> None:
    lines = [
        Line(text="Three were saved.", notes=(1,)),
        Line(text="Three were saved by noon.", notes=(2,)),
        Line(text="Others were not.", notes=(3,)),
    ]
    assert [(x.text, x.notes) for x in _fuller(lines)] == [("Three were saved by noon.", (2, 1)), ("Others were not.", (3,))]


def test_on_the_page_nothing_is_cut_for_good() -> None:
    page = to_html(many(20))
    assert "<summary>and 12 more</summary>" in page and page.count("Greta Holm said boat 19 sank.") == 1


def test_a_source_is_told_with_all_it_said() -> None:
    assert "### Greta Holm\n\n- Boat 0 sank.[^21]\n- Boat 1 sank." in to_markdown(many(20))


def test_what_b_said_as_a_tells_it_stands_under_both_names() -> None:
    made = one("[source The captain] had [cue told] her that [content a door was open].", "Nora Falk", "Erik Sand")
    assert "### Erik Sand, as Nora Falk tells it\n\n- A door was open." in to_markdown(made)


def test_a_copy_is_told_with_its_credit() -> None:
    a, b = article("It sank.", credit="Meridian Press"), article("It sank.", id="b", outlet="Harbor Radio")
    copied = Copy(of="a", copy="b", kind=CopyKind.COPY, contained=1.0, passages=(((0, 8), (0, 8)),))
    s = Story(
        id="s", title="x", articles=("a", "b"), uris=("a", "b"), outlets=("Harbor Radio", "The Post"), texts=1,
        first_published=None, last_published=None, copies=(copied,),
    )  # fmt: skip
    text = to_markdown(brief([s], findings=[], articles=[a, b]))
    assert "- Harbor Radio carries the text that The Post has, credited to Meridian Press.[^1]" in text


def test_a_correction_is_quoted() -> None:
    text = "45 were saved. Correction: it is 34."
    a = article(text, corrections=((15, len(text)),))
    assert "- The Post: “Correction: it is 34.”[^1]" in to_markdown(brief([story(a)], findings=[], articles=[a]))


def test_figures_have_their_counted_thing_and_their_source() -> None:
    a, c = claim_in("[source Wirth] [cue said] [content 31 people were hurt].", "Dana Wirth")
    q = Quantity(span=(11, 13), low=31.0, high=31.0, bound=Bound.EXACT, counted="people", counted_span=(14, 20))
    c = replace(c, quantities=(q,))
    origin = Origin(name="Dana Wirth", kind=SourceKind.PERSON, voices=(), claims=("c",))
    text = to_markdown(brief([story(a)], findings=[finding([c], Status.SINGLE, origins=(origin,))], claims=[c], articles=[a]))
    assert "| 31 people | Dana Wirth said 31 people were hurt.[^2] | Dana Wirth (The Post) |" in text


def test_the_timeline_has_events_and_publication() -> None:
    a, c = claim_in("[content It sank on 6 March 2025].")
    c = replace(
        c, times=(TimeExpression(span=(11, 23), type=TimeType.DATE, value="2025-03-06", earliest="2025-03-06", latest="2025-03-06"),)
    )
    text = to_markdown(brief([story(a)], findings=[finding([c], Status.SINGLE)], claims=[c], articles=[a]))
    assert "| 6 March 2025 | It sank on 6 March 2025.[^2] (The Post) |\n| 7 March 2025 | Published by The Post: “A title” |" in text


def test_many_disputes_are_folded_on_the_page_and_counted_in_markdown() -> None:
    a, c = claim_in("[source Wirth] [cue said] [content 31 people were hurt].", "Dana Wirth")
    found = [finding([c], Status.DISPUTED, id=str(n)) for n in range(20)]
    made = brief([story(a)], findings=found, claims=[c], articles=[a])
    assert "and 4 more" in to_markdown(made) and '<details class="blocks"><summary>and 4 more</summary>' in to_html(made)


def test_a_line_with_many_places_shows_the_first() -> None:
    a, c = claim_in("[content It sank].")
    evidence = tuple(Evidence(claim_id=f"x{n}", article_id="a", uri="a.txt", span=(n % 4, n // 4 + 4), text="x") for n in range(16))
    made = brief([story(a)], findings=[finding([c], Status.CARRIED, evidence=evidence)], articles=[a])
    text, page = to_markdown(made), to_html(made)
    assert "[^8] and 8 more" in text and "[^9]:" not in text
    assert "and 8 more places" in page and 'href="#m16"' in page
