"""Small made-up inputs, and what came of evaluating them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from evallens import Evaluation
from evallens.local import evaluate

BOX = [10, 8, 30, 40]
LINE = "0 .25 .35 .3 .5"
"""``BOX`` of a picture of 100 x 80, as YOLO has it."""


def coco(*objects: tuple[int, int], names: dict[int, str] | None = None, **extra: Any) -> dict[str, Any]:
    """A dataset of one box for each (image id, category id), with ``extra`` fields in every record."""
    images = sorted({image for image, _ in objects} | {1})
    named = names or {1: "gear", 2: "bolt"}
    return {
        "images": [{"id": i, "file_name": f"shot_{i}.png", "width": 100, "height": 80} for i in images],
        "annotations": [
            {"id": row + 1, "image_id": image, "category_id": label, "bbox": BOX, **extra}
            for row, (image, label) in enumerate(objects)
        ],
        "categories": [{"id": own, "name": name} for own, name in named.items()],
    }


def results(*objects: tuple[Any, Any], **extra: Any) -> list[dict[str, Any]]:
    """A result for each (image id, category id)."""
    return [{"image_id": i, "category_id": c, "bbox": BOX, "score": 0.75, **extra} for i, c in objects]


def written(path: Path, content: Any, encoding: str = "utf-8") -> Path:
    """A file of text, bytes, or JSON of anything else."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_bytes((content if isinstance(content, str) else json.dumps(content)).encode(encoding))
    return path


def pictured(path: Path, width: int = 100, height: int = 80) -> Path:
    """A picture."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (width, height), (40, 90, 60)).save(path)
    return path


def yolo(
    root: Path, truth: str = LINE, found: str = f"{LINE} .75", names: str | None = "names: [gear, bolt]\n"
) -> Path:
    """A data set with one picture ``images/s.png``, its labels, and predictions in ``run``."""
    pictured(root / "images" / "s.png")
    written(root / "labels" / "s.txt", truth)
    written(root / "run" / "s.txt", found)
    if names is not None:
        written(root / "data.yaml", names)
    return root


def run(truth: Any, predictions: Any = None, **options: Any) -> Evaluation:
    """``evaluate`` without a map."""
    return evaluate(truth, predictions, embeddings=False, **options)


def matrix(ev: Evaluation, confidence: int = 0) -> list[list[int]]:
    """The matrix of all splits."""
    found: list[list[int]] = ev.confusion_matrix(split="all", confidence=confidence).matrix.tolist()
    return found


def codes(ev: Evaluation) -> set[str]:
    """The codes of the notices."""
    return {notice.code for notice in ev.notices}


def boxes(ev: Evaluation) -> list[list[float]]:
    """Left, top, width and height of every object, the truth's first."""
    objects = ev.columns.objects
    assert objects is not None
    columns = np.stack([objects.x, objects.y, objects.w, objects.h], axis=1).astype(np.float64)
    found: list[list[float]] = np.round(columns, 2).tolist()
    return found
