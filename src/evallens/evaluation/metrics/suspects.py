"""What may be wrong with a label."""

from __future__ import annotations

from enum import IntEnum
from types import EllipsisType
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ..columns.tables import Columns
from .cells import Mask
from .counts import Counts

Rows = NDArray[np.integer] | EllipsisType
_Number = np.uint8 | np.float32


class Suspect(IntEnum):
    """The kinds of suspicion, by the numbers that stand in files."""

    NONE = 0
    UNLABELLED = 1
    """A sure prediction where nothing is labelled."""
    WRONG_LABEL = 2
    """A prediction on a label of another class, which none of its own finds."""
    BADLY_DRAWN = 3
    """A sure prediction beside a label of its class, which nothing finds."""
    NOTHING_THERE = 4
    """A label that no prediction comes near."""
    LABELLED_TWICE = 5
    """A label where an earlier one of its class stands."""


NAMES: tuple[str, ...] = (
    "",
    "unlabelled object",
    "wrong label",
    "badly drawn label",
    "label of nothing",
    "labelled twice",
)
"""What each kind is called, by its number."""


def codes_of(columns: Columns, rows: Rows) -> NDArray[np.uint8]:
    """What the truth, and the prediction, of each of the outcomes ``rows`` makes suspect, (2, rows); 0: nothing."""
    return _of_both(columns, rows, "suspect", np.uint8(Suspect.NONE))


def weights_of(columns: Columns, rows: Rows) -> NDArray[np.float32]:
    """How much speaks for what may be wrong with each of the outcomes ``rows``, (rows,); NaN: nothing may be.

    Where both of its objects are suspect it is what weighs more.
    """
    found: NDArray[np.float32] = np.fmax(*_of_both(columns, rows, "weight", np.float32(np.nan)))
    return found


def by_kind(columns: Columns, rows: Mask) -> Counts:
    """How many suspects of each kind there are among the outcomes ``rows``, a mask, int64 (kinds,) by number."""
    chosen = np.flatnonzero(rows)
    codes, count = codes_of(columns, chosen), columns.outcomes.count[chosen]
    found = np.zeros(len(NAMES), np.int64)
    for side in codes:
        np.add.at(found, side, count)
    found[Suspect.NONE] = 0
    return found


def _of_both(columns: Columns, rows: Rows, name: Literal["suspect", "weight"], missing: _Number) -> NDArray[Any]:
    """A column of the objects of outcomes, those of truths and those of predictions, (2, rows)."""
    outcomes, objects = columns.outcomes, columns.objects
    values = np.zeros(0, missing.dtype) if objects is None else getattr(objects, name)
    sides = np.stack([outcomes.truth[rows], outcomes.prediction[rows]])
    found = np.full(sides.shape, missing)
    is_there = sides < len(values)
    found[is_there] = values[sides[is_there]]
    return found
