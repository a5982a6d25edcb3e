"""One function an endpoint: its answer, computed from the evaluation when it is asked for."""

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
from ..contract.limits import DEFAULT_LIST, DEFAULT_PAGE, MAX_LIST, MAX_PAGE
from ..evaluation.columns.tables import ALL, SPLITS
from . import panels
from .parameters import RefusedError, confidence_of, filter_of, number_of, split_of, state_of
from .served import ServedEvaluation
from .summary import summary_of

Query = Mapping[str, str]


def evaluations(registered: Sequence[ServedEvaluation], query: Query) -> EvalList:
    """The list, filtered, newest first."""
    wanted, status = filter_of(query), state_of(query)
    limit = number_of(query, "limit", DEFAULT_LIST, least=1, most=MAX_LIST)
    found = [served for served in registered if status is None or served.status == status]
    if wanted is not None:
        name, value = wanted
        found = [served for served in found if _filterable(served)[name] == value]
    found.sort(key=lambda served: served.created_at, reverse=True)
    return EvalList([_info(served) for served in found[:limit]])


def evaluation(served: ServedEvaluation) -> EvalInfo:
    """One entry, with its summary when it is done."""
    info = _info(served)
    info.summary = summary_of(served) if served.status == "done" else UNSET
    return info


def confusion_matrix(served: ServedEvaluation, query: Query) -> ConfusionMatrixReport:
    """The sum of the records of a split (or "all") at one stored threshold."""
    split = split_of(query, "test")
    confidence = _stored_threshold(served, split, confidence_of(query))
    matrix = served.records(confidence).matrix(split, len(served.data.classes))
    return ConfusionMatrixReport(split, confidence / 100, list(served.data.classes), matrix.tolist())


def image_predictions(served: ServedEvaluation, query: Query) -> ImagePage:
    """One page of records of a split (or "all") at one stored threshold."""
    split = split_of(query, ALL)
    limit = number_of(query, "limit", DEFAULT_PAGE, least=1, most=MAX_PAGE)
    offset = number_of(query, "offset", 0, least=0)
    confidence = _stored_threshold(served, split, confidence_of(query))
    index = served.records(confidence)
    rows = index.rows(split)
    return ImagePage(split, confidence / 100, len(rows), offset, limit, index.page(rows[offset : offset + limit]))


def map_results(served: ServedEvaluation, _query: Query) -> MapResults:
    """Precision of every split."""
    _check_rows(served, "Average precision")
    return panels.map_results(served.map_results, served.data.task)


def confidence_sweep(served: ServedEvaluation, _query: Query) -> ConfidenceSweep:
    """Rates at every threshold of every split."""
    return panels.confidence_sweep(served.confidence_sweep)


def performance_by_class(served: ServedEvaluation, query: Query) -> PerformanceByClass:
    """Every class of one split, each at its own threshold."""
    found = served.answering.performance_by_class(split_of(query, "test", SPLITS))
    return panels.performance_by_class(found, served.data.task)


def vector_analysis(served: ServedEvaluation, query: Query) -> VectorAnalysis:
    """The clusters at one stored threshold."""
    _check_rows(served, "The analysis of clusters")
    confidence = _stored_threshold(served, ALL, confidence_of(query))
    return panels.vector_analysis(served.answering.vector_analysis(confidence))


def recommendations(served: ServedEvaluation, _query: Query) -> Recommendations:
    """Advice, made when it is asked for but dated as the evaluation is."""
    _check_rows(served, "Advice")
    return panels.recommendations(served.answering.recommendations(), _created_at(served))


def _check_rows(served: ServedEvaluation, what: str) -> None:
    """Refuse what is counted from all rows in memory, of an evaluation in tables."""
    if served.lacks_rows:
        raise RefusedError(
            501,
            "rows_in_tables",
            f"{what} needs all rows in memory, and this evaluation is in tables. Serve what "
            "ev.to_memory(ev.images(...)) returns.",
        )


def _stored_threshold(served: ServedEvaluation, split: str, confidence: int | None) -> int:
    asked = served.canonical if confidence is None else confidence
    if not served.stores(split, asked):
        raise RefusedError(404, "report_not_found", f"No report at confidence {asked} for this evaluation.")
    return asked


def _info(served: ServedEvaluation) -> EvalInfo:
    return EvalInfo(
        eval_id=served.eval_id,
        status=served.status,
        project=served.project,
        version_id=served.version,
        model_id=served.model_id,
        created_at=_created_at(served),
    )


def _created_at(served: ServedEvaluation) -> str:
    return served.created_at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _filterable(served: ServedEvaluation) -> dict[str, str | None]:
    return {"project": served.project, "version": served.version, "model": served.model_id}
