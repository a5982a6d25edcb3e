"""Columns of Arrow as arrays of numbers; what is of another type is said in words."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...errors import InputError, missing_extra

Offsets = NDArray[np.int64]


def arrow() -> Any:
    """The module pyarrow; raises MissingExtraError where it is not installed."""
    try:
        import pyarrow as pa
    except ImportError:
        raise missing_extra("Matching batches of Arrow", "pyarrow", "tables") from None
    return pa


def as_table(given: Any) -> Any:
    """A record batch, a table, or a frame that exports Arrow as a table; raises InputError for anything else."""
    pa = arrow()
    if isinstance(given, pa.Table):
        return given
    if isinstance(given, pa.RecordBatch):
        return pa.Table.from_batches([given])
    if hasattr(given, "__arrow_c_stream__"):
        return pa.table(given)
    raise InputError(
        f"a batch is an Arrow table or record batch, or a frame that exports Arrow, not a {type(given).__name__}"
    )


def whole(column: Any) -> Any:
    """A column of a table in one piece, without a dictionary's indirection where that holds no text."""
    pa = arrow()
    found = column.combine_chunks()
    return found if not isinstance(found, pa.ChunkedArray) else pa.concat_arrays(found.chunks)


def floats(column: Any, name: str) -> NDArray[np.floating]:
    """Numbers in the precision they came in, whole ones in float64, NaN for null; raises InputError for others."""
    pa = arrow()
    kind = column.type
    if pa.types.is_floating(kind):
        return np.asarray(column.to_numpy(zero_copy_only=False))
    if pa.types.is_integer(kind) or pa.types.is_decimal(kind) or pa.types.is_null(kind):
        return np.asarray(column.cast(pa.float64()).to_numpy(zero_copy_only=False), np.float64)
    raise InputError(f"the column {name!r} is {kind}, not numbers")


def flags(column: Any, name: str) -> NDArray[np.bool_]:
    """Yes or no of each element, null is no; raises InputError for what is neither truth values nor 0 and 1."""
    pa = arrow()
    if pa.types.is_boolean(column.type) or pa.types.is_null(column.type):
        return np.asarray(
            column.cast(pa.bool_()).fill_null(pa.scalar(0).cast(pa.bool_())).to_numpy(zero_copy_only=False), np.bool_
        )
    if not pa.types.is_integer(column.type):
        raise InputError(f"the column {name!r} is {column.type}, not truth values or 0 and 1")
    values = column.fill_null(0).to_numpy(zero_copy_only=False)
    if not np.isin(values, (0, 1)).all():
        odd = int(values[~np.isin(values, (0, 1))][0])
        raise InputError(f"the column {name!r} holds {odd}, neither 0 nor 1")
    return np.asarray(values, np.bool_)


def is_list(kind: Any) -> bool:
    """Is it a type of lists, of whatever length?"""
    types = arrow().types
    return bool(types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind))


def is_text(kind: Any) -> bool:
    """Is it a type of texts, or a dictionary of them?"""
    types = arrow().types
    kind = kind.value_type if types.is_dictionary(kind) else kind
    return bool(types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind))


class Lists(NamedTuple):
    """A column of lists: their elements in one run, and where each list begins and ends."""

    values: Any
    lengths: Offsets
    """Of each list, (rows,); null is an empty one."""

    @classmethod
    def of(cls, column: Any, name: str) -> Lists:
        """Take a column apart; raises InputError for one that holds no lists."""
        from pyarrow import compute

        if arrow().types.is_null(column.type):
            # What holds no list, or empty ones alone, comes without a type.
            column = arrow().nulls(len(column), arrow().list_(arrow().null()))
        if not is_list(column.type):
            raise InputError(f"the column {name!r} is {column.type}, not lists: it holds one list an image")
        lengths = compute.list_value_length(column).fill_null(0)
        return cls(column.flatten(), np.asarray(lengths.to_numpy(zero_copy_only=False), np.int64))


def fours(column: Any, name: str) -> NDArray[np.float64]:
    """Lists of four numbers as (n, 4) in float64, NaN where a list is null; raises InputError for other lists."""
    if arrow().types.is_struct(column.type):
        raise InputError(f"the column {name!r} is {column.type}, not lists of four numbers: make its fields columns")
    values, lengths = Lists.of(column, name)
    is_there = np.asarray(column.is_valid().to_numpy(zero_copy_only=False), np.bool_)
    odd = np.flatnonzero(is_there & (lengths != 4))
    if len(odd):
        raise InputError(f"the column {name!r} holds a box of {int(lengths[odd[0]])} numbers, not four")
    found = np.full((len(lengths), 4), np.nan)
    found[is_there] = floats(values, name).astype(np.float64).reshape(-1, 4)
    return found
