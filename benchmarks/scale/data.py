"""What is shown: the same points, and the same rows to select, for every widget."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.generated import evaluation
from evallens.evaluation import Evaluation

WIDTH, HEIGHT = 620, 670
"""CSS pixels of a plot, what the map of EvalLens has beside its matrix."""

SELECTED = 1_000
"""Rows of a selection made in Python."""


@dataclass(frozen=True)
class Points:
    """The coordinates that every widget draws, and the evaluation that ours draws them from."""

    x: NDArray[np.float32]
    y: NDArray[np.float32]
    evaluation: Evaluation


def points(size: int) -> Points:
    """The map of a generated evaluation of ``size`` images."""
    made = evaluation(size)
    images = made.columns.images
    return Points(np.ascontiguousarray(images.x), np.ascontiguousarray(images.y), made)


def rows(size: int, turn: int) -> list[int]:
    """The rows of the selection number ``turn``: each turn another one, so that every one changes the picture."""
    rng = np.random.default_rng(turn)
    return sorted(rng.choice(size, min(SELECTED, size), replace=False).tolist())
