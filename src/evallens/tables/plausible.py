"""Do tables fit together? Looked at once when they are opened: a few sums of each, and no rows."""

from __future__ import annotations

from math import isclose
from typing import Any

import narwhals as nw

from ..errors import DataError, unknown_name
from ..evaluation.columns.extent import Extent
from ..evaluation.columns.header import Header
from ..evaluation.columns.tables import MAX_COUNT, NONE, REGION, SPLIT_NAMES, SPLITS, UNSPLIT, UNTOLD
from ..evaluation.metrics.kinds import NAMES
from ..evaluation.metrics.stored_errors import STORED, f1_name, stored_name
from ..pictures import Pictures
from .brought import numbers
from .engines import Engine
from .engines.engine import Frame
from .frames import ROW, Kind, is_text, read
from .odd_numbers import check_numbers
from .queries import TableQueries
from .spans import Span, spans_of

Sums = dict[str, Any]
"""What one look at a table says: by column and "low", "high" or "nulls"."""

_NO_SUM = float(1 << 63)
_ROUNDED = 1e-6
"""What an overlap may be beyond its ends, as one of single precision is."""
_NONE = {"truth": NONE, "prediction": NONE, "kind": UNTOLD}
"""What stands for nothing."""
_KINDS: tuple[Kind, ...] = ("images", "outcomes", "objects")
_LOOKED_AT: dict[Kind, tuple[str, ...]] = {
    "outcomes": (
        ROW,
        "image",
        "actual",
        "predicted",
        "count",
        "first",
        "last",
        "truth",
        "prediction",
        "score",
        "kind",
        "iou",
    ),
    "objects": (ROW, "image", "side", "label", "score", "w", "h", "area"),
}


def checked(engine: Engine, header: Header, pictures: Pictures | None = None) -> TableQueries:
    """Queries over the tables of an engine.

    Raises DataError where tables contradict themselves or one another, InputError for a column of another type.
    """
    tables, casts = engine.tables(), engine.casts_keys
    _check_splits(engine, tables["images"])
    for name in _KINDS:
        if name in tables:
            check_numbers(engine, name, tables[name])
    images = read("images", tables["images"], casts=casts)
    groups = _groups(engine, images)
    count = sum(size for _, size in groups)
    outcome_rows = read("outcomes", tables["outcomes"], casts=casts)
    outcomes = _sums(engine, "outcomes", outcome_rows)
    objects = None
    if "objects" in tables:
        object_rows = read("objects", tables["objects"], casts=casts)
        objects = _sums(engine, "objects", object_rows)
        _check_objects(objects, count, len(header.classes))
        _check_rows(engine, "objects", object_rows, objects)
    _check_outcomes(outcomes, count, len(header.classes), 0 if objects is None else objects["size"])
    _check_rows(engine, "outcomes", outcome_rows, outcomes)
    sizes = [sum(size for span, size in groups if span.split == code) for code in range(UNSPLIT + 1)]
    extent = Extent(
        split_sizes={name: size for name, size in zip(SPLITS, sizes, strict=False) if size},
        unsplit=sizes[UNSPLIT],
        outcomes=outcomes["size"],
        objects=None if objects is None else objects["size"],
        has_scores=objects is not None or outcomes["scores"] > 0,
        clusters=tuple(sorted({span.cluster for span, _ in groups})),
    )
    return TableQueries(
        header,
        engine,
        extent,
        spans=_spans(engine, images, groups, count),
        stored=frozenset(one for one in STORED if stored_name(one) in images.collect_schema()),
        stored_f1=frozenset(one for one in STORED if f1_name(one) in images.collect_schema()),
        pictures=pictures,
    )


def _check_splits(engine: Engine, images: Frame) -> None:
    """Raise UnknownNameError for a split that is none."""
    if not is_text(dict(images.collect_schema()).get("split")):
        return
    for name in engine.answered(images.select("split").unique())["split"].to_pylist():
        if name is not None and name not in SPLIT_NAMES:
            raise unknown_name("split", name, SPLITS)


def _groups(engine: Engine, images: Frame) -> list[tuple[Span, int]]:
    """The rows from the first to the last image of each split and cluster, and how many images there are."""
    row = nw.col(ROW)
    found = engine.answered(
        images.group_by("split", "cluster").agg(row.min().alias("low"), row.max().alias("high"), nw.len().alias("size"))
    )
    if any(found[name].null_count for name in found.column_names):
        raise DataError("images: a row number is missing here and there.")
    columns = (numbers(found[name]).tolist() for name in ("split", "cluster", "low", "high", "size"))
    groups = [
        (Span(split, cluster, low, high + 1), size) for split, cluster, low, high, size in zip(*columns, strict=True)
    ]
    strange = next((span.split for span, _ in groups if not 0 <= span.split <= UNSPLIT), None)
    if strange is not None:
        raise DataError(f"images: a split is {strange}, which is not one of 0..{UNSPLIT}.")
    return groups


def _spans(engine: Engine, images: Frame, groups: list[tuple[Span, int]], count: int) -> tuple[Span, ...] | None:
    """The groups where they are spans; raises DataError where rows are not every number from 0 on, each once."""
    is_whole = all(span.stop - span.start == size for span, size in groups)
    spans = spans_of(span for span, _ in groups) if is_whole else None
    ends = (min((span.start for span, _ in groups), default=0), max((span.stop for span, _ in groups), default=0))
    each = count
    if spans is None and ends == (0, count):
        each = engine.answered(images.select(nw.col(ROW).n_unique().alias("each")))["each"][0].as_py()
    if ends != (0, count) or each != count:
        raise DataError(
            f"images: the column {ROW!r} is not every number from 0 to {count - 1:,}, each once; leave it out, and the "
            "images are numbered by split and id."
        )
    return spans


