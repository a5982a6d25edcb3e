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

    @classmethod
    def normal(cls, delta: Values, error: Values) -> Estimate:
        """An estimate whose interval reaches 1.96 standard errors to both sides."""
        return cls(delta, delta - Z95 * error, delta + Z95 * error, error)
