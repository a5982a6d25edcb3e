"""The table of instances: its order, its boxes, and the same as other libraries' frames."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import replace

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import evallens
from evallens.errors import InputError, UnknownNameError
from evallens.evaluation import Evaluation, InstanceTable
from evallens.evaluation.results import InstanceRow
from evallens.pictures.given import SourcePictures
from tests.built import evaluation_of

COLUMNS = [*InstanceRow._fields]


def made(task: str = "object-detection", *, boxes: bool = True) -> Evaluation:
    """Two false positives, a pair and a missed truth in three images, one of which has a picture."""
    ev = evaluation_of(
        {
            "header": {"task": task, "classes": ["=cat", "background"], "background": 1, "mixups": "both"},
            "images": {
                "id": ["1", "2", "3"],
                "name": ["b,1.jpg", "Ä\U0001f600.jpg", "c.jpg"],
                "split": ["test", "", "test"],
                "x": [None] * 3,
                "y": [None] * 3,
                "cluster": [-1] * 3,
            },
            "outcomes": {
                "image": [0, 0, 1, 2],
                "actual": [1, 0, 0, 1],
                "predicted": [0, 0, 1, 0],
                "count": [1, 1, 1, 1],
                "truth": [None, 0, 1, None],
                "prediction": [2, 3, None, 4],
                "iou": [None, 0.75, None, None],
            },
            "objects": {
                "image": [0, 1, 0, 0, 2],
                "side": [0, 0, 1, 1, 1],
                "label": [0] * 5,
                "x": [1, 2, 3, 4, 5],
                "y": [6, 7, 8, 9, 10],
                "w": [10, 20, 30, 40, 50],
                "h": [5, 5, 5, 5, 5],
                "score": [None, None, 0.25, 0.5, 0.75],
                "area": [50, 100, 150, 200, 250],
            }
            if boxes
            else None,
        }
    )
    return replace(ev, pictures=SourcePictures(("pictures/b.jpg", None, None)))


@pytest.fixture
def table() -> InstanceTable:
    return made().instances("all")


def test_iterates_over_rows_the_most_confident_first(table):
    first, second, third, last = table
    assert (first.image, first.name, first.split, first.actual, first.predicted) == (
        *("3", "c.jpg", "test"),
        *("background", "=cat"),
    )
    assert (second.score, second.iou) == (0.5, 0.75)
    assert [row.kind for row in (first, second, last)] == ["unknown", "correct", "missed"]
    assert second[8:17] == (1, 6, 10, 5, 4, 9, 40, 5, 50)
    assert third.area == 150, "a false positive has the area of its prediction"
    assert (last.split, last.truth_w, last.area) == ("", 20, 100)
    assert math.isnan(last.score)
    assert math.isnan(last.prediction_x)
    assert type(first.score) is float


@pytest.mark.parametrize(("sort", "areas"), [("score", [250, 50, 150, 100]), ("size", [250, 150, 100, 50])])
def test_stands_in_the_order_asked_for(sort, areas):
    assert made().instances("all", sort=sort).area.tolist() == areas


def test_overlaps_come_first_by_iou_and_what_has_none_by_row():
    assert made().instances("all", sort="iou").rows.tolist() == [1, 0, 2, 3]


def test_a_sort_that_is_not_there_names_the_closest():
    with pytest.raises(UnknownNameError, match="'iou'"):
        made().instances(sort="ious")  # type: ignore[arg-type]


def test_takes_the_facets_of_images():
    ev = made()
    assert ev.instances(cells=[("background", "=cat")]).score.tolist() == [0.75, 0.25]
    assert ev.instances("test", where={"score": (0.3, 0.6)}).name == ["b,1.jpg"]
    assert len(ev.instances(query="nothing is called so")) == 0


def test_says_which_file_a_picture_lies_in(table, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert table.path == ["", str(tmp_path / "pictures" / "b.jpg"), str(tmp_path / "pictures" / "b.jpg"), ""]


def test_is_indexed_by_mask_slice_and_rows(table):
    assert table[table.score > 0.4].rows.tolist() == [3, 1]
    assert table[1:3].rows.tolist() == [1, 0]
    assert table[[3, 0]].ids == ["2", "3"]
    assert len(table[0]) == 1
    assert repr(table[:0]) == "InstanceTable(0 instances)"


def test_ids_are_those_of_the_images_once_each(table):
    assert table.ids == ["3", "1", "2"]


def test_frames_have_the_same_columns(table):
    pandas, polars = table.to_pandas(), table.to_polars()
    assert list(pandas.columns) == polars.columns == table.to_arrow().column_names == COLUMNS
    assert pandas["prediction_w"].dropna().tolist() == [50, 40, 30]
    assert polars["name"].to_list() == ["c.jpg", "b,1.jpg", "b,1.jpg", "Ä\U0001f600.jpg"]
    assert pl.DataFrame(table).equals(polars, null_equal=True)
    assert str(pa.table(table)) == str(table.to_arrow()), "as text, in which NaN equals itself"


def test_a_frame_without_rows_keeps_its_types(table):
    none = table[:0]
    assert none.to_polars().schema == table.to_polars().schema
    assert none.to_arrow().schema == table.to_arrow().schema
    assert none.to_pandas().dtypes.equals(table.to_pandas().dtypes)
    assert none.to_csv() == ",".join(COLUMNS) + "\r\n"
    assert none.ids == []


def test_csv_is_read_back_and_runs_no_formula(table, tmp_path):
    head, *lines = csv.reader(io.StringIO(table.to_csv(), newline=""))
    assert head == COLUMNS
    assert lines[1][:8] == ["1", "b,1.jpg", "test", "'=cat", "'=cat", "correct", "0.5", "0.75"]
    assert lines[3][6:8] == ["", ""]
    assert table.to_csv(tmp_path / "t.csv") is None
    frame = pd.read_csv(tmp_path / "t.csv")
    assert frame["truth_h"].isna().tolist() == [True, False, True, False]


def test_csv_that_cannot_be_written_is_an_error_in_words(table, tmp_path):
    with pytest.raises(InputError, match="cannot be written"):
        table.to_csv(tmp_path / "no such folder" / "t.csv")


def test_an_image_is_the_instance_of_a_classification():
    table = made("classification", boxes=False).instances("all")
    assert table.rows.tolist() == [0, 1, 2, 3]
    assert np.isnan(table.score).all()
    assert np.isnan(table.truth_boxes).all()


def test_labels_with_scores_stand_by_confidence_and_are_filtered_by_it(tmp_path):
    said = {"labels": ["cat", "cat", "dog", None], "scores": [0.405, 0.978, 0.7, None]}
    ev = evallens.evaluate(["dog", "dog", "dog", "cat"], said, classes=["cat", "dog"])
    wrong = ev.instances(confidence=20, cells=[("dog", "cat")])
    assert wrong.score.tolist() == pytest.approx([0.978, 0.405])
    assert ev.instances(confidence=20).image_rows.tolist() == [1, 2, 0, 3]
    assert np.isnan(ev.instances(confidence=50).score[-2:]).all(), "below the threshold nothing is predicted"
    assert len(ev.instances(confidence=20, where={"score": (0.5, None)})) == 2
    ev.save(tmp_path / "run.evallens")
    opened = evallens.open(tmp_path / "run.evallens").instances(confidence=20)
    assert opened.score.tolist() == pytest.approx([0.978, 0.7, 0.405, np.nan], nan_ok=True)
    with pytest.raises(InputError, match="no boxes"):
        ev.images(where={"area": (1, 2)})
    with pytest.raises(InputError, match="no boxes"):
        evallens.evaluate(["cat"], ["cat"]).images(where={"score": (0.5, None)})


def test_counts_without_boxes_are_not_listed_one_by_one():
    with pytest.raises(InputError, match="without their boxes"):
        made(boxes=False).instances()
    with pytest.raises(InputError, match="pixels are counted"):
        made("semantic-segmentation").instances()


def test_a_lens_selects_the_same_instances_in_the_order_of_the_screen():
    lens = evallens.Lens(evallens.demo())
    lens.cells, lens.view = [("3", "8"), ("background", "8")], {"instance_sort": "size"}
    expected = lens.evaluation.instances(cells=lens.cells, sort="size")
    assert lens.selected_instances.rows.tolist() == expected.rows.tolist()
    assert len(expected) > 5
    lens.close()
