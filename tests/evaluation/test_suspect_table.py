"""The table of suspects: in order of weight, each with its reason and the label in question."""

from __future__ import annotations

import math
from dataclasses import fields, replace

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import evallens
from evallens.errors import InputError, UnknownNameError
from evallens.evaluation.columns.tables import NONE, PREDICTION, Objects
from evallens.evaluation.results.suspects import SuspectRow
from tests.evaluation.pets import pets

RULES = pytest.mark.parametrize("rule", ["iou", "score", "coco"])
COLUMNS = [*SuspectRow._fields]


@RULES
def test_each_kind_of_fault_is_named_with_its_reason(rule):
    found = {row.kind: row for row in pets(matching=rule).suspects()}
    assert {kind: (row.reason, row.name, row.side, row.label, row.truth_label) for kind, row in found.items()} == {
        "unlabelled object": (
            "dog at 99 %, nothing labelled within IoU .1", "a.jpg", "prediction", "dog", ""
        ),
        "wrong label": ("dog at 97 % on a label cat, IoU .90", "a.jpg", "prediction", "dog", "cat"),
        "badly drawn label": (
            "dog at 96 % beside a label dog that nothing else finds, IoU .30", "b.jpg", "prediction", "dog", "dog"
        ),
        "label of nothing": (
            "label cat, nothing predicted within IoU .1; 80 % of its class are found", "b.jpg", "truth", "cat", "cat"
        ),
        "labelled twice": ("label cat on another label cat, IoU .98", "b.jpg", "truth", "cat", "cat"),
    }  # fmt: skip
    assert len(pets(matching=rule).suspects()) == 5


def test_a_row_says_where_the_object_is_and_where_the_label_is():
    row = next(iter(pets().suspects("wrong label")))
    assert (row.x, row.y, row.w, row.h, row.area) == (100, 500, 40, 36, 1440)
    assert (row.truth_x, row.truth_y, row.truth_w, row.truth_h) == (100, 500, 40, 40)
    assert row.weight == pytest.approx(0.97 * 0.9)
    twice = next(iter(pets().suspects("labelled twice")))
    assert (twice.h, twice.truth_h, twice.truth_x) == (39, 40, 300)
    unlabelled = next(iter(pets().suspects("unlabelled object")))
    assert math.isnan(unlabelled.truth_x)
    assert unlabelled.iou == 0


def test_the_weightiest_stand_first_and_ties_by_object():
    table = evallens.demo().suspects()
    weights = table.weight
    assert (np.diff(weights) <= 0).all()
    assert ((np.diff(weights) < 0) | (np.diff(table.rows) > 0)).all()
    objects = evallens.demo().columns.objects
    assert objects is not None
    assert sorted(table.rows.tolist()) == np.flatnonzero(objects.suspect).tolist()
    assert table.counts == {
        "unlabelled object": 24, "wrong label": 265, "badly drawn label": 19, "label of nothing": 240,
        "labelled twice": 0,
    }  # fmt: skip


def test_the_label_in_question_is_that_of_the_objects_own_columns():
    table = evallens.demo().suspects(["badly drawn label", "wrong label"])
    objects = table.behind.columns.objects
    assert objects is not None
    for kind, row, truth, iou in zip(table.kind, table.rows.tolist(), table.truths.tolist(), table.iou, strict=True):
        assert objects.side[row] == PREDICTION
        assert objects.image[row] == objects.image[truth]
        assert (objects.label[row] == objects.label[truth]) == (kind == "badly drawn label")
        assert iou == pytest.approx(iou_of(objects, row, truth), abs=1e-5)


def iou_of(objects: Objects, one: int, other: int) -> float:
    a, b = ([float(getattr(objects, edge)[row]) for edge in "xywh"] for row in (one, other))
    width, height = (min(a[i] + a[i + 2], b[i] + b[i + 2]) - max(a[i], b[i]) for i in (0, 1))
    shared = max(width, 0) * max(height, 0)
    return shared / (a[2] * a[3] + b[2] * b[3] - shared)


