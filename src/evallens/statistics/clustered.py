"""The difference of two rates whose counts come in clusters: the objects of one image are found or missed together."""

from __future__ import annotations

import numpy as np

from .estimate import Estimate
from .ratios import Ratios


def clustered(ratios: Ratios) -> Estimate:
    """The second model's rates less the first's, and how far images drawn anew would move them.

    Each image adds to the variance with all it holds at once; counted object by object the variance would be too small
    where objects of one image are alike. Every column of the estimate is (labels,); NaN where one image alone holds
    any, or a model has no whole. Source: Obuchowski, "On the comparison of correlated proportions for clustered data",
    1998; each rate may have wholes of its own. That holds for every ratio of sums, so for precision and F1 as well. The
    interval is Student's, which over few images holds what a normal one only promises.

    >>> import numpy as np
    >>> found, truths = np.array([[2, 0, 1, 1], [2, 1, 1, 2]]), np.full((2, 4), 2)
    >>> told = clustered(Ratios(np.arange(4), np.zeros(4, int), found, truths, images=4, labels=1))
    >>> told.delta.tolist(), told.p.round(3).tolist()
    ([0.25], [0.182])
    """
    rates, wholes = ratios.rates, ratios.summed(ratios.whole)
    label, holding = ratios.label, ratios.holding
    with np.errstate(invalid="ignore", divide="ignore"):
        moves = (ratios.part - rates[:, label] * ratios.whole) / wholes[:, label]
        squares = np.bincount(label, np.square(moves[1] - moves[0]), ratios.labels)
        # Of a sum whose mean is 0: as many terms as images hold any.
        variance = np.where(holding > 1, squares * (holding / (holding - 1)), np.nan)
    delta = rates[1] - rates[0]
    error = np.where(np.isnan(delta), np.nan, np.sqrt(variance))
    return Estimate.student(delta, error, holding - 1, holding)
