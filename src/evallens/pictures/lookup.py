"""Which picture belongs to which image: looked up by name in a folder, a mapping or a list."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..arguments import listed
from ..errors import DataError

_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif", ".tif", ".tiff"})
_UPLOADED_NAME = re.compile(r"_(jpe?g|png|webp|bmp|tiff?)\.rf\.[0-9a-f]{32}\.\w+$", re.IGNORECASE)
"""What Roboflow calls a file after the upload."""


def image_files(folder: Path) -> dict[str, Path]:
    """The pictures of a folder, by their name without the suffix."""
    return {path.stem: path for path in sorted(folder.iterdir()) if path.suffix.lower() in _SUFFIXES}


def look_up(images: Any, names: list[str]) -> list[Any]:
    """The picture of each of n image names; ``None`` where there is none.

    Args:
        images: A folder (searched with its subfolders), a mapping by image name, or a list of n pictures.
        names: Names of the n images, with or without folder and suffix.

    Raises DataError for a folder that does not exist and for a list of another length.
    """
    if images is None:
        return [None] * len(names)
    if isinstance(images, Mapping):
        return [images.get(name, images.get(Path(name).stem)) for name in names]
    if isinstance(images, str | Path):
        return _from_folder(Path(images), names)
    given = listed(images, "images", "a folder, a mapping by image name, or a list of pictures in the truth's order")
    if len(given) != len(names):
        raise DataError(f"images has {len(given)} pictures for {len(names)} images")
    return given


def look_up_by_any(images: Any, *names: Sequence[str]) -> list[Any]:
    """``look_up`` by the first of several lists of names; what is not found by one is looked up by the next."""
    first, *others = map(list, names)
    found = look_up(images, first)
    for other in others:
        if all(picture is not None for picture in found):
            break
        also = look_up(images, other)
        found = [picture if picture is not None else spare for picture, spare in zip(found, also, strict=True)]
    return found


def original_name(name: str) -> str:
    """The name a file had before it was uploaded to Roboflow.

    >>> original_name("cat_jpg.rf.0123456789abcdef0123456789abcdef.jpg")
    'cat.jpg'
    """
    return _UPLOADED_NAME.sub(r".\1", name)


def _from_folder(folder: Path, names: list[str]) -> list[Path | None]:
    if not folder.is_dir():
        raise DataError(f"images: {folder} is not a folder")
    by_name: dict[str, Path] = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in _SUFFIXES:
            for key in (path.relative_to(folder).as_posix(), path.name, path.stem):
                by_name.setdefault(key, path)
    return [by_name.get(name) or by_name.get(Path(name).name) or by_name.get(Path(name).stem) for name in names]
