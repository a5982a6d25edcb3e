"""The edge cube: what begins and ends at which threshold, cell by cell. It is small, however many outcomes there are.

A cube is itself a table of outcomes, over four images, one a split: whatever counts outcomes counts it unchanged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import DataError
from ...matching.percent import PERCENTS
from .outcomes import Outcomes
from .schema import numbers

_MOST_SPLIT = 3
_SPARE = 1 << 16
"""Places that a dense array may always have; beyond them it has at most four for each row."""
_EXACT = 2.0**53
"""Sums below it are exact in float64."""

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
        if int(self.percent.max(initial=0)) >= PERCENTS or int(self.split.max(initial=0)) > _MOST_SPLIT:
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
        cells = _Cells.of(split[outcomes.image], outcomes.actual, outcomes.predicted, outcomes.kind)
        ends = np.flatnonzero(outcomes.last < PERCENTS - 1)
        stops = cells.place[ends] * PERCENTS + outcomes.last[ends] + 1
        starts = cells.place * PERCENTS + outcomes.first
        if outcomes.is_single:
            return cells.cube(starts, None, stops, None)
        return cells.cube(starts, outcomes.count, stops, outcomes.count[ends])

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
        cells = _Cells.of(split, actual, predicted, kind)
        nothing = np.zeros(0, np.int64)
        return cells.cube(cells.place * PERCENTS + percent, np.asarray(change, np.int64), nothing, nothing)

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

    @cached_property
    def outcomes(self) -> Outcomes:
        """The changes as outcomes of four images, one a split, that each hold from their percent on."""
        sizes = np.diff(self.offsets)
        cells = (np.repeat(column, sizes) for column in (self.split, self.actual, self.predicted, self.kind))
        split, actual, predicted, kind = cells
        return Changes.of(split, actual, predicted, self.change, first=self.percent, kind=kind)

    def is_of(self, outcomes: Outcomes) -> bool:
        """May it be the cube of ``outcomes``? Their counts over all thresholds agree, which a stray one's do not."""
        # Beyond 63 bits both wrap alike.
        span = outcomes.last.astype(np.int64) - outcomes.first + 1
        own = np.dot(self.change, PERCENTS - self.percent.astype(np.int64))
        return bool(own == np.dot(outcomes.count, span))


@dataclass(frozen=True, eq=False)
class _Cells:
    """The cells of some rows, each once, and where each row's cell stands among them."""

    code: _Whole
    """Of each cell, ascending: (cells,)."""
    place: _Whole
    """(rows,)."""
    classes: int
    kinds: NDArray[np.intp]
    """The kinds there are, ascending."""

    @classmethod
    def of(cls, split: NDArray[Any], actual: NDArray[Any], predicted: NDArray[Any], kind: NDArray[Any]) -> _Cells:
        classes = 1 + max(int(actual.max(initial=0)), int(predicted.max(initial=0)))
        number, kinds = _numbered(kind.astype(np.intp), 256)
        row = (split.astype(np.int64) * classes + actual) * classes + predicted
        code = row * max(len(kinds), 1) + number
        size = (_MOST_SPLIT + 1) * classes * classes * max(len(kinds), 1)
        place, codes = _numbered(code, size) if size <= _most(len(code)) else _ranked(code)
        return cls(codes, place, classes, kinds)

    def cube(self, starts: _Whole, begun: _Whole | None, stops: _Whole, ended: _Whole | None) -> Cube:
        """The cube of what begins and ends at the places ``cell * PERCENTS + percent``; ``None``: one each."""
        size = len(self.code) * PERCENTS
        if size <= _most(len(starts)):
            change = _sums(starts, begun, size) - _sums(stops, ended, size)
            where = np.flatnonzero(change)
            return self._laid(where, change[where])
        given = np.concatenate([_ones(starts, begun), -_ones(stops, ended)])
        where, change = _summed(np.concatenate([starts, stops]), given)
        return self._laid(where[change != 0], change[change != 0])

    def _laid(self, where: NDArray[np.integer], change: _Whole) -> Cube:
        cell, percent = np.divmod(where, PERCENTS)
        used, sizes = np.unique(cell, return_counts=True)
        row, kind = np.divmod(self.code[used], max(len(self.kinds), 1))
        row, predicted = np.divmod(row, self.classes)
        split, actual = np.divmod(row, self.classes)
        return Cube(
            split=split.astype(np.uint8),
            actual=actual.astype(np.uint16),
            predicted=predicted.astype(np.uint16),
            kind=self.kinds[kind].astype(np.uint8),
            offsets=np.append(0, np.cumsum(sizes)).astype(np.int64),
            percent=percent.astype(np.uint8),
            change=change,
        )


def _most(rows: int) -> int:
    return _SPARE + 4 * rows


def _numbered(values: NDArray[np.integer], size: int) -> tuple[_Whole, NDArray[np.intp]]:
    """The place of each value among those that occur, and those, ascending; each is below ``size``."""
    is_there = np.zeros(size, np.bool_)
    is_there[values] = True
    place = np.cumsum(is_there) - 1
    return place[values], np.flatnonzero(is_there)


def _ranked(values: _Whole) -> tuple[_Whole, _Whole]:
    found, place = np.unique(values, return_inverse=True)
    return place.astype(np.int64, copy=False), found


def _ones(places: _Whole, given: _Whole | None) -> _Whole:
    return np.ones(len(places), np.int64) if given is None else given


def _sums(places: _Whole, given: _Whole | None, size: int) -> _Whole:
    """What is ``given`` at each of ``size`` places, int64 (size,)."""
    if given is None:
        return np.bincount(places, minlength=size).astype(np.int64, copy=False)
    if float(np.abs(given).sum(dtype=np.float64)) < _EXACT:
        return np.bincount(places, given, size).astype(np.int64)
    total = np.zeros(size, np.int64)
    np.add.at(total, places, given)
    return total


def _summed(places: _Whole, given: _Whole) -> tuple[_Whole, _Whole]:
    """The places that occur, ascending, and the sum at each."""
    order = np.argsort(places, kind="stable")
    placed = places[order]
    starts = np.flatnonzero(np.append(True, placed[1:] != placed[:-1])[: len(placed)])
    return placed[starts], np.add.reduceat(given[order], starts) if len(starts) else given
