"""Which prediction of one model is which of the other, as a column of the objects of both."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..matching.best import NOBODY
from ..matching.rules import COCO
from ..matching.twins import twins
from .columns.tables import NONE, Columns
from .matched import measured_by_masks
from .retelling import sides_of


def twinned(one: Columns, other: Columns) -> tuple[Columns, Columns]:
    """The columns of two models, over the same images and classes, whose predictions name their twins.

    Masks are compared where both models have them, else boxes. Without objects on one side they stay as they are.
    """
    if one.objects is None or other.objects is None:
        return one, other
    first, second = sides_of(one.objects, one.masks), sides_of(other.objects, other.masks)
    mine, theirs = first.predictions, second.predictions
    found = twins(mine.instances, theirs.instances, measured=measured_by_masks(mine, theirs, COCO))
    rows = first.rows[1], second.rows[1]
    return (
        replace(one, objects=replace(one.objects, twin=_named(found.of_one, *rows, len(one.objects)))),
        replace(other, objects=replace(other.objects, twin=_named(found.of_other, *rows[::-1], len(other.objects)))),
    )


def _named(twin: NDArray[np.int64], mine: Any, theirs: Any, size: int) -> NDArray[np.uint32]:
    """Rows of objects, (size,), from places among the predictions of both models."""
    column = np.full(size, NONE, np.uint32)
    is_there = twin != NOBODY
    column[mine[is_there]] = theirs[twin[is_there]]
    return column
