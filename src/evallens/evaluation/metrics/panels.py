"""The panels of an evaluation, counted from its columns with the same sums as every view.

A service that has panels of its own is asked for those instead: see ``Evaluation.panels``. Rates that
are 0/0 are 0 here and precisions that cannot be known are ``None``, as the REST contract writes them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .. import filters
from ..columns.tables import ALL, SPLITS
from ..panels import (
    ClassPerformance,
    ClassPrecisions,
    ClassSweep,
    ConfidenceSweep,
    MapResults,
    PerformanceByClass,
    Rates,
    Recommendations,
    SplitPrecisions,
    SplitSweep,
    VectorAnalysis,
)
from . import by_class, counts
from .average_precision import split_precisions
from .clusters import vector_analysis
from .counts import Tallies
from .recommendations import advice

if TYPE_CHECKING:
    from ..evaluation import Evaluation

Precision = Callable[["Evaluation", str], SplitPrecisions]
"""Mean average precision of one split; what it cannot know it leaves ``None``."""

_NO_PEAK = 0.5
"""The optimal threshold of a class without instances, as in the contract's example."""


@dataclass(frozen=True)
class ComputedPanels:
    """Panels counted from the columns; ``precision`` is the one number that needs objects."""

    is_service = False
    page = None

    precision: Precision = split_precisions

    def confidence_sweep(self, evaluation: Evaluation) -> ConfidenceSweep:
        """Rates of each split and class at every covered threshold."""
        return ConfidenceSweep({split: _split_sweep(evaluation, split) for split in _splits(evaluation)})

    def performance_by_class(self, evaluation: Evaluation, split: str) -> PerformanceByClass:
        """Each class of ``split`` at the threshold where its own F1 peaks."""
        curve = by_class.curve(evaluation.columns.outcomes, _rows(evaluation, split), evaluation.header)
        precisions = self.precision(evaluation, split).per_class
        classes = (
            _class_performance(evaluation, split, name, _row(curve, row), precisions.get(name, ClassPrecisions()))
            for row, name in enumerate(_names(evaluation))
        )
        return PerformanceByClass(split, tuple(classes))

    def vector_analysis(self, evaluation: Evaluation, confidence: int) -> VectorAnalysis:
        """Size and per-image rates of every cluster at ``confidence`` (integer percent)."""
        return vector_analysis(evaluation.fetched(ALL, confidence), confidence)

    def map_results(self, evaluation: Evaluation) -> MapResults:
        """Precisions of each split and class; overlaps for semantic segmentation."""
        is_pixels = evaluation.task == "semantic-segmentation"
        of_split = _overlaps if is_pixels else self.precision
        splits = {split: of_split(evaluation, split) for split in _splits(evaluation)}
        return MapResults(splits)

    def recommendations(self, evaluation: Evaluation) -> Recommendations:
        """What the numbers of the default split suggest doing next."""
        split = evaluation.default_split
        best = peak(evaluation, split, sweep(evaluation, split))
        return advice(evaluation, split, evaluation.header.confidence if best is None else best)


def sweep(evaluation: Evaluation, split: str) -> Tallies:
    """TP, FP and FN of ``split`` at the 101 thresholds, each (101,)."""
    return counts.curve(evaluation.columns.outcomes, _rows(evaluation, split), evaluation.header)


def peak(evaluation: Evaluation, split: str, tallies: Tallies) -> int | None:
    """The lowest covered threshold with the highest F1; ``None`` when F1 is 0/0 at all of them."""
    f1 = np.where(evaluation.coverage.covered[SPLITS.index(split)], tallies.f1, np.nan)
    return None if np.isnan(f1).all() else int(np.nanargmax(f1))


