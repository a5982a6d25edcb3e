"""The table of images as rows, as a selection, and as other libraries' frames."""

from __future__ import annotations

import json
import math

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from evallens.evaluation import ImageTable
from tests.built import evaluation_of

COLUMNS = ["id", "name", "split", "cluster", "x", "y", "tp", "fp", "fn", "precision", "recall", "f1"]


@pytest.fixture
def table() -> ImageTable:
    images = {
        "id": ["1", "2", "3"],
        "name": ["b.jpg", "Ä\U0001f600.jpg", "c.jpg"],
        "split": ["test"] * 3,
        "x": [0.5, None, 1.0],
        "y": [0.25, None, 2.0],
        "cluster": [3, -1, 3],
    }
    outcomes = {"image": [0, 0, 1], "actual": [0, 1, 0], "predicted": [0, 0, 1], "count": [1, 3, 1]}
    header = {
        "task": "object-detection",
        "classes": ["cat", "background"],
        "background": 1,
        "mixups": "both",
    }
    return evaluation_of({"header": header, "images": images, "outcomes": outcomes}).images()


def test_iterates_over_rows_in_gallery_order(table):
    first, second, third = table
    assert first[:4] == ("1", "b.jpg", "test", 3)
    assert (first.tp, first.fp, first.fn, first.precision, first.recall, first.f1) == (1, 3, 0, 0.25, 1.0, 0.4)
    assert (second.name, second.f1) == ("Ä\U0001f600.jpg", 0.0)
    assert math.isnan(second.x)
    assert math.isnan(third.f1)
    assert type(first.tp) is int


def test_is_indexed_by_mask_slice_and_rows(table):
    assert list(table[table.fp > 0].name) == ["b.jpg"]
    assert list(table[1:].id) == ["2", "3"]
    assert list(table[[2, 0]].id) == ["3", "1"]
    assert len(table[0]) == 1


def test_reads_as_how_many_images_it_holds(table):
    assert repr(table) == "ImageTable(3 images)"


def test_pandas_frame_has_the_same_columns(table):
    frame = table.to_pandas()
    assert isinstance(frame, pd.DataFrame)
    assert list(frame.columns) == COLUMNS
    assert frame["name"].tolist() == list(table.name)
    assert frame["fp"].tolist() == [3, 0, 0]


def test_polars_frame_has_the_same_columns(table):
    frame = table.to_polars()
    assert frame.columns == COLUMNS
    assert frame["name"].to_list() == list(table.name)


def test_arrow_libraries_read_it_as_it_is(table):
    assert pl.DataFrame(table).equals(table.to_polars(), null_equal=True)
    assert str(pa.table(table)) == str(table.to_arrow()), "as text, in which NaN equals itself"


def test_frame_without_rows_keeps_its_types(table):
    none = table[:0]
    assert none.to_polars().schema == table.to_polars().schema
    assert none.to_arrow().schema == table.to_arrow().schema
    assert none.to_pandas().dtypes.equals(table.to_pandas().dtypes)


def test_matrix_becomes_a_frame_with_named_axes():
    ev = evaluation_of(
        {
            "header": {"task": "object-detection", "classes": ["cat", "background"], "background": 1, "mixups": "both"},
            "images": {"id": ["1"], "name": ["a"], "split": ["test"], "x": [0], "y": [0], "cluster": [0]},
            "outcomes": {"image": [0], "actual": [0], "predicted": [1], "count": [2]},
        }
    )
    frame = ev.confusion_matrix().to_pandas()
    assert (frame.index.name, frame.columns.name) == ("actual", "predicted")
    assert frame.loc["cat", "background"] == 2


def test_ids_are_a_plain_list_that_json_takes(table):
    assert json.loads(json.dumps(table[[2, 0]].ids)) == ["3", "1"]
