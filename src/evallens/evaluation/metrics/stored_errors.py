"""Errors and F1 of every image at a few thresholds, as tables store them: what a page of millions is sorted by."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..columns.header import Header
from ..columns.tables import Outcomes
from .counts import counted_as, ratio

STEP = 5
STORED = tuple(range(STEP, 100, STEP))
"""The integer percents at which errors and F1 are stored: 5, 10, ... 95."""

MOST = 255
"""More errors than that are stored as so many."""

ONE = 65_534
"""What an F1 of 1 is stored as. Two different ones of images with up to 255 boxes each are never stored alike."""


def stored_name(percent: int) -> str:
    """What the column of the errors at one of ``STORED`` is called.

    >>> stored_name(5), stored_name(95)
    ('e05', 'e95')
    """
    return f"e{percent:02}"


def f1_name(percent: int) -> str:
    """What the column of F1 at one of ``STORED`` is called.

    >>> f1_name(5), f1_name(95)
    ('f05', 'f95')
    """
    return f"f{percent:02}"


def nearest(percent: int) -> int:
    """The stored percent that is nearest to an integer percent, of two the lower one.

    >>> nearest(50), nearest(52), nearest(53), nearest(0), nearest(100)
    (50, 50, 55, 5, 95)
    """
    return min(STORED, key=lambda stored: abs(stored - percent))


def stored_errors(outcomes: Outcomes, images: int, header: Header) -> NDArray[np.uint8]:
    """FP + FN of every image at each of ``STORED``, uint8 (images, 19): ``MOST`` where there are more."""
    _, positive, negative = counted_as(outcomes.actual, outcomes.predicted, header)
    # What alone is more than can be stored adds just as much as it is cut to.
    count = (positive.astype(np.int64) + negative) * np.minimum(outcomes.count, MOST)
    return np.minimum(_held(outcomes, count, images), MOST).astype(np.uint8)


def stored_f1(outcomes: Outcomes, images: int, header: Header) -> np.ma.MaskedArray[Any, np.dtype[np.uint16]]:
    """F1 of every image at each of ``STORED`` in parts of ``ONE``, uint16 (images, 19): masked where it has none."""
    true, positive, negative = counted_as(outcomes.actual, outcomes.predicted, header)
    twice = _held(outcomes, 2 * true * outcomes.count, images)
    whole = twice + _held(outcomes, (positive.astype(np.int64) + negative) * outcomes.count, images)
    has_none = whole == 0
    parts = np.where(has_none, 0, np.rint(ratio(twice, whole) * ONE)).astype(np.uint16)
    return np.ma.masked_array(parts, has_none)


def _held(outcomes: Outcomes, count: NDArray[np.int64], images: int) -> NDArray[np.int64]:
    """Sums of ``count``, (outcomes,), of what holds at each of ``STORED``, image by image: (images, 19)."""
    # An outcome holds at the stored percents first / 5 rounded up to last / 5 rounded down.
    begin = np.maximum(-(-outcomes.first.astype(np.int64) // STEP), 1)
    end = np.minimum(outcomes.last.astype(np.int64) // STEP, len(STORED)) + 1
    counts = (count > 0) & (begin < end)
    width = len(STORED) + 2
    place, change = outcomes.image[counts].astype(np.int64) * width, count[counts]
    # Sums of numbers of boxes are exact in float64, which bincount adds in.
    begun = np.bincount(place + begin[counts], change, images * width)
    ended = np.bincount(place + end[counts], change, images * width)
    return np.cumsum((begun - ended).reshape(images, width), axis=1)[:, 1 : width - 1].astype(np.int64)
