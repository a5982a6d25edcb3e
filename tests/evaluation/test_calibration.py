"""Reliability and its intervals against plain loops, SciPy and scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest
from sklearn.calibration import calibration_curve

import evallens
from evallens.errors import InputError, UnknownNameError
from evallens.evaluation.metrics.calibration import reliability
from evallens.evaluation.metrics.intervals import wilson
from evallens.local import evaluate
from evallens.matching.instances import Instances
from tests.local import brute
from tests.local.scenes import CLASSES, scattered


@pytest.mark.parametrize("bins", [0, -1, 2.5, "x", None])
def test_a_wrong_number_of_bins_is_said_in_words(bins):
    with pytest.raises(InputError, match="bins is a whole number of at least 1, not"):
        evallens.demo().calibration(bins=bins)


@given(whole=st.integers(1, 10_000), share=st.floats(0, 1))
def test_wilson_equals_scipy(whole, share):
    part = round(share * whole)
    expected = binomtest(part, whole).proportion_ci(method="wilson")
    low, high = wilson(part, whole)
    assert (float(low), float(high)) == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_wilson_of_nothing_is_unknown():
    low, high = wilson([0, 0], [0, 5])
    assert np.isnan([low[0], high[0]]).all()
    assert low[1] == 0 < high[1] < 1


def columns(side: Instances) -> dict:
    return {"image": side.image, "boxes": side.boxes.corners, "labels": side.label, "scores": side.score}


@pytest.mark.parametrize("percent", [0, 30])
def test_detection_bins_equal_a_plain_loop(percent):
    truth, predictions = scattered(3, images=20)
    ev = evaluate(columns(truth), columns(predictions), classes=[str(i) for i in range(CLASSES)])
    found = ev.calibration(confidence=percent)
    scores = np.asarray(predictions.score)
    assert found.count.sum() == (scores >= percent / 100).sum()
    assert found.correct.sum() == np.trace(brute.matrix(truth, predictions, percent, CLASSES))
    error = 0.0
    for row in range(10):
        inside = (scores >= percent / 100) & (scores >= row / 10) & (scores < (row + 1) / 10)
        assert found.count[row] == inside.sum()
        if inside.any():
            assert found.confidence[row] == pytest.approx(scores[inside].mean())
            error += abs(found.accuracy[row] - scores[inside].mean()) * inside.sum()
    assert found.error == pytest.approx(error / found.count.sum())
    assert list(found.to_dict())[:3] == ["low", "high", "count"]


def test_classification_equals_scikit_learn_to_the_percent():
    rng = np.random.default_rng(0)
    score = rng.uniform(0.5, 1, 2_000)
    right = rng.random(2_000) < score
    likely = np.stack([score, 1 - score], axis=1)
    ev = evaluate([0 if hit else 1 for hit in right], likely, classes=["a", "b"])
    found = ev.calibration()
    accuracy, confidence = calibration_curve(right, score, n_bins=10)
    np.testing.assert_allclose(found.accuracy[5:], accuracy)
    np.testing.assert_allclose(found.confidence[5:], confidence, atol=0.005)
    assert found.error < 0.05


def test_an_evaluation_answers_for_its_own_calibration():
    ev = evallens.demo()
    found, expected = ev.calibration("valid", 30, bins=5), reliability(ev.header, ev.columns, "valid", 30, 5)
    np.testing.assert_equal(found.to_dict(), expected.to_dict())
    np.testing.assert_equal(ev.calibration().to_dict(), reliability(ev.header, ev.columns, "test", 0, 10).to_dict())
    with pytest.raises(UnknownNameError):
        ev.calibration("tset")


def test_images_and_cells_have_the_intervals_of_their_rates():
    ev = evallens.demo()
    tallies = ev.images().tallies
    np.testing.assert_array_equal(tallies.interval("precision"), wilson(tallies.tp, tallies.tp + tallies.fp))
    np.testing.assert_array_equal(tallies.interval("recall"), wilson(tallies.tp, tallies.tp + tallies.fn))
    counted = ev.confusion_matrix()
    whole = counted.matrix.sum(axis=1)
    for class_, row in enumerate(counted.matrix):
        low, high = counted.interval("actual")
        np.testing.assert_array_equal((low[class_], high[class_]), wilson(row, np.full(11, whole[class_])))
    low, high = counted.interval("predicted")
    diagonal = np.diag(counted.matrix)
    np.testing.assert_array_equal((np.diag(low), np.diag(high)), wilson(diagonal, counted.matrix.sum(axis=0)))
    low, high = counted.interval("all")
    np.testing.assert_array_equal((low[3, 8], high[3, 8]), wilson(counted.matrix[3, 8], counted.matrix.sum()))
    with pytest.raises(InputError, match="normalize by"):
        counted.interval("f1")  # type: ignore[arg-type]


def test_without_scores_there_is_no_calibration():
    with pytest.raises(InputError, match="no confidence"):
        evaluate(["a"], ["a"]).calibration()
