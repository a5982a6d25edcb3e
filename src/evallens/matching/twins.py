"""Which prediction of one model is which of another: their twins, one pairing for every threshold.

Pairs are taken by the *lower* of their two scores, so those whose predictions are both kept at a threshold are taken
first: what is paired there is the pairing of what is kept, whatever else either model says with less confidence.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .best import NOBODY
from .instances import Instances
from .outcomes import Measured, enters
from .overlaps import Pairs, box_pairs
from .sweep import sweep

Rows = NDArray[np.int64]

LEVEL = 0.5
"""Least IoU of twins."""


class Twins(NamedTuple):
    """The row of each prediction's twin among those of the other model; ``NOBODY``: it has none."""

    of_one: Rows
    of_other: Rows


def twins(one: Instances, other: Instances, *, level: float = LEVEL, measured: Measured | None = None) -> Twins:
    """Pair the predictions of two models one to one, within an image and a class.

    Greedy by the lower of the two scores, high first, then by IoU, then by the rows of both; without scores by IoU
    alone. At each common threshold it is the same pairing of the predictions that are kept there.

    Args:
        one: Predictions of one model.
        other: Predictions of the other, over the same rows of images and the same class indices.
        level: Least IoU of a pair.
        measured: Finds the pairs and their overlaps; by default those of the boxes.

    >>> from .instances import Boxes
    >>> def model(score, *boxes):
    ...     rows = np.zeros(len(boxes), int)
    ...     return Instances(rows, rows, Boxes.of_xyxy(boxes), np.array(score))
    >>> one, other = model([0.9], [0, 0, 10, 10]), model([0.1, 0.8], [0, 0, 10, 10], [0, 0, 10, 9])
    >>> twins(one, other)
    Twins(of_one=array([1]), of_other=array([-1,  0]))
    """
    pairs = _ranked(_alike(one, other, level, measured), one, other)
    # Everything enters at once: one round of proposals is the greedy pairing, at one look at each pair.
    found = pairs.take(sweep(pairs.truth, pairs.prediction, truths=len(one), enters=np.full(len(other), 100)).pair)
    of_one, of_other = np.full(len(one), NOBODY, np.int64), np.full(len(other), NOBODY, np.int64)
    of_one[found.truth], of_other[found.prediction] = found.prediction, found.truth
    return Twins(of_one, of_other)


def _alike(one: Instances, other: Instances, level: float, measured: Measured | None) -> Pairs:
    """The pairs of one class whose overlap is enough."""
    classes = 1 + max(int(one.label.max(initial=0)), int(other.label.max(initial=0)))
    # What is of another class is never held against it: a class of an image counts as an image of its own.
    mine, theirs = (replace(side, image=side.image * classes + side.label) for side in (one, other))
    if measured is None:
        pairs = box_pairs(mine, theirs, "sizes")
    else:
        pairs = measured(mine, theirs, np.arange(len(one)), np.arange(len(other)))
    return pairs.take(pairs.iou >= pairs.iou.dtype.type(level))


def _ranked(pairs: Pairs, one: Instances, other: Instances) -> Pairs:
    """The pairs, first taken first.

    Percents stand before scores: thresholds compare each score in its own dtype, in which two models may differ.
    """
    percent = np.minimum(enters(one)[pairs.truth], enters(other)[pairs.prediction])
    score = np.minimum(_scores(one)[pairs.truth], _scores(other)[pairs.prediction])
    return pairs.take(np.lexsort((pairs.prediction, pairs.truth, -pairs.iou, -score, -percent)))


def _scores(side: Instances) -> NDArray[np.float64]:
    return np.ones(len(side)) if side.score is None else np.nan_to_num(side.score.astype(np.float64), nan=-1.0)