def _class_performance(
    evaluation: Evaluation, split: str, name: str, tallies: Tallies, precisions: ClassPrecisions
) -> ClassPerformance:
    best = peak(evaluation, split, tallies)
    rates = _rates_at(tallies, best)
    is_pixels = evaluation.task == "semantic-segmentation"
    return ClassPerformance(
        rates.precision,
        rates.recall,
        rates.f1,
        class_name=name,
        class_id=evaluation.classes.index(name) if is_pixels else None,
        iou=_overlap(tallies, best) if is_pixels else None,
        map50=None if is_pixels else precisions.map50,
        map75=None if is_pixels else precisions.map75,
        map50_95=None if is_pixels else precisions.map50_95,
        optimal_threshold=_NO_PEAK if best is None else best / 100,
    )


def _splits(evaluation: Evaluation) -> list[str]:
    # In the order of the contract's examples.
    return [split for split in reversed(SPLITS) if split in evaluation.splits]


def _names(evaluation: Evaluation) -> list[str]:
    header = evaluation.header
    return [header.classes[i] for i in header.display_order if i != header.background]


def _rows(evaluation: Evaluation, split: str) -> NDArray[np.bool_]:
    columns = evaluation.columns
    return filters.in_split(columns.images, split)[columns.outcomes.image]


def _row(curve: Tallies, row: int) -> Tallies:
    return Tallies(curve.tp[row], curve.fp[row], curve.fn[row])


def _split_sweep(evaluation: Evaluation, split: str) -> SplitSweep:
    whole = _class_sweep(evaluation, split, sweep(evaluation, split))
    curve = by_class.curve(evaluation.columns.outcomes, _rows(evaluation, split), evaluation.header)
    names = _names(evaluation)
    per_class = {name: _class_sweep(evaluation, split, _row(curve, row)) for row, name in enumerate(names)}
    return SplitSweep(whole.per_threshold, whole.optimal_threshold, whole.optimal_metrics, per_class)


def _class_sweep(evaluation: Evaluation, split: str, tallies: Tallies) -> ClassSweep:
    covered = np.flatnonzero(evaluation.coverage.covered[SPLITS.index(split)])
    # The contract's sweep ends at 0.99; a report stored at 100 % alone is still shown.
    shown = [t for t in covered.tolist() if t < 100] or covered.tolist()
    columns = (np.nan_to_num(rate)[shown].tolist() for rate in (tallies.precision, tallies.recall, tallies.f1))
    rates = map(Rates, *columns)
    best = peak(evaluation, split, tallies)
    return ClassSweep(
        dict(zip(shown, rates, strict=True)),
        _NO_PEAK if best is None else best / 100,
        _rates_at(tallies, best),
    )


def _rates_at(tallies: Tallies, threshold: int | None) -> Rates:
    if threshold is None:
        return Rates(0.0, 0.0, 0.0)
    whole = (tallies.precision, tallies.recall, tallies.f1)
    precision, recall, f1 = (float(np.nan_to_num(rate[threshold])) for rate in whole)
    return Rates(precision, recall, f1)


def _overlaps(evaluation: Evaluation, split: str) -> SplitPrecisions:
    """Pixel-level rates of a split: IoU = TP / (TP + FP + FN), its mean over the classes that occur."""
    curve = by_class.curve(evaluation.columns.outcomes, _rows(evaluation, split), evaluation.header)
    per_class = {}
    for row, name in enumerate(_names(evaluation)):
        best = peak(evaluation, split, _row(curve, row))
        threshold = _NO_PEAK if best is None else best / 100
        per_class[name] = ClassPrecisions(iou=_overlap(_row(curve, row), best), optimal_threshold=threshold)
    known = [one.iou for one in per_class.values() if isinstance(one.iou, float)]
    whole = sweep(evaluation, split)
    rates = _rates_at(whole, peak(evaluation, split, whole))
    return SplitPrecisions(
        per_class=per_class,
        mean_iou=float(np.mean(known)) if known else None,
        precision=rates.precision,
        recall=rates.recall,
        f1=rates.f1,
    )


def _overlap(tallies: Tallies, threshold: int | None) -> float | None:
    if threshold is None:
        return None
    tp, rest = tallies.tp[threshold], tallies.fp[threshold] + tallies.fn[threshold]
    return float(tp / (tp + rest)) if tp + rest else None
