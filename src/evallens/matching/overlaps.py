"""Which ground truth and which prediction of one image overlap, and by how much."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from .instances import Boxes, Instances

Measure = Literal["corners", "sizes"]
"""How box areas are taken: "corners" as supervision does (corners rounded to float32, the result
too), "sizes" as COCO does (width times height as given, all in float64)."""

_PAIRS_AT_ONCE = 1 << 20


@dataclass(frozen=True, eq=False)
class Pairs:
    """Pairs of one ground truth and one prediction on the same image, by truth then prediction row."""

    truth: NDArray[np.intp]
    prediction: NDArray[np.intp]
    iou: NDArray[np.floating]

    def __len__(self) -> int:
        return len(self.truth)

    def take(self, rows: Any) -> Pairs:
        """The pairs of ``rows``."""
        return Pairs(self.truth[rows], self.prediction[rows], self.iou[rows])


def box_pairs(truth: Instances, predictions: Instances, measure: Measure) -> Pairs:
    """Every pair of boxes that share an area, with its IoU; rows may come in any order of images."""
    by_image = np.argsort(predictions.image, kind="stable")
    image = predictions.image[by_image]
    start = np.searchsorted(image, truth.image, side="left")
    counts = np.searchsorted(image, truth.image, side="right") - start
    one, other = _edges(truth.boxes, measure), _edges(predictions.boxes.take(by_image), measure)
    found = [_meeting(one, other, chunk, start, counts) for chunk in _chunks(counts)]
    pairs = [np.concatenate(part) for part in zip(*found, strict=True)] if found else [np.zeros(0, np.intp)] * 2
    iou = _iou(one, other, pairs[0], pairs[1], measure)
    return Pairs(pairs[0], by_image[pairs[1]], iou)


@dataclass(frozen=True, eq=False)
class _Edges:
    left: NDArray[np.float64]
    top: NDArray[np.float64]
    right: NDArray[np.float64]
    bottom: NDArray[np.float64]
    area: NDArray[np.float64]


def _edges(boxes: Boxes, measure: Measure) -> _Edges:
    if measure == "sizes":
        left, top, right, bottom = np.ascontiguousarray(boxes.corners.T)
        return _Edges(left, top, right, bottom, boxes.areas)
    corners = boxes.corners.astype(np.float32).astype(np.float64)
    left, top, right, bottom = np.ascontiguousarray(corners.T)
    return _Edges(left, top, right, bottom, (right - left) * (bottom - top))


def _chunks(counts: NDArray[np.intp]) -> Iterator[slice]:
    """Cut the truth rows so that each part has about ``_PAIRS_AT_ONCE`` pairs, which bounds memory."""
    ends = np.cumsum(counts)
    start = 0
    while start < len(counts):
        before = ends[start - 1] if start else 0
        stop = max(start + 1, int(np.searchsorted(ends, before + _PAIRS_AT_ONCE, side="right")))
        yield slice(start, stop)
        start = stop


def _meeting(
    one: _Edges, other: _Edges, rows: slice, start: NDArray[np.intp], counts: NDArray[np.intp]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The pairs among truth ``rows`` and their image's predictions whose boxes share an area."""
    each = counts[rows]
    ends = np.cumsum(each)
    first = np.repeat(np.arange(rows.start, rows.stop), each)
    second = np.arange(len(first)) + np.repeat(start[rows] - (ends - each), each)
    meets = (one.left[first] < other.right[second]) & (other.left[second] < one.right[first])
    first, second = first[meets], second[meets]
    meets = (one.top[first] < other.bottom[second]) & (other.top[second] < one.bottom[first])
    return first[meets], second[meets]


def _iou(
    one: _Edges, other: _Edges, first: NDArray[np.intp], second: NDArray[np.intp], measure: Measure
) -> NDArray[np.floating]:
    width = np.minimum(one.right[first], other.right[second]) - np.maximum(one.left[first], other.left[second])
    height = np.minimum(one.bottom[first], other.bottom[second]) - np.maximum(one.top[first], other.top[second])
    shared = width * height
    union = one.area[first] + other.area[second] - shared
    iou: NDArray[np.floating] = np.divide(shared, union, out=np.zeros(len(shared)), where=union > 0)
    return iou.astype(np.float32) if measure == "corners" else iou
