"""A table as named arrays, and back: strings are two arrays, ``name.data`` and ``name.offsets``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from ....errors import DataError
from ..schema import Column, schema_of
from ..strings import Strings

Arrays = Mapping[str, NDArray[Any]]
"""Named arrays of one dimension. A reader looks up the names it knows, so a mapping may read each when asked for it."""

_T = TypeVar("_T")


def encode(table: object, names: Iterable[str] | None = None, *, is_brief: bool = False) -> dict[str, NDArray[Any]]:
    """The columns of ``table`` as arrays, of which none is copied.

    Args:
        table: Any dataclass whose fields carry a ``Column``.
        names: The columns wanted; all by default.
        is_brief: Leave out whatever a reader would put in its place, not only optional columns.
    """
    schema = schema_of(type(table))
    arrays: dict[str, NDArray[Any]] = {}
    for name in schema if names is None else names:
        if (is_brief or schema[name].is_optional) and _says_nothing(table, name, schema[name]):
            continue
        values = getattr(table, name)
        if isinstance(values, Strings):
            arrays |= {f"{name}.data": values.data, f"{name}.offsets": values.offsets}
        else:
            arrays[name] = values
    return arrays


def decode(kind: type[_T], arrays: Arrays, where: str = "") -> _T:
    """The table that ``arrays`` hold; what ``kind`` does not know is ignored.

    Raises DataError, naming the column after ``where``, for one that must be there and is not, or that does not hold
    what it should.
    """
    schema = schema_of(kind)
    found = {
        name: _column(arrays, name, column, where) for name, column in schema.items() if _has(arrays, name, column)
    }
    lacking = [name for name, column in schema.items() if name not in found and _is_needed(column)]
    if lacking:
        raise DataError(f"{where}{lacking[0]} is missing")
    # A table fills what is ``None`` itself.
    return kind(**{name: found.get(name, found.get(column.same_as)) for name, column in schema.items()})


def numbers_of(arrays: Arrays, name: str, dtype: type[np.generic], where: str = "") -> NDArray[Any]:
    """One array, in ``dtype``; raises DataError where it is missing or cannot be that without a loss."""
    if name not in arrays:
        raise DataError(f"{where}{name} is missing")
    values = arrays[name]
    if values.ndim == 1 and np.issubdtype(values.dtype, dtype):
        return values
    if values.ndim == 1 and not _is_abstract(dtype):
        if values.dtype.kind in "iufb" and np.can_cast(values.dtype, dtype, "safe"):
            return _cast(values, dtype)
        # Browsers have no whole numbers above 32 bits: a block holds those as float64.
        if dtype is np.int64 and values.dtype == np.float64 and bool((np.abs(values) <= 2.0**53).all()):
            whole = values.astype(np.int64)
            if bool((whole == values).all()):
                return whole
    raise DataError(f"{where}{name}: is {values.dtype} {values.shape}, not a column of {_name_of(dtype)}")


def ragged(arrays: Arrays, name: str, where: str = "") -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Pieces of bytes one after another, and the n + 1 offsets between them; raises DataError where they do not fit."""
    data = numbers_of(arrays, f"{name}.data", np.uint8, where)
    offsets = numbers_of(arrays, f"{name}.offsets", np.int64, where)
    if not len(offsets) or offsets[0] != 0 or offsets[-1] != len(data) or bool((offsets[1:] < offsets[:-1]).any()):
        raise DataError(f"{where}{name}: its offsets do not fit its {len(data)} bytes")
    return data, offsets


def _strings(arrays: Arrays, name: str, where: str) -> Strings:
    data, offsets = ragged(arrays, name, where)
    try:
        data.tobytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise DataError(f"{where}{name}: is not UTF-8") from error
    starts = offsets[:-1][offsets[:-1] < len(data)]
    if bool(((data[starts] & 0xC0) == 0x80).any()):
        raise DataError(f"{where}{name}: a string begins inside a letter")
    return Strings(data, offsets)


def _column(arrays: Arrays, name: str, column: Column, where: str) -> NDArray[Any] | Strings:
    return _strings(arrays, name, where) if column.dtype is None else numbers_of(arrays, name, column.dtype, where)


def _has(arrays: Arrays, name: str, column: Column) -> bool:
    return (f"{name}.data" if column.dtype is None else name) in arrays


def _is_needed(column: Column) -> bool:
    return column.missing is None and not column.same_as


def _says_nothing(table: object, name: str, column: Column) -> bool:
    """Would a reader that lacks the column come to the same values?"""
    values = getattr(table, name)
    if isinstance(values, Strings):
        if column.same_as:
            return values.is_same(getattr(table, column.same_as))
        return column.is_optional and not len(values.data)
    if column.missing is None:
        return False
    # The ends first: a column that says something mostly says it there.
    return all(
        bool((np.isnan(part) if column.missing != column.missing else part == column.missing).all())
        for part in (values[:1], values[-1:], values)
    )


def _cast(values: NDArray[Any], dtype: type[np.generic]) -> NDArray[Any]:
    """The values in ``dtype``; one value that stands for many rows stays one."""
    is_one = len(values) > 1 and values.strides == (0,)
    return np.broadcast_to(values[:1].astype(dtype), len(values)) if is_one else values.astype(dtype)


def _is_abstract(dtype: type[np.generic]) -> bool:
    return dtype in (np.floating, np.integer, np.number)


def _name_of(dtype: type[np.generic]) -> str:
    return dtype.__name__ if _is_abstract(dtype) else np.dtype(dtype).name
