"""The table of outcomes, which every number is a sum over."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import DataError
from .groups import Groups
from .schema import ABSENT, numbers, optional, schema_of
from .table import Table

NONE = 0xFFFF_FFFF
"""In an outcome's ``truth`` or ``prediction``: no such object."""

UNTOLD = 255
"""In an outcome's ``kind``: it was not matched by us, or before kinds were told."""

MAX_COUNT = 1 << 53
_NO_SUM = 1 << 63
"""From here on sums, int64, would turn negative."""


@dataclass(frozen=True, eq=False)
class Outcomes(Table):
    """Zero or more rows an image: ``count`` things of class ``actual`` came out as ``predicted``.

    A row holds at every confidence threshold ``first..last`` (integer percent, both inclusive).
    """

    image: NDArray[np.uint32] = field(metadata=numbers(np.uint32))
    actual: NDArray[np.uint16] = field(metadata=numbers(np.uint16))
    predicted: NDArray[np.uint16] = field(metadata=numbers(np.uint16))
    count: NDArray[np.int64] = field(metadata=numbers(np.int64))
    first: NDArray[np.uint8] = field(metadata=numbers(np.uint8))
    last: NDArray[np.uint8] = field(metadata=numbers(np.uint8))
    truth: NDArray[np.uint32] = field(metadata=numbers(np.uint32, NONE))
    """Row of Objects behind ``actual``, or ``NONE``."""
    prediction: NDArray[np.uint32] = field(metadata=numbers(np.uint32, NONE))
    """Row of Objects behind ``predicted``, or ``NONE``."""
    iou: NDArray[np.float32] = field(metadata=numbers(np.float32, np.nan))
    """Overlap of the two objects; NaN where there is no pair."""
    kind: NDArray[np.uint8] = field(default=ABSENT, metadata=optional(np.uint8, UNTOLD))
    """What kind of error it is, see ``matching.kinds``; ``UNTOLD``: nobody said, which the cell decides then."""
    score: NDArray[np.float32] = field(default=ABSENT, metadata=optional(np.float32, np.nan))
    """Confidence 0..1 of a prediction that is no object, as in classification; NaN: its object has it, or nothing."""

    def __post_init__(self) -> None:
        super().__post_init__()
        if len(self) == 0:
            return
        self._check_counts()
        if int(self.last.max()) > 100 or bool((self.first > self.last).any()):
            raise DataError("Outcomes: first..last must be integer percents with first <= last <= 100")

    def _check_counts(self) -> None:
        if int(self.count.min()) < 0 or int(self.count.max()) > MAX_COUNT:
            raise DataError("Outcomes: a count is negative or above 2^53")
        if float(self.count.sum(dtype=np.float64)) >= _NO_SUM:
            raise DataError("Outcomes: the counts add up to 2^63 or more, which no sum can hold")

    @cached_property
    def by_cell(self) -> Groups:
        """The rows by what ``cell_key`` makes of actual and predicted: built once, whatever threshold is asked for."""
        return Groups.of(cell_key(self.actual, self.predicted))

    @cached_property
    def by_image(self) -> Groups:
        """The rows by image: built once, as ``by_cell``."""
        return Groups.of(self.image)

    @cached_property
    def is_single(self) -> bool:
        """Is every count one?"""
        return not len(self) or bool(self.count.min() == 1 == self.count.max())

    @classmethod
    def of(
        cls,
        image: Any,
        actual: Any,
        predicted: Any,
        count: Any = 1,
        *,
        first: Any = 0,
        last: Any = 100,
        truth: Any = NONE,
        prediction: Any = NONE,
        iou: Any = np.nan,
        kind: Any = UNTOLD,
        score: Any = np.nan,
    ) -> Outcomes:
        """Make the table from columns; a single value stands for the whole column."""
        given = (image, actual, predicted, count, first, last, truth, prediction, iou, kind, score)
        n = len(image)
        return cls(
            *(
                np.broadcast_to(np.asarray(value, column.dtype), n)
                for value, column in zip(given, schema_of(cls).values(), strict=False)
            )
        )


def cell_key(actual: NDArray[Any], predicted: NDArray[Any]) -> NDArray[np.uint32]:
    """One number for each cell, in the order of (actual, predicted); of their shape."""
    key: NDArray[np.uint32] = actual.astype(np.uint32) << np.uint32(16) | predicted.astype(np.uint32)
    return key
