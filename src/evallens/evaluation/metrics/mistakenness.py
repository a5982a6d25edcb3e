"""How likely each label is a mistake, as FiftyOne's ``compute_mistakenness`` says it of detections by their confidence.

Source: ``fiftyone/brain/internal/core/mistakenness.py`` of fiftyone-brain; predictions are matched to labels whatever
the class, by confidence, at an IoU of 0.5.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...matching.instances import Instances
from ...matching.outcomes import match
from ...matching.rules import SCORE

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_LEVEL = 0.5
_MISSING = 0.95
"""Confidence above which a prediction without a label is one that may be missing."""


class Mistakenness(NamedTuple):
    """0..1, high ones speak against the labels; NaN where no prediction is matched."""

    mistakenness: Floats
    """The highest of the labels of each image, (images,)."""
    possible_missing: NDArray[np.int64]
    """Objects of each image that may be unlabelled, (images,)."""
    possible_spurious: NDArray[np.int64]
    """Labels of each image that nothing is matched to, (images,)."""
    box_mistakenness: Floats
    """Is the class of each label a mistake? (labels,)"""
    box_loc: Floats
    """Is the place of each label a mistake? (labels,)"""
    box_missing: Flags
    """Which predictions may be missing labels, (predictions,)."""
    box_spurious: Flags
    """Which labels nothing is matched to, (labels,)."""


def mistakenness(truth: Instances, predictions: Instances, images: int) -> Mistakenness:
    """The mistakenness of the labels ``truth`` of ``images`` images; the score of predictions is 0..1."""
    score = np.ones(len(predictions)) if predictions.score is None else predictions.score.astype(np.float64)
    rows = match(truth, predictions, background=-1, iou=_LEVEL, rule=SCORE).matched
    pairs = rows.take((rows.truth >= 0) & (rows.prediction >= 0) & (rows.first == 0))
    sure = score[pairs.prediction]
    is_wrong = np.where(pairs.actual == pairs.predicted, -1.0, 1.0)
    apart = (1 - pairs.iou.astype(np.float64)) / (1 - _LEVEL)
    of_class, of_place = (np.full(len(truth), np.nan) for _ in range(2))
    of_class[pairs.truth] = (is_wrong * sure + 1) / 2
    of_place[pairs.truth] = (sure * (2 * apart - 1) + 1) / 2
    is_missing = score > _MISSING
    is_missing[pairs.prediction] = False
    is_spurious = np.isnan(of_class)
    highest = np.full(images, -np.inf)
    np.maximum.at(highest, truth.image[~is_spurious], of_class[~is_spurious])
    return Mistakenness(
        np.where(np.isinf(highest), np.nan, highest),
        np.bincount(predictions.image[is_missing], minlength=images),
        np.bincount(truth.image[is_spurious], minlength=images),
        of_class,
        of_place,
        is_missing,
        is_spurious,
    )
