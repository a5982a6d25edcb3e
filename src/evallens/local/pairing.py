"""The images of both sides as one list: whose image is whose is said by :func:`evallens.pictures.naming.find`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..errors import DataError, InputError
from ..pictures.naming import DOUBTFUL, ImageNames, Match, find
from .annotations import Annotations, ImageList
from .merging import NOWHERE

Rows = NDArray[np.int64]

_SIDES = ("the ground truth", "the predictions")


def paired(
    images: ImageList,
    others: ImageList,
    *,
    sources: tuple[str, str] = _SIDES,
    match: Match | None = None,
    used: NDArray[np.bool_] | None = None,
) -> Rows:
    """The row in ``images`` of each of ``others``, (n,); ``NOWHERE`` where there is none.

    Raises DataError for one of ``others`` that can mean two images, and for two that would be one: images of one
    side are never merged. ``used``: the rows that matter, all by default.
    """
    found = find(names_of(images), names_of(others), match)
    matters = np.ones(len(others), np.bool_) if used is None else used
    for row in np.flatnonzero(matters & (found.rows == DOUBTFUL)).tolist():
        raise DataError(
            f"{sources[1]}: image {others.names[row]!r} can be {found.doubts[row]} of {sources[0]}. "
            "Call images by their whole path, or give the predictions split by split."
        )
    rows = np.where(found.rows == DOUBTFUL, NOWHERE, found.rows)
    _check_apart(rows, matters, images, others, sources)
    return rows


def names_of(images: ImageList) -> ImageNames:
    """What the images are called."""
    return ImageNames(names=images.names, ids=images.ids, splits=images.splits, refers=images.refers)


def united(truth: Annotations, predictions: Annotations, match: Match | None) -> tuple[ImageList, Rows, int]:
    """The images of both sides, the row among them of each prediction's image, and how many the truth lacks.

    Raises DataError naming both sides when they have no image in common.
    """
    mine = predictions.images
    if truth.images is mine:
        return truth.images, predictions.instances.image, 0
    if mine.is_numbered or truth.images.is_numbered:
        return truth.images, _by_place(truth, predictions), 0
    used = np.zeros(len(mine), np.bool_)
    used[predictions.instances.image] = True
    sources = truth.source, predictions.source
    rows = paired(truth.images, mine, sources=sources, match=match, used=used)
    lost = np.flatnonzero(rows == NOWHERE)
    if mine.refers:
        _check_known(predictions, truth, rows)
    if len(lost) and len(lost) == len(mine):
        raise DataError(
            f"No image of {predictions.source} is in {truth.source}: {listed(list(mine.names))} "
            f"against {listed(list(truth.images.names))}."
        )
    images = _extended(truth.images, mine, lost)
    rows[lost] = len(truth.images) + np.arange(len(lost))
    index = rows[predictions.instances.image] if len(rows) else predictions.instances.image
    return images, index, len(lost)


def listed(names: Sequence[str], most: int = 8) -> str:
    """The first of ``names``, and how many more there are."""
    shown = ", ".join(repr(name) for name in list(names)[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown or "none"


def _by_place(truth: Annotations, predictions: Annotations) -> Rows:
    """Lists have no names: the first picture of one side is the first of the other."""
    if len(truth.images) != len(predictions.images):
        raise InputError(
            f"{predictions.source} has {len(predictions.images)} images, the other side {len(truth.images)}: "
            "without names, images go by their place"
        )
    return predictions.instances.image


def _check_apart(
    rows: Rows, matters: NDArray[np.bool_], images: ImageList, others: ImageList, sources: tuple[str, str]
) -> None:
    hits = np.flatnonzero((rows >= 0) & matters)
    values, counts = np.unique(rows[hits], return_counts=True)
    if (counts < 2).all():
        return
    image = int(values[counts > 1][0])
    one, two = hits[rows[hits] == image][:2].tolist()
    raise DataError(
        f"{sources[1]}: {others.names[one]!r} and {others.names[two]!r} would both be {images.names[image]!r} of "
        f"{sources[0]}. Images are never merged: call each by its whole name, or leave one out."
    )


def _check_known(predictions: Annotations, truth: Annotations, rows: Rows) -> None:
    lost = np.flatnonzero(rows[predictions.instances.image] == NOWHERE)
    if len(lost):
        row = int(lost[0])
        key = predictions.images.names[int(predictions.instances.image[row])]
        ids = truth.images.names if truth.images.ids is None else truth.images.ids
        raise DataError(
            f"{predictions.where(row)}: image_id {key} is not one of the {len(ids)} there are: {listed(list(ids))}."
        )


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
