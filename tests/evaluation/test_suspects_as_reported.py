"""Faults of labels as people reported them of public sets and tools, rebuilt small."""

from __future__ import annotations

import math

import pytest

from evallens.evaluation.metrics.suspects import Suspect
from tests.evaluation.pets import FAULTS, pets
from tests.evaluation.test_suspects import told

RULES = pytest.mark.parametrize("rule", ["iou", "score", "coco"])
BOX = [0, 0, 40, 40]


@RULES
def test_an_object_labelled_three_times_is_one_label_and_two_that_are_too_many(rule):
    # ultralytics/yolov3#714: persons with duplicated and triplicated boxes.
    found = told([(0, BOX), (0, BOX), (0, [0, 0, 40, 39])], [(0, BOX, 0.9)], rule=rule)
    assert found == {"truth 1": (Suspect.LABELLED_TWICE, 1), "truth 2": (Suspect.LABELLED_TWICE, 1)}


@RULES
def test_a_person_that_the_labels_miss_is_found_below_95_percent_too(rule):
    # bytedance/coconut_cvpr2024#2; voxel51/fiftyone-brain#111 and voxel51/fiftyone#5714, where .95 was a constant and
    # plenty of missing boxes came to none.
    assert told([], [(0, BOX, 0.81)], rule=rule) == {"prediction 0": (Suspect.UNLABELLED, pytest.approx(0.81))}


@RULES
def test_a_set_without_half_of_its_labels_has_suspects_although_no_threshold_is_precise(rule):
    # voxel51/fiftyone#5714: as many sure predictions on nothing as on labels.
    place = [[100.0 * i, 500, 100.0 * i + 40, 540] for i in range(9)]
    found = told([], [(0, box, 0.95) for box in place], rule=rule)
    assert len(found) == 9
    assert {kind for kind, _ in found.values()} == {Suspect.UNLABELLED}


@RULES
def test_an_image_without_a_prediction_needs_no_placeholder(rule):
    # cleanlab/cleanlab#1239: boxes of -1 stood for what was not found. voxel51/fiftyone-brain#79: no IoU, no answer.
    ev = pets([*FAULTS, ("c.jpg", 0, [0.0, 0, 40, 40], None)], matching=rule)
    (row,) = (row for row in ev.suspects("label of nothing") if row.name == "c.jpg")
    assert math.isnan(row.iou)
    assert "nan" not in row.reason


@RULES
def test_a_label_around_far_more_than_the_object_is_badly_drawn(rule):
    # cocodataset/cocoapi#479: the whole picture as one train.
    found = told([(0, [0, 0, 100, 100])], [(0, [0, 0, 50, 60], 0.9)], rule=rule)
    assert found == {"prediction 0": (Suspect.BADLY_DRAWN, pytest.approx(0.9 * 0.2 / 0.4))}


@RULES
def test_where_a_label_and_the_prediction_may_both_be_wrong_it_is_a_suspect_and_no_more(rule):
    # cleanlab/cleanlab#952: no prediction is sure enough to be believed, so it only says with what weight.
    found = told([(1, BOX)], [(0, [0, 0, 40, 36], 0.3)], rule=rule)
    assert found == {"prediction 0": (Suspect.WRONG_LABEL, pytest.approx(0.27))}


@RULES
def test_a_box_of_another_object_close_by_is_not_labelled_twice(rule):
    # Crowded scenes: two labels of a class that overlap by a lot are two objects.
    assert told([(0, BOX), (0, [0, 0, 40, 36])], [(0, BOX, 0.9), (0, [0, 0, 40, 36], 0.8)], rule=rule) == {}
