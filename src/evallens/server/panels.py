"""The panels of an evaluation as the contract writes them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import msgspec
from msgspec import UNSET

from .. import contract
from ..evaluation import panels
from ..evaluation.columns.header import Task

_TASK_TYPES: dict[Task, str] = {
    "object-detection": "object-detection-like",
    "instance-segmentation": "object-detection-like",
    "semantic-segmentation": "semantic-segmentation",
    # The contract does not say how this task is called: its own name cannot be taken for another's.
    "classification": "classification",
}
"""How the contract calls each task."""


def map_results(found: panels.MapResults, task: Task) -> contract.MapResults:
    """Precisions, or of semantic segmentation overlaps, by split."""
    written = _overlaps if task == "semantic-segmentation" else _precisions
    return contract.MapResults(_TASK_TYPES[task], {split: written(one) for split, one in found.splits.items()})


def confidence_sweep(found: panels.ConfidenceSweep) -> contract.ConfidenceSweep:
    """Rates by threshold of every split and class."""
    splits = {}
    for split, one in found.splits.items():
        whole = _class_sweep(one)
        per_class = {name: _class_sweep(sweep) for name, sweep in one.per_class.items()}
        splits[split] = contract.SplitSweep(
            whole.per_threshold, whole.optimal_threshold, whole.optimal_metrics, per_class
        )
    return contract.ConfidenceSweep(splits)


def performance_by_class(found: panels.PerformanceByClass, task: Task) -> contract.PerformanceByClass:
    """Every class of one split."""
    is_pixels = task == "semantic-segmentation"
    return contract.PerformanceByClass(
        _TASK_TYPES[task], found.split, [_class_performance(one, is_pixels=is_pixels) for one in found.classes]
    )


def vector_analysis(found: panels.VectorAnalysis) -> contract.VectorAnalysis:
    """The clusters of the images."""
    return msgspec.convert(found, contract.VectorAnalysis, from_attributes=True)


def recommendations(found: panels.Recommendations, written_at: str) -> contract.Recommendations:
    """What to do next, as of ``written_at``."""
    if not found.generated:
        return contract.Recommendations(generated=False)
    items = {"summary": {**found.summary, "generatedAt": written_at}, "items": list(found.items)}
    return contract.Recommendations(generated=True, generated_at=written_at, recommendations=items)


def _precisions(found: panels.SplitPrecisions) -> contract.SplitPrecisions:
    whole = _class_precisions(found)
    return contract.SplitPrecisions(
        map50=whole.map50,
        map50_95=whole.map50_95,
        map75=whole.map75,
        by_object_size=whole.by_object_size,
        per_class={name: _class_precisions(one) for name, one in found.per_class.items()},
    )


def _class_precisions(found: panels.ClassPrecisions) -> contract.ClassPrecisions:
    by_size = found.by_object_size
    return contract.ClassPrecisions(
        map50=found.map50,
        map50_95=found.map50_95,
        map75=found.map75,
        by_object_size=None
        if by_size is None
        else msgspec.convert(by_size, contract.SizePrecisions, from_attributes=True),
    )


def _overlaps(found: panels.SplitPrecisions) -> contract.SplitPrecisions:
    return contract.SplitPrecisions(
        per_class={
            name: contract.ClassPrecisions(iou=one.iou, optimal_threshold=one.optimal_threshold)
            for name, one in found.per_class.items()
        },
        mean_iou=found.mean_iou,
        precision=found.precision,
        recall=found.recall,
        f1=found.f1,
    )


def _class_sweep(found: panels.ClassSweep) -> contract.ClassSweep:
    return contract.ClassSweep(
        {f"{percent / 100:.2f}": _rates(rates) for percent, rates in found.per_threshold.items()},
        found.optimal_threshold,
        None if found.optimal_metrics is None else _rates(found.optimal_metrics),
    )


def _rates(found: panels.Rates) -> contract.Rates:
    return contract.Rates(found.precision, found.recall, found.f1)


def _class_performance(found: panels.ClassPerformance, *, is_pixels: bool) -> contract.ClassPerformance:
    left_out = {"map50", "map50_95", "map75"} if is_pixels else {"class_id", "iou"}
    fields: dict[str, Any] = {name: UNSET if name in left_out else value for name, value in asdict(found).items()}
    return contract.ClassPerformance(**fields)
