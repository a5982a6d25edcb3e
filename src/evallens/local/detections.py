"""Boxes in memory: ``supervision.Detections``, ``DetectionDataset``, and plain arrays. Told by their shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import DataError, InputError
from ..evaluation.columns.masks import Masks, Runs
from ..matching.instances import Boxes, Instances
from ..pictures.given import known_size
from .annotations import Annotations, ImageList, no_instances, stacked
from .labels import Labels, classes_of
from .rle import dense_runs

_BOX_KEYS = ("xyxy", "boxes")
_LABEL_KEYS = ("class_id", "labels", "label", "classes_id")
_SCORE_KEYS = ("confidence", "scores", "score")
_MASK_KEYS = ("mask", "masks")
_IMAGE_KEYS = ("image", "image_id", "images")
_BOX_WORDS = "boxes are left, top, right, bottom"


def is_detections(value: Any) -> bool:
    """Is it one image's detections, as supervision or torchvision hold them?"""
    return hasattr(value, "xyxy") or (isinstance(value, Mapping) and any(key in value for key in _BOX_KEYS))


def is_detection_dataset(value: Any) -> bool:
    """Is it a supervision ``DetectionDataset``?"""
    return hasattr(value, "classes") and isinstance(getattr(value, "annotations", None), Mapping)


def is_flat(value: Any) -> bool:
    """Is it a mapping of whole columns: image, boxes, labels[, scores]?"""
    return is_detections(value) and isinstance(value, Mapping) and any(key in value for key in _IMAGE_KEYS)


def read_dataset(dataset: Any, source: str, *, scored: bool) -> Annotations:
    """Read a ``DetectionDataset``: its classes, its image paths and their detections."""
    paths = [str(path) for path in dataset.annotations]
    names = [Path(path).name for path in paths]
    each = list(dataset.annotations.values())
    sizes = np.array([known_size(Path(p)) if Path(p).is_file() else (0, 0) for p in paths], np.int64).reshape(-1, 2)
    images = ImageList(names=names if len(set(names)) == len(names) else paths, sizes=sizes)
    return _read(each, images, source, classes=tuple(dataset.classes), scored=scored)


def read_each(
    given: Mapping[str, Any] | Sequence[Any], source: str, *, scored: bool, names: Sequence[str] | None = None
) -> Annotations:
    """Read detections by image name, or one a picture in the order of ``names``."""
    if isinstance(given, Mapping):
        names, each = [str(key) for key in given], list(given.values())
    else:
        each = list(given)
        names = [f"image {row}" for row in range(len(each))] if names is None else names
        if len(names) != len(each):
            raise InputError(f"{source} has {len(each)} images, the other side {len(names)}")
    return _read(each, ImageList(names=names), source, classes=None, scored=scored)


def read_flat(given: Mapping[str, Any], source: str, *, scored: bool) -> Annotations:
    """Read columns: ``image`` (names or rows), ``boxes`` (N, 4) as left, top, right, bottom, ``labels``, ``scores``."""
    keys = np.asarray(_field(given, _IMAGE_KEYS))
    values, first, place = np.unique(keys, return_index=True, return_inverse=True)
    # Images stand in the order in which they first appear.
    order = np.argsort(first)
    names = [str(value) for value in values[order].tolist()]
    found, labels = _instances(given, source, scored=scored)
    if len(found) != len(keys):
        raise DataError(f"{source}: {len(keys)} images for {len(found)} boxes")
    classes = classes_of([labels], source)
    return Annotations(
        source=source,
        images=ImageList(names=names),
        classes=classes.names if given.get("classes") is None else tuple(given["classes"]),
        is_ordered=classes.is_ordered,
        instances=replace(found, image=np.argsort(order)[place].astype(np.int64), label=classes.index),
        box_words=_BOX_WORDS,
        record=lambda row: f"row {row}",
    )


