"""Masks as runs of pixels, and their overlaps. Never a dense picture an object."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import DataError
from .overlaps import Pairs

Runs = NDArray[np.int64]

_RUNS_AT_ONCE = 1 << 21


@dataclass(frozen=True, eq=False)
class Masks:
    """Ragged masks: the pixels of mask ``i`` are the runs ``offsets[i]..offsets[i + 1]``.

    A run is ``start <= p < stop`` over pixels counted down the columns, ``p = x * height + y``, as
    COCO counts them; runs of a mask are sorted and apart.
    """

    offsets: NDArray[np.int64]
    start: Runs
    stop: Runs
    heights: NDArray[np.int64]
    """Height in pixels of each mask's image."""

    @classmethod
    def of(cls, runs: Sequence[tuple[Runs, Runs]], heights: Sequence[int]) -> Masks:
        """Make masks from one (starts, stops) pair each."""
        offsets = np.zeros(len(runs) + 1, np.int64)
        np.cumsum([len(start) for start, _ in runs], out=offsets[1:])
        empty = np.zeros(0, np.int64)
        return cls(
            offsets,
            np.concatenate([empty, *(start for start, _ in runs)]),
            np.concatenate([empty, *(stop for _, stop in runs)]),
            np.asarray(heights, np.int64),
        )

    def __len__(self) -> int:
        return len(self.heights)

    @property
    def areas(self) -> NDArray[np.float64]:
        """Pixels of each mask."""
        ends = np.concatenate([[0], np.cumsum(self.stop - self.start)])
        return np.diff(ends[self.offsets]).astype(np.float64)

    def runs(self, row: int) -> tuple[Runs, Runs]:
        """(starts, stops) of one mask."""
        inside = slice(self.offsets[row], self.offsets[row + 1])
        return self.start[inside], self.stop[inside]

    def take(self, rows: Any) -> Masks:
        """The masks of ``rows``."""
        index = np.arange(len(self))[rows]
        return Masks.of([self.runs(row) for row in index.tolist()], self.heights[index].tolist())

    def boxes(self) -> NDArray[np.float64]:
        """The tightest box around each mask, (n, 4): left, top, right, bottom; zeros around nothing."""
        boxes = np.zeros((len(self), 4))
        for row in range(len(self)):
            start, stop = self.runs(row)
            if len(start):
                boxes[row] = _box(start, stop, int(self.heights[row]))
        return boxes

    def pairs(self, others: Masks, candidates: Pairs) -> Pairs:
        """The ``candidates`` (mine, theirs) that share pixels, with the IoU of their masks."""
        shared = np.concatenate(
            [np.zeros(0), *(self._shared(others, candidates.take(part)) for part in self._parts(candidates))]
        )
        union = self.areas[candidates.truth] + others.areas[candidates.prediction] - shared
        iou = np.divide(shared, union, out=np.zeros(len(shared)), where=union > 0)
        return Pairs(candidates.truth, candidates.prediction, iou).take(shared > 0)

    def _parts(self, candidates: Pairs) -> list[slice]:
        ends = np.cumsum(np.diff(self.offsets)[candidates.truth])
        cuts = np.searchsorted(ends, np.arange(_RUNS_AT_ONCE, ends[-1] if len(ends) else 0, _RUNS_AT_ONCE))
        edges = [0, *np.unique(cuts).tolist(), len(ends)]
        return [slice(a, b) for a, b in pairwise(edges) if b > a]

    def _shared(self, others: Masks, pairs: Pairs) -> NDArray[np.float64]:
        """Pixels that each pair has in common: how far into the other's pixels each of my runs reaches."""
        counts = np.diff(self.offsets)[pairs.truth]
        ends = np.cumsum(counts)
        run = np.arange(ends[-1]) + np.repeat(self.offsets[pairs.truth] - (ends - counts), counts)
        other = np.repeat(pairs.prediction, counts)
        ruler = _Ruler(others)
        common = ruler.below(other, self.stop[run]) - ruler.below(other, self.start[run])
        total = np.concatenate([[0], np.cumsum(common)])
        return np.asarray(total[ends] - total[ends - counts], np.float64)


class _Ruler:
    """Counts, for many masks at once, how many pixels of a mask lie before a place."""

    def __init__(self, masks: Masks) -> None:
        self._masks = masks
        self._reach = int(masks.stop.max(initial=0)) + 1
        owner = np.repeat(np.arange(len(masks)), np.diff(masks.offsets))
        # Each mask gets its own stretch of one line, so that one search serves all of them.
        self._starts = masks.start + owner * self._reach
        self._before = np.concatenate([[0], np.cumsum(masks.stop - masks.start)])

    def below(self, mask: NDArray[np.intp], place: Runs) -> Runs:
        """Pixels of ``mask`` before ``place``."""
        masks = self._masks
        place = np.minimum(place, self._reach - 1)
        run = np.searchsorted(self._starts, place + mask * self._reach, side="left") - 1
        begun = run >= masks.offsets[mask]
        run = np.maximum(run, 0)
        if not len(masks.start):
            return np.zeros(len(place), np.int64)
        whole = self._before[run] - self._before[masks.offsets[mask]]
        part = np.minimum(place, masks.stop[run]) - masks.start[run]
        return np.where(begun, whole + part, 0)


def _box(start: Runs, stop: Runs, height: int) -> tuple[float, float, float, float]:
    left, right = start[0] // height, (stop[-1] - 1) // height + 1
    top, bottom = start % height, (stop - 1) % height + 1
    # A run that goes on in the next column touches the bottom of one and the top of the other.
    wraps = start // height != (stop - 1) // height
    low = 0 if wraps.any() else int(top.min())
    return float(left), float(low), float(right), float(height if wraps.any() else bottom.max())


def dense_runs(mask: NDArray[Any]) -> tuple[Runs, Runs]:
    """The runs of a dense mask, (height, width), anything but 0 is inside."""
    flat = np.asarray(mask).astype(np.bool_).ravel(order="F")
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flat, [False]]).astype(np.int8)))
    return edges[0::2].astype(np.int64), edges[1::2].astype(np.int64)


def counted_runs(counts: Sequence[int] | NDArray[np.int64], size: int) -> tuple[Runs, Runs]:
    """The runs of COCO's uncompressed RLE: lengths of outside, inside, outside, ... over ``size`` pixels."""
    lengths = np.asarray(counts, np.int64)
    if lengths.ndim != 1 or bool((lengths < 0).any()) or int(lengths.sum()) != size:
        raise DataError(f"the run lengths sum to {int(lengths.sum())}, not to the {size} pixels of the image")
    ends = np.cumsum(lengths)
    start, stop = ends[:-1][0::2], ends[1:][0::2]
    return united([(start[stop > start], stop[stop > start])])


def lettered_runs(text: str | bytes, size: int) -> tuple[Runs, Runs]:
    """The runs of COCO's compressed RLE (six bits a letter, differences to the last but one)."""
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
