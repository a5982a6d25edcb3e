"""Boxes in memory: one image's detections after the other, or the columns of all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import DataError, InputError
from ...evaluation.columns.masks import Masks, Runs
from ...matching.instances import Instances
from ...pictures.opening import known_size
from ...text import counted
from ..annotations import Annotations, ImageList, no_instances, stacked
from ..values import as_array, field, flag
from .labels import Labels, classes_of
from .reading import Reading, Role
from .single import Detected, columns, detected, runs
from .tables.frames import is_table

_IMAGES = ("image", "image_id", "images")
_BOX_WORDS = "boxes are left, top, right, bottom; box= says otherwise"


class Arrays:
    """supervision's ``Detections`` and ``DetectionDataset``, and what other libraries hold, one or one an image."""

    name = "arrays"
    words = "arrays of boxes"

    def recognises(self, given: Any, role: Role) -> bool:  # noqa: ARG002 - a confidence that lacks is said when read
        """Detections of one image or several, or columns of all."""
        if is_table(given):
            return False
        if is_dataset(given) or detected(given) is not None:
            return True
        return is_each(given) and (isinstance(given, Mapping) or len(given) > 0)

    def read(self, given: Any, reading: Reading) -> Annotations:
        """Read detections by image, in the order of the truth's images, or as columns."""
        if is_dataset(given):
            return read_dataset(given, reading)
        if is_flat(given):
            return read_flat(given, reading)
        if detected(given) is not None:
            given = [given]
        return read_each(given, reading)


def is_dataset(value: Any) -> bool:
    """Is it a supervision ``DetectionDataset``?"""
    return hasattr(value, "classes") and isinstance(getattr(value, "annotations", None), Mapping)


def is_flat(value: Any) -> bool:
    """Is it a mapping of whole columns: image, boxes, labels[, scores]?"""
    return isinstance(value, Mapping) and detected(value) is not None and any(name in value for name in _IMAGES)


def is_each(value: Any) -> bool:
    """Is it detections by image name, or in a list?"""
    if isinstance(value, np.ndarray):
        return value.dtype == object and value.ndim == 1 and all(detected(one) is not None for one in value)
    if isinstance(value, Mapping):
        return all(detected(one) is not None for one in value.values())
    return isinstance(value, Sequence) and not isinstance(value, str) and all(detected(o) is not None for o in value)


def read_dataset(dataset: Any, reading: Reading) -> Annotations:
    """Read a ``DetectionDataset``: its classes, its image paths and their detections."""
    paths = [str(path) for path in dataset.annotations]
    names = [Path(path).name for path in paths]
    each = [_needed(one, reading.role) for one in dataset.annotations.values()]
    measured = [known_size(Path(p), exif=reading.exif) if Path(p).is_file() else (0, 0) for p in paths]
    sizes = np.array(measured, np.int64).reshape(-1, 2)
    images = ImageList(names=names if len(set(names)) == len(names) else paths, sizes=sizes)
    return _read(each, images, reading, classes=tuple(dataset.classes))


def read_each(given: Mapping[Any, Any] | Sequence[Any], reading: Reading) -> Annotations:
    """Read detections by image name, or one a picture in the order of the truth's images.

    Raises InputError for a name given twice, DataError for what are no boxes.
    """
    if isinstance(given, Mapping):
        names = [str(name) for name in given]
        each = [_needed(one, f"{reading.role}, {name}") for name, one in given.items()]
        if len(set(names)) != len(names):
            raise InputError(f"{reading.role}: an image is named twice")
        return _read(each, ImageList(names=names, sizes=_sizes(each)), reading)
    each = [_needed(one, f"{reading.role}, image {row}") for row, one in enumerate(given)]
    return _read(each, _in_order(each, reading), reading)


def read_flat(given: Mapping[str, Any], reading: Reading) -> Annotations:
    """Read columns: ``image`` (names or rows), ``boxes`` (N, 4), ``labels``, ``scores``.

    Raises DataError where these do not fit.
    """
    source = reading.role
    images, image = _grouped(field(given, _IMAGES), source)
    found, labels = columns(_needed(given, source), source, scored=reading.scored, box=reading.box)
    if len(found) != len(image):
        raise DataError(f"{source}: {counted(len(image), 'images')} for {counted(len(found), 'boxes')}")
    classes = classes_of([labels], source)
    return Annotations(
        source=source,
        images=images,
        classes=classes.names if given.get("classes") is None else tuple(given["classes"]),
        is_ordered=classes.is_ordered,
        instances=replace(found, image=image, label=classes.index),
        box_words=_BOX_WORDS if reading.box is None else "",
        box_use="array",
        is_index="labels" not in given,
        record=lambda row: f"row {row}",
    )


