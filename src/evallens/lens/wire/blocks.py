"""Tables as blocks of tagged bytes: what travels to the browser, each block once.

Rows are only ever appended to an evaluation's tables, so a block is "the rows not yet sent".
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...evaluation.columns.strings import Strings
from ...evaluation.columns.tables import Images, Objects, Outcomes

Block = dict[str, dict[str, Any]]
"""Column name -> what ``column`` makes of its values."""

_WHOLE = (np.uint8, np.int8, np.uint16, np.int16, np.uint32, np.int32)
"""The whole numbers that a browser has typed arrays of, the smallest first."""


def images_block(images: Images, start: int) -> Block:
    """The images from row ``start`` on; without ids where those are the names."""
    rows = images.after(start)
    ids = {} if rows.id.is_same(rows.name) else _strings("id", rows.id)
    return {
        **ids,
        **_strings("name", rows.name),
        **_columns(split=rows.split, x=rows.x, y=rows.y, cluster=rows.cluster),
    }


def outcomes_block(outcomes: Outcomes, start: int, *, has_objects: bool) -> Block:
    """The outcomes from row ``start`` on; references to objects only where there are any."""
    rows = outcomes.after(start)
    block = _columns(
        image=rows.image,
        actual=rows.actual,
        predicted=rows.predicted,
        count=rows.count,
        first=rows.first,
        last=rows.last,
    )
    if has_objects:
        block |= _columns(truth=rows.truth, prediction=rows.prediction, iou=rows.iou)
    return block


def objects_block(objects: Objects) -> Block:
    """All the objects; scores in float32, which is more than a label shows."""
    return _columns(
        image=objects.image,
        side=objects.side,
        label=objects.label,
        x=objects.x,
        y=objects.y,
        w=objects.w,
        h=objects.h,
        score=objects.score.astype(np.float32),
    )


def column(values: NDArray[Any]) -> dict[str, Any]:
    """One column: ``dtype``, the numpy name of the element type, and ``data``, the bytes.

    Whole numbers travel in the smallest type that holds all of them. Values that are all the same
    travel as one, with ``size`` beside it. The bytes are the array's own where it holds just these:
    a million rows are not copied to be kept in a trait.
    """
    values = _narrowed(values) if np.issubdtype(values.dtype, np.integer) else values
    if len(values) > 1 and _is_constant(values):
        return {"dtype": values.dtype.name, "data": values[:1].tobytes(), "size": len(values)}
    return {"dtype": values.dtype.name, "data": _bytes(values)}


def values_of(column: dict[str, Any]) -> NDArray[Any]:
    """The values of a column, as the browser decodes them."""
    values = np.frombuffer(column["data"], column["dtype"])
    return np.broadcast_to(values, column.get("size", len(values)))


def bytes_of(block: Block) -> int:
    """How many bytes the columns of a block are."""
    return sum(len(column["data"]) for column in block.values())


def _narrowed(values: NDArray[np.integer]) -> NDArray[Any]:
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
        return b""  # Of which memoryview.cast makes nothing.
    own = np.ascontiguousarray(values, values.dtype.newbyteorder("="))
    return own.data.cast("B").toreadonly()


def _columns(**columns: NDArray[Any]) -> Block:
    return {name: column(values) for name, values in columns.items()}


def _strings(name: str, values: Strings) -> Block:
    return {f"{name}.data": column(values.data), f"{name}.offsets": column(values.offsets)}
