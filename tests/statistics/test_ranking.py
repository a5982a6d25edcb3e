"""Average precision of resampled images equals that of images which are really repeated."""

from __future__ import annotations

import contextlib
import io

import numpy as np
import pytest

from evallens.matching.instances import Boxes, Instances
from evallens.statistics.draws import drawn, whole
from evallens.statistics.ranking import Ranking, _reached, average_precisions
from tests.local.peers import coco_evaluation

CLASSES = 3


def scene(seed, images=12):
    """Truths and predictions, most near one; no two predictions of equal score."""
    rng = np.random.default_rng(seed)
    image = rng.integers(0, images, 60)
    corner = rng.integers(0, 90, (60, 2)).astype(float)
    truth = Instances(image, rng.integers(0, CLASSES, 60), Boxes.of_xywh(np.c_[corner, np.full((60, 2), 20.0)]))
    of = rng.integers(0, 60, 150)
    boxes = np.c_[corner[of] + rng.integers(-6, 7, (150, 2)), np.full((150, 2), 20.0)]
    label = np.where(rng.random(150) < 0.8, truth.label[of], rng.integers(0, CLASSES, 150))
    return truth, Instances(image[of], label, Boxes.of_xywh(boxes), rng.permutation(150) / 150)


def repeated(side, multiplicity):
    """The same with every image as often as it says; copies stand together."""
    first = np.cumsum(multiplicity) - multiplicity
    order = np.argsort(side.image, kind="stable")
    rows = np.repeat(order, multiplicity[side.image[order]])
    which = np.concatenate([np.arange(multiplicity[i]) for i in side.image[order]] or [np.zeros(0, int)])
    score = None if side.score is None else side.score[rows]
    return Instances(first[side.image[rows]] + which, side.label[rows], Boxes.of_xyxy(side.boxes.corners[rows]), score)


def by_pycocotools(truth, predictions):
    """Average precision (levels, classes), and what it matched, as a ranking."""
    evaluation = coco_evaluation(truth, predictions, classes=CLASSES)
    with contextlib.redirect_stdout(io.StringIO()):
        evaluation.evaluate()
        evaluation.accumulate()
    precision = evaluation.eval["precision"][:, :, :, 0, -1].mean(axis=1)
    return np.where(precision < 0, np.nan, precision), evaluation


def ranking_of(truth, evaluation):
    sizes = len(evaluation.params.areaRng)
    per_image = len(evaluation.params.imgIds)
    rows = []
    for label in range(CLASSES):
        for image in range(per_image):
            one = evaluation.evalImgs[(label * sizes) * per_image + image]
            if one is not None:
                matched = np.asarray(one["dtMatches"]).reshape(10, -1) > 0
                rows += [(s, image, label, matched[:, k]) for k, s in enumerate(one["dtScores"])]
    rows.sort(key=lambda row: -row[0])
    return Ranking(
        np.array([row[1] for row in rows]),
        np.array([row[2] for row in rows]),
        np.array([row[3] for row in rows]).T,
        np.zeros((10, len(rows)), bool),
        truth.image,
        truth.label,
        CLASSES,
    )


@pytest.mark.parametrize("seed", range(4))
def test_weights_give_what_pycocotools_says_of_repeated_images(seed):
    truth, predictions = scene(seed)
    _, evaluation = by_pycocotools(truth, predictions)
    weights = whole(drawn(12, 6, seed))
    found = np.stack(list(average_precisions(ranking_of(truth, evaluation), weights)), axis=-1)
    for row, multiplicity in enumerate(weights.astype(int)):
        expected, _ = by_pycocotools(repeated(truth, multiplicity), repeated(predictions, multiplicity))
        np.testing.assert_allclose(found[row], expected, rtol=0, atol=1e-12)


def test_what_is_ignored_weighs_nothing():
    hit = np.array([[True, False, True]])
    of = np.zeros(3, int)
    truths = np.zeros(2, int)
    told = [Ranking(of, of, hit, ignored, truths, truths, 1) for ignored in (hit ^ hit, ~hit)]
    assert [float(next(average_precisions(one, np.ones((1, 1), np.uint8)))[0, 0]) for one in told] == [
        pytest.approx((51 + 50 * 2 / 3) / 101),
        1.0,
    ]


def test_steps_of_recall_are_those_of_a_search():
    recall = np.concatenate([np.arange(n + 1) / n for n in range(1, 400)])
    recall = np.concatenate([recall, np.nextafter(recall, 0), np.nextafter(recall, 1).clip(max=1)])
    np.testing.assert_array_equal(_reached(recall), np.searchsorted(np.linspace(0, 1, 101), recall, side="right"))


def test_a_class_without_truths_in_a_resample_has_no_precision():
    one = Ranking(
        np.array([0]), np.array([0]), np.ones((1, 1), bool), np.zeros((1, 1), bool), np.array([0]), np.array([0]), 2
    )
    first, second = average_precisions(one, np.array([[1, 1], [0, 2]], np.uint8))
    np.testing.assert_allclose(first[:, 0], [1, np.nan], rtol=0, atol=1e-12)
    assert np.isnan(second).all()
