"""From scores to the whole percents that thresholds are."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

PERCENTS = 101
"""Thresholds: 0 to 100 %, both included."""


def percent_of(scores: NDArray[np.floating]) -> NDArray[np.int16]:
    """The largest percent ``t`` with ``score >= t / 100``, compared in the scores' own dtype; -1: none.

    A score that is not a number reaches none.

    >>> percent_of(np.array([0.7, 0.699, -0.1, 1.0])).tolist()
    [70, 69, -1, 100]
    """
    bounds = (np.arange(PERCENTS) / 100).astype(scores.dtype)
    reached = np.searchsorted(bounds, scores, side="right") - 1
    return np.where(np.isnan(scores), -1, reached).astype(np.int16)
