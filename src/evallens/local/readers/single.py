"""One image's detections as libraries hold them, told by their shape, never by their library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import DataError, InputError
from ...evaluation.columns.masks import Masks, Runs
from ...matching.instances import Boxes, Instances
from ..masks.polygons import polygon_runs
from ..masks.rle import counted_runs, dense_runs, lettered_runs
from ..values import as_array, field, key, length, numbers, rounded
from .labels import Labels
from .reading import BoxForm

BOXES = ("xyxy", "boxes", "bboxes")
_LABELS = ("class_id", "labels", "label", "classes_id", "cls", "class_ids")
_SCORES = ("confidence", "scores", "score", "conf")
_MASKS = ("mask", "masks")
_FILES = ("file_name", "filename", "image_name", "image_path")
_CORNERS = ("xmin", "ymin", "xmax", "ymax")
_SAMPLES = ("pred_instances", "gt_instances")
"""Where mmdetection 3 keeps the objects of an image."""


@dataclass(frozen=True, eq=False)
class Detected:
    """The columns of one image, as they were found."""

    boxes: Any
    labels: Any
    scores: Any
    masks: Any = None
    names: Any = None
    """A class name for each object."""
    class_names: Any = None
    """Class names by number, as ``model.names`` holds them."""
    image: str | None = None
    """What the image is called, where the object says so."""
    size: tuple[int, int] | None = None
    """Width and height of the image."""
    image_id: str | None = None
    """The id of the image, as torchvision's targets have it, or its file."""
    is_crowd: Any = None
    """Which objects are crowd regions."""
    is_index: bool = True
    """Are class numbers indices? Where a library calls them labels, they may be ids of categories, too."""


def detected(value: Any) -> Detected | None:
    """The columns of one image's detections; ``None``: it holds none.

    Takes supervision's ``Detections``, mappings of torchvision, transformers and torchmetrics, Ultralytics' ``Results``
    and ``Boxes``, samples of mmdetection 3 and Detectron2's ``Instances``.
    """
    held = field(value, ("boxes",))
    if held is not None and hasattr(held, "xyxy"):
        return _of_results(value, held)
    if hasattr(value, "xyxy") or (isinstance(value, Mapping) and any(name in value for name in BOXES)):
        data = getattr(value, "data", None)
        names = data.get("class_name") if isinstance(data, Mapping) else None
        return Detected(
            boxes=field(value, BOXES),
            labels=field(value, _LABELS),
            scores=field(value, _SCORES),
            masks=field(value, _MASKS),
            names=names,
            image_id=_image_id(value),
            is_crowd=value.get("iscrowd") if isinstance(value, Mapping) else None,
            is_index=not isinstance(value, Mapping) or "labels" not in value,
        )
    if isinstance(value, Mapping) and field(value, _MASKS) is not None and field(value, _LABELS) is not None:
        return _of_masks(value)
    if (hasattr(value, "iloc") or hasattr(value, "get_column")) and set(_CORNERS) <= set(
        map(str, getattr(value, "columns", ()))
    ):
        return _of_frame(value)
    sample = field(value, _SAMPLES)
    if sample is not None:
        return _of_sample(value, sample)
    own = field(value, ("instances",))
    held = next((one for one in (own, value) if field(one, ("pred_boxes", "gt_boxes")) is not None), None)
    return None if held is None else detected_instances(held)


def _image_id(value: Any) -> str | None:
    """The file of one image, else its id, also in an array of one; ``None``: there is none, or one for each object."""
    said = field(value, (*_FILES, "image_id")) if isinstance(value, Mapping) else None
    if said is None or isinstance(said, str):
        return key(said)
    try:
        held = as_array(said).ravel()
    except InputError:
        return None
    return key(held[0]) if len(held) == 1 else None


