"""The service's panels as the core knows them: what was not sent is ``None``, other spellings are read."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec
from msgspec import UNSET

from .. import contract
from ..evaluation import panels

_T = TypeVar("_T")


def confidence_sweep(found: contract.ConfidenceSweep) -> panels.ConfidenceSweep:
    """Rates by integer percent, ascending; keys that are no threshold are left out."""
    splits = {}
    for split, one in found.splits.items():
        per_class = {name: panels.ClassSweep(*_curve(sweep)) for name, sweep in one.per_class.items()}
        splits[split] = panels.SplitSweep(*_curve(one), per_class)
    return panels.ConfidenceSweep(splits)


def performance_by_class(found: contract.PerformanceByClass) -> panels.PerformanceByClass:
    """Every class of one split."""
    classes = (panels.ClassPerformance(**_sent(one)) for one in found.classes)
    return panels.PerformanceByClass(found.split, tuple(classes))


def vector_analysis(found: contract.VectorAnalysis) -> panels.VectorAnalysis:
    """The clusters of the images."""
    return msgspec.convert(found, panels.VectorAnalysis, from_attributes=True)


def map_results(found: contract.MapResults) -> panels.MapResults:
    """Precisions or overlaps by split."""
    return panels.MapResults({split: _split_precisions(one) for split, one in found.splits.items()})


def recommendations(found: contract.Recommendations) -> panels.Recommendations:
    """What the service advises."""
    given = found.recommendations
    summary = given.get("summary") if isinstance(given, dict) else None
    return panels.Recommendations(
        generated=found.generated,
        generated_at=_known(found.generated_at),
        summary=summary if isinstance(summary, dict) else {},
        items=_items(given),
    )


def _curve(found: contract.ClassSweep) -> tuple[dict[int, panels.Rates], float | None, panels.Rates | None]:
    rates = {percent: _rates(one) for percent, one in _percents(found)}
    best = None if found.optimal_metrics is None else _rates(found.optimal_metrics)
    return rates, found.optimal_threshold, best


def _percents(found: contract.ClassSweep) -> list[tuple[int, contract.Rates]]:
    rates = {}
    for fraction, one in found.per_threshold.items():
        try:
            percent = round(float(fraction) * 100)
        except (ValueError, OverflowError):
            continue
        if 0 <= percent <= 100:
            rates[percent] = one
    return sorted(rates.items(), key=lambda pair: pair[0])


def _items(given: object) -> tuple[dict[str, Any], ...]:
    """``{"summary": ..., "items": [...]}``; a bare list of items has been seen too."""
    listed = given.get("items") if isinstance(given, dict) else given
    return tuple(item for item in listed if isinstance(item, dict)) if isinstance(listed, list) else ()


def _rates(found: contract.Rates) -> panels.Rates:
    return panels.Rates(found.precision, found.recall, found.f1)


def _split_precisions(found: contract.SplitPrecisions) -> panels.SplitPrecisions:
    per_class = _known(found.per_class) or {}
    return panels.SplitPrecisions(
        **_class_precisions(found),
        per_class={name: panels.ClassPrecisions(**_class_precisions(one)) for name, one in per_class.items()},
        mean_iou=_first(found.mean_iou, found.mean_iou_small),
        precision=_known(found.precision),
        recall=_known(found.recall),
        f1=_known(found.f1),
    )


def _class_precisions(found: contract.ClassPrecisions) -> dict[str, Any]:
    by_size = _known(found.by_object_size)
    return {
        "map50": found.map50,
        "map75": found.map75,
        "map50_95": found.map50_95,
        "by_object_size": by_size and msgspec.convert(by_size, panels.SizePrecisions, from_attributes=True),
        "iou": _first(found.iou, found.iou_capital),
        "optimal_threshold": _known(found.optimal_threshold),
    }


def _sent(found: msgspec.Struct) -> dict[str, Any]:
    return {name: value for name, value in msgspec.structs.asdict(found).items() if value is not UNSET}


def _known(value: _T | msgspec.UnsetType | None) -> _T | None:
    return None if isinstance(value, msgspec.UnsetType) else value


def _first(*spellings: float | msgspec.UnsetType | None) -> float | None:
    return next((value for value in spellings if isinstance(value, float)), None)
