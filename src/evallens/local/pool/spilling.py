"""Rows divided by image among all parts, in files that a part reads its own piece of."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..batches.arrow import arrow
from . import kept
from .job import Job
from .keys import Keys
from .rows import Piece, column, read

Spill = tuple[int, int, tuple[Piece, ...]]
"""Number of the file, side, and the row groups that go into it."""


@dataclass(frozen=True)
class Divide:
    """Divides some row groups of one side among ``parts``."""

    job: Job
    parts: int

    def __call__(self, spill: Spill) -> None:
        """Write a file with one batch a part; the rows of a part keep their order."""
        number, place, pieces = spill
        side = self.job.sides[place]
        table = read(side, pieces, side.naming.columns)
        keys = Keys.of(column(table, side.naming.image), side.paths[pieces[0].file], numbers=self.job.numbers)
        bucket = keys.bucket(self.parts)
        order = np.argsort(bucket, kind="stable")
        ends = np.searchsorted(bucket[order], np.arange(self.parts + 1))
        # A batch has a dictionary of its own only where texts are plain.
        ordered = _plain(table).take(order).combine_chunks()
        self._write(path_of(self.job, place, number), ordered, ends)

    def _write(self, path: Path, table: Any, ends: Any) -> None:
        pa = arrow()
        options = pa.ipc.IpcWriteOptions(compression="lz4")
        with kept.replaced(path) as file, pa.ipc.new_file(file, table.schema, options=options) as writer:
            for start, stop in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True):
                batches = table.slice(start, stop - start).to_batches()
                writer.write_batch(batches[0] if batches else _empty(table.schema))


def _empty(schema: Any) -> Any:
    return arrow().RecordBatch.from_pylist([], schema=schema)


def _plain(table: Any) -> Any:
    """The table with texts in place of codes."""
    pa = arrow()
    schema = pa.schema(
        [
            pa.field(field.name, field.type.value_type if pa.types.is_dictionary(field.type) else field.type)
            for field in table.schema
        ]
    )
    return table.cast(schema)


def path_of(job: Job, place: int, number: int) -> Path:
    """The file of one spill."""
    return Path(job.folder) / f"{('truth', 'predictions')[place]}-{number:06}.spill"


def gathered(job: Job, place: int, part: int) -> Any:
    """The rows of one side that are of a part, in the order of the files."""
    pa, batches = arrow(), []
    for path in sorted(Path(job.folder).glob(f"{('truth', 'predictions')[place]}-*.spill")):
        with pa.memory_map(str(path)) as file:
            batches.append(pa.ipc.open_file(file).get_batch(part))
    if not batches:
        # A side without a row group was not divided.
        side = job.sides[place]
        return read(side, (), side.naming.columns)
    return pa.Table.from_batches([batch.cast(batches[0].schema) for batch in batches])
