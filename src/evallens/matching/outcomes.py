"""Ground truths and predictions to outcomes, exact at all 101 integer thresholds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from .best import NOBODY, BestOverlaps, best_overlaps
from .instances import Instances
from .matched import Matched
from .overlaps import Pairs, box_pairs
from .percent import percent_of
from .rules import IOU, Rule
from .sweep import sweep

Rows = NDArray[np.intp]
Measured = Callable[[Instances, Instances, Rows, Rows], Pairs]
"""The pairs that share an area, of two sides whose objects are these rows of the whole."""

_OBJECTS_AT_ONCE = 1 << 16


@dataclass(frozen=True, eq=False)
class Found:
    """What a rule makes of two sides."""

    matched: Matched
    best: BestOverlaps
    """The best overlaps of every prediction."""


def match(
    truth: Instances, predictions: Instances, *, background: int, iou: float = 0.5, rule: Rule = IOU,
    measured: Measured | None = None,
) -> Found:  # fmt: skip
    """Match image by image and say what became of every object at every threshold.

    Args:
        truth: The ground truths, in file order.
        predictions: The predictions; their ``score`` is 0..1, ``None`` keeps all at every threshold.
        background: Class index that stands for "nothing there": the actual class of a false positive
            and the predicted class of a missed ground truth.
        iou: Level that the IoU of a pair has to pass, 0..1.
        rule: Which pairs are taken first; see ``rules``.
        measured: Finds the pairs and their overlaps; by default those of the boxes.

    Source: ``supervision/metrics/detection.py`` of 0.31.2, ``fiftyone/utils/eval/coco.py`` of 1.22.1,
    ``COCOeval`` of pycocotools 2.0.

    >>> from evallens.matching.instances import Boxes
    >>> boxes = Boxes.of_xyxy([[0, 0, 10, 10]])
    >>> here = np.zeros(1, np.int64)
    >>> found = match(Instances(here, here, boxes), Instances(here, here, boxes, np.array([0.8])), background=1).matched
    >>> list(zip(found.actual.tolist(), found.predicted.tolist(), found.first.tolist(), found.last.tolist()))
    [(0, 0, 0, 80), (0, 1, 81, 100)]
    """
    parts = []
    # No object is compared with one of another image, so images go block by block: what is at work fits
    # the processor's cache, and ten times the images take ten times as long.
    blocks = _blocks(truth, predictions)
    for mine, theirs in blocks:
        one, other = truth.take(mine), predictions.take(theirs)
        pairs = box_pairs(one, other, rule.measure) if measured is None else measured(one, other, mine, theirs)
        outcomes = _outcomes(one, other, rule.ranked(pairs, iou, one, other), background)
        parts.append(_renumbered(Found(outcomes, best_overlaps(one, other, pairs)), mine, theirs))
    return _stacked(parts, blocks, len(predictions))


def _blocks(truth: Instances, predictions: Instances) -> list[tuple[Rows, Rows]]:
    """Rows of both sides, whole images at a time, about ``_OBJECTS_AT_ONCE`` objects in each."""
    by_image = [np.argsort(side.image, kind="stable") for side in (truth, predictions)]
    ordered = [side.image[rows] for side, rows in zip((truth, predictions), by_image, strict=True)]
    images = np.sort(np.concatenate(ordered), kind="stable")
    cuts = np.unique(images[_OBJECTS_AT_ONCE::_OBJECTS_AT_ONCE])
    edges = [np.concatenate([[0], np.searchsorted(image, cuts), [len(image)]]) for image in ordered]
    return [
        (np.sort(by_image[0][a:b]), np.sort(by_image[1][c:d]))
        for (a, b), (c, d) in zip(*(pairwise(edge.tolist()) for edge in edges), strict=True)
    ]


def _renumbered(found: Found, mine: Rows, theirs: Rows) -> Found:
    """The same with the objects of a block numbered as in the whole."""
    truths, predictions = np.append(mine, NOBODY), np.append(theirs, NOBODY)
    matched, best = found.matched, found.best
    return Found(
        replace(matched, truth=truths[matched.truth], prediction=predictions[matched.prediction]),
        replace(best, same_truth=truths[best.same_truth], other_truth=truths[best.other_truth]),
    )


def _stacked(parts: list[Found], blocks: list[tuple[Rows, Rows]], predictions: int) -> Found:
    if len(parts) == 1:
        return parts[0]
    place = np.empty(predictions, np.intp)
    place[np.concatenate([theirs for _, theirs in blocks])] = np.arange(predictions)
    columns = [np.concatenate(values) for values in zip(*(_columns(part.best) for part in parts), strict=True)]
    return Found(Matched.stacked([part.matched for part in parts]), BestOverlaps(*columns).take(place))


def _columns(best: BestOverlaps) -> tuple[NDArray[np.generic], ...]:
    return best.same_iou, best.same_truth, best.other_iou, best.other_truth


def enters(predictions: Instances) -> NDArray[np.int64]:
    """The highest threshold that keeps each prediction, (n,) of integer percent; -1: none does."""
    if predictions.score is None:
        return np.full(len(predictions), 100)
    return percent_of(predictions.score).astype(np.int64)


def _outcomes(truth: Instances, predictions: Instances, ranked: Pairs, background: int) -> Matched:
    """What becomes of every object where the ``ranked`` pairs are taken one after the other."""
    matched = sweep(ranked.truth, ranked.prediction, truths=len(truth), enters=enters(predictions))
    pairs = ranked.take(matched.pair)
    missed = np.flatnonzero(matched.found < 100)
    extra = np.flatnonzero(matched.alone >= 0)
    m, e = len(missed), len(extra)
    image = np.concatenate([truth.image[pairs.truth], truth.image[missed], predictions.image[extra]])
    columns = Matched(
        image=image,
        actual=np.concatenate([truth.label[pairs.truth], truth.label[missed], np.full(e, background)]),
        predicted=np.concatenate(
            [predictions.label[pairs.prediction], np.full(m, background), predictions.label[extra]]
        ),
        first=np.concatenate([matched.first, matched.found[missed] + 1, np.zeros(e, np.int64)]),
        last=np.concatenate([matched.last, np.full(m, 100), matched.alone[extra]]),
        truth=np.concatenate([pairs.truth, missed, np.full(e, NOBODY)]),
        prediction=np.concatenate([pairs.prediction, np.full(m, NOBODY), extra]),
        iou=np.concatenate([pairs.iou, np.full(m + e, np.nan)]),
    )
    return columns.take(np.argsort(image, kind="stable"))
