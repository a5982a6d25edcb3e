"""An evaluation: immutable columns with a header, and the questions one can ask of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self, Unpack

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError
from ..pictures.renumbered import renumbered
from ..text import counted
from . import arguments, narrowing
from .columns.tables import ALL
from .facets import Cell, FacetArguments
from .judged import Protocol
from .metrics.calibration import Reliability, reliability
from .metrics.error_types import ErrorTypes
from .metrics.order import SORTS_OF_TWO, InstanceSort, Sort
from .panels import ConfidenceSweep, MapResults, PerformanceByClass, Recommendations, VectorAnalysis
from .protocols import ServicePanels
from .results import ConfusionMatrix, ImageTable, InstanceTable
from .side_by_side import SideBySide
from .tested import Tested


@dataclass(frozen=True, eq=False, kw_only=True)
class Evaluation(SideBySide, Tested):
    """One evaluation of one model, or of two side by side. Immutable: ``fetched`` returns a new one.

    Ask for it with :func:`evallens.demo`, :func:`evallens.open` or :func:`evallens.evaluate`.

    >>> import evallens
    >>> ev = evallens.demo()
    >>> ev.confusion_matrix(split="test", confidence=50).matrix.shape
    (11, 11)
    """

    file: str | None = None
    """The path of the file that it was opened from."""
    panels: ServicePanels | None = None
    """A service's own panels; ``None``: they are counted from the columns."""

    def __repr__(self) -> str:
        called = " and ".join(map(repr, self.models)) if self.peers else repr(self.title)
        return f"Evaluation({called}, {self.task}, {counted(self.image_count, 'images')})"

    def confusion_matrix(
        self,
        split: str | None = None,
        confidence: int | None = None,
        images: ImageTable | NDArray[Any] | Sequence[int] | None = None,
        model: str | None = None,
    ) -> ConfusionMatrix:
        """Count ``matrix[actual][predicted]`` over a split, or over given ``images`` of it.

        ``images`` is an ImageTable, a boolean mask over all images or image rows; ``model`` the name of one of two
        models, by default the last. Raises
        UnknownNameError for a split that is not there, InputError for images that are not,
        ServiceError when fetching fails.
        """
        shown = self.showing(model)
        wanted = shown.where(split, confidence)
        fetched = shown.ready(wanted)
        if images is None:
            return fetched.recount(wanted)
        rows = images.rows if isinstance(images, ImageTable) else images
        return fetched.recount(wanted, arguments.among(rows, fetched.image_count))

    def images(
        self,
        split: str | None = None,
        confidence: int | tuple[int, int] | None = None,
        cells: Iterable[Cell] | None = (),
        *,
        model: str | None = None,
        compared: bool = False,
        sort: Sort = "errors",
        **facets: Unpack[FacetArguments],
    ) -> ImageTable:
        """The images that every facet leaves, in gallery order.

        ``cells`` are (actual, predicted) pairs of class names or indices; an image behind any of
        them passes. The other facets: ``clusters``, ``lasso``, ``query``, ``picked`` and ``where``; see
        :class:`FacetArguments`. Of two models ``model`` names the one that is asked. A pair of thresholds, ``change``,
        ``transition``, ``compared`` or a sort "regressed" or "fixed" compares it with the other one: the table then
        holds the counts of both. ``compared`` takes cells as those of the difference: an image passes in which the
        count of one differs. Raises UnknownNameError naming the closest class, split or cluster, InputError
        for anything else that is not there, such as an image row, ServiceError when fetching fails.

        >>> import evallens
        >>> ev = evallens.demo()
        >>> len(ev.images("test", 20, cells=[("3", "9")]))
        10
        >>> len(ev.images(cells=[("3", "9")], where={"score": (0.5, None)}))
        6
        """
        shown = self.showing(model)
        baseline = shown.baseline_model if sort in SORTS_OF_TWO else None
        if sort in SORTS_OF_TWO:
            self.check_two()
        wanted = shown.where(split, confidence, cells, baseline=baseline, compared=compared, **facets)
        if wanted["transition"]:
            shown.check_transitions()
        return shown.ready(wanted).select(wanted, sort)

    def instances(
        self,
        split: str | None = None,
        confidence: int | tuple[int, int] | None = None,
        cells: Iterable[Cell] | None = (),
        *,
        model: str | None = None,
        compared: bool = False,
        sort: InstanceSort = "score",
        **facets: Unpack[FacetArguments],
    ) -> InstanceTable:
        """The instances that every facet leaves, with their boxes: the highest score, IoU or size first.

        It takes what ``images`` takes; what has no value comes last. Two models compared give every truth once, false
        positives of the model that is asked, and those of the other one that are gone, where no facet of outcomes but
        the size is set or ``transition`` names "gone"; a column ``of`` says whose. Cells that are ``compared`` give
        what is in them under one model alone, of images in which the count differs.

        In classification an instance is an image, which has no box. Raises InputError where pixels are counted, and for
        a service's counts, which name no boxes; else as ``images``.

        The five most confident false positives of the class "8", as a DataFrame:

        >>> import evallens
        >>> ev = evallens.demo()
        >>> frame = ev.instances(cells=[("background", "8")])[:5].to_pandas()
        >>> frame["score"].round(2).tolist()
        [0.59, 0.39, 0.37, 0.25, 0.21]
        """
        shown = self.showing(model)
        wanted = shown.where(split, confidence, cells, compared=compared, **facets)
        return shown.ready(wanted).select_instances(wanted, sort)

    def error_types(
        self, split: str | None = None, confidence: int | None = None, *, protocol: Protocol | None = None
    ) -> ErrorTypes:
        """How many errors of each kind there are, by class too, and F1 without each kind.

        Args:
            split: A split, or "all".
            confidence: Integer percent.
            protocol: "tide" counts as TIDE does, within a class and by confidence whatever the evaluation's own rule,
                and says what average precision would gain without each kind (dAP).

        Raises UnknownNameError for a split or protocol that is not there, InputError where the protocol needs boxes,
        ServiceError when fetching fails.

        >>> import evallens
        >>> found = evallens.demo().error_types("test", confidence=30)
        >>> found.counts["duplicate"], round(found.f1, 3), round(found.f1_without["missed"], 3)
        (10, 0.844, 0.901)
        """
        wanted = self.where(split, confidence)
        fetched = self.fetched(wanted.split, wanted.confidence)
        return fetched.counted_errors(wanted.split, wanted.confidence, protocol)

    def to_memory(self, images: Any = None) -> Self:
        """The evaluation of some images alone, with all their outcomes and boxes in memory.

        What an evaluation in tables cannot be asked, such as average precision, calibration or suspects, this can.

        Args:
            images: An ImageTable, a boolean mask over all images or image rows; by default every image.

        Raises InputError for images that are not there, for more than two million, and of two models.

        >>> import evallens
        >>> ev = evallens.demo()
        >>> ev.to_memory(ev.images("test", clusters=[0]))
        Evaluation('Digit scenes', object-detection, 10 images)
        """
        if self.peers:
            names = " and ".join(f"ev.model({name!r})" for name in self.models)
            raise InputError(f"Images are brought into memory of one model: ask {names}.")
        given = np.arange(self.image_count) if images is None else getattr(images, "rows", images)
        rows = np.flatnonzero(arguments.among(given, self.image_count))
        return replace(
            self,
            columns=narrowing.columns_of(self.queries, rows),
            tables=None,
            source=None,
            panels=None,
            pictures=renumbered(self.pictures, rows, self.image_count),
            segmentations=renumbered(self.segmentations, rows, self.image_count),
        )

    def confidence_sweep(self) -> ConfidenceSweep:
        """Precision, recall and F1 of each split and class by threshold; raises ServiceError where a service fails."""
        return (self.panels or self.computed).confidence_sweep()

    def performance_by_class(self, split: str | None = None) -> PerformanceByClass:
        """Each class of a single split, or of all where no image is in one, at the threshold where its own F1 peaks.

        Raises InputError for "all" else, UnknownNameError for no split of it, ServiceError where a service fails.
        """
        wanted = self.where(split).split
        if wanted == ALL != self.default_split:
            raise InputError("performance_by_class is asked for one split at a time")
        return (self.panels or self.computed).performance_by_class(wanted)

    def vector_analysis(self, confidence: int | None = None) -> VectorAnalysis:
        """The clusters of the images: sizes, splits and rates; raises ServiceError where a service fails."""
        percent = self.where(ALL, confidence).confidence
        return (self.panels or self.fetched(ALL, percent).computed).vector_analysis(percent)

    def map_results(self) -> MapResults:
        """Mean average precision of each split and class; ``None`` where there are no objects.

        Raises ServiceError where a service fails.
        """
        return (self.panels or self.computed).map_results()

    def calibration(self, split: str | None = None, confidence: int = 0, *, bins: int = 10) -> Reliability:
        """Is a confidence of 80 % right in 80 of 100 cases? Predictions kept at ``confidence`` in equal bins of score.

        Raises InputError without scores, or where stored reports know single thresholds only.

        >>> import evallens
        >>> round(evallens.demo().calibration("test").error, 2)
        0.08
        """
        wanted = self.where(split, confidence)
        if not self.header.scored:
            raise InputError("the predictions carry no confidence, so it cannot be right or wrong")
        if not self.covers(wanted.split, wanted.confidence) or not self.covers(wanted.split, 100):
            raise InputError("calibration needs every threshold; this evaluation holds stored reports only")
        if arguments.whole(bins, meaning := "bins is a whole number of at least 1") < 1:
            raise InputError(f"{meaning}, not {bins!r}")
        return reliability(self.header, self.columns, wanted.split, wanted.confidence, bins)

    def recommendations(self) -> Recommendations:
        """What the numbers suggest doing next; raises ServiceError where a service fails."""
        return (self.panels or self.computed).recommendations()
