"""An engine with what is known of its tables, and the questions to them that all others are made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, partial
from threading import local
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from ..errors import InputError
from ..evaluation.answers import Index
from ..evaluation.columns.attributes import Attributes
from ..evaluation.columns.coverage import Coverage
from ..evaluation.columns.cube import Cube
from ..evaluation.columns.extent import Extent
from ..evaluation.columns.header import Header
from ..evaluation.columns.tables import ALL, SPLIT_NAMES, SPLITS, Images
from ..evaluation.metrics.counts import Counts, Tallies
from ..evaluation.metrics.raster import Box
from ..evaluation.tabled.layout import BY_CELL
from ..evaluation.where import Where
from ..pictures import Pictures
from .brought import numbers
from .cells import tallied, total
from .engines import Engine
from .engines.engine import Frame
from .frames import ROW, Frames, read
from .selection import Known, Selection
from .spans import Span
from .telling import telling


@telling
@dataclass(frozen=True, eq=False)
class Asking:
    """An engine with what is known of its tables, and the questions to them that the others are made of."""

    header: Header
    engine: Engine
    extent: Extent
    coverage: Coverage = field(default_factory=Coverage.everything, repr=False)
    spans: tuple[Span, ...] | None = field(default=None, repr=False)
    """Of the images of each split and cluster, in order; ``None``: they do not stand together."""
    whole: Cube | None = field(default=None, repr=False)
    """The cube of everything; ``None``: it is asked for when it is needed first."""
    stored: frozenset[int] = frozenset()
    """The percents at which images carry their errors."""
    stored_f1: frozenset[int] = frozenset()
    """The percents at which they carry their F1."""
    bounds: Box | None = field(default=None, repr=False)
    """The least and the largest x and y of the images; ``None``: they are asked for when they are needed first."""
    pictures: Pictures | None = None
    attributes: Attributes = field(default_factory=partial(Attributes, 0), repr=False)
    """Those of the images, without their values."""
    _own: Any = field(default_factory=local, init=False, repr=False)

    @cached_property
    def known(self) -> Known:
        """What was found out about facets, whichever thread asked."""
        return Known(self.spans)

    @property
    def frames(self) -> Frames:
        """The frames of the calling thread."""
        age = self.engine.age
        found: Frames | None = getattr(self._own, "frames", None)
        if found is None or self._own.age != age:
            with self.engine.in_words():
                found = self._own.frames = self._read()
            self._own.age = age
        return found

    def _read(self) -> Frames:
        held, casts = self.engine.tables(), self.engine.casts_keys
        objects = read("objects", held["objects"], casts=casts) if "objects" in held else None
        outcomes = read("outcomes", held["outcomes"], casts=casts)
        by_cell = read("outcomes", held[BY_CELL], casts=casts) if BY_CELL in held else outcomes
        return Frames(read("images", held["images"], casts=casts), outcomes, objects, by_cell)

    @property
    def selection(self) -> Selection:
        """Questions of the calling thread."""
        frames, found = self.frames, getattr(self._own, "selection", None)
        if found is None or found.frames is not frames:
            found = Selection(self.engine, frames, self.header, self.known, self.extent.images)
            self._own.selection = found
        return found

    def check_covered(self, where: Where) -> None:
        """Raise InputError for a threshold that the tables do not hold, and for what compares two models."""
        check_single(where)
        if not self.coverage.covers(where.split, where.confidence, self.extent.covering):
            raise InputError(f"The tables hold no outcomes at {where.confidence} % for split {where.split!r}.")

    def answer(self, frame: Frame) -> Any:
        """The rows of a frame, as an Arrow table."""
        return self.engine.answered(frame)

    def one(self, frame: Frame) -> dict[str, Any]:
        """The single row of a frame."""
        return {name: values[0] for name, values in self.answer(frame).to_pydict().items()}

    def cube(self, where: Where) -> Cube:
        """What begins and ends at every threshold, over the split and every facet but the cells and the kinds."""
        check_single(where)
        wanted = where.without("cells", "kinds")
        if wanted.facets:
            key = ("cube", wanted.split, frozenset(wanted.facets.items()))
            found: Cube = self.known.once(key, lambda: self._cube(wanted))
            return found
        whole = self._whole
        if where.split == ALL:
            return whole
        of_split: Cube = self.known.once(("cube", where.split), lambda: whole.of_split(SPLITS.index(where.split)))
        return of_split

    def tallies_of(self, where: Where, rows: Index) -> Tallies:
        """TP, FP and FN of the images ``rows``, over facets of sizes, each (rows,)."""
        asked, sizes = self.selection, where.only("size")
        wanted = Where(split=ALL, confidence=where.confidence, facets=sizes.facets)
        outcomes = asked.of_rows(asked.outcomes(wanted), "image", rows)
        found = self.answer(outcomes.group_by("image").agg(**tallied(self.header)))
        return Tallies(*(spread(rows, numbers(found["image"]), numbers(found[name])) for name in ("tp", "fp", "fn")))

    @cached_property
    def _whole(self) -> Cube:
        return self._cube(Where(split=ALL, confidence=0)) if self.whole is None else self.whole

    def _cube(self, where: Where) -> Cube:
        asked = self.selection
        outcomes = asked.outcomes(where, is_held=False)
        placed = outcomes
        if "split" not in outcomes.collect_schema().names():
            split = asked.frames.images.select(nw.col(ROW).alias("split_row"), "split")
            placed = outcomes.join(split, left_on="image", right_on="split_row", how="inner")
        cell = ("split", "actual", "predicted", "kind")
        count = {"count": total("count")}
        begun = self.answer(placed.group_by(*cell, "first").agg(**count))
        ended = self.answer(placed.filter(nw.col("last") < 100).group_by(*cell, "last").agg(**count))
        columns = {name: np.concatenate([numbers(begun[name]), numbers(ended[name])]) for name in cell}
        return Cube.of_changes(
            **columns,
            percent=np.concatenate([numbers(begun["first"]), numbers(ended["last"]) + 1]),
            change=np.concatenate([numbers(begun["count"]), -numbers(ended["count"])]),
        )


SPLIT_IMAGES = Images.of(list(SPLIT_NAMES), list(SPLIT_NAMES))
"""The images of a cube: one a split, and one for the images in none."""


def check_single(where: Where) -> None:
    """Raise InputError for a question that compares two models."""
    if where.baseline is not None:
        raise InputError("An evaluation in tables holds one model: compare two that are in memory.")


def spread(rows: Index, keys: NDArray[np.integer], values: Counts) -> Counts:
    """The value of each of ``rows`` among ``keys``, each of which stands there once, in any order; 0: it is not."""
    found = np.zeros(len(rows), np.int64)
    if len(keys):
        order = np.argsort(keys)
        place = order[np.minimum(np.searchsorted(keys, rows, sorter=order), len(keys) - 1)]
        is_there = keys[place] == rows
        found[is_there] = values[place[is_there]]
    return found
