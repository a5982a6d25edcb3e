"""What a view shows: split, threshold and the filters, and which images they leave."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from . import counts
from .counts import Counts, Mask, Tallies
from .header import Header
from .polygon import Polygon, inside
from .strings import Strings
from .tables import ALL, SPLITS, Columns, Images

Cell = tuple[int, int]
Sort = Literal["errors", "f1", "name"]

_CAPITALS = re.compile("[A-Z]+")


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


def visible(columns: Columns, filters: Filters, classes: int) -> Mask:
    """Which images pass every filter, (images,)."""
    images = columns.images
    shown = in_split(images, filters.split)
    if filters.clusters:
        shown &= np.isin(images.cluster, filters.clusters)
    if filters.lasso:
        shown &= inside(images.x, images.y, filters.lasso)
    if filters.query:
        shown &= matching(images.name, filters.query)
    if filters.picked:
        shown &= np.isin(np.arange(len(images)), filters.picked)
    if filters.cells:
        rows = behind_cells(columns, filters, classes)
        shown &= _mask(columns.outcomes.image[rows], len(images))
    return shown


def behind_cells(columns: Columns, filters: Filters, classes: int) -> Mask:
    """Which outcomes hold at the threshold and lie in one of the selected cells; all without cells."""
    rows = counts.active(columns.outcomes, filters.confidence)
    if filters.cells:
        wanted = [actual * classes + predicted for actual, predicted in filters.cells]
        found = columns.outcomes.actual.astype(np.int64) * classes + columns.outcomes.predicted
        rows &= np.isin(found, wanted)
    return rows


def matrix(columns: Columns, filters: Filters, classes: int, among: Mask | None = None) -> Counts:
    """The confusion matrix over every filter except the cells, int64 (K, K); only of images ``among``."""
    shown = visible(columns, filters.without_cells(), classes)
    if among is not None:
        shown &= among
    rows = counts.active(columns.outcomes, filters.confidence) & shown[columns.outcomes.image]
    return counts.matrix(columns.outcomes, rows, classes)


def curve(columns: Columns, filters: Filters, header: Header) -> Tallies:
    """TP, FP, FN at the 101 thresholds over every filter except the cells."""
    shown = visible(columns, filters.without_cells(), len(header.classes))
    return counts.curve(columns.outcomes, shown[columns.outcomes.image], header)


def instances(columns: Columns, filters: Filters, classes: int) -> int:
    """Sum of ``count`` over the visible images; of the selected cells, if any."""
    shown = visible(columns, filters, classes)
    rows = behind_cells(columns, filters, classes) & shown[columns.outcomes.image]
    return int(columns.outcomes.count[rows].sum())


def matching(names: Strings, query: str) -> Mask:
    """Which names contain ``query``, after NFC and ignoring the case of ASCII letters."""
    needle = folded(query)
    return np.fromiter((needle in folded(name) for name in names), np.bool_, len(names))


def folded(text: str) -> str:
    """NFC with ASCII capitals made small; other letters keep their case, in both languages alike."""
    return _CAPITALS.sub(lambda found: found[0].lower(), unicodedata.normalize("NFC", text))


def ordered(rows: NDArray[np.intp], sort: Sort, names: Strings, tallies: Tallies) -> NDArray[np.intp]:
    """Image ``rows`` in gallery order: most errors, lowest F1 or name; ties by image row."""
    if sort == "name":
        return np.array(sorted(rows.tolist(), key=lambda row: (names.utf8(row), row)), np.intp)
    mine = tallies.take(rows)
    # lexsort takes its most important key last and puts NaN (no F1) last.
    key = -(mine.fp + mine.fn) if sort == "errors" else mine.f1
    return rows[np.lexsort((rows, key))]


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
