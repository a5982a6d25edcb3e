"""Reading: every column has the dtype and length it must have, or the file is refused by name."""

from __future__ import annotations

import io
import os
import zipfile
import zlib
from dataclasses import fields
from typing import Any, TypeVar

import msgspec
import numpy as np
from numpy.typing import NDArray

from ..errors import DataError, InputError
from ..evaluation.columns.coverage import Coverage
from ..evaluation.columns.masks import Masks
from ..evaluation.columns.strings import Strings
from ..evaluation.columns.tables import SPLITS, Columns, Images, Objects, Outcomes
from ..evaluation.evaluation import Evaluation
from ..matching.percent import PERCENTS
from ..pictures.stored import StoredPictures
from .files import named
from .meta import FORMAT, SUFFIX, Meta, read

_MOST_BYTES = 1 << 32
"""Bytes of content that are read of any file."""
_MOST_TIMES = 200
"""A file may hold so many times its own size: five times is usual, a thousand what deflate can pretend at most."""
_ALWAYS = 1 << 26
"""Bytes of content that the smallest file may hold."""
_DAMAGE = (zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, MemoryError)
_T = TypeVar("_T", Images, Outcomes, Objects)


def load(path: str | os.PathLike[str]) -> Evaluation:
    """Read an evaluation that :func:`save` wrote.

    Raises InputError when there is no such file, DataError naming the file when it is not an
    evaluation, is cut off, or contradicts itself.
    """
    source = named(path)
    try:
        with source.open("rb") as file:
            return _read(file, str(path))
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})") from error


def _read(file: Any, name: str) -> Evaluation:
    try:
        with zipfile.ZipFile(file) as archive:
            _check_size(archive, os.fstat(file.fileno()).st_size)
            return _evaluation(_Columns(archive))
    except msgspec.DecodeError as error:
        raise DataError(f"{name}: meta.json is not what it should be: {error}") from error
    except DataError as error:
        raise DataError(f"{name}: {error}") from error
    except zipfile.BadZipFile as error:
        raise DataError(f"{name}: is not an {SUFFIX} file, or is cut off ({error})") from error
    except _DAMAGE as error:
        raise DataError(f"{name}: is damaged ({error})") from error


def _check_size(archive: zipfile.ZipFile, size: int) -> None:
    """Refuse content that a file of ``size`` bytes can only pretend to hold, before any of it is unpacked."""
    entries = archive.infolist()
    declared, packed = (sum(getattr(entry, name) for entry in entries) for name in ("file_size", "compress_size"))
    most = min(_MOST_BYTES, max(_ALWAYS, _MOST_TIMES * size))
    if declared > most:
        raise DataError(
            f"claims to hold {declared / 1e6:,.0f} MB in {size / 1e6:,.1f} MB. Of a file of that size at most "
            f"{most / 1e6:,.0f} MB are read; if it is yours, save fewer images or thresholds in it"
        )
    if packed > size:
        raise DataError(f"its entries overlap: they claim {packed:,} of its {size:,} bytes")


def _evaluation(columns: _Columns) -> Evaluation:
    meta = columns.meta()
    header = read(meta)
    images = columns.table("images", Images)
    outcomes = columns.table("outcomes", Outcomes)
    objects = columns.table("objects", Objects) if meta.has_objects else None
    classes = len(header.classes)
    for table, labels in (("outcomes", outcomes.actual), ("outcomes", outcomes.predicted)):
        _check_labels(table, labels, classes)
    if objects is not None:
        _check_labels("objects", objects.label, classes)
    covered = columns.array("coverage", np.bool_)
    if len(covered) != len(SPLITS) * PERCENTS:
        raise DataError(f"coverage has {len(covered)} entries, not {len(SPLITS) * PERCENTS}")
    return Evaluation(
        header=header,
        columns=Columns(images, outcomes, objects, columns.masks() if meta.has_masks else None),
        coverage=Coverage(covered.reshape(len(SPLITS), PERCENTS)),
        pictures=columns.pictures(len(images)) if meta.has_pictures else None,
    )


def _check_labels(table: str, labels: NDArray[np.uint16], classes: int) -> None:
    if len(labels) and int(labels.max()) >= classes:
        raise DataError(f"{table}: class {int(labels.max())} is not one of the {classes} there are")


class _Columns:
    """The entries of an open archive, each checked against the dtype it must have."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def meta(self) -> Meta:
        raw = self._bytes("meta.json")
        version = msgspec.json.decode(raw, type=dict[str, Any]).get("format")
        if version != FORMAT:
            raise DataError(f"has format {version!r}; this version of evallens reads {FORMAT}")
        return msgspec.json.decode(raw, type=Meta)

    def table(self, name: str, kind: type[_T]) -> _T:
        """Every column of a table; what has no dtype of its own is strings."""
        dtypes = kind._dtypes  # noqa: SLF001 - the tables say what their columns hold, and only there.
        return kind(**{f.name: self._any(f"{name}/{f.name}", dtypes.get(f.name)) for f in fields(kind)})

    def _any(self, name: str, dtype: type[np.generic] | None) -> Any:
        return self.strings(name) if dtype is None else self.array(name, dtype)

    def strings(self, name: str) -> Strings:
        data, offsets = self.ragged(name)
        try:
            data.tobytes().decode("utf-8")
        except UnicodeDecodeError as error:
            raise DataError(f"{name}: is not UTF-8") from error
        starts = offsets[:-1][offsets[:-1] < len(data)]
        if bool(((data[starts] & 0xC0) == 0x80).any()):
            raise DataError(f"{name}: a string begins inside a letter")
        return Strings(data, offsets)

    def ragged(self, name: str) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        data, offsets = self.array(f"{name}.data", np.uint8), self.array(f"{name}.offsets", np.int64)
        if not len(offsets) or offsets[0] != 0 or offsets[-1] != len(data) or bool((np.diff(offsets) < 0).any()):
            raise DataError(f"{name}: its offsets do not fit its {len(data)} bytes")
        return data, offsets

    def pictures(self, images: int) -> StoredPictures:
        data, offsets = self.ragged("thumbnails")
        width, height = (self.array(f"thumbnails.{side}", np.int32) for side in ("width", "height"))
        if not len(offsets) - 1 == len(width) == len(height) == images:
            raise DataError(f"thumbnails: {len(offsets) - 1} for {images} images")
        if images and min(int(width.min()), int(height.min())) < 0:
            raise DataError("thumbnails: an original has a negative size")
        return StoredPictures(data, offsets, width, height)

    def masks(self) -> Masks:
        return Masks(*(self.array(f"masks/{column}", np.int64) for column in ("offsets", "start", "stop", "heights")))

    def array(self, name: str, dtype: type[np.generic]) -> NDArray[Any]:
        """One column. The header is read by hand: its length is believed only when the bytes are there."""
        raw = io.BytesIO(self._bytes(f"{name}.npy"))
        if np.lib.format.read_magic(raw) != (1, 0):
            raise DataError(f"{name}: an unknown version of .npy")
        shape, _, stored = np.lib.format.read_array_header_1_0(raw)
        if stored.hasobject or len(shape) != 1 or not np.issubdtype(stored, dtype):
            raise DataError(f"{name}: is {stored} {shape}, not a column of {np.dtype(dtype).name}")
        body = raw.getbuffer()[raw.tell() :]
        if len(body) != shape[0] * stored.itemsize:
            raise DataError(f"{name}: {len(body)} bytes for {shape[0]} values")
        return np.frombuffer(body, stored)

    def _bytes(self, name: str) -> bytes:
        try:
            return self._archive.read(name)
        except KeyError:
            raise DataError(f"{name} is missing") from None
