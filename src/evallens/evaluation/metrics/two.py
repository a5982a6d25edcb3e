"""What became, in one of two models, of what the other made of the same thing: at a threshold of each.

A *truth* has an outcome under both models, so it has a transition. A false positive has no identity: it is recognised
by its twin, see ``matching.twins``, which at two different thresholds is an approximation.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..columns.header import Header
from ..columns.tables import NONE, Columns, Outcomes
from .cells import Mask
from .counts import active

Rows = NDArray[np.int64]
Codes = NDArray[np.uint8]


class Transition(IntEnum):
    """What changed between a baseline and the model on show, by numbers of our own."""

    FIXED = 0
    """A truth that was wrong and is right."""
    BROKEN = 1
    """A truth that was right and is wrong."""
    BOTH_RIGHT = 2
    ALIKE = 3
    """A truth that is wrong in the same way."""
    OTHERWISE = 4
    """A truth that is wrong in another way."""
    KEPT = 5
    """A false positive of both: its twin is kept and a false positive, too."""
    TURNED = 6
    """A false positive whose twin is kept and matched to a truth."""
    NEW = 7
    """A false positive of the model on show that the baseline has not."""
    GONE = 8
    """A false positive of the baseline that the model on show has not."""


TRANSITIONS: tuple[str, ...] = tuple(one.name.lower() for one in Transition)
"""What each transition is called, by its number."""

OF_TRUTHS: tuple[Transition, ...] = tuple(Transition)[: Transition.OTHERWISE + 1]
"""Those of truths; the others are of false positives."""

NO_CHANGE = 255
"""Instead of a transition: the outcome does not hold, or cannot be compared."""

CHANGED = (
    Transition.FIXED,
    Transition.BROKEN,
    Transition.OTHERWISE,
    Transition.TURNED,
    Transition.NEW,
    Transition.GONE,
)
"""Those of which the truth, or the twin, stands in another cell under the other model, or in none."""


class One(NamedTuple):
    """One of the two models at its threshold."""

    header: Header
    columns: Columns
    confidence: int
    """Integer percent."""


class Told(NamedTuple):
    """What became of the outcomes of one of the models, each (outcomes,)."""

    code: Codes
    """The transition, by number; ``NO_CHANGE``: none."""
    was: NDArray[np.uint16]
    """As which class the baseline predicted the truth; of no use where the outcome is none of a truth."""
    now: NDArray[np.uint16]
    """As which class the model on show predicts it."""


class Truths(NamedTuple):
    """The truths that both models judge, a row each, in the order of their rows; images in classification."""

    baseline: Rows
    """The outcome row of each under the baseline, (truths,)."""
    shown: Rows
    """The same under the model on show."""


@dataclass(frozen=True, eq=False)
class Two:
    """Two models at a threshold of each, over the same rows of images, classes and truths."""

    baseline: One
    shown: One
    is_alike: Mask | None = None
    """Of which images both models have the same truths, (images,); ``None``: of all. The others make no transitions."""

    @cached_property
    def held(self) -> tuple[Rows, Rows]:
        """The outcome rows that hold, of images with the same truths, of the baseline and of the model on show."""
        return self._held(self.baseline), self._held(self.shown)

    @cached_property
    def truths(self) -> Truths:
        """Which outcomes are of the same truth."""
        baseline, shown = (self._by_truth(one, rows) for one, rows in self._sides)
        is_both = (baseline >= 0) & (shown >= 0)
        found = Truths(baseline[is_both], shown[is_both])
        is_same = self._outcomes[0].actual[found.baseline] == self._outcomes[1].actual[found.shown]
        return Truths(found.baseline[is_same], found.shown[is_same])

    @cached_property
    def codes(self) -> tuple[Codes, Codes]:
        """The transition of each outcome of the baseline, and of the model on show, (outcomes,); ``NO_CHANGE``: none.

        That of a truth stands in both models' outcomes; a false positive has its own.
        """
        before, after = (np.full(len(outcomes), NO_CHANGE, np.uint8) for outcomes in self._outcomes)
        truths, told = self.truths, self._of_truths()
        before[truths.baseline], after[truths.shown] = told, told
        for codes, index, otherwise in ((before, 0, Transition.GONE), (after, 1, Transition.NEW)):
            rows, found = self._of_false_positives(index, otherwise)
            codes[rows] = found
        return before, after

    @cached_property
    def told(self) -> tuple[Told, Told]:
        """What became of the outcomes of the baseline, and of those of the model on show."""
        predicted = [one.predicted for one in self._outcomes]
        now, was = predicted[0].copy(), predicted[1].copy()
        truths = self.truths
        now[truths.baseline] = predicted[1][truths.shown]
        was[truths.shown] = predicted[0][truths.baseline]
        before, after = self.codes
        return Told(before, predicted[0], now), Told(after, was, predicted[1])

    @cached_property
    def told_of_both(self) -> Told:
        """The same in one run: of the outcomes of the model on show, then of those of the baseline."""
        before, after = self.told
        return Told(*(np.concatenate([own, other]) for own, other in zip(after, before, strict=True)))

    @property
    def _sides(self) -> tuple[tuple[One, Rows], tuple[One, Rows]]:
        return (self.baseline, self.held[0]), (self.shown, self.held[1])

    @property
    def _outcomes(self) -> tuple[Outcomes, Outcomes]:
        return self.baseline.columns.outcomes, self.shown.columns.outcomes

    def _held(self, one: One) -> Rows:
        outcomes = one.columns.outcomes
        rows = np.flatnonzero(active(outcomes, one.confidence))
        return rows if self.is_alike is None else rows[self.is_alike[outcomes.image[rows]]]

    def _by_truth(self, one: One, rows: Rows) -> Rows:
        """The outcome row of each truth, or -1: by row of Objects, which is that of both; else by image."""
        outcomes, background = one.columns.outcomes, one.header.background
        if one.header.unit == "images":
            size, truth = len(one.columns.images), outcomes.image[rows]
            is_named = outcomes.actual[rows] != (-1 if background is None else background)
            # An image of several labels is no single instance.
            is_named &= np.bincount(truth, minlength=size)[truth] == 1
        else:
            size, truth = self._objects, outcomes.truth[rows]
            is_named = truth != NONE
        found = np.full(size, -1, np.int64)
        found[truth[is_named]] = rows[is_named]
        return found

    def _of_truths(self) -> Codes:
        (before, after), truths = self._outcomes, self.truths
        actual, was, now = (
            before.actual[truths.baseline],
            before.predicted[truths.baseline],
            after.predicted[truths.shown],
        )
        was_right, is_right = was == actual, now == actual
        return np.select(
            [was_right & is_right, was_right, is_right, was == now],
            [Transition.BOTH_RIGHT, Transition.BROKEN, Transition.FIXED, Transition.ALIKE],
            Transition.OTHERWISE,
        ).astype(np.uint8)

    def _of_false_positives(self, index: int, otherwise: Transition) -> tuple[Rows, Codes]:
        """The false positives of a model, and what each is."""
        (one, rows), (other, theirs) = self._sides[index], self._sides[1 - index]
        objects, outcomes = one.columns.objects, one.columns.outcomes
        mine = rows[self._are_false(one, rows)]
        if objects is None:
            return mine[:0], np.zeros(0, np.uint8)
        twin = objects.twin[outcomes.prediction[mine]]
        code = np.full(len(mine), otherwise, np.uint8)
        there = other.columns.outcomes.prediction[theirs]
        for which, transition in (
            (self._are_false(other, theirs), Transition.KEPT),
            ((there != NONE) & (other.columns.outcomes.truth[theirs] != NONE), Transition.TURNED),
        ):
            is_such = np.zeros(self._objects + 1, np.bool_)
            is_such[there[which]] = True
            code[is_such[np.minimum(twin, self._objects)]] = transition
        return mine, code

    def _are_false(self, one: One, rows: Rows) -> Mask:
        """Which of the outcomes ``rows`` are a prediction without a truth."""
        outcomes = one.columns.outcomes
        found: Mask = (outcomes.prediction[rows] != NONE) & (outcomes.truth[rows] == NONE)
        return found

    @property
    def _objects(self) -> int:
        """More objects than either model has."""
        tables = (one.columns.objects for one in (self.baseline, self.shown))
        return max((len(table) for table in tables if table is not None), default=0)
