"""One of several named arrays, in the type it must have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ....errors import DataError
from ..strings import Strings

Arrays = Mapping[str, NDArray[Any]]
"""Named arrays of one dimension. A reader looks up the names it knows, so a mapping may read each when asked for it."""


def numbers_of(arrays: Arrays, name: str, dtype: type[np.generic], where: str = "") -> NDArray[Any]:
    """One array, (n,), in ``dtype``; raises DataError where it is missing or cannot be that without a loss."""
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


def strings_of(arrays: Arrays, name: str, where: str = "") -> Strings:
    """A column of strings; raises DataError where it is missing or its pieces are no strings."""
    data, offsets = ragged(arrays, name, where)
    try:
        data.tobytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise DataError(f"{where}{name}: is not UTF-8") from error
    starts = offsets[:-1][offsets[:-1] < len(data)]
    if bool(((data[starts] & 0xC0) == 0x80).any()):
        raise DataError(f"{where}{name}: a string begins inside a letter")
    return Strings(data, offsets)


def _cast(values: NDArray[Any], dtype: type[np.generic]) -> NDArray[Any]:
    """The values in ``dtype``; one value that stands for many rows stays one."""
    is_one = len(values) > 1 and values.strides == (0,)
    return np.broadcast_to(values[:1].astype(dtype), len(values)) if is_one else values.astype(dtype)


def _is_abstract(dtype: type[np.generic]) -> bool:
    return dtype in (np.floating, np.integer, np.number)


def _name_of(dtype: type[np.generic]) -> str:
    return dtype.__name__ if _is_abstract(dtype) else np.dtype(dtype).name
