"""What an evaluation may be given from outside: a source of reports, and pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple, Protocol

from ..wire import ConfidenceSweep, MapResults, PerformanceByClass, Recommendations, VectorAnalysis
from .report import Report

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


class ImageRef(NamedTuple):
    """What names one image to a store of pictures."""

    row: int
    id: str
    name: str
    split: str


class Picture(NamedTuple):
    """An encoded picture (JPEG, PNG or WebP bytes) and the pixel size of the original image."""

    data: bytes
    width: int
    """Pixels of the original, in which boxes are measured; 0: unknown."""
    height: int


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


class Pictures(Protocol):
    """Where the pictures of the images come from."""

    @property
    def is_at_hand(self) -> bool:
        """Does a thumbnail cost no more than copying it? Else it has to be made or fetched."""
        ...

    def thumbnail(self, image: ImageRef) -> Picture | None:
        """A small picture for a card, or ``None`` when there is none."""
        ...

    def thumbnails(self, images: Iterable[ImageRef]) -> Iterator[Picture | None]:
        """The small pictures of ``images`` in order; closing the iterator gives up what is under way."""
        ...

    def large(self, image: ImageRef) -> Picture | None:
        """The picture for the large view, or ``None`` when there is none."""
        ...


class Panels(Protocol):
    """Numbers an evaluation is asked for besides its sums: counted here, or a service's own.

    A service's answers are its own and are shown as such; each method may raise ServiceError.
    """

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
