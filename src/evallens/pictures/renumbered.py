"""The pictures of some images of a store, which go by rows of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .protocol import ImageRef, Picture, Pictures, original_of
from .sources import PictureSource, can_be_cut, paths_of, sizes_of, source_of


@dataclass(frozen=True, eq=False)
class Renumbered:
    """The pictures of some images of a store, by rows of their own."""

    store: Pictures
    rows: NDArray[np.integer]
    """The row in the store of each image, (images,)."""

    @property
    def is_at_hand(self) -> bool:
        """Does a thumbnail cost no more than copying it?"""
        return self.store.is_at_hand

    @property
    def is_only_small(self) -> bool:
        """Is there no more of the pictures than their thumbnails?"""
        return not can_be_cut(self.store)

    def thumbnail(self, image: ImageRef) -> Picture | None:
        """A small picture for a card."""
        return self.store.thumbnail(self._ref(image))

    def thumbnails(self, images: Iterable[ImageRef]) -> Iterator[Picture | None]:
        """The small pictures of ``images`` in order."""
        return self.store.thumbnails(map(self._ref, images))

    def large(self, image: ImageRef) -> Picture | None:
        """The picture for the large view."""
        return self.store.large(self._ref(image))

    def original(self, image: ImageRef) -> Picture | None:
        """The picture in all its pixels."""
        return original_of(self.store, self._ref(image))

    def source(self, image: ImageRef) -> PictureSource | None:
        """What the picture is made of."""
        return source_of(self.store, self._ref(image))

    def file(self, image: ImageRef) -> Path | None:
        """The file of the picture."""
        (path,) = paths_of(self.store, [self._ref(image)])
        return Path(path) if path else None

    def size(self, image: ImageRef) -> tuple[int, int]:
        """Width and height in pixels in which boxes are measured; 0: unknown."""
        (size,) = sizes_of(self.store, [self._ref(image)])
        return size

    def _ref(self, image: ImageRef) -> ImageRef:
        return image._replace(row=int(self.rows[image.row]))


def renumbered(store: Pictures | None, rows: NDArray[np.integer], images: int) -> Pictures | None:
    """The pictures of the images ``rows`` of a store of so many ``images``."""
    is_same = len(rows) == images and bool((rows == np.arange(images)).all())
    return store if store is None or is_same else Renumbered(store, rows)
