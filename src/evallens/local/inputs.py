"""What was given: which task it is for, its splits, and one side of it read."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from glob import glob, has_magic
from numbers import Number
from pathlib import Path
from typing import Any, Literal

import numpy as np

from ..errors import DataError, InputError
from ..evaluation.columns.header import Task
from .annotations import Annotations, ImageList, is_split_word, split_named
from .pairing.images import paired
from .pairing.sources import NOWHERE, concatenated
from .readers import Reading, is_path, read, recognised, unknown
from .readers.coco.reader import is_results
from .readers.files import found_in, is_there
from .readers.masks import ARRAYS, is_masks
from .readers.tables.frames import TABLES, is_table
from .readers.yolo.data_yaml import SUFFIXES, image_lists, label_folders
from .readers.yolo.lines import looks_like_labels
from .values import as_array

Kind = Literal["detection", "classification", "segmentation"]

_KIND_OF: dict[str, Kind] = {"classification": "classification", "semantic-segmentation": "segmentation"}
_UNLISTED = "unlisted"
"""The word for an image that no list of its data.yaml names."""
_FILES = TABLES | ARRAYS | {".json", ".xml", ".txt", ".yaml", ".yml"}


def settled(given: Any) -> Any:
    """What was given, at hand: a generator as a list, for it is looked at more than once; a lazy frame as its rows."""
    if hasattr(given, "collect_schema") and hasattr(given, "collect"):
        return given.collect()
    if hasattr(given, "__dask_graph__") and hasattr(given, "compute"):
        return given.compute()
    return list(given) if isinstance(given, Iterator) else given


def kind_of(given: Any, predictions: Any, task: Task | None = None, form: str | None = None) -> Kind:
    """Which task a truth is for; raises InputError when nothing fits, or two things do."""
    parts = by_split(given)
    if parts is not None:
        others = by_split(predictions) or {}
        word, part = next(iter(parts.items()))
        return kind_of(part, others.get(word), task, form)
    refuse_paths(given, "truth")
    _refuse_missing(given)
    possible: list[Kind] = []
    if form is not None or recognised(given, "truth"):
        possible.append("detection")
    if is_table(given) or _is_labels(given) or is_by_name(given):
        possible.append("classification")
    if is_one_hot(given):
        possible += _kinds_of_one_hot(given, predictions)
    elif not is_table(given) and is_masks(given):
        possible.append("segmentation")
    if not possible and is_path(given):
        raise unknown(given, "truth")
    wanted = _KIND_OF.get(task) if isinstance(task, str) else None
    if possible == ["classification", "segmentation"] and wanted is None:
        raise InputError(
            "truth and predictions can be one label an image (a row with a single 1) or one mask. Say which: "
            'task="classification" or task="semantic-segmentation".'
        )
    # Boxes first: a table of boxes is a table, too, and pictures may lie beside the labels.
    return wanted if wanted in possible else possible[0] if possible else "detection"


def read_annotations(given: Any, reading: Reading) -> Annotations:
    """Read one side of a detection or instance segmentation, split by split where it says so."""
    parts = by_split(given)
    if parts is None:
        return _listed(_read(given, reading), given)
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
        # Where the file names no folder that is there, those beside it tell.
        return dict(folders) if len(set(folders.values())) > 1 else None if folders else by_split(Path(given).parent)
    if not Path(given).is_dir():
        return None
    for holder in (Path(given), Path(given) / "labels"):
        folders = (
            {p.name: p for p in sorted(holder.iterdir()) if p.is_dir() and is_split_word(p.name)}
            if holder.is_dir()
            else {}
        )
        if folders:
            _check_strays(holder, folders)
            return dict(folders)
    return None


def _check_strays(holder: Path, folders: Mapping[str, Path]) -> None:
    """Raise DataError for labels that lie beside the folders of splits, in none of them: they would be lost."""
    for path in sorted(holder.glob("[!.]*")):
        is_holder = holder.name.lower() in ("labels", "annotations") and path.is_dir()
        within = found_in(path) if is_holder and path not in folders.values() else [path]
        for file in within:
            is_label = file.suffix.lower() == ".txt" and file.is_file() and looks_like_labels(file)
            if is_label or (file.suffix.lower() == ".xml" and file.is_file()):
                raise DataError(
                    f"{file}: lies beside the folders of splits ({', '.join(folders)}), in none of them; move it into "
                    "one, or give one folder"
                )


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


def is_by_name(given: Any) -> bool:
    """One label an image, by the image's name?"""
    return (
        isinstance(given, Mapping)
        and len(given) > 0
        and all(value is None or isinstance(value, str | bytes | Number | np.generic) for value in given.values())
    )


