"""An evaluation: immutable columns with a header, and the questions one can ask of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Unpack, get_args

import numpy as np
from numpy.typing import NDArray

from .. import archive
from ..errors import InputError, unknown_name
from ..matching.percent import PERCENTS
from ..pictures import ImageRef, Pictures
from ..pictures.stored import StoredPictures
from . import arguments, facets, saving
from .columns.coverage import Coverage, splits_of
from .columns.header import Header, Task
from .columns.notices import Notice
from .columns.report import Report, merged
from .columns.tables import ALL, SPLITS, Columns
from .facets import FacetArguments
from .metrics.calibration import Reliability, reliability
from .metrics.cells import Mask
from .metrics.order import Sort
from .metrics.panels import ComputedPanels
from .panels import ConfidenceSweep, MapResults, PerformanceByClass, Recommendations, VectorAnalysis
from .protocols import Cancelled, FilePath, Progress, Queries, ServicePanels, Source
from .queries import ColumnQueries
from .results import ConfusionMatrix, ImageTable
from .where import Where

Cell = tuple[str | int, str | int]
"""(actual, predicted) by class name or index."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Evaluation:
    """One evaluation of one model. Immutable: ``fetched`` returns a new one.

    Ask for it with :func:`evallens.demo`, :func:`evallens.open` or :func:`evallens.evaluate`.

    >>> import evallens
    >>> ev = evallens.demo()
    >>> ev.confusion_matrix(split="test", confidence=50).matrix.shape
    (11, 11)
    """

    header: Header
    columns: Columns
    coverage: Coverage = field(default_factory=Coverage.everything)
    source: Source | None = None
    """Where a threshold outside ``coverage`` is fetched from."""
    pictures: Pictures | None = None
    panels: ServicePanels | None = None
    """A service's own panels; ``None``: they are counted from the columns."""

    @cached_property
    def queries(self) -> Queries:
        """Answers every question about what is loaded."""
        return ColumnQueries(self.header, self.columns)

    @cached_property
    def computed(self) -> ComputedPanels:
        """The panels counted from the columns, whatever a service says."""
        return ComputedPanels(self.header, self.columns, self.coverage)

    @property
    def title(self) -> str:
        """What the evaluation is called."""
        return self.header.title

    @property
    def task(self) -> Task:
        """``object-detection``, ``instance-segmentation``, ``semantic-segmentation`` or ``classification``."""
        return self.header.task

    @property
    def classes(self) -> tuple[str, ...]:
        """Class names; the index of a name is its row and column in every matrix."""
        return self.header.classes

    @property
    def notices(self) -> list[Notice]:
        """What was left out or looked odd."""
        return list(self.header.notices)

    @property
    def splits(self) -> dict[str, int]:
        """Number of images in each split that has any."""
        return dict(self.columns.images.split_sizes)

    @property
    def image_count(self) -> int:
        """Number of images of all splits."""
        return len(self.columns.images)

    @property
    def has_objects(self) -> bool:
        """Are there boxes behind the outcomes?"""
        return self.columns.objects is not None

    @property
    def has_masks(self) -> bool:
        """Have the boxes masks?"""
        return self.columns.masks is not None

    @property
    def facets(self) -> tuple[str, ...]:
        """The names of the facets that this evaluation can be filtered by."""
        return tuple(one.name for one in facets.FACETS if one.has(self.columns))

    @property
    def thresholds(self) -> tuple[int, ...]:
        """Integer percents that some split answers without fetching; empty without scores."""
        if not self.header.scored:
            return ()
        present = [SPLITS.index(s) for s in self.splits]
        return tuple(np.flatnonzero(self.coverage.covered[present].any(axis=0)).tolist())

    @property
    def default_split(self) -> str:
        """Test, else valid, else train."""
        return self.columns.images.default_split

    @property
    def summary(self) -> dict[str, Any]:
        """What ``evallens info`` prints: title, task, classes, splits, thresholds and sizes."""
        objects = self.columns.objects
        return {
            "title": self.title,
            "task": self.task,
            "classes": list(self.classes),
            "background": self.header.background,
            "splits": self.splits,
            "thresholds": list(self.thresholds),
            "images": self.image_count,
            "outcomes": len(self.columns.outcomes),
            "objects": 0 if objects is None else len(objects),
        }

    def __repr__(self) -> str:
        return f"Evaluation({self.title!r}, {self.task}, {self.image_count} images)"

    def confusion_matrix(
        self,
        split: str | None = None,
        confidence: int | None = None,
        images: ImageTable | NDArray[Any] | Sequence[int] | None = None,
    ) -> ConfusionMatrix:
        """Count ``matrix[actual][predicted]`` over a split, or over given ``images`` of it.

        ``images`` is an ImageTable, a boolean mask over all images or image rows. Raises
        UnknownNameError for a split that is not there, InputError for images that are not,
        ServiceError when fetching fails.
        """
        wanted = self.where(split=split, confidence=confidence)
        fetched = self.fetched(wanted.split, wanted.confidence)
        if images is None:
            return fetched.recount(wanted)
        rows = images.rows if isinstance(images, ImageTable) else images
        return fetched.recount(wanted, arguments.among(rows, fetched.image_count))

    def images(
        self,
        split: str | None = None,
        confidence: int | None = None,
        cells: Iterable[Cell] | None = (),
        *,
        sort: Sort = "errors",
        **facets: Unpack[FacetArguments],
    ) -> ImageTable:
        """The images that every facet leaves, in gallery order.

        ``cells`` are (actual, predicted) pairs of class names or indices; an image behind any of
        them passes. The other facets: ``clusters``, ``lasso``, ``query``, ``picked`` and ``where``; see
        :class:`FacetArguments`. Raises UnknownNameError naming the closest class, split or cluster, InputError
        for anything else that is not there, such as an image row, ServiceError when fetching fails.

        >>> import evallens
        >>> ev = evallens.demo()
        >>> len(ev.images("test", 20, cells=[("3", "9")]))
        10
        >>> len(ev.images(cells=[("3", "9")], where={"score": (0.5, None)}))
        6
        """
        wanted = self.where(split, confidence, cells, **facets)
        return self.fetched(wanted.split, wanted.confidence).select(wanted, sort)

    def select(self, wanted: Where, sort: Sort = "errors") -> ImageTable:
        """The visible images of ``wanted`` in gallery order; the columns must cover it.

        Raises UnknownNameError for a sort that is not there.
        """
        if sort not in get_args(Sort):
            raise unknown_name("sort", sort, get_args(Sort))
        return self.queries.page(wanted, sort)

    def recount(self, wanted: Where, among: Mask | None = None) -> ConfusionMatrix:
        """The matrix over every facet of ``wanted`` except its cells; the columns must cover it.

        ``among``, one boolean an image, leaves out further images.
        """
        return ConfusionMatrix(
            matrix=self.queries.matrix(wanted, among),
            classes=self.classes,
            split=wanted.split,
            confidence=wanted.confidence,
            background=self.header.background,
        )

    def where(
        self,
        split: str | None = None,
        confidence: int | None = None,
        cells: Iterable[Cell] | None = (),
        **given: Unpack[FacetArguments],
    ) -> Where:
        """A question from arguments as ``images`` takes them, checked, with the defaults filled in.

        Raises InputError in words for what is not there, UnknownNameError where another name was meant.
        """
        split = self.default_split if split is None else split
        if not isinstance(split, str):
            raise InputError(f"split is a name, not {split!r}; a threshold goes in confidence=.")
        if split not in (ALL, self.default_split, *self.splits):
            raise unknown_name("split", split, [*self.splits, ALL])
        return Where(
            split=split,
            confidence=arguments.percent(self.header.confidence if confidence is None else confidence),
            facets=facets.checked({"cells": cells, **given}, self.header, self.columns),
        )

    def confidence_sweep(self) -> ConfidenceSweep:
        """Precision, recall and F1 of each split and class by threshold; raises ServiceError where a service fails."""
        return (self.panels or self.computed).confidence_sweep()

    def performance_by_class(self, split: str | None = None) -> PerformanceByClass:
        """Each class of a single split, at the threshold where its own F1 peaks.

        Raises InputError for "all", UnknownNameError for a split that is not there, ServiceError where a service fails.
        """
        wanted = self.where(split).split
        if wanted == ALL:
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

    def covers(self, split: str, confidence: int) -> bool:
        """Do the columns answer ``split`` at ``confidence`` without fetching?"""
        return bool(self.coverage.thresholds(splits_of(split, self.splits))[confidence])

    def fetched(self, split: str, confidence: int, *, progress: Progress | None = None) -> Evaluation:
        """This evaluation when it covers the pair, else a new one that does; raises as ``report``."""
        if self.covers(split, confidence):
            return self
        return self.including(self.report(split, confidence, progress=progress))

    def report(
        self,
        split: str,
        confidence: int,
        *,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> Report:
        """Fetch what the columns do not hold; ``cancelled``, once set, gives up.

        Raises InputError when there is no source to fetch from, ServiceError when fetching fails.
        """
        if self.source is None:
            known = ", ".join(f"{t} %" for t in self.thresholds) or "none"
            raise InputError(f"No report at {confidence} % for split {split!r} is loaded. Loaded: {known}.")
        return self.source.report(split, confidence, progress=progress, cancelled=cancelled)

    def including(self, report: Report) -> Evaluation:
        """A new evaluation with ``report`` merged in; existing rows keep their index."""
        header, columns, coverage = merged(self.header, self.columns, self.coverage, report)
        return replace(self, header=header, columns=columns, coverage=coverage)

    def limited_to(self, percents: Iterable[int]) -> Evaluation:
        """A new evaluation of these thresholds alone, integer percents: other outcomes and claims are left out."""
        wanted = np.zeros(PERCENTS, np.bool_)
        wanted[list(percents)] = True
        outcomes = self.columns.outcomes
        before = np.concatenate([[0], np.cumsum(wanted)])
        held = before[outcomes.last.astype(np.int64) + 1] > before[outcomes.first]
        columns = replace(self.columns, outcomes=outcomes.take(held))
        return replace(self, columns=columns, coverage=Coverage(self.coverage.covered & wanted))

    def image(self, row: int) -> ImageRef:
        """What names the image of ``row`` to a store of pictures."""
        images = self.columns.images
        return ImageRef(row, images.id[row], images.name[row], SPLITS[int(images.split[row])])

    def save(self, path: str | FilePath) -> None:
        """Write the evaluation to one file, by custom called NAME.evallens; all or nothing.

        Read it again with ``evallens.open(path)``. Raises InputError when it cannot be written.
        """
        pictures = None
        if self.pictures is not None:
            # Asked for together: a service's are fetched a few at once.
            pictures = StoredPictures.of(list(self.pictures.thumbnails(map(self.image, range(self.image_count)))))
        entries = saving.entries(self.header, self.columns, self.coverage, pictures)
        archive.write(path, entries, compressed={saving.PICTURES})
