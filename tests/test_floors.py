"""Quality has a floor, and the floor has a lock: figures on public data may not fall, and are of the data they were measured on."""

import json
import os

import pytest

from evaluation.__main__ import FLOORS, TASKS, at, digest, measure

FLOOR = json.loads(FLOORS.read_text())


@pytest.mark.parametrize("task", TASKS)
def test_no_figure_is_under_its_floor(task, data):
    floor = FLOOR[task]
    assert digest(data, floor["data"]) == floor["sha256"], "the data is not the data the floors were measured on"
    figures, _ = measure(task, data, processes=min(2, os.cpu_count() or 1))
    assert floor["floors"]
    assert not [f"{path}: {at(figures, path)} < {value}" for path, value in floor["floors"].items() if at(figures, path) < value]
