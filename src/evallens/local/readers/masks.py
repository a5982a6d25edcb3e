"""Masks of semantic segmentation: pictures whose pixel values mean classes, and arrays of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import BadZipFile, ZipFile

import numpy as np
from numpy.lib.npyio import NpzFile
from numpy.typing import NDArray

from ...errors import DataError, InputError
from ...pictures.opening import open_picture
from ...pictures.spelling import SUFFIXES
from ..annotations import ImageList
from ..values import as_array
from .files import found_in, read_bytes
from .reading import is_path

ARRAYS = frozenset({".npy", ".npz"})
"""Suffixes of numpy's files."""

Mask = NDArray[np.int64]


class Member(NamedTuple):
    """One array of a ``.npz`` file, which is read when it is asked for."""

    held: NpzFile
    name: str


def is_read_again(source: Any) -> bool:
    """Is a mask in a file, from which it can be read whenever it is shown?"""
    return isinstance(source, Path | Member)


def is_masks(given: Any) -> bool:
    """Is it a folder of mask pictures, a file of arrays, one mask or several?"""
    if is_path(given):
        path = Path(given)
        if path.is_file():
            return path.suffix.lower() in ARRAYS
        return path.is_dir() and any(found.suffix.lower() in SUFFIXES | ARRAYS for found in found_in(path))
    if getattr(given, "ndim", 0) in (2, 3) or _has_one_channel(given):
        return True
    first = next(iter(given.values()), None) if isinstance(given, Mapping) else None
    if isinstance(given, Sequence) and not isinstance(given, str) and len(given):
        first = given[0]
    return getattr(first, "ndim", 0) in (2, 3)


def _has_one_channel(given: Any) -> bool:
    """Is it masks of a batch, (images, 1, height, width) or (images, height, width, 1)?"""
    return getattr(given, "ndim", 0) == 4 and 1 in (given.shape[1], given.shape[3])


def named_masks(given: Any, role: str) -> tuple[ImageList, list[Any]]:
    """The masks of one side, and what their images are called; raises InputError for what holds no masks."""
    if is_path(given):
        return _of_path(Path(given), role)
    if isinstance(given, NpzFile):
        return _members(given)
    if isinstance(given, Mapping):
        return ImageList(names=[str(name) for name in given]), list(given.values())
    if getattr(given, "ndim", 0) == 2:
        given = [given]
    if not isinstance(given, Sequence) and getattr(given, "ndim", 0) < 3:
        raise InputError(f"{role} is a {type(given).__name__}, not a folder of masks, an array or several")
    each = list(given)
    return ImageList(names=[f"image {row}" for row in range(len(each))], is_numbered=True), each


def check_flat(given: Any) -> None:
    """Raise DataError for a mask that lies beside the folders of splits, in none of them."""
    if not is_path(given) or not Path(given).is_dir():
        return
    flat = [
        found
        for found in found_in(Path(given))
        if found.parent == Path(given) and found.suffix.lower() in SUFFIXES | ARRAYS
    ]
    if flat:
        raise DataError(f"{flat[0]}: lies beside the folders of splits, in none of them; move it into one")


def read_mask(source: Any, name: str) -> Mask:
    """Pixel values, (height, width); raises DataError naming what holds none."""
    if isinstance(source, Path):
        return _whole(_array_of(source), str(source))
    if isinstance(source, Member):
        with _readable(f"{name} of the arrays"):
            return _whole(source.held[source.name], name)
    if is_path(source):
        raise DataError(f"{name}: is a path in a list; give the folder of the masks, or the arrays")
    try:
        return _whole(as_array(source), name)
    except InputError as error:
        if isinstance(error, DataError):
            raise
        raise DataError(f"{name}: is no mask ({error})") from error


def _of_path(path: Path, role: str) -> tuple[ImageList, list[Any]]:
    if path.suffix.lower() in ARRAYS and path.is_file():
        held = _loaded(path)
        if isinstance(held, NpzFile):
            return _members(held)
        each = [held] if held.ndim == 2 else list(held)
        return ImageList(names=[f"image {row}" for row in range(len(each))], is_numbered=True), each
    if not path.is_dir():
        raise InputError(f"{role}: {path} is not a folder")
    files = [found for found in found_in(path) if found.suffix.lower() in SUFFIXES | ARRAYS]
    names = [file.relative_to(path).with_suffix("").as_posix() for file in files]
    seen: dict[str, Path] = {}
    for name, file in zip(names, files, strict=True):
        if name in seen:
            raise DataError(f"{path}: {seen[name].name} and {file.name} are masks of one image; leave one of them out")
        seen[name] = file
    return ImageList(names=names), list(files)


def _array_of(path: Path) -> NDArray[Any]:
    if path.suffix.lower() in ARRAYS:
        held = _loaded(path)
        if isinstance(held, NpzFile):
            if len(held) != 1:
                raise DataError(f"{path}: holds {len(held)} arrays, not one mask")
            with held, _readable(str(path)):
                return next(iter(held.values()))
        return held
    if path.suffix.lower() in (".jpg", ".jpeg"):
        raise DataError(f"{path}: is a JPEG, which keeps no exact pixel values; masks are PNG, TIFF or arrays")
    opened = open_picture(path, str(path))
    if opened.mode == "RGB":
        channels = np.asarray(opened)
        if bool((channels == channels[..., :1]).all()):
            return channels[..., 0]
    if opened.mode not in ("L", "P", "I", "1", "I;16", "I;16B"):
        raise DataError(f"{path}: is a {opened.mode} picture; a mask has one class index a pixel (mode L or P)")
    return np.asarray(opened)


def _members(held: NpzFile) -> tuple[ImageList, list[Any]]:
    return ImageList(names=list(held)), [Member(held, name) for name in held]


def _loaded(path: Path) -> NDArray[Any] | NpzFile:
    # Of several arrays only those that are asked for are read, whenever that is.
    is_read_later = path.suffix.lower() == ".npz"
    data = None if is_read_later else BytesIO(read_bytes(path))
    with _readable(str(path)):
        if is_read_later:
            ZipFile(path).close()  # numpy leaves a file open that is no zip after all.
        held: NDArray[Any] | NpzFile = np.load(data or path, allow_pickle=False)
        return held


@contextmanager
def _readable(what: str) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError, EOFError, KeyError, MemoryError, BadZipFile) as error:
        raise DataError(f"{what}: is not a numpy file that can be read ({error})") from error


def _whole(mask: NDArray[Any], name: str) -> Mask:
    if mask.ndim == 3 and 1 in (mask.shape[0], mask.shape[2]):
        mask = mask.reshape(mask.shape[1:] if mask.shape[0] == 1 else mask.shape[:2])
    if mask.ndim != 2 or mask.dtype.kind not in "iubf":
        raise DataError(f"{name}: a mask is (height, width) of whole numbers, not {mask.shape} {mask.dtype}")
    with np.errstate(invalid="ignore"):
        whole = mask.astype(np.int64)
    if mask.dtype.kind == "f" and bool((whole != mask).any()):
        odd = mask[whole != mask][0]
        raise DataError(f"{name}: has pixel value {odd}; a mask has one class index a pixel")
    return whole
