"""Which picture belongs to which image: looked up by name in a folder, a mapping or a list."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..archive import is_folder
from ..arguments import listed
from ..errors import DataError
from ..text import counted
from .naming import DOUBTFUL, NOWHERE, ImageNames, find
from .spelling import SUFFIXES, split_of, tellable

_UPLOADED_NAME = re.compile(r"_(jpe?g|png|webp|bmp|tiff?)\.rf\.[0-9a-f]{32}\.\w+$", re.IGNORECASE)
"""What Roboflow calls a file after the upload."""


@dataclass(frozen=True, eq=False)
class LookedUp:
    """The picture of each image, ``None`` where there is none or it cannot be told which."""

    pictures: list[Any]
    doubtful: list[str]
    """Names of the images for which several pictures fit, or whose picture fits several images."""

    @property
    def words(self) -> str:
        """What to say of the doubtful ones."""
        return (
            f"{counted(len(self.doubtful), 'images', 'are')} shown without a picture, such as {self.doubtful[0]!r}: "
            "several have that name. Whole paths, or folders called by split, tell them apart."
        )


def look_up(images: Any, wanted: ImageNames, *others: Sequence[str]) -> LookedUp:
    """Find the picture of each of n images by the rule of :func:`.naming.find`.

    Args:
        images: A folder (searched with its subfolders), a mapping by image name, or a list of n pictures.
        wanted: What the n images are called.
        others: Further names, n each, for what is not found by the ones before.

    Raises DataError for a folder that does not exist and for a list of another length.
    """
    if images is None:
        return LookedUp([None] * len(wanted), [])
    if isinstance(images, Mapping):
        return _found({str(key): picture for key, picture in images.items()}, wanted, others)
    if isinstance(images, str | Path):
        return _found(_files(Path(images)), wanted, others)
    given = listed(images, "images", "a folder, a mapping by image name, or a list of pictures in the truth's order")
    if len(given) != len(wanted):
        raise DataError(f"images has {counted(len(given), 'pictures')} for {counted(len(wanted), 'images')}")
    return LookedUp(given, [])


def original_name(name: str) -> str:
    """The name a file had before it was uploaded to Roboflow.

    >>> original_name("cat_jpg.rf.0123456789abcdef0123456789abcdef.jpg")
    'cat.jpg'
    """
    return _UPLOADED_NAME.sub(r".\1", name)


def _files(folder: Path) -> dict[str, Path]:
    if not is_folder(folder):
        raise DataError(f"images: {folder} is not a folder")
    found = (path for path in sorted(folder.rglob("*")) if path.suffix.lower() in SUFFIXES)
    return {path.relative_to(folder).as_posix(): path for path in found}


def _found(pictures: Mapping[str, Any], wanted: ImageNames, others: Sequence[Sequence[str]]) -> LookedUp:
    keys = list(pictures)
    held = ImageNames(names=keys, splits=None if wanted.splits is None else [split_of(key) for key in keys])
    rows = find(held, ImageNames(names=wanted.names, splits=wanted.splits)).rows
    _separate(rows)
    for names in others:
        lost = np.flatnonzero(rows == NOWHERE)
        more = find(held, ImageNames(names=[names[row] for row in lost.tolist()])).rows
        # A picture that one image is named after is no other's.
        more[np.isin(more, rows[rows >= 0])] = NOWHERE
        _separate(more)
        rows[lost] = more
    each = [pictures[keys[row]] if row >= 0 else None for row in rows.tolist()]
    return LookedUp(each, [tellable(wanted.names[row]) for row in np.flatnonzero(rows == DOUBTFUL).tolist()])


def _separate(rows: np.ndarray[Any, np.dtype[np.int64]]) -> None:
    """A picture that several images would have is in doubt for all of them."""
    values, counts = np.unique(rows[rows >= 0], return_counts=True)
    rows[np.isin(rows, values[counts > 1])] = DOUBTFUL
