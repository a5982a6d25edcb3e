"""In which order the classes of the matrix stand: background last in all of them."""

from __future__ import annotations

from typing import Literal

import numpy as np

from ..columns.header import Header
from . import by_class
from .cells import cell_kinds
from .counts import Counts
from .seriation import seriated

ClassOrder = Literal["given", "name", "frequency", "errors", "similar"]
"""As the source gives them, by code point, most instances first, most errors first, confused ones together."""


def class_order(matrix: Counts, header: Header, by: ClassOrder) -> list[int]:
    """Class indices in display order, counted over ``matrix[actual][predicted]``, (K, K); ties as given.

    >>> header = Header(title="", task="object-detection", classes=("dog", "background", "cat"), background=1)
    >>> class_order(np.zeros((3, 3), np.int64), header, "name")
    [2, 0, 1]
    """
    named = [index for index in header.display_order if index != header.background]
    rows = by_class.of_matrix(matrix, header)
    if by == "name":
        named.sort(key=lambda index: header.classes[index])
    elif by == "frequency":
        named = _descending(named, rows.support)
    elif by == "errors":
        named = _descending(named, rows.tallies.fp + rows.tallies.fn)
    elif by == "similar":
        named = [named[line] for line in seriated(_ties(matrix, header, named))]
    return [*named, *(index for index in header.display_order if index == header.background)]


def _descending(named: list[int], count: Counts) -> list[int]:
    return [named[row] for row in np.argsort(-count, kind="stable").tolist()]


def _ties(matrix: Counts, header: Header, named: list[int]) -> list[dict[int, float]]:
    """How often two classes are taken for one another, in either direction."""
    actual, predicted = np.indices(matrix.shape)
    mixups = cell_kinds(actual, predicted, header.background).mixup
    between = np.where(mixups, matrix, 0).astype(np.float64)[np.ix_(named, named)]
    both = between + between.T
    return [{int(line): float(row[line]) for line in np.flatnonzero(row)} for row in both]
