"""Spark, in a process of this machine: the same answers, where Java is there."""

from __future__ import annotations

import pytest

from tests.built import evaluation_of
from tests.spark import INTERPRETED, NEEDS_JAVA, started
from tests.tables.asked import NAMES, check, check_histograms, check_refusals, chosen, read
from tests.tables.framed import FRAMES, in_tables

pytestmark = [pytest.mark.spark, NEEDS_JAVA, pytest.mark.timeout(3600)]


@pytest.fixture(scope="module")
def spark():
    yield from started({"spark.sql.shuffle.partitions": "2", **INTERPRETED})


@pytest.fixture
def framed(spark, monkeypatch):
    from evallens.tables.engines.handed import signed

    def frames(tables):
        return {name: spark.createDataFrame(signed(table)) for name, table in tables.items()}

    monkeypatch.setitem(FRAMES, "spark", frames)
    return "spark"


@pytest.mark.parametrize("name", NAMES)
def test_answers_of_spark_are_those_of_the_vectors(framed, name):
    vector = read(name)
    memory = evaluation_of(vector)
    assert check(vector, in_tables(memory, framed), memory, chosen(vector, memory))


def test_histograms_count_over_every_other_facet(framed):
    check_histograms(lambda ev: in_tables(ev, framed), every=False)


def test_what_needs_rows_in_memory_is_refused_in_words(framed):
    check_refusals(in_tables(evaluation_of(read("facets/suspects")), framed))
