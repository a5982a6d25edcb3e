"""A range compares numbers as the browser has them, so that both sides keep the same rows to the last digit."""

from __future__ import annotations

import numpy as np
import pytest

from evallens.evaluation import Columns, Evaluation, Header, Images, Outcomes
from evallens.evaluation.columns.tables import Objects

W, H = 10.1, 20.7


def an_evaluation(area=W * H):
    """One box with a score and sides of more digits than float32 has."""
    objects = Objects(
        image=np.array([0, 0]), side=np.array([0, 1]), label=np.array([0, 0]), x=np.array([1, 1]), y=np.array([1, 1]),
        w=np.array([W, W]), h=np.array([H, H]), score=np.array([np.nan, 0.7]), area=np.array([area, area]),
    )  # fmt: skip
    outcomes = Outcomes.of([0], [0], [0], truth=[0], prediction=[1], iou=[0.7])
    header = Header(title="", task="object-detection", classes=("cat",), background=None)
    return Evaluation(header=header, columns=Columns(Images.of(["a"], ["test"]), outcomes, objects))


def is_kept(evaluation, **ranges):
    return len(evaluation.images(where=ranges)) == 1


def test_none_are_tables_without_rows():
    assert len(Objects.none()) == 0
    assert len(Objects.none().by_image.keys) == 0


@pytest.mark.parametrize("name", ["score", "iou"])
@pytest.mark.parametrize("ends", [(0.7, None), (None, 0.7), (0.7, 0.7), (-1e300, 1e300)])
def test_the_ends_of_a_range_of_float32_are_rounded_as_its_values_are(name, ends):
    assert is_kept(an_evaluation(), **{name: ends})


@pytest.mark.parametrize("name", ["score", "iou"])
@pytest.mark.parametrize("ends", [(0.7001, None), (None, 0.6999)])
def test_what_lies_outside_is_left_out(name, ends):
    assert not is_kept(an_evaluation(), **{name: ends})


def test_the_area_of_a_box_is_that_of_its_columns():
    of_columns = float(np.float32(W)) * float(np.float32(H))
    assert of_columns != W * H
    assert is_kept(an_evaluation(), area=(of_columns, of_columns))
    assert not is_kept(an_evaluation(), area=(W * H, W * H))


def test_an_area_of_its_own_is_compared_as_it_is():
    assert is_kept(an_evaluation(area=100.1), area=(100.1, 100.1))
