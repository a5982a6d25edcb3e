"""What names an image to a store of pictures, and what a store offers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol, runtime_checkable


class ImageRef(NamedTuple):
    """What names one image to a store of pictures."""

    row: int
    id: str
    name: str
    split: str


class Picture(NamedTuple):
    """An encoded picture (JPEG, PNG or WebP bytes) and the pixel size of the original image."""

    data: bytes
    width: int
    """Pixels of the original, in which boxes are measured; 0: unknown."""
    height: int

    def __repr__(self) -> str:
        return f"Picture({len(self.data):,} bytes, {self.width} x {self.height} pixels)"


class Pictures(Protocol):
    """Where the pictures of the images come from."""

    @property
    def is_at_hand(self) -> bool:
        """Does a thumbnail cost no more than copying it? Else it has to be made or fetched."""
        ...

    def thumbnail(self, image: ImageRef) -> Picture | None:
        """A small picture for a card, or ``None`` when there is none."""
        ...

    def thumbnails(self, images: Iterable[ImageRef]) -> Iterator[Picture | None]:
        """The small pictures of ``images`` in order; closing the iterator gives up what is under way."""
        ...

    def large(self, image: ImageRef) -> Picture | None:
        """The picture for the large view, or ``None`` when there is none."""
        ...


@runtime_checkable
class Originals(Protocol):
    """A store that has its pictures in all their pixels, too."""

    def original(self, image: ImageRef) -> Picture | None:
        """The picture in all its pixels, upright, in a format that browsers read; ``None`` when there is none."""
        ...


def original_of(store: Pictures, image: ImageRef) -> Picture | None:
    """The picture of an image with as many pixels as a store has, or ``None``."""
    found = store.original(image) if isinstance(store, Originals) else None
    return found or store.large(image)
