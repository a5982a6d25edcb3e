"""What an engine says of facets and of rows: levels, histograms, suspects, samples, and the outcomes of images."""

from __future__ import annotations

from typing import TypeVar

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from ..errors import InputError
from ..evaluation.answers import FoundObjects, FoundOutcomes, Histogram, Index, Levels
from ..evaluation.columns.tables import Objects, Outcomes
from ..evaluation.facets import OutcomeFacet, facet
from ..evaluation.metrics.counts import Counts, Tallies, active
from ..evaluation.metrics.histograms import BINS, bin_edges
from ..evaluation.metrics.raster import Box
from ..evaluation.metrics.suspects import NAMES as SUSPECTS
from ..evaluation.where import Where
from .asking import Asking, spread
from .brought import numbers, table_of
from .cells import tallied, total
from .engines.engine import Frame
from .frames import OF_IMAGE, ROW
from .mapped import in_box
from .values import name_of, with_value

T = TypeVar("T", Objects, Outcomes)

_LEVELS = {"clusters": "cluster"}
"""The column of each facet that chooses among levels."""


def levels(asking: Asking, name: str, where: Where) -> Levels:
    """The levels of the facet ``name`` over every other facet; raises InputError for one without."""
    column = _LEVELS.get(facet(name).name)
    if column is None:
        raise InputError(f"{name!r} chooses among no levels.")
    asked, wanted = asking.selection, where.without(name)
    visible = asked.visible(wanted)
    images = asking.answer(visible.group_by(column).agg(nw.len().alias("images")).sort(column))
    outcomes = asked.outcomes(wanted.for_rates(), of_images=False)
    if OF_IMAGE.issubset(outcomes.collect_schema().names()) and not wanted.facets:
        leveled = outcomes.with_columns(nw.col(column).alias("level"))
    else:
        level = visible.select(nw.col(ROW).alias("level_row"), nw.col(column).alias("level"))
        leveled = outcomes.join(level, left_on="image", right_on="level_row", how="inner")
    found = asking.answer(leveled.group_by("level").agg(**tallied(asking.header)))
    values, own = numbers(images[column], np.int32), numbers(found["level"], np.int32)
    counts = Tallies(*(spread(values, own, numbers(found[one])) for one in ("tp", "fp", "fn")))
    return Levels(values, numbers(images["images"]), counts)


def histogram(asking: Asking, name: str, where: Where) -> Histogram:
    """The values of the facet ``name`` over every other facet, in 40 bins; raises InputError for one without values."""
    chosen = facet(name)
    if not isinstance(chosen, OutcomeFacet) or chosen.values is None or not chosen.has(asking.extent):
        raise InputError(f"{name!r} chooses no range of values here.")
    asked, column = asking.selection, nw.col(name_of(name))
    known = asking.known.once(("ends", name, where.split), lambda: _ends(asking, name, where))
    edges = bin_edges(known, is_area=chosen.is_area)
    valued = with_value(name, asked.outcomes(where.without(name)), asked.frames.objects)
    found_bin = _bin(column.cast(nw.Float64), edges, 0, BINS)
    binned = valued.select("count", nw.when(~column.is_null()).then(found_bin).alias("bin"))
    found = asking.answer(binned.group_by("bin").agg(total("count").alias("count")))
    bins, count = numbers(found["bin"], np.float64), numbers(found["count"])
    instances, is_known = np.zeros(BINS, np.int64), ~np.isnan(bins)
    instances[bins[is_known].astype(np.intp)] = count[is_known]
    return Histogram(edges, len(known) > 0 and bool(known[0] < known[1]), instances, int(count[~is_known].sum()))


def _ends(asking: Asking, name: str, where: Where) -> NDArray[np.float64]:
    """The least and the largest value in the split, whatever is asked of it; without any, (0,)."""
    asked, column = asking.selection, nw.col(name_of(name))
    valued = with_value(name, asked.outcomes(where.only(), is_held=False), asked.frames.objects)
    found = asking.one(valued.select(column.min().alias("low"), column.max().alias("high")))
    return np.array([end for end in found.values() if end is not None], np.float64)


