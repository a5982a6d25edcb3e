"""The difference of two rates whose counts come in clusters: the objects of one image are found or missed together."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .estimate import Estimate


def clustered(part: Any, whole: Any) -> Estimate:
    """The second model's rate less the first's, and how far images drawn anew would move it.

    Args:
        part: What is counted, such as the truths found: (2, clusters, rates).
        whole: What it is counted of, such as all truths, of the same shape.

    A rate is the sum of its parts over the sum of its wholes. Each cluster, an image, adds to the variance with all it
    holds at once; counted object by object the variance would be too small where objects of one image are alike. Every
    column of the estimate is (rates,); NaN where there is one cluster, or a model has no whole. Source: Obuchowski, "On
    the comparison of correlated proportions for clustered data", 1998; each rate may have wholes of its own.

    >>> import numpy as np
    >>> found = np.array([[[2], [0], [1], [1]], [[2], [1], [1], [2]]])
    >>> told = clustered(found, np.full((2, 4, 1), 2))
    >>> told.delta.tolist(), told.p.round(3).tolist()
    ([0.25], [0.083])
    """
    part, whole = np.asarray(part, np.float64), np.asarray(whole, np.float64)
    total = whole.sum(axis=1)
    total[total == 0] = np.nan
    rate = part.sum(axis=1) / total
    moves = (part - rate[:, None] * whole) / total[:, None]
    delta = rate[1] - rate[0]
    return Estimate.normal(delta, np.sqrt(_variance(moves[1] - moves[0])))


def _variance(moves: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of the sum of ``moves``, (clusters, rates), whose mean is 0."""
    clusters = len(moves)
    if clusters < 2:
        return np.full(moves.shape[1], np.nan)
    scaled: NDArray[np.float64] = clusters / (clusters - 1) * np.square(moves).sum(axis=0)
    return scaled
