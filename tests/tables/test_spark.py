"""Spark, in a process of this machine: the same answers, where Java is there."""

from __future__ import annotations

import json
import shutil
from typing import Any

import pytest

from tests.built import evaluation_of
from tests.tables.framed import FRAMES, in_tables
from tests.tables.test_vectors_in_tables import FACETS, FOLDER, check, some

pytestmark = [
    pytest.mark.spark,
    pytest.mark.skipif(
        shutil.which("java") is None, reason="Spark needs Java: apt-get install openjdk-17-jre-headless"
    ),
    pytest.mark.timeout(1800),
]


@pytest.fixture(scope="module")
def spark():
    from pyspark.sql import SparkSession

    options: dict[str, Any] = {
        "spark.sql.shuffle.partitions": "2",
        "spark.ui.enabled": "false",
        "spark.sql.execution.arrow.pyspark.enabled": "true",
    }
    session = SparkSession.builder.master("local[2]").appName("evallens").config(map=options).getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.fixture
def framed(spark, monkeypatch):
    from evallens.tables.engines.handed import signed

    def frames(tables):
        return {name: spark.createDataFrame(signed(table)) for name, table in tables.items()}

    monkeypatch.setitem(FRAMES, "spark", frames)
    return "spark"


@pytest.mark.parametrize("name", ["filters", "unsplit", "names", "empty", *FACETS])
def test_answers_of_spark_are_those_of_the_vectors(framed, name):
    vector = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    vector["queries"] = some(vector["queries"])[1:3]
    check(vector, in_tables(evaluation_of(vector), framed), has_objects=name in FACETS)
