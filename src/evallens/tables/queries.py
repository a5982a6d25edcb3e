"""The questions of an evaluation answered by a table engine; see the protocol ``Queries`` for what each means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import narwhals as nw
import numpy as np

from ..evaluation.answers import Counted, FoundObjects, FoundOutcomes, Histogram, Index, Levels
from ..evaluation.columns.cube import Cube
from ..evaluation.columns.elsewhere import Elsewhere
from ..evaluation.columns.header import Header
from ..evaluation.columns.tables import Columns, Images
from ..evaluation.metrics.by_class import ByClass
from ..evaluation.metrics.cells import Mask
from ..evaluation.metrics.class_order import ClassOrder
from ..evaluation.metrics.counts import Counts, Tallies
from ..evaluation.metrics.error_types import ErrorTypes
from ..evaluation.metrics.order import InstanceSort, Sort, checked_instance_sort
from ..evaluation.metrics.raster import CELLS, Box, Raster
from ..evaluation.queries import ColumnQueries
from ..evaluation.results import Behind, ImageTable, InstanceTable
from ..evaluation.sums import Sums
from ..evaluation.where import Where
from . import choices, mapped, paging
from .asking import SPLIT_IMAGES, Asking
from .behind import TableBehind
from .brought import numbers, table_of
from .extras import masks_of
from .frames import ROW
from .paged import PagedImages, PagedInstances
from .telling import telling


@telling
@dataclass(frozen=True, eq=False)
class TableQueries(Asking):
    """Answers of a table engine. Matrix, rates, classes, curves and kinds come from the cube of what facets leave."""

    @cached_property
    def behind(self) -> TableBehind:
        """What tables of images and of instances look their rows up in."""
        return TableBehind(self.header, Elsewhere(), self.pictures, asking=self)

    def matrix(self, where: Where, among: Mask | None = None) -> Counts:
        """``[actual][predicted]`` over every facet but the cells, int64 (K, K); only of images ``among``, (images,)."""
        self.check_covered(where)
        if among is not None:
            rows = np.flatnonzero(among)
            picked = where["picked"]
            where = where.having(picked=tuple(rows[np.isin(rows, picked)] if picked else rows))
            if not where["picked"]:
                return np.zeros((len(self.header.classes),) * 2, np.int64)
        return self._held(where).matrix(_left(where))

    def rates(self, where: Where) -> Tallies:
        """TP, FP and FN over facets of images and sizes, each 0-d."""
        self.check_covered(where)
        return self._held(where.for_rates()).rates(_left(where.for_rates()))

    def by_class(self, where: Where) -> ByClass:
        """TP, FP and FN class by class, over facets of images and sizes."""
        self.check_covered(where)
        return self._held(where.for_rates()).by_class(_left(where.for_rates()))

    def class_order(self, where: Where, by: ClassOrder) -> list[int]:
        """Class indices in display order: counted over the split at the threshold, whatever the facets."""
        self.check_covered(where)
        return self._held(where.only()).class_order(_left(where), by)

    def curve(self, where: Where) -> Tallies:
        """TP, FP and FN at the 101 thresholds, each (101,), over facets of images and sizes."""
        return self._folded(where.for_rates()).curve(_left(where.for_rates()))

    def class_curves(self, where: Where) -> Tallies:
        """The same class by class, each (classes, 101), in display order without ``background``."""
        return self._folded(where.for_rates()).class_curves(_left(where.for_rates()))

    def kinds(self, where: Where) -> Counts:
        """Instances by class and kind of error, int64 (classes, kinds), over every facet but the kinds."""
        self.check_covered(where)
        return self._held(where).kinds(_left(where))

    def suspects(self, where: Where) -> Counts:
        """Suspects of each kind, int64 (kinds,) by number, over every facet but the suspects."""
        self.check_covered(where)
        return choices.suspects(self, where)

    def error_types(self, where: Where) -> ErrorTypes:
        """Errors by kind over every facet but the kinds, and what F1 over images and sizes would be without them."""
        self.check_covered(where)
        wanted = where.without("kinds")
        return Sums.of_cube(self.header, self.cube(wanted).at(where.confidence)).error_types(
            _left(wanted), self.rates(where)
        )

    def tallies(self, where: Where, rows: Index) -> Tallies:
        """TP, FP and FN of the images ``rows``, ascending, over facets of sizes, each (rows,)."""
        self.check_covered(where)
        return self.tallies_of(where, rows)

    def count(self, where: Where) -> Counted:
        """How many images and instances are visible."""
        self.check_covered(where)
        size = self.extent.size(where.split)
        instances = self._held(where).count(_left(where)).instances
        if not where.facets:
            return Counted(size, instances, size)
        asked = self.selection
        is_of_outcomes = any(where.outcome_facets())
        found = asked.outcomes(where).select("image").unique() if is_of_outcomes else asked.images(where)
        return Counted(int(self.one(found.select(nw.len().alias("images")))["images"]), instances, size)

    def sorted_at(self, where: Where, sort: Sort) -> int | None:
        """The integer percent whose stored errors or F1 sort a page; ``None``: what is counted there does."""
        return paging.sorted_at(self, where, sort)

    def page(
        self, where: Where, sort: Sort = "errors", *, start: int = 0, size: int | None = None, after: int | None = None
    ) -> ImageTable:
        """The visible images in gallery order from place ``start`` on, at most ``size`` of them."""
        self.check_covered(where)
        paging.check_sort(sort)

        @self.engine.putting_together()
        def page(start: int, size: int | None, after: int | None) -> ImageTable:
            rows, tallies = paging.image_rows(self, where, sort, start=start, size=size, after=after)
            return ImageTable(rows, self.behind, tallies, where.confidence)

        if (start, size, after) == (0, None, None):
            return PagedImages(self.behind, where.confidence, lambda: self.count(where).images, page)
        return page(start, size, after)

    def instances(
        self,
        where: Where,
        sort: InstanceSort = "score",
        *,
        start: int = 0,
        size: int | None = None,
        after: int | None = None,
    ) -> InstanceTable:
        """The visible instances from place ``start`` on, at most ``size`` of them, in the order of ``sort``."""
        self.check_covered(where)
        checked_instance_sort(sort)

        @self.engine.putting_together()
        def page(start: int, size: int | None, after: int | None) -> InstanceTable:
            found = paging.instance_rows(self, where, sort, start=start, size=size, after=after)
            self.behind.remember(found)
            return InstanceTable(found.rows, self.behind)

        if (start, size, after) == (0, None, None):
            return PagedInstances(self.behind, lambda: self._outcome_count(where), page)
        return page(start, size, after)

    def raster(
        self, where: Where, box: Box | None = None, n: int = CELLS, *, by_cluster: bool = False
    ) -> Raster | None:
        """The visible images and their errors by ``n`` by ``n`` cells of ``box``; ``None``: no image has a place."""
        self.check_covered(where)
        return mapped.raster(self, where, box, n, by_cluster=by_cluster)

    def sample(self, where: Where, most: int, box: Box | None = None) -> Index:
        """Rows of at most ``most`` visible images, of those in ``box``, spread evenly over their rows, ascending."""
        self.check_covered(where)
        return choices.sample(self, where, most, box)

    def levels(self, name: str, where: Where) -> Levels:
        """The levels of the facet ``name`` over every other facet of ``where``; raises InputError for one without."""
        self.check_covered(where)
        return choices.levels(self, name, where)

    def histogram(self, name: str, where: Where) -> Histogram:
        """The values of the facet ``name`` over every other facet of ``where``, in 40 bins."""
        self.check_covered(where)
        return choices.histogram(self, name, where)

    def images(self, rows: Index | None = None) -> Images:
        """The images of ``rows``, or all."""
        if rows is not None:
            return self.behind.images(rows)
        return table_of(Images, self.answer(self.frames.images.sort(ROW)))

    def find(self, ids: Sequence[str]) -> list[int | None]:
        """The first row of each image id; ``None`` where there is none."""
        wanted = list(dict.fromkeys(ids))
        found = self.frames.images.filter(nw.col("id").is_in(wanted)).group_by("id").agg(first=nw.col(ROW).min())
        rows = self.answer(found).to_pydict() if wanted else {"id": [], "first": []}
        by_id = dict(zip(rows["id"], map(int, rows["first"]), strict=True))
        return [by_id.get(one) for one in ids]

    def named(self, name: str) -> Index:
        """The rows of the images called ``name``, (n,), ascending."""
        found = self.frames.images.filter(nw.col("name") == name).select(ROW).sort(ROW)
        return numbers(self.answer(found)[ROW])

    def outcomes(self, rows: Index | None = None, confidence: int | None = None) -> FoundOutcomes:
        """The outcomes of the images ``rows``, one image after another, or all; at an integer percent, or at any."""
        return choices.outcomes(self, rows, confidence)

    def objects(self, rows: Index) -> FoundObjects:
        """The objects of the images ``rows``, one image after another; ``None`` where the source has none."""
        found = choices.objects(self, rows)
        return found._replace(masks=masks_of(self, found.rows))

    def _outcome_count(self, where: Where) -> int:
        found = self.selection.outcomes(where).select(nw.len().alias("outcomes"))
        return int(self.one(found)["outcomes"])

    def _folded(self, where: Where) -> ColumnQueries:
        """What counts over the cube of what facets leave: four images, one a split."""
        return over(self.header, self.cube(where))

    def _held(self, where: Where) -> ColumnQueries:
        """The same at the threshold alone, which steps from one to the next are quick of."""
        return over(self.header, self.cube(where).at(where.confidence))


def over(header: Header, cube: Cube) -> ColumnQueries:
    """The questions that a cube answers, over itself."""
    return ColumnQueries(Behind(header, Columns(SPLIT_IMAGES, cube.outcomes).knowing(cube)))


def _left(where: Where) -> Where:
    """The facets that a cube holds, at the same threshold."""
    return where.without(*(name for name in where.facets if name not in ("cells", "kinds")))
