"""Every picture opened once, several at a time: its size and, where they are wanted, a few of its pixels."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ..errors import DataError
from .opening import Stored, shrunk, stored, turned

SIDE = 32
"""Pixels a side that are kept of a picture."""
_AT_ONCE = 64
"""Pictures that are handed out together; between them progress is told."""
_WORKERS = min(8, os.cpu_count() or 1)


class Read(NamedTuple):
    """What was read of one picture."""

    stored: Stored
    as_stored: bool
    """It is shown as it is stored, though its EXIF says to turn it on its side."""
    pixels: NDArray[np.uint8] | None
    """(32, 32, 3), as it is shown."""


def read_all(
    sources: Sequence[Any],
    names: Sequence[str],
    stated: NDArray[np.int64],
    *,
    exif: bool,
    pixels: bool,
    follow: Callable[[int, int], None],
) -> list[Read | None]:
    """Read n pictures; ``None`` where there is none or what is there is no picture.

    Args:
        sources: Paths, bytes, arrays or Pillow images; ``None``: no picture.
        names: What the images are called.
        stated: (n, 2) width and height that the boxes are measured in, 0 where nobody says. One that is the
            stored size of a picture shows it so.
        exif: Turn pictures as their EXIF says, where no size is stated.
        pixels: Read a few of the pixels, too.
        follow: Is given (done, total).
    """
    found: list[Read | None] = [None] * len(sources)
    rows = [row for row, source in enumerate(sources) if source is not None]

    def read(row: int) -> Read | None:
        width, height = stated[row].tolist()
        try:
            return _read(sources[row], names[row], (width, height), exif=exif, pixels=pixels)
        except DataError:
            return None

    with ThreadPoolExecutor(_WORKERS) as pool:
        for start in range(0, len(rows), _AT_ONCE):
            part = rows[start : start + _AT_ONCE]
            for row, one in zip(part, pool.map(read, part), strict=True):
                found[row] = one
            follow(start + len(part), len(rows))
    return found


def _read(source: Any, name: str, size: tuple[int, int], *, exif: bool, pixels: bool) -> Read:
    if not pixels:
        found = stored(source, name)
        return Read(found, _as_stored(found, size, exif=exif), None)
    small, found = shrunk(source, name, 2 * SIDE)
    as_stored = _as_stored(found, size, exif=exif)
    small = turned(small.resize((SIDE, SIDE), Image.Resampling.BOX), 1 if as_stored else found.orientation)
    return Read(found, as_stored, np.asarray(small, np.uint8))


def _as_stored(found: Stored, size: tuple[int, int], *, exif: bool) -> bool:
    if not exif:
        return found.orientation > 1
    return found.is_sideways and found.width != found.height and size == (found.width, found.height)
