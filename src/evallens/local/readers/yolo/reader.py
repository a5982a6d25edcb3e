"""YOLO: one text file an image, one object a line, everything as shares of the image."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ....errors import InputError
from ....evaluation.columns.masks import Masks
from ....evaluation.columns.notices import Notice
from ....matching.instances import Boxes, Instances
from ....pictures import spelling
from ....pictures.opening import known_size
from ....text import counted
from ...annotations import Annotations, ImageList
from ...checks import unreadable_pictures
from ...masks.polygons import polygon_runs
from ..files import found_in, picture_paths
from ..reading import Reading, Role, is_path
from .class_names import LISTS, described, run_task
from .data_yaml import SUFFIXES, dataset_folder
from .lines import Line, Meaning, looks_like_labels, meaning_of, read_lines, said_meaning, shapes_of

_NOT_LABELS = frozenset(
    {
        *LISTS,
        *(f"{word}.txt" for word in ("train", "valid", "val", "test", "trainval", "notes", "requirements")),
        *(f"{word}.txt" for word in ("readme", "readme.dataset", "readme.roboflow", "license", "licence")),
    }
)
"""Texts beside labels that are lists or notes, unless their lines are those of labels."""


class Yolo:
    """A folder of label files, or the dataset folder with ``labels`` in it."""

    name = "yolo"
    words = "YOLO text files"

    def recognises(self, given: Any, role: Role) -> bool:
        """A folder that holds label files, or the data.yaml that names it."""
        if is_path(given) and Path(given).suffix.lower() in SUFFIXES and Path(given).is_file():
            return role == "truth"
        return is_path(given) and Path(given).is_dir() and label_folder(Path(given)) is not None

    def read(self, given: Any, reading: Reading) -> Annotations:
        """Read a folder of label files."""
        root = dataset_folder(Path(given)) if Path(given).suffix.lower() in SUFFIXES else Path(given)
        if not root.is_dir():
            raise InputError(f"{root}: give the folder of the label files, not one of them")
        return read_folder(root, reading)


def label_folder(root: Path) -> Path | None:
    """The folder with the text files: ``root`` itself, or its ``labels``; ``None``: neither."""
    for folder in (root / "labels", root):
        files = label_files(folder).values() if folder.is_dir() else ()
        # Lists of images, as Pascal VOC's ImageSets holds them, are texts, too.
        if any(looks_like_labels(path) for path in files) or (files and not any(path.stat().st_size for path in files)):
            return folder
    return root / "labels" if (root / "labels").is_dir() else None


def label_files(folder: Path) -> dict[str, Path]:
    """The label files of a folder and the folders in it, by their path without the suffix."""
    found = found_in(folder, ".txt")
    return {
        path.relative_to(folder).with_suffix("").as_posix(): path
        for path in found
        if path.is_file() and (path.name.lower() not in _NOT_LABELS or looks_like_labels(path))
    }


def read_folder(root: Path, reading: Reading) -> Annotations:
    """Read a folder of label files.

    The sizes of the pictures come from ``images=`` or the sibling folder, else from the images of the truth; an
    image of unknown size keeps its boxes as shares.
    """
    folder = label_folder(root) or root
    known = None if reading.truth is None else reading.truth.images
    pictures, doubled = _pictures(root, folder, reading.images)
    files = _named_after(label_files(folder), pictures)
    stems = sorted({*files, *(pictures if known is None else ())})
    measured = {stem: known_size(pictures[stem], exif=reading.exif) for stem in stems if stem in pictures}
    sizes = _sizes(stems, measured, known)
    lines = [line for row, stem in enumerate(stems) if stem in files for line in read_lines(files[stem], row)]
    beside = described(_beside(root, folder), reading.classes)
    keypoints = beside.keypoints or (None if reading.truth is None else reading.truth.keypoints)
    said = said_meaning(reading.format, reading.task, keypoints, run_task((root, root.parent)))
    if said is None and reading.truth is not None and reading.truth.is_outlined:
        said = Meaning("outline")
    meaning = meaning_of(lines, said, str(root), scored=reading.scored)
    if meaning.kind == "pose" and meaning.keypoints is None:
        meaning = replace(meaning, keypoints=keypoints)
    found = shapes_of(lines, meaning, scored=reading.scored)
    instances, masks = _objects(lines, found.shapes, found.scores, sizes)
    is_share = np.asarray(sizes[instances.image].min(axis=1) == 0)
    broken = [pictures[stem].name for stem, size in measured.items() if not min(size)]
    return Annotations(
        source=str(root),
        images=ImageList(names=[_name(stem, pictures) for stem in stems], sizes=sizes),
        classes=beside.names,
        instances=instances,
        masks=masks,
        is_share=is_share,
        record=lambda row: f"{lines[row].path.name} line {lines[row].number}",
        is_outlined=meaning.kind == "outline",
        keypoints=keypoints,
        notices=(
            *unreadable_pictures(broken),
            *_same_stem(doubled),
            *_notices(root.name, len(stems) - len(files), len(np.unique(instances.image[is_share]))),
        ),
    )


def _named_after(files: dict[str, Path], pictures: Mapping[str, Path]) -> dict[str, Path]:
    """Label files by their picture's stem, also those that keep its suffix, such as ``a.png.txt``."""
    short = {stem: spelling.path_stem(stem) for stem in files if stem not in pictures}
    return {
        short[stem] if stem in short and short[stem] in pictures and short[stem] not in files else stem: path
        for stem, path in files.items()
    }


