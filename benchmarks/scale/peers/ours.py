"""EvalLens, with matrix, map and gallery of the same images."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from benchmarks.scale.data import Points
from evallens import Lens


def show(points: Points) -> tuple[Lens, Lens]:
    """What is spoken to, and what is displayed."""
    lens = Lens(points.evaluation)
    return lens, lens


def select(lens: Lens, rows: Sequence[int]) -> None:
    """Pick the rows."""
    lens.picked = list(rows)


def clear(lens: Lens) -> None:
    """Show everything again."""
    with lens.hold_sync():
        lens.cells, lens.picked, lens.lasso = [], [], []


def busy_cells(lens: Lens, count: int = 4) -> list[tuple[int, int]]:
    """The fullest cells of two different classes, as rows and columns of the matrix on screen."""
    header = lens.evaluation.header
    order = [index for index in header.display_order if index != header.background]
    matrix = lens.evaluation.confusion_matrix(confidence=lens.confidence).matrix[np.ix_(order, order)]
    matrix = matrix - np.diag(np.diag(matrix))
    fullest = np.argsort(matrix, axis=None)[::-1][:count]
    return [(int(row), int(column)) for row, column in zip(*np.unravel_index(fullest, matrix.shape), strict=True)]
