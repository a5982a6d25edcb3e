"""Thumbnails as one buffer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .protocol import ImageRef, Picture


@dataclass(frozen=True, eq=False)
class StoredPictures:
    """Thumbnails held in one buffer, by image row; the large view shows the same picture."""

    data: NDArray[np.uint8]
    offsets: NDArray[np.int64]
    """(images + 1,); an empty stretch is an image without a picture."""
    width: NDArray[np.int32]
    """Pixels of each original image; 0: unknown."""
    height: NDArray[np.int32]

    is_at_hand = True
    is_only_small = True
    """There is no more of them: nothing to be cut from."""

    @classmethod
    def of(cls, pictures: list[Picture | None]) -> StoredPictures:
        """Keep one picture or ``None`` for each image row."""
        held = [picture or Picture(b"", 0, 0) for picture in pictures]
        offsets = np.zeros(len(held) + 1, np.int64)
        np.cumsum([len(picture.data) for picture in held], out=offsets[1:])
        data = np.frombuffer(b"".join(picture.data for picture in held), np.uint8)
        sizes = np.array([(p.width, p.height) for p in held], np.int32).reshape(-1, 2)
        return cls(data, offsets, sizes[:, 0], sizes[:, 1])

    @classmethod
    def within(cls, pictures: Iterable[Picture | None], count: int, most: int) -> StoredPictures:
        """The same of ``count`` images, the first of them in at most ``most`` bytes; the others have none."""
        held: list[Picture | None] = []
        for picture in pictures:
            most -= 0 if picture is None else len(picture.data)
            if most < 0:
                break
            held.append(picture)
        return cls.of(held + [None] * (count - len(held)))

    def thumbnail(self, image: ImageRef) -> Picture | None:
        """The stored picture, or ``None`` when there is none."""
        row = image.row
        if not 0 <= row < len(self.width) or self.offsets[row] == self.offsets[row + 1]:
            return None
        data = self.data[self.offsets[row] : self.offsets[row + 1]].tobytes()
        return Picture(data, int(self.width[row]), int(self.height[row]))

    def thumbnails(self, images: Iterable[ImageRef]) -> Iterator[Picture | None]:
        """The thumbnails of ``images`` in order."""
        return map(self.thumbnail, images)

    def size(self, image: ImageRef) -> tuple[int, int]:
        """Width and height in pixels of the original; 0: unknown."""
        is_there = 0 <= image.row < len(self.width)
        return (int(self.width[image.row]), int(self.height[image.row])) if is_there else (0, 0)

    def large(self, image: ImageRef) -> Picture | None:
        """The stored picture, or ``None`` when there is none."""
        return self.thumbnail(image)
