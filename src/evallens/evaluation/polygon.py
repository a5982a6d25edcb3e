"""The lasso: which points lie inside a polygon, by the even-odd rule in float64."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

MAX_VERTICES = 200

Polygon = Sequence[tuple[float, float]]


def inside(x: NDArray[np.floating], y: NDArray[np.floating], polygon: Polygon) -> NDArray[np.bool_]:
    """Which of the points ``x``, ``y``, each (n,), lie inside, (n,); NaN points do not.

    The front end does the same operations in the same order, so that a point on an edge falls
    to the same side in both. Source: the crossing test of W. R. Franklin (PNPOLY).
    """
    order = np.argsort(y, kind="stable")
    px, py = x[order].astype(np.float64), y[order].astype(np.float64)
    odd = np.zeros(len(px), np.bool_)
    for i, (xi, yi) in enumerate(polygon):
        xj, yj = polygon[i - 1]
        if yi == yj:
            continue
        # An edge concerns the points with (yi > py) != (yj > py): those from its lower end up to its upper one.
        low, high = np.searchsorted(py, sorted(-np.inf if np.isnan(end) else end for end in (yi, yj)))
        spans = slice(int(low), int(high))
        with np.errstate(all="ignore"):  # As in the front end, a number that overflows is infinite, not an error.
            odd[spans] ^= px[spans] < (xj - xi) * (py[spans] - yi) / (yj - yi) + xi
    found = np.empty_like(odd)
    found[order] = odd
    return found
