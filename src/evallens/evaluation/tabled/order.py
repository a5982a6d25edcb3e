"""The order of images in tables: split, cluster, and a curve that keeps neighbours on the map together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..columns.tables import Images

_BITS = 16
"""The curve passes through 65,536 x 65,536 cells."""


def in_order(images: Images) -> NDArray[np.intp]:
    """The rows of ``images`` by split, cluster and place on a Hilbert curve, (images,); equal ones keep their order."""
    place = hilbert(_cells(images.x), _cells(images.y))
    return np.lexsort((place, images.cluster, images.split))


def hilbert(x: NDArray[np.uint32], y: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """How far along a Hilbert curve the cells (x, y) of a square of 65,536 lie, (n,).

    >>> corner = np.array([0, 0, 1, 1], np.uint32)
    >>> sorted(hilbert(corner, corner[[0, 2, 2, 0]]).tolist())
    [0, 1, 2, 3]
    """
    x, y = x.astype(np.uint32), y.astype(np.uint32)
    along = np.zeros(len(x), np.uint64)
    for bit in reversed(range(_BITS)):
        side = np.uint32(1 << bit)
        right, up = (x & side) > 0, (y & side) > 0
        along += (np.uint64(3) * right ^ up).astype(np.uint64) << np.uint64(2 * bit)
        # The quarters below are turned, so that each ends where the next one begins.
        flipped = right & ~up
        x, y = np.where(flipped, ~x, x), np.where(flipped, ~y, y)
        x, y = np.where(up, x, y), np.where(up, y, x)
    return along


def _cells(values: NDArray[np.float32]) -> NDArray[np.uint32]:
    """Which of 65,536 equal parts from the least to the largest value each one lies in; 0 for none."""
    known = np.isfinite(values)
    if not known.any():
        return np.zeros(len(values), np.uint32)
    low, high = float(values[known].min()), float(values[known].max())
    share = (np.where(known, values, low).astype(np.float64) - low) / ((high - low) or 1)
    return np.minimum(share * (1 << _BITS), (1 << _BITS) - 1).astype(np.uint32)
