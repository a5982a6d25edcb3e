"""The answers: each computed from the evaluation when it is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC

from msgspec import UNSET

from ..contract import (
    ConfidenceSweep,
    ConfusionMatrixReport,
    EvalInfo,
    EvalList,
    ImagePage,
    MapResults,
    PerformanceByClass,
    Recommendations,
    VectorAnalysis,
)
from ..evaluation.columns.tables import ALL, SPLITS
from .queries import RefusedError, confidence_of, filter_of, number_of, split_of, state_of
from .served import Served
from .summary import summary_of

DEFAULT_LIST, MAX_LIST = 50, 200
DEFAULT_PAGE, MAX_PAGE = 200, 1000

Query = Mapping[str, str]


def evaluations(offered: Sequence[Served], query: Query) -> EvalList:
    """The list, filtered, newest first."""
    wanted, status = filter_of(query), state_of(query)
    limit = number_of(query, "limit", DEFAULT_LIST, least=1, most=MAX_LIST)
    found = [
        one
        for one in offered
        if (status is None or one.status == status) and (wanted is None or _named(one)[wanted[0]] == wanted[1])
    ]
    found.sort(key=lambda one: one.created_at, reverse=True)
    return EvalList([_info(one) for one in found[:limit]])


def evaluation(one: Served) -> EvalInfo:
    """One entry, with its summary when it is done."""
    info = _info(one)
    info.summary = summary_of(one) if one.status == "done" else UNSET
    return info


def confusion_matrix(one: Served, query: Query) -> ConfusionMatrixReport:
    """The sum of the records of a split (or "all") at one stored threshold."""
    split = split_of(query, "test")
    confidence = _stored(one, split, confidence_of(query))
    matrix = one.records(confidence).matrix(split, len(one.data.classes))
    return ConfusionMatrixReport(split, confidence / 100, list(one.data.classes), matrix.tolist())


def image_predictions(one: Served, query: Query) -> ImagePage:
    """One page of records of a split (or "all") at one stored threshold."""
    split = split_of(query, ALL)
    limit = number_of(query, "limit", DEFAULT_PAGE, least=1, most=MAX_PAGE)
    offset = number_of(query, "offset", 0, least=0)
    confidence = _stored(one, split, confidence_of(query))
    index = one.records(confidence)
    rows = index.rows(split)
    return ImagePage(split, confidence / 100, len(rows), offset, limit, index.page(rows[offset : offset + limit]))


def map_results(one: Served, _query: Query) -> MapResults:
    """Precision of every split."""
    return one.map_results


def confidence_sweep(one: Served, _query: Query) -> ConfidenceSweep:
    """Rates at every threshold of every split."""
    return one.panels.confidence_sweep(one.data)


def performance_by_class(one: Served, query: Query) -> PerformanceByClass:
    """Every class of one split, each at its own threshold."""
    return one.panels.performance_by_class(one.data, split_of(query, "test", SPLITS))


def vector_analysis(one: Served, query: Query) -> VectorAnalysis:
    """The clusters at one stored threshold."""
    return one.panels.vector_analysis(one.data, _stored(one, ALL, confidence_of(query)))


def recommendations(one: Served, _query: Query) -> Recommendations:
    """Advice, made when it is asked for but dated as the evaluation is."""
    found = one.panels.recommendations(one.data)
    if found.generated:
        found.generated_at = _written(one)
        if isinstance(found.recommendations, dict) and isinstance(found.recommendations.get("summary"), dict):
            found.recommendations["summary"]["generatedAt"] = found.generated_at
    return found


def _stored(one: Served, split: str, confidence: int | None) -> int:
    asked = one.canonical if confidence is None else confidence
    if not one.stores(split, asked):
        raise RefusedError(404, "report_not_found", f"No report at confidence {asked} for this evaluation.")
    return asked


def _info(one: Served) -> EvalInfo:
    return EvalInfo(
        eval_id=one.eval_id,
        status=one.status,
        project=one.project,
        version_id=one.version,
        model_id=one.model_id,
        created_at=_written(one),
    )


def _written(one: Served) -> str:
    return one.created_at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _named(one: Served) -> dict[str, str | None]:
    return {"project": one.project, "version": one.version, "model": one.model_id}
