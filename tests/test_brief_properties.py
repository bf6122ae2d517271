"""The brief on any text: nothing raises, marks hold exactly their words, the text on the page is the article's."""

from __future__ import annotations

import html
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.test_brief import article, finding, note, story
from twosource.model import Attribution, Claim, Link, Mode, Polarity, SourceKind, Status
from twosource.present.brief import brief, to_html, to_json, to_markdown
from twosource.present.display import shown
from twosource.present.html import marked
from twosource.present.retell import retell, said

TEXT = st.text(alphabet=st.one_of(st.characters(), st.sampled_from(list('"“”«». ,:\n\r\u202eab🚢if not'))), min_size=1, max_size=60)


@st.composite
def spans(draw: st.DrawFn, length: int) -> tuple[int, int]:
    start = draw(st.integers(0, length - 1))
    return start, draw(st.integers(start + 1, length))


@given(TEXT, st.data())
def test_marks_hold_their_words_and_the_text_is_whole(text: str, data: st.DataObject) -> None:
    places = data.draw(st.lists(spans(len(text)), max_size=5, unique=True))
    page = str(marked(article(text), [note(n, span) for n, span in enumerate(places, 1)]))
    assert _words(page) == shown(text)
    for n, (start, end) in enumerate(places, 1):
        pieces = re.split(r"(</?mark[^>]*>)", page)
        held, depth = "", 0
        for piece in pieces:
            if piece.startswith("<mark"):
                opens = re.match(rf'<mark id="m{n}(?:-\d+)?">', piece) is not None
                depth = depth + 1 if depth or opens else 0
            elif piece == "</mark>":
                depth = max(depth - 1, 0)
            elif depth:
                held += _words(piece)
        assert held == shown(text[start:end])


def _words(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", page))


@given(TEXT, st.data())
@settings(max_examples=150)
def test_any_claim_can_be_told(text: str, data: st.DataObject) -> None:
    span, source, cue, sentence = (data.draw(spans(len(text))) for _ in range(4))
    chain = tuple(Link(name=n, kind=SourceKind.PERSON, mention=source, named_at=None) for n in data.draw(st.lists(TEXT, max_size=3)))
    said_by = Attribution(chain=chain, source=source, cue=cue, content=(span,), mode=data.draw(st.sampled_from(Mode)))
    claim = Claim(
        id="c", article_id="a", uri="a.txt", sentence=sentence, span=span, text=text[slice(*span)], event=None,
        attribution=data.draw(st.sampled_from([None, said_by])), polarity=data.draw(st.sampled_from(Polarity)),
        condition=data.draw(st.sampled_from([None, cue])),
    )  # fmt: skip
    a = article(text)
    assert isinstance(retell(claim, a), str) and isinstance(said(claim, a), str)
    made = brief([story(a)], findings=[finding([claim], data.draw(st.sampled_from(Status)))], claims=[claim], articles=[a])
    to_html(made).encode()
    to_markdown(made).encode()
    to_json(made)
