"""Tables as columns: CSV in any of its forms, Parquet and Arrow files, and any data frame."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import DataError, InputError, missing_extra
from ..values import as_array, number
from .files import is_there, read_bytes, read_text
from .reading import is_path

TABLES = frozenset({".csv", ".tsv", ".txt", ".parquet", ".arrow", ".feather"})
"""Suffixes of files that are tables."""
_DELIMITERS = (",", ";", "\t", "|")
_HEAD = 5
_NO_HEAD = "Does its first line hold values? Write the columns' names above it."
Column = Sequence[Any] | NDArray[Any]


def is_frame(given: Any) -> bool:
    """Is it a data frame or an Arrow table? A column of one is none."""
    if isinstance(given, Mapping) or hasattr(given, "dtype") or hasattr(given, "type"):
        return False
    has_columns = hasattr(given, "columns") and hasattr(given, "__getitem__")
    return has_columns or hasattr(given, "column_names") or hasattr(given, "__arrow_c_stream__")


def is_table(given: Any) -> bool:
    """Is it a table, in memory or as a file?"""
    if not is_path(given):
        return is_frame(given)
    suffixes = [suffix.lower() for suffix in Path(given).suffixes]
    return bool(suffixes) and (suffixes[-1] in TABLES or (suffixes[-1] == ".gz" and suffixes[-2:-1] == [".csv"]))


@dataclass(frozen=True, eq=False)
class Frame:
    """Columns by name, found without regard to case."""

    source: str
    columns: Mapping[str, Column]
    has_decimal_commas: bool = False

    @property
    def names(self) -> list[str]:
        """The columns' names."""
        return list(self.columns)

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), ()))

    def __contains__(self, name: str) -> bool:
        return name in self.columns

    def found(self, names: Sequence[str]) -> str | None:
        """The column called one of ``names``; raises DataError where several are that differ."""
        plain = {name: _plain(name) for name in self.names}
        fits = [name for wanted in names for name in self.names if plain[name] == wanted]
        for other in fits[1:]:
            if not _is_same(self.columns[fits[0]], self.columns[other]):
                raise DataError(
                    f"{self.source}: the columns {fits[0]!r} and {other!r} could both be meant, and differ. "
                    "Leave one of them out, or call it something else."
                )
        return fits[0] if fits else None

    def column(self, names: Sequence[str]) -> Column | None:
        """The column called one of ``names``; ``None``: none is."""
        found = self.found(names)
        return None if found is None else self.columns[found]

    def texts(self, names: Sequence[str]) -> list[str] | None:
        """The column called one of ``names``, as text; ``None``: none is."""
        found = self.column(names)
        return None if found is None else ["" if value is None else str(value).strip() for value in found]

    def lacks(self, names: Sequence[str], what: str) -> DataError:
        """The error for a column that is not there."""
        hint = f" {_NO_HEAD}" if any(number(name) is not None for name in self.names) and len(self.names) > 1 else ""
        has = ", ".join(self.names[:12])
        return DataError(f"{self.source}: no column for {what} ({', '.join(names[:4])}, ...). It has: {has}.{hint}")

    def numbers(self, names: Sequence[str]) -> NDArray[np.floating] | None:
        """The column called one of ``names``, as numbers, NaN where there is none; ``None``: no such column."""
        found = self.found(names)
        return None if found is None else self.numeric(found)

    def matrix(self, names: Sequence[str]) -> NDArray[np.floating]:
        """Several columns of numbers side by side, (rows, columns)."""
        return np.column_stack([self.numeric(name) for name in names])

    def is_numeric(self, name: str) -> bool:
        """Are all values of a column numbers?"""
        try:
            return bool(np.isfinite(self.numeric(name)).all())
        except DataError:
            return False

    def numeric(self, name: str) -> NDArray[np.floating]:
        """A column as numbers, NaN where there is none; raises DataError naming the row of what is none."""
        values = as_array(self.columns[name])
        if values.dtype.kind == "f":
            return values
        if values.dtype.kind in "iub":
            return values.astype(np.float64)
        return np.array([self._number(value, name, row) for row, value in enumerate(values.tolist())], np.float64)

    def _number(self, value: Any, name: str, row: int) -> float:
        text = str(value).strip()
        if value is None or text.lower() in ("", "nan", "<na>", "none", "null"):
            return np.nan
        try:
            return float(text.replace(",", ".") if self.has_decimal_commas else text)
        except ValueError:
            raise DataError(f"{self.source}, row {row}: {name} is {value!r}, not a number") from None


def read_frame(given: Any, role: str) -> Frame:
    """Read a CSV, Parquet or Arrow file, a pandas, polars or Arrow table, or anything that exports Arrow."""
    if is_path(given):
        path = Path(given)
        if not is_there(path) or not path.is_file():
            raise InputError(f"{path}: there is no such file")
        if path.suffix.lower() in (".parquet", ".arrow", ".feather"):
            return Frame(str(path), _arrow_columns(_arrow_file(path), str(path)))
        return _text(path)
    if hasattr(given, "iloc") or hasattr(given, "get_column"):
        columns = {str(name): _values(given[name]) for name in given.columns}
        for name, column in columns.items():
            if np.ndim(column) != 1:
                raise DataError(f"{role}: the column {name!r} is there twice, or is no column of values")
        if len(columns) < len(list(given.columns)):
            raise DataError(f"{role}: two columns have the same name")
        return Frame(role, columns)
    return Frame(role, _arrow_columns(_arrow(given), role))


