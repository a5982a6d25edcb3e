"""Tables of boxes, a row a box: CSV, Parquet and data frames, told by the columns that a box needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ....errors import DataError, InputError
from ...annotations import Annotations, split_word
from ...values import flag, length, number
from ..labels import Labels
from ..reading import Reading, Role
from ..words import is_missing, label_texts
from .columns import BoxColumns, box_columns
from .files import head, read_frame
from .frames import Frame, is_table
from .naming import CROWD, DIFFICULT, IMAGE_KINDS, IMAGES, SCORES, SPLITS, label_columns, one_box
from .nested import nested_rows, plain_table
from .rows import Rows, read_rows

_SIZES = (("width", "height"), ("image_width", "image_height"), ("img_width", "img_height"), ("imgw", "imgh"),
          ("original_width", "original_height"))  # fmt: skip


class Tables:
    """A table with a row a box, or with the boxes of an image nested in its row."""

    name = "table"
    words = "a table of boxes"

    def recognises(self, given: Any, role: Role) -> bool:
        """Has it the columns that a box needs?"""
        if not is_table(given):
            return False
        try:
            table = head(given, role)
        except InputError:
            return False
        if {"filename", "region_shape_attributes", "region_attributes"} <= set(table.names):
            return True
        return nested_rows(table) is not None or bool(box_columns(table))

    def read(self, given: Any, reading: Reading) -> Annotations:
        """Read a table; raises InputError where it is not told how a box is meant."""
        table, form = plain_table(read_frame(given, reading.role))
        reading = replace(reading, box=form or reading.box)
        nested = nested_rows(table)
        if nested is not None:
            found = read_rows(nested.rows(reading.box), table.source, reading)
            return found if nested.is_in_percent else replace(found, box_use="column")
        rows, is_told = _rows(table, reading)
        is_told |= form is not None
        return replace(read_rows(rows, table.source, reading), box_use="" if is_told else "column")


def no_boxes(given: Any) -> InputError:
    """The error for predictions in a table without boxes, where the truth holds boxes."""
    table = head(given, "predictions")
    columns = ", ".join(map(str, table.names[:8]))
    return InputError(
        f"{table.source}: has no columns of a box (xmin, ymin, xmax, ymax, or bbox), and the ground truth holds boxes: "
        f"a table of classifications, or of several boxes in one text, does not fit it. It has: {columns}."
    )


def _rows(table: Frame, reading: Reading) -> tuple[Rows, bool]:
    """The rows, and whether the columns' names tell how a box is meant."""
    box = one_box(table)
    names = _image_names(table)
    boxes = box.corners(table, reading.box)
    splits = table.texts(SPLITS)
    return Rows(
        image=names,
        boxes=boxes,
        labels=_labels(table, np.asarray(~np.isnan(boxes).all(axis=1)), reading.role),
        scores=table.numbers(SCORES) if reading.scored else None,
        sizes=_sizes(table, box),
        is_crowd=None if reading.scored else _flags(table, CROWD),
        is_difficult=None if reading.scored else _flags(table, DIFFICULT),
        splits=None if splits is None else [split_word(word or None) for word in splits],
    ), box.form is not None


def _image_names(table: Frame) -> list[str]:
    """The images by file, else by id."""
    for wanted in IMAGE_KINDS:
        found = table.texts(wanted)
        if found is not None:
            return found
    raise table.lacks(IMAGES, "the image")


def _labels(table: Frame, is_boxed: NDArray[np.bool_], role: Role) -> Labels:
    """Class names, class numbers, or both where a table has a column of each."""
    named = label_columns(table, role)
    words: dict[str, list[str]] = {}
    numbers: dict[str, list[str]] = {}
    for name in named:
        (texts,) = label_texts([table.columns[name]], "classes")
        lost = [row for row in np.flatnonzero(is_boxed).tolist() if texts[row] is None]
        if lost:
            raise DataError(f"{table.source}, row {lost[0]}: has a box but no {name}")
        held = ["0" if text is None else text for text in texts]
        is_number = all(text.isascii() and text.isdecimal() and len(text) < 10 for text in held)
        (numbers if is_number else words)[name] = held
    for kind in (words, numbers):
        if len({tuple(held) for held in kind.values()}) > 1:
            raise DataError(f"{table.source}: the columns {', '.join(kind)} could all be the class. Leave some out.")
    number = next(iter(numbers.values()), None)
    return Labels(
        None if number is None else np.array([int(text) for text in number], np.int64),
        next((tuple(held) for held in words.values()), None),
    )


def _flags(table: Frame, wanted: Sequence[str]) -> NDArray[np.bool_] | None:
    """A yes or no of every row; ``None``: there is no such column."""
    name = table.found(wanted)
    if name is None:
        return None
    # Open Images writes -1 where nobody looked.
    values = [None if is_missing(value) or number(value) == -1 else value for value in table.columns[name]]
    found = [flag(value) for value in values]
    if None in found:
        row = found.index(None)
        raise DataError(f"{table.source}, row {row}: {name} is {values[row]!r}, neither 0 nor 1")
    return np.array(found, np.bool_)


def _sizes(table: Frame, box: BoxColumns) -> NDArray[np.int64] | None:
    plain = {name.strip().lower(): name for name in table.names if name not in box.names}
    for pair in _SIZES:
        if all(side in plain for side in pair):
            sides = [[0 if is_missing(v) else length(v) for v in table.columns[plain[side]]] for side in pair]
            return np.array(sides, np.int64).T
    return None
