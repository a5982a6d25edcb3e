"""Cell for cell what the peers count: supervision, pycocotools, scikit-learn and a pixel oracle."""

from __future__ import annotations

import contextlib
import io
import json

import numpy as np
import pytest
from sklearn.metrics import confusion_matrix

from evallens import sample
from evallens.evaluation.columns.masks import Masks
from evallens.evaluation.columns.tables import NONE, PREDICTION, TRUTH
from evallens.evaluation.metrics import counts
from evallens.local import evaluate
from evallens.local.masks.rle import dense_runs
from evallens.matching.instances import Boxes, Instances
from evallens.matching.rules import SCORE
from tests.local.matching import match
from tests.local.peers import REAL, coco_evaluation, real_detections, supervision_matrix
from tests.local.scenes import CLASSES, crowded, scattered
from tests.told import told

THRESHOLDS = (0, 5, 20, 50, 70, 95, 100)


def matrix(outcomes, percent: int, classes: int = CLASSES) -> np.ndarray:
    return counts.matrix(outcomes, counts.active(outcomes, percent), classes + 1)


@pytest.mark.parametrize("level", [0.3, 0.5, 0.75])
@pytest.mark.parametrize("make", [crowded, scattered])
@pytest.mark.parametrize("seed", range(4))
def test_boxes_equal_supervision(make, seed, level):
    truth, predictions = make(seed, images=25)
    found = match(truth, predictions, background=CLASSES, iou=level)
    for percent in THRESHOLDS:
        expected = supervision_matrix(truth, predictions, percent, CLASSES, iou=level)
        np.testing.assert_array_equal(matrix(found, percent), expected)


def test_demo_equals_supervision():
    objects = sample.load().columns.objects
    assert objects is not None
    sides = {}
    for which in (TRUTH, PREDICTION):
        mine = objects.take(objects.side == which)
        boxes = Boxes.of_xywh(np.stack([mine.x, mine.y, mine.w, mine.h], axis=1))
        score = mine.score if which == PREDICTION else None
        sides[which] = Instances(mine.image.astype(np.int64), mine.label.astype(np.int64), boxes, score)
    for percent in (0, 20, 50):
        expected = supervision_matrix(sides[TRUTH], sides[PREDICTION], percent, 10)
        np.testing.assert_array_equal(matrix(sample.load().columns.outcomes, percent, 10), expected)


@pytest.mark.parametrize("seed", range(4))
def test_masks_equal_supervision(seed):
    rng = np.random.default_rng(seed)
    truth, predictions = crowded(seed, images=8)
    pictures = [blobs(side, rng) for side in (truth, predictions)]
    truth, predictions = (boxed(side, held) for side, held in zip((truth, predictions), pictures, strict=True))
    masks = [Masks.of([dense_runs(m) for m in held], [24] * len(held)) for held in pictures]
    found = match(truth, predictions, background=CLASSES, masks=(masks[0], masks[1]))
    for percent in THRESHOLDS:
        expected = supervision_matrix(truth, predictions, percent, CLASSES, masks=pictures)
        np.testing.assert_array_equal(matrix(found, percent), expected)


def blobs(side: Instances, rng: np.random.Generator) -> np.ndarray:
    """Ragged masks inside the boxes, never empty."""
    masks = np.zeros((len(side), 24, 24), np.bool_)
    for row, (left, top, right, bottom) in enumerate(side.boxes.corners.astype(int)):
        masks[row, top:bottom, left:right] = rng.random((bottom - top, right - left)) < 0.8
        masks[row, top, left] = True
    return masks


def boxed(side: Instances, pictures: np.ndarray) -> Instances:
    boxes = Masks.of([dense_runs(mask) for mask in pictures], [24] * len(pictures)).boxes()
    return Instances(side.image, side.label, Boxes.of_xyxy(boxes), side.score)


