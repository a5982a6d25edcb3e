"""McNemar's test of two models on the same images, where each image is right or wrong."""

from __future__ import annotations

import numpy as np


def mcnemar(b: int, c: int) -> float:
    """The two-sided mid-p of McNemar's test.

    Args:
        b: Images that only the first model has right.
        c: Images that only the second model has right.

    Without a difference it is 1: of no image that changed, and of as many to the better as to the worse. Unlike the
    exact p it is not too cautious, and unlike the chi-square it holds for few images. Source: Fagerland, Lydersen and
    Laake, "The McNemar test for binary matched-pairs data: mid-p and asymptotic are better than exact conditional",
    2013: twice the chance of fewer than min(b, c) of b + c fair coins, and once that of exactly as many.

    >>> mcnemar(0, 0), round(mcnemar(2, 10), 4), mcnemar(5, 5)
    (1.0, 0.0225, 1.0)
    """
    few, flips = min(b, c), b + c
    if b == c:
        return 1.0
    k = np.arange(1, few + 1)
    # Logarithms of the binomial coefficients: their products are past any float.
    log_ways = np.concatenate([[0.0], np.cumsum(np.log(flips - k + 1) - np.log(k))])
    chance = np.exp(log_ways - flips * np.log(2.0))
    return float(min(1.0, 2 * chance[:-1].sum() + chance[-1]))
