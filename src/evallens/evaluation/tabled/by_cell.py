"""The outcomes once more, by cell: runs while the other tables are written, merged at the end into files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ... import archive
from ...archive import runs
from ...archive.parquet import Part, TableWriter, arrow_table
from ...exchange import FilePath
from ..columns.tables import UNSPLIT, Columns, Images, Outcomes
from . import layout
from .batches import RowsOf

GROUP = 122_880
"""Rows of a row group."""
_AT_ONCE = 8 * GROUP
"""Rows that are merged at once."""
_FILES = 16
"""So many files or a few more, where there are rows for them."""


@dataclass(frozen=True)
class Stretch:
    """The task of merging one: cells that follow one another, in a file of their own."""

    target: str
    """The folder, as the user called it."""
    folder: FilePath
    """Where it is written until it is finished."""
    name: str
    pieces: tuple[runs.Piece, ...]

    def __str__(self) -> str:
        return f"Sorting by cell, {self.name}"


def run(folder: FilePath, name: str, table: Any, columns: layout.Table) -> runs.Run:
    """Write outcomes, as a table and as the columns that it is of, as a run inside ``folder``."""
    actual, predicted, split = (np.asarray(columns[name], np.int64) for name in layout.CELL_ORDER[:3])
    # Classes have 16 bits: the largest key has 34.
    return runs.written(folder, name, table, ((actual << 16) + predicted) * (UNSPLIT + 1) + split)


def stretches(written: Sequence[runs.Run], target: str, folder: FilePath) -> Iterator[Stretch]:
    """All outcomes, cell after cell."""
    pieces = runs.pieces(written, _AT_ONCE)
    step = max(1, len(pieces) // _FILES)
    for number, start in enumerate(range(0, len(pieces), step)):
        yield Stretch(target, folder, f"part-{number:04}", tuple(pieces[start : start + step]))


def merge(stretch: Stretch) -> tuple[Part, ...]:
    """Write the outcomes of a stretch; raises InputError where they cannot be written."""
    with archive.on_disk(stretch.target):
        table = TableWriter(stretch.folder, layout.BY_CELL, file=stretch.name, row_group=GROUP)
        try:
            for piece in stretch.pieces:
                table.write(runs.merged(piece))
            return table.close()
        except BaseException:
            table.abandon()
            raise


def finish(folder: FilePath, parts: Sequence[tuple[Part, ...]]) -> tuple[Part, ...]:
    """Remove the runs; returns all files, in order: one without rows where there are none."""
    runs.remove(folder)
    if parts:
        return tuple(sorted(part for of_stretch in parts for part in of_stretch))
    table = TableWriter(folder, layout.BY_CELL)
    nothing = RowsOf(*[np.zeros(0, np.int64)] * 3)
    table.write(arrow_table(layout.outcome_columns(Columns(Images.none(), Outcomes.none()), nothing)))
    return table.close()
