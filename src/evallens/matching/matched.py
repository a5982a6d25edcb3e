"""What became of the objects of both sides, as columns: one row for each outcome and the thresholds it holds at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Matched:
    """Outcomes by image, each column (outcomes,)."""

    image: Rows
    actual: Rows
    """Class index of the truth; the background's where there is none."""
    predicted: Rows
    first: Rows
    last: Rows
    """The outcome holds at the thresholds ``first..last``, integer percents."""
    truth: Rows
    """Row of the truth, or -1."""
    prediction: Rows
    """Row of the prediction among the predictions, or -1."""
    iou: NDArray[np.floating]
    """Overlap of the pair; NaN where there is none."""

    def __len__(self) -> int:
        return len(self.image)

    def take(self, rows: NDArray[np.integer] | NDArray[np.bool_]) -> Matched:
        """The outcomes of ``rows``."""
        return Matched(*(getattr(self, field.name)[rows] for field in fields(self)))

    def within(self, first: Rows, last: Rows) -> Matched:
        """The same outcomes at other thresholds."""
        return replace(self, first=first, last=last)

    @classmethod
    def stacked(cls, parts: Sequence[Matched]) -> Matched:
        """Several lists of outcomes one after the other."""
        return cls(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(cls)))
