"""What was given, told by its shape or its files: the one place that knows every kind of input."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np

from ..errors import InputError
from ..pictures.lookup import image_files
from . import coco, detections, voc, yolo
from .annotations import Annotations, ImageList, is_split_word, split_named
from .merging import concatenated

Kind = Literal["detection", "classification", "segmentation"]

_TABLES = frozenset({".csv", ".tsv", ".parquet"})
_FILES = _TABLES | {".json", ".xml", ".txt", ".yaml", ".yml"}
_ROBOFLOW_COCO = "_annotations.coco.json"


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What reading one side may need to know."""

    role: Literal["truth", "predictions"]
    images: Path | None = None
    """Folder of pictures."""
    truth: Annotations | None = None
    """The ground truth, once it is read: predictions may speak in its ids."""

    @property
    def scored(self) -> bool:
        """Predictions need a confidence."""
        return self.role == "predictions"

    def of_split(self, word: str) -> Reading:
        """The same for one split: two splits may number or name their images alike."""
        if self.truth is None:
            return self
        return replace(self, truth=replace(self.truth, images=self.truth.images.of_split(split_named(word))))


def kind_of(given: Any) -> Kind:
    """Which task an input is for; raises InputError when nothing fits."""
    if by_split(given) is not None:
        return kind_of(next(iter(_parts(given).values())))
    if is_path(given):
        return _kind_of_path(Path(given))
    refuse_paths(given, "truth")
    if is_frame(given) or (isinstance(given, Sequence | np.ndarray) and len(given) and _is_label(given[0])):
        return "classification"
    if isinstance(given, Sequence | np.ndarray) and len(given) and getattr(given[0], "ndim", 0) == 2:
        return "segmentation"
    return "detection"


def read_annotations(given: Any, reading: Reading) -> Annotations:
    """Read one side of a detection or instance segmentation, split by split where it says so."""
    parts = by_split(given)
    if parts is None:
        return _read(given, reading)
    read = [_in_split(_read(part, reading.of_split(word)), split_named(word)) for word, part in parts.items()]
    return concatenated(read, str(given) if is_path(given) else reading.role)


def by_split(given: Any) -> dict[str, Any] | None:
    """The parts of an input that is divided into splits, by a mapping or by folders; ``None``: it is not."""
    if isinstance(given, Mapping) and given and all(isinstance(k, str) and is_split_word(k) for k in given):
        return dict(given)
    if not is_path(given) or not Path(given).is_dir():
        return None
    for holder in (Path(given), Path(given) / "labels"):
        folders = (
            {p.name: p for p in sorted(holder.iterdir()) if p.is_dir() and is_split_word(p.name)}
            if holder.is_dir()
            else {}
        )
        if folders:
            return dict(folders)
    return None


def is_path(given: Any) -> bool:
    """Is it a path to a file or folder?"""
    return isinstance(given, str | os.PathLike)


def is_frame(given: Any) -> bool:
    """Is it a data frame or an Arrow table?"""
    return hasattr(given, "__arrow_c_stream__") or (hasattr(given, "columns") and hasattr(given, "__getitem__"))


def is_table(given: Any) -> bool:
    """Is it a classification table, in memory or as a file?"""
    return Path(given).suffix.lower() in _TABLES if is_path(given) else is_frame(given)


def refuse_paths(given: Any, role: str) -> None:
    """Raise InputError for a list of paths, which would pass for a list of labels."""
    if isinstance(given, Sequence) and not isinstance(given, str | bytes) and len(given) and _is_file(given[0]):
        raise InputError(
            f"{role} is a list of paths, such as {str(given[0])!r}: give one file or folder, not in a list"
        )


def missing_predictions() -> InputError:
    """The error for ground truth alone."""
    return InputError("predictions are missing: give predictions= (or --predictions)")


def _is_file(value: Any) -> bool:
    """A class may be called as a folder that happens to be here, but hardly as a file."""
    if not is_path(value):
        return False
    if isinstance(value, os.PathLike) or Path(value).suffix.lower() in _FILES:
        return True
    try:
        return Path(value).is_file() or (os.sep in value and Path(value).exists())
    except (OSError, ValueError):
        return False  # Too long for a path.


