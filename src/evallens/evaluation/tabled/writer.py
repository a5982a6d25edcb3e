"""Batches of whole images in, a folder of tables out, in bounded memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from types import TracebackType
from typing import Any, Self

import msgspec
import numpy as np

from ... import archive
from ...archive.parquet import Part
from ...exchange import FilePath
from ..columns.coverage import Coverage
from ..columns.header import Header
from ..columns.tables import Columns, Images, Outcomes
from . import about, by_cell, layout, section
from .batches import RowsOf, groups, picked
from .noted import Noted
from .order import in_order
from .section import Section, SectionWriter, Sizes, Written

Each = Callable[[Callable[[Any], Any], Sequence[Any], str], Iterable[Any]]
"""Does a piece of work with every task, in any order; the text is what that is to be called."""


def by_threads(work: Callable[[Any], Any], tasks: Sequence[Any], _title: str) -> list[Any]:
    """Every task here, by two threads: each holds rows in memory."""
    with ThreadPoolExecutor(2) as threads:
        return list(threads.map(work, tasks))


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
    something else's, and for more than 4,294,967,295 images or boxes; MissingExtraError without pyarrow.
    """

    def __init__(
        self,
        folder: str | FilePath,
        header: Header,
        *,
        coverage: Coverage | None = None,
        overwrite: bool = False,
        each: Each = by_threads,
    ) -> None:
        self.header = header
        """May be set to another one of the same classes until the end, say with notices."""
        self._coverage = Coverage.everything() if coverage is None else coverage
        self._target = str(folder)
        self._each = each
        self._stack = ExitStack()
        self._folder = self._stack.enter_context(archive.replacing_folder(folder, is_ours=is_ours, overwrite=overwrite))
        self._here = SectionWriter(self._folder, header)
        self._written: list[Written] = []

    def add(self, columns: Columns) -> None:
        """Add a batch of whole images; raises DataError for one that does not fit those before it."""
        with archive.on_disk(self._target):
            self._here.add(columns)

    def add_numbered(self, columns: Columns, rows: RowsOf) -> None:
        """Add a batch as one row group in its order; ``rows`` are its rows in the tables, of which none comes twice.

        One writer is given numbered batches only, or none.
        """
        with archive.on_disk(self._target):
            self._here.add_numbered(columns, rows)

    def add_sections(self, sections: Sequence[tuple[Sizes, Callable[[], Iterable[Columns]]]]) -> None:
        """Write sections, one after another in the tables, each in files of its own, wherever ``each`` does it.

        Of each is said how much is in it, and what reads its batches. One writer is given sections only, or none.
        """
        first, tasks = Sizes(), []
        for number, (sizes, batches) in enumerate(sections):
            name = f"part-{number:06}"
            tasks.append(Section(self._target, self._folder, self.header, name, first, batches))
            first = first.plus(sizes)
        self._written += self._each(section.write, tasks, "Writing tables")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None:
        if error is not None:
            self._here.abandon()
            return self._stack.__exit__(kind, error, trace)
        with self._stack, archive.on_disk(self._target):
            self._finish()
        return None

    def _finish(self) -> None:
        here = self._here.close()
        if not here.parts and not any(one.parts for one in self._written):
            self._here.add_numbered(Columns(Images.none(), Outcomes.none()), RowsOf(*[np.zeros(0, np.int64)] * 3))
            here = self._here.close()
        every = [here, *sorted(self._written, key=lambda one: one.name)]
        noted = Noted()
        for one in every:
            noted.take_in_others(one.noted)
        told = noted.about(self.header, self._coverage, {**_parts(every), layout.BY_CELL: self._sorted(every)})
        archive.write(self._folder / about.CUBE, layout.cube_arrays(noted.cube).items())
        # Last: a folder without it is not finished.
        (self._folder / about.NAME).write_bytes(msgspec.json.format(msgspec.json.encode(told), indent=1))

    def _sorted(self, written: Sequence[Written]) -> tuple[Part, ...]:
        runs = [run for one in written for run in one.runs]
        stretches = list(by_cell.stretches(runs, self._target, self._folder))
        return by_cell.finish(self._folder, list(self._each(by_cell.merge, stretches, "Sorting by cell")))


def _parts(written: Sequence[Written]) -> dict[str, tuple[Part, ...]]:
    """The files of each table that there is."""
    names = dict.fromkeys(name for one in written for name in one.parts)
    return {name: tuple(part for one in written for part in one.parts.get(name, ())) for name in names}


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
