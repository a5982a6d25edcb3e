"""Two detectors on one truth, of which the second finds more: made up, the same every time."""

from __future__ import annotations

from typing import Any

import numpy as np

import evallens
from evallens.evaluation import Evaluation

CLASSES = ["cat", "dog", "owl"]


def two_detectors(images: int = 60, seed: int = 0, *, better: float = 0.12, **options: Any) -> Evaluation:
    """An evaluation of "v1" and "v2"; ``better`` is how much more of the truths the second finds."""
    rng = np.random.default_rng(seed)
    truth: dict[str, Any] = {}
    models: dict[str, dict[str, Any]] = {"v1": {}, "v2": {}}
    for i in range(images):
        count = 1 + rng.poisson(2)
        corner = rng.uniform(0, 400, (count, 2))
        boxes = np.concatenate([corner, corner + rng.choice([20.0, 60.0, 150.0], (count, 1))], axis=1)
        labels = rng.integers(0, 3, count)
        truth[f"{i}.jpg"] = {"boxes": boxes, "labels": labels}
        hard = rng.beta(1.6, 0.7)
        for name, more in (("v1", 0.0), ("v2", better)):
            models[name][f"{i}.jpg"] = _found(rng, boxes, labels, min(1.0, hard + more))
    return evallens.evaluate(truth, models=models, classes=CLASSES, embeddings=False, **options)


def _found(rng: np.random.Generator, boxes: Any, labels: Any, share: float) -> dict[str, Any]:
    is_found = rng.random(len(boxes)) < share
    near = boxes[is_found] + rng.normal(0, 1.5, (int(is_found.sum()), 4))
    own = np.where(rng.random(len(near)) < 0.9, labels[is_found], rng.integers(0, 3, len(near)))
    odd = rng.uniform(0, 400, (rng.poisson(0.7), 2))
    return {
        "boxes": np.concatenate([near, np.concatenate([odd, odd + 30], axis=1)]),
        "labels": np.concatenate([own, rng.integers(0, 3, len(odd))]),
        "scores": np.concatenate([rng.uniform(0.3, 1, len(near)), rng.uniform(0, 0.7, len(odd))]),
    }
