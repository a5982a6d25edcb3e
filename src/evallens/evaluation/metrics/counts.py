"""The sums: matrix, per-image tallies and the threshold curve, all over the same outcomes.

A mix-up of two classes is one false positive and one false negative unless the source counts it
otherwise (``Header.mixups``); an outcome on ``background`` twice is none of the three.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ...errors import InputError
from ...matching.percent import PERCENTS
from ..columns.header import Header
from ..columns.tables import Outcomes
from .cells import Mask, cell_kinds
from .intervals import wilson

Counts = NDArray[np.int64]
Rates = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Tallies:
    """True positives, false positives and false negatives, all of one shape, and the rates made from them."""

    tp: Counts
    fp: Counts
    fn: Counts

    @property
    def precision(self) -> Rates:
        """TP / (TP + FP); NaN where that is 0/0."""
        return ratio(self.tp, self.tp + self.fp)

    @property
    def recall(self) -> Rates:
        """TP / (TP + FN); NaN where that is 0/0."""
        return ratio(self.tp, self.tp + self.fn)

    @property
    def f1(self) -> Rates:
        """2 TP / (2 TP + FP + FN); NaN where that is 0/0."""
        return ratio(2 * self.tp, 2 * self.tp + self.fp + self.fn)

    @property
    def iou(self) -> Rates:
        """TP / (TP + FP + FN), the intersection over union where pixels are counted; NaN where that is 0/0."""
        return ratio(self.tp, self.tp + self.fp + self.fn)

    def interval(self, rate: Literal["precision", "recall"]) -> tuple[Rates, Rates]:
        """95 % Wilson interval of precision or recall, (low, high); NaN where that is 0/0.

        F1 is a mean of both and no proportion; pixels of one image are too alike to be counted as trials.
        Raises InputError for any other rate.
        """
        if rate not in ("precision", "recall"):
            raise InputError(f'"precision" and "recall" have an interval, {rate!r} has none')
        return wilson(self.tp, self.tp + (self.fp if rate == "precision" else self.fn))

    def take(self, rows: Any) -> Tallies:
        """The tallies of ``rows``."""
        return Tallies(self.tp[rows], self.fp[rows], self.fn[rows])


def ratio(part: Counts, whole: Counts) -> Rates:
    """``part / whole``, of one shape, in float64 of that shape; NaN where ``whole`` is 0."""
    rates: Rates = np.divide(part, whole, out=np.full(np.shape(whole), np.nan), where=whole != 0)
    return rates


def mask_of(rows: NDArray[np.integer], size: int) -> Mask:
    """(size,) booleans, true at ``rows``, (n,)."""
    mask = np.zeros(size, np.bool_)
    mask[rows] = True
    return mask


def active(outcomes: Outcomes, confidence: int, rows: Any = ...) -> Mask:
    """Which of the outcomes ``rows``, by default all, hold at ``confidence`` (integer percent), (rows,)."""
    holds: Mask = (outcomes.first[rows] <= confidence) & (confidence <= outcomes.last[rows])
    return holds


def matrix(outcomes: Outcomes, rows: Mask, classes: int) -> Counts:
    """Sum ``count`` of the outcomes ``rows``, a mask of all, into ``[actual][predicted]``, int64 (K, K)."""
    cells = outcomes.by_cell
    total = np.zeros((classes, classes), np.int64)
    total[cells.keys >> 16, cells.keys & 0xFFFF] = cells.sums(_counted(outcomes, rows))
    return total


def per_image(outcomes: Outcomes, rows: Mask, images: int, header: Header) -> Tallies:
    """TP, FP and FN of every image over the chosen outcome ``rows``, each (images,)."""
    groups = outcomes.by_image

    def tally(kind: Mask) -> Counts:
        total = np.zeros(images, np.int64)
        total[groups.keys] = groups.sums(_counted(outcomes, rows & kind))
        return total

    return Tallies(*map(tally, counted_as(outcomes.actual, outcomes.predicted, header)))


def of_images(
    outcomes: Outcomes, chosen: Callable[[Any], Mask], images: NDArray[np.integer], header: Header
) -> Tallies:
    """As ``per_image``, but only of the image rows ``images``, each (len(images),); other outcomes are not read.

    ``chosen`` says of outcome rows which of them count.
    """
    found, sizes = outcomes.by_image.find(images)
    holds = chosen(found)
    found, place = found[holds], np.repeat(np.arange(len(images)), sizes)[holds]
    count = outcomes.count[found]
    kinds = counted_as(outcomes.actual[found], outcomes.predicted[found], header)
    return Tallies(*(_sums(place[kind], count[kind], len(images)) for kind in kinds))


def of_matrix(counts: Counts, header: Header) -> Tallies:
    """TP, FP and FN of a whole matrix, (K, K); each a 0-d array."""
    size = len(counts)
    actual, predicted = np.divmod(np.arange(size * size), size)
    flat = counts.reshape(-1)
    return Tallies(*(np.asarray(flat[kind].sum()) for kind in counted_as(actual, predicted, header)))


def curve(outcomes: Outcomes, rows: Mask, header: Header) -> Tallies:
    """TP, FP and FN of the outcomes ``rows``, a mask of all, at each of the 101 thresholds, each (101,)."""
    first, last, count = outcomes.first[rows], outcomes.last[rows], outcomes.count[rows]
    kinds = counted_as(outcomes.actual[rows], outcomes.predicted[rows], header)
    return Tallies(*(_running(first[k], last[k], count[k]) for k in kinds))


def _counted(outcomes: Outcomes, rows: Mask) -> NDArray[Any]:
    """What each outcome adds when only ``rows`` count."""
    return rows if outcomes.is_single else np.where(rows, outcomes.count, 0)


def _running(first: NDArray[np.uint8], last: NDArray[np.uint8], count: Counts) -> Counts:
    begins = _sums(first, count, PERCENTS + 1)
    ends = _sums(last.astype(np.int64) + 1, count, PERCENTS + 1)
    return np.cumsum(begins - ends)[:PERCENTS]


def _sums(index: NDArray[np.integer], count: Counts, size: int) -> Counts:
    if len(count) == 0 or count.max() == 1 == count.min():
        return np.bincount(index, minlength=size).astype(np.int64)
    total = np.zeros(size, np.int64)
    # bincount would add in float64, which loses digits above 2^53.
    np.add.at(total, index, count)
    return total


def counted_as(actual: NDArray[Any], predicted: NDArray[Any], header: Header) -> tuple[Mask, Mask, Mask]:
    """Which cells count as a true positive, a false positive, a false negative (may be the last two).

    ``actual`` and ``predicted`` are class indices of one shape, and so are the masks.
    """
    kinds = cell_kinds(actual, predicted, header.background)
    positive = kinds.false_positive | kinds.mixup if header.mixups in ("both", "fp") else kinds.false_positive
    negative = kinds.missed | kinds.mixup if header.mixups in ("both", "fn") else kinds.missed
    return kinds.correct, positive, negative
