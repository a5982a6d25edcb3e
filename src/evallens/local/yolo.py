"""YOLO: one text file an image, one object a line, everything as shares of the image.

``class cx cy w h [confidence]`` is a box, ``class x1 y1 x2 y2 x3 y3 ... [confidence]`` a polygon; the
confidence comes last, as Ultralytics' ``save_conf`` writes it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import numpy as np
from numpy.typing import NDArray

from ..errors import DataError
from ..evaluation.columns.masks import Masks
from ..evaluation.columns.notices import Notice
from ..matching.instances import Boxes, Instances
from ..pictures.given import known_size
from ..pictures.lookup import image_files
from .annotations import NO_SCORE_AT_ALL, Annotations, ImageList
from .checks import unreadable_pictures
from .polygons import polygon_runs

_NOT_LABELS = frozenset({"classes.txt", "obj.names", "train.txt", "valid.txt", "val.txt", "test.txt", "readme.txt"})
_NAMES_FILES = ("data.yaml", "data.yml", "dataset.yaml", "classes.txt", "obj.names")


@dataclass(frozen=True)
class _Line:
    where: tuple[Path, int]
    image: int
    label: int
    numbers: list[float]


def label_folder(root: Path) -> Path | None:
    """The folder with the text files: ``root`` itself, or its ``labels``; ``None``: neither."""
    for folder in (root / "labels", root):
        if folder.is_dir() and any(path.name.lower() not in _NOT_LABELS for path in folder.glob("*.txt")):
            return folder
    return root / "labels" if (root / "labels").is_dir() else None


def read_folder(root: Path, *, scored: bool, images: Path | None = None, known: ImageList | None = None) -> Annotations:
    """Read a folder of label files.

    The sizes of the pictures come from ``images`` or the sibling folder, else from the images ``known``
    already; an image of unknown size keeps its boxes as shares.
    """
    folder = label_folder(root) or root
    files = {path.stem: path for path in sorted(folder.glob("*.txt")) if path.name.lower() not in _NOT_LABELS}
    pictures = _pictures(root, images)
    stems = sorted({*files, *(pictures if known is None else ())})
    names = [pictures[stem].name if stem in pictures else stem for stem in stems]
    measured = {stem: known_size(pictures[stem]) for stem in stems if stem in pictures}
    sizes = _sizes(stems, measured, known)
    lines = [line for row, stem in enumerate(stems) if stem in files for line in _lines(files[stem], row)]
    instances, masks = _objects(lines, sizes, scored=scored)
    broken = [pictures[stem].name for stem, size in measured.items() if not min(size)]
    is_share = np.asarray(sizes[instances.image].min(axis=1) == 0)
    return Annotations(
        source=str(root),
        images=ImageList(names=names, sizes=sizes),
        classes=class_names(root),
        instances=instances,
        masks=masks,
        is_share=is_share,
        record=lambda row: f"{lines[row].where[0].name} line {lines[row].where[1]}",
        notices=(
            *unreadable_pictures(broken),
            *_notices(root.name, len(stems) - len(files), len(np.unique(instances.image[is_share]))),
        ),
    )


def _sizes(stems: list[str], measured: dict[str, tuple[int, int]], known: ImageList | None) -> NDArray[np.int64]:
    told = {} if known is None else dict(zip(map(_stem, known.names), known.known_sizes.tolist(), strict=True))
    found = [told.get(stem, (0, 0)) if not min(measured.get(stem, (0, 0))) else measured[stem] for stem in stems]
    return np.array(found, np.int64).reshape(-1, 2)


def _stem(name: str) -> str:
    return PurePosixPath(name).stem


def _notices(folder: str, unlabelled: int, unsized: int) -> tuple[Notice, ...]:
    notices = []
    if unlabelled:
        words = f"{folder}: {unlabelled} pictures have no label file and count as empty."
        notices.append(Notice("no-label-file", unlabelled, (), words))
    if unsized:
        words = f"{folder}: the pictures of {unsized} images were not found; their boxes are shares of the image."
        notices.append(Notice("no-size", unsized, (), words))
    return tuple(notices)


def class_names(root: Path) -> tuple[str, ...] | None:
    """Class names from data.yaml, classes.txt or obj.names in the folder or up to two above; ``None``: nowhere."""
    for folder in (root, *list(root.absolute().parents)[:2]):
        for name in _NAMES_FILES:
            if (folder / name).is_file():
                text = (folder / name).read_text("utf-8-sig")
                names = _yaml_names(text) if name.endswith(("yaml", "yml")) else text.split("\n")
                found = tuple(n.strip() for n in names if n.strip())
                if found:
                    return found
    return None


def _pictures(root: Path, images: Path | None) -> dict[str, Path]:
    places = [images] if images is not None else [root / "images", root.parent / "images", root]
    if images is None and root.parent.name == "labels":
        places.append(root.parent.parent / "images" / root.name)
    for place in places:
        found = image_files(place) if place.is_dir() else {}
        if found:
            return found
    return {}


def _lines(path: Path, image: int) -> list[_Line]:
    found = []
    for number, text in enumerate(path.read_text("utf-8-sig").splitlines(), 1):
        words = text.split()
        if not words:
            continue
        try:
            numbers = [float(word) for word in words]
        except ValueError:
            raise DataError(f"{path} line {number}: {text.strip()[:60]!r} is not a row of numbers") from None
        if len(numbers) < 5 or numbers[0] != int(numbers[0]) or numbers[0] < 0:
            raise DataError(f"{path} line {number}: needs a class number and at least cx cy w h, not {text.strip()!r}")
        found.append(_Line((path, number), image, int(numbers[0]), numbers[1:]))
    return found


def _objects(lines: list[_Line], sizes: NDArray[np.int64], *, scored: bool) -> tuple[Instances, Masks | None]:
    shapes, scores = [], []
    hint = "" if any(len(line.numbers) % 2 for line in lines) else NO_SCORE_AT_ALL
    for line in lines:
        numbers = line.numbers
        has_score = len(numbers) % 2 == 1
        if scored and not has_score:
            raise DataError(
                f"{line.where[0]} line {line.where[1]}: has no confidence (write it last in the line){hint}"
            )
        scores.append(numbers[-1] if has_score else np.nan)
        shapes.append(np.array(numbers[:-1] if has_score else numbers, np.float64))
    image = np.array([line.image for line in lines], np.int64)
    scale = np.where(sizes > 0, sizes, 1)[image].astype(np.float64)
    boxes = np.array([_xywh(shape) for shape in shapes], np.float64).reshape(-1, 4) * np.tile(scale, 2)
    label = np.array([line.label for line in lines], np.int64)
    instances = Instances(image, label, Boxes.of_xywh(boxes), np.array(scores) if scored else None)
    is_masked = bool(lines) and all(len(shape) > 4 for shape in shapes) and bool((sizes[image] > 0).all())
    if not is_masked:
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


def _yaml_names(text: str) -> list[str]:
    """The ``names`` of a data.yaml, which is a list in brackets, a list of dashes or numbered lines."""
    found = re.search(r"^names\s*:[ \t]*(?P<rest>.*)$", text, re.MULTILINE)
    if found is None:
        return []
    rest = found["rest"].split(" #")[0].strip()
    if rest.startswith(("[", "{")):
        closing = "]" if rest[0] == "[" else "}"
        body = text[found.start("rest") :].lstrip()[1:].split(closing)[0]
        entries = re.findall(r"'(?:[^']|'')*'|\"[^\"]*\"|[^,\n]+", body)
        return [_plain(re.sub(r"^\s*\d+\s*:", "", entry)) for entry in entries if entry.strip()]
    numbered: dict[int, str] = {}
    for line in text[found.end() :].splitlines():
        entry = re.match(r"\s*(?:-|(?P<number>\d+)\s*:)\s+(?P<name>.+)$", line)
        if entry is None:
            if line.strip() and not line.lstrip().startswith("#"):
                break
            continue
        numbered[int(entry["number"]) if entry["number"] else len(numbered)] = _plain(entry["name"])
    return [numbered[number] for number in sorted(numbered)]


def _plain(text: str) -> str:
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        return text[1:-1].replace("''", "'")
    return text.split(" #")[0].strip()
