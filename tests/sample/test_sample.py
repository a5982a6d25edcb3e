"""The embedded evaluation is what its script says: nothing in it was touched up."""

from __future__ import annotations

from importlib.resources import files

import numpy as np
import pytest
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from evallens import sample
from evallens.errors import BuildError, UnknownNameError
from evallens.evaluation.columns.tables import PREDICTION, SPLITS, TRUTH
from evallens.evaluation.evaluation import Evaluation
from evallens.matching.instances import Boxes, Instances
from scripts.digit_detector import CURVED, Detector
from scripts.digit_scenes import decoded
from scripts.make_demo import FORGOTTEN
from tests.local.matching import match

TEST_SPLIT_AT_50 = [
    [98, 0, 0, 0, 0, 1, 0, 0, 0, 0, 11],
    [0, 71, 0, 0, 0, 0, 0, 2, 0, 0, 19],
    [0, 5, 128, 0, 0, 0, 0, 0, 1, 0, 22],
    [0, 0, 0, 96, 0, 4, 0, 1, 0, 6, 35],
    [0, 0, 0, 0, 115, 0, 0, 0, 2, 0, 23],
    [0, 0, 0, 0, 5, 137, 0, 0, 0, 0, 32],
    [0, 0, 0, 0, 0, 1, 111, 0, 0, 0, 9],
    [1, 0, 1, 0, 0, 0, 0, 113, 0, 0, 21],
    [0, 5, 1, 0, 0, 0, 1, 0, 71, 2, 36],
    [0, 1, 0, 4, 0, 0, 0, 0, 2, 97, 43],
    [1, 3, 5, 0, 1, 1, 2, 7, 1, 3, 0],
]
TOTALS_AT_20 = {"train": (2588, 377, 405), "valid": (811, 143, 192), "test": (1095, 213, 239)}
"""True positives, false positives, false negatives."""


@pytest.fixture(scope="module")
def ev() -> Evaluation:
    return sample.load()


def side(ev: Evaluation, which: int) -> Instances:
    objects = ev.columns.objects
    assert objects is not None
    mine = objects.take(objects.side == which)
    boxes = Boxes.of_xywh(np.stack([mine.x, mine.y, mine.w, mine.h], axis=1))
    score = mine.score if which == PREDICTION else None
    return Instances(mine.image.astype(np.int64), mine.label.astype(np.int64), boxes, score)


def picture(ev: Evaluation, row: int) -> np.ndarray:
    assert ev.pictures is not None
    found = ev.pictures.thumbnail(ev.image(row))
    assert found is not None
    return decoded(found.data)


def f1(matrix: np.ndarray) -> float:
    right = np.trace(matrix)
    return float(2 * right / (matrix[:10].sum() + matrix[:, :10].sum()))


def test_is_large_enough_to_be_interesting_and_small_enough_to_ship(ev):
    assert ev.splits == {"train": 540, "valid": 180, "test": 240}
    assert ev.classes == (*"0123456789", "background")
    resource = files("evallens.sample").joinpath(sample.NAME)
    assert len(resource.read_bytes()) <= 3_000_000
    assert sum(len(each.read_bytes()) for each in files("evallens.sample").iterdir() if each.is_file()) < 4_000_000


def test_matrices_are_what_they_were(ev):
    np.testing.assert_array_equal(ev.confusion_matrix(split="test", confidence=50).matrix, TEST_SPLIT_AT_50)
    for split, totals in TOTALS_AT_20.items():
        found = ev.images(split=split, confidence=20).tallies
        assert (int(found.tp.sum()), int(found.fp.sum()), int(found.fn.sum())) == totals


def test_matching_the_stored_objects_again_gives_the_stored_outcomes(ev):
    again = match(side(ev, TRUTH), side(ev, PREDICTION), background=10)
    for name, column in ev.columns.outcomes.columns().items():
        np.testing.assert_array_equal(getattr(again, name), column, err_msg=name)


@pytest.mark.parametrize("name", ["v1", "v2"])
def test_fitting_a_detector_again_gives_the_stored_scores(name):
    ev = sample.load(name)
    truth, predictions = side(ev, TRUTH), side(ev, PREDICTION)
    train = np.flatnonzero(ev.columns.images.split == SPLITS.index("train")).tolist()
    of_image = [np.flatnonzero(truth.image == row) for row in train]
    if name == "v2":
        # Every second scene was labelled again, by somebody who left the 8 out.
        of_image[1::2] = [rows[truth.label[rows] != FORGOTTEN] for rows in of_image[1::2]]
    corners = truth.boxes.corners.astype(np.int64)
    with threadpool_limits(1):
        detector = Detector.fitted(
            [picture(ev, row) for row in train],
            [truth.label[rows] for rows in of_image],
            [corners[rows] for rows in of_image],
            *([CURVED] if name == "v2" else []),
        )
        assert predictions.score is not None
        for row in np.flatnonzero(ev.columns.images.split == SPLITS.index("test"))[:20].tolist():
            mine = predictions.image == row
            found = detector.detect(picture(ev, row))
            np.testing.assert_allclose(found.scores, predictions.score[mine], rtol=0, atol=1e-6)
            np.testing.assert_array_equal(found.labels, predictions.label[mine])
            np.testing.assert_array_equal(found.boxes, predictions.boxes.corners[mine])


def test_the_second_detector_is_judged_by_the_same_labels_on_the_same_images(ev):
    second = sample.load("v2")
    for name, column in ev.columns.images.columns().items():
        np.testing.assert_array_equal(getattr(second.columns.images, name), column, err_msg=name)
    one, other = side(ev, TRUTH), side(second, TRUTH)
    np.testing.assert_array_equal(one.image, other.image)
    np.testing.assert_array_equal(one.label, other.label)
    np.testing.assert_array_equal(one.boxes.corners, other.boxes.corners)
    assert picture(second, 700).tolist() == picture(ev, 700).tolist()


def test_the_second_detector_is_better_but_at_the_8(ev):
    one, other = (each.confusion_matrix("test", 20).matrix for each in (ev, sample.load("v2")))
    assert f1(other) > f1(one) + 0.01
    recall_before, recall = one.diagonal() / one.sum(axis=1), other.diagonal() / other.sum(axis=1)
    assert recall[8] < recall_before[8] - 0.1
    assert (recall[:8] > recall_before[:8] - 0.02).all()


def test_every_image_has_a_picture_a_place_and_a_cluster(ev):
    images = ev.columns.images
    assert np.isfinite(images.x).all()
    assert np.isfinite(images.y).all()
    assert len(np.unique(images.cluster)) > 2
    pictures = {ev.pictures.thumbnail(ev.image(row)).data for row in range(len(images))}
    assert len(pictures) == len(images)


def test_a_third_detector_is_refused_in_words():
    with pytest.raises(UnknownNameError, match="No detector of the demo named 'v3'"):
        sample.load("v3")  # type: ignore[arg-type]


def test_missing_file_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr(sample, "NAME", "gone.evallens")
    with pytest.raises(BuildError, match="Install it again"):
        sample.load()
