"""What every table is: columns of equal length that never change."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from ...errors import DataError
from .strings import Strings


@dataclass(frozen=True, eq=False)
class Table:
    """Columns of equal length, checked once at construction and read-only afterwards."""

    _dtypes: ClassVar[dict[str, type[np.generic]]]

    def __post_init__(self) -> None:
        for name, dtype in self._dtypes.items():
            given = np.asarray(getattr(self, name))
            own = dtype if not np.issubdtype(given.dtype, dtype) else None
            column = np.array(given, own, order="C", copy=None)
            column = column.view()
            column.flags.writeable = False
            object.__setattr__(self, name, column)
        lengths = {f.name: len(getattr(self, f.name)) for f in fields(self)}
        if len(set(lengths.values())) > 1:
            raise DataError(f"{type(self).__name__}: columns of different lengths: {lengths}")

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


def _taken(column: NDArray[Any] | Strings, index: NDArray[np.intp]) -> NDArray[Any] | Strings:
    return column.take(index) if isinstance(column, Strings) else column[index]


def _after(column: NDArray[Any] | Strings, row: int) -> NDArray[Any] | Strings:
    return column.after(row) if isinstance(column, Strings) else column[row:]


def _joined(first: NDArray[Any] | Strings, second: Any) -> NDArray[Any] | Strings:
    if isinstance(first, Strings):
        return first.extended(second)
    return np.concatenate([first, second])
