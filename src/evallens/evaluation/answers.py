"""What queries answer in parts: counts, levels and histograms of facets, and objects of images."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .columns.masks import Masks
from .columns.tables import Objects, Outcomes
from .metrics.counts import Counts, Rates, Tallies

Index = NDArray[np.integer]


class Counted(NamedTuple):
    """How much of a split is visible."""

    images: int
    """Visible images."""
    instances: int
    """Sum of ``count`` over the visible outcomes."""
    of_images: int
    """Images of the split."""


@dataclass(frozen=True, eq=False)
class Levels:
    """The levels of a facet and what is behind each, a row a level, ascending; those without images are left out."""

    values: NDArray[Any]
    images: Counts
    """Images of each level that the other facets leave, (values,)."""
    tallies: Tallies
    """TP, FP and FN over these images, each (values,)."""


@dataclass(frozen=True, eq=False)
class Histogram:
    """Instances by the value of a facet."""

    edges: Rates
    """Ends of the bins, (bins + 1,); the last bin holds its upper end too."""
    is_spread: bool
    """Has the split more than one value?"""
    instances: Counts
    """Visible instances in each bin, (bins,)."""
    unknown: int
    """Visible instances without a value."""


class FoundOutcomes(NamedTuple):
    """Outcomes of some images."""

    rows: Index
    """The row of each outcome."""
    outcomes: Outcomes


class FoundObjects(NamedTuple):
    """Objects of some images."""

    rows: Index
    """The row of each object."""
    objects: Objects
    masks: Masks | None
    """The mask of each, where the source has them."""
