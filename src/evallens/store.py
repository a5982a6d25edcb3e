"""One evaluation in one file, NAME.evallens: a zip of ``.npy`` columns, ``meta.json`` and thumbnails.

Numbers are read as numbers: nothing is ever unpickled, every column has the dtype and length it must
have, and a file that is cut off, damaged or made up is a DataError that names it. The same evaluation
gives the same bytes.
"""

from __future__ import annotations

import io
import os
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import numpy as np
from numpy.typing import NDArray

from .errors import DataError, InputError
from .evaluation.coverage import PERCENTS, Coverage
from .evaluation.evaluation import Evaluation
from .evaluation.header import Header
from .evaluation.protocols import ImageRef, Picture
from .evaluation.strings import Strings
from .evaluation.tables import SPLITS, Columns, Images, Objects, Outcomes

FORMAT = 1
SUFFIX = ".evallens"

_EPOCH = (1980, 1, 1, 0, 0, 0)
_MOST_BYTES = 1 << 34
_DAMAGE = (zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, MemoryError)
_T = TypeVar("_T", Images, Outcomes, Objects)


@dataclass(frozen=True, eq=False)
class StoredPictures:
    """Thumbnails held in one buffer, by image row; the large view shows the same picture."""

    data: NDArray[np.uint8]
    offsets: NDArray[np.int64]
    """(images + 1,); an empty stretch is an image without a picture."""
    width: NDArray[np.int32]
    """Pixels of each original image; 0: unknown."""
    height: NDArray[np.int32]

    @classmethod
    def of(cls, pictures: list[Picture | None]) -> StoredPictures:
        """Keep one picture or ``None`` for each image row."""
        held = [picture or Picture(b"", 0, 0) for picture in pictures]
        offsets = np.zeros(len(held) + 1, np.int64)
        np.cumsum([len(picture.data) for picture in held], out=offsets[1:])
        data = np.frombuffer(b"".join(picture.data for picture in held), np.uint8)
        sizes = np.array([(p.width, p.height) for p in held], np.int32).reshape(-1, 2)
        return cls(data, offsets, sizes[:, 0], sizes[:, 1])

    def thumbnail(self, image: ImageRef) -> Picture | None:
        """The stored picture, or ``None`` when there is none."""
        row = image.row
        if not 0 <= row < len(self.width) or self.offsets[row] == self.offsets[row + 1]:
            return None
        data = self.data[self.offsets[row] : self.offsets[row + 1]].tobytes()
        return Picture(data, int(self.width[row]), int(self.height[row]))

    def large(self, image: ImageRef) -> Picture | None:
        """The stored picture, or ``None`` when there is none."""
        return self.thumbnail(image)


class _Meta(msgspec.Struct):
    format: int
    header: Header
    has_objects: bool
    has_pictures: bool


def save(evaluation: Evaluation, path: str | os.PathLike[str]) -> Path:
    """Write ``evaluation`` with its thumbnails; an existing file is replaced in one step or not at all.

    Raises InputError when the folder is not there or cannot be written to.
    """
    target = Path(path)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with part.open("xb") as file:
            with zipfile.ZipFile(file, "w") as archive:
                for name, content in _entries(evaluation):
                    archive.writestr(_entry(name), content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as error:
        raise InputError(f"{target}: cannot be written ({error.strerror or error})") from error
    finally:
        part.unlink(missing_ok=True)
    return target


def load(path: str | os.PathLike[str]) -> Evaluation:
    """Read an evaluation that :func:`save` wrote.

    Raises InputError when there is no such file, DataError naming the file when it is not an
    evaluation, is cut off, or contradicts itself.
    """
    try:
        with Path(path).open("rb") as file:
            return _read(file, str(path))
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})") from error


def _read(file: Any, name: str) -> Evaluation:
    try:
        with zipfile.ZipFile(file) as archive:
            return _evaluation(_Columns(archive))
    except msgspec.DecodeError as error:
        raise DataError(f"{name}: meta.json is not what it should be: {error}") from error
    except DataError as error:
        raise DataError(f"{name}: {error}") from error
    except zipfile.BadZipFile as error:
        raise DataError(f"{name}: is not an {SUFFIX} file, or is cut off ({error})") from error
    except _DAMAGE as error:
        raise DataError(f"{name}: is damaged ({error})") from error


