"""What is selected in one view is what the others show, what Python holds, and what the data say."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.display import Display
from tests.browser.lab import Notebook, eventually
from tests.browser.served import Served

CLASSES = [*"0123456789", "background"]
HALF = [(0.02, 0.03), (0.55, 0.03), (0.45, 0.97), (0.02, 0.9)]
"""Corners of a lasso around the left half of the map."""


class Agreement:
    """Page, kernel and served data, asked the same question."""

    def __init__(self, notebook: Notebook, display: Display, served: Served) -> None:
        self.notebook, self.display, self.served = notebook, display, served

    def check(self, **query: Any) -> None:
        """All three give the same images in the same order, the same counts and the same matrix."""
        expected = self.served.answer(**{"split": "test", "confidence": 20, **query})
        eventually(lambda: self.notebook.value("list(lens.selected.name)"), expected["names"])
        assert self.display.names() == expected["names"]
        assert self.display.counts() == expected["counts"]
        assert self.display.matrix() == expected["matrix"]

    def lasso(self) -> list[list[float]]:
        """The polygon that arrived in Python."""
        eventually(lambda: bool(self.notebook.value("lens.lasso")), expected=True)
        polygon: list[list[float]] = self.notebook.value("lens.lasso")
        return polygon


@pytest.fixture
def agreement(notebook: Notebook, display: Display, served: Served) -> Agreement:
    return Agreement(notebook, display, served)


def test_matrix_selects_cells_blocks_rows_and_columns(display, agreement):
    agreement.check()
    display.cell("3", "8").click()
    agreement.check(cells=[("3", "8")])
    display.cell("9", "3").click(modifiers=["Control"])
    agreement.check(cells=[("3", "8"), ("9", "3")])
    display.grid.get_by_role("rowheader", name="actual 3", exact=True).click()
    agreement.check(cells=[("3", predicted) for predicted in CLASSES])
    display.grid.get_by_role("columnheader", name="predicted background", exact=True).click()
    agreement.check(cells=[(actual, "background") for actual in CLASSES])
    display.cell("8", "0").click()
    display.cell("9", "1").click(modifiers=["Shift"])
    agreement.check(cells=[("8", "0"), ("8", "1"), ("9", "0"), ("9", "1")])
    display.reset()
    agreement.check()


def test_most_confused_pair_selects_its_cell(display, agreement):
    first, second = agreement.served.answer(split="test", confidence=20)["worst"][:2]
    pairs = display.root.get_by_role("tabpanel", name="Most confused").get_by_role("button")
    pairs.nth(1).click()
    agreement.check(cells=[second])
    pairs.nth(0).click(modifiers=["Control"])
    agreement.check(cells=[first, second])


def test_lasso_on_the_map_recounts_the_matrix(display, agreement):
    display.draw_lasso(HALF)
    polygon = agreement.lasso()
    assert 0 < display.counts()[0] < 240
    agreement.check(lasso=polygon)
    display.cell("3", "background").click()
    agreement.check(lasso=polygon, cells=[("3", "background")])


def test_clusters_are_added_and_taken_away(display, agreement):
    display.choose("Colour by", "cluster")
    clusters = display.root.get_by_role("group", name="Clusters").get_by_role("button")
    first, second = (int(clusters.nth(i).get_attribute("value") or "-2") for i in (0, 1))
    clusters.nth(0).click()
    agreement.check(clusters=[first])
    clusters.nth(1).click(modifiers=["Control"])
    agreement.check(clusters=[first, second])


def test_search_looks_into_names(display, agreement):
    display.search.fill("ST-01")
    agreement.check(query="st-01")
    display.search.fill("no such name")
    agreement.check(query="no such name")


def test_splits_each_and_together(display, agreement):
    for split in ("valid", "train", "all"):
        display.choose("Split", split)
        agreement.check(split=split)


def test_threshold_by_keys_and_by_hand(display, agreement):
    display.slider.focus()
    for key in ("ArrowRight", "PageUp", "ArrowLeft", "ArrowUp"):
        display.slider.press(key)
    assert display.threshold() == 31
    agreement.check(confidence=31)
    display.drag_threshold(0.75)
    dragged = display.threshold()
    # The letters of the curves take a part of the width, on the right.
    assert 70 <= dragged <= 88
    agreement.check(confidence=dragged)
    display.cell("3", "background").click()
    agreement.check(confidence=dragged, cells=[("3", "background")])


def test_sorts_are_the_same_in_python(display, notebook, agreement):
    display.choose("Sort by", "name")
    expected = agreement.served.answer(split="test", confidence=20)["by_name"]
    eventually(lambda: notebook.value("list(lens.selected.name)"), expected)
    assert display.names() == expected


IN_PYTHON: list[tuple[str, dict[str, Any]]] = [
    ('lens.cells = [("3", "8"), ("8", "3")]', {"cells": [("3", "8"), ("8", "3")]}),
    ("lens.clusters = [0, -1]", {"clusters": [0, -1]}),
    ("lens.lasso = [(4, 2), (7, 2), (7, 6), (4, 6)]", {"lasso": [[4, 2], [7, 2], [7, 6], [4, 6]]}),
    ('lens.query = "01"', {"query": "01"}),
    ("lens.picked = [720, 725, 800]", {"picked": [720, 725, 800]}),
    ("lens.confidence = 64", {"confidence": 64}),
    (
        'lens.split, lens.confidence, lens.query, lens.cells = "valid", 5, "1", [("background", "1")]',
        {"split": "valid", "confidence": 5, "query": "1", "cells": [("background", "1")]},
    ),
]


def test_values_set_in_python_show_in_the_page(notebook, display, agreement):
    for code, query in IN_PYTHON:
        notebook.kernel(code)
        eventually(display.counts, agreement.served.answer(**{"split": "test", "confidence": 20, **query})["counts"])
        agreement.check(**query)
        notebook.kernel("lens.cells = lens.clusters = lens.lasso = lens.picked = []; lens.query = ''")
        notebook.kernel("lens.split, lens.confidence = 'test', 20")


def test_ranges_set_in_python_show_in_the_page(notebook, display):
    notebook.kernel('lens.where = {"score": (0.6, None), "iou": (None, 0.8)}')
    images, instances = notebook.value("[len(lens.selected), int(lens.evaluation.queries.count(lens.shown).instances)]")
    assert 0 < images < 240
    eventually(display.counts, [images, 240, instances])
    assert display.names() == notebook.value("list(lens.selected.name)")
    matrix = notebook.value("lens.evaluation.recount(lens.shown).matrix.tolist()")
    assert display.matrix() == {(a, p): matrix[i][j] for i, a in enumerate(CLASSES) for j, p in enumerate(CLASSES)}
    display.reset()
    eventually(lambda: notebook.value("[lens.where, len(lens.selected)]"), [{}, 240])


def test_name_that_is_not_there_is_refused_and_changes_nothing(notebook, display, agreement):
    with pytest.raises(AssertionError, match=r"'backgrund'.*'background'"):
        notebook.kernel('lens.cells = [("3", "backgrund")]')
    agreement.check()
