"""Class labels, tables and masks as people hand them in, where a guess would be a wrong number."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd
import pytest

import evallens
from evallens.errors import DataError, InputError


def _matrix(*given: Any, confidence: int = 0, **options: Any) -> list[list[int]]:
    ev = evallens.evaluate(*given, embeddings=False, **options)
    return ev.confusion_matrix(split="all", confidence=confidence).matrix.tolist()


def _two_images(**columns: Any) -> pd.DataFrame:
    return pd.DataFrame({"image": ["a.jpg", "b.jpg"], "label": ["cat", "dog"], **columns})


def test_a_letter_with_an_accent_is_one_however_it_is_written() -> None:
    assert _matrix(["caf\u00e9", "dog"], ["cafe\u0301", "dog"]) == [[1, 0], [0, 1]]


@pytest.mark.parametrize("words", [["cat", "dog"], ["yes", "no"]])
def test_numbers_against_words_are_asked_about(words: list[str]) -> None:
    with pytest.raises(DataError, match="numbers on one side, words on the other"):
        _matrix([0, 1], words)
    assert _matrix([0, 1], words, classes=words) == [[1, 0], [0, 1]]


def test_an_image_whose_probabilities_are_all_missing_has_no_prediction() -> None:
    table = _two_images(cat=[0.9, np.nan], dog=[0.1, np.nan])
    assert _matrix(table) == [[1, 0, 0], [0, 0, 1], [0, 0, 0]]


def test_a_class_that_only_has_a_column_counts_where_some_probabilities_are_missing() -> None:
    table = pd.DataFrame({
        "label": ["cat", "dog", "cat"], "cat": [0.9, 0.2, None], "dog": [0.1, 0.3, None], "owl": [0, 0.5, None],
    })  # fmt: skip
    assert _matrix(table) == [[1, 0, 0, 1], [0, 0, 1, 0], [0, 0, 0, 0], [0, 0, 0, 0]]


def test_one_missing_probability_of_a_row_is_an_error() -> None:
    with pytest.raises(DataError, match="row 0"):
        _matrix(_two_images(cat=[0.9, 0.2], dog=[0.1, 0.3], owl=[np.nan, 0.5]))


def test_a_predicted_label_that_its_probabilities_contradict_is_an_error() -> None:
    with pytest.raises(DataError, match=re.escape("row 0: is predicted as 'dog', but the largest")):
        _matrix(_two_images(predicted=["dog", "dog"], cat=[0.9, 0.3], dog=[0.1, 0.7]))


def test_a_predicted_label_takes_its_probability_as_its_score() -> None:
    table = _two_images(predicted=["cat", "dog"], p_cat=[0.9, 0.5], p_dog=[0.1, 0.5])
    assert _matrix(table) == [[1, 0, 0], [0, 1, 0], [0, 0, 0]]
    assert _matrix(table, confidence=80) == [[1, 0, 0], [0, 0, 1], [0, 0, 0]]


def test_true_labels_as_columns_of_0_and_1_contradict_no_prediction() -> None:
    assert _matrix(_two_images(predicted=["dog", "dog"], cat=[1, 0], dog=[0, 1])) == [[0, 1], [0, 1]]


def test_rows_of_one_image_all_count_and_are_told() -> None:
    table = pd.DataFrame({"image": ["a.jpg", "a.jpg"], "label": ["cat", "cat"], "predicted": ["cat", "dog"]})
    ev = evallens.evaluate(table, embeddings=False)
    assert [notice.code for notice in ev.notices] == ["listed-again"]
    with pytest.raises(DataError, match="more than one row"):
        evallens.evaluate(table, embeddings=False, on_doubt="raise")


def test_categories_in_an_order_of_their_own_are_asked_about_where_columns_have_no_names() -> None:
    sizes = pd.Categorical(["small", "large"], categories=["small", "large"])
    likely = np.array([[0.9, 0.1], [0.2, 0.8]])
    for truth in (sizes, pd.Series(sizes)):
        with pytest.raises(InputError, match="classes="):
            _matrix(truth, likely)
        assert _matrix(truth, likely, classes=["small", "large"]) == [[1, 0, 0], [0, 1, 0], [0, 0, 0]]


def test_series_that_name_the_same_rows_in_another_order_are_asked_about() -> None:
    truth, found = pd.Series(["cat", "dog"], index=["a", "b"]), pd.Series(["dog", "cat"], index=["b", "a"])
    with pytest.raises(InputError, match="same rows in another order"):
        _matrix(truth, found)
    assert _matrix(truth.to_dict(), found.to_dict()) == [[1, 0], [0, 1]]


@pytest.mark.parametrize("rows", [[0, 1], [7, 3]])
def test_series_without_names_of_their_own_go_by_their_place(rows: list[int]) -> None:
    truth, found = pd.Series(["cat", "dog"], index=[1, 0]), pd.Series(["cat", "dog"], index=rows)
    assert _matrix(truth, found) == [[1, 0], [0, 1]]


def test_ids_of_images_that_pandas_made_floats_are_the_same_images() -> None:
    truth = pd.DataFrame({"image_id": [0, 1], "label": ["cat", "dog"]})
    found = pd.DataFrame({"image_id": [1.0, 0.0], "predicted": ["dog", "cat"]})
    assert _matrix(truth, found) == [[1, 0], [0, 1]]


def test_classes_that_differ_by_zeros_in_front_are_told() -> None:
    ev = evallens.evaluate(["01", "10", "02"], ["1", "10", "2"], embeddings=False)
    assert "similar-classes" in {notice.code for notice in ev.notices}


def test_probabilities_that_name_the_rows_of_the_labels_in_another_order_are_asked_about() -> None:
    truth = pd.Series(["cat", "dog"], index=["a", "b"])
    likely = pd.DataFrame({"cat": [0.1, 0.9], "dog": [0.9, 0.1]}, index=["b", "a"])
    with pytest.raises(InputError, match="same rows in another order"):
        _matrix(truth, likely)
    assert _matrix(truth, likely.loc[truth.index]) == [[1, 0, 0], [0, 1, 0], [0, 0, 0]]


def test_an_index_of_words_says_of_which_images_splits_and_vectors_are() -> None:
    table = _two_images(predicted=["cat", "cat"])
    rows = ["b.jpg", "a.jpg"]
    points = pd.DataFrame({"x": [3.0, 1.0], "y": [4.0, 2.0]}, index=rows)
    ev = evallens.evaluate(table, splits=pd.Series(["train", "test"], index=rows), embeddings=points)
    assert ev.confusion_matrix(split="train", confidence=0).matrix.tolist() == [[0, 0], [1, 0]]
    found = ev.images(split="all", confidence=0).to_pandas().set_index("name")
    assert found.loc["a.jpg", ["x", "y"]].tolist() == [1, 2]


def test_a_row_called_twice_is_an_error() -> None:
    table = _two_images(predicted=["cat", "cat"])
    with pytest.raises(InputError, match=re.escape("two rows are called 'a.jpg'")):
        evallens.evaluate(table, splits=pd.Series(["train", "test"], index=["a.jpg", "a.jpg"]), embeddings=False)


def test_a_row_without_the_name_of_its_image_is_an_error() -> None:
    table = pd.DataFrame({"image": ["a.jpg", None], "label": ["cat", "dog"], "predicted": ["cat", "dog"]})
    with pytest.raises(DataError, match="row 1 names no image"):
        _matrix(table)
    assert _matrix(table.assign(image=None)) == [[1, 0], [0, 1]]
