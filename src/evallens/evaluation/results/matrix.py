"""A confusion matrix as queries give it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from ...errors import InputError, missing_extra
from ..metrics.counts import Counts, Rates, ratio
from ..metrics.intervals import wilson

if TYPE_CHECKING:
    import pandas as pd

Shares = Literal["actual", "predicted", "all"]


@dataclass(frozen=True, eq=False)
class ConfusionMatrix:
    """Counts of ``matrix[actual][predicted]`` at one threshold."""

    matrix: Counts
    """int64 (K, K): rows are the actual class, columns the predicted one."""
    classes: tuple[str, ...]
    split: str
    confidence: int
    """Integer percent really used."""
    background: int | None
    """Index of the class that means "nothing there", if there is one."""

    def normalize(self, by: Shares) -> Rates:
        """Shares of each actual class (rows), predicted class (columns) or of all, (K, K); NaN where 0/0.

        Raises InputError for anything else to normalize by.
        """
        return ratio(self.matrix, self._whole(by))

    def interval(self, by: Shares) -> tuple[Rates, Rates]:
        """95 % Wilson interval of each share of ``normalize(by)``: (low, high), each (K, K); NaN where 0/0.

        On the diagonal: of recall by "actual", of precision by "predicted". Raises InputError as ``normalize``.
        """
        return wilson(self.matrix, self._whole(by))

    def _whole(self, by: Shares) -> Counts:
        axes = {"actual": 1, "predicted": 0, "all": None}
        if by not in tuple(axes):
            raise InputError(f'normalize by "actual", "predicted" or "all", not {by!r}')
        return np.broadcast_to(self.matrix.sum(axis=axes[by], keepdims=True), self.matrix.shape)

    def to_pandas(self) -> pd.DataFrame:
        """A DataFrame with the actual classes as index and the predicted ones as columns.

        Raises MissingExtraError without pandas.
        """
        try:
            import pandas as pd
        except ImportError:
            raise missing_extra("ConfusionMatrix.to_pandas", "pandas") from None
        return pd.DataFrame(
            self.matrix,
            index=pd.Index(self.classes, name="actual"),
            columns=pd.Index(self.classes, name="predicted"),
        )
