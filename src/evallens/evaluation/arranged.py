"""The matrix as a view shows it: the order of its classes, counts or shares, with or without its diagonal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, Literal, Self

import numpy as np

from ..text import percent_text
from .metrics.class_order import ClassOrder
from .metrics.counts import Rates
from .metrics.order import Sort
from .protocols import Queries
from .results import ConfusionMatrix, Shares
from .where import Where

Colour = Literal["f1", "errors", "change", "cluster", "split"]


@dataclass(frozen=True, kw_only=True)
class Arrangement:
    """What the ``view`` of a Lens decides about numbers, and which of them are coloured."""

    sort: Sort = "errors"
    """Of images."""
    normalize: Literal["count"] | Shares = "count"
    """What the cells of the matrix are shares of."""
    diagonal: bool = True
    """Is the diagonal of the matrix shown?"""
    order: ClassOrder = "given"
    """Of the classes."""
    colour: Colour = "f1"
    """What the points of the map are coloured by."""

    @classmethod
    def of(cls, view: Mapping[str, Any]) -> Self:
        """What a view says; what it leaves out is as usual, and what is about looks alone is left aside."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: choice for name, choice in view.items() if name in known})


AS_GIVEN = Arrangement()
"""What a view decides as long as nobody changes it."""


@dataclass(frozen=True, eq=False)
class ArrangedMatrix:
    """A matrix and how it is shown."""

    counted: ConfusionMatrix
    order: list[int]
    """Class indices in display order: of rows and of columns."""
    arrangement: Arrangement

    @classmethod
    def of(cls, queries: Queries, shown: Where, arrangement: Arrangement) -> ArrangedMatrix:
        """The matrix of ``shown``; its classes are in the order that the whole split gives, whatever the facets."""
        header = queries.header
        counted = ConfusionMatrix(
            queries.matrix(shown), header.classes, shown.split, shown.confidence, header.background
        )
        return cls(counted, queries.class_order(shown, arrangement.order), arrangement)

    @cached_property
    def values(self) -> Rates:
        """What each cell shows, (K, K) by class index: its count, or its share; NaN for 0/0."""
        by = self.arrangement.normalize
        return self.counted.matrix.astype(np.float64) if by == "count" else self.counted.normalize(by)

    @property
    def measure(self) -> str:
        """What the values are shares of, such as "of actual"; empty for counts."""
        by = self.arrangement.normalize
        return "" if by == "count" else f"of {by}"

    def is_hidden(self, actual: int, predicted: int) -> bool:
        """Is it a cell of a diagonal that is not shown?"""
        return actual == predicted and not self.arrangement.diagonal

    def text(self, actual: int, predicted: int) -> str:
        """The number of a cell: "1,204", "12 %", or nothing where it is hidden."""
        if self.is_hidden(actual, predicted):
            return ""
        if self.arrangement.normalize == "count":
            return f"{int(self.counted.matrix[actual, predicted]):,}"
        return percent_text(float(self.values[actual, predicted]))
