"""How much changed between two models, in all and class by class."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .cells import Mask
from .counts import Counts, Rates, ratio
from .two import NO_CHANGE, OF_TRUTHS, Transition, Two


@dataclass(frozen=True, eq=False)
class Changes:
    """Instances by class and transition, and the rates made from them.

    A truth belongs to its own class; a false positive to the class that was predicted.
    """

    counted: Counts
    """int64 (..., transitions), by number; *gone* are of the baseline, *kept*, *turned* and *new* of the model on
    show."""

    def of(self, transition: Transition) -> Counts:
        """How many there are, (...)."""
        found: Counts = self.counted[..., transition]
        return found

    @cached_property
    def truths(self) -> Counts:
        """Truths that both models judge, (...)."""
        found: Counts = self.counted[..., OF_TRUTHS].sum(axis=-1)
        return found

    @property
    def churn(self) -> Rates:
        """Share of the truths that came out as another class than before; NaN for 0/0.

        Source: Milani Fard et al. 2016, "Launch and Iterate: Reducing Prediction Churn".
        """
        changed = self.of(Transition.FIXED) + self.of(Transition.BROKEN) + self.of(Transition.OTHERWISE)
        return ratio(changed, self.truths)

    @property
    def negative_flips(self) -> Rates:
        """Share of the truths that were right and are wrong; NaN for 0/0.

        Source: Yan et al. 2021, "Positive-Congruent Training: Towards Regression-Free Model Updates".
        """
        return ratio(self.of(Transition.BROKEN), self.truths)

    @property
    def positive_flips(self) -> Rates:
        """Share of the truths that were wrong and are right; NaN for 0/0."""
        return ratio(self.of(Transition.FIXED), self.truths)

    @property
    def compatibility(self) -> Rates:
        """Backward trust compatibility: share of what the baseline has right that stays right; NaN for 0/0.

        Source: Bansal et al. 2019, "Updates in Human-AI Teams: Understanding and Addressing the Performance /
        Compatibility Tradeoff".
        """
        stays = self.of(Transition.BOTH_RIGHT)
        return ratio(stays, stays + self.of(Transition.BROKEN))

    def total(self) -> Changes:
        """The same over all classes, 0-d."""
        return Changes(self.counted.sum(axis=0))


def changes(two: Two, before: Mask, after: Mask) -> Changes:
    """Transitions by class index, (classes, transitions), over outcomes of both models, each a mask of all.

    Of those of the baseline, ``before``, only what is *gone* counts; of the model on show, ``after``, all.
    """
    classes = len(two.shown.header.classes)
    counted = np.zeros((classes, len(Transition)), np.int64)
    of_baseline, of_shown = two.codes
    gone = before & (of_baseline == Transition.GONE)
    for one, codes, rows in (
        (two.baseline, of_baseline, np.flatnonzero(gone)),
        (two.shown, of_shown, np.flatnonzero(after & (of_shown != NO_CHANGE))),
    ):
        outcomes, code = one.columns.outcomes, codes[rows]
        label = np.where(code > Transition.OTHERWISE, outcomes.predicted[rows], outcomes.actual[rows])
        np.add.at(counted, (label.astype(np.intp), code), outcomes.count[rows])
    return Changes(counted)
