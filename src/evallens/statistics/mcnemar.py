"""Two models on the same images, where each image is right or wrong: McNemar's test, and the interval beside it."""

from __future__ import annotations

from typing import Any

import numpy as np

from .estimate import Values
from .normal import Z95


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


def flipped(b: Any, c: Any, images: Any) -> tuple[Values, Values]:
    """The 95 % interval of the second model's share of right images less the first's: (low, high).

    Args:
        b: Images that only the first model has right, (n,) or one number.
        c: Images that only the second model has right.
        images: All of them.

    Unlike that of a normal distribution it says something where no image changed. Source: Bonett and Price, "Adjusted
    Wald confidence interval for a difference of binomial proportions based on paired data", 2012.

    >>> [float(end.round(4)) for end in flipped(2, 10, 100)]
    [0.0082, 0.1487]
    """
    b, c, images = (np.asarray(count, np.float64) for count in (b, c, images))
    lost, won = (b + 1) / (images + 2), (c + 1) / (images + 2)
    reach = Z95 * np.sqrt((lost + won - np.square(won - lost)) / (images + 2))
    return np.maximum(won - lost - reach, -1.0), np.minimum(won - lost + reach, 1.0)
