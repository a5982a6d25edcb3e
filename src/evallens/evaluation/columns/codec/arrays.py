"""A table as named arrays, and back: strings are two arrays, ``name.data`` and ``name.offsets``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sized
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from ....errors import DataError
from ..attributes import Attributes
from ..schema import Column, schema_of
from ..strings import Strings
from .attributes import arrays_of_attributes, attributes_of
from .lookup import Arrays, numbers_of, strings_of

_T = TypeVar("_T")


def encode(table: object, names: Iterable[str] | None = None, *, is_brief: bool = False) -> dict[str, NDArray[Any]]:
    """The columns of ``table`` as arrays, without copying any.

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
        elif isinstance(values, Attributes):
            arrays |= arrays_of_attributes(name, values)
        else:
            arrays[name] = values
    return arrays


def decode(kind: type[_T], arrays: Arrays, where: str = "") -> _T:
    """The table that ``arrays`` hold; what ``kind`` does not know is ignored.

    Raises DataError, naming the column after ``where``, for one that must be there and is not, or that does not hold
    what it should.
    """
    schema = schema_of(kind)
    found: dict[str, Any] = {}
    for name, column in schema.items():
        if _has(arrays, name, column):
            found[name] = _values(arrays, name, column, where, found)
        elif _is_needed(column):
            raise DataError(f"{where}{name} is missing")
    # A table fills what is ``None`` itself.
    return kind(**{name: found.get(name, found.get(column.same_as)) for name, column in schema.items()})


def _values(arrays: Arrays, name: str, column: Column, where: str, before: Mapping[str, Sized]) -> Any:
    if column.holds == "attributes":
        return attributes_of(arrays, name, len(next(iter(before.values()))), where)
    if column.dtype is None:
        return strings_of(arrays, name, where)
    return numbers_of(arrays, name, column.dtype, where)


def _has(arrays: Arrays, name: str, column: Column) -> bool:
    return (f"{name}.data" if column.holds == "strings" else name) in arrays


def _is_needed(column: Column) -> bool:
    return column.missing is None and not column.same_as


def _says_nothing(table: object, name: str, column: Column) -> bool:
    """Would a reader that lacks the column come to the same values?"""
    values = getattr(table, name)
    if isinstance(values, Attributes):
        return not values
    if isinstance(values, Strings):
        if column.same_as:
            return values.is_same(getattr(table, column.same_as))
        return column.is_optional and not len(values.data)
    if column.missing is None:
        return False
    # The ends first: a column that says something mostly says it there.
    return all(bool(_is_missing(part, column).all()) for part in (values[:1], values[-1:], values))


def _is_missing(values: NDArray[Any], column: Column) -> NDArray[np.bool_]:
    is_missing: NDArray[np.bool_] = np.isnan(values) if np.isnan(column.missing) else values == column.missing
    return is_missing
