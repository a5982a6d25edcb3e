"""The edge cube: what begins and ends at which threshold, cell by cell. It is small, however many outcomes there are.

A cube is itself a table of outcomes, over four images, one a split: whatever counts outcomes counts it unchanged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import DataError
from ...matching.percent import PERCENTS
from .groups import Groups, spans
from .outcomes import Outcomes, cell_key
from .schema import numbers
from .splits import UNSPLIT

_Whole = NDArray[np.int64]


class Changes(Outcomes):
    """Outcomes whose counts may be negative: each is a change from its ``first`` threshold on."""

    def _check_counts(self) -> None:
        """A change may be anything."""


@dataclass(frozen=True, eq=False)
class Cube:
    """The net change of ``count`` for each (split, actual, predicted, kind) and percent that has any.

    Cell ``i`` has the changes ``offsets[i]..offsets[i + 1]``; cells ascend, and so do the percents of each. What
    changes at 101 % is left out.
    """

    split: NDArray[np.uint8] = field(metadata=numbers(np.uint8))
    """Of each cell, as of images: index into ``SPLITS``, or ``UNSPLIT``."""
    actual: NDArray[np.uint16] = field(metadata=numbers(np.uint16))
    predicted: NDArray[np.uint16] = field(metadata=numbers(np.uint16))
    kind: NDArray[np.uint8] = field(metadata=numbers(np.uint8))
    """What kind of error it is; ``UNTOLD``: nobody said."""
    offsets: NDArray[np.int64] = field(metadata=numbers(np.int64))
    percent: NDArray[np.uint8] = field(metadata=numbers(np.uint8))
    change: NDArray[np.int64] = field(metadata=numbers(np.int64))
    """By so much the count grows at ``percent``; negative: it falls."""

    def __post_init__(self) -> None:
        cells, rows = len(self.split), len(self.percent)
        if any(len(column) != cells for column in (self.actual, self.predicted, self.kind)):
            raise DataError("Cube: its cells have columns of different lengths")
        fits = len(self.offsets) == cells + 1 and len(self.change) == rows
        if not fits or self.offsets[0] != 0 or self.offsets[-1] != rows or bool((np.diff(self.offsets) < 0).any()):
            raise DataError(f"Cube: the offsets do not fit {cells} cells and {rows} changes")
        if int(self.percent.max(initial=0)) >= PERCENTS or int(self.split.max(initial=0)) > UNSPLIT:
            raise DataError("Cube: a percent is above 100, or a split is not one of 0..3")

    def __len__(self) -> int:
        return len(self.percent)

    @classmethod
    def none(cls) -> Cube:
        """A cube without changes."""
        return cls.stacked(())

    @classmethod
    def of(cls, outcomes: Outcomes, split: NDArray[np.uint8]) -> Cube:
        """Fold ``outcomes`` over their images, whose splits are ``split``, (images,)."""
        keys = _Keys.of(split[outcomes.image], outcomes.actual, outcomes.predicted, outcomes.kind)
        ends = np.flatnonzero(outcomes.last < PERCENTS - 1)
        edges = [keys.at(outcomes.first), keys.at(outcomes.last + np.uint8(1), ends)]
        if outcomes.is_single:
            # What begins counts one and what ends minus one: a bit says which, and no counts are looked up.
            placed = np.sort(np.concatenate([edges[0] << 1, edges[1] << 1 | 1]))
            return keys.cube(placed >> 1, 1 - 2 * (placed & 1))
        return keys.cube(*_sorted(np.concatenate(edges), np.concatenate([outcomes.count, -outcomes.count[ends]])))

    @classmethod
    def of_changes(
        cls,
        *,
        split: NDArray[Any],
        actual: NDArray[Any],
        predicted: NDArray[Any],
        kind: NDArray[Any],
        percent: NDArray[Any],
        change: NDArray[Any],
    ) -> Cube:
        """Of changes in any order, one a row, (rows,) each; those of the same cell and percent add up."""
        keys = _Keys.of(split, actual, predicted, kind)
        return keys.cube(*_sorted(keys.at(percent), np.asarray(change, np.int64)))

    @classmethod
    def stacked(cls, cubes: Sequence[Cube]) -> Cube:
        """The cube of the outcomes of all of them."""
        if len(cubes) == 1:
            return cubes[0]
        tables = [cube.outcomes for cube in cubes] or [Changes.none()]
        columns = zip(*((t.image, t.actual, t.predicted, t.kind, t.first, t.count) for t in tables), strict=True)
        split, actual, predicted, kind, percent, change = map(np.concatenate, columns)
        return cls.of_changes(
            split=split, actual=actual, predicted=predicted, kind=kind, percent=percent, change=change
        )

    def of_split(self, split: int) -> Cube:
        """The changes of images of one split, by its code."""
        first, end = np.searchsorted(self.split, [split, split + 1])
        offsets = self.offsets[first : end + 1]
        cells, changes = slice(first, end), slice(offsets[0], offsets[-1])
        return Cube(
            split=self.split[cells],
            actual=self.actual[cells],
            predicted=self.predicted[cells],
            kind=self.kind[cells],
            offsets=offsets - offsets[0],
            percent=self.percent[changes],
            change=self.change[changes],
        )

    def at(self, confidence: int) -> Cube:
        """The cells as they are at an integer percent: what is asked at that one is answered alike, from a row a cell.

        Only what lies between it and the percent that was asked before is read.
        """
        if len(self.percent) == len(self.split) and not self.percent.any():
            return self
        before: tuple[int, Cube] | None = vars(self).get("_at")
        if before is None:
            totals = self._totals(confidence)
        elif before[0] == confidence:
            return before[1]
        else:
            totals = self._stepped(*before, confidence)
        cells = len(self.split)
        found = replace(
            self, offsets=np.arange(cells + 1), percent=np.zeros(cells, np.uint8), change=totals
        )  # fmt: skip
        vars(found)["_grouped"] = self._grouped
        # In one: another thread sees a percent with its own cells, or the one before.
        vars(self)["_at"] = (confidence, found)
        return found

    def _totals(self, confidence: int) -> _Whole:
        running = np.append(0, np.cumsum(np.where(self.percent <= confidence, self.change, 0)))
        return np.diff(running[self.offsets])

    def _stepped(self, start: int, cells: Cube, stop: int) -> _Whole:
        """The totals at ``stop`` from those at ``start``."""
        cell, change, bounds = self._by_percent
        totals = cells.change.copy()
        low, high = sorted((start, stop))
        rows = slice(bounds[low + 1], bounds[high + 1])
        (np.add if stop > start else np.subtract).at(totals, cell[rows], change[rows])
        return totals

    @cached_property
    def _by_percent(self) -> tuple[_Whole, _Whole, _Whole]:
        """Cells and changes, (rows,) each, in the order of their percents, and where each percent starts, (102,)."""
        order = np.argsort(self.percent, kind="stable")
        cell = np.repeat(np.arange(len(self.split)), np.diff(self.offsets))
        bounds = np.append(0, np.cumsum(np.bincount(self.percent, minlength=PERCENTS)))
        return cell[order], self.change[order], bounds

    @cached_property
    def outcomes(self) -> Outcomes:
        """The changes as outcomes of four images, one a split, that each hold from their percent on."""
        sizes = np.diff(self.offsets)
        cells = (np.repeat(column, sizes) for column in (self.split, self.actual, self.predicted, self.kind))
        split, actual, predicted, kind = cells
        table = Changes.of(split, actual, predicted, self.change, first=self.percent, kind=kind)
        # It is known already: cells are grouped, which are few, and not their changes.
        vars(table)["by_cell"] = self._by_cell(sizes)
        return table

    def _by_cell(self, sizes: _Whole) -> Groups:
        cells = self._grouped
        if cells.order is None:
            return Groups(cells.keys, self.offsets[cells.bounds], None)
        placed = sizes[cells.order]
        rows = spans(self.offsets[cells.order], placed).astype(np.uint32)
        return Groups(cells.keys, np.append(0, np.cumsum(placed))[cells.bounds], rows)

    @cached_property
    def _grouped(self) -> Groups:
        """The cells by actual and predicted class."""
        return Groups.of(cell_key(self.actual, self.predicted))

    def is_of(self, outcomes: Outcomes) -> bool:
        """May it be the cube of ``outcomes``? Their counts over all thresholds agree, which a stray one's do not."""
        # Beyond 63 bits both wrap alike.
        span = outcomes.last.astype(np.int64) - outcomes.first + 1
        own = np.dot(self.change, PERCENTS - self.percent.astype(np.int64))
        return bool(own == np.dot(outcomes.count, span))


