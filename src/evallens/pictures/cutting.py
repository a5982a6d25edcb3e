"""Crops: parts of a picture around instances, cut from the original, which is decoded once for all of them."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from .opening import Stored, in_eight_bits, opened_picture, orientation_of, turned
from .protocol import Picture
from .region import Region, region
from .sources import PictureSource

CARD = (320, 240)
"""Pixels of a crop at most: twice those of a card."""
_QUALITY = 82
"""Of JPEG, which is written ten times as fast as WebP and is a fifth larger."""

Box = tuple[float, float, float, float]
"""Left, top, right and bottom, as shares of the picture."""


class Crop(NamedTuple):
    """One part of a picture."""

    region: Region
    picture: Picture
    """The bytes of the part, and the size of the whole."""


def cut(source: PictureSource, name: str, boxes: Sequence[NDArray[np.floating]]) -> list[Crop | None]:
    """A crop around each of ``boxes``, (n, 4) as x, y, w, h in pixels of the picture as it is shown.

    A JPEG that is large beside its crops is decoded at a half, a quarter or an eighth of its size, which costs that
    much less. ``None`` where no box is known. Raises DataError for what is no picture.
    """
    with opened_picture(source.given, name) as opened:
        stored = Stored(*opened.size, orientation_of(opened) if source.exif else 1)
        shown = stored.size(exif=True)
        whole = (source.width or shown[0], source.height or shown[1])
        regions = [region(some, *whole) for some in boxes]
        sizes = [None if found is None else _size(found, shown, whole) for found in regions]
        # At which share of its size the picture still has all the pixels that are wanted of it.
        share = max((size[0] * whole[0] / found.w / shown[0] for found, size in _known(regions, sizes)), default=1)
        opened.draft(None, (math.ceil(stored.width * share), math.ceil(stored.height * share)))
        ready = _ready(opened)
        return [
            None
            if found is None or size is None
            else Crop(found, Picture(_encoded(ready, stored, _shares(found, whole), size), *whole))
            for found, size in zip(regions, sizes, strict=True)
        ]


def stored_box(box: Box, orientation: int) -> Box:
    """Where ``box`` of the picture as it is shown lies in the picture as it is stored."""
    return _UNTURNED[orientation](*box)


_UNTURNED: Mapping[int, Callable[[float, float, float, float], Box]] = {
    1: lambda left, top, right, bottom: (left, top, right, bottom),
    2: lambda left, top, right, bottom: (1 - right, top, 1 - left, bottom),
    3: lambda left, top, right, bottom: (1 - right, 1 - bottom, 1 - left, 1 - top),
    4: lambda left, top, right, bottom: (left, 1 - bottom, right, 1 - top),
    5: lambda left, top, right, bottom: (top, left, bottom, right),
    6: lambda left, top, right, bottom: (top, 1 - right, bottom, 1 - left),
    7: lambda left, top, right, bottom: (1 - bottom, 1 - right, 1 - top, 1 - left),
    8: lambda left, top, right, bottom: (1 - bottom, left, 1 - top, right),
}
"""By EXIF's orientation."""


def _known(regions: list[Region | None], sizes: list[tuple[int, int] | None]) -> list[tuple[Region, tuple[int, int]]]:
    pairs = zip(regions, sizes, strict=True)
    return [(found, size) for found, size in pairs if found is not None and size is not None]


def _size(found: Region, shown: tuple[int, int], whole: tuple[int, int]) -> tuple[int, int]:
    """The pixels that there are in a region, at most those of a card."""
    width, height = found.w * shown[0] / whole[0], found.h * shown[1] / whole[1]
    share = min(1.0, CARD[0] / width, CARD[1] / height)
    return max(1, round(width * share)), max(1, round(height * share))


def _shares(found: Region, whole: tuple[int, int]) -> Box:
    width, height = whole
    return found.x / width, found.y / height, (found.x + found.w) / width, (found.y + found.h) / height


def _ready(opened: Image.Image) -> Image.Image:
    image = in_eight_bits(opened)
    return image if image.mode in ("L", "RGB") else image.convert("RGB")


def _encoded(image: Image.Image, stored: Stored, shares: Box, size: tuple[int, int]) -> bytes:
    left, top, right, bottom = stored_box(shares, stored.orientation)
    box = (left * image.width, top * image.height, right * image.width, bottom * image.height)
    lying = (size[1], size[0]) if stored.is_sideways else size
    part = image.resize(lying, Image.Resampling.LANCZOS, box=_inside(box, image), reducing_gap=2.0)
    buffer = io.BytesIO()
    turned(part, stored.orientation).save(buffer, "JPEG", quality=_QUALITY)
    return buffer.getvalue()


def _inside(box: Box, image: Image.Image) -> Box:
    """Shares that were rounded may end a hair beyond the picture, which Pillow refuses."""
    left, top, right, bottom = box
    return max(0.0, left), max(0.0, top), min(float(image.width), right), min(float(image.height), bottom)
