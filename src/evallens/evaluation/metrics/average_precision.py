"""Average precision over the objects, as COCO counts it: the one number that is not a sum over outcomes.

Class by class and image by image, predictions by confidence (at most 100) take the free ground truth
they overlap most, at ten levels of IoU; precision is read off at 101 recalls. Source: ``COCOeval`` of
pycocotools 2.0. Crowd regions are no objects here, so what lies in one is a false positive.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...statistics.ranking import Ranking
from ..columns.header import Header
from ..columns.masks import Masks
from ..columns.tables import PREDICTION, TRUTH, Columns, Objects
from ..panels import ClassPrecisions, Precisions, SizePrecisions, SplitPrecisions

LEVELS = np.linspace(0.5, 0.95, 10)
"""Levels of IoU."""
SIZES = {"all": (0.0, 1e10), "small": (0.0, 32.0**2), "medium": (32.0**2, 96.0**2), "large": (96.0**2, 1e10)}
"""Square pixels an object of each size has, both ends included."""
_MOST = 100
_RECALLS = np.linspace(0, 1, 101)
_EPSILON = float(np.spacing(1))

Index = NDArray[np.intp]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class AveragePrecision:
    """``by_level`` is (sizes, levels, classes) in the order of ``SIZES``, of which there may be fewer, and ``LEVELS``.

    NaN: no such objects.
    """

    by_level: NDArray[np.float64]

    def precisions(self, size: str, label: int | None = None) -> Precisions | None:
        """MAP 50, 75 and 50:95 of one class, or the mean over the classes that occur; ``None``: none does."""
        of_size = self.by_level[list(SIZES).index(size)]
        known = of_size[:, ~np.isnan(of_size[0])] if label is None else of_size[:, [label]]
        if not known.size or np.isnan(known).any():
            return None
        by_level = known.mean(axis=1)
        return Precisions(map50=float(by_level[0]), map75=float(by_level[5]), map50_95=float(by_level.mean()))


def split_precisions(header: Header, columns: Columns, split: str) -> SplitPrecisions:
    """The precisions of one split, all of it and class by class; ``None`` without objects.

    Instance segmentation is judged by its masks, and has none where the masks are missing.
    """
    shown = [i for i in header.display_order if i != header.background]
    found = of_split(header, columns, split)
    whole = _sized(found, None)
    return SplitPrecisions(
        map50=whole.map50,
        map75=whole.map75,
        map50_95=whole.map50_95,
        by_object_size=whole.by_object_size,
        per_class={header.classes[label]: _sized(found, label) for label in shown},
    )


def of_split(header: Header, columns: Columns, split: str, sizes: Sequence[str] = tuple(SIZES)) -> AveragePrecision:
    """Average precision over one split, or "all"; NaN throughout without objects, scores or masks to judge by."""
    lacks_masks = header.task == "instance-segmentation" and columns.masks is None
    if columns.objects is None or lacks_masks or not header.scored:
        return AveragePrecision(np.full((len(sizes), len(LEVELS), len(header.classes)), np.nan))
    inside = columns.images.in_split(split)[columns.objects.image]
    masks = None if columns.masks is None else columns.masks.take(inside)
    return average_precision(columns.objects.take(inside), len(header.classes), masks, sizes)


def average_precision(
    objects: Objects, classes: int, masks: Masks | None = None, sizes: Sequence[str] = tuple(SIZES)
) -> AveragePrecision:
    """Average precision of every class at the first ``sizes`` and every level over ``objects``, by box or mask."""
    by_level = np.full((len(sizes), len(LEVELS), classes), np.nan)
    for row, found in enumerate(rankings(objects, classes, masks, sizes)):
        wanted = np.bincount(found.truth_label, minlength=classes)
        for column, (is_hit, ignored) in enumerate(zip(found.is_hit, found.is_ignored, strict=True)):
            by_level[row, column] = _precisions(found.label, is_hit, ignored, wanted)
    return AveragePrecision(by_level)


def rankings(
    objects: Objects,
    classes: int,
    masks: Masks | None = None,
    sizes: Sequence[str] = tuple(SIZES),
    levels: Sequence[float] = tuple(LEVELS),
) -> Iterator[Ranking]:
    """What average precision is counted from, at each of ``sizes``: predictions by score, and what they find."""
    truths, others = (np.flatnonzero(objects.side == side) for side in (TRUTH, PREDICTION))
    others = others[np.lexsort((objects.image[others], -objects.score[others]))]
    others = others[_leading(_group(objects.take(others), classes))]
    truth, predictions = objects.take(truths), objects.take(others)
    first, second = _together(_group(truth, classes), _group(predictions, classes))
    iou = _iou(truth, predictions, first, second) if masks is None else masks.iou(masks, truths[first], others[second])
    pairs = _Pairs(first, second, iou, _places(_group(predictions, classes))[second])
    for least, most in map(SIZES.__getitem__, sizes):
        is_odd = (truth.area < least) | (truth.area > most)
        outside = (predictions.area < least) | (predictions.area > most)
        matched = np.stack([_matched(pairs, is_odd, min(level, 1 - 1e-10), len(predictions)) for level in levels])
        is_hit = matched >= 0
        ignored = np.where(is_hit, is_odd[matched], outside) if len(truth) else np.broadcast_to(outside, is_hit.shape)
        yield Ranking(
            predictions.image, predictions.label, is_hit, ignored, truth.image[~is_odd], truth.label[~is_odd], classes
        )


def _sized(found: AveragePrecision, label: int | None) -> ClassPrecisions:
    whole = found.precisions("all", label) or Precisions()
    sizes = SizePrecisions(**{size: found.precisions(size, label) for size in ("small", "medium", "large")})
    return ClassPrecisions(map50=whole.map50, map75=whole.map75, map50_95=whole.map50_95, by_object_size=sizes)


@dataclass(frozen=True, eq=False)
class _Pairs:
    """Pairs of one class on one image, by prediction; ``turn`` is the prediction's place there by confidence."""

    truth: Index
    prediction: Index
    iou: NDArray[np.float64]
    turn: Index


