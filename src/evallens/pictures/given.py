"""Pictures from files or arrays: thumbnails made when they are asked for."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from ..errors import DataError
from .opening import shrunk, size_of_source, turned
from .original import original
from .parallel import WORKERS, mapped
from .protocol import ImageRef, Picture
from .sources import PictureSource

THUMBNAIL = 192
"""Longest side of a thumbnail, pixels."""
LARGE = 1600


@dataclass(frozen=True, eq=False)
class SourcePictures:
    """Pictures by image row: a path, encoded bytes or an array each; ``None``: no picture."""

    sources: tuple[Any, ...]
    as_stored: frozenset[int] = frozenset()
    """Rows of pictures that are shown as they are stored, whatever their EXIF says."""
    is_at_hand = False

    def thumbnail(self, image: ImageRef) -> Picture | None:
        """A WebP of at most ``THUMBNAIL`` pixels, or ``None``; raises DataError for a file that is no picture."""
        return self.picture(image, THUMBNAIL)

    def thumbnails(self, images: Iterable[ImageRef]) -> Iterator[Picture | None]:
        """The thumbnails of ``images`` in order; ``None`` also for a file that is no picture: others go on."""
        left = iter(images)
        # A few at a time, so that those that are not wanted any more are not made.
        while some := list(islice(left, 2 * WORKERS)):
            yield from mapped(self._thumbnail_or_none, some)

    def large(self, image: ImageRef) -> Picture | None:
        """A WebP of at most ``LARGE`` pixels, or ``None``."""
        return self.picture(image, LARGE)

    def original(self, image: ImageRef) -> Picture | None:
        """All its pixels: the file itself where browsers show that upright; raises DataError for no picture."""
        found = self.source(image)
        return None if found is None else original(found.given, image.name, exif=found.exif)

    def source(self, image: ImageRef) -> PictureSource | None:
        """What a picture is made of, or ``None``."""
        given = self._given(image)
        return None if given is None else PictureSource(given, exif=image.row not in self.as_stored)

    def file(self, image: ImageRef) -> str | Path | None:
        """The file of a picture, or ``None`` for one that is an array or in bytes."""
        given = self._given(image)
        return given if isinstance(given, str | Path) else None

    def size(self, image: ImageRef) -> tuple[int, int]:
        """Width and height in pixels, from the header of a file; 0 for none and for what is no picture."""
        found = self.source(image)
        return (0, 0) if found is None else size_of_source(found.given, exif=found.exif)

    def picture(self, image: ImageRef, longest: int) -> Picture | None:
        """A WebP of at most ``longest`` pixels a side, or ``None``; raises DataError for a file that is no picture."""
        found = self.source(image)
        if found is None:
            return None
        small, stored = shrunk(found.given, image.name, longest)
        buffer = io.BytesIO()
        turned(small, stored.orientation if found.exif else 1).save(buffer, "WEBP", quality=80)
        return Picture(buffer.getvalue(), *stored.size(exif=found.exif))

    def _given(self, image: ImageRef) -> Any:
        return self.sources[image.row] if image.row < len(self.sources) else None

    def _thumbnail_or_none(self, image: ImageRef) -> Picture | None:
        try:
            return self.thumbnail(image)
        except DataError:
            return None
