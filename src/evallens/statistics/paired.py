"""The difference of two models' rates, where one of them is told from luck by the method that suits it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from .draws import drawn
from .estimate import Estimate
from .mcnemar import flipped, mcnemar
from .ratios import Ratios
from .resampled import bootstrapped, sums

Done = Callable[[int, int], None]


def resampled(ratios: Ratios, resamples: int, seed: int) -> Estimate:
    """The paired bootstrap of the differences: images drawn anew, with the same weights for both models.

    Every column of the estimate is (labels,).
    """
    columns = np.arange(4)[:, None] * ratios.labels + ratios.label
    count = np.concatenate([ratios.part, ratios.whole])
    held = (count != 0).T
    image = np.broadcast_to(ratios.image[:, None], held.shape)[held]
    parts = drawn(ratios.images, resamples, seed)
    summed = sums(parts, image, columns.T[held], count.T[held], 4 * ratios.labels)
    part, whole = np.split(summed.reshape(-1, 4, ratios.labels), 2, axis=1)
    rates = np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole != 0)
    return bootstrapped(ratios.delta, rates[:, 1] - rates[:, 0], ratios.holding)


def one_by_one(ratios: Ratios) -> NDArray[np.bool_]:
    """Of which labels every image is one whole, the same one in both models: right or wrong, (labels,)."""
    is_one = (ratios.whole == 1).all(axis=0)
    is_none = (ratios.whole == 0).all(axis=0)
    others = np.bincount(ratios.label[~is_one & ~is_none], minlength=ratios.labels)
    found: NDArray[np.bool_] = others == 0
    return found


def exchanged(ratios: Ratios) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """McNemar's mid-p of each label that ``one_by_one`` names, and the interval: (p, low, high), each (labels,)."""
    won, lost = ((ratios.part[i] > ratios.part[1 - i]).astype(np.float64) for i in (1, 0))
    b, c = ratios.summed(np.stack([lost, won])).astype(np.int64)
    p = np.array([mcnemar(*flips) for flips in zip(b.tolist(), c.tolist(), strict=True)], np.float64)
    low, high = flipped(b, c, ratios.holding)
    return p, low, high
