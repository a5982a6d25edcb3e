"""What of an evaluation is in memory: header, columns and coverage, and the questions answered from them alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Self, Unpack

import numpy as np

from ..errors import InputError, unknown_name
from ..matching.percent import PERCENTS
from ..pictures import ImageRef, Pictures
from . import arguments, facets
from .columns.coverage import Coverage
from .columns.extent import Extent
from .columns.header import Header, Task
from .columns.notices import Notice
from .columns.tables import ALL, NONE, SPLITS, Columns
from .facets import Cell, FacetArguments
from .metrics.cells import Mask
from .metrics.computed_panels import ComputedPanels
from .metrics.order import InstanceSort, Sort
from .protocols import Queries
from .queries import ColumnQueries
from .results import Behind, ConfusionMatrix, ImageTable, InstanceTable, MarkedTable
from .where import Where


@dataclass(frozen=True, eq=False, kw_only=True)
class Loaded:
    """Header, columns and coverage; immutable. Nothing here fetches."""

    header: Header
    columns: Columns
    coverage: Coverage = field(default_factory=Coverage.everything)
    pictures: Pictures | None = None
    segmentations: Pictures | None = None
    """Of each image which of its outcomes a pixel is of: see pictures/segmentation. Only where pixels are counted."""
    tables: Queries | None = None
    """What answers for rows that are not in memory: ``columns`` are ``Elsewhere`` then."""

    @property
    def queries(self) -> Queries:
        """Answers every question about what is loaded, and raises InputError for a threshold that is not."""
        return self.in_memory if self.tables is None else self.tables

    @cached_property
    def in_memory(self) -> ColumnQueries:
        """Answers from columns in memory."""
        return ColumnQueries(self._behind, self.coverage)

    @property
    def extent(self) -> Extent:
        """How much there is, known without a look at the rows."""
        return self.columns.extent if self.tables is None else self.tables.extent

    @cached_property
    def computed(self) -> ComputedPanels:
        """The panels counted here, whatever a service says."""
        queries, percent = self.queries, self.header.confidence
        return ComputedPanels(
            self.header,
            self.extent,
            self.coverage,
            sweep=lambda split: queries.curve(Where(split=split, confidence=percent)),
            class_sweeps=lambda split: queries.class_curves(Where(split=split, confidence=percent)),
            columns=self.columns,
            has_rows=self.tables is None,
        )

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
        return dict(self.extent.split_sizes)

    @property
    def unsplit(self) -> int:
        """Number of images in no split: they count under "all" alone."""
        return self.extent.unsplit

    @property
    def image_count(self) -> int:
        """Number of images of all splits and of none."""
        return self.extent.images

    @property
    def has_objects(self) -> bool:
        """Are there boxes behind the outcomes?"""
        return self.extent.has_objects

    @property
    def has_masks(self) -> bool:
        """Have the boxes masks?"""
        return self.extent.has_masks

    @property
    def has_instances(self) -> bool:
        """Can outcomes be shown one by one? Pixels are no instances, and counts without boxes are not one each."""
        return self.header.unit == "images" or (self.header.unit == "instances" and bool(self.extent.objects))

    @property
    def facets(self) -> tuple[str, ...]:
        """The names of the facets that this evaluation can be filtered by."""
        return tuple(one.name for one in facets.FACETS if one.has(self.extent))

    @property
    def thresholds(self) -> tuple[int, ...]:
        """Integer percents that some split answers without fetching; empty without scores."""
        if not self.header.scored:
            return ()
        present = [SPLITS.index(s) for s in self.extent.covering]
        return tuple(np.flatnonzero(self.coverage.covered[present].any(axis=0)).tolist())

    @property
    def default_split(self) -> str:
        """Test, else valid, else train; "all" where every image is in no split."""
        return self.extent.default_split

    @property
    def summary(self) -> dict[str, Any]:
        """What ``evallens info`` prints: title, task, classes, splits, thresholds and sizes."""
        return {
            "title": self.title,
            "task": self.task,
            "classes": list(self.classes),
            "background": self.header.background,
            "splits": self.splits,
            "thresholds": list(self.thresholds),
            "images": self.image_count,
            "outcomes": self.extent.outcomes,
            "objects": self.extent.objects or 0,
        }

    def select(self, wanted: Where, sort: Sort = "errors") -> ImageTable:
        """The visible images of ``wanted`` in gallery order; the columns must cover it.

        Raises UnknownNameError for a sort that is not there.
        """
        return self.queries.page(wanted, sort)

    def select_instances(self, wanted: Where, sort: InstanceSort = "score") -> InstanceTable:
        """The visible instances of ``wanted`` in gallery order; the columns must cover it.

        Raises InputError where there are none to show one by one, UnknownNameError for a sort that is not there.
        """
        self.check_instances()
        return self.queries.instances(wanted, sort)

    def marked(self, images: Iterable[int], objects: Iterable[int], confidence: int | None = None) -> MarkedTable:
        """Marked images, and instances by their objects, as a table; raises InputError for rows that are not there."""
        found = self.where(confidence=confidence, where={"marked_images": images, "marked_instances": objects})
        rows, boxes = (np.array(found[name], np.intp) for name in ("marked_images", "marked_instances"))
        of_boxes = self._behind.of_objects("image", boxes).astype(np.intp)
        nothing = np.full(len(rows), NONE, np.intp)
        places, marks = np.concatenate([rows, of_boxes]), np.concatenate([nothing, boxes])
        return MarkedTable(places, self._behind, marks, found.confidence)

    def check_instances(self) -> None:
        """Raise InputError, in words, where there are no instances to list one by one."""
        if self.header.unit == "pixels":
            raise InputError("Here pixels are counted, which are no instances: ev.images(...) lists the images.")
        if not self.has_objects and self.header.unit == "instances":
            raise InputError(
                "This evaluation counts instances without their boxes, as a service's reports do, so they cannot be "
                "listed one by one: ev.images(...) lists the images, evallens.evaluate(truth, predictions) has boxes."
            )

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
            facets=facets.checked({"cells": cells, **given}, self.header, self.extent),
        )

    def covers(self, split: str, confidence: int) -> bool:
        """Do the columns answer ``split`` at ``confidence`` without fetching?"""
        return self.coverage.covers(split, confidence, self.extent.covering)

    def limited_to(self, percents: Iterable[int]) -> Self:
        """A new evaluation of these thresholds alone, integer percents: other outcomes and claims are left out."""
        wanted = np.zeros(PERCENTS, np.bool_)
        wanted[list(percents)] = True
        outcomes = self.columns.outcomes
        before = np.concatenate([[0], np.cumsum(wanted)])
        held = before[outcomes.last.astype(np.int64) + 1] > before[outcomes.first]
        columns = replace(self.columns, outcomes=outcomes.take(held))
        return replace(self, columns=columns, coverage=Coverage(self.coverage.covered & wanted))

    def image(self, row: int) -> ImageRef:
        """What names the image of ``row`` to a store of pictures; raises InputError for a row that is not there."""
        return self._behind.ref(arguments.row(row, self.image_count, "an image is a row"))

    @cached_property
    def _behind(self) -> Behind:
        """What tables of images and instances keep."""
        if self.tables is not None:
            return replace(self.tables.behind, pictures=self.pictures)
        return Behind(self.header, self.columns, self.pictures, place=self._own_place)

    @property
    def _own_place(self) -> int:
        return 0
