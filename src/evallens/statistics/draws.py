"""Which images a resample holds, and how often: the weights of images, the same for every model."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Weights = NDArray[np.uint8]

_AT_ONCE = 4096
"""Images whose weights are drawn together."""
GROUPS = 100
"""Groups of images that the jackknife leaves out, one at a time."""


def drawn(images: int, resamples: int, seed: int | np.random.SeedSequence) -> Iterator[tuple[slice, Weights]]:
    """How often each resample holds each image, some images at a time: their slice, and (resamples, their number).

    A resample is as many images as there are, drawn with repetition. First each stretch of images gets its share of
    the draws, then each image its own of that, which is the same as drawing from all at once, in little memory. The
    same seed gives the same weights.

    >>> [(part, weights.sum(axis=1).tolist()) for part, weights in drawn(3, 2, seed=0)]
    [(slice(0, 3, None), [3, 3])]
    """
    rng = np.random.default_rng(seed)
    starts = np.arange(0, images, _AT_ONCE)
    sizes = np.minimum(_AT_ONCE, images - starts)
    shares = rng.multinomial(images, sizes / max(images, 1), resamples)
    for place, (start, size) in enumerate(zip(starts.tolist(), sizes.tolist(), strict=True)):
        row = np.repeat(np.arange(resamples) * size, shares[:, place])
        row += rng.integers(0, size, len(row), np.int32)
        weights = np.bincount(row, minlength=resamples * size).astype(np.uint8)
        yield slice(start, start + size), weights.reshape(resamples, size)


def left_out(images: int, groups: int = GROUPS) -> Iterator[tuple[slice, Weights]]:
    """The weights of the jackknife, as ``drawn`` gives them: each of the groups, at most one an image, left out once.

    >>> [weights.tolist() for _, weights in left_out(3, groups=2)]
    [[[0, 1, 0], [1, 0, 1]]]
    """
    groups = min(groups, images)
    for start in range(0, images, _AT_ONCE):
        rows = np.arange(start, min(start + _AT_ONCE, images))
        yield slice(start, start + len(rows)), (rows % max(groups, 1) != np.arange(groups)[:, None]).astype(np.uint8)


def whole(parts: Iterator[tuple[slice, Weights]]) -> Weights:
    """The weights of all images, (resamples, images)."""
    every = [weights for _, weights in parts]
    return np.concatenate(every, axis=1) if every else np.zeros((0, 0), np.uint8)
