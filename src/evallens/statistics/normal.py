"""The normal distribution, as far as tests and intervals need it."""

from __future__ import annotations

from math import erfc, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

Z95 = 1.959963984540054
"""Normal quantile of a two-sided 95 % interval."""


def two_sided(z: Any) -> NDArray[np.float64]:
    """``2 Phi(-|z|)``, the chance of a standard normal number at least as far from 0, of the shape of ``z``; NaN stays.

    >>> float(two_sided(Z95).round(6))
    0.05
    """
    each = np.abs(np.asarray(z, np.float64))
    return np.array([erfc(one / sqrt(2)) for one in each.ravel().tolist()], np.float64).reshape(each.shape)
