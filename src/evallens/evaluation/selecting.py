"""Which images and outcomes of one model a question counts over."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError
from .columns.coverage import Coverage
from .columns.tables import Columns
from .metrics import counts
from .metrics.cells import Mask
from .metrics.change import Codes
from .metrics.counts import mask_of
from .results import Behind
from .where import Where

Rows = NDArray[np.integer]

_KEPT = 4
"""Masks of images that are remembered: views ask several questions about the same ones."""


@dataclass(frozen=True, eq=False)
class Selecting:
    """The images and outcomes of one model that pass what is asked."""

    behind: Behind
    """With what was told about its outcomes, where they are compared with another model's."""
    coverage: Coverage = field(default_factory=Coverage.everything, repr=False)
    change: Codes | None = field(default=None, repr=False)
    """How the errors of each image changed from a baseline, (images,)."""
    _passing: dict[Hashable, Mask] = field(default_factory=dict, init=False, repr=False)

    @property
    def columns(self) -> Columns:
        """What is counted."""
        return self.behind.columns

    def images(self, where: Where) -> Mask:
        """Which images pass the facets of images, (images,); not to be written to."""
        key = (where.split, tuple((one.name, value) for one, value in where.image_facets()))
        found = self._passing.get(key)
        if found is None:
            found = self.columns.images.in_split(where.split)
            for one, value in where.image_facets():
                found &= (
                    one.keep(value, self.columns.images)
                    if one.keep_changed is None
                    else one.keep_changed(value, self.changed)
                )
            found.flags.writeable = False
            if len(self._passing) >= _KEPT:
                self._passing.clear()
            self._passing[key] = found
        return found

    def instances(self, where: Where) -> Rows:
        """The outcome rows that pass everything, ascending."""
        rows = self.rows(where)
        return np.sort(rows[self.images(where)[self.columns.outcomes.image[rows]]])

    def visible(self, where: Where) -> Mask:
        """Which images are visible, (images,)."""
        shown = self.images(where)
        if not any(where.outcome_facets()):
            return shown
        return shown & mask_of(self.columns.outcomes.image[self.rows(where)], len(shown))

    def holding(self, where: Where, images: Mask) -> Mask:
        """Which outcomes count: they hold, pass the facets of outcomes and belong to one of ``images``, (outcomes,)."""
        rows = self.chosen(where, ...)
        return rows if images.all() else rows & images[self.columns.outcomes.image]

    def kept(self, where: Where) -> Mask:
        """Which outcomes pass every facet, at whatever threshold they hold, (outcomes,)."""
        rows: Mask = self.images(where)[self.columns.outcomes.image]
        for one, value in where.outcome_facets():
            rows &= one.keep(value, self.behind, ...)
        return rows

    def chosen(self, where: Where, rows: Any) -> Mask:
        """Which of the outcomes ``rows`` hold at the threshold and pass the facets of outcomes, (rows,).

        Raises InputError for a threshold that is not loaded.
        """
        self.check_covered(where)
        chosen = counts.active(self.columns.outcomes, where.confidence, rows)
        for one, value in where.outcome_facets():
            chosen &= one.keep(value, self.behind, rows)
        return chosen

    def check_covered(self, where: Where) -> None:
        """Raise InputError for a threshold that is not loaded."""
        split, confidence = where.split, where.confidence
        if not self.coverage.covers(split, confidence, self.columns.extent.covering):
            raise InputError(
                f"No report at {confidence} % for split {split!r} is loaded: ask ev.fetched({split!r}, {confidence})."
            )

    def rows(self, where: Where) -> Rows:
        """The outcome rows that hold and pass the facets of outcomes: looked up where one has an index."""
        found = next(((f, f.find(value, self.columns)) for f, value in where.outcome_facets() if f.find), None)
        if found is None:
            return np.flatnonzero(self.chosen(where, ...))
        one, rows = found
        return rows[self.chosen(where.without(one.name), rows)]

    @property
    def changed(self) -> Codes:
        """``change``; raises InputError where no baseline is named."""
        if self.change is None:
            raise InputError("change is asked of two models: this question names no baseline.")
        return self.change
