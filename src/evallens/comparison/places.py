"""The columns of an evaluation with other rows: of some images, of other class indices, of objects in another order."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..evaluation.columns.tables import NONE, Columns, Images

Index = NDArray[np.integer]

_OF_OBJECTS = ("same_truth", "other_truth")
_OF_OUTCOMES = ("truth", "prediction")


def over_images(columns: Columns, images: Images, rows: Index) -> Columns:
    """The columns over the images ``rows``, (n,), which are the rows 0..n of ``images``; others are left out."""
    if len(rows) == len(columns.images) and bool((rows == np.arange(len(rows))).all()):
        return replace(columns, images=images)
    place = np.full(len(columns.images), NONE, np.int64)
    place[rows] = np.arange(len(rows))
    kept = place[columns.outcomes.image] != NONE
    outcomes = columns.outcomes.take(kept)
    outcomes = replace(outcomes, image=place[outcomes.image].astype(np.uint32))
    objects, masks = columns.objects, columns.masks
    if objects is None:
        return replace(columns, images=images, outcomes=outcomes)
    order = np.flatnonzero(place[objects.image] != NONE)
    within = in_order(replace(columns, outcomes=outcomes), order)
    held = within.objects
    assert held is not None  # noqa: S101 - there were objects a line ago
    held = replace(held, image=place[held.image].astype(np.uint32))
    return Columns(images, within.outcomes, held, within.masks if masks is not None else None)


def over_classes(columns: Columns, index: NDArray[np.uint16]) -> Columns:
    """The columns whose class ``c`` is called ``index[c]``."""
    outcomes = replace(
        columns.outcomes, actual=index[columns.outcomes.actual], predicted=index[columns.outcomes.predicted]
    )
    objects = columns.objects
    named = None if objects is None else replace(objects, label=index[objects.label])
    return replace(columns, outcomes=outcomes, objects=named)


def in_order(columns: Columns, order: Index) -> Columns:
    """The columns with the objects ``order``, (n,), in that order; who names one that is left out names none."""
    objects = columns.objects
    if objects is None:
        return columns
    # The last entry stands for no object.
    place = np.full(len(objects) + 1, NONE, np.int64)
    place[order] = np.arange(len(order))

    def moved(table: Any, names: tuple[str, ...]) -> dict[str, Any]:
        given = {name: np.minimum(getattr(table, name), len(objects)) for name in names}
        return {name: place[rows].astype(np.uint32) for name, rows in given.items()}

    taken = objects.take(order)
    return replace(
        columns,
        objects=replace(taken, **moved(taken, _OF_OBJECTS)),
        outcomes=replace(columns.outcomes, **moved(columns.outcomes, _OF_OUTCOMES)),
        masks=None if columns.masks is None else columns.masks.take(order),
    )
