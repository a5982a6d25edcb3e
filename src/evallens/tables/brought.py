"""What an engine answers as columns of ours: whole numbers, fractions with NaN for none, and strings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from ..evaluation.columns.schema import Column, schema_of
from ..evaluation.columns.strings import Strings
from ..evaluation.columns.table import Table

if TYPE_CHECKING:
    import pyarrow as pa

T = TypeVar("T", bound=Table)


def numbers(column: pa.ChunkedArray, dtype: Any = np.int64) -> NDArray[Any]:
    """A column of numbers in ``dtype``, (rows,); null is NaN where it is one of fractions."""
    import pyarrow as pa

    if pa.types.is_decimal(column.type):
        column = column.cast(pa.int64())
    if column.null_count and not pa.types.is_floating(column.type):
        column = column.cast(pa.float64())
    values: NDArray[Any] = column.to_numpy()
    return values.astype(dtype)


def strings(column: pa.ChunkedArray) -> Strings:
    """A column of text; null is the empty string."""
    return Strings.of(value or "" for value in column.to_pylist())


def table_of(kind: type[T], answer: pa.Table) -> T:
    """A table of ours from an answer that holds its columns."""
    held: dict[str, Any] = {}
    for name, column in schema_of(kind).items():
        if name in answer.column_names:
            held[name] = strings(answer[name]) if column.holds == "strings" else numbers(answer[name], _dtype(column))
    return kind(**held)


def _dtype(column: Column) -> Any:
    return np.float64 if column.dtype is np.floating else column.dtype
