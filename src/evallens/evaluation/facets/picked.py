"""The picked facet: images chosen one by one."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..arguments import listed, row
from ..columns.extent import Extent
from ..columns.header import Header
from ..columns.tables import Images
from ..metrics.cells import Mask
from ..metrics.counts import mask_of
from .facet import ImageFacet

MAX_PICKED = 10_000
"""Images that a Lens takes."""

_MEANING = "picked is a list of image rows, or an ImageTable"


def _checked(given: Any, _header: Header, extent: Extent) -> tuple[int, ...]:
    """Image rows; raises InputError for one that is not there."""
    rows = listed(getattr(given, "rows", given), _MEANING)
    return tuple(row(one, extent.images, _MEANING) for one in rows)


def _kept(picked: tuple[int, ...], images: Images) -> Mask:
    rows = np.array(picked)
    return mask_of(rows[(rows >= 0) & (rows < len(images))], len(images))


PICKED = ImageFacet[tuple[int, ...]](name="picked", empty=(), check=_checked, keep=_kept, most=MAX_PICKED)
