"""Tables as blocks of tagged bytes: what travels to the browser, each block once.

Rows are only ever appended to an evaluation's tables, so a block is "the rows not yet sent".
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..evaluation.strings import Strings
from ..evaluation.tables import Images, Objects, Outcomes

Block = dict[str, dict[str, Any]]
"""Column name -> ``{"dtype": numpy name, "data": bytes}``."""

_UNSIGNED = (np.uint8, np.uint16, np.uint32)


def images_block(images: Images, start: int) -> Block:
    """The images from row ``start`` on."""
    rows = images.take(np.s_[start:])
    return {
        **_strings("id", rows.id),
        **_strings("name", rows.name),
        **_columns(split=rows.split, x=rows.x, y=rows.y, cluster=rows.cluster),
    }


def outcomes_block(outcomes: Outcomes, start: int, *, has_objects: bool) -> Block:
    """The outcomes from row ``start`` on; references to objects only where there are any."""
    rows = outcomes.take(np.s_[start:])
    block = _columns(
        image=rows.image,
        actual=rows.actual,
        predicted=rows.predicted,
        count=narrowed(rows.count),
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
    """One column with its element type; the bytes are a copy of exactly these values."""
    return {"dtype": values.dtype.name, "data": values.tobytes()}


def narrowed(values: NDArray[np.int64]) -> NDArray[Any]:
    """Whole numbers from 0 on in the smallest type that holds all of them."""
    most = int(values.max(initial=0))
    fitting = next((dtype for dtype in _UNSIGNED if most <= np.iinfo(dtype).max), np.float64)
    return values.astype(fitting)


def _columns(**columns: NDArray[Any]) -> Block:
    return {name: column(values) for name, values in columns.items()}


def _strings(name: str, values: Strings) -> Block:
    return {f"{name}.data": column(values.data), f"{name}.offsets": column(values.offsets.astype(np.uint32))}
