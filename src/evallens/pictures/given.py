"""Pictures from files or arrays: their sizes, and thumbnails made when they are asked for."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from ..errors import DataError
from .protocol import ImageRef, Picture

THUMBNAIL = 192
"""Longest side of a thumbnail, pixels."""
LARGE = 1600

_UNREADABLE = (OSError, ValueError, SyntaxError, Image.DecompressionBombError)
"""What Pillow raises for files that are cut off, damaged, no pictures or far too large."""


@dataclass(frozen=True, eq=False)
class SourcePictures:
    """Pictures by image row: a path, encoded bytes or an array each; ``None``: no picture."""

    sources: tuple[Any, ...]
    is_at_hand = False

    def thumbnail(self, image: ImageRef) -> Picture | None:
        """A WebP of at most ``THUMBNAIL`` pixels, or ``None``; raises DataError for a file that is no picture."""
        return self._made(image, THUMBNAIL)

    def thumbnails(self, images: Iterable[ImageRef]) -> Iterator[Picture | None]:
        """The thumbnails of ``images`` in order; ``None`` also for a file that is no picture: others go on."""
        return map(self._thumbnail_or_none, images)

    def _thumbnail_or_none(self, image: ImageRef) -> Picture | None:
        try:
            return self.thumbnail(image)
        except DataError:
            return None

    def large(self, image: ImageRef) -> Picture | None:
        """A WebP of at most ``LARGE`` pixels, or ``None``."""
        return self._made(image, LARGE)

    def _made(self, image: ImageRef, longest: int) -> Picture | None:
        source = self.sources[image.row] if image.row < len(self.sources) else None
        if source is None:
            return None
        opened = open_picture(source, image.name)
        width, height = opened.size
        opened.thumbnail((longest, longest), Image.Resampling.LANCZOS)
        buffer = io.BytesIO()
        opened.convert("RGB").save(buffer, "WEBP", quality=80)
        return Picture(buffer.getvalue(), width, height)


def known_size(path: Path) -> tuple[int, int]:
    """``image_size``, 0 for a file that is no picture."""
    try:
        return image_size(path)
    except DataError:
        return 0, 0


def is_readable(source: Any, name: str) -> bool:
    """Is it a picture, as far as a file's header tells?"""
    try:
        if isinstance(source, str | Path):
            image_size(Path(source))
        elif source is not None:
            open_picture(source, name)
    except DataError:
        return False
    return True


def image_size(path: Path) -> tuple[int, int]:
    """Width and height in pixels, from the file's header."""
    try:
        with Image.open(path) as opened:
            return opened.size
    except _UNREADABLE as error:
        raise _unreadable(str(path), error) from error


def open_picture(source: Any, name: str) -> Image.Image:
    """Open a path, bytes, an array (height, width[, 3]) or a Pillow image."""
    if isinstance(source, Image.Image):
        return source.copy()
    try:
        if isinstance(source, np.ndarray):
            return Image.fromarray(source)
        with Image.open(io.BytesIO(source) if isinstance(source, bytes) else source) as opened:
            return opened.copy()
    except (*_UNREADABLE, TypeError, AttributeError) as error:
        raise _unreadable(name, error) from error


def _unreadable(name: str, error: Exception) -> DataError:
    return DataError(f"{name}: is not a picture that can be read ({error})")
