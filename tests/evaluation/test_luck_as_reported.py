"""Tests of differences as people reported them elsewhere, rebuilt small; none of them warns."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import evallens
from evallens.evaluation import DeltaTable, Evaluation
from evallens.evaluation.tested import Metric
from evallens.statistics.mcnemar import mcnemar
from tests.evaluation.two_detectors import two_detectors

METRICS: tuple[Metric, ...] = ("precision", "recall", "f1", "ap50", "map")
BOX = [10.0, 10.0, 50.0, 50.0]


@pytest.fixture(autouse=True)
def _no_warnings() -> Iterator[None]:
    """Reports often begin with "RuntimeWarning: Mean of empty slice"."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def detections(*found: int) -> dict[str, Any]:
    """One box an image, or none."""
    none = np.zeros((0, 4))
    return {
        f"{i}.jpg": {"boxes": [BOX] if one else none, "labels": [0] * one, "scores": [0.9] * one}
        for i, one in enumerate(found)
    }


def compared(truth: dict[str, Any], first: dict[str, Any], second: dict[str, Any], **options: Any) -> Evaluation:
    return evallens.evaluate(truth, models={"v1": first, "v2": second}, embeddings=False, **options)


def every_table(two: Evaluation) -> Iterator[DeltaTable]:
    for metric in METRICS:
        for by in (None, "class", "size", "split"):
            for resamples in (0, 30):
                yield two.test(metric, by, resamples=resamples, progress=None)


def test_one_image_says_nothing_and_warns_of_nothing():
    """openai/evals#1834: NaN and two RuntimeWarnings where a run has one sample."""
    truth = {"0.jpg": {"boxes": [BOX], "labels": [0]}}
    for table in every_table(compared(truth, detections(1), detections(0), classes=["cat"])):
        assert {row.verdict for row in table} == {"cannot tell"}
        assert np.isnan(table.values["low"]).all()


def test_nothing_at_all_says_nothing():
    """Images without any truth, as negatives are: 0/0 everywhere but in precision."""
    truth = {f"{i}.jpg": {"boxes": np.zeros((0, 4)), "labels": []} for i in range(25)}
    none, some = detections(*[0] * 25), detections(*[1] * 25)
    for second in (none, some):
        for table in every_table(compared(truth, none, second, classes=["cat"])):
            assert {row.verdict for row in table} == {"cannot tell"}


def test_a_class_that_resamples_lack():
    """torchmetrics#2048, fairlearn#1441: a class in one image is in no resample every third time, and that broke it."""
    truth = {f"{i}.jpg": {"boxes": [BOX], "labels": [int(i == 0)]} for i in range(40)}
    first = {name: {**one, "scores": [0.9]} for name, one in truth.items()}
    second = {name: one for name, one in first.items() if name not in ("0.jpg", "1.jpg")}
    for metric in METRICS:
        table = compared(truth, first, second, classes=["cat", "dog"]).test(metric, "class", progress=None)
        rows = {row.of: row for row in table}
        assert rows["dog"].verdict == "cannot tell"
        assert not np.isnan(rows["cat"].low)
        assert rows["cat"].low <= rows["cat"].delta <= rows["cat"].high


def test_two_models_that_never_disagree():
    """huggingface/evaluate#80: (b - c)^2 / (b + c) is 0/0 where two classifiers say the same."""
    truth = {f"{i}.jpg": "cat" if i % 2 else "dog" for i in range(50)}
    said = dict.fromkeys(truth, "cat")
    (row,) = compared(truth, said, said).test("accuracy")
    assert (row.delta, row.p, row.verdict) == (0, 1, "not clear")
    # No change among 50 images is not the certainty of none.
    assert row.low < 0 < row.high


def test_no_change_is_not_the_certainty_of_none():
    """In boxes as in labels: of 60 images without a change 3 of 60 may still differ, however often images are drawn."""
    truth = {f"{i}.jpg": {"boxes": [BOX], "labels": [0]} for i in range(60)}
    found = detections(*[int(i % 3 > 0) for i in range(60)])
    for metric in METRICS:
        for resamples in (0, 50):
            (row,) = compared(truth, found, found, classes=["cat"]).test(metric, resamples=resamples, progress=None)
            assert (row.delta, row.p) == (0, 1)
            # Precision is over the images with predictions.
            assert (row.low, row.high) == pytest.approx((-0.075, 0.075) if metric == "precision" else (-0.05, 0.05))


