"""Tables read: CSV in any of its forms, Parquet and Arrow files, and any data frame."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ....errors import DataError, InputError, missing_extra
from ....text import counted
from ...values import number
from ..files import is_there, read_bytes, read_text
from ..reading import is_path
from .frames import NO_HEAD, Column, Frame

_DELIMITERS = (",", ";", "\t", "|")
_HEAD = 5


def read_frame(given: Any, role: str) -> Frame:
    """Read a CSV, Parquet or Arrow file, a pandas, polars or Arrow table, or anything that exports Arrow.

    Raises InputError for a file that is not there, DataError for one that cannot be read.
    """
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
    """The first rows, to tell by the columns what a table is; raises as ``read_frame``."""
    if is_path(given) and not (is_there(Path(given)) and Path(given).is_file()):
        raise InputError(f"{given}: there is no such file")
    if is_path(given) or not (hasattr(given, "iloc") or hasattr(given, "get_column")):
        return read_frame(given, role)
    return read_frame(given.head(_HEAD), role)


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
    if first.lower() == f"sep={delimiter}":
        # Excel's own word for what divides its lines.
        return _text_of(path, text.partition("\n")[2], delimiter)
    return _text_of(path, text, delimiter)


def _text_of(path: Path, text: str, delimiter: str) -> Frame:
    try:
        reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True, strict=True)
        rows = [row for row in reader if any(row)]
    except csv.Error as error:
        raise DataError(f"{path}: is not a readable table ({error})") from error
    names, body = [name.strip() for name in rows[0]], rows[1:]
    for place, row in enumerate(body, 2):
        if len(row) != len(names) and (len(row) < len(names) or any(row[len(names) :])):
            raise DataError(
                f"{path}, record {place}: {counted(len(row), 'fields')} for {counted(len(names), 'columns')}"
            )
    named = [name for name in names if name]
    if len(set(named)) < len(named):
        twice = next(name for name in named if named.count(name) > 1)
        hint = f". {NO_HEAD}" if number(twice) is not None else ""
        raise DataError(f"{path}: the column {twice!r} is there twice{hint}")
    # A column without a name is pandas' index, or what a comma at the end of each line leaves.
    columns = {name: [row[place].strip() for row in body] for place, name in enumerate(names) if name}
    return Frame(str(path), columns, has_decimal_commas=delimiter == ";")


def _delimiter(path: Path, lines: Sequence[str]) -> str:
    """The one that divides every line alike; a tab by the name of the file."""
    if path.suffix.lower() == ".tsv":
        return "\t"
    some = [line for line in lines if line.strip()][:50]
    if some[0].lower().startswith("sep=") and len(some[0]) == 5:
        return some[0][4]

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
