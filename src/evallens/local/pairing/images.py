"""The images of both sides as one list: whose image is whose is said by :func:`evallens.pictures.naming.find`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ...errors import DataError, InputError
from ...pictures.naming import DOUBTFUL, ImageNames, Match, find
from ...text import counted
from ..annotations import Annotations, ImageList
from .sources import NOWHERE

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
            f"{sources[1]}: image {others.names[row]!r} can be {found.doubts[row].between} of {sources[0]}. "
            f"{found.doubts[row].way_out}"
        )
    rows = np.where(found.rows == DOUBTFUL, NOWHERE, found.rows)
    _check_apart(rows, matters, images, others, sources)
    return rows


def names_of(images: ImageList) -> ImageNames:
    """What the images are called."""
    return ImageNames(names=images.names, ids=images.ids, splits=images.splits, refers=images.refers)


@dataclass(frozen=True, eq=False)
class United:
    """The images of both sides as one list: those of the truth, then those that only the predictions have."""

    images: ImageList
    row: Rows
    """The row among ``images`` of each image of the predictions."""
    added: int
    """How many the truth lacks."""
    resized: tuple[str, ...] = ()
    """Names of images to which the two sides give different sizes."""


def united(truth: Annotations, predictions: Annotations, match: Match | None) -> United:
    """Bring the images of both sides together; raises DataError naming both when they have none in common."""
    mine = predictions.images
    if mine.is_numbered:
        _check_length(truth, predictions)
        return _sized(United(truth.images, np.arange(len(mine)), 0), truth, predictions)
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
    rows[lost] = len(truth.images) + np.arange(len(lost))
    return _sized(United(_extended(truth.images, mine, lost), rows, len(lost)), truth, predictions)


def listed(names: Sequence[str], most: int = 8) -> str:
    """The first of ``names``, and how many more there are."""
    shown = ", ".join(repr(name) for name in list(names)[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown or "none"


def _sized(both: United, truth: Annotations, predictions: Annotations) -> United:
    """Sizes that only the predictions state are taken over; raises DataError where one side is turned."""
    ours, theirs = both.images.known_sizes.copy(), predictions.images.known_sizes
    mine = ours[both.row]
    differs = (mine > 0).all(axis=1) & (theirs > 0).all(axis=1) & (mine != theirs).any(axis=1)
    names = predictions.images.names
    for row in np.flatnonzero(differs & (mine == theirs[:, ::-1]).all(axis=1)).tolist():
        (width, height), (other_width, other_height) = mine[row].tolist(), theirs[row].tolist()
        raise DataError(
            f"{names[row]!r} is {width} x {height} by {truth.source} and {other_width} x {other_height} by "
            f"{predictions.source}: one side measures the picture as it is stored, the other as it is shown "
            "(EXIF orientation), so their boxes cannot be compared. exif=False measures pictures as they are stored."
        )
    is_new = (mine == 0).any(axis=1)
    ours[both.row[is_new]] = theirs[is_new]
    resized = tuple(names[row] for row in np.flatnonzero(differs).tolist())
    return replace(both, images=replace(both.images, sizes=ours), resized=resized)


def _check_length(truth: Annotations, predictions: Annotations) -> None:
    """Lists have no names: the first picture of one side is the first of the other."""
    if len(truth.images) != len(predictions.images):
        raise InputError(
            f"{predictions.source} has {counted(len(predictions.images), 'images')}, the other side "
            f"{len(truth.images):,}: without names, images go by their place"
        )


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
        # Where it is a name, the names that there are help; where it is a number, the ids.
        ids = truth.images.names if truth.images.ids is None or not key.isdecimal() else truth.images.ids
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
