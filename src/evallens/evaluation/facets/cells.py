"""The cells facet: outcomes in the chosen cells of the matrix."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...errors import InputError
from ..arguments import listed, pair, whole
from ..columns.extent import Extent
from ..columns.header import Header
from ..columns.tables import Columns, cell_key
from ..metrics.cells import Mask
from ..results import Behind
from .facet import Index, OutcomeFacet, Rows

Cells = tuple[tuple[int, int], ...]

_MEANING = 'cells is a list of (actual, predicted) pairs such as [("cat", "dog")]'


def _checked(given: Any, header: Header, _extent: Extent) -> Cells:
    """Pairs of class indices, each once, from names or indices."""
    pairs = (pair(cell, _MEANING) for cell in listed(given, _MEANING))
    return tuple(dict.fromkeys((class_of(actual, header), class_of(predicted, header)) for actual, predicted in pairs))


def class_of(name: Any, header: Header) -> int:
    """The index of a class from its name or index; raises InputError for one that is not there."""
    if isinstance(name, str):
        return header.class_index(name)
    index = whole(name, "a class is a name or an index")
    if not 0 <= index < len(header.classes):
        raise InputError(f"No class with index {index}: there are {len(header.classes)} classes.")
    return index


def _keys(cells: Cells) -> Index:
    actual, predicted = np.array(list(dict.fromkeys(cells))).T
    return cell_key(actual, predicted)


def _kept(cells: Cells, behind: Behind, rows: Rows) -> Mask:
    outcomes = behind.columns.outcomes
    return np.isin(cell_key(outcomes.actual[rows], outcomes.predicted[rows]), _keys(cells))


def _found(cells: Cells, columns: Columns) -> Index:
    return columns.outcomes.by_cell.find(_keys(cells))[0]


CELLS = OutcomeFacet[Cells](
    name="cells", is_in_cube=True, group="outcomes", empty=(), check=_checked, keep=_kept, find=_found
)
