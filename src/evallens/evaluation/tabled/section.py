"""A section of a folder of tables: some of its images with all that is theirs, in files of their own.

Sections are written in any order, by any process: each is told the first rows that are its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from ... import archive
from ...archive import runs
from ...archive.parquet import Part, TableWriter, arrow_table
from ...errors import InputError
from ...exchange import FilePath
from ..columns.header import Header
from ..columns.tables import NONE, Columns
from . import by_cell, layout
from .batches import RowsOf, is_full, joined, ordered
from .noted import Noted


class Sizes(NamedTuple):
    """Number of images, outcomes and objects."""

    images: int = 0
    outcomes: int = 0
    objects: int = 0

    @classmethod
    def of(cls, columns: Columns) -> Sizes:
        """Those of a batch."""
        objects = 0 if columns.objects is None else len(columns.objects)
        return cls(len(columns.images), len(columns.outcomes), objects)

    def plus(self, more: Sizes) -> Sizes:
        """Both together; raises InputError for more than rows can be numbered."""
        found = Sizes(*(one + other for one, other in zip(self, more, strict=True)))
        if max(found.images, found.objects) > NONE:
            raise InputError(f"A folder of tables holds at most {NONE:,} images and as many boxes; write several.")
        return found


class Written(NamedTuple):
    """What became of a section."""

    name: str
    parts: dict[str, tuple[Part, ...]]
    """The files of each table."""
    runs: tuple[runs.Run, ...]
    """Its outcomes, sorted by cell."""
    noted: Noted


class SectionWriter:
    """Writes batches of whole images into files ``FOLDER/TABLE/NAME-0000.parquet``; ``first`` are its first rows."""

    def __init__(self, folder: FilePath, header: Header, *, name: str = "part", first: Sizes = Sizes()) -> None:  # noqa: B008
        self._folder = folder
        self._header = header
        self._name = name
        self._next = first
        self._tables: dict[str, TableWriter] = {}
        self._waiting: list[Columns] = []
        self._runs: list[runs.Run] = []
        self._noted = Noted()

    def add(self, columns: Columns) -> None:
        """Add a batch; raises DataError for one that does not fit those before it."""
        self._waiting.append(columns)
        if is_full(self._waiting):
            self._flush()

    def add_numbered(self, columns: Columns, rows: RowsOf) -> None:
        """Add a batch as one row group in its order, under these ``rows``."""
        attributes = self._noted.take_in(columns, rows.images)
        images = replace(columns.images, attributes=attributes)
        self._put(layout.IMAGES, layout.image_columns(images, rows.images, columns.outcomes, self._header))
        outcomes = layout.outcome_columns(columns, rows)
        table, name = self._put(layout.OUTCOMES, outcomes), f"{self._name}-{len(self._runs):06}"
        self._runs.append(by_cell.run(self._folder, name, table, outcomes))
        if columns.objects is not None:
            self._put(layout.OBJECTS, layout.object_columns(columns.objects, columns.masks, rows))

    def close(self) -> Written:
        """Write what is left; returns what has been written."""
        self._flush()
        parts = {name: table.close() for name, table in self._tables.items()}
        return Written(self._name, parts, tuple(self._runs), self._noted)

    def abandon(self) -> None:
        """Let go of the files, whatever becomes of them."""
        for table in self._tables.values():
            table.abandon()

    def _flush(self) -> None:
        if not self._waiting:
            return
        batch, self._waiting = ordered(joined(self._waiting)), []
        sizes = Sizes.of(batch)
        start, self._next = self._next, self._next.plus(sizes)
        self.add_numbered(batch, RowsOf(*(np.arange(one, one + size) for one, size in zip(start, sizes, strict=True))))

    def _put(self, name: str, columns: layout.Table) -> object:
        if name not in self._tables:
            self._tables[name] = TableWriter(self._folder, name, file=self._name)
        table = arrow_table(columns)
        self._tables[name].write(table)
        return table


@dataclass(frozen=True)
class Section:
    """The task of writing one: what is in it, and where it goes."""

    target: str
    """The folder, as the user called it."""
    folder: FilePath
    """Where it is written until it is finished."""
    header: Header
    name: str
    first: Sizes
    batches: Callable[[], Iterable[Columns]]
    """Reads its batches; their images have no attributes."""

    def __str__(self) -> str:
        return f"Writing {self.name}"


def write(section: Section) -> Written:
    """Write one; raises InputError where it cannot be written."""
    with archive.on_disk(section.target):
        writer = SectionWriter(section.folder, section.header, name=section.name, first=section.first)
        try:
            for columns in section.batches():
                writer.add(columns)
            return writer.close()
        except BaseException:
            writer.abandon()
            raise
