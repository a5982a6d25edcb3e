"""Predictions that lie on regions which nobody judges."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .instances import Instances
from .overlaps import box_pairs


def on_regions(regions: Instances, predictions: Instances, level: float) -> NDArray[np.bool_]:
    """Which predictions, (P,), lie on one of ``regions``: shared area over their own is at least ``level``.

    >>> from .instances import Boxes
    >>> def one(x): return Instances(np.zeros(1, int), np.zeros(1, int), Boxes.of_xyxy([[x, 0, x + 10, 10]]))
    >>> on_regions(one(0), one(5), 0.5), on_regions(one(0), one(6), 0.5)
    (array([ True]), array([False]))
    """
    pairs = box_pairs(regions, predictions, "sizes")
    one, other = regions.boxes.corners[pairs.truth], predictions.boxes.corners[pairs.prediction]
    shared = np.minimum(one[:, 2:], other[:, 2:]) - np.maximum(one[:, :2], other[:, :2])
    lies = np.prod(shared, axis=1) >= level * predictions.boxes.areas[pairs.prediction]
    found = np.zeros(len(predictions), np.bool_)
    found[pairs.prediction[lies]] = True
    return found