def _parts(given: Any) -> dict[str, Any]:
    return by_split(given) or {}


def _is_label(value: Any) -> bool:
    return isinstance(value, str | int | np.integer | np.str_)


def _kind_of_path(path: Path) -> Kind:
    if not path.exists():
        raise InputError(f"{path}: there is no such file or folder")
    if path.is_file():
        return "classification" if path.suffix.lower() in _TABLES else "detection"
    has_boxes = _coco_file(path) or yolo.label_folder(path) or voc.annotation_files(path)
    return "segmentation" if not has_boxes and image_files(path) else "detection"


def _coco_file(folder: Path) -> Path | None:
    files = sorted(folder.glob("*.json"))
    named = [file for file in files if file.name == _ROBOFLOW_COCO]
    return named[0] if named else files[0] if len(files) == 1 else None


def _read(given: Any, reading: Reading) -> Annotations:
    if is_path(given):
        return _read_path(Path(given), reading)
    source = reading.role
    refuse_paths(given, source)
    if coco.is_dataset(given):
        return coco.read_dataset(given, source, scored=reading.scored)
    if reading.truth is not None and coco.is_results(given) and (given or reading.truth.images.ids is not None):
        return coco.read_results(given, source, reading.truth)
    if reading.truth is None and given and coco.is_results(given):
        raise _swapped(source)
    found = _read_memory(given, reading)
    if found is not None:
        return found
    raise InputError(
        f"{source} is a {type(given).__name__} that evallens cannot read. It reads COCO, YOLO and Pascal VOC files, "
        "supervision Detections and datasets, arrays, classification tables and folders of mask pictures."
    )


def _read_memory(given: Any, reading: Reading) -> Annotations | None:
    """Detections and arrays; ``None``: it is neither."""
    source, scored = reading.role, reading.scored
    if detections.is_detection_dataset(given):
        return detections.read_dataset(given, source, scored=scored)
    if detections.is_flat(given):
        return detections.read_flat(given, source, scored=scored)
    if detections.is_detections(given):
        return detections.read_each([given], source, scored=scored, names=_names(reading, 1))
    if isinstance(given, Mapping | Sequence) and all(map(detections.is_detections, _values(given))):
        return detections.read_each(given, source, scored=scored, names=_names(reading, len(given)))
    return None


def _values(given: Mapping[Any, Any] | Sequence[Any]) -> list[Any]:
    return list(given.values() if isinstance(given, Mapping) else given)


def _names(reading: Reading, count: int) -> Sequence[str] | None:
    """Predictions in a bare list are those of the ground truth's images, in order."""
    if reading.truth is None or len(reading.truth.images) != count:
        return None
    return reading.truth.images.names


def _read_path(path: Path, reading: Reading) -> Annotations:
    if not path.exists():
        raise InputError(f"{path}: there is no such file or folder")
    file = path if path.is_file() else _coco_file(path)
    if file is not None:
        document = coco.read_document(file)
        if coco.is_dataset(document):
            return coco.read_dataset(document, str(file), scored=reading.scored)
        if coco.is_results(document) and reading.truth is not None:
            return coco.read_results(document, str(file), reading.truth)
        if document and coco.is_results(document):
            raise _swapped(str(file))
        raise InputError(f"{file}: is not COCO JSON: it needs images, annotations and categories, or a list of results")
    if yolo.label_folder(path) is not None:
        known = None if reading.truth is None else reading.truth.images
        return yolo.read_folder(path, scored=reading.scored, images=reading.images, known=known)
    if voc.annotation_files(path):
        return voc.read_folder(path, scored=reading.scored)
    raise InputError(f"{path}: holds no COCO JSON, no YOLO text files and no Pascal VOC XML")


def _swapped(source: str) -> InputError:
    return InputError(f"{source}: these are predictions; are truth and predictions swapped?")


def _in_split(side: Annotations, split: str) -> Annotations:
    images = side.images
    held = ImageList(names=images.names, ids=images.ids, splits=[split] * len(images), sizes=images.sizes)
    return replace(side, images=held)
