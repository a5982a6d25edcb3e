"""Which images and outcomes of tables a question counts over; what ``evaluation/selecting.py`` is over columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from ..errors import InputError
from ..evaluation.columns.header import Header
from ..evaluation.columns.names import containing, folded, folded_column
from ..evaluation.columns.strings import Strings
from ..evaluation.columns.tables import ALL, SPLITS
from ..evaluation.facets import Range
from ..evaluation.metrics.suspects import NAMES as SUSPECTS
from ..evaluation.polygon import Polygon, inside
from ..evaluation.where import Where
from .cells import holds, in_cells, of_kinds
from .engines import Engine
from .engines.engine import Frame
from .frames import OF_IMAGE, ROW, Frames
from .lasso import Cells, cells_of, side_for
from .searching import contains, is_odd
from .spans import Span, ranges_of, within
from .values import name_of, with_value

Rows = NDArray[np.integer]
_DTYPES: dict[Any, type[np.integer]] = {
    nw.UInt8: np.uint8,
    nw.UInt16: np.uint16,
    nw.UInt32: np.uint32,
    nw.UInt64: np.uint64,
    nw.Int32: np.int32,
}
_REMEMBERED = 8
_FRAMES = 24
"""Frames of one thread that are kept: what a view asks after another is over the same images and outcomes."""


@dataclass(frozen=True, eq=False)
class Known:
    """What was found out about facets, whichever thread asks."""

    spans: tuple[Span, ...] | None
    """Of the images, in order; ``None``: they do not stand together."""
    found: dict[Any, Any] = field(default_factory=dict)
    """Rows that were looked at one by one, by facet and value."""

    def once(self, key: Any, made: Callable[[], Any]) -> Any:
        """What was found, or is now."""
        # Looked up once: another thread may forget all of it meanwhile.
        value = self.found.get(key, self)
        if value is self:
            value = made()
            if len(self.found) >= _REMEMBERED:
                self.found.clear()
            self.found[key] = value
        return value


@dataclass(frozen=True, eq=False)
class Selection:
    """Questions of one thread to its frames."""

    engine: Engine
    frames: Frames
    header: Header
    known: Known = field(repr=False)
    images_in_all: int
    _made: dict[Any, Frame] = field(default_factory=dict, init=False, repr=False)

    def images(self, where: Where) -> Frame:
        """The images that pass the facets of images."""
        return self._once(("images", where), lambda: self._images(where))

    def _images(self, where: Where) -> Frame:
        frame = self.frames.images
        ranges = self.ranges(where)
        if ranges is not None:
            frame = frame.filter(within(ROW, ranges))
        elif where.split != ALL:
            frame = frame.filter(nw.col("split") == SPLITS.index(where.split))
        if ranges is None and where["clusters"]:
            frame = frame.filter(nw.col("cluster").is_in(list(where["clusters"])))
        for one, value in where.image_facets():
            if one.name != "clusters":
                frame = self._image_facet(one.name)(self, value, frame)
        return frame

    def visible(self, where: Where) -> Frame:
        """The images that are visible."""
        if not any(where.outcome_facets()):
            return self.images(where)
        return self._once(("visible", where), lambda: self._visible(where))

    def _visible(self, where: Where) -> Frame:
        behind = self.outcomes(where, of_images=False).select(nw.col("image").alias("visible_row"))
        return self.images(where).join(behind, left_on=ROW, right_on="visible_row", how="semi")

    def outcomes(self, where: Where, *, is_held: bool = True, of_images: bool = True, by_cell: bool = True) -> Frame:
        """The outcomes that pass the facets of outcomes, hold at the threshold, and are of the images that pass.

        ``is_held``: at the threshold, else at any. ``of_images`` leaves the images to the caller, but for those that
        a filter of rows can leave out. ``by_cell`` reads them cell by cell where cells are asked for.
        """
        asked = (is_held, of_images, by_cell)
        return self._once(("outcomes", where, asked), lambda: self._outcomes(where, *asked))

    def _outcomes(self, where: Where, is_held: bool, of_images: bool, by_cell: bool) -> Frame:  # noqa: FBT001
        frame = self.frames.by_cell if by_cell and where["cells"] else self.frames.outcomes
        is_placed = OF_IMAGE.issubset(frame.collect_schema().names())
        ranges = None if is_placed else self.ranges(where)
        if is_placed:
            frame = self._placed(frame, where)
        elif ranges is not None:
            frame = frame.filter(within("image", ranges))
        if where["cells"]:
            frame = frame.filter(in_cells(where["cells"]))
        if is_held:
            frame = frame.filter(holds(where.confidence))
        for one, value in where.outcome_facets():
            if one.name != "cells":
                frame = self._outcome_facet(one.name)(self, value, frame)
        if of_images and not self._is_within(where, is_placed=is_placed or ranges is not None):
            shown = self.images(where).select(nw.col(ROW).alias("passing_row"))
            frame = frame.join(shown, left_on="image", right_on="passing_row", how="semi")
        return frame

    def ranges(self, where: Where) -> list[tuple[int, int]] | None:
        """The rows of the images of the split and the clusters, first and last; ``None`` where that says nothing."""
        spans, clusters = self.known.spans, where["clusters"]
        if spans is None or (where.split == ALL and not clusters):
            return None
        split = None if where.split == ALL else SPLITS.index(where.split)
        return ranges_of(
            one for one in spans if split in (None, one.split) and (not clusters or one.cluster in clusters)
        )

    def of_rows(self, frame: Frame, column: str, rows: Rows) -> Frame:
        """The rows of a frame whose ``column`` is one of ``rows``."""
        # In the column's own type a join leaves out the parts of a file that hold none; a list of values does not.
        dtype = _DTYPES.get(frame.collect_schema()[column], np.int64)
        table = self.beside({"listed_row": np.unique(rows).astype(dtype)})
        return frame.join(table, left_on=column, right_on="listed_row", how="semi")

    def _once(self, key: Any, made: Callable[[], Frame]) -> Frame:
        """A frame, which is put together once: an engine takes longer to check a question than a view to ask it."""
        found = self._made.get(key)
        if found is None:
            found = made()
            if len(self._made) >= _FRAMES:
                self._made.clear()
            self._made[key] = found
        return found

    def beside(self, columns: Mapping[str, NDArray[Any]]) -> Frame:
        """A small table as a frame."""
        import pyarrow as pa

        return self.engine.beside(pa.table(dict(columns)))

    def _placed(self, frame: Frame, where: Where) -> Frame:
        """The outcomes of images of the split and the clusters, by what they say of their image."""
        if where.split != ALL:
            frame = frame.filter(nw.col("split") == SPLITS.index(where.split))
        clusters = where["clusters"]
        if len(clusters) == 1:
            return frame.filter(nw.col("cluster") == clusters[0])
        return self.of_rows(frame, "cluster", np.array(clusters, np.int64)) if clusters else frame

    def _is_within(self, where: Where, *, is_placed: bool) -> bool:
        """Is the filter by split and cluster, if ``is_placed`` says that there is one, all that is asked of images?"""
        others = [one for one, _ in where.image_facets() if one.name != "clusters"]
        is_all = where.split == ALL and not where["clusters"]
        return not others and (is_all or is_placed)

    def _image_facet(self, name: str) -> Callable[[Selection, Any, Frame], Frame]:
        if name not in _OF_IMAGES:
            raise InputError(f"An evaluation in tables cannot be filtered by {name}.")
        return _OF_IMAGES[name]

    def _outcome_facet(self, name: str) -> Callable[[Selection, Any, Frame], Frame]:
        if name not in _OF_OUTCOMES:
            raise InputError(f"An evaluation in tables cannot be filtered by {name}.")
        return _OF_OUTCOMES[name]


def _picked(asked: Selection, rows: tuple[int, ...], frame: Frame) -> Frame:
    return asked.of_rows(frame, ROW, np.array([row for row in rows if row >= 0], np.int64))


def _query(asked: Selection, query: str, frame: Frame) -> Frame:
    name = nw.col("name")
    odd = asked.known.once(("query", query), lambda: _odd_rows(asked, query))
    if odd is None:
        return frame.filter(contains(name, query))
    listed = frame.filter(~is_odd(name) & contains(name, query)) if not len(odd) else None
    if listed is not None:
        return listed
    found = asked.beside({"odd_row": odd, "is_odd": np.ones(len(odd), np.int64)})
    joined = frame.join(found, left_on=ROW, right_on="odd_row", how="left")
    kept = joined.filter((~is_odd(name) & contains(name, query)) | ~nw.col("is_odd").is_null())
    return kept.select(*frame.collect_schema().names())


def _odd_rows(asked: Selection, query: str) -> Rows | None:
    """Rows of names that may not be in NFC and contain ``query``; ``None`` where there are no such names."""
    found = asked.engine.answered(asked.frames.images.filter(is_odd(nw.col("name"))).select(ROW, "name"))
    if not found.num_rows:
        return None
    names = Strings.of(found["name"].to_pylist())
    rows: Rows = found[ROW].to_numpy()[containing(folded_column(names), folded(query))]
    return rows


def _lasso(asked: Selection, polygon: Polygon, frame: Frame) -> Frame:
    cells, border = asked.known.once(("lasso", polygon), lambda: _decided(asked, polygon))
    placed = _placed(frame, cells)
    whole = asked.beside({"whole_cell": cells.whole, "is_whole": np.ones(len(cells.whole), np.int64)})
    single = asked.beside({"border_row": border, "is_single": np.ones(len(border), np.int64)})
    joined = placed.join(whole, left_on="lasso_cell", right_on="whole_cell", how="left")
    joined = joined.join(single, left_on=ROW, right_on="border_row", how="left")
    kept = joined.filter(~nw.col("is_whole").is_null() | ~nw.col("is_single").is_null())
    return kept.select(*frame.collect_schema().names())


def _decided(asked: Selection, polygon: Polygon) -> tuple[Cells, Rows]:
    """The cells of the lasso's grid, and the rows of the points of its border that lie inside."""
    cells = cells_of(polygon, side_for(asked.images_in_all))
    if not len(cells.border):
        return cells, np.zeros(0, np.int64)
    border = asked.beside({"border_cell": cells.border})
    placed = _placed(asked.frames.images.select(ROW, "x", "y"), cells)
    frame = placed.join(border, left_on="lasso_cell", right_on="border_cell", how="semi").select(ROW, "x", "y")
    found = asked.engine.answered(frame)
    x, y = (found[name].to_numpy().astype(np.float64) for name in ("x", "y"))
    return cells, found[ROW].to_numpy()[inside(x, y, polygon)].astype(np.int64)


