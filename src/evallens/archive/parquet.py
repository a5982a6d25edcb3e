"""Named columns as files of Parquet, a row group at a time. It knows nothing of evaluations."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..errors import missing_extra

COMPRESSION, LEVEL = "zstd", 3
GROUPS = 32
"""How often rows are written into a file: a table is as many files as that takes."""
ROW_GROUP = 1 << 17
"""Rows of a row group, at most: of a page's rows an engine reads that many each, however large the table is."""
_FEW = 16
"""Bits of a whole number that repeats so often that a dictionary of the values saves anything."""


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
    """Writes one table into files ``FOLDER/NAME/FILE-0000.parquet``, row groups each time it is given rows.

    Several writers, of several processes too, fill one folder where each calls its files otherwise.
    """

    def __init__(
        self, folder: str | os.PathLike[str], name: str, *, file: str = "part", row_group: int = ROW_GROUP
    ) -> None:
        self._folder = Path(folder)
        self._name = f"{name}/{file}"
        self._row_group = row_group
        self._parts: list[Part] = []
        self._open: Any = None
        self._groups = 0
        (self._folder / name).mkdir(exist_ok=True)

    def write(self, rows: Any) -> None:
        """Write a ``pyarrow.Table``, as row groups of its own; its columns are those of the first one."""
        if self._open is None or self._groups == GROUPS:
            self._next(rows.schema)
        self._open.write_table(rows, row_group_size=self._row_group)
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
        self._parts.append(Part(f"{self._name}-{len(self._parts):04}.parquet", 0))
        self._open = ParquetWriter(
            self._folder / self._parts[-1].name, schema, compression=COMPRESSION, compression_level=LEVEL,
            use_dictionary=_repeating(schema),
        )  # fmt: skip


def _repeating(schema: Any) -> list[str]:
    """The columns that a dictionary is worth while for: of floats and rows it takes longer, and more room."""
    from pyarrow import types

    return [one.name for one in schema if types.is_integer(one.type) and one.type.bit_width <= _FEW]


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
