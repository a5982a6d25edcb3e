"""The same sums class by class: what became of a class's instances, and what was taken for it.

A class's false positives are what was predicted as it, its false negatives what it really was; the
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
from .counts import Counts, Mask, Tallies


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
    """Predictions of the class where nothing was."""
    tallies: Tallies
    """TP, FP and FN of each class, and the rates made from them."""


def of_matrix(matrix: Counts, header: Header) -> ByClass:
    """What each class comes to in ``matrix[actual][predicted]``, (K, K)."""
    index = _rows(header)
    size = len(header.classes)
    actual, predicted = np.divmod(np.arange(size * size), size)
    tp, fp, fn = counts.kinds_of(actual, predicted, header)
    support = matrix.sum(axis=1)
    missed, on_background = _beside(matrix, header)
    return ByClass(
        index=index,
        support=support[index],
        predicted=matrix.sum(axis=0)[index],
        missed=missed[index],
        mixed_up=(support - np.diagonal(matrix) - missed)[index],
        on_background=on_background[index],
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
    kinds = counts.kinds_of(actual, predicted, header)
    summed = (
        _running(label[kind], first[kind], last[kind], count[kind], len(header.classes))[index]
        for kind, label in zip(kinds, (actual, predicted, actual), strict=True)
    )
    return Tallies(*summed)


def _rows(header: Header) -> NDArray[np.intp]:
    return np.array([i for i in header.display_order if i != header.background], np.intp)


def _beside(matrix: Counts, header: Header) -> tuple[Counts, Counts]:
    """The column and the row of ``background``; zeros when there is no such class."""
    if header.background is None:
        nothing = np.zeros(len(matrix), np.int64)
        return nothing, nothing
    return matrix[:, header.background], matrix[header.background]


def _where(matrix: Counts, cells: Mask) -> Counts:
    return np.where(cells.reshape(matrix.shape), matrix, 0)


def _running(label: Any, first: Any, last: Any, count: Counts, classes: int) -> Counts:
    steps = np.zeros((classes, PERCENTS + 1), np.int64)
    np.add.at(steps, (label, first), count)
    np.subtract.at(steps, (label, last.astype(np.int64) + 1), count)
    running: Counts = np.cumsum(steps, axis=1)[:, :PERCENTS]
    return running
