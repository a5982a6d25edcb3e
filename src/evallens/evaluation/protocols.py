"""What an evaluation may be given from outside: a source of reports, and pictures."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from .columns.report import Report
from .panels import ConfidenceSweep, MapResults, PerformanceByClass, Recommendations, VectorAnalysis

if TYPE_CHECKING:
    from .evaluation import Evaluation

Progress = Callable[[int, int], None]
"""Called with (done, total) while something long runs; total 0: unknown."""


class Cancelled(Protocol):
    """Set once nobody wants the answer any more; a ``threading.Event`` is one."""

    def is_set(self) -> bool:
        """Should one stop now?"""
        ...

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until it is set, at most ``timeout`` seconds."""
        ...


class FilePath(Protocol):
    """What ``open`` takes for a path besides a string."""

    def __fspath__(self) -> str: ...


class Source(Protocol):
    """Where reports come from when the columns do not hold a threshold."""

    def report(
        self,
        split: str,
        confidence: int,
        *,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> Report:
        """Fetch one split (or "all") at an integer percent.

        Raises ReportNotStoredError when the service holds none there, ServiceError otherwise.
        A ``progress`` callback may raise to cancel; ``cancelled``, once set, ends every wait soon, with
        any EvalLensError.
        """
        ...


class Panels(Protocol):
    """Numbers an evaluation is asked for besides its sums: counted here, or a service's own.

    A service's answers are its own and are shown as such; each method may raise ServiceError.
    """

    @property
    def is_service(self) -> bool:
        """Does a service answer? Else the numbers are counted from the columns."""
        ...

    @property
    def page(self) -> str | None:
        """Address of the evaluation in the service's app, if there is one."""
        ...

    def confidence_sweep(self, evaluation: Evaluation) -> ConfidenceSweep:
        """Rates of each split and class by threshold."""
        ...

    def performance_by_class(self, evaluation: Evaluation, split: str) -> PerformanceByClass:
        """Each class of a single split at its own best threshold."""
        ...

    def vector_analysis(self, evaluation: Evaluation, confidence: int) -> VectorAnalysis:
        """The clusters of the images at an integer percent."""
        ...

    def map_results(self, evaluation: Evaluation) -> MapResults:
        """Mean average precision of each split and class."""
        ...

    def recommendations(self, evaluation: Evaluation) -> Recommendations:
        """What to do next."""
        ...
