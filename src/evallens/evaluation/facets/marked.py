"""The facets of marks: images that are marked, and instances one of whose objects is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ...errors import InputError
from ..arguments import listed, whole
from ..columns.extent import Extent
from ..columns.header import Header
from ..columns.tables import Images
from ..metrics.cells import Mask
from ..metrics.counts import mask_of
from ..results import Behind
from .facet import ImageFacet, OutcomeFacet, Rows
from .ranges import has_objects

MAX_MARKS = 10_000
"""Images and objects that can be marked, together."""

Marked = tuple[int, ...]
"""Rows of images or of objects, ascending, each once."""


def _images_checked(given: Any, _header: Header, extent: Extent) -> Marked:
    """Rows of images, from a list or an ImageTable; raises InputError for one that is not there."""
    return _rows(getattr(given, "rows", given), extent.images, "image", "marked_images is a list of image rows")


def _objects_checked(given: Any, _header: Header, extent: Extent) -> Marked:
    """Rows of objects; raises InputError for one that is not there."""
    return _rows(given, extent.objects or 0, "object", "marked_instances is a list of object rows")


def _rows(given: Any, size: int, what: str, meaning: str) -> Marked:
    """Rows as they are, or as a trait holds them: ``{"in": [3, 8]}``."""
    if isinstance(given, Mapping):
        if set(given) != {"in"}:
            raise InputError(f"{meaning}, not {dict(given)!r}")
        given = given["in"]
    rows = {whole(one, meaning) for one in listed(given, meaning)}
    for row in rows:
        if not 0 <= row < size:
            raise InputError(f"No {what} in row {row}: there are {size}.")
    return tuple(sorted(rows))


def _images_kept(marked: Marked, images: Images) -> Mask:
    return mask_of(np.array(marked), len(images))


def _outcomes_kept(marked: Marked, behind: Behind, rows: Rows) -> Mask:
    outcomes, wanted = behind.columns.outcomes, np.array(marked)
    # No row of an object is NONE, which stands for no object.
    kept: Mask = np.isin(outcomes.truth[rows], wanted)
    return kept if behind.is_baseline else kept | np.isin(outcomes.prediction[rows], wanted)


MARKED_IMAGES = ImageFacet[Marked](
    name="marked_images",
    empty=(),
    check=_images_checked,
    keep=_images_kept,
    is_in_where=True,
    most=MAX_MARKS,
)
MARKED_INSTANCES = OutcomeFacet[Marked](
    name="marked_instances",
    group="outcomes",
    empty=(),
    check=_objects_checked,
    keep=_outcomes_kept,
    has=has_objects,
    is_in_where=True,
    most=MAX_MARKS,
)