def head(given: Any, role: str) -> Frame:
    """The first rows, to tell by the columns what a table is."""
    if is_path(given) and not (is_there(Path(given)) and Path(given).is_file()):
        raise InputError(f"{given}: there is no such file")
    if is_path(given) or not (hasattr(given, "iloc") or hasattr(given, "get_column")):
        return read_frame(given, role)
    return read_frame(given.head(_HEAD), role)


def _plain(name: str) -> str:
    return name.strip().lower().replace(" ", "_").replace("-", "_")


def _is_same(one: Column, other: Column) -> bool:
    mine, theirs = as_array(one), as_array(other)
    return mine.shape == theirs.shape and all(map(_equal, mine.tolist(), theirs.tolist()))


def _equal(one: Any, other: Any) -> bool:
    return str(one).strip() == str(other).strip()


def _values(column: Any) -> Column:
    """A data frame's column; what is nested in it as lists and mappings."""
    dtype = getattr(column, "dtype", None)
    if getattr(dtype, "is_nested", lambda: False)():
        found: list[Any] = column.to_list()
        return _objects(found)
    return np.asarray(column)


def _objects(values: Sequence[Any]) -> NDArray[Any]:
    held = np.empty(len(values), object)
    held[:] = list(values)
    return held


def _text(path: Path) -> Frame:
    text = read_text(path)
    lines = text.splitlines()
    first = next((line for line in lines if line.strip()), "")
    if not first.strip():
        raise DataError(f"{path}: is empty")
    delimiter = _delimiter(path, lines)
    try:
        reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True, strict=True)
        rows = [row for row in reader if any(row)]
    except csv.Error as error:
        raise DataError(f"{path}: is not a readable table ({error})") from error
    names, body = [name.strip() for name in rows[0]], rows[1:]
    for place, row in enumerate(body, 2):
        if len(row) != len(names) and (len(row) < len(names) or any(row[len(names) :])):
            raise DataError(f"{path}, record {place}: {len(row)} fields for {len(names)} columns")
    named = [name for name in names if name]
    if len(set(named)) < len(named):
        twice = next(name for name in named if named.count(name) > 1)
        hint = f". {_NO_HEAD}" if number(twice) is not None else ""
        raise DataError(f"{path}: the column {twice!r} is there twice{hint}")
    # A column without a name is pandas' index, or what a comma at the end of each line leaves.
    columns = {name: [row[place].strip() for row in body] for place, name in enumerate(names) if name}
    return Frame(str(path), columns, has_decimal_commas=delimiter == ";")


def _delimiter(path: Path, lines: Sequence[str]) -> str:
    """The one that divides every line alike; a tab by the name of the file."""
    if path.suffix.lower() == ".tsv":
        return "\t"
    some = [line for line in lines if line.strip()][:50]

    def widths(delimiter: str) -> list[int]:
        try:
            return [len(row) for row in csv.reader(some, delimiter=delimiter, skipinitialspace=True)]
        except csv.Error:
            return [1]

    counted = {delimiter: widths(delimiter) for delimiter in _DELIMITERS}
    dividing = {delimiter: found for delimiter, found in counted.items() if found[0] > 1}
    alike = {delimiter: found for delimiter, found in dividing.items() if len(set(found)) == 1} or dividing
    return max(alike, key=lambda delimiter: alike[delimiter][0], default=",")


def _arrow_file(path: Path) -> Any:
    try:
        import pyarrow as pa
        from pyarrow import feather, ipc, parquet
    except ImportError:
        raise missing_extra("Reading Parquet and Arrow files", "pyarrow", "frames") from None
    data = read_bytes(path)
    source = pa.BufferReader(data)
    try:
        if data.startswith(b"PAR1"):
            return parquet.read_table(source)
        if data.startswith((b"ARROW1", b"FEA1")):
            return feather.read_table(source)
        return ipc.open_stream(source).read_all()
    except (pa.ArrowException, OSError) as error:
        raise DataError(f"{path}: is not a readable Parquet or Arrow file ({error})") from error


def _arrow_columns(table: Any, source: str) -> dict[str, Column]:
    if len(set(table.column_names)) < len(table.column_names):
        raise DataError(f"{source}: two columns have the same name")
    from pyarrow import types

    columns: dict[str, Column] = {}
    for name in table.column_names:
        column = table[name]
        if types.is_nested(column.type):
            columns[name] = _objects(column.to_pylist())
        else:
            # Not as Python numbers, which would make float32 scores float64.
            columns[name] = column.to_numpy()
    return columns


def _arrow(given: Any) -> Any:
    # Hugging Face's data sets hold an Arrow table.
    given = getattr(getattr(given, "data", None), "table", given)
    try:
        import pyarrow as pa
    except ImportError:
        raise missing_extra("Reading an Arrow table", "pyarrow", "frames") from None
    try:
        return pa.table(given)
    except (pa.ArrowException, TypeError, ValueError) as error:
        raise InputError(f"is not a table that can be read ({error})") from error
