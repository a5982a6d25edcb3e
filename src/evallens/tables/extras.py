"""What only folders of ours hold beside the columns that any frame may have: masks of objects, attributes of images."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..evaluation.columns.attributes import Attribute, Attributes, Number
from ..evaluation.columns.masks import Masks
from ..evaluation.tabled.layout import IMAGES, OBJECTS, attribute_name
from .brought import numbers
from .frames import ROW

if TYPE_CHECKING:
    from .asking import Asking

Rows = NDArray[np.integer]


def masks_of(asking: Asking, rows: Rows) -> Masks | None:
    """The masks of the objects ``rows``, in that order; ``None`` where the tables hold none."""
    if not asking.extent.has_masks:
        return None
    found = _rows(asking, OBJECTS, ["mask_start", "mask_stop", "mask_height"], rows)
    start, stop = (found[f"mask_{end}"].combine_chunks() for end in ("start", "stop"))
    offsets = np.append(0, np.cumsum(start.value_lengths().to_numpy(zero_copy_only=False)))
    starts, stops = (np.asarray(one.flatten(), np.int64) for one in (start, stop))
    return Masks(offsets.astype(np.int64), starts, stops, numbers(found["mask_height"]))


def attributes_of(asking: Asking, rows: Rows) -> Attributes:
    """The attributes of the images ``rows``, in that order."""
    names = [attribute_name(number) for number in range(len(asking.attributes))]
    if not names:
        return Attributes(len(rows))
    found = _rows(asking, IMAGES, names, rows)
    values = zip(asking.attributes.items(), names, strict=True)
    return Attributes(len(rows), {called: _filled(one, found[name]) for (called, one), name in values})


def _filled(one: Attribute, values: Any) -> Attribute:
    """An attribute of no images with the values of some."""
    if isinstance(one, Number):
        return Number(numbers(values, np.float32), one.unit, one.origin)
    return type(one)(numbers(values, np.uint16), one.levels, one.origin)


def _rows(asking: Asking, table: str, columns: list[str], rows: Rows) -> Any:
    """Some columns of the rows of a table as they are, in the order of ``rows``, each of which may come twice."""
    frame = asking.engine.tables()[table].select(ROW, *columns)
    found = asking.answer(asking.selection.of_rows(frame, ROW, np.unique(rows)).sort(ROW))
    return found.take(np.searchsorted(numbers(found[ROW]), rows))
