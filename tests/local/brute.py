"""Matching written as the rules read, one threshold and one image at a time: slow and plain."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from evallens.matching.instances import Instances
from evallens.matching.kinds import Kind


def iou_of(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """IoU of two boxes given by corners, in Python floats."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    if width <= 0 or height <= 0:
        return 0.0
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (one, other)]
    return float(width * height / (sum(areas) - width * height))


def matrix(
    truth: Instances, predictions: Instances, percent: int, classes: int, *, iou: float = 0.5, rule: str = "iou"
) -> NDArray[np.int64]:
    """The confusion matrix at one threshold, background last."""
    assert predictions.score is not None
    counted = np.zeros((classes + 1, classes + 1), np.int64)
    kept = [p for p in range(len(predictions)) if predictions.score[p] >= percent / 100]
    pairs = taken(truth, predictions, kept, iou, rule)
    for t, p in pairs:
        counted[truth.label[t], predictions.label[p]] += 1
    for t in set(range(len(truth))) - {t for t, _ in pairs}:
        counted[truth.label[t], classes] += 1
    for p in set(kept) - {p for _, p in pairs}:
        counted[classes, predictions.label[p]] += 1
    return counted


def taken(truth: Instances, predictions: Instances, kept: list[int], level: float, rule: str) -> list[tuple[int, int]]:
    """The pairs that a rule makes of the predictions ``kept``."""
    if rule == "iou":
        return _by_overlap(truth, predictions, kept, level)
    return _by_score(truth, predictions, kept, level, is_within_class=rule == "coco")


def _by_overlap(truth: Instances, predictions: Instances, kept: list[int], level: float) -> list[tuple[int, int]]:
    candidates = []
    for t in range(len(truth)):
        for p in kept:
            if truth.image[t] != predictions.image[p]:
                continue
            overlap = np.float32(iou_of(truth.boxes.corners[t], predictions.boxes.corners[p]))
            if overlap > np.float32(level):
                candidates.append((truth.label[t] != predictions.label[p], -overlap, t, p))
    pairs: list[tuple[int, int]] = []
    for _, _, t, p in sorted(candidates):
        if all(t != a and p != b for a, b in pairs):
            pairs.append((t, p))
    return pairs


def _by_score(
    truth: Instances, predictions: Instances, kept: list[int], level: float, *, is_within_class: bool
) -> list[tuple[int, int]]:
    assert predictions.score is not None
    score = predictions.score
    pairs: dict[int, int] = {}
    for p in sorted(kept, key=lambda p: -score[p]):
        best, best_iou = None, level
        for t in range(len(truth)):
            if truth.image[t] != predictions.image[p] or t in pairs:
                continue
            if is_within_class and truth.label[t] != predictions.label[p]:
                continue
            overlap = iou_of(truth.boxes.corners[t], predictions.boxes.corners[p])
            if overlap >= best_iou:
                best, best_iou = t, overlap
        if best is not None:
            pairs[best] = p
    return list(pairs.items())


def kinds(
    truth: Instances, predictions: Instances, percent: int, *, iou: float = 0.5, tb: float = 0.1, rule: str = "iou"
) -> dict[tuple[int, int], Kind]:
    """The kind of every outcome at one threshold, by (row of the truth, row of the prediction); -1: none."""
    assert predictions.score is not None
    kept = [p for p in range(len(predictions)) if predictions.score[p] >= percent / 100]
    pairs = taken(truth, predictions, kept, iou, rule)
    found = {(t, p): Kind.CORRECT if truth.label[t] == predictions.label[p] else Kind.CLASS for t, p in pairs}
    pointed_to = set()
    for p in set(kept) - {p for _, p in pairs}:
        kind, candidate = _unmatched(truth, predictions, p, iou, tb, rule)
        found[-1, p] = kind
        pointed_to.add(candidate)
    for t in set(range(len(truth))) - {t for t, _ in pairs}:
        found[t, -1] = Kind.COVERED if t in pointed_to else Kind.MISSED
    return found


def _unmatched(
    truth: Instances, predictions: Instances, p: int, level: float, floor: float, rule: str
) -> tuple[Kind, int]:
    """The kind of a prediction without a partner, and the truth that it would have found; -1: none."""
    number: type[np.floating] = np.float32 if rule == "iou" else np.float64
    best: dict[bool, tuple[np.floating, int]] = {True: (number(0), -1), False: (number(0), -1)}
    for t in range(len(truth)):
        if truth.image[t] == predictions.image[p]:
            is_same = bool(truth.label[t] == predictions.label[p])
            overlap = number(iou_of(truth.boxes.corners[t], predictions.boxes.corners[p]))
            if overlap > best[is_same][0]:
                best[is_same] = (overlap, t)
    (same, mine), (other, another) = best[True], best[False]
    if number(floor) <= same <= number(level):
        return Kind.LOCALISATION, mine
    if other >= number(level):
        return Kind.CLASS, another
    if same >= number(level):
        return Kind.DUPLICATE, -1
    if max(same, other) <= number(floor):
        return Kind.BACKGROUND, -1
    return Kind.BOTH, -1
