"""The bins of histograms."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

BINS = 40
"""Of a histogram."""


def bin_edges(values: NDArray[np.float64], *, is_area: bool) -> NDArray[np.float64]:
    """The ends of the bins, (BINS + 1,) ascending, from the least to the largest of ``values``, (n,), none of them NaN.

    The bins are equal; those of areas are equal in the roots. One value stands in the middle of a bin's length of 1;
    without any the bins reach from 0 to 1.

    >>> bin_edges(np.array([0.0, 1600.0]), is_area=True)[[0, 1, 2, -1]].tolist()
    [0.0, 1.0, 4.0, 1600.0]
    """
    low, high = (values.min(), values.max()) if len(values) else (0.0, 1.0)
    if low == high:
        low, high = low - 0.5, high + 0.5
    elif is_area and low >= 0:
        edges = np.linspace(np.sqrt(low), np.sqrt(high), BINS + 1) ** 2
        edges[0], edges[-1] = low, high
        return edges
    return np.linspace(low, high, BINS + 1)


def binned(edges: NDArray[np.float64], values: NDArray[np.float64], count: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many instances are in each bin between ``edges``, (BINS,); NaN, which is no value, is in none."""
    is_known = ~np.isnan(values)
    place = np.clip(np.searchsorted(edges, values[is_known], side="right") - 1, 0, BINS - 1)
    instances = np.zeros(BINS, np.int64)
    np.add.at(instances, place, count[is_known])
    return instances
