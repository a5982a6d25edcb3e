"""What a cell counts as, and which kind of error an outcome is, as expressions of a frame.

The same as ``metrics/cells.py``, ``metrics/counts.py`` and ``metrics/kinds.py``, which the golden vectors hold.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

import narwhals as nw

from ..evaluation.columns.header import Header
from ..evaluation.columns.tables import UNTOLD
from ..evaluation.metrics.kinds import NAMES
from ..matching.kinds import Kind


def any_of(conditions: Iterable[nw.Expr], column: str) -> nw.Expr:
    """Where one of ``conditions`` holds; nowhere without any, said of a ``column`` that is never below 0."""
    given = list(conditions)
    # No filter takes a constant.
    return reduce(lambda one, other: one | other, given) if given else nw.col(column) < 0


def tallied(header: Header) -> dict[str, nw.Expr]:
    """The sums ``tp``, ``fp`` and ``fn`` of a group of outcomes."""
    correct, mixup, missed, on_nothing = _cells(header)
    positive = on_nothing | mixup if header.mixups in ("both", "fp") else on_nothing
    negative = missed | mixup if header.mixups in ("both", "fn") else missed
    return {name: summed(where) for name, where in zip(("tp", "fp", "fn"), (correct, positive, negative), strict=True)}


def counted(where: nw.Expr) -> nw.Expr:
    """The count of an outcome where something holds, else 0."""
    return nw.when(where).then(nw.col("count").cast(nw.Int64)).otherwise(nw.lit(0).cast(nw.Int64))


def summed(where: nw.Expr) -> nw.Expr:
    """The sum of a group's counts where something holds."""
    return counted(where).sum().cast(nw.Int64)


def total(column: str) -> nw.Expr:
    """The sum of a column of whole numbers over a group."""
    # DuckDB sums into 128 bits.
    return nw.col(column).cast(nw.Int64).sum().cast(nw.Int64)


def holds(confidence: int) -> nw.Expr:
    """Which outcomes hold at an integer percent."""
    return (nw.col("first") <= confidence) & (nw.col("last") >= confidence)


def in_cells(cells: Iterable[tuple[int, int]]) -> nw.Expr:
    """Which outcomes are in any of ``cells``, pairs of class indices."""
    actual, predicted = nw.col("actual"), nw.col("predicted")
    return any_of(((actual == cell[0]) & (predicted == cell[1]) for cell in dict.fromkeys(cells)), "actual")


def of_kinds(names: Iterable[str], header: Header) -> nw.Expr:
    """Which outcomes are of any of these kinds: as it was told, else what their cell can say."""
    wanted = [NAMES.index(name) for name in names]
    told = nw.col("kind")
    correct, mixup, missed, on_nothing = _cells(header)
    background = Kind.BACKGROUND if header.unit == "pixels" else Kind.UNKNOWN
    of_cells = {Kind.CORRECT: correct, Kind.CLASS: mixup, Kind.MISSED: missed, background: on_nothing}
    of_cells[Kind.NONE] = ~(correct | mixup | missed | on_nothing)
    untold = any_of((where for kind, where in of_cells.items() if kind in wanted), "kind")
    return (told.is_in(wanted) & (told != UNTOLD)) | ((told == UNTOLD) & untold)


def _cells(header: Header) -> tuple[nw.Expr, nw.Expr, nw.Expr, nw.Expr]:
    """Correct, mixed up, missed, and on nothing."""
    nothing = -1 if header.background is None else header.background
    actual, predicted = nw.col("actual"), nw.col("predicted")
    is_thing, is_named, is_same = actual != nothing, predicted != nothing, actual == predicted
    return is_thing & is_same, is_thing & is_named & ~is_same, is_thing & ~is_named, ~is_thing & is_named
