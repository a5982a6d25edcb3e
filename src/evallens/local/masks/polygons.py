"""Polygons to runs of pixels, exactly as COCO's own tools draw them.

Source: ``rleFrPoly`` of cocoapi's ``common/maskApi.c``. Other tools fill polygons differently along
the edge (OpenCV's ``fillPoly`` includes every pixel the line touches), which moves an IoU slightly.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...errors import DataError
from ...evaluation.columns.masks import Runs
from .rle import united

_FINENESS = 5
_FAR = 1e6


def polygon_runs(rings: list[list[float]], height: int, width: int) -> tuple[Runs, Runs]:
    """The runs of all pixels inside any of the ``rings``, each a flat list x, y, x, y, ... in pixels."""
    return united([_ring_runs(np.asarray(ring, np.float64), height, width) for ring in rings])


def _ring_runs(ring: NDArray[np.float64], height: int, width: int) -> tuple[Runs, Runs]:
    if ring.ndim != 1 or len(ring) < 6 or len(ring) % 2 or not np.isfinite(ring).all():
        raise DataError("a polygon needs at least three points x, y, all finite")
    if np.abs(ring).max() > _FAR:
        raise DataError(f"a polygon has a point at {np.abs(ring).max():g}, far outside any picture")
    corners = (_FINENESS * ring + 0.5).astype(np.int64)
    x, y = np.append(corners[0::2], corners[0]), np.append(corners[1::2], corners[1])
    across, down = _outline(x, y)
    crossings = _crossings(across, down, height, width)
    # Every crossing of a column's middle flips inside and outside from there on down.
    flips = np.sort(np.append(crossings, height * width))
    place, count = np.unique(flips, return_counts=True)
    odd = place[count % 2 == 1]
    if len(odd) % 2:
        odd = odd[:-1] if odd[-1] == height * width else np.append(odd, height * width)
    return odd[0::2], odd[1::2]


def _outline(x: NDArray[np.int64], y: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Points densely along the boundary, on the finer grid."""
    across, down = [], []
    for xs, ys, xe, ye in zip(x[:-1].tolist(), y[:-1].tolist(), x[1:].tolist(), y[1:].tolist(), strict=True):
        dx, dy = abs(xe - xs), abs(ye - ys)
        is_flat = dx >= dy
        is_flipped = xs > xe if is_flat else ys > ye
        (ax, ay), (bx, by) = ((xe, ye), (xs, ys)) if is_flipped else ((xs, ys), (xe, ye))
        steps = np.arange(max(dx, dy) + 1)
        if is_flipped:
            steps = steps[::-1]
        if is_flat:
            slope = (by - ay) / dx if dx else 0.0
            across.append(steps + ax)
            down.append((ay + slope * steps + 0.5).astype(np.int64))
        else:
            slope = (bx - ax) / dy
            down.append(steps + ay)
            across.append((ax + slope * steps + 0.5).astype(np.int64))
    return np.concatenate(across), np.concatenate(down)


def _crossings(u: NDArray[np.int64], v: NDArray[np.int64], height: int, width: int) -> NDArray[np.int64]:
    """Where the outline passes the middle of a column, as places down the columns."""
    moves = np.flatnonzero(u[1:] != u[:-1]) + 1
    column = np.where(u[moves] < u[moves - 1], u[moves], u[moves] - 1)
    column = (column + 0.5) / _FINENESS - 0.5
    row = np.where(v[moves] < v[moves - 1], v[moves], v[moves - 1])
    row = np.ceil(np.clip((row + 0.5) / _FINENESS - 0.5, 0, height))
    meets = (np.floor(column) == column) & (column >= 0) & (column <= width - 1)
    return np.asarray(column[meets] * height + row[meets], np.int64)
