"""The sweep against the rules as they read, threshold by threshold."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evallens.errors import InputError, UnknownNameError
from evallens.evaluation.columns.tables import NONE
from evallens.evaluation.metrics import counts
from evallens.matching import outcomes as matching
from evallens.matching.instances import Boxes, Instances
from evallens.matching.rules import checked_level, rule_named
from tests.local import brute
from tests.local.matching import match
from tests.local.scenes import CLASSES, crowded, scattered

SEEDS = st.integers(0, 2**32 - 1)


@pytest.mark.parametrize("rule", ["iou", "score", "coco"])
@pytest.mark.parametrize("make", [crowded, scattered])
@given(seed=SEEDS, percent=st.integers(0, 100), level=st.sampled_from([0.2, 0.5, 0.75]))
def test_equals_the_rule_taken_literally(rule, make, seed, percent, level):
    truth, predictions = make(seed, images=3, most=6)
    found = match(truth, predictions, background=CLASSES, iou=level, rule=rule_named(rule))
    counted = counts.matrix(found, counts.active(found, percent), CLASSES + 1)
    expected = brute.matrix(truth, predictions, percent, CLASSES, iou=level, rule=rule)
    np.testing.assert_array_equal(counted, expected)


@pytest.mark.parametrize("rule", ["iou", "score", "coco"])
@given(seed=SEEDS)
def test_every_object_has_exactly_one_outcome_at_every_threshold(rule, seed):
    truth, predictions = crowded(seed, images=4)
    found = match(truth, predictions, background=CLASSES, rule=rule_named(rule))
    scores = np.asarray(predictions.score)
    for percent in range(101):
        rows = counts.active(found, percent)
        seen = found.truth[rows]
        np.testing.assert_array_equal(np.sort(seen[seen != NONE]), np.arange(len(truth)))
        kept = len(truth) + np.flatnonzero(scores >= percent / 100)
        seen = found.prediction[rows]
        np.testing.assert_array_equal(np.sort(seen[seen != NONE]), kept)


@given(seed=SEEDS)
def test_names_the_objects_and_their_overlap(seed):
    truth, predictions = scattered(seed, images=3)
    found = match(truth, predictions, background=CLASSES)
    paired = found.take((found.truth != NONE) & (found.prediction != NONE))
    mine, theirs = paired.truth, paired.prediction.astype(np.int64) - len(truth)
    np.testing.assert_array_equal(truth.label[mine], paired.actual)
    np.testing.assert_array_equal(predictions.label[theirs], paired.predicted)
    np.testing.assert_array_equal(truth.image[mine], paired.image)
    overlaps = [
        brute.iou_of(a, b) for a, b in zip(truth.boxes.corners[mine], predictions.boxes.corners[theirs], strict=True)
    ]
    np.testing.assert_allclose(paired.iou, overlaps, atol=1e-5)


def test_runs_of_one_pair_and_kind_are_not_cut():
    truth, predictions = crowded(7)
    found = match(truth, predictions, background=CLASSES)
    rows = np.lexsort((found.first, found.prediction, found.truth))
    columns = (found.truth[rows], found.prediction[rows], found.kind[rows])
    same = np.logical_and.reduce([column[1:] == column[:-1] for column in columns])
    touching = found.last[rows][:-1].astype(int) + 1 == found.first[rows][1:]
    assert not (same & touching).any()


@pytest.mark.parametrize("size", [1, 7, 40])
def test_blocks_of_images_change_nothing(size, monkeypatch):
    truth, predictions = crowded(9, images=15)
    whole = match(truth, predictions, background=CLASSES)
    monkeypatch.setattr(matching, "_OBJECTS_AT_ONCE", size)
    for name, column in match(truth, predictions, background=CLASSES).columns().items():
        np.testing.assert_array_equal(column, getattr(whole, name), err_msg=name)


def test_order_of_images_does_not_matter():
    truth, predictions = crowded(3)
    moved = [replace(side, image=side.image[::-1].max() - side.image) for side in (truth, predictions)]
    one, other = (match(t, p, background=CLASSES) for t, p in ((truth, predictions), moved))
    for percent in (0, 20, 50, 100):
        a, b = (counts.matrix(o, counts.active(o, percent), CLASSES + 1) for o in (one, other))
        np.testing.assert_array_equal(a, b)


def test_confidence_is_compared_in_its_own_dtype():
    boxes, here = Boxes.of_xyxy([[0, 0, 9, 9]]), np.zeros(1, np.int64)
    last = {
        kind: match(
            Instances(here, here, boxes), Instances(here, here, boxes, np.array([np.float32(0.7)], kind)), background=1
        ).last.max(where=np.array([True, False]), initial=0)
        for kind in (np.float32, np.float64)
    }
    assert last == {np.float32: 70, np.float64: 69}


def test_without_scores_every_prediction_is_always_kept():
    truth, predictions = crowded(5)
    found = match(truth, replace(predictions, score=None), background=CLASSES)
    assert set(found.first.tolist()) == {0}
    assert set(found.last.tolist()) == {100}


@pytest.mark.parametrize("sides", [(0, 0), (0, 1), (1, 0)])
def test_empty_sides(sides):
    def objects(n):
        here = np.zeros(n, np.int64)
        return Instances(here, here, Boxes.of_xyxy(np.tile([0.0, 0, 5, 5], (n, 1))), np.full(n, 0.5))

    truth, predictions = map(objects, sides)
    found = match(truth, predictions, background=1)
    np.testing.assert_array_equal(counts.matrix(found, counts.active(found, 50), 2), [[0, sides[0]], [sides[1], 0]])


@pytest.mark.parametrize("level", [0, 1, -1, 50, float("nan")])
def test_level_outside_its_range_is_an_error(level):
    with pytest.raises(InputError, match="above 0 and below 1"):
        checked_level(level)


def test_unknown_rule_is_an_error():
    with pytest.raises(UnknownNameError, match="Did you mean 'score'"):
        rule_named("scores")
