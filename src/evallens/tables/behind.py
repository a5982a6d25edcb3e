"""What tables of images and of instances look their rows up in, where those stay in an engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError
from ..evaluation.answers import FoundOutcomes
from ..evaluation.columns.masks import Masks
from ..evaluation.columns.table import Table
from ..evaluation.columns.tables import Images, Objects, Outcomes
from ..evaluation.results import Behind
from ..pictures import ImageRef
from .asking import Asking
from .brought import numbers, table_of
from .cells import holds
from .engines import Engine
from .engines.engine import Frame
from .extras import attributes_of
from .frames import ROW, Frames
from .telling import telling

T = TypeVar("T", bound=Table)
Rows = NDArray[np.integer]

_REMEMBERED = 24
"""Answers that are kept: a table asks for the same rows column by column."""


@telling
@dataclass(frozen=True, eq=False)
class TableBehind(Behind):
    """The evaluation in tables that the rows of a table of results are rows of."""

    asking: Asking = field(kw_only=True, repr=False)
    _kept: dict[Any, Any] = field(default_factory=dict, init=False, repr=False)
    _lock: Any = field(default_factory=Lock, init=False, repr=False)

    @property
    def engine(self) -> Engine:
        """What answers."""
        return self.asking.engine

    @property
    def has_objects(self) -> bool:
        """Are there objects behind the outcomes?"""
        return self.asking.extent.has_objects

    @property
    def masks(self) -> Masks | None:
        """Tables hold none."""
        return None

    def images(self, rows: Rows) -> Images:
        """The images of ``rows``, in that order."""
        found = self._of(Images, "images", rows)
        if not self.asking.attributes:
            return found
        return replace(found, attributes=attributes_of(self.asking, rows))

    def outcomes(self, rows: Rows) -> Outcomes:
        """The outcomes of ``rows``, in that order."""
        return self._of(Outcomes, "outcomes", rows)

    def objects(self, rows: Rows) -> Objects:
        """The objects of ``rows``, in that order."""
        return self._of(Objects, "objects", rows) if self.has_objects else Objects.none()

    def of_outcomes(self, column: str, rows: Rows) -> NDArray[Any]:
        """One column of the outcomes of ``rows``, (rows,)."""
        values: NDArray[Any] = getattr(self.outcomes(rows), column)
        return values

    def of_objects(self, column: str, rows: Rows) -> NDArray[Any]:
        """One column of the objects of ``rows``, (rows,)."""
        values: NDArray[Any] = getattr(self.objects(rows), column)
        return values

    def held(self, images: Rows, confidence: int) -> Rows:
        """The rows of the outcomes in ``images`` that hold at an integer percent, image by image."""
        return self._within("outcomes", images, confidence)

    def in_images(self, images: Rows) -> Rows:
        """The rows of the objects in ``images``, image by image."""
        return self._within("objects", images, None) if self.has_objects else np.zeros(0, np.int64)

    def ref(self, row: int) -> ImageRef:
        """What names the image of ``row`` to a store of pictures."""
        return self.refs(np.array([row]))[0]

    def remember(self, found: FoundOutcomes) -> None:
        """Keep outcomes that were brought with their rows."""
        key = ("outcomes", np.asarray(found.rows, np.int64).tobytes())
        self._once(key, lambda: found.outcomes)

    def _within(self, name: str, images: Rows, confidence: int | None) -> Rows:
        asked = self.asking.selection
        frame = asked.of_rows(_frame(asked.frames, name), "image", images)
        frame = frame if confidence is None else frame.filter(holds(confidence))
        found = self.asking.answer(frame.select(ROW, "image"))
        rows, image = numbers(found[ROW]), numbers(found["image"])
        order = np.lexsort((rows, image))
        rows, image = rows[order], image[order]
        starts, stops = np.searchsorted(image, images, "left"), np.searchsorted(image, images, "right")
        parts = [rows[start:stop] for start, stop in zip(starts.tolist(), stops.tolist(), strict=True)]
        return np.concatenate([rows[:0], *parts])

    def _of(self, kind: type[T], name: str, rows: Rows) -> T:
        wanted = np.asarray(rows, np.int64)
        if not len(wanted):
            return kind.none()
        return self._once((name, wanted.tobytes()), lambda: self._looked_up(kind, name, wanted))

    def _looked_up(self, kind: type[T], name: str, rows: Rows) -> T:
        asked = self.asking.selection
        each = np.unique(rows)
        found = self.asking.answer(asked.of_rows(_frame(asked.frames, name), ROW, each).sort(ROW))
        there = numbers(found[ROW])
        if len(there) != len(each) or not np.array_equal(there, each):
            lost = next((row for row in each.tolist() if row not in set(there.tolist())), None)
            told = f"has no row {lost}" if lost is not None else "has a row twice"
            raise InputError(f"The table of {name} {told}, which another table names: the tables do not fit together.")
        return table_of(kind, found).take(np.searchsorted(each, rows))

    def _once(self, key: Any, made: Callable[[], T]) -> T:
        with self._lock:
            found: T | None = self._kept.get(key)
        if found is None:
            found = made()
            with self._lock:
                if len(self._kept) >= _REMEMBERED:
                    self._kept.clear()
                self._kept[key] = found
        return found


def _frame(frames: Frames, name: str) -> Frame:
    found: Frame = getattr(frames, name)
    return found
