"""The columns of a file, read one by one as they are asked for."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from numpy.typing import NDArray

from ..errors import DataError
from .npy import decoded

_MOST_BYTES = 1 << 32
"""Bytes of content that are read of any file."""
_MOST_TIMES = 200
"""A file may hold so many times its own size: five times is usual, a thousand what deflate can pretend at most."""
_ALWAYS = 1 << 26
"""Bytes of content that the smallest file may hold."""
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Folder(Mapping[str, NDArray[Any]]):
    """The ``.npy`` entries of an open archive whose names begin with ``prefix``, by the rest of the name."""

    def __init__(self, archive: zipfile.ZipFile, prefix: str = "") -> None:
        self._archive = archive
        self._prefix = prefix
        self._names = frozenset(archive.namelist())

    def __contains__(self, name: object) -> bool:
        return f"{self._prefix}{name}.npy" in self._names

    def __getitem__(self, name: str) -> NDArray[Any]:
        try:
            return decoded(content(self._archive, f"{self._prefix}{name}.npy"))
        except DataError as error:
            raise DataError(f"{self._prefix}{name}: {error}") from error

    def __iter__(self) -> Iterator[str]:
        named = (name.removesuffix(".npy") for name in self._names if name.endswith(".npy"))
        return (name.removeprefix(self._prefix) for name in named if name.startswith(self._prefix))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def content(archive: zipfile.ZipFile, name: str) -> bytes:
    """The bytes of one entry; raises DataError where there is none, or in a form that is never written."""
    try:
        entry = archive.getinfo(name)
    except KeyError:
        raise DataError(f"{name} is missing") from None
    if entry.compress_type not in _METHODS:
        raise DataError(f"{name} is packed in an unknown way")
    return archive.read(entry)


def check_size(archive: zipfile.ZipFile, size: int) -> None:
    """Refuse content that a file of ``size`` bytes can only pretend to hold, before any of it is unpacked.

    Raises DataError that says how much was claimed.
    """
    entries = archive.infolist()
    declared, packed = (sum(getattr(entry, name) for entry in entries) for name in ("file_size", "compress_size"))
    most = min(_MOST_BYTES, max(_ALWAYS, _MOST_TIMES * size))
    if declared > most:
        raise DataError(
            f"claims to hold {declared / 1e6:,.0f} MB in {size / 1e6:,.1f} MB. Of a file of that size at most "
            f"{most / 1e6:,.0f} MB are read; if it is yours, save fewer images or thresholds in it"
        )
    if not all(0 <= entry.header_offset < size for entry in entries):
        raise DataError("its entries lie outside of it, or it is cut off")
    if packed > size:
        raise DataError(f"its entries overlap: they claim {packed:,} of its {size:,} bytes")


def check_names(archive: zipfile.ZipFile) -> None:
    """Refuse an entry that stands under two names: a column whose name is damaged would count as one left out.

    Raises zipfile.BadZipFile that names it.
    """
    for entry in archive.infolist():
        # Opening compares both, and reads no more than the name.
        archive.open(entry).close()
