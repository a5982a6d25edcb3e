"""Boxes as rows, whatever table they were in, to one side of an evaluation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from ....errors import DataError
from ....evaluation.columns.tables import MAX_CLASSES
from ...annotations import Annotations, ImageList, difficult_notices
from ..labels import Classes, Labels, classes_of
from ..reading import Reading
from ..single import Detected, columns


@dataclass(frozen=True, eq=False, kw_only=True)
class Rows:
    """A row a box, or a row for an image that has none."""

    image: Sequence[str]
    boxes: NDArray[np.float64]
    """(n, 4), NaN for an image that has none."""
    labels: Labels
    scores: NDArray[np.floating] | None = None
    sizes: NDArray[np.int64] | None = None
    """(n, 2), width and height of the image in pixels; 0: unknown."""
    splits: Sequence[str | None] | None = None
    is_crowd: NDArray[np.bool_] | None = None
    """Which rows are regions of many objects."""
    is_difficult: NDArray[np.bool_] | None = None
    """Which rows the source calls difficult."""
    record: Callable[[int], str] = field(default=lambda row: f"row {row}")


def read_rows(rows: Rows, source: str, reading: Reading) -> Annotations:
    """The objects of some rows; a row without a box is an image without objects."""
    row_of = {name: place for place, name in enumerate(dict.fromkeys(rows.image))}
    image = np.array([row_of[name] for name in rows.image], np.int64)
    is_boxed = ~np.isnan(rows.boxes).all(axis=1)
    kept = np.flatnonzero(is_boxed)
    labels = _taken(rows.labels, kept)
    scores = None if rows.scores is None else rows.scores[kept]
    held = Detected(rows.boxes[kept], labels.numbers, scores)
    found, _ = columns(replace(held, labels=np.zeros(len(kept), np.int64)), source, scored=reading.scored, box=None)
    classes, ids = _numbered(labels, reading) or (classes_of([labels], source), None)
    return Annotations(
        source=source,
        images=_images(rows, list(row_of), image, source),
        classes=classes.names,
        class_ids=ids,
        is_ordered=classes.is_ordered,
        is_crowd=None if rows.is_crowd is None else rows.is_crowd[kept],
        is_difficult=None if rows.is_difficult is None else rows.is_difficult[kept],
        notices=() if rows.is_difficult is None else difficult_notices(rows.is_difficult[kept]),
        instances=replace(found, image=image[kept], label=classes.index),
        record=lambda row: rows.record(int(kept[row])),
    )


def _numbered(labels: Labels, reading: Reading) -> tuple[Classes, tuple[str, ...]] | None:
    """Classes that are numbers alone: ids by which the other side may call them; ``None``: they have names."""
    if labels.names is not None or labels.numbers is None or not len(labels):
        return None
    present = np.unique(labels.numbers)
    # Numbers that start at 0 count the classes, also those that no box has.
    numbers = np.arange(int(present.max()) + 1) if present[0] == 0 and int(present.max()) < MAX_CLASSES else present
    ids = tuple(map(str, numbers.tolist()))
    names = ids if reading.role == "truth" else None
    return Classes(np.searchsorted(numbers, labels.numbers), names, is_ordered=bool(present[0] == 0)), ids


def _images(rows: Rows, names: list[str], image: NDArray[np.int64], source: str) -> ImageList:
    first = np.full(len(names), -1)
    first[image[::-1]] = np.arange(len(image))[::-1]
    sizes = None
    if rows.sizes is not None:
        sizes = rows.sizes[first]
        odd = np.flatnonzero((rows.sizes != sizes[image]).any(axis=1))
        if len(odd):
            row = int(odd[0])
            raise DataError(
                f"{source}, {rows.record(row)}: image {rows.image[row]!r} is {tuple(rows.sizes[row].tolist())}, "
                f"and {tuple(sizes[image[row]].tolist())} in {rows.record(int(first[image[row]]))}"
            )
    splits = None if rows.splits is None else [rows.splits[row] for row in first.tolist()]
    return ImageList(names=names, sizes=sizes, splits=splits)


def _taken(labels: Labels, kept: NDArray[np.intp]) -> Labels:
    return Labels(
        None if labels.numbers is None else labels.numbers[kept],
        None if labels.names is None else tuple(labels.names[row] for row in kept.tolist()),
    )
