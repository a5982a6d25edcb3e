"""Twins against the definition taken literally, threshold by threshold."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evallens.evaluation import Columns, Images, Outcomes
from evallens.evaluation.columns.masks import Masks
from evallens.evaluation.columns.tables import NONE, PREDICTION, TRUTH
from evallens.evaluation.matched import objects_of
from evallens.evaluation.twinned import twinned
from evallens.matching.best import NOBODY
from evallens.matching.instances import Boxes, Instances
from evallens.matching.outcomes import enters
from evallens.matching.twins import twins
from tests.local.brute import iou_of
from tests.local.scenes import crowded, scattered

SEEDS = st.integers(0, 2**32 - 1)


def models(make, seed: int) -> tuple[Instances, Instances]:
    """Predictions of two models of the same scene: those of the second are some of the first's, moved, and others."""
    _, one = make(seed, images=3, most=6)
    _, fresh = make(seed + 1, images=3, most=3)
    rng = np.random.default_rng(seed)
    same = np.flatnonzero(rng.random(len(one)) < 0.7)
    assert one.score is not None
    assert fresh.score is not None
    corners = one.boxes.corners[same] + rng.integers(-1, 2, (len(same), 4)) * 0.5
    other = Instances(
        np.concatenate([one.image[same], fresh.image]),
        np.concatenate([one.label[same], fresh.label]),
        Boxes.of_xyxy(np.concatenate([corners, fresh.boxes.corners])),
        np.concatenate([rng.integers(0, 11, len(same)) / 10, fresh.score]),
    )
    return one, other


def taken(one: Instances, other: Instances, percent: int = 0) -> set[tuple[int, int]]:
    """What is kept at a threshold, paired by the lower score, then IoU, then rows: as it reads."""
    assert one.score is not None
    assert other.score is not None
    found = []
    for a in range(len(one)):
        for b in range(len(other)):
            is_kept = min(one.score[a], other.score[b]) >= percent / 100
            iou = iou_of(one.boxes.corners[a], other.boxes.corners[b])
            if is_kept and one.image[a] == other.image[b] and one.label[a] == other.label[b] and iou >= 0.5:
                found.append((-min(one.score[a], other.score[b]), -iou, a, b))
    free_a, free_b, pairs = set(range(len(one))), set(range(len(other))), set()
    for _, _, a, b in sorted(found):
        if a in free_a and b in free_b:
            pairs.add((a, b))
            free_a.remove(a)
            free_b.remove(b)
    return pairs


@pytest.mark.parametrize("make", [crowded, scattered])
@given(seed=SEEDS, percent=st.integers(0, 100))
def test_at_every_common_threshold_it_is_the_pairing_of_what_is_kept(make, seed, percent):
    one, other = models(make, seed)
    found = twins(one, other)
    kept = [enters(side) >= percent for side in (one, other)]
    mine = {(a, b) for a, b in enumerate(found.of_one.tolist()) if b != NOBODY and kept[0][a] and kept[1][b]}
    assert mine == taken(one, other, percent)


@given(seed=SEEDS)
def test_twins_name_each_other(seed):
    one, other = models(crowded, seed)
    found = twins(one, other)
    back = twins(other, one)
    there = np.flatnonzero(found.of_one != NOBODY)
    assert found.of_other[found.of_one[there]].tolist() == there.tolist()
    assert (found.of_other != NOBODY).sum() == len(there) == (back.of_one != NOBODY).sum()


def test_a_box_of_tiny_score_does_not_steal_the_partner():
    here = np.zeros(2, np.int64)
    one = Instances(here[:1], here[:1], Boxes.of_xyxy([[0, 0, 10, 10]]), np.array([0.9]))
    other = Instances(here, here, Boxes.of_xyxy([[0, 0, 10, 10], [0, 0, 10, 9]]), np.array([0.01, 0.8]))
    assert twins(one, other).of_one.tolist() == [1]


