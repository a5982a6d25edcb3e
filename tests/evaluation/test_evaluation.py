"""Defaults, and what is said about a question that cannot be answered."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import evallens
from evallens.errors import DataError, InputError, UnknownNameError
from evallens.evaluation import Columns, Evaluation, Header, Images, Outcomes
from evallens.evaluation.columns.coverage import Coverage
from evallens.evaluation.columns.report import Report


def evaluation(splits: list[str], **given: Any) -> Evaluation:
    """One found cat in each image, and one missed from 50 % on."""
    n = len(splits)
    rows = [*range(n), *range(n)]
    outcomes = Outcomes.of(rows, [0] * 2 * n, [0] * n + [1] * n, first=[0] * n + [50] * n, last=[49] * n + [100] * n)
    header = Header(title="t", task="object-detection", classes=("cat", "background"), background=1)
    images = Images.of([f"{i}.jpg" for i in range(n)], splits)
    return Evaluation(**{"header": header, "columns": Columns(images, outcomes), **given})


@pytest.mark.parametrize(
    ("splits", "expected"),
    [
        (["train", "valid", "test"], "test"),
        (["train", "valid"], "valid"),
        (["train"], "train"),
        ([], "test"),
    ],
)
def test_default_split_is_test_else_valid_else_train(splits, expected):
    ev = evaluation(splits)
    assert ev.default_split == expected
    assert ev.images().split == [expected] * splits.count(expected)
    assert ev.confusion_matrix().split == expected


def test_default_threshold_is_that_of_the_canonical_report():
    assert evaluation(["test"]).confusion_matrix().confidence == 20


def test_summary_tells_sizes_of_everything():
    assert evaluation(["test", "train", "test"]).summary == {
        "title": "t",
        "task": "object-detection",
        "classes": ["cat", "background"],
        "background": 1,
        "splits": {"train": 1, "test": 2},
        "thresholds": list(range(101)),
        "images": 3,
        "outcomes": 6,
        "objects": 0,
    }


def test_cells_are_given_by_names_or_indices():
    ev = evaluation(["test", "test"])
    assert len(ev.images(confidence=50, cells=[("cat", "background")])) == 2
    assert len(ev.images(confidence=49, cells=[("cat", "background")])) == 0
    assert len(ev.images(confidence=50, cells=np.array([[0, 1]]))) == 2


def test_matrix_over_given_images_takes_masks_rows_and_tables():
    ev = evaluation(["test", "test", "train"])
    table = ev.images()
    for images in (table[:1], np.array([True, False, False]), [0], table.rows[:1]):
        assert ev.confusion_matrix(images=images).matrix.tolist() == [[1, 0], [0, 0]]
    assert ev.confusion_matrix(images=[]).matrix.sum() == 0
    assert ev.confusion_matrix(images=[2]).matrix.sum() == 0, "an image of another split"


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"split": "tset"}, "No split named 'tset'. Did you mean 'test'?"),
        ({"split": "valid"}, "No split named 'valid'."),
        ({"sort": "F1"}, "No sort named 'F1'. Did you mean 'f1'?"),
        ({"cells": [("cta", "cat")]}, "No class named 'cta'. Did you mean 'cat'?"),
        ({"cells": [(0, 2)]}, "No class with index 2"),
        ({"cells": [(0, -1)]}, "No class with index -1"),
        ({"cells": ("ab", "ba")}, 'cells is a list of (actual, predicted) pairs such as [("cat", "dog")], not \'ab\''),
        ({"cells": [("cat",)]}, "cells is a list of (actual, predicted) pairs"),
        ({"lasso": [(0.0,)]}, "a vertex is (x, y)"),
        ({"confidence": 0.2}, "confidence is an integer percent 0..100, not 0.2"),
        ({"confidence": 101}, "not 101"),
        ({"confidence": -1}, "not -1"),
        ({"confidence": "20"}, "not '20'"),
        ({"confidence": float("nan")}, "not nan"),
        ({"confidence": True}, "not True"),
        ({"confidence": [[1, 2], [3]]}, "0..100, not [[1, 2], [3]]"),
        ({"cells": [(0.7, 1)]}, "a class is a name or an index, not 0.7"),
        ({"cells": 5}, "cells is a list of (actual, predicted) pairs"),
        ({"clusters": ["x"]}, "clusters is a list of cluster ids such as [0, 3], not 'x'"),
        ({"clusters": [1.5]}, "cluster ids such as [0, 3], not 1.5"),
        ({"clusters": [7]}, "No cluster named 7. There is '-1'."),
        ({"picked": [10**9]}, "No image in row 1000000000: there are 2 images."),
        ({"picked": [-1]}, "No image in row -1"),
        ({"picked": [True, False]}, "picked is a list of image rows, or an ImageTable, not True"),
        ({"lasso": [(0, 0), (1, "x"), (2, 0)]}, "a polygon [(x, y), ...] of finite numbers"),
        ({"lasso": [(0, 0), (1, float("nan")), (2, 0)]}, "finite numbers"),
        ({"lasso": [(0, 0), (1, 1)]}, "at least 3 vertices"),
        ({"query": 5}, "query is a part of an image name, not 5"),
    ],
)
def test_what_cannot_be_asked_is_said_in_words(asked, message):
    with pytest.raises(InputError) as caught:
        evaluation(["test", "train"]).images(**asked)
    assert message in str(caught.value)


def test_a_table_of_images_can_be_picked_and_no_filter_is_no_filter():
    ev = evaluation(["test", "test"])
    assert ev.images(picked=ev.images()[:1]).rows.tolist() == [0]
    assert len(ev.images(cells=None, clusters=None, lasso=None, picked=None)) == 2


@pytest.mark.parametrize("images", [np.ones(5, np.bool_), [9], 5, [[1], [1, 2]]])
def test_images_that_are_not_there_are_said_in_words(images):
    with pytest.raises(InputError, match="a mask over all 1 images, or rows of them"):
        evaluation(["test"]).confusion_matrix(images=images)


def test_all_is_a_split_to_ask_for():
    ev = evaluation(["test", "train"])
    assert len(ev.images("all")) == 2
    with pytest.raises(UnknownNameError, match="'all'"):
        ev.images("everything")


def test_threshold_that_is_not_held_says_which_are():
    ev = evaluation(["test"], coverage=Coverage.of(["test"], 20))
    assert ev.thresholds == (20,)
    with pytest.raises(InputError, match=r"No report at 37 % for split 'test' is loaded. Loaded: 20 %."):
        ev.images(confidence=37)


def test_sums_of_a_threshold_that_is_not_held_are_refused_and_not_zero():
    ev = evaluation(["test"], coverage=Coverage.of(["test"], 20))
    assert ev.queries.matrix(ev.where(confidence=20)).sum() == 1
    for ask in (ev.queries.matrix, ev.queries.rates, ev.queries.count, ev.queries.page, ev.queries.instances):
        with pytest.raises(InputError, match=r"No report at 37 % for split 'test' is loaded: ask ev.fetched"):
            ask(ev.where(confidence=37))


def test_what_cannot_be_fetched_is_said_in_words():
    ev = evaluation(["test"])
    with pytest.raises(UnknownNameError, match=r"No split named 'tst'. Did you mean 'test'\?"):
        ev.fetched("tst", 20)
    with pytest.raises(InputError, match=r"confidence is an integer percent 0\.\.100, not 200"):
        ev.fetched("test", 200)


def test_an_order_or_an_image_that_is_not_there_is_said_in_words():
    ev = evaluation(["test"])
    page: Any = ev.queries.page
    with pytest.raises(UnknownNameError, match=r"No sort named 'nme'. Did you mean 'name'\?"):
        page(ev.where(), "nme")
    with pytest.raises(InputError, match="No image in row 1"):
        ev.image(1)


def test_f1_has_no_interval_and_is_not_given_that_of_recall():
    tallies: Any = evaluation(["test"]).images().tallies
    for rate in ("f1", "recal"):
        with pytest.raises(InputError, match="have an interval"):
            tallies.interval(rate)


def test_without_scores_there_are_no_thresholds():
    header = Header(title="t", task="classification", classes=("cat", "background"), background=1, scored=False)
    assert evaluation(["test"], header=header).thresholds == ()


def test_fetched_report_is_merged_into_a_new_evaluation():
    class OneReport:
        def report(self, split, confidence, *, progress=None, cancelled=None):
            return Report(
                splits=(split,),
                confidence=confidence,
                classes=("background", "dog"),
                images=Images.of(["0.jpg"], [split]),
                outcomes=Outcomes.of([0], [1], [0], 3, first=confidence, last=confidence),
            )

    ev = evaluation(["test"], coverage=Coverage.of(["test"], 20), source=OneReport())
    fetched = ev.fetched("test", 37)
    assert fetched.classes == ("cat", "background", "dog")
    assert fetched.thresholds == (20, 37)
    assert ev.thresholds == (20,), "the first one is as it was"
    assert fetched.columns.outcomes.count[-1] == 3
    assert ev.fetched("test", 20) is ev


@pytest.mark.parametrize(
    "columns",
    [
        {"image": [0], "actual": [0], "predicted": [0], "count": -1},
        {"image": [0], "actual": [0], "predicted": [0], "count": 2**53 + 1},
        {"image": [0], "actual": [0], "predicted": [0], "last": 101},
        {"image": [0], "actual": [0], "predicted": [0], "first": 60, "last": 50},
    ],
)
def test_outcomes_that_cannot_be_are_refused(columns):
    with pytest.raises(DataError):
        Outcomes.of(**columns)


def test_counts_whose_sum_would_overflow_are_refused():
    rows = [0] * 1024
    assert Outcomes.of(rows[1:], rows[1:], rows[1:], 1 << 53).count.sum() > 0
    with pytest.raises(DataError, match="add up to 2\\^63 or more"):
        Outcomes.of(rows, rows, rows, 1 << 53)


def test_outcome_of_an_image_that_is_not_there_is_refused():
    with pytest.raises(DataError, match="an image beyond the 1 there are"):
        Columns(Images.of(["a"], ["test"]), Outcomes.of([1], [0], [0]))


def test_columns_cannot_be_written_to():
    with pytest.raises(ValueError, match="read-only"):
        evaluation(["test"]).columns.outcomes.count[0] = 5


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (("0.jpgg",), "No image named '0.jpgg'. Did you mean '0.jpg'?"),
        ((2,), "No image has row 2: there are 2."),
        ((0, 0), "size is a whole number of pixels a side, 1 or more, not 0"),
        ((0, "big"), "size is a whole number of pixels a side, 1 or more, not 'big'"),
    ],
)
def test_a_picture_that_cannot_be_asked_for_is_said_in_words(asked, message):
    with pytest.raises(InputError) as caught:
        evaluation(["test", "test"]).picture(*asked)
    assert str(caught.value) == message


def test_no_repr_holds_columns_or_bytes():
    ev = evallens.demo()
    assert len(repr(ev.queries)) < 400
    assert repr(ev.picture(0)).endswith(" bytes, 128 x 128 pixels)")
