"""What a view shows: split, threshold and the filters, and which images they leave."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from .columns.header import Header
from .columns.names import by_name, containing, folded
from .columns.strings import Strings
from .columns.tables import ALL, SPLITS, Columns, Images, Outcomes, cell_key
from .metrics import counts
from .metrics.counts import Counts, Mask, Tallies
from .polygon import Polygon, inside

Cell = tuple[int, int]
Sort = Literal["errors", "f1", "name"]

_FEW = 4
"""Below one in so many images, reading their own outcomes is quicker than reading all."""

_RADIX = 1 << 16
"""Up to so many different values are sorted several times as fast by their ranks: numpy sorts 16 bits by radix."""


@dataclass(frozen=True, kw_only=True)
class Filters:
    """The state that decides which images are shown. Empty filters leave everything."""

    split: str
    """One split, or "all"."""
    confidence: int
    """Integer percent."""
    cells: tuple[Cell, ...] = ()
    """(actual, predicted) class indices; an image behind any of them passes."""
    clusters: tuple[int, ...] = ()
    lasso: Polygon = ()
    """Vertices in embedding space."""
    query: str = ""
    picked: tuple[int, ...] = ()
    """Image rows."""

    def without_cells(self) -> Filters:
        """The filters that the matrix and the rates are counted over."""
        return replace(self, cells=())


def in_split(images: Images, split: str) -> Mask:
    """Which images belong to ``split``, which may be "all"."""
    if split == ALL:
        return np.ones(len(images), np.bool_)
    return np.equal(images.split, SPLITS.index(split))


def visible(columns: Columns, filters: Filters, base: Mask | None = None) -> Mask:
    """Which images pass every filter, (images,).

    Here and below, whoever asks about several cells works out the ``base`` once: which images the
    filters leave without the cells.
    """
    images = columns.images
    shown = _without_cells(images, filters) if base is None else base.copy()
    if filters.cells:
        rows = behind_cells(columns.outcomes, filters)
        shown &= _mask(columns.outcomes.image[rows], len(images))
    return shown


def _without_cells(images: Images, filters: Filters) -> Mask:
    shown = in_split(images, filters.split)
    if filters.clusters:
        shown &= np.isin(images.cluster, filters.clusters)
    if filters.lasso:
        shown &= inside(images.x, images.y, filters.lasso)
    if filters.query:
        shown &= containing(images.folded_names, folded(filters.query))
    if filters.picked:
        picked = np.array(filters.picked)
        shown &= _mask(picked[(picked >= 0) & (picked < len(images))], len(images))
    return shown


def behind_cells(outcomes: Outcomes, filters: Filters) -> NDArray[np.integer]:
    """The rows of the outcomes that hold at the threshold and lie in one of the selected cells."""
    actual, predicted = np.array(list(dict.fromkeys(filters.cells))).T
    rows, _ = outcomes.by_cell.find(cell_key(actual, predicted))
    return rows[counts.active(outcomes, filters.confidence, rows)]


def matrix(
    columns: Columns, filters: Filters, classes: int, among: Mask | None = None, *, base: Mask | None = None
) -> Counts:
    """The confusion matrix over every filter except the cells, int64 (K, K); only of images ``among``."""
    shown = visible(columns, filters.without_cells(), base)
    if among is not None:
        shown &= among
    return counts.matrix(columns.outcomes, _holding(columns.outcomes, filters.confidence, shown), classes)


def curve(columns: Columns, filters: Filters, header: Header) -> Tallies:
    """TP, FP, FN at the 101 thresholds over every filter except the cells."""
    shown = visible(columns, filters.without_cells())
    return counts.curve(columns.outcomes, shown[columns.outcomes.image], header)


def instances(columns: Columns, filters: Filters, base: Mask | None = None) -> int:
    """Sum of ``count`` over the visible images; of the selected cells, if any."""
    outcomes, shown = columns.outcomes, visible(columns, filters, base)
    if not filters.cells:
        return int(outcomes.count[_holding(outcomes, filters.confidence, shown)].sum())
    rows = behind_cells(outcomes, filters)
    return int(outcomes.count[rows[shown[outcomes.image[rows]]]].sum())


def select(
    columns: Columns, filters: Filters, sort: Sort, header: Header, base: Mask | None = None
) -> tuple[NDArray[np.intp], Tallies]:
    """The rows of the visible images in gallery order, and their tallies in the same order."""
    rows = np.flatnonzero(visible(columns, filters, base))
    tallies = tallies_of(columns, filters.confidence, rows, header)
    order = ordered(rows, sort, columns.images.name, tallies)
    return rows[order], tallies.take(order)


def tallies_of(columns: Columns, confidence: int, rows: NDArray[np.intp], header: Header) -> Tallies:
    """TP, FP and FN of the images ``rows``; for few of them only their own outcomes are read."""
    images = len(columns.images)
    if len(rows) * _FEW < images:
        return counts.of_images(columns.outcomes, confidence, rows, header)
    every = counts.per_image(columns.outcomes, confidence, images, header)
    return every if len(rows) == images else every.take(rows)


def ordered(rows: NDArray[np.intp], sort: Sort, names: Strings, tallies: Tallies) -> NDArray[np.intp]:
    """The places of ``rows``, ascending, in gallery order: most errors, lowest F1 or name; ties by image row.

    ``tallies`` are those of ``rows``.
    """
    if sort == "name":
        return by_name(names, rows)
    if sort == "errors":
        errors = tallies.fp + tallies.fn
        return _argsort(errors.max(initial=0) - errors)
    # NaN, which is no F1, is sorted last, among the values as among the images.
    values = np.unique(tallies.f1)
    few = len(values) <= _RADIX
    return _argsort(np.searchsorted(values, tallies.f1)) if few else np.argsort(tallies.f1, kind="stable")


def _argsort(keys: NDArray[np.integer]) -> NDArray[np.intp]:
    """The stable order of whole numbers from 0 on."""
    return np.argsort(keys.astype(np.min_scalar_type(keys.max(initial=0))), kind="stable")


def _holding(outcomes: Outcomes, confidence: int, shown: Mask) -> Mask:
    """Which outcomes hold at ``confidence`` and belong to an image that is ``shown``."""
    rows = counts.active(outcomes, confidence)
    return rows if shown.all() else rows & shown[outcomes.image]


def worst_cells(counted: Counts, header: Header, most: int = 10) -> list[Cell]:
    """The most confused pairs of classes; where these are few, then misses and false positives.

    Largest first, ties by (actual, predicted) in display order; no zeros. Mix-ups come first because
    they are spread over the whole matrix, while misses and false positives stand in one column and row.
    """
    order = np.asarray(header.display_order, np.intp)
    shown = counted[np.ix_(order, order)].copy()
    np.fill_diagonal(shown, 0)
    is_background = order == header.background
    is_mixup = ~np.logical_or.outer(is_background, is_background)
    ranked = np.lexsort((-shown.reshape(-1), ~is_mixup.reshape(-1), shown.reshape(-1) == 0))[:most]
    cells = np.stack(np.unravel_index(ranked, shown.shape), axis=1)
    return [(int(order[a]), int(order[p])) for a, p in cells if shown[a, p] > 0]


def _mask(rows: NDArray[np.integer], size: int) -> Mask:
    mask = np.zeros(size, np.bool_)
    mask[rows] = True
    return mask
