"""A Lens over DuckDB: the engine under it is a real one, in files."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import threading
from dataclasses import replace
from typing import Any

import pytest

import evallens
from evallens.lens.answering import Answering
from evallens.tables.engines.duck import Duck
from evallens.tables.engines.handed import Relations
from tests.lens.test_tables import browser_sets
from tests.tables.framed import in_tables

pytest.importorskip("duckdb")

CHANGES = (
    {"cells": [[9, 10]]},
    {"confidence": 45},
    {"cells": [], "query": "1"},
    {"where": {"score": {"range": [0.4, None]}}},
    {"where": {}, "query": "", "lasso": [[1, 4], [5, 4], [5, 9]]},
    {"lasso": [], "clusters": [2, 3], "split": "all"},
    {"view": {"sort": "f1"}},
    {"view": {"sort": "name"}, "clusters": [], "kinds": ["duplicate", "missed"]},
    {"kinds": [], "view": {"face": "instances", "instance_sort": "size"}, "page": 3},
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("tables") / "run"
    evallens.demo().to_parquet(path)
    return path


def columns(value):
    """A trait's value with the bytes of its blocks."""
    if isinstance(value, dict):
        return {name: columns(one) for name, one in value.items()}
    return bytes(value) if isinstance(value, memoryview) else value


def levels_of(lens):
    """What a Lens would answer of all the facets whose levels it is asked for."""
    asked = Answering.of(lens, lens._loader.gallery)
    held: dict[str, Any] = {}
    while not asked.is_answered("levels", held):
        asked = replace(asked, levels_held=(held := asked.levels()))
    return held


@pytest.mark.parametrize("engine", ["folder", "duckdb", "polars"])
def test_it_answers_as_one_in_memory_answers_while_its_rows_are_coming(folder, engine):
    opened = evallens.open(folder) if engine == "folder" else in_tables(evallens.demo(), engine)
    tables, memory = evallens.Lens(opened, page_size=12), evallens.Lens(evallens.demo(), page_size=12)
    assert tables.wait(60)
    for lens in (tables, memory):
        browser_sets(lens, levels_asked=["clusters", "score", "iou", "area"])
    for change in CHANGES:
        browser_sets(tables, **change)
        browser_sets(memory, **change)
        assert tables.status["state"] == "idle", tables.status["message"]
        expected = Answering.of(memory, memory._loader.gallery)
        for name in ("counted", "page_rows", "raster"):
            assert columns(getattr(tables, name)) == columns(getattr(expected, name)()), (change, name)
        if expected.is_filtered:
            # It is the same at every threshold.
            at_any = {"confidence": 0}
            assert columns(tables.dust) | at_any == columns(expected.dust()) | at_any, change
        assert set(tables.levels) == {"clusters", "score", "iou", "area"}
        assert columns(tables.levels) == columns(levels_of(memory)), change


@pytest.mark.parametrize("engine", ["folder", "polars"])
def test_a_raster_by_cluster_is_that_of_memory(folder, engine, monkeypatch):
    monkeypatch.setattr("evallens.lens.answering.MOST_POINTS", 10)
    opened = evallens.open(folder) if engine == "folder" else in_tables(evallens.demo(), engine)
    tables, memory = evallens.Lens(opened), evallens.Lens(evallens.demo())
    for change in ({"view": {"colour": "cluster"}}, {"cells": [[9, 10]], "confidence": 37}):
        for lens in (tables, memory):
            browser_sets(lens, **change)
        expected = Answering.of(memory, memory._loader.gallery).raster()
        assert "cluster" in expected["columns"]
        assert columns(tables.raster) == columns(expected)


def test_a_query_that_runs_is_ended_by_the_next_change(folder, monkeypatch):
    lens = evallens.Lens(evallens.open(folder))
    assert lens.wait(60)
    began = threading.Event()
    ended: list[str] = []
    collected = Duck._collected

    def endless(self, frame):
        if began.is_set():
            return collected(self, frame)
        began.set()
        try:
            # Nobody has the time for it.
            return self.cursor.execute("select count(*) from range(10000000) a, range(10000000) b").fetchall()
        except Exception as error:
            ended.append(type(error).__name__)
            raise

    monkeypatch.setattr(Duck, "_collected", endless)
    lens.set_state({"query": "1"})
    assert began.wait(60)
    browser_sets(lens, query="12")
    assert ended == ["InterruptException"]
    assert lens.counted["images"] == len(evallens.demo().images(query="12"))
    assert lens.status["state"] == "idle"


def test_a_process_ends_while_a_query_runs(folder):
    code = textwrap.dedent("""
        import sys
        import threading
        import evallens
        from evallens.tables.engines.duck import Duck

        lens = evallens.Lens(evallens.open(sys.argv[1]))
        assert lens.wait(60)
        began = threading.Event()

        def endless(self, frame):
            began.set()
            return self.cursor.execute("select count(*) from range(10000000) a, range(10000000) b").fetchall()

        Duck._collected = endless
        lens.set_state({"query": "1"})
        assert began.wait(60)
        print("ends")
    """)
    done = subprocess.run(
        [sys.executable, "-c", code, folder], capture_output=True, text=True, timeout=300, check=False
    )
    assert (done.returncode, done.stdout) == (0, "ends\n"), done.stderr


def test_a_query_over_relations_is_ended_by_the_next_change(monkeypatch):
    lens = evallens.Lens(in_tables(evallens.demo(), "duckdb"))
    assert lens.wait(60)
    began = threading.Event()
    ended: list[str] = []
    collected = Relations._collected

    def endless(self, frame):
        if began.is_set():
            return collected(self, frame)
        began.set()
        try:
            # Nobody has the time for it.
            return self._relation.query("held", "select count(*) from range(10000000), range(10000000)").fetchall()
        except Exception as error:
            ended.append(type(error).__name__)
            raise

    monkeypatch.setattr(Relations, "_collected", endless)
    lens.set_state({"query": "1"})
    assert began.wait(60)
    browser_sets(lens, query="12")
    assert ended == ["InterruptException"]
    assert lens.counted["images"] == len(evallens.demo().images(query="12"))
    assert lens.status["state"] == "idle"


def test_threads_that_ask_one_connection_wait_for_one_another():
    ev = in_tables(evallens.demo(), "duckdb")
    lens = evallens.Lens(ev)
    for text in map(str, range(10)):
        # The thread of the Lens asks meanwhile.
        lens.set_state({"query": text, "confidence": 30})
        assert len(ev.images("test", 35, query=text)) == len(evallens.demo().images("test", 35, query=text))
    assert lens.wait(60)
    assert lens.status["state"] == "idle", lens.status
    assert lens.counted["images"] == len(evallens.demo().images("test", 30, query="9"))
