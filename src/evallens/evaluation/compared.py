"""Which images and outcomes of two models, each at its threshold, a question counts over; and how they differ.

An instance of a comparison is a row of the model on show, or one of the baseline: see ``Compared.rows``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .columns.tables import cell_key
from .metrics import counts
from .metrics.cells import Mask
from .metrics.change import Codes, change_of, errors
from .metrics.counts import Counts, Tallies, mask_of
from .metrics.transitions import Changes, changes
from .metrics.two import CHANGED, One, Transition, Two
from .selecting import Selecting
from .where import Where

Rows = NDArray[np.integer]


class Sides(NamedTuple):
    """The outcome rows of each model, ascending."""

    baseline: Rows
    shown: Rows


@dataclass(frozen=True, eq=False)
class Compared:
    """A baseline and the model on show, told which of their outcomes and images changed."""

    baseline: Selecting
    shown: Selecting
    two: Two

    @classmethod
    def of(cls, baseline: Selecting, shown: Selecting, where: Where, two: Two) -> Compared:
        """Both as ``two`` tells of them; images change by their errors among the sizes of ``where``.

        Raises InputError for a threshold that is not loaded.
        """
        sizes = where.only("size")
        tallies = [_tallies(one, asked) for one, asked in ((baseline, sizes.for_baseline()), (shown, sizes))]
        change = change_of(*map(errors, tallies))
        told = [
            Selecting(replace(one.behind, told=own, is_baseline=one is baseline), one.coverage, change)
            for one, own in zip((baseline, shown), two.told, strict=True)
        ]
        return cls(told[0], told[1], two)

    @property
    def change(self) -> Codes:
        """How the errors of each image changed, by number, (images,)."""
        return self.shown.changed

    def matrices(self, where: Where, among: Mask | None = None) -> tuple[Counts, Counts]:
        """``[actual][predicted]`` of baseline and model on show, over every facet but the cells, int64 (K, K)."""
        wanted = where.for_matrix()
        images = self.shown.images(wanted) if among is None else self.shown.images(wanted) & among
        size = len(self.two.shown.header.classes)
        before, after = (
            counts.matrix(one.columns.outcomes, one.holding(asked, images), size) for one, asked in self._asked(wanted)
        )
        return before, after

    def transitions(self, where: Where) -> Changes:
        """Instances by class and transition, over every facet but the transitions."""
        wanted = where.without("transition")
        images = self.shown.images(wanted)
        before, after = (one.holding(asked, images) for one, asked in self._asked(wanted))
        return changes(self.two, before, after)

    def visible(self, where: Where) -> Mask:
        """Which images are visible, (images,): of a compared cell those in which its count differs."""
        shown = self.shown.images(where)
        if not any(where.outcome_facets()):
            return shown
        if where.is_difference:
            return mask_of(np.unique(self._differing(where) // len(where["cells"])), len(shown))
        found = self.shown.visible(where)
        gone = self._gone(where)
        return found | mask_of(self.baseline.columns.outcomes.image[gone], len(shown))

    def rows(self, where: Where) -> Sides:
        """The visible instances.

        Of the model on show all that passes everything, each truth once; of the baseline the false positives that are
        gone, by their own values: where no facet of outcomes but the size is set, or the transition asks for them.
        A selected cell is one of the model on show, so it leaves them out. Of a *compared* cell the rows of either
        model whose truth or twin is not in it under the other, of images in which its count differs.
        """
        if where.is_difference:
            return self._in_compared_cells(where)
        return Sides(self._gone(where), self.shown.instances(where))

    def _asked(self, where: Where) -> tuple[tuple[Selecting, Where], tuple[Selecting, Where]]:
        return (self.baseline, where.for_baseline()), (self.shown, where)

    def _gone(self, where: Where) -> Rows:
        """The baseline's false positives that are gone and pass, ascending."""
        codes, outcomes = self.two.codes[0], self.baseline.columns.outcomes
        wanted = where.only("outcomes").facets
        is_asked = not wanted or (Transition.GONE.name.lower() in where["transition"] and "cells" not in wanted)
        rows = np.flatnonzero(codes == Transition.GONE) if is_asked else np.zeros(0, np.intp)
        rows = rows[self.shown.images(where)[outcomes.image[rows]]]
        return rows[self.baseline.chosen(where.for_baseline(), rows)]

    def _in_cells(self, one: Selecting, where: Where) -> tuple[Rows, Rows]:
        """The outcome rows that pass everything, and a number of the image and cell of each."""
        rows, outcomes = one.instances(where), one.columns.outcomes
        cells = np.array(where["cells"])
        keys = cell_key(cells[:, 0], cells[:, 1])
        order = np.argsort(keys)
        place = order[np.searchsorted(keys[order], cell_key(outcomes.actual[rows], outcomes.predicted[rows]))]
        return rows, outcomes.image[rows].astype(np.int64) * len(cells) + place

    def _differing(self, where: Where) -> Rows:
        """The numbers of the images and cells whose counts differ, ascending."""
        numbers, signed = [], []
        for sign, (one, asked) in zip((-1, 1), self._asked(where), strict=True):
            rows, number = self._in_cells(one, asked)
            numbers.append(number)
            signed.append(sign * one.columns.outcomes.count[rows])
        each, place = np.unique(np.concatenate(numbers), return_inverse=True)
        total = np.zeros(len(each), np.int64)
        np.add.at(total, place, np.concatenate(signed))
        differing: Rows = each[total != 0]
        return differing

    def _in_compared_cells(self, where: Where) -> Sides:
        differing = self._differing(where)
        found = []
        for (one, asked), codes in zip(self._asked(where), self.two.codes, strict=True):
            rows, number = self._in_cells(one, asked)
            found.append(rows[np.isin(codes[rows], CHANGED) & np.isin(number, differing)])
        before, after = found
        return Sides(before[~self._is_in(after)[before]], after)

    def _is_in(self, shown: Rows) -> Mask:
        """Of which outcomes of the baseline the truth is among outcomes of the model on show, (outcomes,)."""
        truths = self.two.truths
        is_there = mask_of(shown, len(self.shown.columns.outcomes))
        return mask_of(truths.baseline[is_there[truths.shown]], len(self.baseline.columns.outcomes))


def two_of(baseline: Selecting, shown: Selecting, where: Where, is_alike: Mask | None) -> Two:
    """The models at the thresholds of ``where``."""
    return Two(
        One(baseline.behind.header, baseline.columns, where.of_baseline),
        One(shown.behind.header, shown.columns, where.confidence),
        is_alike,
    )


def _tallies(one: Selecting, where: Where) -> Tallies:
    return counts.per_image(one.columns.outcomes, one.chosen(where, ...), len(one.columns.images), one.behind.header)
