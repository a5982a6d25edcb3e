"""What every table is: columns of equal length that never change."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from ...errors import DataError
from .attributes import Attributes
from .schema import Column, schema_of
from .strings import Strings

Values = NDArray[Any] | Strings | Attributes
"""What a column holds."""


@dataclass(frozen=True, eq=False)
class Table:
    """Columns of equal length, checked once at construction and read-only afterwards."""

    def __post_init__(self) -> None:
        given = {name: getattr(self, name) for name in schema_of(type(self))}
        lengths = {name: _rows(values) for name, values in given.items() if values is not None}
        if len(set(lengths.values())) > 1:
            raise DataError(f"{type(self).__name__}: columns of different lengths: {lengths}")
        size = next(iter(lengths.values()))
        for name, column in schema_of(type(self)).items():
            values = _missing(column, size) if given[name] is None else given[name]
            held = values if isinstance(values, Strings | Attributes) else _checked(values, column)
            object.__setattr__(self, name, held)

    @classmethod
    def none(cls) -> Self:
        """A table without rows."""
        return cls(**{name: _nothing(column) for name, column in schema_of(cls).items()})

    def __len__(self) -> int:
        return len(getattr(self, fields(self)[0].name))

    def take(self, rows: Any) -> Self:
        """The same table with only ``rows`` (indices or a boolean mask)."""
        index = np.arange(len(self))[rows]
        return replace(self, **{n: _taken(c, index) for n, c in self.columns().items()})

    def after(self, row: int) -> Self:
        """The rows from ``row`` on, as views."""
        return replace(self, **{n: _after(c, row) for n, c in self.columns().items()})

    def extended(self, other: Self) -> Self:
        """This table followed by the rows of ``other``."""
        return replace(self, **{n: _joined(c, getattr(other, n)) for n, c in self.columns().items()})

    def columns(self) -> dict[str, Values]:
        """Every column by its name."""
        return {f.name: getattr(self, f.name) for f in fields(self)}


def _rows(values: Any) -> int:
    return values.rows if isinstance(values, Attributes) else len(values)


def _nothing(column: Column) -> Values:
    """No rows of a column; of an abstract type such as ``np.floating`` in float64."""
    dtype = np.float64 if column.dtype is np.floating else column.dtype
    return np.zeros(0, dtype) if column.holds == "numbers" else _missing(column, 0)


def _missing(column: Column, size: int) -> Values:
    """``size`` rows of a column that is not there."""
    if column.holds == "attributes":
        return Attributes(size)
    if column.holds == "strings":
        return Strings.empty(size)
    return np.full(size, column.missing, np.float32 if column.dtype is np.floating else column.dtype)


def _checked(given: Any, column: Column) -> NDArray[Any]:
    """The column as it is held: in its dtype, in one piece, and read-only."""
    values = np.asarray(given)
    own = None if column.dtype is None or np.issubdtype(values.dtype, column.dtype) else column.dtype
    held = np.array(values, own, order="C", copy=None).view()
    held.flags.writeable = False
    return held


def _taken(column: Values, index: NDArray[np.intp]) -> Values:
    return column[index] if isinstance(column, np.ndarray) else column.take(index)


def _after(column: Values, row: int) -> Values:
    return column[row:] if isinstance(column, np.ndarray) else column.after(row)


def _joined(first: Values, second: Any) -> Values:
    return np.concatenate([first, second]) if isinstance(first, np.ndarray) else first.extended(second)
