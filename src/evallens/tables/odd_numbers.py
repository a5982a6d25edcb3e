"""Numbers of tables that would be lost when they are read: fractions of counts, and infinite ones."""

from __future__ import annotations

import narwhals as nw

from ..errors import DataError
from .engines import Engine
from .engines.engine import Frame
from .frames import Kind, fractions, whole_numbers

_NO_SUM = float(1 << 63)


def check_numbers(engine: Engine, kind: Kind, frame: Frame) -> None:
    """Raise DataError for a fraction where a whole number belongs, and for an infinite number."""
    _check_fractions(engine, kind, frame)
    _check_finite(engine, kind, frame)


def _check_fractions(engine: Engine, kind: Kind, frame: Frame) -> None:
    """Raise DataError for a fraction where a whole number belongs: a cast would round it."""
    names = whole_numbers(kind, frame)
    if not names:
        return
    columns = {name: nw.col(name).cast(nw.Float64) for name in names}
    odd = {name: (one.floor() != one) | (one.abs() >= _NO_SUM) for name, one in columns.items()}
    found = engine.answered(
        frame.select(
            nw.when(odd[name] & ~one.is_nan()).then(one).otherwise(None).min().alias(name)
            for name, one in columns.items()
        )
    )
    for name in names:
        if (strange := found[name][0].as_py()) is not None:
            taken = "percents, whole numbers from 0 to 100" if name in ("first", "last") else "whole numbers"
            raise DataError(f"{kind}: the column {name} holds {strange:g}; it takes {taken}.")


def _check_finite(engine: Engine, kind: Kind, frame: Frame) -> None:
    """Raise DataError for an infinite number; NaN is read as none."""
    names = fractions(kind, frame)
    if not names:
        return
    found = engine.answered(frame.select(_infinite(nw.col(name).cast(nw.Float64)).alias(name) for name in names))
    for name in names:
        if found[name][0].as_py():
            raise DataError(f"{kind}: the column {name} is infinite here and there; leave empty what is not known.")


def _infinite(column: nw.Expr) -> nw.Expr:
    """Is a value? Of the inverse it is sure, whatever a file states of its ends: NaN is above all numbers in DuckDB."""
    inverse = nw.when(column != 0).then(1.0 / column)
    return nw.when(inverse == 0).then(1).otherwise(0).max()
