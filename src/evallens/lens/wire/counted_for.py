"""What the traits that are counted in Python depend on: each says in its ``for`` what it was counted for."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from .schema import FACET_TRAITS
from .settings import ORDERING

HELD_BY_CUBES = ("cells", "kinds")
"""The facets that a cube tells apart itself."""

LEFT = ("split", "model", *(name for name in FACET_TRAITS if name not in HELD_BY_CUBES))
"""Of ``left``, which holds every threshold."""

_VISIBLE = ("split", "confidence", "model", "baseline", "baseline_confidence", "compared", *FACET_TRAITS)

RASTER = (*_VISIBLE, "map_box")
"""Of ``raster``."""

DUST = ("split", "model", "map_box")
"""Of ``dust``."""

COUNTED = (*_VISIBLE, "face")
"""Of ``counted``."""

PAGE = (*COUNTED, "sort", "instance_sort", "page", "page_size")
"""Of ``page_rows``."""

TALLIES = ("confidence", "model", "where")
"""Of ``tallies``."""

OF_VIEW = (*ORDERING, "colour")
"""The settings of the view among all of these, and that by which a raster is coloured."""


def levels_for(lens: Any, name: str) -> dict[str, Any]:
    """The same of the levels of a facet, which are counted over every other one."""
    found = counted_for(lens, (one for one in _VISIBLE if one != name))
    return found | {"where": {one: value for one, value in found["where"].items() if one != name}}


def counted_for(lens: Any, names: Iterable[str]) -> dict[str, Any]:
    """The values of ``names``, traits or settings of the view, as they are now, in the form in which they travel."""
    found = {name: lens.view[name] if name in lens.view else getattr(lens, name) for name in names}
    values: dict[str, Any] = json.loads(json.dumps(found))
    return values
