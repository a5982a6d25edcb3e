"""The kinds of outcomes that a file does not tell: from its objects, where one of the rules gives just its outcomes."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..matching.best import NOBODY, BestOverlaps
from ..matching.instances import Boxes, Instances
from ..matching.matched import Matched
from ..matching.outcomes import Found, enters
from ..matching.rules import RULES
from .columns.header import Header
from .columns.masks import Masks
from .columns.tables import NONE, PREDICTION, REGION, TRUTH, UNTOLD, Columns, Objects, Outcomes
from .matched import How, Regions, Side, found_between, outcomes_told, overlapping

_TASKS = ("object-detection", "instance-segmentation")
_DECIDING = ("image", "actual", "predicted", "first", "last", "truth", "prediction")


class Sides(NamedTuple):
    """The objects of an evaluation by side, and the rows of Objects that they are."""

    truth: Side
    predictions: Side
    regions: Regions
    rows: tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]


def sides_of(objects: Objects, masks: Masks | None) -> Sides:
    """Objects as matching takes them; their boxes in float32, as they are held."""
    rows = tuple(np.flatnonzero(objects.side == side) for side in (TRUTH, PREDICTION, REGION))
    truth, predictions, regions = (_side(objects, masks, of_side) for of_side in rows)
    is_scored = not len(rows[1]) or not np.isnan(objects.score[rows[1]]).all()
    scored = replace(predictions.instances, score=objects.score[rows[1]] if is_scored else None)
    return Sides(
        truth,
        Side(scored, predictions.masks),
        Regions(regions.instances, regions.masks, objects.ignored[rows[2]]),
        (rows[0], rows[1], rows[2]),
    )


def told_again(header: Header, columns: Columns) -> tuple[Header, Columns]:
    """The same evaluation with the kind of each outcome and how it was matched, where its objects tell them.

    A rule is taken for the one that was used when matching by it at an IoU of 0.5 gives exactly the outcomes there
    are; where none does, the evaluation is as it was.
    """
    objects, background = columns.objects, header.background
    is_told = header.matching is not None or bool((columns.outcomes.kind != UNTOLD).any())
    if is_told or objects is None or background is None or header.task not in _TASKS:
        return header, columns
    sides = sides_of(objects, columns.masks)
    mine = _matched(columns.outcomes, sides)
    for rule in RULES.values():
        how = How(rule=rule)
        found = found_between(sides.truth, sides.predictions, background=background, how=how)
        if _are_same(found.matched, mine):
            # The rows of the file, with the overlaps that it states.
            on_none = np.zeros(len(sides.predictions), np.uint8)
            told = outcomes_told(replace(found, matched=mine), on_none, how, len(sides.truth))
            overlapped = overlapping(objects, found.best, *sides.rows[:2])
            return replace(header, **how.words), replace(columns, outcomes=renamed(told, sides), objects=overlapped)
    return header, columns


def retold(columns: Columns, how: How) -> Columns:
    """The same outcomes with kinds told anew from the overlaps that the objects hold, such as at another ``tb``.

    Nothing is matched again, so every sum but those of kinds stays what it is.
    """
    objects = columns.objects
    if objects is None:
        return columns
    sides = sides_of(objects, columns.masks)
    ignored = objects.ignored[sides.rows[1]]
    best = _overlaps_held(objects, sides)
    whole = _whole(_matched(columns.outcomes, sides))
    with_forgiven = Matched.stacked([whole, _forgiven(whole, sides, ignored, how)])
    told = outcomes_told(Found(with_forgiven, best), ignored, how, len(sides.truth))
    return replace(columns, outcomes=renamed(told, sides))


def _overlaps_held(objects: Objects, sides: Sides) -> BestOverlaps:
    mine = sides.rows[1]
    place = _places(sides.rows[0], len(objects))
    same, other = (
        place[np.minimum(column[mine], len(objects))] for column in (objects.same_truth, objects.other_truth)
    )
    return BestOverlaps(objects.same_iou[mine], same, objects.other_iou[mine], other)


def _whole(rows: Matched) -> Matched:
    """One row for each truth without a partner, which is cut in two where it stops being covered."""
    lost = (rows.prediction == NOBODY) & (rows.truth != NOBODY)
    kept = ~lost
    _, first = np.unique(rows.truth[lost], return_index=True)
    places = np.flatnonzero(lost)
    kept[places[first]] = True
    start, end = rows.first.copy(), rows.last.copy()
    truths = int(rows.truth.max(initial=NOBODY)) + 1
    low, high = np.full(truths, 100, np.int64), np.zeros(truths, np.int64)
    np.minimum.at(low, rows.truth[lost], rows.first[lost])
    np.maximum.at(high, rows.truth[lost], rows.last[lost])
    start[lost], end[lost] = low[rows.truth[lost]], high[rows.truth[lost]]
    return rows.within(start, end).take(kept)


def _forgiven(rows: Matched, sides: Sides, ignored: NDArray[np.uint8], how: How) -> Matched:
    """The rows, which no table holds, of forgiven predictions where they have no partner: below their last pair."""
    predictions = sides.predictions.instances
    end = enters(predictions)
    paired = (rows.prediction != NOBODY) & (rows.truth != NOBODY)
    np.minimum.at(end, rows.prediction[paired], rows.first[paired] - 1)
    which = np.flatnonzero(how.forgives(ignored) & (end >= 0))
    nobody, nothing = np.full(len(which), NOBODY, np.int64), np.zeros(len(which), np.int64)
    return Matched(
        image=predictions.image[which], actual=nobody, predicted=predictions.label[which], first=nothing,
        last=end[which], truth=nobody, prediction=which, iou=np.full(len(which), np.nan),
    )  # fmt: skip


def _side(objects: Objects, masks: Masks | None, rows: NDArray[np.intp]) -> Side:
    mine = objects.take(rows)
    boxes = Boxes.of_xywh(np.stack([mine.x, mine.y, mine.w, mine.h], axis=1))
    held = Instances(mine.image.astype(np.int64), mine.label.astype(np.int64), boxes)
    return Side(held, None if masks is None else masks.take(rows))


def _matched(outcomes: Outcomes, sides: Sides) -> Matched:
    """Outcomes as matching gives them: each side numbered by itself."""
    size = sum(map(len, sides.rows))

    def numbered(column: NDArray[np.uint32], rows: NDArray[np.intp]) -> NDArray[np.int64]:
        return _places(rows, size)[np.minimum(column, size)]

    numbers = {name: getattr(outcomes, name).astype(np.int64) for name in _DECIDING[:5]}
    return Matched(
        **numbers,
        truth=numbered(outcomes.truth, sides.rows[0]),
        prediction=numbered(outcomes.prediction, sides.rows[1]),
        iou=outcomes.iou,
    )


def _places(rows: NDArray[np.intp], size: int) -> NDArray[np.int64]:
    """The place of each of ``size`` objects among ``rows``, or ``NOBODY``; the last entry stands for no object."""
    place = np.full(size + 1, NOBODY, np.int64)
    place[rows] = np.arange(len(rows))
    return place


def _are_same(one: Matched, other: Matched) -> bool:
    """The same outcomes, in whatever order."""
    if len(one) != len(other):
        return False
    tables = [np.stack([getattr(side, name) for name in _DECIDING]) for side in (one, other)]
    first, second = (table[:, np.lexsort(table)] for table in tables)
    return bool(np.array_equal(first, second))


def renamed(outcomes: Outcomes, sides: Sides) -> Outcomes:
    """Outcomes that name rows of Objects, from those of truths followed by predictions."""
    row = np.concatenate(sides.rows[:2]).astype(np.uint32)

    def named(column: NDArray[np.uint32]) -> NDArray[np.uint32]:
        found = np.full(len(column), NONE, np.uint32)
        is_there = column != NONE
        found[is_there] = row[column[is_there]]
        return found

    return replace(outcomes, truth=named(outcomes.truth), prediction=named(outcomes.prediction))
