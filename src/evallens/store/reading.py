"""Reading: every column has the dtype and length it must have, or the file is refused by name."""

from __future__ import annotations

import os
import zipfile
import zlib
from dataclasses import replace
from typing import Any, TypeVar

import msgspec
import numpy as np
from numpy.typing import NDArray

from ..archive import Folder, check_names, check_size, content, named, opened
from ..errors import DataError, InputError
from ..evaluation.columns import codec
from ..evaluation.columns.coverage import Coverage
from ..evaluation.columns.cube import Cube
from ..evaluation.columns.masks import Masks
from ..evaluation.columns.meta import FORMAT, OLDEST, SUFFIX, Meta, Model, read
from ..evaluation.columns.tables import MAX_CLASSES, SPLITS, Columns, Images, Objects, Outcomes
from ..evaluation.evaluation import Evaluation
from ..evaluation.matched import How
from ..evaluation.metrics.suspects import NAMES as SUSPICIONS
from ..evaluation.retelling import told_again
from ..evaluation.saving import CUBE, SEGMENTATIONS
from ..evaluation.several import several
from ..evaluation.suspecting import suspected
from ..matching.percent import PERCENTS
from ..pictures.stored import StoredPictures

_DAMAGE = (zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, MemoryError)
_T = TypeVar("_T")


def load(path: str | os.PathLike[str]) -> Evaluation:
    """Read an evaluation that ``Evaluation.save`` wrote.

    Raises InputError when there is no such file, DataError naming the file when it is not an
    evaluation, is cut off, or contradicts itself.
    """
    source = named(path)
    try:
        with opened(source) as file:
            return _read(file, str(path))
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})") from error


def _read(file: Any, name: str) -> Evaluation:
    try:
        with zipfile.ZipFile(file) as archive:
            check_size(archive, os.fstat(file.fileno()).st_size)
            check_names(archive)
            return _evaluation(archive)
    except msgspec.DecodeError as error:
        raise DataError(f"{name}: meta.json is not what it should be: {error}") from error
    except DataError as error:
        raise DataError(f"{name}: {error}") from error
    except zipfile.BadZipFile as error:
        raise DataError(f"{name}: is not an {SUFFIX} file, or is cut off ({error})") from error
    except _DAMAGE as error:
        raise DataError(f"{name}: is damaged ({error})") from error


def _evaluation(archive: zipfile.ZipFile) -> Evaluation:
    meta = _meta(content(archive, "meta.json"))
    folder = Folder(archive)
    images = _table(archive, "images", Images)
    parts = meta.model_parts or (Model("", meta.header, meta.has_objects, meta.has_masks, meta.notices),)
    held = [_part(archive, folder, images, model, f".{i}" if i else "") for i, model in enumerate(parts)]
    pictures = _pictures(folder, len(images), "thumbnails") if meta.has_pictures else None
    names = [f"{SEGMENTATIONS}.{i}" if i else SEGMENTATIONS for i in range(len(parts))]
    segmentations = [_pictures(folder, len(images), name) if f"{name}.data" in folder else None for name in names]
    pictured = [
        replace(one, pictures=pictures, segmentations=own) for one, own in zip(held, segmentations, strict=True)
    ]
    if len(pictured) == 1:
        return pictured[0]
    _check_models([model.name for model in parts], pictured)
    return several({model.name: one for model, one in zip(parts, pictured, strict=True)}, _alike(folder, len(images)))


def _part(archive: zipfile.ZipFile, folder: Folder, images: Images, model: Model, end: str) -> Evaluation:
    """One model over ``images``; the names of its tables end in ``end``."""
    header = read(model)
    if len(header.classes) > MAX_CLASSES:
        raise DataError(f"has {len(header.classes):,} classes; at most {MAX_CLASSES:,} can be counted")
    outcomes = _table(archive, f"outcomes{end}", Outcomes)
    objects = _table(archive, f"objects{end}", Objects) if model.has_objects else None
    masks = _table(archive, f"masks{end}", Masks) if model.has_masks else None
    _check_values(len(header.classes), outcomes, objects)
    told, columns = told_again(header, Columns(images, outcomes, objects, masks))
    how = How.of(told)
    if how is not None and not (header.matching and _tells_suspects(columns.objects)):
        columns = suspected(told, columns, how)
    cube = _cube(archive, f"{CUBE}{end}", len(header.classes)) if f"{CUBE}{end}/offsets" in folder else None
    # Kinds that were told just now are in no cube; one that is not of these outcomes is made anew.
    if cube is not None and columns.outcomes is outcomes and cube.is_of(outcomes):
        columns = columns.knowing(cube)
    return Evaluation(header=told, columns=columns, coverage=_coverage(folder, f"coverage{end}"))


