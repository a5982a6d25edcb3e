"""Generated scenes full of ties and overlaps: few places, few sizes, few scores, repeated boxes."""

from __future__ import annotations

import numpy as np

from evallens.matching.instances import Boxes, Instances

CLASSES = 3


def crowded(seed: int, images: int = 12, most: int = 9) -> tuple[Instances, Instances]:
    """Truths and predictions on a coarse grid, so that equal IoUs and equal scores are common."""
    rng = np.random.default_rng(seed)
    truth = _objects(rng, images, most)
    predictions = _objects(rng, images, 2 * most)
    scores = rng.integers(0, 21, len(predictions)) / 20
    return truth, Instances(predictions.image, predictions.label, predictions.boxes, scores)


def scattered(seed: int, images: int = 12, most: int = 9) -> tuple[Instances, Instances]:
    """Predictions jittered around truths at real-valued places, with continuous scores."""
    rng = np.random.default_rng(seed)
    truth = _objects(rng, images, most)
    rows = rng.integers(0, max(len(truth), 1), 3 * len(truth))
    corners = truth.boxes.corners[rows] + rng.normal(0, 1.2, (len(rows), 4))
    corners[:, 2:] = np.maximum(corners[:, 2:], corners[:, :2] + 0.5)
    label = np.where(rng.random(len(rows)) < 0.7, truth.label[rows], rng.integers(0, CLASSES, len(rows)))
    predictions = Instances(truth.image[rows], label, Boxes.of_xyxy(corners), rng.random(len(rows)))
    return truth, predictions


def _objects(rng: np.random.Generator, images: int, most: int) -> Instances:
    image = np.repeat(np.arange(images), rng.integers(0, most + 1, images))
    rng.shuffle(image)
    place = rng.integers(0, 5, (len(image), 2)) * 3.0
    size = rng.integers(1, 4, (len(image), 2)) * 3.0
    label = rng.integers(0, CLASSES, len(image))
    return Instances(image, label, Boxes.of_xywh(np.concatenate([place, size], axis=1)))