def test_one_kind_several_and_one_split():
    ev = pets(splits={"a.jpg": "train", "b.jpg": "test"})
    assert ev.suspects("wrong label").kind == ["wrong label"]
    assert set(ev.suspects(["wrong label", "labelled twice"]).kind) == {"wrong label", "labelled twice"}
    assert set(ev.suspects(split="train").kind) == {"unlabelled object", "wrong label"}
    with pytest.raises(UnknownNameError, match="wrong label"):
        ev.suspects("wrong labels")  # type: ignore[arg-type]
    with pytest.raises(UnknownNameError, match="kind"):
        ev.suspects(["error"])  # type: ignore[list-item]
    with pytest.raises(InputError, match="kind is what may be wrong"):
        ev.suspects(3)  # type: ignore[arg-type]
    with pytest.raises(UnknownNameError, match="split"):
        ev.suspects(split="tests")


def test_suspects_of_the_train_split_come_with_a_notice():
    ev = pets(splits={"a.jpg": "train", "b.jpg": "test"})
    (notice,) = ev.suspects().notices
    assert (notice.code, notice.count, notice.examples) == ("train-split", 2, ("a.jpg",))
    assert notice.text == "2 suspects are of the train split: a model that has seen a label hides its fault"
    assert notice.text in repr(ev.suspects())
    assert ev.suspects(split="test").notices == ()
    assert [row.split for row in ev.suspects()[:2]] == ["test", "train"]
    assert ev.suspects()[:1].notices == ()
    assert repr(ev.suspects("wrong label")).startswith("SuspectTable(1 suspect; 1 suspect is of the train split")


def test_frames_of_other_libraries_hold_the_same():
    table = pets().suspects()
    rows = [tuple(row) for row in table]
    for frame in (table.to_pandas(), table.to_polars().to_pandas(), table.to_arrow().to_pandas()):
        assert [*frame.columns] == COLUMNS
        assert frame["reason"].tolist() == [row[COLUMNS.index("reason")] for row in rows]
    assert table.to_csv().splitlines()[0] == ",".join(COLUMNS)
    nothing = table[:0]
    for frame in (nothing.to_pandas(), nothing.to_polars(), nothing.to_arrow()):
        assert isinstance(frame, pd.DataFrame | pl.DataFrame | pa.Table)
        assert len(frame) == 0


def test_labelling_tools_get_the_labels_and_the_suspect_predictions_as_proposals():
    table = pets().suspects(["unlabelled object", "wrong label"])
    written = table.to_coco()
    assert table.ids == ["a.jpg"]
    assert sorted(one["score"] for one in written["annotations"] if "score" in one) == [0.97, 0.99]
    assert len([one for one in written["annotations"] if "score" not in one]) == 13
    assert len(table.to_coco(side="prediction")["annotations"]) == 2


def test_what_has_no_boxes_says_that_this_needs_them():
    ev = evallens.evaluate(["a", "b"], ["a", "a"], classes=["a", "b"])
    with pytest.raises(InputError, match="needs boxes"):
        ev.suspects()
    boxless = pets()
    with pytest.raises(InputError, match="needs boxes"):
        replace(boxless, columns=replace(boxless.columns, objects=None)).suspects()


def test_a_file_that_does_not_say_how_it_was_matched_says_so():
    ev = pets()
    with pytest.raises(InputError, match="does not say how it was matched"):
        replace(ev, header=replace(ev.header, matching=None)).suspects()


def test_without_scores_a_reason_names_no_confidence():
    given = pets()
    objects = given.columns.objects
    assert objects is not None
    bare = replace(objects, score=np.full(len(objects), np.nan))
    assert (
        "at" not in replace(given, columns=replace(given.columns, objects=bare)).suspects("wrong label").reason[0][:6]
    )


def test_every_field_of_the_table_follows_a_selection():
    table = evallens.demo().suspects()
    taken = table[[5, 2]]
    assert taken.rows.tolist() == table.rows[[5, 2]].tolist()
    assert taken.truths.tolist() == table.truths[[5, 2]].tolist()
    assert {field.name for field in fields(table)} == {"rows", "behind", "truths", "iou", "notices"}
    assert (table[np.array(table.kind) == "unlabelled object"].truths == NONE).all()
