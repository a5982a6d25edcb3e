"""Which ground truth each prediction overlaps most, of its own class and of the others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .instances import Instances
from .overlaps import Pairs

NOBODY = -1
"""In a column of rows: none."""

Rows = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class BestOverlaps:
    """For each prediction its best overlaps with any ground truth, one that is taken too, each (predictions,).

    An IoU is in the dtype in which the rule compares it, and 0 where nothing is touched; its truth is ``NOBODY``
    then. Of equal overlaps the first truth is named.
    """

    same_iou: NDArray[np.floating]
    """With a truth of the prediction's own class."""
    same_truth: Rows
    other_iou: NDArray[np.floating]
    """With a truth of another class."""
    other_truth: Rows

    def take(self, rows: NDArray[np.integer]) -> BestOverlaps:
        """Those of the predictions ``rows``."""
        return BestOverlaps(self.same_iou[rows], self.same_truth[rows], self.other_iou[rows], self.other_truth[rows])


def best_overlaps(truth: Instances, predictions: Instances, pairs: Pairs) -> BestOverlaps:
    """The best of ``pairs``, which are all that share an area, by truth and then by prediction.

    >>> from .instances import Boxes
    >>> from .overlaps import box_pairs
    >>> def side(*boxes): return Instances(np.zeros(len(boxes), int), np.arange(len(boxes)), Boxes.of_xyxy(boxes))
    >>> truth, predictions = side([0, 0, 10, 10], [0, 0, 10, 5]), side([0, 0, 10, 8])
    >>> found = best_overlaps(truth, predictions, box_pairs(truth, predictions, "sizes"))
    >>> found.same_iou, found.same_truth, found.other_iou, found.other_truth
    (array([0.8]), array([0]), array([0.625]), array([1]))
    """
    is_same = truth.label[pairs.truth] == predictions.label[pairs.prediction]
    same, other = (_best(pairs.take(which), len(predictions)) for which in (is_same, ~is_same))
    return BestOverlaps(*same, *other)


def _best(pairs: Pairs, predictions: int) -> tuple[NDArray[np.floating], Rows]:
    iou = np.zeros(predictions, pairs.iou.dtype)
    np.maximum.at(iou, pairs.prediction, pairs.iou)
    holders = np.flatnonzero((pairs.iou == iou[pairs.prediction]) & (pairs.iou > 0))
    # The last assignment stays, so the first truth is assigned last.
    truth = np.full(predictions, NOBODY, np.int64)
    truth[pairs.prediction[holders[::-1]]] = pairs.truth[holders[::-1]]
    return iou, truth
