"""Pictures that a function of the user's returns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ..errors import DataError
from .given import SourcePictures
from .opening import size_of_source
from .protocol import ImageRef, Picture
from .sources import PictureSource, of_picture


@dataclass(frozen=True, eq=False)
class CallablePictures:
    """Pictures from a callable that is given an ImageRef: a path, bytes, an array, a Picture or ``None``."""

    is_at_hand = False

    get: Callable[[ImageRef], Any]

    def thumbnail(self, image: ImageRef) -> Picture | None:
        """A WebP of at most 192 pixels a side, or ``None``."""
        got = self._get(image)
        return got if isinstance(got, Picture) else SourcePictures((got,)).thumbnail(image._replace(row=0))

    def thumbnails(self, images: Iterable[ImageRef]) -> Iterator[Picture | None]:
        """The thumbnails of ``images`` in order."""
        return map(self.thumbnail, images)

    def large(self, image: ImageRef) -> Picture | None:
        """A WebP of at most 1600 pixels a side, or ``None``."""
        got = self._get(image)
        return got if isinstance(got, Picture) else SourcePictures((got,)).large(image._replace(row=0))

    def original(self, image: ImageRef) -> Picture | None:
        """All its pixels, or ``None``; a Picture is what it is."""
        got = self._get(image)
        return got if isinstance(got, Picture) else SourcePictures((got,)).original(image._replace(row=0))

    def source(self, image: ImageRef) -> PictureSource | None:
        """What the callable returns, or ``None``."""
        got = self._get(image)
        if got is None:
            return None
        return of_picture(got) if isinstance(got, Picture) else PictureSource(got)

    def size(self, image: ImageRef) -> tuple[int, int]:
        """Width and height in pixels; 0 where there is no picture."""
        try:
            found = self.source(image)
        except DataError:
            return 0, 0
        if found is None or found.width:
            return (0, 0) if found is None else (found.width, found.height)
        return size_of_source(found.given, exif=found.exif)

    def _get(self, image: ImageRef) -> Any:
        try:
            return self.get(image)
        except (OSError, LookupError) as error:
            # What a callable says that opens a file, or looks in a mapping: one picture is not there.
            raise DataError(f"{image.name}: images= found no picture ({type(error).__name__})") from error
