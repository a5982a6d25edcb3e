"""A part in groups of images: what is at work at once fits the processor's cache."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from ..batches.arrow import arrow
from .keys import Codes, Keys, united

BOXES_AT_ONCE = 1 << 17


class Sided(NamedTuple):
    """The rows of one side of some images."""

    table: Any
    image: Codes
    """The image of each row, as a row of the images."""


class Group(NamedTuple):
    """Some images with all of their boxes."""

    image: Any
    """What they are called, an Arrow array of texts."""
    truth: Sided
    predictions: Sided


def grouped(tables: tuple[Any, Any], keys: tuple[Keys, Keys]) -> Iterator[Group]:
    """The images of a part, about so many boxes at once, in the order in which they first occur."""
    image, *rows = united(*keys)
    names = image.cast(arrow().large_string())
    boxes = sum(np.bincount(of_side, minlength=len(names)) for of_side in rows)
    ends = np.searchsorted(np.cumsum(boxes), np.arange(0, np.sum(boxes), BOXES_AT_ONCE)[1:], side="right")
    edges = np.unique([0, *ends.tolist(), len(names)]).tolist()
    sides = [_ordered(table.combine_chunks(), of_side) for table, of_side in zip(tables, rows, strict=True)]
    for begin, end in pairwise(edges):
        truth, predictions = (_within(side, begin, end) for side in sides)
        yield Group(names.slice(begin, end - begin), truth, predictions)


def _ordered(table: Any, image: Codes) -> Sided:
    """The rows by image; those of an image keep their order."""
    if not len(image) or bool((image[1:] >= image[:-1]).all()):
        return Sided(table, image)
    order = np.argsort(image, kind="stable")
    return Sided(table.take(order), image[order])


def _within(side: Sided, begin: int, end: int) -> Sided:
    start, stop = np.searchsorted(side.image, [begin, end]).tolist()
    return Sided(side.table.slice(start, stop - start), side.image[start:stop] - begin)
