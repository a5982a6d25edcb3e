"""The lasso facet: images whose point in the embedding lies inside a polygon."""

from __future__ import annotations

import math
from reprlib import repr as shortened
from typing import Any

from ...errors import InputError
from ..arguments import listed, pair
from ..columns.extent import Extent
from ..columns.header import Header
from ..columns.tables import Images
from ..metrics.cells import Mask
from ..polygon import MAX_VERTICES, inside
from .facet import ImageFacet

Vertices = tuple[tuple[float, float], ...]

_MEANING = "lasso is a polygon [(x, y), ...] of finite numbers and at least 3 vertices"
_FEWEST_VERTICES = 3


def _checked(given: Any, _header: Header, _extent: Extent) -> Vertices:
    corners = [pair(corner, "a vertex is (x, y)") for corner in listed(given, _MEANING)]
    try:
        polygon = tuple((float(x), float(y)) for x, y in corners)
    except (TypeError, ValueError, OverflowError):
        raise InputError(f"{_MEANING}, not {shortened(given)}") from None
    # Numbers that are not finite do not travel as JSON: a Lens could not be displayed any more.
    is_finite = all(map(math.isfinite, (number for corner in polygon for number in corner)))
    if not is_finite or 0 < len(polygon) < _FEWEST_VERTICES:
        raise InputError(f"{_MEANING}, not {shortened(given)}")
    return polygon


def _kept(polygon: Vertices, images: Images) -> Mask:
    return inside(images.x, images.y, polygon)


LASSO = ImageFacet[Vertices](name="lasso", empty=(), check=_checked, keep=_kept, most=MAX_VERTICES)
