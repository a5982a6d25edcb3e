"""Which (split, threshold) pairs the columns answer; outside them a report has to be fetched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...matching.percent import PERCENTS
from .tables import ALL, SPLITS


@dataclass(frozen=True, eq=False)
class Coverage:
    """``covered`` is (splits, 101) booleans: does split ``s`` hold outcomes for threshold ``t``?"""

    covered: NDArray[np.bool_]

    @classmethod
    def none(cls) -> Coverage:
        """Covers nothing."""
        return cls(np.zeros((len(SPLITS), PERCENTS), np.bool_))

    @classmethod
    def everything(cls) -> Coverage:
        """Covers every threshold of every split, as a local evaluation does."""
        return cls(np.ones((len(SPLITS), PERCENTS), np.bool_))

    @classmethod
    def of(cls, splits: Iterable[str], confidence: int) -> Coverage:
        """Covers one threshold of the named splits."""
        coverage = cls.none()
        coverage.covered[[SPLITS.index(s) for s in splits], confidence] = True
        return coverage

    def union(self, other: Coverage) -> Coverage:
        """Covers what either does."""
        return Coverage(self.covered | other.covered)

    def thresholds(self, splits: Sequence[str]) -> NDArray[np.bool_]:
        """For each integer percent, (101,): is it covered in every one of ``splits``?"""
        rows: NDArray[np.bool_] = self.covered[[SPLITS.index(s) for s in splits]]
        every: NDArray[np.bool_] = np.logical_and.reduce(rows, axis=0)
        return every

    def covers(self, split: str, confidence: int, present: Iterable[str]) -> bool:
        """Is ``confidence`` covered in every split that ``split`` stands for, of "all" those ``present``?"""
        return bool(self.thresholds(splits_of(split, present))[confidence])

    def ranges(self) -> dict[str, list[list[int]]]:
        """The covered thresholds of each split as inclusive ``[first, last]`` ranges."""
        return {split: _ranges(row) for split, row in zip(SPLITS, self.covered, strict=True) if row.any()}


def _ranges(row: NDArray[np.bool_]) -> list[list[int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], row, [False]]).astype(np.int8)))
    return [[int(first), int(stop) - 1] for first, stop in edges.reshape(-1, 2)]


def splits_of(split: str, present: Iterable[str]) -> tuple[str, ...]:
    """The single splits that ``split`` stands for; of "all" those ``present``, as ``Extent.covering`` has them."""
    return tuple(present) if split == ALL else (split,)
