"""Bring the two sides together: one list of images, one list of classes, what does not match is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

import numpy as np
from numpy.typing import NDArray

from ..errors import DataError
from ..evaluation.columns.notices import Notice
from ..matching.instances import Instances
from .annotations import Annotations, ImageList
from .merging import NOWHERE, class_positions, positions

_TWICE = -2
_SLACK = 0.05
"""How far a box in shares may reach beyond its image."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Joined:
    """Both sides over the same images and classes."""

    images: ImageList
    classes: tuple[str, ...]
    truth: Annotations
    predictions: Annotations
    notices: tuple[Notice, ...]


def joined(truth: Annotations, predictions: Annotations) -> Joined:
    """Re-index ``predictions`` to the images and classes of ``truth``; raises DataError listing both sides."""
    truth, crowds = without_crowds(truth)
    classes = _classes(truth, predictions)
    label = _class_index(truth, predictions, classes)
    images, image = _image_index(truth, predictions)
    moved = predictions.instances
    predictions = replace(predictions, instances=Instances(image, label, moved.boxes, moved.score))
    _check_measures(truth, predictions, len(images))
    notices = [*truth.notices, *predictions.notices]
    if crowds:
        words = f"{crowds} crowd regions of the ground truth are left out: they are no single objects."
        notices.append(Notice("crowd", crowds, (), words))
    if added := len(images) - len(truth.images):
        words = f"{added} images have predictions but no ground truth; they count as empty."
        notices.append(Notice("images-without-truth", added, tuple(images.names[-added:][:3]), words))
    return Joined(images=images, classes=classes, truth=truth, predictions=predictions, notices=tuple(notices))


def without_crowds(side: Annotations) -> tuple[Annotations, int]:
    """The side without its crowd regions, and how many there were."""
    if side.is_crowd is None or not side.is_crowd.any():
        return side, 0
    kept = np.flatnonzero(~side.is_crowd)
    record = side.record
    smaller = replace(
        side,
        instances=side.instances.take(kept),
        masks=None if side.masks is None else side.masks.take(kept),
        areas=None if side.areas is None else side.areas[kept],
        is_crowd=None,
        is_share=None if side.is_share is None else side.is_share[kept],
        record=lambda row: record(int(kept[row])),
    )
    return smaller, int(side.is_crowd.sum())


def _check_measures(truth: Annotations, predictions: Annotations, images: int) -> None:
    """Shares of an image against pixels would match nothing, silently."""
    kinds = np.zeros((images, 2), np.bool_)
    for side in (truth, predictions):
        is_share = np.zeros(len(side.instances), np.bool_) if side.is_share is None else side.is_share
        kinds[side.instances.image, is_share.astype(np.intp)] = True
    mixed = np.flatnonzero(kinds.all(axis=1))
    if len(mixed):
        raise DataError(
            f"{len(mixed)} images, such as {truth.images.names[int(mixed[0])]!r}, have boxes in pixels on one side and "
            "in shares of the image on the other. Give images=, the folder of the pictures, to tell their size."
        )
    for side, other in ((truth, predictions), (predictions, truth)):
        if _looks_like_shares(side) and _looks_like_pixels(other):
            raise DataError(
                f"{side.source}: all boxes lie within 0..1, as shares of the image, while those of {other.source} are "
                "in pixels. Multiply them by the width and height of their image."
            )


def _looks_like_shares(side: Annotations) -> bool:
    """All boxes within 0..1; whole numbers alone could as well be a pixel in a corner."""
    corners = side.instances.boxes.corners
    corners = corners[np.isfinite(corners).all(axis=1)]
    is_inside = bool(((corners >= -_SLACK) & (corners <= 1 + _SLACK)).all())
    return is_inside and bool((corners % 1 > 0).any())


def _looks_like_pixels(side: Annotations) -> bool:
    """Most boxes end far beyond 1: a stray box of a side in shares does not make it one in pixels."""
    ends = side.instances.boxes.corners[:, 2:]
    ends = ends[np.isfinite(ends).all(axis=1)]
    return len(ends) > 0 and float(np.median(ends.max(axis=1))) > 2


def _classes(truth: Annotations, predictions: Annotations) -> tuple[str, ...]:
    """The truth's class names, else the predictions', else the indices in words."""
    if truth.classes is not None:
        return truth.classes
    if predictions.classes is not None:
        return predictions.classes
    numbers = [truth.instances.label.max(initial=-1)]
    if predictions.class_ids is None:
        numbers.append(predictions.instances.label.max(initial=-1))
    else:
        numbers += [int(key) for key in predictions.class_ids if key.isdecimal() and len(key) < 6]
    return tuple(str(index) for index in range(int(max(numbers)) + 1))


def _class_index(truth: Annotations, predictions: Annotations, classes: tuple[str, ...]) -> NDArray[np.int64]:
    label = predictions.instances.label
    for side in (truth, predictions):
        if side.classes is not None:
            _check_range(side, side.classes)
    if predictions.classes is not None:
        if truth.classes is None:
            _check_order(predictions, truth)
        given = predictions.classes
        index = class_positions(predictions, truth) if truth.classes is not None else np.arange(len(given))
    elif predictions.class_ids is not None:
        if truth.class_ids == () and truth.classes:
            raise DataError(
                f"{predictions.source}: the splits of {truth.source} give the same category id to different classes; "
                "give predictions as datasets with categories of their own"
            )
        known = truth.class_ids or tuple(map(str, range(len(classes))))
        given, index = predictions.class_ids, positions(predictions.class_ids, known)
        odd = np.flatnonzero((index[label] if len(label) else label) == NOWHERE)
        if len(odd):
            raise DataError(
                f"{predictions.where(int(odd[0]))}: category_id {given[label[odd[0]]]} is not one of the {len(known)} "
                f"there are: {_listed(known)}."
            )
        return index[label] if len(label) else label
    else:
        _check_order(truth, predictions)
        _check_range(predictions, classes)
        _check_range(truth, classes)
        return label
    if truth.classes is None:
        _check_range(truth, classes)
    unknown = sorted({given[i] for i in np.unique(label).tolist() if index[i] == NOWHERE})
    if unknown:
        raise DataError(
            f"{predictions.source} predicts classes that {truth.source} does not have: {_listed(unknown)}. "
            f"It has: {_listed(classes)}."
        )
    return index[label] if len(label) else label


