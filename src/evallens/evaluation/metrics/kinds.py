"""Which kind of error each outcome is, and how many of each there are."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...matching.kinds import Kind, Kinds
from ..columns.header import Header
from ..columns.tables import UNTOLD, Outcomes
from .cells import Mask, cell_kinds
from .counts import Counts

NAMES: tuple[str, ...] = tuple(kind.name.lower() for kind in Kind)
"""What each kind is called, by its number."""

ERRORS: tuple[Kind, ...] = (
    Kind.CLASS,
    Kind.LOCALISATION,
    Kind.BOTH,
    Kind.DUPLICATE,
    Kind.BACKGROUND,
    Kind.MISSED,
    Kind.COVERED,
    Kind.UNKNOWN,
)
"""The kinds that are errors, in the order in which they are shown."""


def kinds_of(outcomes: Outcomes, header: Header, rows: Any = ...) -> Kinds:
    """The kind of each of the outcomes ``rows``, (rows,): as it was told, else what its cell can say."""
    told: Kinds = outcomes.kind[rows]
    is_untold = told == UNTOLD
    if not is_untold.any():
        return told
    of_cells = _of_cells(outcomes.actual[rows], outcomes.predicted[rows], header)
    return np.asarray(np.where(is_untold, of_cells, told))


def _of_cells(actual: NDArray[Any], predicted: NDArray[Any], header: Header) -> Kinds:
    """What is left where nobody looked at boxes; pixels on background are background errors, for they have no place."""
    kinds = cell_kinds(actual, predicted, header.background)
    on_nothing = Kind.BACKGROUND if header.unit == "pixels" else Kind.UNKNOWN
    named = (Kind.CORRECT, Kind.CLASS, Kind.MISSED, on_nothing)
    return np.select(list(kinds), named, Kind.NONE).astype(np.uint8)


def by_kind(outcomes: Outcomes, rows: Mask, header: Header) -> Counts:
    """How many instances of each class are of each kind, int64 (classes, kinds), over the outcomes ``rows``.

    The class of an outcome is what was predicted, or what there is where nothing was.
    """
    index = np.flatnonzero(rows)
    kinds = kinds_of(outcomes, header, index)
    predicted = outcomes.predicted[index]
    nothing = -1 if header.background is None else header.background
    label = np.where(predicted == nothing, outcomes.actual[index], predicted).astype(np.intp)
    counted = np.zeros((len(header.classes), len(Kind)), np.int64)
    np.add.at(counted, (label, kinds), outcomes.count[index])
    return counted
