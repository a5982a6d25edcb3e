"""Rates of two models, such as precision or F1, as what each image adds to them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .estimate import Values


@dataclass(frozen=True, eq=False)
class Ratios:
    """Rates of two models, each the sum of its parts over the sum of its wholes, with a label for each of many rates.

    A row is what one image holds of one label. Images without any have no row.
    """

    image: NDArray[np.integer]
    """Image of each row, ascending, 0 up to ``images``, (n,)."""
    label: NDArray[np.integer]
    """Which rate it belongs to, such as that of a class, 0 up to ``labels``, (n,); of one image each label once."""
    part: NDArray[np.int64]
    """What each model has of it, such as the truths found, (2, n)."""
    whole: NDArray[np.int64]
    """What that is counted of, such as all truths, (2, n)."""
    images: int
    labels: int

    @property
    def rates(self) -> Values:
        """The rates of both models, (2, labels); NaN where there is no whole."""
        wholes = self.summed(self.whole)
        found: Values = np.divide(self.summed(self.part), wholes, out=np.full(wholes.shape, np.nan), where=wholes != 0)
        return found

    @property
    def delta(self) -> Values:
        """The second model's rates less the first's, (labels,)."""
        rates = self.rates
        delta: Values = rates[1] - rates[0]
        return delta

    @property
    def holding(self) -> NDArray[np.int64]:
        """In how many images there is a whole of either model, (labels,)."""
        return np.bincount(self.label[(self.whole > 0).any(axis=0)], minlength=self.labels).astype(np.int64)

    def summed(self, values: NDArray[np.number]) -> Values:
        """The sums of ``values``, (models, n), by label, (models, labels)."""
        found: Values = np.stack([np.bincount(self.label, one, self.labels) for one in values])
        return found