def _is_labels(given: Any) -> bool:
    """One label an image: a list, an array or a Series of numbers, truth values or words."""
    if isinstance(given, str | bytes | Mapping) or not hasattr(given, "__len__") or not len(given):
        return False
    if isinstance(given, Sequence) and not hasattr(given, "dtype"):
        return given[0] is None or isinstance(given[0], str | bytes | Number | np.generic)
    try:
        values = as_array(given)
    except InputError:
        return False
    is_row = values.ndim == 1 or (values.ndim == 2 and values.shape[1] == 1)
    return is_row and not isinstance(values.ravel()[0], Mapping) and np.ndim(values.ravel()[0]) == 0


def is_one_hot(given: Any) -> bool:
    """Is it a row an image with a single 1, at its class?"""
    if isinstance(given, str | bytes | Mapping) or is_path(given) or is_table(given):
        return False
    try:
        values = as_array(given)
    except InputError:
        return False
    if values.ndim != 2 or values.dtype.kind not in "biuf" or not values.size or values.shape[1] < 2:
        return False
    return bool(np.isin(values, (0, 1)).all()) and bool((values.sum(axis=1) == 1).all())


def _kinds_of_one_hot(given: Any, predictions: Any) -> list[Kind]:
    """A mask may look so, too: predictions of another shape, or that are no whole numbers, tell."""
    try:
        likely = as_array(predictions)
    except InputError:
        return ["classification"]
    if likely.shape != np.shape(given) or likely.dtype.kind == "f":
        return ["classification"]
    return ["classification", "segmentation"]


def _refuse_missing(given: Any) -> None:
    """Raise InputError for a path that names nothing, or a pattern, which files of Parquet of both sides may be."""
    if not is_path(given) or is_there(Path(given)):
        return
    if has_magic(str(given)) and glob(str(given)):  # noqa: PTH207 - folders above may be patterns, too
        raise InputError(f'{given}: patterns name files of Parquet, of both sides, and go into a folder: out="run"')
    raise InputError(f"{given}: there is no such file or folder")


def _read(given: Any, reading: Reading) -> Annotations:
    refuse_paths(given, reading.role)
    _refuse_missing(given)
    if reading.role == "truth" and not is_path(given) and is_results(given) and len(given):
        raise InputError("truth: these are predictions; are truth and predictions swapped?")
    return read(given, reading)


def _listed(side: Annotations, given: Any) -> Annotations:
    """The side with the splits that the lists of a data.yaml name; raises DataError for an image in two of them."""
    lists = image_lists(Path(given)) if is_path(given) and Path(given).suffix.lower() in SUFFIXES else {}
    if not lists:
        return side
    splits = [_UNLISTED] * len(side.images)
    for word, names in lists.items():
        rows = paired(side.images, ImageList(names=names), sources=(side.source, f"{given}, {word}"))
        for row in rows[rows != NOWHERE].tolist():
            if splits[row] not in (_UNLISTED, split_named(word)):
                raise DataError(f"{given}: {side.images.names[row]!r} is listed under {splits[row]} and {word}")
            splits[row] = split_named(word)
    return replace(side, images=replace(side.images, splits=splits))


def _in_split(side: Annotations, split: str) -> Annotations:
    return replace(side, images=replace(side.images, splits=[split] * len(side.images)))
