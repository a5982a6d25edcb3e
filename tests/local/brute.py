"""Matching written as the rules read, one threshold and one image at a time: slow and plain."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from evallens.matching.instances import Instances


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
    pairs = _by_overlap(truth, predictions, kept, iou) if rule == "iou" else _by_score(truth, predictions, kept, iou)
    for t, p in pairs:
        counted[truth.label[t], predictions.label[p]] += 1
    for t in set(range(len(truth))) - {t for t, _ in pairs}:
        counted[truth.label[t], classes] += 1
    for p in set(kept) - {p for _, p in pairs}:
        counted[classes, predictions.label[p]] += 1
    return counted


def _by_overlap(truth: Instances, predictions: Instances, kept: list[int], level: float) -> list[tuple[int, int]]:
    candidates = []
    for t in range(len(truth)):
        for p in kept:
            if truth.image[t] != predictions.image[p]:
                continue
            overlap = np.float32(iou_of(truth.boxes.corners[t], predictions.boxes.corners[p]))
            if overlap > np.float32(level):
                candidates.append((truth.label[t] != predictions.label[p], -overlap, t, p))
    taken: list[tuple[int, int]] = []
    for _, _, t, p in sorted(candidates):
        if all(t != a and p != b for a, b in taken):
            taken.append((t, p))
    return taken


def _by_score(truth: Instances, predictions: Instances, kept: list[int], level: float) -> list[tuple[int, int]]:
    assert predictions.score is not None
    score = predictions.score
    taken: dict[int, int] = {}
    for p in sorted(kept, key=lambda p: -score[p]):
        best, best_iou = None, level
        for t in range(len(truth)):
            if truth.image[t] != predictions.image[p] or t in taken:
                continue
            overlap = iou_of(truth.boxes.corners[t], predictions.boxes.corners[p])
            if overlap >= best_iou:
                best, best_iou = t, overlap
        if best is not None:
            taken[best] = p
    return list(taken.items())
