"""The ledger's commands as a person meets them: exit codes, one clear sentence, data on stdout alone."""

import contextlib
import io
import json
import sys
from unittest import mock

import pytest

from twosource.cli import main

GOOD = "Police said 12 people were killed in the crash at Marnow on Friday. The road was closed until Saturday morning.\n"


def run(*args, cwd):
    """(exit code, stdout, stderr) of the command, in this process: starting one takes longer than most commands."""
    out, told, code = io.StringIO(), io.StringIO(), 0
    command = mock.patch.object(sys, "argv", ["twosource", *args])
    with contextlib.chdir(cwd), command, contextlib.redirect_stdout(out), contextlib.redirect_stderr(told):
        try:
            main()
        except SystemExit as end:
            code = end.code or 0
    return code, out.getvalue(), told.getvalue()


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cli")
    (folder / "good.txt").write_text(GOOD)
    (folder / "bad.json").write_text("{")
    assert run("build", "good.txt", "--ledger", "l", cwd=folder)[0] == 0
    return folder


def test_an_input_that_cannot_be_read_is_named_and_the_code_is_3(place):
    code, out, told = run("build", "bad.json", "good.txt", "--ledger", "l", cwd=place)
    assert code == 3 and out == "" and "bad.json" in told


def test_the_commands_print_the_ledger_as_they_print_inputs(place):
    for command in ("articles", "claims", "stories", "findings"):
        _, of_inputs, _ = run(command, "good.txt", cwd=place)
        code, of_ledger, _ = run(command, "--ledger", "l", cwd=place)
        assert code == 0 and of_ledger == of_inputs


def test_brief_and_verify(place):
    code, out, _ = run("brief", "--ledger", "l", "-f", "json", cwd=place)
    assert code == 0 and json.loads(out)["findings"]
    code, out, told = run("verify", "--ledger", "l", cwd=place)
    assert (code, out) == (0, "") and "everything holds" in told


def test_nothing_new_says_so(place):
    run("build", "--ledger", "l", cwd=place)
    code, _, told = run("build", "good.txt", "--ledger", "l", cwd=place)
    assert code == 0 and "nothing was done" in told


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("findings", "--ledger", "nowhere"), "no ledger at nowhere"),
        (("findings", "good.txt", "--ledger", "l"), "instead of inputs"),
        (("findings",), "nothing to read"),
        (("build", "--ledger", "new"), "no ledger at new"),
        (("build", "nowhere.txt", "--ledger", "l"), "nowhere.txt"),
        (("remove", "nothing", "--ledger", "l"), "no article has the id"),
        (("export", "--ledger", "l", "-o", "good.txt"), "is a file"),
    ],
)
def test_wrong_usage_is_code_2_and_one_sentence(place, args, says):
    code, out, told = run(*args, cwd=place)
    assert (code, out) == (2, "") and says in told and "Traceback" not in told


def test_removed_is_gone_and_stays_out(place):
    assert run("build", "good.txt", "--ledger", "r", cwd=place)[0] == 0
    code, out, told = run("remove", "good.txt", "--ledger", "r", "--reason", "asked", cwd=place)
    assert (code, out) == (0, "") and "is removed" in told
    code, _, told = run("build", "good.txt", "--ledger", "r", cwd=place)
    assert code == 0 and "stays out" in told
    assert run("articles", "--ledger", "r", cwd=place)[1] == ""


def test_a_build_may_stop_at_stories_and_go_on_later(place):
    assert run("build", "good.txt", "--ledger", "u", "--until", "stories", cwd=place)[0] == 0
    code, out, _ = run("stories", "--ledger", "u", cwd=place)
    assert code == 0 and out == run("stories", "good.txt", cwd=place)[1]
    code, _, told = run("findings", "--ledger", "u", cwd=place)
    assert code == 2 and "has no findings yet" in told and "twosource build --ledger u" in told
    _, _, told = run("build", "good.txt", "--ledger", "u", "--until", "stories", cwd=place)
    assert "nothing was done" in told
    assert run("build", "--ledger", "u", cwd=place)[0] == 0
    assert run("findings", "--ledger", "u", cwd=place)[1] == run("findings", "good.txt", cwd=place)[1]
