"""A table sorted in more rows than memory holds: sorted runs of it on disk, merged piece by piece.

It knows nothing of evaluations: rows have a key, a whole number from 0 to below 2 ** 40, and a column ``row``, by which
those of the same key are sorted. Pieces are merged in any order, by any process that reads the runs.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

_Whole = NDArray[np.int64]

_ROW = "row"
_PLACE = ".runs"
_BATCH = 1 << 13
"""Rows that are read at once, at least: a piece takes some from every run."""


class Run(NamedTuple):
    """Sorted rows in a file."""

    path: str
    keys: _Whole
    """Every key there is, ascending, (keys,)."""
    sizes: _Whole
    """Rows of each, (keys,)."""
    rows: tuple[int, int]
    """The least and the largest ``row``."""


class Slice(NamedTuple):
    """Rows of a run that stand together."""

    path: str
    start: int
    keys: _Whole
    """Their keys, ascending, (keys,)."""
    sizes: _Whole
    """Rows of each, (keys,)."""


Piece = tuple[Slice, ...]
"""What is merged at once: of every run the rows of some keys."""


def written(folder: str | os.PathLike[str], name: str, table: Any, keys: _Whole) -> Run:
    """Write the rows of a ``pyarrow.Table``, whose keys are ``keys``, (rows,), as one run inside ``folder``."""
    import pyarrow as pa

    path = Path(folder) / _PLACE / f"{name}.arrow"
    path.parent.mkdir(exist_ok=True)

    rows = np.asarray(table.column(_ROW))
    order = _order(keys, rows)
    # All of a column, or nothing of it, takes little room so.
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema, options=options) as writer:
        writer.write_table(table.take(pa.array(order)).combine_chunks(), max_chunksize=_BATCH)
    found, sizes = np.unique(keys, return_counts=True)
    ends = (int(rows.min()), int(rows.max())) if len(rows) else (0, -1)
    return Run(str(path), found, sizes, ends)


def remove(folder: str | os.PathLike[str]) -> None:
    """Remove all runs inside ``folder``."""
    shutil.rmtree(Path(folder) / _PLACE, ignore_errors=True)


def pieces(runs: Sequence[Run], most: int) -> list[Piece]:
    """All rows in pieces of about ``most``, one after another: every key of one is below every key of the next one.

    A key of more rows than that is a piece alone, or several where the runs follow one another by ``row``.
    """
    runs = sorted((run for run in runs if len(run.keys)), key=lambda run: run.rows)
    follow = all(first.rows[1] < second.rows[0] for first, second in pairwise(runs))
    found: list[Piece] = []
    for low, high in _ranges(runs, most):
        piece = tuple(one for run in runs if len((one := _slice(run, low, high)).keys))
        found += _cut(piece, most) if follow and low == high else [piece]
    return found


def merged(piece: Piece) -> Any:
    """The rows of a piece as a sorted ``pyarrow.Table``."""
    import pyarrow as pa

    table = pa.concat_tables([_read(one) for one in piece]).combine_chunks()
    keys = np.concatenate([np.repeat(one.keys, one.sizes) for one in piece])
    order = _order(keys, np.asarray(table.column(_ROW)))
    is_sorted = bool((order[1:] > order[:-1]).all())
    return table if is_sorted else table.take(pa.array(order))


def _ranges(runs: Sequence[Run], most: int) -> Iterator[tuple[int, int]]:
    """The first and the last key of every piece."""
    if not runs:
        return
    keys, place = np.unique(np.concatenate([run.keys for run in runs]), return_inverse=True)
    # Sums of numbers of rows are exact in float64, which bincount adds in.
    size = np.bincount(place, np.concatenate([run.sizes for run in runs])).astype(np.int64)
    # As many rows each, and not a few in the last one.
    most = -(-int(size.sum()) // -(-int(size.sum()) // most))
    is_large = size > most
    group = (np.cumsum(size) - size) // most
    is_first = np.diff(group, prepend=-1) > 0
    is_first |= is_large | np.append(False, is_large[:-1])
    for start, stop in pairwise([*np.flatnonzero(is_first).tolist(), len(keys)]):
        yield int(keys[start]), int(keys[stop - 1])


def _slice(run: Run, low: int, high: int) -> Slice:
    first, end = np.searchsorted(run.keys, [low, high + 1]).tolist()
    return Slice(run.path, int(run.sizes[:first].sum()), run.keys[first:end], run.sizes[first:end])


def _cut(piece: Piece, most: int) -> Iterator[Piece]:
    """Slices of one key, about ``most`` rows at once."""
    waiting: list[Slice] = []
    for one in piece:
        if waiting and sum(int(held.sizes.sum()) for held in waiting) + int(one.sizes.sum()) > most:
            yield tuple(waiting)
            waiting = []
        waiting.append(one)
    yield tuple(waiting)


def _read(one: Slice) -> Any:
    import pyarrow as pa

    size = int(one.sizes.sum())
    first, end = one.start // _BATCH, -(-(one.start + size) // _BATCH)
    with pa.OSFile(one.path) as file, pa.ipc.open_file(file) as held:
        table = pa.Table.from_batches([held.get_batch(number) for number in range(first, end)], held.schema)
    return table.slice(one.start - first * _BATCH, size)


def _order(keys: _Whole, rows: NDArray[Any]) -> NDArray[np.int64]:
    """The places by key, then by row."""
    bits = max(len(keys) - 1, 1).bit_length()
    # One number of key and place is sorted far quicker than places are by keys.
    placed = np.sort(keys.astype(np.int64) << bits | np.arange(len(keys)))
    order = placed & ((1 << bits) - 1)
    row, key = rows[order], placed >> bits
    if bool(((row[1:] < row[:-1]) & (key[1:] == key[:-1])).any()):
        order = np.lexsort((rows, keys))
    return np.asarray(order, np.int64)
