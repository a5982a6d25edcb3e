"""Masks as people hand them in: of other shapes, without boxes, in batches, with odd values."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

import evallens
from evallens.errors import DataError

TRUTH = np.array([[0, 0, 1, 1], [0, 0, 1, 1]], np.uint8)
PREDICTION = np.array([[0, 0, 0, 1], [0, 1, 1, 1]], np.uint8)
COUNTED = [[3, 1], [1, 3]]


def _matrix(*given: Any, **options: Any) -> list[list[int]]:
    ev = evallens.evaluate(*given, embeddings=False, **options)
    return ev.confusion_matrix(split="all", confidence=0).matrix.tolist()


def _square(right: int) -> np.ndarray[Any, np.dtype[np.bool_]]:
    mask = np.zeros((1, 20, 20), np.bool_)
    mask[:, 2:10, 2:right] = True
    return mask


def test_masks_of_one_image_of_different_heights_are_an_error() -> None:
    boxes = [[2, 2, 10, 10]]
    truth = [{"boxes": boxes, "labels": [0], "masks": _square(10)}]
    found = [{"boxes": boxes, "labels": [0], "scores": [0.9], "masks": _square(10)[:, :10]}]
    with pytest.raises(DataError, match=re.escape("pictures 10 and 20 pixels high")):
        _matrix(truth, found)


@pytest.mark.parametrize(("iou", "counted"), [(0.4, [[1, 0], [0, 0]]), (0.6, [[0, 1], [1, 0]])])
def test_masks_without_boxes_are_matched_as_masks(iou: float, counted: list[list[int]]) -> None:
    truth = [{"labels": [0], "masks": _square(10)}]
    found = [{"labels": [0], "scores": [0.9], "masks": _square(6)}]
    assert _matrix(truth, found, iou=iou) == counted


def test_an_image_without_masks_and_boxes_is_read() -> None:
    nothing = np.zeros((0, 20, 20), np.bool_)
    truth = [{"labels": [0], "masks": _square(10)}, {"labels": [], "masks": nothing}]
    found = [{"labels": [0], "scores": [0.9], "masks": _square(10)}, {"labels": [], "scores": [], "masks": nothing}]
    assert _matrix(truth, found) == [[1, 0], [0, 0]]


@pytest.mark.parametrize("place", [1, 3])
def test_batches_of_masks_with_one_channel_are_read(place: int) -> None:
    truth, prediction = (np.expand_dims(mask[None], place) for mask in (TRUTH, PREDICTION))
    assert _matrix(truth, prediction) == COUNTED


def test_a_mask_without_pixels_is_an_error() -> None:
    with pytest.raises(DataError, match="no pixels"):
        _matrix(np.zeros((1, 0, 4), np.uint8), np.zeros((1, 0, 4), np.uint8))


def test_a_value_too_large_without_names_does_not_speak_of_classes_that_are_not_there() -> None:
    with pytest.raises(DataError, match="without names a class is a value from 0 to 254"):
        _matrix(TRUTH.astype(np.int64) * 1000, PREDICTION)
