"""What every method says of a difference: how large it is, between which bounds, and whether it may be luck."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .normal import Z95, p_value

Values = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Estimate:
    """Differences with their 95 % intervals, all of one shape; NaN: there is none, or it cannot be known."""

    delta: Values
    low: Values
    high: Values
    error: Values
    """Standard error."""

    @property
    def p(self) -> Values:
        """Two-sided, ``2 Phi(-|delta| / error)``.

        A p that is counted from resamples is at least 1 in their number, which no correction over many classes lets
        pass; this one is not bounded.
        """
        return p_value(self.delta, self.error)

    def p_over(self, images: NDArray[np.integer]) -> Values:
        """The same, where each difference is one over so many ``images``, of the same shape.

        Where all of them changed alike, such as from all found to none, resamples do not differ and the standard error
        is 0; then it is the mid-p of McNemar's test of as many images, 1 / 2 to their number.
        """
        is_alike = (self.error == 0) & (self.delta != 0)
        return np.where(is_alike, 0.5 ** np.asarray(images, np.float64), self.p)

    @classmethod
    def normal(cls, delta: Values, error: Values) -> Estimate:
        """An estimate whose interval reaches 1.96 standard errors to both sides."""
        return cls(delta, delta - Z95 * error, delta + Z95 * error, error)
