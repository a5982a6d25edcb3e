"""The facets of ``where`` that choose a range of numbers: area, score and IoU of an outcome's objects."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...errors import InputError
from ..arguments import pair
from ..columns.header import Header
from ..columns.tables import NONE, Columns
from ..metrics.cells import Mask
from .facet import Index, OutcomeFacet, Rows

Values = Callable[[Columns, Rows], NDArray[np.float64]]
"""The value of each of the outcomes ``rows``, (rows,); NaN: none."""


class Range(NamedTuple):
    """From ``low`` to ``high``, both included; ``None``: no end on that side."""

    low: float | None
    high: float | None


def ranged(name: str, group: Literal["size", "outcomes"], values: Values) -> OutcomeFacet[Range | None]:
    """A facet that keeps the outcomes whose value lies in a range; NaN lies in none."""

    def checked(given: Any, _header: Header, columns: Columns) -> Range | None:
        if given is None:
            return None
        if not has_objects(columns):
            raise InputError(f"This evaluation has no boxes, so its outcomes have no {name}.")
        return _range_of(name, given)

    def kept(wanted: Range | None, columns: Columns, rows: Rows) -> Mask:
        found = values(columns, rows)
        low, high = (-math.inf, math.inf) if wanted is None else (wanted.low, wanted.high)
        is_low_enough = found <= (math.inf if high is None else high)
        return is_low_enough & (found >= (-math.inf if low is None else low))

    return OutcomeFacet(name=name, group=group, empty=None, check=checked, keep=kept, has=has_objects, is_in_where=True)


def has_objects(columns: Columns) -> bool:
    """Are there objects behind the outcomes?"""
    return columns.objects is not None


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
    return _of_objects("area", columns, np.where(truth != NONE, truth, prediction))


def _scores(columns: Columns, rows: Rows) -> NDArray[np.float64]:
    """Confidence 0..1 of the prediction."""
    return _of_objects("score", columns, columns.outcomes.prediction[rows])


def _overlaps(columns: Columns, rows: Rows) -> NDArray[np.float64]:
    """IoU of the pair."""
    return columns.outcomes.iou[rows].astype(np.float64)


def _of_objects(column: str, columns: Columns, objects: Index) -> NDArray[np.float64]:
    found = np.full(len(objects), np.nan)
    is_there = objects != NONE
    if columns.objects is not None:
        # In float64, as the browser compares.
        found[is_there] = getattr(columns.objects, column)[objects[is_there]]
    return found


AREA = ranged("area", "size", _areas)
SCORE = ranged("score", "outcomes", _scores)
IOU = ranged("iou", "outcomes", _overlaps)
