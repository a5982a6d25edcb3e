"""What a facet is: one filter, defined once by its name, its empty value, its check and how it keeps rows.

Within a facet the choices are a union, facets are joined by AND. What is visible, and which sums count over
which group of facets, stands in ``Where``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import EllipsisType
from typing import Any, Generic, Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from ..columns.extent import Extent
from ..columns.header import Header
from ..columns.tables import Columns, Images
from ..metrics.cells import Mask
from ..metrics.change import Codes
from ..results import Behind

T = TypeVar("T")

Index = NDArray[np.integer]
Rows = Index | EllipsisType
"""Rows of a table; ``...``: all of them."""


Values = Callable[[Columns, Rows], NDArray[np.floating]]
"""The value of each of some outcome rows, (rows,), in the precision in which it is compared; NaN: none."""


def always(_extent: Extent) -> bool:
    """Every evaluation has it."""
    return True


@dataclass(frozen=True, eq=False, kw_only=True)
class _Facet(Generic[T]):
    name: str
    """The name of its argument, of its trait and of its key in ``Where.facets``."""
    empty: T
    """The value that keeps everything."""
    check: Callable[[Any, Header, Extent], T]
    """Bring what a caller gives into one form, which can be hashed; raises InputError in words."""
    has: Callable[[Extent], bool] = always
    """Does the evaluation know what the facet asks about?"""
    is_in_cube: bool = False
    """Does it ask for nothing but what a cube tells apart?"""
    is_in_where: bool = False
    """Is it an entry of the argument and trait ``where``, instead of one of its own?"""
    most: int | None = None
    """Entries that a trait takes, which crosses to the browser; in Python alone there may be more."""


@dataclass(frozen=True, eq=False, kw_only=True)
class ImageFacet(_Facet[T]):
    """A filter of images."""

    keep: Callable[[T, Images], Mask]
    """Which images pass, (images,)."""
    keep_changed: Callable[[T, Codes], Mask] | None = None
    """Instead of ``keep``: which images pass by how their errors changed from a baseline, (images,)."""
    levels: Callable[[Images], NDArray[Any]] | None = None
    """The level of each image, (images,), where the facet chooses among levels."""
    group: Literal["images"] = "images"


@dataclass(frozen=True, eq=False, kw_only=True)
class OutcomeFacet(_Facet[T]):
    """A filter of outcomes: by their size, or by anything else."""

    group: Literal["size", "outcomes"]
    keep: Callable[[T, Behind, Rows], Mask]
    """Which of the outcomes ``rows`` pass, (rows,)."""
    values: Values | None = None
    """The value of each of the outcomes ``rows``, (rows,), where the facet chooses a range; NaN: none."""
    is_area: bool = False
    """Are the values squares of a length? Then a histogram's bins are equal in their roots: most areas are small."""
    find: Callable[[T, Columns], Index] | None = None
    """The rows that pass, where an index knows them without a look at every outcome."""


Facet = ImageFacet[Any] | OutcomeFacet[Any]
Group = Literal["images", "size", "outcomes"]
