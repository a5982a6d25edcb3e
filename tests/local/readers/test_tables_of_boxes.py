"""Tables of boxes are read as boxes; how four numbers are meant is told by names, or asked."""

from __future__ import annotations

import json
from collections.abc import Mapping

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from evallens.errors import DataError, InputError
from tests.local.readers.made import BOX, boxes, coco, matrix, results, run, written

LEFT, TOP, WIDTH, HEIGHT = BOX
CORNERS = {"xmin": LEFT, "ymin": TOP, "xmax": LEFT + WIDTH, "ymax": TOP + HEIGHT}
RIGHT = [[1, 0], [0, 0]]


def frame(box: Mapping[str, object], **more: object) -> pd.DataFrame:
    return pd.DataFrame({name: [value] for name, value in {"image": "a.jpg", **box, "label": "gear", **more}.items()})


@pytest.mark.parametrize(
    "names",
    [
        ("xmin", "ymin", "xmax", "ymax"),
        ("XMin", "YMin", "XMax", "YMax"),
        ("x1", "y1", "x2", "y2"),
        ("left", "top", "right", "bottom"),
    ],
)
def test_corners_by_any_name(names):
    table = frame(dict(zip(names, CORNERS.values(), strict=True)), confidence=0.75)
    ev = run(table, table)
    assert ev.task == "object-detection"
    assert matrix(ev) == RIGHT
    assert boxes(ev)[0] == BOX


@pytest.mark.parametrize(
    "box",
    [
        {"xmin": LEFT, "ymin": TOP, "width": WIDTH, "height": HEIGHT},
        {"left": LEFT, "top": TOP, "width": WIDTH, "height": HEIGHT},
        {"x_center": LEFT + WIDTH / 2, "y_center": TOP + HEIGHT / 2, "width": WIDTH, "height": HEIGHT},
    ],
)
def test_sizes_and_middles_by_name(box):
    assert boxes(run(frame(box), frame(box, score=0.5)))[0] == BOX


def test_width_and_height_beside_corners_are_those_of_the_image():
    ev = run(frame({"width": 100, "height": 80, **CORNERS}), frame(CORNERS, score=0.5))
    assert boxes(ev)[0] == BOX


@pytest.mark.parametrize("box", [{"x": LEFT, "y": TOP, "w": WIDTH, "h": HEIGHT}, {"bbox": BOX}, {"bbox": str(BOX)}])
def test_a_box_that_its_name_does_not_explain_is_asked_about(box):
    with pytest.raises(InputError, match=r'how a box is meant.*box="xyxy"'):
        run(frame(box), frame(CORNERS, score=0.5))
    assert boxes(run(frame(box), frame(CORNERS, score=0.5), box="xywh"))[0] == BOX


@pytest.mark.parametrize("made", [pl.from_pandas, pa.Table.from_pandas, lambda table: table])
def test_tables_of_any_library(made):
    table = made(frame(CORNERS, score=0.75))
    assert matrix(run(table, table)) == RIGHT


@pytest.mark.parametrize("name", ["t.csv", "t.parquet", "t.feather", "t.tsv"])
def test_tables_of_any_file(name, tmp_path):
    table, path = frame(CORNERS, score=0.75), tmp_path / name
    if name.endswith("sv"):
        table.to_csv(path, index=False, sep="\t" if name.endswith("tsv") else ";")
    else:
        getattr(table, f"to_{path.suffix[1:]}")(path)
    assert matrix(run(path, path)) == RIGHT


def test_a_class_by_number_and_by_name():
    table = frame(CORNERS, confidence=0.75).drop(columns="label").assign(**{"class": [1], "name": ["bolt"]})
    assert run(table, table).classes == ("class 0", "bolt", "background")


def test_an_image_without_a_box_is_empty():
    table = pd.concat([frame(CORNERS), pd.DataFrame({"image": ["b.jpg"]})])
    ev = run(table, frame(CORNERS, score=0.5))
    assert sorted(ev.images().to_pandas()["name"]) == ["a.jpg", "b.jpg"]
    with pytest.raises(DataError, match="row 1: its box lacks a number"):
        run(pd.concat([table[:1], pd.DataFrame({"image": ["b.jpg"], "xmin": [3], "label": ["gear"]})]), table)


def test_hugging_face_objects():
    table = pd.DataFrame(
        {"image_id": [1], "width": [100], "height": [80], "objects": [{"bbox": [BOX], "category": [1]}]}
    )
    found = results((1, 1))
    with pytest.raises(InputError, match=r"objects.*how a box is meant"):
        run(table, found)
    for given in (table, pl.from_pandas(table), pa.Table.from_pandas(table)):
        assert boxes(run(given, found, box="xywh"))[0] == BOX


def test_one_word_about_a_table_and_arrays_is_asked_about():
    table = frame({"bbox": BOX})
    found = {"a.jpg": {"boxes": np.array([list(CORNERS.values())]), "labels": ["gear"], "scores": [0.5]}}
    with pytest.raises(InputError, match=r'box=\("xywh", "xyxy"\)'):
        run(table, found, box="xywh")
    assert matrix(run(table, found, box=("xywh", "xyxy"))) == RIGHT


