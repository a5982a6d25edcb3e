"""Does a confidence of 80 % come true in 80 of 100 cases? Reliability table and expected calibration error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ...errors import InputError
from .. import arguments as asked
from .. import filters
from ..columns.tables import NONE
from . import counts
from .counts import Counts, Rates, ratio
from .intervals import wilson

if TYPE_CHECKING:
    from ..evaluation import Evaluation


@dataclass(frozen=True, eq=False)
class Reliability:
    """Predictions in equal bins of confidence, each column (bins,); the last bin includes 1."""

    low: Rates
    """Lowest confidence of each bin."""
    high: Rates
    count: Counts
    """Predictions in the bin."""
    confidence: Rates
    """Their mean confidence; NaN in an empty bin."""
    correct: Counts
    """How many of them are true positives."""

    @property
    def accuracy(self) -> Rates:
        """Share of true positives; NaN in an empty bin."""
        return ratio(self.correct, self.count)

    @property
    def interval(self) -> tuple[Rates, Rates]:
        """95 % Wilson interval of ``accuracy``: (low, high)."""
        return wilson(self.correct, self.count)

    @property
    def error(self) -> float:
        """Expected calibration error: mean of |accuracy - confidence| weighted by ``count``; NaN: no predictions.

        Source: Naeini, Cooper, Hauskrecht, "Obtaining well calibrated probabilities using Bayesian
        binning", 2015; for detection, precision takes the place of accuracy (Kueppers et al., 2020).
        """
        total = int(self.count.sum())
        gaps = np.abs(self.accuracy - self.confidence) * self.count
        return float(np.nansum(gaps) / total) if total else float("nan")

    def to_dict(self) -> dict[str, list[Any]]:
        """Plain columns, one entry a bin."""
        least, most = self.interval
        columns = {
            "low": self.low, "high": self.high, "count": self.count, "confidence": self.confidence,
            "accuracy": self.accuracy, "accuracy_low": least, "accuracy_high": most,
        }  # fmt: skip
        return {name: column.tolist() for name, column in columns.items()}


def reliability(
    evaluation: Evaluation, split: str | None = None, confidence: int = 0, *, bins: int = 10
) -> Reliability:
    """Bin the predictions of ``split`` that are kept at ``confidence`` (integer percent) by their score.

    A prediction is correct when its outcome at that threshold is a true positive. Where no objects
    hold the scores (classification), a score is known to the percent and taken half a percent up.
    Raises InputError without scores or when the columns do not hold ``confidence``.
    """
    wanted = evaluation.filters(split=split, confidence=confidence)
    if not evaluation.header.scored:
        raise InputError("the predictions carry no confidence, so it cannot be right or wrong")
    if not evaluation.covers(wanted.split, wanted.confidence) or not evaluation.covers(wanted.split, 100):
        raise InputError("calibration needs every threshold; this evaluation holds stored reports only")
    if asked.whole(bins, meaning := "bins is a whole number of at least 1") < 1:
        raise InputError(f"{meaning}, not {bins!r}")
    score, correct = _judged(evaluation, wanted)
    edges = np.linspace(0, 1, bins + 1)
    place = np.clip(np.searchsorted(edges, score, side="right") - 1, 0, bins - 1)
    count = np.bincount(place, minlength=bins)
    return Reliability(
        low=edges[:-1],
        high=edges[1:],
        count=count,
        confidence=np.divide(
            np.bincount(place, weights=score, minlength=bins), count, out=np.full(bins, np.nan), where=count > 0
        ),
        correct=np.bincount(place[correct], minlength=bins),
    )


def _judged(evaluation: Evaluation, wanted: filters.Filters) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """The score of every prediction kept, and whether it is a true positive."""
    columns, background = evaluation.columns, evaluation.header.background
    outcomes = columns.outcomes
    shown = filters.in_split(columns.images, wanted.split)[outcomes.image]
    rows = outcomes.take(counts.active(outcomes, wanted.confidence) & shown & (outcomes.predicted != background))
    correct = rows.actual == rows.predicted
    if columns.objects is not None and bool((rows.prediction != NONE).all()):
        return columns.objects.score[rows.prediction].astype(np.float64), correct
    return np.minimum((rows.last + 0.5) / 100, 1.0), correct