def _grouped(given: Any, source: str) -> tuple[ImageList, np.ndarray[Any, np.dtype[np.int64]]]:
    """The images that a column names, in the order in which they first appear, and the row of each entry."""
    try:
        keys = as_array(given).ravel()
    except InputError as error:
        raise DataError(f"{source}: images {error}") from None
    texts = [str(key) for key in keys.tolist()]
    row_of = {name: row for row, name in enumerate(dict.fromkeys(texts))}
    return ImageList(names=list(row_of)), np.array([row_of[name] for name in texts], np.int64)


def _needed(value: Any, where: str) -> Detected:
    held = detected(value)
    if held is None:
        raise DataError(f"{where}: is a {type(value).__name__}, not detections with boxes")
    return held


def _sizes(each: Sequence[Detected]) -> np.ndarray[Any, np.dtype[np.int64]] | None:
    if all(one.size is None for one in each):
        return None
    return np.array([one.size or (0, 0) for one in each], np.int64).reshape(-1, 2)


def _in_order(each: Sequence[Detected], reading: Reading) -> ImageList:
    """The images of a list: the truth's in order, those that the objects name, or numbered ones."""
    said = [one.image for one in each]
    known = None if reading.truth is None else reading.truth.images
    is_named = all(said) and len(set(said)) == len(said)
    if is_named and (known is None or not known.is_numbered):
        return ImageList(names=[name or "" for name in said], sizes=_sizes(each))
    ids = [one.image_id for one in each]
    if any(ids) and (known is None or not known.is_numbered):
        _check_ids(ids, reading.role)
        # An id that the truth lacks is a fault: ids may count images in another order.
        return ImageList(names=[own or "" for own in ids], sizes=_sizes(each), refers=known is not None)
    if known is not None and len(known) != len(each):
        raise InputError(f"{reading.role} has {counted(len(each), 'images')}, the other side {len(known)}")
    if known is not None:
        return ImageList(names=known.names, sizes=_sizes(each))
    return ImageList(names=[f"image {row}" for row in range(len(each))], sizes=_sizes(each), is_numbered=True)


def _read(
    each: Sequence[Detected], images: ImageList, reading: Reading, *, classes: tuple[str, ...] | None = None
) -> Annotations:
    parts: list[Instances] = []
    labels: list[Labels] = []
    outlines: list[tuple[tuple[Runs, Runs], int]] = []
    is_masked, fault = True, None
    for row, one in enumerate(each):
        where = f"{reading.role}, {images.names[row]}"
        found, label = columns(one, where, scored=reading.scored, box=reading.box)
        parts.append(replace(found, image=np.full(len(found), row, np.int64)))
        # A dataset's own list of classes goes before the names that its objects carry.
        labels.append(label if classes is None or label.numbers is None else Labels(label.numbers, None))
        is_masked &= one.masks is not None or not len(found)
        try:
            own = [] if one.masks is None else runs(one.masks, one.size, where)
            if one.masks is not None and len(own) != len(found):
                raise DataError(f"{where}: {len(own)} masks for {len(found)} boxes")  # noqa: TRY301 - kept, not raised, below
            outlines.extend(own)
        except DataError as error:
            fault = fault or error
    known = classes_of(labels, reading.role)
    instances = replace(stacked(parts) if parts else no_instances(scored=reading.scored), label=known.index)
    first = np.concatenate([np.arange(len(part)) for part in parts]) if parts else known.index
    is_masked &= bool(outlines) and fault is None
    return Annotations(
        source=reading.role,
        images=images,
        classes=known.names if classes is None else classes,
        is_ordered=known.is_ordered,
        instances=instances,
        masks=Masks.of([run for run, _ in outlines], [tall for _, tall in outlines]) if is_masked else None,
        masks_error=fault,
        is_crowd=None if reading.scored else _crowd(each, parts, reading.role),
        box_words=_BOX_WORDS if reading.box is None else "",
        box_use="array",
        is_index=all(one.is_index for one in each),
        record=lambda row: f"{images.names[int(instances.image[row])]} object {first[row]}",
    )


def _check_ids(ids: Sequence[str | None], source: str) -> None:
    """Raise DataError where only some images say which they are, or two say the same."""
    if None in ids:
        raise DataError(f"{source}, image {ids.index(None)}: does not say which image it is, and others do (image_id)")
    twice = next((own for own, times in Counter(ids).items() if times > 1), None)
    if twice is not None:
        raise DataError(f"{source}: image {twice!r} is there twice; give all boxes of an image together")


def _crowd(each: Sequence[Detected], parts: Sequence[Instances], source: str) -> NDArray[np.bool_] | None:
    """Which objects are crowd regions; ``None``: no image says so."""
    if all(one.is_crowd is None for one in each):
        return None
    found = []
    for row, (one, part) in enumerate(zip(each, parts, strict=True)):
        said = [] if one.is_crowd is None else [flag(value) for value in as_array(one.is_crowd).ravel().tolist()]
        if None in said or len(said) not in (0, len(part)):
            raise DataError(f"{source}, image {row}: iscrowd is not 0 or 1 for each of its {len(part)} boxes")
        found.append(np.array(said, np.bool_) if said else np.zeros(len(part), np.bool_))
    return np.concatenate(found)
