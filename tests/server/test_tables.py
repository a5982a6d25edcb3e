"""A folder of tables behind the contract: every endpoint answers as over memory, or says in words what it needs."""

from __future__ import annotations

import pytest
import requests

import evallens
from evallens.server import ServedEvaluation, serve

pytest.importorskip("duckdb")

SAME = (
    "/confusion-matrix?split=test",
    "/confusion-matrix?split=all&confidence=45",
    "/image-predictions?split=valid&limit=7&offset=3",
    "/image-predictions?confidence=30&limit=50",
    "/confidence-sweep",
)
"""What is counted from the cube, and from the rows of the engine."""


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tables") / "run"
    evallens.demo().to_parquet(folder)
    held = {"memory": evallens.demo(), "tables": evallens.open(folder)}
    served = [ServedEvaluation(evaluation=ev, eval_id=name, workspace="ws") for name, ev in held.items()]
    with serve(*served) as server, requests.Session() as session:

        def get(name: str, path: str):
            return session.get(f"{server.url}/ws/model-evals/{name}{path}", timeout=300)

        yield get


@pytest.mark.parametrize("path", SAME)
def test_answers_are_those_of_memory(ask, path):
    memory, tables = ask("memory", path), ask("tables", path)
    assert (tables.status_code, memory.status_code) == (200, 200)
    assert tables.json() == memory.json()


def test_a_summary_lacks_what_needs_all_rows_and_no_other_number(ask):
    memory, tables = (ask(name, "").json()["summary"] for name in ("memory", "tables"))
    assert memory["mAP"] is not None
    assert tables == {**memory, "mAP": None}
    one, other = (ask(name, "/performance-by-class?split=test").json()["classes"] for name in ("memory", "tables"))
    precisions = {"map50": None, "map50_95": None, "map75": None}
    assert other == [{**each, **precisions} for each in one]


@pytest.mark.parametrize("path", ["/map-results", "/vector-analysis", "/recommendations"])
def test_what_needs_all_rows_says_so(ask, path):
    assert ask("memory", path).status_code == 200
    refused = ask("tables", path)
    assert (refused.status_code, refused.json()["error"]) == (501, "rows_in_tables")
    assert "needs all rows in memory, and this evaluation is in tables" in refused.json()["message"]
