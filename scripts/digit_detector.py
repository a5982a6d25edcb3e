"""Two small digit detectors: regions from connected components, then a classifier with a confidence.

Everything is convex or counting, or drawn with a fixed seed, so that fitting it again gives the same scores on any
machine.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from sklearn.kernel_approximation import Nystroem
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from evallens.matching.instances import Boxes, Instances
from evallens.matching.overlaps import box_pairs

from .digit_scenes import SIDE

Gray = NDArray[np.float64]
PixelBoxes = NDArray[np.int64]

NOTHING = 10
"""The class of a region that shows no digit."""
_LEVELS = (48, 64, 84, 108, 136)
_LEAST_SCORE = 0.03
_SAME = 0.45
"""Of regions that overlap more than this (IoU) only the most confident is reported."""
_SHAPE = 16


@dataclass(frozen=True, eq=False)
class Detections:
    """What the detector reports on one picture, most confident first."""

    labels: NDArray[np.int64]
    scores: NDArray[np.float64]
    boxes: PixelBoxes
    """(n, 4): left, top, right, bottom in whole pixels."""
    descriptor: NDArray[np.float64]
    """How the classifier's evidence on the whole picture is shared among the digits, (10,)."""


@dataclass(frozen=True)
class Recipe:
    """How a classifier is made."""

    penalty: float
    """C of the logistic regression: the smaller, the smoother."""
    landmarks: int = 0
    """Regions that the others are compared with by a Gaussian kernel; 0: the classifier is linear."""

    def seen(self) -> Pipeline:
        """What makes of features what the regression sees."""
        if not self.landmarks:
            return make_pipeline(StandardScaler())
        return make_pipeline(StandardScaler(), Nystroem(gamma=0.002, n_components=self.landmarks, random_state=1))


LINEAR = Recipe(penalty=0.003)
CURVED = Recipe(penalty=10, landmarks=400)


@dataclass(frozen=True, eq=False)
class Detector:
    """A fitted detector."""

    classifier: Pipeline

    @classmethod
    def fitted(
        cls,
        pictures: list[Gray],
        labels: list[NDArray[np.int64]],
        boxes: list[PixelBoxes],
        recipe: Recipe = LINEAR,
    ) -> Detector:
        """Learn from pictures with their ground truth; a region that meets no digit is "nothing"."""
        regions = [proposals(picture) for picture in pictures]
        targets = [_targets(*each) for each in zip(regions, labels, boxes, strict=True)]
        inputs = [features(picture, found) for picture, found in zip(pictures, regions, strict=True)]
        seen, target = recipe.seen().fit(np.concatenate(inputs)), np.concatenate(targets)
        given = seen.transform(np.concatenate(inputs))
        logistic = LogisticRegression(C=recipe.penalty, max_iter=1000, warm_start=True).fit(given, target)
        # Newton's steps reach the one optimum to the last digits, whatever adds up in which order.
        logistic.set_params(solver="newton-cholesky", tol=1e-10).fit(given, target)
        return cls(make_pipeline(seen, logistic))

    def detect(self, picture: Gray) -> Detections:
        """Find the digits of one picture."""
        regions = proposals(picture)
        likely = self.classifier.predict_proba(features(picture, regions))[:, :NOTHING]
        labels, scores = likely.argmax(axis=1), likely.max(axis=1)
        order = np.argsort(-scores, kind="stable")
        kept = _without_repeats(regions, order[scores[order] >= _LEAST_SCORE])
        evidence = likely[kept].sum(axis=0)
        return Detections(labels[kept], scores[kept], regions[kept], evidence / max(evidence.sum(), 1e-9))


def proposals(picture: Gray) -> PixelBoxes:
    """Boxes around what is brighter than its surroundings, at several levels and finenesses, (n, 4)."""
    found = [(0, 0, SIDE, SIDE)]
    smooth = ndimage.gaussian_filter(picture, 0.8)
    for level in _LEVELS:
        bright = smooth > level
        thin = ndimage.binary_erosion(bright, np.ones((2, 2)))
        for mask, grow in ((bright, 0), (thin, 1)):
            parts, _ = ndimage.label(mask, np.ones((3, 3)))
            found += [
                (columns.start - grow, rows.start - grow, columns.stop, rows.stop)
                for rows, columns in ndimage.find_objects(parts)
            ]
    boxes = np.unique(np.clip(np.array(found), 0, SIDE), axis=0)
    width, height = (boxes[:, 2:] - boxes[:, :2]).T
    is_likely = (height >= 11) & (height <= 46) & (width >= 4) & (width <= 44)
    # A picture in which nothing stands out is looked at as a whole.
    return boxes[is_likely] if is_likely.any() else boxes[:1]


