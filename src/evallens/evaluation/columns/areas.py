"""The area of an object, such that Python and the browser compare the same number.

The sides of a box are float32 columns, and the source's own may have had more digits. So an area that is the box's as
far as float32 can tell is ``float64(w) * float64(h)``, which float64 holds to the last digit; any other, such as a
mask's, is itself. The browser is sent areas only where one is not its box's.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_AT_ONCE = 1 << 15
"""Objects looked at together, so that a table without areas of its own costs no memory."""
_PRECISION = 2.0**-22
"""Two sides rounded to float32 change their product by at most half of this share."""

Areas = NDArray[np.float64]
Sides = NDArray[np.float32]


def pixel_areas(area: Areas, w: Sides, h: Sides) -> Areas:
    """Square pixels, (objects,), as filters compare them."""
    of_box = np.multiply(w, h, dtype=np.float64)
    return np.where(_is_near(area, of_box), of_box, area)


def are_of_boxes(area: Areas, w: Sides, h: Sides) -> bool:
    """Is every area its box's, as far as float32 can tell?"""
    parts = (slice(start, start + _AT_ONCE) for start in range(0, len(area), _AT_ONCE))
    return all(bool(_is_near(area[part], np.multiply(w[part], h[part], dtype=np.float64)).all()) for part in parts)


def _is_near(area: Areas, of_box: Areas) -> NDArray[np.bool_]:
    is_near: NDArray[np.bool_] = np.abs(area - of_box) <= _PRECISION * of_box
    return is_near
