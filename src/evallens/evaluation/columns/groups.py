"""Rows of a table put together by a key, so that a sum or a look-up reads only the rows it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Groups:
    """The rows of a table by ascending key; rows of one key keep their order."""

    keys: NDArray[np.uint32]
    """Every key there is, once, ascending: (groups,)."""
    bounds: NDArray[np.intp]
    """Group ``g`` stands at the places ``bounds[g]`` up to ``bounds[g + 1]``: (groups + 1,)."""
    order: NDArray[np.uint32] | None
    """Row at each place; ``None``: the rows stand in order of their keys already."""

    @classmethod
    def of(cls, key: NDArray[np.uint32]) -> Groups:
        """Put the rows of a table together by ``key``, (rows,)."""
        order = None if bool((key[1:] >= key[:-1]).all()) else _sorted(key)
        placed = key if order is None else key.take(order)
        starts = np.flatnonzero(np.concatenate([[True], placed[1:] != placed[:-1]])[: len(placed)])
        return cls(placed[starts], np.append(starts, len(placed)), order)

    def sums(self, values: NDArray[Any]) -> NDArray[np.int64]:
        """The sum of each group over ``values``, booleans or whole numbers (rows,): int64 (groups,)."""
        placed = values if self.order is None else values.take(self.order)
        # For many small groups several times as fast as reduceat; differences stay exact even should the sum overflow.
        running = np.zeros(len(placed) + 1, np.int32 if values.dtype == np.bool_ else np.int64)
        np.cumsum(placed, dtype=running.dtype, out=running[1:])
        return np.diff(running[self.bounds]).astype(np.int64, copy=False)

    def find(self, keys: NDArray[Any]) -> tuple[NDArray[np.integer], NDArray[np.intp]]:
        """The rows of all ``keys``, (k,), one key after another, and how many each has, (k,); 0: it is not there."""
        if not len(self.keys):
            return np.zeros(0, np.intp), np.zeros(len(keys), np.intp)
        group = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        starts = self.bounds[group]
        sizes = np.where(self.keys[group] == keys, self.bounds[group + 1] - starts, 0)
        places = spans(starts, sizes)
        return places if self.order is None else self.order[places], sizes


def spans(starts: NDArray[np.integer], sizes: NDArray[np.integer]) -> NDArray[np.intp]:
    """``starts[i], starts[i] + 1, ...``, ``sizes[i]`` of them, for one ``i`` after another: (sum of sizes,)."""
    ends = np.cumsum(sizes)
    total = int(ends[-1]) if len(ends) else 0
    return np.repeat(starts - (ends - sizes), sizes) + np.arange(total)


def _sorted(key: NDArray[np.uint32]) -> NDArray[np.uint32]:
    # numpy sorts numbers of 16 bits by radix, several times as fast as longer ones.
    low, high = key.astype(np.uint16), (key >> np.uint32(16)).astype(np.uint16)
    if max(int(low.max()), int(high.max())) < 256:
        # Both halves of few classes are short: one pass will do.
        return np.argsort((high << np.uint16(8)) | low, kind="stable").astype(np.uint32)
    return np.lexsort((low, high)).astype(np.uint32)
