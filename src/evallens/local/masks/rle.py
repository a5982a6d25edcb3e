"""Dense masks and COCO's run lengths to runs of pixels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import DataError
from ...evaluation.columns.masks import Runs


def dense_runs(mask: NDArray[Any]) -> tuple[Runs, Runs]:
    """The runs of a dense mask, (height, width), anything but 0 is inside."""
    flat = np.asarray(mask).astype(np.bool_).ravel(order="F")
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flat, [False]]).astype(np.int8)))
    return edges[0::2].astype(np.int64), edges[1::2].astype(np.int64)


def counted_runs(counts: Sequence[int] | NDArray[np.int64], size: int) -> tuple[Runs, Runs]:
    """The runs of COCO's uncompressed RLE: lengths of outside, inside, outside, ... over ``size`` pixels.

    Raises DataError where they are not so many.
    """
    lengths = np.asarray(counts, np.int64)
    if lengths.ndim != 1 or bool((lengths < 0).any()) or int(lengths.sum()) != size:
        raise DataError(f"the run lengths sum to {int(lengths.sum())}, not to the {size} pixels of the image")
    ends = np.cumsum(lengths)
    start, stop = ends[:-1][0::2], ends[1:][0::2]
    return united([(start[stop > start], stop[stop > start])])


def lettered_runs(text: str | bytes, size: int) -> tuple[Runs, Runs]:
    """The runs of COCO's compressed RLE (six bits a letter, differences to the last but one).

    Raises DataError for damaged ones.
    """
    letters = np.frombuffer(text.encode("ascii") if isinstance(text, str) else text, np.uint8).astype(np.int64) - 48
    if len(letters) and (int(letters.min()) < 0 or int(letters.max()) > 63 or letters[-1] & 0x20):
        raise DataError("the compressed run lengths are damaged")
    counts: list[int] = []
    value = shift = 0
    for letter in letters.tolist():
        value |= (letter & 0x1F) << shift
        shift += 5
        if letter & 0x20:
            continue
        if letter & 0x10:
            value -= 1 << shift
        counts.append(value + (counts[-2] if len(counts) > 2 else 0))
        value = shift = 0
    return counted_runs(counts, size)


def united(parts: Sequence[tuple[Runs, Runs]]) -> tuple[Runs, Runs]:
    """The runs of the pixels that are in any of the ``parts``."""
    start = np.concatenate([np.zeros(0, np.int64), *(a for a, _ in parts)])
    stop = np.concatenate([np.zeros(0, np.int64), *(b for _, b in parts)])
    order = np.argsort(start, kind="stable")
    start, stop = start[order], np.maximum.accumulate(stop[order])
    if not len(start):
        return start, stop
    is_first = np.concatenate([[True], start[1:] > stop[:-1]])
    return start[is_first], stop[np.append(np.flatnonzero(is_first)[1:] - 1, len(start) - 1)]
