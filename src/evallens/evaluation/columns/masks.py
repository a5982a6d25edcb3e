"""Masks as runs of pixels, and their overlaps. Never a dense picture an object."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import DataError
from .schema import numbers

Runs = NDArray[np.int64]
Index = NDArray[np.integer]

_RUNS_AT_ONCE = 1 << 21
_LONGEST_SIDE = 1 << 20
"""Pixels: a mask is drawn column by column, which a made-up one must not make endless."""


@dataclass(frozen=True, eq=False)
class Masks:
    """Ragged masks: the pixels of mask ``i`` are the runs ``offsets[i]..offsets[i + 1]``.

    A run is ``start <= p < stop`` over pixels counted down the columns, ``p = x * height + y``, as
    COCO counts them; runs of a mask are sorted and apart.
    """

    offsets: NDArray[np.int64] = field(metadata=numbers(np.int64))
    start: Runs = field(metadata=numbers(np.int64))
    stop: Runs = field(metadata=numbers(np.int64))
    heights: NDArray[np.int64] = field(metadata=numbers(np.int64))
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

    @classmethod
    def stacked(cls, parts: Sequence[Masks]) -> Masks:
        """Several lists of masks one after the other."""
        runs = [0, *(len(part.start) for part in parts)]
        moved = [part.offsets[1:] + before for part, before in zip(parts, np.cumsum(runs).tolist(), strict=False)]
        empty = np.zeros(0, np.int64)
        return cls(
            np.concatenate([np.zeros(1, np.int64), *moved]),
            np.concatenate([empty, *(part.start for part in parts)]),
            np.concatenate([empty, *(part.stop for part in parts)]),
            np.concatenate([empty, *(part.heights for part in parts)]),
        )

    def __post_init__(self) -> None:
        runs = len(self.start)
        fits = len(self.offsets) == len(self.heights) + 1 and len(self.stop) == runs
        if not fits or self.offsets[0] != 0 or self.offsets[-1] != runs or bool((np.diff(self.offsets) < 0).any()):
            raise DataError(f"Masks: the offsets do not fit {len(self.heights)} masks and {runs} runs")
        if bool((self.start < 0).any()) or bool((self.stop <= self.start).any()) or bool((self.heights <= 0).any()):
            raise DataError("Masks: a run is empty or begins before the picture, or a height is not positive")
        apart = self.start[1:] > self.stop[:-1]
        apart[self.offsets[1:-1][(self.offsets[1:-1] > 0) & (self.offsets[1:-1] < runs)] - 1] = True
        if not apart.all():
            raise DataError("Masks: the runs of a mask are not sorted and apart")
        filled = np.diff(self.offsets) > 0
        ends = self.stop[self.offsets[1:][filled] - 1]
        if bool((self.heights > _LONGEST_SIDE).any()) or bool((ends > self.heights[filled] * _LONGEST_SIDE).any()):
            raise DataError(f"Masks: a mask is of a picture of more than {_LONGEST_SIDE:,} pixels a side")

    def __len__(self) -> int:
        return len(self.heights)

    @property
    def areas(self) -> NDArray[np.float64]:
        """Pixels of each mask, (n,)."""
        ends = np.concatenate([[0], np.cumsum(self.stop - self.start)])
        return np.diff(ends[self.offsets]).astype(np.float64)

    def runs(self, row: int) -> tuple[Runs, Runs]:
        """(starts, stops) of one mask, each (runs,)."""
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

    def shared(self, others: Masks, mine: Index, theirs: Index) -> NDArray[np.float64]:
        """Pixels that mask ``mine[i]`` and the others' mask ``theirs[i]`` have in common, (n,)."""
        parts = self._parts(mine)
        return np.concatenate([np.zeros(0), *(self._shared(others, mine[part], theirs[part]) for part in parts)])

    def iou(self, others: Masks, mine: Index, theirs: Index) -> NDArray[np.float64]:
        """Intersection over union of mask ``mine[i]`` and ``theirs[i]``, (n,); 0 where both are empty."""
        shared = self.shared(others, mine, theirs)
        union = self.areas[mine] + others.areas[theirs] - shared
        return np.asarray(np.divide(shared, union, out=np.zeros(len(shared)), where=union > 0))

    def _parts(self, mine: Index) -> list[slice]:
        ends = np.cumsum(np.diff(self.offsets)[mine])
        cuts = np.searchsorted(ends, np.arange(_RUNS_AT_ONCE, ends[-1] if len(ends) else 0, _RUNS_AT_ONCE))
        edges = [0, *np.unique(cuts).tolist(), len(ends)]
        return [slice(a, b) for a, b in pairwise(edges) if b > a]

    def _shared(self, others: Masks, mine: Index, theirs: Index) -> NDArray[np.float64]:
        """How far into the other's pixels each of my runs reaches."""
        counts = np.diff(self.offsets)[mine]
        ends = np.cumsum(counts)
        run = np.arange(ends[-1]) + np.repeat(self.offsets[mine] - (ends - counts), counts)
        other = np.repeat(theirs, counts)
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

    def below(self, mask: Index, place: Runs) -> Runs:
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
