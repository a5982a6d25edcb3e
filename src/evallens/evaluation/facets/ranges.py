"""The facets of ``where`` that choose a range of numbers: area, score and IoU of an outcome's objects."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from ...errors import InputError
from ..arguments import pair
from ..columns.extent import Extent
from ..columns.header import Header
from ..columns.tables import NONE, Columns
from ..metrics.cells import Mask
from ..metrics.order import InstanceSort
from ..metrics.suspects import weights_of
from ..results import Behind
from .facet import Index, OutcomeFacet, Rows, Values

_Float = TypeVar("_Float", bound=np.floating)


class Range(NamedTuple):
    """From ``low`` to ``high``, both included; ``None``: no end on that side."""

    low: float | None
    high: float | None


def ranged(
    name: str,
    group: Literal["size", "outcomes"],
    values: Values,
    *,
    has: Callable[[Extent], bool],
    most: float = math.inf,
    is_area: bool = False,
) -> OutcomeFacet[Range | None]:
    """A facet that keeps the outcomes whose value lies in a range, whose ends are rounded as the values are.

    NaN lies in none. No value is below 0 or above ``most``.
    """

    def checked(given: Any, _header: Header, extent: Extent) -> Range | None:
        if given is None:
            return None
        if not has(extent):
            raise InputError(f"This evaluation has no boxes, so its outcomes have no {name}.")
        found = _range_of(name, given)
        if (found.high is not None and found.high < 0) or (found.low is not None and found.low > most):
            bounds = "0 or more" if most == math.inf else f"between 0 and {most:g}"
            raise InputError(f'where["{name}"]: every {name} is {bounds}, so none is in {given!r}')
        return found

    def kept(wanted: Range | None, behind: Behind, rows: Rows) -> Mask:
        found = values(behind.columns, rows)
        low, high = (None, None) if wanted is None else wanted
        ends = [-math.inf if low is None else low, math.inf if high is None else high]
        with np.errstate(over="ignore"):
            least, most = np.array(ends).astype(found.dtype)
        is_inside: Mask = (found >= least) & (found <= most)
        return is_inside

    return OutcomeFacet(
        name=name,
        group=group,
        empty=None,
        check=checked,
        keep=kept,
        values=values,
        is_area=is_area,
        has=has,
        is_in_where=True,
    )


def has_objects(extent: Extent) -> bool:
    """Are there objects behind the outcomes?"""
    return extent.has_objects


def has_scores(extent: Extent) -> bool:
    """Can predictions have a confidence: those of objects, and of labels where some have one?"""
    return extent.has_scores


def _range_of(name: str, given: Any) -> Range:
    """A range from a pair, or from what a trait holds: ``{"range": [low, high]}``."""
    meaning = f'where["{name}"] is a range (low, high); None is an open end'
    if isinstance(given, Mapping):
        if set(given) != {"range"}:
            raise InputError(f"{meaning}, not {dict(given)!r}")
        given = given["range"]
    try:
        low, high = (None if end is None else float(end) for end in pair(given, meaning))
    except (TypeError, ValueError, OverflowError) as error:
        raise InputError(f"{meaning}, not {given!r}") from error
    ends = [end for end in (low, high) if end is not None]
    # Numbers that are not finite do not travel as JSON.
    if not all(map(math.isfinite, ends)) or ends != sorted(ends):
        raise InputError(f"{meaning}: finite numbers with low <= high, not {given!r}")
    return Range(low, high)


def _areas(columns: Columns, rows: Rows) -> NDArray[np.float64]:
    """Square pixels of the truth, else of the prediction."""
    truth, prediction = columns.outcomes.truth[rows], columns.outcomes.prediction[rows]
    areas = None if columns.objects is None else columns.objects.pixel_area
    return _of_objects(areas, np.where(truth != NONE, truth, prediction), np.float64)


def _scores(columns: Columns, rows: Rows) -> NDArray[np.float32]:
    """Confidence 0..1 of the prediction, in float32, as the browser has it."""
    if columns.objects is None:
        return columns.outcomes.score[rows]
    scores = columns.objects.score
    return _of_objects(scores, columns.outcomes.prediction[rows], np.float32)


def _overlaps(columns: Columns, rows: Rows) -> NDArray[np.float32]:
    """IoU of the pair."""
    return columns.outcomes.iou[rows]


def _of_objects(column: NDArray[np.floating] | None, objects: Index, dtype: type[_Float]) -> NDArray[_Float]:
    found = np.full(len(objects), np.nan, dtype)
    is_there = objects != NONE
    if column is not None:
        found[is_there] = column[objects[is_there]]
    return found


AREA = ranged("area", "size", _areas, has=has_objects, is_area=True)
SCORE = ranged("score", "outcomes", _scores, has=has_scores, most=1)
IOU = ranged("iou", "outcomes", _overlaps, has=has_objects, most=1)

VALUES: Mapping[InstanceSort, Values] = {"score": _scores, "iou": _overlaps, "size": _areas, "weight": weights_of}
"""What instances are sorted by."""