def _evaluation(columns: _Columns) -> Evaluation:
    meta = columns.meta()
    images = columns.table("images", Images)
    outcomes = columns.table("outcomes", Outcomes)
    objects = columns.table("objects", Objects) if meta.has_objects else None
    classes = len(meta.header.classes)
    for table, labels in (("outcomes", outcomes.actual), ("outcomes", outcomes.predicted)):
        _check_labels(table, labels, classes)
    if objects is not None:
        _check_labels("objects", objects.label, classes)
    covered = columns.array("coverage", np.bool_)
    if len(covered) != len(SPLITS) * PERCENTS:
        raise DataError(f"coverage has {len(covered)} entries, not {len(SPLITS) * PERCENTS}")
    return Evaluation(
        header=meta.header,
        columns=Columns(images, outcomes, objects),
        coverage=Coverage(covered.reshape(len(SPLITS), PERCENTS)),
        pictures=columns.pictures(len(images)) if meta.has_pictures else None,
    )


def _check_labels(table: str, labels: NDArray[np.uint16], classes: int) -> None:
    if len(labels) and int(labels.max()) >= classes:
        raise DataError(f"{table}: class {int(labels.max())} is not one of the {classes} there are")


class _Columns:
    """The entries of an open archive, each checked against the dtype it must have."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        if sum(entry.file_size for entry in archive.infolist()) > _MOST_BYTES:
            raise DataError(f"holds more than {_MOST_BYTES >> 30} GiB")
        self._archive = archive

    def meta(self) -> _Meta:
        raw = self._bytes("meta.json")
        version = msgspec.json.decode(raw, type=dict[str, Any]).get("format")
        if version != FORMAT:
            raise DataError(f"has format {version!r}; this version of evallens reads {FORMAT}")
        return msgspec.json.decode(raw, type=_Meta)

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
        return StoredPictures(data, offsets, width, height)

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


def _entries(evaluation: Evaluation) -> Iterator[tuple[str, bytes]]:
    columns = evaluation.columns
    pictures = _pictures(evaluation)
    meta = _Meta(FORMAT, evaluation.header, columns.objects is not None, pictures is not None)
    yield "meta.json", msgspec.json.format(msgspec.json.encode(meta), indent=1)
    yield "coverage.npy", _npy(evaluation.coverage.covered.reshape(-1))
    for name, table in (("images", columns.images), ("outcomes", columns.outcomes), ("objects", columns.objects)):
        for column, values in ({} if table is None else table.columns()).items():
            yield from _column(f"{name}/{column}", values)
    if pictures is not None:
        yield from _column("thumbnails", pictures)
        yield "thumbnails.width.npy", _npy(pictures.width)
        yield "thumbnails.height.npy", _npy(pictures.height)


def _pictures(evaluation: Evaluation) -> StoredPictures | None:
    pictures = evaluation.pictures
    if pictures is None:
        return None
    rows = range(len(evaluation.columns.images))
    return StoredPictures.of([pictures.thumbnail(evaluation.image(row)) for row in rows])


def _column(name: str, values: NDArray[Any] | Strings | StoredPictures) -> Iterator[tuple[str, bytes]]:
    if isinstance(values, np.ndarray):
        yield f"{name}.npy", _npy(values)
    else:
        yield f"{name}.data.npy", _npy(values.data)
        yield f"{name}.offsets.npy", _npy(values.offsets)


def _npy(values: NDArray[Any]) -> bytes:
    buffer = io.BytesIO()
    # Little-endian on every machine, so that the bytes do not depend on where they were written.
    little = np.ascontiguousarray(values, values.dtype.newbyteorder("<"))
    np.lib.format.write_array(buffer, little, version=(1, 0), allow_pickle=False)
    return buffer.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    # Pictures are compressed already.
    entry.compress_type = zipfile.ZIP_STORED if name == "thumbnails.data.npy" else zipfile.ZIP_DEFLATED
    return entry
