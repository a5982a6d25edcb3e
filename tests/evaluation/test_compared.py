"""Questions about two models, asked of an evaluation that holds both, or one."""

from __future__ import annotations

import numpy as np
import pytest

import evallens
from evallens.errors import InputError, UnknownNameError
from evallens.evaluation import Evaluation
from evallens.sample import Detector

OF_BOTH: tuple[tuple[Detector, int], ...] = (("v1", 40), ("v2", 55))


@pytest.fixture(scope="module")
def both() -> Evaluation:
    return evallens.compare(evallens.demo("v1"), evallens.demo("v2"))


def test_the_difference_is_that_of_both_matrices_each_at_its_threshold(both):
    found = both.difference("test", confidence=(40, 55))
    alone = [evallens.demo(name).confusion_matrix("test", at) for name, at in OF_BOTH]
    np.testing.assert_array_equal(found.baseline.matrix, alone[0].matrix)
    np.testing.assert_array_equal(found.shown.matrix, alone[1].matrix)
    np.testing.assert_array_equal(found.difference, alone[1].matrix - alone[0].matrix)
    assert found.to_pandas().loc["8", "8"] == found.difference[8, 8]
    assert found.gain[8, 8] == found.difference[8, 8]
    assert found.gain[8, 3] == -found.difference[8, 3]
    assert (
        both.showing("v1").difference("test", confidence=(40, 55)).difference.tolist() == (-found.difference).tolist()
    )


def test_the_summary_says_how_much_changed(both):
    told = both.transitions()
    assert {name: both.summary[name] for name in told.rates} == told.rates
    assert both.summary["models"] == ["v1", "v2"]
    assert "churn" not in evallens.demo().summary


def test_transitions_of_a_class_are_a_row_of_all(both):
    every, one = both.transitions(split="test", confidence=40), both.transitions("8", "test", 40)
    assert one.counts == dict(every.to_pandas().loc["8"][list(one.counts)].astype(int))
    assert sum(both.transitions(name, "test", 40).truths for name in every.classes) == every.truths


@pytest.mark.parametrize(
    "ask",
    [
        lambda ev: ev.difference(),
        lambda ev: ev.transitions(),
        lambda ev: ev.images(change=["regressed"]),
        lambda ev: ev.instances(transition="broken"),
        lambda ev: ev.where(compared=True),
    ],
)
def test_one_model_says_how_two_are_put_side_by_side(ask):
    with pytest.raises(InputError, match=r"holds one model: evallens.compare\(a, b\) puts two side by side"):
        ask(evallens.demo())


def test_words_that_are_not_there_name_the_closest(both):
    with pytest.raises(UnknownNameError, match="regressed"):
        both.images(change="regresed")
    with pytest.raises(UnknownNameError, match="broken"):
        both.images(transition=["brokn"])
    with pytest.raises(UnknownNameError, match="background"):
        both.images(transition=[("8", "backgroun")])
