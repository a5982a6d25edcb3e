"""A picture as people see it: turned as its EXIF says, shrunk while it is decoded, in 8 bits a channel."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image

from ..errors import DataError

_UNREADABLE = (OSError, ValueError, SyntaxError, Image.DecompressionBombError, TypeError, AttributeError, KeyError)
"""What Pillow raises for files that are cut off, damaged, no pictures or far too large."""
_LONG = 4
"""EXIF's number for four bytes."""
_SIDEWAYS = (5, 6, 7, 8)
_METHODS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What undoes each orientation."""


class Stored(NamedTuple):
    """How a picture is stored, and how its EXIF says to turn it."""

    width: int
    height: int
    orientation: int
    """1 to 8; 1: as it is."""

    @property
    def is_sideways(self) -> bool:
        """Is it shown with its sides exchanged?"""
        return self.orientation in _SIDEWAYS

    def size(self, *, exif: bool) -> tuple[int, int]:
        """Width and height as it is shown, or with ``exif=False`` as it is stored."""
        return (self.height, self.width) if exif and self.is_sideways else (self.width, self.height)


def stored(source: Any, name: str) -> Stored:
    """Tell it of a path, bytes, an array or a Pillow image, of a file from its header; raises DataError."""
    with opened_picture(source, name) as opened:
        return Stored(*opened.size, orientation_of(opened))


def shrunk(source: Any, name: str, longest: int) -> tuple[Image.Image, Stored]:
    """The picture as it is stored, in RGB with at most ``longest`` pixels a side; raises DataError for none."""
    with opened_picture(source, name) as opened:
        found = Stored(*opened.size, orientation_of(opened))
        image = in_eight_bits(opened)
        # Decodes a JPEG at an eighth, a quarter or a half of its size, which costs that much less.
        image.thumbnail((longest, longest), Image.Resampling.LANCZOS, reducing_gap=2.0)
        return image.convert("RGB"), found


def orientation_of(opened: Image.Image) -> int:
    """1 to 8 as EXIF has it, 1 where it is not said. Pillow turns a TIFF itself."""
    exif = opened.info.get("exif")
    if opened.format == "TIFF" or not isinstance(exif, bytes):
        return 1
    try:
        found = _short(exif.removeprefix(b"Exif\0\0"))
    except struct.error:
        return 1
    return found if 1 <= found <= 8 else 1


def turned(image: Image.Image, orientation: int) -> Image.Image:
    """The picture as EXIF's ``orientation``, 1 to 8, says to show it."""
    method = _METHODS.get(orientation)
    return image if method is None else image.transpose(method)


def image_size(path: Path, *, exif: bool = True) -> tuple[int, int]:
    """Width and height in pixels as the picture is shown, or with ``exif=False`` as it is stored."""
    return stored(path, str(path)).size(exif=exif)


def known_size(path: Path, *, exif: bool = True) -> tuple[int, int]:
    """``image_size``, 0 for a file that is no picture."""
    return size_of_source(path, exif=exif)


def size_of_source(source: Any, *, exif: bool = True) -> tuple[int, int]:
    """The same of a path, bytes, an array or a Pillow image, 0 for what is no picture."""
    try:
        return stored(source, "").size(exif=exif)
    except DataError:
        return 0, 0


def open_picture(source: Any, name: str) -> Image.Image:
    """A path, bytes, an array (height, width[, 3]) or a Pillow image with its values as they are stored."""
    with opened_picture(source, name) as opened:
        return opened.copy()


def in_eight_bits(image: Image.Image) -> Image.Image:
    """A picture of more bits, or of floats, stretched to what it holds; any other as it is."""
    if image.mode.startswith("I") or image.mode == "F":
        return Image.fromarray(_stretched(np.asarray(image, np.float64)))
    return image


def _stretched(values: NDArray[Any]) -> NDArray[np.uint8]:
    known = values[np.isfinite(values)]
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 0.0)
    scaled = (np.nan_to_num(values, nan=low, posinf=high, neginf=low) - low) * (255 / (high - low) if high > low else 0)
    eight: NDArray[np.uint8] = scaled.round().astype(np.uint8)
    return eight


@contextmanager
def opened_picture(source: Any, name: str) -> Iterator[Image.Image]:
    """A path, bytes, an array or a Pillow image; of a file only the header is read so far. Raises DataError."""
    try:
        if isinstance(source, Image.Image):
            yield source.copy()
        elif isinstance(source, np.ndarray):
            yield _of_array(source)
        else:
            with Image.open(io.BytesIO(source) if isinstance(source, bytes) else source) as opened:
                yield opened
    except _UNREADABLE as error:
        raise DataError(f"{name}: is not a picture that can be read ({error})") from error


def _of_array(values: NDArray[Any]) -> Image.Image:
    plain = values[..., 0] if values.ndim == 3 and values.shape[2] == 1 else values
    if plain.dtype == np.uint8:
        return Image.fromarray(plain)
    if plain.dtype.kind in "biuf" and plain.ndim in (2, 3):
        return Image.fromarray(_stretched(plain.astype(np.float64)))
    return Image.fromarray(plain)


def _short(exif: bytes) -> int:
    """The value of the tag for the orientation in the first directory; Pillow warns of much, and reads all of it."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    if order is None:
        return 1
    (start,) = struct.unpack_from(f"{order}I", exif, 4)
    (count,) = struct.unpack_from(f"{order}H", exif, start)
    for place in range(start + 2, start + 2 + 12 * count, 12):
        tag, kind = struct.unpack_from(f"{order}HH", exif, place)
        if tag == ExifTags.Base.Orientation:
            (value,) = struct.unpack_from(f"{order}{'I' if kind == _LONG else 'H'}", exif, place + 8)
            return int(value)
    return 1
