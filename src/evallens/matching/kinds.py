"""What kind of error each outcome is: the error types of TIDE, at every threshold.

An unmatched prediction is of one kind whatever the threshold, for it is told by its best overlaps alone. A ground
truth that no prediction is matched to is *covered* as long as a prediction is there that would have found it, had it
been placed better or called right, and *missed* above that.

Source: Bolya et al. 2020, "TIDE: A General Toolbox for Identifying Object Detection Errors"; tidecv 1.0.1.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from .best import NOBODY, BestOverlaps
from .matched import Matched

Kinds = NDArray[np.uint8]


class Kind(IntEnum):
    """The kinds of outcome, by the numbers that stand in files."""

    CORRECT = 0
    CLASS = 1
    """The right place, called by another name."""
    LOCALISATION = 2
    """The right class, placed too badly."""
    DUPLICATE = 3
    """A further prediction of an object that is found already."""
    BACKGROUND = 4
    """Nothing is labelled there."""
    BOTH = 5
    """Placed badly and called by another name."""
    MISSED = 6
    """A ground truth that nothing points to."""
    COVERED = 7
    """A ground truth without a partner, to which a localisation or class error points."""
    UNKNOWN = 8
    """A prediction without a partner, where there are no objects to tell why."""
    NONE = 9
    """Background, and nothing predicted."""


BACKGROUND_IOU = 0.1
"""Up to this overlap a prediction lies on nothing: TIDE's background threshold."""


def of_unmatched(best: BestOverlaps, *, level: float, floor: float) -> Kinds:
    """The kind that each prediction is where it has no partner, (predictions,).

    ``level`` is the IoU level of the matching and ``floor`` the background threshold; both are compared in the
    overlaps' own dtype.
    """
    same, other = best.same_iou, best.other_iou
    enough, least = same.dtype.type(level), same.dtype.type(floor)
    kinds = np.select(
        [(least <= same) & (same <= enough), other >= enough, same >= enough, np.maximum(same, other) <= least],
        [Kind.LOCALISATION, Kind.CLASS, Kind.DUPLICATE, Kind.BACKGROUND],
        Kind.BOTH,
    )
    return kinds.astype(np.uint8)


def told(
    matched: Matched, best: BestOverlaps, is_forgiven: NDArray[np.bool_], *, truths: int, level: float, floor: float
) -> tuple[Matched, Kinds]:
    """The outcomes that count and the kind of each, (outcomes,).

    A truth without a partner may stand in two rows afterwards. A forgiven prediction without a partner is in none, but
    what it points to is covered all the same, as in tidecv.

    Args:
        matched: All outcomes.
        best: The overlaps of all predictions.
        is_forgiven: Which predictions are no error where they have no partner, (predictions,).
        truths: Number of ground truths.
        level: The IoU level of the matching.
        floor: The background threshold.
    """
    of_prediction = of_unmatched(best, level=level, floor=floor)
    is_alone = (matched.truth == NOBODY) & (matched.prediction != NOBODY)
    alone = matched.prediction[is_alone]
    kinds = np.where(matched.actual == matched.predicted, Kind.CORRECT, Kind.CLASS).astype(np.uint8)
    kinds[is_alone] = of_prediction[alone]
    reach = _reach(best, of_prediction, alone, matched.last[is_alone], truths)
    if not is_forgiven.any():
        return _split(matched, kinds, reach)
    is_counted = np.ones(len(matched), np.bool_)
    is_counted[is_alone] = ~is_forgiven[alone]
    return _split(matched.take(is_counted), kinds[is_counted], reach)


def _reach(
    best: BestOverlaps, kinds: Kinds, alone: NDArray[np.int64], last: NDArray[np.int64], truths: int
) -> NDArray[np.int64]:
    """The highest threshold at which a prediction points to each truth, (truths,); -1: none does."""
    kind = kinds[alone]
    is_pointing = (kind == Kind.LOCALISATION) | (kind == Kind.CLASS)
    candidate = np.where(kind == Kind.LOCALISATION, best.same_truth[alone], best.other_truth[alone])
    reach = np.full(truths, -1, np.int64)
    np.maximum.at(reach, candidate[is_pointing], last[is_pointing])
    return reach


def _split(matched: Matched, kinds: Kinds, reach: NDArray[np.int64]) -> tuple[Matched, Kinds]:
    """Cut each row of a truth without a partner where it stops being covered."""
    is_lost = (matched.prediction == NOBODY) & (matched.truth != NOBODY)
    end = np.full(len(matched), -1, np.int64)
    end[is_lost] = np.minimum(reach[matched.truth[is_lost]], matched.last[is_lost])
    is_covered = is_lost & (end >= matched.first)
    kinds[is_lost] = np.where(is_covered[is_lost], Kind.COVERED, Kind.MISSED)
    is_cut = is_covered & (end < matched.last)
    rows = np.repeat(np.arange(len(matched)), 1 + is_cut)
    whole, of_row = matched.take(rows), kinds[rows]
    # Of a row that is cut the first stands for what is covered, the second for what is missed.
    starts = np.flatnonzero(is_cut) + np.arange(int(is_cut.sum()))
    first, last = whole.first.copy(), whole.last.copy()
    last[starts] = end[is_cut]
    first[starts + 1] = end[is_cut] + 1
    of_row[starts + 1] = Kind.MISSED
    return whole.within(first, last), of_row
