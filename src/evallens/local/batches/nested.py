"""Batches with one row an image, its boxes in lists."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import DataError, InputError
from ...matching.instances import Instances
from ..annotations import Annotations
from ..readers.single import boxes_of
from .arrow import Lists, flags, floats, fours, whole
from .labels import Where, indices
from .scenes import Given, Index, Scenes, check_apart, named, side_of

REQUIRED = ("image", "truth_boxes", "truth_labels", "prediction_boxes", "prediction_labels", "prediction_scores")
OPTIONAL = ("split", "truth_iscrowd", "truth_difficult", "truth_areas")


def scenes(table: Any, given: Given) -> Scenes:
    """Read a batch; raises InputError for columns that lack or are of a wrong type, DataError for what they hold."""
    held = {name: whole(table.column(name)) for name in (*REQUIRED, *OPTIONAL) if name in table.column_names}
    lacking = [name for name in REQUIRED if name not in held]
    if lacking:
        raise InputError(
            f"the batch lacks {', '.join(lacking)}: one row an image has the columns {', '.join(REQUIRED)}. It has: "
            f"{', '.join(map(str, table.column_names))}"
        )
    image, split = held["image"], held.get("split")
    if image.null_count:
        raise DataError("an image has no name: the column 'image' holds a null")
    check_apart(image, split, "one row an image holds all of its boxes")
    return Scenes(
        image=image,
        split=split,
        truth=_side(held, "truth", image, given),
        predictions=_side(held, "prediction", image, given),
    )


def _side(held: dict[str, Any], side: str, image: Any, given: Given) -> Annotations:
    name = f"{side}_boxes"
    boxes, lengths = Lists.of(held[name], name)
    row_of: Index = np.repeat(np.arange(len(image)), lengths)
    record = named(image, row_of, f"{side}")
    corners = fours(boxes, name)
    _check_boxed(corners, record)
    labels = _same_length(held, f"{side}_labels", lengths, image)
    score = None
    if side == "prediction":
        score = floats(_same_length(held, "prediction_scores", lengths, image), "prediction_scores")
    instances = Instances(
        row_of, indices(labels, given.classes, f"{side}_labels", record), boxes_of(corners, given.box), score
    )
    return side_of(instances, given, record, "batch", **_told(held, side, lengths, image))


def _told(held: dict[str, Any], side: str, lengths: Index, image: Any) -> dict[str, NDArray[Any]]:
    """What a truth may say of its objects besides."""
    found: dict[str, NDArray[Any]] = {}
    for column, word in (("iscrowd", "is_crowd"), ("difficult", "is_difficult")):
        if side == "truth" and (name := f"truth_{column}") in held:
            found[word] = flags(_same_length(held, name, lengths, image), name)
    if side == "truth" and "truth_areas" in held:
        areas = floats(_same_length(held, "truth_areas", lengths, image), "truth_areas")
        found["areas"] = areas.astype(np.float64)
    return found


def _check_boxed(corners: NDArray[np.float64], where: Where) -> None:
    lost = np.flatnonzero(np.isnan(corners).all(axis=1))
    if len(lost):
        raise DataError(f"{where(int(lost[0]))}: has no box")


def _same_length(held: dict[str, Any], name: str, lengths: Index, image: Any) -> Any:
    """The elements of a column that has one for each box; raises DataError naming the image where it has not."""
    values, own = Lists.of(held[name], name)
    odd = np.flatnonzero(own != lengths)
    if len(odd):
        row = int(odd[0])
        raise DataError(f"image {image[row].as_py()!r}: {name} holds {own[row]} for {lengths[row]} boxes")
    return values
