"""Two confusion matrices over the same images, and their difference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..metrics.counts import Counts
from .matrix import ConfusionMatrix

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Difference:
    """What a model on show counts in each cell more than a baseline, each at its threshold."""

    names: tuple[str, str]
    """Of the baseline and of the model on show."""
    baseline: ConfusionMatrix
    shown: ConfusionMatrix

    @property
    def difference(self) -> Counts:
        """Shown - baseline, int64 (K, K): rows are the actual class, columns the predicted one."""
        return self.shown.matrix - self.baseline.matrix

    @property
    def gain(self) -> Counts:
        """The same with the sign of what it means, (K, K): more on the diagonal is better, more off it is worse."""
        gain = np.where(np.eye(len(self.classes), dtype=np.bool_), self.difference, -self.difference)
        if self.baseline.background is not None:
            gain[self.baseline.background, self.baseline.background] = 0
        return gain

    @property
    def classes(self) -> tuple[str, ...]:
        """Class names; the index of a name is its row and column."""
        return self.shown.classes

    @property
    def split(self) -> str:
        """The split that was counted, or "all"."""
        return self.shown.split

    def __repr__(self) -> str:
        (old, new), before, after = self.names, self.baseline.confidence, self.shown.confidence
        return f"Difference({new} at {after} % - {old} at {before} %, {self.split})"

    def to_pandas(self) -> pd.DataFrame:
        """The difference as a DataFrame, the actual classes as index and the predicted ones as columns.

        Raises MissingExtraError without pandas.
        """
        counted = self.shown.to_pandas()
        counted[:] = self.difference
        return counted
