"""Tables as columns: CSV and Parquet files, and any data frame."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import DataError, InputError, missing_extra
from .reading import is_path

TABLES = frozenset({".csv", ".tsv", ".parquet", ".arrow", ".feather"})
"""Suffixes of files that are tables."""


def is_frame(given: Any) -> bool:
    """Is it a data frame or an Arrow table? A column of one is none."""
    if isinstance(given, Mapping) or hasattr(given, "dtype") or hasattr(given, "type"):
        return False
    has_columns = hasattr(given, "columns") and hasattr(given, "__getitem__")
    return has_columns or hasattr(given, "column_names") or hasattr(given, "__arrow_c_stream__")


@dataclass(frozen=True, eq=False)
class Frame:
    """Columns by name, found without regard to case."""

    source: str
    columns: Mapping[str, Sequence[Any] | NDArray[Any]]

    @property
    def names(self) -> list[str]:
        """The columns' names."""
        return list(self.columns)

    def __contains__(self, name: str) -> bool:
        return name in self.columns

    def column(self, names: Sequence[str]) -> list[str] | None:
        """The first column called one of ``names``, as text; ``None``: none is."""
        found = self._found(names)
        return None if found is None else ["" if value is None else str(value) for value in self.columns[found]]

    def needed(self, names: Sequence[str], what: str) -> list[str]:
        """The first column called one of ``names``; raises DataError when none is."""
        found = self.column(names)
        if found is None:
            raise DataError(
                f"{self.source}: no column for {what} ({', '.join(names[:4])}, ...). It has: {', '.join(self.names)}."
            )
        return found

    def numbers(self, names: Sequence[str]) -> NDArray[np.floating] | None:
        """The first column called one of ``names``, as numbers."""
        found = self._found(names)
        return None if found is None else self._numeric(found)

    def matrix(self, names: Sequence[str]) -> NDArray[np.floating]:
        """Several columns of numbers side by side, (rows, columns)."""
        return np.column_stack([self._numeric(name) for name in names])

    def _found(self, names: Sequence[str]) -> str | None:
        lower = {name.lower().replace(" ", "_"): name for name in reversed(self.names)}
        return next((lower[name] for name in names if name in lower), None)

    def _numeric(self, name: str) -> NDArray[np.floating]:
        values = np.asarray(self.columns[name])
        if values.dtype.kind == "f":
            return values
        for row, value in enumerate(values.tolist()):
            try:
                float(value)
            except (TypeError, ValueError):
                raise DataError(f"{self.source}, row {row}: {name} is {value!r}, not a number") from None
        return values.astype(np.float64)


def read_frame(given: Any, role: str) -> Frame:
    """Read a CSV or Parquet file, a pandas, polars or Arrow table, or anything that exports Arrow."""
    if is_path(given):
        path = Path(given)
        if not path.is_file():
            raise InputError(f"{path}: there is no such file")
        return Frame(str(path), _parquet(path) if path.suffix.lower() == ".parquet" else _text(path))
    if hasattr(given, "columns") and not hasattr(given, "column_names"):
        return Frame(role, {str(name): np.asarray(given[name]) for name in given.columns})
    return Frame(role, _arrow_columns(_arrow(given)))


def _text(path: Path) -> dict[str, list[str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file, delimiter="\t" if path.suffix.lower() == ".tsv" else ","))
    except (UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{path}: is not a readable table ({error})") from error
    if not rows or not any(rows[0]):
        raise DataError(f"{path}: is empty")
    head, body = rows[0], [row for row in rows[1:] if row]
    for number, row in enumerate(body, 2):
        if len(row) != len(head):
            raise DataError(f"{path}, record {number}: {len(row)} fields for {len(head)} columns")
    return {name: [row[place] for row in body] for place, name in enumerate(head)}


def _parquet(path: Path) -> dict[str, NDArray[Any]]:
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import read_table
    except ImportError:
        raise missing_extra("Reading Parquet", "pyarrow", "frames") from None
    try:
        return _arrow_columns(read_table(path))
    except (ArrowException, OSError) as error:
        raise DataError(f"{path}: is not a readable Parquet file ({error})") from error


def _arrow_columns(table: Any) -> dict[str, NDArray[Any]]:
    # Not as Python numbers, which would make float32 scores float64.
    return {name: table[name].to_numpy() for name in table.column_names}


def _arrow(given: Any) -> Any:
    try:
        import pyarrow as pa
    except ImportError:
        raise missing_extra("Reading an Arrow table", "pyarrow", "frames") from None
    return pa.table(given)
