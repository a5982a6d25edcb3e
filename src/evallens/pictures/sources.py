"""What pictures are made of: where the file of one lies, and what crops are cut from."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple, Protocol, runtime_checkable

from .protocol import ImageRef, Picture, Pictures


class PictureSource(NamedTuple):
    """What a picture is made of."""

    given: Any
    """A path, encoded bytes, an array or a Pillow image."""
    exif: bool = True
    """Is it shown as its EXIF says to turn it?"""
    width: int = 0
    """Pixels in which boxes are measured; 0: those of the source itself."""
    height: int = 0


@runtime_checkable
class HasSources(Protocol):
    """A store of pictures that hands out what they are made of."""

    def source(self, image: ImageRef) -> PictureSource | None:
        """What the picture is made of, or ``None`` where there is none."""
        ...


@runtime_checkable
class HasFiles(Protocol):
    """A store of pictures that knows files of them without opening any."""

    def file(self, image: ImageRef) -> str | Path | None:
        """The file of a picture, or ``None`` where it is in none."""
        ...


@runtime_checkable
class HasSizes(Protocol):
    """A store of pictures that knows their sizes without decoding any."""

    def size(self, image: ImageRef) -> tuple[int, int]:
        """Width and height in pixels of the picture as it is shown, in which boxes are measured; 0: unknown."""
        ...


def of_picture(picture: Picture) -> PictureSource:
    """An encoded picture, which is as it is shown."""
    return PictureSource(picture.data, exif=False, width=picture.width, height=picture.height)


def source_of(pictures: Pictures | HasSources, image: ImageRef) -> PictureSource | None:
    """What a picture is made of; of a store that does not say, the one it shows large."""
    if isinstance(pictures, HasSources):
        return pictures.source(image)
    large = pictures.large(image)
    return None if large is None else of_picture(large)


def can_be_cut(pictures: Pictures | None) -> bool:
    """Is there more of the pictures than their thumbnails? Then crops are sharper than these."""
    return pictures is not None and not getattr(pictures, "is_only_small", False)


def paths_of(pictures: object, images: Iterable[ImageRef]) -> list[str]:
    """The whole path of the local file of each picture; "" where there is none."""
    if not isinstance(pictures, HasFiles):
        return ["" for _ in images]
    found = map(pictures.file, images)
    return ["" if file is None else str(Path(file).absolute()) for file in found]


def sizes_of(pictures: object, images: Iterable[ImageRef]) -> list[tuple[int, int]]:
    """Width and height in pixels in which the boxes of each image are measured; 0 where its picture does not say."""
    return list(map(pictures.size, images)) if isinstance(pictures, HasSizes) else [(0, 0) for _ in images]
