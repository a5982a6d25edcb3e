"""Tables with the boxes of an image nested in its row: Hugging Face's ``objects``, Label Studio's and VIA's JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ....errors import DataError, InputError
from ...values import field, length, number, numbers
from ..labels import Labels
from ..reading import BoxForm
from ..words import label_texts
from .columns import as_corners, ask
from .frames import Frame
from .rows import Rows

_OBJECTS = ("objects", "annotations")
_BOX = ("bbox", "bboxes", "box", "boxes")
_CLASS = ("category", "categories", "label", "labels", "category_id", "class", "class_id")
_SCORE = ("score", "scores", "confidence")
_IMAGE = ("file_name", "filename", "image_path", "path", "image", "image_id", "id")
_LABEL_STUDIO = ("rectanglelabels", "original_width", "original_height")


@dataclass(frozen=True)
class _Box:
    """One box as it was found, and where."""

    row: int
    image: str
    four: NDArray[np.float64] | None
    """``None``: the image has no box."""
    label: Any = None
    score: Any = None
    size: tuple[int, int] = (0, 0)


@dataclass(frozen=True, eq=False)
class Nested:
    """A table with a column of nested boxes."""

    table: Frame
    column: str
    is_in_percent: bool
    """Label Studio measures boxes in percent of the image, left, top, width and height."""

    def rows(self, said: BoxForm | None) -> Rows:
        """A row a box; raises InputError where it is not told how a box is meant."""
        form: BoxForm | None = "xywh" if self.is_in_percent else said
        if form is None:
            raise ask(self.table.source, f"{self.column}, of which each box has four numbers,")
        found = list(self._label_studio() if self.is_in_percent else self._objects())
        four = [np.full(4, np.nan) if one.four is None else one.four for one in found]
        labels = [None if one.four is None else one.label for one in found]
        scores = [one.score for one in found]
        return Rows(
            image=[one.image for one in found],
            boxes=as_corners(np.array(four, np.float64).reshape(-1, 4), form),
            labels=self._labels(found, labels),
            scores=None if any(s is None and one.four is not None for s, one in zip(scores, found, strict=True))
            else np.array([np.nan if s is None else s for s in scores], np.float64),
            sizes=np.array([one.size for one in found], np.int64).reshape(-1, 2),
            record=lambda row: f"row {found[row].row}",
        )  # fmt: skip

    def _labels(self, found: list[_Box], labels: list[Any]) -> Labels:
        (texts,) = label_texts([np.array([*labels, None], object)[:-1]], "classes")
        for one, text in zip(found, texts, strict=True):
            if text is None and one.four is not None:
                raise DataError(f"{self.table.source}, row {one.row}: has a box without a class")
        held = [text or "0" for text in texts]
        if all(text.isascii() and text.isdecimal() and len(text) < 10 for text in held):
            return Labels(np.array([int(text) for text in held], np.int64), None)
        return Labels(None, tuple(held))

    def _objects(self) -> Iterator[_Box]:
        names, sizes = _image_names(self.table), _sizes(self.table)
        for row, value in enumerate(self.table.columns[self.column]):
            held = _listed(value)
            if not held:
                yield _Box(row, names[row], None, size=sizes[row])
            for box, label, score in held:
                yield _Box(row, names[row], self._four(box, row), label, number(score), sizes[row])

    def _label_studio(self) -> Iterator[_Box]:
        names = _image_names(self.table)
        for row, value in enumerate(self.table.columns[self.column]):
            held = _decoded(value)
            if not isinstance(held, list) or not held:
                yield _Box(row, names[row], None)
                continue
            for one in held:
                yield self._region(one, row, names[row])

    def _region(self, one: Any, row: int, image: str) -> _Box:
        where = f"{self.table.source}, row {row}"
        if not isinstance(one, Mapping):
            raise DataError(f"{where}: {self.column} holds {one!r}, not a box")
        labels = one.get("rectanglelabels") or one.get("labels")
        if not isinstance(labels, list) or len(labels) != 1:
            raise DataError(f"{where}: a box has the labels {labels!r}, not one")
        if number(one.get("rotation") or 0) != 0:
            raise DataError(f"{where}: a box is rotated, which evallens cannot compare")
        size = length(one.get("original_width")), length(one.get("original_height"))
        if not all(size):
            raise DataError(
                f"{where}: a box lacks original_width and original_height, of which it is measured in percent"
            )
        four = self._four([one.get(name) for name in ("x", "y", "width", "height")], row)
        return _Box(row, image, four / 100 * np.array(size * 2), labels[0], number(one.get("score")), size)

    def _four(self, box: Any, row: int) -> NDArray[np.float64]:
        try:
            found = numbers(box).astype(np.float64).ravel()
        except InputError:
            found = np.zeros(0)
        if len(found) != 4 or not np.isfinite(found).all():
            raise DataError(f"{self.table.source}, row {row}: a box is {box!r}, not four numbers")
        return found


def _via(table: Frame) -> Frame | None:
    """The table of the VGG image annotator, a row a region, with its JSON in columns; ``None``: it is another."""
    if not {"region_shape_attributes", "region_attributes"} <= set(table.names):
        return None
    shapes, kinds = table.columns["region_shape_attributes"], table.columns["region_attributes"]
    boxes: list[Any] = []
    labels: list[Any] = []
    for row, (shape, kind) in enumerate(zip(map(_decoded, shapes), map(_decoded, kinds), strict=True)):
        held = shape if isinstance(shape, Mapping) else {}
        if held and held.get("name") != "rect":
            raise DataError(f"{table.source}, row {row}: its region is a {held.get('name')}, not a rect")
        boxes.append([held.get(side) for side in ("x", "y", "width", "height")] if held else None)
        named = list(kind.values()) if isinstance(kind, Mapping) else []
        if held and len(named) != 1:
            raise DataError(f"{table.source}, row {row}: its region has {len(named)} attributes, not its class alone")
        labels.append(named[0] if named else None)
    return Frame(table.source, {"image": table.columns["filename"], "bbox": boxes, "label": labels})


def plain_table(table: Frame) -> tuple[Frame, BoxForm | None]:
    """The table with a column of boxes where an annotation tool hides them in JSON, and how they are meant."""
    found = _via(table) if "filename" in table else None
    return (table, None) if found is None else (found, "xywh")


def nested_rows(table: Frame) -> Nested | None:
    """The column of nested boxes; ``None``: there is none."""
    for name, column in table.columns.items():
        first = next((held for value in list(column)[:50] if (held := _decoded(value))), None)
        if name.strip().lower() in _OBJECTS and _listed(first):
            return Nested(table, name, is_in_percent=False)
        if isinstance(first, list) and isinstance(first[0], Mapping) and any(key in first[0] for key in _LABEL_STUDIO):
            return Nested(table, name, is_in_percent=True)
    return None


def _decoded(value: Any) -> Any:
    """A nested value, also from its JSON text; ``None``: it is neither."""
    if isinstance(value, str) and value.lstrip().startswith(("[{", "{")):
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return None
    if isinstance(value, np.ndarray):
        value = value.tolist()
    return value if isinstance(value, Mapping | list) else None


def _listed(value: Any) -> list[tuple[Any, Any, Any]]:
    """(box, class, score) of every object: a mapping of columns, or a list of mappings."""
    held = _decoded(value)
    if isinstance(held, Mapping):
        boxes, labels, scores = field(held, _BOX), field(held, _CLASS), field(held, _SCORE)
        if not isinstance(boxes, Sequence | np.ndarray) or not isinstance(labels, Sequence | np.ndarray):
            return []
        if len(boxes) != len(labels):
            return []
        return list(
            zip(
                boxes,
                labels,
                scores if isinstance(scores, Sequence | np.ndarray) else [None] * len(boxes),
                strict=False,
            )
        )
    if isinstance(held, list) and all(isinstance(one, Mapping) and field(one, _BOX) is not None for one in held):
        return [(field(one, _BOX), field(one, _CLASS), field(one, _SCORE)) for one in held]
    return []


def _image_names(table: Frame) -> list[str]:
    for wanted in _IMAGE:
        column = table.column([wanted])
        if column is None:
            continue
        values = [field(value, ("path",)) if isinstance(value, Mapping) else value for value in column]
        if all(isinstance(value, str | int | np.integer) for value in values):
            return [str(value) for value in values]
    raise table.lacks(_IMAGE, "the image")


def _sizes(table: Frame) -> list[tuple[int, int]]:
    width, height = table.column(["width", "image_width"]), table.column(["height", "image_height"])
    if width is None or height is None:
        return [(0, 0)] * len(table)
    return [(length(wide), length(tall)) for wide, tall in zip(width, height, strict=True)]
