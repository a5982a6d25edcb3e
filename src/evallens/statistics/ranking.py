"""Average precision over resampled images: what is ranked is ranked once, a resample only weighs it anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .draws import Weights

_RECALLS = np.linspace(0, 1, 101)
_EPSILON = float(np.spacing(1))
_AT_ONCE = 1 << 17
"""Weights of predictions that are summed together: as many as a processor's cache holds."""

Values = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Ranking:
    """Predictions of all classes by score, the highest first, and how many truths each image has of each class."""

    image: NDArray[np.integer]
    """Image of each prediction, (n,)."""
    label: NDArray[np.integer]
    """Its class, (n,)."""
    is_hit: NDArray[np.bool_]
    """Whether it finds a truth, at each level of IoU, (levels, n)."""
    is_ignored: NDArray[np.bool_]
    """Whether it counts as neither right nor wrong, (levels, n)."""
    truth_image: NDArray[np.integer]
    """Image of each truth, (m,)."""
    truth_label: NDArray[np.integer]
    """Its class, (m,)."""
    classes: int

    @property
    def truths(self) -> NDArray[np.int64]:
        """The image and class of each truth as one number, image times ``classes`` plus class, (m,)."""
        return self.truth_image.astype(np.int64) * self.classes + self.truth_label

    @property
    def levels(self) -> int:
        """Number of levels of IoU."""
        return len(self.is_hit)


def average_precisions(ranking: Ranking, weights: Weights, *, is_smooth: bool = False) -> Iterator[Values]:
    """Average precision, 0..1, class by class: of each class (resamples, levels); NaN where it has no truth.

    Args:
        ranking: What is ranked.
        weights: How often each resample holds each image, (resamples, images).
        is_smooth: Read precision off at every recall there is, not at 101: nearly the same number, which small changes
            change a little. The other one keeps still and then jumps, by a 101st of the precision.

    An image that stands in a resample k times counts as k images of the same content would: this is what pycocotools
    says of images that are really repeated, to the last bits. Only where two predictions of one class in one image have
    the same score may the two differ, for the copies of one of them are ranked together. Precision is read off at 101
    recalls, as ``COCOeval`` does.

    Source: ``COCOeval.accumulate`` of pycocotools 2.0; copies of a hit raise precision step by step and those of an
    error lower it, so that the highest from any place on stands behind the last copy of a hit.
    """
    by_class = np.argsort(ranking.label, kind="stable")
    bounds = np.searchsorted(ranking.label[by_class], np.arange(ranking.classes + 1))
    truths = np.argsort(ranking.truth_label, kind="stable")
    ends = np.searchsorted(ranking.truth_label[truths], np.arange(ranking.classes + 1))
    for label in range(ranking.classes):
        rows = by_class[bounds[label] : bounds[label + 1]]
        wanted = weights.take(ranking.truth_image[truths[ends[label] : ends[label + 1]]], axis=1)
        yield _of_class(ranking, rows, weights, wanted.sum(axis=1, dtype=np.int64), is_smooth=is_smooth)


def _of_class(
    ranking: Ranking, rows: NDArray[np.intp], weights: Weights, wanted: NDArray[np.int64], *, is_smooth: bool
) -> Values:
    found = np.full((len(weights), ranking.levels), np.nan)
    found[wanted > 0] = 0.0
    is_hit, image = ranking.is_hit[:, rows], ranking.image[rows]
    if not is_hit.any() or not wanted.any():
        return found
    step = max(1, _AT_ONCE // len(rows))
    is_counted = ~ranking.is_ignored[:, rows]
    for start in range(0, len(weights), step):
        part = slice(start, start + step)
        held = weights[part].take(image, axis=1)
        running = _running(held)
        for level, (hits, counted) in enumerate(zip(is_hit, is_counted, strict=True)):
            places = np.flatnonzero(hits & counted)
            if len(places):
                whole = running if counted.all() else _running(held * counted)
                right = _running(held.take(places, axis=1))
                found[part, level] = _areas(right, whole.take(places, axis=1), wanted[part], is_smooth=is_smooth)
    return found


def _running(weights: Weights) -> NDArray[np.int32]:
    return np.cumsum(weights, axis=1, dtype=np.int32)


def _areas(
    right: NDArray[np.int32], counted: NDArray[np.int32], wanted: NDArray[np.int64], *, is_smooth: bool
) -> Values:
    """The mean of the highest precision from each recall on, (resamples,); at the hits, (resamples, hits)."""
    precision = right / (counted + _EPSILON)
    best = np.maximum.accumulate(precision[:, ::-1], axis=1)[:, ::-1]
    recall = right / np.maximum(wanted, 1)[:, None]
    reached = recall if is_smooth else _reached(recall) / len(_RECALLS)
    reached[:, 1:] -= reached[:, :-1].copy()
    return np.where(wanted > 0, np.einsum("ij,ij->i", best, reached), np.nan)


def _reached(recall: Values) -> Values:
    """How many of the 101 recalls are at most ``recall``, of its shape: as a search would say, but at once."""
    last = len(_RECALLS) - 1
    place = np.minimum((recall * last).astype(np.int32), last)
    # The product may be rounded past a step, or short of it.
    place += (place < last) & (_RECALLS[np.minimum(place + 1, last)] <= recall)
    place -= _RECALLS[place] > recall
    return place + 1.0
