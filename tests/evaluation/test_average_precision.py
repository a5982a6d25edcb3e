"""Average precision equals pycocotools' and faster-coco-eval's, at every size."""

from __future__ import annotations

import contextlib
import io
from dataclasses import replace

import faster_coco_eval
import numpy as np
import pytest

from evallens import sample
from evallens.evaluation.columns.tables import PREDICTION, SPLITS, TRUTH
from evallens.evaluation.matched import objects_of
from evallens.evaluation.metrics.average_precision import LEVELS, SIZES, average_precision, split_precisions
from evallens.matching.instances import Boxes, Instances
from tests.local.peers import coco_evaluation
from tests.local.scenes import CLASSES, crowded, scattered


def enlarged(side: Instances, factor: float) -> Instances:
    """Boxes of all three sizes, exact in float32, which is how objects are kept."""
    sized = np.concatenate([side.boxes.corners[:, :2], side.boxes.sizes], axis=1) * factor
    return Instances(side.image, side.label, Boxes.of_xywh(sized.astype(np.float32).astype(np.float64)), side.score)


def theirs(truth: Instances, predictions: Instances, classes: int = CLASSES) -> np.ndarray:
    """(sizes, levels, classes) of pycocotools; NaN where it says -1."""
    evaluation = coco_evaluation(truth, predictions, classes=classes)
    with contextlib.redirect_stdout(io.StringIO()):
        evaluation.evaluate()
        evaluation.accumulate()
    precision = evaluation.eval["precision"][..., -1]
    found = precision.mean(axis=1).transpose(2, 0, 1)
    return np.where(found < 0, np.nan, found)


@pytest.mark.parametrize("factor", [1.0, 7.0, 13.0])
@pytest.mark.parametrize("make", [crowded, scattered])
@pytest.mark.parametrize("seed", range(3))
def test_equals_pycocotools_at_every_level_and_size(make, seed, factor):
    truth, predictions = (enlarged(side, factor) for side in make(seed, images=20))
    found = average_precision(objects_of(truth, predictions), CLASSES)
    np.testing.assert_allclose(found.by_level, theirs(truth, predictions), rtol=0, atol=1e-12)


def test_equals_faster_coco_eval():
    truth, predictions = (enlarged(side, 7.0) for side in scattered(5, images=20))
    evaluation = coco_evaluation(truth, predictions, classes=CLASSES)
    with contextlib.redirect_stdout(io.StringIO()):
        coco = faster_coco_eval.COCO(evaluation.cocoGt.dataset)
        faster = faster_coco_eval.COCOeval_faster(coco, coco.loadRes(list(evaluation.cocoDt.anns.values())), "bbox")
        faster.evaluate()
        faster.accumulate()
        faster.summarize()
    found = average_precision(objects_of(truth, predictions), CLASSES)
    mine = found.precisions("all")
    assert mine is not None
    assert [mine.map50_95, mine.map50, mine.map75] == pytest.approx(faster.stats[:3].tolist())


def test_only_the_hundred_most_confident_of_an_image_and_class_count():
    rng = np.random.default_rng(0)
    here = np.zeros(150, np.int64)
    boxes = np.concatenate([np.arange(150)[:, None] * 20.0, np.zeros((150, 1)), np.full((150, 2), 10.0)], axis=1)
    truth = Instances(here, here, Boxes.of_xywh(boxes))
    predictions = replace(truth, score=rng.random(150))
    found = average_precision(objects_of(truth, predictions), CLASSES)
    np.testing.assert_allclose(found.by_level, theirs(truth, predictions), rtol=0, atol=1e-12)
    assert found.by_level[0, 0, 0] < 0.7


@pytest.mark.parametrize("sides", [(0, 0), (0, 5), (5, 0)])
def test_empty_sides(sides):
    truth, predictions = crowded(1)
    kept = objects_of(truth.take(slice(0, sides[0])), predictions.take(slice(0, sides[1])))
    by_level = average_precision(kept, CLASSES).by_level
    present = np.isin(np.arange(CLASSES), truth.label[: sides[0]])
    np.testing.assert_array_equal(by_level[0], np.tile(np.where(present, 0.0, np.nan), (len(LEVELS), 1)))


def test_demo_has_precisions_of_every_class():
    ev = sample.load()
    found = split_precisions(ev.header, ev.columns, "test")
    assert list(found.per_class) == list("0123456789")
    assert isinstance(found.map50, float)
    assert isinstance(found.map50_95, float)
    assert 0.5 < found.map50_95 < found.map50 < 1
    assert ev.map_results().splits["test"].map50 == found.map50


def test_demo_equals_pycocotools():
    ev = sample.load()
    objects = ev.columns.objects
    assert objects is not None
    inside = objects.take(ev.columns.images.split[objects.image] == SPLITS.index("test"))
    sides = {}
    for which in (TRUTH, PREDICTION):
        mine = inside.take(inside.side == which)
        boxes = Boxes.of_xywh(np.stack([mine.x, mine.y, mine.w, mine.h], axis=1))
        sides[which] = Instances(mine.image.astype(np.int64), mine.label.astype(np.int64), boxes, mine.score)
    expected = theirs(sides[TRUTH], sides[PREDICTION], classes=10)
    np.testing.assert_allclose(average_precision(inside, 10).by_level, expected, rtol=0, atol=1e-12)


def test_without_objects_nothing_is_claimed():
    ev = sample.load()
    bare = replace(ev, columns=replace(ev.columns, objects=None))
    assert split_precisions(bare.header, bare.columns, "test").map50 is None
    assert set(SIZES) == {"all", "small", "medium", "large"}


def test_regions_that_are_ignored_find_nothing():
    """A crowd drawn over a label that nothing finds is no prediction of it."""
    truth, predictions = crowded(3, images=3, most=6)
    objects = objects_of(truth, predictions)
    with_regions = objects_of(truth, predictions, truth)
    found = [average_precision(one, CLASSES).by_level for one in (objects, with_regions)]
    np.testing.assert_array_equal(found[0], found[1])
