"""The headline numbers of a finished evaluation."""

from __future__ import annotations

import numpy as np

from ..evaluation import counts, filters
from ..evaluation.counts import Tallies
from ..wire import Summary
from .served import Served


def summary_of(one: Served) -> Summary:
    """Precision and recall at the threshold where F1 of the default split peaks."""
    tallies = curve_of(one, one.data.default_split)
    best = best_threshold(one, tallies)
    if best is None:
        return Summary()
    return Summary(
        precision=_number(tallies.precision[best]),
        recall=_number(tallies.recall[best]),
    )


def curve_of(one: Served, split: str) -> Tallies:
    """TP, FP and FN of a split at the 101 thresholds."""
    columns = one.data.columns
    shown = filters.in_split(columns.images, split)
    return counts.curve(columns.outcomes, shown[columns.outcomes.image], one.data.header)


def best_threshold(one: Served, tallies: Tallies) -> int | None:
    """The lowest covered threshold with the highest F1; ``None`` when F1 is 0/0 everywhere."""
    f1 = np.where([t in one.offered for t in range(len(tallies.f1))], tallies.f1, np.nan)
    return None if np.isnan(f1).all() else int(np.nanargmax(f1))


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
