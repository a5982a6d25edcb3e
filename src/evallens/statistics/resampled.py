"""Sums and differences over resampled images: the paired bootstrap, and the jackknife over groups."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .draws import Weights
from .estimate import Estimate, Values
from .normal import two_sided
from .student import reach, reach95

_EXACT = 1 << 24
"""Below it float32 holds every whole number."""
_LEAST_KNOWN = 0.5
"""The share of resamples in which a difference must be known."""


def sums(
    parts: Iterable[tuple[slice, Weights]],
    image: NDArray[np.integer],
    column: NDArray[np.integer],
    count: NDArray[Any],
    columns: int,
) -> Values:
    """The sum of each column over each resample, float64 (resamples, columns).

    Args:
        parts: Weights of images, as :func:`.draws.drawn` or :func:`.draws.left_out` gives them.
        image: The image of each count, ascending, (n,).
        column: What it counts, 0 up to ``columns``, (n,).
        count: Whole numbers, (n,).
        columns: Number of columns: models, classes and what is counted of them.

    Whole numbers below 2^53 are exact.

    >>> from .draws import left_out
    >>> sums(left_out(3), np.array([0, 1, 2]), np.array([0, 0, 1]), np.array([5, 1, 2]), 2).tolist()
    [[1.0, 2.0], [5.0, 2.0], [6.0, 0.0]]
    """
    total: Values | None = None
    for part, weights in parts:
        rows = slice(*np.searchsorted(image, [part.start, part.stop]).tolist())
        table = np.zeros((part.stop - part.start, columns))
        np.add.at(table, (image[rows] - part.start, column[rows]), count[rows])
        # No resample holds more than the most frequent image as often as there are draws.
        most = float(table.max(initial=0)) * float(weights.sum(axis=1, dtype=np.int64).max(initial=0))
        kind = np.float32 if most < _EXACT else np.float64
        added = (weights.astype(kind) @ table.astype(kind)).astype(np.float64)
        total = added if total is None else total + added
    return np.zeros((0, columns)) if total is None else total


def bootstrapped(delta: Any, resampled: Any, images: Any) -> Estimate:
    """The estimate of differences whose resampled values are known.

    Args:
        delta: The differences over the images as they are, (n,).
        resampled: The same over each resample, (resamples, n); NaN: it has none.
        images: Over how many images each is, (n,).

    The interval lies between two percentiles of the resamples in which there is a difference, the p-th of n being the
    one at p (n + 1) / 100; NaN where that is fewer than half of them. Of many images they are the 2.5th and the 97.5th.
    Of few these are too close together (of 50 they hold the truth in 93 of 100 cases, of 20 in 91), so they are taken
    as far out as Student's interval would reach. Source: Efron and Tibshirani, "An Introduction to the Bootstrap",
    1993; Hesterberg, "What teachers should know about the bootstrap", 2015, on expanded percentiles.

    >>> import numpy as np
    >>> told = bootstrapped([0.5], np.arange(1, 1000)[:, None] / 1000, [100_000])
    >>> told.low.round(3).tolist(), told.high.round(3).tolist(), told.error.round(2).tolist()
    ([0.025], [0.975], [0.29])
    """
    delta, values = np.asarray(delta, np.float64), np.sort(np.asarray(resampled, np.float64), axis=0)
    freedom = np.asarray(images, np.float64) - 1
    known = (~np.isnan(values)).sum(axis=0)
    is_told = ~np.isnan(delta) & (known >= max(2, _LEAST_KNOWN * len(values))) & (freedom >= 1)
    # The spread of resamples is that of images whose mean is their own: too small by this.
    wider = np.sqrt(1 + np.divide(1.0, freedom, out=np.zeros(len(delta)), where=is_told))
    tail = two_sided(reach95(freedom) * wider) / 2
    low, high, error = (np.full(len(delta), np.nan) for _ in range(3))
    for column in np.flatnonzero(is_told):
        there = values[: known[column], column]
        low[column], high[column] = np.quantile(there, [tail[column], 1 - tail[column]], method="weibull")
        error[column] = there.std(ddof=1) * wider[column]
    is_still, half = error == 0, reach(error, freedom, freedom + 1)
    low, high = np.where(is_still, delta - half, low), np.where(is_still, delta + half, high)
    return Estimate(delta, low, high, error, freedom)


def jackknifed(delta: Any, without: Any, images: Any) -> Estimate:
    """The quick estimate of differences, from their values without each of some groups of images.

    Args:
        delta: The differences over all images, (n,).
        without: The same with one group left out, (groups, n).
        images: Over how many images each is, (n,).

    NaN where one of the values is not known, or there is one group. Source: Tukey, "Bias and confidence in not quite
    large samples", 1958; Miller, "The jackknife - a review", 1974.

    >>> jackknifed([2.0], [[1.5], [2.0], [2.5]], [3]).error.round(3).tolist()
    [0.577]
    """
    delta, values = np.asarray(delta, np.float64), np.asarray(without, np.float64)
    groups = len(values)
    freedom = np.full(delta.shape, groups - 1)
    if groups < 2:
        return Estimate.student(delta, np.full(delta.shape, np.nan), freedom, images)
    spread = np.square(values - values.mean(axis=0)).sum(axis=0)
    return Estimate.student(delta, np.sqrt((groups - 1) / groups * spread), freedom, images)
