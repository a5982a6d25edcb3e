"""Tables as columns, found by what they are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ....errors import DataError
from ...values import as_array, number
from ..reading import is_path
from ..words import is_missing

TABLES = frozenset({".csv", ".tsv", ".txt", ".parquet", ".arrow", ".feather"})
"""Suffixes of files that are tables."""
NO_HEAD = "Does its first line hold values? Write the columns' names above it."
"""What to say of a table whose columns are called like values."""
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
        called = {name: plain(name) for name in self.names}
        fits = [name for wanted in names for name in self.names if called[name] == wanted]
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
        return None if found is None else [_text(value) for value in found]

    def lacks(self, names: Sequence[str], what: str) -> DataError:
        """The error for a column that is not there."""
        hint = f" {NO_HEAD}" if any(number(name) is not None for name in self.names) and len(self.names) > 1 else ""
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


def _text(value: Any) -> str:
    """A name or an id; 1.0 is 1, as pandas writes whole numbers where one is missing."""
    if is_missing(value):
        return ""
    is_whole = isinstance(value, float | np.floating) and float(value).is_integer()
    return str(int(value)) if is_whole else str(value).strip()


def plain(name: str) -> str:
    """What a column is called, however it is written."""
    return name.strip().lower().replace(" ", "_").replace("-", "_")


def _is_same(one: Column, other: Column) -> bool:
    mine, theirs = as_array(one), as_array(other)
    return mine.shape == theirs.shape and all(map(_equal, mine.tolist(), theirs.tolist()))


def _equal(one: Any, other: Any) -> bool:
    return str(one).strip() == str(other).strip()
