"""The order of images and of instances in the gallery."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from ...errors import unknown_name
from ..columns.names import by_name
from ..columns.strings import Strings
from .counts import Tallies

Sort = Literal["errors", "f1", "name", "regressed", "fixed"]
"""Of images, "regressed" and "fixed" being by how many errors more, or fewer, than under a baseline."""

SORTS_OF_TWO: frozenset[Sort] = frozenset(("regressed", "fixed"))

InstanceSort = Literal["score", "iou", "size", "weight"]
"""Of instances, "weight" being how much speaks for a suspect among its objects.

Each high first, what has no value last, ties by outcome row.
"""

_RADIX = 1 << 16
"""Up to so many different values are sorted several times as fast by their ranks: numpy sorts 16 bits by radix."""


def ordered(
    rows: NDArray[np.intp], sort: Sort, names: Strings, tallies: Tallies, before: Tallies | None = None
) -> NDArray[np.intp]:
    """The places of ``rows``, ascending, in gallery order: most errors, lowest F1 or name; ties by image row.

    Of two models also the most regressed or most fixed: by FP + FN less that under the baseline.

    Args:
        rows: Image rows, ascending.
        sort: What stands first.
        names: The names of all images.
        tallies: Of ``rows``.
        before: The same under a baseline; without, what is about two models is by most errors.

    Returns as many places, (rows,). Raises UnknownNameError for a sort that is not there.
    """
    if sort not in get_args(Sort):
        raise unknown_name("sort", sort, get_args(Sort))
    if sort == "name":
        return by_name(names, rows)
    if sort != "f1":
        errors = tallies.fp + tallies.fn
        if before is not None and sort in SORTS_OF_TWO:
            errors = errors - before.fp - before.fn
        low = errors if sort == "fixed" and before is not None else -errors
        return _argsort(low - low.min(initial=0))
    # NaN, which is no F1, is sorted last, among the values as among the images.
    values = np.unique(tallies.f1)
    few = len(values) <= _RADIX
    return _argsort(np.searchsorted(values, tallies.f1)) if few else np.argsort(tallies.f1, kind="stable")


def paged(
    order: NDArray[np.intp], rows: NDArray[np.integer], start: int, size: int | None, after: int | None
) -> NDArray[np.intp]:
    """The part of the places ``order`` of ``rows`` from ``start`` on, counted from behind the row ``after``."""
    if after is not None:
        found = np.flatnonzero(rows[order] == after)
        order = order[int(found[0]) + 1 :] if len(found) else order[:0]
    return order[start:] if size is None else order[start : start + size]


def high_first(values: NDArray[np.floating]) -> NDArray[np.intp]:
    """The places of ``values``, (n,), the highest first: NaN, which is no value, last; ties by place."""
    return np.argsort(-values, kind="stable")


def checked_instance_sort(sort: str) -> InstanceSort:
    """``sort`` where it is one of instances; raises UnknownNameError naming the closest."""
    for known in get_args(InstanceSort):
        if known == sort:
            found: InstanceSort = known
            return found
    raise unknown_name("sort of instances", sort, get_args(InstanceSort))


def _argsort(keys: NDArray[np.integer]) -> NDArray[np.intp]:
    """The stable order of whole numbers from 0 on."""
    return np.argsort(keys.astype(np.min_scalar_type(keys.max(initial=0))), kind="stable")