def test_it_is_about_being_right_and_not_about_saying_the_same():
    """fuse-med-ml#69: of the predictions alone, two models that err otherwise look different."""
    truth = {f"{i}.jpg": "cat" for i in range(60)}
    one = {name: "dog" if i < 10 else "cat" for i, name in enumerate(truth)}
    other = {name: "owl" if 10 <= i < 20 else "cat" for i, name in enumerate(truth)}
    (row,) = compared(truth, one, other).test("accuracy")
    assert (row.delta, row.p) == (0, 1)


def test_mid_p_cries_wolf_as_often_as_it_says():
    """lm-evaluation-harness#3831: McNemar's exact p has 3.6 % false alarms at the 5 % level, its mid-p 4.9 %."""
    rng = np.random.default_rng(0)
    chance = np.where(rng.random((4000, 200)) < 0.5, 0.45, 0.85)
    first, second = rng.random((2, *chance.shape)) < chance
    b, c = (first & ~second).sum(axis=1), (~first & second).sum(axis=1)
    alarms = np.mean([mcnemar(lost, won) < 0.05 for lost, won in zip(b.tolist(), c.tolist(), strict=True)])
    assert 0.04 < alarms < 0.057


def test_files_in_another_order_are_the_same_images():
    """private-lab-bench#28: rows are the same by their id, and not by their place."""
    truth = {f"{i}.jpg": {"boxes": [BOX], "labels": [0]} for i in range(30)}
    first, second = detections(*[i % 3 > 0 for i in range(30)]), detections(*[i % 4 > 0 for i in range(30)])
    alone = [evallens.evaluate(truth, found, classes=["cat"], embeddings=False) for found in (first, second)]
    turned = dict(reversed(second.items()))
    other = evallens.evaluate(dict(reversed(truth.items())), turned, classes=["cat"], embeddings=False)
    row, again = (next(iter(evallens.compare(alone[0], one).test("recall"))) for one in (alone[1], other))
    assert row[1:8] == pytest.approx(again[1:8])


def test_pairs_tell_what_two_intervals_do_not():
    """yolov12#160 and others ask for the interval of each model: two that overlap may still differ beyond doubt."""
    rng = np.random.default_rng(1)
    truth = {f"{i}.jpg": {"boxes": [BOX], "labels": [0]} for i in range(300)}
    right: Any = rng.random(300) < 0.7
    better = right | (rng.random(300) < 0.12)
    two = compared(truth, detections(*right.tolist()), detections(*better.tolist()), classes=["cat"])
    alone = [one.queries.rates(one.where(confidence=20)).interval("recall") for one in map(two.model, two.models)]
    assert alone[0][1] > alone[1][0], "the intervals of each alone overlap"
    (row,) = two.test("recall", confidence=20)
    assert (row.verdict, row.low > 0) == ("better", True)


def test_pixels_of_a_segmentation_are_resampled_by_image():
    """torchgeo-bench#165: segmentation had an interval from 0 to 0; here an image is drawn with all its pixels."""
    rng = np.random.default_rng(0)
    truth = {f"{i}.png": rng.integers(0, 2, (8, 8)) for i in range(40)}
    models = [
        {name: np.where(rng.random((8, 8)) < share, 1 - mask, mask) for name, mask in truth.items()}
        for share in (0.2, 0.1)
    ]
    two = compared(truth, *models, task="semantic-segmentation", classes=["road", "car"])
    for metric in ("precision", "recall", "f1"):
        for row in two.test(metric, "class", resamples=200):
            assert (row.images, row.verdict) == (40, "better")
            assert 0 < row.low < row.delta < row.high
    with pytest.raises(evallens.errors.InputError, match="Average precision needs boxes"):
        two.test("map")


def test_a_tie_is_said_to_be_none_of_both():
    """pinchy#797: ranks that are luck should be called so, and classes in few images left out of the correction."""
    same = two_detectors(60, better=0.0)
    assert {row.verdict for row in same.test("f1", "class", confidence=40)} == {"not clear"}
    assert {row.verdict for row in two_detectors(12, better=0.0).test("f1", "class")} == {"cannot tell"}
