"""What Ibis reaches: over DuckDB, the same answers as the vectors."""

from __future__ import annotations

import json

import pytest

from tests.built import evaluation_of
from tests.tables.framed import FRAMES, in_tables
from tests.tables.test_vectors_in_tables import FACETS, FOLDER, check, some

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")
"""Ibis calls DuckDB by older names."""


@pytest.fixture
def framed(tmp_path, monkeypatch):
    import ibis
    from pyarrow import parquet

    connection = ibis.duckdb.connect()

    def frames(tables):
        for name, table in tables.items():
            parquet.write_table(table, tmp_path / f"{name}.parquet")
        return {name: connection.read_parquet(tmp_path / f"{name}.parquet") for name in tables}

    monkeypatch.setitem(FRAMES, "ibis", frames)
    return "ibis"


@pytest.mark.parametrize("name", ["filters", "names", "empty", *FACETS])
def test_answers_through_ibis_are_those_of_the_vectors(framed, name):
    vector = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    vector["queries"] = some(vector["queries"])[1:4]
    check(vector, in_tables(evaluation_of(vector), framed), has_objects=name in FACETS)
