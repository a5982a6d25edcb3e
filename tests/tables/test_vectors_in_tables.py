"""The golden vectors over table engines: the same answers as from columns, to the last digit."""

from __future__ import annotations

import pytest

import evallens
from tests.built import evaluation_of
from tests.tables.asked import NAMES, check, check_histograms, check_refusals, chosen, everything, read
from tests.tables.framed import in_tables

# Two thousand questions of the largest vector, on a machine that may be busy.
pytestmark = pytest.mark.timeout(1800)

WHOLE = ("folder", "duckdb", "polars")
"""The engines that are asked every question of every query."""


@pytest.fixture(scope="session")
def opened(tmp_path_factory):
    """Puts an evaluation into the tables of an engine."""
    home = tmp_path_factory.mktemp("vectors")

    def over(ev, engine):
        if engine != "folder":
            return in_tables(ev, engine)
        ev.to_parquet(home / "run", overwrite=True)
        return evallens.open(home / "run")

    return over


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("engine", WHOLE)
def test_every_answer_is_that_of_the_vector(opened, engine, name):
    vector = read(name)
    memory = evaluation_of(vector)
    tables = opened(memory, engine)
    assert check(vector, tables, memory, everything(vector, memory))


@pytest.mark.parametrize("name", NAMES)
def test_arrow_is_asked_every_question(opened, name):
    vector = read(name)
    memory = evaluation_of(vector)
    assert check(vector, opened(memory, "arrow"), memory, chosen(vector, memory))


@pytest.mark.parametrize("engine", WHOLE)
def test_histograms_count_over_every_other_facet(opened, engine):
    check_histograms(lambda ev: opened(ev, engine), every=True)


@pytest.mark.parametrize("engine", [*WHOLE, "arrow"])
def test_what_needs_rows_in_memory_is_refused_in_words(opened, engine):
    check_refusals(opened(evaluation_of(read("facets/suspects")), engine))
