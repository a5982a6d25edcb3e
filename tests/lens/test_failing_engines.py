"""Engines that really fail under a Lens: what was shown stays, the status line says why, and the next change works."""

from __future__ import annotations

from typing import Any

import pytest

import evallens
from evallens.errors import EngineError
from evallens.lens.behind import ANSWERED
from tests.lens.test_tables import browser_sets
from tests.tables.framed import arrow_tables

duckdb = pytest.importorskip("duckdb")

SHOWN = (*ANSWERED, "query", "cells", "confidence", "split", "page", "page_size", "open", "view")


@pytest.fixture
def folder(tmp_path):
    evallens.demo().to_parquet(tmp_path / "run")
    return tmp_path / "run"


def relations(connection):
    return {name: connection.from_arrow(table) for name, table in arrow_tables(evallens.demo()).items()}


def opened(frames):
    demo = evallens.demo()
    return evallens.open(**frames, classes=demo.classes, matching="iou", iou=0.5, tb=0.1, pictures=demo.pictures)


def lens_over(ev):
    lens = evallens.Lens(ev, page_size=12)
    assert lens.wait(60)
    browser_sets(lens, query="1", cells=[[9, 10]], confidence=25)
    assert lens.status["state"] == "idle", lens.status
    assert lens.counted["images"] == len(expected(lens)) > 0
    return lens


def expected(lens):
    return evallens.demo().images("test", lens.confidence, cells=lens.cells, query=lens.query)


def shown(lens):
    return {name: getattr(lens, name) for name in SHOWN}


def stays(lens, **change):
    """A change that the engine fails to answer, made on screen and then in Python, leaves what is shown."""
    before, said = shown(lens), repr(lens)
    browser_sets(lens, **change)
    assert lens.status["state"] == "error"
    assert "failed while it answered" in lens.status["message"]
    assert shown(lens) == before
    with pytest.raises(EngineError, match="still stands"):
        lens.query = "12"
    assert shown(lens) == before
    assert repr(lens) == said
    assert "<iframe" in lens._kept_in_notebook()
    return lens.status["message"]


def works(lens):
    """The next change is answered."""
    browser_sets(lens, query="2", cells=[])
    assert lens.status["state"] == "idle", lens.status
    found = expected(lens)
    assert lens.counted["images"] == len(found)
    assert lens.page_rows["rows"] == found.rows[:12].tolist()


def test_memory_of_a_folder_that_runs_out_and_is_there_again(folder):
    ev = evallens.open(folder)
    lens = lens_over(ev)
    engine: Any = getattr(ev.tables, "engine", None)
    runs_out(lens, engine.cursor)


def test_memory_of_relations_that_runs_out_and_is_there_again():
    connection = duckdb.connect()
    runs_out(lens_over(opened(relations(connection))), connection)


def runs_out(lens, connection):
    connection.execute("SET memory_limit = '1MB'")
    assert "emory" in stays(lens, query="2", cells=[])
    connection.execute("SET memory_limit = '2GB'")
    works(lens)


def test_a_connection_of_our_own_that_is_lost_is_made_again(folder):
    ev = evallens.open(folder)
    lens = lens_over(ev)
    engine: Any = getattr(ev.tables, "engine", None)
    before = shown(lens)
    engine._connection.close()
    browser_sets(lens, query="2")
    assert "closed" in lens.status["message"]
    assert shown(lens) == before
    works(lens)


def test_a_connection_that_was_closed_leaves_the_last_page_for_good(tmp_path):
    connection = duckdb.connect()
    lens = lens_over(opened(relations(connection)))
    connection.close()
    assert "open the tables anew" in stays(lens, query="2")
    with pytest.warns(UserWarning, match="holds the page on show, and no other: DuckDB failed"):
        written = lens.to_html(tmp_path / "report.html").read_text("utf-8")
    assert "The rows of this evaluation are in tables." in written


def test_files_of_polars_that_are_gone_and_come_back(tmp_path):
    pl = pytest.importorskip("polars")
    for name, table in arrow_tables(evallens.demo()).items():
        pl.from_arrow(table).write_parquet(tmp_path / f"{name}.parquet")
    lens = lens_over(
        opened({name: pl.scan_parquet(tmp_path / f"{name}.parquet") for name in arrow_tables(evallens.demo())})
    )
    (tmp_path / "outcomes.parquet").rename(tmp_path / "away")
    stays(lens, query="2", cells=[])
    (tmp_path / "away").rename(tmp_path / "outcomes.parquet")
    works(lens)
