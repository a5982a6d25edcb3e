"""What there is to choose of a facet: its levels, or its values in bins, counted over every other facet."""

from __future__ import annotations

import numpy as np

from ..errors import InputError
from .answers import Histogram, Index, Levels
from .columns.tables import Columns, Images
from .facets import ImageFacet, OutcomeFacet, facet
from .metrics.counts import Counts, Tallies
from .metrics.histograms import bin_edges, binned


def levels(name: str, images: Images, rows: Index, tallies: Tallies) -> Levels:
    """The levels of the facet ``name`` in the images ``rows``, whose ``tallies``, (rows,), add up.

    Raises InputError for one without.
    """
    chosen = facet(name)
    if not isinstance(chosen, ImageFacet) or chosen.levels is None:
        raise InputError(f"{name!r} chooses among no levels.")
    values, level = np.unique(chosen.levels(images)[rows], return_inverse=True)

    def summed(counted: Counts) -> Counts:
        total = np.zeros(len(values), np.int64)
        np.add.at(total, level, counted)
        return total

    count = np.bincount(level, minlength=len(values)).astype(np.int64)
    return Levels(values, count, Tallies(summed(tallies.tp), summed(tallies.fp), summed(tallies.fn)))


def histogram(name: str, columns: Columns, split: str, rows: Index) -> Histogram:
    """The values of the facet ``name`` of the outcomes ``rows``, in bins that reach over all of the split.

    Raises InputError for a facet without values.
    """
    chosen, outcomes = facet(name), columns.outcomes
    if not isinstance(chosen, OutcomeFacet) or chosen.values is None or not chosen.has(columns.extent):
        raise InputError(f"{name!r} chooses no range of values here.")
    values = chosen.values(columns, ...).astype(np.float64)
    known = values[columns.images.in_split(split)[outcomes.image] & ~np.isnan(values)]
    edges = bin_edges(known, is_area=chosen.is_area)
    is_spread = bool(len(known) and known.min() < known.max())
    mine, count = values[rows], outcomes.count[rows]
    return Histogram(edges, is_spread, binned(edges, mine, count), int(count[np.isnan(mine)].sum()))