def test_scores_of_two_dtypes_are_compared_as_thresholds_compare_them():
    # .7 in float32 is a little less than in float64, and is kept at 70 % all the same; .6999999999 is not.
    here = np.zeros(2, np.int64)
    boxes = Boxes.of_xyxy([[0, 0, 10, 10], [0, 0, 10, 10]])
    one = Instances(here[:1], here[:1], boxes.take([0]), np.array([0.95]))
    other = Instances(here, here, boxes, np.array([0.7, 0.5], np.float32))
    assert enters(other).tolist() == [70, 50]
    two = replace(one, score=np.array([0.69999999]))
    assert twins(one, other).of_one.tolist() == twins(two, other).of_one.tolist() == [0]


def test_without_scores_the_overlap_decides():
    here = np.zeros(2, np.int64)
    one = Instances(here, here, Boxes.of_xyxy([[0, 0, 10, 7], [0, 0, 10, 10]]))
    other = Instances(here[:1], here[:1], Boxes.of_xyxy([[0, 0, 10, 10]]))
    assert twins(one, other).of_one.tolist() == [NOBODY, 0]


def test_ten_thousand_predictions_in_one_image():
    rng = np.random.default_rng(0)
    place = rng.random((10_000, 2)) * 4000
    here = np.zeros(10_000, np.int64)
    boxes = Boxes.of_xywh(np.concatenate([place, np.full((10_000, 2), 20.0)], axis=1))
    one = Instances(here, np.arange(10_000) % 80, boxes, rng.random(10_000))
    found = twins(one, replace(one, score=rng.random(10_000)))
    assert (found.of_one != NOBODY).all()


def test_nobody_has_a_twin_among_none():
    here = np.zeros(1, np.int64)
    one = Instances(here, here, Boxes.of_xyxy([[0, 0, 10, 10]]), np.array([0.5]))
    nothing = one.take(here[:0])
    assert twins(one, nothing).of_one.tolist() == [NOBODY]
    assert [len(side) for side in twins(nothing, nothing)] == [0, 0]


def columns(truth: Instances, predictions: Instances, masks: Masks | None = None) -> Columns:
    images = Images.of(["a.jpg"], ["test"])
    return Columns(images, Outcomes.none(), objects_of(truth, predictions), masks)


def test_objects_name_their_twins_by_row():
    here = np.zeros(1, np.int64)
    truth = Instances(here, here, Boxes.of_xyxy([[0, 0, 10, 10]]))
    two = np.zeros(2, np.int64)
    one = Instances(two, two, Boxes.of_xyxy([[0, 0, 10, 10], [50, 0, 60, 10]]), np.array([0.5, 0.6]))
    other = Instances(here, here, Boxes.of_xyxy([[50, 0, 60, 9]]), np.array([0.7]))
    first, second = twinned(columns(truth, one), columns(truth, other))
    assert first.objects is not None
    assert second.objects is not None
    assert first.objects.side.tolist() == [TRUTH, PREDICTION, PREDICTION]
    assert first.objects.twin.tolist() == [NONE, NONE, 1]
    assert second.objects.twin.tolist() == [NONE, 2]


def test_masks_are_compared_where_both_have_them():
    # One box, of which the two masks are different halves; the third is the first's.
    here = np.zeros(1, np.int64)
    truth = Instances(here[:0], here[:0], Boxes.of_xyxy(np.zeros((0, 4))))
    one = Instances(here, here, Boxes.of_xyxy([[0, 0, 10, 10]]), np.array([0.5]))
    left, right = (np.array([0]), np.array([50])), (np.array([50]), np.array([100]))
    for mask, is_twin in ((left, True), (right, False)):
        first, second = (columns(truth, one, Masks.of([runs], [10])) for runs in (left, mask))
        assert first.objects is not None
        found = twinned(first, second)[0].objects
        assert found is not None
        assert (found.twin[0] != NONE) == is_twin
