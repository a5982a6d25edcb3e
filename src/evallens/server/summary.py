"""The headline numbers of a finished evaluation."""

from __future__ import annotations

import numpy as np

from ..contract import Summary
from ..evaluation.panels import SplitPrecisions
from .served import ServedEvaluation


def summary_of(served: ServedEvaluation) -> Summary:
    """MAP at IoU 0.5 or mIoU, and precision and recall where F1 of the default split peaks."""
    found = metrics_of(served)
    return Summary(mAP=found["mAP"], mIoU=found["mIoU"], precision=found["precision"], recall=found["recall"])


def metrics_of(served: ServedEvaluation) -> dict[str, float | None]:
    """Every metric a model is compared by, of the default split; ``None`` where the task has none."""
    evaluation = served.data
    split = evaluation.default_split
    known = {} if served.lacks_rows else served.map_results.splits
    precisions = known.get(split, SplitPrecisions())
    tallies = evaluation.computed.sweep(split)
    best = evaluation.computed.peak(split, tallies)
    rates = {"precision": tallies.precision, "recall": tallies.recall, "f1": tallies.f1}
    return {
        "mAP": precisions.map50,
        "mAP5095": precisions.map50_95,
        "mAP75": precisions.map75,
        "mIoU": precisions.mean_iou,
        **{name: None if best is None else float(np.nan_to_num(rate[best])) for name, rate in rates.items()},
    }
