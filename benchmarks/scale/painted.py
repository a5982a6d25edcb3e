"""When a region was painted, told from the frames in which it was shown. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Shown = tuple[float, Pixels]
"""Seconds since 1970, and the region as it was then."""

LEVELS = 12
"""A pixel has changed when one of its colours did by more than this many of 255 levels."""

FEWEST = 4
"""Changed pixels that are no change yet: the same picture gives the same JPEG, but what lies beside it may shine in."""

REST = 0.02
"""Share of the changed pixels that may still come to their last colour after the region counts as complete."""


class NothingChangedError(Exception):
    """The region was the same at the end as before: there is nothing to time."""


@dataclass(frozen=True)
class Painted:
    """Seconds from the start: to the first frame that differs, and to the one from which on none does."""

    first: float
    complete: float


def difference(a: Pixels, b: Pixels) -> int:
    """How many pixels differ."""
    apart = np.abs(a.astype(np.int16) - b.astype(np.int16))
    return int((apart.max(axis=2) > LEVELS).sum())


def painted(frames: Sequence[Shown], start: float) -> Painted:
    """Time what ``frames`` show to have changed since ``start``; raises NothingChangedError.

    Complete is the first frame from which on the region differs from its last picture by hardly any of the
    pixels that have changed; a drawing that is made in steps is complete with its last one.
    """
    ordered = sorted(frames, key=lambda frame: frame[0])
    before = [pixels for at, pixels in ordered if at <= start]
    after = [(at, pixels) for at, pixels in ordered if at > start]
    if not after:
        raise NothingChangedError("no frame was shown")
    first_picture = before[-1] if before else ordered[0][1]
    last = after[-1][1]
    changed = difference(first_picture, last)
    if changed <= FEWEST:
        raise NothingChangedError(f"{changed} pixels differ")
    most = max(FEWEST, REST * changed)
    first = next(at for at, pixels in after if difference(first_picture, pixels) > FEWEST)
    return Painted(first - start, _settled(after, last, most) - start)


def _settled(after: Sequence[Shown], last: Pixels, most: float) -> float:
    at = after[-1][0]
    for earlier, pixels in reversed(after):
        if difference(pixels, last) > most:
            break
        at = earlier
    return at


def answered(frames: Sequence[Shown], starts: Sequence[float]) -> list[float]:
    """For each of several inputs the seconds to the first frame that shows something else than before it."""
    ordered = sorted(frames, key=lambda frame: frame[0])
    return [_first_change(ordered, start) for start in starts]


def _first_change(ordered: Sequence[Shown], start: float) -> float:
    before = [pixels for at, pixels in ordered if at <= start]
    earlier = before[-1] if before else ordered[0][1]
    for at, pixels in ordered:
        if at > start and difference(earlier, pixels) > FEWEST:
            return at - start
    raise NothingChangedError("an input changed nothing")
