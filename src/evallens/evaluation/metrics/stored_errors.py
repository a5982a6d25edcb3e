"""The errors of every image at a few thresholds, as tables store them: what a page of millions is sorted by."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..columns.header import Header
from ..columns.tables import Outcomes
from .counts import counted_as

STEP = 5
STORED = tuple(range(STEP, 100, STEP))
"""The integer percents at which errors are stored: 5, 10, ... 95."""

MOST = 255
"""More errors than that are stored as so many."""


def stored_name(percent: int) -> str:
    """What the column of one of ``STORED`` is called.

    >>> stored_name(5), stored_name(95)
    ('e05', 'e95')
    """
    return f"e{percent:02}"


def nearest(percent: int) -> int:
    """The stored percent that is nearest to an integer percent, of two the lower one.

    >>> nearest(50), nearest(52), nearest(53), nearest(0), nearest(100)
    (50, 50, 55, 5, 95)
    """
    return min(STORED, key=lambda stored: abs(stored - percent))


def stored_errors(outcomes: Outcomes, images: int, header: Header) -> NDArray[np.uint8]:
    """FP + FN of every image at each of ``STORED``, uint8 (images, 19): ``MOST`` where there are more."""
    _, positive, negative = counted_as(outcomes.actual, outcomes.predicted, header)
    each = positive.astype(np.int64) + negative
    # What alone is more than can be stored adds just as much as it is cut to.
    count = each * np.minimum(outcomes.count, MOST)
    # An outcome holds at the stored percents first / 5 rounded up to last / 5 rounded down.
    begin = np.maximum(-(-outcomes.first.astype(np.int64) // STEP), 1)
    end = np.minimum(outcomes.last.astype(np.int64) // STEP, len(STORED)) + 1
    counts = (each > 0) & (begin < end)
    width = len(STORED) + 2
    place, change = outcomes.image[counts].astype(np.int64) * width, count[counts]
    # Sums of so small numbers are exact in float64, which bincount adds in.
    begun = np.bincount(place + begin[counts], change, images * width)
    ended = np.bincount(place + end[counts], change, images * width)
    total = np.cumsum((begun - ended).reshape(images, width), axis=1)[:, 1 : width - 1]
    return np.minimum(total, MOST).astype(np.uint8)
