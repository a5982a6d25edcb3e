"""Pascal VOC: one XML file an image; corners are pixels counted from 1, the last one included."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np

from ...errors import DataError
from ...evaluation.columns.notices import Notice
from ...matching.instances import Boxes, Instances
from ..annotations import Annotations, ImageList, difficult_notices
from ..values import flag, length, rounded
from .files import found_in, read_bytes
from .reading import Reading, Role, is_path

_CORNERS = ("xmin", "ymin", "xmax", "ymax")
_DECLARED = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"'][^>]*\?>", re.DOTALL)


@dataclass(frozen=True)
class _Object:
    where: str
    image: int
    name: str
    corners: list[float]
    score: float | None
    is_difficult: bool


class Voc:
    """A folder of XML files, or the one that holds them as ``Annotations``; or a single file."""

    name = "voc"
    words = "Pascal VOC XML"

    def recognises(self, given: Any, role: Role) -> bool:  # noqa: ARG002 - a confidence that lacks is said when read
        """A folder with XML files, or one of them."""
        return is_path(given) and bool(annotation_files(Path(given)))

    def read(self, given: Any, reading: Reading) -> Annotations:
        """Read XML files. A prediction's confidence is its ``confidence`` or ``score`` element."""
        return read_folder(Path(given), scored=reading.scored)


def annotation_files(root: Path) -> list[Path]:
    """The XML files of a folder, of its ``Annotations`` or in folders below; a file is its own."""
    if not root.is_dir():
        return [root] if root.suffix.lower() == ".xml" else []
    return found_in(root, ".xml")


def read_folder(root: Path, *, scored: bool) -> Annotations:
    """Read the XML files of a folder."""
    files = annotation_files(root)
    trees = [_tree(path) for path in files]
    objects = [
        _object(element, f"{path.name} object {number}", row, root, scored=scored)
        for row, (path, tree) in enumerate(zip(files, trees, strict=True))
        for number, element in enumerate(tree.iter("object"))
    ]
    classes = tuple(sorted({o.name for o in objects}))
    index = {name: i for i, name in enumerate(classes)}
    # The first pixel is 1 and the last belongs to the box, so only left and top move; supervision reads it so too.
    corners = np.array([o.corners for o in objects], np.float64).reshape(-1, 4) - np.array([1, 1, 0, 0])
    is_difficult = np.array([o.is_difficult for o in objects], np.bool_)
    instances = Instances(
        np.array([o.image for o in objects], np.int64),
        np.array([index[o.name] for o in objects], np.int64),
        Boxes.of_xyxy(corners),
        rounded(np.array([o.score for o in objects], np.float64)) if scored else None,
    )
    names, stale = _names(files, trees)
    return Annotations(
        source=str(root),
        images=ImageList(names=names, ids=[path.stem for path in files], sizes=_sizes(trees)),
        classes=classes,
        is_ordered=False,
        instances=instances,
        is_difficult=None if scored else is_difficult,
        record=lambda row: objects[row].where,
        notices=(*stale, *(() if scored else difficult_notices(is_difficult))),
    )


def _names(files: list[Path], trees: list[ET.Element]) -> tuple[list[str], tuple[Notice, ...]]:
    """What each file calls its picture, and its own name where several call theirs alike."""
    said = [(tree.findtext("filename") or "").strip() for tree in trees]
    times = Counter(said)
    stale = [path.name for path, name in zip(files, said, strict=True) if name and times[name] > 1]
    names = [name if name and times[name] == 1 else path.stem for path, name in zip(files, said, strict=True)]
    if not stale:
        return names, ()
    words = (
        f"{len(stale)} XML files name a picture that another names, too; they go by their own names, "
        f"such as {stale[0]}."
    )
    return names, (Notice("same-filename", len(stale), tuple(stale[:3]), words),)


def _sizes(trees: list[ET.Element]) -> np.ndarray[Any, np.dtype[np.int64]]:
    sizes = [[length(tree.findtext(f"size/{side}")) for side in ("width", "height")] for tree in trees]
    return np.array(sizes, np.int64).reshape(-1, 2)


def _tree(path: Path) -> ET.Element:
    data = read_bytes(path)
    declared = _DECLARED.match(data.removeprefix(b"\xef\xbb\xbf"))
    try:
        if declared is not None and declared[1].lower() not in (b"utf-8", b"utf-16"):
            # Expat knows few encodings; Python knows the rest.
            data = data[declared.end() :].decode(declared[1].decode("ascii")).encode("utf-8")
        # Expat itself stops entities that blow up, and nothing outside the file is read.
        return ET.fromstring(data)  # noqa: S314 - see above
    except (ET.ParseError, UnicodeDecodeError, LookupError, ValueError, RecursionError) as error:
        raise DataError(f"{path}: is not valid XML ({error})") from error


def _corners(element: ET.Element) -> list[float]:
    """The four numbers of ``bndbox``, else the box around ``polygon``; raises ValueError where they are none."""
    polygon = element.find("polygon")
    if element.find("bndbox") is None and polygon is not None:
        points = [[float(point.text or "") for point in polygon if point.tag.startswith(axis)] for axis in "xy"]
        return [min(points[0]), min(points[1]), max(points[0]), max(points[1])]
    return [float(element.findtext(f"bndbox/{corner}") or "") for corner in _CORNERS]


def _object(element: ET.Element, where: str, image: int, root: Path, *, scored: bool) -> _Object:
    name = (element.findtext("name") or "").strip()
    if not name:
        raise DataError(f"{root}, {where}: has no name")
    try:
        corners = _corners(element)
        score = element.findtext("confidence") or element.findtext("score")
        number = None if score is None else float(score)
    except ValueError as error:
        raise DataError(f"{root}, {where}: bndbox or confidence is not a number ({error})") from error
    if scored and number is None:
        raise DataError(f"{root}, {where}: has no confidence")
    is_difficult = flag(element.findtext("difficult"))
    if is_difficult is None:
        raise DataError(f"{root}, {where}: difficult is {element.findtext('difficult')!r}, neither 0 nor 1")
    return _Object(where, image, name, corners, number, is_difficult)
