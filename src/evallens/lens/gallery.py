"""Which cards a Lens shows, and in which order: images, or instances."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from ..evaluation import Evaluation, ImageTable, InstanceTable
from ..evaluation.answers import Counted
from ..evaluation.metrics.order import InstanceSort, Sort
from ..evaluation.where import Where

Face = Literal["images", "instances"]


@dataclass(frozen=True)
class Gallery:
    """The visible images, or instances, of an evaluation, page by page."""

    evaluation: Evaluation
    shown: Where
    sort: Sort
    """Of images."""
    face: Face = "images"
    """What a card is."""
    instance_sort: InstanceSort = "score"
    _pages: dict[tuple[Face, int, int, int], Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """The last page that was looked up: counts, cards and pictures ask for the same one."""

    @classmethod
    def of(cls, evaluation: Evaluation, shown: Where, view: Mapping[str, Any]) -> Gallery:
        """The gallery as ``view`` arranges it; images where the evaluation has no instances."""
        face: Face = view["face"] if evaluation.has_instances else "images"
        return cls(evaluation, shown, view["sort"], face, view["instance_sort"])

    @cached_property
    def selected(self) -> ImageTable:
        """The visible images in gallery order, looked up when first asked for."""
        return self.evaluation.select(self.shown, self.sort)

    @cached_property
    def instances(self) -> InstanceTable:
        """The visible instances in gallery order, looked up when first asked for."""
        return self.evaluation.queries.instances(self.shown, self.instance_sort)

    @property
    def selected_instances(self) -> InstanceTable:
        """The same, for a caller who means to list them; raises InputError where they cannot be listed one by one."""
        self.evaluation.check_instances()
        return self.instances

    def page_rows(self, page: int, size: int, pages: int = 1) -> list[int]:
        """The rows of the images on ``pages`` from a 1-based ``page`` of ``size`` cards on, each once."""
        if self.face == "instances":
            return list(dict.fromkeys(self.page_instances(page, size, pages).image_rows.tolist()))
        rows: list[int] = self.page_images(page, size, pages).rows.tolist()
        return rows

    def page_images(self, page: int, size: int, pages: int = 1) -> ImageTable:
        """The images on ``pages`` from a 1-based ``page`` of ``size`` on, where a card is an image."""
        found: ImageTable = self._page("images", page, size, pages)
        return found

    def page_instances(self, page: int, size: int, pages: int = 1) -> InstanceTable:
        """The instances on ``pages`` from a 1-based ``page`` of ``size`` on; none where a card is an image."""
        if self.face == "images":
            return self.evaluation.queries.instances(self.shown, size=0)
        found: InstanceTable = self._page("instances", page, size, pages)
        return found

    def _page(self, face: Face, page: int, size: int, pages: int) -> Any:
        key = (face, page, size, pages)
        found = self._pages.get(key)
        if found is None:
            found = self._looked_up(face, (page - 1) * size, pages * size)
            self._pages.clear()
            self._pages[key] = found
        return found

    def _looked_up(self, face: Face, start: int, size: int) -> Any:
        """A part of all cards; of tables the engine is asked for no more."""
        if self.evaluation.tables is None:
            return (self.instances if face == "instances" else self.selected)[start : start + size]
        queries = self.evaluation.queries
        if face == "instances":
            return queries.instances(self.shown, self.instance_sort, start=start, size=size)
        return queries.page(self.shown, self.sort, start=start, size=size)

    def page_count(self, size: int) -> int:
        """How many pages of ``size`` cards there are, at least one."""
        return max(1, -(-self.card_count // size))

    @property
    def card_count(self) -> int:
        """How many cards there are on all pages."""
        if self.evaluation.tables is None:
            return len(self.instances if self.face == "instances" else self.selected)
        # Each instance that can be listed is one.
        return self.counted.instances if self.face == "instances" else self.counted.images

    @cached_property
    def counted(self) -> Counted:
        """How many images and instances are visible, counted when first asked for."""
        return self.evaluation.queries.count(self.shown)
