"""Which truth of one evaluation is which of the other: of one class, and in the same place."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..evaluation.columns.tables import TRUTH, Objects
from ..evaluation.metrics.counts import mask_of

Index = NDArray[np.int64]

PIXELS = 0.01
"""Edges that are so far apart are the same edge,"""
SHARE = 1e-5
"""or so far, as a share of the longer side: YOLO's six decimals are off by .003 px at 4,000."""
_EDGES = ("x", "y", "w", "h")


class Paired(NamedTuple):
    """Object rows of truths that are the same, in the order of ``one``."""

    one: Index
    other: Index
    alike: NDArray[np.bool_]
    """Of which images all truths are paired, (images,)."""


def paired(one: Objects, other: Objects, sides: NDArray[np.float64]) -> Paired:
    """Pair the truths of two tables over the same images and classes, one to one, the first in file order first.

    ``sides`` are the longer sides of the images, pixels (images,); 0: unknown, the farthest box stands for it.
    """
    mine, theirs = (np.flatnonzero(table.side == TRUTH) for table in (one, other))
    left, right = _candidates(one, other, mine, theirs, sides)
    first, second = _one_to_one(left, right)
    counts = [np.bincount(table.image[rows], minlength=len(sides)) for table, rows in ((one, mine), (other, theirs))]
    found = np.bincount(one.image[first], minlength=len(sides))
    return Paired(first, second, (found == counts[0]) & (found == counts[1]))


def _candidates(
    one: Objects, other: Objects, mine: Index, theirs: Index, sides: NDArray[np.float64]
) -> tuple[Index, Index]:
    """Pairs of rows of one image and class whose edges are near enough, ordered by the first, then the second."""
    longest = sides.copy()
    for table in (one, other):
        farthest = _corners(table, ...)[:, 2:].max(axis=1, initial=0)
        np.maximum.at(longest, table.image, np.where(sides[table.image] > 0, 0, farthest))
    edges = [_corners(table, rows) for table, rows in ((one, mine), (other, theirs))]
    near = np.maximum(PIXELS, SHARE * longest[one.image[mine]])
    # Both are held in float32, which has steps of its own.
    near += 2 * np.spacing(np.abs(edges[0]).max(axis=1, initial=0).astype(np.float32)).astype(np.float64)
    left, right = _beside(*_places(one, other, mine, theirs, edges), near)
    is_near = (np.abs(edges[0][left] - edges[1][right]) <= near[left][:, None]).all(axis=1)
    first, second = mine[left[is_near]], theirs[right[is_near]]
    order = np.lexsort((second, first))
    return first[order], second[order]


def _places(
    one: Objects, other: Objects, mine: Index, theirs: Index, edges: list[NDArray[np.float64]]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """A number of each truth: far apart for two images or classes, else as far as their left edges are."""
    keys = [
        table.image[rows].astype(np.int64) << 16 | table.label[rows] for table, rows in ((one, mine), (other, theirs))
    ]
    number = np.unique(np.concatenate(keys), return_inverse=True)[1].astype(np.float64)
    edge = np.concatenate([own[:, 0] for own in edges])
    least, most = (float(of(edge, initial=0)) for of in (np.min, np.max))
    place = number * (2 * (most - least) + 1) + (edge - least)
    return place[: len(mine)], place[len(mine) :]


def _beside(mine: NDArray[np.float64], theirs: NDArray[np.float64], near: NDArray[np.float64]) -> tuple[Index, Index]:
    """Pairs of places that are as near as each of ``mine`` asks, and what rounding may hide."""
    reach = near + 2 * np.spacing(np.abs(mine).max(initial=0))
    order = np.argsort(theirs)
    start = np.searchsorted(theirs[order], mine - reach, "left")
    end = np.searchsorted(theirs[order], mine + reach, "right")
    sizes = end - start
    first = np.repeat(np.arange(len(mine)), sizes)
    within = np.arange(len(first)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return first, order[np.repeat(start, sizes) + within]


def _corners(objects: Objects, rows: object) -> NDArray[np.float64]:
    """Left, top, right and bottom of some boxes, (n, 4)."""
    x, y, w, h = (getattr(objects, edge)[rows].astype(np.float64) for edge in _EDGES)
    return np.stack([x, y, x + w, y + h], axis=1)


def _one_to_one(left: Index, right: Index) -> tuple[Index, Index]:
    """Of pairs in order each that is the first one of both its rows, then of what is left, and so on."""
    taken: list[tuple[Index, Index]] = [(left[:0], right[:0])]
    while len(left):
        # Pairs are in order of the left: its first ones stand where it changes.
        is_first = np.concatenate([[True], left[1:] != left[:-1]]) & _first(right)
        taken.append((left[is_first], right[is_first]))
        gone = (
            mask_of(left[is_first], int(left.max()) + 1)[left] | mask_of(right[is_first], int(right.max()) + 1)[right]
        )
        left, right = left[~gone], right[~gone]
    first, second = (np.concatenate(rows) for rows in zip(*taken, strict=True))
    order = np.argsort(first, kind="stable")
    return first[order], second[order]


def _first(rows: Index) -> NDArray[np.bool_]:
    """Which rows are named for the first time, (n,)."""
    first = np.full(int(rows.max()) + 1, len(rows))
    np.minimum.at(first, rows, np.arange(len(rows)))
    return np.asarray(first[rows] == np.arange(len(rows)))
