"""What there is to choose of tables: counted where somebody looks, and what of it is another by now."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

import evallens
from evallens.evaluation.columns.codec import values_of
from tests.lens.test_tables import browser_sets, engine_of, lens_over


@pytest.fixture
def engine():
    return engine_of(evallens.demo())


@pytest.fixture
def lens(engine):
    return lens_over(engine)


def test_of_what_nobody_looks_at_nothing_is_counted_and_of_the_rest_what_is_another_by_now(lens, engine):
    assert lens.levels == {}
    browser_sets(lens, levels_asked=["clusters", "score", "iou"])
    assert engine.asked == ["levels", "histogram", "histogram"]
    # A facet is counted over the others, and its own range changes nothing of it.
    questions: list[tuple[dict[str, Any], list[str]]] = [
        ({"where": {"score": {"range": [0.4, None]}}}, ["levels", "histogram"]),
        ({"clusters": [2]}, ["histogram", "histogram"]),
        ({"view": {"panel": "clusters"}, "page": 2}, []),
        ({"levels_asked": ["score"]}, []),
        ({"confidence": 40}, ["histogram"]),
        ({"levels_asked": []}, []),
        ({"confidence": 41}, []),
        ({"levels_asked": ["score", "clusters"]}, ["histogram", "levels"]),
    ]
    for change, asked in questions:
        engine.asked.clear()
        browser_sets(lens, **change)
        assert [one for one in engine.asked if one in ("levels", "histogram")] == asked, change
    assert lens.levels["clusters"]["for"]["where"] == {"score": {"range": [0.4, None]}}
    assert lens.levels["score"]["for"]["where"] == {}
    found = lens.evaluation.queries.levels("clusters", lens.shown)
    assert values_of(lens.levels["clusters"]["columns"]["images"]).tolist() == found.images.tolist()


def test_levels_that_are_superseded_are_ended(lens, engine):
    engine.gate.clear()
    lens.set_state({"levels_asked": ["clusters", "score"]})
    assert engine.reached.wait(60)
    assert lens.status["message"] == "Counting what there is to choose …"
    lens.set_state({"levels_asked": ["score"]})
    assert lens.wait(60)
    assert engine.asked == ["levels", "histogram"]
    assert list(lens.levels) == ["score"]


def test_levels_are_asked_of_facets_that_have_some(lens):
    with pytest.raises(evallens.errors.UnknownNameError, match="query"):
        lens.levels_asked = ["query"]
    bare = replace(evallens.demo(), columns=replace(evallens.demo().columns, objects=None))
    opened = evallens.Lens(replace(bare, tables=engine_of(bare)))
    browser_sets(opened, levels_asked=["area"])
    assert (opened.levels, opened.status["state"]) == ({}, "idle")


def test_a_raster_has_clusters_where_it_is_coloured_by_them(lens, engine, monkeypatch):
    monkeypatch.setattr("evallens.lens.answering.MOST_POINTS", 100)
    browser_sets(lens, split="valid", confidence=22)
    assert set(lens.raster["columns"]) == {"counts", "errors"}
    browser_sets(lens, view={"colour": "cluster"})
    assert set(lens.raster["columns"]) == {"counts", "errors", "cluster"}
    assert set(values_of(lens.raster["columns"]["cluster"])) == {
        -1,
        *evallens.demo().columns.images.cluster[evallens.demo().images("valid").rows],
    }
    engine.asked.clear()
    browser_sets(lens, view={"colour": "errors"})
    assert engine.asked == []


def test_levels_that_cannot_be_counted_let_the_next_change_be_answered(lens, engine):
    engine.fails = "histogram"
    browser_sets(lens, levels_asked=["score"])
    assert (lens.status["message"], lens.levels_asked) == ("The engine has lost its file.", [])
    browser_sets(lens, query="1")
    assert (lens.status["state"], lens.query, lens.counted["for"]["query"]) == ("idle", "1", "1")