def _cube(archive: zipfile.ZipFile, name: str, classes: int) -> Cube:
    cube = _table(archive, name, Cube)
    if max(int(cube.actual.max(initial=0)), int(cube.predicted.max(initial=0))) >= max(classes, 1):
        raise DataError(f"{name}: a class is not one of the {classes} there are")
    return cube


def _check_models(names: list[str], held: list[Evaluation]) -> None:
    """Raise DataError for models that are not of one evaluation."""
    if len(set(names)) != len(names) or not all(names):
        raise DataError(f"its models are called {', '.join(map(repr, names))}: names are different texts")
    if len({(one.task, one.classes, one.header.background) for one in held}) > 1:
        raise DataError("its models have different tasks or classes")


def _alike(folder: Folder, images: int) -> NDArray[np.bool_] | None:
    if "alike" not in folder:
        return None
    alike = codec.numbers_of(folder, "alike", np.bool_)
    if len(alike) != images:
        raise DataError(f"alike: {len(alike)} for {images} images")
    return alike


def _check_values(classes: int, outcomes: Outcomes, objects: Objects | None) -> None:
    labels = [("outcomes", outcomes.actual), ("outcomes", outcomes.predicted)]
    if objects is not None:
        labels.append(("objects", objects.label))
        _check_objects(objects)
    for table, column in labels:
        if len(column) and int(column.max()) >= classes:
            raise DataError(f"{table}: class {int(column.max())} is not one of the {classes} there are")


def _tells_suspects(objects: Objects | None) -> bool:
    """Does a file say of any object that it is suspect? A column that says nothing is not written."""
    return objects is not None and bool(objects.suspect.any())


def _check_objects(objects: Objects) -> None:
    if len(objects) and int(objects.suspect.max()) >= len(SUSPICIONS):
        raise DataError(f"objects/suspect: {int(objects.suspect.max())} is no kind of suspect that this version knows")
    if bool(((objects.score < 0) | (objects.score > 1)).any()):
        raise DataError("objects: a score is not a confidence from 0 to 1")
    for side in ("x", "y", "w", "h"):
        if not bool(np.isfinite(getattr(objects, side)).all()):
            raise DataError(f"objects/{side}: a box has no place or no size")


def _meta(raw: bytes) -> Meta:
    version = msgspec.json.decode(raw, type=dict[str, Any]).get("format")
    if not isinstance(version, int) or not OLDEST <= version <= FORMAT:
        is_newer = isinstance(version, int) and version > FORMAT
        what_to_do = ": update evallens" if is_newer else ""
        raise DataError(f"has format {version!r}; this version reads {OLDEST} to {FORMAT}{what_to_do}")
    return msgspec.json.decode(raw, type=Meta)


def _table(archive: zipfile.ZipFile, name: str, kind: type[_T]) -> _T:
    return codec.decode(kind, Folder(archive, f"{name}/"), f"{name}/")


def _coverage(folder: Folder, name: str) -> Coverage:
    covered = codec.numbers_of(folder, name, np.bool_)
    if len(covered) != len(SPLITS) * PERCENTS:
        raise DataError(f"{name} has {len(covered)} entries, not {len(SPLITS) * PERCENTS}")
    return Coverage(covered.reshape(len(SPLITS), PERCENTS))


def _pictures(folder: Folder, images: int, name: str) -> StoredPictures:
    data, offsets = codec.ragged(folder, name)
    width, height = (codec.numbers_of(folder, f"{name}.{side}", np.int32) for side in ("width", "height"))
    if not len(offsets) - 1 == len(width) == len(height) == images:
        raise DataError(f"{name}: {len(offsets) - 1} for {images} images")
    if images and min(int(width.min()), int(height.min())) < 0:
        raise DataError(f"{name}: an original has a negative size")
    return StoredPictures(data, offsets, width, height)
