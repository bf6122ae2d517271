"""Where public evaluation data or a browser is absent, tests that need them skip and say so; TWOSOURCE_REQUIRE_ALL makes that a failure."""

import os
from pathlib import Path

import pytest


def absent(what: str) -> None:
    if os.environ.get("TWOSOURCE_REQUIRE_ALL"):
        pytest.fail(f"{what}, and TWOSOURCE_REQUIRE_ALL is set")
    pytest.skip(what)


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of public evaluation data."""
    folder = os.environ.get("TWOSOURCE_DATA")
    if not folder or not Path(folder).is_dir():
        absent("TWOSOURCE_DATA does not name a folder with the public evaluation data")
    return Path(str(folder))
