"""Pages of images and of instances, asked of an engine: by place, or after a row."""

from __future__ import annotations

from typing import Any, get_args

import narwhals as nw

from ..errors import unknown_name
from ..evaluation.answers import FoundOutcomes, Index
from ..evaluation.columns.tables import Outcomes
from ..evaluation.metrics.counts import Tallies
from ..evaluation.metrics.order import InstanceSort, Sort, checked_instance_sort
from ..evaluation.metrics.stored_errors import f1_name, stored_name
from ..evaluation.where import Where
from .asking import Asking
from .brought import numbers, table_of
from .cells import tallied
from .engines.engine import Frame
from .frames import ROW
from .values import name_of, with_value

_KEY = "sort_key"
_TALLIES = ("tp", "fp", "fn")

COUNTED = 2_000_000
"""Up to so many outcomes, errors and F1 are counted at the threshold itself: that takes a moment."""


def check_sort(sort: str) -> None:
    """Raise UnknownNameError for a sort of images that is not there."""
    if sort not in get_args(Sort):
        raise unknown_name("sort", sort, get_args(Sort))


def sorted_at(asking: Asking, where: Where, sort: Sort) -> int | None:
    """The percent whose stored errors, or F1, sort a page, the nearest; ``None``: they are counted, or nothing is."""
    stored = {"errors": asking.stored, "f1": asking.stored_f1}.get(sort)
    is_of_sizes = any(one.group == "size" for one, _ in where.outcome_facets())
    if not stored or is_of_sizes or asking.extent.outcomes <= COUNTED:
        return None
    return min(stored, key=lambda percent: (abs(percent - where.confidence), percent))


def image_rows(
    asking: Asking, where: Where, sort: Sort, *, start: int = 0, size: int | None = None, after: int | None = None
) -> tuple[Index, Tallies]:
    """Rows of the visible images in gallery order, (n,) ``size`` at most, from place ``start`` after ``after`` on.

    With the TP, FP and FN of each, over facets of sizes.
    """
    frame, percent = asking.selection.visible(where), sorted_at(asking, where, sort)
    if sort == "name":
        keyed = frame.select(ROW, nw.col("name").alias(_KEY))
    elif percent is not None:
        column = f1_name(percent) if sort == "f1" else stored_name(percent)
        keyed = frame.select(ROW, nw.col(column).cast(nw.Int64).alias(_KEY))
    else:
        keyed = _keyed(asking, where, frame, is_f1=sort == "f1")
    found = _found(asking, keyed, start=start, size=size, after=after, high_first=sort == "errors")
    rows = numbers(found[ROW])
    if _TALLIES[0] not in found.column_names:
        return rows, asking.tallies_of(where, rows)
    return rows, Tallies(*(numbers(found[name]) for name in _TALLIES))


def instance_rows(
    asking: Asking,
    where: Where,
    sort: InstanceSort,
    *,
    start: int = 0,
    size: int | None = None,
    after: int | None = None,
) -> FoundOutcomes:
    """The visible outcomes, the highest value first, with their rows, as ``image_rows``."""
    value = {"size": "area"}.get(checked_instance_sort(sort), sort)
    asked = asking.selection
    frame = asked.outcomes(where)
    columns = frame.collect_schema().names()
    valued = with_value(value, frame, asked.frames.objects)
    # With all columns at once: looked up by their rows later, they would be read a second time.
    keyed = valued.select(*columns, nw.col(name_of(value)).alias(_KEY))
    found = _found(asking, keyed, start=start, size=size, after=after, high_first=True)
    return FoundOutcomes(numbers(found[ROW]), table_of(Outcomes, found))


def _keyed(asking: Asking, where: Where, images: Frame, *, is_f1: bool) -> Frame:
    """The images with the errors, or the F1, that are counted of each, and what these are counted from."""
    asked = asking.selection
    outcomes = asked.outcomes(where.for_rates(), of_images=False)
    tallies = outcomes.group_by("image").agg(**tallied(asking.header))
    joined = images.select(ROW).join(tallies, left_on=ROW, right_on="image", how="left")
    tp, fp, fn = (nw.col(name).fill_null(0).alias(name) for name in _TALLIES)
    if not is_f1:
        return joined.select(ROW, tp, fp, fn, (fp + fn).alias(_KEY))
    whole = tp * 2 + fp + fn
    f1 = (tp * 2).cast(nw.Float64) / whole.cast(nw.Float64)
    return joined.select(ROW, tp, fp, fn, nw.when(whole > 0).then(f1).alias(_KEY))


def _found(asking: Asking, keyed: Frame, *, start: int, size: int | None, after: int | None, high_first: bool) -> Any:
    """The rows of a table by its key, which may be null: those last; ties by row."""
    if after is not None:
        keyed = _after(asking, keyed, after, high_first=high_first)
    ordered = keyed.sort(_KEY, ROW, descending=[high_first, False], nulls_last=True)
    wanted = ordered if size is None else ordered.head(start + size)
    return asking.answer(wanted).slice(start)


def _after(asking: Asking, keyed: Frame, row: int, *, high_first: bool) -> Frame:
    """What comes after ``row``: an engine looks at keys, and skips nothing page by page."""
    found: list[Any] = asking.answer(keyed.filter(nw.col(ROW) == row).select(_KEY))[_KEY].to_pylist()
    if not found:
        return keyed.filter(nw.col(ROW) < 0)
    key, column, is_later = found[0], nw.col(_KEY), nw.col(ROW) > row
    if key is None:
        return keyed.filter(column.is_null() & is_later)
    is_behind = column < key if high_first else column > key
    return keyed.filter(is_behind | ((column == key) & is_later) | column.is_null())