def _sums(engine: Engine, kind: Kind, frame: Frame) -> Sums:
    # A sum of whole numbers in float64 is exact up to 2^53, and near enough above that.
    row = nw.col(ROW).cast(nw.Float64)
    looked_at = [nw.len().alias("size"), row.sum().alias("rows"), (row * row).sum().alias("squares")]
    for name in _LOOKED_AT[kind]:
        column = nw.col(name)
        named = nw.when(column != _NONE[name]).then(column) if name in _NONE else column
        looked_at += [
            named.min().alias(f"{name}_low"),
            named.max().alias(f"{name}_high"),
            column.null_count().alias(f"{name}_nulls"),
        ]
    if kind == "outcomes":
        is_backward = nw.when(nw.col("first") > nw.col("last")).then(1).otherwise(0)
        looked_at += [
            nw.col("score").count().alias("scores"),
            nw.col("count").cast(nw.Float64).sum().alias("counted"),
            is_backward.sum().cast(nw.Int64).alias("backward"),
        ]
    found = engine.answered(frame.select(*looked_at)).to_pydict()
    return {name: values[0] if values[0] is None else _plain(values[0]) for name, values in found.items()}


def _plain(value: Any) -> float | int:
    return value if isinstance(value, float) else int(value)


def _check_outcomes(sums: Sums, images: int, classes: int, objects: int) -> None:
    for name, of, size in (
        ("image", "images", images),
        ("actual", "classes", classes),
        ("predicted", "classes", classes),
        ("truth", "objects", objects),
        ("prediction", "objects", objects),
        ("first", "percents", 101),
        ("last", "percents", 101),
        ("kind", "error types", len(NAMES)),
    ):
        _check_within(sums, "outcomes", name, of, size)
    _check_scores(sums, "outcomes")
    low, high = sums["iou_low"], sums["iou_high"]
    if low is not None and (low < -_ROUNDED or high > 1 + _ROUNDED):
        raise DataError(f"outcomes: an iou is {low if low < 0 else high:g}; it is an overlap, from 0 to 1.")
    if sums["backward"]:
        raise DataError(f"outcomes: first is above last in {sums['backward']:,} rows.")
    _check_whole(sums, "outcomes", "count")
    if sums["size"] and (sums["count_low"] < 0 or sums["count_high"] > MAX_COUNT):
        raise DataError("outcomes: a count is negative or above 2^53.")
    if (sums["counted"] or 0) >= _NO_SUM:
        raise DataError("outcomes: the counts add up to 2^63 or more, which no sum can hold.")


def _check_objects(sums: Sums, images: int, classes: int) -> None:
    _check_within(sums, "objects", "image", "images", images)
    _check_within(sums, "objects", "label", "classes", classes)
    _check_within(sums, "objects", "side", "sides", REGION + 1)
    _check_scores(sums, "objects")
    for name in ("w", "h", "area"):
        if (low := sums[f"{name}_low"]) is not None and low < 0:
            raise DataError(f"objects: the column {name} holds {low:g}; a box has no side or area below 0.")
    _check_within(sums, "objects", ROW, "objects", sums["size"])


def _check_rows(engine: Engine, kind: Kind, frame: Frame, sums: Sums) -> None:
    """Raise DataError where rows repeat. Counted one by one only where they are not the numbers from 0 on."""
    size = sums["size"]
    _check_whole(sums, kind, ROW)
    if not size:
        return
    # Rows that repeat may have the sum of those that do not, as 0, 0, 3 and 3, and hardly that of their squares, too.
    wanted = {"rows": size * (size - 1) / 2, "squares": size * (size - 1) * (2 * size - 1) / 6}
    if all(isclose(sums[name], total, rel_tol=1e-12) for name, total in wanted.items()):
        return
    each = engine.answered(frame.select(nw.col(ROW).n_unique().alias("each")))["each"][0].as_py()
    if each != size:
        raise DataError(f"{kind}: the column {ROW!r} names {each:,} rows and there are {size:,}; each needs its own.")


def _check_scores(sums: Sums, table: str) -> None:
    """Raise DataError for a score outside 0..1."""
    low, high = sums["score_low"], sums["score_high"]
    if low is not None and (low < 0 or high > 1):
        percent = " Divide percents by 100." if 1 < high <= 100 and low >= 0 else ""
        raise DataError(f"{table}: a score is {low if low < 0 else high:g}; scores are from 0 to 1.{percent}")


def _check_within(sums: Sums, table: str, name: str, of: str, size: int) -> None:
    """Raise DataError where a column names what is beyond the ``size`` there are."""
    _check_whole(sums, table, name)
    low, high = sums[f"{name}_low"], sums[f"{name}_high"]
    if low is not None and (low < 0 or high >= size):
        wrong = low if low < 0 else high
        raise DataError(f"{table}: the column {name} holds {wrong:,}, and there are {size:,} {of}, from 0 on.")


def _check_whole(sums: Sums, table: str, name: str) -> None:
    if sums[f"{name}_nulls"]:
        raise DataError(f"{table}: the column {name} is empty in {sums[f'{name}_nulls']:,} rows.")
