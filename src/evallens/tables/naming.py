"""What tables name each other by: rows, and classes by number; of handed-in frames both are made where missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import narwhals as nw
import numpy as np

from ..errors import InputError, unknown_name
from ..evaluation.columns.header import BACKGROUND
from ..evaluation.columns.notices import Notice
from ..evaluation.columns.tables import MAX_CLASSES
from .engines import Engine
from .engines.engine import Frame
from .frames import ROW, is_text

_CLASSES = {"outcomes": ("actual", "predicted"), "objects": ("label",)}
"""The columns that name a class."""


def with_rows(engine: Engine) -> tuple[Engine, tuple[Notice, ...]]:
    """Tables with rows: images without are ranked once by split and id, outcomes by what they hold.

    Raises InputError for objects without, which outcomes name by row.
    """
    tables, notices = engine.tables(), []
    images = tables["images"]
    names = images.collect_schema().names()
    if ROW not in names:
        order = [name for name in ("split", "id", "name") if name in names]
        if not order:
            raise InputError(f"images has neither a column {ROW!r} nor an id or a name: it has {names}.")
        engine = engine.computed("images", images.with_row_index(ROW, order_by=order))
        told = " and ".join(order[:2])
        notices.append(Notice("ranked", 1, (), f"The images carry no row numbers: they are numbered by {told}."))
        _check_names(engine.tables()["outcomes"])
    if not is_text(dict(engine.tables()["outcomes"].collect_schema()).get("image")):
        ranked = engine
    else:
        ranked = engine.changed("outcomes", _by_id)
    outcomes = ranked.tables()["outcomes"]
    if ROW not in (columns := outcomes.collect_schema().names()):
        ranked = ranked.computed("outcomes", outcomes.with_row_index(ROW, order_by=columns))
    return ranked, tuple(notices)


def _check_names(outcomes: Frame) -> None:
    """Raise InputError where outcomes name images by rows, which nobody gave."""
    if not is_text(dict(outcomes.collect_schema()).get("image")):
        raise InputError(
            "images has no column 'row', and outcomes name their image by a number: add 'row' to images, or the id of "
            "the image as 'image' to outcomes."
        )


def _by_id(_engine: Engine, tables: Mapping[str, Frame]) -> Frame:
    """Outcomes that name their image by its id, and the split where they have one, with its row instead."""
    images, outcomes = tables["images"], tables["outcomes"]
    names = images.collect_schema().names()
    key = "id" if "id" in names else "name"
    own = outcomes.collect_schema().names()
    split = ["split"] if "split" in own and "split" in names else []
    found = images.select(nw.col(ROW).alias("image_row"), nw.col(key).alias("image_key"), *split)
    joined = outcomes.join(found, left_on=["image", *split], right_on=["image_key", *split], how="left")
    return joined.select(*(name for name in own if name != "image"), nw.col("image_row").alias("image"))


def with_classes(engine: Engine, classes: Sequence[str] | None) -> tuple[Engine, tuple[str, ...]]:
    """Tables whose classes are numbers, and their names.

    Raises InputError where classes are numbers and nobody names them, UnknownNameError for a name that is none.
    """
    tables = engine.tables()
    named = {
        (table, column)
        for table, columns in _CLASSES.items()
        for column in columns
        if table in tables and is_text(dict(tables[table].collect_schema()).get(column))
    }
    if classes is None and not named:
        raise InputError(
            'actual and predicted are numbers, so their names must be given: classes=["cat", "dog", "background"].'
        )
    there = {name for table, column in named for name in _distinct(engine, table, column)}
    names = tuple(classes) if classes is not None else _ordered(there)
    if len(names) > MAX_CLASSES:
        raise InputError(f"There are {len(names):,} classes; at most {MAX_CLASSES:,} can be counted.")
    for name in sorted(there - set(names)):
        raise unknown_name("class", name, names)
    for table, column in sorted(named):
        engine = engine.changed(table, partial(_numbered, table=table, column=column, names=names))
    return engine, names


def _ordered(names: set[str]) -> tuple[str, ...]:
    """Alphabetical, background last."""
    return tuple(sorted(names, key=lambda name: (name == BACKGROUND, name)))


def _distinct(engine: Engine, table: str, column: str) -> list[str]:
    found: list[str] = engine.answered(engine.tables()[table].select(column).unique())[column].to_pylist()
    if None in found:
        raise InputError(f"{table}: the column {column} lacks a class here and there.")
    return found


def _numbered(engine: Engine, tables: Mapping[str, Frame], *, table: str, column: str, names: tuple[str, ...]) -> Frame:
    import pyarrow as pa

    frame = tables[table]
    codes = engine.beside(pa.table({"class_name": list(names), "class_code": np.arange(len(names))}))
    own = frame.collect_schema().names()
    joined = frame.join(codes, left_on=column, right_on="class_name", how="left")
    return joined.select(*(name for name in own if name != column), nw.col("class_code").alias(column))
