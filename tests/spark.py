"""Spark, in a process of this machine, where Java is."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

NEEDS_JAVA = pytest.mark.skipif(
    shutil.which("java") is None, reason="Spark needs Java: apt-get install openjdk-17-jre-headless"
)

_OPTIONS = {
    # Compiling twice what runs for a minute takes longer than running it.
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
INTERPRETED = {
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.codegen.wholeStage": "false",
}
"""For many questions over a handful of rows, of which each would be compiled to be run once."""


def started(options: Mapping[str, str]) -> Iterator[Any]:
    """A session with these options beside those of all tests."""
    from pyspark.sql import SparkSession

    held: dict[str, Any] = {**_OPTIONS, **options}
    # Spark starts the python3 of the PATH otherwise, whichever runs the tests.
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PYSPARK_PYTHON", sys.executable)
        session = SparkSession.builder.master("local[2]").appName("evallens").config(map=held).getOrCreate()
        session.sparkContext.setLogLevel("ERROR")
        yield session
        session.stop()
