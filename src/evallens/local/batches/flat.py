"""Batches with one row a box, those of an image one after the other."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import DataError, InputError
from ...evaluation.columns.tables import PREDICTION, TRUTH
from ...matching.instances import Instances
from ..annotations import Annotations
from ..readers.single import boxes_of
from .arrow import arrow, flags, floats, fours, is_text, whole
from .labels import indices
from .scenes import Given, Scenes, check_apart, named, side_of

REQUIRED = ("image", "side", "box", "label", "score")
OPTIONAL = ("split", "iscrowd", "difficult", "area")

_SIDES = {"truth": TRUTH, "prediction": PREDICTION}


def scenes(table: Any, given: Given) -> Scenes:
    """Read a batch; raises InputError for columns that lack or are of a wrong type, DataError for what they hold.

    A row whose box is null stands for an image, and says nothing else.
    """
    held = {name: whole(table.column(name)) for name in (*REQUIRED, *OPTIONAL) if name in table.column_names}
    lacking = [name for name in REQUIRED if name not in held]
    if lacking:
        raise InputError(
            f"the batch lacks {', '.join(lacking)}: one row a box has the columns {', '.join(REQUIRED)}. It has: "
            f"{', '.join(map(str, table.column_names))}"
        )
    starts = beginnings(held["image"], held.get("split"))
    image, split = (None if held.get(name) is None else held[name].take(starts) for name in ("image", "split"))
    check_apart(image, split, "its rows must follow one another; sort by image (and split)")
    row_of = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(table))))
    side, boxes = _sides(held["side"]), fours(held["box"], "box")
    is_boxed = ~np.isnan(boxes).all(axis=1)
    sides = [
        _side(_taken(held, boxes, row_of, np.flatnonzero(is_boxed & (side == which))), which, image, given)
        for which in (TRUTH, PREDICTION)
    ]
    return Scenes(image=image, split=split, truth=sides[0], predictions=sides[1])


def beginnings(image: Any, split: Any) -> NDArray[np.intp]:
    """The rows at which another image begins, (images,); a split that is null is that of the row before.

    Raises DataError for a row that names no image, and for one of which it is not told in which of two splits it is.
    """
    from pyarrow import compute

    if image.null_count:
        raise DataError("a box has no image: the column 'image' holds a null")
    if not len(image):
        return np.zeros(0, np.intp)
    is_other = np.ones(len(image), np.bool_)
    is_other[1:] = compute.not_equal(image[1:], image[:-1])
    if split is not None:
        is_elsewhere = compute.not_equal(split[1:], split[:-1]).cast("int8").fill_null(0)
        is_named = is_other.copy()
        is_other[1:] |= np.asarray(is_elsewhere, np.bool_)
        _check_told(image, split, is_named, is_other)
    return np.flatnonzero(is_other)


def _check_told(image: Any, split: Any, is_named: NDArray[np.bool_], is_other: NDArray[np.bool_]) -> None:
    """Raise DataError for a row without a split of an image that is in two."""
    if not split.null_count:
        return
    # Of rows that name one image, those of the second split are counted apart.
    is_second = np.cumsum(is_other) - np.cumsum(is_other)[np.flatnonzero(is_named)][np.cumsum(is_named) - 1] > 0
    lost = np.flatnonzero(is_second & ~np.asarray(split.is_valid()))
    if len(lost):
        name = image[int(lost[0])].as_py()
        raise DataError(f"image {name!r} is in two splits, and a box of it names none: give each row its split")


def _sides(column: Any) -> NDArray[np.integer]:
    """``TRUTH`` or ``PREDICTION`` of each row, (n,)."""
    pa = arrow()
    if is_text(column.type):
        coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
        place = np.array([_SIDES.get(word, -1) for word in coded.dictionary.to_pylist()], np.int64)
        codes = np.asarray(coded.indices.fill_null(-1), np.int64)
        found = np.append(place, -1)[codes]
    elif pa.types.is_integer(column.type):
        found = np.asarray(column.fill_null(-1).cast(pa.int64()))
    else:
        raise InputError(f'the column \'side\' is {column.type}, not "truth" and "prediction", or 0 and 1')
    odd = np.flatnonzero((found != TRUTH) & (found != PREDICTION))
    if len(odd):
        value = column[int(odd[0])].as_py()
        raise DataError(f'row {int(odd[0])}: side is {value!r}, neither "truth" (0) nor "prediction" (1)')
    return found


def _taken(
    held: dict[str, Any], boxes: NDArray[np.float64], row_of: NDArray[np.intp], rows: NDArray[np.intp]
) -> dict[str, Any]:
    """The columns of some rows; ``box`` and ``image`` as arrays of numbers."""
    others = [name for name in held if name not in ("image", "split", "side", "box")]
    return {name: held[name].take(rows) for name in others} | {"box": boxes[rows], "image": row_of[rows]}


def _side(held: dict[str, Any], which: int, image: Any, given: Given) -> Annotations:
    is_truth = which == TRUTH
    record = named(image, held["image"], "truth" if is_truth else "prediction")
    score = None if is_truth else floats(held["score"], "score")
    label = indices(held["label"], given.classes, "label", record)
    instances = Instances(held["image"], label, boxes_of(held["box"], given.box), score)
    told: dict[str, Any] = {}
    if is_truth:
        words = {"iscrowd": "is_crowd", "difficult": "is_difficult"}
        told = {words[name]: flags(held[name], name) for name in words if name in held}
        if "area" in held:
            told["areas"] = floats(held["area"], "area").astype(np.float64)
    return side_of(instances, given, record, "batch", **told)
