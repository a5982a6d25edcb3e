"""Which columns of a table are the four numbers of a box, and how they are meant."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ....errors import DataError, InputError
from ...values import numbers
from ..reading import BoxForm
from ..words import is_missing
from .frames import Frame

_CORNERS = (
    ("xmin", "ymin", "xmax", "ymax"),
    ("x_min", "y_min", "x_max", "y_max"),
    ("x1", "y1", "x2", "y2"),
    ("left", "top", "right", "bottom"),
    ("xtl", "ytl", "xbr", "ybr"),
    ("bbox_x1", "bbox_y1", "bbox_x2", "bbox_y2"),
)
_SIZED = (
    ("xmin", "ymin", "width", "height"),
    ("x_min", "y_min", "width", "height"),
    ("xmin", "ymin", "w", "h"),
    ("left", "top", "width", "height"),
    ("bbox_left", "bbox_top", "bbox_width", "bbox_height"),
    ("bb_left", "bb_top", "bb_width", "bb_height"),
)
_MIDDLE = (
    ("cx", "cy", "w", "h"),
    ("cx", "cy", "width", "height"),
    ("x_center", "y_center", "width", "height"),
    ("x_center", "y_center", "w", "h"),
    ("xcenter", "ycenter", "width", "height"),
    ("center_x", "center_y", "width", "height"),
)
_UNSAID = (
    ("x", "y", "w", "h"),
    ("x", "y", "width", "height"),
    ("bbox_x", "bbox_y", "bbox_width", "bbox_height"),
    ("bbox_x", "bbox_y", "bbox_w", "bbox_h"),
)
_ONE = ("bbox", "box", "bounding_box", "bboxes")
_FORMS: tuple[tuple[BoxForm | None, tuple[tuple[str, ...], ...]], ...] = (
    ("xyxy", _CORNERS),
    ("xywh", _SIZED),
    ("cxcywh", _MIDDLE),
    (None, _UNSAID),
)


@dataclass(frozen=True)
class BoxColumns:
    """The columns of a box, four or one that holds all four numbers."""

    names: tuple[str, ...]
    form: BoxForm | None
    """How they are meant; ``None``: their names do not say."""

    def corners(self, table: Frame, said: BoxForm | None) -> NDArray[np.float64]:
        """Left, top, right and bottom, (n, 4), NaN where a row has no box; raises DataError for no four numbers."""
        form = self.form or said
        if form is None:
            raise ask(table.source, ", ".join(self.names))
        if len(self.names) == 4:
            four = table.matrix(self.names).astype(np.float64)
        else:
            column = table.columns[self.names[0]]
            four = np.array([_four(value, table, self.names[0], row) for row, value in enumerate(column)], np.float64)
            four = four.reshape(-1, 4)
        is_short = np.isnan(four).any(axis=1) & ~np.isnan(four).all(axis=1)
        if is_short.any():
            row = int(np.flatnonzero(is_short)[0])
            raise DataError(f"{table.source}, row {row}: its box lacks a number: {four[row].tolist()}")
        return as_corners(four, form)


def ask(source: str, names: str) -> InputError:
    """The error where it is not told how a box is meant."""
    return InputError(
        f"{source}: {names} does not say how a box is meant. Say which: "
        'box="xyxy" (left, top, right, bottom), "xywh" (left, top, width, height) or "cxcywh" (middle and size).'
    )


def as_corners(four: NDArray[np.float64], form: BoxForm) -> NDArray[np.float64]:
    """Boxes of any form, (n, 4), as left, top, right, bottom, (n, 4)."""
    if form == "xyxy":
        return four
    start = four[:, :2] if form == "xywh" else four[:, :2] - four[:, 2:] / 2
    return np.concatenate([start, start + four[:, 2:]], axis=1)


def box_columns(table: Frame) -> list[BoxColumns]:
    """Every set of columns that can be the box; one that shares its start with corners is no other."""
    plain = {name.strip().lower().replace(" ", "_"): name for name in table.names}
    found: list[BoxColumns] = []
    taken: set[str] = set()
    for form, sets in _FORMS:
        for names in sets:
            if all(name in plain for name in names) and not taken & {plain[name] for name in names[:2]}:
                found.append(BoxColumns(tuple(plain[name] for name in names), form))
                taken |= {plain[name] for name in names[:2]}
    return found + [BoxColumns((plain[name],), None) for name in _ONE if name in plain]


def _four(value: Any, table: Frame, name: str, row: int) -> NDArray[np.float64]:
    """Four numbers from a list, or from the text of one: "[1, 2, 3, 4]", "1 2 3 4"."""
    if is_missing(value):
        return np.full(4, np.nan)
    if isinstance(value, str):
        text = value.strip()
        try:
            value = json.loads(text) if text.startswith("[") else text.strip("()").replace(",", " ").split()
        except (ValueError, RecursionError):
            value = text.strip("[]() ").replace(",", " ").split()
    try:
        found = numbers(value).astype(np.float64).ravel()
    except InputError:
        found = np.zeros(0)
    if not len(found):
        raise DataError(f"{table.source}, row {row}: {name} is {value!r}, not four numbers")
    if len(found) != 4:
        raise DataError(f"{table.source}, row {row}: {name} has {len(found)} numbers, not four")
    return found
