"""The models of one dataset version side by side, and which of them no other beats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..contract import ComparedModel, Comparison
from .parameters import RefusedError
from .served import ServedEvaluation
from .summary import metrics_of

METRICS = ("mAP", "mAP5095", "mAP75", "mIoU", "precision", "recall", "f1")
_DEFAULTS = {"semantic-segmentation": "mIoU", "classification": "f1"}


def comparison(evaluations: Sequence[ServedEvaluation], query: Mapping[str, str]) -> Comparison:
    """Compare the models of a version by their newest finished evaluations.

    400 for a missing parameter or an unknown metric, 404 for a version of which nothing is served.
    """
    project, version = (_required(query, name) for name in ("project", "version"))
    candidates = [served for served in evaluations if served.project == project and served.version == version]
    if not candidates:
        raise RefusedError(404, "version_not_found", "No evaluation of that project and version.")
    metric = query.get("frontierMetric") or _default(candidates)
    if metric not in METRICS:
        raise RefusedError(400, "invalid_frontier_metric", f"frontierMetric must be one of {', '.join(METRICS)}.")
    models = [_model(served, metric) for served in _latest(candidates)]
    for model in models:
        model.on_frontier = model.exclusion_reason is None and not any(_beats(o, model, metric) for o in models)
    available = [m for m in METRICS if any(model.metrics.get(m) is not None for model in models)]
    return Comparison(metric, available, models)


def _required(query: Mapping[str, str], name: str) -> str:
    value = query.get(name)
    if not value:
        raise RefusedError(400, f"missing_{name}", f"{name} is required.")
    return value


def _default(candidates: Sequence[ServedEvaluation]) -> str:
    tasks = [served.data.task for served in candidates if served.evaluation is not None]
    return _DEFAULTS.get(tasks[0], "mAP5095") if tasks else "mAP5095"


def _latest(candidates: Sequence[ServedEvaluation]) -> list[ServedEvaluation]:
    """One evaluation a model: the newest finished one, else the newest."""
    chosen: dict[str, ServedEvaluation] = {}
    for served in sorted(candidates, key=lambda served: (served.status == "done", served.created_at)):
        chosen[served.model_id or served.eval_id] = served
    return list(chosen.values())


def _model(served: ServedEvaluation, metric: str) -> ComparedModel:
    metrics = metrics_of(served) if served.status == "done" else {}
    reason = None if served.median_latency_ms is not None else "no measured latency"
    if served.status != "done":
        reason = "no completed evaluation"
    elif metrics.get(metric) is None:
        reason = f"no {metric}"
    return ComparedModel(served.model_id or served.eval_id, metrics, served.median_latency_ms, False, reason)  # noqa: FBT003 - the order of the contract


def _beats(other: ComparedModel, model: ComparedModel, metric: str) -> bool:
    """Is ``other`` at least as good and as fast, and better in one of the two?"""
    theirs, ours = other.metrics.get(metric), model.metrics.get(metric)
    if other.median_latency_ms is None or model.median_latency_ms is None or theirs is None or ours is None:
        return False
    as_good = theirs >= ours and other.median_latency_ms <= model.median_latency_ms
    return as_good and (theirs > ours or other.median_latency_ms < model.median_latency_ms)