def _bin(value: nw.Expr, edges: NDArray[np.float64], start: int, end: int) -> nw.Expr:
    """The bin of a value among those from ``start`` to before ``end``: halved, so that few edges are looked at."""
    if end - start == 1:
        return nw.lit(start)
    middle = (start + end) // 2
    upper, lower = _bin(value, edges, middle, end), _bin(value, edges, start, middle)
    return nw.when(value >= float(edges[middle])).then(upper).otherwise(lower)


def suspects(asking: Asking, where: Where) -> Counts:
    """Suspects of each kind, int64 (kinds,) by number, over every facet but the suspects."""
    found, asked = np.zeros(len(SUSPECTS), np.int64), asking.selection
    objects = asked.frames.objects
    if objects is None:
        return found
    suspect = objects.filter(nw.col("suspect") > 0).select(nw.col(ROW).alias("suspect_row"), "suspect")
    outcomes = asked.outcomes(where.without("suspects"))
    for side in ("truth", "prediction"):
        named = outcomes.select(side, "count").join(suspect, left_on=side, right_on="suspect_row", how="inner")
        told = asking.answer(named.group_by("suspect").agg(total("count").alias("count")))
        found[numbers(told["suspect"])] += numbers(told["count"])
    return found


def sample(asking: Asking, where: Where, most: int, box: Box | None) -> Index:
    """Rows of at most ``most`` visible images, of those in ``box``, spread evenly over their rows, ascending."""
    images = asking.selection.visible(where)
    visible = (images if box is None else in_box(images, box)).select(ROW)
    size = int(asking.one(visible.select(nw.len().alias("size")))["size"])
    if size <= most:
        return numbers(asking.answer(visible.sort(ROW))[ROW])
    places = np.arange(most) * size // most
    return numbers(asking.answer(_at(visible, places, asking).sort(ROW))[ROW])


def _at(rows: Frame, places: Index, asking: Asking) -> Frame:
    """The rows at ``places`` of their ascending order."""
    numbered = rows.with_row_index("place", order_by=ROW)
    placed = numbered.with_columns(nw.col("place").cast(nw.Int64))
    return asking.selection.of_rows(placed, "place", places).select(ROW)


def outcomes(asking: Asking, rows: Index | None, confidence: int | None) -> FoundOutcomes:
    """The outcomes of the images ``rows``, one image after another, or all in order of their rows."""
    if rows is None:
        found = asking.answer(asking.selection.frames.outcomes.sort(ROW))
        held, numbered = table_of(Outcomes, found), numbers(found[ROW])
    else:
        held, numbered = _in_images(asking, Outcomes, asking.selection.frames.outcomes, rows)
    if confidence is not None:
        is_active = active(held, confidence)
        held, numbered = held.take(is_active), numbered[is_active]
    return FoundOutcomes(numbered, held)


def objects(asking: Asking, rows: Index) -> FoundObjects:
    """The objects of the images ``rows``, one image after another, without their masks."""
    frame = asking.selection.frames.objects
    if frame is None:
        return FoundObjects(np.zeros(0, np.int64), Objects.none(), None)
    held, numbered = _in_images(asking, Objects, frame, rows)
    return FoundObjects(numbered, held, None)


def _in_images(asking: Asking, kind: type[T], frame: Frame, images: Index) -> tuple[T, Index]:
    """What is in ``images``, one image after another, and the row of each; all columns are brought at once."""
    found = asking.answer(asking.selection.of_rows(frame, "image", images).sort("image", ROW))
    held = table_of(kind, found)
    chosen = held.by_image.find(images)[0]
    return held.take(chosen), numbers(found[ROW])[chosen]