@pytest.mark.parametrize("make", [crowded, scattered])
@pytest.mark.parametrize("seed", range(4))
def test_score_rule_equals_pycocotools_without_categories(make, seed):
    # COCO pools classes by listing objects class by class; ties go by that order.
    truth, predictions = (side.take(np.argsort(side.label, kind="stable")) for side in make(seed, images=25))
    found = match(truth, predictions, background=CLASSES, rule=SCORE)
    for percent in (0, 20, 50, 95):
        kept = np.flatnonzero(np.asarray(predictions.score) >= percent / 100)
        pairs = coco_pairs(truth, predictions.take(kept))
        rows = counts.active(found, percent) & (found.truth != NONE) & (found.prediction != NONE)
        mine = set(zip(found.truth[rows].tolist(), found.prediction[rows].tolist(), strict=True))
        assert mine == {(t, len(truth) + int(kept[p])) for t, p in pairs}


def coco_pairs(truth: Instances, predictions: Instances) -> set[tuple[int, int]]:
    if not len(predictions):
        return set()
    evaluation = coco_evaluation(truth, predictions, classes=CLASSES)
    evaluation.params.useCats = 0
    evaluation.params.maxDets = [10_000]
    evaluation.params.iouThrs = np.array([0.5])
    with contextlib.redirect_stdout(io.StringIO()):
        evaluation.evaluate()
    found = set()
    for image in evaluation.evalImgs:
        if image is not None and image["aRng"] == evaluation.params.areaRng[0]:
            matched = image["dtMatches"][0].astype(int)
            found |= {(int(t) - 1, int(p) - 1) for t, p in zip(matched, image["dtIds"], strict=True) if t}
    return found


@pytest.mark.parametrize("seed", range(3))
def test_classification_equals_scikit_learn(seed):
    rng = np.random.default_rng(seed)
    names = ["ant", "bee", "cat", "dog"]
    labels = rng.integers(0, 4, 300)
    likely = rng.dirichlet(np.ones(4), 300) + np.eye(4)[labels] * 0.3
    likely /= likely.sum(axis=1, keepdims=True)
    ev = evaluate([names[i] for i in labels], likely, classes=names)
    found = ev.confusion_matrix(confidence=0).matrix
    np.testing.assert_array_equal(found[:4, :4], confusion_matrix(labels, likely.argmax(axis=1)))
    assert found.sum() == 300
    at_half = ev.confusion_matrix(confidence=50).matrix
    np.testing.assert_array_equal(at_half[:4, 4], np.bincount(labels[likely.max(axis=1) < 0.5], minlength=4))


@pytest.mark.parametrize("seed", range(3))
def test_segmentation_equals_counting_pixels(seed):
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, 5, (6, 20, 30))
    predictions = np.where(rng.random(truth.shape) < 0.7, truth, rng.integers(0, 5, truth.shape))
    truth[rng.random(truth.shape) < 0.1] = 255
    ev = evaluate(list(truth), list(predictions), classes=["background", "a", "b", "c", "d"])
    expected = np.zeros((5, 5), int)
    for actual, predicted in zip(truth.ravel().tolist(), predictions.ravel().tolist(), strict=True):
        if actual != 255:
            expected[actual, predicted] += 1
    np.testing.assert_array_equal(ev.confusion_matrix().matrix, expected)
    assert ev.header.background == 0
    assert f"{(truth == 255).sum():,} pixels of value 255" in told(ev)[0]


@real_detections
@pytest.mark.parametrize("name", ["tooth_test", "voc100_padilla"])
@pytest.mark.parametrize("percent", [10, 20, 50])
def test_real_detections_equal_what_supervision_gave(name, percent):
    expected = json.loads((REAL / "expected" / f"{name}_iou50_conf{percent}.json").read_text())
    ev = evaluate(REAL / name / "gt_coco.json", REAL / name / "pred_coco.json", embeddings=False)
    assert list(ev.classes) == expected["classes"]
    np.testing.assert_array_equal(ev.confusion_matrix(confidence=percent).matrix, expected["matrix"])
    total = ev.images(confidence=percent).tallies
    assert {k: int(getattr(total, k).sum()) for k in ("tp", "fp", "fn")} == {
        k: expected["total"][k] for k in ("tp", "fp", "fn")
    }


@real_detections
def test_real_detections_by_score_equal_the_published_diagonal():
    ev = evaluate(
        REAL / "tooth_test" / "gt_coco.json", REAL / "tooth_test" / "pred_coco.json", matching="score", embeddings=False
    )
    assert np.trace(ev.confusion_matrix(confidence=10).matrix) == 1357
