"""The same sums class by class: what became of a class's instances, and what was taken for it.

A false positive belongs to the class that was predicted, a false negative to the class that is there; the
classes' TP, FP and FN therefore add up to the totals of :mod:`counts`, whatever ``Header.mixups`` says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...matching.percent import PERCENTS
from ..columns.header import Header
from ..columns.tables import Outcomes
from . import counts
from .cells import Mask, cell_kinds
from .counts import Counts, Tallies


@dataclass(frozen=True, eq=False)
class ByClass:
    """One row a class in display order; ``background`` has none. Every column is int64 (rows,).

    ``support = tp + mixed_up + missed`` holds whatever ``Header.mixups`` says.
    """

    index: NDArray[np.intp]
    """Class index of each row."""
    support: Counts
    """Instances that really are of the class."""
    predicted: Counts
    """What was predicted as the class, right or wrong."""
    missed: Counts
    """Instances of the class predicted as background."""
    mixed_up: Counts
    """Instances of the class predicted as another class."""
    on_background: Counts
    """Predictions of the class on background."""
    tallies: Tallies
    """TP, FP and FN of each class, and the rates made from them."""

    @property
    def mean_iou(self) -> float | None:
        """Of the classes that occur; ``None``: none does."""
        return mean_of(self.tallies.iou)


def mean_of(values: NDArray[np.float64]) -> float | None:
    """The mean of those that are numbers, summed in their order; ``None`` without any."""
    known = values[~np.isnan(values)]
    return float(np.add.accumulate(known)[-1] / len(known)) if len(known) else None


def of_matrix(matrix: Counts, header: Header) -> ByClass:
    """What each class comes to in ``matrix[actual][predicted]``, (K, K)."""
    index = _rows(header)
    size = len(header.classes)
    actual, predicted = np.divmod(np.arange(size * size), size)
    kinds = cell_kinds(actual, predicted, header.background)
    tp, fp, fn = counts.counted_as(actual, predicted, header)
    return ByClass(
        index=index,
        support=matrix.sum(axis=1)[index],
        predicted=matrix.sum(axis=0)[index],
        missed=_where(matrix, kinds.missed).sum(axis=1)[index],
        mixed_up=_where(matrix, kinds.mixup).sum(axis=1)[index],
        on_background=_where(matrix, kinds.false_positive).sum(axis=0)[index],
        tallies=Tallies(
            tp=_where(matrix, tp).sum(axis=1)[index],
            fp=_where(matrix, fp).sum(axis=0)[index],
            fn=_where(matrix, fn).sum(axis=1)[index],
        ),
    )


def curve(outcomes: Outcomes, rows: Mask, header: Header) -> Tallies:
    """TP, FP and FN of each class at the 101 thresholds over the chosen outcome ``rows``, each (classes, 101).

    The classes stand in display order without ``background``, as in :func:`of_matrix`.
    """
    index = _rows(header)
    actual, predicted = outcomes.actual[rows], outcomes.predicted[rows]
    first, last, count = outcomes.first[rows], outcomes.last[rows], outcomes.count[rows]
    kinds = counts.counted_as(actual, predicted, header)
    summed = (
        _running(label[kind], first[kind], last[kind], count[kind], len(header.classes))[index]
        for kind, label in zip(kinds, (actual, predicted, actual), strict=True)
    )
    return Tallies(*summed)


def _rows(header: Header) -> NDArray[np.intp]:
    return np.array([i for i in header.display_order if i != header.background], np.intp)


def _where(matrix: Counts, cells: Mask) -> Counts:
    return np.where(cells.reshape(matrix.shape), matrix, 0)


def _running(label: Any, first: Any, last: Any, count: Counts, classes: int) -> Counts:
    steps = np.zeros((classes, PERCENTS + 1), np.int64)
    np.add.at(steps, (label, first), count)
    np.subtract.at(steps, (label, last.astype(np.int64) + 1), count)
    running: Counts = np.cumsum(steps, axis=1)[:, :PERCENTS]
    return running
