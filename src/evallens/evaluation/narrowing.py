"""Some images of an evaluation, brought into memory with all that is theirs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError
from .columns.tables import NONE, Columns
from .protocols import Queries

MOST = 2_000_000
"""Images that are brought."""


def columns_of(queries: Queries, images: NDArray[np.integer]) -> Columns:
    """The columns of the images of the rows ``images``, each once, in that order: rows name places among these.

    Raises InputError for more than ``MOST``.
    """
    if len(images) > MOST:
        raise InputError(
            f"{len(images):,} images are too many for memory; at most {MOST:,} are brought: filter further."
        )
    outcomes, objects = queries.outcomes(images), queries.objects(images)
    boxes = None
    if queries.extent.has_objects:
        found = objects.objects
        best: dict[str, Any] = {n: _places(getattr(found, n), objects.rows) for n in ("same_truth", "other_truth")}
        boxes = replace(found, image=_places(found.image, images), **best)
    named: dict[str, Any] = {
        name: _places(getattr(outcomes.outcomes, name), objects.rows) for name in ("truth", "prediction")
    }
    held = replace(outcomes.outcomes, image=_places(outcomes.outcomes.image, images), **named)
    return Columns(queries.images(images), held, boxes, objects.masks)


def _places(named: NDArray[np.uint32], rows: NDArray[np.integer]) -> NDArray[np.uint32]:
    """Where among ``rows``, each of which is there once, those that are ``named`` stand; ``NONE`` stays."""
    found = np.full(len(named), NONE, np.uint32)
    order = np.argsort(rows, kind="stable")
    is_there = np.flatnonzero(named != NONE)
    found[is_there] = order[np.searchsorted(rows, named[is_there], sorter=order)]
    return found
