"""Does a confidence of 80 % come true in 80 of 100 cases? Reliability table and expected calibration error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..columns.header import Header
from ..columns.tables import NONE, Columns
from . import counts
from .counts import Counts, Rates, ratio
from .intervals import wilson


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
        """Share of true positives, (bins,); NaN in an empty bin."""
        return ratio(self.correct, self.count)

    @property
    def interval(self) -> tuple[Rates, Rates]:
        """95 % Wilson interval of ``accuracy``: (low, high), each (bins,)."""
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


def reliability(header: Header, columns: Columns, split: str, confidence: int, bins: int) -> Reliability:
    """Bin the predictions of ``split`` that are kept at ``confidence`` (integer percent) by their score.

    A prediction is correct when its outcome at that threshold is a true positive. Where no objects
    hold the scores (classification), a score is known to the percent and taken half a percent up.
    """
    score, is_correct = _scored(header, columns, split, confidence)
    edges = np.linspace(0, 1, bins + 1)
    place = np.clip(np.searchsorted(edges, score, side="right") - 1, 0, bins - 1)
    count = np.bincount(place, minlength=bins)
    total = np.bincount(place, weights=score, minlength=bins)
    return Reliability(
        low=edges[:-1],
        high=edges[1:],
        count=count,
        confidence=np.divide(total, count, out=np.full(bins, np.nan), where=count > 0),
        correct=np.bincount(place[is_correct], minlength=bins),
    )


def _scored(
    header: Header, columns: Columns, split: str, confidence: int
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """The score of every prediction kept, and whether it is a true positive, each (predictions,)."""
    outcomes = columns.outcomes
    shown = columns.images.in_split(split)[outcomes.image]
    rows = outcomes.take(counts.active(outcomes, confidence) & shown & (outcomes.predicted != header.background))
    is_correct = rows.actual == rows.predicted
    if columns.objects is not None and bool((rows.prediction != NONE).all()):
        return columns.objects.score[rows.prediction].astype(np.float64), is_correct
    return np.minimum((rows.last + 0.5) / 100, 1.0), is_correct
