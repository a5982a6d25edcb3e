"""What was given: which task it is for, its splits, and one side of it read."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import numpy as np

from ..errors import InputError
from ..evaluation.columns.header import Task
from ..pictures.lookup import image_files
from .annotations import Annotations, is_split_word, split_named
from .merging import concatenated
from .readers import Reading, is_path, read, recognised
from .readers.coco import is_results
from .readers.data_yaml import SUFFIXES, label_folders
from .readers.files import is_there
from .readers.frames import TABLES, is_frame

Kind = Literal["detection", "classification", "segmentation"]

_KIND_OF: dict[str, Kind] = {"classification": "classification", "semantic-segmentation": "segmentation"}
_FILES = TABLES | {".json", ".xml", ".txt", ".yaml", ".yml"}


def settled(given: Any) -> Any:
    """What was given, a generator as the list of what it yields: it is looked at more than once."""
    return list(given) if isinstance(given, Iterator) else given


def kind_of(given: Any, task: Task | None = None, form: str | None = None) -> Kind:
    """Which task an input is for; raises InputError when nothing fits."""
    parts = by_split(given)
    if parts is not None:
        return kind_of(next(iter(parts.values())), task, form)
    refuse_paths(given, "truth")
    if is_path(given) and not is_there(Path(given)):
        raise InputError(f"{given}: there is no such file or folder")
    possible: list[Kind] = []
    if form is not None or recognised(given, "truth"):
        possible.append("detection")
    if is_table(given) or _is_labels(given):
        possible.append("classification")
    if _is_masks(given):
        possible.append("segmentation")
    wanted = _KIND_OF.get(task or "")
    # Boxes first: a table of boxes is a table, too, and pictures may lie beside the labels.
    return wanted if wanted in possible else possible[0] if possible else "detection"


def read_annotations(given: Any, reading: Reading) -> Annotations:
    """Read one side of a detection or instance segmentation, split by split where it says so."""
    parts = by_split(given)
    if parts is None:
        return _read(given, reading)
    sides = [_in_split(_read(part, reading.of_split(word)), split_named(word)) for word, part in parts.items()]
    return concatenated(sides, str(given) if is_path(given) else reading.role)


def by_split(given: Any) -> dict[str, Any] | None:
    """The parts of an input that is divided into splits, by a mapping or by folders; ``None``: it is not."""
    if isinstance(given, Mapping) and given and all(isinstance(k, str) and is_split_word(k) for k in given):
        return dict(given)
    if not is_path(given) or not is_there(Path(given)):
        return None
    if Path(given).suffix.lower() in SUFFIXES and Path(given).is_file():
        folders = label_folders(Path(given))
        return dict(folders) if len(set(folders.values())) > 1 else None
    if not Path(given).is_dir():
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


def is_table(given: Any) -> bool:
    """Is it a table, in memory or as a file?"""
    return Path(given).suffix.lower() in TABLES if is_path(given) else is_frame(given)


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


def _is_labels(given: Any) -> bool:
    """One label an image: a list, an array or a Series of numbers, truth values or words."""
    if isinstance(given, str | bytes | Mapping) or not hasattr(given, "__len__") or not len(given):
        return False
    if hasattr(given, "ndim") or hasattr(given, "__array__"):
        shape = np.shape(given)
        return len(shape) == 1 and not isinstance(np.asarray(given)[0], Mapping) and np.ndim(np.asarray(given)[0]) == 0
    return isinstance(given, Sequence) and isinstance(given[0], str | int | float | np.generic)


def _is_masks(given: Any) -> bool:
    """Pictures of class indices: a folder of them, one array or several."""
    if is_path(given):
        return Path(given).is_dir() and bool(image_files(Path(given)))
    if getattr(given, "ndim", 0) in (2, 3):
        return True
    first = next(iter(given.values()), None) if isinstance(given, Mapping) else None
    if isinstance(given, Sequence) and not isinstance(given, str) and len(given):
        first = given[0]
    return getattr(first, "ndim", 0) == 2


def _read(given: Any, reading: Reading) -> Annotations:
    refuse_paths(given, reading.role)
    if is_path(given) and not is_there(Path(given)):
        raise InputError(f"{given}: there is no such file or folder")
    if reading.role == "truth" and not is_path(given) and is_results(given) and len(given):
        raise InputError("truth: these are predictions; are truth and predictions swapped?")
    return read(given, reading)


def _in_split(side: Annotations, split: str) -> Annotations:
    return replace(side, images=replace(side.images, splits=[split] * len(side.images)))
