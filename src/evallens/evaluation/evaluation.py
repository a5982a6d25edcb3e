"""An evaluation: immutable columns with a header, and the questions one can ask of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError, unknown_name
from ..pictures import ImageRef, Pictures
from . import arguments as asked
from . import filters
from .columns.coverage import Coverage, splits_of
from .columns.header import Header, Task
from .columns.notices import Notice
from .columns.report import Report, merged
from .columns.tables import ALL, SPLITS, Columns
from .filters import Cell, Filters, Sort
from .metrics.calibration import Reliability, reliability
from .metrics.counts import Mask
from .metrics.panels import ComputedPanels
from .panels import ConfidenceSweep, MapResults, PerformanceByClass, Recommendations, VectorAnalysis
from .polygon import Polygon
from .protocols import Cancelled, FilePath, Panels, Progress, Source
from .results import ConfusionMatrix, ImageTable

_DEFAULT_SPLITS = ("test", "valid", "train")


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
    panels: Panels = field(default_factory=ComputedPanels)
    """Counts the panels from the columns, or asks a service for its own."""

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
    def thresholds(self) -> tuple[int, ...]:
        """Integer percents that some split answers without fetching; empty without scores."""
        if not self.header.scored:
            return ()
        present = [SPLITS.index(s) for s in self.splits]
        return tuple(np.flatnonzero(self.coverage.covered[present].any(axis=0)).tolist())

    @property
    def default_split(self) -> str:
        """Test, else valid, else train."""
        present = self.splits
        return next((s for s in _DEFAULT_SPLITS if s in present), "test")

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
            "images": len(self.columns.images),
            "outcomes": len(self.columns.outcomes),
            "objects": 0 if objects is None else len(objects),
        }

    def __repr__(self) -> str:
        return f"Evaluation({self.title!r}, {self.task}, {len(self.columns.images)} images)"

    def confusion_matrix(
        self,
        split: str | None = None,
        confidence: int | None = None,
        images: ImageTable | NDArray[Any] | Sequence[int] | None = None,
    ) -> ConfusionMatrix:
        """Count ``matrix[actual][predicted]`` over a split, or over given ``images`` of it.

        ``images`` is an ImageTable, a boolean mask over all images or image rows. Raises
        UnknownNameError for a split that is not there, ServiceError when fetching fails.
        """
        wanted = self.filters(split=split, confidence=confidence)
        fetched = self.fetched(wanted.split, wanted.confidence)
        if images is None:
            return fetched.recount(wanted)
        rows = images.rows if isinstance(images, ImageTable) else images
        return fetched.recount(wanted, asked.among(rows, len(fetched.columns.images)))

    def images(
        self,
        split: str | None = None,
        confidence: int | None = None,
        cells: Iterable[tuple[str | int, str | int]] | None = (),
        *,
        clusters: Iterable[int] | None = (),
        lasso: Polygon | None = (),
        query: str = "",
        picked: Iterable[int] | ImageTable | None = (),
        sort: Sort = "errors",
    ) -> ImageTable:
        """The images that every filter leaves, in gallery order.

        ``cells`` are (actual, predicted) pairs of class names or indices; an image behind any of
        them passes. Raises UnknownNameError naming the closest class, split or cluster, InputError for
        anything else that is not there, such as an image row.
        """
        wanted = self.filters(
            split=split,
            confidence=confidence,
            cells=cells,
            clusters=clusters,
            lasso=lasso,
            query=query,
            picked=picked,
        )
        return self.fetched(wanted.split, wanted.confidence).select(wanted, sort)

    def select(self, wanted: Filters, sort: Sort = "errors") -> ImageTable:
        """The visible images of ``wanted`` in gallery order; the columns must cover it."""
        if sort not in get_args(Sort):
            raise unknown_name("sort", sort, get_args(Sort))
        rows, tallies = filters.select(self.columns, wanted, sort, self.header)
        return ImageTable(rows, self.columns.images, tallies)

    def recount(self, wanted: Filters, among: Mask | None = None) -> ConfusionMatrix:
        """The matrix over every filter of ``wanted`` except its cells; the columns must cover it.

        ``among``, one boolean an image, leaves out further images.
        """
        return ConfusionMatrix(
            matrix=filters.matrix(self.columns, wanted, len(self.classes), among),
            classes=self.classes,
            split=wanted.split,
            confidence=wanted.confidence,
            background=self.header.background,
        )

    def confidence_sweep(self) -> ConfidenceSweep:
        """Precision, recall and F1 of each split and class by threshold."""
        return self.panels.confidence_sweep(self)

    def performance_by_class(self, split: str | None = None) -> PerformanceByClass:
        """Each class of a single split, at the threshold where its own F1 peaks."""
        wanted = self.filters(split=split).split
        if wanted == ALL:
            raise InputError("performance_by_class is asked for one split at a time")
        return self.panels.performance_by_class(self, wanted)

    def vector_analysis(self, confidence: int | None = None) -> VectorAnalysis:
        """The clusters of the images: sizes, splits and rates."""
        wanted = self.filters(split=ALL, confidence=confidence)
        return self.panels.vector_analysis(self, wanted.confidence)

    def map_results(self) -> MapResults:
        """Mean average precision of each split and class; ``None`` where there are no objects."""
        return self.panels.map_results(self)

    def calibration(self, split: str | None = None, confidence: int = 0, *, bins: int = 10) -> Reliability:
        """Is a confidence of 80 % right in 80 of 100 cases? Predictions kept at ``confidence`` in equal bins of score.

        Raises InputError without scores, or where stored reports know single thresholds only.

        >>> import evallens
        >>> round(evallens.demo().calibration("test").error, 2)
        0.08
        """
        return reliability(self, split, confidence, bins=bins)

    def recommendations(self) -> Recommendations:
        """What the numbers suggest doing next."""
        return self.panels.recommendations(self)

    def filters(
        self,
        *,
        split: str | None = None,
        confidence: int | None = None,
        cells: Iterable[tuple[str | int, str | int]] | None = (),
        clusters: Iterable[int] | None = (),
        lasso: Polygon | None = (),
        query: str = "",
        picked: Iterable[int] | ImageTable | None = (),
    ) -> Filters:
        """Check what a caller asked for and fill in the defaults; raises InputError in words for all else."""
        split = self.default_split if split is None else split
        if not isinstance(split, str):
            raise InputError(f"split is a name, not {split!r}; a threshold goes in confidence=.")
        if split not in (ALL, self.default_split, *self.splits):
            raise unknown_name("split", split, [*self.splits, ALL])
        return Filters(
            split=split,
            confidence=asked.percent(self.header.confidence if confidence is None else confidence),
            cells=tuple(dict.fromkeys(self.cell(*pair) for pair in asked.cells(cells))),
            clusters=asked.clusters(clusters, self.columns.images),
            lasso=asked.vertices(lasso),
            query=asked.text(query, "query is a part of an image name"),
            picked=asked.picked(picked, len(self.columns.images)),
        )

    def cell(self, actual: str | int, predicted: str | int) -> Cell:
        """Class indices of a cell given by names or indices."""
        return self._class(actual), self._class(predicted)

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

    def image(self, row: int) -> ImageRef:
        """What names the image of ``row`` to a store of pictures."""
        images = self.columns.images
        return ImageRef(row, images.id[row], images.name[row], SPLITS[int(images.split[row])])

    def save(self, path: str | FilePath) -> None:
        """Write the evaluation to one file, by custom called NAME.evallens; all or nothing.

        Read it again with ``evallens.open(path)``. Raises InputError when it cannot be written.
        """
        from ..store import save

        save(self, path)

    def _class(self, name: str | int) -> int:
        if isinstance(name, str):
            return self.header.class_index(name)
        index = asked.whole(name, "a class is a name or an index")
        if not 0 <= index < len(self.classes):
            raise InputError(f"No class with index {index}: there are {len(self.classes)} classes.")
        return index
