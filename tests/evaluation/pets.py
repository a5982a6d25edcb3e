"""Pictures of pets with labels at fault, one of each kind, among labels that are right."""

from __future__ import annotations

from typing import Any

import evallens
from evallens.evaluation import Evaluation

RIGHT = 12
"""Dogs and cats in each image that the model finds."""
CLASSES = ["cat", "dog"]

Planted = list[tuple[str, int, list[float], float | None]]
"""(image, class, x1 y1 x2 y2, score); a truth has no score."""

FAULTS: Planted = [
    ("a.jpg", 1, [0, 500, 40, 540], 0.99),  # A dog that nobody labelled.
    ("a.jpg", 0, [100, 500, 140, 540], None),  # A dog labelled as a cat.
    ("a.jpg", 1, [100, 500, 140, 536], 0.97),
    ("b.jpg", 1, [0, 500, 40, 540], None),  # A dog drawn too large.
    ("b.jpg", 1, [0, 500, 40, 512], 0.96),
    ("b.jpg", 0, [100, 500, 140, 540], None),  # A cat that is not there.
    ("b.jpg", 0, [300, 0, 340, 39], None),  # A cat labelled a second time.
]


def pets(planted: Planted = FAULTS, splits: dict[str, str] | None = None, **options: Any) -> Evaluation:
    """An evaluation of two images with right answers and what is planted."""
    right: Planted = []
    for name in ("a.jpg", "b.jpg"):
        for place in range(RIGHT):
            box = [50.0 * place, 0, 50.0 * place + 40, 40]
            right += [(name, place % 2, box, None), (name, place % 2, box, 0.95)]
    rows = [*right, *planted]
    truth, predictions = [
        {
            "image": [name for name, *_ in of_side],
            "boxes": [box for _, _, box, _ in of_side],
            "labels": [label for _, label, *_ in of_side],
            **({"scores": [score for *_, score in of_side]} if is_prediction else {}),
        }
        for is_prediction in (False, True)
        for of_side in [[row for row in rows if (row[3] is not None) == is_prediction]]
    ]
    given: dict[str, Any] = {"splits": splits} if splits else {}
    return evallens.evaluate(truth, predictions, classes=CLASSES, embeddings=False, **given, **options)
