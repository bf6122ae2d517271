"""What the docs say is tested: examples run, words quoted stand in the demo, every value of every closed list is explained."""

import importlib.util
import os
import re
import sys
from enum import StrEnum
from pathlib import Path
from types import ModuleType

import pytest

from tests.conftest import absent
from tests.test_brief_demo import demo
from twosource import errors, model
from twosource.present.brief import to_markdown

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, DOCS / f"{name}.py")
    assert spec and spec.loader
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


make = script("make")


@pytest.mark.parametrize("path", make.pages_with_examples(), ids=lambda p: p.name)
def test_examples_print_what_the_page_shows(path):
    assert make.refreshed(path.read_text()).splitlines() == path.read_text().splitlines(), "python docs/make.py writes them anew"


def test_an_example_that_prints_something_else_is_found():
    assert make.refreshed("```pycon\n>>> 1 + 1\n3\n```\n") == "```pycon\n>>> 1 + 1\n2\n```\n"


def test_words_quoted_in_findings_md_stand_in_the_demo_under_that_outlet():
    texts = {outlet: " ".join(a.text for a in demo().articles if a.outlet == outlet) for outlet in {a.outlet for a in demo().articles}}
    quoted = re.findall(r"^> ([^:]+): (.+)$", page("findings.md"), re.MULTILINE)
    assert len(quoted) > 20
    assert [words for outlet, words in quoted if words not in texts[outlet]] == []


@pytest.mark.parametrize("words", [model.Status, model.Aspect])
def test_every_status_and_aspect_is_explained(words):
    assert [w for w in words if f"\n### {w}\n" not in page("findings.md")] == []


ELSEWHERE = {"Status", "Aspect"}  # glossary.md sends the reader to findings.md
LISTS = [v for v in {**vars(model), **vars(errors)}.values() if isinstance(v, type) and issubclass(v, StrEnum) and v is not StrEnum]


@pytest.mark.parametrize("words", [w for w in LISTS if w.__name__ not in ELSEWHERE], ids=lambda w: w.__name__)
def test_every_value_of_a_closed_list_is_in_the_glossary(words):
    section = page("glossary.md").split(f"\n### {words.__name__}\n")[1].split("\n### ")[0]
    assert re.findall(r"^- `(\w+)`: ", section, re.MULTILINE) == list(words)


def test_the_output_in_the_readme_is_the_demos():
    shown = re.search(r"```text\n(.+?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    assert shown
    unnumbered = [re.sub(r"(\[\^\d+\])+", "[^]", text) for text in (shown[1], to_markdown(demo()))]  # numbers move with any line before
    printed = iter(unnumbered[1].splitlines())
    assert [line for line in unnumbered[0].splitlines() if line != "..." and line not in printed] == []  # `in` moves on: in this order


@pytest.mark.parametrize("path", [ROOT / "README.md", DOCS / "quality.md"], ids=lambda p: p.name)
def test_figures_are_the_pinned_ones(path):
    text = path.read_text(encoding="utf-8")
    assert make.FIGURE.search(text)
    assert make.with_floors(text) == text, "python docs/make.py writes them anew"


def test_links_between_pages_hold():
    for path in (ROOT / "README.md", *DOCS.glob("*.md")):
        for target in re.findall(r"\]\(([^)#:]+)[^):]*\)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name} links to {target}"


def test_from_the_articles_is_what_its_script_makes():
    folder = os.environ.get("TWOSOURCE_SAMPLES")
    if not folder or not Path(folder).is_dir():
        absent("TWOSOURCE_SAMPLES does not name the folder with the two sample articles")
    trace = script("from_the_articles")
    made = trace.read(Path(folder))
    assert trace.page(made) == page("from-the-articles.md"), "python docs/from_the_articles.py FOLDER --write writes it anew"


def test_no_nine_words_of_the_sample_articles_run_in_any_file_of_ours():
    folder = os.environ.get("TWOSOURCE_SAMPLES")
    if not folder or not Path(folder).is_dir():
        absent("TWOSOURCE_SAMPLES does not name the folder with the two sample articles")
    theirs: set[tuple[str, ...]] = set()
    for path in Path(folder).rglob("*.txt"):
        words = re.findall(r"\w+", path.read_text(encoding="utf-8").lower())
        theirs.update(zip(*(words[i:] for i in range(9)), strict=False))
    ours = [
        p
        for d in ("docs", "src", "tests", "evaluation")
        for p in (ROOT / d).rglob("*")
        if p.suffix in {".md", ".py", ".tsv", ".json", ".txt"}
    ]
    assert ours and theirs
    for path in [ROOT / "README.md", *ours]:
        words = re.findall(r"\w+", path.read_text(encoding="utf-8").lower())
        assert not theirs.intersection(zip(*(words[i:] for i in range(9)), strict=False)), path