def features(picture: Gray, boxes: PixelBoxes) -> NDArray[np.float64]:
    """What the classifier sees of each region: its strokes' directions, its shape and its light, (n, D)."""
    shapes = np.stack([_shape(picture, box) for box in boxes])
    coarse = shapes.reshape(-1, 8, 2, 8, 2).mean(axis=(2, 4)).reshape(len(boxes), -1)
    size = (boxes[:, 2:] - boxes[:, :2]).astype(np.float64)
    inside = [picture[top:bottom, left:right] for left, top, right, bottom in boxes]
    light = np.array([[np.median(part), part.max(), part.std()] for part in inside]) / 64
    geometry = np.column_stack([size / 16, size[:, :1] / size[:, 1:], light])
    return np.concatenate([_directions(shapes), coarse, geometry], axis=1)


def _shape(picture: Gray, box: NDArray[np.int64]) -> Gray:
    """The region on a square of _SHAPE pixels, aspect kept, light evened out."""
    left, top, right, bottom = box
    side = max(right - left, bottom - top) + 4
    middle = (np.array([top + bottom, left + right]) - 1) / 2
    step = side / _SHAPE
    grid = (np.arange(_SHAPE) - (_SHAPE - 1) / 2) * step
    blurred = ndimage.gaussian_filter(picture, step / 3) if step > 1 else picture
    seen = ndimage.map_coordinates(
        blurred, np.meshgrid(middle[0] + grid, middle[1] + grid, indexing="ij"), order=1, mode="nearest"
    )
    low, high = np.percentile(seen, (10, 98))
    return np.asarray((seen - low) / max(high - low, 12))


def _directions(shapes: Gray) -> NDArray[np.float64]:
    """Histograms of gradient directions: 8 directions in 4 x 4 cells, (n, 128)."""
    down, right = np.gradient(shapes, axis=(1, 2))
    angle = np.arctan2(down, right) * (8 / (2 * np.pi))
    strength = np.hypot(down, right)
    nearness = np.abs((angle[..., None] - np.arange(8) + 4) % 8 - 4)
    shared = strength[..., None] * np.clip(1 - nearness, 0, 1)
    cells = shared.reshape(len(shapes), 4, 4, 4, 4, 8).sum(axis=(2, 4)).reshape(len(shapes), -1)
    return np.asarray(np.sqrt(cells / (np.linalg.norm(cells, axis=1, keepdims=True) + 1e-3)))


def _targets(regions: PixelBoxes, labels: NDArray[np.int64], boxes: PixelBoxes) -> NDArray[np.int64]:
    if not len(boxes):
        return np.full(len(regions), NOTHING)
    overlap = _overlaps(regions, boxes)
    return np.where(overlap.max(axis=1) >= 0.55, labels[overlap.argmax(axis=1)], NOTHING)


def _without_repeats(regions: PixelBoxes, order: NDArray[np.intp]) -> NDArray[np.intp]:
    overlap = _overlaps(regions, regions)
    kept: list[int] = []
    for row in order.tolist():
        if all(overlap[row, other] <= _SAME for other in kept):
            kept.append(row)
    return np.array(kept, np.intp)


def _overlaps(one: PixelBoxes, other: PixelBoxes) -> NDArray[np.float64]:
    regions, others = (_unlabelled(boxes) for boxes in (one, other))
    pairs = box_pairs(regions, others, "sizes")
    overlap = np.zeros((len(one), len(other)))
    overlap[pairs.truth, pairs.prediction] = pairs.iou
    return overlap


def _unlabelled(boxes: PixelBoxes) -> Instances:
    none = np.zeros(len(boxes), np.int64)
    return Instances(none, none, Boxes.of_xyxy(boxes))
