"""The service's own panels, to be shown as reported by the service."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import ReportNotStoredError, ServiceError
from ..evaluation.panels import ConfidenceSweep, MapResults, PerformanceByClass, Recommendations, VectorAnalysis
from . import panel_answers
from .client import Client


@dataclass(frozen=True)
class RestPanels:
    """Asks the service anew each time; every method raises the ServiceError that says what happened."""

    client: Client
    eval_id: str
    page: str | None = None
    """Address of the evaluation in the service's app, where it is known."""

    def confidence_sweep(self) -> ConfidenceSweep:
        """Rates of each split and class by threshold, as the service counted them."""
        return panel_answers.confidence_sweep(self.client.confidence_sweep(self.eval_id))

    def performance_by_class(self, split: str) -> PerformanceByClass:
        """Each class of a single split at its own best threshold."""
        return panel_answers.performance_by_class(self.client.performance_by_class(self.eval_id, split=split))

    def vector_analysis(self, confidence: int) -> VectorAnalysis:
        """The clusters at an integer percent; raises ReportNotStoredError when none is stored there."""
        try:
            return panel_answers.vector_analysis(self.client.vector_analysis(self.eval_id, confidence=confidence))
        except ServiceError as error:
            if error.status != 404:
                raise
            code = error.code
        raise ReportNotStoredError(f"No report stored at {confidence} %.", status=404, code=code)

    def map_results(self) -> MapResults:
        """Mean average precision of each split and class."""
        return panel_answers.map_results(self.client.map_results(self.eval_id))

    def recommendations(self) -> Recommendations:
        """What the service advises."""
        return panel_answers.recommendations(self.client.recommendations(self.eval_id))
