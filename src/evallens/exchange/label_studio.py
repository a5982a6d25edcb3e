"""Tasks of Label Studio: boxes in percent of the picture, truths as annotations, answers of the model beside them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from ..errors import InputError
from ..text import counted
from .collection import Collection, rounded, scores

Json = dict[str, Any]

_PERCENT = 10_000
"""A part of a percent that is less than a hundredth of a pixel up to 10,000 pixels a side."""
_NAMES = {"from_name": "label", "to_name": "image"}
"""What the control and the picture are called in Label Studio's own templates."""


def label_studio(collection: Collection, root: str | None = None) -> list[Json]:
    """A task an image, for a project with ``RectangleLabels``, or ``Choices`` where there are no boxes.

    ``root`` stands before the name of each image, such as "/data/local-files/?d=run/"; ``None``: the address is the
    local file, else the name alone. Raises InputError where the size of a picture with boxes is not known.
    """
    _check_sizes(collection)
    truths, predictions = (_results(collection, is_prediction=side) for side in (False, True))
    tasks = []
    for place, (key, name, path, split) in enumerate(
        zip(collection.ids, collection.names, collection.paths, collection.splits, strict=True)
    ):
        address = (path or name) if root is None else root + name
        task: Json = {"data": {"image": address, "id": key, "name": name, "split": split}}
        if truths[place]:
            task["annotations"] = [{"result": truths[place]}]
        if predictions[place]:
            scored = [one["score"] for one in predictions[place] if "score" in one]
            overall = {"score": max(scored)} if scored else {}
            task["predictions"] = [{"model_version": collection.title, "result": predictions[place], **overall}]
        tasks.append(task)
    return tasks


def _check_sizes(collection: Collection) -> None:
    with_boxes = collection.boxes.image[np.isfinite(collection.boxes.xywh).all(axis=1)]
    unknown = [place for place in np.unique(with_boxes).tolist() if not all(collection.sizes[place])]
    if unknown:
        of_pictures = counted(len(unknown), "pictures")
        raise InputError(
            f"Label Studio measures boxes in percent of the picture, and the size of {of_pictures}, "
            f"such as {collection.names[unknown[0]]!r}, is not known: evallens.evaluate(..., images=FOLDER) reads them."
        )


def _results(collection: Collection, *, is_prediction: bool) -> list[list[Json]]:
    """The boxes of one side, image by image."""
    boxes = collection.boxes
    found: list[list[Json]] = [[] for _ in collection.ids]
    rows = np.flatnonzero(boxes.is_prediction == is_prediction)
    values = zip(rows.tolist(), _percents(collection, rows), scores(boxes.score[rows]), strict=True)
    for place, percents, score in values:
        image = int(boxes.image[place])
        said = {} if np.isnan(boxes.score[place]) else {"score": score}
        found[image].append({"id": f"box-{place + 1}", **_NAMES, **_value(collection, place, percents), **said})
    return found


def _value(collection: Collection, place: int, percents: list[float]) -> Json:
    image, name = int(collection.boxes.image[place]), collection.classes[int(collection.boxes.label[place])]
    if np.isnan(collection.boxes.xywh[place]).any():
        return {"type": "choices", "value": {"choices": [name]}}
    width, height = collection.sizes[image]
    box = dict(zip(("x", "y", "width", "height"), percents, strict=True))
    return {
        "type": "rectanglelabels",
        "original_width": width,
        "original_height": height,
        "image_rotation": 0,
        "value": {**box, "rotation": 0, "rectanglelabels": [name]},
    }


def _percents(collection: Collection, rows: np.ndarray) -> Iterable[list[float]]:
    boxes = collection.boxes
    sizes = np.asarray(collection.sizes, np.float64).reshape(-1, 2)[boxes.image[rows]]
    found = boxes.xywh[rows].astype(np.float64)
    # Label Studio draws nothing beyond the picture.
    start, end = np.clip(found[:, :2], 0, sizes), np.clip(found[:, :2] + found[:, 2:], 0, sizes)
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = 100 * np.concatenate([start, end - start], axis=1) / np.tile(sizes, 2)
    return rounded(shares, _PERCENT)