def detected_instances(value: Any) -> Detected:
    """The columns of Detectron2's ``Instances``."""
    boxes = field(value, ("pred_boxes", "gt_boxes"))
    boxes = getattr(boxes, "tensor", boxes)
    labels, masks = field(value, ("pred_classes", "gt_classes")), field(value, ("pred_masks",))
    return Detected(boxes, labels, field(value, ("scores",)), masks)


def _of_frame(value: Any) -> Detected:
    """A data frame of one image's boxes, as YOLOv5's ``results.pandas().xyxy`` holds them."""
    held = {name: np.asarray(value[name]) for name in map(str, value.columns)}
    boxes = np.column_stack([held[name] for name in _CORNERS])
    return Detected(boxes, field(held, ("class", *_LABELS)), field(held, _SCORES), names=held.get("name"))


def _of_results(value: Any, held: Any) -> Detected:
    """Ultralytics' ``Results``: boxes, names by number, and the picture's path and shape."""
    path, shape = getattr(value, "path", None), getattr(value, "orig_shape", None)
    masks = getattr(getattr(value, "masks", None), "xy", None)
    return Detected(
        boxes=held.xyxy,
        labels=field(held, ("cls",)),
        scores=field(held, ("conf",)),
        masks=masks,
        class_names=getattr(value, "names", None),
        image=Path(path).name if isinstance(path, str) and path else None,
        size=_size(shape),
    )


def _of_masks(value: Mapping[Any, Any]) -> Detected | None:
    """Masks and labels without boxes, as torchmetrics takes them: their boxes are those around the masks."""
    masks = field(value, _MASKS)
    try:
        found = runs(masks, None, "masks")
    except DataError:
        return None
    boxes = Masks.of([run for run, _ in found], [tall for _, tall in found]).boxes()
    return Detected(
        boxes=boxes,
        labels=field(value, _LABELS),
        scores=field(value, _SCORES),
        masks=masks,
        is_index="labels" not in value,
    )


def _size(shape: Any) -> tuple[int, int] | None:
    """Width and height from (height, width, ...); ``None``: not said, or in no such form."""
    if not isinstance(shape, list | tuple) or len(shape) < 2:
        return None
    return length(shape[1]), length(shape[0])


def _of_sample(value: Any, sample: Any) -> Detected:
    told = getattr(value, "metainfo", value)
    path, shape = field(told, ("img_path",)), field(told, ("ori_shape",))
    return Detected(
        boxes=field(sample, ("bboxes",)),
        labels=field(sample, ("labels",)),
        scores=field(sample, ("scores",)),
        masks=field(sample, ("masks",)),
        image=Path(path).name if isinstance(path, str) and path else None,
        size=_size(shape),
    )


def columns(held: Detected, where: str, *, scored: bool, box: BoxForm | None) -> tuple[Instances, Labels]:
    """The objects, all of image 0 and class 0 yet, and the labels they carry; raises DataError naming ``where``."""
    boxes = _boxes(held.boxes, where, box)
    n = len(boxes.corners)
    labels = _labels(held, where)
    if labels.names is None and labels.numbers is None and n:
        raise DataError(f"{where}: has no class ids")
    if scored and held.scores is None and n:
        raise DataError(f"{where}: has no confidence")
    scores = _scores(held.scores, where) if scored else None
    for kind, column in (("class ids", labels.numbers), ("confidences", scores), ("class names", labels.names)):
        if column is not None and len(column) != n:
            raise DataError(f"{where}: {len(column)} {kind} for {n} boxes")
    none = np.zeros(n, np.int64)
    return Instances(none, none, boxes, scores), labels


def runs(masks: Any, size: tuple[int, int] | None, where: str) -> list[tuple[tuple[Runs, Runs], int]]:
    """The runs of each mask and the height of its picture: dense masks, COCO's run lengths, or outlines in pixels.

    Raises DataError for a mask that is none of these.
    """
    try:
        return [_run(mask, size) for mask in masks]
    except (InputError, TypeError, ValueError, LookupError, OverflowError) as error:
        raise DataError(f"{where}: its masks cannot be read ({error})") from error


