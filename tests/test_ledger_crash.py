"""A few of the blows of tests/crash.py; `python -m tests.crash --kills 200` deals the rest."""

import pytest

from tests.crash import INPUTS, Trial


@pytest.fixture(scope="module")
def trial(tmp_path_factory):
    return Trial(7, tmp_path_factory.mktemp("crash"), INPUTS[:4])


def test_killed_builds_lose_nothing(trial):
    trial.kills(6)


def test_full_disks_lose_nothing(trial):
    trial.full_disks(1)
    assert trial.met["full"]


def test_two_writers_lose_nothing(trial):
    trial.two_at_once(1)
    assert trial.met["locked"]
