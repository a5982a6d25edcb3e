"""What a cell of the matrix is: correct, a mix-up, missed, a false positive or nothing. Decided here alone."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
CellKind = Literal["correct", "mixup", "missed", "false_positive", "nothing"]


class CellKinds(NamedTuple):
    """Which cells are of each kind; a cell that is background twice is of none."""

    correct: Mask
    """Actual and predicted are the same class."""
    mixup: Mask
    """Two different classes."""
    missed: Mask
    """A class predicted as background."""
    false_positive: Mask
    """A class predicted on background."""


def cell_kinds(actual: Any, predicted: Any, background: int | None) -> CellKinds:
    """The kinds of the cells ``(actual, predicted)``, class indices of one shape, as masks of that shape."""
    nothing = -1 if background is None else background
    is_thing, is_named = np.not_equal(actual, nothing), np.not_equal(predicted, nothing)
    is_same = np.equal(actual, predicted)
    return CellKinds(
        correct=is_thing & is_same,
        mixup=is_thing & is_named & ~is_same,
        missed=is_thing & ~is_named,
        false_positive=~is_thing & is_named,
    )


def cell_kind(actual: int, predicted: int, background: int | None) -> CellKind:
    """The kind of one cell, of class indices.

    >>> cell_kind(0, 1, background=None), cell_kind(0, 1, background=1), cell_kind(1, 0, background=1)
    ('mixup', 'missed', 'false_positive')
    """
    kinds: dict[CellKind, Any] = cell_kinds(actual, predicted, background)._asdict()  # type: ignore[assignment]
    return next((kind for kind, is_it in kinds.items() if is_it), "nothing")