def test_label_studio_measures_in_percent(tmp_path):
    region = {"x": 10, "y": 10, "width": 30, "height": 50, "rotation": 0, "rectanglelabels": ["gear"],
              "original_width": 100, "original_height": 80}  # fmt: skip
    table = pd.DataFrame({"image": ["/data/upload/1/a.jpg"], "id": [1], "label": [json.dumps([region])]})
    table.to_csv(tmp_path / "studio.csv", index=False)
    assert boxes(run(tmp_path / "studio.csv", frame(CORNERS, score=0.5)))[0] == BOX


def test_a_row_without_a_class_and_two_kinds_of_boxes_are_named():
    with pytest.raises(DataError, match="row 0: has a box but no label"):
        run(frame(CORNERS).assign(label=[None]), [])
    with pytest.raises(InputError, match="could both be boxes"):
        run(frame({**CORNERS, "bbox": BOX}), [])


def test_a_table_of_classes_does_not_fit_boxes():
    with pytest.raises(InputError, match=r"has no columns of a box .* It has: "):
        run(coco((1, 1)), pd.DataFrame({"image": ["a"], "predicted": ["gear"]}))


@pytest.mark.parametrize("line", ["a.jpg,10,8,40,48,gear", "a.jpg,10,10,40,48,gear"])
def test_a_table_without_a_head_is_told_so(line, tmp_path):
    with pytest.raises(DataError, match="Does its first line hold values"):
        run(written(tmp_path / "t.csv", f"{line}\n{line}\n"))


def test_a_box_of_negative_height_names_its_row(tmp_path):
    region = {"x": 10, "y": 60, "width": 30, "height": -50, "rectanglelabels": ["gear"], "original_width": 100,
              "original_height": 80}  # fmt: skip
    table = pd.DataFrame({"image": ["a.jpg"], "label": [json.dumps([region])]})
    with pytest.raises(DataError, match=r"row 0: its box has a negative width or height"):
        run(table, frame(CORNERS, score=0.5))


def test_class_numbers_of_a_table_are_ids():
    table = frame(CORNERS, score=0.5).drop(columns="label").assign(category_id=[2])
    table["image"] = ["shot_1.png"]
    assert matrix(run(coco((1, 2)), table)) == [[0, 0, 0], [0, 1, 0], [0, 0, 0]]
    assert run(table, table).classes == ("2", "background")
    with pytest.raises(DataError, match=r'category_id 0 .*category_ids="from 0"'):
        run(coco((1, 2)), table.assign(category_id=[0]))


def test_regions_of_the_vgg_annotator(tmp_path):
    shape = json.dumps({"name": "rect", "x": LEFT, "y": TOP, "width": WIDTH, "height": HEIGHT})
    rows = {"filename": ["a.jpg"], "region_count": [1], "region_shape_attributes": [shape],
            "region_attributes": [json.dumps({"kind": "gear"})]}  # fmt: skip
    pd.DataFrame(rows).to_csv(tmp_path / "via.csv", index=False)
    assert boxes(run(tmp_path / "via.csv", frame(CORNERS, score=0.5)))[0] == BOX
    round_one = pd.DataFrame(rows | {"region_shape_attributes": [json.dumps({"name": "circle", "cx": 1})]})
    with pytest.raises(DataError, match="row 0: its region is a circle, not a rect"):
        run(round_one, [])


def test_a_data_frame_an_image():
    found = pd.DataFrame({**{k: [v] for k, v in CORNERS.items()}, "confidence": [0.75], "class": [0], "name": ["gear"]})
    truth = {"a.jpg": {"boxes": np.array([list(CORNERS.values())]), "labels": ["gear"]}}
    assert matrix(run(truth, {"a.jpg": found})) == matrix(run(truth, [found])) == RIGHT


@pytest.mark.parametrize(("name", "value"), [("IsGroupOf", 1), ("iscrowd", "true"), ("is_crowd", True)])
def test_regions_of_many_objects_are_left_out(name, value):
    ev = run(frame(CORNERS, **{name: value}), frame(CORNERS, score=0.5))
    assert matrix(ev) == [[0, 0], [1, 0]]
    assert any("crowd" in str(notice) for notice in ev.notices)


def test_a_region_that_nobody_looked_at_is_an_object():
    assert matrix(run(frame(CORNERS, IsGroupOf=-1), frame(CORNERS, score=0.5))) == RIGHT
    with pytest.raises(DataError, match="row 0: IsGroupOf is 'maybe', neither 0 nor 1"):
        run(frame(CORNERS, IsGroupOf="maybe"), frame(CORNERS, score=0.5))


def test_a_column_says_which_objects_are_difficult():
    truth, found = frame(CORNERS, difficult=1), frame(CORNERS, score=0.5)
    assert matrix(ev := run(truth, found)) == RIGHT
    assert any(notice.code == "difficult" for notice in ev.notices)
    assert matrix(run(truth, found, difficult="ignore")) == [[0, 0], [0, 0]]
