"""One Spark for all tests: a cluster of two executor processes on this machine, started when the first test asks for it."""

from __future__ import annotations

import os
import shutil
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tests.conftest import absent

MASTER = os.environ.get("TWOSOURCE_SPARK_MASTER", "local-cluster[2,1,1024]")
SETTINGS = {
    "spark.executorEnv.PYTHONPATH": str(Path(__file__).parents[1]),  # workers import the tests' own functions by name
    "spark.sql.shuffle.partitions": "2",
    "spark.scheduler.minRegisteredResourcesRatio": "0",
    "spark.sql.codegen.wholeStage": "false",  # to compile a query costs more than to run it on so few rows
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}


def spark_engine() -> Any:
    """A SparkEngine; the test is skipped where Java or PySpark is absent."""
    if find_spec("pyspark") is None:
        absent("PySpark is not installed: pip install 'twosource[spark]'")
    if shutil.which("java") is None:
        absent("no Java is on the path, and Spark needs one")
    from twosource.engines.spark import SparkEngine

    return SparkEngine(_session())


@cache
def _session() -> Any:
    from twosource.engines.spark import session

    made = session(MASTER, settings=SETTINGS)
    made.sparkContext.setLogLevel("OFF")
    return made