def _beside(root: Path, folder: Path) -> list[Path]:
    """Where class names may stand, the nearest first."""
    return list(dict.fromkeys([folder, root, *list(root.absolute().parents)[:2]]))


def _name(stem: str, pictures: Mapping[str, Path]) -> str:
    return stem + pictures[stem].suffix if stem in pictures else stem


def _sizes(stems: list[str], measured: dict[str, tuple[int, int]], known: ImageList | None) -> NDArray[np.int64]:
    told = {} if known is None else _told(known)
    found = []
    for stem in stems:
        own = measured.get(stem, (0, 0))
        found.append(own if min(own) else told.get(stem, told.get(PurePosixPath(stem).name, (0, 0))))
    return np.array(found, np.int64).reshape(-1, 2)


def _told(known: ImageList) -> dict[str, tuple[int, int]]:
    """The size of each image by the ways in which a label file may name it; 0 where several have that name."""
    told: dict[str, tuple[int, int]] = {}
    ids = known.ids or [""] * len(known)
    for name, own, (width, height) in zip(known.names, ids, known.known_sizes.tolist(), strict=True):
        for key in {spelling.path_stem(name), spelling.last_stem(name), own} - {""}:
            size = (width, height)
            told[key] = size if told.get(key, size) == size else (0, 0)
    return told


def _same_stem(doubled: Sequence[str]) -> tuple[Notice, ...]:
    if not doubled:
        return ()
    words = (
        f"{counted(len(doubled), 'label files', 'belong')} to several pictures of one name, such as {doubled[0]}; "
        "the first is shown."
    )
    return (Notice("same-stem", len(doubled), tuple(doubled[:3]), words),)


def _notices(folder: str, unlabelled: int, unsized: int) -> tuple[Notice, ...]:
    notices = []
    if unlabelled:
        words = f"{folder}: {counted(unlabelled, 'pictures', 'have')} no label file, counted as empty."
        notices.append(Notice("no-label-file", unlabelled, (), words))
    if unsized:
        words = f"{folder}: {counted(unsized, 'images', 'have')} no picture; boxes are shares of the image."
        notices.append(Notice("no-size", unsized, (), words))
    return tuple(notices)


def _pictures(root: Path, folder: Path, images: Path | None) -> tuple[dict[str, Path], list[str]]:
    """The pictures by their path without the suffix, and the names of those that share one."""
    places = [images] if images is not None else [root / "images", root.parent / "images"]
    if images is None and "labels" in folder.parts:
        # Ultralytics' own rule: the last folder called labels has a sibling called images.
        at = len(folder.parts) - 1 - folder.parts[::-1].index("labels")
        places.insert(0, Path(*folder.parts[:at], "images", *folder.parts[at + 1 :]))
    if images is None:
        places.append(root)
    for place in places:
        found, doubled = _by_stem(place) if place.is_dir() else ({}, [])
        if found:
            return found, doubled
    return {}, []


def _by_stem(folder: Path) -> tuple[dict[str, Path], list[str]]:
    found: dict[str, Path] = {}
    doubled = []
    for path in picture_paths(folder):
        stem = path.relative_to(folder).with_suffix("").as_posix()
        if stem in found:
            doubled.append(f"{found[stem].name} and {path.name}")
        found.setdefault(stem, path)
    return found, doubled


def _objects(
    lines: Sequence[Line],
    shapes: Sequence[NDArray[np.float64]],
    scores: NDArray[np.floating] | None,
    sizes: NDArray[np.int64],
) -> tuple[Instances, Masks | None]:
    image = np.array([line.image for line in lines], np.int64)
    scale = np.where(sizes > 0, sizes, 1)[image].astype(np.float64)
    boxes = np.array([_xywh(shape) for shape in shapes], np.float64).reshape(-1, 4) * np.tile(scale, 2)
    label = np.array([line.label for line in lines], np.int64)
    instances = Instances(image, label, Boxes.of_xywh(boxes), scores)
    is_masked = bool(lines) and all(len(shape) > 4 for shape in shapes) and bool((sizes[image] > 0).all())
    if not is_masked or not all(np.isfinite(shape).all() for shape in shapes):
        return instances, None
    runs = [
        polygon_runs([(shape.reshape(-1, 2) * size).ravel().tolist()], int(size[1]), int(size[0]))
        for shape, size in zip(shapes, sizes[image], strict=True)
    ]
    return instances, Masks.of(runs, sizes[image, 1].tolist())


def _xywh(shape: NDArray[np.float64]) -> NDArray[np.float64]:
    if len(shape) == 4:
        return np.concatenate([shape[:2] - shape[2:] / 2, shape[2:]])
    points = shape.reshape(-1, 2)
    return np.concatenate([points.min(axis=0), points.max(axis=0) - points.min(axis=0)])