def _run(mask: Any, size: tuple[int, int] | None) -> tuple[tuple[Runs, Runs], int]:
    if isinstance(mask, Mapping):
        tall, wide = (int(side) for side in mask["size"])
        counts = mask["counts"]
        return (lettered_runs if isinstance(counts, str | bytes) else counted_runs)(counts, tall * wide), tall
    dense = as_array(mask)
    if dense.ndim == 2 and dense.shape[1] == 2 and size is not None and dense.dtype.kind == "f":
        width, height = size
        ring = [dense.ravel().astype(np.float64).tolist()] if len(dense) > 2 else []
        return polygon_runs(ring, height, width), height
    if dense.ndim == 3 and len(dense) == 1:
        dense = dense[0]
    if dense.ndim != 2:
        raise InputError(f"a mask is (height, width), not {dense.shape}")
    return dense_runs(dense > 0.5 if dense.dtype.kind == "f" else dense), len(dense)


def boxes_of(corners: NDArray[np.float64], box: BoxForm | None) -> Boxes:
    """Boxes of four numbers, (n, 4), meant as said; corners where nothing is."""
    if box == "xywh":
        return Boxes.of_xywh(corners)
    if box == "cxcywh":
        return Boxes.of_xywh(np.concatenate([corners[:, :2] - corners[:, 2:] / 2, corners[:, 2:]], axis=1))
    return Boxes.of_xyxy(corners)


def _boxes(given: Any, where: str, box: BoxForm | None) -> Boxes:
    try:
        found = numbers([] if given is None else given)
    except InputError as error:
        raise DataError(f"{where}: boxes are no numbers ({error})") from None
    if found.shape == (4,):
        found = found.reshape(1, 4)
    if found.size and (found.ndim != 2 or found.shape[1] != 4):
        raise DataError(f"{where}: boxes must be (N, 4) as left, top, right, bottom, not {found.shape}")
    return boxes_of(found.reshape(-1, 4).astype(np.float64), box)


def _labels(held: Detected, where: str) -> Labels:
    """Numbers from the class ids; names from what the objects carry, or labels in words."""
    given = None if held.labels is None else _column(held.labels, where, "class ids")
    if given is not None and len(given) and given.dtype.kind in "UOT":
        return Labels(None, tuple(str(name).strip() for name in given.tolist()))
    whole = None if given is None else _whole(given, where)
    if held.names is not None and len(held.names):
        return Labels(whole, tuple(str(name) for name in held.names))
    if held.class_names is not None and whole is not None and len(whole):
        return Labels(whole, tuple(_called(number, held.class_names, where) for number in whole.tolist()))
    return Labels(whole, None)


def _called(number: int, names: Any, where: str) -> str:
    try:
        return str(names[number])
    except (KeyError, IndexError, TypeError):
        raise DataError(f"{where}: class {number} is not among its names") from None


def _column(given: Any, where: str, what: str) -> NDArray[Any]:
    try:
        found = as_array(given)
    except InputError as error:
        raise DataError(f"{where}: {what} {error}") from None
    if found.ndim == 2 and found.shape[1] == 1:
        found = found[:, 0]
    found = found.reshape(1) if found.ndim == 0 else found
    if found.ndim != 1:
        raise DataError(f"{where}: {what} must be in one row, not {found.shape}")
    return found


def _whole(given: NDArray[Any], where: str) -> NDArray[np.int64]:
    try:
        with np.errstate(invalid="ignore"):
            is_whole = bool((given.astype(np.int64) == given).all())
    except (TypeError, ValueError, OverflowError):
        is_whole = False
    if not is_whole:
        raise DataError(f"{where}: class ids must be whole numbers in one row")
    return given.astype(np.int64)


def _scores(given: Any, where: str) -> NDArray[np.floating]:
    found = _column([] if given is None else given, where, "confidences")
    try:
        return rounded(numbers(found))
    except InputError as error:
        raise DataError(f"{where}: confidences are no numbers ({error})") from None
