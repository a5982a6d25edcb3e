"""How good the labels of each image are, as cleanlab's ObjectLab scores them.

Source: ``cleanlab/object_detection/rank.py`` of cleanlab 2.9.0; Tkachenko, Thyagarajan and Mueller, "ObjectLab:
Automated Diagnosis of Mislabeled Images in Object Detection Data".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...matching.instances import Instances

Floats = NDArray[np.float64]
Index = NDArray[np.intp]

_ALPHA = 0.9
"""Weight of the IoU in the similarity of two boxes, beside that of their distance."""
_DECAY = 0.1
"""How fast the similarity falls with the distance of the centres, a pixel."""
_LEAST_UNION = 1e-6
_LOW, _HIGH = 0.5, 0.95
"""Confidence above which a prediction says where a label of its class should lie; and that something is there."""
_CONFLICT = 0.95
"""IoU from which on two labels of different classes contradict each other."""
_TEMPERATURE = 0.1
_TINY = 1e-100
_PAIRS_AT_ONCE = 1 << 20


class ObjectLab(NamedTuple):
    """Scores 0..1, low ones speak against the labels."""

    quality: Floats
    """Of each image, (images,)."""
    overlooked: Floats
    """Of each image: is nothing left unlabelled? (images,)"""
    badloc: Floats
    """Of each image: is every box where it should be? (images,)"""
    swap: Floats
    """Of each image: has every box its class? (images,)"""
    box_overlooked: Floats
    """Of each prediction, (predictions,); NaN: it is not sure, or touches a label."""
    box_badloc: Floats
    """Of each label, (labels,)."""
    box_swap: Floats
    """Of each label, (labels,)."""


def objectlab(truth: Instances, predictions: Instances, images: int) -> ObjectLab:
    """Score the labels ``truth`` of ``images`` images by the predictions, whose score is 0..1.

    All pairs of a label and a prediction of one image are looked at, about a million at a time.
    """
    best = _Best.of(truth, predictions)
    score = _scores(predictions)
    overlooked = np.where(best.has_label, best.of_label, best.least * (1 - score))
    overlooked[(score < _HIGH) | best.is_touched] = np.nan
    badloc = np.where(best.placed > 0, best.placed, 1.0)
    swap = np.where(best.swapped >= 0, np.maximum(best.least, 1 - best.swapped), 1.0)
    swap[_contradicted(truth)] = best.least
    parts = [
        _pooled(overlooked, predictions.image, images),
        _pooled(badloc, truth.image, images),
        _pooled(swap, truth.image, images),
    ]
    quality = np.exp(np.mean(np.log(_TINY + np.stack(parts)), axis=0))
    return ObjectLab(quality, parts[0], parts[1], parts[2], overlooked, badloc, swap)


@dataclass(frozen=True, eq=False)
class _Best:
    """What is left of all pairs of labels and predictions."""

    least: float
    """The smallest similarity above 0 of any pair; 1 without one."""
    is_touched: NDArray[np.bool_]
    """Which predictions share an area with a label, (predictions,)."""
    has_label: NDArray[np.bool_]
    """Is there a label of its class in the image of each prediction? (predictions,)"""
    of_label: Floats
    """The best similarity of each prediction with a label of its class, (predictions,)."""
    placed: Floats
    """The best similarity of each label with a prediction of its class that touches it, not below ``_LOW``, (labels,);
    0: there is none."""
    swapped: Floats
    """The best similarity of each label with a sure prediction of another class, (labels,); -1: there is none."""

    @classmethod
    def of(cls, truth: Instances, predictions: Instances) -> _Best:
        labels, found = len(truth), len(predictions)
        least = 1.0
        is_touched, has_label = np.zeros(found, np.bool_), np.zeros(found, np.bool_)
        of_label, placed, swapped = np.zeros(found), np.zeros(labels), np.full(labels, -1.0)
        score = _scores(predictions)
        for one, other in _pairs(truth.image, predictions.image):
            iou, similarity = _compared(truth, predictions, one, other)
            least = min(least, float(similarity[similarity > 0].min(initial=1.0)))
            is_same = truth.label[one] == predictions.label[other]
            is_touched[other[iou > 0]] = True
            has_label[other[is_same]] = True
            np.maximum.at(of_label, other[is_same], similarity[is_same])
            is_placed = is_same & (iou > 0) & (score[other] > _LOW)
            np.maximum.at(placed, one[is_placed], similarity[is_placed])
            is_other = ~is_same & (score[other] > _HIGH)
            np.maximum.at(swapped, one[is_other], similarity[is_other])
        return cls(least, is_touched, has_label, of_label, placed, swapped)


def _pairs(one: NDArray[np.integer], other: NDArray[np.integer]) -> Iterator[tuple[Index, Index]]:
    """The rows of all pairs that lie on one image, part by part."""
    by_image = np.argsort(other, kind="stable")
    image = other[by_image]
    start = np.searchsorted(image, one, side="left")
    counts = np.searchsorted(image, one, side="right") - start
    ends = np.cumsum(counts)
    cuts = np.searchsorted(ends, np.arange(_PAIRS_AT_ONCE, ends[-1] if len(ends) else 0, _PAIRS_AT_ONCE))
    for low, high in pairwise(np.unique([0, *cuts.tolist(), len(one)]).tolist()):
        each = counts[low:high]
        first = np.repeat(np.arange(low, high), each)
        place = np.arange(len(first)) + np.repeat(start[low:high] - (np.cumsum(each) - each), each)
        yield first, by_image[place]


def _compared(one: Instances, other: Instances, mine: Index, theirs: Index) -> tuple[Floats, Floats]:
    """IoU and similarity of pairs of boxes."""
    a, b = one.boxes.corners[mine], other.boxes.corners[theirs]
    sides = np.minimum(a[:, 2:], b[:, 2:]) - np.maximum(a[:, :2], b[:, :2])
    shared = np.where((sides < 0).any(axis=1), 0.0, sides[:, 0] * sides[:, 1])
    areas = [(box[:, 2] - box[:, 0]) * (box[:, 3] - box[:, 1]) for box in (a, b)]
    iou = shared / np.maximum(areas[0] + areas[1] - shared, _LEAST_UNION)
    apart = (a[:, :2] + a[:, 2:]) / 2 - (b[:, :2] + b[:, 2:]) / 2
    distance = np.sqrt((apart * apart).sum(axis=1))
    return iou, iou * _ALPHA + (1 - _ALPHA) * np.exp(-distance * _DECAY)


def _contradicted(truth: Instances) -> NDArray[np.bool_]:
    """Which labels have one of another class in the same place, (labels,)."""
    found = np.zeros(len(truth), np.bool_)
    for one, other in _pairs(truth.image, truth.image):
        iou, _ = _compared(truth, truth, one, other)
        found[one[(iou >= _CONFLICT) & (truth.label[one] != truth.label[other])]] = True
    return found


def _pooled(scores: Floats, image: NDArray[np.integer], images: int) -> Floats:
    """The soft minimum of the scores of each image, (images,); 1 where there are none."""
    known = ~np.isnan(scores)
    values, rows = scores[known], image[known]
    least = np.full(images, np.inf)
    np.minimum.at(least, rows, values)
    weights = np.exp((least[rows] - values) / _TEMPERATURE)
    total, sums = np.bincount(rows, weights, images), np.bincount(rows, weights * values, images)
    return np.divide(sums, total, out=np.ones(images), where=total > 0)


def _scores(predictions: Instances) -> Floats:
    score = predictions.score
    return np.ones(len(predictions)) if score is None else score.astype(np.float64)
