"""What every table is: columns of equal length that never change."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from ...errors import DataError
from .schema import Column, schema_of
from .strings import Strings


@dataclass(frozen=True, eq=False)
class Table:
    """Columns of equal length, checked once at construction and read-only afterwards."""

    def __post_init__(self) -> None:
        given = {name: getattr(self, name) for name in schema_of(type(self))}
        lengths = {name: len(values) for name, values in given.items() if values is not None}
        if len(set(lengths.values())) > 1:
            raise DataError(f"{type(self).__name__}: columns of different lengths: {lengths}")
        size = next(iter(lengths.values()))
        for name, column in schema_of(type(self)).items():
            values = _missing(column, size) if given[name] is None else given[name]
            object.__setattr__(self, name, values if isinstance(values, Strings) else _checked(values, column))

    def __len__(self) -> int:
        return len(getattr(self, fields(self)[0].name))

    def take(self, rows: Any) -> Self:
        """The same table with only ``rows`` (indices or a boolean mask)."""
        index = np.arange(len(self))[rows]
        return replace(self, **{n: _taken(c, index) for n, c in self.columns().items()})

    def after(self, row: int) -> Self:
        """The rows from ``row`` on, of which nothing is copied."""
        return replace(self, **{n: _after(c, row) for n, c in self.columns().items()})

    def extended(self, other: Self) -> Self:
        """This table followed by the rows of ``other``."""
        return replace(self, **{n: _joined(c, getattr(other, n)) for n, c in self.columns().items()})

    def columns(self) -> dict[str, NDArray[Any] | Strings]:
        """Every column by its name."""
        return {f.name: getattr(self, f.name) for f in fields(self)}


def _missing(column: Column, size: int) -> NDArray[Any] | Strings:
    """``size`` rows of a column that is not there."""
    return Strings.empty(size) if column.dtype is None else np.full(size, column.missing, column.dtype)


def _checked(given: Any, column: Column) -> NDArray[Any]:
    """The column as it is held: in its dtype, in one piece, and read-only."""
    values = np.asarray(given)
    own = None if column.dtype is None or np.issubdtype(values.dtype, column.dtype) else column.dtype
    held = np.array(values, own, order="C", copy=None).view()
    held.flags.writeable = False
    return held


def _taken(column: NDArray[Any] | Strings, index: NDArray[np.intp]) -> NDArray[Any] | Strings:
    return column.take(index) if isinstance(column, Strings) else column[index]


def _after(column: NDArray[Any] | Strings, row: int) -> NDArray[Any] | Strings:
    return column.after(row) if isinstance(column, Strings) else column[row:]


def _joined(first: NDArray[Any] | Strings, second: Any) -> NDArray[Any] | Strings:
    if isinstance(first, Strings):
        return first.extended(second)
    return np.concatenate([first, second])