def _group(objects: Objects, classes: int) -> Index:
    return objects.image.astype(np.intp) * classes + objects.label


def _leading(group: Index) -> Index:
    """Rows of the first ``_MOST`` of each group, in order."""
    return np.flatnonzero(_places(group) < _MOST)


def _places(group: Index) -> Index:
    """How many earlier rows are in the same group."""
    order = np.argsort(group, kind="stable")
    ranked = group[order]
    starts = np.searchsorted(ranked, ranked, side="left")
    places = np.empty(len(group), np.intp)
    places[order] = np.arange(len(group)) - starts
    return places


def _together(group: Index, wanted: Index) -> tuple[Index, Index]:
    """Every row of ``group`` with every row of ``wanted`` of the same value."""
    order = np.argsort(group, kind="stable")
    start = np.searchsorted(group[order], wanted, side="left")
    count = np.searchsorted(group[order], wanted, side="right") - start
    second = np.repeat(np.arange(len(wanted)), count)
    ends = np.cumsum(count)
    return order[np.arange(len(second)) + np.repeat(start - (ends - count), count)], second


def _iou(truth: Objects, predictions: Objects, first: Index, second: Index) -> NDArray[np.float64]:
    shared = np.ones(len(first))
    areas = []
    for start, size in (("x", "w"), ("y", "h")):
        low, high = (getattr(side, start).astype(np.float64) for side in (truth, predictions))
        wide, broad = (getattr(side, size).astype(np.float64) for side in (truth, predictions))
        reach = np.minimum((low + wide)[first], (high + broad)[second]) - np.maximum(low[first], high[second])
        shared *= np.maximum(reach, 0)
        areas.append((wide[first], broad[second]))
    union = areas[0][0] * areas[1][0] + areas[0][1] * areas[1][1] - shared
    return np.asarray(np.divide(shared, union, out=np.zeros(len(shared)), where=union > 0))


def _matched(pairs: _Pairs, is_odd: Flags, level: float, predictions: int) -> Index:
    """The truth that each prediction takes, -1: none. All images and classes take their turns together."""
    rows = np.flatnonzero(pairs.iou >= level)
    # Truths of another size are taken last; of equal overlaps the later truth is.
    keys = (-pairs.truth[rows], -pairs.iou[rows], is_odd[pairs.truth[rows]], pairs.prediction[rows], pairs.turn[rows])
    rows = rows[np.lexsort(keys)]
    turn = pairs.turn[rows]
    matched = np.full(predictions, -1, np.intp)
    is_taken = np.zeros(len(is_odd), np.bool_)
    for rows_now in np.split(rows, np.flatnonzero(np.diff(turn)) + 1):
        free = rows_now[~is_taken[pairs.truth[rows_now]]]
        who, place = np.unique(pairs.prediction[free], return_index=True)
        matched[who] = pairs.truth[free[place]]
        is_taken[matched[who]] = True
    return matched


def _precisions(label: NDArray[np.integer], is_hit: Flags, ignored: Flags, wanted: Index) -> NDArray[np.float64]:
    """Average precision of each class; rows are by confidence already."""
    found = np.where(wanted > 0, 0.0, np.nan)
    kept = np.flatnonzero(~ignored)
    kept = kept[np.argsort(label[kept], kind="stable")]
    if not len(kept):
        return found
    for rows in np.split(kept, np.flatnonzero(np.diff(label[kept].astype(np.int64))) + 1):
        name = int(label[rows[0]])
        if wanted[name]:
            hits = np.cumsum(is_hit[rows])
            precision = hits / (np.arange(1, len(rows) + 1) + _EPSILON)
            best = np.maximum.accumulate(precision[::-1])[::-1]
            place = np.searchsorted(hits / wanted[name], _RECALLS, side="left")
            found[name] = np.append(best, 0.0)[place].mean()
    return found
