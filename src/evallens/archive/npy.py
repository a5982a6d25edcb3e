"""One column as the bytes of a ``.npy`` file of version 1.0, and nothing else that such a file may be."""

from __future__ import annotations

import io
import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import DataError

_MAGIC = b"\x93NUMPY\x01\x00"
_START = len(_MAGIC) + 2
_HEADER = re.compile(
    rb"\{'descr': '(?P<dtype>[<>|][biuf][1248])', 'fortran_order': (?:False|True), "
    rb"'shape': \((?P<size>\d{1,18}),\), \} *\n"
)
"""What numpy writes; it reads more, which nothing of ours ever wrote."""


def encoded(values: NDArray[Any]) -> bytes:
    """``values``, little-endian on every machine, so that the bytes do not depend on where they were written."""
    buffer = io.BytesIO()
    little = np.ascontiguousarray(values, values.dtype.newbyteorder("<"))
    np.lib.format.write_array(buffer, little, version=(1, 0), allow_pickle=False)
    return buffer.getvalue()


def decoded(raw: bytes) -> NDArray[Any]:
    """The values, (n,), as a view of ``raw``. The header is believed only when the bytes are there.

    Raises DataError for anything but one column of numbers.
    """
    if not raw.startswith(_MAGIC):
        raise DataError("is damaged, or in an unknown version of .npy")
    start = _START + int.from_bytes(raw[len(_MAGIC) : _START], "little")
    header = _HEADER.fullmatch(raw[_START:start])
    if header is None:
        raise DataError("is not a column of numbers")
    try:
        dtype = np.dtype(header["dtype"].decode())
    except TypeError as error:
        raise DataError("is not a column of numbers") from error
    size = int(header["size"])
    if len(raw) - start != size * dtype.itemsize:
        raise DataError(f"{len(raw) - start} bytes for {size} values")
    return np.frombuffer(raw, dtype, offset=start)
