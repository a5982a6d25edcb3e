"""Write what cleanlab says of labels, for tests/evaluation/test_label_quality.py.

Run ``python scripts/make_label_quality.py`` where cleanlab 2.9 is installed (the extra ``bench``); tests do without.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from cleanlab.object_detection import rank

import evallens
from evallens.evaluation.columns.tables import PREDICTION, TRUTH

PATH = Path(__file__).parents[1] / "tests" / "evaluation" / "cleanlab.json"
CLASSES = 3
Json = dict[str, Any]


def main() -> None:
    """Write generated scenes with their scores, and the scores of the demo."""
    scenes = [scene(seed) for seed in range(8)]
    PATH.write_text(json.dumps({"scenes": scenes, "demo": demo()}), "utf-8")
    print(f"Wrote {PATH.name}: {PATH.stat().st_size:,} bytes")


def scene(seed: int, images: int = 6) -> Json:
    """Labels and predictions that agree and do not; some images lack one or both."""
    rng = np.random.default_rng(seed)
    labels, answers = [], []
    for _ in range(images):
        n = int(rng.integers(0, 6))
        corner = np.round(rng.uniform(0, 300, (n, 2)) * 4) / 4
        boxes = np.concatenate([corner, corner + np.round(rng.uniform(4, 90, (n, 2)) * 4) / 4], axis=1)
        label = rng.integers(0, CLASSES, n)
        if n > 2 and rng.random() < 0.5:  # Two labels in one place.
            boxes[1] = boxes[0]
        kept = rng.random(n) < 0.8
        moved = np.round((boxes[kept] + rng.normal(0, 4, (int(kept.sum()), 4))) * 4) / 4
        moved[:, 2:] = np.maximum(moved[:, 2:], moved[:, :2] + 1)
        named = np.where(rng.random(int(kept.sum())) < 0.7, label[kept], rng.integers(0, CLASSES, int(kept.sum())))
        more = int(rng.integers(0, 3))
        far = np.round(rng.uniform(0, 300, (more, 2)) * 4) / 4
        found = np.concatenate([moved, np.concatenate([far, far + 20], axis=1)])
        named = np.concatenate([named, rng.integers(0, CLASSES, more)])
        score = np.round(1 - rng.beta(0.6, 2, len(found)), 3)
        labels.append({"bboxes": boxes, "labels": label})
        answers.append(by_class(found, named, score, CLASSES))
    return {
        "truth": [_plain(one["bboxes"], one["labels"]) for one in labels],
        "predictions": [
            [[*row[:4], label, row[4]] for label, rows in enumerate(image) for row in rows.tolist()]
            for image in answers
        ],
        **scored(labels, answers),
    }


def demo() -> list[float]:
    """The quality of the labels of each image of the demo."""
    ev = evallens.demo()
    held = ev.columns.objects
    assert held is not None
    corners = np.stack([held.x, held.y, held.x + held.w, held.y + held.h], axis=1).astype(np.float64)
    labels, answers = [], []
    for image in range(ev.image_count):
        truth, found = (np.flatnonzero((held.image == image) & (held.side == side)) for side in (TRUTH, PREDICTION))
        labels.append({"bboxes": corners[truth], "labels": held.label[truth]})
        answers.append(by_class(corners[found], held.label[found], held.score[found].astype(np.float64), 10))
    quality = rank.get_label_quality_scores(labels, answers, verbose=False)
    return [round(float(value), 9) for value in quality]


def by_class(boxes: Any, labels: Any, scores: Any, classes: int) -> list[Any]:
    """Predictions as cleanlab takes them."""
    rows = np.concatenate([boxes, np.asarray(scores)[:, None]], axis=1)
    return [rows[labels == label] for label in range(classes)]


def scored(labels: list[Json], answers: list[list[Any]]) -> Json:
    """What cleanlab says of images and of boxes; null: nothing."""
    inputs = {"labels": labels, "predictions": answers}
    return {
        "quality": rank.get_label_quality_scores(**inputs, verbose=False).tolist(),
        "overlooked": [_nulls(one) for one in rank.compute_overlooked_box_scores(**inputs)],
        "badloc": [_nulls(one) for one in rank.compute_badloc_box_scores(**inputs)],
        "swap": [_nulls(one) for one in rank.compute_swap_box_scores(**inputs)],
    }


def _plain(boxes: Any, labels: Any) -> list[list[float]]:
    return [[*box, int(label)] for box, label in zip(boxes.tolist(), labels.tolist(), strict=True)]


def _nulls(values: Any) -> list[float | None]:
    return [None if np.isnan(value) else float(value) for value in values]


if __name__ == "__main__":
    main()
