"""Pascal VOC: one XML file an image; corners are pixels counted from 1, the last one included."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np

from ..errors import DataError
from ..matching.instances import Boxes, Instances
from .annotations import Annotations, ImageList

_CORNERS = ("xmin", "ymin", "xmax", "ymax")


@dataclass(frozen=True)
class _Object:
    where: str
    image: int
    name: str
    corners: list[float]
    score: float | None


def annotation_files(root: Path) -> list[Path]:
    """The XML files of a folder or of its ``Annotations``."""
    return sorted(root.glob("*.xml")) or sorted((root / "Annotations").glob("*.xml"))


def read_folder(root: Path, *, scored: bool) -> Annotations:
    """Read a folder of XML files. A prediction's confidence is its ``confidence`` or ``score`` element."""
    files = annotation_files(root)
    names, sizes, objects = [], [], []
    for row, path in enumerate(files):
        tree = _tree(path)
        names.append((tree.findtext("filename") or "").strip() or path.stem)
        sizes.append([int(float(tree.findtext(f"size/{side}") or 0)) for side in ("width", "height")])
        for number, element in enumerate(tree.iter("object")):
            objects.append(_object(element, f"{path.name} object {number}", row, root, scored=scored))
    classes = tuple(sorted({o.name for o in objects}))
    index = {name: i for i, name in enumerate(classes)}
    # The first pixel is 1 and the last belongs to the box, so only left and top move; supervision reads it so too.
    corners = np.array([o.corners for o in objects], np.float64).reshape(-1, 4) - np.array([1, 1, 0, 0])
    instances = Instances(
        np.array([o.image for o in objects], np.int64),
        np.array([index[o.name] for o in objects], np.int64),
        Boxes.of_xyxy(corners),
        np.array([o.score for o in objects], np.float64) if scored else None,
    )
    return Annotations(
        source=str(root),
        images=ImageList(names=names, sizes=np.array(sizes, np.int64).reshape(-1, 2)),
        classes=classes,
        is_ordered=False,
        instances=instances,
        record=lambda row: objects[row].where,
    )


def _tree(path: Path) -> ET.Element:
    try:
        # Expat itself stops entities that blow up, and nothing outside the file is read.
        return ET.parse(path).getroot()  # noqa: S314 - see above
    except ET.ParseError as error:
        raise DataError(f"{path}: is not valid XML ({error})") from error


def _object(element: ET.Element, where: str, image: int, root: Path, *, scored: bool) -> _Object:
    name = (element.findtext("name") or "").strip()
    if not name:
        raise DataError(f"{root}, {where}: has no name")
    try:
        corners = [float(element.findtext(f"bndbox/{corner}") or "") for corner in _CORNERS]
        score = element.findtext("confidence") or element.findtext("score")
        number = None if score is None else float(score)
    except ValueError as error:
        raise DataError(f"{root}, {where}: bndbox or confidence is not a number ({error})") from error
    if scored and number is None:
        raise DataError(f"{root}, {where}: has no confidence")
    return _Object(where, image, name, corners, number)