@dataclass(frozen=True, eq=False)
class _Keys:
    """One number for each cell and percent, in their order, of the cells of some rows."""

    cell: _Whole
    """That of each row's cell, (rows,)."""
    classes: int
    kinds: NDArray[np.intp]
    """The kinds there are, ascending."""

    @classmethod
    def of(cls, split: NDArray[Any], actual: NDArray[Any], predicted: NDArray[Any], kind: NDArray[Any]) -> _Keys:
        classes = 1 + max(int(actual.max(initial=0)), int(predicted.max(initial=0)))
        kinds = np.flatnonzero(np.bincount(kind, minlength=1))
        number = np.zeros(256, np.int64)
        number[kinds] = np.arange(len(kinds))
        cell = (split.astype(np.int64) * classes + actual) * classes + predicted
        return cls(cell * len(kinds) + number[kind], classes, kinds)

    def at(self, percent: NDArray[Any], rows: Any = ...) -> _Whole:
        """The keys of some ``rows`` at the ``percent`` of each, of which all are given: (rows,)."""
        keys: _Whole = self.cell[rows] * PERCENTS + percent[rows]
        return keys

    def cube(self, keys: _Whole, change: _Whole) -> Cube:
        """The cube of changes at ascending ``keys``, (rows,) each: those at the same one add up."""
        ends = np.append(np.flatnonzero(keys[1:] != keys[:-1]), len(keys) - 1)[: len(keys)]
        running = np.cumsum(change)[ends]
        net = np.diff(running, prepend=0)
        left = np.flatnonzero(net)
        cell, percent = np.divmod(keys[ends[left]], PERCENTS)
        starts = np.flatnonzero(np.diff(cell, prepend=-1))
        row, kind = np.divmod(cell[starts], max(len(self.kinds), 1))
        row, predicted = np.divmod(row, self.classes)
        split, actual = np.divmod(row, self.classes)
        return Cube(
            split=split.astype(np.uint8),
            actual=actual.astype(np.uint16),
            predicted=predicted.astype(np.uint16),
            kind=self.kinds[kind].astype(np.uint8),
            offsets=np.append(starts, len(cell)).astype(np.int64),
            percent=percent.astype(np.uint8),
            change=net[left],
        )


def _sorted(keys: _Whole, values: _Whole) -> tuple[_Whole, _Whole]:
    """Both in the order of ``keys``, (n,) each."""
    place = max(len(keys) - 1, 1).bit_length()
    if not len(keys) or int(keys.max()).bit_length() + place > 63:
        order = np.argsort(keys, kind="stable")
        return keys[order], values[order]
    # Sorting numbers that hold their places is several times as fast as sorting places by numbers.
    placed = np.sort(keys << place | np.arange(len(keys)))
    return placed >> place, values[placed & ((1 << place) - 1)]
