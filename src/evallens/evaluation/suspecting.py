"""Is it the label? Objects whose label may be at fault, and how much speaks for it. A person decides.

A prediction that the model is sure of and that contradicts the labels, or a label that nothing in the model's answers
supports, is suspect. Only what the class usually gets right counts: c is the lowest threshold at which its precision
over the split is at least .9.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ..matching.kinds import Kind
from ..matching.outcomes import enters
from ..matching.overlaps import Pairs
from .columns.header import Header
from .columns.tables import NONE, SPLIT_NAMES, Columns, Objects, Outcomes
from .matched import How, Side, touching
from .metrics import by_class
from .metrics.suspects import Suspect
from .retelling import Sides, sides_of

_PRECISE = 0.9
_OTHERWISE = 50
"""Percent from which on a class counts that is precise at no threshold."""
_WEAK = 0.05
"""A prediction below this score supports no label."""
_SAME = 0.95
"""Overlap from which on two labels of a class are one object labelled twice."""

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]


def suspected(header: Header, columns: Columns, how: How) -> Columns:
    """The same columns with ``suspect`` and ``weight`` of every object; without objects as they are."""
    objects = columns.objects
    if objects is None or header.background is None:
        return columns
    sides = sides_of(objects, columns.masks)
    found = _Found.of(header, columns, sides)
    suspect, weight = np.zeros(len(objects), np.uint8), np.full(len(objects), np.nan, np.float32)
    for rows, (codes, weights) in zip(
        sides.rows, (_truths(found, sides, how), _predictions(found, columns.outcomes, objects, how)), strict=False
    ):
        suspect[rows] = codes
        weight[rows] = np.where(codes > 0, weights, np.nan)
    return replace(columns, objects=replace(objects, suspect=suspect, weight=weight))


@dataclass(frozen=True, eq=False)
class _Found:
    """What is asked of objects again and again."""

    rows: tuple[NDArray[np.intp], NDArray[np.intp]]
    """Of Objects: the truths, the predictions."""
    is_sure: Flags
    """Which predictions reach the threshold of their class, (predictions,)."""
    recall: Floats
    """Of its class at that threshold over the split of each truth, (truths,)."""
    score: Floats
    """(predictions,); 1 without scores."""
    is_found: Flags
    """Which objects a prediction of their class, and not a weak one, is ever matched to, (objects + 1,)."""

    @classmethod
    def of(cls, header: Header, columns: Columns, sides: Sides) -> _Found:
        truth, predictions = sides.truth.instances, sides.predictions.instances
        at, recall = _thresholds(header, columns)
        of_split = columns.images.split
        reached = enters(predictions) >= at[of_split[predictions.image], predictions.label]
        given = predictions.score
        score = np.ones(len(predictions)) if given is None else given.astype(np.float64)
        return cls(
            rows=(sides.rows[0], sides.rows[1]),
            is_sure=reached,
            recall=recall[of_split[truth.image], truth.label],
            score=score,
            is_found=_ever_found(columns, sides.rows[1], score),
        )


def _thresholds(header: Header, columns: Columns) -> tuple[NDArray[np.int64], Floats]:
    """For each split and class, (splits, classes): the percent from which on it is precise, and its recall there."""
    size = (len(SPLIT_NAMES), len(header.classes))
    at, recall = np.full(size, _OTHERWISE, np.int64), np.full(size, np.nan)
    shown = [index for index in header.display_order if index != header.background]
    for split in np.unique(columns.images.split).tolist():
        rows = (columns.images.split == split)[columns.outcomes.image]
        curves = by_class.curve(columns.outcomes, rows, header)
        is_precise = np.nan_to_num(curves.precision) >= _PRECISE
        lowest = np.where(is_precise.any(axis=1), is_precise.argmax(axis=1), _OTHERWISE)
        at[split, shown] = lowest
        recall[split, shown] = curves.recall[np.arange(len(shown)), lowest]
    return at, recall


def _ever_found(columns: Columns, predictions: NDArray[np.intp], score: Floats) -> Flags:
    size = 0 if columns.objects is None else len(columns.objects)
    is_strong = np.zeros(size + 1, np.bool_)
    is_strong[predictions] = score >= _WEAK
    outcomes = columns.outcomes
    right = outcomes.kind == Kind.CORRECT
    right &= is_strong[np.minimum(outcomes.prediction, size)]
    found = np.zeros(size + 1, np.bool_)
    found[np.minimum(outcomes.truth[right], size)] = True
    return found


def _predictions(found: _Found, outcomes: Outcomes, objects: Objects, how: How) -> tuple[NDArray[np.uint8], Floats]:
    mine, size = found.rows[1], len(objects)
    alone = np.full(size + 1, Kind.NONE, np.uint8)
    is_alone = outcomes.truth == NONE
    alone[np.minimum(outcomes.prediction[is_alone], size)] = outcomes.kind[is_alone]
    is_right = np.zeros(size + 1, np.bool_)
    is_right[np.minimum(outcomes.prediction[outcomes.kind == Kind.CORRECT], size)] = True
    may_be = ~is_right[mine] & (objects.ignored[mine] == 0)
    kind, is_lost = alone[mine], ~found.is_found
    crossed, overlap = crossed_by(outcomes, objects, mine)
    wrong = may_be & (crossed != NONE) & is_lost[np.minimum(crossed, size)]
    unlabelled = may_be & (kind == Kind.BACKGROUND) & found.is_sure
    near = objects.same_truth[mine]
    drawn = may_be & (kind == Kind.LOCALISATION) & is_lost[np.minimum(near, size)] & found.is_sure
    badness = (how.iou - objects.same_iou[mine].astype(np.float64)) / (how.iou - how.tb)
    codes = np.select(
        [wrong, unlabelled, drawn], [Suspect.WRONG_LABEL, Suspect.UNLABELLED, Suspect.BADLY_DRAWN], Suspect.NONE
    )
    weights = np.select([wrong, unlabelled, drawn], [found.score * overlap, found.score, found.score * badness], 0.0)
    return codes.astype(np.uint8), weights


def crossed_by(
    outcomes: Outcomes, objects: Objects, predictions: NDArray[np.integer]
) -> tuple[NDArray[np.int64], Floats]:
    """The truth of another class that each prediction is matched to, or else lies on, and their overlap.

    ``NONE`` and 0 for a prediction that never is a class error.
    """
    truth, overlap = np.full(len(objects), NONE, np.int64), np.zeros(len(objects))
    is_class = (outcomes.kind == Kind.CLASS) & (outcomes.prediction != NONE)
    is_pair = is_class & (outcomes.truth != NONE)
    alone, paired = outcomes.prediction[is_class & ~is_pair], outcomes.prediction[is_pair]
    truth[alone], overlap[alone] = objects.other_truth[alone], objects.other_iou[alone]
    truth[paired], overlap[paired] = outcomes.truth[is_pair], outcomes.iou[is_pair]
    return truth[predictions], overlap[predictions]


def _truths(found: _Found, sides: Sides, how: How) -> tuple[NDArray[np.uint8], Floats]:
    truth, predictions = sides.truth, sides.predictions
    strong = np.flatnonzero(found.score >= _WEAK)
    near = touching(truth, predictions.take(strong), how.rule)
    is_touched = np.zeros(len(truth), np.bool_)
    is_touched[near.truth[near.iou >= near.iou.dtype.type(how.tb)]] = True
    is_twice = _twice(truth, how)
    codes = np.select([is_twice, ~is_touched], [Suspect.LABELLED_TWICE, Suspect.NOTHING_THERE], Suspect.NONE)
    return codes.astype(np.uint8), np.where(is_twice, 1.0, np.nan_to_num(found.recall))


def twins(truth: Side, how: How) -> Pairs:
    """Pairs of labels of one class in the same place: of each the earlier as truth, the later as prediction."""
    pairs = touching(truth, truth, how.rule)
    label = truth.instances.label
    is_same = (pairs.iou >= pairs.iou.dtype.type(_SAME)) & (label[pairs.truth] == label[pairs.prediction])
    return pairs.take(is_same & (pairs.truth < pairs.prediction))


def _twice(truth: Side, how: How) -> Flags:
    """Which truths have an earlier one of their class in the same place."""
    is_twice = np.zeros(len(truth), np.bool_)
    is_twice[twins(truth, how).prediction] = True
    return is_twice