def _read(
    each: list[Any], images: ImageList, source: str, *, classes: tuple[str, ...] | None, scored: bool
) -> Annotations:
    parts: list[Instances] = []
    labels: list[Labels] = []
    runs: list[tuple[Runs, Runs]] = []
    heights: list[int] = []
    is_masked = True
    for row, detections in enumerate(each):
        found, label = _instances(detections, f"{source}, {images.names[row]}", scored=scored)
        parts.append(replace(found, image=np.full(len(found), row, np.int64)))
        # A dataset's own list of classes goes before the names that its objects carry.
        labels.append(label if classes is None or label.numbers is None else Labels(label.numbers, None))
        masks = _field(detections, _MASK_KEYS)
        is_masked &= masks is not None or not len(found)
        for mask in [] if masks is None else np.asarray(masks):
            runs.append(dense_runs(mask))
            heights.append(len(mask))
    known = classes_of(labels, source)
    instances = stacked(parts) if parts else no_instances(scored=scored)
    instances = replace(instances, label=known.index)
    first = np.concatenate([np.arange(len(part)) for part in parts]) if parts else known.index
    return Annotations(
        source=source,
        images=images,
        classes=known.names if classes is None else classes,
        is_ordered=known.is_ordered,
        instances=instances,
        masks=Masks.of(runs, heights) if is_masked and runs else None,
        box_words=_BOX_WORDS,
        record=lambda row: f"{images.names[int(instances.image[row])]} object {first[row]}",
    )


def _instances(detections: Any, where: str, *, scored: bool) -> tuple[Instances, Labels]:
    """The objects of one picture or table, all of class 0 yet, and the labels they carry."""
    boxes = np.asarray(_field(detections, _BOX_KEYS))
    if boxes.size and (boxes.ndim != 2 or boxes.shape[1] != 4):
        raise DataError(f"{where}: boxes must be (N, 4) as left, top, right, bottom, not {boxes.shape}")
    n = len(boxes.reshape(-1, 4))
    labels = _labels(detections, where)
    if labels.names is None and labels.numbers is None and n:
        raise DataError(f"{where}: has no class ids")
    score = _field(detections, _SCORE_KEYS)
    if scored and score is None and n:
        raise DataError(f"{where}: has no confidence")
    scores = _floats(score if score is not None else np.zeros(0)) if scored else None
    for kind, column in (("class ids", labels.numbers), ("confidences", scores), ("class names", labels.names)):
        if column is not None and len(column) != n:
            raise DataError(f"{where}: {len(column)} {kind} for {n} boxes")
    none = np.zeros(n, np.int64)
    return Instances(none, none, Boxes.of_xyxy(boxes), scores), labels


def _labels(detections: Any, where: str) -> Labels:
    """Numbers from the class ids; names from supervision's ``data["class_name"]`` or labels in words."""
    labels = _field(detections, _LABEL_KEYS)
    if labels is not None and len(labels) and np.asarray(labels).dtype.kind in "UO":
        return Labels(None, tuple(str(name) for name in labels))
    numbers = None if labels is None else _whole(labels, where)
    data = getattr(detections, "data", None)
    named = data.get("class_name") if isinstance(data, Mapping) else None
    return Labels(numbers, None if named is None or not len(named) else tuple(str(name) for name in named))


def _field(detections: Any, keys: tuple[str, ...]) -> Any:
    for key in keys:
        value = detections.get(key) if isinstance(detections, Mapping) else getattr(detections, key, None)
        if value is not None:
            return value.detach().cpu().numpy() if hasattr(value, "detach") else value
    return None


def _whole(labels: Any, where: str) -> NDArray[np.int64]:
    given = np.asarray(labels)
    whole = given.astype(np.int64)
    if given.ndim != 1 or bool((whole != given).any()):
        raise DataError(f"{where}: class ids must be whole numbers in one row")
    return whole


def _floats(scores: Any) -> NDArray[np.floating]:
    given = np.asarray(scores)
    return given if given.dtype.kind == "f" else given.astype(np.float64)
