"""How sure a rate is: confidence intervals of proportions."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...statistics.normal import Z95


def wilson(part: Any, whole: Any, z: float = Z95) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Wilson's score interval of ``part / whole``: (low, high), each as wide as the input; NaN where whole is 0.

    Unlike the normal approximation it stays inside 0..1 and says something at 0 of n and n of n.
    Source: Wilson, "Probable inference, the law of succession, and statistical inference", 1927.

    >>> low, high = wilson(9, 10)
    >>> round(float(low), 4), round(float(high), 4)
    (0.5958, 0.9821)
    """
    hits, n = np.asarray(part, np.float64), np.asarray(whole, np.float64)
    n = np.where(n > 0, n, np.nan)
    rate = hits / n
    middle = rate + z * z / (2 * n)
    reach = z * np.sqrt(rate * (1 - rate) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    low = np.where(hits == 0, 0.0 * n, (middle - reach) / scale)
    high = np.where(hits == n, n / n, (middle + reach) / scale)
    return low, high
