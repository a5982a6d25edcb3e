"""What Ibis reaches: over DuckDB, the same answers as the vectors."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

import evallens
from tests.built import evaluation_of
from tests.tables.asked import NAMES, check, check_histograms, check_refusals, chosen, read
from tests.tables.framed import FRAMES, in_tables

pytestmark = [
    # Ibis calls DuckDB by older names.
    pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning"),
    # Where everything is asked.
    pytest.mark.timeout(3600),
]


@pytest.fixture(scope="module")
def connection():
    import ibis

    return ibis.duckdb.connect(threads=1)


@pytest.fixture
def framed(connection, tmp_path, monkeypatch):
    from pyarrow import parquet

    def frames(tables):
        for name, table in tables.items():
            parquet.write_table(table, tmp_path / f"{name}.parquet")
        return {name: connection.read_parquet(tmp_path / f"{name}.parquet") for name in tables}

    monkeypatch.setitem(FRAMES, "ibis", frames)
    return "ibis"


@pytest.mark.parametrize("name", NAMES)
def test_answers_through_ibis_are_those_of_the_vectors(framed, name):
    vector = read(name)
    memory = evaluation_of(vector)
    assert check(vector, in_tables(memory, framed), memory, chosen(vector, memory))


def test_histograms_count_over_every_other_facet(framed):
    check_histograms(lambda ev: in_tables(ev, framed), every=False)


def test_what_needs_rows_in_memory_is_refused_in_words(framed):
    check_refusals(in_tables(evaluation_of(read("facets/suspects")), framed))


# Ibis asks pandas for what it deprecates.
@pytest.mark.filterwarnings("ignore:The 'future.infer_string'")
def test_a_connection_that_cannot_be_remembered_answers(tmp_path):
    import ibis

    with closing(sqlite3.connect(tmp_path / "tables.db")) as file:
        file.executescript(
            "create table images(row integer, name text); insert into images values (0, 'a'), (1, 'b');"
            "create table outcomes(row integer, image integer, actual integer, predicted integer);"
            "insert into outcomes values (0, 0, 0, 0), (1, 1, 1, 0);"
        )
    tables = ibis.sqlite.connect(tmp_path / "tables.db")
    ev = evallens.open(outcomes=tables.table("outcomes"), images=tables.table("images"), classes=["cat", "background"])
    assert ev.confusion_matrix("all").matrix.tolist() == [[1, 0], [1, 0]]
    assert [one.name for one in ev.images("all")] == ["b", "a"]
