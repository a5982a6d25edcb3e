"""What every method says of a difference: how large it is, between which bounds, and whether it may be luck."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .student import p_value, reach

Values = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Estimate:
    """Differences with their 95 % intervals, all of one shape; NaN: there is none, or it cannot be known."""

    delta: Values
    low: Values
    high: Values
    error: Values
    """Standard error."""
    freedom: Values
    """Degrees of freedom of the error: one less than the images that it is an error over."""

    @property
    def p(self) -> Values:
        """Two-sided, of ``delta / error`` as Student's t; of many images ``2 Phi(-|delta| / error)``.

        A p that is counted from resamples is at least 1 in their number, which no correction over many classes lets
        pass; this one is not bounded.
        """
        return p_value(self.delta, self.error, self.freedom)

    def p_over(self, images: NDArray[np.integer]) -> Values:
        """The same, where each difference is one over so many ``images``, of the same shape.

        Where all of them changed alike, such as from all found to none, resamples do not differ and the standard error
        is 0; then it is the mid-p of McNemar's test of as many images, 1 / 2 to their number.
        """
        is_alike = (self.error == 0) & (self.delta != 0)
        return np.where(is_alike, 0.5 ** np.asarray(images, np.float64), self.p)

    @classmethod
    def student(cls, delta: Values, error: Values, freedom: NDArray[Any], images: Any) -> Estimate:
        """An estimate whose interval reaches as far to both sides as Student's distribution says."""
        freedom = np.asarray(freedom, np.float64)
        half = reach(error, freedom, np.asarray(images, np.float64))
        return cls(delta, delta - half, delta + half, error, freedom)
