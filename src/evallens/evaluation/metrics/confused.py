"""The most confused pairs of classes."""

from __future__ import annotations

import numpy as np

from ..columns.header import Header
from .cells import cell_kinds
from .counts import Counts

Cell = tuple[int, int]
"""(actual, predicted) class indices."""


def most_confused(matrix: Counts, header: Header, most: int = 10) -> list[Cell]:
    """The ``most`` largest mix-ups of ``matrix``, (K, K); where these are few, then misses and false positives.

    Largest first, ties by (actual, predicted) in display order; no zeros. Mix-ups come first because
    they are spread over the whole matrix, while misses and false positives stand in one column and row.
    """
    order = np.asarray(header.display_order, np.intp)
    actual, predicted = (side.reshape(-1) for side in np.meshgrid(order, order, indexing="ij"))
    kinds = cell_kinds(actual, predicted, header.background)
    count = np.where(actual == predicted, 0, matrix[actual, predicted])
    ranked = np.lexsort((-count, ~kinds.mixup, count == 0))[:most]
    return [(int(actual[i]), int(predicted[i])) for i in ranked if count[i] > 0]
