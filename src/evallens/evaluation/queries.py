"""The questions of an evaluation answered from columns in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from ..errors import InputError, unknown_name
from . import choices
from .answers import Counted, FoundObjects, FoundOutcomes, Histogram, Index, Levels
from .columns.coverage import Coverage
from .columns.cube import Cube
from .columns.extent import Extent
from .columns.header import Header
from .columns.joined import joined
from .columns.names import same_as
from .columns.tables import ALL, Columns, Images, Objects
from .compared import Compared, two_of
from .facets.facet import Values
from .facets.ranges import VALUES
from .metrics import by_class, counts, suspects
from .metrics.by_class import ByClass
from .metrics.cells import Mask
from .metrics.class_order import ClassOrder, class_order
from .metrics.counts import Counts, Tallies, mask_of
from .metrics.error_types import ErrorTypes
from .metrics.order import InstanceSort, Sort, checked_instance_sort, high_first, ordered, paged
from .metrics.raster import CELLS, Box, Raster, box_of, cells_of, in_box
from .metrics.stored_errors import MOST, nearest
from .metrics.two import Two
from .results import Behind, ChangedImageTable, ChangedInstanceTable, ImageTable, InstanceTable
from .selecting import Selecting
from .sums import Sums
from .where import Where

_T = TypeVar("_T")

_FEW = 4
"""Below one in so many images, reading their own outcomes is quicker than reading all."""

_KEPT = 4
"""Pairs of thresholds whose comparison is remembered: views ask several questions about the same ones."""


@dataclass(frozen=True, eq=False)
class ColumnQueries:
    """Answers from columns in memory; see the protocol ``Queries`` for what each question means."""

    behind: Behind
    coverage: Coverage = field(default_factory=Coverage.everything, repr=False)
    peers: Mapping[str, ColumnQueries] = field(default_factory=dict, repr=False)
    """The queries of the other models over the same images, by name."""
    is_alike: Mask | None = field(default=None, repr=False)
    """Of which images all models have the same truths, (images,); ``None``: of all."""
    _pairs: dict[Any, Two] = field(default_factory=dict, init=False, repr=False)
    _compared: dict[Any, Compared] = field(default_factory=dict, init=False, repr=False)
    _joined: dict[Any, Columns] = field(default_factory=dict, init=False, repr=False)

    def beside(self, peers: Mapping[str, ColumnQueries], is_alike: Mask | None) -> ColumnQueries:
        """The same answers, with other models beside this one."""
        return replace(self, peers=peers, is_alike=is_alike)

    def peer(self, name: str) -> ColumnQueries:
        """The queries of another model; raises UnknownNameError for a name that none has."""
        if name not in self.peers:
            raise unknown_name("model to compare with", name, self.peers)
        return self.peers[name]

    @property
    def header(self) -> Header:
        """What the indices of classes mean, and how cells count."""
        return self.behind.header

    @property
    def columns(self) -> Columns:
        """What is counted."""
        return self.behind.columns

    @property
    def extent(self) -> Extent:
        """How much there is."""
        return self.columns.extent

    def matrix(self, where: Where, among: Mask | None = None) -> Counts:
        """``[actual][predicted]`` over every facet but the cells, int64 (K, K); only of images ``among``, (images,)."""
        wanted = where.for_matrix()
        if among is not None:
            return Sums(self._asked(wanted)).matrix(wanted, among)
        return self._held_sums(wanted).matrix(wanted)

    def rates(self, where: Where) -> Tallies:
        """TP, FP and FN over facets of images and sizes, each 0-d."""
        return counts.of_matrix(self.matrix(where.for_rates()), self.header)

    def by_class(self, where: Where) -> ByClass:
        """TP, FP and FN class by class, over facets of images and sizes."""
        return by_class.of_matrix(self.matrix(where.for_rates()), self.header)

    def class_order(self, where: Where, by: ClassOrder) -> list[int]:
        """Class indices in display order: counted over the split at the threshold, whatever the facets."""
        return class_order(self.matrix(where.only()), self.header, by)

    def curve(self, where: Where) -> Tallies:
        """TP, FP and FN at the 101 thresholds, each (101,), over facets of images and sizes."""
        wanted = where.for_rates()
        return self._sums(wanted).curve(wanted)

    def class_curves(self, where: Where) -> Tallies:
        """The same class by class, each (classes, 101), in display order without ``background``."""
        wanted = where.for_rates()
        return self._sums(wanted).class_curves(wanted)

    def kinds(self, where: Where) -> Counts:
        """Instances by class and kind of error, int64 (classes, kinds), over every facet but the kinds."""
        wanted = where.without("kinds")
        return self._held_sums(wanted).kinds(wanted)

    def suspects(self, where: Where) -> Counts:
        """Suspects of each kind, int64 (kinds,) by number, over every facet but the suspects.

        Each object counts where an outcome that holds names it.
        """
        wanted = where.without("suspects")
        asked = self._asked(wanted)
        return suspects.by_kind(self.columns, asked.holding(wanted, asked.images(wanted)))

    def cube(self, where: Where) -> Cube:
        """What begins and ends at every threshold, over the split and every facet but the cells and the kinds.

        Its ``outcomes`` count as those of the evaluation do. Facets that ask at a threshold are those of ``where``.
        """
        wanted, columns = where.without("cells", "kinds"), self.columns
        if not wanted.facets and where.split == ALL:
            return columns.cube
        asked = self._asked(wanted)
        return Cube.of(columns.outcomes.take(asked.kept(wanted)), columns.images.split)

    def error_types(self, where: Where) -> ErrorTypes:
        """Errors by kind over every facet but the kinds, and what F1 over images and sizes would be without them."""
        wanted = where.without("kinds")
        return self._held_sums(wanted).error_types(wanted, self.rates(where))

    def tallies(self, where: Where, rows: Index) -> Tallies:
        """TP, FP and FN of the images ``rows``, ascending, over facets of sizes, each (rows,)."""
        wanted, outcomes = where.only("size"), self.columns.outcomes
        images = len(self.columns.images)
        if len(rows) * _FEW < images:
            return counts.of_images(outcomes, lambda found: self.one.chosen(wanted, found), rows, self.header)
        every = counts.per_image(outcomes, self.one.chosen(wanted, ...), images, self.header)
        return every if len(rows) == images else every.take(rows)

    def count(self, where: Where) -> Counted:
        """How many images and instances are visible."""
        size = self.extent.size(where.split)
        if where.baseline is not None:
            compared = self.compared(where)
            found, outcomes = compared.rows(where), compared.baseline.columns.outcomes
            instances = int(self.columns.outcomes.count[found.shown].sum() + outcomes.count[found.baseline].sum())
            return Counted(int(compared.visible(where).sum()), instances, size)
        outcomes, shown = self.columns.outcomes, self.one.images(where)
        if not any(where.outcome_facets()):
            every = outcomes.count[self.one.holding(where, shown)]
            return Counted(int(shown.sum()), int(every.sum()), size)
        rows = self.one.rows(where)
        rows = rows[shown[outcomes.image[rows]]]
        return Counted(int(mask_of(outcomes.image[rows], len(shown)).sum()), int(outcomes.count[rows].sum()), size)

    def sorted_at(self, where: Where, sort: Sort) -> int | None:  # noqa: ARG002 - others store errors
        """The integer percent whose stored errors or F1 sort a page; ``None``: what is counted there does."""
        return None

    def page(
        self, where: Where, sort: Sort = "errors", *, start: int = 0, size: int | None = None, after: int | None = None
    ) -> ImageTable:
        """The visible images in gallery order from place ``start``, behind the row ``after``, on, at most ``size``."""
        rows = np.flatnonzero(self._visible(where))
        tallies, names = self.tallies(where, rows), self.columns.images.name
        if where.baseline is None:
            order = paged(ordered(rows, sort, names, tallies), rows, start, size, after)
            return ImageTable(rows[order], self.behind, tallies.take(order), where.confidence)
        before = self.peer(where.baseline).tallies(where.for_baseline(), rows)
        order = paged(ordered(rows, sort, names, tallies, before), rows, start, size, after)
        return ChangedImageTable(rows[order], self.behind, tallies.take(order), where.confidence, before.take(order))

    def instances(
        self,
        where: Where,
        sort: InstanceSort = "score",
        *,
        start: int = 0,
        size: int | None = None,
        after: int | None = None,
    ) -> InstanceTable:
        """The visible instances in the order of ``sort`` from place ``start``, behind the row ``after``, on."""
        by = VALUES[checked_instance_sort(sort)]
        if where.baseline is not None:
            return self._changed_instances(where, by, slice(start, None if size is None else start + size))
        rows = np.zeros(0, np.intp) if size == 0 else self.one.instances(where)
        return InstanceTable(rows[paged(high_first(by(self.columns, rows)), rows, start, size, after)], self.behind)

    def raster(
        self, where: Where, box: Box | None = None, n: int = CELLS, *, by_cluster: bool = False
    ) -> Raster | None:
        """The visible images and their errors by ``n`` by ``n`` cells of ``box``; ``None``: no image has a place."""
        images, percent = self.columns.images, nearest(where.confidence)
        around = box_of(images.x, images.y) if box is None else box
        if around is None:
            return None
        rows = np.flatnonzero(self._visible(where) & in_box(images.x, images.y, around))
        counted = self.tallies(replace(where.only(), confidence=percent), rows)
        cell = cells_of(images.x[rows], images.y[rows], around, n)
        cluster = images.cluster[rows] if by_cluster else None
        return Raster.of(around, percent, cell, np.minimum(counted.fp + counted.fn, MOST), n, cluster=cluster)

    def sample(self, where: Where, most: int, box: Box | None = None) -> Index:
        """Rows of at most ``most`` visible images, of those in ``box``, spread evenly over their rows, ascending."""
        visible, images = self._visible(where), self.columns.images
        rows = np.flatnonzero(visible if box is None else visible & in_box(images.x, images.y, box))
        return rows if len(rows) <= most else rows[np.arange(most) * len(rows) // most]

    def levels(self, name: str, where: Where) -> Levels:
        """The levels of the facet ``name`` over every other facet of ``where``; raises InputError for one without."""
        wanted = where.without(name)
        rows = np.flatnonzero(self._visible(wanted))
        return choices.levels(name, self.columns.images, rows, self.tallies(wanted, rows))

    def histogram(self, name: str, where: Where) -> Histogram:
        """The values of the facet ``name`` over every other facet of ``where``, in 40 bins.

        They reach from the least to the largest value in the split, whatever the facets and the threshold, and are
        equal; of areas in their roots. Raises InputError for a facet without values.
        """
        wanted = where.without(name)
        return choices.histogram(name, self.columns, where.split, self._asked(wanted).instances(wanted))

    def images(self, rows: Index | None = None) -> Images:
        """The images of ``rows``, or all."""
        return self.columns.images if rows is None else self.columns.images.take(rows)

    def find(self, ids: Sequence[str]) -> list[int | None]:
        """The first row of each image id; ``None`` where there is none."""
        return [self._rows_by_id.get(one) for one in ids]

    def named(self, name: str) -> Index:
        """The rows of the images called ``name``, (n,), ascending."""
        return np.flatnonzero(same_as(self.columns.images.name, name))

    def outcomes(self, rows: Index | None = None, confidence: int | None = None) -> FoundOutcomes:
        """The outcomes of the images ``rows``, one image after another, or all; at an integer percent, or at any."""
        outcomes = self.columns.outcomes
        found = np.arange(len(outcomes)) if rows is None else outcomes.by_image.find(rows)[0]
        if confidence is not None:
            found = found[counts.active(outcomes, confidence, found)]
        return FoundOutcomes(found, outcomes if len(found) == len(outcomes) and rows is None else outcomes.take(found))

    def objects(self, rows: Index) -> FoundObjects:
        """The objects of the images ``rows``, one image after another; ``None`` where the source has none."""
        objects, masks = self.columns.objects, self.columns.masks
        if objects is None:
            return FoundObjects(np.zeros(0, np.intp), Objects.none(), None)
        found = objects.by_image.find(rows)[0]
        return FoundObjects(found, objects.take(found), None if masks is None else masks.take(found))

    def compared(self, where: Where) -> Compared:
        """This model beside the baseline that ``where`` names; raises InputError where it names none."""
        if where.baseline is None:
            raise InputError("This question names no baseline to compare with.")
        key = (where.confidence, where.baseline, where.of_baseline)
        asked = (*key, where.only("size"))
        if asked not in self._compared:
            baseline = self.peer(where.baseline).one
            two = _kept(self._pairs, key, lambda: two_of(baseline, self.one, where, self.is_alike))
            _kept(self._compared, asked, lambda: Compared.of(baseline, self.one, where, two))
        return self._compared[asked]

    @cached_property
    def one(self) -> Selecting:
        """Which images and outcomes of this model pass, when no other is beside it."""
        return Selecting(self.behind, self.coverage)

    def _changed_instances(self, where: Where, by: Values, page: slice) -> InstanceTable:
        compared = self.compared(where)
        found, size = compared.rows(where), len(self.columns.outcomes)
        columns = _kept(self._joined, where.baseline, lambda: self._beside(compared))
        rows = np.concatenate([found.shown, size + found.baseline])
        order = high_first(by(columns, rows))[page]
        mine = self.columns.objects
        own = None if mine is None else len(mine)
        behind = replace(self.behind, columns=columns, told=compared.two.told_of_both, own_objects=own)
        return ChangedInstanceTable(rows[order], behind, (str(where.baseline), str(where.model)), size)

    def _beside(self, compared: Compared) -> Columns:
        return joined(self.columns, compared.baseline.columns, self.is_alike)

    def _visible(self, where: Where) -> Mask:
        return self.one.visible(where) if where.baseline is None else self.compared(where).visible(where)

    @cached_property
    def folded(self) -> Sums:
        """Sums over the cube of all outcomes."""
        return Sums.of_cube(self.header, self.columns.cube)

    def _held_sums(self, where: Where) -> Sums:
        """Sums of what holds at the threshold, which must be loaded."""
        self.one.check_covered(where)
        if where.is_in_cube:
            return Sums.of_cube(self.header, self.columns.cube.at(where.confidence))
        return Sums(self._asked(where))

    def _sums(self, where: Where) -> Sums:
        return self.folded if where.is_in_cube else Sums(self._asked(where))

    def _asked(self, where: Where) -> Selecting:
        """Which images and outcomes pass, told what changed where a facet asks."""
        return self.compared(where).shown if where.is_of_two else self.one

    @cached_property
    def _rows_by_id(self) -> dict[str, int]:
        """The first row of each id."""
        ids = list(self.columns.images.id)
        return dict(zip(reversed(ids), range(len(ids) - 1, -1, -1), strict=True))


def _kept(store: dict[Any, _T], key: Any, made: Callable[[], _T]) -> _T:
    """What is in the store, or is ``made`` and put there in place of what was there too long."""
    found = store.get(key)
    if found is None:
        if len(store) >= _KEPT:
            store.clear()
        found = store[key] = made()
    return found
