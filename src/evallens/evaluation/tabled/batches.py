"""Whole images with all that is theirs: taken out of columns, or put one after another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import reduce
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from ...errors import DataError
from ..columns.masks import Masks
from ..columns.tables import NONE, Columns, Objects, Outcomes
from .order import in_order

_Table = TypeVar("_Table", Outcomes, Objects)

IMAGES_AT_ONCE = 1 << 17
"""Images that are written at once, with all that is theirs."""
ROWS_AT_ONCE = 1 << 20
"""Outcomes, or objects, that are written before there are so many images."""


class RowsOf(NamedTuple):
    """Which rows a batch has in the tables, int64 each."""

    images: NDArray[np.int64]
    outcomes: NDArray[np.int64]
    objects: NDArray[np.int64]


def taken(columns: Columns, images: NDArray[np.intp]) -> Columns:
    """The images of the rows ``images``, each once, in that order, with all that is theirs: it names their places."""
    return picked(columns, images)[0]


def picked(columns: Columns, images: NDArray[np.intp]) -> tuple[Columns, RowsOf]:
    """As :func:`taken`, and the rows that everything had."""
    outcome_rows, outcome_sizes = columns.outcomes.by_image.find(images)
    places = np.arange(len(images))
    outcomes = columns.outcomes.take(outcome_rows)
    objects = columns.objects
    object_rows: NDArray[np.integer] = np.zeros(0, np.intp)
    if objects is not None:
        object_rows, object_sizes = objects.by_image.find(images)
        place_of = np.full(len(objects) + 1, NONE, np.uint32)
        place_of[object_rows] = np.arange(len(object_rows))
        outcomes = _naming(outcomes, ("truth", "prediction"), place_of)
        objects = _naming(objects.take(object_rows), ("same_truth", "other_truth"), place_of)
        objects = replace(objects, image=np.repeat(places, object_sizes))
    outcomes = replace(outcomes, image=np.repeat(places, outcome_sizes))
    masks = None if columns.masks is None else columns.masks.take(object_rows)
    rows = RowsOf(*(found.astype(np.int64) for found in (images, outcome_rows, object_rows)))
    return Columns(columns.images.take(images), outcomes, objects, masks), rows


def ordered(columns: Columns) -> Columns:
    """The images in the order of tables, with all that is theirs in the same order."""
    order = in_order(columns.images)
    tables = (columns.outcomes, *(() if columns.objects is None else (columns.objects,)))
    # As what was matched comes: nothing is copied then.
    if _ascend(order) and all(_ascend(table.image) for table in tables):
        return columns
    return taken(columns, order)


def _ascend(values: NDArray[Any]) -> bool:
    return bool((values[1:] >= values[:-1]).all())


def _naming(table: _Table, names: Sequence[str], place_of: NDArray[np.uint32]) -> _Table:
    """The table with the places of the rows that it names; ``NONE`` stays, as the last of ``place_of`` says."""
    placed: dict[str, Any] = {n: place_of[np.minimum(getattr(table, n), len(place_of) - 1)] for n in names}
    return replace(table, **placed)


def joined(batches: Sequence[Columns]) -> Columns:
    """Batches one after another; raises DataError where some have objects or masks and others have none."""
    if len(batches) < 3:
        return reduce(_pair, batches)
    half = len(batches) // 2
    # By halves: what comes first is not copied for each one after it.
    return _pair(joined(batches[:half]), joined(batches[half:]))


def _pair(first: Columns, second: Columns) -> Columns:
    """Two batches as one."""
    images = len(first.images)
    objects = 0 if first.objects is None else len(first.objects)

    def moved(table: Any, names: tuple[str, ...], by: int) -> dict[str, Any]:
        return {n: np.where((v := getattr(table, n)) == NONE, v, v + np.uint32(by)) for n in names}

    outcomes = replace(
        second.outcomes,
        image=second.outcomes.image + np.uint32(images),
        **moved(second.outcomes, ("truth", "prediction"), objects),
    )
    if (first.objects is None) != (second.objects is None) or (first.masks is None) != (second.masks is None):
        raise DataError("A batch has objects or masks and another one has none: all of them or none must.")
    boxes = None
    if first.objects is not None and second.objects is not None:
        named = moved(second.objects, ("same_truth", "other_truth"), objects)
        later = replace(second.objects, image=second.objects.image + np.uint32(images), **named)
        boxes = first.objects.extended(later)
    masks = None
    if first.masks is not None and second.masks is not None:
        masks = Masks.stacked([first.masks, second.masks])
    return Columns(first.images.extended(second.images), first.outcomes.extended(outcomes), boxes, masks)


def is_full(waiting: Sequence[Columns]) -> bool:
    """Are there enough rows for a row group?"""
    images = sum(len(one.images) for one in waiting)
    rows = sum(max(len(one.outcomes), 0 if one.objects is None else len(one.objects)) for one in waiting)
    return images >= IMAGES_AT_ONCE or rows >= ROWS_AT_ONCE


def groups(columns: Columns, order: NDArray[np.intp]) -> Iterator[NDArray[np.intp]]:
    """The images in ``order``, those of one row group after another."""
    sizes = np.bincount(columns.outcomes.image, minlength=len(order))
    if columns.objects is not None:
        sizes = np.maximum(sizes, np.bincount(columns.objects.image, minlength=len(order)))
    group = np.maximum(np.arange(len(order)) // IMAGES_AT_ONCE, np.cumsum(sizes[order]) // ROWS_AT_ONCE)
    starts = np.flatnonzero(np.diff(group, prepend=-1))
    return iter(np.split(order, starts[1:]))
