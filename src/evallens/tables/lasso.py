"""A lasso over many points, exactly: cells of a grid are decided whole, and only points of the border one by one."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..evaluation.metrics.cells import Mask
from ..evaluation.polygon import Polygon, inside

SIDE = 1024
"""Cells of the grid, each way, where there are many points."""
_SMALL_SIDE = 64
"""Where there are few: the cells that are decided are laid beside the points, and would be more than these."""
_FEW_POINTS = 100_000


def side_for(points: int) -> int:
    """Cells of a grid, each way, that is laid over so many points."""
    return _SMALL_SIDE if points <= _FEW_POINTS else SIDE


class Grid(NamedTuple):
    """A grid over the box of a polygon, ``side`` cells each way; a cell is ``row * side + column``."""

    x: float
    y: float
    """The lower end of the box."""
    width: float
    height: float
    """Of one cell."""
    side: int

    @classmethod
    def over(cls, polygon: Polygon, side: int) -> Grid:
        """The grid over the box of ``polygon``."""
        corners = np.array(polygon, np.float64)
        (x, y), (right, top) = corners.min(axis=0), corners.max(axis=0)
        return cls(float(x), float(y), float(right - x) / side, float(top - y) / side, side)

    @property
    def is_flat(self) -> bool:
        """Has it no area that numbers can tell? Then nothing is inside."""
        return not (0 < self.width < np.inf and 0 < self.height < np.inf)


class Cells(NamedTuple):
    """What the grid of a polygon says of its cells."""

    grid: Grid
    whole: NDArray[np.int64]
    """The cells that lie inside as a whole."""
    border: NDArray[np.int64]
    """The cells whose points are looked at one by one."""


def cells_of(polygon: Polygon, side: int = SIDE) -> Cells:
    """Decide the cells of the grid over ``polygon``: a cell near an edge is border."""
    grid = Grid.over(polygon, side)
    if grid.is_flat:
        return Cells(grid, np.zeros(0, np.int64), np.zeros(0, np.int64))
    border = _border(polygon, grid)
    # Between two cells of the border, along a row, no edge passes: one cell decides its whole run.
    starts = ~border
    starts[:, 1:] &= border[:, :-1]
    rows, columns = np.nonzero(starts)
    is_inside = inside(grid.x + (columns + 0.5) * grid.width, grid.y + (rows + 0.5) * grid.height, polygon)
    run = np.cumsum(starts.reshape(-1)) - 1
    whole = ~border.reshape(-1)
    whole[whole] = is_inside[run[whole]]
    return Cells(grid, np.flatnonzero(whole), np.flatnonzero(border.reshape(-1)))


def _border(polygon: Polygon, grid: Grid) -> Mask:
    """The cells that an edge passes, and their neighbours: no rounding moves a point further."""
    found = np.zeros((grid.side, grid.side), np.bool_)
    places = [((x - grid.x) / grid.width, (y - grid.y) / grid.height) for x, y in polygon]
    rows = np.arange(grid.side)
    for i, (xi, yi) in enumerate(places):
        xj, yj = places[i - 1]
        (low, at_low), (high, at_high) = sorted(((yi, xi), (yj, xj)))
        # Of each row the part of the edge that passes it or a neighbour.
        part = rows[max(0, int(low) - 1) : int(high) + 2]
        ends = np.clip(np.stack([part - 1.0, part + 2.0]), low, high)
        steep = high - low
        share = (ends - low) / steep if steep > 0 else np.broadcast_to([[0.0], [1.0]], ends.shape)
        columns = at_low + share * (at_high - at_low)
        first = np.clip(np.floor(columns.min(axis=0)) - 1, 0, grid.side - 1).astype(np.intp)
        last = np.clip(np.floor(columns.max(axis=0)) + 1, 0, grid.side - 1).astype(np.intp)
        for row, left, right in zip(part.tolist(), first.tolist(), last.tolist(), strict=True):
            found[row, left : right + 1] = True
    return found
