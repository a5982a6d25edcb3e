"""Predictions that lie on regions which nobody judges."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from .instances import Instances
from .overlaps import box_pairs

Rows = NDArray[np.intp]
Shared = Callable[[Rows, Rows], NDArray[np.floating]]
"""The share of each prediction that lies on a region, (pairs,), of the regions and predictions at these rows."""


def on_regions(
    regions: Instances,
    predictions: Instances,
    level: float,
    *,
    is_within_class: bool = False,
    shared: Shared | None = None,
) -> NDArray[np.bool_]:
    """Which predictions, (P,), lie on one of ``regions``: shared area over their own is at least ``level``.

    Args:
        regions: The regions.
        predictions: The predictions.
        level: Share of a prediction's own area, 0..1.
        is_within_class: Does a region take only predictions of its own class?
        shared: Measures the share of pairs whose boxes touch; by default that of the boxes.

    >>> from .instances import Boxes
    >>> def one(x): return Instances(np.zeros(1, int), np.zeros(1, int), Boxes.of_xyxy([[x, 0, x + 10, 10]]))
    >>> on_regions(one(0), one(5), 0.5), on_regions(one(0), one(6), 0.5)
    (array([ True]), array([False]))
    """
    pairs = box_pairs(regions, predictions, "sizes")
    share = (shared or _of_boxes(regions, predictions))(pairs.truth, pairs.prediction)
    lies = share >= level
    if is_within_class:
        lies &= regions.label[pairs.truth] == predictions.label[pairs.prediction]
    found = np.zeros(len(predictions), np.bool_)
    found[pairs.prediction[lies]] = True
    return found


def _of_boxes(regions: Instances, predictions: Instances) -> Shared:
    def share(region: Rows, prediction: Rows) -> NDArray[np.float64]:
        one, other = regions.boxes.corners[region], predictions.boxes.corners[prediction]
        both = np.minimum(one[:, 2:], other[:, 2:]) - np.maximum(one[:, :2], other[:, :2])
        own = predictions.boxes.areas[prediction]
        return np.asarray(np.divide(np.prod(both, axis=1), own, out=np.zeros(len(own)), where=own > 0))

    return share
