"""Batches of whole images in, a folder of tables out, in bounded memory."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from types import TracebackType
from typing import Any, Self

import msgspec
import numpy as np

from ... import archive
from ...archive.parquet import TableWriter, Values, arrow_table, sorted_copy
from ...errors import InputError
from ...exchange import FilePath
from ..columns.coverage import Coverage
from ..columns.header import Header
from ..columns.tables import NONE, Columns, Images, Outcomes
from . import about, layout
from .batches import RowsOf, groups, is_full, joined, picked, taken
from .noted import Noted
from .order import in_order

CELL_GROUP = 122_880
"""Rows of a row group of the outcomes by cell."""


class FolderWriter:
    """Writes an evaluation into a folder of Parquet, batch by batch.

    ::

        with FolderWriter("run", header) as writer:
            for columns in batches:
                writer.add(columns)

    The folder has its name once the block ends well; after an error, nothing is there. Batches hold whole images with
    all their outcomes and objects, and name one another's rows by their places in the batch. A row group is sorted by
    split, cluster and place on the map; images that come in that order make row groups that can be passed over.

    Raises InputError where the folder cannot be written, is there already (``overwrite`` replaces one of ours) or is
    something else's, and for more than 4,294,967,295 images or boxes; MissingExtraError without pyarrow and DuckDB.
    """

    def __init__(
        self, folder: str | FilePath, header: Header, *, coverage: Coverage | None = None, overwrite: bool = False
    ) -> None:
        self.header = header
        """May be set to another one of the same classes until the end, say with notices."""
        self._coverage = Coverage.everything() if coverage is None else coverage
        self._target = folder
        self._stack = ExitStack()
        self._folder = self._stack.enter_context(archive.replacing_folder(folder, is_ours=is_ours, overwrite=overwrite))
        self._tables: dict[str, TableWriter] = {}
        self._waiting: list[Columns] = []
        self._next = np.zeros(3, np.int64)
        self._noted = Noted()

    def add(self, columns: Columns) -> None:
        """Add a batch of whole images; raises DataError for one that does not fit those before it."""
        self._waiting.append(columns)
        if is_full(self._waiting):
            self._flush()

    def add_numbered(self, columns: Columns, rows: RowsOf) -> None:
        """Add a batch as one row group in its order; ``rows`` are its rows in the tables, of which none comes twice.

        One writer is given numbered batches only, or none.
        """
        with archive.on_disk(self._target):
            self._write(columns, rows)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None:
        if error is not None:
            for table in self._tables.values():
                table.abandon()
            return self._stack.__exit__(kind, error, trace)
        with self._stack, archive.on_disk(self._target):
            self._finish()
        return None

    def _flush(self) -> None:
        if not self._waiting:
            return
        batch, self._waiting = joined(self._waiting), []
        batch = taken(batch, in_order(batch.images))
        sizes = (len(batch.images), len(batch.outcomes), 0 if batch.objects is None else len(batch.objects))
        rows = RowsOf(*(np.arange(start, start + size) for start, size in zip(self._next, sizes, strict=True)))
        self._next += sizes
        if max(self._next[0], self._next[2]) > NONE:
            raise InputError(f"A folder of tables holds at most {NONE:,} images and as many boxes; write several.")
        self.add_numbered(batch, rows)

    def _write(self, columns: Columns, rows: RowsOf) -> None:
        attributes = self._noted.take_in(columns, rows.images)
        images = replace(columns.images, attributes=attributes)
        self._put(layout.IMAGES, layout.image_columns(images, rows.images, columns.outcomes, self.header))
        self._put(layout.OUTCOMES, layout.outcome_columns(columns, rows))
        if columns.objects is not None:
            self._put(layout.OBJECTS, layout.object_columns(columns.objects, columns.masks, rows))

    def _put(self, name: str, columns: dict[str, Values]) -> None:
        if name not in self._tables:
            self._tables[name] = TableWriter(self._folder, name)
        self._tables[name].write(arrow_table(columns))

    def _finish(self) -> None:
        self._flush()
        if not self._tables:
            self._write(Columns(Images.none(), Outcomes.none()), RowsOf(*[np.zeros(0, np.int64)] * 3))
        parts = {name: table.close() for name, table in self._tables.items()}
        by_cell = sorted_copy(self._folder, parts[layout.OUTCOMES], layout.BY_CELL, layout.CELL_ORDER, group=CELL_GROUP)
        told = self._noted.about(self.header, self._coverage, {**parts, layout.BY_CELL: (by_cell,)})
        archive.write(self._folder / about.CUBE, layout.cube_arrays(self._noted.cube).items())
        # Last: a folder without it is not finished.
        (self._folder / about.NAME).write_bytes(msgspec.json.format(msgspec.json.encode(told), indent=1))


def written(
    folder: str | FilePath, header: Header, columns: Columns, coverage: Coverage, *, overwrite: bool = False
) -> None:
    """Write columns in memory into a folder, under the row numbers that they have; raises as :class:`FolderWriter`."""
    with FolderWriter(folder, header, coverage=coverage, overwrite=overwrite) as writer:
        for images in groups(columns, in_order(columns.images)):
            writer.add_numbered(*picked(columns, images))


def is_ours(folder: Any) -> bool:
    """Does a folder hold an evaluation in tables, of whichever version?"""
    try:
        return isinstance(msgspec.json.decode((folder / about.NAME).read_bytes(), type=dict[str, Any])["tables"], int)
    except (OSError, msgspec.MsgspecError, KeyError):
        return False
