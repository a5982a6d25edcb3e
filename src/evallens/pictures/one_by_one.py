"""Pictures that are looked up by name when they are asked for: of millions of images, no list is made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ..archive import is_file, is_folder
from ..errors import DataError, InputError
from . import spelling
from .from_callable import CallablePictures
from .protocol import ImageRef, Pictures
from .spelling import SUFFIXES

_TAKEN = "a folder, a mapping by image name, a callable that is given an image, or a store of pictures"


def pictures_by_name(images: Any) -> Pictures | None:
    """A store of the pictures in ``images``: a folder, a mapping by name or id, a callable or a store; ``None``: none.

    In a folder a picture is called as its image is, in a folder of the split or in none; else its last part, with or
    without its suffix, must be that of one picture alone. Raises InputError for anything else.
    """
    if images is None:
        return None
    if hasattr(images, "thumbnails"):
        store: Pictures = images
        return store
    if callable(images):
        return CallablePictures(images)
    if isinstance(images, Mapping):
        return CallablePictures(_Mapping(images))
    if isinstance(images, str | Path):
        if not is_folder(images):
            raise DataError(f"images: {images} is not a folder")
        return FolderPictures(_Folder(Path(images)))
    raise InputError(f"images is {_TAKEN}, not {type(images).__name__}")


class FolderPictures(CallablePictures):
    """Pictures in a folder."""

    def file(self, image: ImageRef) -> Path | None:
        """The file of a picture, or ``None``."""
        found: Path | None = self.get(image)
        return found


@dataclass(frozen=True, eq=False)
class _Mapping:
    pictures: Mapping[Any, Any]

    def __call__(self, image: ImageRef) -> Any:
        """The picture under the name of an image, or its id."""
        found = self.pictures.get(image.name)
        return self.pictures.get(image.id) if found is None else found


@dataclass(frozen=True, eq=False)
class _Folder:
    folder: Path

    def __call__(self, image: ImageRef) -> Path | None:
        """The file of an image."""
        for name in dict.fromkeys((image.name, image.id)):
            for path in _inside(name, image.split):
                if is_file(self.folder / path):
                    return self.folder / path
        return self._alone(image.name) or self._alone(image.id)

    def _alone(self, name: str) -> Path | None:
        return self._files.get(spelling.last(name)) or self._files.get(spelling.last_stem(name))

    @cached_property
    def _files(self) -> dict[str, Path | None]:
        """Each picture by its last part with and without its suffix; ``None``: several are called so."""
        found: dict[str, Path | None] = {}
        for path in sorted(self.folder.rglob("*")):
            if path.suffix.lower() in SUFFIXES:
                for name in dict.fromkeys((spelling.last(path.name), spelling.last_stem(path.name))):
                    found[name] = None if name in found else path
        return found


def _inside(name: str, split: str) -> Iterator[str]:
    """Where a picture of that name may lie in a folder, and nowhere outside of it."""
    path = spelling.path(name)
    if path and not path.startswith("/") and ".." not in path.split("/") and ":" not in path:
        yield from (f"{split}/{path}", path) if split else (path,)
