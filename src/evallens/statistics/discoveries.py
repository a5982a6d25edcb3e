"""Many tests at once: how many of those that stand out do so by luck."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def benjamini_hochberg(p: Any) -> NDArray[np.float64]:
    """The q of each p, (n,): among all with a q up to .05, at most one in twenty is expected to be luck.

    NaN is no test: it stays, and is not counted among the n. Source: Benjamini and Hochberg, "Controlling the false
    discovery rate", 1995.

    >>> benjamini_hochberg([0.01, 0.04, 0.03, float("nan")]).round(3).tolist()
    [0.03, 0.04, 0.04, nan]
    """
    p = np.asarray(p, np.float64)
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known], kind="stable")]
    raised = p[order] * len(order) / np.arange(1, len(order) + 1)
    q = np.full(len(p), np.nan)
    q[order] = np.minimum(np.minimum.accumulate(raised[::-1])[::-1], 1.0)
    return q
