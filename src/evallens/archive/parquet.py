"""Named columns as files of Parquet, a row group at a time. It knows nothing of evaluations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..errors import missing_extra

COMPRESSION, LEVEL = "zstd", 3
GROUPS = 32
ROW_GROUP = 1 << 17
"""Rows of a row group, at most: of a page's rows an engine reads that many each, however large the table is."""
"""Row groups of a file: a table is as many files as that takes."""


class Ragged(NamedTuple):
    """One piece of ``values`` a row, between ``offsets`` (rows + 1,): bytes of UTF-8, or a list of whole numbers."""

    values: NDArray[Any]
    offsets: NDArray[np.int64]


class Part(NamedTuple):
    """One file of a table."""

    name: str
    """Its path inside the folder, with slashes."""
    rows: int


Values = NDArray[Any] | Ragged
"""A column: numbers, of which masked ones are null, or pieces."""


def arrow_table(columns: Mapping[str, Values]) -> Any:
    """The columns as a ``pyarrow.Table``; bytes are texts. Raises MissingExtraError without pyarrow."""
    arrow = _arrow("Tables")
    return arrow.table({name: _arrow_of(arrow, values) for name, values in columns.items()})


def arrow_schema(columns: Mapping[str, Values]) -> Any:
    """The ``pyarrow.Schema`` of :func:`arrow_table`, without a table: making one imports pandas where it is there."""
    arrow = _arrow("Tables")

    def typed(values: Values) -> Any:
        if not isinstance(values, Ragged):
            return arrow.from_numpy_dtype(values.dtype)
        is_text = values.values.dtype == np.uint8
        return arrow.large_string() if is_text else arrow.large_list(arrow.from_numpy_dtype(values.values.dtype))

    return arrow.schema([(name, typed(values)) for name, values in columns.items()])


class TableWriter:
    """Writes one table into files ``FOLDER/NAME/part-0000.parquet``, row groups each time it is given rows."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = name
        self._parts: list[Part] = []
        self._open: Any = None
        self._groups = 0
        (folder / name).mkdir()

    def write(self, rows: Any) -> None:
        """Write a ``pyarrow.Table``, as row groups of its own; its columns are those of the first one."""
        if self._open is None or self._groups == GROUPS:
            self._next(rows.schema)
        self._open.write_table(rows, row_group_size=ROW_GROUP)
        self._groups += 1
        self._parts[-1] = self._parts[-1]._replace(rows=self._parts[-1].rows + len(rows))

    def close(self) -> tuple[Part, ...]:
        """End the last file; returns all of them."""
        if self._open is not None:
            self._open.close()
            self._open = None
        return tuple(self._parts)

    def abandon(self) -> None:
        """Let go of the file, whatever becomes of it."""
        with suppress(Exception):
            self.close()

    def _next(self, schema: Any) -> None:
        from pyarrow.parquet import ParquetWriter

        self.close()
        self._groups = 0
        self._parts.append(Part(f"{self._name}/part-{len(self._parts):04}.parquet", 0))
        self._open = ParquetWriter(
            self._folder / self._parts[-1].name, schema, compression=COMPRESSION, compression_level=LEVEL
        )


def sorted_copy(folder: Path, parts: Sequence[Part], name: str, by: Sequence[str], *, group: int) -> Part:
    """Write the rows of ``parts`` once more into ``FOLDER/NAME/part-0000.parquet``, sorted by the columns ``by``.

    More than fits into memory is sorted on disk, in the folder itself. ``group`` is the rows of a row group. Raises
    MissingExtraError without DuckDB, OSError where the disk is full.
    """
    duckdb = _duckdb()
    spill = folder / ".spill"
    (folder / name).mkdir()
    target = folder / name / "part-0000.parquet"
    with duckdb.connect() as database:
        try:
            database.execute("SET temp_directory = $path", {"path": str(spill)})
            database.execute(f"SET memory_limit = '{_MOST_MEMORY}'")
            found = database.read_parquet([str(folder / part.name) for part in parts])
            found.order(", ".join(f'"{column}"' for column in by)).create_view("sorted")
            written = f"FORMAT parquet, COMPRESSION {COMPRESSION}, COMPRESSION_LEVEL {LEVEL}, ROW_GROUP_SIZE {group}"
            database.execute(f"COPY sorted TO {_quoted(target)} ({written})")
        except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
            raise OSError(str(error).splitlines()[0]) from error
    if spill.exists():
        spill.rmdir()
    return Part(f"{name}/part-0000.parquet", sum(part.rows for part in parts))


_MOST_MEMORY = "2GB"


def _quoted(path: Path) -> str:
    """A path as a text in SQL, where it can be no parameter."""
    return "'" + str(path).replace("'", "''") + "'"


def _arrow_of(arrow: Any, values: Values) -> Any:
    if isinstance(values, Ragged):
        offsets = arrow.array(values.offsets, arrow.int64())
        if values.values.dtype == np.uint8:
            buffers = [None, offsets.buffers()[1], arrow.py_buffer(np.ascontiguousarray(values.values))]
            return arrow.Array.from_buffers(arrow.large_string(), len(values.offsets) - 1, buffers)
        return arrow.LargeListArray.from_arrays(offsets, arrow.array(values.values))
    if isinstance(values, np.ma.MaskedArray):
        return arrow.array(values.data, mask=np.ma.getmaskarray(values))
    return arrow.array(values)


def _arrow(what: str) -> Any:
    try:
        import pyarrow as pa
    except ImportError:
        raise missing_extra(what, "pyarrow", "tables") from None
    return pa


def _duckdb() -> Any:
    try:
        import duckdb
    except ImportError:
        raise missing_extra("Tables", "duckdb", "tables") from None
    return duckdb
