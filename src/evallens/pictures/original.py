"""A picture in all its pixels, as a browser shows it upright."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from PIL import Image

from .opening import opened_picture, orientation_of, shrunk, turned
from .protocol import Picture

_AS_STORED = ("JPEG", "PNG", "WEBP")
"""Formats that every browser reads."""
_MODES = ("L", "RGB")
"""Of these a browser shows what Pillow reads: others are of more bits, of inks, or let the ground through."""
LONGEST = 16_384
"""Pixels a side, beyond which browsers draw nothing."""
MOST_BYTES = 64_000_000
"""Of a file that is sent as it is."""
_QUALITY = 92


def original(source: Any, name: str, *, exif: bool = True) -> Picture:
    """All pixels of a path, encoded bytes, an array or a Pillow image: the file itself where a browser shows it alike.

    Otherwise, as for one that EXIF turns, a JPEG of at most ``LONGEST`` pixels a side; with ``exif=False`` it is
    shown as it is stored. Raises DataError for what is no picture.
    """
    return _as_stored(source, name) or _encoded(source, name, exif=exif)


def _as_stored(source: Any, name: str) -> Picture | None:
    """The file, unless a browser would show it in another way than it is shown here."""
    if not isinstance(source, bytes | str | Path):
        return None
    with opened_picture(source, name) as image:
        is_alike = image.format in _AS_STORED and image.mode in _MODES and not getattr(image, "is_animated", False)
        # A browser goes by EXIF whatever is asked for, and Pillow by what of it can be read.
        if not is_alike or orientation_of(image) != 1 or _says_transparent(image) or max(image.size) > LONGEST:
            return None
        data = source if isinstance(source, bytes) else Path(source).read_bytes()
        return Picture(data, *image.size) if len(data) <= MOST_BYTES else None


def _says_transparent(image: Image.Image) -> bool:
    return "transparency" in image.info


def _encoded(source: Any, name: str, *, exif: bool) -> Picture:
    image, stored = shrunk(source, name, LONGEST)
    buffer = io.BytesIO()
    turned(image, stored.orientation if exif else 1).save(buffer, "JPEG", quality=_QUALITY, subsampling=0)
    return Picture(buffer.getvalue(), *stored.size(exif=exif))
