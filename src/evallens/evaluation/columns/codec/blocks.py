"""Named arrays as tagged bytes: the form that travels to the browser and lies in the cache."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ....errors import DataError
from .lookup import Arrays

Block = dict[str, dict[str, Any]]
"""Name -> ``dtype``, the numpy name of the element type, ``data``, the bytes, and ``size`` where all rows are alike."""

_WHOLE = (np.uint8, np.int8, np.uint16, np.int16, np.uint32, np.int32)
"""The whole numbers that a browser has typed arrays of, the smallest first."""
_MOST_ROWS = 1 << 32
"""Rows are counted in 32 bits."""
_KNOWN = frozenset({*(np.dtype(dtype).name for dtype in _WHOLE), "float16", "float32", "float64"})


def block(arrays: Arrays) -> Block:
    """``arrays`` as tagged bytes.

    Whole numbers are held in the smallest type that holds all of them, those above 32 bits as float64. Values that are
    all the same are held as one, with ``size`` beside it. The bytes are the array's own where it holds just these: a
    million rows are not copied to be kept in a trait.
    """
    return {name: _tagged(values) for name, values in arrays.items()}


def arrays_of(given: Mapping[str, Any]) -> dict[str, NDArray[Any]]:
    """The arrays of a block, without copying any; raises DataError for anything but a block."""
    try:
        return {name: values_of(column) for name, column in given.items()}
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise DataError(f"A block of columns is damaged ({error})") from error


def values_of(column: Mapping[str, Any]) -> NDArray[Any]:
    """The values of one column of a block, (n,); raises ValueError for a type or size that it cannot have."""
    if column["dtype"] not in _KNOWN:
        raise ValueError(f"a column of unknown type {column['dtype']!r}")
    values = np.frombuffer(column["data"], np.dtype(column["dtype"]).newbyteorder("<"))
    if "size" not in column:
        return values
    if not 0 <= column["size"] <= _MOST_ROWS:
        raise ValueError(f"a column of {column['size']} rows")
    return np.broadcast_to(values, column["size"])


def bytes_of(given: Block) -> int:
    """How many bytes the columns of a block are."""
    return sum(len(column["data"]) for column in given.values())


def _tagged(values: NDArray[Any]) -> dict[str, Any]:
    values = _narrowed(values) if np.issubdtype(values.dtype, np.integer) else values
    if len(values) > 1 and _is_constant(values):
        return {"dtype": values.dtype.name, "data": bytes(_bytes(values[:1])), "size": len(values)}
    return {"dtype": values.dtype.name, "data": _bytes(values)}


def _narrowed(values: NDArray[np.integer]) -> NDArray[Any]:
    if values.dtype == np.uint8:
        return values
    low, high = int(values.min(initial=0)), int(values.max(initial=0))
    fitting = (dtype for dtype in _WHOLE if np.iinfo(dtype).min <= low and high <= np.iinfo(dtype).max)
    return values.astype(next(fitting, np.float64), copy=False)


def _is_constant(values: NDArray[Any]) -> bool:
    """Are all values the same, one not-a-number like another, but 0.0 unlike -0.0?"""
    if np.isnan(values[0]):
        return bool(np.isnan(values).all())
    bits = values.view(f"u{values.itemsize}")
    return bool(bits[0] == bits[-1] and (bits == bits[0]).all())


def _bytes(values: NDArray[Any]) -> memoryview | bytes:
    if not len(values):
        return b""  # memoryview.cast refuses an empty array.
    # Little-endian, as browsers are and files stay on every machine.
    own = np.ascontiguousarray(values, values.dtype.newbyteorder("<"))
    return own.data.cast("B").toreadonly()
