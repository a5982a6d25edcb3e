"""What tables name each other by: rows, and classes by number; of handed-in frames both are made where missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import narwhals as nw
import numpy as np

from ..arguments import listed
from ..errors import DataError, InputError, unknown_name
from ..evaluation.columns.header import BACKGROUND
from ..evaluation.columns.notices import Notice
from ..evaluation.columns.tables import MAX_CLASSES
from .engines import Engine
from .engines.engine import Frame
from .frames import ROW, is_text, told

_CLASSES = {"outcomes": ("actual", "predicted"), "objects": ("label",)}
"""The columns that name a class."""


def with_rows(engine: Engine) -> tuple[Engine, tuple[Notice, ...]]:
    """Tables with rows: images without are ranked once by split and id, outcomes by what they hold.

    Raises InputError for objects without, which outcomes name by row, DataError for images that are not there or twice.
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
    for table in ("outcomes", "objects"):
        if table in engine.tables():
            engine = _with_images(engine, table, is_ranked=bool(notices))
    outcomes = engine.tables()["outcomes"]
    if ROW not in (columns := outcomes.collect_schema().names()):
        engine = engine.computed("outcomes", outcomes.with_row_index(ROW, order_by=columns))
    return engine, tuple(notices)


def _with_images(engine: Engine, table: str, *, is_ranked: bool) -> Engine:
    """Rows that name their image by its row, as ``table`` does or is made to.

    Raises InputError where they name it by a number that nobody gave, DataError where its id is not there, or twice.
    """
    tables = engine.tables()
    if ROW not in tables["objects" if table == "objects" else "images"].collect_schema().names():
        raise InputError(f"objects has no column {ROW!r}, by which truth and prediction of the outcomes name them.")
    dtype = dict(tables[table].collect_schema()).get("image")
    if not is_text(dtype):
        if dtype is not None and not dtype.is_numeric():
            raise InputError(
                f"{table}: the column image is {told(dtype)}; it takes the row of the image, a whole number, or its "
                "id as text."
            )
        if is_ranked and dtype is not None:
            raise InputError(
                f"images has no column 'row', and {table} name their image by a number: add 'row' to images, or the id "
                f"of the image as 'image' to {table}."
            )
        return engine
    _check_ids(engine, table)
    return engine.changed(table, partial(_by_id, table=table))


def _named(tables: Mapping[str, Frame], table: str) -> tuple[Frame, Frame, list[str]]:
    """The images and the rows of ``table`` with the columns by which they are joined, and the names of these."""
    images, own = (tables[name].collect_schema().names() for name in ("images", table))
    key = "id" if "id" in images else "name"
    keys = ["image_key", "image_split"] if "split" in own and "split" in images else ["image_key"]

    def keyed(frame: Frame, name: str) -> Frame:
        split = [nw.col("split").cast(nw.String).fill_null("").alias(one) for one in keys[1:]]
        return frame.with_columns(nw.col(name).cast(nw.String).alias("image_key"), *split)

    return keyed(tables["images"], key), keyed(tables[table], "image"), keys


def _check_ids(engine: Engine, table: str) -> None:
    """Raise DataError for an image that is not there, or twice."""
    images, rows, keys = _named(engine.tables(), table)
    twice = images.group_by(*keys).agg(nw.len().alias("times")).filter(nw.col("times") > 1)
    for found in engine.answered(twice.head(1)).to_pylist():
        apart = f", add to both tables the split that tells them apart, or name images by row in {table}"
        raise DataError(
            f"images: {found['image_key']!r} stands there {found['times']:,} times. Keep one"
            f"{apart if len(keys) == 1 else ''}."
        )
    named = rows.filter(~nw.col("image_key").is_null()).select(*keys).unique()
    lacking = named.join(images.select(*keys), on=keys, how="anti")
    for found in engine.answered(lacking.head(1)).to_pylist():
        of = f" of {found['image_split']}" if len(keys) > 1 and found["image_split"] else ""
        raise DataError(
            f"{table}: the image {found['image_key']!r}{of} is not in images. Add it, or leave its rows out."
        )


def _by_id(_engine: Engine, tables: Mapping[str, Frame], *, table: str) -> Frame:
    """Rows that name their image by its id, and the split where they have one, with its row instead."""
    own = tables[table].collect_schema().names()
    images, rows, keys = _named(tables, table)
    joined = rows.join(images.select(nw.col(ROW).alias("image_row"), *keys), on=keys, how="left")
    return joined.select(*(name for name in own if name != "image"), nw.col("image_row").alias("image"))


def with_classes(engine: Engine, classes: Sequence[str] | None) -> tuple[Engine, tuple[str, ...]]:
    """Tables whose classes are numbers, and their names.

    Raises InputError where classes are numbers and nobody names them, UnknownNameError for a name that is none.
    """
    tables = engine.tables()
    if classes is not None:
        classes = listed(classes, "classes", 'a list of names in the order of their numbers, such as ["cat", "dog"]')
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
    named = frame.with_columns(nw.col(column).cast(nw.String))
    joined = named.join(codes, left_on=column, right_on="class_name", how="left")
    return joined.select(*(name for name in own if name != column), nw.col("class_code").alias(column))
