"""What a model on show makes better or worse than a baseline, image by image."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from .counts import Counts, Tallies

Change = Literal["fixed", "regressed", "better", "worse", "same"]
"""Of the errors of an image, FP + FN: all gone, the first ones, fewer, more, or as many."""

CHANGES: tuple[Change, ...] = get_args(Change)
"""Every change, by its number."""


Codes = NDArray[np.uint8]
"""The change of each image, by number."""


def errors(tallies: Tallies) -> Counts:
    """FP + FN of each image, (images,)."""
    found: Counts = tallies.fp + tallies.fn
    return found


def change_of(before: Counts, after: Counts) -> Codes:
    """The change of each image, by number, (images,), from its errors under baseline and model on show.

    >>> [CHANGES[code] for code in change_of(np.array([2, 0, 2, 1, 1]), np.array([0, 1, 1, 2, 1]))]
    ['fixed', 'regressed', 'better', 'worse', 'same']
    """
    return np.select(
        [before == after, after == 0, before == 0, after < before],
        [CHANGES.index("same"), CHANGES.index("fixed"), CHANGES.index("regressed"), CHANGES.index("better")],
        CHANGES.index("worse"),
    ).astype(np.uint8)
