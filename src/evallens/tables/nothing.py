"""Columns in which nothing is said: some writers keep a column of nulls alone without a type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import narwhals as nw

from .engines import Engine
from .engines.engine import Frame
from .frames import NEEDED, ROW

_TEXT = ("name", "id")


def without_nothing(engine: Engine) -> Engine:
    """Tables without the columns that hold nulls alone and have no type; of those that are needed a type is told."""
    for table, frame in engine.tables().items():
        untyped = [name for name, dtype in dict(frame.collect_schema()).items() if dtype == nw.Unknown]
        if not untyped:
            continue
        found = engine.answered(frame.select(nw.col(name).count().alias(name) for name in untyped))
        empty = [name for name in untyped if not found[name][0].as_py()]
        if empty:
            engine = engine.changed(table, partial(_typed, table=table, empty=empty))
    return engine


def _typed(_engine: Engine, tables: Mapping[str, Frame], *, table: str, empty: Sequence[str]) -> Frame:
    kept = [name for name in tables[table].collect_schema().names() if name not in empty or name in _needed(table)]
    return tables[table].select(_empty(name) if name in empty else nw.col(name) for name in kept)


def _needed(table: str) -> tuple[str, ...]:
    return (ROW, "id", *NEEDED[table])


def _empty(name: str) -> nw.Expr:
    return nw.col(name).cast(nw.String if name in _TEXT else nw.Int64)
