"""The part of a picture that shows an instance: around its truth and its prediction, with a margin."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

SHAPE = 4 / 3
"""Width over height of a card."""
MARGIN = 0.25
"""Of the longer side of what is shown, on every side of it."""
LEAST_MARGIN = 8
"""Pixels."""


class Region(NamedTuple):
    """A rectangle in whole pixels of the original picture."""

    x: int
    y: int
    w: int
    h: int


def region(boxes: NDArray[np.floating], width: int, height: int) -> Region | None:
    """The region of a card around ``boxes``, (n, 4) as x, y, w, h in pixels; the same as js/src/pictures/region.ts.

    The box around all of them, with a margin, grown about its middle to the shape of a card, moved into the picture of
    ``width`` x ``height`` pixels and cut where it is larger than that; where these are 0, unknown, it ends nowhere.
    ``None`` where no box is known.
    """
    known = boxes[np.isfinite(boxes).all(axis=1)].astype(np.float64)
    if not len(known):
        return None
    left, top = known[:, 0].min(), known[:, 1].min()
    w, h = (known[:, 0] + known[:, 2]).max() - left, (known[:, 1] + known[:, 3]).max() - top
    margin = max(MARGIN * max(w, h), LEAST_MARGIN)
    wide, high = w + 2 * margin, h + 2 * margin
    wide, high = max(wide, high * SHAPE), max(high, wide / SHAPE)
    x, w = _within(left + w / 2, wide, width)
    y, h = _within(top + h / 2, high, height)
    return Region(x, y, w, h)


def _within(middle: float, size: float, whole: int) -> tuple[int, int]:
    """Start and length in whole pixels of ``size`` about ``middle``, moved into 0..``whole``; 0: anywhere."""
    start = middle - size / 2
    if whole:
        size = min(size, whole)
        start = min(max(start, 0), whole - size)
    first, last = math.floor(start), math.ceil(start + size)
    return first, (min(last, whole) if whole else last) - first
