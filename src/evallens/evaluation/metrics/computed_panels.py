"""The panels of an evaluation, counted with the same sums as every view.

A service that has panels of its own is asked for those instead: see ``Evaluation.panels``. Rates that
are 0/0 are 0 here and precisions that cannot be known are ``None``, as the REST contract writes them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from ..columns.coverage import Coverage, splits_of
from ..columns.extent import Extent
from ..columns.header import Header
from ..columns.tables import PREDICTION, SPLITS, Columns
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
from . import by_class, peaks
from .average_precision import AveragePrecision, of_split, split_precisions
from .cells import Mask
from .clusters import vector_analysis
from .counts import Tallies
from .recommendations import recommendations

_NO_PEAK = 0.5
"""The optimal threshold of a class that is right at none, as in the contract's example of one without instances."""


@dataclass(frozen=True, eq=False)
class ComputedPanels:
    """Panels of the thresholds that ``coverage`` says there are."""

    header: Header
    extent: Extent
    coverage: Coverage
    sweep: Callable[[str], Tallies]
    """TP, FP and FN of a split, or "all", at the 101 thresholds, each (101,)."""
    class_sweeps: Callable[[str], Tallies]
    """The same class by class, each (classes, 101), in display order without ``background``."""
    columns: Columns
    """Read for what is no such sum: average precision, clusters, recommendations. Those of an evaluation in tables
    raise InputError."""
    has_rows: bool = True
    """Can ``columns`` be read?"""

    def confidence_sweep(self) -> ConfidenceSweep:
        """Rates of each split and class at every covered threshold."""
        return ConfidenceSweep({split: self._split_sweep(split) for split in self._splits()})

    def performance_by_class(self, split: str) -> PerformanceByClass:
        """Each class of ``split`` at the threshold where its own F1 peaks; without precisions where rows are away."""
        curves = self.class_sweeps(split)
        precisions = split_precisions(self.header, self.columns, split).per_class if self.has_rows else {}
        classes = (
            self._class_performance(split, name, _row(curves, row), precisions.get(name, ClassPrecisions()))
            for row, name in enumerate(self._names())
        )
        return PerformanceByClass(split, tuple(classes))

    def vector_analysis(self, confidence: int) -> VectorAnalysis:
        """Size and per-image rates of every cluster at ``confidence`` (integer percent), which must be covered."""
        return vector_analysis(self.header, self.columns, confidence)

    def map_results(self) -> MapResults:
        """Precisions of each split and class; overlaps for semantic segmentation."""
        if self._is_pixels:
            return MapResults({split: self._overlaps(split) for split in self._splits()})
        return MapResults({split: split_precisions(self.header, self.columns, split) for split in self._splits()})

    def average_precision(self, split: str) -> AveragePrecision:
        """Average precision of objects of every size over ``split``, or "all"."""
        return of_split(self.header, self.columns, split, ("all",))

    def lowest_score(self, split: str) -> float | None:
        """The lowest score of a prediction of ``split``, or "all": lower ones were not handed in. ``None``: none."""
        objects = self.columns.objects
        if objects is None:
            return None
        score = objects.score[(objects.side == PREDICTION) & self.columns.images.in_split(split)[objects.image]]
        return float(score.min()) if len(score) else None

    def recommendations(self) -> Recommendations:
        """What the numbers of the default split suggest doing next, at the threshold where its F1 peaks."""
        split = self.extent.default_split
        best = self.peak(split, self.sweep(split))
        return recommendations(self.header, self.columns, split, self.header.confidence if best is None else best)

    def peak(self, split: str, tallies: Tallies) -> int | None:
        """The covered threshold with the highest F1, of ``tallies`` (101,), as :func:`peaks.peak` finds it."""
        return peaks.peak(tallies.f1, tallies, self._covered(split))

    @property
    def _is_pixels(self) -> bool:
        return self.header.task == "semantic-segmentation"

    def _splits(self) -> list[str]:
        # In the order of the contract's examples.
        return [split for split in reversed(SPLITS) if split in self.extent.split_sizes]

    def _names(self) -> list[str]:
        return [self.header.classes[i] for i in self.header.display_order if i != self.header.background]

    def _covered(self, split: str) -> Mask:
        return self.coverage.thresholds(splits_of(split, self.extent.covering))

    def _split_sweep(self, split: str) -> SplitSweep:
        whole = self._class_sweep(split, self.sweep(split))
        curves = self.class_sweeps(split)
        per_class = {name: self._class_sweep(split, _row(curves, row)) for row, name in enumerate(self._names())}
        return SplitSweep(whole.per_threshold, whole.optimal_threshold, whole.optimal_metrics, per_class)

    def _class_sweep(self, split: str, tallies: Tallies) -> ClassSweep:
        covered = np.flatnonzero(self._covered(split))
        # The contract's sweep ends at 0.99; a report stored at 100 % alone is still shown.
        shown = [t for t in covered.tolist() if t < 100] or covered.tolist()
        columns = (np.nan_to_num(rate)[shown].tolist() for rate in (tallies.precision, tallies.recall, tallies.f1))
        rates = map(Rates, *columns)
        best = self.peak(split, tallies)
        return ClassSweep(dict(zip(shown, rates, strict=True)), _fraction(best), _rates_at(tallies, best))

    def _class_performance(
        self, split: str, name: str, tallies: Tallies, precisions: ClassPrecisions
    ) -> ClassPerformance:
        best = self.peak(split, tallies)
        rates = _rates_at(tallies, best)
        at_best = ClassPerformance(
            rates.precision, rates.recall, rates.f1, class_name=name, optimal_threshold=_fraction(best)
        )
        if self._is_pixels:
            return replace(at_best, class_id=self.header.class_index(name), iou=_overlap(tallies, best))
        return replace(at_best, map50=precisions.map50, map75=precisions.map75, map50_95=precisions.map50_95)

    def _overlaps(self, split: str) -> SplitPrecisions:
        """Pixel-level rates of a split: IoU = TP / (TP + FP + FN), its mean over the classes that occur."""
        curves = self.class_sweeps(split)
        per_class = {}
        for row, name in enumerate(self._names()):
            best = self.peak(split, _row(curves, row))
            iou = _overlap(_row(curves, row), best)
            per_class[name] = ClassPrecisions(iou=iou, optimal_threshold=_fraction(best))
        known = np.array([one.iou for one in per_class.values() if one.iou is not None], np.float64)
        whole = self.sweep(split)
        rates = _rates_at(whole, self.peak(split, whole))
        return SplitPrecisions(
            per_class=per_class,
            mean_iou=by_class.mean_of(known),
            precision=rates.precision,
            recall=rates.recall,
            f1=rates.f1,
        )


def _fraction(threshold: int | None) -> float:
    return _NO_PEAK if threshold is None else threshold / 100


def _row(curves: Tallies, row: int) -> Tallies:
    return Tallies(curves.tp[row], curves.fp[row], curves.fn[row])


def _rates_at(tallies: Tallies, threshold: int | None) -> Rates:
    if threshold is None:
        return Rates(0.0, 0.0, 0.0)
    whole = (tallies.precision, tallies.recall, tallies.f1)
    precision, recall, f1 = (float(np.nan_to_num(rate[threshold])) for rate in whole)
    return Rates(precision, recall, f1)


def _overlap(tallies: Tallies, threshold: int | None) -> float | None:
    # A class that is right at no threshold overlaps with none of what it is.
    iou = float(tallies.iou[0 if threshold is None else threshold])
    return None if np.isnan(iou) else iou
