"""What an evaluation may be given from outside, a source of reports and panels; and what answers its questions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ..progress import Progress
from .answers import Counted, FoundObjects, FoundOutcomes, Histogram, Index, Levels
from .columns.cube import Cube
from .columns.extent import Extent
from .columns.header import Header
from .columns.report import Report
from .columns.tables import Images
from .metrics.by_class import ByClass
from .metrics.cells import Mask
from .metrics.class_order import ClassOrder
from .metrics.counts import Counts, Tallies
from .metrics.error_types import ErrorTypes
from .metrics.order import InstanceSort, Sort
from .metrics.raster import CELLS, Box, Raster
from .panels import ConfidenceSweep, MapResults, PerformanceByClass, Recommendations, VectorAnalysis
from .results import Behind, ImageTable, InstanceTable
from .where import Where


class Cancelled(Protocol):
    """Says when an answer is no longer wanted; a ``threading.Event`` is one."""

    def is_set(self) -> bool:
        """Should one stop now?"""
        ...

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until it is set, at most ``timeout`` seconds."""
        ...


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
    """Numbers besides the sums of every view, counted from columns or by a service; each may raise ServiceError."""

    def confidence_sweep(self) -> ConfidenceSweep:
        """Rates of each split and class by threshold."""
        ...

    def performance_by_class(self, split: str) -> PerformanceByClass:
        """Each class of a single split at its own best threshold."""
        ...

    def vector_analysis(self, confidence: int) -> VectorAnalysis:
        """The clusters of the images at an integer percent."""
        ...

    def map_results(self) -> MapResults:
        """Mean average precision of each split and class."""
        ...

    def recommendations(self) -> Recommendations:
        """What to do next."""
        ...


class ServicePanels(Panels, Protocol):
    """A service's own panels: they are shown as reported by it, never unlabelled beside ours."""

    @property
    def page(self) -> str | None:
        """Address of the evaluation in the service's app, if there is one."""
        ...


class Queries(Protocol):
    """Every question about one evaluation whose thresholds are at hand; columns in memory are one implementation.

    Each sum says itself which facets of ``where`` it counts over. Rows are image rows, outcome rows and
    object rows: places in the tables, which stay what they are as the evaluation grows.
    """

    @property
    def header(self) -> Header:
        """What the indices of classes mean, and how cells count."""
        ...

    @property
    def extent(self) -> Extent:
        """How much there is, known without a look at the rows."""
        ...

    @property
    def behind(self) -> Behind:
        """What tables of images and of instances look their rows up in."""
        ...

    def matrix(self, where: Where, among: Mask | None = None) -> Counts:
        """``[actual][predicted]`` over every facet but the cells, int64 (K, K); only of images ``among``, (images,)."""
        ...

    def rates(self, where: Where) -> Tallies:
        """TP, FP and FN over facets of images and sizes, each 0-d."""
        ...

    def by_class(self, where: Where) -> ByClass:
        """TP, FP and FN class by class, over facets of images and sizes."""
        ...

    def class_order(self, where: Where, by: ClassOrder) -> list[int]:
        """Class indices in display order: counted over the split at the threshold, whatever the facets."""
        ...

    def curve(self, where: Where) -> Tallies:
        """TP, FP and FN at the 101 thresholds, each (101,), over facets of images and sizes."""
        ...

    def class_curves(self, where: Where) -> Tallies:
        """The same class by class, each (classes, 101), in display order without ``background``."""
        ...

    def kinds(self, where: Where) -> Counts:
        """Instances by class and kind of error, int64 (classes, kinds), over every facet but the kinds.

        The class of an outcome is what was predicted, or what there is where nothing was.
        """
        ...

    def suspects(self, where: Where) -> Counts:
        """Suspects of each kind, int64 (kinds,) by number, over every facet but the suspects.

        A prediction counts up to the threshold that its score reaches, a truth at every one.
        """
        ...

    def cube(self, where: Where) -> Cube:
        """What begins and ends at every threshold, over the split and every facet but the cells and the kinds.

        Its ``outcomes`` count as those of the evaluation do. Facets that ask at a threshold are those of ``where``.
        """
        ...

    def error_types(self, where: Where) -> ErrorTypes:
        """Errors by kind over every facet but the kinds, and what F1 over images and sizes would be without them."""
        ...

    def tallies(self, where: Where, rows: Index) -> Tallies:
        """TP, FP and FN of the images ``rows``, ascending, over facets of sizes, each (rows,)."""
        ...

    def sorted_at(self, where: Where, sort: Sort) -> int | None:
        """The integer percent whose stored errors or F1 sort a page; ``None``: what is counted there does."""
        ...

    def count(self, where: Where) -> Counted:
        """How many images and instances are visible."""
        ...

    def page(
        self, where: Where, sort: Sort = "errors", *, start: int = 0, size: int | None = None, after: int | None = None
    ) -> ImageTable:
        """The visible images in gallery order, at most ``size`` of them: those from place ``start`` on.

        With ``after``, an image row, places count from behind it: an engine finds the next page by what that image is
        sorted by, and skips none. One that is not visible has nothing behind it.
        """
        ...

    def instances(
        self,
        where: Where,
        sort: InstanceSort = "score",
        *,
        start: int = 0,
        size: int | None = None,
        after: int | None = None,
    ) -> InstanceTable:
        """The visible instances from place ``start`` on, at most ``size`` of them; ``after``, an outcome row, as pages.

        The highest score, IoU or size first, no value last, ties by outcome row. The size is the area of the truth,
        else of the prediction. Raises UnknownNameError for a sort that is not there.
        """
        ...

    def raster(
        self, where: Where, box: Box | None = None, n: int = CELLS, *, by_cluster: bool = False
    ) -> Raster | None:
        """The visible images and their errors by ``n`` by ``n`` cells of ``box``; ``None`` where no image has a place.

        By default the box is around every image there is. The errors are those at the percent that tables store which
        is nearest to the threshold, over no facets, of each image at most 255. ``by_cluster``: with the cluster of most
        images in each cell.
        """
        ...

    def sample(self, where: Where, most: int, box: Box | None = None) -> Index:
        """Rows, (n,), of at most ``most`` visible images, spread evenly over their rows, ascending.

        ``box``: of those whose place is in it, edges included; ``None``: of all, with a place or without.
        """
        ...

    def levels(self, name: str, where: Where) -> Levels:
        """The levels of the facet ``name`` over every other facet of ``where``; raises InputError for one without."""
        ...

    def histogram(self, name: str, where: Where) -> Histogram:
        """The values of the facet ``name`` over every other facet of ``where``, in 40 bins.

        They reach from the least to the largest value in the split, whatever the facets and the threshold, and are
        equal; of areas in their roots. Raises InputError for a facet without values.
        """
        ...

    def images(self, rows: Index | None = None) -> Images:
        """The images of ``rows``, or all."""
        ...

    def find(self, ids: Sequence[str]) -> list[int | None]:
        """The first row of each image id; ``None`` where there is none."""
        ...

    def named(self, name: str) -> Index:
        """The rows of the images called ``name``, (n,), ascending."""
        ...

    def outcomes(self, rows: Index | None = None, confidence: int | None = None) -> FoundOutcomes:
        """The outcomes of the images ``rows``, one image after another, or all; at an integer percent, or at any."""
        ...

    def objects(self, rows: Index) -> FoundObjects:
        """The objects of the images ``rows``, one image after another; ``None`` where the source has none."""
        ...