def _placed(frame: Frame, cells: Cells) -> Frame:
    """The images in the box of a lasso, with the cell of its grid that each is in."""
    grid = cells.grid
    if grid.is_flat:
        return frame.filter(nw.col(ROW) < 0).with_columns(nw.lit(0).cast(nw.Int64).alias("lasso_cell"))
    x, y = (nw.col(name).cast(nw.Float64) for name in ("x", "y"))
    right, top = grid.x + grid.side * grid.width, grid.y + grid.side * grid.height
    # A point on the upper end, or past it by a rounding, is of the last cell, which is border.
    column, row = (
        _floored((value - low) / step, grid.side)
        for value, low, step in ((x, grid.x, grid.width), (y, grid.y, grid.height))
    )
    margin = (abs(grid.width) + abs(grid.height)) / 2
    near = frame.filter(
        x.is_between(grid.x, right + margin), y.is_between(grid.y, top + margin), ~x.is_null(), ~y.is_null()
    )
    return near.with_columns((row * grid.side + column).alias("lasso_cell"))


def _floored(value: nw.Expr, side: int) -> nw.Expr:
    return nw.min_horizontal(value.floor(), nw.lit(side - 1.0)).cast(nw.Int64)


def _ranged(name: str) -> Callable[[Selection, Range, Frame], Frame]:
    def kept(asked: Selection, wanted: Range, frame: Frame) -> Frame:
        valued = with_value(name, frame, asked.frames.objects)
        column, dtype = nw.col(name_of(name)), np.float64 if name == "area" else np.float32
        ends = [float(np.array(end, np.float64).astype(dtype)) for end in wanted if end is not None]
        conditions = []
        if wanted.low is not None:
            conditions.append(column >= ends[0])
        if wanted.high is not None:
            conditions.append(column <= ends[-1])
        return valued.filter(~column.is_null(), *conditions).select(*frame.collect_schema().names())

    return kept


