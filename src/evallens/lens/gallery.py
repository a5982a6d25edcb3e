"""Which images a Lens shows, and in which order."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from ..evaluation import Evaluation, ImageTable
from ..evaluation.metrics.order import Sort
from ..evaluation.where import Where


@dataclass(frozen=True)
class Gallery:
    """The visible images of an evaluation, and its visible instances, page by page."""

    evaluation: Evaluation
    shown: Where
    sort: Sort
    face: Literal["images", "instances"] = "images"

    @cached_property
    def selected(self) -> ImageTable:
        """The visible images in gallery order, looked up when first asked for."""
        return self.evaluation.select(self.shown, self.sort)

    def page_rows(self, page: int, size: int) -> list[int]:
        """The image rows on a 1-based ``page`` of ``size`` images."""
        first = (page - 1) * size
        rows: list[int] = self.selected.rows[first : first + size].tolist()
        return rows

    def page_count(self, size: int) -> int:
        """How many pages of ``size`` cards the face on show has, at least one."""
        return max(1, -(-self._cards // size))

    @cached_property
    def _cards(self) -> int:
        # Pixels have no instances: of them the images are shown, whatever the view asks for.
        if self.face == "images" or self.evaluation.header.unit == "pixels":
            return len(self.selected)
        return len(self.evaluation.queries.instances(self.shown))
