"""Average precision of two models over resampled images, and the difference."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .draws import Weights, drawn, left_out, whole
from .estimate import Estimate, Values
from .ranking import Ranking, average_precisions
from .resampled import bootstrapped, jackknifed

Follow = Callable[[int, int], None]

_TOGETHER = 50
"""Resamples that are weighed together: few enough that one hears of them, many enough to be quick."""


class Precisions(NamedTuple):
    """Average precision of both models, and what luck makes of the difference."""

    rates: Values
    """(2, rates): of each class, or the mean over the classes that have truths."""
    estimate: Estimate
    """(rates,)."""
    images: NDArray[np.int64]
    """In how many images there are truths of either model, (rates,)."""


def resampled_precisions(
    models: tuple[Ranking, Ranking], images: int, resamples: int, seed: int, *, is_mean: bool, follow: Follow | None
) -> Precisions:
    """The paired bootstrap of average precision, the mean over the levels of IoU that are ranked.

    Args:
        models: What is ranked, over the same ``images`` images and classes.
        images: Number of images.
        resamples: How often images are drawn anew; 0: none are, and the jackknife over groups of images says it.
        seed: Of the draws.
        is_mean: The mean over the classes that have truths, in each resample; else each class.
        follow: Called with (done, total), total being resamples.
    """
    rates = _both(models, np.ones((1, images), np.uint8), is_mean=is_mean)[:, 0]
    delta, holding = rates[1] - rates[0], _holding(models, is_mean=is_mean)
    if not resamples:
        # The jackknife needs a number without jumps: of 101 recalls it would say twice the error of 1,000 images.
        values = _both(models, whole(left_out(images)), is_mean=is_mean, is_smooth=True)
        return Precisions(rates, jackknifed(delta, values[1] - values[0], holding), holding)
    found = []
    for done, weights in _stretches(images, resamples, seed):
        values = _both(models, weights, is_mean=is_mean)
        found.append(values[1] - values[0])
        if follow is not None:
            follow(done, resamples)
    return Precisions(rates, bootstrapped(delta, np.concatenate(found), holding), holding)


def _stretches(images: int, resamples: int, seed: int) -> Iterator[tuple[int, Weights]]:
    """The weights of some resamples at a time, and how many there are with them."""
    starts = range(0, resamples, _TOGETHER)
    for start, own in zip(starts, np.random.SeedSequence(seed).spawn(len(starts)), strict=True):
        size = min(_TOGETHER, resamples - start)
        yield start + size, whole(drawn(images, size, own))


def _both(models: Sequence[Ranking], weights: Weights, *, is_mean: bool, is_smooth: bool = False) -> Values:
    """(2, resamples, rates)."""
    return np.stack([_of_model(model, weights, is_mean=is_mean, is_smooth=is_smooth) for model in models])


def _of_model(model: Ranking, weights: Weights, *, is_mean: bool, is_smooth: bool) -> Values:
    by_class = [found.mean(axis=1) for found in average_precisions(model, weights, is_smooth=is_smooth)]
    values = np.stack(by_class, axis=1)
    return _mean(values) if is_mean else values


def _mean(values: NDArray[np.float64]) -> Values:
    known = ~np.isnan(values)
    count = known.sum(axis=1)
    total = np.where(known, values, 0.0).sum(axis=1)
    found: Values = np.divide(total, count, out=np.full(len(values), np.nan), where=count > 0)
    return found[:, None]


def _holding(models: Sequence[Ranking], *, is_mean: bool) -> NDArray[np.int64]:
    classes = models[0].classes
    image, label = np.divmod(np.unique(np.concatenate([one.truths for one in models])), classes)
    if is_mean:
        return np.array([len(np.unique(image))], np.int64)
    return np.bincount(label, minlength=classes).astype(np.int64)
