"""Frames as the queries read them: the columns of ``evaluation/columns/tables.py``, and ``row``.

Beside those a frame may hold, and every query is the quicker for it:

- ``images``: ``e05``, ``e10`` .. ``e95``, the false positives and false negatives of each image at that percent, 255 at
  most: a page is sorted by the nearest of them, and a map counts them; ``f05`` .. ``f95``, their F1 in parts of 65,534.
- ``outcomes``: ``prediction_score`` (float32) and ``pixel_area`` (float64), what ``objects`` say of the prediction, and
  of the truth, else the prediction: no objects are looked up then; and ``split`` and ``cluster``, those of the image.
- ``outcomes_by_cell``: the outcomes once more, sorted by cell, which files are read faster by.

In a frame as the queries read it no value is null where a number stands for nothing (``NONE``, ``UNTOLD``, ``NOISE``),
and every value is null where NaN would (scores, overlaps, places).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import Any, Literal, NamedTuple

import narwhals as nw

from ..errors import InputError
from ..evaluation.columns.schema import Column, schema_of
from ..evaluation.columns.tables import NOISE, NONE, SPLIT_NAMES, UNSPLIT, Images, Objects, Outcomes
from ..evaluation.metrics.stored_errors import STORED, f1_name, stored_name
from ..evaluation.tabled.layout import AREA, SCORE
from .engines.engine import Frame

Kind = Literal["images", "outcomes", "objects"]
ROW = "row"

_KINDS = {"images": Images, "outcomes": Outcomes, "objects": Objects}
NEEDED = {
    "images": ("name",),
    "outcomes": ("image", "actual", "predicted"),
    "objects": ("image", "side", "label", "x", "y", "w", "h"),
}
"""The columns without which a table says nothing."""

_DEFAULTS: dict[str, dict[str, Any]] = {
    "images": {"split": UNSPLIT, "x": None, "y": None, "augmentations": 0},
    "outcomes": {"count": 1, "first": 0, "last": 100, "truth": NONE, "prediction": NONE, "iou": None},
    "objects": {"score": None},
}
"""What stands for a column that is not handed in, where the schema has nothing."""


class Frames(NamedTuple):
    """The frames of one evaluation, of the calling thread."""

    images: Frame
    outcomes: Frame
    objects: Frame | None
    by_cell: Frame
    """The outcomes, those of a cell together where the tables have them so."""


def is_text(dtype: Any) -> bool:
    """Is it a type of text? ``None``: the column is not there."""
    return dtype in (nw.String, nw.Categorical, nw.Enum)


def read(kind: Kind, frame: Frame, *, casts: bool) -> Frame:
    """A frame with every column that the queries read of it, in types that can be compared and joined.

    Raises InputError in words for a column that is not there, or holds something else.
    """
    given = dict(frame.collect_schema())
    added = _ADDED.get(kind, {})
    names = {**_own(kind), **added}
    _check_needed(kind, given)
    columns = [
        _column(kind, name, column, given, casts=casts)
        for name, column in names.items()
        if name in given or name not in added
    ]
    return frame.select(*(one.alias(name) for one, name in columns))


OF_IMAGE = {"split", "cluster"}
"""What outcomes may say of their image."""

_WHOLE = Column(None)
_ADDED: dict[str, dict[str, Column]] = {
    "images": {stored_name(one): Column(None, 0) for one in STORED} | {f1_name(one): _WHOLE for one in STORED},
    "outcomes": {"split": Column(None, UNSPLIT), "cluster": Column(None, NOISE), SCORE: _WHOLE, AREA: _WHOLE},
}
"""Columns that a frame may have, and none stands for."""


def whole_numbers(kind: Kind, frame: Frame) -> list[str]:
    """The columns of whole numbers that a frame holds as fractions, as pandas does where some are missing."""
    names = {*_own(kind), *_ADDED.get(kind, {})} - _FRACTIONS - {"id", "name"}
    given = dict(frame.collect_schema())
    return [name for name in given if name in names and (given[name].is_float() or given[name].is_decimal())]


def fractions(kind: Kind, frame: Frame) -> list[str]:
    """The columns of fractions that a frame holds as such."""
    names = {*_own(kind), *_ADDED.get(kind, {})} & _FRACTIONS
    return [name for name, dtype in dict(frame.collect_schema()).items() if name in names and dtype.is_float()]


def _own(kind: Kind) -> dict[str, Column]:
    columns = {name: one for name, one in schema_of(_KINDS[kind]).items() if one.holds != "attributes"}
    return {ROW: _WHOLE, **columns}


def _check_needed(kind: Kind, given: Mapping[str, Any]) -> None:
    lacking = [name for name in NEEDED[kind] if name not in given]
    if kind == "images" and "id" in given:
        lacking = []
    if lacking:
        there = ", ".join(map(repr, given))
        raise InputError(f"{kind} has no column {lacking[0]!r}: it has {there}. docs/scale.md lists what is read.")


def _column(kind: Kind, name: str, column: Column, given: Mapping[str, Any], *, casts: bool) -> tuple[nw.Expr, str]:
    if name in ("id", "name"):
        return _text(kind, name if name in given else {"id": "name", "name": "id"}[name], given), name
    if name == "area" and name not in given:
        return nw.col("w").cast(nw.Float64) * nw.col("h").cast(nw.Float64), name
    if name not in given:
        return _absent(kind, name, column), name
    dtype = given[name]
    if name == "split" and is_text(dtype):
        return _split(), name
    if name in _FRACTIONS:
        return _fraction(kind, name, dtype), name
    is_checked = name in _CHECKED or (kind == "outcomes" and name in OF_IMAGE)
    missing = None if is_checked else _missing(kind, name, column)
    return _whole(kind, name, dtype, missing, casts=casts or name in _REFERENCES), name


_FRACTIONS = frozenset(("x", "y", "w", "h", "iou", "score", "area", "same_iou", "other_iou", "weight", SCORE, AREA))
_REFERENCES = frozenset(("truth", "prediction", "same_truth", "other_truth", "twin"))
_SINGLE = frozenset(("x", "y", "w", "h", "iou", "weight", SCORE))
"""What is held in float32; the rest keeps its precision."""


_CHECKED = frozenset((ROW, "image", "actual", "predicted", "count", "first", "last", "side", "label"))
"""What is null nowhere, which is checked when tables are opened: filters on these reach files as they are."""


def _missing(kind: Kind, name: str, column: Column) -> Any:
    found = _DEFAULTS[kind].get(name, column.missing)
    return None if isinstance(found, float) and found != found else found  # noqa: PLR0124 - NaN


def _absent(kind: Kind, name: str, column: Column) -> nw.Expr:
    value = _missing(kind, name, column)
    if name in _FRACTIONS:
        return nw.lit(None).cast(nw.Float32 if name in _SINGLE else nw.Float64)
    return nw.lit(value).cast(nw.Int64)


def _text(kind: Kind, name: str, given: Mapping[str, Any]) -> nw.Expr:
    dtype = given[name]
    if dtype.is_integer():
        return nw.col(name).cast(nw.String)
    if not is_text(dtype):
        raise InputError(f"{kind}: the column {name} is {told(dtype)}; it takes text. Write it as text.")
    return nw.col(name).cast(nw.String).fill_null("")


def _split() -> nw.Expr:
    column = nw.col("split").cast(nw.String)
    codes: nw.Expr = reduce(
        lambda rest, code: nw.when(column == SPLIT_NAMES[code]).then(nw.lit(code)).otherwise(rest),
        range(UNSPLIT),
        nw.lit(UNSPLIT),
    )
    return codes.cast(nw.Int64)


def _fraction(kind: Kind, name: str, dtype: Any) -> nw.Expr:
    if not (dtype.is_float() or dtype.is_integer() or dtype.is_decimal()):
        raise InputError(f"{kind}: the column {name} is {told(dtype)}; it takes numbers.")
    wanted = nw.Float32 if name in _SINGLE else nw.Float64
    is_kept = dtype in (nw.Float32, nw.Float64) and (name not in _SINGLE or dtype == nw.Float32)
    column = nw.col(name) if is_kept else nw.col(name).cast(wanted)
    return _known(column)


def _known(column: nw.Expr) -> nw.Expr:
    """A column of fractions with null for NaN."""
    # DuckDB takes a column of a file whose ends are numbers for one without NaN, so that nothing in it is NaN to it.
    return nw.when(column - column == 0).then(column)


def _whole(kind: Kind, name: str, dtype: Any, missing: Any, *, casts: bool) -> nw.Expr:
    if dtype.is_float() or dtype.is_decimal():
        # pandas holds whole numbers of which some are missing as fractions.
        column = _known(nw.col(name)) if dtype.is_float() else nw.col(name)
        column = column.cast(nw.Int64)
    elif dtype.is_integer():
        column = nw.col(name).cast(nw.Int64) if casts else nw.col(name)
    else:
        raise InputError(f"{kind}: the column {name} is {told(dtype)}; it takes whole numbers.")
    return column if missing is None else column.fill_null(missing)


def told(dtype: Any) -> str:
    """A type in words."""
    if dtype == nw.Binary:
        return "of bytes"
    if is_text(dtype):
        return "text"
    if dtype == nw.Unknown:
        return "of a type that is not read"
    return "true and false" if dtype == nw.Boolean else str(dtype)