def _check_order(named: Annotations, numbered: Annotations) -> None:
    """A class number means nothing among names that stand in no order."""
    if named.classes is not None and not named.is_ordered and len(numbered.instances):
        raise DataError(
            f"{numbered.source} numbers its classes, {named.source} names them: {_listed(named.classes)}. "
            "Give classes=, the names in the order of the numbers."
        )


def _check_range(side: Annotations, classes: tuple[str, ...]) -> None:
    odd = np.flatnonzero((side.instances.label < 0) | (side.instances.label >= len(classes)))
    if len(odd):
        row = int(odd[0])
        raise DataError(
            f"{side.where(row)}: class {int(side.instances.label[row])} is not one of the {len(classes)} "
            f"there are: {_listed(classes)}."
        )


def _image_index(truth: Annotations, predictions: Annotations) -> tuple[ImageList, NDArray[np.int64]]:
    """The images of both sides, and the row among them of each prediction's image."""
    if truth.images is predictions.images:
        return truth.images, predictions.instances.image
    mine = predictions.images
    # Two datasets number their images each for itself, so names decide, not ids.
    keys = list(mine.names)
    rows = _rows(truth.images, mine)
    used = np.zeros(len(mine), np.bool_)
    used[predictions.instances.image] = True
    twice = [keys[i] for i in np.flatnonzero(used & (rows == _TWICE)).tolist()]
    if twice:
        raise DataError(
            f"{predictions.source}: more than one image of {truth.source} is called {_listed(twice)}. "
            "Give the predictions split by split, or call images by their whole path."
        )
    lost = np.flatnonzero(rows == NOWHERE)
    if mine.refers and len(lost):
        row = int(np.flatnonzero(np.isin(predictions.instances.image, lost))[0])
        raise DataError(
            f"{predictions.where(row)}: image_id {keys[lost[0]]} is not one of the {len(truth.images)} there are: "
            f"{_listed(list(truth.images.ids or truth.images.names))}"
        )
    if len(lost) and len(lost) == len(mine):
        raise DataError(
            f"No image of {predictions.source} is in {truth.source}: {_listed(keys)} "
            f"against {_listed(list(truth.images.names))}."
        )
    images = _extended(truth.images, mine, lost)
    rows[lost] = len(truth.images) + np.arange(len(lost))
    index = rows[predictions.instances.image] if len(rows) else predictions.instances.image
    return images, index


def _rows(images: ImageList, others: ImageList) -> NDArray[np.int64]:
    """The row in ``images`` of each of ``others``, by the same spelling where that is enough."""
    if images.splits is None and others.splits is None:
        row_of = {name: row for row, name in enumerate(images.names)}
        same = [row_of.get(name, NOWHERE) for name in others.names]
        if len(row_of) == len(images) and NOWHERE not in same:
            return np.array(same, np.int64)
    known = _Lookup(images)
    keys = zip(others.names, others.known_splits, strict=True)
    return np.array([known.row(key, split) for key, split in keys], np.int64)


class _Lookup:
    """Finds the row of an image by name, by id, by its last part, or without its suffix."""

    def __init__(self, images: ImageList) -> None:
        self._rows: dict[tuple[str | None, str], int] = {}
        spellings = [list(images.names), list(images.ids or ())]
        spellings += [[PurePosixPath(n).name for n in images.names], [PurePosixPath(n).stem for n in images.names]]
        for spelling in spellings:
            fresh: dict[tuple[str | None, str], int] = {}
            for row, (key, split) in enumerate(zip(spelling, images.known_splits, strict=False)):
                for place in {(None, key), (split, key)}:
                    fresh[place] = row if fresh.get(place, row) == row else _TWICE
            self._rows = {**fresh, **self._rows}

    def row(self, key: str, split: str | None) -> int:
        spellings = (key, PurePosixPath(key).name, PurePosixPath(key).stem)
        for spelling in spellings:
            if (split, spelling) in self._rows:
                return self._rows[split, spelling]
        # Predictions that say a split may still be of a truth that says none.
        anywhere = (self._rows[None, s] for s in spellings if (None, s) in self._rows)
        return next(anywhere, NOWHERE)


def _extended(images: ImageList, others: ImageList, rows: NDArray[np.intp]) -> ImageList:
    if not len(rows):
        return images
    ids = None if images.ids is None else [*images.ids, *((others.ids or others.names)[r] for r in rows.tolist())]
    return ImageList(
        names=[*images.names, *(others.names[row] for row in rows.tolist())],
        ids=ids,
        splits=[*images.known_splits, *(others.known_splits[row] for row in rows.tolist())],
        sizes=np.concatenate([images.known_sizes, others.known_sizes[rows]]),
    )


def _listed(names: Sequence[str], most: int = 8) -> str:
    shown = ", ".join(repr(name) for name in list(names)[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown or "none"
