"""The map as a raster: how many images lie in each of n by n cells of a box, and how many errors they have."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..columns.tables import NOISE
from .counts import Counts

Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 in embedding space, with x0 < x1 and y0 < y1."""

CELLS = 512
"""Cells a side, where nothing else is asked for: about the pixels of a map."""


@dataclass(frozen=True, eq=False)
class Raster:
    """Images and their errors by cells of a box: row by row, from y0 up, each row from x0 on."""

    box: Box
    confidence: int
    """Integer percent of the errors, the nearest that tables store."""
    counts: Counts
    """Images in each cell, (n, n)."""
    errors: Counts
    """FP + FN of these, of each at most what tables store, (n, n)."""
    clusters: NDArray[np.int32] | None = None
    """The cluster of most images in each cell, (n, n), see ``most_frequent``; ``None``: nobody asked."""

    @property
    def total(self) -> int:
        """Images in the box."""
        return int(self.counts.sum())

    @classmethod
    def of(
        cls,
        box: Box,
        confidence: int,
        cell: NDArray[np.integer],
        errors: NDArray[np.integer],
        n: int = CELLS,
        *,
        cluster: NDArray[np.integer] | None = None,
    ) -> Raster:
        """Count images by their ``cell``, (images,), ``row * n + column``; ``errors`` are theirs, and ``cluster``."""
        counts = np.bincount(cell, minlength=n * n).reshape(n, n)
        # Exact in float64: of an image there are at most 255.
        wrong = np.bincount(cell, errors, n * n).astype(np.int64).reshape(n, n)
        if cluster is None:
            return cls(box, confidence, counts, wrong)
        values, code = np.unique(cluster, return_inverse=True)
        pairs, images = np.unique(cell * len(values) + code, return_counts=True)
        cells, codes = np.divmod(pairs, max(1, len(values)))
        return cls(box, confidence, counts, wrong, most_frequent(cells, values[codes], images, n))


def most_frequent(
    cell: NDArray[np.integer], cluster: NDArray[np.integer], images: Counts, n: int = CELLS
) -> NDArray[np.int32]:
    """The cluster of most images in each cell, (n, n); of several the least, and -1 only if no other has as many.

    ``images``, (pairs,), are in both ``cell`` and ``cluster``, each pair of which stands there once.
    """
    found = np.full(n * n, NOISE, np.int32)
    # The last one that is written stays. Taken as unsigned, -1 is the largest.
    order = np.lexsort((~cluster.astype(np.uint32), images))
    found[cell[order]] = cluster[order]
    return found.reshape(n, n)


def box_around(low_x: float, low_y: float, high_x: float, high_y: float) -> Box:
    """The box from the least to the largest x and y, made wider where it would be a line or a point."""
    x, y = (0.5 if low == high else 0.0 for low, high in ((low_x, high_x), (low_y, high_y)))
    return low_x - x, low_y - y, high_x + x, high_y + y


def box_of(x: NDArray[np.floating], y: NDArray[np.floating]) -> Box | None:
    """The box around all points ``x``, ``y``, each (n,), that have a place; ``None``: none has."""
    is_placed = np.isfinite(x) & np.isfinite(y)
    if not is_placed.any():
        return None
    px, py = x[is_placed], y[is_placed]
    return box_around(float(px.min()), float(py.min()), float(px.max()), float(py.max()))


def in_box(x: NDArray[np.floating], y: NDArray[np.floating], box: Box) -> NDArray[np.bool_]:
    """Which points lie in ``box``, its edges included, (n,); one without a place does not."""
    x0, y0, x1, y1 = box
    px, py = x.astype(np.float64), y.astype(np.float64)
    return (px >= x0) & (px <= x1) & (py >= y0) & (py <= y1)


def cells_of(x: NDArray[np.floating], y: NDArray[np.floating], box: Box, n: int = CELLS) -> NDArray[np.int64]:
    """The cell of each point in ``box``, ``row * n + column``, (n,); a far edge belongs to the last cell."""
    x0, y0, x1, y1 = box
    column, row = _part(x, x0, x1, n), _part(y, y0, y1, n)
    return row * n + column


def _part(values: NDArray[np.floating], low: float, high: float, n: int) -> NDArray[np.int64]:
    part = np.floor((values.astype(np.float64) - low) / (high - low) * n)
    return np.minimum(part, n - 1).astype(np.int64)
