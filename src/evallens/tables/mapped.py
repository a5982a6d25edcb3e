"""The map of an engine's images: as a raster, and the box around them all."""

from __future__ import annotations

import narwhals as nw
import numpy as np

from ..evaluation.metrics.raster import Box, Raster, box_around, most_frequent
from ..evaluation.metrics.stored_errors import MOST, nearest, stored_name
from ..evaluation.where import Where
from .asking import Asking
from .brought import numbers
from .cells import holds, tallied, total
from .engines.engine import Frame
from .frames import ROW


def raster(asking: Asking, where: Where, box: Box | None, n: int, *, by_cluster: bool) -> Raster | None:
    """The visible images and their errors by ``n`` by ``n`` cells of ``box``; ``None``: no image has a place.

    ``by_cluster``: with the cluster of most images in each cell.
    """
    percent = nearest(where.confidence)
    around = asking.known.once(("box",), lambda: _box(asking)) if box is None else box
    if around is None:
        return None
    x0, y0, x1, y1 = around
    key = ("cell", "cluster") if by_cluster else ("cell",)
    placed = in_box(asking.selection.visible(where), around)
    cell = _part("y", y0, y1, n) * n + _part("x", x0, x1, n)
    found = asking.answer(
        _with_errors(asking, placed, percent)
        .select(cell.alias("cell"), *key[1:], "errors")
        .group_by(*key)
        .agg(nw.len().alias("images"), total("errors").alias("errors"))
    )
    places, images = numbers(found["cell"]), numbers(found["images"])
    counts, errors = np.zeros(n * n, np.int64), np.zeros(n * n, np.int64)
    np.add.at(counts, places, images)
    np.add.at(errors, places, numbers(found["errors"]))
    clusters = most_frequent(places, numbers(found["cluster"], np.int32), images, n) if by_cluster else None
    return Raster(around, percent, counts.reshape(n, n), errors.reshape(n, n), clusters)


def in_box(images: Frame, box: Box) -> Frame:
    """The images in ``box``, its edges included."""
    x0, y0, x1, y1 = box
    x, y = (nw.col(name).cast(nw.Float64) for name in ("x", "y"))
    return images.filter(~x.is_null(), ~y.is_null(), x >= x0, x <= x1, y >= y0, y <= y1)


def _with_errors(asking: Asking, images: Frame, percent: int) -> Frame:
    """Images with their place, cluster and ``errors``: as stored, or counted of each and at most what is stored."""
    if percent in asking.stored:
        return images.select("x", "y", "cluster", nw.col(stored_name(percent)).cast(nw.Int64).alias("errors"))
    outcomes = asking.frames.outcomes.filter(holds(percent))
    tallies = outcomes.group_by("image").agg(**tallied(asking.header))
    joined = images.select(ROW, "x", "y", "cluster").join(tallies, left_on=ROW, right_on="image", how="left")
    errors = nw.col("fp").fill_null(0) + nw.col("fn").fill_null(0)
    most = nw.when(errors > MOST).then(MOST).otherwise(errors)
    return joined.select("x", "y", "cluster", most.cast(nw.Int64).alias("errors"))


def _part(axis: str, low: float, high: float, n: int) -> nw.Expr:
    part = ((nw.col(axis).cast(nw.Float64) - low) / (high - low) * n).floor().cast(nw.Int64)
    return nw.when(part > n - 1).then(n - 1).otherwise(part).cast(nw.Int64)


def _box(asking: Asking) -> Box | None:
    """The box around all images that have a place."""
    if asking.bounds is not None:
        return box_around(*asking.bounds)
    x, y = nw.col("x"), nw.col("y")
    images = asking.frames.images.filter(~x.is_null(), ~y.is_null())
    placed = images.filter(x.cast(nw.Float64).is_finite(), y.cast(nw.Float64).is_finite())
    ends = asking.one(placed.select(x.min().alias("x0"), y.min().alias("y0"), x.max().alias("x1"), y.max().alias("y1")))
    if ends["x0"] is None:
        return None
    return box_around(*(float(ends[name]) for name in ("x0", "y0", "x1", "y1")))
