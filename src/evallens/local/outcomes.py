"""Ground truths and predictions to outcomes, exact at all 101 integer thresholds."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ..evaluation.columns.tables import NONE, PREDICTION, TRUTH, Objects, Outcomes
from ..matching.instances import Instances
from ..matching.overlaps import Pairs, box_pairs
from ..matching.percent import percent_of
from ..matching.rules import IOU, Rule
from ..matching.sweep import MatchIntervals, sweep

Rows = NDArray[np.intp]

_OBJECTS_AT_ONCE = 1 << 16


def match(truth: Instances, predictions: Instances, *, background: int, iou: float = 0.5, rule: Rule = IOU) -> Outcomes:
    """Match boxes image by image and say what became of every object at every threshold.

    Args:
        truth: The ground truths, in file order.
        predictions: The predictions; their ``score`` is 0..1, ``None`` keeps all at every threshold.
        background: Class index that stands for "nothing there": the actual class of a false positive
            and the predicted class of a missed ground truth.
        iou: Level that the IoU of a pair has to pass, 0..1.
        rule: Which pairs are taken first; see ``rules``.

    Returns:
        Outcomes by image. ``truth`` and ``prediction`` number the objects of both sides in one row:
        the ground truths first, then the predictions.

    Source: ``supervision/metrics/detection.py`` of 0.31.2, ``fiftyone/utils/eval/coco.py`` of 1.22.1.

    >>> from evallens.matching.instances import Boxes
    >>> boxes = Boxes.of_xyxy([[0, 0, 10, 10]])
    >>> here = np.zeros(1, np.int64)
    >>> found = match(Instances(here, here, boxes), Instances(here, here, boxes, np.array([0.8])), background=1)
    >>> list(zip(found.actual.tolist(), found.predicted.tolist(), found.first.tolist(), found.last.tolist()))
    [(0, 0, 0, 80), (0, 1, 81, 100)]
    """
    parts = []
    # No object is compared with one of another image, so images go block by block: what is at work fits
    # the processor's cache, and ten times the images take ten times as long.
    for mine, theirs in _blocks(truth, predictions):
        one, other = truth.take(mine), predictions.take(theirs)
        pairs = box_pairs(one, other, rule.measure)
        part = match_pairs(one, other, pairs, background=background, iou=iou, rule=rule)
        parts.append(_renumbered(part, np.concatenate([mine, len(truth) + theirs])))
    return _stacked(parts)


def match_pairs(
    truth: Instances, predictions: Instances, pairs: Pairs, *, background: int, iou: float, rule: Rule
) -> Outcomes:
    """Match by overlaps that are already measured, such as those of masks."""
    pairs = rule.admitted(pairs, iou)
    pairs = pairs.take(rule.order(pairs, truth, predictions))
    matched = sweep(pairs.truth, pairs.prediction, truths=len(truth), enters=enters(predictions))
    return _outcomes(truth, predictions, pairs.take(matched.pair), matched, background)


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


def _renumbered(outcomes: Outcomes, rows: Rows) -> Outcomes:
    """The outcomes of a block, whose objects stand at ``rows`` of the whole."""
    places = np.append(rows, NONE)
    truth, prediction = (column.astype(np.int64) for column in (outcomes.truth, outcomes.prediction))
    truth[truth == NONE] = prediction[prediction == NONE] = len(rows)
    return replace(outcomes, truth=places[truth], prediction=places[prediction])


def _stacked(parts: list[Outcomes]) -> Outcomes:
    if len(parts) == 1:
        return parts[0]
    names = parts[0].columns()
    return Outcomes(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in names})


def enters(predictions: Instances) -> NDArray[np.int64]:
    """The highest threshold that keeps each prediction, (n,) of integer percent; -1: none does."""
    if predictions.score is None:
        return np.full(len(predictions), 100)
    return percent_of(predictions.score).astype(np.int64)


def _outcomes(
    truth: Instances, predictions: Instances, pairs: Pairs, matched: MatchIntervals, background: int
) -> Outcomes:
    missed = np.flatnonzero(matched.found < 100)
    extra = np.flatnonzero(matched.alone >= 0)
    m, e = len(missed), len(extra)
    image = np.concatenate([truth.image[pairs.truth], truth.image[missed], predictions.image[extra]])
    columns = {
        "image": image,
        "actual": np.concatenate([truth.label[pairs.truth], truth.label[missed], np.full(e, background)]),
        "predicted": np.concatenate(
            [predictions.label[pairs.prediction], np.full(m, background), predictions.label[extra]]
        ),
        "first": np.concatenate([matched.first, matched.found[missed] + 1, np.zeros(e, np.int64)]),
        "last": np.concatenate([matched.last, np.full(m, 100), matched.alone[extra]]),
        "truth": np.concatenate([pairs.truth, missed, np.full(e, NONE)]),
        "prediction": np.concatenate([len(truth) + pairs.prediction, np.full(m, NONE), len(truth) + extra]),
        "iou": np.concatenate([pairs.iou, np.full(m + e, np.nan)]),
    }
    order = np.argsort(image, kind="stable")
    return Outcomes.of(**{name: column[order] for name, column in columns.items()})


def objects_of(truth: Instances, predictions: Instances) -> Objects:
    """Both sides as one table: the ground truths first, then the predictions, as outcomes number them."""
    sides = (truth, predictions)
    corners, sizes = (np.concatenate([getattr(side.boxes, part) for side in sides]) for part in ("corners", "sizes"))
    score = np.full(len(predictions), np.nan) if predictions.score is None else predictions.score
    return Objects(
        image=np.concatenate([side.image for side in sides]),
        side=np.repeat([TRUTH, PREDICTION], [len(side) for side in sides]),
        label=np.concatenate([side.label for side in sides]),
        x=corners[:, 0],
        y=corners[:, 1],
        w=sizes[:, 0],
        h=sizes[:, 1],
        score=np.concatenate([np.full(len(truth), np.nan, score.dtype), score]),
        area=np.concatenate([side.boxes.areas for side in sides]),
    )