def _marked(_asked: Selection, rows: tuple[int, ...], frame: Frame) -> Frame:
    marked = [int(row) for row in rows]
    return frame.filter(nw.col("truth").is_in(marked) | nw.col("prediction").is_in(marked))


def _suspects(asked: Selection, names: tuple[str, ...], frame: Frame) -> Frame:
    objects = asked.frames.objects
    if objects is None:
        return frame.filter(nw.col("count") < 0)
    codes = [SUSPECTS.index(name) for name in names]
    suspect = objects.filter(nw.col("suspect").is_in(codes))
    joined = frame
    for side in ("truth", "prediction"):
        found = suspect.select(nw.col(ROW).alias(f"suspect_{side}"), nw.lit(1).alias(f"is_{side}"))
        joined = joined.join(found, left_on=side, right_on=f"suspect_{side}", how="left")
    kept = joined.filter(~nw.col("is_truth").is_null() | ~nw.col("is_prediction").is_null())
    return kept.select(*frame.collect_schema().names())


_OF_IMAGES: dict[str, Callable[[Selection, Any, Frame], Frame]] = {
    "lasso": _lasso,
    "query": _query,
    "picked": _picked,
    "marked_images": _picked,
}
_OF_OUTCOMES: dict[str, Callable[[Selection, Any, Frame], Frame]] = {
    "kinds": lambda asked, names, frame: frame.filter(of_kinds(names, asked.header)),
    "area": _ranged("area"),
    "score": _ranged("score"),
    "iou": _ranged("iou"),
    "marked_instances": _marked,
    "suspects": _suspects,
}
